/* store/setup: what only setting up a store writes. */
#ifndef STORE_SETUP_H
#define STORE_SETUP_H

#include "db/db.h"

/** Runs the migrations that have not run yet; `ret_ran` how many. Safe to repeat. */
MUST_CHECK enum err_kind store_migrate(struct db *db, struct arena *arena, size_t *ret_ran,
                                       struct err *reterr);
/** Is the schema this program's? ERR_CONFLICT "store.old": `fengqiao migrate` is to be run;
 * "store.newer": another program, newer than this, has changed it. */
MUST_CHECK enum err_kind store_schema_check(struct db *db, struct arena *arena, struct err *reterr);
/** A small fact about this database itself: "demo" → "1". Set or replaced. */
void store_fact_put(struct db_flight *flight, const char *name, const char *value);
/** Has anybody an account here? */
MUST_CHECK enum err_kind store_has_accounts(struct db *db, struct arena *arena, bool *ret,
                                            struct err *reterr);
/** Is there a court of this code (court.code, e.g. 鄂1202)? */
MUST_CHECK enum err_kind store_has_court(struct db *db, struct arena *arena, const char *code,
                                         bool *ret, struct err *reterr);
/** A new password: failed attempts are forgotten and sessions end. ERR_STALE: no such login. */
void account_password_put(struct db_flight *flight, const char *login, const char *password_hash);

#endif

/* store/definition: the definitions that matters run on, and what was published when. */
#ifndef STORE_DEFINITION_H
#define STORE_DEFINITION_H

#include "db/db.h"

/** Remembers a definition by its hash; nothing happens when it is known. */
MUST_CHECK enum err_kind definition_remember(struct db *db, const char *hash, const char *system,
                                             int64_t version, const char *json, int64_t at_us,
                                             struct err *reterr);
/** The same inside a transaction. */
void definition_insert(struct db_flight *flight, const char *hash, const char *system,
                       int64_t version, const char *json, int64_t at_us);
/** All remembered: hash, system, version, json. */
MUST_CHECK enum err_kind definitions_load(struct db *db, struct arena *arena, struct db_result *ret,
                                          struct err *reterr);

struct release_row {
    int64_t id, version, published_by, published_us;
    const char *system, *court, *hash;
    const char *overlay; /* JSON; NULL: a whole definition */
    const char *reason;
};
void release_insert(struct db_flight *flight, const struct release_row *row);
/** What the program brings itself: a release for every court, once, by nobody. */
MUST_CHECK enum err_kind release_shipped(struct db *db, const struct release_row *row,
                                         struct err *reterr);
/** Those not withdrawn: id, system, court, version, hash, overlay. Oldest first. */
MUST_CHECK enum err_kind releases_in_force(struct db *db, struct arena *arena,
                                           struct db_result *ret, struct err *reterr);
/** A system's, newest first, below `before_id`: id, court, version, hash, overlay, reason,
 * published_us, published_by's name, withdrawn_us, withdrawn_by's name, withdrawn_reason. */
MUST_CHECK enum err_kind releases_of(struct db *db, struct arena *arena, const char *system,
                                     int64_t before_id, int64_t limit, struct db_result *ret,
                                     struct err *reterr);
/** Queues one: system, court, withdrawn_us, how many others of its system are in force for every
 * court. */
size_t release_read(struct db_flight *flight, int64_t id);
void release_withdraw(struct db_flight *flight, int64_t id, int64_t by, int64_t at_us,
                      const char *reason);

#endif

/* systems/resolution/method: its statement. */
#ifndef SYSTEMS_METHOD_STORE_H
#define SYSTEMS_METHOD_STORE_H

#include "db/db.h"

/** Mediations that ended between two days: method, the last step done, outcome, how many. */
MUST_CHECK enum err_kind method_counts(struct db *db, struct arena *arena, const char *court,
                                       const char *from, const char *to, struct db_result *ret,
                                       struct err *reterr);

#endif

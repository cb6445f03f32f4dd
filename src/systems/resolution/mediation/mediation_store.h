/* systems/resolution/mediation: the table of sealed ranges. */
#ifndef SYSTEMS_MEDIATION_STORE_H
#define SYSTEMS_MEDIATION_STORE_H

#include "db/db.h"

void sealed_range_insert(struct db_flight *flight, int64_t id, int64_t matter_id, int64_t round,
                         const char *side, const char *secret);
/** The secrets of a mediation that ended are gone; that there was a round stays. */
void sealed_ranges_forget(struct db_flight *flight, int64_t matter_id);
/** Rows of round, side, secret, by round and side. */
size_t sealed_ranges_read(struct db_flight *flight, int64_t matter_id);
MUST_CHECK enum err_kind sealed_ranges_list(struct db *db, struct arena *arena, int64_t matter_id,
                                            struct db_result *ret, struct err *reterr);

#endif

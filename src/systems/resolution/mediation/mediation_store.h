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

/* ---- what is looked at across mediations of a court that were touched since then ------------- */

/** Rows of matter_id, title: one account acted for both sides. */
MUST_CHECK enum err_kind watch_one_hand(struct db *db, struct arena *arena, const char *court,
                                        int64_t since_us, struct db_result *ret,
                                        struct err *reterr);
/** Rows of matter_id, title: two of different sides, or a side and the mediator, share a telephone.
 */
MUST_CHECK enum err_kind watch_one_phone(struct db *db, struct arena *arena, const char *court,
                                         int64_t since_us, struct db_result *ret,
                                         struct err *reterr);
/** Rows of matter_id, title, disclosure: what a mediator disclosed at the confirmation (OMR 13). */
MUST_CHECK enum err_kind watch_disclosed(struct db *db, struct arena *arena, const char *court,
                                         int64_t since_us, struct db_result *ret,
                                         struct err *reterr);
/** Rows of name, hour (since 1970), count: agreements of one mediator within an hour. */
MUST_CHECK enum err_kind watch_many_an_hour(struct db *db, struct arena *arena, const char *court,
                                            int64_t since_us, int64_t least, struct db_result *ret,
                                            struct err *reterr);
/** Rows of name, other name, count: the same two against each other again and again. */
MUST_CHECK enum err_kind watch_same_parties(struct db *db, struct arena *arena, const char *court,
                                            int64_t since_us, int64_t least, struct db_result *ret,
                                            struct err *reterr);
/** Rows of variant, body, outcome, count, days together: those that ended within these days, in
 * the order of the names. */
MUST_CHECK enum err_kind mediations_count(struct db *db, struct arena *arena, const char *court,
                                          int64_t from_us, int64_t to_us, struct db_result *ret,
                                          struct err *reterr);

#endif

/* store/outage: signs of life, outages they prove, announced maintenance, and the clocks inside. */
#ifndef STORE_OUTAGE_H
#define STORE_OUTAGE_H

#include "base/value.h"
#include "db/db.h"

#define OUTAGE_FORMAT "fengqiao-outage-1"

struct heartbeat_row {
    int64_t id, real_us, court_us;
    const char *kind; /* "start" of a server, or "beat" */
    const char *previous_hash, *hash, *signature;
};
/** SM3 over kind, moments and the hash before it. NULL: memory ran out. */
const char *heartbeat_hash(const struct heartbeat_row *row, struct arena *arena);
void heartbeat_insert(struct db_flight *flight, const struct heartbeat_row *row);
/** The newest; ret->id 0: there was none. */
MUST_CHECK enum err_kind heartbeat_last(struct db *db, struct arena *arena,
                                        struct heartbeat_row *ret, struct err *reterr);
MUST_CHECK enum err_kind heartbeat_find(struct db *db, struct arena *arena, int64_t id,
                                        struct heartbeat_row *ret, struct err *reterr);

/** What does not hold in a statement (engine_outage_statement()), by itself and the key in it;
 * NULL: everything holds. Whose key it is must be known from elsewhere. */
const char *outage_check(const struct value *statement, struct arena *arena);

struct outage_row {
    int64_t id, from_us, to_us, before_id, after_id, set_by, noted_us;
    bool planned;
    const char *state; /* "announced", "found", "done" */
    const char *reason;
};
void outage_insert(struct db_flight *flight, const struct outage_row *row);
void outage_done(struct db_flight *flight, int64_t id);
/** The oldest whose clocks are not yet looked at; ret->id 0: none. */
MUST_CHECK enum err_kind outage_found(struct db *db, struct arena *arena, struct outage_row *ret,
                                      struct err *reterr);
MUST_CHECK enum err_kind outage_find(struct db *db, struct arena *arena, int64_t id,
                                     struct outage_row *ret, struct err *reterr);
/** The reason of an announcement that touches these moments, or NULL. */
MUST_CHECK enum err_kind outage_announced(struct db *db, struct arena *arena, int64_t from_us,
                                          int64_t to_us, const char **ret_reason,
                                          struct err *reterr);
/** The next or present announcement: from_us, to_us, reason; no row: none. */
MUST_CHECK enum err_kind outage_next(struct db *db, struct arena *arena, int64_t now_us,
                                     struct db_result *ret, struct err *reterr);
/** Newest first, below `before_id`: id, state, planned, from_us, to_us, reason, how many clocks. */
MUST_CHECK enum err_kind outages_list(struct db *db, struct arena *arena, int64_t before_id,
                                      int64_t limit, struct db_result *ret, struct err *reterr);

enum { OUTAGE_CLOCKS_A_PAGE = 200 };
/** Open clocks that ended inside and were not looked at yet: id, matter_id. */
MUST_CHECK enum err_kind outage_clocks_left(struct db *db, struct arena *arena,
                                            const struct outage_row *outage, struct db_result *ret,
                                            struct err *reterr);
struct outage_clock_row {
    int64_t outage_id, deadline_id, matter_id, old_due_us, new_due_us;
    const char *treatment;
};
void outage_clock_insert(struct db_flight *flight, const struct outage_clock_row *row);
/** Of one clock, newest first: outage_id, treatment, old_due_us, new_due_us. */
MUST_CHECK enum err_kind outage_clocks_of(struct db *db, struct arena *arena, int64_t deadline_id,
                                          struct db_result *ret, struct err *reterr);

#endif

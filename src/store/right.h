/*
 * store/right: rights of one account in one case, beside its grants at courts.
 *
 * - role: a staff role in one matter, from a moment to another (a judge of another court …)
 * - exclusion: a conflict of interest (CPL 47; 特邀调解规定 16): nothing of the whole dispute may
 * be seen or done, whatever else was granted
 * - glass: emergency reading of one matter for an hour, with a reason, told to the leaders
 * - ordinary, closed, secret: how closed the dispute was made, by whom and why (api/levels)
 */
#ifndef STORE_RIGHT_H
#define STORE_RIGHT_H

#include "base/value.h"
#include "db/db.h"

struct right_row {
    int64_t id, account_id, dispute_id, matter_id, from_us, to_us, set_by, set_us;
    const char *kind, *court, *role, *reason; /* matter_id 0: the dispute; to_us 0: without end */
};

/* Whoever may see a dispute finds it: each change of a right queues it for search. */
void right_insert(struct db_flight *flight, const struct right_row *row);
/** ERR_STALE when it had ended already. */
void right_end(struct db_flight *flight, int64_t id, int64_t dispute_id, int64_t by, int64_t at_us);
/** Of one account, at that moment: kind, dispute_id, matter_id, role; exclusions
 * first, 5,000 at most. */
size_t rights_of_account_read(struct db_flight *flight, int64_t account_id, int64_t now_us);
/** kind, account_id, dispute_id, ended_us. */
size_t right_read(struct db_flight *flight, int64_t id);
/** Is the account kept out of the matter's dispute? A row when it is. */
size_t exclusion_read(struct db_flight *flight, int64_t matter_id, int64_t account_id);
/** Whom a glass is told to: account_id of leaders of the matter's court and supervisors; at
 * most 50.
 */
size_t leaders_read(struct db_flight *flight, int64_t matter_id, int32_t day);

/** All of a dispute, newest first, 200 at most: id, kind, account_id, name, role, matter_id,
 * from_us, to_us, reason, name of who set it, set_us, ended_us. */
MUST_CHECK enum err_kind rights_of_dispute(struct db *db, struct arena *arena, int64_t dispute_id,
                                           struct db_result *ret, struct err *reterr);
/** Glasses broken at a court ("": at any), newest first below `before_id`: the same columns, then
 * definition_hash. */
MUST_CHECK enum err_kind glasses_list(struct db *db, struct arena *arena, const char *court,
                                      int64_t before_id, int64_t limit, struct db_result *ret,
                                      struct err *reterr);

/** They are derived: at the start of a server all are made anew. */
void state_readers_forget(struct db_flight *flight);
/** Definitions whose readers stand in state_reader: definition_hash. */
MUST_CHECK enum err_kind state_reader_known(struct db *db, struct arena *arena,
                                            struct db_result *ret, struct err *reterr);
void state_reader_insert(struct db_flight *flight, const char *definition_hash, const char *state,
                         const char *role);

#endif

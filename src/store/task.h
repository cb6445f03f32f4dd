/*
 * store/task: what waits for whom. Which tasks a matter has is derived in engine/task.c; here are
 * the rows, their tallies (always in the same flight), hand-overs, and who stands in for whom.
 */
#ifndef STORE_TASK_H
#define STORE_TASK_H

#include "db/db.h"
#include "store/lists.h"

/** Queues a matter's open tasks, and its last closed ones that somebody had: id, purpose, role,
 * account_id, due_us, closed_us, court, whether that account holds the role still. Every open one
 * first, then the newest. */
size_t tasks_of_matter(struct db_flight *flight, int64_t matter_id);
struct task_row {
    int64_t id, matter_id, account_id, due_us, opened_us; /* account_id, due_us 0: none */
    const char *court, *system, *role, *purpose;
};
void task_insert(struct db_flight *flight, const struct task_row *row);
void task_close(struct db_flight *flight, int64_t id, int64_t at_us);
void task_set_due(struct db_flight *flight, int64_t id, int64_t due_us);

/** One task: court, role, account_id, closed_us, matter_id, account name, purpose. */
size_t task_read(struct db_flight *flight, int64_t id);
/** From `from_account` (0: nobody) to `to_account` (0: nobody). Fails with ERR_STALE when it is
 * done, or somebody else's, meanwhile. */
void task_assign(struct db_flight *flight, int64_t id, int64_t from_account, int64_t to_account);
struct task_move_row {
    int64_t id, task_id, from_account, to_account, by_account, moved_us;
    const char *note;
};
void task_move_insert(struct db_flight *flight, const struct task_move_row *row);

/** May this account be given the task on that day: does it hold the task's role at its court?
 * account name. */
size_t task_receiver_read(struct db_flight *flight, int64_t task_id, int64_t account_id,
                          int32_t day);
/** Does this account stand in for whoever has the task, that day? A row, or none. */
size_t standing_in_read(struct db_flight *flight, int64_t task_id, int64_t delegate_id,
                        int32_t day);
/** Do two accounts hold one role at one court, the other until that day? A row, or none. */
size_t colleagues_read(struct db_flight *flight, int64_t account_id, int64_t other_id, int32_t day);
/** Everybody who holds a role at the court, with their load: account_id, name, role, open tasks,
 * overdue tasks, away until (day), name of who stands in. Role, then name. */
MUST_CHECK enum err_kind store_task_load(struct db *db, struct arena *arena, const char *court,
                                         int32_t day, int64_t now_us, struct db_result *ret,
                                         struct err *reterr);
/** Unclaimed: role, open, overdue. */
MUST_CHECK enum err_kind store_task_load_free(struct db *db, struct arena *arena, const char *court,
                                              int64_t now_us, struct db_result *ret,
                                              struct err *reterr);

/** Queues who holds a role at a matter's court that day, for a draw: account_id, name, login,
 * clearance, open tasks of that role there, absences of that day, exclusions from the dispute. At
 * most ROLE_HOLDERS_MAX + 1. */
enum { ROLE_HOLDERS_MAX = 200 };
size_t role_holders_read(struct db_flight *flight, int64_t matter_id, const char *role,
                         int32_t day);

enum { TASK_CHECK_PAGE = 500 };
/** What tasks are derived from, of the matters behind a key: matters id, definition_hash, state,
 * court; their open clocks matter_id, name, state, due_us; their open tasks matter_id, purpose,
 * role, court, due_us. All in order of the matter. */
MUST_CHECK enum err_kind tasks_check_page(struct db *db, struct arena *arena, int64_t after,
                                          struct db_result *ret_matters,
                                          struct db_result *ret_clocks, struct db_result *ret_tasks,
                                          struct err *reterr);

struct absence_row {
    int64_t id, account_id, delegate_id, set_by, set_us;
    int32_t from_day, to_day;
};
void absence_insert(struct db_flight *flight, const struct absence_row *row);
void absence_end(struct db_flight *flight, int64_t id, int64_t at_us);
/** account_id, ended_us, to_day. */
size_t absence_read(struct db_flight *flight, int64_t id);
/** Of this account or standing in, not over: id, account_id, account name, delegate_id, delegate
 * name, from_day, to_day. */
MUST_CHECK enum err_kind absences_of(struct db *db, struct arena *arena, int64_t account_id,
                                     int32_t day, struct db_result *ret, struct err *reterr);
/** Queues whether the account has another absence that touches these days: id. */
size_t absence_overlap_read(struct db_flight *flight, int64_t account_id, int32_t from_day,
                            int32_t to_day);
/** Queues who stands in for the account on a day: delegate_id, name, to_day. */
size_t absence_today_read(struct db_flight *flight, int64_t account_id, int32_t day);

#endif

/* store/task: see task.h. Every change of a task changes its tally in the statement beside it. */
#include "store/task.h"

#define NO_ACCOUNT "coalesce(account_id, 0)"

size_t tasks_of_matter(struct db_flight *flight, int64_t matter_id)
{
    static const char sql[] =
        "SELECT t.id, t.purpose, t.role, t.account_id, t.due_us, t.closed_us, t.court, "
        "CASE WHEN t.account_id IS NULL THEN 0 ELSE (SELECT count(*) FROM role_grant g WHERE "
        "g.account_id = t.account_id AND g.role = t.role AND g.court IN ('', t.court) AND "
        "g.to_day IS NULL) END FROM task t WHERE t.matter_id = $1 AND (t.closed_us IS NULL OR "
        "t.account_id IS NOT NULL) ORDER BY CASE WHEN t.closed_us IS NULL THEN 0 ELSE 1 END, t.id "
        "DESC "
        "LIMIT 40";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id)), -1);
}

static void tally_more(struct db_flight *flight, int64_t id)
{
    static const char sql[] =
        "INSERT INTO task_tally (court, role, account_id, open_count) SELECT court, "
        "role, " NO_ACCOUNT
        ", 1 FROM task WHERE id = $1 ON CONFLICT (court, role, account_id) DO UPDATE SET "
        "open_count = task_tally.open_count + 1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id)), 1);
}

static void tally_less(struct db_flight *flight, int64_t id)
{
    static const char sql[] =
        "UPDATE task_tally SET open_count = open_count - 1 WHERE (court, role, account_id) = "
        "(SELECT court, role, " NO_ACCOUNT " FROM task WHERE id = $1)";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id)), 1);
}

void task_insert(struct db_flight *flight, const struct task_row *row)
{
    static const char sql[] =
        "INSERT INTO task (id, matter_id, court, system, role, purpose, account_id, due_us, "
        "opened_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_int(row->matter_id), db_text(row->court),
                                 db_text(row->system), db_text(row->role), db_text(row->purpose),
                                 db_id(row->account_id), db_id(row->due_us),
                                 db_int(row->opened_us)),
                         1);
    tally_more(flight, row->id);
}

void task_close(struct db_flight *flight, int64_t id, int64_t at_us)
{
    static const char sql[] = "UPDATE task SET closed_us = $2 WHERE id = $1 AND closed_us IS NULL";
    tally_less(flight, id);
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(at_us)), 1);
}

void task_set_due(struct db_flight *flight, int64_t id, int64_t due_us)
{
    static const char sql[] = "UPDATE task SET due_us = $2 WHERE id = $1 AND closed_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_id(due_us)), 1);
}

size_t task_read(struct db_flight *flight, int64_t id)
{
    static const char sql[] =
        "SELECT t.court, t.role, t.account_id, t.closed_us, t.matter_id, a.name, t.purpose FROM "
        "task t LEFT JOIN account a ON a.id = t.account_id WHERE t.id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id)), -1);
}

void task_assign(struct db_flight *flight, int64_t id, int64_t from_account, int64_t to_account)
{
    static const char sql[] = "UPDATE task SET account_id = $3 WHERE id = $1 AND closed_us IS NULL "
                              "AND " NO_ACCOUNT " = $2";
    tally_less(flight, id);
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(from_account), db_id(to_account)),
                         1);
    tally_more(flight, id);
}

void task_move_insert(struct db_flight *flight, const struct task_move_row *row)
{
    static const char sql[] =
        "INSERT INTO task_move (id, task_id, from_account, to_account, by_account, note, moved_us) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_int(row->task_id), db_id(row->from_account),
                                 db_id(row->to_account), db_int(row->by_account),
                                 db_text(row->note), db_int(row->moved_us)),
                         1);
}

/* ---- who can have it, and who has how much --------------------------------------------------- */

size_t task_receiver_read(struct db_flight *flight, int64_t task_id, int64_t account_id,
                          int32_t day)
{
    static const char sql[] =
        "SELECT a.name FROM task t JOIN role_grant g ON g.role = t.role AND g.court IN ('', "
        "t.court) "
        "JOIN account a ON a.id = g.account_id WHERE t.id = $1 AND a.id = $2 AND a.status = "
        "'active' "
        "AND g.from_day <= $3 AND (g.to_day IS NULL OR g.to_day >= $3) LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(task_id), db_int(account_id), db_int(day)),
                         -1);
}

size_t standing_in_read(struct db_flight *flight, int64_t task_id, int64_t delegate_id, int32_t day)
{
    static const char sql[] =
        "SELECT s.id FROM task t JOIN absence s ON s.account_id = t.account_id WHERE t.id = $1 AND "
        "s.delegate_id = $2 AND s.ended_us IS NULL AND s.from_day <= $3 AND s.to_day >= $3 LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(task_id), db_int(delegate_id), db_int(day)),
                         -1);
}

size_t colleagues_read(struct db_flight *flight, int64_t account_id, int64_t other_id, int32_t day)
{
    static const char sql[] =
        "SELECT 1 FROM role_grant g JOIN role_grant o ON o.role = g.role AND o.court IN ('', "
        "g.court) JOIN account a ON a.id = o.account_id WHERE g.account_id = $1 AND o.account_id = "
        "$2 AND a.status = 'active' AND (o.to_day IS NULL OR o.to_day >= $3) LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(other_id), db_int(day)),
                         -1);
}

enum err_kind store_task_load(struct db *db, struct arena *arena, const char *court, int32_t day,
                              int64_t now_us, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT a.id, a.name, g.role, coalesce((SELECT y.open_count FROM task_tally y WHERE "
        "y.court = $1 AND y.role = g.role AND y.account_id = a.id), 0), (SELECT count(*) FROM task "
        "t WHERE t.account_id = a.id AND t.closed_us IS NULL AND t.due_us < $3 AND t.court = $1 "
        "AND "
        "t.role = g.role), (SELECT max(s.to_day) FROM absence s WHERE s.account_id = a.id AND "
        "s.ended_us IS NULL AND s.from_day <= $2 AND s.to_day >= $2), (SELECT max(d.name) FROM "
        "absence s JOIN account d ON d.id = s.delegate_id WHERE s.account_id = a.id AND s.ended_us "
        "IS NULL AND s.from_day <= $2 AND s.to_day >= $2) FROM role_grant g JOIN account a ON a.id "
        "= g.account_id WHERE g.court = $1 AND g.from_day <= $2 AND (g.to_day IS NULL OR g.to_day "
        ">= $2) AND a.status = 'active' ORDER BY g.role, a.name, a.id LIMIT 500";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(day), db_int(now_us)), ret,
                  reterr);
}

enum err_kind store_task_load_free(struct db *db, struct arena *arena, const char *court,
                                   int64_t now_us, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT y.role, y.open_count, (SELECT count(*) FROM task t WHERE t.court = $1 AND t.role = "
        "y.role AND t.closed_us IS NULL AND t.account_id IS NULL AND t.due_us < $2) FROM "
        "task_tally "
        "y WHERE y.court = $1 AND y.account_id = 0 AND y.open_count > 0 ORDER BY y.role LIMIT 100";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(now_us)), ret, reterr);
}

size_t role_holders_read(struct db_flight *flight, int64_t matter_id, const char *role, int32_t day)
{
    static const char sql[] =
        "SELECT a.id, a.name, a.login, a.clearance, coalesce((SELECT y.open_count FROM task_tally "
        "y WHERE y.court = m.court AND y.role = $2 AND y.account_id = a.id), 0), (SELECT count(*) "
        "FROM absence s WHERE s.account_id = a.id AND s.ended_us IS NULL AND s.from_day <= $3 AND "
        "s.to_day >= $3), (SELECT count(*) FROM case_right x WHERE x.dispute_id = m.dispute_id AND "
        "x.account_id = a.id AND x.kind = 'exclusion' AND x.ended_us IS NULL) FROM matter m JOIN "
        "account a ON a.id IN (SELECT g.account_id FROM role_grant g WHERE g.court = m.court AND "
        "g.role = $2 AND g.from_day <= $3 AND (g.to_day IS NULL OR g.to_day >= $3)) WHERE m.id = "
        "$1 AND a.status = 'active' AND a.kind = 'staff' ORDER BY a.id LIMIT $4";
    return db_flight_add(
        flight, sql,
        DB_ARGS(db_int(matter_id), db_text(role), db_int(day), db_int(ROLE_HOLDERS_MAX + 1)), -1);
}

enum err_kind tasks_check_page(struct db *db, struct arena *arena, int64_t after,
                               struct db_result *ret_matters, struct db_result *ret_clocks,
                               struct db_result *ret_tasks, struct err *reterr)
{
    static const char clocks[] = "SELECT matter_id, name, state, due_us FROM deadline WHERE "
                                 "matter_id > $1 AND matter_id <= $2 "
                                 "AND closed_us IS NULL ORDER BY matter_id, due_us LIMIT 100000";
    static const char tasks[] =
        "SELECT matter_id, purpose, role, court, coalesce(due_us, 0) FROM task WHERE matter_id > "
        "$1 "
        "AND matter_id <= $2 AND closed_us IS NULL ORDER BY matter_id, id LIMIT 100000";
    *ret_clocks = *ret_tasks = (struct db_result){0};
    enum err_kind kind =
        db_run(db, arena,
               "SELECT id, definition_hash, state, court FROM matter WHERE id > $1 "
               "ORDER BY id LIMIT $2",
               DB_ARGS(db_int(after), db_int(TASK_CHECK_PAGE)), ret_matters, reterr);
    if (kind || ret_matters->row_count == 0)
        return kind;
    int64_t last = db_cell_int(ret_matters, ret_matters->row_count - 1, 0);
    kind = db_run(db, arena, clocks, DB_ARGS(db_int(after), db_int(last)), ret_clocks, reterr);
    return kind ? kind
                : db_run(db, arena, tasks, DB_ARGS(db_int(after), db_int(last)), ret_tasks, reterr);
}

/* ---- standing in ---------------------------------------------------------------------------- */

void absence_insert(struct db_flight *flight, const struct absence_row *row)
{
    static const char sql[] =
        "INSERT INTO absence (id, account_id, delegate_id, from_day, to_day, set_by, set_us) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_int(row->account_id), db_int(row->delegate_id),
                                 db_int(row->from_day), db_int(row->to_day), db_int(row->set_by),
                                 db_int(row->set_us)),
                         1);
}

void absence_end(struct db_flight *flight, int64_t id, int64_t at_us)
{
    static const char sql[] = "UPDATE absence SET ended_us = $2 WHERE id = $1 AND ended_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(at_us)), 1);
}

size_t absence_read(struct db_flight *flight, int64_t id)
{
    return db_flight_add(flight, "SELECT account_id, ended_us, to_day FROM absence WHERE id = $1",
                         DB_ARGS(db_int(id)), -1);
}

enum err_kind absences_of(struct db *db, struct arena *arena, int64_t account_id, int32_t day,
                          struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT s.id, s.account_id, a.name, s.delegate_id, d.name, s.from_day, s.to_day FROM "
        "absence "
        "s JOIN account a ON a.id = s.account_id JOIN account d ON d.id = s.delegate_id WHERE "
        "(s.account_id = $1 OR s.delegate_id = $1) AND s.ended_us IS NULL AND s.to_day >= $2 ORDER "
        "BY s.from_day, s.id LIMIT 100";
    return db_run(db, arena, sql, DB_ARGS(db_int(account_id), db_int(day)), ret, reterr);
}

size_t absence_overlap_read(struct db_flight *flight, int64_t account_id, int32_t from_day,
                            int32_t to_day)
{
    static const char sql[] =
        "SELECT id FROM absence WHERE account_id = $1 AND ended_us IS NULL AND "
        "from_day <= $3 AND to_day >= $2 LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(from_day), db_int(to_day)),
                         -1);
}

size_t absence_today_read(struct db_flight *flight, int64_t account_id, int32_t day)
{
    static const char sql[] =
        "SELECT s.delegate_id, d.name, s.to_day FROM absence s JOIN account d ON d.id = "
        "s.delegate_id WHERE s.account_id = $1 AND s.ended_us IS NULL AND s.from_day <= $2 AND "
        "s.to_day >= $2 LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(day)), -1);
}

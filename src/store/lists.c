/* store/lists: matters, tasks. The order of arguments is the same in every statement of a
 * kind. */
#include "store/lists.h"

/* $1 $2 the key the page begins behind, $3 its length, $4 state, $5 court, $6 system, $7 an
 * account that is kept out of some disputes, or 0, $8 $9 opened from and before, $10 an account
 * that has a task of it, or 0. What is newer than its last change was not opened before it: $8
 * shortens the index range too. A parameter stands beside its column before it stands beside a
 * constant: PostgreSQL takes its type from the first. */
#define MATTER_WHERE                                                                               \
    " AND ($4 = '' OR m.state = $4) AND ($5 = '' OR m.court = $5)"                                 \
    " AND ($6 = '' OR m.system = $6) AND ($6 <> '' OR m.listed = 1)"                               \
    " AND NOT EXISTS (SELECT 1 FROM case_right x WHERE x.dispute_id = m.dispute_id AND "           \
    "x.account_id = $7 AND x.kind = 'exclusion' AND x.ended_us IS NULL)"                           \
    " AND m.updated_us >= $8 AND m.opened_us >= $8 AND m.opened_us < $9"
#define MATTER_NEWEST                                                                              \
    " AND (m.updated_us < $1 OR $1 = 0 OR (m.updated_us = $1 AND m.id < $2))" MATTER_WHERE         \
    " ORDER BY m.updated_us DESC, m.id DESC LIMIT $3"
#define MATTER_OLDEST                                                                              \
    " AND (m.updated_us > $1 OR (m.updated_us = $1 AND m.id > $2))" MATTER_WHERE                   \
    " ORDER BY m.updated_us, m.id LIMIT $3"
#define MATTER_ARGS(filter)                                                                        \
    db_int((filter)->page.at_us), db_int((filter)->page.id), db_int((filter)->page.limit),         \
        db_text((filter)->state), db_text((filter)->court), db_text((filter)->system),             \
        db_int((filter)->kept_out), db_int((filter)->from_us),                                     \
        db_int((filter)->before_us ? (filter)->before_us : INT64_MAX), db_int((filter)->handler)
/* Somebody's tasks are few and a court's matters many: with $10 the list begins at their tasks. */
#define OF_ANYBODY "SELECT m.id, m.updated_us FROM matter m WHERE CAST($10 AS BIGINT) = 0 AND "
#define OF_HANDLER                                                                                 \
    "SELECT m.id, m.updated_us FROM (SELECT DISTINCT t.matter_id AS id FROM task t WHERE "         \
    "t.account_id = $10 AND t.closed_us IS NULL) h CROSS JOIN matter m WHERE m.id = h.id AND "
/* The four texts of one list; matter_list_sql() says which. */
#define MATTER_LIST(head)                                                                          \
    {                                                                                              \
        OF_ANYBODY head MATTER_NEWEST, OF_ANYBODY head MATTER_OLDEST,                              \
            OF_HANDLER head MATTER_NEWEST, OF_HANDLER head MATTER_OLDEST                           \
    }

static const char *matter_list_sql(const char *const texts[4], const struct matter_filter *filter)
{
    return texts[(filter->handler ? 2 : 0) + (filter->oldest ? 1 : 0)];
}

/* The one rule of who sees what, as rows of the definitions (state_reader). */
#define READ_BY(role, matter)                                                                      \
    "EXISTS (SELECT 1 FROM state_reader r WHERE r.role = " role " AND r.definition_hash = " matter \
    ".definition_hash AND r.state = " matter ".state)"

/* By a grant: no further than the account is cleared for. */
#define CLEARED(parameter)                                                                         \
    " AND (SELECT d.level FROM dispute d WHERE d.id = m.dispute_id) <= " parameter

size_t list_matters_of_court(struct db_flight *flight, const char *role, const char *court,
                             const char *system, bool final, const struct matter_filter *filter)
{
    static const char *const sql[] =
        MATTER_LIST("m.court = $12 AND "
                    "m.system = $13 AND m.final = $14 AND " READ_BY("$11", "m") CLEARED("$15"));
    return db_flight_add(flight, matter_list_sql(sql, filter),
                         DB_ARGS(MATTER_ARGS(filter), db_text(role), db_text(court),
                                 db_text(system), db_int(final), db_int(filter->clearance)),
                         -1);
}

size_t list_matters_of_system(struct db_flight *flight, const char *role, const char *system,
                              const struct matter_filter *filter)
{
    static const char *const sql[] = MATTER_LIST("m.system = $12 AND "
                                                 "" READ_BY("$11", "m") CLEARED("$13"));
    return db_flight_add(
        flight, matter_list_sql(sql, filter),
        DB_ARGS(MATTER_ARGS(filter), db_text(role), db_text(system), db_int(filter->clearance)),
        -1);
}

size_t list_matters_of_owner(struct db_flight *flight, int64_t account_id,
                             const struct matter_filter *filter)
{
    static const char *const sql[] = MATTER_LIST("m.owner_account = $11 AND (" READ_BY(
        "'owner'", "m") " OR EXISTS (SELECT 1 FROM participant p WHERE p.matter_id = m.id AND "
                        "p.active = 1 AND p.role IN ('plaintiff', 'applicant') AND " READ_BY(
                            "'owner:' || p.role", "m") "))");
    return db_flight_add(flight, matter_list_sql(sql, filter),
                         DB_ARGS(MATTER_ARGS(filter), db_int(account_id)), -1);
}

size_t list_matters_of_person(struct db_flight *flight, int64_t person_id,
                              const struct matter_filter *filter)
{
    static const char *const sql[] = MATTER_LIST(
        "m.id IN (SELECT p.matter_id FROM "
        "participant p JOIN matter q ON q.id = p.matter_id WHERE p.person_id = $11 AND p.active = "
        "1 AND " READ_BY("p.role", "q") ")");
    return db_flight_add(flight, matter_list_sql(sql, filter),
                         DB_ARGS(MATTER_ARGS(filter), db_int(person_id)), -1);
}

size_t list_matters_of_right(struct db_flight *flight, int64_t account_id, int64_t now_us,
                             const struct matter_filter *filter)
{
    static const char *const sql[] = MATTER_LIST(
        "m.id IN (SELECT g.matter_id FROM case_right "
        "g JOIN matter q ON q.id = g.matter_id WHERE g.account_id = $11 AND g.ended_us IS NULL AND "
        "g.kind = 'role' AND g.from_us <= $12 AND (g.to_us IS NULL OR g.to_us > $12) AND " READ_BY(
            "g.role", "q") ")");
    return db_flight_add(flight, matter_list_sql(sql, filter),
                         DB_ARGS(MATTER_ARGS(filter), db_int(account_id), db_int(now_us)), -1);
}

size_t list_matters_claimed(struct db_flight *flight, int64_t account_id,
                            const struct matter_filter *filter)
{
    static const char *const sql[] = MATTER_LIST(
        "m.id IN (SELECT t.matter_id FROM task t "
        "JOIN matter q ON q.id = t.matter_id WHERE t.account_id = $11 AND t.closed_us IS NULL AND "
        "" READ_BY("t.role", "q") ")" CLEARED("$12"));
    return db_flight_add(
        flight, matter_list_sql(sql, filter),
        DB_ARGS(MATTER_ARGS(filter), db_int(account_id), db_int(filter->clearance)), -1);
}

size_t list_alike(struct db_flight *flight, int64_t person_id, const char *id_index,
                  int64_t account_id, const char *other_name, int64_t but_id)
{
    static const char sql[] =
        "SELECT m.id, m.definition_hash, m.title, m.number, max(o.person_id), m.court FROM matter "
        "m JOIN "
        "participant o ON o.matter_id = m.id WHERE m.id IN (SELECT p.matter_id FROM participant p "
        "WHERE p.active = 1 AND p.person_id IN (SELECT q.id FROM person q WHERE q.id = $1 OR "
        "q.id_index = $2) UNION SELECT w.id FROM matter w WHERE w.owner_account = $3) AND "
        "m.final = 0 AND m.listed = 1 AND m.id <> $5 AND o.active = 1 AND o.name = $4 AND o.role "
        "IN ('respondent', 'defendant') GROUP BY m.id, m.definition_hash, m.title, m.number, "
        "m.court, m.updated_us ORDER BY m.updated_us DESC LIMIT 5";
    return db_flight_add(flight, sql,
                         DB_ARGS(db_int(person_id), db_text(id_index), db_int(account_id),
                                 db_text(other_name), db_int(but_id)),
                         -1);
}

size_t list_related(struct db_flight *flight, int64_t matter_id)
{
    static const char sql[] =
        "SELECT m.id, m.definition_hash, m.title, m.number, m.court FROM matter o JOIN participant "
        "p ON p.matter_id = o.id JOIN participant q ON q.person_id = p.person_id JOIN matter m ON "
        "m.id = q.matter_id JOIN dispute d ON d.id = m.dispute_id WHERE o.id = $1 AND p.active = 1 "
        "AND p.role IN ('plaintiff', 'defendant') AND q.active = 1 AND q.role IN ('plaintiff', "
        "'defendant') AND m.system = o.system AND m.cause = o.cause AND m.dispute_id <> "
        "o.dispute_id AND m.number IS NOT NULL AND d.level = 0 AND EXISTS (SELECT 1 FROM "
        "participant a JOIN participant b ON b.name = a.name WHERE a.matter_id = o.id AND a.active "
        "= 1 AND a.role IN ('plaintiff', 'defendant') AND a.role <> p.role AND b.matter_id = m.id "
        "AND b.active = 1 AND b.role IN ('plaintiff', 'defendant') AND b.role <> q.role) GROUP BY "
        "m.id, m.definition_hash, m.title, m.number, m.court ORDER BY m.id DESC LIMIT 10";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id)), -1);
}

enum err_kind list_dispute_matters(struct db *db, struct arena *arena, int64_t dispute_id,
                                   int64_t after_id, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT id FROM matter WHERE dispute_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    return db_run(db, arena, sql,
                  DB_ARGS(db_int(dispute_id), db_int(after_id), db_int(DISPUTE_MATTERS_MAX)), ret,
                  reterr);
}

enum err_kind list_dispute(struct db *db, struct arena *arena, int64_t dispute_id,
                           struct db_result *ret, struct err *reterr)
{
    return db_run(db, arena, "SELECT title, opened_us FROM dispute WHERE id = $1",
                  DB_ARGS(db_int(dispute_id)), ret, reterr);
}

/* ---- tasks -------------------------------------------------------------------------------------
 */

/* A task without a due time comes last on both databases. */
#define TASK_DUE "COALESCE(t.due_us, 9223372036854775807)"
#define TASK_HEAD                                                                                  \
    "SELECT t.id, t.matter_id, t.purpose, t.role, " TASK_DUE ", t.opened_us, t.account_id, "       \
    "a.name, t.court FROM task t LEFT JOIN account a ON a.id = t.account_id WHERE t.closed_us IS " \
    "NULL"
#define TASK_TAIL                                                                                  \
    " AND (" TASK_DUE " > $1 OR (" TASK_DUE " = $1 AND t.id > $2)) ORDER BY " TASK_DUE             \
    ", t.id LIMIT $3"
#define PAGE_ARGS(page) db_int((page)->at_us), db_int((page)->id), db_int((page)->limit)

size_t list_tasks_of_role(struct db_flight *flight, const char *court, const char *role, bool free,
                          const struct list_page *page)
{
    static const char of_court[] = TASK_HEAD
        " AND t.role = $4 AND t.court = $5 AND ($6 = 0 OR t.account_id IS NULL)" TASK_TAIL;
    static const char of_all[] =
        TASK_HEAD " AND t.role = $4 AND ($5 = 0 OR t.account_id IS NULL)" TASK_TAIL;
    return *court ? db_flight_add(
                        flight, of_court,
                        DB_ARGS(PAGE_ARGS(page), db_text(role), db_text(court), db_int(free)), -1)
                  : db_flight_add(flight, of_all,
                                  DB_ARGS(PAGE_ARGS(page), db_text(role), db_int(free)), -1);
}

size_t list_tasks_of_person(struct db_flight *flight, int64_t person_id, int64_t account_id,
                            const char *role, const struct list_page *page)
{
    static const char sql[] = TASK_HEAD
        " AND ($6 = '' OR t.role = $6) AND t.matter_id IN (SELECT p.matter_id FROM participant p "
        "WHERE p.person_id = $4 AND p.role = t.role AND p.active = 1 UNION SELECT m.id FROM matter "
        "m WHERE m.owner_account = $5 AND m.event_count <= 1)" TASK_TAIL;
    return db_flight_add(
        flight, sql, DB_ARGS(PAGE_ARGS(page), db_int(person_id), db_int(account_id), db_text(role)),
        -1);
}

size_t list_tasks_of_account(struct db_flight *flight, int64_t account_id, int32_t day,
                             const struct list_page *page)
{
    static const char sql[] = TASK_HEAD
        " AND t.account_id IN (SELECT s.account_id FROM absence s WHERE s.delegate_id = $4 AND "
        "s.ended_us IS NULL AND s.from_day <= $5 AND s.to_day >= $5 UNION SELECT a2.id FROM "
        "account "
        "a2 WHERE a2.id = $4)" TASK_TAIL;
    return db_flight_add(flight, sql, DB_ARGS(PAGE_ARGS(page), db_int(account_id), db_int(day)),
                         -1);
}

/* store/roster: statements of the roster. */
#include "store/roster.h"

void mediator_insert(struct db_flight *flight, const struct mediator_row *row)
{
    static const char sql[] =
        "INSERT INTO mediator (id, account_id, person_id, body_id, court, name, kind, cause_codes, "
        "division_code, languages, load_max, open_count, status, valid_from, valid_to, version, "
        "hours, skills, charging) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14, 1, $15, $16, $17)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_id(row->account_id), db_id(row->person_id),
                                 db_id(row->body_id), db_text(row->court), db_text(row->name),
                                 db_text(row->kind), db_text(row->cause_codes),
                                 db_text(row->division_code), db_text(row->languages),
                                 db_int(row->load_max), db_text(row->status),
                                 db_int(row->valid_from), db_id(row->valid_to), db_text(row->hours),
                                 db_text(row->skills), db_text(row->charging)),
                         1);
}

void mediator_update(struct db_flight *flight, const struct mediator_row *row, int64_t old_version)
{
    static const char sql[] =
        "UPDATE mediator SET status = $2, load_max = $3, languages = $4, cause_codes = $5, "
        "hours = $7, status_reason = $8, valid_to = $9, version = version + 1 WHERE id = $1 AND "
        "version = $6";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->status), db_int(row->load_max),
                                 db_text(row->languages), db_text(row->cause_codes),
                                 db_int(old_version), db_text(row->hours),
                                 db_text(row->status_reason), db_id(row->valid_to)),
                         1);
}

void mediator_settle(struct db_flight *flight, int64_t id, const char *status, int32_t from_day,
                     int32_t to_day)
{
    static const char sql[] = "UPDATE mediator SET status = $2, valid_from = $3, valid_to = $4, "
                              "version = version + 1 WHERE id = $1 AND status = 'noticed'";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_text(status), db_int(from_day), db_id(to_day)), 1);
}

size_t mediator_matters_read(struct db_flight *flight, int64_t id)
{
    static const char sql[] =
        "SELECT DISTINCT m.id, m.definition_hash FROM mediator r JOIN participant p ON p.person_id "
        "= r.person_id "
        "JOIN matter m ON m.id = p.matter_id WHERE r.id = $1 AND p.role = 'mediator' AND "
        "p.active = 1 AND m.system = 'mediation' AND m.final = 0 AND m.court = r.court "
        "ORDER BY m.id LIMIT 200";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id)), -1);
}

void mediator_count(struct db_flight *flight, int64_t id, int64_t delta)
{
    static const char sql[] = "UPDATE mediator SET open_count = open_count + $2 WHERE id = $1 AND "
                              "open_count + $2 >= 0";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(delta)), -1);
}

void account_person_insert(struct db_flight *flight, int64_t person_id, const char *name,
                           int64_t account_id, int64_t created_us)
{
    static const char person[] = "INSERT INTO person (id, kind, name, id_kind, verified, "
                                 "created_us) VALUES ($1, 'person', $2, 'none', 'none', $3)";
    static const char account[] =
        "UPDATE account SET person_id = $2, checked_us = $3 WHERE id = $1 AND person_id IS NULL";
    (void) db_flight_add(flight, person,
                         DB_ARGS(db_int(person_id), db_text(name), db_int(created_us)), 1);
    (void) db_flight_add(flight, account,
                         DB_ARGS(db_int(account_id), db_int(person_id), db_int(created_us)), 1);
}

#define MEDIATOR_COLUMNS                                                                           \
    "SELECT m.id, m.account_id, m.person_id, m.body_id, m.court, m.name, m.kind, m.cause_codes, "  \
    "m.division_code, m.languages, m.load_max, m.open_count, m.status, m.valid_from, m.valid_to, " \
    "m.version, b.name, m.hours, m.skills, m.charging, m.status_reason FROM mediator m LEFT JOIN " \
    "mediation_body b ON b.id = m.body_id "

size_t mediator_read(struct db_flight *flight, int64_t id)
{
    static const char sql[] = MEDIATOR_COLUMNS "WHERE m.id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id)), -1);
}

size_t mediator_named_read(struct db_flight *flight, int64_t matter_id, const char *door)
{
    static const char sql[] = MEDIATOR_COLUMNS
        "WHERE m.person_id = (SELECT n.int_value FROM matter o JOIN matter d ON d.dispute_id = "
        "o.dispute_id AND d.system = $2 JOIN matter_index n ON n.matter_id = d.id AND n.field = "
        "'named' WHERE o.id = $1 ORDER BY d.id DESC LIMIT 1) AND m.court = (SELECT court FROM "
        "matter WHERE id = $1) ORDER BY m.id LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_text(door)), -1);
}

#define FREE_AND_WITH_ROOM                                                                         \
    "m.status = 'active' AND coalesce(m.charging, 'free') <> 'charges' AND m.open_count < "        \
    "m.load_max AND m.valid_from "                                                                 \
    "<= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2)"

enum err_kind mediators_free_count(struct db *db, struct arena *arena, const char *court,
                                   int32_t day, struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT count(*) FROM mediator m WHERE ($1 = '' OR m.court = $1) "
                              "AND " FREE_AND_WITH_ROOM;
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(day)), ret, reterr);
}

size_t mediators_free_read(struct db_flight *flight, int64_t matter_id, int32_t day)
{
    static const char sql[] = "SELECT count(*) FROM mediator m WHERE m.court = (SELECT court FROM "
                              "matter WHERE id = $1) AND " FREE_AND_WITH_ROOM;
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_int(day)), -1);
}

bool mediator_take(const struct db_result *rows, size_t row, struct mediator_row *ret)
{
    if (!rows || row >= rows->row_count)
        return false;
    *ret = (struct mediator_row){.id = db_cell_int(rows, row, 0),
                                 .account_id = db_cell_int(rows, row, 1),
                                 .person_id = db_cell_int(rows, row, 2),
                                 .body_id = db_cell_int(rows, row, 3),
                                 .court = db_cell_text(rows, row, 4),
                                 .name = db_cell_text(rows, row, 5),
                                 .kind = db_cell_text(rows, row, 6),
                                 .cause_codes = db_cell_text(rows, row, 7),
                                 .division_code = db_cell_text(rows, row, 8),
                                 .languages = db_cell_text(rows, row, 9),
                                 .load_max = db_cell_int(rows, row, 10),
                                 .open_count = db_cell_int(rows, row, 11),
                                 .status = db_cell_text(rows, row, 12),
                                 .valid_from = db_cell_int(rows, row, 13),
                                 .valid_to = db_cell_int(rows, row, 14),
                                 .version = db_cell_int(rows, row, 15),
                                 .body_name = db_cell_text(rows, row, 16),
                                 .hours = db_cell_text(rows, row, 17),
                                 .skills = db_cell_text(rows, row, 18),
                                 .charging = db_cell_text(rows, row, 19),
                                 .status_reason = db_cell_text(rows, row, 20)};
    return true;
}

enum err_kind mediators_list(struct db *db, struct arena *arena, const char *court,
                             const char *status, int64_t after_id, int64_t limit,
                             struct db_result *ret, struct err *reterr)
{
    static const char sql[] = MEDIATOR_COLUMNS
        "WHERE ($1 = '' OR m.court = $1) AND ($2 = '' OR m.status = $2) AND m.id > $3 "
        "ORDER BY m.id LIMIT $4";
    return db_run(db, arena, sql,
                  DB_ARGS(db_text(court), db_text(status), db_int(after_id), db_int(limit)), ret,
                  reterr);
}

enum err_kind mediators_public(struct db *db, struct arena *arena, const char *court,
                               const char *like, int64_t after_id, int64_t limit,
                               struct db_result *ret, struct err *reterr)
{
    static const char sql[] = MEDIATOR_COLUMNS
        "WHERE ($1 = '' OR m.court = $1) AND m.status IN ('active', 'noticed') AND ($2 = '' OR "
        "m.name LIKE $2 OR b.name LIKE $2 OR m.languages LIKE $2 OR m.skills LIKE $2) AND "
        "m.id > $3 ORDER BY m.id LIMIT $4";
    return db_run(db, arena, sql,
                  DB_ARGS(db_text(court), db_text(like), db_int(after_id), db_int(limit)), ret,
                  reterr);
}

void body_insert(struct db_flight *flight, const struct body_row *row)
{
    static const char sql[] = "INSERT INTO mediation_body (id, name, kind, court, division_code, "
                              "status, version) VALUES ($1, $2, $3, $4, $5, $6, 1)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->name), db_text(row->kind),
                                 db_text(row->court), db_text(row->division_code),
                                 db_text(row->status)),
                         1);
}

#define BODY_COLUMNS "SELECT id, name, kind, court, division_code, status, version "

size_t body_read(struct db_flight *flight, int64_t id)
{
    static const char sql[] = BODY_COLUMNS "FROM mediation_body WHERE id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id)), -1);
}

bool body_take(const struct db_result *rows, size_t row, struct body_row *ret)
{
    if (!rows || row >= rows->row_count)
        return false;
    *ret = (struct body_row){.id = db_cell_int(rows, row, 0),
                             .name = db_cell_text(rows, row, 1),
                             .kind = db_cell_text(rows, row, 2),
                             .court = db_cell_text(rows, row, 3),
                             .division_code = db_cell_text(rows, row, 4),
                             .status = db_cell_text(rows, row, 5),
                             .version = db_cell_int(rows, row, 6)};
    return true;
}

enum err_kind bodies_list(struct db *db, struct arena *arena, const char *court, int64_t after_id,
                          int64_t limit, struct db_result *ret, struct err *reterr)
{
    static const char sql[] = BODY_COLUMNS "FROM mediation_body WHERE ($1 = '' OR court = $1) AND "
                                           "id > $2 ORDER BY id LIMIT $3";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(after_id), db_int(limit)), ret,
                  reterr);
}

/* store/right: see right.h. */
#include "store/right.h"

#include "store/search.h"

void right_insert(struct db_flight *flight, const struct right_row *row)
{
    static const char sql[] =
        "INSERT INTO case_right (id, kind, account_id, dispute_id, matter_id, court, role, "
        "from_us, "
        "to_us, reason, set_by, set_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->kind), db_int(row->account_id),
                                 db_int(row->dispute_id), db_id(row->matter_id),
                                 db_text(row->court), db_text(row->role), db_int(row->from_us),
                                 db_id(row->to_us), db_text(row->reason), db_int(row->set_by),
                                 db_int(row->set_us)),
                         1);
    search_queue_dispute(flight, row->dispute_id);
}

void right_end(struct db_flight *flight, int64_t id, int64_t dispute_id, int64_t by, int64_t at_us)
{
    static const char sql[] =
        "UPDATE case_right SET ended_us = $2, ended_by = $3 WHERE id = $1 AND ended_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(at_us), db_int(by)), 1);
    search_queue_dispute(flight, dispute_id);
}

size_t rights_of_account_read(struct db_flight *flight, int64_t account_id, int64_t now_us)
{
    static const char sql[] =
        "SELECT kind, dispute_id, matter_id, role FROM case_right WHERE account_id = $1 AND kind "
        "IN ('role', 'exclusion', 'glass') AND ended_us IS NULL AND from_us <= $2 AND (to_us IS "
        "NULL OR to_us > $2) ORDER BY kind, id DESC LIMIT 5000";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(now_us)), -1);
}

size_t right_read(struct db_flight *flight, int64_t id)
{
    static const char sql[] =
        "SELECT kind, account_id, dispute_id, ended_us FROM case_right WHERE id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id)), -1);
}

size_t exclusion_read(struct db_flight *flight, int64_t matter_id, int64_t account_id)
{
    static const char sql[] =
        "SELECT x.id FROM matter m JOIN case_right x ON x.dispute_id = m.dispute_id WHERE m.id = "
        "$1 "
        "AND x.account_id = $2 AND x.kind = 'exclusion' AND x.ended_us IS NULL LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_int(account_id)), -1);
}

size_t leaders_read(struct db_flight *flight, int64_t matter_id, int32_t day)
{
    static const char sql[] =
        "SELECT DISTINCT g.account_id FROM matter m JOIN role_grant g ON g.court IN (m.court, '') "
        "WHERE m.id = $1 AND g.role IN ('court_leader', 'supervisor') AND g.from_day <= $2 AND "
        "(g.to_day IS NULL OR g.to_day >= $2) ORDER BY g.account_id LIMIT 50";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_int(day)), -1);
}

#define RIGHT_HEAD                                                                                 \
    "SELECT x.id, x.kind, x.account_id, a.name, x.role, x.matter_id, x.from_us, x.to_us, "         \
    "x.reason, s.name, x.set_us, x.ended_us"
#define RIGHT_FROM                                                                                 \
    " FROM case_right x JOIN account a ON a.id = x.account_id LEFT JOIN account s ON s.id = "      \
    "x.set_by"

enum err_kind rights_of_dispute(struct db *db, struct arena *arena, int64_t dispute_id,
                                struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        RIGHT_HEAD RIGHT_FROM " WHERE x.dispute_id = $1 ORDER BY x.id DESC LIMIT 200";
    return db_run(db, arena, sql, DB_ARGS(db_int(dispute_id)), ret, reterr);
}

enum err_kind glasses_list(struct db *db, struct arena *arena, const char *court, int64_t before_id,
                           int64_t limit, struct db_result *ret, struct err *reterr)
{
    static const char sql[] = RIGHT_HEAD
        ", m.definition_hash" RIGHT_FROM " JOIN matter m ON m.id = x.matter_id WHERE x.kind = "
        "'glass' AND ($1 = '' OR x.court = $1) AND (x.id < $2 OR $2 = 0) ORDER BY x.id DESC LIMIT "
        "$3";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(before_id), db_int(limit)), ret,
                  reterr);
}

void state_readers_forget(struct db_flight *flight)
{
    (void) db_flight_add(flight, "DELETE FROM state_reader", DB_NO_ARGS, -1);
}

enum err_kind state_reader_known(struct db *db, struct arena *arena, struct db_result *ret,
                                 struct err *reterr)
{
    return db_run(db, arena, "SELECT DISTINCT definition_hash FROM state_reader LIMIT 100000",
                  DB_NO_ARGS, ret, reterr);
}

void state_reader_insert(struct db_flight *flight, const char *definition_hash, const char *state,
                         const char *role)
{
    static const char sql[] = "INSERT INTO state_reader (definition_hash, state, role) VALUES ($1, "
                              "$2, $3) ON CONFLICT DO NOTHING";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(definition_hash), db_text(state), db_text(role)), -1);
}

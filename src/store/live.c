/* store/live: see live.h. Keys are read in their order; nothing here scans a table. */
#include "store/live.h"

enum err_kind live_heads_read(struct db *db, struct arena *arena, struct live_heads *ret,
                              struct err *reterr)
{
    static const char sql[] = "SELECT (SELECT coalesce(max(id), 0) FROM event), (SELECT "
                              "coalesce(max(id), 0) FROM message), (SELECT coalesce(max(id), 0) "
                              "FROM task_move)";
    struct db_result found = {0};
    enum err_kind kind = db_run(db, arena, sql, DB_NO_ARGS, &found, reterr);
    if (!kind)
        *ret = (struct live_heads){db_cell_int(&found, 0, 0), db_cell_int(&found, 0, 1),
                                   db_cell_int(&found, 0, 2)};
    return kind;
}

static size_t between(struct db_flight *flight, const char *sql, int64_t from, int64_t to)
{
    return db_flight_add(flight, sql, DB_ARGS(db_int(from), db_int(to), db_int(LIVE_ROWS_MAX)), -1);
}

size_t live_matters(struct db_flight *flight, int64_t from, int64_t to)
{
    return between(flight,
                   "SELECT DISTINCT m.id, m.court, m.owner_account FROM event e JOIN matter m ON "
                   "m.id = e.matter_id WHERE e.id > $1 AND e.id <= $2 LIMIT $3",
                   from, to);
}

size_t live_people(struct db_flight *flight, int64_t from, int64_t to)
{
    return between(flight,
                   "SELECT DISTINCT p.matter_id, p.person_id FROM event e JOIN participant p ON "
                   "p.matter_id = e.matter_id WHERE e.id > $1 AND e.id <= $2 AND p.person_id IS "
                   "NOT NULL LIMIT $3",
                   from, to);
}

size_t live_messages(struct db_flight *flight, int64_t from, int64_t to)
{
    return between(flight,
                   "SELECT DISTINCT account_id, person_id FROM message WHERE id > $1 AND id <= $2 "
                   "LIMIT $3",
                   from, to);
}

size_t live_moves(struct db_flight *flight, int64_t from, int64_t to)
{
    return between(flight,
                   "SELECT DISTINCT t.court FROM task_move m JOIN task t ON t.id = m.task_id WHERE "
                   "m.id > $1 AND m.id <= $2 LIMIT $3",
                   from, to);
}

size_t live_matter_since(struct db_flight *flight, int64_t matter_id, int64_t from)
{
    static const char sql[] = "SELECT 1 FROM event WHERE matter_id = $1 AND id > $2 LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_int(from)), -1);
}

size_t live_message_since(struct db_flight *flight, int64_t account_id, int64_t person_id,
                          int64_t from)
{
    static const char sql[] = "SELECT 1 WHERE EXISTS (SELECT 1 FROM message WHERE account_id = $1 "
                              "AND id > $3) OR EXISTS (SELECT 1 FROM message WHERE person_id = $2 "
                              "AND id > $3)";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(person_id), db_int(from)),
                         -1);
}

/* store/outage: see outage.h. */
#include "store/outage.h"

#include "base/text.h"
#include "crypto/crypto.h"

#define HEARTBEAT_COLUMNS "id, kind, real_us, court_us, previous_hash, hash, signature"
#define OUTAGE_COLUMNS                                                                             \
    "id, state, planned, from_us, to_us, reason, before_id, after_id, set_by, noted_us"

/* The order of the parts is part of the proof; append only. */
const char *heartbeat_hash(const struct heartbeat_row *row, struct arena *arena)
{
    const char *parts =
        arena_printf(arena, "1:%s:%lld:%lld:%lld:%s", row->kind, (long long) row->id,
                     (long long) row->real_us, (long long) row->court_us, row->previous_hash);
    char *hex = parts ? arena_alloc(arena, SM3_HEX) : NULL;
    if (hex) {
        struct sm3 hash = sm3_of(parts, strlen(parts));
        text_hex(hash.bytes, SM3_BYTES, hex);
    }
    return hex;
}

void heartbeat_insert(struct db_flight *flight, const struct heartbeat_row *row)
{
    static const char sql[] =
        "INSERT INTO heartbeat (" HEARTBEAT_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->kind), db_int(row->real_us),
                                 db_int(row->court_us), db_text(row->previous_hash),
                                 db_text(row->hash), db_text(row->signature)),
                         1);
}

static void take_heartbeat(const struct db_result *rows, struct heartbeat_row *ret)
{
    *ret = (struct heartbeat_row){.hash = ""};
    if (rows->row_count == 0)
        return;
    *ret = (struct heartbeat_row){.id = db_cell_int(rows, 0, 0),
                                  .kind = db_cell_text(rows, 0, 1),
                                  .real_us = db_cell_int(rows, 0, 2),
                                  .court_us = db_cell_int(rows, 0, 3),
                                  .previous_hash = db_cell_text(rows, 0, 4),
                                  .hash = db_cell_text(rows, 0, 5),
                                  .signature = db_cell_text(rows, 0, 6)};
}

enum err_kind heartbeat_last(struct db *db, struct arena *arena, struct heartbeat_row *ret,
                             struct err *reterr)
{
    struct db_result rows = {0};
    enum err_kind kind =
        db_run(db, arena, "SELECT " HEARTBEAT_COLUMNS " FROM heartbeat ORDER BY id DESC LIMIT 1",
               DB_NO_ARGS, &rows, reterr);
    take_heartbeat(&rows, ret);
    return kind;
}

enum err_kind heartbeat_find(struct db *db, struct arena *arena, int64_t id,
                             struct heartbeat_row *ret, struct err *reterr)
{
    struct db_result rows = {0};
    enum err_kind kind =
        db_run(db, arena, "SELECT " HEARTBEAT_COLUMNS " FROM heartbeat WHERE id = $1",
               DB_ARGS(db_int(id)), &rows, reterr);
    take_heartbeat(&rows, ret);
    return kind;
}

void outage_insert(struct db_flight *flight, const struct outage_row *row)
{
    static const char sql[] =
        "INSERT INTO outage (" OUTAGE_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->state), db_int(row->planned),
                                 db_int(row->from_us), db_int(row->to_us), db_text(row->reason),
                                 db_id(row->before_id), db_id(row->after_id), db_id(row->set_by),
                                 db_int(row->noted_us)),
                         1);
}

void outage_done(struct db_flight *flight, int64_t id)
{
    (void) db_flight_add(flight, "UPDATE outage SET state = 'done' WHERE id = $1",
                         DB_ARGS(db_int(id)), 1);
}

static void take_outage(const struct db_result *rows, struct outage_row *ret)
{
    *ret = (struct outage_row){0};
    if (rows->row_count == 0)
        return;
    *ret = (struct outage_row){.id = db_cell_int(rows, 0, 0),
                               .state = db_cell_text(rows, 0, 1),
                               .planned = db_cell_int(rows, 0, 2) != 0,
                               .from_us = db_cell_int(rows, 0, 3),
                               .to_us = db_cell_int(rows, 0, 4),
                               .reason = db_cell_text(rows, 0, 5),
                               .before_id = db_cell_int(rows, 0, 6),
                               .after_id = db_cell_int(rows, 0, 7),
                               .set_by = db_cell_int(rows, 0, 8),
                               .noted_us = db_cell_int(rows, 0, 9)};
}

enum err_kind outage_found(struct db *db, struct arena *arena, struct outage_row *ret,
                           struct err *reterr)
{
    static const char sql[] =
        "SELECT " OUTAGE_COLUMNS " FROM outage WHERE state = 'found' ORDER BY id LIMIT 1";
    struct db_result rows = {0};
    enum err_kind kind = db_run(db, arena, sql, DB_NO_ARGS, &rows, reterr);
    take_outage(&rows, ret);
    return kind;
}

enum err_kind outage_find(struct db *db, struct arena *arena, int64_t id, struct outage_row *ret,
                          struct err *reterr)
{
    struct db_result rows = {0};
    enum err_kind kind = db_run(db, arena, "SELECT " OUTAGE_COLUMNS " FROM outage WHERE id = $1",
                                DB_ARGS(db_int(id)), &rows, reterr);
    take_outage(&rows, ret);
    return kind;
}

enum err_kind outage_announced(struct db *db, struct arena *arena, int64_t from_us, int64_t to_us,
                               const char **ret_reason, struct err *reterr)
{
    static const char sql[] =
        "SELECT reason FROM outage WHERE state = 'announced' AND from_us < $2 "
        "AND to_us > $1 ORDER BY id DESC LIMIT 1";
    struct db_result rows = {0};
    enum err_kind kind =
        db_run(db, arena, sql, DB_ARGS(db_int(from_us), db_int(to_us)), &rows, reterr);
    *ret_reason = !kind && rows.row_count ? db_cell_text(&rows, 0, 0) : NULL;
    return kind;
}

enum err_kind outage_next(struct db *db, struct arena *arena, int64_t now_us, struct db_result *ret,
                          struct err *reterr)
{
    static const char sql[] =
        "SELECT from_us, to_us, reason FROM outage WHERE state = 'announced' AND "
        "to_us > $1 ORDER BY from_us LIMIT 1";
    return db_run(db, arena, sql, DB_ARGS(db_int(now_us)), ret, reterr);
}

enum err_kind outages_list(struct db *db, struct arena *arena, int64_t before_id, int64_t limit,
                           struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT o.id, o.state, o.planned, o.from_us, o.to_us, o.reason, (SELECT count(*) FROM "
        "outage_clock c WHERE c.outage_id = o.id) FROM outage o WHERE o.id < $1 ORDER BY o.id DESC "
        "LIMIT $2";
    return db_run(db, arena, sql, DB_ARGS(db_int(before_id), db_int(limit)), ret, reterr);
}

enum err_kind outage_clocks_left(struct db *db, struct arena *arena,
                                 const struct outage_row *outage, struct db_result *ret,
                                 struct err *reterr)
{
    static const char sql[] =
        "SELECT d.id, d.matter_id FROM deadline d WHERE d.closed_us IS NULL AND d.due_us > $1 AND "
        "d.due_us <= $2 AND d.state IN ('running', 'provisional', 'overdue') AND NOT EXISTS "
        "(SELECT 1 "
        "FROM outage_clock c WHERE c.outage_id = $3 AND c.deadline_id = d.id) ORDER BY d.id LIMIT "
        "$4";
    return db_run(db, arena, sql,
                  DB_ARGS(db_int(outage->from_us), db_int(outage->to_us), db_int(outage->id),
                          db_int(OUTAGE_CLOCKS_A_PAGE)),
                  ret, reterr);
}

void outage_clock_insert(struct db_flight *flight, const struct outage_clock_row *row)
{
    static const char sql[] =
        "INSERT INTO outage_clock (outage_id, deadline_id, matter_id, treatment, old_due_us, "
        "new_due_us) VALUES ($1, $2, $3, $4, $5, $6)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->outage_id), db_int(row->deadline_id),
                                 db_int(row->matter_id), db_text(row->treatment),
                                 db_int(row->old_due_us), db_int(row->new_due_us)),
                         1);
}

enum err_kind outage_clocks_of(struct db *db, struct arena *arena, int64_t deadline_id,
                               struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT outage_id, treatment, old_due_us, new_due_us FROM "
                              "outage_clock WHERE deadline_id = $1 "
                              "ORDER BY outage_id DESC LIMIT 10";
    return db_run(db, arena, sql, DB_ARGS(db_int(deadline_id)), ret, reterr);
}

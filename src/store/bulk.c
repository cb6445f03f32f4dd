/* store/bulk: see bulk.h. */
#include "store/bulk.h"

#define COLUMNS                                                                                    \
    "id, kind, account_id, scopes, params, document_id, name, state, cursor, seen, total, good, "  \
    "bad, fence, problem, created_us, begun_us, done_us, output_id, key_hash, turns_failed"

void bulk_job_insert(struct db_flight *flight, const struct bulk_job *job)
{
    static const char sql[] =
        "INSERT INTO bulk_job (id, kind, account_id, scopes, params, document_id, name, state, "
        "cursor, seen, total, good, bad, fence, lease_until_us, created_us, key_hash) VALUES "
        "($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, 0, $8, 0, 0, 0, 0, $9, $10)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(job->id), db_text(job->kind), db_int(job->account_id),
                                 db_text(job->scopes), db_text(job->params),
                                 db_id(job->document_id), db_text(job->name), db_int(job->total),
                                 db_int(job->created_us), db_text(job->key_hash)),
                         1);
}

enum err_kind bulk_lease(struct db *db, struct arena *arena, int64_t now_us, int64_t until_us,
                         int64_t court_us, struct db_result *ret, struct err *reterr)
{
    /* The lease is asked for twice: two who chose the same row at once do not both get it. */
    static const char sql[] =
        "UPDATE bulk_job SET state = 'running', fence = fence + 1, lease_until_us = $2, begun_us = "
        "coalesce(begun_us, $3) WHERE id = (SELECT id FROM bulk_job WHERE done_us IS NULL AND "
        "lease_until_us <= $1 ORDER BY lease_until_us, id LIMIT 1) AND done_us IS NULL AND "
        "lease_until_us <= $1 RETURNING " COLUMNS;
    return db_run(db, arena, sql, DB_ARGS(db_int(now_us), db_int(until_us), db_int(court_us)), ret,
                  reterr);
}

enum err_kind bulk_release(struct db *db, int64_t id, int64_t fence, int64_t at_us, bool failed,
                           struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    return db_run(db, &arena,
                  "UPDATE bulk_job SET lease_until_us = $3, turns_failed = turns_failed + $4 WHERE "
                  "id = $1 AND fence = $2 AND done_us IS NULL",
                  DB_ARGS(db_int(id), db_int(fence), db_int(at_us), db_int(failed)), NULL, reterr);
}

enum err_kind bulk_release_all(struct db *db, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    return db_run(db, &arena, "UPDATE bulk_job SET lease_until_us = 0 WHERE done_us IS NULL",
                  DB_NO_ARGS, NULL, reterr);
}

void bulk_checkpoint(struct db_flight *flight, int64_t id, int64_t fence, int64_t cursor,
                     int64_t seen, int64_t total, int64_t until_us)
{
    static const char sql[] =
        "UPDATE bulk_job SET cursor = $3, seen = $4, lease_until_us = $5, turns_failed = 0, total "
        "= "
        "CASE WHEN $6 < 0 THEN total ELSE $6 END WHERE id = $1 AND fence = $2 AND done_us IS NULL";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_int(fence), db_int(cursor), db_int(seen),
                                 db_int(until_us), db_int(total)),
                         1);
}

void bulk_count(struct db_flight *flight, int64_t id, int64_t fence, int64_t good, int64_t bad)
{
    static const char sql[] = "UPDATE bulk_job SET good = good + $3, bad = bad + $4 WHERE id = $1 "
                              "AND fence = $2 AND done_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(fence), db_int(good), db_int(bad)),
                         1);
}

void bulk_end(struct db_flight *flight, int64_t id, int64_t fence, const char *state,
              const char *problem, int64_t output_id, int64_t at_us)
{
    static const char sql[] =
        "UPDATE bulk_job SET state = $3, problem = $4, done_us = $5, output_id = $6 WHERE id = $1 "
        "AND fence = $2 AND done_us IS NULL";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_int(fence), db_text(state), db_text(problem),
                                 db_int(at_us), db_id(output_id)),
                         1);
}

void bulk_cancel(struct db_flight *flight, int64_t id, int64_t at_us)
{
    static const char sql[] =
        "UPDATE bulk_job SET state = 'cancelled', done_us = $2 WHERE id = $1 AND done_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(at_us)), 1);
}

void bulk_line_insert(struct db_flight *flight, int64_t job_id, int64_t line, const char *state,
                      int64_t matter_id, const char *code, const char *detail)
{
    static const char sql[] = "INSERT INTO bulk_line (job_id, line, state, matter_id, code, "
                              "detail) VALUES ($1, $2, $3, $4, $5, $6)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(job_id), db_int(line), db_text(state), db_id(matter_id),
                                 db_text(code), db_text(detail)),
                         1);
}

void bulk_line_update(struct db_flight *flight, int64_t job_id, int64_t line, const char *state,
                      const char *code, const char *detail)
{
    static const char sql[] = "UPDATE bulk_line SET state = $3, code = $4, detail = $5 WHERE "
                              "job_id = $1 AND line = $2 AND state = 'opened'";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_int(job_id), db_int(line), db_text(state), db_text(code), db_text(detail)), 1);
}

enum err_kind bulk_lines_known(struct db *db, struct arena *arena, int64_t job_id, int64_t first,
                               int64_t last, struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT line, state, matter_id FROM bulk_line WHERE job_id = $1 AND "
                              "line >= $2 AND line <= $3 ORDER BY line LIMIT 1000";
    return db_run(db, arena, sql, DB_ARGS(db_int(job_id), db_int(first), db_int(last)), ret,
                  reterr);
}

void bulk_part_insert(struct db_flight *flight, int64_t job_id, int64_t part, const char *sealed)
{
    (void) db_flight_add(flight, "INSERT INTO bulk_part (job_id, part, sealed) VALUES ($1, $2, $3)",
                         DB_ARGS(db_int(job_id), db_int(part), db_text(sealed)), 1);
}

void bulk_parts_forget(struct db_flight *flight, int64_t job_id)
{
    (void) db_flight_add(flight, "DELETE FROM bulk_part WHERE job_id = $1", DB_ARGS(db_int(job_id)),
                         -1);
}

enum err_kind bulk_parts(struct db *db, struct arena *arena, int64_t job_id, struct db_result *ret,
                         struct err *reterr)
{
    return db_run(db, arena,
                  "SELECT sealed FROM bulk_part WHERE job_id = $1 ORDER BY part LIMIT 10000",
                  DB_ARGS(db_int(job_id)), ret, reterr);
}

enum err_kind bulk_matters(struct db *db, struct arena *arena, int64_t after,
                           const struct bulk_filter *filter, int64_t limit, struct db_result *ret,
                           struct err *reterr)
{
    static const char sql[] =
        "SELECT m.id FROM matter m WHERE m.listed = 1 AND (m.system = $1 OR $1 = '') AND (m.court "
        "= $2 OR $2 = '') AND (m.state = $3 OR $3 = '') AND m.id > $4 AND m.opened_us >= $6 AND "
        "m.opened_us < $7 AND (m.id IN (SELECT h.matter_id FROM task h WHERE h.account_id = $8 AND "
        "h.closed_us IS NULL) OR $8 = 0) ORDER BY m.id LIMIT $5";
    int64_t before_us = filter->before_us ? filter->before_us : INT64_MAX;
    return db_run(db, arena, sql,
                  DB_ARGS(db_text(filter->system), db_text(filter->court), db_text(filter->state),
                          db_int(after), db_int(limit), db_int(filter->from_us), db_int(before_us),
                          db_int(filter->handler)),
                  ret, reterr);
}

static const char select_one[] = "SELECT " COLUMNS " FROM bulk_job WHERE id = $1";

size_t bulk_job_read(struct db_flight *flight, int64_t id)
{
    return db_flight_add(flight, select_one, DB_ARGS(db_int(id)), -1);
}

size_t bulk_open_count_read(struct db_flight *flight, int64_t account_id)
{
    static const char sql[] =
        "SELECT count(*) FROM bulk_job WHERE account_id = $1 AND done_us IS NULL";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id)), -1);
}

enum err_kind bulk_job_find(struct db *db, struct arena *arena, int64_t id, struct db_result *ret,
                            struct err *reterr)
{
    return db_run(db, arena, select_one, DB_ARGS(db_int(id)), ret, reterr);
}

enum err_kind bulk_jobs_list(struct db *db, struct arena *arena, int64_t account_id,
                             const char *scopes, int64_t before_id, int64_t limit,
                             struct db_result *ret, struct err *reterr)
{
    static const char all[] =
        "SELECT " COLUMNS " FROM bulk_job WHERE id < $1 ORDER BY id DESC LIMIT $2";
    static const char own[] =
        "SELECT " COLUMNS " FROM bulk_job WHERE account_id = $3 AND scopes = $4 "
        "AND id < $1 ORDER BY id DESC LIMIT $2";
    if (account_id < 0)
        return db_run(db, arena, all, DB_ARGS(db_int(before_id), db_int(limit)), ret, reterr);
    return db_run(db, arena, own,
                  DB_ARGS(db_int(before_id), db_int(limit), db_int(account_id), db_text(scopes)),
                  ret, reterr);
}

enum err_kind bulk_lines_list(struct db *db, struct arena *arena, int64_t job_id, const char *state,
                              int64_t after, int64_t limit, struct db_result *ret,
                              struct err *reterr)
{
    static const char sql[] =
        "SELECT l.line, l.state, l.matter_id, l.code, l.detail, m.definition_hash FROM bulk_line l "
        "LEFT JOIN matter m ON m.id = l.matter_id WHERE l.job_id = $1 AND l.line > $2 AND ($3 = '' "
        "OR l.state = $3) ORDER BY l.line LIMIT $4";
    return db_run(db, arena, sql,
                  DB_ARGS(db_int(job_id), db_int(after), db_text(state), db_int(limit)), ret,
                  reterr);
}

void bulk_job_write(const struct keys *keys, struct json_writer *writer,
                    const struct db_result *rows, size_t row)
{
    char id[PUBLIC_ID_BYTES];
    public_id(keys, 'J', db_cell_int(rows, row, BULK_ID), id);
    json_named_text(writer, "id", id);
    json_named_text(writer, "kind", db_cell_text(rows, row, BULK_KIND));
    json_named_text(writer, "name", db_cell_text(rows, row, BULK_NAME));
    json_named_text(writer, "state", db_cell_text(rows, row, BULK_STATE));
    json_named_int(writer, "seen", db_cell_int(rows, row, BULK_SEEN));
    json_named_int(writer, "total", db_cell_int(rows, row, BULK_TOTAL));
    json_named_int(writer, "good", db_cell_int(rows, row, BULK_GOOD));
    json_named_int(writer, "bad", db_cell_int(rows, row, BULK_BAD));
}

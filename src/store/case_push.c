/* store/case_push: see case_push.h. */
#include "store/case_push.h"

void case_push_insert(struct db_flight *flight, const struct case_push_row *row)
{
    static const char sql[] =
        "INSERT INTO case_push (id, matter_id, court, kind, key, fields, number_action, state, "
        "lease_until_us, fence, attempts, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, "
        "'waiting', 0, 0, 0, $8)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_int(row->matter_id), db_text(row->court),
                                 db_text(row->kind), db_text(row->key), db_text(row->fields),
                                 db_text(row->number_action), db_int(row->created_us)),
                         1);
}

enum err_kind case_pushes_free(struct db *db, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    return db_run(db, &arena, "UPDATE case_push SET lease_until_us = 0 WHERE answered_us IS NULL",
                  DB_NO_ARGS, NULL, reterr);
}

enum err_kind case_push_lease(struct db *db, struct arena *arena, int64_t now_us, int64_t until_us,
                              struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "UPDATE case_push SET lease_until_us = $2, fence = fence + 1, attempts = attempts + 1 "
        "WHERE id IN (SELECT id FROM case_push WHERE answered_us IS NULL AND lease_until_us < $1 "
        "ORDER BY lease_until_us, id LIMIT 1) RETURNING id, matter_id, court, kind, key, fields, "
        "number_action, fence, attempts, state, reference, number";
    return db_run(db, arena, sql, DB_ARGS(db_int(now_us), db_int(until_us)), ret, reterr);
}

void case_push_done(struct db_flight *flight, const struct case_push_result *result)
{
    static const char sql[] =
        "UPDATE case_push SET state = $3, reference = $4, number = $5, last_error = $6, "
        "lease_until_us = $7, answered_us = $8 WHERE id = $1 AND fence = $2 AND answered_us IS "
        "NULL";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(result->id), db_int(result->fence), db_text(result->state),
                                 db_text(result->reference), db_text(result->number),
                                 db_text(result->error), db_int(result->retry_us),
                                 db_id(result->answered_us)),
                         -1);
}

void case_push_seen(struct db_flight *flight, const char *court, const char *key,
                    const char *reference, const char *number, int64_t at_us)
{
    static const char sql[] =
        "UPDATE case_push SET state = 'answered', reference = $2, number = $3, last_error = NULL, "
        "answered_us = $4 WHERE key = $1 AND court = $5 AND answered_us IS NULL";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_text(key), db_text(reference), db_text(number), db_int(at_us), db_text(court)),
        -1);
}

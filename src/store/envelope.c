/* store/envelope: see envelope.h. */
#include "store/envelope.h"

void counterpart_insert(struct db_flight *flight, const struct counterpart *row)
{
    static const char sql[] = "INSERT INTO counterpart (thread, court, matter_id, other_court, "
                              "created_us) VALUES ($1, $2, $3, $4, $5)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(row->thread), db_text(row->court), db_int(row->matter_id),
                                 db_text(row->other_court), db_int(row->created_us)),
                         1);
}

enum err_kind counterpart_find(struct db *db, struct arena *arena, const char *thread,
                               const char *court, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT matter_id, other_court FROM counterpart WHERE thread = $1 AND court = $2";
    return db_run(db, arena, sql, DB_ARGS(db_text(thread), db_text(court)), ret, reterr);
}

void envelope_put(struct db_flight *flight, const struct envelope_row *row)
{
    static const char sql[] =
        "INSERT INTO envelope_out (id, key, thread, sequence, matter_id, court, to_court, kind, "
        "name, body, state, lease_until_us, fence, attempts, created_us) SELECT $1, $2, c.thread, "
        "(SELECT coalesce(max(o.sequence), 0) + 1 FROM envelope_out o WHERE o.thread = c.thread "
        "AND o.court = c.court), c.matter_id, c.court, c.other_court, $5, $6, $7, 'waiting', 0, 0, "
        "0, $8 FROM counterpart c WHERE c.matter_id = $3 AND c.other_court = $4";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->key), db_int(row->matter_id),
                                 db_text(row->to_court), db_text(row->kind), db_text(row->name),
                                 db_text(row->body), db_int(row->created_us)),
                         1);
}

#define COLUMNS                                                                                    \
    "id, key, thread, sequence, matter_id, court, to_court, kind, name, state, attempts, "         \
    "last_error, created_us"

enum err_kind envelope_lease(struct db *db, struct arena *arena, int64_t now_us, int64_t until_us,
                             struct db_result *ret, struct err *reterr)
{
    /* The condition stands outside too: who waited for another's lease must see it. */
    static const char sql[] =
        "UPDATE envelope_out SET lease_until_us = $2, fence = fence + 1, attempts = attempts + 1 "
        "WHERE state = 'waiting' AND lease_until_us < $1 AND id IN (SELECT o.id FROM envelope_out "
        "o WHERE o.state = 'waiting' AND o.lease_until_us < $1 AND NOT EXISTS (SELECT 1 FROM "
        "envelope_out b WHERE b.thread = o.thread AND b.court = o.court AND b.sequence < "
        "o.sequence AND b.state <> 'done') ORDER BY o.lease_until_us, o.id LIMIT 1) "
        "RETURNING " COLUMNS ", body, fence";
    return db_run(db, arena, sql, DB_ARGS(db_int(now_us), db_int(until_us)), ret, reterr);
}

void envelope_done(struct db_flight *flight, const struct envelope_result *result)
{
    /* What was told stands at the other court: its words need not lie here any longer. */
    static const char sql[] =
        "UPDATE envelope_out SET state = $3, last_error = $4, lease_until_us = $5, done_us = $6, "
        "body = CASE WHEN $3 = 'done' THEN '' ELSE body END WHERE id = $1 AND fence = $2 AND state "
        "= 'waiting'";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(result->id), db_int(result->fence), db_text(result->state),
                                 db_text(result->error), db_int(result->retry_us),
                                 db_id(result->done_us)),
                         -1);
}

enum err_kind envelopes_free(struct db *db, struct err *reterr)
{
    static const char sql[] = "UPDATE envelope_out SET lease_until_us = 0 WHERE state = 'waiting' "
                              "AND lease_until_us > 0";
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    return db_run(db, &arena, sql, DB_NO_ARGS, NULL, reterr);
}

enum err_kind envelope_find(struct db *db, struct arena *arena, const char *key,
                            struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT to_court, body, state FROM envelope_out WHERE key = $1";
    return db_run(db, arena, sql, DB_ARGS(db_text(key)), ret, reterr);
}

size_t envelope_state_read(struct db_flight *flight, const char *key)
{
    return db_flight_add(flight, "SELECT state FROM envelope_out WHERE key = $1",
                         DB_ARGS(db_text(key)), -1);
}

void envelope_again(struct db_flight *flight, const char *key)
{
    static const char sql[] = "UPDATE envelope_out SET state = 'waiting', lease_until_us = 0, "
                              "attempts = 0 WHERE key = $1 AND state = 'dead'";
    (void) db_flight_add(flight, sql, DB_ARGS(db_text(key)), 1);
}

enum err_kind list_envelopes(struct db *db, struct arena *arena, const char *state, int64_t before,
                             int64_t limit, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT " COLUMNS ", (SELECT m.definition_hash FROM matter m WHERE m.id = matter_id) FROM "
        "envelope_out WHERE state <> 'done' AND ($1 = '' OR state = $1) AND (id < $2 OR $2 = 0) "
        "ORDER BY id DESC LIMIT $3";
    return db_run(db, arena, sql, DB_ARGS(db_text(state), db_int(before), db_int(limit)), ret,
                  reterr);
}

void envelope_take(struct db_flight *flight, const struct envelope_taken *row)
{
    static const char sql[] =
        "INSERT INTO envelope_in (id, peer, key, thread, sequence, court, from_court, matter_id, "
        "kind, name, body_sm3, received_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
        "$12)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->peer), db_text(row->key),
                                 db_text(row->thread), db_int(row->sequence), db_text(row->court),
                                 db_text(row->from_court), db_int(row->matter_id),
                                 db_text(row->kind), db_text(row->name), db_text(row->body_sm3),
                                 db_int(row->received_us)),
                         1);
}

enum err_kind envelope_taken_find(struct db *db, struct arena *arena, const char *peer,
                                  const char *key, struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT body_sm3 FROM envelope_in WHERE peer = $1 AND key = $2";
    return db_run(db, arena, sql, DB_ARGS(db_text(peer), db_text(key)), ret, reterr);
}

enum err_kind envelope_taken_last(struct db *db, const char *thread, const char *from_court,
                                  int64_t *ret, struct err *reterr)
{
    static const char sql[] = "SELECT coalesce(max(sequence), 0) FROM envelope_in WHERE thread = "
                              "$1 AND from_court = $2";
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct db_result found = {0};
    enum err_kind kind =
        db_run(db, &arena, sql, DB_ARGS(db_text(thread), db_text(from_court)), &found, reterr);
    *ret = kind ? 0 : db_cell_int(&found, 0, 0);
    return kind;
}

void envelope_document_join(struct db_flight *flight, int64_t document_id, int64_t matter_id)
{
    static const char sql[] = "UPDATE document SET matter_id = $2 WHERE id = $1 AND account_id IS "
                              "NULL AND matter_id IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(document_id), db_int(matter_id)), 1);
}

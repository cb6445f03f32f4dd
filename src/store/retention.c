/* store/retention: see retention.h. */
#include "store/retention.h"

void retention_put(struct db_flight *flight, int64_t matter_id, int64_t until_us)
{
    static const char sql[] = "INSERT INTO retention (matter_id, until_us) VALUES ($1, $2) ON "
                              "CONFLICT (matter_id) DO UPDATE SET until_us = excluded.until_us";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_int(until_us)), -1);
}

enum err_kind retention_due(struct db *db, struct arena *arena, int64_t now_us,
                            struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT r.matter_id FROM retention r JOIN matter m ON m.id = "
                              "r.matter_id WHERE r.until_us < $1 AND m.final = 1 ORDER BY "
                              "r.until_us LIMIT 20";
    return db_run(db, arena, sql, DB_ARGS(db_int(now_us)), ret, reterr);
}

enum err_kind retention_documents(struct db *db, struct arena *arena, int64_t matter_id,
                                  struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT sm3, thumb_sm3, id FROM document WHERE matter_id = $1 AND "
                              "removed_us IS NULL ORDER BY id LIMIT $2";
    return db_run(db, arena, sql, DB_ARGS(db_int(matter_id), db_int(RETENTION_PAGE)), ret, reterr);
}

void retention_remove(struct db_flight *flight, int64_t document_id, int64_t at_us)
{
    static const char sql[] = "UPDATE document SET removed_us = $2, look = 'none', words = 'none' "
                              "WHERE id = $1 AND removed_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(document_id), db_int(at_us)), -1);
}

void retention_end(struct db_flight *flight, int64_t matter_id)
{
    (void) db_flight_add(flight, "DELETE FROM retention WHERE matter_id = $1",
                         DB_ARGS(db_int(matter_id)), -1);
}

void retention_forget_text(struct db_flight *flight, const char *sm3)
{
    static const char sql[] = "DELETE FROM document_text WHERE sm3 = $1 AND NOT EXISTS (SELECT 1 "
                              "FROM document d WHERE d.sm3 = $1 AND d.removed_us IS NULL)";
    (void) db_flight_add(flight, sql, DB_ARGS(db_text(sm3)), -1);
}

enum err_kind retention_held(struct db *db, struct arena *arena, const char *sm3, bool *ret,
                             struct err *reterr)
{
    static const char documents[] =
        "SELECT 1 FROM document WHERE (sm3 = $1 OR thumb_sm3 = $1) AND removed_us IS NULL LIMIT 1";
    static const char papers[] = "SELECT 1 FROM matter WHERE system = 'court_paper' AND fields "
                                 "LIKE '%' || $1 || '%' LIMIT 1";
    struct db_result found;
    enum err_kind kind = db_run(db, arena, documents, DB_ARGS(db_text(sm3)), &found, reterr);
    if (!kind && !found.row_count)
        kind = db_run(db, arena, papers, DB_ARGS(db_text(sm3)), &found, reterr);
    *ret = kind || found.row_count > 0;
    return kind;
}

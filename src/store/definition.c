/* store/definition: see definition.h. */
#include "store/definition.h"

enum definition_limits { DEFINITIONS_READ_MAX = 4000, RELEASES_READ_MAX = 4000 };

static const char insert_definition[] = "INSERT INTO definition (hash, system, version, json, "
                                        "published_us) VALUES ($1, $2, $3, $4, $5) "
                                        "ON CONFLICT (hash) DO NOTHING";

void definition_insert(struct db_flight *flight, const char *hash, const char *system,
                       int64_t version, const char *json, int64_t at_us)
{
    (void) db_flight_add(
        flight, insert_definition,
        DB_ARGS(db_text(hash), db_text(system), db_int(version), db_text(json), db_int(at_us)), -1);
}

enum err_kind definition_remember(struct db *db, const char *hash, const char *system,
                                  int64_t version, const char *json, int64_t at_us,
                                  struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    return db_run(
        db, &arena, insert_definition,
        DB_ARGS(db_text(hash), db_text(system), db_int(version), db_text(json), db_int(at_us)),
        NULL, reterr);
}

enum err_kind definitions_load(struct db *db, struct arena *arena, struct db_result *ret,
                               struct err *reterr)
{
    return db_run(db, arena,
                  "SELECT hash, system, version, json FROM definition "
                  "ORDER BY published_us DESC, hash LIMIT $1",
                  DB_ARGS(db_int(DEFINITIONS_READ_MAX)), ret, reterr);
}

void release_insert(struct db_flight *flight, const struct release_row *row)
{
    static const char sql[] =
        "INSERT INTO definition_release (id, system, court, version, hash, overlay, reason, "
        "published_by, published_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->system), db_text(row->court),
                                 db_int(row->version), db_text(row->hash), db_text(row->overlay),
                                 db_text(row->reason), db_int(row->published_by),
                                 db_int(row->published_us)),
                         1);
}

enum err_kind release_shipped(struct db *db, const struct release_row *row, struct err *reterr)
{
    static const char sql[] =
        "INSERT INTO definition_release (id, system, court, version, hash, overlay, reason, "
        "published_by, published_us) SELECT coalesce((SELECT max(id) FROM definition_release), 0) "
        "+ 1, $1, '', $2, $3, NULL, $4, 0, $5 WHERE NOT EXISTS (SELECT 1 FROM definition_release "
        "WHERE system = $1 AND court = '' AND hash = $3)";
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    return db_run(db, &arena, sql,
                  DB_ARGS(db_text(row->system), db_int(row->version), db_text(row->hash),
                          db_text(row->reason), db_int(row->published_us)),
                  NULL, reterr);
}

enum err_kind releases_in_force(struct db *db, struct arena *arena, struct db_result *ret,
                                struct err *reterr)
{
    return db_run(db, arena,
                  "SELECT id, system, court, version, hash, overlay FROM definition_release "
                  "WHERE withdrawn_us IS NULL ORDER BY id LIMIT $1",
                  DB_ARGS(db_int(RELEASES_READ_MAX)), ret, reterr);
}

enum err_kind releases_of(struct db *db, struct arena *arena, const char *system, int64_t before_id,
                          int64_t limit, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT r.id, r.court, r.version, r.hash, r.overlay, r.reason, r.published_us, p.name, "
        "r.withdrawn_us, w.name, r.withdrawn_reason FROM definition_release r "
        "LEFT JOIN account p ON p.id = r.published_by LEFT JOIN account w ON w.id = r.withdrawn_by "
        "WHERE r.system = $1 AND r.id < $2 ORDER BY r.id DESC LIMIT $3";
    return db_run(db, arena, sql, DB_ARGS(db_text(system), db_int(before_id), db_int(limit)), ret,
                  reterr);
}

size_t release_read(struct db_flight *flight, int64_t id)
{
    static const char sql[] =
        "SELECT r.system, r.court, r.withdrawn_us, (SELECT count(*) FROM definition_release o "
        "WHERE o.system = r.system AND o.court = '' AND o.withdrawn_us IS NULL AND o.id <> r.id) "
        "FROM definition_release r WHERE r.id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id)), -1);
}

void release_withdraw(struct db_flight *flight, int64_t id, int64_t by, int64_t at_us,
                      const char *reason)
{
    static const char sql[] =
        "UPDATE definition_release SET withdrawn_by = $2, withdrawn_us = $3, withdrawn_reason = $4 "
        "WHERE id = $1 AND withdrawn_us IS NULL";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_int(by), db_int(at_us), db_text(reason)), 1);
}

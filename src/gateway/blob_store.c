/* gateway/blob_store: documents as chunks in PostgreSQL, for a court that keeps all in one place.
 */
#include "gateway/blob.h"

#include "base/moment.h"
#include "base/text.h"

#include <time.h>

enum { CHUNK_BYTES = 1 << 20, KEPT_SECONDS = 3600 };

static enum err_kind put_chunks(struct blob_home *home, struct arena *arena, const char *hex,
                                const char *bytes, size_t size_bytes, struct err *reterr)
{
    static const char sql[] =
        "INSERT INTO blob_chunk (sm3, chunk, bytes, put_us) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (sm3, chunk) DO UPDATE SET put_us = excluded.put_us";
    int64_t chunk = 0, now_us = (int64_t) time(NULL) * SECOND_US;
    do {
        size_t piece = size_bytes < CHUNK_BYTES ? size_bytes : CHUNK_BYTES;
        enum err_kind kind =
            db_run(home->db, arena, sql,
                   DB_ARGS(db_text(hex), db_int(chunk), db_bytes(bytes, piece), db_int(now_us)),
                   NULL, reterr);
        if (kind)
            return kind;
        chunk++;
        bytes += piece;
        size_bytes -= piece;
    } while (size_bytes);
    return ERR_NONE;
}

static enum err_kind store_put(struct blob_home *home, const char *hex, const void *bytes,
                               size_t size_bytes, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    (void) pthread_mutex_lock(&home->mutex);
    enum err_kind kind = db_begin(home->db, reterr);
    if (!kind)
        kind = put_chunks(home, &arena, hex, bytes, size_bytes, reterr);
    if (!kind)
        kind = db_commit(home->db, reterr);
    if (kind)
        db_rollback(home->db);
    (void) pthread_mutex_unlock(&home->mutex);
    return kind;
}

/* One chunk to its place: in memory of its own, so that a large file is not held twice. */
static enum err_kind get_chunk(struct blob_home *home, const char *hex, int64_t chunk, char *ret,
                               size_t room, size_t *ret_size_bytes, struct err *reterr)
{
    static const char sql[] = "SELECT bytes FROM blob_chunk WHERE sm3 = $1 AND chunk = $2";
    ARENA_SCOPED arena;
    struct db_result found;
    arena_init(&arena, 8 << 20);
    enum err_kind kind =
        db_run(home->db, &arena, sql, DB_ARGS(db_text(hex), db_int(chunk)), &found, reterr);
    if (kind)
        return kind;
    const struct db_value *cell = found.row_count ? db_cell(&found, 0, 0) : NULL;
    if (!cell || cell->size_bytes > room)
        return err_set(reterr, ERR_STORE, "blob.damaged", "%s lacks a piece", hex);
    if (cell->size_bytes)
        memcpy(ret, cell->text, cell->size_bytes);
    *ret_size_bytes = cell->size_bytes;
    return ERR_NONE;
}

static enum err_kind get_chunks(struct blob_home *home, const char *hex, struct arena *arena,
                                const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    static const char sql[] = "SELECT count(*), sum(length(bytes)) FROM blob_chunk WHERE sm3 = $1";
    struct db_result found;
    enum err_kind kind = db_run(home->db, arena, sql, DB_ARGS(db_text(hex)), &found, reterr);
    if (kind)
        return kind;
    int64_t count = db_cell_int(&found, 0, 0);
    size_t total = (size_t) db_cell_int(&found, 0, 1), at = 0, got = 0;
    if (count == 0)
        return err_set(reterr, ERR_MISSING, "blob.missing", "no bytes under %s", hex);
    char *bytes = arena_alloc(arena, total + 1);
    if (!bytes)
        return arena_full(reterr);
    for (int64_t chunk = 0; !kind && chunk < count; chunk++) {
        kind = get_chunk(home, hex, chunk, bytes + at, total - at, &got, reterr);
        at += got;
    }
    *ret = bytes;
    *ret_size_bytes = at;
    return kind;
}

static enum err_kind store_get(struct blob_home *home, const char *hex, struct arena *arena,
                               const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    (void) pthread_mutex_lock(&home->mutex);
    enum err_kind kind = get_chunks(home, hex, arena, ret, ret_size_bytes, reterr);
    (void) pthread_mutex_unlock(&home->mutex);
    return kind;
}

static enum err_kind store_each(struct blob_home *home, blob_visitor *visit, void *context,
                                struct err *reterr)
{
    static const char sql[] =
        "SELECT DISTINCT sm3 FROM blob_chunk WHERE sm3 > $1 ORDER BY sm3 LIMIT 500";
    char last[SM3_HEX] = "";
    for (bool more = true; more;) {
        ARENA_SCOPED arena;
        arena_init(&arena, 4 << 20);
        struct db_result found;
        (void) pthread_mutex_lock(&home->mutex);
        enum err_kind kind = db_run(home->db, &arena, sql, DB_ARGS(db_text(last)), &found, reterr);
        (void) pthread_mutex_unlock(&home->mutex);
        for (size_t i = 0; !kind && i < found.row_count; i++) {
            struct sm3 sm3;
            (void) snprintf(last, sizeof last, "%s", db_cell_text(&found, i, 0));
            if (text_unhex(last, sm3.bytes, SM3_BYTES))
                kind = visit(context, &sm3, reterr);
        }
        if (kind)
            return kind;
        more = found.row_count > 0;
    }
    return ERR_NONE;
}

/* ---- parts of what has not come whole ---------------------------------------------------------
 */

/* One statement behind the lock; it is durable when it returns. */
static enum err_kind run_one(struct blob_home *home, struct arena *arena, const char *sql,
                             const struct db_value *args, size_t arg_count, struct db_result *ret,
                             struct err *reterr)
{
    (void) pthread_mutex_lock(&home->mutex);
    enum err_kind kind = db_run(home->db, arena, sql, args, arg_count, ret, reterr);
    if (kind)
        db_rollback(home->db); /* reopens a lost connection */
    (void) pthread_mutex_unlock(&home->mutex);
    return kind;
}

static enum err_kind store_part_put(struct blob_home *home, const struct part_name *name,
                                    const void *bytes, size_t size_bytes, struct err *reterr)
{
    static const char sql[] =
        "INSERT INTO blob_part (upload_id, first_byte, sm3, bytes) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (upload_id, first_byte, sm3) DO NOTHING";
    ARENA_SCOPED arena;
    char hex[SM3_HEX];
    arena_init(&arena, 8 << 20);
    text_hex(name->sm3.bytes, SM3_BYTES, hex);
    return run_one(home, &arena, sql,
                   DB_ARGS(db_int(name->upload_id), db_int(name->first_byte), db_text(hex),
                           db_bytes(bytes, size_bytes)),
                   NULL, reterr);
}

static enum err_kind store_part_get(struct blob_home *home, const struct part_name *name,
                                    struct arena *arena, const void **ret, size_t *ret_size_bytes,
                                    struct err *reterr)
{
    static const char sql[] =
        "SELECT bytes FROM blob_part WHERE upload_id = $1 AND first_byte = $2 AND sm3 = $3";
    struct db_result found;
    char hex[SM3_HEX];
    text_hex(name->sm3.bytes, SM3_BYTES, hex);
    enum err_kind kind = run_one(
        home, arena, sql, DB_ARGS(db_int(name->upload_id), db_int(name->first_byte), db_text(hex)),
        &found, reterr);
    if (kind)
        return kind;
    if (!found.row_count)
        return err_set(reterr, ERR_MISSING, "part.missing", "a part is not here");
    const struct db_value *cell = db_cell(&found, 0, 0);
    *ret = cell->text;
    *ret_size_bytes = cell->size_bytes;
    return ERR_NONE;
}

static enum err_kind store_drop(struct blob_home *home, const char *hex, struct err *reterr)
{
    static const char remove[] = "DELETE FROM blob_chunk WHERE sm3 = $1 AND put_us <= $2";
    static const char fresh[] = "SELECT 1 FROM blob_chunk WHERE sm3 = $1 AND put_us > $2 LIMIT 1";
    ARENA_SCOPED arena;
    struct db_result found;
    int64_t before_us = ((int64_t) time(NULL) - KEPT_SECONDS) * SECOND_US;
    arena_init(&arena, 1 << 16);
    enum err_kind kind =
        run_one(home, &arena, fresh, DB_ARGS(db_text(hex), db_int(before_us)), &found, reterr);
    if (!kind && found.row_count)
        kind = err_set(reterr, ERR_BUSY, "blob.fresh", "put within the last hour");
    return kind ? kind
                : run_one(home, &arena, remove, DB_ARGS(db_text(hex), db_int(before_us)), NULL,
                          reterr);
}

static enum err_kind store_parts_drop(struct blob_home *home, int64_t upload_id, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    return run_one(home, &arena, "DELETE FROM blob_part WHERE upload_id = $1",
                   DB_ARGS(db_int(upload_id)), NULL, reterr);
}

static enum err_kind store_parts_list(struct blob_home *home, int64_t *ret, size_t max,
                                      size_t *ret_count, struct err *reterr)
{
    static const char sql[] = "SELECT DISTINCT upload_id FROM blob_part LIMIT $1";
    ARENA_SCOPED arena;
    struct db_result found;
    arena_init(&arena, 4 << 20);
    enum err_kind kind = run_one(home, &arena, sql, DB_ARGS(db_int((int64_t) max)), &found, reterr);
    for (size_t i = 0; !kind && i < found.row_count && i < max; i++)
        ret[(*ret_count)++] = db_cell_int(&found, i, 0);
    return kind;
}

enum err_kind blob_store_open(const char *store_url, struct blob_home **ret, struct err *reterr)
{
    struct blob_home *home = calloc(1, sizeof *home);
    if (!home)
        return arena_full(reterr);
    enum err_kind kind = db_open(store_url, DB_READ_WRITE, &home->db, reterr);
    if (kind) {
        free(home);
        return kind;
    }
    (void) pthread_mutex_init(&home->mutex, NULL);
    home->put = store_put;
    home->get = store_get;
    home->each = store_each;
    home->drop = store_drop;
    home->part_put = store_part_put;
    home->part_get = store_part_get;
    home->parts_drop = store_parts_drop;
    home->parts_list = store_parts_list;
    *ret = home;
    return ERR_NONE;
}

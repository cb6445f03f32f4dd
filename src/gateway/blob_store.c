/* gateway/blob_store: documents as chunks in PostgreSQL, for a court that keeps all in one place.
 */
#include "gateway/blob.h"

#include "base/text.h"

enum { CHUNK_BYTES = 1 << 20 };

static enum err_kind put_chunks(struct blob_home *home, struct arena *arena, const char *hex,
                                const char *bytes, size_t size_bytes, struct err *reterr)
{
    static const char sql[] = "INSERT INTO blob_chunk (sm3, chunk, bytes) VALUES ($1, $2, $3) "
                              "ON CONFLICT (sm3, chunk) DO NOTHING";
    int64_t chunk = 0;
    do {
        size_t piece = size_bytes < CHUNK_BYTES ? size_bytes : CHUNK_BYTES;
        enum err_kind kind =
            db_run(home->db, arena, sql,
                   DB_ARGS(db_text(hex), db_int(chunk), db_bytes(bytes, piece)), NULL, reterr);
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

static enum err_kind store_get(struct blob_home *home, const char *hex, struct arena *arena,
                               const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    static const char sql[] = "SELECT bytes FROM blob_chunk WHERE sm3 = $1 ORDER BY chunk LIMIT 64";
    struct db_result found;
    (void) pthread_mutex_lock(&home->mutex);
    enum err_kind kind = db_run(home->db, arena, sql, DB_ARGS(db_text(hex)), &found, reterr);
    (void) pthread_mutex_unlock(&home->mutex);
    if (kind)
        return kind;
    if (found.row_count == 0)
        return err_set(reterr, ERR_MISSING, "blob.missing", "no bytes under %s", hex);
    size_t total = 0;
    for (size_t i = 0; i < found.row_count; i++)
        total += db_cell(&found, i, 0)->size_bytes;
    char *bytes = arena_alloc(arena, total + 1);
    if (!bytes)
        return arena_full(reterr);
    size_t at = 0;
    for (size_t i = 0; i < found.row_count; i++) {
        const struct db_value *cell = db_cell(&found, i, 0);
        if (cell->size_bytes)
            memcpy(bytes + at, cell->text, cell->size_bytes);
        at += cell->size_bytes;
    }
    *ret = bytes;
    *ret_size_bytes = total;
    return ERR_NONE;
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
    *ret = home;
    return ERR_NONE;
}

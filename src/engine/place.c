/*
 * engine/place: what makes this server the one that writes: the lock of its session, which is gone
 * when the connection is, and the counters as the store has them.
 */
#include "base/pause.h"
#include "base/text.h"
#include "engine/internal.h"
#include "store/access.h"
#include "store/book.h"

enum { DISPLACED_SECONDS_MAX = 60 };

enum err_kind memory_load(struct engine *engine, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct writer_memory *memory = &engine->memory;
    const char *hash = NULL, *access = NULL, *book = NULL;
    int64_t block = 0;
    struct db_result series;
    enum err_kind kind = ids_load(engine->writer_db, memory->ids, reterr);
    if (!kind)
        kind = block_last(engine->writer_db, &arena, &block, &hash, reterr);
    if (!kind)
        kind = series_load(engine->writer_db, &arena, &series, reterr);
    if (!kind)
        kind = access_last(engine->writer_db, &arena, &access, reterr);
    if (!kind)
        kind = book_last(engine->writer_db, &arena, &book, reterr);
    if (kind)
        return kind;
    (void) snprintf(memory->block_hash, sizeof memory->block_hash, "%s", hash);
    (void) snprintf(memory->access_hash, sizeof memory->access_hash, "%s", access);
    (void) snprintf(memory->book_hash, sizeof memory->book_hash, "%s", book);
    memory->series_count = 0;
    for (size_t i = 0; i < series.row_count && i < SERIES_MAX; i++) {
        struct series *row = &memory->series[memory->series_count++];
        (void) snprintf(row->court, sizeof row->court, "%s", db_cell_text(&series, i, 0));
        (void) snprintf(row->type, sizeof row->type, "%s", db_cell_text(&series, i, 2));
        row->year = db_cell_int(&series, i, 1);
        row->next = db_cell_int(&series, i, 3);
    }
    atomic_store(&engine->last_block, block);
    return ERR_NONE;
}

/* Somebody else wrote while the connection was away: all that is kept in memory. */
static enum err_kind copies_reload(struct engine *engine, struct err *reterr)
{
    enum err_kind kind = registers_reload(engine, reterr);
    if (!kind)
        kind = calendar_reload(engine, reterr);
    if (!kind)
        kind = settings_reload(engine, reterr);
    return kind ? kind : definitions_reload(engine, reterr);
}

/* The place is another's. For a moment that is our own lost session, which PostgreSQL has not
 * missed yet; for longer it is another server, and this one ends, to start again behind it. */
static enum err_kind displaced(struct engine *engine, struct err *reterr)
{
    int64_t now_us = pause_now_us();
    if (!atomic_exchange(&engine->displaced, true))
        engine->displaced_us = now_us;
    if (now_us - engine->displaced_us > DISPLACED_SECONDS_MAX * SECOND_US &&
        !atomic_exchange(&engine->lost, true) && engine->settings.lost)
        engine->settings.lost();
    return err_set(reterr, ERR_BUSY, "engine.locked", "another server writes to this database");
}

void place_committed(struct engine *engine)
{
    memcpy(engine->memory.committed_ids, engine->memory.ids, sizeof engine->memory.ids);
}

enum err_kind place_hold(struct engine *engine, struct err *reterr)
{
    struct writer_memory *memory = &engine->memory;
    /* Asked first: a connection made anew meanwhile is another session again. */
    int64_t session = db_session(engine->writer_db);
    bool alone = true, another = session != engine->session;
    if (!another && !memory->stale)
        return ERR_NONE;
    enum err_kind kind = writer_lock(engine->writer_db, &alone, reterr);
    if (!kind && !alone)
        return displaced(engine, reterr);
    if (!kind)
        kind = memory_load(engine, reterr);
    /* Old copies are kept for those who read them: only where somebody did write. */
    if (!kind && another && memcmp(memory->ids, memory->committed_ids, sizeof memory->ids) != 0)
        kind = copies_reload(engine, reterr);
    if (kind) {
        memory->stale = true;
        return kind;
    }
    place_committed(engine);
    engine->session = session;
    memory->stale = false;
    atomic_store(&engine->displaced, false);
    return ERR_NONE;
}

/*
 * engine/uploads: what is left of uploads that nobody continues. Their rows are forgotten as calls;
 * then every part without an upload that still waits for it goes, also one that a crash left
 * behind.
 */
#include "engine/internal.h"
#include "store/upload.h"

enum { SWEPT_MAX = 1000, PAGES_MAX = 100, PAGE_ARENA_BYTES = 1 << 20 };

static enum err_kind apply_forget(struct call *call, struct err *reterr)
{
    (void) reterr;
    upload_forget(call->writes, *(const int64_t *) call->state);
    return ERR_NONE;
}

static const struct operation operation_forget = {.name = "upload_forget", .apply = apply_forget};

/* A page of those that are due; true when there may be more. */
static bool forget_page(struct db *db, int64_t before_us, perform_call *perform, void *context)
{
    ARENA_SCOPED arena;
    struct db_result rows;
    struct err err = {0};
    arena_init(&arena, PAGE_ARENA_BYTES);
    if (uploads_stale(db, &arena, before_us, &rows, &err))
        return false;
    for (size_t i = 0; i < rows.row_count; i++) {
        int64_t id = db_cell_int(&rows, i, 0);
        if (perform(context, &operation_forget, 0, &id, &err))
            return false; /* the rest at the next turn */
    }
    return rows.row_count > 0;
}

static void sweep(const struct ports *ports, struct db *db, struct arena *arena)
{
    struct err err = {0};
    size_t count = 0;
    int64_t *ids = arena_array(arena, SWEPT_MAX, sizeof *ids);
    if (!ids || ports->parts_list(ports->context, ids, SWEPT_MAX, &count, &err))
        return;
    for (size_t i = 0; i < count; i++) {
        struct db_result rows;
        struct upload_row row;
        if (upload_find(db, arena, ids[i], &rows, &err))
            return;
        if (!upload_take(&rows, 0, &row) || row.document_id)
            (void) !ports->parts_drop(ports->context, ids[i], &err);
    }
}

void uploads_clean(struct engine *engine, struct db *db, struct arena *arena, perform_call *perform,
                   void *context)
{
    const struct ports *ports = engine->settings.ports;
    int64_t now_us = ports->court_now_us(ports->context), wait_us = engine->next_sweep_us - now_us;
    /* By court time; a demo's clock that was set back does not keep us waiting. */
    if (!ports->parts_list || (wait_us > 0 && wait_us <= HOUR_US))
        return;
    engine->next_sweep_us = now_us + HOUR_US;
    for (int page = 0; page < PAGES_MAX; page++) {
        if (!forget_page(db, now_us - UPLOAD_KEPT_HOURS * HOUR_US, perform, context))
            break;
    }
    sweep(ports, db, arena);
}

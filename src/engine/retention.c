/*
 * engine/retention: a definition may say how long the documents of its matters are kept after they
 * end. When that is over they are removed, which is an event of the matter: nobody gets the bytes
 * any more, what was read in them goes, and the bytes are erased where nothing else holds them. The
 * hashes in events stay, so that every proof still holds.
 */
#include "store/retention.h"
#include "base/text.h"
#include "engine/internal.h"
#include "store/document.h"
#include "store/search.h"

enum { YEAR_DAYS = 366 }; /* never too early */

void call_keep_until(struct call *call, const struct matter *matter)
{
    int64_t years = matter->workflow->keep_years;
    if (years)
        retention_put(call->writes, matter->id, call->now_us + years * YEAR_DAYS * DAY_US);
}

/* A job of its own, tried until it is done: the bytes may be in use just now, or out of reach. */
static enum err_kind erase_later(struct call *call, const struct db_result *documents,
                                 struct err *reterr)
{
    struct value *payload = value_new_map(call->arena), *list = value_new_list(call->arena);
    bool good = payload && list && value_set(call->arena, payload, "sm3", list);
    for (size_t i = 0; good && i < 2 * documents->row_count; i++) {
        const char *hex = db_cell_text(documents, i / 2, i % 2);
        good = !hex || value_add(call->arena, list, value_new_text(call->arena, hex));
    }
    return good ? call_add_job(call, "erase_bytes", payload, reterr) : arena_full(reterr);
}

static enum err_kind apply_removed(struct call *call, struct err *reterr)
{
    const struct db_result *documents = call->state;
    struct matter *matter = call->matter;
    for (size_t i = 0; i < documents->row_count; i++)
        retention_remove(call->writes, db_cell_int(documents, i, 2), call->now_us);
    for (size_t i = 0; i < documents->row_count; i++)
        retention_forget_text(call->writes, db_cell_text(documents, i, 0));
    if (documents->row_count < RETENTION_PAGE)
        retention_end(call->writes, matter->id);
    search_queue_matter(call->writes, matter->id);
    if (!documents->row_count)
        return ERR_NONE;
    enum err_kind kind = erase_later(call, documents, reterr);
    return kind ? kind
                : call_finish(call, matter, "documents_removed", NATURE_RECORD, matter->state, NULL,
                              reterr);
}

static const struct operation operation_removed = {.name = "documents_removed",
                                                   .apply = apply_removed};

static enum err_kind erase(const struct ports *ports, struct db *db, const char *hex,
                           struct err *reterr)
{
    ARENA_SCOPED arena;
    struct sm3 hash;
    bool held = true;
    arena_init(&arena, 1 << 20);
    if (!hex || !text_unhex(hex, hash.bytes, SM3_BYTES))
        return ERR_NONE;
    enum err_kind kind = retention_held(db, &arena, hex, &held, reterr);
    return kind || held ? kind : ports->blob_drop(ports->context, &hash, reterr);
}

enum err_kind documents_erase(struct engine *engine, struct db *db, const struct value *hashes,
                              struct err *reterr)
{
    const struct ports *ports = engine->settings.ports;
    bool all = true;
    if (!ports->blob_drop) /* a command's engine: a server does it */
        return err_set(reterr, ERR_BUSY, "blob.none", "nothing is here that erases bytes");
    for (size_t i = 0; i < hashes->count && i < (size_t) 2 * RETENTION_PAGE; i++)
        all = !erase(ports, db, value_text(value_at(hashes, i)), reterr) && all;
    return all ? ERR_NONE : ERR_BUSY; /* until it is done: nobody else would ever erase them */
}

void documents_retire(struct engine *engine, struct db *db, struct arena *arena,
                      perform_call *perform, void *context)
{
    const struct ports *ports = engine->settings.ports;
    int64_t now_us = ports->court_now_us(ports->context), wait_us = engine->next_retire_us - now_us;
    struct db_result due, documents;
    struct err err = {0};
    if (engine->settings.held || (wait_us > 0 && wait_us <= HOUR_US) ||
        retention_due(db, arena, now_us, &due, &err))
        return;
    if (!due.row_count) /* more than a page waits: the next turn goes on */
        engine->next_retire_us = now_us + HOUR_US;
    for (size_t i = 0; i < due.row_count; i++) {
        int64_t matter_id = db_cell_int(&due, i, 0);
        if (retention_documents(db, arena, matter_id, &documents, &err) ||
            perform(context, &operation_removed, matter_id, &documents, &err)) {
            engine->next_retire_us = now_us + HOUR_US;
            return;
        }
    }
}

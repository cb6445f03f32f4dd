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

static enum err_kind apply_removed(struct call *call, struct err *reterr)
{
    const struct db_result *documents = call->state;
    struct matter *matter = call->matter;
    retention_remove(call->writes, matter->id, call->now_us);
    for (size_t i = 0; i < documents->row_count; i++)
        retention_forget_text(call->writes, db_cell_text(documents, i, 0));
    search_queue_matter(call->writes, matter->id);
    return documents->row_count ? call_finish(call, matter, "documents_removed", NATURE_RECORD,
                                              matter->state, NULL, reterr)
                                : ERR_NONE;
}

static const struct operation operation_removed = {.name = "documents_removed",
                                                   .apply = apply_removed};

static void erase(const struct ports *ports, struct db *db, const char *hex)
{
    ARENA_SCOPED arena;
    struct err err = {0};
    struct sm3 hash;
    bool held = true;
    arena_init(&arena, 1 << 20);
    if (hex && ports->blob_drop && text_unhex(hex, hash.bytes, SM3_BYTES) &&
        !retention_held(db, &arena, hex, &held, &err) && !held)
        (void) !ports->blob_drop(ports->context, &hash, &err);
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
        for (size_t d = 0; d < documents.row_count; d++) {
            erase(ports, db, db_cell_text(&documents, d, 0));
            erase(ports, db, db_cell_text(&documents, d, 1));
        }
    }
}

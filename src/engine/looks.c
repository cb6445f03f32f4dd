/*
 * engine/looks: what a document looks like, found out after it came, and after it is known to be
 * clean: how many pages it has, and a small picture of the first. One a turn, by the thread that
 * also reads them: it takes seconds. One that cannot be looked at just now holds up nobody behind
 * it. The bytes are strangers': only programs with limits touch them (engine/viewer_port.h).
 */
#include "base/text.h"
#include "engine/internal.h"
#include "store/document.h"

enum { BYTES_ARENA = 64 << 20 };

const char *document_look_wanted(const char *media_type)
{
    return text_equal(media_type, "application/pdf") || text_starts(media_type, "image/")
               ? "waiting"
               : "none";
}

bool document_is_to_blame(enum err_kind kind, const struct err *err)
{
    return kind == ERR_INVALID || kind == ERR_LIMIT || text_equal(err->code, "blob.missing") ||
           text_equal(err->code, "blob.damaged");
}

static enum err_kind apply_looked(struct call *call, struct err *reterr)
{
    (void) reterr;
    document_looked(call->writes, call->state);
    return ERR_NONE;
}

static const struct operation operation_looked = {.name = "document_looked", .apply = apply_looked};

/* Pages and a thumbnail, which is kept like every blob. */
static enum err_kind look(const struct ports *ports, const char *media_type, const void *bytes,
                          size_t size_bytes, struct arena *arena, struct document_look *ret,
                          struct err *reterr)
{
    const struct viewer_port *viewer = ports->viewer;
    const void *thumb = NULL;
    size_t thumb_bytes = 0;
    bool pdf = strcmp(media_type, "application/pdf") == 0;
    ret->page_count = 1;
    enum err_kind kind =
        pdf ? viewer->pdf_pages(viewer->context, bytes, size_bytes, &ret->page_count, reterr)
            : ERR_NONE;
    if (kind)
        return kind;
    kind = pdf ? viewer->pdf_picture(viewer->context, true, 1, bytes, size_bytes, arena, &thumb,
                                     &thumb_bytes, reterr)
               : viewer->picture(viewer->context, true, media_type, 0, bytes, size_bytes, arena,
                                 &thumb, &thumb_bytes, reterr);
    if (kind)
        return kind;
    struct sm3 hash = sm3_of(thumb, thumb_bytes);
    char *hex = arena_alloc(arena, SM3_HEX);
    if (!hex)
        return arena_full(reterr);
    text_hex(hash.bytes, SM3_BYTES, hex);
    ret->thumb_sm3 = hex;
    return ports->blob_put(ports->context, &hash, thumb, thumb_bytes, reterr);
}

static enum err_kind look_at(const struct ports *ports, const char *media_type, struct arena *arena,
                             struct document_look *ret, struct err *reterr)
{
    struct sm3 hash;
    const void *bytes = NULL;
    size_t size_bytes = 0;
    enum err_kind kind =
        text_unhex(ret->sm3, hash.bytes, SM3_BYTES)
            ? ports->blob_get(ports->context, &hash, arena, &bytes, &size_bytes, reterr)
            : err_set(reterr, ERR_STORE, "blob.damaged", "no hash");
    return kind ? kind : look(ports, media_type, bytes, size_bytes, arena, ret, reterr);
}

bool documents_look(struct engine *engine, struct db *db, perform_call *perform, void *context)
{
    const struct ports *ports = engine->settings.ports;
    ARENA_SCOPED arena;
    struct db_result row;
    struct err err = {0};
    arena_init(&arena, BYTES_ARENA);
    int64_t *after = &engine->look_after;
    if (!ports->viewer || document_unlooked(db, &arena, ports->scan != NULL, *after, &row, &err))
        return false;
    if (!row.row_count) {
        *after = 0;
        return false;
    }
    const char *hex = db_cell_text(&row, 0, 0);
    struct document_look found = {.sm3 = hex, .look = "done"};
    enum err_kind kind = look_at(ports, db_cell_text(&row, 0, 1), &arena, &found, &err);
    if (kind && text_equal(err.code, "child.missing"))
        found = (struct document_look){.sm3 = hex, .look = "absent"};
    else if (kind && document_is_to_blame(kind, &err))
        found = (struct document_look){.sm3 = hex, .look = "failed"};
    else if (kind) {
        *after = db_cell_int(&row, 0, 2);
        return false;
    }
    return perform(context, &operation_looked, 0, &found, &err) == ERR_NONE;
}

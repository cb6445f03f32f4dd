/*
 * engine/looks: what a document looks like, found out by a job after it came, and after it is known
 * to be clean: how many pages it has, and a small picture of the first. The bytes are strangers':
 * only programs with limits touch them (engine/viewer_port.h).
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

enum err_kind call_look_later(struct call *call, int64_t document_id, struct err *reterr)
{
    struct value *payload = value_new_map(call->arena);
    if (!payload ||
        !value_set(call->arena, payload, "document", value_new_int(call->arena, document_id)))
        return arena_full(reterr);
    return call_add_job(call, "look_at_document", payload, reterr);
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
    kind = pdf ? viewer->pdf_thumbnail(viewer->context, bytes, size_bytes, arena, &thumb,
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

enum err_kind document_look_at(struct engine *engine, struct db *db, struct arena *arena,
                               int64_t document_id, perform_call *perform, void *context,
                               struct err *reterr)
{
    const struct ports *ports = engine->settings.ports;
    struct db_result row;
    ARENA_SCOPED bytes_arena;
    struct sm3 hash;
    const void *bytes = NULL;
    size_t size_bytes = 0;
    enum err_kind kind = document_look_row(db, arena, document_id, &row, reterr);
    if (kind || !row.row_count)
        return kind;
    if (!ports->viewer) /* a command's engine: a server does it */
        return err_set(reterr, ERR_BUSY, "viewer.none", "nothing is here that looks at documents");
    const char *hex = db_cell_text(&row, 0, 0), *scan = db_cell_text(&row, 0, 2);
    bool clean = text_equal(scan, "clean") || !ports->scan;
    if (!clean || !text_unhex(hex, hash.bytes, SM3_BYTES))
        return ERR_NONE; /* once it is clean, it is looked at again */
    arena_init(&bytes_arena, BYTES_ARENA);
    kind = ports->blob_get(ports->context, &hash, &bytes_arena, &bytes, &size_bytes, reterr);
    if (kind)
        return kind;
    struct document_look found = {.sm3 = hex, .look = "done"};
    kind = look(ports, db_cell_text(&row, 0, 1), bytes, size_bytes, &bytes_arena, &found, reterr);
    if (kind == ERR_INVALID || kind == ERR_MISSING)
        found =
            (struct document_look){.sm3 = hex, .look = kind == ERR_MISSING ? "absent" : "failed"};
    else if (kind)
        return kind;
    return perform(context, &operation_looked, 0, &found, reterr);
}

/*
 * api/photographs: photographed pages, each turned as its owner says, in the order they say, joined
 * to one PDF, which is a document like any other. The photographs stay as they came.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "api/take.h"
#include "base/text.h"
#include "files/files.h"
#include "files/pdf.h"

/* Of all pages at once, in the memory of one join. */
enum { JOIN_ARENA_BYTES = 64 << 20, PHOTO_ARENA_BYTES = 48 << 20, JOIN_SECONDS_MAX = 60 };

/* Their own upload, or what came by the same link. */
static bool is_own(const struct actor *actor, const struct db_result *row)
{
    int64_t account_id = db_cell_int(row, 0, 2), matter_id = db_cell_int(row, 0, 1);
    return account_id ? account_id == actor->account_id
                      : actor->participant_id && matter_id == actor->link_matter_id;
}

static enum err_kind find_photograph(struct call *call, const char *public, const char *field,
                                     struct db_result *ret, struct err *reterr)
{
    int64_t id = 0;
    enum err_kind kind = ERR_NONE;
    *ret = (struct db_result){0};
    if (public_id_parse(engine_keys(call->engine), 'X', public ? public : "", &id))
        kind = list_document(work_of_call(call)->db, call->arena, id, ret, reterr);
    if (kind)
        return kind;
    if (!ret->row_count || !is_own(&call->actor, ret))
        return err_set(reterr, ERR_MISSING, "document.unknown", "no such document");
    if (!text_starts(db_cell_text(ret, 0, 5), "image/"))
        return err_field(reterr, ERR_INVALID, "picture.none", field, "it is no picture");
    kind = document_clean(call->engine, ret, reterr);
    return kind;
}

enum err_kind document_draw(const struct ports *ports, const struct db_result *document,
                            int64_t page, int turn, struct arena *arena, const void **ret,
                            size_t *ret_bytes, struct err *reterr)
{
    ARENA_SCOPED photo_arena;
    struct sm3 hash;
    const void *bytes = NULL;
    size_t size_bytes = 0;
    arena_init(&photo_arena, PHOTO_ARENA_BYTES);
    if (!ports->viewer)
        return err_set(reterr, ERR_BUSY, "viewer.absent", "nothing is here that draws pictures");
    if (!text_unhex(db_cell_text(document, 0, 3), hash.bytes, SM3_BYTES))
        return err_set(reterr, ERR_STORE, "blob.damaged", "no hash");
    enum err_kind kind =
        ports->blob_get(ports->context, &hash, &photo_arena, &bytes, &size_bytes, reterr);
    if (kind)
        return kind;
    const struct viewer_port *viewer = ports->viewer;
    kind = page ? viewer->pdf_picture(viewer->context, false, page, bytes, size_bytes, arena, ret,
                                      ret_bytes, reterr)
                : viewer->picture(viewer->context, false, db_cell_text(document, 0, 5), turn, bytes,
                                  size_bytes, arena, ret, ret_bytes, reterr);
    return kind == ERR_MISSING ? err_set(reterr, ERR_BUSY, "viewer.absent",
                                         "what draws such a picture is not installed")
                               : kind;
}

/* One photograph as a page, in `arena`. */
static enum err_kind draw_page(struct call *call, const struct value *row, size_t place,
                               struct arena *arena, struct jpeg *ret, struct err *reterr)
{
    struct db_result photo;
    char field[40];
    const void *page = NULL;
    size_t page_bytes = 0;
    int turn = (int) value_int(value_get(row, "turn"), 0);
    (void) snprintf(field, sizeof field, "pages[%zu].document", place);
    if (turn % 90 != 0)
        return err_field(reterr, ERR_INVALID, "picture.turn", field, "0, 90, 180 or 270");
    enum err_kind kind =
        find_photograph(call, value_text(value_get(row, "document")), field, &photo, reterr);
    if (kind)
        return kind;
    kind = document_draw(engine_ports(call->engine), &photo, 0, turn, arena, &page, &page_bytes,
                         reterr);
    if (!kind)
        kind = jpeg_look(page, page_bytes, ret, reterr);
    return kind == ERR_INVALID
               ? err_field(reterr, ERR_INVALID, "picture.broken", field, "it cannot be drawn")
               : kind;
}

/* All of them, within one time for the whole. */
static enum err_kind draw_pages(struct call *call, const struct value *rows, struct arena *arena,
                                struct jpeg *pages, struct err *reterr)
{
    const struct ports *ports = engine_ports(call->engine);
    int64_t end_us = ports->real_now_us(ports->context) + JOIN_SECONDS_MAX * SECOND_US;
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < rows->count && i < PDF_PAGES_MAX; i++)
        kind = ports->real_now_us(ports->context) < end_us
                   ? draw_page(call, rows->items[i], i, arena, &pages[i], reterr)
                   : err_set(reterr, ERR_LIMIT, "join.slow", "page %zu after %d s", i + 1,
                             JOIN_SECONDS_MAX);
    return kind;
}

static enum err_kind join(struct call *call, struct taken *taken, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, JOIN_ARENA_BYTES);
    struct jpeg *pages = arena_array(&arena, PDF_PAGES_MAX, sizeof *pages);
    const struct value *rows = value_get(call->body, "pages");
    enum err_kind kind = pages ? draw_pages(call, rows, &arena, pages, reterr) : arena_full(reterr);
    if (!kind)
        kind = pdf_join(pages, rows->count, &arena, &taken->bytes, &taken->size_bytes, reterr);
    if (!kind)
        kind = document_take(call, NULL, taken, reterr);
    taken->bytes = NULL; /* put away; this memory ends here */
    return kind;
}

static enum err_kind join_prepare(struct call *call, struct err *reterr)
{
    struct api *api = work_of_call(call)->api;
    struct taken *taken = arena_alloc(call->arena, sizeof *taken);
    const struct actor *actor = &call->actor;
    int64_t who = actor->account_id ? actor->account_id : -actor->participant_id;
    const char *kind_text = value_text(value_get(call->body, "kind"));
    if (!taken)
        return arena_full(reterr);
    *taken = (struct taken){.name = value_text(value_get(call->body, "name")),
                            .kind = kind_text ? kind_text : ""};
    call->state = taken;
    enum err_kind kind = document_sender(call, reterr);
    if (!kind)
        kind = document_named(taken->name, taken->kind, reterr);
    if (!kind && !engine_ports(call->engine)->viewer)
        kind = err_set(reterr, ERR_BUSY, "viewer.absent", "nothing is here that draws pictures");
    if (!kind)
        kind = alone_enter(api, who, reterr);
    if (kind)
        return kind;
    kind = join(call, taken, reterr);
    alone_leave(api, who);
    return kind;
}

static enum err_kind join_apply(struct call *call, struct err *reterr)
{
    return document_file_and_reply(call, call->state, reterr);
}

/* clang-format off */
static const struct field columns[] = {
    {.name = "document", .kind = FIELD_TEXT, .min = 15, .max = 15, .required = true, .title = {"照片", "Photograph"}},
    {.name = "turn", .kind = FIELD_NUMBER, .min = 0, .max = 270, .title = {"顺时针转多少度", "Degrees to turn it clockwise"}}};
static const struct field fields[] = {
    {.name = "pages", .kind = FIELD_GROUP, .min = 1, .max = PDF_PAGES_MAX, .fields = columns, .field_count = COUNT_OF(columns), .title = {"各页", "Pages"}}};
static const struct form_field form[] = {{&document_name_field, true}, {&document_kind_field, false}, {&fields[0], true}};

const struct operation page_operations[] = {
    {.name = "document_join", .method = "POST", .path = "/documents/join", .permission = "public", .delegated = "write", .reply = RECEIVED_ROW,
     .summary = {"把拍照的各页合成一份PDF", "Joins photographed pages to one PDF"}, .form = form, .form_count = COUNT_OF(form),
     .slow = true, .prepare = join_prepare, .apply = join_apply},
    {.name = NULL}};
/* clang-format on */

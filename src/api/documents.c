/*
 * api/documents: what people upload and read back. The slow part (what kind of file, hash, bytes to
 * disk) runs off the writer; the row comes last, so a document in the store always has its bytes.
 * A paper of the court is read like a document, by the id of its matter.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "api/take.h"
#include "base/text.h"
#include "files/files.h"
#include "store/document.h"

/* ---- upload ------------------------------------------------------------------------------------
 */

static enum err_kind upload_prepare(struct call *call, struct err *reterr)
{
    struct taken *taken = arena_alloc(call->arena, sizeof *taken);
    if (!taken)
        return arena_full(reterr);
    *taken = (struct taken){.bytes = call->raw,
                            .size_bytes = call->raw_bytes,
                            .name = param_text(call->params, "name"),
                            .kind = param_text(call->params, "kind")};
    call->state = taken;
    enum err_kind kind = document_sender(call, reterr);
    if (!kind)
        kind = document_named(taken->name, taken->kind, reterr);
    return kind ? kind : document_take(call, call->content_sm3, taken, reterr);
}

static enum err_kind upload_apply(struct call *call, struct err *reterr)
{
    return document_file_and_reply(call, call->state, reterr);
}

/* ---- reading back ------------------------------------------------------------------------------
 */

/* The facts of one document this actor may read: their own, or one of a matter they see. */
static enum err_kind readable_document(struct reading *reading, struct db_result *ret,
                                       struct err *reterr)
{
    int64_t id = 0;
    enum err_kind kind = ERR_NONE;
    *ret = (struct db_result){0};
    if (public_id_parse(engine_keys(reading->engine), 'X', param_text(reading->params, "id"), &id))
        kind = list_document(reading->db, reading->arena, id, ret, reterr);
    if (kind)
        return kind;
    int64_t matter_id = ret->row_count ? db_cell_int(ret, 0, 1) : 0,
            uploader = ret->row_count ? db_cell_int(ret, 0, 2) : 0;
    /* For another, or for some systems only: one's own is what one may see of it. */
    bool bounded =
        reading->actor.delegation_id || (reading->actor.scopes && *reading->actor.scopes);
    if (uploader && uploader == reading->actor.account_id && (!bounded || !matter_id))
        return ERR_NONE;
    struct matter *matter = NULL;
    if (matter_id && !engine_load_matter(reading, matter_id, &matter, reterr) &&
        matter_visible(&reading->actor, matter) &&
        document_readable(&reading->actor, matter, ret, 0))
        return engine_note_look(reading, matter_id, "document", reterr);
    return err_set(reterr, ERR_MISSING, "document.unknown", "no such document");
}

/* The same of one whose bytes, or what was made of them, may be shown. */
static enum err_kind clean_document(struct reading *reading, struct db_result *ret,
                                    struct err *reterr)
{
    enum err_kind kind = readable_document(reading, ret, reterr);
    return kind ? kind : document_clean(reading->engine, ret, reterr);
}

static enum err_kind send_blob(struct reading *reading, const char *hex, const char *media_type,
                               const char *name, struct err *reterr)
{
    const struct ports *ports = engine_ports(reading->engine);
    struct sm3 hash;
    if (!hex || !text_unhex(hex, hash.bytes, SM3_BYTES))
        return err_set(reterr, ERR_MISSING, "document.not_ready", "there are no bytes yet");
    reading->etag = hex;
    reading->media_type = media_type;
    reading->download_name = name;
    return ports->blob_get(ports->context, &hash, reading->arena, &reading->bytes,
                           &reading->byte_count, reterr);
}

/* Whoever a paper is meant for is told that opening it is recorded: in the access log, before it is
 * shown. By a link the participant stands for the account there is none of. */
static enum err_kind note_opening(struct reading *reading, int64_t paper_id, struct err *reterr)
{
    const struct actor *actor = &reading->actor;
    char id[PUBLIC_ID_BYTES];
    if (actor->participant_id) {
        public_id(engine_keys(reading->engine), 'P', actor->participant_id, id);
        const char *what = arena_printf(reading->arena, "paper:%s", id);
        return what ? engine_note_opening(reading, paper_id, what, reterr) : arena_full(reterr);
    }
    return strcmp(actor->kind, "public") == 0
               ? engine_note_opening(reading, paper_id, "paper", reterr)
               : ERR_NONE;
}

static enum err_kind send_paper(struct reading *reading, bool to_save, struct err *reterr)
{
    struct matter *paper = NULL;
    enum err_kind kind = visible_matter(reading, &paper, reterr);
    if (!kind && paper_is_set(paper))
        kind = note_opening(reading, paper->id, reterr);
    if (kind)
        return kind;
    const char *name = to_save ? arena_printf(reading->arena, "%s.pdf", paper->title) : NULL;
    if (to_save && !name)
        return arena_full(reterr);
    reading->media_type = "application/pdf";
    reading->download_name = name;
    return engine_paper_bytes(reading, paper, &reading->bytes, &reading->byte_count, &reading->etag,
                              reterr);
}

static enum err_kind paper_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    (void) writer;
    return send_paper(reading, false, reterr);
}

static enum err_kind content_read(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    struct db_result document;
    (void) writer;
    if (param_text(reading->params, "id")[0] != 'X')
        return send_paper(reading, true, reterr);
    enum err_kind kind = clean_document(reading, &document, reterr);
    if (kind)
        return kind;
    return send_blob(reading, db_cell_text(&document, 0, 3), db_cell_text(&document, 0, 5),
                     db_cell_text(&document, 0, 6), reterr);
}

static enum err_kind thumbnail_read(struct reading *reading, struct json_writer *writer,
                                    struct err *reterr)
{
    struct db_result document;
    (void) writer;
    enum err_kind kind = clean_document(reading, &document, reterr);
    if (!kind && !db_cell_text(&document, 0, 12))
        kind = err_set(reterr, ERR_MISSING, "document.no_picture", "nothing was drawn of it");
    return kind ? kind
                : send_blob(reading, db_cell_text(&document, 0, 12), "image/jpeg", NULL, reterr);
}

/* Which page of a PDF; a photograph has the first. ERR_MISSING: it has no such page. */
static enum err_kind page_asked(struct reading *reading, const struct db_result *document,
                                int64_t *ret, struct err *reterr)
{
    const char *text = param_text(reading->params, "page");
    size_t digits = strspn(text, "0123456789");
    *ret = !*text ? 1 : digits && digits <= 6 && !text[digits] ? strtol(text, NULL, 10) : 0;
    return *ret >= 1 && *ret <= db_cell_int(document, 0, 11)
               ? ERR_NONE
               : err_set(reterr, ERR_MISSING, "document.no_picture", "no such page");
}

/* As one page: of a PDF, and of types browsers do not draw. Only of what was drawn before: that
 * took its time then, and never more than a small picture may. One at a time for each, lest a
 * person take all the threads; by a link the participant is asked for. */
static enum err_kind picture_read(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    struct db_result document;
    struct api *api = work_of_reading(reading)->api;
    int64_t account = actor_account(&reading->actor),
            who = account ? account : -reading->actor.participant_id;
    (void) writer;
    int64_t page = 0;
    enum err_kind kind = clean_document(reading, &document, reterr);
    if (!kind && !db_cell_text(&document, 0, 12))
        kind = err_set(reterr, ERR_MISSING, "document.no_picture", "nothing was drawn of it");
    if (!kind)
        kind = page_asked(reading, &document, &page, reterr);
    if (!kind)
        kind = alone_enter(api, who, reterr);
    if (kind)
        return kind;
    bool photograph = text_starts(db_cell_text(&document, 0, 5), "image/");
    reading->media_type = "image/jpeg";
    kind = document_draw(engine_ports(reading->engine), &document, photograph ? 0 : page, 0,
                         reading->arena, &reading->bytes, &reading->byte_count, reterr);
    alone_leave(api, who);
    return kind;
}

/* Page by page. What a machine recognised is marked as that, whoever shows it. */
static enum err_kind text_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct db_result document, pages;
    bool machine = false;
    enum err_kind kind = clean_document(reading, &document, reterr);
    if (!kind)
        kind = document_pages(reading->db, reading->arena, db_cell_text(&document, 0, 3), &pages,
                              reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_text(writer, "words", db_cell_text(&document, 0, 13));
    json_name(writer, "pages");
    json_begin_list(writer);
    for (size_t i = 0; i < pages.row_count; i++) {
        machine |= text_equal(db_cell_text(&pages, i, 1), "machine");
        json_begin(writer);
        json_named_int(writer, "page", db_cell_int(&pages, i, 0));
        json_named_text(writer, "source", db_cell_text(&pages, i, 1));
        json_named_text(writer, "text", db_cell_text(&pages, i, 2));
        json_end(writer);
    }
    json_end_list(writer);
    json_named_flag(writer, "machine_read", machine);
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind facts_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct db_result document;
    enum err_kind kind = readable_document(reading, &document, reterr);
    if (!kind)
        document_write(reading, writer, &document, 0);
    return kind;
}

/* clang-format off */
/* ---- is this paper genuine? -----------------------------------------------------------------
 */

enum { CHECKS_PER_ADDRESS_MAX = 60 };

static const char *check_result(struct reading *reading, struct matter **ret)
{
    struct value *values = NULL;
    char hex[SM3_HEX];
    int64_t id = 0;
    const char *paper = param_text(reading->params, "paper");
    struct err err = {0};
    if (!matter_id_parse(reading->engine, paper, &id) ||
        engine_load_matter(reading, id, ret, &err) ||
        engine_paper_values(reading->engine, *ret, reading->arena, &values, hex, &err))
        return "unknown";
    bool issued = !value_is_null(value_get((*ret)->fields, "document_hash"));
    return issued && strcmp(hex, param_text(reading->params, "sm3")) == 0 ? "genuine" : "different";
}

enum err_kind paper_by_code(struct reading *reading, struct matter **ret, const char **ret_result,
                            struct err *reterr)
{
    struct work *work = work_of_reading(reading);
    enum err_kind kind = rate_check(work->api, "paper_check", work->client_address,
                                    CHECKS_PER_ADDRESS_MAX, reterr);
    if (!kind)
        *ret_result = check_result(reading, ret);
    return kind;
}

/* For whoever holds a paper: its code names it and the SM3 of what it says. Nothing is told of a
 * paper to somebody who does not have that; of one that agrees, only what stands on it openly. */
static enum err_kind paper_check(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct matter *paper = NULL;
    const char *result = NULL;
    enum err_kind kind = paper_by_code(reading, &paper, &result, reterr);
    if (kind)
        return kind;
    bool genuine = strcmp(result, "genuine") == 0;
    json_begin(writer);
    json_named_text(writer, "result", result);
    json_named_text(writer, "title", genuine ? paper->title : NULL);
    json_named_text(writer, "court_name",
                    genuine ? engine_court_name(reading->engine, paper->court) : NULL);
    write_instant(reading, writer, "issued_at", genuine ? paper->updated_us : 0);
    json_named_text(writer, "document_sm3",
                    genuine ? value_text(value_get(paper->fields, "document_hash")) : NULL);
    json_end(writer);
    return ERR_NONE;
}

const struct operation document_operations[] = {
    {.name = "document_upload", .method = "POST", .path = "/documents", .permission = "public", .delegated = "write",
     .reply = RECEIVED_ROW,
     .summary = {"上传材料", "Uploads a document"}, .query = "name kind",
     .prepare = upload_prepare, .apply = upload_apply,
     .raw_bytes_max = FILE_BYTES_MAX, .slow = true},
    {.name = "document_read", .method = "GET", .path = "/documents/{id}", .permission = "public", .delegated = "read",
     .reply = "@Document",
     .summary = {"材料的信息", "Facts of a document"}, .query = "", .read = facts_read},
    {.name = "document_content", .method = "GET", .path = "/documents/{id}/content",
     .permission = "public", .delegated = "read", .summary = {"材料的内容", "Bytes of a document"}, .query = "",
     .read = content_read, .slow = true},
    {.name = "document_thumbnail", .method = "GET", .path = "/documents/{id}/thumbnail",
     .permission = "public", .delegated = "read", .summary = {"材料首页的小图", "A small picture of the first page"}, .query = "",
     .read = thumbnail_read, .slow = true},
    {.name = "document_picture", .method = "GET", .path = "/documents/{id}/picture",
     .permission = "public", .delegated = "read", .summary = {"照片或者PDF的一页（转为JPEG，供查看）", "A photograph, or a page of a PDF, as JPEG to look at"}, .query = "page",
     .read = picture_read, .slow = true},
    {.name = "document_text", .method = "GET", .path = "/documents/{id}/text", .permission = "public", .delegated = "read",
     .reply = "{words:s machine_read:b pages:[{page:i source:s text:s}]}",
     .summary = {"材料的文字（机器识别的另有标明）", "What a document says; what a machine recognised is marked"}, .query = "", .read = text_read, .slow = true},
    {.name = "paper_check", .method = "GET", .path = "/papers/check", .permission = "public",
     .reply = "{result:s title:s? court_name:s? issued_at:s? document_sm3:s?}",
     .summary = {"核对文书真伪", "Is this paper genuine?"}, .query = "paper sm3", .read = paper_check},
    {.name = "matter_paper", .method = "GET", .path = "/matters/{id}/paper",
     .permission = "public", .delegated = "read", .summary = {"法院文书（PDF）", "A paper of the court, as PDF"},
     .query = "", .read = paper_read, .slow = true},
    {.name = "archive_index", .method = "GET", .path = "/matters/{id}/archive-index",
     .permission = "judge_clerk judge_assistant filing_judge filing_head trial_judge window_clerk court_leader supervisor",
     .reply = "{court_name:s number:s? title:s? items:[{place:i kind:s name:s? number:s? at:s? pages:i? sm3:s?}] next:s?}",
     .summary = {"归档目录", "What the file of a matter holds"}, .query = "cursor limit", .read = archive_index_read},
    {.name = "archive_index_page", .method = "GET", .path = "/matters/{id}/archive-index/page",
     .permission = "judge_clerk judge_assistant filing_judge filing_head trial_judge window_clerk court_leader supervisor",
     .summary = {"归档目录（PDF），500项一册", "The same, as PDF to print, 500 items a volume"}, .query = "volume", .read = archive_index_print, .slow = true},
    {.name = "paper_values", .method = "GET", .path = "/matters/{id}/paper/values",
     .permission = "judge_clerk judge_assistant filing_judge filing_head trial_judge court_leader supervisor",
     .reply = "{template:s editable:b text:s? missing:@Words? signers:[s] values:[{name:s title:@Words source:s? source_title:@Words? text:s? "
              "plain:b needed:b changed:b changes:[{before:s? after:s? reason:s? by:s? at:s?}]}]}",
     .summary = {"文书的内容、来源和修改", "What a paper says, where each value came from, what was typed over it"},
     .query = "", .read = paper_values_read},
    {.name = NULL}};
/* clang-format on */

/*
 * api/uploads: a file that comes in parts, over a connection that breaks: begun with its name and
 * size, sent from whichever byte the platform says it needs next, cut anywhere and continued, also
 * after a restart of either side. The last byte makes it a document like any other. A part that was
 * sent twice changes nothing; what nobody continues for a day is forgotten. docs/documents.md.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "api/session.h"
#include "api/take.h"
#include "base/text.h"
#include "files/files.h"
#include "store/upload.h"
#include "store/work.h"

#include <strings.h>

/* A part must arrive within the total time of one request, over a poor line too. */
enum { PART_BYTES_MAX = 1 << 20, PARTS_MAX = 1000, UPLOADS_OPEN_MAX = 10 };

#define UPLOAD_PREFIX 'Y'

static bool is_owner(const struct actor *actor, const struct upload_row *row)
{
    return (row->account_id && row->account_id == actor->account_id) ||
           (row->participant_id && row->participant_id == actor->participant_id);
}

static enum err_kind unknown(struct err *reterr)
{
    return err_set(reterr, ERR_MISSING, "upload.unknown", "no such upload");
}

static void write_upload(const struct engine *engine, struct json_writer *writer,
                         struct arena *arena, const struct upload_row *row)
{
    char public[PUBLIC_ID_BYTES];
    public_id(engine_keys(engine), UPLOAD_PREFIX, row->id, public);
    json_named_text(writer, "id", public);
    json_named_text(writer, "name", row->name);
    json_named_text(writer, "kind", row->kind);
    json_named_int(writer, "size_bytes", row->size_bytes);
    json_named_int(writer, "offset", row->received_bytes);
    json_named_int(writer, "part_bytes_max", PART_BYTES_MAX);
    json_named_text(writer, "ends_at",
                    instant_format(arena, row->updated_us + UPLOAD_KEPT_HOURS * HOUR_US));
}

/* How far it is, with the document once there is one. */
static void write_state(const struct engine *engine, struct json_writer *writer,
                        struct arena *arena, const struct upload_row *row,
                        const struct taken *taken)
{
    json_begin(writer);
    write_upload(engine, writer, arena, row);
    json_name(writer, "document");
    if (row->document_id)
        document_receipt_write(engine, writer, row->document_id, taken);
    else
        json_null(writer);
    json_end(writer);
}

static enum err_kind reply_state(struct call *call, int status, const struct upload_row *row,
                                 const struct taken *taken, struct err *reterr)
{
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 16384);
    write_state(call->engine, &writer, call->arena, row, taken);
    return call_reply(call, status, &writer, reterr);
}

/* ---- begin ------------------------------------------------------------------------------------
 */

struct beginning {
    struct upload_row row;
    size_t count_read;
};

static enum err_kind begin_load(struct call *call, struct err *reterr)
{
    struct beginning *begun = arena_alloc(call->arena, sizeof *begun);
    uint8_t hash[SM3_BYTES];
    if (!begun)
        return arena_full(reterr);
    const char *kind_text = value_text(value_get(call->body, "kind"));
    const struct actor *actor = &call->actor;
    begun->row =
        (struct upload_row){.account_id = actor->account_id,
                            .participant_id = actor->account_id ? 0 : actor->participant_id,
                            .name = value_text(value_get(call->body, "name")),
                            .kind = kind_text ? kind_text : "",
                            .sm3 = value_text(value_get(call->body, "sm3")),
                            .size_bytes = value_int(value_get(call->body, "size_bytes"), 0),
                            .begun_us = call->received_us,
                            .updated_us = call->received_us};
    call->state = begun;
    enum err_kind kind = document_sender(call, reterr);
    if (!kind)
        kind = document_named(begun->row.name, begun->row.kind, reterr);
    if (!kind && begun->row.sm3 && !text_unhex(begun->row.sm3, hash, SM3_BYTES))
        kind = err_field(reterr, ERR_INVALID, "document.sm3", "sm3", "64 digits of hex");
    begun->count_read =
        uploads_open_count(call->reads, begun->row.account_id, begun->row.participant_id);
    return kind;
}

static enum err_kind begin_decide(struct call *call, struct err *reterr)
{
    const struct beginning *begun = call->state;
    return db_cell_int(db_flight_result(call->reads, begun->count_read), 0, 0) < UPLOADS_OPEN_MAX
               ? ERR_NONE
               : err_set(reterr, ERR_CONFLICT, "upload.many", "%d are not complete",
                         UPLOADS_OPEN_MAX);
}

static enum err_kind begin_apply(struct call *call, struct err *reterr)
{
    struct beginning *begun = call->state;
    begun->row.id = call_new_id(call, ID_UPLOAD);
    upload_insert(call->writes, &begun->row);
    return reply_state(call, 201, &begun->row, NULL, reterr);
}

/* ---- a part ------------------------------------------------------------------------------------
 */

struct sending {
    struct upload_row row;
    struct upload_part part;
    char sm3[SM3_HEX];
    bool again;         /* it is here already: nothing changes */
    bool whole;         /* with it all is here */
    struct taken taken; /* of the whole */
    size_t read;
};

static enum err_kind find_own(struct db *db, const struct engine *engine, const struct actor *actor,
                              const struct value *params, struct arena *arena,
                              struct upload_row *ret, struct err *reterr)
{
    struct db_result rows;
    int64_t id = 0;
    if (!public_id_parse(engine_keys(engine), UPLOAD_PREFIX, param_text(params, "id"), &id))
        return unknown(reterr);
    enum err_kind kind = upload_find(db, arena, id, &rows, reterr);
    if (kind)
        return kind;
    return upload_take(&rows, 0, ret) && is_owner(actor, ret) ? ERR_NONE : unknown(reterr);
}

/* "offset" of the query, and the bytes that came, against what was announced. */
static enum err_kind check_place(const struct call *call, struct sending *sending,
                                 struct err *reterr)
{
    const char *text = param_text(call->params, "offset");
    size_t digits = strspn(text, "0123456789"), room = 0;
    int64_t first = digits && digits < 12 && !text[digits] ? strtoll(text, NULL, 10) : -1;
    if (first < 0)
        return err_field(reterr, ERR_INVALID, "upload.place", "offset", "a number of bytes");
    if (first <= sending->row.size_bytes)
        room = (size_t) (sending->row.size_bytes - first);
    if (call->raw_bytes == 0 || call->raw_bytes > room)
        return err_field(reterr, ERR_INVALID, "upload.size", "offset", "%zu bytes, room for %zu",
                         call->raw_bytes, room);
    sending->part = (struct upload_part){.upload_id = sending->row.id,
                                         .first_byte = first,
                                         .size_bytes = (int64_t) call->raw_bytes,
                                         .sm3 = sending->sm3};
    return ERR_NONE;
}

static enum err_kind wrong_place(const struct upload_row *row, struct err *reterr)
{
    return err_field(reterr, ERR_CONFLICT, "upload.offset", "offset", "the next byte is %lld",
                     (long long) row->received_bytes);
}

/* The parts that are here, one behind the other, and the one in hand as the last. */
static enum err_kind join_parts(struct call *call, struct db *db, struct sending *sending,
                                struct err *reterr)
{
    const struct ports *ports = engine_ports(call->engine);
    size_t size_bytes = (size_t) sending->row.size_bytes, filled = 0;
    struct db_result parts;
    char *whole = arena_alloc(call->arena, size_bytes);
    enum err_kind kind =
        whole ? upload_parts(db, call->arena, sending->row.id, &parts, reterr) : arena_full(reterr);
    for (size_t i = 0; !kind && i < parts.row_count; i++) {
        ARENA_SCOPED arena;
        struct sm3 sm3;
        const void *bytes = NULL;
        size_t count = 0;
        arena_init(&arena, 4 * (size_t) PART_BYTES_MAX);
        bool good = text_unhex(db_cell_text(&parts, i, 2), sm3.bytes, SM3_BYTES) &&
                    db_cell_int(&parts, i, 0) == (int64_t) filled;
        if (good)
            kind = ports->part_get(ports->context, sending->row.id, (int64_t) filled, &sm3, &arena,
                                   &bytes, &count, reterr);
        if (!good || kind == ERR_MISSING || count > size_bytes - filled)
            return err_set(reterr, ERR_CONFLICT, "upload.lost", "a part is not here any more");
        if (!kind)
            memcpy(whole + filled, bytes, count);
        filled += count;
    }
    if (!kind && filled != (size_t) sending->part.first_byte)
        kind = err_set(reterr, ERR_CONFLICT, "upload.lost", "the parts have a gap");
    if (!kind)
        memcpy(whole + filled, call->raw, call->raw_bytes);
    sending->taken = (struct taken){.bytes = whole,
                                    .size_bytes = size_bytes,
                                    .name = sending->row.name,
                                    .kind = sending->row.kind};
    return kind ? kind : document_take(call, sending->row.sm3, &sending->taken, reterr);
}

/* Sent again since its answer was lost? Then it lies here, the same bytes at the same place. */
static enum err_kind look_for_part(struct call *call, struct db *db, struct sending *sending,
                                   struct err *reterr)
{
    struct db_result found;
    enum err_kind kind = upload_parts(db, call->arena, sending->row.id, &found, reterr);
    for (size_t i = 0; !kind && i < found.row_count; i++)
        sending->again |= db_cell_int(&found, i, 0) == sending->part.first_byte &&
                          db_cell_int(&found, i, 1) == sending->part.size_bytes &&
                          text_equal(db_cell_text(&found, i, 2), sending->sm3);
    if (!kind && !sending->again)
        return wrong_place(&sending->row, reterr);
    if (kind || !sending->row.document_id)
        return kind;
    kind = list_document(db, call->arena, sending->row.document_id, &found, reterr);
    return kind ? kind : document_taken(call->engine, &found, call->arena, &sending->taken, reterr);
}

static enum err_kind part_prepare(struct call *call, struct err *reterr)
{
    const struct ports *ports = engine_ports(call->engine);
    struct db *db = work_of_call(call)->db;
    struct sending *sending = arena_alloc(call->arena, sizeof *sending);
    if (!sending)
        return arena_full(reterr);
    call->state = sending;
    enum err_kind kind =
        find_own(db, call->engine, &call->actor, call->params, call->arena, &sending->row, reterr);
    if (!kind)
        kind = check_place(call, sending, reterr);
    if (kind)
        return kind;
    struct sm3 sm3 = sm3_of(call->raw, call->raw_bytes);
    text_hex(sm3.bytes, SM3_BYTES, sending->sm3);
    if (call->content_sm3 && strcasecmp(call->content_sm3, sending->sm3) != 0)
        return err_set(reterr, ERR_INVALID, "document.sm3",
                       "the bytes that came have another SM3 than the header says");
    if (sending->part.first_byte != sending->row.received_bytes || sending->row.document_id)
        return look_for_part(call, db, sending, reterr);
    if (sending->row.part_count >= PARTS_MAX)
        return err_set(reterr, ERR_LIMIT, "upload.parts", "more than %d parts", PARTS_MAX);
    sending->whole = sending->part.first_byte + sending->part.size_bytes == sending->row.size_bytes;
    if (sending->whole) /* nobody reads this one back */
        return join_parts(call, db, sending, reterr);
    return ports->part_put(ports->context, sending->row.id, sending->part.first_byte, &sm3,
                           call->raw, call->raw_bytes, reterr);
}

static enum err_kind part_load(struct call *call, struct err *reterr)
{
    struct sending *sending = call->state;
    (void) reterr;
    sending->read = upload_read(call->reads, sending->row.id);
    return ERR_NONE;
}

/* Another part may have come first while this one was put away. */
static enum err_kind part_decide(struct call *call, struct err *reterr)
{
    struct sending *sending = call->state;
    struct upload_row now;
    if (sending->again)
        return ERR_NONE;
    if (!upload_take(db_flight_result(call->reads, sending->read), 0, &now))
        return unknown(reterr);
    return now.received_bytes == sending->part.first_byte && !now.document_id
               ? ERR_NONE
               : wrong_place(&now, reterr);
}

static enum err_kind drop_later(struct call *call, int64_t upload_id, struct err *reterr)
{
    struct value *payload = value_new_map(call->arena);
    if (!payload || !value_set_int(call->arena, payload, "upload", upload_id))
        return arena_full(reterr);
    return call_add_job(call, "drop_parts", payload, reterr);
}

static enum err_kind part_apply(struct call *call, struct err *reterr)
{
    struct sending *sending = call->state;
    struct upload_row *row = &sending->row;
    if (sending->again)
        return reply_state(call, 200, row, &sending->taken, reterr);
    if (sending->whole)
        row->document_id = document_file(call, &sending->taken);
    row->received_bytes = sending->part.first_byte + sending->part.size_bytes;
    row->updated_us = call->received_us;
    upload_advance(call->writes, &sending->part, row->document_id, call->received_us);
    enum err_kind kind = sending->whole ? drop_later(call, row->id, reterr) : ERR_NONE;
    return kind ? kind
                : reply_state(call, sending->whole ? 201 : 200, row, &sending->taken, reterr);
}

/* ---- giving up, looking ------------------------------------------------------------------------
 */

static enum err_kind drop_load(struct call *call, struct err *reterr)
{
    struct row_wanted *wanted = wanted_row(call, UPLOAD_PREFIX);
    if (!wanted)
        return arena_full(reterr);
    wanted->read = upload_read(call->reads, wanted->id);
    return ERR_NONE;
}

static enum err_kind drop_decide(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    struct upload_row row;
    bool own = upload_take(db_flight_result(call->reads, wanted->read), 0, &row) &&
               is_owner(&call->actor, &row);
    return own ? ERR_NONE : unknown(reterr);
}

static enum err_kind drop_apply(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    struct json_writer writer;
    upload_forget(call->writes, wanted->id);
    json_writer_init(&writer, call->arena, 256);
    json_begin(&writer);
    json_named_flag(&writer, "dropped", true);
    json_end(&writer);
    enum err_kind kind = drop_later(call, wanted->id, reterr);
    return kind ? kind : call_reply(call, 200, &writer, reterr);
}

static enum err_kind state_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct upload_row row;
    struct db_result document;
    struct taken taken;
    enum err_kind kind = find_own(reading->db, reading->engine, &reading->actor, reading->params,
                                  reading->arena, &row, reterr);
    if (!kind && row.document_id)
        kind = list_document(reading->db, reading->arena, row.document_id, &document, reterr);
    if (!kind && row.document_id)
        kind = document_taken(reading->engine, &document, reading->arena, &taken, reterr);
    if (!kind)
        write_state(reading->engine, writer, reading->arena, &row, &taken);
    return kind;
}

static enum err_kind list_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct db_result rows;
    struct upload_row row;
    enum err_kind kind = uploads_open(reading->db, reading->arena, reading->actor.account_id,
                                      reading->actor.participant_id, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; upload_take(&rows, i, &row); i++) {
        json_begin(writer);
        write_upload(reading->engine, writer, reading->arena, &row);
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL); /* so few may be open that one page holds them */
    json_end(writer);
    return ERR_NONE;
}

/* clang-format off */
static const struct field fields[] = {
    {.name = "size_bytes", .kind = FIELD_NUMBER, .min = 1, .max = FILE_BYTES_MAX, .title = {"文件大小（字节）", "Size in bytes"}},
    {.name = "sm3", .kind = FIELD_TEXT, .min = 64, .max = 64, .title = {"文件的SM3值", "SM3 of the whole file"}}};
static const struct form_field begin_form[] = {{&document_name_field, true}, {&document_kind_field, false}, {&fields[0], true}, {&fields[1], false}};

#define UPLOAD_ROW "id:s name:s kind:s size_bytes:i offset:i part_bytes_max:i ends_at:s"
#define UPLOAD_STATE "{" UPLOAD_ROW " document:" RECEIVED_ROW "?}"

const struct operation upload_operations[] = {
    {.name = "upload_begin", .method = "POST", .path = "/uploads", .permission = "public", .delegated = "write", .reply = UPLOAD_STATE,
     .summary = {"开始分段上传", "Begins an upload in parts"}, .form = begin_form, .form_count = COUNT_OF(begin_form),
     .load = begin_load, .decide = begin_decide, .apply = begin_apply},
    {.name = "upload_list", .method = "GET", .path = "/uploads", .permission = "public", .delegated = "write", .reply = "{items:[{" UPLOAD_ROW "}] next:s?}",
     .summary = {"尚未传完的文件", "Uploads that are not complete"}, .query = "", .read = list_read},
    {.name = "upload_read", .method = "GET", .path = "/uploads/{id}", .permission = "public", .delegated = "write", .reply = UPLOAD_STATE,
     .summary = {"传到哪里了", "How far an upload is"}, .query = "", .read = state_read},
    {.name = "upload_part", .method = "PATCH", .path = "/uploads/{id}", .permission = "public", .delegated = "write", .reply = UPLOAD_STATE,
     .summary = {"接着上传一段", "The next part of an upload"}, .query = "offset", .raw_bytes_max = PART_BYTES_MAX, .slow = true,
     .prepare = part_prepare, .load = part_load, .decide = part_decide, .apply = part_apply},
    {.name = "upload_drop", .method = "DELETE", .path = "/uploads/{id}", .permission = "public", .delegated = "write", .reply = "{dropped:b}",
     .summary = {"放弃上传", "Gives up an upload"}, .load = drop_load, .decide = drop_decide, .apply = drop_apply},
    {.name = NULL}};
/* clang-format on */

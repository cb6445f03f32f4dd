/* api/take: see take.h. */
#include "api/take.h"

#include "api/page.h"
#include "api/session.h"
#include "base/text.h"
#include "files/files.h"
#include "store/matter.h"
#include "store/work.h"

#include <strings.h>

enum { NAME_LETTERS_MAX = 120, KIND_BYTES_MAX = 64, RECEIPT_BYTES_MAX = 8192 };

enum err_kind document_named(const char *name, const char *kind, struct err *reterr)
{
    size_t letters = text_length(name);
    bool fits = letters > 0 && letters <= NAME_LETTERS_MAX;
    for (const char *at = name; fits && *at; at++)
        fits = (unsigned char) *at >= ' ' && *at != '/' && *at != '\\' && *at != 0x7f;
    if (!fits)
        return err_field(reterr, ERR_INVALID, "document.name", "name",
                         "1 to %d letters, no folders", NAME_LETTERS_MAX);
    if (strlen(kind) > KIND_BYTES_MAX)
        return err_field(reterr, ERR_INVALID, "document.kind", "kind", "at most %d bytes",
                         KIND_BYTES_MAX);
    /* A list of documents leaves files of messages out: evidence must not hide as one. */
    if (strcmp(kind, DOCUMENT_OF_POST) == 0)
        return err_field(reterr, ERR_INVALID, "document.kind_kept", "kind", "kept for messages");
    return ERR_NONE;
}

enum err_kind document_sender(const struct call *call, struct err *reterr)
{
    return call->actor.account_id || call->actor.participant_id
               ? ERR_NONE
               : err_set(reterr, ERR_UNIDENTIFIED, "session.none", "nobody is signed in");
}

/* What the person may hold against us: our signature over what came and when. */
static enum err_kind sign_receipt(const struct engine *engine, struct arena *arena,
                                  int64_t received_us, struct taken *taken, struct err *reterr)
{
    taken->received_at = instant_format(arena, received_us);
    const char *text = taken->received_at ? arena_printf(arena, "%s %zu %s", taken->sm3,
                                                         taken->size_bytes, taken->received_at)
                                          : NULL;
    if (!text)
        return arena_full(reterr);
    return sign_bytes(engine_keys(engine), text, strlen(text), arena, &taken->receipt, reterr);
}

enum err_kind document_take(struct call *call, const char *expected_sm3, struct taken *taken,
                            struct err *reterr)
{
    const struct ports *ports = engine_ports(call->engine);
    enum err_kind kind = file_sniff(taken->bytes, taken->size_bytes, &taken->media_type, reterr);
    if (kind)
        return kind;
    struct sm3 hash = sm3_of(taken->bytes, taken->size_bytes);
    text_hex(hash.bytes, SM3_BYTES, taken->sm3);
    if (expected_sm3 && strcasecmp(expected_sm3, taken->sm3) != 0)
        return err_set(reterr, ERR_INVALID, "document.sm3",
                       "the bytes that came have another SM3 than was said");
    taken->scan = ports->scan ? "waiting" : "off";
    kind = ports->blob_put(ports->context, &hash, taken->bytes, taken->size_bytes, reterr);
    return kind ? kind : sign_receipt(call->engine, call->arena, call->received_us, taken, reterr);
}

enum err_kind document_taken(const struct engine *engine, const struct db_result *rows,
                             struct arena *arena, struct taken *ret, struct err *reterr)
{
    if (!rows->row_count)
        return err_set(reterr, ERR_MISSING, "document.unknown", "no such document");
    *ret = (struct taken){.size_bytes = (size_t) db_cell_int(rows, 0, 4),
                          .media_type = db_cell_text(rows, 0, 5),
                          .name = db_cell_text(rows, 0, 6),
                          .kind = db_cell_text(rows, 0, 7),
                          .scan = document_scan(engine, rows, 0)};
    (void) snprintf(ret->sm3, sizeof ret->sm3, "%s", db_cell_text(rows, 0, 3));
    return sign_receipt(engine, arena, db_cell_int(rows, 0, 8), ret, reterr);
}

const struct field document_name_field = {.name = "name",
                                          .kind = FIELD_TEXT,
                                          .min = 1,
                                          .max = 120,
                                          .title = {"文件名", "Name of the file"}};
const struct field document_kind_field = {
    .name = "kind", .kind = FIELD_TEXT, .max = 64, .title = {"材料类别", "Kind of document"}};

int64_t document_file(struct call *call, const struct taken *taken)
{
    /* It joins its matter when the form that names it is sent in: until then it is the uploader's
     * alone. A holder of a link has no account to keep it for, and may only act on that matter. */
    const struct document_row row = {.id = call_new_id(call, ID_DOCUMENT),
                                     .matter_id =
                                         call->actor.account_id ? 0 : call->actor.link_matter_id,
                                     .account_id = call->actor.account_id,
                                     .size_bytes = (int64_t) taken->size_bytes,
                                     .created_us = call->received_us,
                                     .sm3 = taken->sm3,
                                     .media_type = taken->media_type,
                                     .name = taken->name,
                                     .kind = taken->kind,
                                     .scan = taken->scan,
                                     .look = document_look_wanted(taken->media_type)};
    document_insert(call->writes, &row);
    return row.id;
}

void document_receipt_write(const struct engine *engine, struct json_writer *writer, int64_t id,
                            const struct taken *taken)
{
    char public[PUBLIC_ID_BYTES];
    public_id(engine_keys(engine), 'X', id, public);
    json_begin(writer);
    json_named_text(writer, "id", public);
    json_named_text(writer, "sm3", taken->sm3);
    json_named_int(writer, "size_bytes", (int64_t) taken->size_bytes);
    json_named_text(writer, "media_type", taken->media_type);
    json_named_text(writer, "name", taken->name);
    json_named_text(writer, "kind", taken->kind);
    json_named_text(writer, "received_at", taken->received_at);
    json_named_text(writer, "receipt", taken->receipt);
    json_named_text(writer, "scan", taken->scan);
    json_end(writer);
}

enum err_kind document_file_and_reply(struct call *call, const struct taken *taken,
                                      struct err *reterr)
{
    struct json_writer writer;
    int64_t id = document_file(call, taken);
    json_writer_init(&writer, call->arena, RECEIPT_BYTES_MAX);
    document_receipt_write(call->engine, &writer, id, taken);
    return call_reply(call, 201, &writer, reterr);
}

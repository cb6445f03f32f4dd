/*
 * api/proof: one matter's proof as one file anybody can check without us (store/proof,
 * docs/proof.md), and the signed root of a day at a public address.
 */
#include "store/proof.h"
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "base/text.h"
#include "store/lists.h"

#define EVENT_PURPOSE "event.value"

/* Personal values stay sealed: the file may be handed on. What it opens is plain and short. */
static const bool plain[FIELD_KIND_COUNT] = {
    [FIELD_TEXT] = true,   [FIELD_MONEY] = true,      [FIELD_NUMBER] = true, [FIELD_DATE] = true,
    [FIELD_MOMENT] = true, [FIELD_CHOICE] = true,     [FIELD_YES_NO] = true, [FIELD_CAUSE] = true,
    [FIELD_COURT] = true,  [FIELD_CASE_NUMBER] = true};

static bool may_open(const struct workflow *workflow, const struct value *readable,
                     const char *path)
{
    for (size_t i = 0; i < workflow->field_count; i++) {
        if (strcmp(workflow->fields[i].name, path) == 0)
            return plain[workflow->fields[i].kind] && !value_is_null(value_get(readable, path));
    }
    return text_starts(path, "deadline."); /* a clock that moved */
}

static enum err_kind write_values(struct reading *reading, struct json_writer *writer,
                                  const struct matter *matter, struct err *reterr)
{
    struct db_result rows;
    const struct value *readable = matter_fields(&reading->actor, matter, reading->arena, false);
    enum err_kind kind = readable
                             ? proof_values(reading->db, reading->arena, matter->id, &rows, reterr)
                             : arena_full(reterr);
    json_name(writer, "values");
    json_begin_list(writer);
    for (size_t i = 0; !kind && i < rows.row_count; i++) {
        const char *path = db_cell_text(&rows, i, 1), *sealed = db_cell_text(&rows, i, 3);
        const char *value = NULL;
        if (!*sealed || !may_open(matter->workflow, readable, path))
            continue;
        kind = secret_open(engine_keys(reading->engine), EVENT_PURPOSE, sealed, reading->arena,
                           &value, reterr);
        if (kind)
            break;
        json_begin(writer);
        json_named_int(writer, "event", db_cell_int(&rows, i, 0));
        json_named_text(writer, "path", path);
        json_named_text(writer, "salt", db_cell_text(&rows, i, 2));
        json_named_text(writer, "value", value);
        json_end(writer);
    }
    json_end_list(writer);
    return kind;
}

/* "seal": the platform's signature over all that stands before it, so that nothing of the file,
 * head lines included, can be changed unseen. */
static enum err_kind write_seal(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    static const struct json_limits limits = {32 << 20, 8, 2000000};
    struct value *told = NULL;
    const char *signature = NULL;
    const char *text = arena_printf(reading->arena, "%s}", writer->text.bytes);
    enum err_kind kind =
        text ? json_parse(text, strlen(text), &limits, reading->arena, &told, reterr)
             : arena_full(reterr);
    const char *canonical = kind ? NULL : json_canonical(reading->arena, told);
    if (!kind && !canonical)
        kind = arena_full(reterr);
    if (!kind)
        kind = sign_bytes(engine_keys(reading->engine), canonical, strlen(canonical),
                          reading->arena, &signature, reterr);
    json_named_text(writer, "seal", signature);
    return kind;
}

enum err_kind proof_read(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct matter *matter = NULL;
    struct db_result documents;
    enum err_kind kind = visible_matter(reading, &matter, reterr);
    if (!kind)
        kind = list_documents(reading->db, reading->arena, matter->id, &documents, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_text(writer, "format", PROOF_FORMAT);
    json_named_text(writer, "matter", matter_id_print(reading->engine, matter, reading->arena));
    json_named_text(writer, "system", matter->workflow->system);
    json_named_text(writer, "court", matter->court);
    json_named_text(writer, "number", matter->number);
    write_instant(reading, writer, "made_at", reading->now_us);
    json_named_text(writer, "public_key", keys_public_pem(engine_keys(reading->engine)));
    kind = proof_write(reading->db, matter->id, writer, reading->arena, reterr);
    if (!kind)
        kind = write_values(reading, writer, matter, reterr);
    if (!kind)
        kind = write_seal(reading, writer, reterr);
    json_end(writer);
    return kind;
}

enum err_kind root_read(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    const char *text = param_text(reading->params, "day");
    int32_t day = day_of_instant(reading->now_us) - 1;
    struct db_result head;
    if (*text && !day_parse(text, &day))
        return err_field(reterr, ERR_INVALID, "date.format", "day", "a day like 2026-11-24");
    enum err_kind kind =
        head_before(reading->db, reading->arena, start_of_day(day + 1), &head, reterr);
    if (kind)
        return kind;
    bool there = head.row_count > 0;
    json_begin(writer);
    json_named_text(writer, "day", day_format(reading->arena, day));
    json_name(writer, "block");
    if (there)
        json_int(writer, db_cell_int(&head, 0, 0));
    else
        json_null(writer);
    json_named_text(writer, "hash", there ? db_cell_text(&head, 0, 1) : NULL);
    json_named_text(writer, "signature", there ? db_cell_text(&head, 0, 2) : NULL);
    write_instant(reading, writer, "signed_at", there ? db_cell_int(&head, 0, 3) : 0);
    json_named_text(writer, "public_key", keys_public_pem(engine_keys(reading->engine)));
    json_end(writer);
    return ERR_NONE;
}

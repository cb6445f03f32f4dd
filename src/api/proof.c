/*
 * api/proof: one matter's proof as one file anybody can check without us (store/proof,
 * docs/proof.md), and the signed root of a day at a public address.
 */
#include "store/proof.h"
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "base/text.h"
#include "store/day_root.h"
#include "store/lists.h"

#define EVENT_PURPOSE "event.value"

/* Personal values stay sealed: the file may be handed on. What it opens is plain and short. */
static const bool plain[FIELD_KIND_COUNT] = {
    [FIELD_TEXT] = true,   [FIELD_MONEY] = true,      [FIELD_NUMBER] = true, [FIELD_DATE] = true,
    [FIELD_MOMENT] = true, [FIELD_CHOICE] = true,     [FIELD_YES_NO] = true, [FIELD_CAUSE] = true,
    [FIELD_COURT] = true,  [FIELD_CASE_NUMBER] = true};

/* What a proof opens: NULL, what the reader may see of the matter; else these names alone. */
struct opening {
    const struct value *readable;
    const char *names;
};

static bool may_open(const struct workflow *workflow, const struct opening *opening,
                     const char *path)
{
    if (opening->names)
        return text_has_word(opening->names, path);
    for (size_t i = 0; i < workflow->field_count; i++) {
        if (strcmp(workflow->fields[i].name, path) == 0)
            return plain[workflow->fields[i].kind] &&
                   !value_is_null(value_get(opening->readable, path));
    }
    return text_starts(path, "deadline."); /* a clock that moved */
}

static enum err_kind write_values(struct reading *reading, struct json_writer *writer,
                                  const struct matter *matter, const char *names,
                                  struct err *reterr)
{
    struct db_result rows;
    struct opening opening = {.names = names};
    if (!names)
        opening.readable = matter_fields(&reading->actor, matter, reading->arena, false);
    enum err_kind kind = names || opening.readable
                             ? proof_values(reading->db, reading->arena, matter->id, &rows, reterr)
                             : arena_full(reterr);
    json_name(writer, "values");
    json_begin_list(writer);
    for (size_t i = 0; !kind && i < rows.row_count; i++) {
        const char *path = db_cell_text(&rows, i, 1), *sealed = db_cell_text(&rows, i, 3);
        const char *value = NULL;
        if (!*sealed || !may_open(matter->workflow, &opening, path))
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

static void write_head(struct reading *reading, struct json_writer *writer,
                       const struct matter *matter)
{
    json_named_text(writer, "format", PROOF_FORMAT);
    json_named_text(writer, "matter", matter_id_print(reading->engine, matter, reading->arena));
    json_named_text(writer, "system", matter->workflow->system);
    json_named_text(writer, "court", matter->court);
    json_named_text(writer, "number", matter->number);
    write_instant(reading, writer, "made_at", reading->now_us);
    json_named_text(writer, "public_key", keys_public_pem(engine_keys(reading->engine)));
}

static enum err_kind write_rest(struct reading *reading, struct json_writer *writer,
                                const struct matter *matter, const char *names, struct err *reterr)
{
    enum err_kind kind = proof_write(reading->db, matter->id, writer, reading->arena, reterr);
    if (!kind)
        kind = write_values(reading, writer, matter, names, reterr);
    if (!kind)
        kind = write_seal(reading, writer, reterr);
    json_end(writer);
    return kind;
}

static enum err_kind proof_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct matter *matter = NULL;
    enum err_kind kind = visible_matter(reading, &matter, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    write_head(reading, writer, matter);
    return write_rest(reading, writer, matter, NULL, reterr);
}

/* For whoever holds a paper, by the code on it: the events of its making, which tell nothing but
 * the SM3 of what it says and of its file. */
static enum err_kind paper_proof_read(struct reading *reading, struct json_writer *writer,
                                      struct err *reterr)
{
    struct matter *paper = NULL;
    const char *result = NULL;
    enum err_kind kind = paper_by_code(reading, &paper, &result, reterr);
    if (!kind && strcmp(result, "genuine") != 0)
        kind = err_set(reterr, ERR_MISSING, "paper.code", "no paper has that code");
    if (kind)
        return kind;
    json_begin(writer);
    write_head(reading, writer, paper);
    json_name(writer, "paper");
    json_begin(writer);
    json_named_text(writer, "sm3", param_text(reading->params, "sm3"));
    json_named_text(writer, "document_sm3", value_text(value_get(paper->fields, "document_hash")));
    json_end(writer);
    return write_rest(reading, writer, paper, "values_hash document_hash", reterr);
}

/* ---- roots of days ----------------------------------------------------------------------------
 */

static void write_stamp(struct reading *reading, struct json_writer *writer, const char *day,
                        const char *root, const char *stamp)
{
    struct timestamp_facts facts = {0};
    const char *text = stamp ? day_root_text(day, root, reading->arena) : NULL;
    bool holds = text && timestamp_holds(stamp, text, strlen(text), NULL, &facts);
    json_named_text(writer, "stamp", stamp);
    write_instant(reading, writer, "stamped_at", holds ? facts.at_us : 0);
    json_named_text(writer, "stamped_by",
                    holds ? arena_copy(reading->arena, facts.authority) : NULL);
}

static enum err_kind root_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    const char *text = param_text(reading->params, "day");
    int32_t day = day_of_instant(reading->now_us) - 1;
    struct db_result head;
    struct day_root_row root;
    if (*text && !day_parse(text, &day))
        return err_field(reterr, ERR_INVALID, "date.format", "day", "a day like 2026-11-24");
    enum err_kind kind =
        head_before(reading->db, reading->arena, start_of_day(day + 1), &head, reterr);
    if (!kind)
        kind = day_root_find(reading->db, reading->arena, day, &root, reterr);
    if (kind)
        return kind;
    bool there = head.row_count > 0;
    const char *name = day_format(reading->arena, day);
    json_begin(writer);
    json_named_text(writer, "day", name);
    json_named_text(writer, "root", root.root);
    json_named_int(writer, "heads", root.head_count);
    write_stamp(reading, writer, name, root.root, root.stamp);
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

static void write_root_row(struct reading *reading, struct json_writer *writer,
                           const struct db_result *rows, size_t row, void *context)
{
    (void) context;
    const char *day = day_format(reading->arena, (int32_t) db_cell_int(rows, row, 0));
    json_named_text(writer, "day", day);
    json_named_text(writer, "root", db_cell_text(rows, row, 2));
    json_named_int(writer, "heads", db_cell_int(rows, row, 1));
    write_stamp(reading, writer, day, db_cell_text(rows, row, 2), db_cell_text(rows, row, 3));
}

static enum err_kind roots_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct list_page page;
    struct db_result rows;
    enum err_kind kind = page_read(reading, "roots", &page, reterr);
    if (!kind)
        kind = day_roots_list(reading->db, reading->arena, page.id ? (int32_t) page.id : INT32_MAX,
                              page.limit, &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "roots", &page, &rows, 0, write_root_row, NULL);
    return kind;
}

/* clang-format off */
#define ROOT_ROW "day:s root:s? heads:i stamp:s? stamped_at:s? stamped_by:s?"
#define PROOF_ROW "format:s matter:s system:s court:s number:s? made_at:s public_key:s " \
    "events:[o] blocks:[o] heads:[o] days:[{day:s root:s stamp:s?}] " \
    "values:[{event:i path:s salt:s value:s}] seal:s"
const struct operation proof_operations[] = {
    {.name = "matter_proof", .method = "GET", .path = "/matters/{id}/proof", .permission = "public",
     .reply = "{" PROOF_ROW "}",
     .summary = {"证据包：不依赖本平台就能核验", "One matter's proof, checked without this platform"}, .query = "", .read = proof_read, .slow = true},
    {.name = "paper_proof", .method = "GET", .path = "/papers/proof", .permission = "public",
     .reply = "{" PROOF_ROW " paper:{sm3:s document_sm3:s}}",
     .summary = {"一份法院文书的证据包，凭文书上的二维码", "A paper's proof, by the code printed on it"}, .query = "paper sm3", .read = paper_proof_read, .slow = true},
    {.name = "root", .method = "GET", .path = "/roots", .permission = "public",
     .reply = "{" ROOT_ROW " block:i? hash:s? signature:s? signed_at:s? public_key:s}",
     .summary = {"某日的根和最后的签名", "The root of a day and its last signed head (yesterday's when none is named)"}, .query = "day", .read = root_read},
    {.name = "root_list", .method = "GET", .path = "/roots/days", .permission = "public",
     .reply = "{items:[{" ROOT_ROW "}] next:s?}",
     .summary = {"各日的根，新的在前", "The roots of all days, newest first"}, .query = "cursor limit", .read = roots_read, .slow = true},
    {.name = NULL}};
/* clang-format on */

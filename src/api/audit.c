/* api/audit: the auditor sees who did what when and whether the chain holds, and no content. */
#include "api/operations.h"
#include "api/page.h"
#include "store/event.h"

static void write_event_row(struct reading *reading, struct json_writer *writer,
                            const struct db_result *rows, size_t i, void *context)
{
    const char *action = db_cell_text(rows, i, 1), *hash = db_cell_text(rows, i, 12);
    const struct workflow *workflow = hash ? engine_workflow_by_hash(reading->engine, hash) : NULL;
    (void) context;
    json_named_int(writer, "id", db_cell_int(rows, i, 10));
    write_instant(reading, writer, "at", db_cell_int(rows, i, 4));
    json_named_text(writer, "matter", matter_id_of(reading, db_cell_int(rows, i, 9), hash));
    json_named_text(writer, "system", workflow ? workflow->system : NULL);
    json_named_int(writer, "sequence", db_cell_int(rows, i, 0));
    json_named_text(writer, "action", action);
    write_words(writer, "action_title", action_words(workflow, action));
    json_named_text(writer, "role", db_cell_text(rows, i, 2));
    write_words(writer, "role_title", role_words(db_cell_text(rows, i, 2)));
    json_named_text(writer, "actor", db_cell_text(rows, i, 3));
    json_named_text(writer, "for", db_cell_text(rows, i, 13));
    json_named_text(writer, "from", db_cell_text(rows, i, 5));
    json_named_text(writer, "to", db_cell_text(rows, i, 6));
    write_words(writer, "to_title", state_words(workflow, db_cell_text(rows, i, 6)));
    json_named_text(writer, "hash", db_cell_text(rows, i, 8));
}

static enum err_kind all_events(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct list_page page;
    struct db_result rows;
    enum err_kind kind = page_read(reading, "audit_events", &page, reterr);
    if (!kind)
        kind = list_all_events(reading->db, reading->arena, &page, &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "audit_events", &page, &rows, 10, write_event_row, NULL);
    return kind;
}

static void write_access_row(struct reading *reading, struct json_writer *writer,
                             const struct db_result *rows, size_t i, void *context)
{
    (void) context;
    json_named_int(writer, "id", db_cell_int(rows, i, 0));
    write_instant(reading, writer, "at", db_cell_int(rows, i, 1));
    json_named_text(writer, "actor", db_cell_text(rows, i, 2));
    json_named_text(writer, "matter",
                    matter_id_of(reading, db_cell_int(rows, i, 3), db_cell_text(rows, i, 7)));
    json_named_text(writer, "what", db_cell_text(rows, i, 4));
    json_named_text(writer, "hash", db_cell_text(rows, i, 5));
}

static enum err_kind access_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct list_page page;
    struct db_result rows;
    const char *words = text_normalise(reading->arena, param_text(reading->params, "searched"));
    const char *what = words && *words ? access_search(reading->engine, words, reading->arena) : "";
    enum err_kind kind = page_read(reading, "audit_access", &page, reterr);
    if (!kind && !(words && what))
        kind = arena_full(reterr);
    if (!kind)
        kind = list_access(reading->db, reading->arena, what, &page, &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "audit_access", &page, &rows, 0, write_access_row, NULL);
    return kind;
}

/* Both chains, from the first row to the last. */
static enum err_kind verify(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct verify_report report;
    enum err_kind kind =
        store_verify(reading->db, keys_public_pem(engine_keys(reading->engine)), &report, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_flag(writer, "ok", !report.broken);
    json_named_int(writer, "events", report.events);
    json_named_int(writer, "blocks", report.blocks);
    json_named_int(writer, "matters", report.matters);
    json_named_int(writer, "certain_up_to", report.certain_up_to_block);
    json_named_int(writer, "access_rows", report.access_rows);
    json_named_int(writer, "ledger_entries", report.ledger_entries);
    json_name(writer, "findings");
    json_begin_list(writer);
    if (report.broken)
        json_text(writer, report.where);
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

/* clang-format off */
const struct operation audit_operations[] = {
    {.name = "audit_events", .method = "GET", .path = "/audit/events", .permission = "auditor",
     .reply = "{items:[{id:i at:s matter:s? system:s? sequence:i action:s action_title:@Words role:s role_title:@Words actor:s? for:s? from:s? to:s? to_title:@Words hash:s}] next:s?}",
     .summary = {"全部办理记录", "Every event, newest first"}, .query = "cursor limit", .read = all_events},
    {.name = "audit_access", .method = "GET", .path = "/audit/access", .permission = "auditor",
     .reply = "{items:[{id:i at:s actor:s? matter:s? what:s hash:s}] next:s?}",
     .summary = {"工作人员查看和搜索的记录；searched 查谁搜过这些词", "Who of the staff looked at what; `searched` finds who asked for some words"}, .query = "cursor limit searched", .read = access_read},
    {.name = "audit_verify", .method = "POST", .path = "/audit/verify", .permission = "auditor",
     .reply = "{ok:b events:i blocks:i matters:i certain_up_to:i access_rows:i ledger_entries:i findings:[s]}",
     .summary = {"核验证据链", "Verifies both chains"}, .read = verify, .slow = true},
    {.name = NULL}};
/* clang-format on */

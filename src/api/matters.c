/* api/matters: one matter and what hangs on it. A matter somebody may not see is "not found". */
#include "api/operations.h"
#include "api/page.h"
#include "base/text.h"
#include "store/access.h"
#include "store/matter.h"

enum { DISPUTE_EVENTS_MAX = 500 };

/* ---- detail ------------------------------------------------------------------------------------
 */

/* A paper of this matter names it; its bytes are there once it has been set. */
static bool is_paper_of(const struct matter *other, const char *id)
{
    return text_equal(value_text(value_get(other->fields, "for_matter")), id);
}

/* What the code printed on the paper leads to, below the platform's own address. */
static const char *check_url(struct reading *reading, const struct matter *paper)
{
    struct value *values = NULL;
    char hex[SM3_HEX];
    const char *id = matter_id_print(reading->engine, paper, reading->arena);
    if (!id || engine_paper_values(reading->engine, paper, reading->arena, &values, hex, NULL))
        return NULL;
    return arena_printf(reading->arena, "/check?paper=%s&sm3=%s", id, hex);
}

bool paper_is_set(const struct matter *paper)
{
    return value_text(value_get(paper->fields, "document_hash")) != NULL;
}

void paper_write_members(struct reading *reading, struct json_writer *writer,
                         const struct matter *paper, int64_t opened_us)
{
    const char *id = matter_id_print(reading->engine, paper, reading->arena);
    bool set = paper_is_set(paper);
    json_named_text(writer, "id", id);
    json_named_text(writer, "document", set ? id : NULL);
    json_named_text(writer, "title", paper->title);
    json_named_text(writer, "number", paper->number);
    json_named_text(writer, "template", value_text(value_get(paper->fields, "template")));
    json_named_text(writer, "state", paper->state);
    write_words(writer, "state_title", paper->state_row->title);
    json_name(writer, "size_bytes");
    if (set)
        json_int(writer, value_int(value_get(paper->fields, "document_bytes"), 0));
    else
        json_null(writer);
    json_named_text(writer, "media_type", "application/pdf");
    write_instant(reading, writer, "issued_at", set ? paper->updated_us : 0);
    json_named_text(writer, "check_url", set ? check_url(reading, paper) : NULL);
    write_instant(reading, writer, "opened_at", opened_us);
}

enum err_kind papers_opened(struct reading *reading, struct matter *const *papers, size_t count,
                            int64_t *ret_us, struct err *reterr)
{
    int64_t *ids = arena_array(reading->arena, count + 1, sizeof *ids);
    int64_t account = actor_account(&reading->actor);
    if (!ids)
        return arena_full(reterr);
    for (size_t i = 0; i < count; i++) {
        ids[i] = papers[i]->id;
        ret_us[i] = 0;
    }
    return account && strcmp(reading->actor.kind, "public") == 0
               ? access_first(reading->db, reading->arena, account, ids, count, ret_us, reterr)
               : ERR_NONE;
}

static enum err_kind write_papers(struct reading *reading, struct json_writer *writer,
                                  struct matter *const *others, size_t count, const char *id,
                                  struct err *reterr)
{
    struct matter *papers[DISPUTE_MATTERS_MAX];
    int64_t opened_us[DISPUTE_MATTERS_MAX];
    size_t paper_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_paper_of(others[i], id))
            papers[paper_count++] = others[i];
    }
    enum err_kind kind = papers_opened(reading, papers, paper_count, opened_us, reterr);
    if (kind)
        return kind;
    json_name(writer, "papers");
    json_begin_list(writer);
    for (size_t i = 0; i < paper_count; i++) {
        json_begin(writer);
        paper_write_members(reading, writer, papers[i], opened_us[i]);
        json_end(writer);
    }
    json_end_list(writer);
    return ERR_NONE;
}

/* `but`: one that is loaded already; 0: all. */
static enum err_kind matters_of_dispute(struct reading *reading, int64_t dispute_id, int64_t but,
                                        struct matter **ret, size_t *ret_count, struct err *reterr)
{
    struct db_result rows;
    int64_t ids[DISPUTE_MATTERS_MAX];
    size_t count = 0;
    *ret_count = 0;
    enum err_kind kind =
        list_dispute_matters(reading->db, reading->arena, dispute_id, 0, &rows, reterr);
    for (size_t i = 0; !kind && i < rows.row_count; i++) {
        if (db_cell_int(&rows, i, 0) != but)
            ids[count++] = db_cell_int(&rows, i, 0);
    }
    return kind || !count
               ? kind
               : visible_matters(reading, MATTER_FIELDS, ids, count, ret, ret_count, reterr);
}

static void write_documents(struct reading *reading, struct json_writer *writer,
                            const struct matter *matter, const struct db_result *rows)
{
    json_name(writer, "documents");
    json_begin_list(writer);
    for (size_t i = 0; i < rows->row_count; i++) {
        /* Files of messages are told with their message. */
        if (document_readable(&reading->actor, matter, rows, i) &&
            !text_equal(db_cell_text(rows, i, 7), DOCUMENT_OF_POST))
            document_write(reading, writer, rows, i);
    }
    json_end_list(writer);
}

enum err_kind matter_detail(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct matter *matter = NULL, *others[DISPUTE_MATTERS_MAX];
    struct db_result documents;
    size_t count = 0;
    enum err_kind kind = visible_matter(reading, &matter, reterr);
    if (!kind)
        kind = matters_of_dispute(reading, matter->dispute_id, matter->id, others, &count, reterr);
    if (!kind)
        kind = list_documents(reading->db, reading->arena, matter->id, 0, &documents, reterr);
    if (kind)
        return kind;
    const char *id = matter_id_print(reading->engine, matter, reading->arena);
    reading->etag = arena_printf(reading->arena, "%lld", (long long) matter->version);
    if (!id || !reading->etag)
        return arena_full(reterr);
    json_begin(writer);
    matter_write_members(reading->engine, writer, reading->arena, &reading->actor, matter, false);
    kind = write_papers(reading, writer, others, count, id, reterr);
    if (kind)
        return kind;
    write_documents(reading, writer, matter, &documents);
    json_name(writer, "related");
    json_begin_list(writer);
    for (size_t i = 0; i < count; i++) {
        bool paper = value_text(value_get(others[i]->fields, "for_matter")) != NULL;
        if (!paper)
            matter_write_row(reading->engine, writer, reading->arena, others[i]);
    }
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

/* ---- unmasked fields --------------------------------------------------------------------------
 */

/* Who acts on the matter may see whole numbers; who only reads it may not. */
static bool may_unmask(const struct actor *actor, const struct matter *matter)
{
    role_set may = 0;
    for (size_t i = 0; i < matter->workflow->action_count; i++)
        may |= matter->workflow->actions[i].by;
    return (may & matter_roles(actor, matter) & ~role_bit("citizen")) != 0;
}

static enum err_kind fields_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct matter *matter = NULL;
    bool unmask = strcmp(param_text(reading->params, "unmask"), "1") == 0;
    enum err_kind kind = visible_matter(reading, &matter, reterr);
    if (!kind && unmask && !may_unmask(&reading->actor, matter))
        kind = err_set(reterr, ERR_DENIED, "matter.unmask", "no role that acts on this matter");
    /* Logged before it is shown; not logged, not shown. */
    if (!kind && unmask)
        kind = engine_note_access(reading, matter->id, "fields", reterr);
    if (kind)
        return kind;
    const struct value *fields = matter_fields(&reading->actor, matter, reading->arena, unmask);
    if (!fields)
        return arena_full(reterr);
    json_begin(writer);
    json_named_text(writer, "id", matter_id_print(reading->engine, matter, reading->arena));
    json_named_flag(writer, "unmasked", unmask);
    json_named_value(writer, "fields", fields);
    json_end(writer);
    return ERR_NONE;
}

/* ---- time line --------------------------------------------------------------------------------
 */

static void write_event(struct reading *reading, struct json_writer *writer,
                        const struct db_result *rows, size_t i, const struct matter *matter)
{
    const char *action = db_cell_text(rows, i, 1), *role = db_cell_text(rows, i, 2),
               *documents = db_cell_text(rows, i, 7);
    json_named_int(writer, "sequence", db_cell_int(rows, i, 0));
    json_named_text(writer, "action", action);
    write_words(writer, "action_title", action_words(matter->workflow, action));
    json_named_text(writer, "role", role);
    write_words(writer, "role_title", role_words(role));
    json_named_text(writer, "actor", db_cell_text(rows, i, 3));
    json_named_text(writer, "for", db_cell_text(rows, i, 13));
    write_instant(reading, writer, "at", db_cell_int(rows, i, 4));
    json_named_text(writer, "from", db_cell_text(rows, i, 5));
    json_named_text(writer, "to", db_cell_text(rows, i, 6));
    write_words(writer, "to_title", state_words(matter->workflow, db_cell_text(rows, i, 6)));
    json_named_text(writer, "documents", documents && *documents ? documents : NULL);
    json_named_text(writer, "hash", db_cell_text(rows, i, 8));
}

static void write_event_row(struct reading *reading, struct json_writer *writer,
                            const struct db_result *rows, size_t i, void *matter)
{
    write_event(reading, writer, rows, i, matter);
}

static enum err_kind events_list(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct matter *matter = NULL;
    struct list_page page;
    struct db_result rows;
    enum err_kind kind = page_read(reading, "events", &page, reterr);
    if (!kind)
        kind = visible_matter(reading, &matter, reterr);
    if (!kind)
        kind = list_events(reading->db, reading->arena, matter->id, page.id, page.limit, &rows,
                           reterr);
    if (!kind)
        page_write_rows(reading, writer, "events", &page, &rows, 0, write_event_row, matter);
    return kind;
}

static enum err_kind corrections_list(struct reading *reading, struct json_writer *writer,
                                      struct err *reterr)
{
    struct matter *matter = NULL;
    struct value *all = NULL;
    enum err_kind kind = visible_matter(reading, &matter, reterr);
    if (!kind)
        kind = engine_corrections(reading, matter, &all, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_value(writer, "items", all);
    json_end(writer);
    return ERR_NONE;
}

/* One time line over several matters: which event, of which matter. */
struct dispute_event {
    int64_t at_us, id;
    const struct db_result *rows;
    size_t row;
    const struct matter *matter;
};

static int oldest_first(const void *left, const void *right)
{
    const struct dispute_event *a = left, *b = right;
    if (a->at_us != b->at_us)
        return a->at_us > b->at_us ? 1 : -1;
    return a->id > b->id ? 1 : a->id < b->id ? -1 : 0;
}

static enum err_kind gather_events(struct reading *reading, struct matter *const *matters,
                                   size_t count, struct dispute_event **ret, size_t *ret_count,
                                   struct err *reterr)
{
    struct db_result *rows = arena_array(reading->arena, count + 1, sizeof *rows);
    size_t all = 0;
    *ret_count = 0;
    if (!rows)
        return arena_full(reterr);
    for (size_t i = 0; i < count; i++) {
        enum err_kind kind = list_events(reading->db, reading->arena, matters[i]->id, 0,
                                         DISPUTE_EVENTS_MAX, &rows[i], reterr);
        if (kind)
            return kind;
        all += rows[i].row_count;
    }
    struct dispute_event *events = arena_array(reading->arena, all + 1, sizeof *events);
    if (!events)
        return arena_full(reterr);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < rows[i].row_count; j++)
            events[(*ret_count)++] = (struct dispute_event){
                db_cell_int(&rows[i], j, 4), db_cell_int(&rows[i], j, 10), &rows[i], j, matters[i]};
    }
    qsort(events, all, sizeof *events, oldest_first);
    *ret = events;
    return ERR_NONE;
}

enum err_kind dispute_detail(struct reading *reading, struct json_writer *writer,
                             struct err *reterr)
{
    struct matter *matters[DISPUTE_MATTERS_MAX];
    struct dispute_event *events = NULL;
    struct db_result dispute;
    size_t count = 0, event_count = 0;
    int64_t id = 0;
    enum err_kind kind = ERR_NONE;
    if (public_id_parse(engine_keys(reading->engine), 'Z', param_text(reading->params, "id"), &id))
        kind = matters_of_dispute(reading, id, 0, matters, &count, reterr);
    if (!kind && count == 0)
        kind = err_set(reterr, ERR_MISSING, "dispute.unknown", "no such dispute");
    for (size_t i = 0; !kind && i < count; i++)
        kind = engine_note_look(reading, matters[i]->id, "view", reterr);
    if (!kind)
        kind = gather_events(reading, matters, count, &events, &event_count, reterr);
    if (!kind)
        kind = list_dispute(reading->db, reading->arena, id, &dispute, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_text(writer, "id", param_text(reading->params, "id"));
    json_named_text(writer, "title", dispute.row_count ? db_cell_text(&dispute, 0, 0) : NULL);
    write_instant(reading, writer, "opened_at",
                  dispute.row_count ? db_cell_int(&dispute, 0, 1) : 0);
    json_name(writer, "matters");
    json_begin_list(writer);
    for (size_t i = 0; i < count; i++)
        matter_write_row(reading->engine, writer, reading->arena, matters[i]);
    json_end_list(writer);
    json_name(writer, "events");
    json_begin_list(writer);
    for (size_t i = 0; i < event_count; i++) {
        const struct dispute_event *event = &events[i];
        json_begin(writer);
        json_named_text(writer, "matter",
                        matter_id_print(reading->engine, event->matter, reading->arena));
        json_named_text(writer, "matter_title", event->matter->title);
        json_named_text(writer, "system", event->matter->workflow->system);
        write_words(writer, "system_title", event->matter->workflow->title);
        write_event(reading, writer, event->rows, event->row, event->matter);
        json_end(writer);
    }
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

/* ---- the table ---------------------------------------------------------------------------------
 */

/* clang-format off */
const struct operation matter_operations[] = {
    {.name = "matter_list", .method = "GET", .path = "/matters", .permission = "signed_in", .delegated = "read",
     .reply = "{items:[@MatterRow] next:s?}",
     .summary = {"您可以看到的事项", "Matters you may see"},
     .query = "system court state mine from to handler order cursor limit", .read = matters_list},
    {.name = "matter_read", .method = "GET", .path = "/matters/{id}", .permission = "public", .delegated = "read",
     .reply = "@Matter",
     .summary = {"一个事项", "One matter"}, .query = "", .read = matter_detail},
    {.name = "matter_fields", .method = "GET", .path = "/matters/{id}/fields",
     .permission = "public", .reply = "{id:s unmasked:b fields:o}",
     .summary = {"事项内容（查看完整信息会留下记录）", "Values of a matter; looking at whole ones is logged"},
     .query = "unmask", .read = fields_read, .slow = true},
    {.name = "matter_events", .method = "GET", .path = "/matters/{id}/events",
     .permission = "public", .delegated = "read", .reply = "{items:[@Event] next:s?}",
     .summary = {"办理过程", "Time line of a matter"},
     .query = "cursor limit", .read = events_list},
    {.name = "correction_list", .method = "GET", .path = "/matters/{id}/corrections",
     .permission = "public", .delegated = "read",
     .reply = "{items:[{sequence:i at:s ~reason:s? changes:[{field:s row:i? before:a after:a}]}]}",
     .summary = {"登记信息的更正：原来是什么，现在是什么", "Data put right: what stood there, what stands there now"}, .query = "", .read = corrections_list},
    {.name = "clock_list", .method = "GET", .path = "/matters/{id}/deadlines",
     .permission = "public", .delegated = "read", .reply = "{items:[{" CLOCK_ROW "}]}",
     .summary = {"期限台账", "Every clock of a matter, closed ones too"}, .query = "", .read = ledger_list},
    {.name = "clock_days", .method = "GET", .path = "/matters/{id}/deadlines/{place}",
     .permission = "public", .delegated = "read", .reply = "{" CLOCK_ROW " days:[{day:s weekday:i kind:s number:i off:b holiday:s?}] cut:b}",
     .summary = {"一个期限，逐日列出", "One clock, day by day"}, .query = "", .read = ledger_days},
    {.name = "post_list", .method = "GET", .path = "/matters/{id}/posts", .permission = "public", .delegated = "read",
     .reply = "{items:[{id:s author:s? mine:b audience:s kind:s text:s at:s documents:[@Document]}] next:s?}",
     .summary = {"留言和笔记", "Messages and notes"}, .query = "cursor limit", .read = posts_list},
    {.name = "room_list", .method = "GET", .path = "/matters/{id}/rooms", .permission = "public", .delegated = "read",
     .reply = "{items:[{name:s title:@Words who:[{name:s title:@Words}]}]}",
     .summary = {"您所在的调解室", "The rooms of the talks you sit in"}, .query = "", .read = rooms_list},
    {.name = "draft_read", .method = "GET", .path = "/matters/{id}/draft/{action}",
     .permission = "signed_in", .delegated = "write", .reply = "{body:o? revision:i updated_at:s?}",
     .summary = {"尚未提交的草稿", "A form that is not sent yet"},
     .query = "", .read = draft_read_one},
    {.name = "dispute_read", .method = "GET", .path = "/disputes/{id}", .permission = "public", .delegated = "read",
     .reply = "{id:s title:s opened_at:s matters:[@MatterRow] events:[{matter:s matter_title:s? system:s system_title:@Words " EVENT_ROW "}]}",
     .summary = {"一件纠纷的全部过程", "One time line over all matters of a dispute"},
     .query = "", .read = dispute_detail},
    {.name = "message_list", .method = "GET", .path = "/messages", .permission = "signed_in", .delegated = "read",
     .reply = "{items:[@Message] next:s?}",
     .summary = {"我的消息", "Messages to you"}, .query = "cursor limit", .read = messages_list},
    {.name = "message_read", .method = "POST", .path = "/messages/{id}/read",
     .permission = "signed_in", .reply = "{id:s read:b}",
     .summary = {"消息已读", "Marks a message as read"},
     .load = message_read_load, .decide = message_read_decide, .apply = message_read_apply},
    {.name = "outbox_list", .method = "GET", .path = "/outbox", .permission = "public",
     .reply = "{items:[@Message] next:s?}",
     .summary = {"平台发出的消息", "What the platform sent out"}, .query = "cursor limit",
     .read = outbox_list},
    {.name = NULL}};
/* clang-format on */

/* engine/jobs: ordering a job and ending it before its time. What it then does: bulk.h. */
#include "engine/bulk.h"
#include "engine/bulk_lines.h"

#include "base/text.h"
#include "export/table.h"

enum { NAME_LETTERS_MAX = 120, REPLY_BYTES_MAX = 1024, INPUT_BYTES_MAX = 20 << 20 };

static const char *param(const struct call *call, const char *name)
{
    return value_text_of(call->params, name);
}

static const char *scopes_of(const struct actor *actor)
{
    return actor->scopes ? actor->scopes : "";
}

/* ---- ordering one ---------------------------------------------------------------------------- */

void job_order_read(struct call *call, struct job_order *order)
{
    order->open_read = bulk_open_count_read(call->reads, call->actor.account_id);
}

enum err_kind job_order_bound(const struct call *call, const struct job_order *order,
                              struct err *reterr)
{
    return db_cell_int(db_flight_result(call->reads, order->open_read), 0, 0) >= BULK_OPEN_MAX
               ? err_set(reterr, ERR_CONFLICT, "job.too_many", "%d jobs of this account are open",
                         BULK_OPEN_MAX)
               : ERR_NONE;
}

void job_put_lines(struct call *call, const struct job_order *order, struct bulk_job *job)
{
    job->id = call_new_id(call, ID_BULK_JOB);
    job->account_id = call->actor.account_id;
    job->document_id = call_new_id(call, ID_DOCUMENT);
    job->total = order->lines;
    job->created_us = call->now_us;
    job->params = order->params;
    const struct document_row lines = {.id = job->document_id,
                                       .account_id = job->account_id,
                                       .size_bytes = (int64_t) call->raw_bytes,
                                       .created_us = call->received_us,
                                       .sm3 = order->sm3,
                                       .media_type =
                                           order->json ? "application/x-ndjson" : "text/csv",
                                       .name = job->name,
                                       .kind = "job_lines",
                                       .scan = engine_ports(call->engine)->scan ? "waiting" : "off",
                                       .look = "none"};
    document_insert(call->writes, &lines);
    bulk_job_insert(call->writes, job);
}

/* ---- lines that open matters, or act on them ------------------------------------------------- */

static enum err_kind count_lines(struct call *call, const struct workflow *workflow,
                                 struct job_order *order, struct err *reterr)
{
    struct bulk_lines lines;
    bool more = true;
    char *text = arena_copy_bytes(call->arena, call->raw, call->raw_bytes);
    if (!text)
        return arena_full(reterr);
    if (strlen(text) != call->raw_bytes)
        return err_set(reterr, ERR_INVALID, "csv.encoding", "the lines hold a NUL");
    enum err_kind kind = bulk_lines_start(text, call->raw_bytes, "lines", workflow, &lines, reterr);
    while (!kind && more && order->lines <= BULK_LINES_MAX) {
        kind = bulk_lines_next(&lines, &more, reterr);
        order->lines += !kind && more;
    }
    order->json = lines.json;
    if (!kind && (order->lines == 0 || order->lines > BULK_LINES_MAX))
        kind = err_set(reterr, ERR_INVALID, "job.lines", "1 to %d lines", BULK_LINES_MAX);
    return kind;
}

static const char *print_params(struct call *call)
{
    static const char *const names[] = {"system", "court", "then", "action"};
    struct value *params = value_new_map(call->arena);
    bool good = params != NULL;
    for (size_t i = 0; good && i < COUNT_OF(names); i++)
        good = !*param(call, names[i]) ||
               value_set_text(call->arena, params, names[i], param(call, names[i]));
    return good ? json_print(call->arena, params) : NULL;
}

bool job_name_fits(const char *name)
{
    size_t letters = text_length(name);
    for (const char *at = name; *at; at++) {
        if ((unsigned char) *at < ' ' || *at == '/' || *at == '\\' || *at == 0x7f)
            return false;
    }
    return letters > 0 && letters <= NAME_LETTERS_MAX;
}

/* The lines are counted and go to disk. */
static enum err_kind keep_lines(struct call *call, const struct workflow *workflow,
                                struct job_order *order, struct err *reterr)
{
    const struct ports *ports = call->engine->settings.ports;
    if (!job_name_fits(param(call, "name")))
        return err_field(reterr, ERR_INVALID, "document.name", "name",
                         "1 to %d letters, no folders", NAME_LETTERS_MAX);
    enum err_kind kind = count_lines(call, workflow, order, reterr);
    if (kind)
        return kind;
    struct sm3 hash = sm3_of(call->raw, call->raw_bytes);
    text_hex(hash.bytes, SM3_BYTES, order->sm3);
    order->params = print_params(call);
    if (!order->params)
        return arena_full(reterr);
    return ports->blob_put(ports->context, &hash, call->raw, call->raw_bytes, reterr);
}

/* Everything that may be known of an order without the writer. */
static enum err_kind open_prepare(struct call *call, struct err *reterr)
{
    const char *system = param(call, "system"), *court = param(call, "court"),
               *then = param(call, "then");
    const struct workflow *workflow = engine_workflow_at(call->engine, system, court);
    struct job_order *order = arena_alloc(call->arena, sizeof *order);
    if (!order)
        return arena_full(reterr);
    *order = (struct job_order){0};
    call->state = order;
    if (!workflow || !workflow->openers || !actor_reaches(&call->actor, workflow->system))
        return err_set(reterr, ERR_MISSING, "system.unknown",
                       "no such system, or it is not opened by hand");
    const struct action *action = *then ? workflow_action(workflow, then) : NULL;
    if (*then && (!action || action->internal))
        return err_field(reterr, ERR_MISSING, "action.unknown", "then", "no action of that name");
    return keep_lines(call, workflow, order, reterr);
}

/* Each line asks for its own rights later; here, whether there is such a thing to order. */
static enum err_kind act_prepare(struct call *call, struct err *reterr)
{
    const char *system = param(call, "system");
    const struct workflow *workflow = engine_workflow(call->engine, system);
    const struct action *action =
        workflow ? workflow_action(workflow, param(call, "action")) : NULL;
    struct job_order *order = arena_alloc(call->arena, sizeof *order);
    if (!order)
        return arena_full(reterr);
    *order = (struct job_order){0};
    call->state = order;
    if (!workflow || !actor_reaches(&call->actor, workflow->system))
        return err_set(reterr, ERR_MISSING, "system.unknown", "no such system");
    if (!action || action->internal)
        return err_field(reterr, ERR_MISSING, "action.unknown", "action", "no action of that name");
    return keep_lines(call, workflow, order, reterr);
}

static enum err_kind open_load(struct call *call, struct err *reterr)
{
    (void) reterr;
    job_order_read(call, call->state);
    return ERR_NONE;
}

static enum err_kind open_decide(struct call *call, struct err *reterr)
{
    return job_order_bound(call, call->state, reterr);
}

enum err_kind job_reply(struct call *call, int64_t id, int64_t total, struct err *reterr)
{
    char public[PUBLIC_ID_BYTES];
    struct json_writer writer;
    public_id(call->engine->settings.keys, 'J', id, public);
    json_writer_init(&writer, call->arena, REPLY_BYTES_MAX);
    json_begin(&writer);
    json_named_text(&writer, "id", public);
    json_named_int(&writer, "total", total);
    json_end(&writer);
    call->status = 201;
    call->reply = json_done(&writer);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

static enum err_kind lines_apply(struct call *call, const char *kind, struct err *reterr)
{
    struct bulk_job job = {.kind = kind,
                           .scopes = scopes_of(&call->actor),
                           .key_hash = call->actor.key_hash,
                           .name = param(call, "name")};
    job_put_lines(call, call->state, &job);
    return job_reply(call, job.id, job.total, reterr);
}

static enum err_kind open_apply(struct call *call, struct err *reterr)
{
    return lines_apply(call, "open", reterr);
}

static enum err_kind act_apply(struct call *call, struct err *reterr)
{
    return lines_apply(call, "act", reterr);
}

/* ---- clocks, and lists ----------------------------------------------------------------------- */

static enum err_kind count_load(struct call *call, struct err *reterr)
{
    struct job_order *order = arena_alloc(call->arena, sizeof *order);
    if (!order)
        return arena_full(reterr);
    *order = (struct job_order){0};
    job_order_read(call, order);
    call->state = order;
    return ERR_NONE;
}

static enum err_kind recount_decide(struct call *call, struct err *reterr)
{
    enum err_kind kind = actor_check_shared(&call->actor, reterr);
    return kind ? kind : open_decide(call, reterr);
}

static enum err_kind recount_apply(struct call *call, struct err *reterr)
{
    int64_t id = 0;
    enum err_kind kind = bulk_order_recount(call, "期限重新计算", &id, reterr);
    if (!kind)
        kind = access_add(call, 0, "clocks counted anew", reterr);
    return kind ? kind : job_reply(call, id, 0, reterr);
}

static enum err_kind export_decide(struct call *call, struct err *reterr)
{
    struct job_order *order = call->state;
    const char *system = value_text_of(call->body, "system"), *kind = call->actor.kind;
    if (strcmp(kind, "staff") != 0 && strcmp(kind, "machine") != 0)
        return err_set(reterr, ERR_DENIED, "permission.denied", "for staff and keys");
    if (*system && (!engine_workflow(call->engine, system) || !actor_reaches(&call->actor, system)))
        return err_field(reterr, ERR_INVALID, "system.unknown", "system", "no such system");
    const char *handler = value_text_of(call->body, "handler");
    int64_t account_id = 0;
    enum table_form form = TABLE_SHEET;
    enum err_kind read = table_form_read(value_text_of(call->body, "format"), &form, reterr);
    if (read)
        return read;
    if (*handler && !public_id_parse(engine_keys(call->engine), 'A', handler, &account_id))
        return err_field(reterr, ERR_INVALID, "reference.format", "handler", "no account's id");
    order->params = json_print(call->arena, call->body);
    return order->params ? open_decide(call, reterr) : arena_full(reterr);
}

/* Who takes a list along stands in the access log, like whoever looks at one. */
static enum err_kind export_apply(struct call *call, struct err *reterr)
{
    const struct job_order *order = call->state;
    struct arena *arena = call->arena;
    const char *day = day_format(arena, day_of_instant(call->now_us));
    enum table_form form = TABLE_SHEET;
    enum err_kind kind = table_form_read(value_text_of(call->body, "format"), &form, reterr);
    if (kind)
        return kind;
    struct bulk_job job = {
        .id = call_new_id(call, ID_BULK_JOB),
        .account_id = call->actor.account_id,
        .created_us = call->now_us,
        .kind = "export",
        .scopes = scopes_of(&call->actor),
        .key_hash = call->actor.key_hash,
        .params = order->params,
        .name = day ? arena_printf(arena, "matters-%s.%s", day, table_extension(form)) : NULL};
    const char *what =
        arena_printf(arena, "export: %s %s %s", value_text_of(call->body, "system"),
                     value_text_of(call->body, "court"), value_text_of(call->body, "state"));
    if (!job.name || !what)
        return arena_full(reterr);
    bulk_job_insert(call->writes, &job);
    kind = access_add(call, 0, what, reterr);
    return kind ? kind : job_reply(call, job.id, 0, reterr);
}

/* ---- ending one ----------------------------------------------------------------------------- */

struct ending {
    int64_t id;
    size_t read;
};

static enum err_kind cancel_load(struct call *call, struct err *reterr)
{
    struct ending *ending = arena_alloc(call->arena, sizeof *ending);
    if (!ending)
        return arena_full(reterr);
    if (!public_id_parse(call->engine->settings.keys, 'J', param(call, "id"), &ending->id))
        ending->id = 0;
    ending->read = bulk_job_read(call->reads, ending->id);
    call->state = ending;
    return ERR_NONE;
}

bool job_visible(const struct actor *actor, int64_t account_id, const char *scopes)
{
    return (actor->account_id && actor->account_id == account_id &&
            text_equal(scopes_of(actor), scopes)) ||
           actor_administers_all(actor);
}

static enum err_kind cancel_decide(struct call *call, struct err *reterr)
{
    const struct ending *ending = call->state;
    const struct db_result *row = db_flight_result(call->reads, ending->read);
    if (!row->row_count || !job_visible(&call->actor, db_cell_int(row, 0, BULK_ACCOUNT),
                                        db_cell_text(row, 0, BULK_SCOPES)))
        return err_set(reterr, ERR_MISSING, "job.unknown", "no such job");
    if (db_cell_int(row, 0, BULK_DONE))
        return err_set(reterr, ERR_CONFLICT, "job.over", "the job is over");
    return ERR_NONE;
}

static enum err_kind cancel_apply(struct call *call, struct err *reterr)
{
    const struct ending *ending = call->state;
    bulk_cancel(call->writes, ending->id, call->now_us);
    bulk_parts_forget(call->writes, ending->id);
    bulk_over(call->engine,
              db_cell_text(db_flight_result(call->reads, ending->read), 0, BULK_KIND));
    call->status = 200;
    call->reply = "{\"cancelled\":true}";
    (void) reterr;
    return ERR_NONE;
}

const struct operation operation_job_open = {
    .name = "job_open",
    .method = "POST",
    .path = "/jobs/open",
    .permission = "signed_in",
    .reply = "{id:s total:i}",
    .summary = {"批量新建事项（一行一件）", "Opens a matter a line, in bulk"},
    .query = "system court then name",
    .raw_bytes_max = INPUT_BYTES_MAX,
    .slow = true,
    .prepare = open_prepare,
    .load = open_load,
    .decide = open_decide,
    .apply = open_apply};
const struct operation operation_job_act = {
    .name = "job_act",
    .method = "POST",
    .path = "/jobs/act",
    .permission = "signed_in",
    .reply = "{id:s total:i}",
    .summary = {"对多件事项办理同一步骤（一行一件）",
                "Does one action on many matters, one a line"},
    .query = "system action name",
    .raw_bytes_max = INPUT_BYTES_MAX,
    .slow = true,
    .prepare = act_prepare,
    .load = open_load,
    .decide = open_decide,
    .apply = act_apply};
const struct operation operation_job_recount = {
    .name = "job_recount",
    .method = "POST",
    .path = "/jobs/recount",
    .permission = "admin",
    .reply = "{id:s total:i}",
    .summary = {"重新计算所有未到期的期限", "Counts every open clock anew"},
    .load = count_load,
    .decide = recount_decide,
    .apply = recount_apply};

static const struct field export_fields[] = {
    {.name = "system", .kind = FIELD_TEXT, .max = 40, .title = {"业务", "System"}},
    {.name = "court", .kind = FIELD_COURT, .title = {"法院", "Court"}},
    {.name = "state", .kind = FIELD_TEXT, .max = 40, .title = {"状态", "State"}},
    {.name = "from", .kind = FIELD_DATE, .title = {"开始于（起）", "Opened from"}},
    {.name = "to", .kind = FIELD_DATE, .title = {"开始于（止）", "Opened until"}},
    {.name = "handler", .kind = FIELD_TEXT, .max = 40, .title = {"承办人", "In whose hands"}},
    {.name = "format",
     .kind = FIELD_TEXT,
     .max = 4,
     .title = {"格式（xlsx或csv）", "Format, xlsx or csv"}}};
static const struct form_field export_form[] = {
    {&export_fields[0], false}, {&export_fields[1], false}, {&export_fields[2], false},
    {&export_fields[3], false}, {&export_fields[4], false}, {&export_fields[5], false},
    {&export_fields[6], false}};
const struct operation operation_job_export = {
    .name = "job_export",
    .method = "POST",
    .path = "/jobs/export",
    .permission = "signed_in",
    .reply = "{id:s total:i}",
    .summary = {"导出可以看到的事项（表格），工作人员和接口可用",
                "Exports the matters one may see, as a table; for staff and keys"},
    .form = export_form,
    .form_count = COUNT_OF(export_form),
    .load = count_load,
    .decide = export_decide,
    .apply = export_apply};
const struct operation operation_job_cancel = {
    .name = "job_cancel",
    .method = "POST",
    .path = "/jobs/{id}/cancel",
    .permission = "signed_in",
    .reply = "{cancelled:b}",
    .summary = {"停止一项批量任务", "Ends a job before it is done"},
    .load = cancel_load,
    .decide = cancel_decide,
    .apply = cancel_apply};

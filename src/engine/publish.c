/*
 * engine/publish: a new version of a definition, or a court's overlay, is looked at, published and
 * withdrawn. Running matters go on by what they began with.
 */
#include "base/text.h"
#include "engine/internal.h"
#include "store/definition.h"

enum { TEXT_CHARACTERS_MAX = 300000, REASON_MAX = 200 };

/* Who is granted at every court publishes for every court; a court's own people for their court. */
static bool may_publish(const struct actor *actor, const char *court)
{
    role_set may = role_bit("admin") | (*court ? role_bit("court_leader") : 0);
    return (actor_roles(actor, court) & may) != 0;
}

/* ---- looking at it -------------------------------------------------------------------------- */

static void write_findings(struct json_writer *writer, const struct proposal *proposal)
{
    json_name(writer, "findings");
    json_begin_list(writer);
    for (size_t i = 0; i < proposal->finding_count && i < COUNT_OF(proposal->findings); i++) {
        json_begin(writer);
        json_named_text(writer, "path", proposal->findings[i].path);
        json_named_text(writer, "text", proposal->findings[i].text);
        json_end(writer);
    }
    json_end_list(writer);
}

static enum err_kind check_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    const char *system = value_text_of(reading->params, "system"),
               *court = value_text_of(reading->body, "court");
    struct proposal proposal;
    struct err err = {0};
    enum err_kind kind =
        definition_propose(reading->engine, system, court, value_text_of(reading->body, "text"),
                           reading->arena, &proposal, &err);
    bool fits = kind == ERR_NONE;
    if (!fits && proposal.finding_count == 0) {
        *reterr = err;
        return kind;
    }
    const struct workflow *before = engine_workflow_at(reading->engine, system, court);
    const struct value *changes =
        fits ? definition_compare(before->source, proposal.workflow->source, reading->arena)
             : value_new_list(reading->arena);
    if (!changes)
        return arena_full(reterr);
    json_begin(writer);
    json_named_flag(writer, "fits", fits);
    write_findings(writer, &proposal);
    json_named_value(writer, "changes", changes);
    json_named_value(writer, "unfit", proposal.unfit ? proposal.unfit : &value_null);
    json_end(writer);
    return ERR_NONE;
}

/* ---- publishing it -------------------------------------------------------------------------- */

static enum err_kind publish_decide(struct call *call, struct err *reterr)
{
    const char *system = value_text_of(call->params, "system"),
               *court = value_text_of(call->body, "court");
    struct field_context context = engine_field_context(call->engine, call->arena, call->now_us);
    struct proposal *proposal = arena_alloc(call->arena, sizeof *proposal);
    if (!proposal)
        return arena_full(reterr);
    if (!may_publish(&call->actor, court))
        return err_set(reterr, ERR_DENIED, "permission.denied", "not of this court");
    if (*court && !context.court_exists(context.registers, court))
        return err_field(reterr, ERR_INVALID, "court.unknown", "court", "no such court");
    enum err_kind kind =
        definition_propose(call->engine, system, court, value_text_of(call->body, "text"),
                           call->arena, proposal, reterr);
    for (size_t i = 0; i < proposal->finding_count && i < COUNT_OF(proposal->findings); i++)
        call->errors.items[call->errors.count++] = (struct field_error){
            "text", "definition.finding", {proposal->findings[i].path, proposal->findings[i].text}};
    call->state = proposal;
    return kind;
}

static enum err_kind publish_apply(struct call *call, struct err *reterr)
{
    const struct proposal *proposal = call->state;
    const struct workflow *workflow = proposal->workflow;
    const char *court = value_text_of(call->body, "court");
    struct release_row row = {.id = call_new_id(call, ID_RELEASE),
                              .system = workflow->system,
                              .court = court,
                              .version = workflow->version,
                              .hash = workflow->hash,
                              .overlay = *court ? value_text_of(call->body, "text") : NULL,
                              .reason = value_text_of(call->body, "reason"),
                              .published_by = call->actor.account_id,
                              .published_us = call->now_us};
    definition_insert(call->writes, workflow->hash, workflow->system, workflow->version,
                      proposal->json, call->now_us);
    release_insert(call->writes, &row);
    call->engine->memory.definitions_changed = true;
    const char *what =
        arena_printf(call->arena, "definition %s v%d published for %s: %s", row.system,
                     workflow->version, *court ? court : "every court", row.reason);
    enum err_kind kind = access_add(call, 0, what, reterr);
    call->status = 201;
    call->reply = arena_printf(call->arena, "{\"id\":%lld,\"version\":%d,\"hash\":\"%s\"}",
                               (long long) row.id, workflow->version, workflow->hash);
    return kind ? kind : call->reply ? ERR_NONE : arena_full(reterr);
}

/* ---- withdrawing it ------------------------------------------------------------------------- */

struct withdrawal {
    size_t read;
    int64_t id;
    const char *court;
};

static enum err_kind withdraw_load(struct call *call, struct err *reterr)
{
    struct withdrawal *withdrawal = arena_alloc(call->arena, sizeof *withdrawal);
    if (!withdrawal)
        return arena_full(reterr);
    withdrawal->id = value_int(value_get(call->body, "release"), 0);
    withdrawal->read = release_read(call->reads, withdrawal->id);
    call->state = withdrawal;
    return ERR_NONE;
}

static enum err_kind withdraw_decide(struct call *call, struct err *reterr)
{
    struct withdrawal *withdrawal = call->state;
    const struct db_result *rows = db_flight_result(call->reads, withdrawal->read);
    if (rows->row_count == 0 ||
        !text_equal(db_cell_text(rows, 0, 0), value_text_of(call->params, "system")))
        return err_set(reterr, ERR_MISSING, "release.unknown", "no such release of this system");
    withdrawal->court = db_cell_text(rows, 0, 1);
    if (!may_publish(&call->actor, withdrawal->court))
        return err_set(reterr, ERR_DENIED, "permission.denied", "not of this court");
    if (db_cell_int(rows, 0, 2))
        return err_set(reterr, ERR_CONFLICT, "release.withdrawn", "withdrawn already");
    if (!*withdrawal->court && db_cell_int(rows, 0, 3) == 0)
        return err_set(reterr, ERR_CONFLICT, "release.last", "the only one of its system");
    return ERR_NONE;
}

static enum err_kind withdraw_apply(struct call *call, struct err *reterr)
{
    const struct withdrawal *withdrawal = call->state;
    const char *reason = value_text_of(call->body, "reason");
    release_withdraw(call->writes, withdrawal->id, call->actor.account_id, call->now_us, reason);
    call->engine->memory.definitions_changed = true;
    const char *what = arena_printf(call->arena, "definition release %lld withdrawn: %s",
                                    (long long) withdrawal->id, reason);
    enum err_kind kind = access_add(call, 0, what, reterr);
    call->status = 200;
    call->reply = arena_printf(call->arena, "{\"id\":%lld}", (long long) withdrawal->id);
    return kind ? kind : call->reply ? ERR_NONE : arena_full(reterr);
}

/* clang-format off */
static const struct field fields[] = {
    {.name = "court", .kind = FIELD_COURT, .title = {"法院（空：所有法院）", "Court (empty: every court)"}},
    {.name = "text", .kind = FIELD_LONG_TEXT, .max = TEXT_CHARACTERS_MAX, .title = {"定义或者本院调整的JSON", "The definition's or overlay's JSON"}},
    {.name = "reason", .kind = FIELD_TEXT, .max = REASON_MAX, .title = {"理由", "Reason"}},
    {.name = "release", .kind = FIELD_NUMBER, .min = 1, .max = INT64_MAX, .title = {"发布编号", "Release"}}};
static const struct form_field check_form[] = {{&fields[0], false}, {&fields[1], true}};
static const struct form_field publish_form[] = {{&fields[0], false}, {&fields[1], true}, {&fields[2], true}};
static const struct form_field withdraw_form[] = {{&fields[3], true}, {&fields[2], true}};

const struct operation operation_definition_check = {
    .name = "definition_check", .method = "POST", .path = "/definitions/{system}/check", .permission = "admin court_leader",
    .reply = "{fits:b findings:[{path:s text:s}] changes:[{path:s was:a now:a}] unfit:a?}",
    .summary = {"检查一份定义：哪里不对，改变了什么", "What a definition would change, or what is wrong with it"},
    .form = check_form, .form_count = COUNT_OF(check_form), .read = check_read, .slow = true};
const struct operation operation_definition_publish = {
    .name = "definition_publish", .method = "POST", .path = "/definitions/{system}/releases", .permission = "admin court_leader",
    .reply = "{id:i version:i hash:s}",
    .summary = {"发布一份定义，或者本院的调整", "Publishes a definition, or a court's overlay"},
    .form = publish_form, .form_count = COUNT_OF(publish_form), .decide = publish_decide, .apply = publish_apply};
const struct operation operation_definition_withdraw = {
    .name = "definition_withdraw", .method = "POST", .path = "/definitions/{system}/withdraw", .permission = "admin court_leader",
    .reply = "{id:i}",
    .summary = {"撤回一次发布：新事项不再使用，在办事项不受影响", "Withdraws a release: new matters no longer begin with it, running ones go on"},
    .form = withdraw_form, .form_count = COUNT_OF(withdraw_form), .load = withdraw_load, .decide = withdraw_decide, .apply = withdraw_apply};
/* clang-format on */

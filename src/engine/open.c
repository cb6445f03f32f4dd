/* engine/open: how a matter comes into being, by a person or by another system's step. What happens
 * to it afterwards is action.c. */
#include "engine/internal.h"

enum err_kind matter_open(struct call *call, const struct workflow *workflow, const char *court,
                          int64_t dispute_id, int64_t parent_id, struct value *fields,
                          struct matter **ret, struct err *reterr)
{
    struct matter *matter = arena_alloc(call->arena, sizeof *matter);
    if (!matter)
        return arena_full(reterr);
    const struct state *initial = workflow_initial(workflow);
    *matter = (struct matter){.id = call_new_id(call, ID_MATTER),
                              .dispute_id = dispute_id,
                              .parent_id = parent_id,
                              .workflow = workflow,
                              .court = court,
                              .state = initial->name,
                              .state_row = initial,
                              .title = workflow->title.zh,
                              .head_hash = "",
                              .opened_us = call->now_us,
                              .fields = fields,
                              .is_new = true,
                              .version = 0};
    matter->participants = arena_array(call->arena, 1, sizeof *matter->participants);
    matter->task_room = TASKS_NEW_MAX;
    matter->tasks = arena_array(call->arena, matter->task_room, sizeof *matter->tasks);
    matter->deadlines = value_new_list(call->arena);
    matter->published = value_new_map(call->arena);
    matter->before = value_new_map(call->arena);
    matter->settings = engine_settings_of(call->engine, workflow, court, call->now_us, call->arena);
    if (!matter->participants || !matter->tasks || !matter->deadlines || !matter->published ||
        !matter->before || !matter->settings)
        return arena_full(reterr);
    *ret = matter;
    return ERR_NONE;
}

enum err_kind matter_opened(struct call *call, struct matter *matter, struct err *reterr)
{
    const struct workflow *workflow = matter->workflow;
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < workflow->opening_start_count; i++)
        kind = deadline_begin(call, matter, workflow->opening_starts[i], 0, reterr);
    for (size_t i = 0; !kind && i < workflow->opening_effect_count; i++) {
        kind = workflow->opening_effects[i].effect->apply(call, workflow->opening_effects[i].with,
                                                          reterr);
        call_facts(call, matter->fields, NULL);
    }
    return kind ? kind : call_finish(call, matter, "open", NATURE_RECORD, "", NULL, reterr);
}

/* Every field the opening form may hold: what people fill in, which computed fields and decisions
 * are not. */
static struct value *open_fields(struct call *call, const struct workflow *workflow,
                                 const struct value *given)
{
    struct form_field *form = arena_array(call->arena, workflow->field_count + 1, sizeof *form);
    struct field_context context = engine_field_context(call->engine, call->arena, call->now_us);
    for (size_t i = 0; form && i < workflow->field_count; i++)
        form[i] = (struct form_field){&workflow->fields[i], false};
    return form ? form_check(form, workflow->field_count, given, true, &context, &call->errors)
                : NULL;
}

static enum err_kind open_decide(struct call *call, struct err *reterr)
{
    const char *system = value_text(value_get(call->params, "system"));
    const char *court = value_text(value_get(call->body, "court"));
    const struct workflow *workflow =
        system ? engine_workflow_at(call->engine, system, court) : NULL;
    if (!workflow || !workflow->openers || !actor_reaches(&call->actor, workflow->system))
        return err_set(reterr, ERR_MISSING, "system.unknown",
                       "no such system, or it is not opened by hand");
    struct value *given = value_new_map(call->arena);
    const struct value *body = call->body ? call->body : &value_null;
    for (size_t i = 0; given && i < body->count && body->type == VALUE_MAP; i++) {
        if (strcmp(body->names[i], "court") != 0 &&
            !value_set(call->arena, given, body->names[i], body->items[i]))
            given = NULL;
    }
    struct value *fields = given ? open_fields(call, workflow, given) : NULL;
    if (!fields)
        return arena_full(reterr);
    struct field_context context = engine_field_context(call->engine, call->arena, call->now_us);
    if (!court || !context.court_exists(context.registers, court)) {
        call->errors.items[call->errors.count < FIELD_ERRORS_MAX ? call->errors.count : 0] =
            (struct field_error){"court", court ? "court.unknown" : "required", {0}};
        call->errors.count++;
    }
    if (call->errors.count)
        return err_set(reterr, ERR_INVALID, "form.invalid", "%zu fields are wrong",
                       call->errors.count);
    enum err_kind kind = engine_court_is_ours(call->engine, court, reterr);
    if (kind)
        return kind;
    role_set held = actor_roles(&call->actor, court);
    if (!(held & workflow->openers))
        return err_set(reterr, ERR_DENIED, "system.not_for_you",
                       "this role may not open it at this court");
    kind = call_documents_check(call, reterr);
    if (kind)
        return kind;
    int64_t dispute_id = call_new_id(call, ID_DISPUTE);
    kind = matter_open(call, workflow, court, dispute_id, 0, fields, &call->matter, reterr);
    if (kind)
        return kind;
    for (size_t i = 0; i < role_count; i++) {
        if ((held & workflow->openers) >> i & 1 && !call->role)
            call->role = roles[i].name;
    }
    call->matter->owner_account = call->actor.account_id;
    return ERR_NONE;
}

static enum err_kind open_apply(struct call *call, struct err *reterr)
{
    struct matter *matter = call->matter;
    dispute_insert(call->writes, matter->dispute_id, matter->title, call->role, call->now_us,
                   call->actor.account_id);
    call_facts(call, matter->fields, NULL);
    enum err_kind kind = matter_opened(call, matter, reterr);
    if (!kind)
        kind = call_attach_documents(call, matter->fields, reterr);
    return kind ? kind : call_reply_with_matter(call, 201, reterr);
}

const struct operation operation_open = {.name = "open",
                                         .method = "POST",
                                         .path = "/{system}",
                                         .permission = "signed_in",
                                         .delegated = "write",
                                         .reply = "@Matter",
                                         .summary = {"新建一个事项", "Opens a matter"},
                                         .load = call_documents_load,
                                         .decide = open_decide,
                                         .apply = open_apply};

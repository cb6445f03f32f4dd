/*
 * engine/action: carrying out one action on one matter. action_apply() is the only function that
 * changes a matter's state; everything it queues goes to disk in the batch's one commit.
 */
#include "base/text.h"
#include "engine/internal.h"

/* What guards may know of the matter itself. */
static struct value *matter_facts(struct call *call, const struct matter *matter)
{
    struct arena *arena = call->arena;
    struct value *facts = value_new_map(arena);
    bool good = facts && value_set_given(arena, facts, "court", matter->court) &&
                value_set_given(arena, facts, "number", matter->number) &&
                value_set_given(arena, facts, "cause", matter->cause) &&
                value_set_given(arena, facts, "title", matter->title) &&
                value_set_int(arena, facts, "registered_us", matter->registered_us) &&
                value_set_int(arena, facts, "submitted_us", matter->submitted_us) &&
                value_set_int(arena, facts, "today", day_of_instant(call->now_us));
    return good ? facts : NULL;
}

void call_facts(struct call *call, const struct value *form, const struct participant *subject)
{
    struct matter *matter = call->matter;
    call->facts = (struct facts){.system = matter->workflow->system,
                                 .state = matter->state,
                                 .fields = matter->fields,
                                 .before = matter->before,
                                 .form = form,
                                 .settings = matter->settings,
                                 .published = matter->published,
                                 .participants = matter->participants,
                                 .participant_count = matter->participant_count,
                                 .subject = subject,
                                 .matter = matter_facts(call, matter),
                                 .outside = call->outside ? call->outside : &value_null,
                                 .deadlines = matter->deadlines,
                                 .now_us = call->now_us,
                                 .received_us = call->received_us};
    if (!call->facts.matter)
        call->facts.matter = &value_null;
}

/* The participant an action is about: named in the body, or the actor's own record. */
static const struct participant *find_subject(const struct call *call, const struct action *action)
{
    const struct matter *matter = call->matter;
    const char *named = value_text(value_get(call->body, "participant"));
    int64_t id = 0;
    if (named && !public_id_parse(call->engine->settings.keys, 'P', named, &id))
        return NULL;
    for (size_t i = 0; i < matter->participant_count; i++) {
        const struct participant *participant = &matter->participants[i];
        bool own = participant_is_actor(participant, &call->actor);
        /* A record about another (a signature on paper) is for whom the definition lets make it. */
        bool may_name = call->actor.grant_count > 0 || !action->subject_self;
        if (named ? participant->id == id && (may_name || own)
                  : own && participant->active && strcmp(participant->role, "mediator") != 0)
            return participant;
    }
    return NULL;
}

/* Lays a checked form over the matter's values. */
static bool lay_over(struct call *call, const struct value *form)
{
    for (size_t i = 0; i < form->count; i++) {
        if (!value_set(call->arena, call->matter->fields, form->names[i], form->items[i]))
            return false;
    }
    return true;
}

static struct value *without_participant(struct call *call)
{
    struct value *body = value_new_map(call->arena);
    const struct value *given = call->body ? call->body : &value_null;
    for (size_t i = 0; body && i < given->count && given->type == VALUE_MAP; i++) {
        if (strcmp(given->names[i], "participant") != 0 &&
            !value_set(call->arena, body, given->names[i], given->items[i]))
            return NULL;
    }
    return body;
}

static enum err_kind check_form(struct call *call, const struct action *action, struct value **ret,
                                struct err *reterr)
{
    struct field_context context = engine_field_context(call->engine, call->arena, call->now_us);
    struct value *body = without_participant(call);
    *ret = body ? form_check(action->form, action->form_count, body, false, &context, &call->errors)
                : NULL;
    if (!*ret)
        return arena_full(reterr);
    if (call->errors.count)
        return err_set(reterr, ERR_INVALID, "form.invalid", "%zu fields are wrong",
                       call->errors.count);
    return ERR_NONE;
}

/* A matter that began with an earlier definition has only the actions of that one. */
static const char *name_asked(const struct call *call)
{
    const struct matter *matter = call->matter;
    const char *name = value_text(value_get(call->params, "action"));
    const struct system *system = engine_system(call->engine, matter->workflow->system);
    if (!name || !call->envelope || !system || !system->arrives_as)
        return name;
    const char *becomes = system->arrives_as(matter, name);
    return workflow_action(matter->workflow, becomes) ? becomes : name;
}

static enum err_kind act_decide(struct call *call, struct err *reterr)
{
    struct matter *matter = call->matter;
    const char *name = name_asked(call);
    if (!matter_visible(&call->actor, matter))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
    if (call->if_match >= 0 && call->if_match != matter->version)
        return err_set(reterr, ERR_STALE, "matter.stale", "the matter is at version %lld",
                       (long long) matter->version);
    const struct action *action = name ? workflow_action(matter->workflow, name) : NULL;
    if (!action || (action->internal && strcmp(call->actor.kind, "clock") != 0))
        return err_set(reterr, ERR_MISSING, "action.unknown", "no action of that name");
    role_set held = matter_roles_for(&call->actor, matter, action);
    /* Rights and state first: nobody is asked to correct a form they may not send. */
    call_facts(call, &value_null, find_subject(call, action));
    bool lawyer = call->actor.for_lawyer && !actor_is_helper(&call->actor);
    if (call->actor.delegation_id && !lawyer && !(action->by & held))
        return err_set(reterr, ERR_DENIED, "delegation.personal", "'%s' is not done for another",
                       name);
    if (!(action->by & held) && (action->by & matter_roles(&call->actor, matter)))
        return err_field(reterr, ERR_DENIED, "agent.power", action->power,
                         "the agent's authority does not name it");
    if (!(action->by & held))
        return err_set(reterr, ERR_DENIED, "action.wrong_role", "'%s' is not for this role", name);
    struct value *form = NULL;
    bool possible = false;
    for (size_t i = 0; i < action->from_count; i++)
        possible |= strcmp(action->from[i]->name, matter->state) == 0;
    if (!possible)
        return err_set(reterr, ERR_CONFLICT, "action.wrong_state",
                       "'%s' is not possible in state '%s'", name, matter->state);
    enum err_kind kind = check_form(call, action, &form, reterr);
    if (!kind)
        kind = call_documents_check(call, reterr);
    if (kind)
        return kind;
    if (!lay_over(call, form))
        return arena_full(reterr);
    call_facts(call, form, call->facts.subject);
    call->facts.subject_to = action->subject_to;
    kind = action->corrects ? correction_check(call, reterr) : ERR_NONE;
    if (kind)
        return kind;
    if (action->subject_role && action->subject_self && call->facts.subject &&
        call->facts.subject->person_id != call->actor.person_id && call->actor.grant_count == 0 &&
        !call->actor.participant_id)
        return err_set(reterr, ERR_DENIED, "action.not_yours", "this may be done for oneself only");
    return workflow_decide(matter->workflow, &call->facts, name, held, &call->action, &call->role,
                           &call->refusal, reterr);
}

/* ---- applying ------------------------------------------------------------------------------- */

/* Papers come after the clocks: a notice tells the day its own period ends. */
static enum err_kind run_effects(struct call *call, const struct action *action, bool papers,
                                 struct err *reterr)
{
    for (size_t i = 0; i < action->effect_count; i++) {
        if ((strcmp(action->effects[i].effect->name, "draft_paper") == 0) != papers)
            continue;
        enum err_kind kind =
            action->effects[i].effect->apply(call, action->effects[i].with, reterr);
        if (kind)
            return kind;
        call_facts(call, call->facts.form,
                   call->facts.subject); /* effects change fields and participants */
    }
    return ERR_NONE;
}

static enum err_kind run_clocks(struct call *call, const struct action *action, struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < action->stop_count; i++)
        kind = call_stop_deadline(call, action->stops[i]->name, reterr);
    for (size_t i = 0; !kind && i < action->suspend_count; i++)
        kind = deadline_suspend(call, action->suspends[i], true, reterr);
    for (size_t i = 0; !kind && i < action->resume_count; i++)
        kind = deadline_suspend(call, action->resumes[i], false, reterr);
    for (size_t i = 0; !kind && i < action->start_count; i++)
        kind = deadline_begin(
            call, call->matter, action->starts[i],
            action->starts[i]->per_participant && call->facts.subject ? call->facts.subject->id : 0,
            reterr);
    return kind;
}

static void close_clocks(struct call *call, struct matter *matter)
{
    for (size_t i = 0; i < matter->deadlines->count; i++)
        deadline_stop(call->writes, matter->id,
                      value_text(value_get(matter->deadlines->items[i], "name")), call->now_us);
    matter->deadlines->count = 0;
    matter->closed_us = call->now_us;
    call_keep_until(call, matter);
}

enum err_kind call_reply_with_matter(struct call *call, int status, struct err *reterr)
{
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 4 << 20);
    call->matter->version++; /* as stored */
    call->matter->updated_us = call->now_us;
    matter_write(call->engine, &writer, call->arena, &call->actor, call->matter, false);
    call->status = status;
    call->reply = json_done(&writer);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

static enum err_kind action_apply(struct call *call, struct err *reterr)
{
    const struct action *action = call->action;
    struct matter *matter = call->matter;
    const char *from = matter->state;
    struct participant *subject = (struct participant *) (uintptr_t) call->facts.subject;
    int64_t subject_id = subject ? subject->id : 0;
    if (action->subject_to && subject) {
        enum err_kind kind =
            call_set_participant_state(call, subject_id, action->subject_to, reterr);
        if (kind)
            return kind;
    }
    enum err_kind kind = action->corrects ? correction_apply(call, reterr) : ERR_NONE;
    if (!kind)
        kind = run_effects(call, action, false, reterr);
    if (kind)
        return kind;
    if (action->to) {
        matter->state = action->to->name;
        matter->state_row = action->to;
    }
    kind = run_clocks(call, action, reterr);
    if (!kind)
        kind = run_effects(call, action, true, reterr);
    if (!kind)
        kind = call_attach_documents(call, call->facts.form, reterr);
    if (kind)
        return kind;
    if (matter->state_row->final)
        close_clocks(call, matter);
    for (size_t i = 0; !kind && i < matter->participant_count; i++) {
        if (subject_id && matter->participants[i].id == subject_id)
            subject = &matter->participants[i];
    }
    kind = call_finish(call, matter, action->name, action->nature, from, subject, reterr);
    for (size_t i = 0; !kind && i < action->notify_count; i++)
        kind = call_notify(call, action->notify[i]->name, reterr);
    if (!kind)
        draft_drop(call->writes, matter->id, action->name);
    return kind ? kind : call_reply_with_matter(call, 200, reterr);
}

static enum err_kind act_load(struct call *call, struct err *reterr)
{
    enum err_kind kind = call_documents_load(call, reterr);
    if (kind)
        return kind;
    /* The system's own reads need to know the system, which the public id's prefix tells. */
    const struct system *const *systems = call->engine->settings.systems;
    const char *id = value_text(value_get(call->params, "id")),
               *action = value_text(value_get(call->params, "action"));
    unsigned prefix = public_id_prefix_of(id);
    for (size_t i = 0; prefix && action && systems[i]; i++) {
        if (engine_workflow(call->engine, systems[i]->name)->prefix == prefix && systems[i]->load)
            return systems[i]->load(call, action, reterr);
    }
    return ERR_NONE;
}

static enum err_kind act_decide_loaded(struct call *call, struct err *reterr)
{
    const struct system *system = engine_system(call->engine, call->matter->workflow->system);
    const char *action = value_text(value_get(call->params, "action"));
    enum err_kind kind =
        system && system->loaded && action ? system->loaded(call, action, reterr) : ERR_NONE;
    return kind ? kind : act_decide(call, reterr);
}

const struct operation operation_act = {
    .name = "act",
    .method = "POST",
    .path = "/matters/{id}/{action}",
    .permission = "public",
    .delegated = "act",
    .reply = "@Matter",
    .summary = {"办理一个操作", "Carries out an action on a matter"},
    .load = act_load,
    .decide = act_decide_loaded,
    .apply = action_apply};

/*
 * engine/action: carrying out one action on one matter. action_apply() is the only function that
 * changes a matter's state; everything it queues goes to disk in the batch's one commit.
 */
#include "base/text.h"
#include "engine/internal.h"

#define EVENT_PURPOSE "event.value"

static bool set_text(struct arena *arena, struct value *map, const char *name, const char *text)
{
    return !text || value_set(arena, map, name, value_new_text(arena, text));
}

/* What guards may know of the matter itself. */
static struct value *matter_facts(struct call *call, const struct matter *matter)
{
    struct arena *arena = call->arena;
    struct value *facts = value_new_map(arena);
    bool good =
        facts && set_text(arena, facts, "court", matter->court) &&
        set_text(arena, facts, "number", matter->number) &&
        set_text(arena, facts, "cause", matter->cause) &&
        set_text(arena, facts, "title", matter->title) &&
        value_set(arena, facts, "registered_us", value_new_int(arena, matter->registered_us)) &&
        value_set(arena, facts, "submitted_us", value_new_int(arena, matter->submitted_us)) &&
        value_set(arena, facts, "today", value_new_int(arena, day_of_instant(call->now_us)));
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
        bool own = (call->actor.person_id && participant->person_id == call->actor.person_id) ||
                   (call->actor.participant_id && participant->id == call->actor.participant_id);
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

static enum err_kind act_decide(struct call *call, struct err *reterr)
{
    struct matter *matter = call->matter;
    const char *name = value_text(value_get(call->params, "action"));
    if (!matter_visible(&call->actor, matter))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
    if (call->if_match >= 0 && call->if_match != matter->version)
        return err_set(reterr, ERR_STALE, "matter.stale", "the matter is at version %lld",
                       (long long) matter->version);
    const struct action *action = name ? workflow_action(matter->workflow, name) : NULL;
    if (!action || (action->internal && strcmp(call->actor.kind, "clock") != 0))
        return err_set(reterr, ERR_MISSING, "action.unknown", "no action of that name");
    role_set held = matter_roles(&call->actor, matter);
    /* Rights and state first: nobody is asked to correct a form they may not send. */
    call_facts(call, &value_null, find_subject(call, action));
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
    if (kind)
        return kind;
    if (!lay_over(call, form))
        return arena_full(reterr);
    call_facts(call, form, call->facts.subject);
    call->facts.subject_to = action->subject_to;
    if (action->subject_role && action->subject_self && call->facts.subject &&
        call->facts.subject->person_id != call->actor.person_id && call->actor.grant_count == 0 &&
        !call->actor.participant_id)
        return err_set(reterr, ERR_DENIED, "action.not_yours", "this may be done for oneself only");
    return workflow_decide(matter->workflow, &call->facts, name, held, &call->action, &call->role,
                           &call->refusal, reterr);
}

/* ---- applying ------------------------------------------------------------------------------- */

static enum err_kind add_event_value(struct call *call, struct text *commitments, int64_t event_id,
                                     const char *path, const struct value *value,
                                     struct err *reterr)
{
    char salt[23];
    random_token(salt);
    const char *json = json_print(call->arena, value);
    const char *commitment = json ? event_commitment(salt, path, json, call->arena) : NULL;
    const char *sealed = NULL;
    if (!commitment)
        return arena_full(reterr);
    enum err_kind kind = ERR_NONE;
    /* Long texts are sealed in full too; the limit is that of one value. */
    if (strlen(json) <= 4000)
        kind = secret_seal(call->engine->settings.keys, EVENT_PURPOSE, json, call->arena, &sealed,
                           reterr);
    if (kind)
        return kind;
    text_add_format(commitments, "%s=%s\n", path, commitment);
    event_value_insert(call->writes, event_id, path, salt, sealed ? sealed : "");
    return ERR_NONE;
}

static const char *nature_name(enum nature nature)
{
    static const char *const names[] = {"record", "move", "decision", "money"};
    return names[nature];
}

static enum err_kind add_event(struct call *call, struct matter *matter, const char *action,
                               enum nature nature, const char *from,
                               const struct participant *subject, struct err *reterr)
{
    struct text commitments;
    text_init(&commitments, call->arena, 256 * 1024);
    int64_t id = call_new_id(call, ID_EVENT);
    for (size_t i = 0; i < matter->fields->count; i++) {
        const char *name = matter->fields->names[i];
        const struct value *before = matter->before ? value_get(matter->before, name) : &value_null;
        if (value_equal(matter->fields->items[i], before))
            continue;
        enum err_kind kind =
            add_event_value(call, &commitments, id, name, matter->fields->items[i], reterr);
        if (kind)
            return kind;
    }
    struct event_row event = {.id = id,
                              .matter_id = matter->id,
                              .sequence = matter->event_count + 1,
                              .account_id = call->actor.account_id,
                              .court_us = call->now_us,
                              .received_us = call->received_us,
                              .participant_id = subject ? subject->id : 0,
                              .block_id = call->engine->memory.ids[ID_BLOCK] + 1,
                              .role = call->role ? call->role : call->actor.kind,
                              .action = action,
                              .nature = nature_name(nature),
                              .from_state = from,
                              .to_state = matter->state,
                              .documents = "",
                              .commitments = text_done(&commitments),
                              .previous_hash = matter->head_hash};
    event.hash = event.commitments ? event_hash(&event, call->arena) : NULL;
    if (!call->event_hashes)
        call->event_hashes = value_new_list(call->arena);
    if (!event.hash ||
        !value_add(call->arena, call->event_hashes, value_new_text(call->arena, event.hash)))
        return arena_full(reterr);
    event_insert(call->writes, &event);
    matter->head_hash = event.hash;
    matter->event_count++;
    return ERR_NONE;
}

int64_t matter_earliest_due(const struct matter *matter)
{
    int64_t earliest = 0;
    for (size_t i = 0; i < matter->deadlines->count; i++) {
        int64_t due = value_int(value_get(matter->deadlines->items[i], "due_us"), 0);
        if (due && (!earliest || due < earliest))
            earliest = due;
    }
    return earliest;
}

static void renew_task(struct call *call, struct matter *matter)
{
    const struct state *state = matter->state_row;
    if (state->final) {
        task_close_all(call->writes, matter->id, call->now_us);
        return;
    }
    task_close_others(call->writes, matter->id, state->name, call->now_us);
    task_open(call->writes, call_new_id(call, ID_TASK), matter->id, matter->court,
              matter->workflow->system, state->waits_for, state->name, matter_earliest_due(matter),
              call->now_us);
}

static const char *party_name(const struct value *identity)
{
    return value_text(value_get(identity, "name"));
}

/* Lists search by title, number and party names: bigrams, written with the matter. */
static enum err_kind put_words(struct call *call, struct matter *matter, struct err *reterr)
{
    struct text all;
    text_init(&all, call->arena, 64 * 1024);
    text_add(&all, matter->title);
    if (matter->number)
        text_add_format(&all, " %s", matter->number);
    for (size_t i = 0; i < matter->participant_count; i++) {
        const char *name = party_name(matter->participants[i].identity);
        if (name)
            text_add_format(&all, " %s", name);
    }
    const char *joined = text_done(&all);
    const char *grams = joined ? text_bigrams(call->arena, joined) : NULL;
    if (!grams)
        return arena_full(reterr);
    size_t count = 0;
    while (*grams && count++ < WORDS_MAX) {
        size_t length = strcspn(grams, " ");
        const char *word = arena_copy_bytes(call->arena, grams, length);
        if (!word)
            return arena_full(reterr);
        matter_word_put(call->writes, matter->id, word);
        grams += length + (grams[length] == ' ');
    }
    return ERR_NONE;
}

static enum err_kind matter_store(struct call *call, struct matter *matter, struct err *reterr)
{
    struct matter_row row = {.id = matter->id,
                             .dispute_id = matter->dispute_id,
                             .parent_id = matter->parent_id,
                             .version = matter->version + 1,
                             .owner_account = matter->owner_account,
                             .amount_fen = matter->amount_fen,
                             .system = matter->workflow->system,
                             .definition_hash = matter->workflow->hash,
                             .court = matter->court,
                             .state = matter->state,
                             .number = matter->number,
                             .title = matter->title,
                             .cause = matter->cause,
                             .final = matter->state_row->final,
                             .opened_us = matter->opened_us,
                             .requested_us = matter->requested_us,
                             .submitted_us = matter->submitted_us,
                             .complete_us = matter->complete_us,
                             .registered_us = matter->registered_us,
                             .closed_us = matter->closed_us,
                             .updated_us = call->now_us,
                             .event_count = matter->event_count,
                             .head_hash = matter->head_hash};
    enum err_kind kind = matter_fields_seal(call->engine, matter, call->arena, &row.fields, reterr);
    if (kind)
        return kind;
    if (matter->is_new)
        matter_insert(call->writes, &row);
    else
        matter_update(call->writes, &row, matter->version);
    for (size_t i = 0; i < matter->workflow->field_count; i++) {
        const struct field *field = &matter->workflow->fields[i];
        const struct value *value = value_get(matter->fields, field->name);
        if (field->index && !value_is_null(value))
            matter_index_put(call->writes, &row, field->name, value_text(value),
                             value->type == VALUE_INT ? &value->integer : NULL);
    }
    return put_words(call, matter, reterr);
}

/* Title, amount and cause that lists show follow from the fields the definition names. */
static enum err_kind derive(struct call *call, struct matter *matter, struct err *reterr)
{
    enum err_kind kind = computed_fields(call, matter, reterr);
    if (kind)
        return kind;
    const struct workflow *workflow = matter->workflow;
    const char *title =
        workflow->title_field ? value_text(value_get(matter->fields, workflow->title_field)) : NULL;
    if (title && *title)
        matter->title = title;
    if (workflow->amount_field)
        matter->amount_fen = value_int(value_get(matter->fields, workflow->amount_field), 0);
    const char *cause = value_text(value_get(matter->fields, "cause"));
    if (cause)
        matter->cause = cause;
    const char *number = value_text(value_get(matter->fields, "number"));
    if (number)
        matter->number = number;
    return ERR_NONE;
}

enum err_kind call_finish(struct call *call, struct matter *matter, const char *action,
                          enum nature nature, const char *from, const struct participant *subject,
                          struct err *reterr)
{
    enum err_kind kind = derive(call, matter, reterr);
    if (!kind)
        kind = add_event(call, matter, action, nature, from, subject, reterr);
    if (!kind)
        kind = matter_store(call, matter, reterr);
    if (kind)
        return kind;
    renew_task(call, matter);
    return ERR_NONE;
}

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
}

enum err_kind call_attach_documents(struct call *call, const struct value *value,
                                    struct err *reterr)
{
    if (value->type == VALUE_TEXT && strlen(value->text) == 15 && value->text[0] == 'X') {
        int64_t id = 0;
        if (public_id_parse(call->engine->settings.keys, 'X', value->text, &id))
            document_attach(call->writes, id, call->matter->id, call->actor.account_id);
    }
    for (size_t i = 0; i < value->count; i++) {
        enum err_kind kind = call_attach_documents(call, value->items[i], reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
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
    enum err_kind kind = run_effects(call, action, false, reterr);
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
    /* The system's own reads need to know the system, which the public id's prefix tells. */
    const struct system *const *systems = call->engine->settings.systems;
    const char *id = value_text(value_get(call->params, "id")),
               *action = value_text(value_get(call->params, "action"));
    for (size_t i = 0; id && action && systems[i]; i++) {
        if (call->engine->current[i]->prefix == id[0] && systems[i]->load)
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
    .summary = {"办理一个操作", "Carries out an action on a matter"},
    .load = act_load,
    .decide = act_decide_loaded,
    .apply = action_apply};

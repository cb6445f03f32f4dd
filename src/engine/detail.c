/* engine/detail: one matter as JSON, as this actor may see it. The same text answers a write and a
 * read. */
#include "base/text.h"
#include "engine/internal.h"

static void write_words(struct json_writer *writer, const char *name, struct words words)
{
    json_name(writer, name);
    if (!words.zh) {
        json_null(writer);
        return;
    }
    json_begin(writer);
    json_named_text(writer, "zh", words.zh);
    json_named_text(writer, "en", words.en);
    json_end(writer);
}

static void write_instant(struct json_writer *writer, struct arena *arena, const char *name,
                          int64_t at_us)
{
    json_named_text(writer, name, at_us ? instant_format(arena, at_us) : NULL);
}

struct words matter_status(const struct matter *matter, struct arena *arena)
{
    return (struct words){fill_words(matter->state_row->status.zh, matter, NULL, arena, true),
                          fill_words(matter->state_row->status.en, matter, NULL, arena, false)};
}

static void write_participants(const struct engine *engine, struct json_writer *writer,
                               struct arena *arena, const struct actor *actor,
                               const struct matter *matter, bool unmasked)
{
    static const struct field identity = {.name = "identity", .kind = FIELD_PERSON};
    json_name(writer, "participants");
    json_begin_list(writer);
    for (size_t i = 0; i < matter->participant_count; i++) {
        const struct participant *participant = &matter->participants[i];
        char id[PUBLIC_ID_BYTES];
        public_id(engine->settings.keys, 'P', participant->id, id);
        const struct value *shown =
            unmasked ? participant->identity : field_mask(&identity, participant->identity, arena);
        json_begin(writer);
        json_named_text(writer, "id", id);
        json_named_text(writer, "role", participant->role);
        write_words(writer, "role_title", role_find(participant->role)->title);
        json_named_text(writer, "state", participant->state);
        json_named_text(writer, "name", value_text(value_get(participant->identity, "name")));
        json_named_value(writer, "identity", shown ? shown : &value_null);
        json_named_flag(writer, "mine", participant_is_actor(participant, actor));
        json_named_flag(writer, "active", participant->active);
        json_end(writer);
    }
    json_end_list(writer);
}

/* Whom a step may be about, for this reader: a party steps for itself, the court for whom it names.
 */
static bool offers_subject(const struct action *action, const struct participant *participant,
                           const struct actor *actor)
{
    if (action->subject_self && actor->grant_count == 0 &&
        !participant_is_actor(participant, actor))
        return false;
    static const char parties[] = " applicant respondent plaintiff defendant third_party ";
    char role[48];
    (void) snprintf(role, sizeof role, " %s ", participant->role);
    if (!participant->active || (strcmp(action->subject_role, "party") == 0
                                     ? !strstr(parties, role)
                                     : strcmp(action->subject_role, participant->role) != 0))
        return false;
    for (size_t i = 0; action->subject_from && action->subject_from[i]; i++) {
        if (strcmp(action->subject_from[i], participant->state) == 0)
            return true;
    }
    return !action->subject_from;
}

static bool has_subject(const struct action *action, const struct matter *matter,
                        const struct actor *actor)
{
    for (size_t i = 0; i < matter->participant_count; i++) {
        if (offers_subject(action, &matter->participants[i], actor))
            return true;
    }
    return false;
}

/* What nobody can do for another: a signature, the choice of who mediates. Of a step about no
 * participant only where somebody waits for one who may take it: else it is theirs to begin, as a
 * change of agents is. */
static bool is_own_to_give(const struct action *action, role_set awaited)
{
    if (!action->subject_role && !(action->by & awaited))
        return false;
    for (size_t i = 0; i < action->form_count; i++) {
        enum field_kind kind = action->form[i].field->kind;
        if (kind == FIELD_SIGNATURE || kind == FIELD_MEDIATOR)
            return true;
    }
    return false;
}

/* Where a participant of this role begins; NULL: they have no states. */
static const char *first_state(const struct workflow *workflow, const char *role)
{
    for (size_t i = 0; i < workflow->participant_count; i++) {
        const struct participant_kind *kind = &workflow->participants[i];
        if (strcmp(kind->role, role) == 0)
            return kind->states ? kind->states[0] : NULL;
    }
    return NULL;
}

/* Is the actor asked by this step for their first word: do they stand where everybody begins? */
static bool is_first_word(const struct action *action, const struct matter *matter,
                          const struct actor *actor)
{
    for (size_t i = 0; i < matter->participant_count; i++) {
        const struct participant *participant = &matter->participants[i];
        const char *first = first_state(matter->workflow, participant->role);
        if (!first || !text_equal(participant->state, first) ||
            !participant_is_actor(participant, actor))
            continue;
        for (size_t s = 0; action->subject_from && action->subject_from[s]; s++) {
            if (strcmp(action->subject_from[s], first) == 0)
                return true;
        }
    }
    return false;
}

/* Is the actor where this step of theirs would lead? */
static bool has_answered(const struct action *action, const struct matter *matter,
                         const struct actor *actor)
{
    for (size_t i = 0; action->subject_to && i < matter->participant_count; i++) {
        const struct participant *participant = &matter->participants[i];
        if (participant_is_actor(participant, actor) &&
            text_equal(participant->state, action->subject_to))
            return true;
    }
    return false;
}

bool matter_asks(const struct actor *actor, const struct matter *matter)
{
    role_set held = matter_roles(actor, matter);
    const char *waits = matter->state_row->waits_for;
    role_set waits_for = waits ? role_bit(waits) : 0;
    bool awaited = (held & waits_for) != 0, each = false, open = false, answered = false;
    if (matter->state_row->final)
        return false;
    for (size_t i = 0; i < matter->workflow->action_count; i++) {
        const struct action *action = &matter->workflow->actions[i];
        if (!action_offered(action, matter->state_row, matter_roles_for(actor, matter, action)))
            continue;
        bool self = action->subject_role && action->subject_self,
             mine = !action->subject_role || has_subject(action, matter, actor);
        bool own =
            is_own_to_give(action, waits_for) || (self && is_first_word(action, matter, actor));
        if (actor->grant_count == 0 && mine && own)
            return true;
        each |= self;
        open |= self && mine;
        answered |= self && has_answered(action, matter, actor);
    }
    return awaited && (!each || (open && !answered));
}

static void write_action(const struct engine *engine, struct json_writer *writer,
                         const struct matter *matter, const struct action *action,
                         const struct actor *actor, bool personal)
{
    static const char *const natures[] = {"record", "move", "decision", "money"};
    json_begin(writer);
    json_named_text(writer, "name", action->name);
    write_words(writer, "title", action->title);
    write_words(writer, "confirm", action->confirm);
    json_named_text(writer, "nature", natures[action->nature]);
    json_named_flag(writer, "personal", personal);
    json_name(writer, "form");
    json_begin_list(writer);
    for (size_t i = 0; i < action->form_count; i++) {
        json_begin(writer);
        json_named_text(writer, "name", action->form[i].field->name);
        json_named_flag(writer, "required", action->form[i].required);
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "subject_role", action->subject_role);
    json_name(writer, "subjects");
    json_begin_list(writer);
    for (size_t i = 0; action->subject_role && i < matter->participant_count; i++) {
        char id[PUBLIC_ID_BYTES];
        if (!offers_subject(action, &matter->participants[i], actor))
            continue;
        public_id(engine->settings.keys, 'P', matter->participants[i].id, id);
        json_text(writer, id);
    }
    json_end_list(writer);
    json_end(writer);
}

/* Whoever acts for another may fill in the form of a step that stays the other's own. */
static bool may_prepare(const struct actor *actor, const struct matter *matter,
                        const struct action *action)
{
    return actor_is_helper(actor) && text_has_word(actor->delegated, "write") &&
           action->form_count &&
           action_offered(action, matter->state_row,
                          matter_roles(actor, matter) & ~role_bit("citizen"));
}

/* Whose clock it is, where each has their own; NULL: everybody's. */
static const char *clock_of_whom(const struct matter *matter, const struct value *row)
{
    int64_t id = value_int(value_get(row, "participant_id"), 0);
    for (size_t i = 0; id && i < matter->participant_count; i++) {
        if (matter->participants[i].id == id)
            return value_text(value_get(matter->participants[i].identity, "name"));
    }
    return NULL;
}

static void write_deadlines(struct json_writer *writer, struct arena *arena,
                            const struct matter *matter)
{
    json_name(writer, "deadlines");
    json_begin_list(writer);
    for (size_t i = 0; i < matter->deadlines->count; i++) {
        const struct value *row = matter->deadlines->items[i];
        const char *name = value_text(value_get(row, "name"));
        const struct deadline *deadline = name ? workflow_deadline(matter->workflow, name) : NULL;
        int64_t due_us = value_int(value_get(row, "due_us"), 0);
        json_begin(writer);
        json_named_text(writer, "name", name);
        write_words(writer, "title", deadline ? deadline->title : (struct words){name, name});
        json_named_text(writer, "who", clock_of_whom(matter, row));
        /* A clock that stands still has no end; what it was matters to nobody. */
        bool still = text_equal(value_text(value_get(row, "state")), "suspended");
        json_named_text(writer, "due", still ? NULL : instant_format(arena, due_us));
        json_named_text(writer, "last_day",
                        still ? NULL : day_format(arena, day_of_instant(due_us - 1)));
        json_named_text(writer, "account_zh", value_text(value_path(row, "account.zh")));
        json_named_text(writer, "account_en", value_text(value_path(row, "account.en")));
        json_named_text(writer, "basis", value_text(value_get(row, "basis")));
        json_named_flag(writer, "provisional", value_true(value_get(row, "provisional")));
        json_named_text(writer, "state", value_text(value_get(row, "state")));
        json_end(writer);
    }
    json_end_list(writer);
}

static void write_dates(struct json_writer *writer, struct arena *arena,
                        const struct matter *matter)
{
    json_name(writer, "dates");
    json_begin(writer);
    write_instant(writer, arena, "opened", matter->opened_us);
    write_instant(writer, arena, "requested", matter->requested_us);
    write_instant(writer, arena, "submitted", matter->submitted_us);
    write_instant(writer, arena, "complete", matter->complete_us);
    write_instant(writer, arena, "registered", matter->registered_us);
    write_instant(writer, arena, "closed", matter->closed_us);
    json_end(writer);
}

/* Fields only some may read are left out for the others. */
const struct value *matter_fields(const struct actor *actor, const struct matter *matter,
                                  struct arena *arena, bool unmasked)
{
    role_set held = matter_roles(actor, matter);
    const struct value *masked =
        unmasked ? matter->fields
                 : fields_mask(matter->workflow->fields, matter->workflow->field_count,
                               matter->fields, arena);
    struct value *shown = value_new_map(arena);
    for (size_t i = 0; masked && shown && i < matter->workflow->field_count; i++) {
        const struct field *field = &matter->workflow->fields[i];
        const struct value *value = value_get(masked, field->name);
        bool allowed = !field->readers || (field->readers & held);
        if (allowed && !value_is_null(value) &&
            !value_set(arena, shown, field->name, (struct value *) (uintptr_t) value))
            return NULL;
    }
    return shown;
}

void matter_write_row_members(const struct engine *engine, struct json_writer *writer,
                              struct arena *arena, const struct matter *matter)
{
    int64_t due_us = matter_earliest_due(matter);
    const char *waits = matter->state_row->waits_for;
    char dispute[PUBLIC_ID_BYTES];
    public_id(engine->settings.keys, 'Z', matter->dispute_id, dispute);
    json_named_text(writer, "id", matter_id_print(engine, matter, arena));
    json_named_text(writer, "system", matter->workflow->system);
    write_words(writer, "system_title", matter->workflow->title);
    json_named_text(writer, "dispute", dispute);
    json_named_text(writer, "number", matter->number);
    json_named_text(writer, "title", matter->title);
    json_named_text(writer, "state", matter->state);
    write_words(writer, "state_title", matter->state_row->title);
    json_named_flag(writer, "final", matter->state_row->final);
    write_words(writer, "status", matter_status(matter, arena));
    json_named_text(writer, "due", due_us ? instant_format(arena, due_us) : NULL);
    json_named_text(writer, "waits_for", waits);
    write_words(writer, "waits_for_title",
                waits ? role_find(waits)->title : (struct words){NULL, NULL});
    json_named_text(writer, "court", matter->court);
    json_named_text(writer, "court_name", engine_court_name(engine, matter->court));
    json_named_text(writer, "cause", matter->cause);
    json_named_text(writer, "cause_name",
                    matter->cause ? engine_cause_name(engine, matter->cause) : NULL);
    json_name(writer, "amount");
    if (matter->amount_fen)
        json_int(writer, matter->amount_fen);
    else
        json_null(writer);
    json_named_text(writer, "amount_text",
                    matter->amount_fen ? money_format(arena, matter->amount_fen) : NULL);
    json_named_text(writer, "opened_at", instant_format(arena, matter->opened_us));
    json_named_text(writer, "updated_at", instant_format(arena, matter->updated_us));
    json_named_int(writer, "version", matter->version);
}

void matter_write_row(const struct engine *engine, struct json_writer *writer, struct arena *arena,
                      const struct matter *matter)
{
    json_begin(writer);
    matter_write_row_members(engine, writer, arena, matter);
    json_end(writer);
}

void matter_write(const struct engine *engine, struct json_writer *writer, struct arena *arena,
                  const struct actor *actor, const struct matter *matter, bool unmasked)
{
    json_begin(writer);
    matter_write_members(engine, writer, arena, actor, matter, unmasked);
    json_end(writer);
}

void matter_write_members(const struct engine *engine, struct json_writer *writer,
                          struct arena *arena, const struct actor *actor,
                          const struct matter *matter, bool unmasked)
{
    const struct value *fields = matter_fields(actor, matter, arena, unmasked);
    matter_write_row_members(engine, writer, arena, matter);
    json_named_flag(writer, "asks", matter_asks(actor, matter));
    json_named_text(writer, "definition", matter->workflow->hash);
    json_named_text(writer, "level", level_names[matter->level]);
    json_named_value(writer, "fields", fields ? fields : &value_null);
    write_participants(engine, writer, arena, actor, matter, unmasked);
    json_name(writer, "actions");
    json_begin_list(writer);
    for (size_t i = 0; i < matter->workflow->action_count; i++) {
        const struct action *action = &matter->workflow->actions[i];
        /* One that is about somebody is offered while there is somebody it may be about. */
        bool offered =
            action_offered(action, matter->state_row, matter_roles_for(actor, matter, action));
        if ((offered || may_prepare(actor, matter, action)) &&
            (!action->subject_role || has_subject(action, matter, actor)))
            write_action(engine, writer, matter, action, actor, !offered);
    }
    json_end_list(writer);
    write_deadlines(writer, arena, matter);
    write_dates(writer, arena, matter);
    json_named_value(writer, "facts", matter->published);
}

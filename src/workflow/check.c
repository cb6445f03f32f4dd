/* workflow/check: everything that can be known to be wrong before a definition lives. */
#include "workflow/workflow.h"

#include <stdarg.h>

struct checking {
    const struct workflow *workflow;
    struct finding *findings;
    size_t max, count;
};

static void PRINTF_LIKE(3, 4)
    find_fault(struct checking *checking, const char *path, const char *format, ...)
{
    if (checking->count < checking->max) {
        struct finding *finding = &checking->findings[checking->count];
        va_list args;
        va_start(args, format);
        (void) snprintf(finding->path, sizeof finding->path, "%s", path);
        (void) vsnprintf(finding->text, sizeof finding->text, format, args);
        va_end(args);
    }
    checking->count++;
}

static void check_words(struct checking *checking, const char *path, const char *what,
                        const struct words *words, bool required)
{
    if (!required && !words->zh && !words->en)
        return;
    if (!words->zh || !*words->zh)
        find_fault(checking, path, "%s: the Chinese text is missing", what);
    if (!words->en || !*words->en)
        find_fault(checking, path, "%s: the English text is missing", what);
}

static size_t state_index(const struct workflow *workflow, const struct state *state)
{
    return (size_t) (state - workflow->states);
}

/* Marks what can be reached forwards from the initial state, or backwards from final ones. */
static void spread(const struct workflow *workflow, bool *marked, bool forwards)
{
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < workflow->action_count; i++) {
            const struct action *action = &workflow->actions[i];
            for (size_t j = 0; action->to && j < action->from_count; j++) {
                size_t from = state_index(workflow, action->from[j]);
                size_t to = state_index(workflow, action->to);
                size_t known = forwards ? from : to, other = forwards ? to : from;
                if (marked[known] && !marked[other])
                    marked[other] = moved = true;
            }
        }
    }
}

enum { STATES_MAX = 64 };

static void check_reach(struct checking *checking)
{
    const struct workflow *workflow = checking->workflow;
    bool reached[STATES_MAX] = {false}, ends[STATES_MAX] = {false};
    if (workflow->state_count > STATES_MAX) {
        find_fault(checking, "states", "more than %d states", STATES_MAX);
        return;
    }
    size_t initial_count = 0;
    for (size_t i = 0; i < workflow->state_count; i++) {
        reached[i] = workflow->states[i].initial;
        ends[i] = workflow->states[i].final;
        initial_count += workflow->states[i].initial;
    }
    if (initial_count != 1)
        find_fault(checking, "states", "exactly one state is initial, not %zu", initial_count);
    spread(workflow, reached, true);
    spread(workflow, ends, false);
    for (size_t i = 0; i < workflow->state_count; i++) {
        char path[32];
        (void) snprintf(path, sizeof path, "states[%zu]", i);
        if (!reached[i])
            find_fault(checking, path, "nothing leads to '%s'", workflow->states[i].name);
        if (!ends[i])
            find_fault(checking, path, "no way leads from '%s' to an end",
                       workflow->states[i].name);
    }
}

/* Does any clock run while a matter is in this state: started on the way in, not stopped, due from
 * here? */
static bool has_clock(const struct workflow *workflow, const struct state *state)
{
    if (state->initial && workflow->opening_start_count)
        return true;
    for (size_t i = 0; i < workflow->action_count; i++) {
        const struct action *action = &workflow->actions[i];
        if (action->start_count && action->to == state)
            return true;
        for (size_t j = 0; !action->to && action->start_count && j < action->from_count; j++) {
            if (action->from[j] == state)
                return true;
        }
    }
    return false;
}

/* Offices apart see no case (practice.md 4), a helper signs nothing, and a power is one of those an
 * authority names, asked of an agent. */
static void check_rights(struct checking *checking)
{
    const struct workflow *workflow = checking->workflow;
    role_set apart = 0;
    for (size_t i = 0; i < OFFICES_APART; i++)
        apart |= role_bit(offices_apart[i]);
    if (workflow->readers & apart)
        find_fault(checking, "readers", "administration and audit see no case");
    for (size_t i = 0; i < workflow->action_count; i++) {
        const struct action *action = &workflow->actions[i];
        char path[32];
        bool signs = false, known = !action->power;
        (void) snprintf(path, sizeof path, "actions[%zu]", i);
        for (size_t f = 0; f < action->form_count; f++)
            signs |= action->form[f].field->kind == FIELD_SIGNATURE;
        for (size_t p = 0; special_powers[p]; p++)
            known |= action->power && strcmp(action->power, special_powers[p]) == 0;
        if (action->by & apart)
            find_fault(checking, path, "administration and audit see no case");
        bool own_will = signs || action->power || action->subject_self ||
                        action->nature == NATURE_DECISION || action->nature == NATURE_MONEY;
        if (own_will && (action->by & role_bit("helper")))
            find_fault(checking, path, "a helper may not %s '%s'",
                       signs ? "sign" : "decide for another by", action->name);
        if (!known || (action->power && !(action->by & role_bit("agent"))))
            find_fault(checking, path, "'%.40s' is no power of an agent who may do '%s'",
                       action->power, action->name);
    }
}

static void check_states(struct checking *checking)
{
    const struct workflow *workflow = checking->workflow;
    for (size_t i = 0; i < workflow->state_count; i++) {
        const struct state *state = &workflow->states[i];
        char path[32];
        (void) snprintf(path, sizeof path, "states[%zu]", i);
        check_words(checking, path, "title", &state->title, true);
        check_words(checking, path, "status", &state->status, true);
        if (!state->final && !state->waits_for)
            find_fault(checking, path, "'%s' waits for nobody", state->name);
        if (!state->final && !state->clockless && !has_clock(workflow, state))
            find_fault(checking, path, "'%s' has no clock and does not say why", state->name);
    }
}

static void check_clock_action(struct checking *checking, const char *path,
                               const struct action *action)
{
    if (action->nature == NATURE_DECISION || action->nature == NATURE_MONEY)
        find_fault(checking, path, "the clock may only record and move, never decide or pay");
    for (size_t i = 0; i < action->effect_count; i++) {
        if (!action->effects[i].effect->clock_may)
            find_fault(checking, path, "the clock may not carry out '%s'",
                       action->effects[i].effect->name);
    }
}

bool field_is_own_act(enum field_kind kind)
{
    static const enum field_kind own[] = {FIELD_MONEY,     FIELD_LONG_TEXT, FIELD_DOCUMENT_LIST,
                                          FIELD_SIGNATURE, FIELD_COMPUTED,  FIELD_CASE_NUMBER};
    for (size_t i = 0; i < COUNT_OF(own); i++) {
        if (own[i] == kind)
            return true;
    }
    return false;
}

static bool roles_of_staff_only(role_set set)
{
    for (size_t i = 0; i < role_count; i++) {
        if ((set & role_bit(roles[i].name)) && roles[i].kind != ROLE_STAFF)
            return false;
    }
    return true;
}

/* A correction is a record by the court's people that moves nothing, gives its reason and is told.
 */
static void check_correction(struct checking *checking, const char *path,
                             const struct action *action)
{
    bool reason = false;
    if (action->nature != NATURE_RECORD || action->to || action->effect_count ||
        action->start_count || action->stop_count || action->suspend_count || action->resume_count)
        find_fault(checking, path, "a correction records, and moves nothing else");
    if (!roles_of_staff_only(action->by))
        find_fault(checking, path, "a correction is made by people of the court");
    for (size_t i = 0; i < action->form_count; i++) {
        const struct field *field = action->form[i].field;
        bool is_reason = strcmp(field->name, CORRECTION_REASON) == 0;
        reason |= is_reason && action->form[i].required;
        if (!is_reason && field_is_own_act(field->kind))
            find_fault(checking, path, "'%s' is an act of its own, no data to put right",
                       field->name);
        for (size_t c = 0; c < field->field_count; c++) {
            if (strcmp(field->fields[c].name, "powers") == 0)
                find_fault(checking, path,
                           "'%s' holds powers: who has which is for the party to say", field->name);
        }
    }
    if (!reason)
        find_fault(checking, path, "a correction asks for " CORRECTION_REASON);
    if (!action->notify_count)
        find_fault(checking, path, "nobody is told of a correction");
}

static void check_actions(struct checking *checking)
{
    const struct workflow *workflow = checking->workflow;
    for (size_t i = 0; i < workflow->action_count; i++) {
        const struct action *action = &workflow->actions[i];
        char path[32];
        (void) snprintf(path, sizeof path, "actions[%zu]", i);
        check_words(checking, path, "title", &action->title, true);
        check_words(checking, path, "confirm", &action->confirm, false);
        if (!action->by)
            find_fault(checking, path, "nobody may do '%s'", action->name);
        if (action->corrects)
            check_correction(checking, path, action);
        if (action->by & role_bit("clock"))
            check_clock_action(checking, path, action);
        for (size_t j = 0; j < action->from_count; j++) {
            if (action->from[j]->final && action->to)
                find_fault(checking, path, "'%s' leaves the final state '%s'", action->name,
                           action->from[j]->name);
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(workflow->actions[j].name, action->name) == 0)
                find_fault(checking, path, "'%s' is there twice", action->name);
        }
        if (action->subject_to && !action->subject_role)
            find_fault(checking, path, "a subject's state without a subject");
    }
}

static bool names_clock(const struct deadline *const *clocks, size_t count,
                        const struct deadline *deadline)
{
    for (size_t i = 0; i < count; i++) {
        if (clocks[i] == deadline)
            return true;
    }
    return false;
}

/* Something starts it; and what makes it stand still has an action that lets it run again. */
static void check_clock_runs(struct checking *checking, const char *path,
                             const struct deadline *deadline)
{
    const struct workflow *workflow = checking->workflow;
    bool started = names_clock(workflow->opening_starts, workflow->opening_start_count, deadline);
    bool suspended = false, resumed = false;
    for (size_t i = 0; i < workflow->action_count; i++) {
        const struct action *action = &workflow->actions[i];
        started |= names_clock(action->starts, action->start_count, deadline);
        suspended |= names_clock(action->suspends, action->suspend_count, deadline);
        resumed |= names_clock(action->resumes, action->resume_count, deadline);
    }
    if (!started)
        find_fault(checking, path, "nothing starts '%s'", deadline->name);
    if (suspended != resumed)
        find_fault(checking, path,
                   suspended ? "nothing lets '%s' run again" : "nothing makes '%s' stand still",
                   deadline->name);
}

static void check_deadlines(struct checking *checking)
{
    const struct workflow *workflow = checking->workflow;
    for (size_t i = 0; i < workflow->deadline_count; i++) {
        const struct deadline *deadline = &workflow->deadlines[i];
        char path[32];
        (void) snprintf(path, sizeof path, "deadlines[%zu]", i);
        check_words(checking, path, "title", &deadline->title, true);
        if (!deadline->due == !deadline->due_list)
            find_fault(checking, path, "exactly one of due.action and due.list");
        if (!deadline->due_list != !deadline->due_to)
            find_fault(checking, path, "a list of late ones says whose task it is, in due.to");
        if (!deadline->period == !deadline->length)
            find_fault(checking, path, "exactly one of period and length");
        if (deadline->length && (!deadline->basis || !*deadline->basis))
            find_fault(checking, path, "a length of the court's own names its basis");
        if (deadline->due && !(deadline->due->by & role_bit("clock")))
            find_fault(checking, path, "the clock may not do '%s'", deadline->due->name);
        if (deadline->warn[0] && !deadline->warn_notice)
            find_fault(checking, path, "a warning without a notice");
        check_clock_runs(checking, path, deadline);
    }
}

static void check_fields(struct checking *checking, const char *base, const struct field *fields,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct field *field = &fields[i];
        char path[128];
        (void) snprintf(path, sizeof path, "%s[%zu]", base, i);
        check_words(checking, path, "title", &field->title, true);
        check_words(checking, path, "hint", &field->hint, false);
        bool chooses = field->kind == FIELD_CHOICE || field->kind == FIELD_MULTI_CHOICE;
        if (chooses && field->option_count == 0)
            find_fault(checking, path, "a choice without options");
        for (size_t j = 0; j < field->option_count; j++)
            check_words(checking, path, "option", &field->options[j].title, true);
        if (field->kind == FIELD_GROUP && field->field_count == 0)
            find_fault(checking, path, "a group without fields");
        for (size_t j = 0; j < i; j++) {
            if (strcmp(fields[j].name, field->name) == 0)
                find_fault(checking, path, "'%s' is there twice", field->name);
        }
        char inner[140];
        (void) snprintf(inner, sizeof inner, "%s.fields", path);
        check_fields(checking, inner, field->fields, field->field_count);
    }
}

static void check_notices(struct checking *checking)
{
    const struct workflow *workflow = checking->workflow;
    for (size_t i = 0; i < workflow->notice_count; i++) {
        char path[32];
        (void) snprintf(path, sizeof path, "notices[%zu]", i);
        check_words(checking, path, "title", &workflow->notices[i].title, true);
        check_words(checking, path, "text", &workflow->notices[i].text, true);
        if (!workflow->notices[i].to)
            find_fault(checking, path, "nobody receives '%s'", workflow->notices[i].name);
    }
}

/* No office of the court sits in the talks: what is said in them stays among those who talk. */
static void check_rooms(struct checking *checking)
{
    const struct workflow *workflow = checking->workflow;
    role_set parts = 0;
    for (size_t i = 0; i < workflow->participant_count; i++)
        parts |= role_bit(workflow->participants[i].role);
    if (workflow->room_count > ROOMS_MAX)
        find_fault(checking, "rooms", "at most %d rooms", ROOMS_MAX);
    for (size_t i = 0; i < workflow->room_count; i++) {
        const struct room *room = &workflow->rooms[i];
        char path[32];
        (void) snprintf(path, sizeof path, "rooms[%zu]", i);
        check_words(checking, path, "title", &room->title, true);
        if (!room->who || (room->who & ~parts))
            find_fault(checking, path, "only those who take part in the matter sit in a room");
        for (size_t j = 0; j < i; j++) {
            if (strcmp(workflow->rooms[j].name, room->name) == 0)
                find_fault(checking, path, "'%s' is there twice", room->name);
        }
    }
}

size_t workflow_check(const struct workflow *workflow, struct finding *findings,
                      size_t findings_max)
{
    struct checking checking = {.workflow = workflow, .findings = findings, .max = findings_max};
    check_words(&checking, "title", "title", &workflow->title, true);
    check_words(&checking, "summary", "summary", &workflow->summary, true);
    check_fields(&checking, "fields", workflow->fields, workflow->field_count);
    check_states(&checking);
    check_actions(&checking);
    check_rights(&checking);
    check_reach(&checking);
    check_deadlines(&checking);
    check_notices(&checking);
    check_rooms(&checking);
    return checking.count;
}

/* workflow/decide: one step, decided from values alone. Not for carrying it out: engine/action
 * does. */
#include "workflow/workflow.h"

#include "base/moment.h"

#define FIND(array, count, wanted)                                                                 \
    for (size_t i = 0; i < (count); i++) {                                                         \
        if (strcmp((array)[i].name, (wanted)) == 0)                                                \
            return &(array)[i];                                                                    \
    }                                                                                              \
    return NULL

const struct state *workflow_state(const struct workflow *workflow, const char *name)
{
    FIND(workflow->states, workflow->state_count, name);
}

const struct action *workflow_action(const struct workflow *workflow, const char *name)
{
    FIND(workflow->actions, workflow->action_count, name);
}

const struct field *workflow_field(const struct workflow *workflow, const char *name)
{
    FIND(workflow->fields, workflow->field_count, name);
}

const struct deadline *workflow_deadline(const struct workflow *workflow, const char *name)
{
    FIND(workflow->deadlines, workflow->deadline_count, name);
}

const struct appointment *workflow_appointment(const struct workflow *workflow, const char *name)
{
    FIND(workflow->appointments, workflow->appointment_count, name);
}

const struct state *workflow_initial(const struct workflow *workflow)
{
    for (size_t i = 0; i < workflow->state_count; i++) {
        if (workflow->states[i].initial)
            return &workflow->states[i];
    }
    return NULL;
}

/* ---- conditions ---------------------------------------------------------------------------- */

/* "party" stands for every role that sides in a dispute. */
static bool is_of_group(const struct participant *participant, const char *role)
{
    static const char *const parties[] = {"applicant", "respondent", "plaintiff", "defendant",
                                          "third_party"};
    if (!participant->active)
        return false;
    if (strcmp(role, "party") != 0)
        return strcmp(participant->role, role) == 0;
    for (size_t i = 0; i < COUNT_OF(parties); i++) {
        if (strcmp(participant->role, parties[i]) == 0)
            return true;
    }
    return false;
}

static bool parties_hold(const struct condition *condition, const struct facts *facts)
{
    size_t asked = 0, fitting = 0;
    for (size_t i = 0; i < facts->participant_count; i++) {
        const struct participant *participant = &facts->participants[i];
        if (!is_of_group(participant, condition->role))
            continue;
        asked++;
        /* An action on one participant is judged as if it had already been taken. */
        const char *state = facts->subject == participant && facts->subject_to ? facts->subject_to
                                                                               : participant->state;
        fitting += strcmp(state, condition->state) == 0;
    }
    return condition->kind == CONDITION_EACH ? asked > 0 && fitting == asked : fitting > 0;
}

static const struct value *look_up(const char *path, const struct facts *facts)
{
    if (strncmp(path, "setting.", 8) == 0)
        return value_get(facts->settings, path + 8);
    if (strncmp(path, "fact.", 5) == 0)
        return value_get(facts->published, path + 5);
    return value_path(facts->fields, path);
}

static bool comparison_holds(const struct condition *condition, const struct facts *facts)
{
    const struct value *actual = look_up(condition->field, facts);
    const struct value *constant = condition->constant;
    switch (condition->comparison) {
    case COMPARE_IS:
        return value_equal(actual, constant);
    case COMPARE_IS_NOT:
        return !value_equal(actual, constant);
    case COMPARE_AT_LEAST:
        return actual->type == VALUE_INT && actual->integer >= constant->integer;
    case COMPARE_AT_MOST:
        return actual->type == VALUE_INT && actual->integer <= constant->integer;
    case COMPARE_IN:
        for (size_t i = 0; i < constant->count; i++) {
            if (value_equal(actual, constant->items[i]))
                return true;
        }
        return false;
    case COMPARE_GIVEN:
        return value_is_null(actual) != constant->boolean;
    }
    return false;
}

/* Own words of a part win over those of the parts within. */
static bool refuse(struct words words, struct words *ret_refusal)
{
    if (ret_refusal && words.zh)
        *ret_refusal = words;
    return false;
}

bool condition_holds(const struct condition *condition, const struct facts *facts,
                     struct words *ret_refusal)
{
    if (!condition)
        return true;

    bool holds = true;
    struct words first = {NULL, NULL};
    switch (condition->kind) {
    case CONDITION_ALL:
        for (size_t i = 0; i < condition->part_count; i++) {
            if (!condition_holds(&condition->parts[i], facts, ret_refusal))
                return refuse(condition->refusal, ret_refusal);
        }
        return true;
    case CONDITION_ANY:
        for (size_t i = 0; i < condition->part_count; i++) {
            /* Kept back: what one part refuses is not said when another part agrees. */
            struct words said = {NULL, NULL};
            if (condition_holds(&condition->parts[i], facts, &said))
                return true;
            if (!first.zh)
                first = said;
        }
        (void) refuse(first, ret_refusal);
        return refuse(condition->refusal, ret_refusal);
    case CONDITION_NOT:
        holds = !condition_holds(condition->parts, facts, NULL);
        break;
    case CONDITION_GUARD:
        holds = condition->guard->allows(facts);
        return holds || refuse(condition->guard->refusal, ret_refusal);
    case CONDITION_EACH:
    case CONDITION_ANY_PARTY:
        holds = parties_hold(condition, facts);
        break;
    case CONDITION_COMPARE:
        holds = comparison_holds(condition, facts);
        break;
    }
    return holds || refuse(condition->refusal, ret_refusal);
}

/* ---- the step ------------------------------------------------------------------------------ */

static bool is_from(const struct action *action, const char *state)
{
    for (size_t i = 0; i < action->from_count; i++) {
        if (strcmp(action->from[i]->name, state) == 0)
            return true;
    }
    return false;
}

const char *const special_powers[] = {"admit",        "waive",  "change", "settle",
                                      "counterclaim", "appeal", NULL};

role_set state_readers(const struct workflow *workflow, const struct state *state)
{
    role_set may = workflow->readers;
    for (size_t i = 0; i < workflow->action_count; i++)
        may |= workflow->actions[i].by;
    return may & ~state->hidden_from & ~role_bit("citizen");
}

bool action_offered(const struct action *action, const struct state *state, role_set held)
{
    return !action->internal && (action->by & held) && is_from(action, state->name);
}

static bool subject_state_fits(const struct action *action, const struct participant *subject)
{
    if (!action->subject_from)
        return true;
    for (size_t i = 0; action->subject_from[i]; i++) {
        if (strcmp(action->subject_from[i], subject->state) == 0)
            return true;
    }
    return false;
}

static enum err_kind judge_subject(const struct action *action, const struct facts *facts,
                                   struct err *reterr)
{
    if (!action->subject_role)
        return ERR_NONE;
    if (!facts->subject || !is_of_group(facts->subject, action->subject_role))
        return err_field(reterr, ERR_INVALID, "action.subject", "participant",
                         "'%s' is about a participant of role '%s'", action->name,
                         action->subject_role);
    if (!subject_state_fits(action, facts->subject))
        return err_set(reterr, ERR_CONFLICT, "action.subject_state",
                       "the participant is in state '%s'", facts->subject->state);
    return ERR_NONE;
}

enum err_kind workflow_decide(const struct workflow *workflow, const struct facts *facts,
                              const char *name, role_set held, const struct action **ret,
                              const char **ret_role, struct words *ret_refusal, struct err *reterr)
{
    const struct action *action = workflow_action(workflow, name);
    if (!action)
        return err_set(reterr, ERR_MISSING, "action.unknown", "no action of that name");
    role_set fitting = action->by & held;
    if (!fitting)
        return err_set(reterr, ERR_DENIED, "action.wrong_role", "'%s' is not for this role", name);
    if (!is_from(action, facts->state))
        return err_set(reterr, ERR_CONFLICT, "action.wrong_state",
                       "'%s' is not possible in state '%s'", name, facts->state);
    enum err_kind kind = judge_subject(action, facts, reterr);
    if (kind)
        return kind;
    if (!condition_holds(action->guard, facts, ret_refusal))
        return err_set(reterr, ERR_CONFLICT, "action.guard", "a guard of '%s' said no", name);
    for (size_t i = 0; i < action->effect_count; i++) {
        const struct effect_use *use = &action->effects[i];
        kind = use->effect->validate ? use->effect->validate(facts, use->with, reterr) : ERR_NONE;
        if (kind)
            return kind;
    }
    for (size_t i = 0; i < role_count; i++) {
        if (fitting >> i & 1) {
            *ret_role = roles[i].name;
            break;
        }
    }
    *ret = action;
    return ERR_NONE;
}

const struct value *facts_clock(const struct facts *facts, const char *name, int64_t participant_id)
{
    for (size_t i = 0; facts->deadlines && i < facts->deadlines->count; i++) {
        const struct value *row = facts->deadlines->items[i];
        if (strcmp(value_text_of(row, "name"), name) == 0 &&
            (!participant_id || value_int(value_get(row, "participant_id"), 0) == participant_id))
            return row;
    }
    return &value_null;
}

int64_t facts_place(const struct facts *facts, const struct participant *participant)
{
    int64_t place = 0;
    for (size_t i = 0; i < facts->participant_count; i++) {
        const struct participant *one = &facts->participants[i];
        place += strcmp(one->role, participant->role) == 0;
        if (one == participant)
            break;
    }
    return place;
}

bool facts_row_is_of(const struct facts *facts, const struct value *row,
                     const struct participant *participant)
{
    const char *side = value_text(value_get(row, "side"));
    if (!side)
        return strcmp(value_text_of(row, "who"), value_text_of(participant->identity, "name")) == 0;
    return strcmp(side, participant->role) == 0 &&
           value_int(value_get(row, "place"), 0) == facts_place(facts, participant);
}

bool clock_is_over(const struct value *clock, int64_t at_us)
{
    const char *state = value_text(value_get(clock, "state"));
    return !(state && strcmp(state, CLOCK_HELD) == 0) &&
           value_int(value_get(clock, "due_us"), 0) <= at_us;
}

bool facts_clock_over(const struct facts *facts, const char *name)
{
    return clock_is_over(facts_clock(facts, name, 0), facts->now_us);
}

bool facts_day_past(const struct facts *facts, const char *field, const char *not_before)
{
    int32_t day = 0, first = 0;
    return day_parse(value_text_of(facts->form, field), &day) &&
           day <= day_of_instant(facts->received_us) &&
           (!day_parse(not_before, &first) || day >= first);
}

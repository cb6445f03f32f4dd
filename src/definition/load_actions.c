/* definition/load_actions: actions, with every name they use resolved. */
#include "base/text.h"
#include "definition/load.h"

enum { STEPS_MIN = 2, STEPS_MAX = 20 };

static void load_from(struct loading *loading, const struct value *row, struct action *action)
{
    const char *const *names = get_names(loading, row, "from");
    size_t count = 0;
    while (names && names[count])
        count++;
    action->from = arena_array(loading->arena, count + 1, sizeof *action->from);
    if (!action->from) {
        loading->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct state *state = workflow_state(loading->workflow, names[i]);
        if (state)
            action->from[action->from_count++] = state;
        else
            fault(loading, "unknown state '%.40s' in 'from'", names[i]);
    }
    if (action->from_count == 0)
        fault(loading, "'from' names no state");
    const char *to = get_text(loading, row, "to", false);
    action->to = to ? workflow_state(loading->workflow, to) : NULL;
    if (to && !action->to)
        fault(loading, "unknown state '%.40s' in 'to'", to);
}

static void load_form(struct loading *loading, const struct value *row, struct action *action)
{
    const char *const *names = get_names(loading, row, "form");
    size_t count = 0;
    while (names && names[count])
        count++;
    struct form_field *form = arena_array(loading->arena, count + 1, sizeof *form);
    if (!form) {
        loading->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        char name[64];
        size_t length = strlen(names[i]);
        bool required = length && names[i][length - 1] == '!';
        (void) snprintf(name, sizeof name, "%.*s", (int) (length - required), names[i]);
        form[i].field = workflow_field(loading->workflow, name);
        if (!form[i].field) {
            fault(loading, "unknown field '%.60s' in 'form'", names[i]);
            form[i].field = loading->workflow->fields;
        }
        /* A correction says only what it puts right: what is not named stays. */
        form[i].required =
            required || (!action->corrects && form[i].field && form[i].field->required);
    }
    action->form = form;
    action->form_count = count;
}

/* How often `steps` ask for a field. */
static size_t times_asked(const struct value *steps, const char *name)
{
    size_t times = 0;
    for (size_t i = 0; i < steps->count; i++) {
        const struct value *fields = value_get(steps->items[i], "fields");
        for (size_t j = 0; fields->type == VALUE_LIST && j < fields->count; j++)
            times += text_equal(value_text(fields->items[j]), name);
    }
    return times;
}

static void check_step(struct loading *loading, const struct value *steps, size_t place,
                       const struct action *action)
{
    const struct value *row = steps->items[place];
    only(loading, row, "name title hint fields");
    const char *name = get_text(loading, row, "name", true);
    struct words title = get_words(loading, row, "title"), hint = get_words(loading, row, "hint");
    if (!title.zh || !title.en || !hint.zh != !hint.en)
        fault(loading, "a step has its words in both languages");
    for (size_t i = 0; name && i < place; i++) {
        if (text_equal(value_text(value_get(steps->items[i], "name")), name))
            fault(loading, "two steps are called '%.40s'", name);
    }
    const char *const *fields = get_names(loading, row, "fields");
    if (!fields || !fields[0])
        fault(loading, "a step asks for nothing");
    for (size_t i = 0; fields && fields[i]; i++) {
        bool found = false;
        for (size_t j = 0; j < action->form_count && !found; j++)
            found = strcmp(action->form[j].field->name, fields[i]) == 0;
        if (!found)
            fault(loading, "'%.60s' is not in the form", fields[i]);
    }
}

/* A long form in steps, one topic each: what clients draw. Every field stands in exactly one. */
static void check_steps(struct loading *loading, const struct value *row,
                        const struct action *action)
{
    const struct value *steps = value_get(row, "steps");
    if (value_is_null(steps))
        return;
    if (steps->type != VALUE_LIST || steps->count < STEPS_MIN || steps->count > STEPS_MAX) {
        fault(loading, "'steps' must be a list of %d to %d", STEPS_MIN, STEPS_MAX);
        return;
    }
    for (size_t i = 0; i < steps->count; i++) {
        size_t length = enter(loading, "steps", i);
        check_step(loading, steps, i, action);
        leave(loading, length);
    }
    for (size_t i = 0; i < action->form_count; i++) {
        const char *name = action->form[i].field->name;
        size_t times = times_asked(steps, name);
        if (times != 1)
            fault(loading, "'%.60s' is in %s step", name, times ? "more than one" : "no");
    }
}

/* A rule of the law whose answer is shown before the form is sent, and where its inputs come from.
 */
static void check_reckon(struct loading *loading, const struct value *row,
                         const struct action *action)
{
    const struct value *reckon = value_get(row, "reckon");
    if (value_is_null(reckon))
        return;
    size_t length = enter(loading, "reckon", SIZE_MAX);
    only(loading, reckon, "rule title from");
    struct words title = get_words(loading, reckon, "title");
    if (!title.zh || !title.en)
        fault(loading, "it has a title in both languages");
    const char *rule = get_text(loading, reckon, "rule", true);
    bool known = rule && loading->vocabulary->rule_takes(rule, NULL);
    if (rule && !known)
        fault(loading, "unknown rule '%.40s'", rule);
    const struct value *from = value_get(reckon, "from");
    if (from->type != VALUE_MAP)
        fault(loading, "'from' must be an object");
    for (size_t i = 0; from->type == VALUE_MAP && i < from->count; i++) {
        bool found = false;
        for (size_t j = 0; j < action->form_count && !found; j++)
            found = text_equal(value_text(from->items[i]), action->form[j].field->name);
        if (!found)
            fault(loading, "'%.40s' comes from no field of the form", from->names[i]);
        if (known && !loading->vocabulary->rule_takes(rule, from->names[i]))
            fault(loading, "the rule takes no '%.40s'", from->names[i]);
    }
    leave(loading, length);
}

/* What a signature stands under: the fields that are shown whole before it. Clients draw it. */
static void check_signs(struct loading *loading, const struct value *row,
                        const struct action *action)
{
    const char *const *names = get_names(loading, row, "signs");
    bool signed_by_hand = false;
    for (size_t i = 0; i < action->form_count; i++)
        signed_by_hand |= action->form[i].field->kind == FIELD_SIGNATURE;
    if (names && names[0] && !signed_by_hand)
        fault(loading, "'signs' without a signature in the form");
    for (size_t i = 0; names && names[i]; i++) {
        if (!workflow_field(loading->workflow, names[i]))
            fault(loading, "'signs' names no field: '%.60s'", names[i]);
    }
}

const struct effect_use *load_effects(struct loading *loading, const struct value *row,
                                      size_t *ret_count)
{
    static const struct effect unknown = {.name = "", .clock_may = true};
    struct effect_use *uses = NULL;
    const struct value *rows = get_rows(loading, row, "effects", sizeof *uses, (void **) &uses);
    for (size_t i = 0; i < rows->count; i++) {
        const struct value *item = rows->items[i];
        const char *name = value_text(item) ? value_text(item) : value_text(value_get(item, "do"));
        uses[i].effect = &unknown;
        uses[i].with = item->type == VALUE_MAP ? item : &value_null;
        for (const struct effect *const *effect = loading->vocabulary->effects; name && *effect;
             effect++) {
            if (strcmp((*effect)->name, name) == 0)
                uses[i].effect = *effect;
        }
        if (uses[i].effect == &unknown)
            fault(loading, "unknown effect '%.60s'", name ? name : "");
    }
    *ret_count = rows->count;
    return uses;
}

const struct deadline **load_deadline_names(struct loading *loading, const struct value *row,
                                            const char *name, size_t *ret_count)
{
    const char *const *names = get_names(loading, row, name);
    size_t count = 0;
    while (names && names[count])
        count++;
    const struct deadline **found = arena_array(loading->arena, count + 1, sizeof *found);
    if (!found) {
        loading->out_of_memory = true;
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        found[*ret_count] = workflow_deadline(loading->workflow, names[i]);
        if (found[*ret_count])
            (*ret_count)++;
        else
            fault(loading, "unknown deadline '%.40s' in '%s'", names[i], name);
    }
    return found;
}

static void load_notify(struct loading *loading, const struct value *row, struct action *action)
{
    const char *const *names = get_names(loading, row, "notify");
    size_t count = 0;
    while (names && names[count])
        count++;
    action->notify = arena_array(loading->arena, count + 1, sizeof *action->notify);
    if (!action->notify) {
        loading->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct notice *found = NULL;
        for (size_t j = 0; j < loading->workflow->notice_count; j++) {
            if (strcmp(loading->workflow->notices[j].name, names[i]) == 0)
                found = &loading->workflow->notices[j];
        }
        if (found)
            action->notify[action->notify_count++] = found;
        else
            fault(loading, "unknown notice '%.40s'", names[i]);
    }
}

static void load_subject(struct loading *loading, const struct value *row, struct action *action)
{
    const struct value *subject = value_get(row, "subject");
    if (value_is_null(subject))
        return;
    size_t length = enter(loading, "subject", SIZE_MAX);
    only(loading, subject, "role from to self");
    action->subject_role = get_text(loading, subject, "role", true);
    action->subject_from = get_names(loading, subject, "from");
    action->subject_to = get_text(loading, subject, "to", false);
    action->subject_self = get_flag(loading, subject, "self");
    if (action->subject_role && strcmp(action->subject_role, "party") != 0 &&
        !role_bit(action->subject_role))
        fault(loading, "unknown role '%.40s'", action->subject_role);
    leave(loading, length);
}

static void load_action(struct loading *loading, const struct value *row, struct action *action)
{
    static const char *const natures[] = {"record", "move", "decision", "money"};
    only(loading, row,
         "name title confirm nature from to by form guard refusal effects starts stops suspends "
         "resumes notify subject remedy power corrects internal steps reckon signs");
    action->name = get_text(loading, row, "name", true);
    if (!action->name)
        action->name = "";
    action->title = get_words(loading, row, "title");
    action->confirm = get_words(loading, row, "confirm");
    const char *nature = get_text(loading, row, "nature", true);
    bool known = false;
    for (size_t i = 0; nature && i < COUNT_OF(natures); i++) {
        if (strcmp(natures[i], nature) == 0) {
            action->nature = (enum nature) i;
            known = true;
        }
    }
    if (nature && !known)
        fault(loading, "unknown nature '%.40s'", nature);
    load_from(loading, row, action);
    action->by = get_roles(loading, row, "by");
    action->corrects = get_flag(loading, row, "corrects");
    load_form(loading, row, action);
    check_steps(loading, row, action);
    check_reckon(loading, row, action);
    check_signs(loading, row, action);
    size_t length = enter(loading, "guard", SIZE_MAX);
    action->guard = load_condition(loading, value_get(row, "guard"));
    leave(loading, length);
    action->effects = load_effects(loading, row, &action->effect_count);
    action->starts = load_deadline_names(loading, row, "starts", &action->start_count);
    action->stops = load_deadline_names(loading, row, "stops", &action->stop_count);
    action->suspends = load_deadline_names(loading, row, "suspends", &action->suspend_count);
    action->resumes = load_deadline_names(loading, row, "resumes", &action->resume_count);
    load_notify(loading, row, action);
    load_subject(loading, row, action);
    action->remedy = get_text(loading, row, "remedy", false);
    action->power = get_text(loading, row, "power", false);
    action->internal = get_flag(loading, row, "internal");
}

void load_actions(struct loading *loading, const struct value *root)
{
    struct action *actions = NULL;
    const struct value *rows =
        get_rows(loading, root, "actions", sizeof *actions, (void **) &actions);
    for (size_t i = 0; i < rows->count; i++) {
        size_t length = enter(loading, "actions", i);
        load_action(loading, rows->items[i], &actions[i]);
        leave(loading, length);
    }
    loading->workflow->actions = actions;
    loading->workflow->action_count = rows->count;
}

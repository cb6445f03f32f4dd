/* definition/load_actions: actions, with every name they use resolved. */
#include "definition/load.h"

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
        form[i].required = required || (form[i].field && form[i].field->required);
    }
    action->form = form;
    action->form_count = count;
}

static void load_effects(struct loading *loading, const struct value *row, struct action *action)
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
    action->effects = uses;
    action->effect_count = rows->count;
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
         "resumes notify subject remedy power internal");
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
    load_form(loading, row, action);
    size_t length = enter(loading, "guard", SIZE_MAX);
    action->guard = load_condition(loading, value_get(row, "guard"));
    leave(loading, length);
    load_effects(loading, row, action);
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

/* definition/load: one file into one workflow, every fault with its path, then workflow_check(). */
#include "definition/load.h"

#include "base/text.h"
#include "crypto/crypto.h"
#include "law/period.h"
#include "json/json.h"

static void load_settings(struct loading *loading, const struct value *root)
{
    struct setting *settings = NULL;
    const struct value *rows =
        get_rows(loading, root, "settings", sizeof *settings, (void **) &settings);
    for (size_t i = 0; i < rows->count; i++) {
        const struct value *row = rows->items[i];
        size_t length = enter(loading, "settings", i);
        only(loading, row, "name type title options defaults by min max");
        settings[i].name = get_text(loading, row, "name", true);
        if (!settings[i].name)
            settings[i].name = "";
        const char *type = get_text(loading, row, "type", true);
        if (type && !field_kind_find(type, &settings[i].kind))
            fault(loading, "unknown type '%.40s'", type);
        settings[i].title = get_words(loading, row, "title");
        settings[i].options = load_options(loading, row, &settings[i].option_count);
        settings[i].min = value_int(value_get(row, "min"), 0);
        settings[i].max = value_int(value_get(row, "max"), INT64_MAX);
        const struct value *defaults = value_get(row, "defaults");
        if (defaults->count == 0 || defaults->count > COUNT_OF(settings[i].defaults))
            fault(loading, "one to %zu dated defaults", COUNT_OF(settings[i].defaults));
        for (size_t j = 0; j < defaults->count && j < COUNT_OF(settings[i].defaults); j++) {
            settings[i].defaults[j].from = get_text(loading, defaults->items[j], "from", true);
            settings[i].defaults[j].value = value_get(defaults->items[j], "value");
            settings[i].default_count++;
        }
        leave(loading, length);
    }
    loading->workflow->settings = settings;
    loading->workflow->setting_count = rows->count;
}

static void load_participants(struct loading *loading, const struct value *root)
{
    struct participant_kind *kinds = NULL;
    const struct value *rows =
        get_rows(loading, root, "participants", sizeof *kinds, (void **) &kinds);
    for (size_t i = 0; i < rows->count; i++) {
        const struct value *row = rows->items[i];
        size_t length = enter(loading, "participants", i);
        only(loading, row, "role party states min max");
        kinds[i].role = get_text(loading, row, "role", true);
        const struct role *role = kinds[i].role ? role_find(kinds[i].role) : NULL;
        if (!role || role->kind != ROLE_PARTICIPANT)
            fault(loading, "'%.40s' is no participant's role", kinds[i].role ? kinds[i].role : "");
        kinds[i].party = get_flag(loading, row, "party");
        kinds[i].states = get_names(loading, row, "states");
        kinds[i].min = (size_t) value_int(value_get(row, "min"), 0);
        kinds[i].max = (size_t) value_int(value_get(row, "max"), 0);
        leave(loading, length);
    }
    loading->workflow->participants = kinds;
    loading->workflow->participant_count = rows->count;
}

static void load_states(struct loading *loading, const struct value *root)
{
    struct state *states = NULL;
    const struct value *rows = get_rows(loading, root, "states", sizeof *states, (void **) &states);
    for (size_t i = 0; i < rows->count; i++) {
        const struct value *row = rows->items[i];
        size_t length = enter(loading, "states", i);
        only(loading, row,
             "name title status initial final waits_for hidden_from clockless taskless");
        states[i].name = get_text(loading, row, "name", true);
        if (!states[i].name)
            states[i].name = "";
        states[i].title = get_words(loading, row, "title");
        states[i].status = get_words(loading, row, "status");
        states[i].initial = get_flag(loading, row, "initial");
        states[i].final = get_flag(loading, row, "final");
        states[i].waits_for = get_text(loading, row, "waits_for", false);
        if (states[i].waits_for && !role_bit(states[i].waits_for))
            fault(loading, "unknown role '%.40s'", states[i].waits_for);
        states[i].hidden_from = get_roles(loading, row, "hidden_from");
        states[i].clockless = get_text(loading, row, "clockless", false);
        states[i].taskless = get_text(loading, row, "taskless", false);
        leave(loading, length);
    }
    loading->workflow->states = states;
    loading->workflow->state_count = rows->count;
}

static void load_notices(struct loading *loading, const struct value *root)
{
    struct notice *notices = NULL;
    const struct value *rows =
        get_rows(loading, root, "notices", sizeof *notices, (void **) &notices);
    for (size_t i = 0; i < rows->count; i++) {
        size_t length = enter(loading, "notices", i);
        only(loading, rows->items[i], "name to title text urgent");
        notices[i].name = get_text(loading, rows->items[i], "name", true);
        if (!notices[i].name)
            notices[i].name = "";
        notices[i].to = get_roles(loading, rows->items[i], "to");
        notices[i].title = get_words(loading, rows->items[i], "title");
        notices[i].text = get_words(loading, rows->items[i], "text");
        notices[i].urgent = get_flag(loading, rows->items[i], "urgent");
        leave(loading, length);
    }
    loading->workflow->notices = notices;
    loading->workflow->notice_count = rows->count;
}

/* "mediation.{track}" is known when it is for every option of the setting or field. */
static bool period_is_known(struct loading *loading, const char *period)
{
    const char *open = strchr(period, '{');
    const char *close = open ? strchr(open, '}') : NULL;
    if (!open || !close)
        return loading->vocabulary->period_known(period);
    char name[64];
    (void) snprintf(name, sizeof name, "%.*s", (int) (close - open - 1), open + 1);
    const struct option *options = NULL;
    size_t count = 0;
    const struct field *field = workflow_field(loading->workflow, name);
    if (field) {
        options = field->options;
        count = field->option_count;
    }
    for (size_t i = 0; i < loading->workflow->setting_count && !options; i++) {
        if (strcmp(loading->workflow->settings[i].name, name) == 0) {
            options = loading->workflow->settings[i].options;
            count = loading->workflow->settings[i].option_count;
        }
    }
    for (size_t i = 0; options && i < count; i++) {
        /* An option holding a brace would be replaced by itself without end. */
        if (!options[i].name || strchr(options[i].name, '{'))
            return false;
        const char *filled = arena_printf(loading->arena, "%.*s%s%s", (int) (open - period), period,
                                          options[i].name, close + 1);
        if (!filled || !period_is_known(loading, filled))
            return false;
    }
    return count > 0;
}

/* "bounds": ["1d", "5d"]: what a court's overlay may set, in the unit of the length. */
static void load_bounds(struct loading *loading, const struct value *row)
{
    const struct value *bounds = value_get(row, "bounds");
    const char *length = value_text(value_get(row, "length"));
    const char *from = value_text(value_at(bounds, 0)), *to = value_text(value_at(bounds, 1));
    struct period own, shortest, longest;
    if (value_is_null(bounds))
        return;
    if (bounds->count != 2 || !length || !from || !to || !period_parse_length(length, &own) ||
        !period_parse_length(from, &shortest) || !period_parse_length(to, &longest) ||
        shortest.unit != own.unit || longest.unit != own.unit || shortest.length > own.length ||
        longest.length < own.length)
        fault(loading, "'bounds' are two lengths around its own");
}

static void load_deadline(struct loading *loading, const struct value *row,
                          struct deadline *deadline)
{
    only(loading, row, "name title period length bounds basis from per warn warn_notice due");
    deadline->name = get_text(loading, row, "name", true);
    if (!deadline->name)
        deadline->name = "";
    deadline->title = get_words(loading, row, "title");
    deadline->period = get_text(loading, row, "period", false);
    deadline->length = get_text(loading, row, "length", false);
    deadline->basis = get_text(loading, row, "basis", false);
    deadline->from_field = get_text(loading, row, "from", false);
    load_bounds(loading, row);
    deadline->per_participant = !value_is_null(value_get(row, "per"));
    if (deadline->period && !period_is_known(loading, deadline->period))
        fault(loading, "the law has no period '%.60s'", deadline->period);
    const char *const *warn = get_names(loading, row, "warn");
    for (size_t i = 0; warn && warn[i]; i++) {
        if (i + 1 >= COUNT_OF(deadline->warn))
            fault(loading, "at most %zu warnings", COUNT_OF(deadline->warn) - 1);
        else
            deadline->warn[i] = warn[i];
    }
    const char *notice = get_text(loading, row, "warn_notice", false);
    for (size_t i = 0; notice && i < loading->workflow->notice_count; i++) {
        if (strcmp(loading->workflow->notices[i].name, notice) == 0)
            deadline->warn_notice = &loading->workflow->notices[i];
    }
    if (notice && !deadline->warn_notice)
        fault(loading, "unknown notice '%.40s'", notice);
    const struct value *due = value_get(row, "due");
    only(loading, due, "action list to");
    deadline->due_list = get_text(loading, due, "list", false);
    deadline->due_to = get_text(loading, due, "to", false);
    const struct role *to = deadline->due_to ? role_find(deadline->due_to) : NULL;
    if (deadline->due_to && (!to || to->kind != ROLE_STAFF))
        fault(loading, "'%.40s' is no role of the court", deadline->due_to);
}

/* Deadlines name actions and actions name deadlines: `due` is resolved when both are there. */
static void load_deadlines(struct loading *loading, const struct value *root)
{
    struct deadline *deadlines = NULL;
    const struct value *rows =
        get_rows(loading, root, "deadlines", sizeof *deadlines, (void **) &deadlines);
    for (size_t i = 0; i < rows->count; i++) {
        size_t length = enter(loading, "deadlines", i);
        load_deadline(loading, rows->items[i], &deadlines[i]);
        leave(loading, length);
    }
    loading->workflow->deadlines = deadlines;
    loading->workflow->deadline_count = rows->count;
    const struct value *opening = value_get(root, "opening");
    if (!value_is_null(opening)) {
        size_t length = enter(loading, "opening", SIZE_MAX);
        only(loading, opening, "starts effects");
        loading->workflow->opening_starts = load_deadline_names(
            loading, opening, "starts", &loading->workflow->opening_start_count);
        loading->workflow->opening_effects =
            load_effects(loading, opening, &loading->workflow->opening_effect_count);
        leave(loading, length);
    }
    load_actions(loading, root);
    for (size_t i = 0; i < rows->count; i++) {
        size_t length = enter(loading, "deadlines", i);
        const char *due = value_text(value_path(rows->items[i], "due.action"));
        deadlines[i].due = due ? workflow_action(loading->workflow, due) : NULL;
        if (due && !deadlines[i].due)
            fault(loading, "unknown action '%.40s' in 'due'", due);
        leave(loading, length);
    }
}

static void load_facts(struct loading *loading, const struct value *root)
{
    struct published_fact *facts = NULL;
    const struct value *rows =
        get_rows(loading, root, "publishes", sizeof *facts, (void **) &facts);
    for (size_t i = 0; i < rows->count; i++) {
        size_t length = enter(loading, "publishes", i);
        only(loading, rows->items[i], "name to");
        facts[i].name = get_text(loading, rows->items[i], "name", true);
        facts[i].to = get_names(loading, rows->items[i], "to");
        leave(loading, length);
    }
    loading->workflow->publishes = facts;
    loading->workflow->publish_count = rows->count;

    struct subscription *subscriptions = NULL;
    rows = get_rows(loading, root, "subscribes", sizeof *subscriptions, (void **) &subscriptions);
    for (size_t i = 0; i < rows->count; i++) {
        size_t length = enter(loading, "subscribes", i);
        only(loading, rows->items[i], "fact actions");
        subscriptions[i].fact = get_text(loading, rows->items[i], "fact", true);
        const char *const *names = get_names(loading, rows->items[i], "actions");
        size_t count = 0;
        while (names && names[count])
            count++;
        subscriptions[i].actions =
            arena_array(loading->arena, count + 1, sizeof *subscriptions[i].actions);
        for (size_t j = 0; subscriptions[i].actions && j < count; j++) {
            const struct action *action = workflow_action(loading->workflow, names[j]);
            if (action && (action->by & role_bit("clock")))
                subscriptions[i].actions[subscriptions[i].action_count++] = action;
            else
                fault(loading, "'%.40s' is no action of the clock", names[j]);
        }
        leave(loading, length);
    }
    loading->workflow->subscribes = subscriptions;
    loading->workflow->subscribe_count = rows->count;
}

static void load_rooms(struct loading *loading, const struct value *root)
{
    struct room *rooms = NULL;
    const struct value *rows = get_rows(loading, root, "rooms", sizeof *rooms, (void **) &rooms);
    for (size_t i = 0; i < rows->count; i++) {
        size_t length = enter(loading, "rooms", i);
        only(loading, rows->items[i], "name title who");
        rooms[i].name = get_text(loading, rows->items[i], "name", true);
        rooms[i].title = get_words(loading, rows->items[i], "title");
        rooms[i].who = get_roles(loading, rows->items[i], "who");
        leave(loading, length);
    }
    loading->workflow->rooms = rooms;
    loading->workflow->room_count = rows->count;
}

enum { KEEP_YEARS_MAX = 100 };

/* "keep": {"years": 3, "basis": …}: how long documents outlive the end of their matter. */
static void load_keep(struct loading *loading, const struct value *root)
{
    const struct value *keep = value_get(root, "keep");
    if (value_is_null(keep))
        return;
    only(loading, keep, "years basis");
    int64_t years = value_int(value_get(keep, "years"), 0);
    loading->workflow->keep_basis = get_text(loading, keep, "basis", true);
    if (years < 1 || years > KEEP_YEARS_MAX)
        fault(loading, "'keep' is a number of years, 1 to 100");
    else
        loading->workflow->keep_years = (int) years;
}

static void load_head(struct loading *loading, const struct value *root)
{
    struct workflow *workflow = loading->workflow;
    only(loading, root,
         "system version wing prefix basis title summary title_field amount_field openers readers "
         "page "
         "settings fields participants states actions deadlines appointments notices publishes "
         "subscribes "
         "opening attached overlay keep rooms");
    workflow->system = get_text(loading, root, "system", true);
    workflow->wing = get_text(loading, root, "wing", true);
    workflow->basis = get_text(loading, root, "basis", true);
    workflow->overlay = get_text(loading, root, "overlay", false);
    workflow->version = (int) value_int(value_get(root, "version"), 0);
    if (workflow->version < 1)
        fault(loading, "'version' must be 1 or more");
    const char *prefix = get_text(loading, root, "prefix", true);
    workflow->prefix = prefix ? public_id_prefix(prefix, strlen(prefix)) : 0;
    if (prefix && !workflow->prefix)
        fault(loading, "'prefix' is one or two capital letters");
    if (workflow->prefix == 'X') /* the engine takes such texts for documents */
        fault(loading, "'prefix' X is that of documents");
    workflow->title = get_words(loading, root, "title");
    workflow->summary = get_words(loading, root, "summary");
    workflow->openers = get_roles(loading, root, "openers");
    workflow->readers = get_roles(loading, root, "readers");
    workflow->attached = get_flag(loading, root, "attached");
    load_keep(loading, root);
    workflow->page = get_text(loading, root, "page", false);
    workflow->title_field = get_text(loading, root, "title_field", false);
    workflow->amount_field = get_text(loading, root, "amount_field", false);
}

enum err_kind definition_load(const char *json, size_t json_bytes,
                              const struct vocabulary *vocabulary, struct arena *arena,
                              struct workflow **ret, struct finding *ret_findings,
                              size_t findings_max, size_t *ret_finding_count, struct err *reterr)
{
    *ret_finding_count = 0;
    struct value *root = NULL;
    enum err_kind kind = json_parse(json, json_bytes, &json_limits_file, arena, &root, reterr);
    if (kind)
        return kind;
    struct workflow *workflow = arena_alloc(arena, sizeof *workflow);
    const char *canonical = json_canonical(arena, root);
    if (!workflow || !canonical)
        return arena_full(reterr);

    struct loading loading = {.vocabulary = vocabulary,
                              .arena = arena,
                              .workflow = workflow,
                              .findings = ret_findings,
                              .findings_max = findings_max};
    struct sm3 hash = sm3_of(canonical, strlen(canonical));
    text_hex(hash.bytes, SM3_BYTES, workflow->hash);
    workflow->source = root;
    load_head(&loading, root);
    load_settings(&loading, root);
    workflow->fields = load_fields(&loading, root, &workflow->field_count);
    load_participants(&loading, root);
    load_states(&loading, root);
    load_notices(&loading, root);
    load_deadlines(&loading, root);
    load_appointments(&loading, root);
    load_facts(&loading, root);
    load_rooms(&loading, root);
    if (workflow->title_field && !workflow_field(workflow, workflow->title_field))
        fault(&loading, "title_field is no field");
    if (workflow->amount_field && !workflow_field(workflow, workflow->amount_field))
        fault(&loading, "amount_field is no field");
    if (loading.out_of_memory)
        return arena_full(reterr);
    if (loading.finding_count == 0)
        loading.finding_count = workflow_check(workflow, ret_findings, findings_max);
    *ret_finding_count = loading.finding_count;
    if (loading.finding_count)
        return err_set(reterr, ERR_INVALID, "definition.invalid", "%zu mistakes; the first: %s: %s",
                       loading.finding_count, ret_findings[0].path, ret_findings[0].text);
    *ret = workflow;
    return ERR_NONE;
}

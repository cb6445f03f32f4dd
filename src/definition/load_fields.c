/* definition/load_fields: fields, options and conditions. */
#include "definition/load.h"

const struct option *load_options(struct loading *loading, const struct value *map,
                                  size_t *ret_count)
{
    struct option *options = NULL;
    const struct value *rows =
        get_rows(loading, map, "options", sizeof *options, (void **) &options);
    for (size_t i = 0; i < rows->count; i++) {
        size_t length = enter(loading, "options", i);
        only(loading, rows->items[i], "name title");
        options[i].name = get_text(loading, rows->items[i], "name", true);
        options[i].title = get_words(loading, rows->items[i], "title");
        leave(loading, length);
    }
    *ret_count = rows->count;
    return options;
}

/* "show": {"kind": ["person"]}: only while that sibling holds one of these. */
static void load_show(struct loading *loading, const struct value *map, const char **ret_field,
                      const char *const **ret_values)
{
    const struct value *show = value_get(map, "show");
    if (value_is_null(show))
        return;
    if (show->type != VALUE_MAP || show->count != 1) {
        fault(loading, "'show' names one field and its values");
        return;
    }
    *ret_field = show->names[0];
    *ret_values = get_names(loading, show, show->names[0]);
    if (!*ret_values || !(*ret_values)[0])
        fault(loading, "'show' names no value of '%.40s'", *ret_field);
}

static void load_field(struct loading *loading, const struct value *row, struct field *field)
{
    only(loading, row,
         "name type title hint required index min max options fields compute show readers accept");
    field->name = get_text(loading, row, "name", true);
    if (!field->name)
        field->name = "";
    const char *type = get_text(loading, row, "type", true);
    if (type && !field_kind_find(type, &field->kind))
        fault(loading, "unknown field type '%.40s'", type);
    field->title = get_words(loading, row, "title");
    field->hint = get_words(loading, row, "hint");
    field->required = get_flag(loading, row, "required");
    field->index = get_flag(loading, row, "index");
    field->min = value_int(value_get(row, "min"), 0);
    field->max = value_int(value_get(row, "max"), 0);
    if (field->max && field->min > field->max)
        fault(loading, "min above max");
    field->options = load_options(loading, row, &field->option_count);
    field->fields = load_fields(loading, row, &field->field_count);
    field->compute = get_text(loading, row, "compute", field->kind == FIELD_COMPUTED);
    field->readers = get_roles(loading, row, "readers");
    load_show(loading, row, &field->show_field, &field->show_in);
    bool known = !field->compute;
    for (const struct compute_word *word = loading->vocabulary->computes;
         !known && word && word->name; word++)
        known = strcmp(word->name, field->compute) == 0;
    if (!known)
        fault(loading, "unknown compute word '%.40s'", field->compute);
}

const struct field *load_fields(struct loading *loading, const struct value *map, size_t *ret_count)
{
    struct field *fields = NULL;
    const struct value *rows = get_rows(loading, map, "fields", sizeof *fields, (void **) &fields);
    for (size_t i = 0; i < rows->count; i++) {
        size_t length = enter(loading, "fields", i);
        load_field(loading, rows->items[i], &fields[i]);
        leave(loading, length);
    }
    *ret_count = rows->count;
    for (size_t i = 0; i < rows->count; i++) {
        bool found = !fields[i].show_field;
        for (size_t j = 0; !found && j < rows->count; j++)
            found = strcmp(fields[j].name, fields[i].show_field) == 0;
        if (!found)
            fault(loading, "'%s' is shown by '%.40s', which is not beside it", fields[i].name,
                  fields[i].show_field);
    }
    return fields;
}

/* ---- conditions ---------------------------------------------------------------------------- */

static void load_into(struct loading *loading, const struct value *value, struct condition *ret);

static void load_parts(struct loading *loading, const struct value *value, const char *name,
                       enum condition_kind kind, struct condition *ret)
{
    struct condition *parts = NULL;
    const struct value *rows = get_rows(loading, value, name, sizeof *parts, (void **) &parts);
    if (rows->count == 0)
        fault(loading, "'%s' needs at least one part", name);
    for (size_t i = 0; i < rows->count; i++) {
        size_t length = enter(loading, name, i);
        load_into(loading, rows->items[i], &parts[i]);
        leave(loading, length);
    }
    ret->kind = kind;
    ret->parts = parts;
    ret->part_count = rows->count;
}

static void load_guard(struct loading *loading, const char *name, struct condition *ret)
{
    static const struct guard unknown = {.name = ""};
    ret->kind = CONDITION_GUARD;
    ret->guard = &unknown;
    for (const struct guard *const *guard = loading->vocabulary->guards; *guard; guard++) {
        if (strcmp((*guard)->name, name) == 0)
            ret->guard = *guard;
    }
    if (ret->guard == &unknown)
        fault(loading, "unknown guard '%.60s'", name);
}

static void load_comparison(struct loading *loading, const struct value *value,
                            struct condition *ret)
{
    static const struct {
        const char *name;
        enum comparison comparison;
    } words[] = {
        {"is", COMPARE_IS},           {"is_not", COMPARE_IS_NOT}, {"at_least", COMPARE_AT_LEAST},
        {"at_most", COMPARE_AT_MOST}, {"in", COMPARE_IN},         {"given", COMPARE_GIVEN}};
    ret->kind = CONDITION_COMPARE;
    ret->field = get_text(loading, value, "field", true);
    size_t found = 0;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        const struct value *constant = value_get(value, words[i].name);
        if (value_is_null(constant))
            continue;
        found++;
        ret->comparison = words[i].comparison;
        ret->constant = constant;
    }
    if (found != 1)
        fault(loading, "exactly one of is, is_not, at_least, at_most, in, given");
    if (ret->comparison == COMPARE_IN && ret->constant && ret->constant->type != VALUE_LIST)
        fault(loading, "'in' wants a list");
    const char *field = ret->field ? ret->field : "";
    bool outside = strncmp(field, "setting.", 8) == 0 || strncmp(field, "fact.", 5) == 0;
    char first[64];
    (void) snprintf(first, sizeof first, "%.*s", (int) strcspn(field, ".["), field);
    if (!outside && !workflow_field(loading->workflow, first))
        fault(loading, "unknown field '%.60s'", field);
}

static void load_into(struct loading *loading, const struct value *value, struct condition *ret)
{
    if (value_text(value)) {
        load_guard(loading, value_text(value), ret);
        return;
    }
    only(loading, value,
         "all any not each any_party is is_not at_least at_most in given field refusal");
    ret->refusal = get_words(loading, value, "refusal");
    if (!value_is_null(value_get(value, "all"))) {
        load_parts(loading, value, "all", CONDITION_ALL, ret);
    } else if (!value_is_null(value_get(value, "any"))) {
        load_parts(loading, value, "any", CONDITION_ANY, ret);
    } else if (!value_is_null(value_get(value, "not"))) {
        struct condition *part = arena_alloc(loading->arena, sizeof *part);
        if (!part) {
            loading->out_of_memory = true;
            return;
        }
        load_into(loading, value_get(value, "not"), part);
        *ret = (struct condition){
            .kind = CONDITION_NOT, .parts = part, .part_count = 1, .refusal = ret->refusal};
    } else if (value_text(value_get(value, "each")) || value_text(value_get(value, "any_party"))) {
        bool each = value_text(value_get(value, "each")) != NULL;
        ret->kind = each ? CONDITION_EACH : CONDITION_ANY_PARTY;
        ret->role = get_text(loading, value, each ? "each" : "any_party", true);
        ret->state = get_text(loading, value, "is", true);
        if (ret->role && strcmp(ret->role, "party") != 0 && !role_bit(ret->role))
            fault(loading, "unknown role '%.40s'", ret->role);
    } else {
        load_comparison(loading, value, ret);
    }
}

const struct condition *load_condition(struct loading *loading, const struct value *value)
{
    if (value_is_null(value))
        return NULL;
    struct condition *condition = arena_alloc(loading->arena, sizeof *condition);
    if (!condition) {
        loading->out_of_memory = true;
        return NULL;
    }
    load_into(loading, value, condition);
    return condition;
}

/* ---- appointments --------------------------------------------------------------------------- */

static const struct field *inner_field(const struct workflow *workflow, const char *group,
                                       const char *name)
{
    const struct field *outer = group ? workflow_field(workflow, group) : NULL;
    if (!group)
        return workflow_field(workflow, name);
    for (size_t i = 0; outer && i < outer->field_count; i++) {
        if (strcmp(outer->fields[i].name, name) == 0)
            return &outer->fields[i];
    }
    return NULL;
}

static void check_place(struct loading *loading, const char *group, const char *name,
                        enum field_kind kind)
{
    const struct field *field = name ? inner_field(loading->workflow, group, name) : NULL;
    if (name && (!field || field->kind != kind))
        fault(loading, "'%.40s' is no field of the kind an appointment wants there", name);
}

/* "appointments": where in a matter's values stands what is fixed for a moment. */
void load_appointments(struct loading *loading, const struct value *root)
{
    struct appointment *rows = NULL;
    const struct value *given =
        get_rows(loading, root, "appointments", sizeof *rows, (void **) &rows);
    for (size_t i = 0; i < given->count; i++) {
        size_t length = enter(loading, "appointments", i);
        const struct value *row = given->items[i];
        only(loading, row, "name title group at until place show");
        rows[i].name = get_text(loading, row, "name", true);
        rows[i].title = get_words(loading, row, "title");
        rows[i].group = get_text(loading, row, "group", false);
        rows[i].at = get_text(loading, row, "at", true);
        rows[i].until = get_text(loading, row, "until", false);
        rows[i].place = get_text(loading, row, "place", false);
        check_place(loading, rows[i].group, rows[i].at, FIELD_MOMENT);
        check_place(loading, rows[i].group, rows[i].until, FIELD_MOMENT);
        check_place(loading, rows[i].group, rows[i].place, FIELD_TEXT);
        load_show(loading, row, &rows[i].show_field, &rows[i].show_in);
        check_place(loading, rows[i].group, rows[i].show_field, FIELD_CHOICE);
        leave(loading, length);
    }
    loading->workflow->appointments = rows;
    loading->workflow->appointment_count = given->count;
}

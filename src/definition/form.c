/* definition/form: one body against one form; and walking, masking, describing what a form holds.
 */
#include "base/text.h"
#include "definition/field_type.h"
#include "law/name.h"

void field_error_add(struct checking *checking, const char *code, const char *first,
                     const char *second)
{
    struct field_errors *errors = checking->errors;
    if (errors->count < FIELD_ERRORS_MAX) {
        const char *path = arena_copy(checking->context->arena, checking->path);
        errors->items[errors->count] =
            (struct field_error){path ? path : "", code, {first, second}};
    }
    errors->count++;
}

static size_t down(struct checking *checking, const char *name, size_t index)
{
    size_t length = strlen(checking->path);
    size_t left = sizeof checking->path - length;
    if (name)
        (void) snprintf(checking->path + length, left, "%s%s", length ? "." : "", name);
    else
        (void) snprintf(checking->path + length, left, "[%zu]", index);
    return length;
}

static bool is_shown(const struct field *field, const struct value *siblings)
{
    if (!field->show_field)
        return true;
    const char *actual = value_text(value_get(siblings, field->show_field));
    for (size_t i = 0; actual && field->show_in[i]; i++) {
        size_t length = strlen(field->show_in[i]);
        /* A cause stands for those below it: 07.19 for 07.19.205. */
        if (strncmp(field->show_in[i], actual, length) == 0 &&
            (!actual[length] || actual[length] == '.'))
            return true;
    }
    return false;
}

/* An empty text, list or map is the same as nothing given. */
static bool is_empty(const struct value *value)
{
    return value_is_null(value) ||
           (value->type == VALUE_TEXT && value->text[strspn(value->text, " \t\n")] == '\0') ||
           ((value->type == VALUE_LIST || value->type == VALUE_MAP) && value->count == 0);
}

static struct value *check_map(struct checking *checking, const struct field *fields, size_t count,
                               const struct value *given);

static struct value *check_group(struct checking *checking, const struct field *field,
                                 const struct value *given)
{
    int64_t max = field->max ? field->max : 200;
    if (given->type != VALUE_LIST) {
        field_error_add(checking, "type.list", NULL, NULL);
        return NULL;
    }
    if ((int64_t) given->count > max || (!checking->draft && (int64_t) given->count < field->min)) {
        struct arena *arena = checking->context->arena;
        field_error_add(checking, "group.count",
                        arena_printf(arena, "%lld", (long long) field->min),
                        arena_printf(arena, "%lld", (long long) max));
        return NULL;
    }
    struct value *rows = value_new_list(checking->context->arena);
    for (size_t i = 0; i < given->count; i++) {
        size_t length = down(checking, NULL, i);
        struct value *row = check_map(checking, field->fields, field->field_count, given->items[i]);
        checking->path[length] = '\0';
        if (row && !value_add(checking->context->arena, rows, row))
            checking->out_of_memory = true;
    }
    return rows;
}

static struct value *check_one(struct checking *checking, const struct field *field,
                               const struct value *given)
{
    if (field->kind == FIELD_GROUP)
        return check_group(checking, field, given);
    const struct field_type *type = &field_types[field->kind];
    return type->check ? type->check(checking, field, given)
                       : check_map(checking, type->inner, type->inner_count, given);
}

static void refuse_unknown(struct checking *checking, const struct value *given,
                           bool (*known)(const void *context, const char *name),
                           const void *context)
{
    for (size_t i = 0; i < given->count; i++) {
        if (known(context, given->names[i]))
            continue;
        size_t length = down(checking, given->names[i], 0);
        field_error_add(checking, "unknown", NULL, NULL);
        checking->path[length] = '\0';
    }
}

/* One member of a map: shown, given, right? */
static void check_member(struct checking *checking, const struct field *field, bool required,
                         const struct value *given, struct value *kept)
{
    const struct value *value = value_get(given, field->name);
    if (!is_shown(field, given))
        return;
    size_t length = down(checking, field->name, 0);
    if (is_empty(value)) {
        if (required && !checking->draft && field->kind != FIELD_COMPUTED)
            field_error_add(checking, "required", NULL, NULL);
    } else {
        struct value *checked = check_one(checking, field, value);
        if (checked && !value_set(checking->context->arena, kept, field->name, checked))
            checking->out_of_memory = true;
    }
    checking->path[length] = '\0';
}

struct field_span {
    const struct field *fields;
    size_t count;
};

static bool in_span(const void *context, const char *name)
{
    const struct field_span *span = context;
    for (size_t i = 0; i < span->count; i++) {
        if (strcmp(span->fields[i].name, name) == 0)
            return true;
    }
    return false;
}

static struct value *check_map(struct checking *checking, const struct field *fields, size_t count,
                               const struct value *given)
{
    if (given->type != VALUE_MAP) {
        field_error_add(checking, "type.map", NULL, NULL);
        return NULL;
    }
    struct field_span span = {fields, count};
    refuse_unknown(checking, given, in_span, &span);
    struct value *kept = value_new_map(checking->context->arena);
    for (size_t i = 0; kept && i < count; i++)
        check_member(checking, &fields[i], fields[i].required, given, kept);
    if (!kept)
        checking->out_of_memory = true;
    return kept;
}

struct form_span {
    const struct form_field *form;
    size_t count;
};

static bool in_form(const void *context, const char *name)
{
    const struct form_span *span = context;
    for (size_t i = 0; i < span->count; i++) {
        if (strcmp(span->form[i].field->name, name) == 0)
            return true;
    }
    return false;
}

struct value *form_check(const struct form_field *form, size_t form_count, const struct value *body,
                         bool draft, const struct field_context *context,
                         struct field_errors *ret_errors)
{
    struct checking checking = {.context = context, .errors = ret_errors, .draft = draft};
    struct value *kept = value_new_map(context->arena);
    struct form_span span = {form, form_count};
    if (!kept)
        return NULL;
    if (body && body->type != VALUE_MAP && body->type != VALUE_NULL) {
        field_error_add(&checking, "type.map", NULL, NULL);
        return kept;
    }
    refuse_unknown(&checking, body ? body : &value_null, in_form, &span);
    for (size_t i = 0; i < form_count; i++)
        check_member(&checking, form[i].field, form[i].required, body, kept);
    return checking.out_of_memory ? NULL : kept;
}

/* ---- walking what is personal -------------------------------------------------------------- */

enum err_kind definition_visit_personal(const struct field *fields, size_t field_count,
                                        struct value *values, personal_visitor *visit,
                                        void *context, struct err *reterr)
{
    for (size_t i = 0; i < field_count; i++) {
        struct value *value = (struct value *) (uintptr_t) value_get(values, fields[i].name);
        const struct field *inner = NULL;
        size_t inner_count = 0;
        enum err_kind kind = ERR_NONE;
        field_inner(&fields[i], &inner, &inner_count);
        if (field_types[fields[i].kind].personal && value->type == VALUE_TEXT)
            kind = visit(context, field_types[fields[i].kind].name, value, reterr);
        else if (value->type == VALUE_MAP)
            kind = definition_visit_personal(inner, inner_count, value, visit, context, reterr);
        for (size_t row = 0;
             !kind && value->type == VALUE_LIST && inner_count && row < value->count; row++)
            kind = definition_visit_personal(inner, inner_count, value->items[row], visit, context,
                                             reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

static enum err_kind mask_slot(void *context, const char *purpose, struct value *slot,
                               struct err *reterr)
{
    enum mask_kind kind = strcmp(purpose, "resident_id") == 0    ? MASK_RESIDENT_ID
                          : strcmp(purpose, "phone") == 0        ? MASK_PHONE
                          : strcmp(purpose, "email") == 0        ? MASK_EMAIL
                          : strcmp(purpose, "bank_account") == 0 ? MASK_BANK_CARD
                                                                 : MASK_OTHER;
    slot->text = text_mask(context, kind, slot->text);
    return slot->text ? ERR_NONE : arena_full(reterr);
}

const struct value *fields_mask(const struct field *fields, size_t field_count,
                                const struct value *values, struct arena *arena)
{
    struct value *copy = value_copy(arena, values);
    if (!copy || definition_visit_personal(fields, field_count, copy, mask_slot, arena, NULL))
        return NULL;
    return copy;
}

const struct value *field_mask(const struct field *field, const struct value *value,
                               struct arena *arena)
{
    struct value *map = value_new_map(arena);
    if (!map || !value_set(arena, map, field->name, value_copy(arena, value)))
        return NULL;
    const struct value *masked = fields_mask(field, 1, map, arena);
    return masked ? value_get(masked, field->name) : NULL;
}

/* ---- describing ---------------------------------------------------------------------------- */

static struct value *map_schema(const struct field *fields, size_t count, struct arena *arena)
{
    struct value *schema = value_new_map(arena), *properties = value_new_map(arena);
    bool good = schema && value_set_text(arena, schema, "type", "object") &&
                value_set(arena, schema, "properties", properties);
    for (size_t i = 0; good && i < count; i++)
        good = value_set(arena, properties, fields[i].name, field_schema(&fields[i], arena));
    return good ? schema : NULL;
}

static bool option_schema(const struct field *field, struct value *schema, struct arena *arena)
{
    struct value *names = value_new_list(arena);
    for (size_t i = 0; i < field->option_count; i++) {
        if (!value_add(arena, names, value_new_text(arena, field->options[i].name)))
            return false;
    }
    return value_set(arena, schema, "enum", names);
}

struct value *field_schema(const struct field *field, struct arena *arena)
{
    const struct field *inner = NULL;
    size_t inner_count = 0;
    field_inner(field, &inner, &inner_count);
    struct value *schema = NULL;
    bool good = true;
    bool list = field->kind == FIELD_GROUP || field->kind == FIELD_MULTI_CHOICE ||
                field->kind == FIELD_DOCUMENT_LIST;
    if (inner_count && !list) {
        schema = map_schema(inner, inner_count, arena);
    } else {
        schema = value_new_map(arena);
        bool number = field->kind == FIELD_MONEY || field->kind == FIELD_NUMBER;
        if (field->kind != FIELD_COMPUTED)
            good = schema && value_set_text(arena, schema, "type",
                                            list                          ? "array"
                                            : number                      ? "integer"
                                            : field->kind == FIELD_YES_NO ? "boolean"
                                                                          : "string");
        if (good && field->kind == FIELD_GROUP)
            good = value_set(arena, schema, "items", map_schema(inner, inner_count, arena));
        if (good && field->kind == FIELD_CHOICE)
            good = option_schema(field, schema, arena);
    }
    good = good && schema && value_set_text(arena, schema, "title", field->title.zh) &&
           value_set_text(arena, schema, "x-type", field_types[field->kind].name);
    return good ? schema : NULL;
}

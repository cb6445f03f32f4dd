/*
 * definition/overlay: what a court changes of a definition for itself: texts, optional fields of
 * its own, fields it does not ask for, lengths within their bounds. Everything else, above all who
 * may do what, stays as published.
 */
#include "base/text.h"
#include "definition/load.h"
#include "law/period.h"

#define FIELD_PREFIX "court_"

enum { TEXT_MAX = 500, FIELDS_ADDED_MAX = 20 };

/* Which texts of which part are a court's to word. */
struct place {
    const char *part, *members;
};
static const struct place places[] = {
    {"fields", "title hint"}, {"states", "title status"}, {"actions", "title confirm"},
    {"deadlines", "title"},   {"notices", "title text"},
};

/* What any text of a matter may hold (docs/definitions.md, "Words"). */
static const char general_words[] = "due number title court link who";

static struct value *member(const struct value *map, const char *name)
{
    for (size_t i = 0; map && map->type == VALUE_MAP && i < map->count; i++) {
        if (strcmp(map->names[i], name) == 0)
            return map->items[i];
    }
    return NULL;
}

/* The row of a list of rows that bears the name of so many bytes. */
static struct value *row_named(const struct value *list, const char *name, size_t name_bytes)
{
    for (size_t i = 0; list && list->type == VALUE_LIST && i < list->count; i++) {
        const char *text = value_text(value_get(list->items[i], "name"));
        if (text && strlen(text) == name_bytes && strncmp(text, name, name_bytes) == 0)
            return list->items[i];
    }
    return NULL;
}

/* "states.review.status" → the row it lies in, and the member's name; NULL: no text of a court. */
static struct value *text_place(struct value *base, const char *path, const char **ret_member)
{
    if (text_has_word("title summary", path)) {
        *ret_member = path;
        return base;
    }
    const char *dot = strchr(path, '.'), *last = strrchr(path, '.');
    for (size_t i = 0; dot && i < COUNT_OF(places); i++) {
        size_t length = strlen(places[i].part);
        if ((size_t) (dot - path) != length || strncmp(path, places[i].part, length) != 0 ||
            !text_has_word(places[i].members, last + 1))
            continue;
        struct value *row = base;
        for (const char *step = dot; row && step < last;) {
            const char *end = strchr(step + 1, '.');
            bool nested = row != base; /* only a group's fields have fields of their own */
            row = nested && strcmp(places[i].part, "fields") != 0
                      ? NULL
                      : row_named(member(row, places[i].part), step + 1, (size_t) (end - step - 1));
            step = end;
        }
        *ret_member = last + 1;
        return row;
    }
    return NULL;
}

/* Is "{name}" of so many bytes in the text? */
static bool holds_word(const char *text, const char *braced, size_t braced_bytes)
{
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        if (strncmp(open, braced, braced_bytes) == 0)
            return true;
    }
    return false;
}

/* Every "{word}" of `text` must be in `allowed` or, where `general`, among the words of any text.
 */
static void check_words_held(struct loading *loading, const char *text, const char *allowed,
                             bool general)
{
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        const char *close = strchr(open, '}');
        char name[64];
        if (!close) {
            fault(loading, "a brace is open");
            return;
        }
        (void) snprintf(name, sizeof name, "%.*s", (int) (close - open - 1), open + 1);
        if (!holds_word(allowed, open, (size_t) (close - open + 1)) &&
            !(general && text_has_word(general_words, name)))
            fault(loading, general ? "'{%.40s}' is not known here" : "'{%.40s}' must stay", name);
    }
}

static void lay_text(struct loading *loading, struct value *base, const char *path,
                     const struct value *words)
{
    static const char *const languages[] = {"zh", "en"};
    const char *name = NULL;
    struct value *row = text_place(base, path, &name);
    const struct value *old = row ? value_get(row, name) : &value_null;
    if (value_is_null(old)) {
        fault(loading, "no text that a court may word");
        return;
    }
    only(loading, words, "zh en");
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        const char *text = get_text(loading, words, languages[i], true);
        const char *before = value_text(value_get(old, languages[i]));
        if (!text || !before)
            continue;
        if (text_length(text) > TEXT_MAX)
            fault(loading, "at most %d characters", TEXT_MAX);
        /* A notice that no longer names its day or its address would mislead. */
        check_words_held(loading, before, text, false);
        check_words_held(loading, text, before, true);
    }
    if (!value_set(loading->arena, row, name, value_copy(loading->arena, words)))
        loading->out_of_memory = true;
}

static void lay_texts(struct loading *loading, struct value *base, const struct value *overlay)
{
    const struct value *texts = value_get(overlay, "texts");
    if (value_is_null(texts))
        return;
    if (texts->type != VALUE_MAP)
        fault(loading, "'texts' must be an object");
    for (size_t i = 0; texts->type == VALUE_MAP && i < texts->count; i++) {
        size_t length = enter(loading, "texts", SIZE_MAX),
               inner = enter(loading, texts->names[i], SIZE_MAX);
        lay_text(loading, base, texts->names[i], texts->items[i]);
        leave(loading, inner);
        leave(loading, length);
    }
}

/* The form of an action that people carry out. */
static struct value *form_of(struct loading *loading, struct value *base, const char *name)
{
    struct value *action = name ? row_named(member(base, "actions"), name, strlen(name)) : NULL;
    struct value *form = member(action, "form");
    if (!action)
        fault(loading, "unknown action '%.60s'", name ? name : "");
    else if (!form)
        fault(loading, "'%.60s' has no form", name);
    return form;
}

/* Where the form goes by steps, a field that joins it joins the last one. */
static bool join_last_step(struct loading *loading, struct value *base, const char *action,
                           const char *name)
{
    const struct value *steps =
        member(row_named(member(base, "actions"), action, strlen(action)), "steps");
    if (!steps || steps->type != VALUE_LIST || steps->count == 0)
        return true;
    struct value *fields = member(steps->items[steps->count - 1], "fields");
    return fields && value_add(loading->arena, fields, value_new_text(loading->arena, name));
}

static void lay_field(struct loading *loading, struct value *base, const struct value *row)
{
    only(loading, row, "field forms");
    const struct value *field = value_get(row, "field"), *forms = value_get(row, "forms");
    const char *name = value_text(value_get(field, "name"));
    if (!name || !text_starts(name, FIELD_PREFIX))
        fault(loading, "a court's own field is called " FIELD_PREFIX "…");
    if (value_true(value_get(field, "required")))
        fault(loading, "a court's own field cannot be required");
    if (text_equal(value_text(value_get(field, "type")), "computed"))
        fault(loading, "a court's own field is not computed");
    if (forms->type != VALUE_LIST || forms->count == 0)
        fault(loading, "'forms' names the actions that ask for it");
    struct value *fields = member(base, "fields");
    if (!fields || !name || !value_add(loading->arena, fields, value_copy(loading->arena, field))) {
        loading->out_of_memory |= name != NULL;
        return;
    }
    for (size_t i = 0; forms->type == VALUE_LIST && i < forms->count; i++) {
        const char *action = value_text(forms->items[i]);
        struct value *form = form_of(loading, base, action);
        if (form && (!value_add(loading->arena, form, value_new_text(loading->arena, name)) ||
                     !join_last_step(loading, base, action, name)))
            loading->out_of_memory = true;
    }
}

/* Takes the row out of its list. */
static void take_out(struct value *list, size_t place)
{
    for (size_t i = place + 1; i < list->count; i++)
        list->items[i - 1] = list->items[i];
    list->count--;
}

/* What the form no longer asks for leaves its step; a step without any goes too. */
static void leave_step(struct value *base, const char *action, const char *name)
{
    struct value *steps =
        member(row_named(member(base, "actions"), action, strlen(action)), "steps");
    for (size_t i = 0; steps && steps->type == VALUE_LIST && i < steps->count; i++) {
        struct value *fields = member(steps->items[i], "fields");
        for (size_t j = 0; fields && fields->type == VALUE_LIST && j < fields->count; j++) {
            if (!text_equal(value_text(fields->items[j]), name))
                continue;
            take_out(fields, j);
            if (fields->count == 0)
                take_out(steps, i);
            return;
        }
    }
}

/* A court need not ask for what the definition itself leaves to the person. */
static void lay_drop(struct loading *loading, struct value *base, const struct value *row)
{
    only(loading, row, "form field");
    const char *name = get_text(loading, row, "field", true);
    const char *action = get_text(loading, row, "form", true);
    struct value *form = form_of(loading, base, action);
    const struct value *field = name ? row_named(member(base, "fields"), name, strlen(name)) : NULL;
    bool found = false;
    for (size_t i = 0; form && name && i < form->count; i++) {
        found = text_equal(value_text(form->items[i]), name);
        if (!found)
            continue;
        take_out(form, i);
        leave_step(base, action, name);
        break;
    }
    if (form && name && (!found || value_true(value_get(field, "required"))))
        fault(loading, "'%.60s' is nothing that this form leaves open", name);
}

static void lay_rows(struct loading *loading, struct value *base, const struct value *overlay,
                     const char *name, size_t max,
                     void (*lay)(struct loading *loading, struct value *base,
                                 const struct value *row))
{
    const struct value *rows = value_get(overlay, name);
    if (!value_is_null(rows) && (rows->type != VALUE_LIST || rows->count > max)) {
        fault(loading, "'%s' must be a list of at most %zu", name, max);
        return;
    }
    for (size_t i = 0; i < rows->count; i++) {
        size_t length = enter(loading, name, i);
        lay(loading, base, rows->items[i]);
        leave(loading, length);
    }
}

static void lay_length(struct loading *loading, struct value *base, const char *name,
                       const struct value *length)
{
    struct value *row = row_named(member(base, "deadlines"), name, strlen(name));
    const struct value *bounds = row ? value_get(row, "bounds") : &value_null;
    const char *text = value_text(length);
    struct period wanted, shortest, longest;
    if (!row) {
        fault(loading, "unknown deadline '%.60s'", name);
    } else if (value_is_null(bounds)) {
        fault(loading, "its length is not a court's to set");
    } else if (!text || !period_parse_length(text, &wanted) ||
               !period_parse_length(value_text(value_at(bounds, 0)), &shortest) ||
               !period_parse_length(value_text(value_at(bounds, 1)), &longest) ||
               wanted.unit != shortest.unit || wanted.length < shortest.length ||
               wanted.length > longest.length) {
        fault(loading, "from %s to %s", value_text(value_at(bounds, 0)),
              value_text(value_at(bounds, 1)));
    } else if (!value_set_text(loading->arena, row, "length", text)) {
        loading->out_of_memory = true;
    }
}

static void lay_lengths(struct loading *loading, struct value *base, const struct value *overlay)
{
    const struct value *lengths = value_get(overlay, "lengths");
    if (!value_is_null(lengths) && lengths->type != VALUE_MAP)
        fault(loading, "'lengths' must be an object");
    for (size_t i = 0; lengths->type == VALUE_MAP && i < lengths->count; i++) {
        size_t length = enter(loading, "lengths", SIZE_MAX),
               inner = enter(loading, lengths->names[i], SIZE_MAX);
        lay_length(loading, base, lengths->names[i], lengths->items[i]);
        leave(loading, inner);
        leave(loading, length);
    }
}

enum err_kind definition_overlay(const struct value *base, const struct value *overlay,
                                 const char *court, struct arena *arena, struct value **ret,
                                 struct finding *ret_findings, size_t findings_max,
                                 size_t *ret_finding_count, struct err *reterr)
{
    struct value *laid = value_copy(arena, base);
    struct loading loading = {
        .arena = arena, .findings = ret_findings, .findings_max = findings_max};
    *ret_finding_count = 0;
    if (!laid || !value_set_text(arena, laid, "overlay", court))
        return arena_full(reterr);
    only(&loading, overlay, "texts fields drop lengths");
    lay_texts(&loading, laid, overlay);
    lay_rows(&loading, laid, overlay, "drop", SIZE_MAX, lay_drop);
    lay_rows(&loading, laid, overlay, "fields", FIELDS_ADDED_MAX, lay_field);
    lay_lengths(&loading, laid, overlay);
    if (loading.out_of_memory)
        return arena_full(reterr);
    *ret_finding_count = loading.finding_count;
    if (loading.finding_count)
        return err_set(reterr, ERR_INVALID, "definition.invalid", "%zu mistakes; the first: %s: %s",
                       loading.finding_count, ret_findings[0].path, ret_findings[0].text);
    *ret = laid;
    return ERR_NONE;
}

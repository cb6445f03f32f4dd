/* definition/compare: what a new version of a definition changes, row by row, by the names of its
 * parts and not by their places. */
#include "base/text.h"
#include "definition/definition.h"

#include <stdio.h>

struct comparing {
    struct arena *arena;
    struct value *rows;
    char path[160];
    bool out_of_memory;
};

static void add(struct comparing *comparing, const struct value *was, const struct value *now)
{
    struct arena *arena = comparing->arena;
    struct value *row = value_new_map(arena);
    if (comparing->rows->count >= DEFINITION_CHANGES_MAX)
        return;
    if (!row || !value_set_text(arena, row, "path", comparing->path) ||
        !value_set(arena, row, "was", value_copy(arena, was)) ||
        !value_set(arena, row, "now", value_copy(arena, now)) ||
        !value_add(arena, comparing->rows, row))
        comparing->out_of_memory = true;
}

/* What a row of a list is called: "name", a participant's "role", a subscription's "fact". */
static const char *name_of(const struct value *row)
{
    static const char *const names[] = {"name", "role", "fact"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *name = value_text(value_get(row, names[i]));
        if (name)
            return name;
    }
    return NULL;
}

static bool is_named(const struct value *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (!name_of(list->items[i]))
            return false;
    }
    return list->type == VALUE_LIST;
}

static const struct value *row_of(const struct value *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(name_of(list->items[i]), name) == 0)
            return list->items[i];
    }
    return &value_null;
}

static void compare(struct comparing *comparing, const struct value *was, const struct value *now);

static void compare_at(struct comparing *comparing, const char *name, const struct value *was,
                       const struct value *now)
{
    size_t length = strlen(comparing->path);
    (void) snprintf(comparing->path + length, sizeof comparing->path - length, "%s%s",
                    length ? "." : "", name);
    compare(comparing, was, now);
    comparing->path[length] = '\0';
}

/* First what was there before, in its order, then what is new. */
static void compare_children(struct comparing *comparing, const struct value *was,
                             const struct value *now, bool named)
{
    for (size_t i = 0; i < was->count; i++) {
        const char *name = named ? name_of(was->items[i]) : was->names[i];
        compare_at(comparing, name, was->items[i],
                   named ? row_of(now, name) : value_get(now, name));
    }
    for (size_t i = 0; i < now->count; i++) {
        const char *name = named ? name_of(now->items[i]) : now->names[i];
        if (value_is_null(named ? row_of(was, name) : value_get(was, name)))
            compare_at(comparing, name, &value_null, now->items[i]);
    }
}

static void compare(struct comparing *comparing, const struct value *was, const struct value *now)
{
    if (value_equal(was, now))
        return;
    if (was->type == VALUE_MAP && now->type == VALUE_MAP)
        compare_children(comparing, was, now, false);
    else if (was->count && now->count && is_named(was) && is_named(now))
        compare_children(comparing, was, now, true);
    else
        add(comparing, was, now);
}

struct value *definition_compare(const struct value *was, const struct value *now,
                                 struct arena *arena)
{
    struct comparing comparing = {.arena = arena, .rows = value_new_list(arena)};
    if (!comparing.rows)
        return NULL;
    compare(&comparing, was, now);
    return comparing.out_of_memory ? NULL : comparing.rows;
}

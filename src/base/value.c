/* base/value: the tree of answers. Not for text formats: json/ reads and writes them. */
#include "base/value.h"

const struct value value_null = {.type = VALUE_NULL};

static struct value *new_value(struct arena *arena, enum value_type type)
{
    struct value *value = arena_alloc(arena, sizeof *value);
    if (value)
        value->type = type;
    return value;
}

struct value *value_new_bool(struct arena *arena, bool boolean)
{
    struct value *value = new_value(arena, VALUE_BOOL);
    if (value)
        value->boolean = boolean;
    return value;
}

struct value *value_new_int(struct arena *arena, int64_t integer)
{
    struct value *value = new_value(arena, VALUE_INT);
    if (value)
        value->integer = integer;
    return value;
}

struct value *value_new_text(struct arena *arena, const char *text)
{
    if (!text)
        return new_value(arena, VALUE_NULL);

    struct value *value = new_value(arena, VALUE_TEXT);
    if (!value)
        return NULL;
    value->text = arena_copy(arena, text);
    return value->text ? value : NULL;
}

struct value *value_new_list(struct arena *arena) { return new_value(arena, VALUE_LIST); }

struct value *value_new_map(struct arena *arena) { return new_value(arena, VALUE_MAP); }

/* Room for one more child; doubles, so that building n children costs O(n). */
static bool grow(struct arena *arena, struct value *value)
{
    if (value->count < value->capacity)
        return true;

    size_t capacity = value->capacity ? value->capacity * 2 : 4;
    struct value **items = arena_array(arena, capacity, sizeof(struct value *));
    const char **names =
        value->type == VALUE_MAP ? arena_array(arena, capacity, sizeof(char *)) : NULL;
    if (!items || (value->type == VALUE_MAP && !names))
        return false;

    for (size_t i = 0; i < value->count; i++) {
        items[i] = value->items[i];
        if (names)
            names[i] = value->names[i];
    }
    value->items = items;
    value->names = names;
    value->capacity = capacity;
    return true;
}

bool value_add(struct arena *arena, struct value *list, struct value *child)
{
    if (!list || !child || list->type != VALUE_LIST || !grow(arena, list))
        return false;
    list->items[list->count++] = child;
    return true;
}

bool value_set(struct arena *arena, struct value *map, const char *name, struct value *child)
{
    if (!map || !child || map->type != VALUE_MAP)
        return false;

    for (size_t i = 0; i < map->count; i++) {
        if (strcmp(map->names[i], name) == 0) {
            map->items[i] = child;
            return true;
        }
    }
    if (!grow(arena, map))
        return false;
    char *copy = arena_copy(arena, name);
    if (!copy)
        return false;
    map->names[map->count] = copy;
    map->items[map->count++] = child;
    return true;
}

bool value_set_text(struct arena *arena, struct value *map, const char *name, const char *text)
{
    return value_set(arena, map, name, value_new_text(arena, text));
}

bool value_set_int(struct arena *arena, struct value *map, const char *name, int64_t integer)
{
    return value_set(arena, map, name, value_new_int(arena, integer));
}

bool value_set_bool(struct arena *arena, struct value *map, const char *name, bool boolean)
{
    return value_set(arena, map, name, value_new_bool(arena, boolean));
}

bool value_set_given(struct arena *arena, struct value *map, const char *name, const char *text)
{
    return !text || value_set_text(arena, map, name, text);
}

struct value *value_copy(struct arena *arena, const struct value *value)
{
    if (value->type == VALUE_TEXT)
        return value_new_text(arena, value->text);

    struct value *copy = new_value(arena, value->type);
    if (!copy)
        return NULL;
    copy->boolean = value->boolean;
    copy->integer = value->integer;
    for (size_t i = 0; i < value->count; i++) {
        struct value *child = value_copy(arena, value->items[i]);
        bool kept = value->type == VALUE_MAP ? value_set(arena, copy, value->names[i], child)
                                             : value_add(arena, copy, child);
        if (!kept)
            return NULL;
    }
    return copy;
}

static const struct value *get_bytes(const struct value *map, const char *name, size_t name_bytes)
{
    if (!map || map->type != VALUE_MAP)
        return &value_null;
    for (size_t i = 0; i < map->count; i++) {
        if (strncmp(map->names[i], name, name_bytes) == 0 && map->names[i][name_bytes] == '\0')
            return map->items[i];
    }
    return &value_null;
}

const struct value *value_get(const struct value *map, const char *name)
{
    return get_bytes(map, name, strlen(name));
}

const struct value *value_at(const struct value *list, size_t index)
{
    if (!list || list->type != VALUE_LIST || index >= list->count)
        return &value_null;
    return list->items[index];
}

const struct value *value_path(const struct value *root, const char *path)
{
    const struct value *here = root ? root : &value_null;
    while (*path) {
        if (*path == '[') {
            char *end = NULL;
            unsigned long index = strtoul(path + 1, &end, 10);
            if (end == path + 1 || *end != ']')
                return &value_null;
            here = value_at(here, index);
            path = end + 1;
        } else {
            size_t length = strcspn(path, ".[");
            here = get_bytes(here, path, length);
            path += length;
        }
        if (*path == '.')
            path++;
    }
    return here;
}

const char *value_text(const struct value *value)
{
    return value && value->type == VALUE_TEXT ? value->text : NULL;
}

int64_t value_int(const struct value *value, int64_t otherwise)
{
    return value && value->type == VALUE_INT ? value->integer : otherwise;
}

bool value_true(const struct value *value)
{
    return value && value->type == VALUE_BOOL && value->boolean;
}

const char *value_text_of(const struct value *map, const char *name)
{
    const char *text = value_text(value_get(map, name));
    return text ? text : "";
}

bool value_has_text(const struct value *list, const char *text)
{
    for (size_t i = 0; list->type == VALUE_LIST && i < list->count; i++) {
        const char *held = value_text(list->items[i]);
        if (held && strcmp(held, text) == 0)
            return true;
    }
    return false;
}

bool value_is_null(const struct value *value) { return !value || value->type == VALUE_NULL; }

bool value_equal(const struct value *left, const struct value *right)
{
    if (left->type != right->type || left->count != right->count)
        return false;

    switch (left->type) {
    case VALUE_NULL:
        return true;
    case VALUE_BOOL:
        return left->boolean == right->boolean;
    case VALUE_INT:
        return left->integer == right->integer;
    case VALUE_TEXT:
        return strcmp(left->text, right->text) == 0;
    case VALUE_LIST:
    case VALUE_MAP:
        for (size_t i = 0; i < left->count; i++) {
            const struct value *other =
                left->type == VALUE_MAP ? value_get(right, left->names[i]) : right->items[i];
            if (!value_equal(left->items[i], other))
                return false;
        }
        return true;
    }
    return false;
}

/* definition/load_tools: reading typed members of an object, with the fault's path. */
#include "definition/load.h"

#include <stdarg.h>

void fault(struct loading *loading, const char *format, ...)
{
    if (loading->finding_count < loading->findings_max) {
        struct finding *finding = &loading->findings[loading->finding_count];
        va_list args;
        va_start(args, format);
        (void) snprintf(finding->path, sizeof finding->path, "%.127s", loading->path);
        (void) vsnprintf(finding->text, sizeof finding->text, format, args);
        va_end(args);
    }
    loading->finding_count++;
}

size_t enter(struct loading *loading, const char *name, size_t index)
{
    size_t length = strlen(loading->path);
    const char *dot = length ? "." : "";
    if (index == SIZE_MAX)
        (void) snprintf(loading->path + length, sizeof loading->path - length, "%s%s", dot, name);
    else
        (void) snprintf(loading->path + length, sizeof loading->path - length, "%s%s[%zu]", dot,
                        name, index);
    return length;
}

void leave(struct loading *loading, size_t length) { loading->path[length] = '\0'; }

void only(struct loading *loading, const struct value *map, const char *allowed)
{
    if (map->type != VALUE_MAP) {
        fault(loading, "an object is expected here");
        return;
    }
    for (size_t i = 0; i < map->count; i++) {
        const char *name = map->names[i];
        size_t length = strlen(name);
        bool known = strcmp(name, "note") == 0;
        bool is_word = length > 0 && !strchr(name, ' '); /* else it could match between words */
        for (const char *place = allowed; is_word && !known && (place = strstr(place, name));
             place += length) {
            bool starts = place == allowed || place[-1] == ' ';
            known = starts && (place[length] == ' ' || place[length] == '\0');
        }
        if (!known)
            fault(loading, "unknown name '%.60s'", name);
    }
}

const char *get_text(struct loading *loading, const struct value *map, const char *name,
                     bool required)
{
    const struct value *value = value_get(map, name);
    const char *text = value_text(value);
    if (!text && (required || !value_is_null(value)))
        fault(loading, "'%s' must be a text", name);
    return text;
}

bool get_flag(struct loading *loading, const struct value *map, const char *name)
{
    const struct value *value = value_get(map, name);
    if (!value_is_null(value) && value->type != VALUE_BOOL)
        fault(loading, "'%s' must be true or false", name);
    return value_true(value);
}

struct words get_words(struct loading *loading, const struct value *map, const char *name)
{
    const struct value *value = value_get(map, name);
    if (value_is_null(value))
        return (struct words){NULL, NULL};
    size_t length = enter(loading, name, SIZE_MAX);
    only(loading, value, "zh en");
    struct words words = {get_text(loading, value, "zh", false),
                          get_text(loading, value, "en", false)};
    leave(loading, length);
    return words;
}

const char *const *get_names(struct loading *loading, const struct value *map, const char *name)
{
    const struct value *list = value_get(map, name);
    if (value_is_null(list))
        return NULL;
    const char **names = arena_array(loading->arena, list->count + 1, sizeof *names);
    if (!names) {
        loading->out_of_memory = true;
        return NULL;
    }
    if (list->type != VALUE_LIST)
        fault(loading, "'%s' must be a list", name);
    for (size_t i = 0; i < list->count; i++) {
        names[i] = value_text(value_at(list, i));
        if (!names[i]) {
            fault(loading, "%s[%zu] must be a text", name, i);
            names[i] = "";
        }
    }
    return names;
}

role_set get_roles(struct loading *loading, const struct value *map, const char *name)
{
    const char *const *names = get_names(loading, map, name);
    role_set set = 0;
    for (size_t i = 0; names && names[i]; i++) {
        role_set bit = role_bit(names[i]);
        if (!bit)
            fault(loading, "unknown role '%.40s' in '%s'", names[i], name);
        set |= bit;
    }
    return set;
}

const struct value *get_rows(struct loading *loading, const struct value *map, const char *name,
                             size_t item_bytes, void **ret)
{
    const struct value *list = value_get(map, name);
    if (!value_is_null(list) && list->type != VALUE_LIST)
        fault(loading, "'%s' must be a list", name);
    *ret = arena_array(loading->arena, list->count + 1, item_bytes);
    if (!*ret) {
        loading->out_of_memory = true;
        return &value_null;
    }
    return list->type == VALUE_LIST ? list : &value_null;
}

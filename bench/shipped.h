/* bench: the settings a system ships with, as a court that changed none has them. */
#ifndef BENCH_SHIPPED_H
#define BENCH_SHIPPED_H

#include "base/embedded.h"
#include "json/json.h"

/** The first default of every setting of a definition, by name. NULL: no definition, no memory. */
static inline struct value *shipped_settings(const struct embedded_file *definition,
                                             struct arena *arena)
{
    struct value *read = NULL, *settings = value_new_map(arena);
    if (!settings || json_parse(definition->bytes, definition->size_bytes, &json_limits_file, arena,
                                &read, NULL))
        return NULL;
    const struct value *list = value_get(read, "settings");
    for (size_t i = 0; i < list->count; i++) {
        const struct value *one = list->items[i];
        if (!value_set_int(arena, settings, value_text_of(one, "name"),
                           value_int(value_path(one, "defaults[0].value"), 0)))
            return NULL;
    }
    return settings;
}

#endif

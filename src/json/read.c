/* json/read: json-c behind the gate, into value trees. */
#include "json/gate.h"

#include <json-c/json.h>

const struct json_limits json_limits_request = {1 << 20, 16, 20000};
const struct json_limits json_limits_file = {4 << 20, 24, 200000};

/* Depth is bounded by the gate, so recursion is too. */
static struct value *convert(struct json_object *object, struct arena *arena)
{
    switch (json_object_get_type(object)) {
    case json_type_null:
        return value_new_text(arena, NULL);
    case json_type_boolean:
        return value_new_bool(arena, json_object_get_boolean(object));
    case json_type_int:
        return value_new_int(arena, json_object_get_int64(object));
    case json_type_string:
        return value_new_text(arena, json_object_get_string(object));
    case json_type_array: {
        struct value *list = value_new_list(arena);
        for (size_t i = 0; list && i < json_object_array_length(object); i++) {
            if (!value_add(arena, list, convert(json_object_array_get_idx(object, i), arena)))
                return NULL;
        }
        return list;
    }
    case json_type_object: {
        struct value *map = value_new_map(arena);
        struct json_object_iterator here = json_object_iter_begin(object);
        struct json_object_iterator end = json_object_iter_end(object);
        for (; map && !json_object_iter_equal(&here, &end); json_object_iter_next(&here)) {
            if (!value_set(arena, map, json_object_iter_peek_name(&here),
                           convert(json_object_iter_peek_value(&here), arena)))
                return NULL;
        }
        return map;
    }
    case json_type_double: /* the gate lets none pass */
        break;
    }
    return NULL;
}

enum err_kind json_parse(const char *bytes, size_t size_bytes, const struct json_limits *limits,
                         struct arena *arena, struct value **ret, struct err *reterr)
{
    enum err_kind kind = json_gate(bytes, size_bytes, limits, reterr);
    if (kind)
        return kind;

    struct json_tokener *tokener = json_tokener_new_ex((int) limits->depth_max + 1);
    if (!tokener)
        return arena_full(reterr);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *object = json_tokener_parse_ex(tokener, bytes, (int) size_bytes);
    /* A bare number at the very end is complete only when json-c sees that nothing follows. */
    if (!object && json_tokener_get_error(tokener) == json_tokener_continue)
        object = json_tokener_parse_ex(tokener, " ", 1);
    enum json_tokener_error error = json_tokener_get_error(tokener);
    json_tokener_free(tokener);
    if (error != json_tokener_success) {
        json_object_put(object);
        return err_set(reterr, ERR_SYNTAX, "json.syntax", "%s", json_tokener_error_desc(error));
    }

    struct value *value = convert(object, arena);
    json_object_put(object);
    if (!value)
        return arena_full(reterr);
    *ret = value;
    return ERR_NONE;
}

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

/* Spells pairs of surrogates out as UTF-8: of some, json-c 0.16 makes U+FFFD (it asks of the whole
 * code point what only its first unit may be asked), and a rare name would be another. The gate has
 * passed the text, so what stands behind a backslash is whole. */
static enum err_kind spell_pairs(const char **bytes, size_t *size_bytes, struct arena *arena,
                                 struct err *reterr)
{
    enum { PAIR_BYTES = sizeof "\\ud842\\udfb7" - 1 };
    struct text spelled;
    const char *clean = *bytes, *end = *bytes + *size_bytes;
    text_init(&spelled, arena, *size_bytes + 2);
    for (const char *at; (at = memchr(clean, '\\', (size_t) (end - clean)));) {
        int unit = at[1] == 'u' ? json_hex_quad(at + 2) : 0;
        bool pair = unit >= 0xD800 && unit <= 0xDBFF;
        size_t keep = (size_t) (at - clean) + (pair ? 0 : 2);
        text_add_bytes(&spelled, clean, keep);
        clean += keep;
        if (pair) {
            uint32_t low = (uint32_t) json_hex_quad(at + 8) - 0xDC00;
            text_add_code_point(&spelled, 0x10000 + (((uint32_t) unit - 0xD800) << 10) + low);
            clean += PAIR_BYTES;
        }
    }
    if (clean == *bytes)
        return ERR_NONE; /* no escape at all */
    text_add_bytes(&spelled, clean, (size_t) (end - clean));
    *size_bytes = spelled.length;
    *bytes = text_done(&spelled);
    return *bytes ? ERR_NONE : arena_full(reterr);
}

enum err_kind json_parse(const char *bytes, size_t size_bytes, const struct json_limits *limits,
                         struct arena *arena, struct value **ret, struct err *reterr)
{
    enum err_kind kind = json_gate(bytes, size_bytes, limits, reterr);
    if (!kind)
        kind = spell_pairs(&bytes, &size_bytes, arena, reterr);
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

/* json/flat: see flat.h. The gate has passed every byte, so nothing here can run over the end. */
#include "json/flat.h"

#include "json/gate.h"

static const struct json_limits limits = {64 * 1024, 2, 512};

static void skip_blanks(char **cursor)
{
    while (**cursor == ' ' || **cursor == '\t' || **cursor == '\n' || **cursor == '\r')
        ++*cursor;
}

static char *put_code_point(char *out, uint32_t point)
{
    if (point < 0x80) {
        *out++ = (char) point;
    } else if (point < 0x800) {
        *out++ = (char) (0xC0 | point >> 6);
        *out++ = (char) (0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        *out++ = (char) (0xE0 | point >> 12);
        *out++ = (char) (0x80 | (point >> 6 & 0x3F));
        *out++ = (char) (0x80 | (point & 0x3F));
    } else {
        *out++ = (char) (0xF0 | point >> 18);
        *out++ = (char) (0x80 | (point >> 12 & 0x3F));
        *out++ = (char) (0x80 | (point >> 6 & 0x3F));
        *out++ = (char) (0x80 | (point & 0x3F));
    }
    return out;
}

/* Behind the backslash; an escape is never longer than what it stands for. */
static char *put_escape(char **cursor, char *out)
{
    static const char kinds[] = "bfnrt", bytes[] = "\b\f\n\r\t";
    char kind = *(*cursor)++;
    if (kind != 'u') {
        const char *place = strchr(kinds, kind);
        *out++ = place ? bytes[place - kinds] : kind;
        return out;
    }
    uint32_t point = (uint32_t) json_hex_quad(*cursor);
    *cursor += 4;
    if (point >= 0xD800 && point <= 0xDBFF) {
        point =
            0x10000 + ((point - 0xD800) << 10) + ((uint32_t) json_hex_quad(*cursor + 2) - 0xDC00);
        *cursor += 6;
    }
    return put_code_point(out, point);
}

/* At the opening quote; ends behind the closing one, which becomes a NUL. */
static const char *take_string(char **cursor)
{
    char *start = ++*cursor, *out = start;
    while (**cursor != '"') {
        if (**cursor == '\\') {
            ++*cursor;
            out = put_escape(cursor, out);
        } else {
            *out++ = *(*cursor)++;
        }
    }
    *out = '\0';
    ++*cursor;
    return start;
}

static enum err_kind not_flat(struct err *reterr)
{
    return err_set(reterr, ERR_SYNTAX, "json.flat",
                   "one object of texts, whole numbers, true, false and lists of texts");
}

static enum err_kind take_list(char **cursor, struct arena *arena, struct json_flat_field *field,
                               struct err *reterr)
{
    const char **list = arena_array(arena, JSON_FLAT_LIST_MAX, sizeof *list);
    if (!list)
        return arena_full(reterr);
    ++*cursor;
    for (skip_blanks(cursor); **cursor != ']'; skip_blanks(cursor)) {
        if (field->count)
            ++*cursor; /* the comma */
        skip_blanks(cursor);
        if (**cursor != '"')
            return not_flat(reterr);
        if (field->count == JSON_FLAT_LIST_MAX)
            return err_set(reterr, ERR_LIMIT, "json.limit", "too many items in a list");
        list[field->count++] = take_string(cursor);
    }
    ++*cursor;
    field->type = FLAT_LIST;
    field->list = list;
    return ERR_NONE;
}

static enum err_kind take_value(char **cursor, struct arena *arena, struct json_flat_field *field,
                                struct err *reterr)
{
    switch (**cursor) {
    case '"':
        field->type = FLAT_TEXT;
        field->text = take_string(cursor);
        return ERR_NONE;
    case '[':
        return take_list(cursor, arena, field, reterr);
    case '{':
        return not_flat(reterr);
    case 'n':
        *cursor += 4;
        return ERR_NONE;
    case 't':
    case 'f':
        field->type = FLAT_FLAG;
        field->integer = **cursor == 't';
        *cursor += field->integer ? 4 : 5;
        return ERR_NONE;
    default:
        field->type = FLAT_INT;
        field->integer = strtoll(*cursor, cursor, 10);
        return ERR_NONE;
    }
}

enum err_kind json_flat_read(char *bytes, size_t size_bytes, struct arena *arena,
                             struct json_flat *ret, struct err *reterr)
{
    char *cursor = bytes;
    ret->count = 0;
    enum err_kind kind = json_gate(bytes, size_bytes, &limits, reterr);
    if (kind)
        return kind;
    skip_blanks(&cursor);
    if (*cursor++ != '{')
        return not_flat(reterr);
    for (skip_blanks(&cursor); !kind && *cursor != '}'; skip_blanks(&cursor)) {
        if (ret->count)
            cursor++; /* the comma */
        skip_blanks(&cursor);
        if (ret->count == JSON_FLAT_FIELDS_MAX)
            return err_set(reterr, ERR_LIMIT, "json.limit", "too many fields");
        struct json_flat_field *field = &ret->fields[ret->count++];
        *field = (struct json_flat_field){.name = take_string(&cursor)};
        skip_blanks(&cursor);
        cursor++; /* the colon */
        skip_blanks(&cursor);
        kind = take_value(&cursor, arena, field, reterr);
    }
    return kind;
}

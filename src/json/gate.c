/*
 * json/gate: refuses what json-c lets pass: duplicate names, fractions, integers beyond int64, lone
 * surrogates, NUL, text after the end. Names may hold no escapes, so that equal names are equal
 * bytes. Source: RFC 8259, narrowed as RFC 7493 advises.
 */
#include "json/gate.h"

enum { DEPTH_MAX = 32, NAMES_MAX = 256 };

struct name_place {
    const char *bytes;
    size_t length;
};

struct level {
    bool is_object;
    bool has_item;
    size_t first_name; /* index into gate.names of this object's first name */
};

struct gate {
    const char *start, *cursor, *end;
    const struct json_limits *limits;
    size_t nodes;
    size_t depth;
    struct level levels[DEPTH_MAX];
    struct name_place names[NAMES_MAX];
    size_t name_count;
    struct err *reterr;
};

static enum err_kind refuse(struct gate *gate, const char *what)
{
    size_t line = 1, column = 1;
    for (const char *c = gate->start; c < gate->cursor && c < gate->end; c++) {
        column = *c == '\n' ? 1 : column + 1;
        line += *c == '\n';
    }
    return err_set(gate->reterr, ERR_SYNTAX, "json.syntax", "line %zu, column %zu: %s", line,
                   column, what);
}

static enum err_kind too_much(struct gate *gate, const char *what)
{
    return err_set(gate->reterr, ERR_LIMIT, "json.limit", "%s", what);
}

static void skip_blanks(struct gate *gate)
{
    while (gate->cursor < gate->end && (*gate->cursor == ' ' || *gate->cursor == '\t' ||
                                        *gate->cursor == '\n' || *gate->cursor == '\r'))
        gate->cursor++;
}

int json_hex_quad(const char *bytes)
{
    int number = 0;
    for (int i = 0; i < 4; i++) {
        char c = bytes[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        number = number * 16 + digit;
    }
    return number;
}

/* After the backslash. */
static enum err_kind pass_escape(struct gate *gate)
{
    char kind = *gate->cursor++;
    if (kind != 'u')
        return strchr("\"\\/bfnrt", kind) && kind ? ERR_NONE : refuse(gate, "unknown escape");

    int unit = gate->end - gate->cursor >= 4 ? json_hex_quad(gate->cursor) : -1;
    if (unit < 0)
        return refuse(gate, "\\u needs four hex digits");
    gate->cursor += 4;
    if (unit == 0)
        return refuse(gate, "NUL is not allowed");
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return refuse(gate, "lone surrogate");
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        int low = gate->end - gate->cursor >= 6 && gate->cursor[0] == '\\' && gate->cursor[1] == 'u'
                      ? json_hex_quad(gate->cursor + 2)
                      : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return refuse(gate, "lone surrogate");
        gate->cursor += 6;
    }
    return ERR_NONE;
}

/* At the opening quote. `ret_name` (may be NULL) gets the raw bytes; escapes are then refused. */
static enum err_kind pass_string(struct gate *gate, struct name_place *ret_name)
{
    const char *first = ++gate->cursor;
    while (gate->cursor < gate->end) {
        unsigned char byte = (unsigned char) *gate->cursor;
        if (byte == '"') {
            if (ret_name)
                *ret_name = (struct name_place){first, (size_t) (gate->cursor - first)};
            gate->cursor++;
            return ERR_NONE;
        }
        if (byte < 0x20)
            return refuse(gate, "control character in a string");
        gate->cursor++;
        if (byte != '\\')
            continue;
        if (ret_name)
            return refuse(gate, "names may hold no escapes");
        if (gate->cursor == gate->end)
            break;
        enum err_kind kind = pass_escape(gate);
        if (kind)
            return kind;
    }
    return refuse(gate, "string without end");
}

static enum err_kind pass_number(struct gate *gate)
{
    bool negative = *gate->cursor == '-';
    const char *first = gate->cursor += negative;
    uint64_t number = 0;
    const uint64_t largest = negative ? (uint64_t) INT64_MAX + 1 : INT64_MAX;
    while (gate->cursor < gate->end && *gate->cursor >= '0' && *gate->cursor <= '9') {
        unsigned digit = (unsigned) (*gate->cursor - '0');
        if (number > (largest - digit) / 10)
            return refuse(gate, "number beyond 64 bits");
        number = number * 10 + digit;
        gate->cursor++;
    }
    if (gate->cursor == first)
        return refuse(gate, "a value is expected here");
    if (*first == '0' && gate->cursor - first > 1)
        return refuse(gate, "number with a leading zero");
    if (gate->cursor < gate->end && strchr(".eE", *gate->cursor) && *gate->cursor)
        return refuse(gate, "fractions are not used here: money is whole fen");
    return ERR_NONE;
}

static enum err_kind pass_word(struct gate *gate)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        size_t length = strlen(words[i]);
        if ((size_t) (gate->end - gate->cursor) >= length &&
            memcmp(gate->cursor, words[i], length) == 0) {
            gate->cursor += length;
            return ERR_NONE;
        }
    }
    return pass_number(gate);
}

static enum err_kind open_level(struct gate *gate, bool is_object)
{
    size_t depth_max = gate->limits->depth_max < DEPTH_MAX ? gate->limits->depth_max : DEPTH_MAX;
    if (gate->depth == depth_max)
        return too_much(gate, "nested too deep");
    gate->levels[gate->depth++] =
        (struct level){.is_object = is_object, .first_name = gate->name_count};
    gate->cursor++;
    return ERR_NONE;
}

/* A name and its colon; refuses one the object already has. */
static enum err_kind pass_name(struct gate *gate, const struct level *level)
{
    if (gate->cursor == gate->end || *gate->cursor != '"')
        return refuse(gate, "a name in quotes is expected here");
    struct name_place name = {.bytes = ""};
    enum err_kind kind = pass_string(gate, &name);
    if (kind)
        return kind;
    for (size_t i = level->first_name; i < gate->name_count; i++) {
        if (gate->names[i].length == name.length &&
            memcmp(gate->names[i].bytes, name.bytes, name.length) == 0)
            return refuse(gate, "the same name twice in one object");
    }
    if (gate->name_count == NAMES_MAX)
        return too_much(gate, "too many names");
    gate->names[gate->name_count++] = name;
    skip_blanks(gate);
    if (gate->cursor == gate->end || *gate->cursor != ':')
        return refuse(gate, "a colon is expected here");
    gate->cursor++;
    skip_blanks(gate);
    return ERR_NONE;
}

/* One value, or the opening of one. */
static enum err_kind pass_value(struct gate *gate)
{
    if (++gate->nodes > gate->limits->nodes_max)
        return too_much(gate, "too many values");
    if (gate->cursor == gate->end)
        return refuse(gate, "a value is expected here");
    switch (*gate->cursor) {
    case '{':
        return open_level(gate, true);
    case '[':
        return open_level(gate, false);
    case '"':
        return pass_string(gate, NULL);
    default:
        return pass_word(gate);
    }
}

/* What follows inside the innermost open object or array: its end, or one more item. */
static enum err_kind pass_inside(struct gate *gate)
{
    struct level *level = &gate->levels[gate->depth - 1];
    if (gate->cursor == gate->end)
        return refuse(gate, "the text ends too early");
    if (*gate->cursor == (level->is_object ? '}' : ']')) {
        gate->cursor++;
        gate->name_count = level->first_name;
        gate->depth--;
        return ERR_NONE;
    }
    if (level->has_item) {
        if (*gate->cursor != ',')
            return refuse(gate, "a comma is expected here");
        gate->cursor++;
        skip_blanks(gate);
    }
    level->has_item = true;
    enum err_kind kind = level->is_object ? pass_name(gate, level) : ERR_NONE;
    return kind ? kind : pass_value(gate);
}

enum err_kind json_gate(const char *bytes, size_t size_bytes, const struct json_limits *limits,
                        struct err *reterr)
{
    struct gate gate = {.start = bytes,
                        .cursor = bytes,
                        .end = bytes + size_bytes,
                        .limits = limits,
                        .reterr = reterr};
    if (size_bytes > limits->size_bytes_max)
        return too_much(&gate, "the text is too long");
    if (!text_is_utf8(bytes, size_bytes))
        return refuse(&gate, "not UTF-8");

    skip_blanks(&gate);
    enum err_kind kind = pass_value(&gate);
    while (!kind && gate.depth > 0) {
        skip_blanks(&gate);
        kind = pass_inside(&gate);
    }
    if (kind)
        return kind;
    skip_blanks(&gate);
    return gate.cursor == gate.end ? ERR_NONE : refuse(&gate, "text after the end");
}

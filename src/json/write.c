/* json/write: the streaming writer. Escaping is the only way to write a string. */
#include "json/json.h"

void json_writer_init(struct json_writer *writer, struct arena *arena, size_t limit_bytes)
{
    *writer = (struct json_writer){0};
    text_init(&writer->text, arena, limit_bytes);
}

/* Does a comma stand before the next value? Not behind a name or an opening. */
static bool needs_comma(struct json_writer *writer)
{
    bool comma = !writer->after_name && writer->need_comma[writer->depth];
    if (!writer->after_name)
        writer->need_comma[writer->depth] = true;
    writer->after_name = false;
    return comma;
}

static void before_value(struct json_writer *writer)
{
    if (needs_comma(writer))
        text_add_bytes(&writer->text, ",", 1);
}

static void open_level(struct json_writer *writer, const char *bracket)
{
    before_value(writer);
    text_add(&writer->text, bracket);
    if (writer->depth + 1 >= COUNT_OF(writer->need_comma)) {
        writer->text.failed = true;
        return;
    }
    writer->need_comma[++writer->depth] = false;
}

static void close_level(struct json_writer *writer, const char *bracket)
{
    if (writer->depth == 0 || writer->after_name) {
        writer->text.failed = true;
        return;
    }
    writer->depth--;
    text_add(&writer->text, bracket);
}

void json_begin(struct json_writer *writer) { open_level(writer, "{"); }
void json_end(struct json_writer *writer) { close_level(writer, "}"); }
void json_begin_list(struct json_writer *writer) { open_level(writer, "["); }
void json_end_list(struct json_writer *writer) { close_level(writer, "]"); }

static bool is_clean(unsigned char byte) { return byte >= 0x20 && byte != '"' && byte != '\\'; }

/* Of so many bytes the first that are clean: eight at a time, since most strings are to their end.
 */
static size_t clean_length(const char *bytes, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
    size_t i = 0;
    for (; length - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, bytes + i, sizeof word);
        uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
        uint64_t found =
            ((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash);
        if (found & tops)
            break;
    }
    while (i < length && is_clean((unsigned char) bytes[i]))
        i++;
    return i;
}

static void add_escape(struct text *text, unsigned char byte)
{
    if (byte == '\n')
        text_add(text, "\\n");
    else if (byte < 0x20)
        text_add_format(text, "\\u%04x", byte);
    else
        text_add_format(text, "\\%c", byte);
}

/* With a comma before and a colon behind where they belong: one piece, when all of it is clean. */
static void add_string(struct text *text, bool comma, const char *string, bool colon)
{
    size_t length = strlen(string), clean = clean_length(string, length);
    char *room = text_room(text, clean + comma + 1);
    if (!room)
        return;
    if (comma)
        *room++ = ',';
    *room++ = '"';
    memcpy(room, string, clean);
    while (clean < length) {
        add_escape(text, (unsigned char) string[clean]);
        string += clean + 1;
        length -= clean + 1;
        clean = clean_length(string, length);
        text_add_bytes(text, string, clean);
    }
    text_add_bytes(text, "\":", colon ? 2 : 1);
}

void json_name(struct json_writer *writer, const char *name)
{
    add_string(&writer->text, needs_comma(writer), name, true);
    writer->after_name = true;
}

void json_text(struct json_writer *writer, const char *text)
{
    if (text)
        add_string(&writer->text, needs_comma(writer), text, false);
    else
        json_null(writer);
}

void json_int(struct json_writer *writer, int64_t integer)
{
    before_value(writer);
    text_add_int(&writer->text, integer, 1);
}

void json_flag(struct json_writer *writer, bool boolean)
{
    before_value(writer);
    text_add(&writer->text, boolean ? "true" : "false");
}

void json_null(struct json_writer *writer)
{
    before_value(writer);
    text_add(&writer->text, "null");
}

void json_raw(struct json_writer *writer, const char *json)
{
    before_value(writer);
    text_add(&writer->text, json);
}

void json_value(struct json_writer *writer, const struct value *value)
{
    switch (value->type) {
    case VALUE_NULL:
        json_null(writer);
        break;
    case VALUE_BOOL:
        json_flag(writer, value->boolean);
        break;
    case VALUE_INT:
        json_int(writer, value->integer);
        break;
    case VALUE_TEXT:
        json_text(writer, value->text);
        break;
    case VALUE_LIST:
        json_begin_list(writer);
        for (size_t i = 0; i < value->count; i++)
            json_value(writer, value->items[i]);
        json_end_list(writer);
        break;
    case VALUE_MAP:
        json_begin(writer);
        for (size_t i = 0; i < value->count; i++)
            json_named_value(writer, value->names[i], value->items[i]);
        json_end(writer);
        break;
    }
}

void json_named_text(struct json_writer *writer, const char *name, const char *text)
{
    json_name(writer, name);
    json_text(writer, text);
}

void json_named_int(struct json_writer *writer, const char *name, int64_t integer)
{
    json_name(writer, name);
    json_int(writer, integer);
}

void json_named_flag(struct json_writer *writer, const char *name, bool boolean)
{
    json_name(writer, name);
    json_flag(writer, boolean);
}

void json_named_value(struct json_writer *writer, const char *name, const struct value *value)
{
    json_name(writer, name);
    json_value(writer, value);
}

const char *json_done(struct json_writer *writer)
{
    return writer->depth == 0 && !writer->after_name ? text_done(&writer->text) : NULL;
}

enum { PRINT_BYTES_MAX = 8 << 20 };

const char *json_print(struct arena *arena, const struct value *value)
{
    struct json_writer writer;
    json_writer_init(&writer, arena, PRINT_BYTES_MAX);
    json_value(&writer, value);
    return json_done(&writer);
}

static int by_name(const void *left, const void *right, void *context)
{
    const struct value *map = context;
    return strcmp(map->names[*(const size_t *) left], map->names[*(const size_t *) right]);
}

/* A copy whose maps are sorted by name; children are sorted on the way up. */
static struct value *sorted(struct arena *arena, const struct value *value)
{
    if (value->type != VALUE_LIST && value->type != VALUE_MAP)
        return value_copy(arena, value);

    struct value *copy = value->type == VALUE_MAP ? value_new_map(arena) : value_new_list(arena);
    size_t *order = arena_array(arena, value->count + 1, sizeof *order);
    if (!copy || !order)
        return NULL;
    for (size_t i = 0; i < value->count; i++)
        order[i] = i;
    if (value->type == VALUE_MAP)
        qsort_r(order, value->count, sizeof *order, by_name, (void *) (uintptr_t) value);
    for (size_t i = 0; i < value->count; i++) {
        struct value *child = sorted(arena, value->items[order[i]]);
        bool kept = value->type == VALUE_MAP ? value_set(arena, copy, value->names[order[i]], child)
                                             : value_add(arena, copy, child);
        if (!kept)
            return NULL;
    }
    return copy;
}

const char *json_canonical(struct arena *arena, const struct value *value)
{
    struct value *copy = sorted(arena, value);
    return copy ? json_print(arena, copy) : NULL;
}

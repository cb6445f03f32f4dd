/* base/text: bounded text building and UTF-8. Not for JSON or HTML escaping: json/ and web/ do
 * that. */
#include "base/text.h"

#include <stdarg.h>

void text_init(struct text *text, struct arena *arena, size_t limit_bytes)
{
    *text = (struct text){.arena = arena, .limit_bytes = limit_bytes};
}

static bool reserve(struct text *text, size_t more_bytes)
{
    if (text->failed)
        return false;
    if (more_bytes >= text->limit_bytes || text->length > text->limit_bytes - more_bytes - 1) {
        text->failed = true;
        return false;
    }
    size_t need = text->length + more_bytes + 1;
    if (need <= text->capacity)
        return true;

    size_t first = text->limit_bytes < 256 ? text->limit_bytes : 256;
    size_t capacity = text->capacity ? text->capacity : first;
    while (capacity < need)
        capacity *= 2;
    char *bytes = arena_room(text->arena, capacity);
    if (!bytes) {
        text->failed = true;
        return false;
    }
    if (text->length)
        memcpy(bytes, text->bytes, text->length);
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

char *text_room(struct text *text, size_t size_bytes)
{
    if (!reserve(text, size_bytes))
        return NULL;
    char *room = text->bytes + text->length;
    text->length += size_bytes;
    text->bytes[text->length] = '\0';
    return room;
}

void text_add_bytes(struct text *text, const void *bytes, size_t size_bytes)
{
    char *room = text_room(text, size_bytes);
    if (room && size_bytes)
        memcpy(room, bytes, size_bytes);
}

void text_add(struct text *text, const char *piece) { text_add_bytes(text, piece, strlen(piece)); }

void text_add_int(struct text *text, int64_t number, int digits_min)
{
    enum { DIGITS_MAX = 20 };
    char digits[DIGITS_MAX];
    int start = DIGITS_MAX;
    uint64_t rest = number < 0 ? (uint64_t) 0 - (uint64_t) number : (uint64_t) number;
    for (; (rest || DIGITS_MAX - start < digits_min) && start > 0; rest /= 10)
        digits[--start] = (char) ('0' + rest % 10);
    if (number < 0)
        text_add_bytes(text, "-", 1);
    text_add_bytes(text, digits + start, (size_t) (DIGITS_MAX - start));
}

void text_add_format(struct text *text, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length >= 0 && reserve(text, (size_t) length)) {
        (void) vsnprintf(text->bytes + text->length, (size_t) length + 1, format, again);
        text->length += (size_t) length;
    } else {
        text->failed = true;
    }
    va_end(again);
    va_end(args);
}

bool text_add_name(struct text *text, const char *name, size_t code_points_max)
{
    size_t length = text->length ? text_length(text->bytes) + 1 : 0;
    bool fits = length + text_length(name) + 1 <= code_points_max;
    if (fits && text->length)
        text_add(text, "、");
    text_add(text, fits ? name : "等");
    return fits;
}

const char *text_joined(struct arena *arena, const char *const *pieces, size_t count)
{
    size_t size_bytes = 1;
    for (size_t i = 0; i < count; i++)
        size_bytes += strlen(pieces[i]);
    char *joined = arena_alloc(arena, size_bytes), *end = joined;
    for (size_t i = 0; joined && i < count; i++)
        end = stpcpy(end, pieces[i]);
    return joined;
}

const char *text_done(struct text *text)
{
    if (!reserve(text, 0))
        return NULL;
    text->bytes[text->length] = '\0';
    return text->bytes;
}

/* Reads one code point of at most `left` bytes; returns its length, 0 when it is not well-formed
 * (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF). */
static size_t decode(const uint8_t *bytes, size_t left, uint32_t *ret)
{
    uint8_t first = bytes[0];
    if (first < 0x80) {
        *ret = first;
        return 1;
    }
    size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || length > left)
        return 0;

    uint32_t point = first & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
        point = point << 6 | (bytes[i] & 0x3FU);
    }
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < smallest[length] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        return 0;
    *ret = point;
    return length;
}

bool text_is_utf8(const void *bytes, size_t size_bytes)
{
    const uint8_t *cursor = bytes;
    const uint8_t *end = cursor + size_bytes;
    while (cursor < end) {
        if (*cursor - 1U < 0x7F) { /* most bytes by far */
            cursor++;
            continue;
        }
        uint32_t point = 0;
        size_t length = decode(cursor, (size_t) (end - cursor), &point);
        if (length == 0 || point == 0)
            return false;
        cursor += length;
    }
    return true;
}

uint32_t text_next(const char **cursor)
{
    const uint8_t *bytes = (const uint8_t *) *cursor;
    if (bytes[0] == '\0')
        return 0;

    uint32_t point = 0;
    size_t length = decode(bytes, strnlen(*cursor, 4), &point);
    if (length == 0) {
        (*cursor)++;
        return 0xFFFD;
    }
    *cursor += length;
    return point;
}

size_t text_length(const char *utf8)
{
    size_t count = 0;
    while (text_next(&utf8))
        count++;
    return count;
}

const char *text_first(struct arena *arena, const char *utf8, size_t code_points_max)
{
    const char *end = utf8;
    for (size_t i = 0; i < code_points_max && text_next(&end); i++)
        continue;
    return *end ? arena_printf(arena, "%.*s", (int) (end - utf8), utf8) : utf8;
}

void text_add_code_point(struct text *text, uint32_t point)
{
    uint8_t bytes[4];
    size_t length = 1;
    if (point < 0x80) {
        bytes[0] = (uint8_t) point;
    } else if (point < 0x800) {
        bytes[0] = (uint8_t) (0xC0 | point >> 6);
        bytes[1] = (uint8_t) (0x80 | (point & 0x3F));
        length = 2;
    } else if (point < 0x10000) {
        bytes[0] = (uint8_t) (0xE0 | point >> 12);
        bytes[1] = (uint8_t) (0x80 | (point >> 6 & 0x3F));
        bytes[2] = (uint8_t) (0x80 | (point & 0x3F));
        length = 3;
    } else {
        bytes[0] = (uint8_t) (0xF0 | point >> 18);
        bytes[1] = (uint8_t) (0x80 | (point >> 12 & 0x3F));
        bytes[2] = (uint8_t) (0x80 | (point >> 6 & 0x3F));
        bytes[3] = (uint8_t) (0x80 | (point & 0x3F));
        length = 4;
    }
    text_add_bytes(text, bytes, length);
}

const char *text_normalise(struct arena *arena, const char *utf8)
{
    struct text out;
    text_init(&out, arena, 4 * strlen(utf8) + 8);
    bool blank_waits = false;
    for (uint32_t point; (point = text_next(&utf8));) {
        if (point == 0x3000)
            point = ' ';
        /* Digits, letters and brackets only: ，。；： are proper Chinese punctuation and stay. */
        bool narrow = (point >= 0xFF10 && point <= 0xFF19) ||
                      (point >= 0xFF21 && point <= 0xFF3A) ||
                      (point >= 0xFF41 && point <= 0xFF5A) || point == 0xFF08 || point == 0xFF09 ||
                      point == 0xFF0D || point == 0xFF0E || point == 0xFF20 || point == 0xFF0B;
        if (narrow)
            point -= 0xFEE0;
        if (point == ' ' || point == '\t') {
            blank_waits = out.length > 0;
            continue;
        }
        if (blank_waits)
            text_add(&out, " ");
        blank_waits = false;
        text_add_code_point(&out, point);
    }
    return text_done(&out);
}

void text_add_cell(struct text *text, const char *cell)
{
    bool formula = cell && *cell && strchr("=+-@\t\r", *cell);
    bool quoted = formula || (cell && strpbrk(cell, ",\"\r\n"));
    text_add(text, quoted ? "\"" : "");
    text_add(text, formula ? "'" : "");
    for (const char *c = cell ? cell : ""; *c; c++)
        text_add_bytes(text, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    text_add(text, quoted ? "\"" : "");
}

void text_add_markup(struct text *text, const char *words)
{
    for (const char *c = words ? words : ""; *c; c++) {
        switch (*c) {
        case '&':
            text_add(text, "&amp;");
            break;
        case '<':
            text_add(text, "&lt;");
            break;
        case '>':
            text_add(text, "&gt;");
            break;
        case '"':
            text_add(text, "&quot;");
            break;
        case '\'':
            text_add(text, "&#39;");
            break;
        default:
            text_add_bytes(text, c, 1);
        }
    }
}

bool text_equal(const char *left, const char *right)
{
    return left == right || (left && right && strcmp(left, right) == 0);
}

bool text_has_word(const char *list, const char *word)
{
    size_t wanted = strlen(word);
    while (list && *list) {
        size_t length = strcspn(list, " ");
        if (length == wanted && strncmp(list, word, length) == 0 && length > 0)
            return true;
        list += length;
        list += strspn(list, " ");
    }
    return false;
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

uint64_t text_hash(uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = text_hash_step(hash, (unsigned char) *text);
    return hash;
}

void text_hex(const uint8_t *bytes, size_t size_bytes, char *ret)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size_bytes; i++) {
        ret[2 * i] = digits[bytes[i] >> 4];
        ret[2 * i + 1] = digits[bytes[i] & 15];
    }
    ret[2 * size_bytes] = '\0';
}

static int nibble(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

bool text_unhex(const char *hex, uint8_t *ret, size_t size_bytes)
{
    if (strlen(hex) != 2 * size_bytes)
        return false;
    for (size_t i = 0; i < size_bytes; i++) {
        int high = nibble(hex[2 * i]);
        int low = nibble(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        ret[i] = (uint8_t) (high << 4 | low);
    }
    return true;
}

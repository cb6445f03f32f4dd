/* files/words: see words.h. */
#include "files/words.h"

#include "base/text.h"

#include <string.h>

/* Characters that are written without blanks between them, and their punctuation. */
static bool is_wide(uint32_t point)
{
    return (point >= 0x2e80 && point <= 0x9fff) || (point >= 0xf900 && point <= 0xfaff) ||
           (point >= 0xfe30 && point <= 0xfe4f) || (point >= 0xff00 && point <= 0xffef) ||
           (point >= 0x20000 && point <= 0x3ffff);
}

static bool is_blank(uint32_t point) { return point == ' ' || point == '\t' || point == 0x3000; }

static bool is_line_end(uint32_t point) { return point == '\n' || point == '\r' || point == '\f'; }

/* Not shown, or what a broken byte is read as. */
static bool is_nothing(uint32_t point)
{
    return point < ' ' || (point >= 0x7f && point < 0xa0) || point == 0xfffd || point == 0xfeff;
}

static const char *without_nul(const void *bytes, size_t size_bytes, struct arena *arena)
{
    char *copy = arena_copy_bytes(arena, bytes, size_bytes);
    for (size_t i = 0; copy && i < size_bytes; i++) {
        if (copy[i] == '\0')
            copy[i] = '\f';
    }
    return copy;
}

const char *words_tidy(const void *bytes, size_t size_bytes, struct arena *arena)
{
    const char *at = without_nul(bytes, size_bytes, arena);
    struct text text;
    uint32_t before = 0;
    int lines = 0;
    bool blank = false;
    text_init(&text, arena, WORDS_BYTES_MAX + 8);
    while (at && *at && text.length < WORDS_BYTES_MAX - 4) {
        uint32_t point = text_next(&at);
        if (is_line_end(point)) {
            lines++;
            continue;
        }
        if (is_blank(point)) {
            blank = true;
            continue;
        }
        if (is_nothing(point))
            continue;
        if (lines && text.length)
            text_add(&text, lines > 1 ? "\n\n" : "\n");
        else if (blank && text.length && !(is_wide(before) && is_wide(point)))
            text_add(&text, " ");
        text_add_code_point(&text, point);
        before = point;
        lines = 0;
        blank = false;
    }
    return at ? text_done(&text) : NULL;
}

size_t words_count(const char *text, size_t enough)
{
    size_t count = 0;
    for (uint32_t point; count < enough && (point = text_next(&text));)
        count += is_wide(point) || (point >= '0' && point <= '9') ||
                 (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
    return count;
}

/* base/ical: see ical.h. */
#include "base/ical.h"

#include "base/moment.h"

/* A fold is CRLF and a blank, which counts among the bytes of the next line (RFC 5545, 3.1). */
struct line {
    struct text *text;
    size_t used;
};

static void put(struct line *line, const char *bytes, size_t count)
{
    if (line->used + count > ICAL_LINE_BYTES_MAX) {
        text_add(line->text, "\r\n ");
        line->used = 1;
    }
    text_add_bytes(line->text, bytes, count);
    line->used += count;
}

static size_t character_bytes(const char *at)
{
    const char *next = at;
    (void) text_next(&next);
    return next > at ? (size_t) (next - at) : 1;
}

static void put_all(struct line *line, const char *utf8)
{
    while (*utf8) {
        size_t count = character_bytes(utf8);
        put(line, utf8, count);
        utf8 += count;
    }
}

void ical_line(struct text *text, const char *name, const char *value)
{
    struct line line = {text, 0};
    if (!value)
        return;
    put_all(&line, name);
    put(&line, ":", 1);
    put_all(&line, value);
    text_add(text, "\r\n");
}

void ical_text(struct text *text, const char *name, const char *value)
{
    struct line line = {text, 0};
    if (!value || !*value)
        return;
    put_all(&line, name);
    put(&line, ":", 1);
    while (*value) {
        size_t count = character_bytes(value);
        if (*value == '\n')
            put(&line, "\\n", 2);
        else if (*value == '\\' || *value == ';' || *value == ',')
            put(&line, (const char[]){'\\', *value}, 2);
        else if ((unsigned char) *value >= 0x20 && *value != 0x7f)
            put(&line, value, count);
        value += count;
    }
    text_add(text, "\r\n");
}

const char *ical_day(struct arena *arena, int32_t day)
{
    struct civil_date date = date_of_day(day);
    return arena_printf(arena, "%04d%02d%02d", date.year, date.month, date.day);
}

/* Days of the house begin at midnight in Shanghai; eight hours earlier the same reckoning is UTC.
 */
const char *ical_instant(struct arena *arena, int64_t instant_us)
{
    int32_t day = day_of_instant(instant_us - 8 * HOUR_US);
    int64_t seconds = (instant_us - 8 * HOUR_US - start_of_day(day)) / SECOND_US;
    const char *date = ical_day(arena, day);
    return date ? arena_printf(arena, "%sT%02d%02d%02dZ", date, (int) (seconds / 3600),
                               (int) (seconds / 60 % 60), (int) (seconds % 60))
                : NULL;
}

/* base/log: the one place that writes the log. */
#include "base/log.h"

#include "base/arena.h"
#include "base/moment.h"
#include "base/text.h"

#include <unistd.h>

enum { LINE_BYTES_MAX = 8 * 1024 };

static void add_quoted(struct text *line, const char *value)
{
    text_add(line, "\"");
    for (const char *cursor = value; *cursor; cursor++) {
        unsigned char byte = (unsigned char) *cursor;
        if (byte == '"' || byte == '\\')
            text_add_format(line, "\\%c", byte);
        else if (byte < 0x20)
            text_add_format(line, "\\u%04x", byte);
        else
            text_add_bytes(line, cursor, 1);
    }
    text_add(line, "\"");
}

void log_event(const char *level, const char *event, const struct log_field *fields,
               size_t field_count)
{
    struct timespec now;
    (void) clock_gettime(CLOCK_REALTIME, &now);
    ARENA_SCOPED arena;
    arena_init(&arena, (size_t) 8 * LINE_BYTES_MAX);
    struct text line;
    text_init(&line, &arena, LINE_BYTES_MAX);

    const char *at = instant_format(&arena, now.tv_sec * SECOND_US + now.tv_nsec / 1000);
    text_add_format(&line, "{\"at\":\"%s\",\"level\":\"%s\",\"event\":\"%s\"", at ? at : "", level,
                    event);
    for (size_t i = 0; i < field_count; i++) {
        text_add_format(&line, ",\"%s\":", fields[i].name);
        if (fields[i].text)
            add_quoted(&line, fields[i].text);
        else
            text_add_format(&line, "%lld", (long long) fields[i].integer);
    }
    text_add(&line, "}\n");
    /* One write a line, so that lines of threads do not mix. A full disk must not stop the court.
     */
    const char *done = text_done(&line);
    if (done && write(STDERR_FILENO, done, line.length) < 0)
        return;
}

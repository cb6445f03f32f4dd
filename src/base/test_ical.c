/* Calendars as RFC 5545 has them: folding at 75 bytes between characters, escaping, moments. */
#include "tests/test.h"

#include "base/ical.h"
#include "base/moment.h"

static const char *made(struct arena *arena, bool escaped, const char *name, const char *value)
{
    struct text text;
    text_init(&text, arena, 8192);
    (escaped ? ical_text : ical_line)(&text, name, value);
    return text_done(&text);
}

static void values_are_escaped(void **context)
{
    static const struct {
        const char *value, *line;
    } examples[] = {
        {"开庭", "SUMMARY:开庭\r\n"},
        {"a,b;c\\d", "SUMMARY:a\\,b\\;c\\\\d\r\n"}, /* 3.3.11 */
        {"一行\n二行", "SUMMARY:一行\\n二行\r\n"},
        {"a\r\nEND:VCALENDAR", "SUMMARY:a\\nEND:VCALENDAR\r\n"}, /* nothing is smuggled in */
        {"a\tb\x7f", "SUMMARY:ab\r\n"},
        {"10:30", "SUMMARY:10:30\r\n"},
        {"", ""},
        {NULL, ""},
    };
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_string_equal(made(&arena, true, "SUMMARY", examples[i].value), examples[i].line);
}

/* 3.1: no line is longer than 75 bytes, none is cut inside a character, and unfolded it is whole.
 */
static void lines_are_folded(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 4 << 20);
    for (size_t length = 0; length < 160; length++) {
        char value[512] = "", unfolded[1024];
        size_t used = 0, kept = 0, column = 0;
        for (size_t i = 0; i < length; i++)
            used += (size_t) snprintf(value + used, sizeof value - used, "%s",
                                      i % 3 == 2   ? ","
                                      : i % 3 == 1 ? "案"
                                                   : "a");
        const char *line = made(&arena, false, "SUMMARY", value);
        assert_non_null(line);
        for (const char *at = line; *at; at++) {
            if (at[0] == '\r' && at[1] == '\n') {
                assert_true(column <= ICAL_LINE_BYTES_MAX);
                column = at[2] == ' ' ? 1 : 0;
                at += at[2] == ' ' ? 2 : 1;
                assert_true(((unsigned char) at[1] & 0xc0) != 0x80);
                continue;
            }
            column++;
            unfolded[kept++] = *at;
        }
        unfolded[kept] = 0;
        assert_true(text_is_utf8(unfolded, kept));
        assert_string_equal(unfolded, arena_printf(&arena, "SUMMARY:%s", value));
    }
    /* exactly full is not folded, one more is */
    char exact[80];
    memset(exact, 'x', sizeof exact);
    exact[67] = 0;
    assert_null(strstr(made(&arena, false, "SUMMARY", exact), "\r\n "));
    exact[67] = 'x';
    exact[68] = 0;
    assert_non_null(strstr(made(&arena, false, "SUMMARY", exact), "\r\n x\r\n"));
}

static void moments_are_in_utc(void **context)
{
    static const struct {
        const char *instant, *line;
    } examples[] = {{"2026-05-14T09:30:00+08:00", "20260514T013000Z"},
                    {"2026-05-14T00:00:00+08:00", "20260513T160000Z"},
                    {"2026-01-01T07:59:59+08:00", "20251231T235959Z"},
                    {"2026-01-01T08:00:00+08:00", "20260101T000000Z"}};
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        int64_t instant_us = 0;
        assert_true(instant_parse(examples[i].instant, &instant_us));
        assert_string_equal(ical_instant(&arena, instant_us), examples[i].line);
    }
    int32_t day = 0;
    assert_true(day_parse("2026-12-01", &day));
    assert_string_equal(ical_day(&arena, day), "20261201");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_are_escaped),
                                       cmocka_unit_test(lines_are_folded),
                                       cmocka_unit_test(moments_are_in_utc)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* fuzz/period: a length and a start, "15d 2026-11-24T10:20:30+08:00", in any bytes: what is read is
 * counted, its end lies behind its start, on a working day, and is told in well-formed text. */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "law/period.h"

enum { ARENA_BYTES = 1 << 20 };

static const struct calendar_day days[] = {{20727, DAY_HOLIDAY, "国庆节"}, /* 2026-10-01 */
                                           {20728, DAY_HOLIDAY, "国庆节"},
                                           {20736, DAY_WORKDAY, "国庆节"}};
static const struct calendar calendar = {.days = days, .count = 3, .version = "fuzz"};

static void check(char *text)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct period period;
    struct period_end end;
    int64_t start_us = 0;
    int32_t day = 0;
    char *start = strchr(text, ' ');
    if (!start)
        return;
    *start++ = '\0';
    bool is_day = day_parse(start, &day), is_moment = instant_parse(start, &start_us);
    if (!period_parse_length(text, &period) || (!is_day && !is_moment))
        return;
    if (is_day)
        start_us = start_of_day(day);
    enum err_kind kind = period_compute(&period, &calendar, start_us, 0, &arena, &end, NULL);
    assert(!kind && end.due_us > start_us);
    assert(text_is_utf8(end.account_zh, strlen(end.account_zh)));
    assert(text_is_utf8(end.account_en, strlen(end.account_en)));
    assert(end.shifted == (end.last_day > end.raw_day) && end.last_day >= end.raw_day);
    assert(period.unit == PERIOD_HOURS || end.provisional ||
           !calendar_is_day_off(&calendar, end.last_day));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    char *text = malloc(size_bytes + 1);
    if (!text)
        return 0;
    if (size_bytes)
        memcpy(text, bytes, size_bytes);
    text[size_bytes] = '\0';
    check(text);
    free(text);
    return 0;
}

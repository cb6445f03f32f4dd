/* One moment, as the clocks of each place have it; summer time begins and ends to the minute. */
#include "tests/test.h"

#include "base/zone.h"

static void each_place_has_its_own_time(void **context)
{
    static const struct {
        const char *zone, *at, *shown;
        bool night;
    } examples[] = {
        {"beijing", "2026-03-02T20:00:00+08:00", "2026-03-02 20:00（北京，UTC+8）", false},
        {"rome", "2026-03-02T20:00:00+08:00", "2026-03-02 13:00（罗马、米兰，UTC+1）", false},
        {"madrid", "2026-07-01T20:00:00+08:00", "2026-07-01 14:00（马德里、巴塞罗那，UTC+2）",
         false},
        /* 2000/84/EC: 01:00 UTC, last Sundays of March and October (29 March, 25 October 2026) */
        {"rome", "2026-03-29T00:59:59Z", "2026-03-29 01:59（罗马、米兰，UTC+1）", true},
        {"rome", "2026-03-29T01:00:00Z", "2026-03-29 03:00（罗马、米兰，UTC+2）", true},
        {"rome", "2026-10-25T00:59:59Z", "2026-10-25 02:59（罗马、米兰，UTC+2）", true},
        {"rome", "2026-10-25T01:00:00Z", "2026-10-25 02:00（罗马、米兰，UTC+1）", true},
        {"london", "2026-06-01T00:00:00Z", "2026-06-01 01:00（伦敦，UTC+1）", true},
        /* 8 March and 1 November 2026, 02:00 of their own clocks */
        {"new_york", "2026-03-08T06:59:59Z", "2026-03-08 01:59（纽约，UTC-5）", true},
        {"new_york", "2026-03-08T07:00:00Z", "2026-03-08 03:00（纽约，UTC-4）", true},
        {"new_york", "2026-11-01T05:59:59Z", "2026-11-01 01:59（纽约，UTC-4）", true},
        {"new_york", "2026-11-01T06:00:00Z", "2026-11-01 01:00（纽约，UTC-5）", true},
        {"los_angeles", "2026-01-01T05:00:00Z", "2025-12-31 21:00（洛杉矶，UTC-8）", false},
        {"sao_paulo", "2026-01-01T12:00:00Z", "2026-01-01 09:00（圣保罗，UTC-3）", false},
    };
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        int64_t at_us = 0;
        const struct zone *zone = zone_find(examples[i].zone);
        assert_true(zone && instant_parse(examples[i].at, &at_us));
        assert_string_equal(zone_format(&arena, zone, at_us), examples[i].shown);
        assert_int_equal(zone_is_night(zone, at_us), examples[i].night);
    }
    assert_null(zone_find("atlantis"));
    assert_null(zone_find(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_place_has_its_own_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

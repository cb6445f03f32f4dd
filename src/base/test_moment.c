#include "tests/test.h"

#include "base/moment.h"

static void days_and_dates_agree(void **context)
{
    (void) context;
    assert_int_equal(day_of_date((struct civil_date){1970, 1, 1}), 0);
    assert_int_equal(day_of_date((struct civil_date){2026, 11, 23}), 20780);
    assert_int_equal(weekday_of_day(20780), 1);
    assert_int_equal(weekday_of_day(-1), 3);
    for (int32_t day = -200000; day < 200000; day += 37) {
        struct civil_date date = date_of_day(day);
        assert_true(date_is_valid(date));
        assert_int_equal(day_of_date(date), day);
    }
}

static void refuses_what_is_no_date(void **context)
{
    (void) context;
    int32_t day = 0;
    static const char *const wrong[] = {"2026-02-29",  "2026-13-01",    "2026-1-1",
                                        "20260101",    "2026-11-31",    "",
                                        "2026-11-24 ", "２０２６-01-01"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(day_parse(wrong[i], &day));
    assert_false(day_parse(NULL, &day));
    assert_true(day_parse("2028-02-29", &day));
}

static void a_month_ends_where_the_next_begins(void **context)
{
    (void) context;
    int32_t first = 0, next = 0;
    static const char *const wrong[] = {"2026-13", "2026-1", "2026-00", "202611", "2026-11-01", ""};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(month_parse(wrong[i], &first, &next));
    assert_false(month_parse(NULL, &first, &next));
    assert_true(month_parse("2028-02", &first, &next));
    assert_int_equal(first, day_of_date((struct civil_date){2028, 2, 1}));
    assert_int_equal(next - first, 29);
    assert_true(month_parse("2026-12", &first, &next));
    assert_int_equal(next, day_of_date((struct civil_date){2027, 1, 1}));
}

static void a_court_day_begins_at_midnight_in_shanghai(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    int64_t late = 0, early = 0;
    assert_true(instant_parse("2026-11-24T23:59:59.999999+08:00", &late));
    assert_true(instant_parse("2026-11-24T16:00:00Z", &early));
    assert_int_equal(early - late, 1);
    assert_string_equal(day_format(&arena, day_of_instant(late)), "2026-11-24");
    assert_string_equal(day_format(&arena, day_of_instant(early)), "2026-11-25");
    assert_string_equal(instant_format(&arena, early), "2026-11-25T00:00:00.000000+08:00");
    assert_int_equal(start_of_day(day_of_instant(early)), early);
    assert_string_equal(day_format_zh(&arena, day_of_instant(late)), "2026年11月24日");
    assert_string_equal(day_format_en(&arena, day_of_instant(late)), "24 November 2026");
}

static void refuses_what_is_no_instant(void **context)
{
    (void) context;
    int64_t instant = 0;
    static const char *const wrong[] = {
        "2026-11-24",           "2026-11-24T24:00:00Z",      "2026-11-24T10:00:00",
        "2026-11-24T10:00:00+", "2026-11-24T10:00:00+08:60", "2026-11-24T10:00:00.Z",
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(instant_parse(wrong[i], &instant));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_dates_agree),
        cmocka_unit_test(refuses_what_is_no_date),
        cmocka_unit_test(a_month_ends_where_the_next_begins),
        cmocka_unit_test(a_court_day_begins_at_midnight_in_shanghai),
        cmocka_unit_test(refuses_what_is_no_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

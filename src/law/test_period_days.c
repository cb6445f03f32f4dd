/* A period day by day: what is printed is what was counted (CPL 85; OMR 26; JI 243). */
#include "tests/test.h"

#include "law/period_days.h"
#include "law/test_days.h"

static struct period_days list(const struct period *period, const char *start,
                               const struct period_span *spans, size_t span_count,
                               struct arena *arena)
{
    struct period_days days;
    assert_int_equal(period_days_list(period, &national_day, start_of_day(day_at(start)), spans,
                                      span_count, arena, &days, NULL),
                     ERR_NONE);
    return days;
}

/* T2: served on 16 September 2026, fifteen days, the last of them in the National Day holiday. */
static void a_moved_end_shows_why(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const struct period *appeal = period_find("appeal.judgment", day_at("2026-09-16"));
    struct period_days days = list(appeal, "2026-09-16", NULL, 0, &arena);
    assert_int_equal(days.count, 23);
    assert_int_equal(days.rows[0].kind, PERIOD_DAY_START);
    assert_int_equal(days.rows[0].number, 0);
    assert_int_equal(days.rows[0].weekday, 3); /* a Wednesday */
    assert_int_equal(days.rows[1].number, 1);
    assert_int_equal(days.rows[15].number, 15);
    assert_true(days.rows[15].off);
    assert_string_equal(days.rows[15].holiday, "国庆节");
    assert_int_equal(days.rows[16].kind, PERIOD_DAY_SHIFTED);
    assert_int_equal(days.rows[22].kind, PERIOD_DAY_LAST);
    assert_int_equal(days.rows[22].day, day_at("2026-10-08"));
    assert_int_equal(days.rows[22].number, 0);
}

/* T16: three working days from 30 September are 8, 9 and 10 October, a working Saturday. */
static void working_days_pass_over_what_is_off(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const struct period *assign = period_find("mediation.assign", day_at("2026-09-30"));
    struct period_days days = list(assign, "2026-09-30", NULL, 0, &arena);
    assert_int_equal(days.count, 11);
    for (size_t i = 1; i <= 7; i++)
        assert_int_equal(days.rows[i].kind, PERIOD_DAY_OFF);
    assert_int_equal(days.rows[8].number, 1);
    assert_int_equal(days.rows[10].kind, PERIOD_DAY_LAST);
    assert_int_equal(days.rows[10].number, 3);
}

/* OMR 26: the days of an appraisal are not counted. */
static void days_that_stand_still_are_marked(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const struct period_span spans[] = {{day_at("2026-11-05"), day_at("2026-11-07")}};
    const struct period *mediation = period_find("mediation.C.summary", day_at("2026-11-02"));
    struct period_days days = list(mediation, "2026-11-02", spans, 1, &arena);
    assert_int_equal(period_days_excluded(PERIOD_DAYS, &national_day, spans, 1), 3);
    assert_int_equal(period_days_excluded(PERIOD_WORKING_DAYS, &national_day, spans, 1), 2);
    assert_int_equal(days.rows[2].number, 2);
    assert_int_equal(days.rows[3].kind, PERIOD_DAY_EXCLUDED);
    assert_int_equal(days.rows[6].number, 3);
    assert_int_equal(days.rows[days.count - 1].day, day_at("2026-11-12"));
    assert_int_equal(days.rows[days.count - 1].number, 7);
}

static void long_ones_are_cut_and_hours_have_none(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 22);
    struct err err;
    const struct period *enforce = period_find("preservation.real_property", day_at("2026-03-15"));
    struct period_days days = list(enforce, "2026-03-15", NULL, 0, &arena);
    assert_true(days.cut);
    assert_int_equal(days.count, PERIOD_DAYS_MAX);
    static const char *const none[] = {"preservation.urgent", "hearing.notice"};
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        const struct period *period = period_find(none[i], day_at("2026-03-15"));
        assert_int_equal(period_days_list(period, &national_day, start_of_day(day_at("2026-03-15")),
                                          NULL, 0, &arena, &days, &err),
                         ERR_INVALID);
        assert_string_equal(err.code, "period.hours");
    }
}

static void without_memory_or_law_there_is_no_list(void **context)
{
    (void) context;
    struct period_days days;
    struct err err;
    int32_t day = day_at("2026-09-16");
    const struct period *appeal = period_find("appeal.judgment", day);
    enum err_kind kind = ERR_LIMIT;
    /* The end needs some memory, the rows a little more: every limit below both says so. */
    for (size_t limit = 64; kind && limit < 64 * 1024; limit += 64) {
        ARENA_SCOPED arena;
        arena_init(&arena, limit);
        kind = period_days_list(appeal, &national_day, start_of_day(day), NULL, 0, &arena, &days,
                                &err);
        assert_true(kind == ERR_NONE || kind == ERR_LIMIT);
    }
    assert_int_equal(kind, ERR_NONE);
}

/* Every period of the table that counts forward in days or longer: numbers ascend to its length. */
static void numbers_agree_with_the_length(void **context)
{
    (void) context;
    for (size_t i = 0; i < period_count; i++) {
        const struct period *period = &periods[i];
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 22);
        if (period->unit == PERIOD_HOURS || period->before || period->unit > PERIOD_WORKING_DAYS)
            continue;
        struct period_days days = list(period, "2026-03-02", NULL, 0, &arena);
        int last = 0;
        for (size_t d = 0; d < days.count; d++) {
            assert_true(days.rows[d].number == 0 || days.rows[d].number == last + 1);
            last = days.rows[d].number ? days.rows[d].number : last;
        }
        assert_int_equal(last, period->length);
        assert_string_equal(period_day_kind_name(days.rows[days.count - 1].kind), "last");
    }
}

static void little_memory_is_said(void **context)
{
    (void) context;
    bool refused = false, done = false;
    int32_t start = 0;
    assert_true(day_parse("2026-11-02", &start));
    const struct period *period = period_find("appeal.judgment", start);
    for (size_t limit = 0; limit < 8192; limit += 64) {
        ARENA_SCOPED arena;
        struct period_days days;
        arena_init(&arena, limit);
        enum err_kind kind = period_days_list(period, &national_day, start_of_day(start), NULL, 0,
                                              &arena, &days, NULL);
        refused = refused || kind == ERR_LIMIT;
        done = done || kind == ERR_NONE;
        assert_true(kind == ERR_NONE || kind == ERR_LIMIT);
    }
    assert_true(refused && done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moved_end_shows_why),
        cmocka_unit_test(working_days_pass_over_what_is_off),
        cmocka_unit_test(days_that_stand_still_are_marked),
        cmocka_unit_test(long_ones_are_cut_and_hours_have_none),
        cmocka_unit_test(without_memory_or_law_there_is_no_list),
        cmocka_unit_test(numbers_agree_with_the_length),
        cmocka_unit_test(little_memory_is_said),
    };
    return cmocka_run_group_tests(tests, make_national_day, NULL);
}

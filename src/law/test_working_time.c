/* Minutes of working time: the table of docs/law/periods.md, over lunch, night, weekend, holiday.
 */
#include "tests/test.h"

#include "base/text.h"
#include "law/period_days.h"
#include "law/test_days.h"
#include "law/working_time.h"

#define XIANNING "09:00-12:00,14:30-17:30"
#define URUMQI   "10:00-14:00,15:30-19:30"

static struct period_end compute(struct arena *arena, const char *length, const char *start,
                                 int excluded_days)
{
    struct period period;
    struct period_end end = {0};
    int64_t start_us = 0;
    assert_true(period_parse_length(length, &period));
    assert_int_equal(period.unit, PERIOD_WORKING_MINUTES);
    assert_false(period.shifts);
    assert_true(instant_parse(start, &start_us));
    assert_int_equal(
        period_compute(&period, &national_day, start_us, excluded_days, arena, &end, NULL),
        ERR_NONE);
    return end;
}

static void only_time_at_work_counts(void **context)
{
    (void) context;
    static const struct {
        const char *why, *length, *start, *due;
    } examples[] = {
        {"M1 in the morning", "30wmin@" XIANNING, "2026-11-24T10:00:00+08:00", "2026-11-24T10:30"},
        {"M2 over lunch", "30wmin@" XIANNING, "2026-11-24T11:58:00+08:00", "2026-11-24T14:58"},
        {"M3 within lunch", "30wmin@" XIANNING, "2026-11-24T13:00:00+08:00", "2026-11-24T15:00"},
        {"M4 it ends as the break begins", "30wmin@" XIANNING, "2026-11-24T11:30:00+08:00",
         "2026-11-24T12:00"},
        {"M5 before the doors open", "30wmin@" XIANNING, "2026-11-24T07:10:00+08:00",
         "2026-11-24T09:30"},
        {"M6 in the evening", "30wmin@" XIANNING, "2026-11-24T17:20:00+08:00", "2026-11-25T09:20"},
        {"M7 over a weekend", "30wmin@" XIANNING, "2026-11-27T17:20:00+08:00", "2026-11-30T09:20"},
        {"M8 on a Saturday", "20wmin@" XIANNING, "2026-11-28T10:00:00+08:00", "2026-11-30T09:20"},
        {"M9 over National Day", "30wmin@" XIANNING, "2026-09-30T17:25:00+08:00",
         "2026-10-08T09:25"},
        {"M10 a make-up workday", "30wmin@" XIANNING, "2026-10-09T17:25:00+08:00",
         "2026-10-10T09:25"},
        {"M11 a court in the west", "30wmin@" URUMQI, "2026-11-24T09:05:00+08:00",
         "2026-11-24T10:30"},
        {"M12 from the full minute", "30wmin@" XIANNING, "2026-11-24T10:00:07+08:00",
         "2026-11-24T10:31"},
        {"M13 two days of work", "720wmin@" XIANNING, "2026-11-27T09:00:00+08:00",
         "2026-11-30T17:30"},
        {"M14 to midnight", "30wmin@00:00-24:00", "2026-11-24T23:30:00+08:00", "2026-11-25T00:00"},
        {"M15 nothing to wait for", "0wmin@" XIANNING, "2026-11-24T10:00:00+08:00",
         "2026-11-24T10:00"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        struct period_end end = compute(&arena, examples[i].length, examples[i].start, 0);
        const char *due = instant_format(&arena, end.due_us);
        if (!text_starts(due, examples[i].due))
            fail_msg("%s: %s", examples[i].why, due);
        assert_false(end.provisional);
        assert_int_equal(end.last_day, day_of_instant(end.due_us - 1));
    }
}

static void the_account_tells_the_break(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct period period;
    struct period_end end;
    int64_t start_us = 0;
    assert_true(period_parse_length("30wmin@" XIANNING, &period));
    assert_true(instant_parse("2026-11-24T11:58:00+08:00", &start_us));
    period.basis = "跨域立案服务办法";
    assert_int_equal(period_compute(&period, &national_day, start_us, 0, &arena, &end, NULL),
                     ERR_NONE);
    assert_string_equal(
        end.account_zh,
        "自2026年11月24日11:58起算。办公时间：工作日9:00至12:00、14:30至17:30，其余时间不计。"
        "2026年11月24日11:58至12:00计2分钟；2026年11月24日14:30至14:58计28分钟；"
        "2026年11月24日14:58期满。依据：跨域立案服务办法。");
    assert_string_equal(end.account_en,
                        "From 24 November 2026, 11:58. Office hours on working days: 9:00 to "
                        "12:00, 14:30 to 17:30; other time does not count. 24 November 2026, "
                        "11:58 to 12:00: 2 minutes; 24 November 2026, 14:30 to 14:58: 28 minutes; "
                        "24 November 2026, 14:58 the time is over. Basis: 跨域立案服务办法.");

    end = compute(&arena, "3000wmin@" XIANNING, "2026-11-24T09:00:00+08:00", 0);
    assert_non_null(strstr(end.account_zh, "以后照此计算。"));
    assert_non_null(strstr(end.account_en, "and so on. "));
}

static void days_taken_out_are_working_days(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct period_end end = compute(&arena, "30wmin@" XIANNING, "2026-11-26T10:00:00+08:00", 2);
    assert_string_equal(instant_format(&arena, end.due_us), "2026-11-30T10:30:00.000000+08:00");
    assert_non_null(strstr(end.account_zh, "扣除2个工作日不计；"));
    struct period_span span = {day_at("2026-11-27"), day_at("2026-11-30")};
    assert_int_equal(period_days_excluded(PERIOD_WORKING_MINUTES, &national_day, &span, 1), 2);
}

static void a_missing_table_makes_it_provisional(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct period_end end = compute(&arena, "30wmin@" XIANNING, "2026-12-31T17:20:00+08:00", 0);
    assert_true(end.provisional);
    assert_int_equal(end.missing_year, 2027);
    assert_non_null(strstr(end.account_zh, "2027年的节假日安排尚未公布"));
    end = compute(&arena, "240wmin@" XIANNING, "2026-12-31T17:20:00+08:00", 0);
    assert_int_equal(end.missing_year, 2027); /* in the afternoon of that day as well */
}

static void what_was_worked_is_counted_back(void **context)
{
    (void) context;
    struct office_hours hours;
    assert_true(office_hours_parse(XIANNING, &hours));
    static const struct {
        const char *from, *until;
        int64_t minutes;
    } examples[] = {
        {"2026-11-24T11:58:00+08:00", "2026-11-24T12:21:00+08:00", 2}, /* answered during lunch */
        {"2026-11-24T11:58:00+08:00", "2026-11-24T14:58:00+08:00", 30},
        {"2026-11-27T17:20:00+08:00", "2026-11-30T09:20:59+08:00", 30}, /* over a weekend */
        {"2026-11-24T10:00:07+08:00", "2026-11-24T10:00:30+08:00", 0},
        {"2026-11-24T10:30:00+08:00", "2026-11-24T10:00:00+08:00", 0},
        {"2026-09-30T17:25:00+08:00", "2026-10-08T09:25:00+08:00", 30},
        {"2016-01-04T09:00:00+08:00", "2026-01-12T09:00:00+08:00", 941400}, /* cut, and it ends */
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        int64_t from_us = 0, until_us = 0;
        assert_true(instant_parse(examples[i].from, &from_us));
        assert_true(instant_parse(examples[i].until, &until_us));
        assert_int_equal(working_minutes_between(&national_day, &hours, from_us, until_us),
                         examples[i].minutes);
    }
}

static void office_hours_are_read_whole_or_not_at_all(void **context)
{
    (void) context;
    struct office_hours hours;
    assert_true(office_hours_parse(XIANNING, &hours));
    assert_int_equal(hours.count, 2);
    assert_int_equal(hours.spans[1].from, 14 * 60 + 30);
    assert_int_equal(hours.spans[1].until, 17 * 60 + 30);
    static const char *const wrong[] = {
        "",
        "9:00-12:00",
        "09:00",
        "09:00-12:00,",
        "09:00-12:00;14:30-17:30",
        "09:00-12:00,11:00-17:30",
        "09:00-12:00,12:00-17:30",
        "12:00-09:00",
        "09:00-09:00",
        "09:60-12:00",
        "09:00-24:01",
        "a9:00-12:00",
        "01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00",
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        hours.count = 7;
        if (office_hours_parse(wrong[i], &hours))
            fail_msg("'%s' was taken", wrong[i]);
        assert_int_equal(hours.count, 7);
    }
    struct period period = {.length = 7};
    assert_false(period_parse_length("30wmin", &period)); /* no hours of a court */
    assert_false(period_parse_length("30wmin@9-12", &period));
    assert_false(period_parse_length("3661wmin@" XIANNING, &period));
    assert_int_equal(period.length, 7);
}

static void minutes_have_no_days_to_print_and_no_memory_breaks_them(void **context)
{
    (void) context;
    struct period period;
    struct period_days days;
    struct err err = {0};
    assert_true(period_parse_length("30wmin@" XIANNING, &period));
    for (size_t bytes = 64; bytes < 8192; bytes += 256) {
        ARENA_SCOPED arena;
        arena_init(&arena, bytes);
        struct period_end end;
        enum err_kind kind = period_compute(
            &period, &national_day, start_of_day(day_at("2026-11-24")), 0, &arena, &end, &err);
        assert_true(kind == ERR_NONE || kind == ERR_LIMIT);
    }
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    assert_int_equal(period_days_list(&period, &national_day, 0, NULL, 0, &arena, &days, &err),
                     ERR_INVALID);
    assert_string_equal(err.code, "period.hours");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_time_at_work_counts),
        cmocka_unit_test(the_account_tells_the_break),
        cmocka_unit_test(days_taken_out_are_working_days),
        cmocka_unit_test(a_missing_table_makes_it_provisional),
        cmocka_unit_test(what_was_worked_is_counted_back),
        cmocka_unit_test(office_hours_are_read_whole_or_not_at_all),
        cmocka_unit_test(minutes_have_no_days_to_print_and_no_memory_breaks_them),
    };
    return cmocka_run_group_tests(tests, make_national_day, NULL);
}

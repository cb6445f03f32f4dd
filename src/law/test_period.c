/* The counting engine at its edges, and the table of periods as data. T numbers:
 * docs/law/periods.md.
 */
#include "tests/test.h"

#include "law/period.h"
#include "law/test_days.h"

/* The notice for 2026 in short, and single days that give 2022 and 2025 a table. Invented only for
 * 2022: the point is that 2023 has none. */
static struct calendar_day days[64];
static struct calendar calendar = {.days = days, .version = "test"};

static void add_days(const char *first, int count, enum day_kind kind, const char *name)
{
    for (int i = 0; i < count; i++)
        days[calendar.count++] = (struct calendar_day){day_at(first) + i, kind, name};
}

static int make_calendar(void **context)
{
    (void) context;
    add_days("2022-10-01", 7, DAY_HOLIDAY, "国庆节");
    add_days("2025-10-01", 8, DAY_HOLIDAY, "国庆节");
    add_days("2026-01-01", 3, DAY_HOLIDAY, "元旦");
    add_days("2026-01-04", 1, DAY_WORKDAY, "元旦");
    add_days("2026-02-14", 1, DAY_WORKDAY, "春节");
    add_days("2026-02-15", 9, DAY_HOLIDAY, "春节");
    add_days("2026-02-28", 1, DAY_WORKDAY, "春节");
    add_days("2026-04-04", 3, DAY_HOLIDAY, "清明节");
    add_days("2026-05-01", 5, DAY_HOLIDAY, "劳动节");
    add_days("2026-05-09", 1, DAY_WORKDAY, "劳动节");
    add_days("2026-06-19", 3, DAY_HOLIDAY, "端午节");
    add_days("2026-09-20", 1, DAY_WORKDAY, "国庆节");
    add_days("2026-09-25", 3, DAY_HOLIDAY, "中秋节");
    add_days("2026-10-01", 7, DAY_HOLIDAY, "国庆节");
    add_days("2026-10-10", 1, DAY_WORKDAY, "国庆节");
    return 0;
}

static struct period_end compute(struct arena *arena, const struct period *period,
                                 const char *start, int excluded_days)
{
    struct period_end end = {0};
    int64_t start_us = start_of_day(day_at(start)) + 9 * HOUR_US;
    assert_non_null(period);
    assert_int_equal(period_compute(period, &calendar, start_us, excluded_days, arena, &end, NULL),
                     ERR_NONE);
    return end;
}

static struct period_end compute_named(struct arena *arena, const char *name, const char *start)
{
    return compute(arena, period_find(name, day_at(start)), start, 0);
}

static struct period_end compute_length(struct arena *arena, const char *length, const char *start)
{
    struct period period;
    assert_true(period_parse_length(length, &period));
    return compute(arena, &period, start, 0);
}

static void the_account_tells_every_step(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct period_end end = compute_named(&arena, "appeal.judgment", "2026-09-16"); /* T2 */
    assert_string_equal(
        end.account_zh,
        "2026年9月16日送达，当日不计。自2026年9月17日起15日，至2026年10月1日。"
        "最后一日是国庆节，顺延至节假日后的第一日（民事诉讼法第八十五条）。"
        "最后期限：2026年10月8日24时。依据：中华人民共和国民事诉讼法第一百七十一条。");
    static const char *const told[] = {
        "16 September 2026: service; that day is not counted.",
        "From 17 September 2026 15 days to 1 October 2026.",
        "That day is off (国庆节), so the period ends on the first day after (CPL Art. 85).",
        "Last day: 8 October 2026, 24:00.",
    };
    for (size_t i = 0; i < COUNT_OF(told); i++)
        assert_non_null(strstr(end.account_en, told[i]));
    assert_true(end.shifted);
    assert_string_equal(day_format(&arena, end.raw_day), "2026-10-01");

    end = compute_named(&arena, "defence.file", "2026-11-20"); /* T7: a plain Saturday */
    assert_non_null(strstr(end.account_zh, "最后一日是周末，顺延"));
    assert_non_null(strstr(end.account_en, "(weekend)"));

    end = compute_named(&arena, "appeal.judgment", "2026-09-15"); /* T1: nothing to shift */
    assert_false(end.shifted);
    assert_null(strstr(end.account_zh, "顺延"));
    assert_null(strstr(end.account_en, "off"));
}

/* CPL 95: served when the notice's 30 days are over; the next period starts the day after. */
static void public_notice_then_defence_is_two_steps(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct period_end notice = compute_named(&arena, "notice.public", "2026-03-01"); /* T12 */
    assert_string_equal(day_format(&arena, notice.last_day), "2026-03-31");
    const char *served = day_format(&arena, notice.last_day);
    struct period_end defence = compute_named(&arena, "defence.file", served);
    assert_string_equal(day_format(&arena, defence.last_day), "2026-04-15");
    assert_non_null(strstr(defence.account_zh, "自2026年4月1日起"));

    /* A notice that ends on a holiday is over on that very day. */
    notice = compute_named(&arena, "notice.public", "2026-04-01");
    assert_string_equal(day_format(&arena, notice.last_day), "2026-05-01");
    assert_false(notice.shifted);
}

/* 保全规定 18: the creditor asks for renewal seven days before the freeze ends. */
static void a_freeze_ends_on_its_day_and_is_renewed_a_week_before(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct period_end freeze = compute_named(&arena, "preservation.deposit", "2024-02-29");
    assert_string_equal(day_format(&arena, freeze.last_day), "2025-02-28"); /* T20 */
    assert_string_equal(day_format(&arena, freeze.last_day - 7), "2025-02-21");
    /* Never shifts, so it needs no table: 2027 has none, and Saturday stays Saturday. */
    freeze = compute_named(&arena, "preservation.deposit", "2026-05-01");
    assert_string_equal(day_format(&arena, freeze.last_day), "2027-05-01");
    assert_false(freeze.provisional);
}

static void months_and_years_end_on_the_corresponding_day(void **context)
{
    (void) context;
    static const struct {
        const char *title, *length, *start, *raw_day;
    } examples[] = {
        {"the same day of the month", "3m", "2026-01-15", "2026-04-15"},
        {"31st to a month of 30", "1m", "2026-08-31", "2026-09-30"},
        {"30th to February (Civil Code 202)", "1m", "2026-01-30", "2026-02-28"},
        {"31st to February of a leap year", "1m", "2024-01-31", "2024-02-29"},
        {"over the turn of the year", "1m", "2025-12-31", "2026-01-31"},
        {"December is not month 0", "12m", "2025-12-08", "2026-12-08"},
        {"leap day plus a year", "1y", "2024-02-29", "2025-02-28"},
        {"leap day plus four years", "4y", "2024-02-29", "2028-02-29"},
        {"never 30 days a month", "6m", "2025-08-31", "2026-02-28"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        print_message("  %s\n", examples[i].title);
        struct period_end end = compute_length(&arena, examples[i].length, examples[i].start);
        assert_string_equal(day_format(&arena, end.raw_day), examples[i].raw_day);
    }
}

static void working_days_are_walked_one_by_one(void **context)
{
    (void) context;
    static const struct {
        const char *title, *length, *start, *last_day;
    } examples[] = {
        {"T18 appraisal 30 wd over two holidays", "30wd", "2026-09-01", "2026-10-19"},
        {"a plain week", "5wd", "2026-11-23", "2026-11-30"},
        {"from a Friday", "1wd", "2026-11-20", "2026-11-23"},
        {"from a holiday", "1wd", "2026-10-03", "2026-10-08"},
        {"a working Saturday counts", "1wd", "2026-05-08", "2026-05-09"},
        {"none: the day itself, moved when off", "0wd", "2026-11-21", "2026-11-23"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        print_message("  %s\n", examples[i].title);
        struct period_end end = compute_length(&arena, examples[i].length, examples[i].start);
        assert_string_equal(day_format(&arena, end.last_day), examples[i].last_day);
        assert_false(end.provisional);
    }
}

/* JI 243: notice, appraisal and the like do not count in the trial limit. */
static void excluded_days_are_added_before_the_shift(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    const struct period *trial = period_find("trial.ordinary", day_at("2026-03-10"));
    struct period_end end = compute(&arena, trial, "2026-03-10", 16);
    assert_string_equal(day_format(&arena, end.raw_day), "2026-09-26");
    assert_string_equal(day_format(&arena, end.last_day), "2026-09-28");
    assert_non_null(strstr(end.account_zh, "6个月，扣除16日不计"));
    assert_non_null(strstr(end.account_en, "6 months, 16 days not counted"));

    const struct period *assign = period_find("mediation.assign", day_at("2026-11-23"));
    end = compute(&arena, assign, "2026-11-23", 1);
    assert_string_equal(day_format(&arena, end.last_day), "2026-11-27");
    end = compute(&arena, period_find("fee.prepay", day_at("2026-11-02")), "2026-11-02", 2);
    assert_string_equal(day_format(&arena, end.last_day), "2026-11-11");
    end = compute(&arena, period_find("enforcement.apply", day_at("2024-10-12")), "2024-10-12", 2);
    assert_string_equal(day_format(&arena, end.last_day), "2026-10-14");
}

/* CPL 85: the hour of the event is not counted; hours know no holidays. */
static void hours_start_with_the_next_full_hour(void **context)
{
    (void) context;
    static const struct {
        const char *title, *start, *due, *raw_day, *told;
    } examples[] = {
        {"T19", "2026-11-20T10:20:00+08:00", "2026-11-22T11:00:00.000000+08:00", "2026-11-22",
         "2026年11月22日11时止"},
        {"on the stroke: that hour is not counted", "2026-11-20T10:00:00+08:00",
         "2026-11-22T11:00:00.000000+08:00", "2026-11-22", "11时止"},
        {"the last microsecond of an hour", "2026-11-20T10:59:59.999999+08:00",
         "2026-11-22T11:00:00.000000+08:00", "2026-11-22", "11时止"},
        {"to midnight: the day before is the last", "2026-11-20T23:30:00+08:00",
         "2026-11-23T00:00:00.000000+08:00", "2026-11-22", "2026年11月23日0时止"},
        {"over National Day", "2026-09-30T16:05:00+08:00", "2026-10-02T17:00:00.000000+08:00",
         "2026-10-02", "17时止"},
        {"given in another zone", "2026-11-20T02:20:00Z", "2026-11-22T11:00:00.000000+08:00",
         "2026-11-22", "11时止"},
    };
    const struct period *ruling = period_find("preservation.pre_suit", day_at("2026-11-20"));
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        int64_t start_us = 0;
        struct period_end end;
        print_message("  %s\n", examples[i].title);
        assert_true(instant_parse(examples[i].start, &start_us));
        assert_int_equal(period_compute(ruling, &calendar, start_us, 0, &arena, &end, NULL), 0);
        assert_string_equal(instant_format(&arena, end.due_us), examples[i].due);
        assert_string_equal(day_format(&arena, end.last_day), examples[i].raw_day);
        assert_non_null(strstr(end.account_zh, examples[i].told));
        assert_non_null(strstr(end.account_en, "48 hours"));
        assert_false(end.provisional);
    }
}

static void the_day_is_the_day_in_shanghai(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    const struct period *decide = period_find("filing.decide", day_at("2026-11-23"));
    int64_t first = start_of_day(day_at("2026-11-23")), last = first + DAY_US - 1;
    struct period_end end;
    assert_int_equal(period_compute(decide, &calendar, first, 0, &arena, &end, NULL), 0);
    assert_string_equal(day_format(&arena, end.last_day), "2026-11-30"); /* T8 */
    assert_int_equal(period_compute(decide, &calendar, last, 0, &arena, &end, NULL), 0);
    assert_string_equal(day_format(&arena, end.last_day), "2026-11-30");
    assert_int_equal(period_compute(decide, &calendar, last + 1, 0, &arena, &end, NULL), 0);
    assert_string_equal(day_format(&arena, end.last_day), "2026-12-01");
    assert_string_equal(instant_format(&arena, end.due_us), "2026-12-02T00:00:00.000000+08:00");
}

/* Only the years really looked at need a table. */
static void a_missing_table_makes_the_end_provisional(void **context)
{
    (void) context;
    static const struct {
        const char *title, *length, *start, *last_day;
        int missing_year;
    } examples[] = {
        {"the last day's year has none", "15d", "2024-06-01", "2024-06-16", 2024},
        {"the start's year does not matter", "15d", "2024-12-20", "2025-01-06", 0},
        {"years between do not matter", "2y", "2024-01-14", "2026-01-14", 0},
        {"the shift walks into a year without one", "10d", "2022-12-21", "2022-12-31", 2023},
        {"working days stay within the year", "2wd", "2026-12-29", "2026-12-31", 0},
        {"working days reach over its end", "3wd", "2026-12-29", "2027-01-01", 2027},
        {"the first missing year is named", "300wd", "2026-12-29", "2028-02-22", 2027},
        {"hours need none", "48h", "2027-05-01", "2027-05-03", 0},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        print_message("  %s\n", examples[i].title);
        struct period_end end = compute_length(&arena, examples[i].length, examples[i].start);
        assert_int_equal(end.provisional, examples[i].missing_year != 0);
        assert_int_equal(end.missing_year, examples[i].missing_year);
        assert_string_equal(day_format(&arena, end.last_day), examples[i].last_day);
        assert_int_equal(strstr(end.account_zh, "暂定") != NULL, end.provisional);
        assert_int_equal(strstr(end.account_en, "provisional") != NULL, end.provisional);
        if (end.provisional) {
            assert_false(end.shifted);
            assert_int_equal(end.raw_day, end.last_day);
        }
    }
    const struct calendar empty = {0};
    assert_false(calendar_has_year(&empty, 2026));
    assert_true(calendar_is_day_off(&empty, day_at("2026-11-22")));
    assert_false(calendar_is_day_off(&empty, day_at("2026-11-23")));
    assert_false(calendar_has_year(&calendar, 2024));
    assert_true(calendar_has_year(&calendar, 2025));
}

/* Whole of 2026, every row: the last day is never a day off, and never before the raw end. */
static void no_shifting_period_ends_on_a_day_off(void **context)
{
    (void) context;
    int computed = 0;
    for (int32_t day = day_at("2026-01-01"); day <= day_at("2026-12-31"); day++) {
        for (size_t i = 0; i < period_count; i++) {
            ARENA_SCOPED arena;
            arena_init(&arena, 1 << 16);
            struct period_end end;
            assert_int_equal(
                period_compute(&periods[i], &calendar, start_of_day(day), 0, &arena, &end, NULL),
                0);
            assert_int_equal(end.shifted, end.last_day != end.raw_day);
            assert_true(end.last_day >= end.raw_day);
            assert_int_equal(end.due_us <= start_of_day(day), periods[i].before);
            assert_non_null(strstr(end.account_zh, periods[i].basis));
            assert_non_null(strstr(end.account_en, periods[i].basis));
            if (!periods[i].shifts)
                assert_false(end.shifted);
            else if (!end.provisional)
                assert_false(calendar_is_day_off(&calendar, end.last_day));
            computed++;
        }
    }
    print_message("  %d ends computed\n", computed);
}

/* JI 243, OMR 26: days that do not count go by the period's own unit. 2026-10-01..07 are off. */
static void days_that_do_not_count_go_by_the_unit(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    static const struct {
        const char *length, *start, *last;
        int excluded;
    } rows[] = {{"15d", "2026-03-02", "2026-03-17", 0},
                {"15d", "2026-03-02", "2026-03-23", 5}, /* the 22nd is a Sunday */
                {"3wd", "2026-09-29", "2026-10-09", 0}, /* 30, 8, 9 */
                {"3wd", "2026-09-29", "2026-10-12", 2}, /* … 10 (a working Saturday), 12 */
                {"1m", "2026-03-02", "2026-04-07", 5}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct period period;
        assert_true(period_parse_length(rows[i].length, &period));
        struct period_end end = compute(&arena, &period, rows[i].start, rows[i].excluded);
        assert_string_equal(day_format(&arena, end.last_day), rows[i].last);
    }
}

static void an_absurd_length_is_refused(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    static const struct {
        int length, excluded_days;
    } wrong[] = {{-1, 0}, {3661, 0}, {1, -1}, {1, 3661}};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct period period = {.length = wrong[i].length, .unit = PERIOD_DAYS, .basis = ""};
        struct period_end end = {.last_day = 7};
        struct err err = {0};
        assert_int_equal(
            period_compute(&period, &calendar, 0, wrong[i].excluded_days, &arena, &end, &err),
            ERR_LIMIT);
        assert_string_equal(err.code, "period.too_long");
        assert_int_equal(end.last_day, 7); /* written on success only */
    }
    struct period_end end = compute_length(&arena, "3660wd", "2026-01-01");
    assert_true(end.provisional);
    end = compute_length(&arena, "3660y", "2026-01-01");
    assert_string_equal(day_format(&arena, end.last_day), "5686-01-01");
}

/* Every memory limit from nothing upwards: an answer or a refusal, never half an account. */
static void every_memory_limit_is_survived(void **context)
{
    (void) context;
    static const char *const names[] = {"appeal.judgment", "preservation.pre_suit",
                                        "filing.decide"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        bool answered = false;
        for (size_t limit_bytes = 0; limit_bytes < 8192; limit_bytes += 16) {
            ARENA_SCOPED arena;
            arena_init(&arena, limit_bytes);
            struct period_end end = {0};
            enum err_kind kind =
                period_compute(period_find(names[i], day_at("2026-09-16")), &calendar,
                               start_of_day(day_at("2026-09-16")), 0, &arena, &end, NULL);
            assert_true(kind == ERR_NONE || kind == ERR_LIMIT);
            assert_int_equal(end.account_zh != NULL, kind == ERR_NONE);
            answered = answered || kind == ERR_NONE;
        }
        assert_true(answered);
    }
}

static void a_court_length_is_read_whole_or_not_at_all(void **context)
{
    (void) context;
    static const struct {
        const char *text;
        int length;
        enum period_unit unit;
        bool shifts;
    } good[] = {
        {"48h", 48, PERIOD_HOURS, false},      {"7d", 7, PERIOD_DAYS, true},
        {"3wd", 3, PERIOD_WORKING_DAYS, true}, {"6m", 6, PERIOD_MONTHS, true},
        {"2y", 2, PERIOD_YEARS, true},         {"3660d", 3660, PERIOD_DAYS, true},
    };
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        struct period period;
        assert_true(period_parse_length(good[i].text, &period));
        assert_int_equal(period.length, good[i].length);
        assert_int_equal(period.unit, good[i].unit);
        assert_int_equal(period.shifts, good[i].shifts);
        assert_false(period.statutory);
        assert_false(period.invariable);
        assert_string_equal(period.basis, "");
    }
    static const char *const wrong[] = {"3661d", "99999999999999999999d",
                                        "3dd",   "3D",
                                        "3w",    "d3",
                                        "3.5d",  "３d",
                                        "0x3d",  "3d ",
                                        " 3d",   "\t3d",
                                        "-0d",   "+3d"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct period period = {.length = 7};
        assert_false(period_parse_length(wrong[i], &period));
        assert_int_equal(period.length, 7);
    }
    /* A court's own length has no article, so the account names none. */
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct period_end end = compute_length(&arena, "3d", "2026-11-23");
    assert_null(strstr(end.account_zh, "依据"));
    assert_null(strstr(end.account_en, "Basis"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_account_tells_every_step),
        cmocka_unit_test(public_notice_then_defence_is_two_steps),
        cmocka_unit_test(a_freeze_ends_on_its_day_and_is_renewed_a_week_before),
        cmocka_unit_test(months_and_years_end_on_the_corresponding_day),
        cmocka_unit_test(working_days_are_walked_one_by_one),
        cmocka_unit_test(excluded_days_are_added_before_the_shift),
        cmocka_unit_test(hours_start_with_the_next_full_hour),
        cmocka_unit_test(the_day_is_the_day_in_shanghai),
        cmocka_unit_test(a_missing_table_makes_the_end_provisional),
        cmocka_unit_test(no_shifting_period_ends_on_a_day_off),
        cmocka_unit_test(days_that_do_not_count_go_by_the_unit),
        cmocka_unit_test(an_absurd_length_is_refused),
        cmocka_unit_test(every_memory_limit_is_survived),
        cmocka_unit_test(a_court_length_is_read_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, make_calendar, NULL);
}

/* When a court's filings are so few, so even or so late that somebody should look; and when they
 * are not (systems.md 4, law.md 9.2). */
#include "law/deviation.h"
#include "law/test_days.h"

#include "base/text.h"

static const struct filing_limits usual_limits = {.min_volume = 10,
                                                  .day_percent = 50,
                                                  .week_percent = 30,
                                                  .year_end_percent = 10,
                                                  .significance = 26,
                                                  .flat_days = 4,
                                                  .ageing_count = 5,
                                                  .held_count = 5,
                                                  .return_percent = 10};

/* From 1 June 2026 to a day: on working days so many come and so many of them are filed. */
struct court {
    struct filing_day days[FILING_HISTORY_DAYS];
    size_t count;
};

static void fill(struct court *court, const char *until, int32_t received, int32_t filed)
{
    int32_t first = day_at("2026-06-01"), last = day_at(until);
    for (; first + (int32_t) court->count <= last; court->count++) {
        int32_t day = first + (int32_t) court->count;
        struct filing_day *one = &court->days[court->count];
        bool off = calendar_is_day_off(&national_day, day);
        *one = (struct filing_day){
            .day = day, .received = off ? 0 : received, .filed = off ? 0 : filed};
    }
}

static void judge(struct court *court, struct filing_findings *ret)
{
    filing_days_prepare(court->days, court->count, &national_day, 75);
    filing_judge(court->days, court->count, &usual_limits, ret);
}

/* Court D of systems.md 4: 80 a day until 30 November, then exactly 20. */
static void on_2_december_it_is_down_three_quarters_and_flat(void **context)
{
    static struct court court;
    struct filing_findings found;
    (void) context;
    court.count = 0;
    fill(&court, "2026-11-30", 80, 80);
    judge(&court, &found);
    assert_true(found.judged);
    for (size_t rule = 0; rule < FILING_RULES; rule++)
        assert_false(found.found[rule]); /* 80 each day, but that is all that came */
    fill(&court, "2026-12-01", 80, 20);
    judge(&court, &found);
    assert_true(found.found[FILING_DROP]);
    assert_false(found.found[FILING_FLAT]);
    fill(&court, "2026-12-02", 80, 20);
    judge(&court, &found);
    assert_int_equal(found.day.hundredths, -7500);
    assert_true(found.found[FILING_DROP]);
    assert_true(found.received_kept_up);
    assert_true(found.found[FILING_FLAT]);
    assert_int_equal(found.flat_value, 20);
    assert_int_equal(found.flat_days, 2);
}

/* Two thirds of what comes is filed there as a rule: that is its share, and no drop. */
static void what_a_court_always_leaves_is_its_share(void **context)
{
    static struct court court;
    struct filing_findings found;
    (void) context;
    court.count = 0;
    fill(&court, "2026-11-12", 90, 60);
    fill(&court, "2026-11-13", 90, 60);
    judge(&court, &found);
    assert_false(found.found[FILING_DROP]);
    court.days[court.count - 1].received = 300; /* came, and was not filed */
    judge(&court, &found);
    assert_true(found.found[FILING_DROP]);
    assert_true(found.received_kept_up);
}

/* A court that scatters: highest and lowest are left out, and a low day of it is nothing. */
static void a_court_that_scatters_is_held_against_its_own_scatter(void **context)
{
    static const int32_t numbers[] = {34, 61, 12, 48, 0, 55, 22, 39, 70};
    static struct court court;
    struct filing_findings found;
    (void) context;
    court.count = 0;
    fill(&court, "2026-11-13", 40, 40);
    for (size_t i = 0; i < court.count; i++) {
        int32_t number = numbers[i % COUNT_OF(numbers)];
        if (court.days[i].filed)
            court.days[i].received = court.days[i].filed = number;
    }
    court.days[court.count - 1].received = court.days[court.count - 1].filed = 17;
    judge(&court, &found);
    assert_true(found.judged);
    assert_true(found.day.hundredths <= -5000);
    assert_false(found.found[FILING_DROP]);
}

/* The same number across a long holiday: its days off and a day beside it that differs are passed
 * over, a day beside it that does not is counted. Thirty days are looked back at. */
static void flat_goes_on_across_a_holiday(void **context)
{
    static struct court court;
    struct filing_findings found;
    (void) context;
    court.count = 0;
    fill(&court, "2026-09-23", 40, 40);
    fill(&court, "2026-10-14", 40, 25);
    judge(&court, &found);
    assert_true(found.found[FILING_FLAT]);
    assert_int_equal(found.flat_days, 11); /* 24 September to 14 October, four of them beside it */
    for (size_t i = 0; i < court.count; i++) {
        if (court.days[i].day == day_at("2026-09-30") || court.days[i].day == day_at("2026-10-08"))
            court.days[i].filed = 3;
    }
    judge(&court, &found);
    assert_true(found.found[FILING_FLAT]);
    assert_int_equal(found.flat_days, 9);
    court.count = 0;
    fill(&court, "2026-10-12", 40, 40);
    fill(&court, "2026-11-30", 40, 25);
    judge(&court, &found);
    assert_int_equal(found.flat_days, 21); /* of the last thirty days */
}

/* Spring Festival: three quarters of what is usual is usual there; a closure of a fortnight leaves
 * no week to judge by, and what lies in a year without a table is no history. */
static void less_is_usual_near_the_spring_festival(void **context)
{
    static struct calendar_day table[40];
    static struct calendar spring = {.days = table, .version = "test"};
    static struct court court;
    struct filing_findings found;
    int32_t first = day_at("2026-02-14");
    (void) context;
    table[spring.count++] = (struct calendar_day){day_at("2026-02-07"), DAY_WORKDAY, "春节"};
    for (int32_t i = 0; i < 16; i++)
        table[spring.count++] = (struct calendar_day){first + i, DAY_HOLIDAY, "春节"};
    court.count = 0;
    for (int32_t day = day_at("2025-08-01"); day <= day_at("2026-03-04"); day++) {
        int32_t many = calendar_is_day_off(&spring, day) ? 0 : 40;
        court.days[court.count++] =
            (struct filing_day){.day = day, .received = many, .filed = many};
    }
    filing_days_prepare(court.days, court.count, &spring, 75);
    filing_judge(court.days, court.count, &usual_limits, &found);
    assert_int_equal(court.days[court.count - 1].kind, FILING_DAY_FESTIVAL);
    assert_true(found.judged);
    assert_int_equal(found.day.expected_hundredths, 3000);
    assert_int_equal(found.week.expected_hundredths, 6000); /* two judged days of the fortnight */
    assert_int_equal(found.day.hundredths, 3333);
}

static void few_returns_say_nothing(void **context)
{
    static struct court court;
    struct filing_findings found;
    (void) context;
    court.count = 0;
    fill(&court, "2026-11-13", 40, 40);
    for (size_t back = 0; back < 14; back++)
        court.days[court.count - 1 - back].returned = 12;
    judge(&court, &found);
    assert_true(found.found[FILING_RETURN]);
    for (size_t i = 0; i < court.count; i++)
        court.days[i].received /= 40; /* twenty in twenty days */
    judge(&court, &found);
    assert_false(found.found[FILING_RETURN]);
    for (size_t back = 0; back < 28; back++)
        court.days[court.count - 1 - back].received *= 40; /* and before them next to nothing */
    for (size_t i = 0; i + 28 < court.count; i++)
        court.days[i].received = 0;
    judge(&court, &found);
    assert_false(found.found[FILING_RETURN]);
}

/* Four of forty, where one of forty is usual: chance. */
static void a_few_returns_more_may_be_chance(void **context)
{
    static struct court court;
    struct filing_findings found;
    int32_t nth = 0;
    (void) context;
    court.count = 0;
    fill(&court, "2026-11-13", 40, 40);
    for (size_t i = 0; i < court.count; i++) {
        struct filing_day *one = &court.days[i];
        if (!one->received)
            continue;
        one->received = 2;
        one->returned = i + 28 >= court.count ? nth % 5 == 0 : nth % 20 == 0;
        nth++;
    }
    judge(&court, &found);
    assert_true(found.judged);
    assert_false(found.found[FILING_RETURN]);
}

struct example {
    const char *what, *until, *then;
    int32_t usual, received, filed; /* then: each day up to `then` */
    bool judged, drop, flat;
};

static void the_last_day_is_judged_as_the_table_says(void **context)
{
    static const struct example examples[] = {
        {"as always", "2026-11-12", "2026-11-13", 40, 40, 41, true, false, false},
        {"law.md: 18 of 40", "2026-11-12", "2026-11-13", 40, 18, 18, true, true, false},
        {"law.md: 1 of 4 is too small to say", "2026-11-12", "2026-11-13", 4, 1, 1, false, false,
         false},
        {"nothing at all", "2026-11-12", "2026-11-13", 40, 0, 0, true, true, false},
        {"twice as many", "2026-11-12", "2026-11-13", 40, 80, 80, true, false, false},
        {"a Sunday", "2026-11-14", "2026-11-15", 80, 0, 0, false, false, false},
        {"National Day: closed", "2026-09-30", "2026-10-05", 80, 0, 0, false, false, false},
        {"the day before it", "2026-09-29", "2026-09-30", 80, 10, 10, false, false, false},
        {"the make-up Saturday", "2026-10-09", "2026-10-10", 80, 5, 5, false, false, false},
        {"a third less in a day says nothing", "2026-11-10", "2026-11-11", 80, 56, 56, true, false,
         false},
        {"a third less for three days does", "2026-11-10", "2026-11-13", 80, 54, 53, true, true,
         false},
        {"four days of thirty", "2026-11-09", "2026-11-13", 40, 40, 30, true, false, true},
        {"three days of thirty", "2026-11-10", "2026-11-13", 40, 40, 30, true, false, false},
        {"half of eleven may be chance", "2026-11-12", "2026-11-13", 11, 5, 5, true, false, false},
        {"in summer", "2026-08-12", "2026-08-13", 40, 18, 18, true, true, false},
        {"the first day that can be judged", "2026-06-26", "2026-06-29", 80, 10, 10, true, true,
         false},
        {"the same on all days there are", "2026-06-26", "2026-06-29", 80, 80, 80, true, false,
         false},
        {"a number beyond all reason", "2026-11-12", "2026-11-13", 40, 200000, 200000, true, false,
         false},
        {"too little history", "2026-06-19", "2026-06-22", 80, 10, 10, false, false, false},
    };
    (void) context;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        static struct court court;
        const struct example *one = &examples[i];
        struct filing_findings found;
        court.count = 0;
        print_message("  %s\n", one->what);
        fill(&court, one->until, one->usual, one->usual);
        fill(&court, one->then, one->received, one->filed);
        judge(&court, &found);
        assert_int_equal(found.judged, one->judged);
        assert_int_equal(found.found[FILING_DROP], one->drop);
        assert_int_equal(found.found[FILING_FLAT], one->flat);
    }
}

static void what_waits_what_is_returned_and_what_is_held_counts_when_it_rises(void **context)
{
    static struct court court;
    struct filing_findings found;
    (void) context;
    court.count = 0;
    fill(&court, "2026-11-13", 40, 40);
    struct filing_day *last = &court.days[court.count - 1];
    last->late = 5;
    last->held = 4; /* below the count */
    judge(&court, &found);
    assert_true(found.found[FILING_AGEING]);
    assert_false(found.found[FILING_HELD]);
    assert_false(found.found[FILING_RETURN]);
    (last - 7)->late = 5; /* as many as a week ago */
    last->held = 6;
    for (size_t back = 0; back < 14; back++)
        (last - back)->returned = (last - back)->received / 4;
    judge(&court, &found);
    assert_false(found.found[FILING_AGEING]);
    assert_true(found.found[FILING_HELD]);
    assert_true(found.found[FILING_RETURN]);
    for (size_t i = 0; i < court.count; i++)
        court.days[i].returned = court.days[i].received / 4; /* it always returns so many */
    judge(&court, &found);
    assert_false(found.found[FILING_RETURN]);
}

static void a_year_without_a_holiday_table_is_not_judged(void **context)
{
    static struct court court;
    static const struct calendar none = {.version = "none"};
    struct filing_findings found;
    (void) context;
    court.count = 0;
    fill(&court, "2026-11-12", 80, 80);
    fill(&court, "2026-11-13", 80, 1);
    filing_days_prepare(court.days, court.count, &none, 75);
    filing_judge(court.days, court.count, &usual_limits, &found);
    assert_false(found.judged);
    assert_false(found.found[FILING_DROP]);
    filing_judge(court.days, 0, &usual_limits, &found);
    assert_false(found.judged);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_2_december_it_is_down_three_quarters_and_flat),
        cmocka_unit_test(what_a_court_always_leaves_is_its_share),
        cmocka_unit_test(a_court_that_scatters_is_held_against_its_own_scatter),
        cmocka_unit_test(flat_goes_on_across_a_holiday),
        cmocka_unit_test(less_is_usual_near_the_spring_festival),
        cmocka_unit_test(few_returns_say_nothing),
        cmocka_unit_test(a_few_returns_more_may_be_chance),
        cmocka_unit_test(the_last_day_is_judged_as_the_table_says),
        cmocka_unit_test(what_waits_what_is_returned_and_what_is_held_counts_when_it_rises),
        cmocka_unit_test(a_year_without_a_holiday_table_is_not_judged)};
    return cmocka_run_group_tests(tests, make_national_day, NULL);
}

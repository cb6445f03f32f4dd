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
        cmocka_unit_test(the_last_day_is_judged_as_the_table_says),
        cmocka_unit_test(what_waits_what_is_returned_and_what_is_held_counts_when_it_rises),
        cmocka_unit_test(a_year_without_a_holiday_table_is_not_judged)};
    return cmocka_run_group_tests(tests, make_national_day, NULL);
}

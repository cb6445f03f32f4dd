/* An outage and the clocks that ended inside it (CPL 86, JI 127). */
#include "tests/test.h"

#include "base/moment.h"
#include "law/outage.h"

static int64_t at(const char *text)
{
    int64_t us = 0;
    assert_true(instant_parse(text, &us));
    return us;
}

/* From 23:00 to 01:00 across midnight. */
static void only_what_ended_inside_is_touched(void **context)
{
    (void) context;
    int64_t from = at("2026-11-30T23:00:00+08:00"), to = at("2026-12-01T01:00:00+08:00");
    static const struct {
        const char *due;
        bool inside;
    } examples[] = {
        {"2026-12-01T00:00:00+08:00", true},  /* the last day was the thirtieth */
        {"2026-11-30T23:00:00+08:00", false}, /* it was over before */
        {"2026-11-30T23:00:01+08:00", true},  {"2026-12-01T01:00:00+08:00", true},
        {"2026-12-01T01:00:01+08:00", false}, {"2026-12-02T00:00:00+08:00", false},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_int_equal(outage_holds(from, to, at(examples[i].due)), examples[i].inside);
}

static void who_decides_depends_on_who_set_the_period(void **context)
{
    (void) context;
    static const struct {
        const char *period; /* NULL: a length of the court's own */
        const char *treatment;
    } examples[] = {
        {NULL, "extended"},
        {"fee.prepay", "application"},               /* CPL 86 */
        {"appeal.judgment", "application"},          /* CPL 86 */
        {"evidence.second_instance", "extended"},    /* set by the court, JI 99 */
        {"filing.decide", "certified"},              /* the court's own duty, CPL 126 */
        {"third_party_revocation.sue", "certified"}, /* invariable, JI 127 */
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct period period = {0};
        bool own = examples[i].period == NULL;
        if (own)
            assert_true(period_parse_length("3d", &period));
        else
            period = *period_find(examples[i].period, 20780);
        const struct outage_treatment *treatment = outage_treatment_of(&period, own);
        if (strcmp(treatment->name, examples[i].treatment) != 0)
            fail_msg("%s is %s", own ? "3d" : examples[i].period, treatment->name);
        assert_ptr_equal(outage_treatment_find(treatment->name), treatment);
        assert_true(treatment->zh && treatment->en && treatment->basis);
    }
    assert_null(outage_treatment_find("forgiven"));
}

static void the_days_whose_end_it_held_do_not_count(void **context)
{
    (void) context;
    static const struct {
        const char *to, *due, *first, *last;
    } examples[] = {
        {"2026-12-01T01:00:00+08:00", "2026-12-01T00:00:00+08:00", "2026-11-30", "2026-11-30"},
        {"2026-12-03T01:00:00+08:00", "2026-12-01T00:00:00+08:00", "2026-11-30", "2026-12-02"},
        /* hours: it ended within the day, and so did the outage */
        {"2026-12-01T11:00:00+08:00", "2026-12-01T10:00:00+08:00", "2026-12-01", "2026-12-01"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        int32_t first = 0, last = 0;
        assert_true(day_parse(examples[i].first, &first) && day_parse(examples[i].last, &last));
        struct period_span span = outage_days(at(examples[i].to), at(examples[i].due));
        assert_int_equal(span.first_day, first);
        assert_int_equal(span.last_day, last);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_ended_inside_is_touched),
        cmocka_unit_test(who_decides_depends_on_who_set_the_period),
        cmocka_unit_test(the_days_whose_end_it_held_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

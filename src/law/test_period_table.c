/* The table of periods as data: complete rows, dates that do not overlap, the right row of a day.
 */
#include "tests/test.h"

#include "law/period.h"

static void every_row_is_complete(void **context)
{
    (void) context;
    for (size_t i = 0; i < period_count; i++) {
        const struct period *row = &periods[i];
        int32_t from = INT32_MIN, to = INT32_MAX;
        print_message("  %s\n", row->name);
        assert_true(period_known(row->name));
        assert_int_equal(strspn(row->name, "abcdefghijklmnopqrstuvwxyz_.ABCD0123456789"),
                         strlen(row->name));
        assert_true(*row->zh && *row->en && *row->start_event_zh && *row->start_event_en);
        assert_true(row->length > 0);
        /* An article, not only a text: 第…条. */
        assert_non_null(strstr(row->basis, "第"));
        assert_non_null(strstr(row->basis, "条"));
        if (row->unit == PERIOD_HOURS)
            assert_false(row->shifts);
        assert_true(!row->valid_from || day_parse(row->valid_from, &from));
        assert_true(!row->valid_to || day_parse(row->valid_to, &to));
        assert_true(from <= to);
        for (size_t j = i + 1; j < period_count; j++) {
            int32_t other_from = INT32_MIN, other_to = INT32_MAX;
            if (strcmp(row->name, periods[j].name) != 0)
                continue;
            assert_true(!periods[j].valid_from || day_parse(periods[j].valid_from, &other_from));
            assert_true(!periods[j].valid_to || day_parse(periods[j].valid_to, &other_to));
            assert_true(to < other_from || other_to < from);
        }
    }
}

/* One line a rule, checked against the article and not against the table. */
static const struct {
    const char *name, *day;
    int length; /* 0: no such row on that day */
    enum period_unit unit;
    bool shifts, invariable;
} rules[] = {
    {"filing.decide", "2026-01-01", 7, PERIOD_DAYS, true, false}, /* CPL 126 */
    {"filing.decide.private_prosecution", "2026-01-01", 15, PERIOD_DAYS, true, false},
    {"filing.decide.third_party_revocation", "2026-01-01", 30, PERIOD_DAYS, true, false},
    {"filing.decide.enforcement_objection", "2026-01-01", 15, PERIOD_DAYS, true, false},
    {"filing.refusal_complaint", "2026-01-01", 15, PERIOD_DAYS, true, false}, /* 立案规定 13 */
    {"service.complaint_copy", "2026-01-01", 5, PERIOD_DAYS, true, false},    /* CPL 128 */
    {"defence.file", "2026-01-01", 15, PERIOD_DAYS, true, false},             /* CPL 128 */
    {"defence.file.foreign", "2024-01-01", 30, PERIOD_DAYS, true, false},     /* CPL 285 */
    {"defence.copy", "2026-01-01", 5, PERIOD_DAYS, true, false},              /* CPL 128 */
    {"panel.named", "2026-01-01", 3, PERIOD_DAYS, true, false},               /* CPL 131 */
    {"recusal.decide", "2026-01-01", 3, PERIOD_DAYS, true, false},            /* CPL 50 */
    {"appeal.judgment", "2026-01-01", 15, PERIOD_DAYS, true, false},          /* CPL 171 */
    {"appeal.ruling", "2026-01-01", 10, PERIOD_DAYS, true, false},            /* CPL 171 */
    {"trial.ordinary", "2026-01-01", 6, PERIOD_MONTHS, true, false},          /* CPL 152 */
    {"trial.summary", "2026-01-01", 3, PERIOD_MONTHS, true, false},           /* CPL 164 */
    {"trial.small_claims", "2022-01-01", 2, PERIOD_MONTHS, true, false},      /* CPL 168 */
    {"trial.small_claims", "2021-12-31", 0, PERIOD_MONTHS, true, false},
    {"retrial.apply", "2026-01-01", 6, PERIOD_MONTHS, true, true},           /* CPL 216; JI 127 */
    {"enforcement.apply", "2026-01-01", 2, PERIOD_YEARS, true, false},       /* CPL 250 */
    {"notice.public", "2021-12-31", 60, PERIOD_DAYS, false, false},          /* until 2021 */
    {"notice.public", "2022-01-01", 30, PERIOD_DAYS, false, false},          /* CPL 95 */
    {"preservation.pre_suit", "2026-01-01", 48, PERIOD_HOURS, false, false}, /* CPL 104 */
    {"preservation.sue", "2026-01-01", 30, PERIOD_DAYS, true, false},        /* CPL 104 */
    {"preservation.deposit", "2026-01-01", 1, PERIOD_YEARS, false, false},   /* JI 485 */
    {"confirmation.apply", "2026-01-01", 30, PERIOD_DAYS, true, false},      /* CPL 205 */
    {"mediation.A", "2022-01-01", 30, PERIOD_DAYS, true, false},             /* OMR 24 */
    {"mediation.A", "2021-12-31", 0, PERIOD_DAYS, true, false},
    {"mediation.B", "2021-12-31", 30, PERIOD_DAYS, true, false}, /* 特邀规定 27 */
    {"mediation.C.ordinary", "2025-01-01", 15, PERIOD_DAYS, true, false},
    {"mediation.C.summary", "2025-01-01", 7, PERIOD_DAYS, true, false},
    {"mediation.D.ordinary", "2025-01-01", 15, PERIOD_DAYS, true, false},
    {"mediation.D.summary", "2025-01-01", 7, PERIOD_DAYS, true, false},
    {"mediation.extension", "2026-01-01", 30, PERIOD_DAYS, true, false},
    {"mediation.choose", "2026-01-01", 2, PERIOD_WORKING_DAYS, true, false},  /* OMR 10 */
    {"mediation.assign", "2026-01-01", 3, PERIOD_WORKING_DAYS, true, false},  /* OMR 10 */
    {"mediation.confirm", "2026-01-01", 3, PERIOD_WORKING_DAYS, true, false}, /* OMR 12 */
    {"fee.prepay", "2026-01-01", 7, PERIOD_DAYS, true, false},                /* 交费办法 22 */
    {"fee.refund", "2026-01-01", 15, PERIOD_DAYS, true, false},               /* 交费办法 53 */
    {"fee.review", "2026-01-01", 15, PERIOD_DAYS, true, false},               /* 交费办法 43 */
    {"filing.correction", "2026-01-01", 0, PERIOD_DAYS, true, false}, /* the court sets it */
};

static void lengths_are_those_of_the_articles(void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        int32_t day = 0;
        print_message("  %s on %s\n", rules[i].name, rules[i].day);
        assert_true(day_parse(rules[i].day, &day));
        const struct period *row = period_find(rules[i].name, day);
        assert_int_equal(row != NULL, rules[i].length != 0);
        if (!row)
            continue;
        assert_int_equal(row->length, rules[i].length);
        assert_int_equal(row->unit, rules[i].unit);
        assert_int_equal(row->shifts, rules[i].shifts);
        assert_int_equal(row->invariable, rules[i].invariable);
    }
}

/* CPL 2023 and 2021: a row is in force from its first day to its last. */
static void a_row_is_in_force_between_its_days(void **context)
{
    (void) context;
    static const struct {
        const char *name, *day;
        int length; /* 0: none in force */
    } examples[] = {{"notice.public", "2021-12-31", 60},
                    {"notice.public", "2022-01-01", 30},
                    {"retrial.apply", "2023-12-31", 0},
                    {"retrial.apply", "2024-01-01", 6},
                    {"confirmation.apply", "2021-12-31", 0}};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        int32_t day = 0;
        assert_true(day_parse(examples[i].day, &day));
        const struct period *row = period_find(examples[i].name, day);
        assert_int_equal(row ? row->length : 0, examples[i].length);
    }
    static const char *const units[] = {"hour",  "day",  "working_day",
                                        "month", "year", "working_minute"};
    for (size_t i = 0; i < COUNT_OF(units); i++)
        assert_string_equal(period_unit_name((enum period_unit) i), units[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_complete),
        cmocka_unit_test(lengths_are_those_of_the_articles),
        cmocka_unit_test(a_row_is_in_force_between_its_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Who may make a period longer: CPL 86, 152, 164, 168, 183, 187, 250; JI 100, 127, 258; OMR 24. */
#include "tests/test.h"

#include "law/period_extension.h"

static void every_period_has_its_rule(void **context)
{
    (void) context;
    static const struct {
        const char *name;
        enum extension_kind kind;
        const char *period, *basis; /* NULL: none; a piece of the article */
    } examples[] = {
        {"appeal.judgment", EXTENDS_OBSTACLE, "extension.apply", "第八十六条"},
        {"appeal.judgment.foreign", EXTENDS_OBSTACLE, "extension.apply", "第八十六条"},
        {"appeal.answer", EXTENDS_OBSTACLE, "extension.apply", "第八十六条"},
        {"appeal.answer_copy", EXTENDS_NOT, NULL, ""}, /* the court's own duty */
        {"defence.file", EXTENDS_OBSTACLE, "extension.apply", "第八十六条"},
        {"fee.prepay", EXTENDS_OBSTACLE, "extension.apply", "第八十六条"},
        {"evidence.summary", EXTENDS_REQUEST, NULL, "第一百条"},
        {"retrial.apply", EXTENDS_NOT, NULL, "第一百二十七条"}, /* invariable */
        {"third_party_revocation.sue", EXTENDS_NOT, NULL, "第一百二十七条"},
        {"trial.ordinary", EXTENDS_PRESIDENT, "trial.ordinary.extension", "第一百五十二条"},
        {"trial.ordinary.extension", EXTENDS_PRESIDENT, NULL, "第一百五十二条"},
        {"trial.summary", EXTENDS_PRESIDENT, "trial.summary.extension", "第一百六十四条"},
        {"trial.summary.extension", EXTENDS_NOT, NULL, "第二百五十八条"},
        {"trial.small_claims", EXTENDS_PRESIDENT, "trial.small_claims.extension", "第一百六十八条"},
        {"trial.second.ruling", EXTENDS_PRESIDENT, NULL, "第一百八十三条"},
        {"trial.administrative", EXTENDS_PRESIDENT, NULL, "第八十一条"},
        {"trial.administrative.simplified", EXTENDS_NOT, NULL, "第八十三条"},
        {"enforcement.apply", EXTENDS_SUSPENSION, NULL, "第二百五十条"},
        {"mediation.A", EXTENDS_AGREEMENT, "mediation.extension", "第二十四条"},
        {"mediation.C.summary", EXTENDS_AGREEMENT, "mediation.extension", "第二十四条"},
        {"mediation.choose", EXTENDS_NOT, NULL, ""},
        {"appraisal.complex", EXTENDS_REQUEST, NULL, "第十三条"},
        {"confirmation.decide", EXTENDS_PRESIDENT, "confirmation.decide.extension", "第五条"},
        {"petition.handle", EXTENDS_PRESIDENT, "petition.extension", "第三十四条"},
        {"administrative.sue", EXTENDS_OBSTACLE, "extension.apply", "第四十八条"},
        {"administrative.sue.outer", EXTENDS_NOT, NULL, "第四十六条"},
        {"filing.decide", EXTENDS_NOT, NULL, ""}, /* undecided: file first, 立案规定 8 */
        {"preservation.pre_suit", EXTENDS_NOT, NULL, ""},
    };
    int32_t day = 0;
    assert_true(day_parse("2026-11-25", &day));
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const struct period *period = period_find(examples[i].name, day);
        print_message("  %s\n", examples[i].name);
        assert_non_null(period);
        const struct period_extension *rule = period_extension_of(period);
        assert_int_equal(rule->kind, examples[i].kind);
        assert_non_null(strstr(rule->basis, examples[i].basis));
        assert_int_equal(rule->period != NULL, examples[i].period != NULL);
        if (rule->period)
            assert_string_equal(rule->period, examples[i].period);
    }
}

/* No rule points at a period that is not there, and none stands in the table for nothing. */
static void rules_name_periods_of_the_table(void **context)
{
    (void) context;
    for (size_t i = 0; i < period_count; i++) {
        const struct period_extension *rule = period_extension_of(&periods[i]);
        assert_true(rule->zh && rule->en && rule->basis);
        assert_true(!rule->period || period_known(rule->period));
        assert_non_null(extension_kind_name(rule->kind));
    }
    const struct period courts_own = {.name = ""};
    assert_int_equal(period_extension_of(&courts_own)->kind, EXTENDS_NOT);
    assert_string_equal(extension_kind_name(EXTENDS_PRESIDENT), "president");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_period_has_its_rule),
        cmocka_unit_test(rules_name_periods_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

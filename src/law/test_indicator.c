/* Formulas against the figures courts published (law.md 9.3). */
#include "tests/test.h"

#include "law/indicator.h"

enum { COUNTS_MAX = 6 };

static void formulas_give_the_published_figures(void **context)
{
    (void) context;
    /* clang-format off */
    static const struct {
        const char *name;
        struct indicator_count counts[COUNTS_MAX];
        int64_t hundredths;
    } examples[] = {
        /* Jiyuan 2021: 89.68 % and 83.8 % */
        {"online_filing_rate", {{"approved_online", 113}, {"online_mediation_requests", 0}, {"new_first_instance", 79},
            {"pre_filing_mediations", 95}, {"mediation_documents", 0}, {"failed_and_filed", 48}}, 8968},
        {"online_filing_rate", {{"approved_online", 11232}, {"online_mediation_requests", 550}, {"new_first_instance", 11263},
            {"pre_filing_mediations", 6218}, {"mediation_documents", 46}, {"failed_and_filed", 3377}}, 8380},
        {"online_filing_rate_enforcement", {{"approved_online", 38}, {"new_enforcement", 48}}, 7916},
        {"qualified_rate", {{"approved", 11785}, {"received", 14300}}, 8241},
        {"filings_per_10000_b", {{"pre_filing_mediated", 12494633}, {"entered", 0}, {"population_10000", 140967}}, 8863},
        {"closed_per_judge", {{"closed", 300}, {"not_counting", 100}, {"judges", 3}}, 6666},
        {"filing_deviation", {{"filed", 18}, {"usual", 40}}, -5500},
        {"filing_deviation", {{"filed", 41}, {"usual", 40}}, 250},
        {"satisfaction_rate", {{"satisfied", 1000000000000}, {"rated", 1000000000000}}, 10000},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct indicator_answer answer = {0};
        size_t count = 0;
        while (count < COUNTS_MAX && examples[i].counts[count].name)
            count++;
        print_message("  %zu %s\n", i, examples[i].name);
        assert_int_equal(indicator_compute(indicator_of(examples[i].name), examples[i].counts,
                                           count, &answer, NULL),
                         ERR_NONE);
        assert_true(answer.known);
        assert_int_equal(answer.hundredths, examples[i].hundredths);
    }
}

static void what_cannot_be_computed_is_said(void **context)
{
    (void) context;
    struct indicator_answer answer = {0};
    struct err err = {0};
    const struct indicator *row = indicator_of("satisfaction_rate");
    const struct indicator_count none_rated[] = {{"satisfied", 0}, {"rated", 0}},
                                 half[] = {{"satisfied", 1}}, other_half[] = {{"rated", 1}},
                                 below[] = {{"satisfied", -1}, {"rated", 1}},
                                 above[] = {{"satisfied", 1}, {"rated", INT64_MAX}};
    assert_int_equal(indicator_compute(row, none_rated, 2, &answer, &err), ERR_NONE);
    assert_false(answer.known);
    assert_int_equal(indicator_compute(row, half, 1, &answer, &err), ERR_INVALID);
    assert_string_equal(err.field, "rated");
    assert_int_equal(indicator_compute(row, other_half, 1, &answer, &err), ERR_INVALID);
    assert_string_equal(err.field, "satisfied");
    assert_int_equal(indicator_compute(row, below, 2, &answer, &err), ERR_INVALID);
    assert_string_equal(err.code, "rule.range");
    assert_int_equal(indicator_compute(row, above, 2, &answer, &err), ERR_INVALID);
    assert_string_equal(err.field, "rated");
    assert_null(indicator_of("ranking")); /* league tables are forbidden, and there is none */
}

/* A formula of as many terms as a row holds needs no end mark. */
static void a_full_row_is_summed(void **context)
{
    (void) context;
    static const struct indicator full = {
        .name = "full",
        .numerator = {{"a", 1}, {"a", 1}, {"a", 1}, {"a", 1}, {"a", 1}},
        .denominator = {{"a", 1}},
        .scale = 100};
    static const struct indicator_count counts[] = {{"a", 7}};
    struct indicator_answer answer = {0};
    assert_int_equal(indicator_compute(&full, counts, 1, &answer, NULL), ERR_NONE);
    assert_int_equal(answer.hundredths, 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formulas_give_the_published_figures),
        cmocka_unit_test(what_cannot_be_computed_is_said),
        cmocka_unit_test(a_full_row_is_summed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Security, terms and renewal of preservation (财产保全规定 5, 9, 18; JI 152, 485); appraisal. */
#include "tests/test.h"

#include "law/period.h"
#include "law/preservation.h"
#include "law/test_days.h"

static void security_follows_stage_and_ground(void **context)
{
    (void) context;
    static const struct {
        enum preservation_stage stage;
        int64_t amount_fen;
        enum security_ground ground;
        int64_t security_fen;
        bool waivable;
    } examples[] = {
        {PRESERVE_IN_SUIT, 100000000, SECURITY_NO_GROUND, 30000000, false},   /* law.md 8.1, PR 5 */
        {PRESERVE_PRE_SUIT, 100000000, SECURITY_NO_GROUND, 100000000, false}, /* JI 152 */
        {PRESERVE_PRE_SUIT, 100000000, SECURITY_MAINTENANCE, 100000000, false},
        {PRESERVE_IN_SUIT, 100000000, SECURITY_MAINTENANCE, 30000000, true}, /* PR 9 */
        {PRESERVE_IN_SUIT, 100000000, SECURITY_FINANCIAL, 30000000, true},
        {PRESERVE_AFTER_JUDGMENT, 100000000, SECURITY_NO_GROUND, 30000000, true},
        {PRESERVE_IN_SUIT, 1, SECURITY_NO_GROUND, 0, false},    /* 0.3 fen: at most, so cut */
        {PRESERVE_IN_SUIT, 199, SECURITY_NO_GROUND, 59, false}, /* 59.7 */
        {PRESERVE_IN_SUIT, INT64_MAX, SECURITY_NO_GROUND, INT64_C(2767011611056432742), false},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct security_answer answer =
            preservation_security(examples[i].stage, examples[i].amount_fen, examples[i].ground);
        assert_true(answer.security_max_fen == examples[i].security_fen);
        assert_int_equal(answer.waivable, examples[i].waivable);
        assert_non_null(answer.reason.basis);
    }
}

/* JI 485, PR 18. A term of a measure never shifts. */
static void a_measure_ends_and_is_renewed_seven_days_before(void **context)
{
    (void) context;
    static const struct {
        enum preserved_asset asset;
        const char *start;
        int years;
        const char *expires, *renew_by;
        int years_max;
    } examples[] = {
        {ASSET_REAL_PROPERTY, "2026-03-15", 0, "2029-03-15", "2029-03-08", 3}, /* law.md 8.1 */
        {ASSET_DEPOSIT, "2024-02-29", 0, "2025-02-28", "2025-02-21", 1},       /* T20 */
        {ASSET_DEPOSIT, "2026-01-01", 3, "2027-01-01", "2026-12-25", 1},
        {ASSET_MOVABLE, "2026-01-01", 0, "2028-01-01", "2027-12-25", 2},
        {ASSET_MOVABLE, "2026-01-01", 1, "2027-01-01", "2026-12-25", 2},
        {ASSET_OTHER, "2026-01-01", 2, "2028-01-01", "2027-12-25", 3},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct term_answer answer =
            preservation_term(examples[i].asset, day_at(examples[i].start), examples[i].years);
        assert_int_equal(answer.expires_day, day_at(examples[i].expires));
        assert_int_equal(answer.renew_by_day, day_at(examples[i].renew_by));
        assert_int_equal(answer.years_max, examples[i].years_max);
        assert_non_null(answer.reason.zh);
    }
}

static void some_appraisals_are_not_entrusted(void **context)
{
    (void) context;
    static const struct {
        struct appraisal_question question;
        const char *basis; /* of a refusal; NULL: entrusted */
    } examples[] = {
        {{.materials_examined = true}, NULL},
        {{.materials_examined = true, .complex = true}, NULL},
        {{.materials_examined = true, .common_sense = true}, "法〔2020〕202号第一条"},
        {{.materials_examined = true, .irrelevant = true}, "法〔2020〕202号第一条"},
        {{.materials_examined = true, .meaningless = true}, "法〔2020〕202号第一条"},
        {{.materials_examined = true, .partys_own_proof = true}, "法〔2020〕202号第一条"},
        {{.materials_examined = true, .applied_late = true}, "第三十一条"},
        {{.materials_examined = true, .not_prepaid = true}, "第三十一条"},
        {{.materials_examined = false}, "第三十四条"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct appraisal_answer answer = appraisal_decide(&examples[i].question);
        assert_int_equal(answer.entrusted, examples[i].basis == NULL);
        if (examples[i].basis) {
            assert_non_null(strstr(answer.reason.basis, examples[i].basis));
            continue;
        }
        const struct period *period = period_find(answer.period, day_at("2026-09-01"));
        assert_non_null(period); /* 法〔2020〕202号 13 */
        assert_int_equal(period->length, answer.working_days);
        assert_int_equal(period->unit, PERIOD_WORKING_DAYS);
        assert_int_equal(answer.working_days, examples[i].question.complex ? 60 : 30);
    }
}

/* 证据规定 40: four grounds, the fee back for the first three. */
static void four_grounds_give_another_appraiser(void **context)
{
    (void) context;
    static const struct {
        enum reappraisal_ground ground;
        bool again, fee_back;
    } examples[] = {{REAPPRAISE_UNQUALIFIED, true, true},
                    {REAPPRAISE_PROCEDURE, true, true},
                    {REAPPRAISE_UNFOUNDED, true, true},
                    {REAPPRAISE_UNUSABLE, true, false},
                    {REAPPRAISE_OTHER, false, false}};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        bool again = false, fee_back = false;
        struct track_reason reason = appraisal_again(examples[i].ground, &again, &fee_back);
        assert_int_equal(again, examples[i].again);
        assert_int_equal(fee_back, examples[i].fee_back);
        assert_non_null(strstr(reason.basis, "第四十条"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(security_follows_stage_and_ground),
        cmocka_unit_test(a_measure_ends_and_is_renewed_seven_days_before),
        cmocka_unit_test(some_appraisals_are_not_entrusted),
        cmocka_unit_test(four_grounds_give_another_appraiser),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

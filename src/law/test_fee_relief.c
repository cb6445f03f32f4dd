/* Relief by 交费办法 44-47 (F16, F17) and bearing by 29-38. */
#include "tests/test.h"

#include "law/fee_relief.h"

/* clang-format off */
static const struct relief_example {
    const char *why;
    struct relief_request request; /* kind, ground, natural person, fee, percent */
    bool admissible, must_grant;
    int64_t due_now_fen, due_later_fen;
    const char *basis;
} reliefs[] = {
    {"45(1)", {RELIEF_WAIVER, RELIEF_DISABLED, true, 655000, 0}, true, true, 0, 0, "第四十五条"},
    {"45(2)", {RELIEF_WAIVER, RELIEF_MAINTENANCE, true, 655000, 0}, true, true, 0, 0, "第四十五条"},
    {"45(3)", {RELIEF_WAIVER, RELIEF_BENEFITS, true, 655000, 0}, true, true, 0, 0, "第四十五条"},
    {"45(4)", {RELIEF_WAIVER, RELIEF_BRAVERY, true, 655000, 0}, true, true, 0, 0, "第四十五条"},
    {"45(5)", {RELIEF_WAIVER, RELIEF_OTHER, true, 655000, 0}, true, false, 0, 0, "第四十五条"},
    {"a ground of 46 asked as waiver", {RELIEF_WAIVER, RELIEF_DISASTER, true, 655000, 0}, true, false, 0, 0, "第四十五条"},
    {"F16, a company", {RELIEF_WAIVER, RELIEF_OTHER, false, 655000, 0}, false, false, 655000, 0, "第四十四条"},
    {"46(1), a company", {RELIEF_REDUCTION, RELIEF_DISASTER, false, 655000, 30}, true, true, 458500, 0, "第四十六条"},
    {"46(2)", {RELIEF_REDUCTION, RELIEF_PREFERENTIAL, true, 655000, 50}, true, true, 327500, 0, "第四十六条"},
    {"46(3)", {RELIEF_REDUCTION, RELIEF_WELFARE, false, 655000, 100}, true, true, 0, 0, "第四十六条"},
    {"46, 30 % of 650.05: what stays is rounded half up", {RELIEF_REDUCTION, RELIEF_DISASTER, true, 65005, 30}, true, true, 45504, 0, "第四十六条"},
    {"46(4), rounded half up", {RELIEF_REDUCTION, RELIEF_OTHER, true, 10001, 50}, true, false, 5001, 0, "第四十六条"},
    {"47(1)", {RELIEF_DEFERRAL, RELIEF_SOCIAL_INSURANCE, true, 655000, 0}, true, true, 0, 655000, "第四十七条"},
    {"47(2)", {RELIEF_DEFERRAL, RELIEF_ACCIDENT, true, 655000, 0}, true, true, 0, 655000, "第四十七条"},
    {"47(3)", {RELIEF_DEFERRAL, RELIEF_LEGAL_AID, true, 655000, 0}, true, true, 0, 655000, "第四十七条"},
    {"47(4), a company", {RELIEF_DEFERRAL, RELIEF_OTHER, false, 655000, 0}, true, false, 0, 655000, "第四十七条"},
};

static const struct bearing_example {
    enum fee_outcome outcome;
    bool agreed;
    const char *name;
    enum fee_bearer bearer;
    const char *basis;
} borne[] = {
    {OUTCOME_WON, false, "won", BEARER_LOSER, "第二十九条"},
    {OUTCOME_WON, true, "won", BEARER_LOSER, "第二十九条"},
    {OUTCOME_PARTLY_WON, false, "partly_won", BEARER_COURT_SPLIT, "第二十九条"},
    {OUTCOME_MEDIATED, true, "mediated", BEARER_AGREEMENT, "第三十一条"},
    {OUTCOME_MEDIATED, false, "mediated", BEARER_COURT_SPLIT, "第三十一条"},
    {OUTCOME_DIVORCE, true, "divorce", BEARER_AGREEMENT, "第三十三条"},
    {OUTCOME_DIVORCE, false, "divorce", BEARER_COURT_SPLIT, "第三十三条"},
    {OUTCOME_WITHDRAWN, false, "withdrawn", BEARER_PLAINTIFF, "第三十四条"},
    {OUTCOME_ACT_CHANGED, false, "act_changed", BEARER_DEFENDANT, "第三十四条"},
    {OUTCOME_PAYMENT_ORDER, false, "payment_order", BEARER_DEBTOR, "第三十六条"},
    {OUTCOME_PAYMENT_ORDER_OBJECTED, false, "payment_order_objected", BEARER_APPLICANT, "第三十六条"},
    {OUTCOME_PUBLIC_SUMMONS, false, "public_summons", BEARER_APPLICANT, "第三十七条"},
    {OUTCOME_PRESERVATION, false, "preservation", BEARER_APPLICANT, "第三十八条"},
    {OUTCOME_ENFORCEMENT, false, "enforcement", BEARER_DEBTOR, "第三十八条"},
};
/* clang-format on */

static void relief_is_open_by_its_article(void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT_OF(reliefs); i++) {
        const struct relief_example *row = &reliefs[i];
        struct relief_result result;
        assert_int_equal(fee_relief(&row->request, &result, NULL), ERR_NONE);
        if (result.admissible != row->admissible || result.must_grant != row->must_grant ||
            result.due_now_fen != row->due_now_fen || result.due_later_fen != row->due_later_fen)
            fail_msg("%s: %d %d, now %lld later %lld", row->why, result.admissible,
                     result.must_grant, (long long) result.due_now_fen,
                     (long long) result.due_later_fen);
        assert_non_null(strstr(result.basis, row->basis));
        assert_true(*result.zh && *result.en);
    }
}

static void kinds_and_grounds_have_names(void **context)
{
    (void) context;
    enum relief_kind kind;
    enum relief_ground ground;
    assert_true(relief_kind_of_name("deferral", &kind));
    assert_int_equal(kind, RELIEF_DEFERRAL);
    assert_false(relief_kind_of_name("", &kind));
    assert_true(relief_ground_of_name("social_insurance", &ground));
    assert_int_equal(ground, RELIEF_SOCIAL_INSURANCE);
    assert_true(relief_ground_of_name("other", &ground));
    assert_int_equal(ground, RELIEF_OTHER);
    assert_false(relief_ground_of_name("none", &ground));
}

/* F17: 20 % of 6,550 is no reduction; a party pays at most 4,585. */
static void a_reduction_has_its_least(void **context)
{
    (void) context;
    struct relief_request request = {RELIEF_REDUCTION, RELIEF_DISASTER, true, 655000, 20};
    struct relief_result result;
    struct err err;
    static const int refused[] = {-1, 0, 20, 29, 101};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        request.percent = refused[i];
        assert_int_equal(fee_relief(&request, &result, &err), ERR_INVALID);
        assert_string_equal(err.code, "fee.reduction");
    }
    request.fee_fen = -1;
    assert_int_equal(fee_relief(&request, &result, &err), ERR_INVALID);
    assert_string_equal(err.code, "fee.amount");
}

static void a_fee_is_borne_by_the_outcome(void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT_OF(borne); i++) {
        struct bearing bearing = fee_bearing(borne[i].outcome, borne[i].agreed);
        if (bearing.bearer != borne[i].bearer)
            fail_msg("row %zu: bearer %d", i, (int) bearing.bearer);
        assert_string_equal(bearing.name, borne[i].name);
        assert_non_null(strstr(bearing.basis, borne[i].basis));
        assert_true(*bearing.zh && *bearing.en);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(relief_is_open_by_its_article),
                                       cmocka_unit_test(kinds_and_grounds_have_names),
                                       cmocka_unit_test(a_reduction_has_its_least),
                                       cmocka_unit_test(a_fee_is_borne_by_the_outcome)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

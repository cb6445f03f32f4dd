/* Refunds by situation, F4, F5, F9, F10, F15 of docs/law/fees.md. Fees of the examples are
 * computed. */
#include "tests/test.h"

#include "law/fee.h"
#include "law/fee_refund.h"

#define YUAN INT64_C(100)

static int64_t property_fee(int64_t amount_yuan, bool summary, bool settled)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 14);
    struct fee_result result;
    const struct fee_request request = {
        .amount_fen = amount_yuan * YUAN, .summary = summary, .settled = settled};
    assert_int_equal(fee_compute(&request, &arena, &result, NULL), ERR_NONE);
    return result.due_fen;
}

static void each_situation_has_its_share(void **context)
{
    (void) context;
    static const struct {
        const char *situation;
        int64_t paid_fen, fee_fen, refund_fen;
        const char *basis;
    } rows[] = {
        {"not_accepted", 655000, 655000, 655000, "第二十七条"},
        {"suit_dismissed", 655000, 655000, 655000, "第二十七条"}, /* F15 */
        {"claim_dismissed", 655000, 655000, 0, "第二十九条"},
        {"remanded", 270000, 270000, 270000, "第二十七条"},
        {"transferred", 655000, 655000, 0, "第二十四条"},
        {"criminal", 655000, 655000, 655000, "第二十五条"},
        {"criminal_goes_on", 655000, 655000, 0, "第二十五条"},
        {"stayed", 655000, 655000, 0, "第二十六条"},
        {"terminated", 655000, 655000, 0, "第二十八条"},
        {"mediated", 655000, 327500, 327500, "第十五条"}, /* F4 */
        {"withdrawn", 327500, 327500, 0, "第十五条"},     /* F3: summary had halved it already */
        {"withdrawn", 100000, 327500, 0, "第十五条"},     /* paid in part: nothing above the fee */
        {"top_up_unpaid", 327500, 327500, 163750, "第一百九十九条"}, /* F5 */
        {"top_up_unpaid", 327501, 327501, 163751, "第一百九十九条"}, /* half up */
        {"winner", 655000, 0, 655000, "第二百零七条"},
        {"winner", 655000, 200000, 455000, "第二百零七条"},
        {"winner_waits", 655000, 0, 0, "第二百零七条"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct refund_request request = {.paid_fen = rows[i].paid_fen, .fee_fen = rows[i].fee_fen};
        struct refund_result result;
        assert_true(refund_situation_of_name(rows[i].situation, &request.situation));
        assert_string_equal(refund_situation_name(request.situation), rows[i].situation);
        assert_int_equal(fee_refund(&request, &result, NULL), ERR_NONE);
        if (result.refund_fen != rows[i].refund_fen || !strstr(result.basis, rows[i].basis))
            fail_msg("row %zu, %s: %lld by %s", i, rows[i].situation, (long long) result.refund_fen,
                     result.basis);
        assert_true(*result.zh && *result.en);
    }
    enum refund_situation none;
    assert_false(refund_situation_of_name("lost", &none));
}

static void negative_sums_are_refused(void **context)
{
    (void) context;
    struct err err;
    struct refund_result result;
    assert_int_equal(fee_refund(&(struct refund_request){.paid_fen = -1}, &result, &err),
                     ERR_INVALID);
    assert_string_equal(err.code, "fee.paid");
    assert_int_equal(fee_refund(&(struct refund_request){.fee_fen = -1}, &result, &err),
                     ERR_INVALID);
    assert_string_equal(err.code, "fee.amount");
}

static void a_changed_claim_pays_the_difference(void **context)
{
    (void) context;
    struct fee_change raised = {property_fee(350000, false, false),
                                property_fee(500000, false, false), false};
    assert_int_equal(fee_difference(&raised), 225000); /* F9 */
    raised.investigation_over = true;
    assert_int_equal(fee_difference(&raised), 225000);
    struct fee_change cut = {property_fee(350000, false, false), property_fee(200000, false, false),
                             false};
    assert_int_equal(fee_difference(&cut), -225000); /* F10 */
    cut.investigation_over = true;
    assert_int_equal(fee_difference(&cut), 0);
    struct fee_change converted = {property_fee(350000, true, false),
                                   property_fee(350000, false, false), false};
    assert_int_equal(fee_difference(&converted), 327500); /* F5: the top-up */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_situation_has_its_share),
                                       cmocka_unit_test(negative_sums_are_refused),
                                       cmocka_unit_test(a_changed_claim_pays_the_difference)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

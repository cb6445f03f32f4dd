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
        {"claims_reduced", 655000, 230000, 425000, "第二十一条"},
        {"claims_reduced", 100000, 230000, 0, "第二十一条"},         /* paid in part */
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
        /* Art. 27, and a case of the criminal authorities: no fee, paid or not. */
        assert_int_equal(result.no_fee, strstr(rows[i].basis, "第二十七条") != NULL ||
                                            request.situation == REFUND_CRIMINAL);
        assert_true(*result.zh && *result.en);
    }
    enum refund_situation none;
    assert_false(refund_situation_of_name("lost", &none));
}

/* clang-format off */
static const struct end_example {
    const char *why;
    struct fee_standing standing; /* situation, due, halved, borne, relief, left, paid, forgiven */
    int64_t final_fen, unpaid_fen, relieved_fen, refund_fen;
} ends[] = {
    {"paid, mediated (Art. 15)", {REFUND_MEDIATED, 655000, 327500, 0, 0, 0, 655000, false}, 327500, 0, 0, 327500},
    {"not paid, mediated", {REFUND_MEDIATED, 655000, 327500, 0, 0, 655000, 0, false}, 327500, 327500, 0, 0},
    {"paid in part, mediated: the rest of the half stays to be paid", {REFUND_MEDIATED, 655000, 327500, 0, 0, 555000, 100000, false}, 327500, 327500, 0, 0},
    {"paid above the half, withdrawn", {REFUND_WITHDRAWN, 655000, 327500, 0, 0, 55000, 600000, false}, 327500, 55000, 0, 272500},
    {"reduced by 30 %, paid, mediated", {REFUND_MEDIATED, 655000, 327500, 0, 196500, 0, 458500, false}, 327500, 0, 0, 327500},
    {"reduced by 60 %, paid, mediated: relief that is not needed", {REFUND_MEDIATED, 655000, 327500, 0, 393000, 0, 262000, false}, 327500, 0, 65500, 262000},
    {"waived, mediated", {REFUND_MEDIATED, 655000, 327500, 0, 655000, 0, 0, false}, 327500, 0, 327500, 0},
    {"won, bears nothing (JI 207)", {REFUND_WINNER, 655000, 327500, 0, 0, 0, 655000, false}, 0, 0, 0, 655000},
    {"won, bears a part (Art. 29)", {REFUND_WINNER, 655000, 327500, 200000, 0, 0, 655000, false}, 200000, 0, 0, 455000},
    {"won, paid in part", {REFUND_WINNER, 655000, 327500, 0, 0, 355000, 300000, false}, 0, 355000, 0, 300000},
    {"won, reduced by 30 %: their own 4,585 go back", {REFUND_WINNER, 655000, 327500, 0, 196500, 0, 458500, false}, 0, 0, 196500, 458500},
    {"won, reduced, bears less than was relieved", {REFUND_WINNER, 655000, 327500, 100000, 196500, 0, 458500, false}, 100000, 0, 96500, 458500},
    {"won, waived", {REFUND_WINNER, 655000, 327500, 0, 655000, 0, 0, false}, 0, 0, 655000, 0},
    {"dismissed, deferred (Art. 27): no fee", {REFUND_SUIT_DISMISSED, 230000, 115000, 0, 0, 230000, 0, false}, 230000, 230000, 0, 0},
    {"dismissed, paid in part", {REFUND_SUIT_DISMISSED, 230000, 115000, 0, 0, 130000, 100000, false}, 230000, 130000, 0, 100000},
    {"dismissed, waived", {REFUND_SUIT_DISMISSED, 230000, 115000, 0, 230000, 0, 0, false}, 230000, 0, 230000, 0},
    {"lost, paid (Art. 29)", {REFUND_CLAIM_DISMISSED, 230000, 115000, 0, 0, 0, 230000, false}, 230000, 0, 0, 0},
    {"lost, deferred: still owed", {REFUND_CLAIM_DISMISSED, 230000, 115000, 0, 0, 230000, 0, false}, 230000, 0, 0, 0},
    {"treated as withdrawn, nothing paid (JI 213)", {REFUND_WITHDRAWN, 65000, 65000, 0, 0, 65000, 0, true}, 65000, 65000, 0, 0},
    {"treated as withdrawn, less than half paid", {REFUND_WITHDRAWN, 655000, 327500, 0, 0, 555000, 100000, true}, 327500, 555000, 0, 0},
    {"treated as withdrawn, more than half paid", {REFUND_WITHDRAWN, 655000, 327500, 0, 0, 55000, 600000, true}, 327500, 55000, 0, 272500},
    {"paid, the claims shrank (Art. 21)", {REFUND_CLAIMS_REDUCED, 655000, 230000, 0, 0, 0, 655000, false}, 230000, 0, 0, 425000},
    {"not paid, the claims shrank", {REFUND_CLAIMS_REDUCED, 655000, 230000, 0, 0, 655000, 0, false}, 230000, 425000, 0, 0},
    {"paid in part, an added claim fell away", {REFUND_CLAIMS_REDUCED, 425000, 0, 0, 0, 325000, 100000, false}, 0, 325000, 0, 100000},
    {"top-up unpaid (JI 199)", {REFUND_TOP_UP_UNPAID, 655000, 655000, 0, 0, 327500, 327500, true}, 655000, 327500, 0, 163750},
};
/* clang-format on */

static void a_fee_ends_by_what_became_of_the_case(void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        const struct end_example *row = &ends[i];
        const struct fee_standing *standing = &row->standing;
        struct fee_end end;
        assert_int_equal(fee_end(standing, &end, NULL), ERR_NONE);
        if (end.final_fen != row->final_fen || end.unpaid_fen != row->unpaid_fen ||
            end.relieved_fen != row->relieved_fen || end.refund.refund_fen != row->refund_fen)
            fail_msg("%s: fee %lld, unpaid %lld, relieved %lld, refund %lld", row->why,
                     (long long) end.final_fen, (long long) end.unpaid_fen,
                     (long long) end.relieved_fen, (long long) end.refund.refund_fen);
        /* No ledger account goes to its other side. */
        assert_true(end.unpaid_fen <= standing->left_fen && end.unpaid_fen >= 0);
        assert_true(end.relieved_fen <= standing->relief_fen && end.relieved_fen >= 0);
        assert_true(end.refund.refund_fen <= standing->paid_fen);
    }
    struct err err;
    struct fee_end end;
    assert_int_equal(
        fee_end(
            &(struct fee_standing){.situation = REFUND_WINNER, .due_fen = 100, .borne_fen = 101},
            &end, &err),
        ERR_INVALID);
    assert_string_equal(err.code, "fee.amount");
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

static void a_fee_never_ends_with_a_negative_payment(void **context)
{
    struct err err = {0};
    struct fee_end end;
    const struct fee_standing standing = {.situation = REFUND_SUIT_DISMISSED, .paid_fen = -1};
    (void) context;
    assert_int_equal(fee_end(&standing, &end, &err), ERR_INVALID);
    assert_string_equal(err.code, "fee.paid");
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
                                       cmocka_unit_test(a_fee_ends_by_what_became_of_the_case),
                                       cmocka_unit_test(negative_sums_are_refused),
                                       cmocka_unit_test(a_fee_never_ends_with_a_negative_payment),
                                       cmocka_unit_test(a_changed_claim_pays_the_difference)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Several claims, several appellants, and who pays when (Measures 17, 20-22; JI 194-202, 318). */
#include "tests/test.h"

#include "law/fee_claims.h"
#include "law/period.h"

#define YUAN INT64_C(100)

/* JI 201; law.md F6, F7: 80,000 + 40,000 is one fee on 120,000; an apology beside 100,000 costs
 * nothing more; two claims without property are one case. */
static void claims_make_one_fee(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    static const struct {
        int64_t amounts_fen[2];
        size_t count;
        bool non_property;
        int64_t due_fen;
    } examples[] = {{{80000 * YUAN, 40000 * YUAN}, 2, false, 2700 * YUAN},
                    {{100000 * YUAN}, 1, true, 2300 * YUAN},
                    {{0}, 0, true, 50 * YUAN},
                    {{0}, 1, false, 50 * YUAN}};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct fee_request request = {.kind = FEE_PROPERTY};
        struct fee_result result;
        assert_int_equal(fee_of_claims(examples[i].amounts_fen, examples[i].count,
                                       examples[i].non_property, &request, NULL),
                         ERR_NONE);
        assert_int_equal(fee_compute(&request, &arena, &result, NULL), ERR_NONE);
        assert_int_equal(result.due_fen, examples[i].due_fen);
    }
    struct fee_request request = {0};
    struct err err;
    const int64_t negative[] = {-1}, absurd[] = {INT64_MAX, 1};
    assert_int_equal(fee_of_claims(negative, 1, false, &request, &err), ERR_INVALID);
    assert_string_equal(err.code, "fee.amount");
    assert_int_equal(fee_of_claims(absurd, 2, false, &request, &err), ERR_INVALID);
}

/* Measures 17, JI 202; law.md F8: contesting 120,000 of 350,000 costs 2,700. */
static void appellants_pay_together_or_each(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    static const struct {
        int64_t contested_fen[2];
        size_t count;
        bool joint;
        int64_t total_fen;
        size_t fees;
    } examples[] = {{{120000 * YUAN}, 1, false, 2700 * YUAN, 1},
                    {{120000 * YUAN}, 1, true, 2700 * YUAN, 1},
                    {{120000 * YUAN, 120000 * YUAN}, 2, true, 2700 * YUAN, 1},
                    {{100000 * YUAN, 120000 * YUAN}, 2, true, 2700 * YUAN, 1},
                    {{100000 * YUAN, 120000 * YUAN}, 2, false, 5000 * YUAN, 2}};
    struct fee_request request = {.kind = FEE_PROPERTY};
    struct appeal_fee fee;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        assert_int_equal(fee_of_appeal(&request, examples[i].contested_fen, examples[i].count,
                                       examples[i].joint, &arena, &fee, NULL),
                         ERR_NONE);
        assert_int_equal(fee.total_fen, examples[i].total_fen);
        assert_int_equal(fee.fees, examples[i].fees);
    }
    const int64_t wrong[] = {-5};
    assert_int_equal(fee_of_appeal(&request, wrong, 1, false, &arena, &fee, NULL), ERR_INVALID);
}

static void every_prepayment_is_known_and_its_period_is_law(void **context)
{
    (void) context;
    for (const struct prepayment *row = prepayments; row->event; row++) {
        assert_ptr_equal(prepayment_of(row->event), row);
        assert_true(!row->period || period_known(row->period));
        assert_non_null(strstr(row->basis, "条"));
    }
    assert_null(prepayment_of("lunch"));
    assert_false(prepayment_of("enforcement")->prepaid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_make_one_fee),
        cmocka_unit_test(appellants_pay_together_or_each),
        cmocka_unit_test(every_prepayment_is_known_and_its_period_is_law),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

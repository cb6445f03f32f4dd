/* Who may apply for a protection order: 反家庭暴力法 23; 法释〔2022〕17号 2. */
#include "tests/test.h"

#include "law/protection.h"

static void who_may_apply(void **state)
{
    static const struct {
        const char *who, *cannot;
        bool willing, may;
    } examples[] = {
        {"self", NULL, true, true},
        {"self", NULL, false, false},
        {"police", NULL, true, false}, /* the person can: then they apply themselves */
        {"police", "coerced", false, true},
        {"relative", "no_capacity", false, true},
        {"rescue", "coerced", true, true},
        {"civil", "coerced", true, false}, /* Law 23 (2) does not name it */
        {"civil", "old_ill", true, true},
        {"civil", "old_ill", false, false}, /* by the person's will */
        {"police", "old_ill", true, true},
        {"elderly", "old_ill", true, true},
        {"disabled", "no_capacity", true, false},
        {"women", "tired", true, false},
        {"neighbour", "coerced", true, false},
    };
    (void) state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        if (protection_may_apply(examples[i].who, examples[i].cannot, examples[i].willing) !=
            examples[i].may)
            fail_msg("row %zu", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(who_may_apply)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The court by the cause: CPL 22, 24, 27, 29, 34; JI 28. */
#include "tests/test.h"

#include "law/jurisdiction.h"

static void the_court_follows_the_cause(void **context)
{
    (void) context;
    static const struct {
        const char *cause, *ground;
        bool exclusive, at_place;
    } rows[] = {
        {"04.10.108.03", "defendant_domicile", false, false}, /* a loan: CPL 24, JI 18 */
        {"04.10.116.02", "real_estate", true, true},          /* a lease of a home: JI 28 */
        {"04.10.120.03", "real_estate", true, true},          /* construction: JI 28 */
        {"04.10.140", "real_estate", true, true},             /* rural land: JI 28 */
        {"04.10.096", "defendant_domicile", false, false},    /* a sale of a home is a contract */
        {"04.10.126", "contract_performance", false, true},   /* where the home lies: CPL 24 */
        {"03.06.055.07", "real_estate", true, true},          /* neighbours: CPL 34, JI 28 */
        {"02.02.014", "defendant_domicile", false, false},    /* divorce: CPL 22 */
        {"02.03.029", "other", true, true},                   /* succession: CPL 34 (3) */
        {"07.19.205.05", "other", false, true},               /* labour */
        {"10.35.411", "tort_place", false, true},             /* an accident: CPL 29, 30 */
        {"10.35.419", "tort_place", false, true},             /* a dog that bit: CPL 29 */
        {"09", "defendant_domicile", false, false},           /* companies: CPL 22, 27 */
        {"01.01.006", "defendant_domicile", false, false},    /* reputation: CPL 29, JI 24, 25 */
        {NULL, "defendant_domicile", false, false},           /* CPL 22 */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct jurisdiction *found = jurisdiction_of_cause(rows[i].cause);
        if (strcmp(found->ground, rows[i].ground) != 0 || found->exclusive != rows[i].exclusive ||
            found->at_place != rows[i].at_place)
            fail_msg("row %zu: %s %d %d", i, found->ground, found->exclusive, found->at_place);
        assert_true(*found->zh && *found->en);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_court_follows_the_cause)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What a refusal names, and what an agent may do. */
#include "tests/test.h"

#include "law/period.h"
#include "law/remedy.h"

static void every_refusal_names_its_way(void **context)
{
    (void) context;
    static const struct {
        const char *decision, *period, *basis;
    } examples[] = {{"not_accepted", "appeal.ruling", "第一百二十六条"}, /* CPL 126, 171 */
                    {"judgment", "appeal.judgment", "第一百七十一条"},
                    {"small_claims_judgment", "retrial.apply", "第一百六十五条"},
                    {"filing_delayed", "filing.refusal_complaint", "第十三条"},
                    {"fee", "fee.review", "第四十三条"}, /* 交费办法 43 */
                    {"relief_refused", NULL, "第四十八条"},
                    {"confirmation_rejected", NULL, "第二百零六条"}};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const struct remedy *remedy = remedy_of(examples[i].decision);
        assert_non_null(remedy);
        assert_non_null(strstr(remedy->basis, examples[i].basis));
        assert_int_equal(remedy->period == NULL, examples[i].period == NULL);
        if (remedy->period)
            assert_string_equal(remedy->period, examples[i].period);
    }
    /* 43: fifteen days are the president's to decide, none are set to ask in. */
    assert_non_null(strstr(remedy_of("fee")->zh, "复核决定自收到申请之日起十五日内作出"));
    assert_null(remedy_of("sunshine"));
    for (const struct remedy *remedy = remedies; remedy->decision; remedy++) {
        assert_ptr_equal(remedy_of(remedy->decision), remedy);
        assert_true(remedy->zh && remedy->en && remedy->basis);
        if (remedy->period && !period_known(remedy->period))
            fail_msg("%s: the table has no period %s", remedy->decision, remedy->period);
    }
}

/* CPL 62: admitting, waiving, changing, settling, counterclaiming, appealing need special
 * authority; CPL 65: in divorce the person's own word. */
static void an_agent_may_do_what_the_authority_says(void **context)
{
    (void) context;
    static const struct {
        const char *act;
        bool special, person;
    } examples[] = {{"admit_claim", true, false},      {"waive_claim", true, false},
                    {"change_claim", true, false},     {"settle", true, false},
                    {"counterclaim", true, false},     {"appeal", true, false},
                    {"divorce_will", true, true},      {"file", false, false},
                    {"submit_evidence", false, false}, {"attend_hearing", false, false}};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const struct agent_act *act = agent_act_of(examples[i].act);
        assert_non_null(act);
        assert_int_equal(act->special, examples[i].special);
        assert_int_equal(act->person, examples[i].person);
        assert_true(act->zh && act->en && act->basis);
    }
    assert_null(agent_act_of("dance"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refusal_names_its_way),
        cmocka_unit_test(an_agent_may_do_what_the_authority_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

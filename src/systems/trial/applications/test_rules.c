/* What the law says of each kind of application, by a table of examples. */
#include "tests/test.h"

#include "base/text.h"
#include "systems/trial/applications/rules.h"

static const struct application_names names = {
    "段志强", "李某", "甲市乙区人民法院", "2026年4月10日", "举证期限重新确定至2026年4月10日。",
    "第五项"};

/* CPL 50, 126, 130, 157, 171; JI 233, 276. */
static void what_can_be_done_against_it(void **state)
{
    (void) state;
    static const struct {
        struct application_case decided;
        const char *remedy; /* NULL: none */
    } examples[] = {
        {{"objection", "rejected", false, false}, "jurisdiction_objection"},
        {{"objection", "upheld", false, false}, "jurisdiction_objection"},
        {{"objection", "rejected", true, false}, "small_claims_ruling"},
        {{"objection", "unexamined", false, false}, NULL},
        {{"objection", "unexamined", true, false}, NULL},
        {{"withdrawal", "granted", false, false}, NULL},
        {{"withdrawal", "refused", false, false}, NULL},
        {{"counterclaim", "granted", false, false}, NULL},
        {{"counterclaim", "refused", false, false}, "not_accepted"},
        {{"extension", "refused", false, false}, NULL},
        {{"change", "granted", false, false}, NULL},
        {{"change", "refused", false, false}, NULL},
        {{"investigation", "refused", false, false}, NULL},
        {{"stay", "granted", false, false}, NULL},
        {{"recusal", "granted", false, false}, NULL},
        {{"recusal", "refused", false, false}, "recusal"},
        {{"recusal", "refused", false, true}, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const struct remedy *remedy = application_remedy(&examples[i].decided);
        print_message("  %s %s\n", examples[i].decided.kind, examples[i].decided.decision);
        assert_true(text_equal(remedy ? remedy->decision : NULL, examples[i].remedy));
    }
    /* CPL 171: ten days against the ruling on jurisdiction. */
    assert_string_equal(application_remedy(&examples[0].decided)->period, "appeal.ruling");
}

static void the_words_of_the_paper(void **state)
{
    (void) state;
    static const struct {
        struct application_case decided;
        const char *outcome, *article; /* NULL: no paper */
    } examples[] = {
        {{"objection", "upheld", false, false},
         "段志强对管辖权提出的异议成立，本案移送甲市乙区人民法院处理。",
         "第一百三十条"},
        {{"objection", "rejected", false, false},
         "驳回段志强对本案管辖权提出的异议。",
         "第一百五十七条第一款第二项"},
        {{"withdrawal", "granted", false, false}, "准许段志强撤诉。", "第一百四十八条"},
        {{"withdrawal", "refused", false, false}, "不准许段志强撤诉。", "第一百四十八条"},
        {{"counterclaim", "refused", false, false},
         "对段志强的反诉，本院不予受理。",
         "第二百三十三条"},
        {{"counterclaim", "granted", false, false}, NULL, NULL},
        {{"objection", "unexamined", false, false}, NULL, NULL},
        {{"extension", "granted", false, false},
         "举证期限延长至2026年4月10日，适用于其他当事人。",
         "第一百条"},
        {{"extension", "refused", false, false}, "不准许延长举证期限。", "第六十八条"},
        {{"change", "granted", false, false},
         "准许段志强变更诉讼请求，变更后的请求在本案合并审理。举证期限重新确定至2026年4月10日。",
         "第五十四条"},
        {{"change", "refused", false, false},
         "不准许段志强变更诉讼请求的申请，本案按原来的请求审理。",
         "第二百三十二条"},
        {{"investigation", "granted", false, false},
         "准许段志强的申请，由本院调查收集证据。",
         "第九十四条"},
        {{"investigation", "refused", false, false},
         "不准许段志强调查收集证据的申请。",
         "第九十五条"},
        {{"stay", "granted", false, false},
         "本案中止诉讼。",
         "第一百五十三条第一款第五项、第一百五十七条第一款第六项"},
        {{"stay", "refused", false, false}, "不准许段志强中止诉讼的申请。", "第一百五十三条"},
        {{"recusal", "granted", false, false}, "李某回避，不再参与本案工作。", "第四十九条"},
        {{"recusal", "refused", false, false}, "驳回段志强提出的回避申请。", "第四十九条"},
        {{"recusal", "refused", false, true}, "驳回复议，维持原决定。", "第五十条"},
        {{"recusal", "granted", false, true},
         "撤销原决定，李某回避，不再参与本案工作。",
         "第五十条"},
    };
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct application_words words = {0};
        bool has = application_words_of(&examples[i].decided, &names, &arena, &words);
        print_message("  %s %s\n", examples[i].decided.kind, examples[i].decided.decision);
        assert_int_equal(has, examples[i].outcome != NULL);
        if (!has)
            continue;
        assert_string_equal(words.outcome, examples[i].outcome);
        assert_non_null(strstr(words.basis, examples[i].article));
    }
}

/* CPL 153(1): one item a ground. */
static void a_stay_names_its_item(void **state)
{
    (void) state;
    assert_string_equal(application_stay_item("death"), "第一项");
    assert_string_equal(application_stay_item("other_case"), "第五项");
    assert_string_equal(application_stay_item("other"), "第六项");
    assert_string_equal(application_stay_item("tired"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_can_be_done_against_it),
                                       cmocka_unit_test(the_words_of_the_paper),
                                       cmocka_unit_test(a_stay_names_its_item)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

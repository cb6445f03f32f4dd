/* Triage: invented texts, one a kind of dispute; the rule of the court; the door. */
#include "tests/test.h"

#include "systems/intake/intake/triage.h"

static void causes_are_found(void **state)
{
    static const struct {
        const char *kind, *text, *code;
    } examples[] = {
        {"loan", "去年三月他向我借款六万元，写了借条，约定年底还钱，到现在一直不还。",
         "04.10.108.03"},
        {NULL, "朋友借钱六万元，有借条和转账记录，利息也没给。", "04.10.108.03"},
        {"loan", "我给朋友的贷款做担保人，银行让我代偿了八万元，现在向他追偿。", "04.10.147"},
        {"neighbour", "楼上邻居卫生间漏水，把我家天花板和墙面都泡坏了。", "03.06.055.07"},
        {"property_service", "小区物业公司催我交三年的物业费，可是他们不打扫卫生。", "04.10.126"},
        {"property_service", "暖气一直不热，热力公司不退采暖费。", "04.10.101"},
        {"housing", "租期到了，房东不退押金，还说房租没有交清。", "04.10.116.02"},
        {"consumer", "我在健身房办卡充值五千元，健身房关门跑路，要求退卡退费。", "04.10.142"},
        {"contract", "我给他供货，对方收货后拖欠货款十二万元。", "04.10.088"},
        {"contract", "包工头干完工程，发包方竣工后不结算工程款。", "04.10.120.03"},
        {"traffic", "路口被机动车追尾，交警认定对方全责，车上人撞伤住院。", "10.35.411"},
        {"injury", "散步时被邻居饲养的狗咬伤，打了疫苗。", "10.35.419"},
        {"labour", "老板拖欠工资四个月，加班费也没有。", "07.19.205.05"},
        {"family", "夫妻感情破裂，分居两年，我要离婚。", "02.02.014"},
        {"family", "儿子不管我，不给赡养费，我七十多岁了。", "02.02.024.01"},
        {"family", "父亲去世后留下一套房子，兄弟几个对遗产继承说不拢。", "02.03.029"},
        {"reputation", "他在微信群里造谣诽谤我，要求赔礼道歉恢复名誉。", "01.01.006"},
    };
    (void) state;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        struct triage_cause causes[TRIAGE_CAUSES_MAX];
        size_t count = 0;
        arena_init(&arena, 1 << 20);
        assert_int_equal(
            triage_causes(examples[i].text, examples[i].kind, &arena, causes, &count, NULL),
            ERR_NONE);
        if (!count || strcmp(causes[0].code, examples[i].code) != 0)
            fail_msg("%s: %s, not %s", examples[i].text, count ? causes[0].code : "nothing",
                     examples[i].code);
        assert_true(causes[0].score > 0 && *causes[0].words);
    }
}

static void nothing_telling(void **state)
{
    ARENA_SCOPED arena;
    struct triage_cause causes[TRIAGE_CAUSES_MAX];
    size_t count = 9;
    (void) state;
    arena_init(&arena, 1 << 20);
    assert_int_equal(triage_causes("abcdefgh", NULL, &arena, causes, &count, NULL), ERR_NONE);
    assert_int_equal(count, 0);
    assert_int_equal(triage_causes("", "loan", &arena, causes, &count, NULL), ERR_NONE);
    assert_int_equal(count, 1);
    assert_string_equal(causes[0].code, "04.10.108.03");
    assert_int_equal(causes[0].score, 0);
}

static void doors(void **state)
{
    static const struct {
        struct triage_answers answers;
        const char *cause, *door;
    } examples[] = {
        {{.kind = "loan"}, "04.10.108.03", "mediation"},
        {{.kind = "labour"}, "07.19.205.05", "arbitration"},                /* 劳动争议法 5 */
        {{.kind = "labour", .arbitrated = true}, "07.19.205.05", "filing"}, /* 50 */
        {{.kind = "labour", .wage_note = true}, "07.19.205.05", "filing"}, /* 劳动解释（一） 15 */
        {{.kind = "contract"}, "07.19.205", "arbitration"},
        {{.kind = "loan", .wage_note = true}, "04.10.108.03", "mediation"},
        {{.kind = "family", .violence = true}, "02.02.014", "protection"}, /* 反家庭暴力法 23 */
    };
    (void) state;
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_string_equal(triage_door(&examples[i].answers, examples[i].cause).name,
                            examples[i].door);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(causes_are_found),
                                       cmocka_unit_test(nothing_telling), cmocka_unit_test(doors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

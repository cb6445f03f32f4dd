/* The one rule of search: what is a pair, what a run, what is left out. */
#include "base/bigram.h"
#include "base/text.h"
#include "tests/test.h"

/* The pairs of a text as it is compared, for reading: "物业 业服". */
static const char *pairs(struct arena *arena, const char *utf8)
{
    struct text out;
    uint64_t pair = 0;
    text_init(&out, arena, 4096);
    while (bigram_next(&utf8, &pair)) {
        assert_true(pair < UINT64_C(1) << BIGRAM_BITS);
        if (out.length)
            text_add(&out, " ");
        text_add_code_point(&out, (uint32_t) (pair >> 21));
        text_add_code_point(&out, (uint32_t) (pair & 0x1FFFFF));
    }
    const char *done = text_done(&out);
    assert_non_null(done);
    return done;
}

static void cuts_overlapping_pairs(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    static const struct {
        const char *text, *pairs;
    } examples[] = {{"物业服务，AB", "物业 业服 服务 ab"},
                    {"（２０２６）鄂1202民初1号", "20 02 26 鄂1 12 20 02 2民 民初 初1 1号"},
                    {"我，", ""},
                    {"", ""},
                    {"後來的借貸糾紛", "后来 来的 的借 借贷 贷纠 纠纷"},
                    {"二○二六", "二〇 〇二 二六"},
                    {"阿卜杜·热西提", "阿卜 卜杜 热西 西提"},
                    {"丰田 ABC合同", "丰田 ab bc c合 合同"},
                    {"人人", "人人"},
                    {"𬭎𬭎", "𬭎𬭎"}};
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_string_equal(pairs(&arena, examples[i].text), examples[i].pairs);
}

static void whole_numbers_stand_beside_pairs(void **context)
{
    (void) context;
    static const struct {
        const char *text;
        size_t count, inner;
    } examples[] = {
        {"", 0, 0},        {"没有", 0, 0},   {"12", 1, 0},       {"初12", 1, 0},
        {"12号", 1, 0},    {"初12号", 1, 1}, {"初１２号", 1, 1}, {"（2026）鄂1202民初12号", 3, 2},
        {"初12 号", 1, 0}, {"a1b2c3", 3, 2}, {"6.5元", 2, 0}};
    uint64_t twelve = 0, other = 0;
    bool inner = false;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct bigram_numbers numbers = {examples[i].text, false};
        uint64_t number = 0;
        size_t count = 0, inner_count = 0;
        while (bigram_number(&numbers, &number, &inner)) {
            assert_true(number < UINT64_C(1) << 37);
            count++;
            inner_count += inner;
        }
        assert_int_equal(count, examples[i].count);
        assert_int_equal(inner_count, examples[i].inner);
    }
    assert_true(bigram_number(&(struct bigram_numbers){"初12号", false}, &twelve, &inner));
    assert_true(bigram_number(&(struct bigram_numbers){"１２", false}, &other, &inner));
    assert_int_equal(twelve, other);
    assert_true(bigram_number(&(struct bigram_numbers){"012", false}, &other, &inner));
    assert_int_not_equal(twelve, other);
}

static void a_run_is_found_as_it_is_compared(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const char *runs[4];
    assert_int_equal(bigram_runs(&arena, " 借貸，Ａb 1 ", runs, 4), 3);
    assert_string_equal(runs[0], "借贷");
    assert_string_equal(runs[1], "ab");
    assert_string_equal(runs[2], "1");
    assert_int_equal(bigram_runs(&arena, "一 二 三", runs, 2), 2);
    assert_int_equal(bigram_runs(&arena, "，。", runs, 4), 0);
    const char *text = "原告：民間借貸糾紛";
    assert_ptr_equal(bigram_find(text, "借贷"), strstr(text, "借"));
    assert_null(bigram_find(text, "贷借"));
    assert_null(bigram_find(text, "告民")); /* a colon lies between */
    assert_null(bigram_find("", "借"));
}

static void numbers_of_persons_are_left_out(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    static const struct {
        const char *text, *kept;
    } examples[] = {{"张三，身份证42230119800101123X，住", "张三，身份证 ，住"},
                    {"电话13900001111。", "电话 。"},
                    {"电话139 0000 1111。", "电话 。"},
                    {"电话139-0000-1111。", "电话 。"},
                    {"账号6222 0218 1234 5678 905", "账号 "},
                    {"信用代码91421202MA4FQ7H310", "信用代码 "},
                    {"2026年11月24日 60000.00元", "2026年11月24日 60000.00元"},
                    {"（2026）鄂1202民初1号", "(2026)鄂1202民初1号"},
                    {"internationalisation", "internationalisation"},
                    {"Tel13812345678", "Tel "},
                    {"Tel13812345678ext", " "},
                    {"abc1390 000 1111", "abc "},
                    {"abc139-0000-1111，转", "abc ，转"},
                    {"QQ 1234567890", "QQ 1234567890"},
                    {"2025-03-01 60000元", "2025-03-01 60000元"},
                    {"2025-3-1 60000.00元", "2025-3-1 60000.00元"},
                    {"2025-03-01 13900001111", "2025-03-01  "},
                    {"2025-03-01 139 0000 1111", "2025-03-01  "},
                    {"2025-03-01-13900001111", " "},
                    {"12025-03-01 60000", " "},
                    {"2025-13-01 60000", " "},
                    {"6222 2025-03-01 6000", " "},
                    {"2026-11-24 09:00", "2026-11-24 09:00"}};
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_string_equal(bigram_clean(&arena, examples[i].text), examples[i].kept);
}

static void folds_are_in_order_and_go_one_step(void **context)
{
    (void) context;
    for (size_t i = 0; i < bigram_fold_count; i++) {
        assert_true(i == 0 || bigram_folds[i - 1][0] < bigram_folds[i][0]);
        assert_int_equal(bigram_point(bigram_folds[i][1]), bigram_folds[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cuts_overlapping_pairs),
                                       cmocka_unit_test(whole_numbers_stand_beside_pairs),
                                       cmocka_unit_test(a_run_is_found_as_it_is_compared),
                                       cmocka_unit_test(numbers_of_persons_are_left_out),
                                       cmocka_unit_test(folds_are_in_order_and_go_one_step)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

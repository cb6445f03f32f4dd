/* Case numbers: the grammar at its edges, and the table of type codes as data. */
#include "tests/test.h"

#include "law/case_number.h"

static void every_part_is_read(void **context)
{
    (void) context;
    static const struct {
        const char *text;
        struct case_number then; /* year, court, special code, type, serial, suffix */
        const char *printed;
    } examples[] = {
        {"（2026）鄂1202民初123号",
         {2026, "鄂1202", "", "民初", 123, ""},
         "（2026）鄂1202民初123号"},
        {"(2026)鄂12民终7号", {2026, "鄂12", "", "民终", 7, ""}, "（2026）鄂12民终7号"},
        {"(2026)鄂民申7号", {2026, "鄂", "", "民申", 7, ""}, "（2026）鄂民申7号"},
        {"(2019)最高法知民终1号", {2019, "最高法", "知", "民终", 1, ""}, "（2019）最高法知民终1号"},
        {"(2020)粤73知民初1号", {2020, "粤73", "知", "民初", 1, ""}, "（2020）粤73知民初1号"},
        {"(2026)鄂1202执保5号", {2026, "鄂1202", "", "执保", 5, ""}, "（2026）鄂1202执保5号"},
        {"(2026)鄂1202执5号", {2026, "鄂1202", "", "执", 5, ""}, "（2026）鄂1202执5号"},
        {"(2026)鄂1202民辖终5号", {2026, "鄂1202", "", "民辖终", 5, ""}, "（2026）鄂1202民辖终5号"},
        {"(2026)鄂1202行保5号", {2026, "鄂1202", "", "行保", 5, ""}, "（2026）鄂1202行保5号"},
        {"(2026)鄂1202诉前调确9号",
         {2026, "鄂1202", "", "诉前调确", 9, ""},
         "（2026）鄂1202诉前调确9号"},
        {"(2021)川0104民诉前调801号",
         {2021, "川0104", "", "民诉前调", 801, ""},
         "（2021）川0104民诉前调801号"},
        {"（2026)鄂1202民初1号之一",
         {2026, "鄂1202", "", "民初", 1, "之一"},
         "（2026）鄂1202民初1号之一"},
        {"(2026)鄂1202民初1号之二十三",
         {2026, "鄂1202", "", "民初", 1, "之二十三"},
         "（2026）鄂1202民初1号之二十三"},
        {"(2026)最高法刑申999999999999号",
         {2026, "最高法", "", "刑申", INT64_C(999999999999), ""},
         "（2026）最高法刑申999999999999号"},
    };
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 14);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct case_number number;
        print_message("  %s\n", examples[i].printed);
        assert_true(case_number_parse(examples[i].text, &number));
        assert_int_equal(number.year, examples[i].then.year);
        assert_string_equal(number.court, examples[i].then.court);
        assert_string_equal(number.special, examples[i].then.special);
        assert_string_equal(number.type, examples[i].then.type);
        assert_int_equal(number.serial, examples[i].then.serial);
        assert_string_equal(number.suffix, examples[i].then.suffix);
        assert_string_equal(case_number_print(&arena, &number), examples[i].printed);
    }
}

static void what_is_no_case_number_is_refused(void **context)
{
    (void) context;
    static const char *const wrong[] = {
        "（2026）鄂1202民初0123号", /* leading zero: 案号规定 10 */
        "（2026）鄂1202民初0号",
        "（26）鄂1202民初1号",
        "（0026）鄂1202民初1号",
        "（20266）鄂1202民初1号",
        "（２０２６）鄂1202民初1号", /* full-width digits: the form normalises first */
        "【2026】鄂1202民初1号",
        "（2026鄂1202民初1号",
        "（2026）1202民初1号",
        "（2026）鄂1民初1号",
        "（2026）鄂120民初1号",
        "（2026）鄂12023民初1号",
        "（2026）台1202民初1号",
        "（2026）最高民申1号",
        "（2026）鄂1202知1号",
        "（2026）鄂12021号",
        "（2026）鄂1202民初号",
        "（2026）鄂1202民初-1号",
        "（2026）鄂1202民初1234567890123号", /* 13 digits */
        "（2026）鄂1202民初1号 ",
        " （2026）鄂1202民初1号",
        "（2026）鄂1202民初1号之",
        "（2026）鄂1202民初1号之1",
        "（2026）鄂1202民初1号第一",
        "（2026）\xe4民初1号", /* half a character */
        "（2026）鄂1202民初1号之\xe4",
        "（2026）鄂1202民初1号之一二三四五", /* longer than the suffix may be */
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct case_number number = {.serial = 7};
        print_message("  %s\n", wrong[i]);
        assert_false(case_number_parse(wrong[i], &number));
        assert_int_equal(number.serial, 7); /* written on success only */
    }
}

/* Cut anywhere, also in the middle of a character. */
static void a_number_cut_short_is_refused(void **context)
{
    (void) context;
    static const char whole[] = "（2026）最高法知民终123号";
    char cut[sizeof whole];
    for (size_t length = 0; length < strlen(whole); length++) {
        struct case_number number;
        memcpy(cut, whole, length);
        cut[length] = '\0';
        assert_false(case_number_parse(cut, &number));
    }
}

/* The longest code wins (执保 before 执), so every row must come back as itself. */
static void every_type_code_is_read_as_itself(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 18);
    for (size_t i = 0; i < case_type_code_count; i++) {
        const char *code = case_type_codes[i].code;
        struct case_number number;
        const char *text = arena_printf(&arena, "（2026）鄂1202%s9号", code);
        assert_non_null(text);
        assert_true(case_number_parse(text, &number));
        assert_string_equal(number.type, code);
        assert_string_equal(case_number_print(&arena, &number), text);
        assert_true(strlen(code) < sizeof number.type);
        for (size_t j = i + 1; j < case_type_code_count; j++)
            assert_string_not_equal(code, case_type_codes[j].code);
    }
}

static void some_codes_do_not_count_as_cases(void **context)
{
    (void) context;
    static const char *const uncounted[] = {"诉前调", "民诉前调", "诉前调确", "诉前调书",
                                            "执保",   "执恢",     "引调"};
    size_t found = 0;
    for (size_t i = 0; i < case_type_code_count; i++) {
        bool named = false;
        for (size_t j = 0; j < COUNT_OF(uncounted); j++)
            named = named || strcmp(case_type_codes[i].code, uncounted[j]) == 0;
        assert_int_equal(case_type_codes[i].counts_as_case, !named);
        found += named;
    }
    assert_int_equal(found, COUNT_OF(uncounted));
}

/* 案号规定 4-5: a high court is its character alone, then two digits, then four. */
static void courts_of_every_province_are_read(void **context)
{
    (void) context;
    static const char *const provinces[] = {"京", "津", "冀", "晋", "内", "辽", "吉", "黑", "沪",
                                            "苏", "浙", "皖", "闽", "赣", "鲁", "豫", "鄂", "湘",
                                            "粤", "桂", "琼", "渝", "川", "黔", "云", "藏", "陕",
                                            "甘", "青", "宁", "新", "军", "兵"};
    static const char *const digits[] = {"", "01", "0102"};
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 18);
    for (size_t i = 0; i < COUNT_OF(provinces); i++) {
        for (size_t j = 0; j < COUNT_OF(digits); j++) {
            struct case_number number;
            const char *court = arena_printf(&arena, "%s%s", provinces[i], digits[j]);
            const char *text = arena_printf(&arena, "(2026)%s民初1号", court);
            assert_true(court && text);
            assert_true(case_number_parse(text, &number));
            assert_string_equal(number.court, court);
        }
    }
}

/* 法〔2015〕137号 and the statistics rules: mediation before filing and the carrying out of
 * preservation are no cases. */
static void a_code_says_whether_it_counts(void **context)
{
    (void) context;
    static const struct {
        const char *code;
        bool counts;
    } examples[] = {{"民初", true},  {"执", true},    {"诉前调确", false}, {"诉前调书", false},
                    {"执保", false}, {"执恢", false}, {"民诉前调", false}, {"没有", false}};
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_int_equal(case_type_counts(examples[i].code), examples[i].counts);
}

/* Whatever is printed reads the same again: every type, special code, suffix and kind of court. */
static void what_is_printed_reads_the_same(void **context)
{
    (void) context;
    static const char *const courts[] = {"最高法", "鄂", "鄂12", "鄂1202", "兵0801", "京0491"};
    static const char *const specials[] = {"", "知"};
    static const char *const suffixes[] = {"", "之一", "之十二"};
    static const int64_t serials[] = {1, 10, 999999999999};
    size_t tried = 0;
    for (size_t t = 0; t < case_type_code_count; t++) {
        for (size_t i = 0; i < 6 * 2 * 3 * 3; i++, tried++) {
            ARENA_SCOPED arena;
            struct case_number number = {.year = 1949 + (int) (i % 100), .serial = serials[i / 36]},
                               again;
            arena_init(&arena, 1 << 12);
            (void) snprintf(number.court, sizeof number.court, "%s", courts[i % 6]);
            (void) snprintf(number.special, sizeof number.special, "%s", specials[i / 6 % 2]);
            (void) snprintf(number.suffix, sizeof number.suffix, "%s", suffixes[i / 12 % 3]);
            (void) snprintf(number.type, sizeof number.type, "%s", case_type_codes[t].code);
            assert_true(case_number_parse(case_number_print(&arena, &number), &again));
            assert_int_equal(again.year, number.year);
            assert_int_equal(again.serial, number.serial);
            assert_string_equal(again.court, number.court);
            assert_string_equal(again.special, number.special);
            assert_string_equal(again.type, number.type);
            assert_string_equal(again.suffix, number.suffix);
        }
    }
    assert_true(tried > 10000);
}

static void printing_without_memory_says_so(void **context)
{
    (void) context;
    struct case_number number;
    assert_true(case_number_parse("(2026)鄂1202民初1号", &number));
    ARENA_SCOPED arena;
    arena_init(&arena, 8);
    assert_null(case_number_print(&arena, &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_read),
        cmocka_unit_test(what_is_no_case_number_is_refused),
        cmocka_unit_test(a_number_cut_short_is_refused),
        cmocka_unit_test(every_type_code_is_read_as_itself),
        cmocka_unit_test(some_codes_do_not_count_as_cases),
        cmocka_unit_test(courts_of_every_province_are_read),
        cmocka_unit_test(a_code_says_whether_it_counts),
        cmocka_unit_test(what_is_printed_reads_the_same),
        cmocka_unit_test(printing_without_memory_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/test.h"

#include "base/text.h"

static void knows_well_formed_utf8(void **context)
{
    (void) context;
    static const struct {
        const char *bytes;
        bool good;
    } examples[] = {
        {"法院", true},
        {"𠮷", true},
        {"", true},
        {"\xC0\x80", false},
        /* overlong */ {"\xED\xA0\x80", false}, /* surrogate */
        {"\xF4\x90\x80\x80", false},
        {"\xE6\xB3", false}, /* cut */
        {"\xFF", false},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_int_equal(text_is_utf8(examples[i].bytes, strlen(examples[i].bytes)),
                         examples[i].good);
    assert_false(text_is_utf8("a\0b", 3));
}

static void normalises_what_people_type(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    static const struct {
        const char *typed, *kept;
    } examples[] = {
        {"　１３８　００１３ ８０００ ", "138 0013 8000"},
        {"（２０２６）鄂１２０２", "(2026)鄂1202"},
        {"二〇二六，好。", "二〇二六，好。"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_string_equal(text_normalise(&arena, examples[i].typed), examples[i].kept);
}

static void numbers_are_written_in_full(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    static const struct {
        int64_t number;
        int digits_min;
        const char *written;
    } examples[] = {{0, 1, "0"},
                    {7, 2, "07"},
                    {-5, 4, "-0005"},
                    {2026, 4, "2026"},
                    {123456789012, 1, "123456789012"},
                    {INT64_MAX, 1, "9223372036854775807"},
                    {INT64_MIN, 1, "-9223372036854775808"}};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct text text;
        text_init(&text, &arena, 100);
        text_add_int(&text, examples[i].number, examples[i].digits_min);
        assert_string_equal(text_done(&text), examples[i].written);
    }
}

/* An error names the field as it was sent; what is cut to fit never ends in half a character. */
static void a_cut_error_stays_well_formed(void **context)
{
    (void) context;
    static const char *const ends[] = {"", "a", "ab", "é", "aé", "𠮷", "a𠮷"};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        char name[400] = "";
        struct err err;
        size_t length = (size_t) snprintf(name, sizeof name, "%s", ends[i]);
        while (length + 4 < sizeof name)
            length += (size_t) snprintf(name + length, sizeof name - length, "张");
        (void) !err_field(&err, ERR_INVALID, "x", name, "%s", name);
        assert_true(text_is_utf8(err.field, strlen(err.field)) && strlen(err.field) > 90);
        assert_true(text_is_utf8(err.text, strlen(err.text)) && strlen(err.text) > 190);
        assert_true(text_starts(name, err.field));
    }
    struct err whole;
    (void) !err_field(&whole, ERR_INVALID, "x", "张三", "李四");
    assert_string_equal(whole.field, "张三");
    assert_string_equal(whole.text, "李四");
}

static void a_cut_text_keeps_whole_characters(void **context)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    (void) context;
    assert_string_equal(text_first(&arena, "账号与户名", 2), "账号");
    assert_string_equal(text_first(&arena, "账号", 2), "账号");
    assert_string_equal(text_first(&arena, "账号", 0), "");
    assert_string_equal(text_first(&arena, "", 5), "");
}

static void growing_stops_at_its_limit(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct text text;
    text_init(&text, &arena, 10);
    text_add(&text, "123456789");
    assert_string_equal(text_done(&text), "123456789");
    text_add(&text, "0");
    assert_null(text_done(&text));
}

static void cells_are_quoted_and_are_no_formulas(void **context)
{
    static const struct {
        const char *cell, *wanted;
    } examples[] = {{NULL, ""},
                    {"", ""},
                    {"沈国栋", "沈国栋"},
                    {"甲,乙", "\"甲,乙\""},
                    {"说\"好\"", "\"说\"\"好\"\"\""},
                    {"上\n下", "\"上\n下\""},
                    {"=1+1", "\"'=1+1\""},
                    {"-5", "\"'-5\""},
                    {"\t=1", "\"'\t=1\""}};
    ARENA_SCOPED arena;
    (void) context;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct text text;
        text_init(&text, &arena, 100);
        text_add_cell(&text, examples[i].cell);
        assert_string_equal(text_done(&text), examples[i].wanted);
    }
}

static void hex_goes_there_and_back(void **context)
{
    (void) context;
    uint8_t bytes[3];
    char hex[7];
    assert_true(text_unhex("00aFff", bytes, 3));
    text_hex(bytes, 3, hex);
    assert_string_equal(hex, "00afff");
    assert_false(text_unhex("00aff", bytes, 3));
    assert_false(text_unhex("00afzz", bytes, 3));
}

static void a_list_of_names_ends_with_what_it_left_out(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 12);
    struct text names;
    text_init(&names, &arena, 1024);
    assert_true(text_add_name(&names, "顾文博", 8));
    assert_true(text_add_name(&names, "段志强", 8)); /* seven, and room for 等 */
    assert_string_equal(text_done(&names), "顾文博、段志强");
    assert_false(text_add_name(&names, "何律", 8));
    assert_string_equal(text_done(&names), "顾文博、段志强等");
}

static void markup_keeps_words_words(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 12);
    struct text text;
    text_init(&text, &arena, 1000);
    text_add_markup(&text, "<b a=\"1\" b='2'>借&还</b>");
    text_add_markup(&text, NULL);
    assert_string_equal(text_done(&text),
                        "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;借&amp;还&lt;/b&gt;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_of_names_ends_with_what_it_left_out),
        cmocka_unit_test(knows_well_formed_utf8),
        cmocka_unit_test(normalises_what_people_type),
        cmocka_unit_test(numbers_are_written_in_full),
        cmocka_unit_test(a_cut_text_keeps_whole_characters),
        cmocka_unit_test(growing_stops_at_its_limit),
        cmocka_unit_test(a_cut_error_stays_well_formed),
        cmocka_unit_test(cells_are_quoted_and_are_no_formulas),
        cmocka_unit_test(markup_keeps_words_words),
        cmocka_unit_test(hex_goes_there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

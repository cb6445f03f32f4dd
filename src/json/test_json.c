#include "tests/test.h"

#include "json/json.h"

static enum err_kind parse(const char *text, struct arena *arena, struct value **ret,
                           struct err *err)
{
    return json_parse(text, strlen(text), &json_limits_request, arena, ret, err);
}

static void reads_what_is_well_formed(void **context)
{
    (void) context;
    static const struct {
        const char *text, *printed;
    } examples[] = {
        {" {\"a\": [1, -2, true, null, \"案\\u0041\\n\"]} ", "{\"a\":[1,-2,true,null,\"案A\\n\"]}"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"0", "0"},
        {"\"\\ud842\\udfb7\"", "\"𠮷\""},
        {"\"\\ud876\\udff0\"", "\"\xf0\xad\xaf\xb0\""}, /* U+2DBF0: json-c made it U+FFFD */
        {"[\"\\\\ud876\\\\udff0\",\"\\\\\\ud876\\udff0\"]",
         "[\"\\\\ud876\\\\udff0\",\"\\\\\xf0\xad\xaf\xb0\"]"},
        {"{\"b\":{\"x\":1},\"a\":{\"x\":2}}", "{\"b\":{\"x\":1},\"a\":{\"x\":2}}"},
        {"[]", "[]"},
        {"\"\"", "\"\""},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 20);
        struct value *value = NULL;
        struct err err = {0};
        if (parse(examples[i].text, &arena, &value, &err))
            fail_msg("%s: %s", examples[i].text, err.text);
        assert_string_equal(json_print(&arena, value), examples[i].printed);
    }
}

static void refuses_what_two_programs_might_read_differently(void **context)
{
    (void) context;
    static const char *const wrong[] = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "{\"\\u0061\":1}",
        "1.0",
        "1e3",
        "01",
        "-",
        "9223372036854775808",
        "-9223372036854775809",
        "NaN",
        "Infinity",
        "nul",
        "\"\\ud842\"",
        "\"\\udc00\"",
        "\"\\u0000\"",
        "\"\x01\"",
        "{} {}",
        "{}x",
        "\xEF\xBB\xBF{}",
        "\"\xFF\"",
        "{'a':1}",
        "{a:1}",
        "[1 2]",
        "{\"a\" 1}",
        "/* */ 1",
        "\"abc",
        "\"\\x\"",
        "tru",
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 20);
        struct value *value = NULL;
        struct err err = {0};
        if (parse(wrong[i], &arena, &value, &err) != ERR_SYNTAX)
            fail_msg("%s was not refused", wrong[i]);
        assert_string_equal(err.code, "json.syntax");
    }
}

static void names_line_and_column(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct value *value = NULL;
    struct err err = {0};
    assert_int_equal(parse("{\n  \"a\": 1.5\n}", &arena, &value, &err), ERR_SYNTAX);
    assert_non_null(strstr(err.text, "line 2, column 9"));
}

static void keeps_its_limits(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 24);
    struct value *value = NULL;
    const struct json_limits small = {.size_bytes_max = 64, .depth_max = 3, .nodes_max = 5};
    static const char *const big[] = {
        "[[[[1]]]]",
        "[1,2,3,4,5]",
        "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
    };
    for (size_t i = 0; i < COUNT_OF(big); i++)
        assert_int_equal(json_parse(big[i], strlen(big[i]), &small, &arena, &value, NULL),
                         ERR_LIMIT);
    assert_int_equal(json_parse("[[[1]]]", 7, &small, &arena, &value, NULL), ERR_NONE);
}

static void canonical_form_sorts_names(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct value *left = NULL, *right = NULL;
    assert_int_equal(parse("{\"b\":1,\"a\":{\"d\":1,\"c\":[2,1]}}", &arena, &left, NULL), 0);
    assert_int_equal(parse("{\"a\":{\"c\":[2,1],\"d\":1},\"b\":1}", &arena, &right, NULL), 0);
    assert_string_equal(json_canonical(&arena, left), json_canonical(&arena, right));
    assert_string_equal(json_canonical(&arena, left), "{\"a\":{\"c\":[2,1],\"d\":1},\"b\":1}");
}

static void an_unfinished_text_is_no_text(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct json_writer writer;
    json_writer_init(&writer, &arena, 1000);
    json_begin(&writer);
    json_name(&writer, "a");
    assert_null(json_done(&writer));
    json_text(&writer, "\"<\x1f");
    json_end(&writer);
    assert_string_equal(json_done(&writer), "{\"a\":\"\\\"<\\u001f\"}");
    json_writer_init(&writer, &arena, 5);
    json_text(&writer, "too long");
    assert_null(json_done(&writer));
}

/* Strings are looked at eight bytes at a time: what must be escaped is found at every place. */
static void what_must_be_escaped_is_found_everywhere(void **context)
{
    (void) context;
    static const char specials[] = "\"\\\n\x01\x1f", fillers[] = "a ~\x7f\x80\xbf\xe6\xff";
    enum { LENGTH = 21 };
    for (const char *filler = fillers; *filler; filler++) {
        for (const char *special = specials; *special; special++) {
            for (size_t place = 0; place < LENGTH; place++) {
                ARENA_SCOPED arena;
                struct json_writer writer;
                char text[LENGTH + 1] = "", wanted[64];
                memset(text, *filler, LENGTH);
                text[place] = *special;
                const char *escape = *special == '"'    ? "\\\""
                                     : *special == '\\' ? "\\\\"
                                     : *special == '\n' ? "\\n"
                                     : *special == 1    ? "\\u0001"
                                                        : "\\u001f";
                (void) snprintf(wanted, sizeof wanted, "\"%.*s%s%s\"", (int) place, text, escape,
                                text + place + 1);
                arena_init(&arena, 1 << 12);
                json_writer_init(&writer, &arena, 1000);
                json_text(&writer, text);
                assert_string_equal(json_done(&writer), wanted);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_is_well_formed),
        cmocka_unit_test(refuses_what_two_programs_might_read_differently),
        cmocka_unit_test(names_line_and_column),
        cmocka_unit_test(keeps_its_limits),
        cmocka_unit_test(canonical_form_sorts_names),
        cmocka_unit_test(an_unfinished_text_is_no_text),
        cmocka_unit_test(what_must_be_escaped_is_found_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

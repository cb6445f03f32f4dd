/* What a recogniser says becomes text that can be shown. */
#include "tests/test.h"

#include "base/text.h"
#include "files/words.h"

#include <string.h>

#define BYTES(text) text, sizeof(text) - 1

static void words_are_tidied(void **state)
{
    (void) state;
    static const struct {
        const char *bytes;
        size_t size_bytes;
        const char *wanted;
    } examples[] = {{BYTES(""), ""},
                    {BYTES(" \n\n"), ""},
                    {BYTES("今 借 到 五 千 元 整 。\n"), "今借到五千元整。"},
                    {BYTES("今借到 5000 元"), "今借到 5000 元"},
                    {BYTES("IOU   of\t5000\r\nyuan"), "IOU of 5000\n\nyuan"},
                    {BYTES("一\n二\n\n\n\n三\f"), "一\n二\n\n三"},
                    {BYTES("a\xff\xfe\x62\xe4\xb8"), "ab"},
                    {BYTES("a\0b\x07\x1b[31mc"), "a\nb[31mc"},
                    {BYTES("（甲 方）：张 三"), "（甲方）：张三"},
                    {BYTES("a\xef\xbb\xbf\x62"), "ab"}};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 20);
        assert_string_equal(words_tidy(examples[i].bytes, examples[i].size_bytes, &arena),
                            examples[i].wanted);
    }
}

static void a_page_is_cut_at_a_character(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 4 << 20);
    char *bytes = arena_alloc(&arena, 3 * (size_t) WORDS_BYTES_MAX);
    assert_non_null(bytes);
    for (size_t i = 0; i < 3 * (size_t) WORDS_BYTES_MAX; i++)
        bytes[i] = "\xe4\xb8\x80"[i % 3];
    const char *text = words_tidy(bytes, 3 * (size_t) WORDS_BYTES_MAX, &arena);
    assert_non_null(text);
    assert_true(strlen(text) < WORDS_BYTES_MAX && strlen(text) > WORDS_BYTES_MAX - 16);
    assert_true(text_is_utf8(text, strlen(text)));
}

static void letters_are_counted(void **state)
{
    (void) state;
    assert_int_equal(words_count("", 5), 0);
    assert_int_equal(words_count(" - \n", 5), 0);
    assert_int_equal(words_count("借条 a1", 50), 4);
    assert_int_equal(words_count("借条 a1", 3), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_are_tidied),
                                       cmocka_unit_test(a_page_is_cut_at_a_character),
                                       cmocka_unit_test(letters_are_counted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

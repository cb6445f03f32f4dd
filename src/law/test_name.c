/* Names in published documents (法释〔2016〕19号 Arts 8, 9) and texts on screens. */
#include "tests/test.h"

#include "base/text.h"
#include "law/name.h"

static void surnames_are_one_character_or_a_compound_of_two(void **context)
{
    (void) context;
    static const struct {
        const char *name, *surname;
    } examples[] = {
        {"张三", "张"},     {"欧阳娜娜", "欧阳"},      {"欧阳", "欧"}, /* a surname and a given name
                                                                          of one character each */
        {"司马光", "司马"}, {"阿依古丽·买买提", "阿"}, {"欧阳·买买提", "欧"}, /* with a dot it is no
                                                                                 Han name */
        {"John", "J"},      {"𠮷田茂", "𠮷"},          {"王", "王"},          {"", ""}};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        size_t bytes = surname_bytes(examples[i].name);
        assert_int_equal(bytes, strlen(examples[i].surname));
        assert_memory_equal(examples[i].name, examples[i].surname, bytes);
    }
}

static void names_of_a_document_are_told_apart(void **context)
{
    (void) context;
    static const struct {
        const char *names[6], *published[6];
    } examples[] = {
        /* law.md 12.3 */
        {{"张三丰"}, {"张某"}},
        {{"阿依古丽·买买提"}, {"阿某"}},
        {{"欧阳娜娜"}, {"欧阳某"}},
        {{"王芳", "王强"}, {"王某1", "王某2"}},
        {{"王芳", "李四", "王强", "王芳"}, {"王某1", "李某", "王某2", "王某1"}},
        {{"王芳", "王芳"}, {"王某", "王某"}}, /* one person, named twice */
        {{"欧阳锋", "欧冶子", "欧阳克"}, {"欧阳某1", "欧某", "欧阳某2"}},
        {{"王甲", "王乙", "王丙"}, {"王某1", "王某2", "王某3"}},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 14);
        const char *got[6] = {NULL};
        size_t count = 0;
        while (count < 6 && examples[i].names[count])
            count++;
        assert_int_equal(names_anonymise(&arena, examples[i].names, count, got, NULL), ERR_NONE);
        for (size_t j = 0; j < count; j++)
            assert_string_equal(got[j], examples[i].published[j]);
    }
}

/* What holds of any document: different persons, different results; no given name is left. */
static void no_two_persons_share_a_result(void **context)
{
    (void) context;
    static const char *const surnames[] = {"王", "李", "欧阳", "阿"};
    static const char *const given[] = {"芳", "强", "依古丽·买买提", "子"};
    enum { COUNT = 16 };
    char texts[COUNT][64];
    const char *names[COUNT], *got[COUNT];
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < COUNT; i++) {
        (void) snprintf(texts[i], sizeof texts[i], "%s%s", surnames[i / 4], given[i % 4]);
        names[i] = texts[i];
    }
    assert_int_equal(names_anonymise(&arena, names, COUNT, got, NULL), ERR_NONE);
    for (size_t i = 0; i < COUNT; i++) {
        assert_non_null(strstr(got[i], "某"));
        assert_null(strstr(got[i], given[i % 4]));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(got[i], got[j]);
    }
}

static void screens_show_enough_to_know_ones_own(void **context)
{
    (void) context;
    static const struct {
        enum mask_kind kind;
        const char *text, *shown;
    } examples[] = {
        {MASK_RESIDENT_ID, "421202199003070017", "421202********0017"},
        {MASK_PHONE, "13800138000", "138****8000"},
        {MASK_BANK_CARD, "6217000000000000012", "***************0012"},
        {MASK_NAME, "张三", "张*"},
        {MASK_NAME, "欧阳娜娜", "欧阳**"},
        {MASK_NAME, "", ""},
        {MASK_EMAIL, "zhang@example.com", "z************.com"},
        {MASK_OTHER, "G12345678", "G1*****78"},
        /* too short to show as much: half is hidden at least */
        {MASK_PHONE, "12345678", "12****78"},
        {MASK_RESIDENT_ID, "1234", "1**4"},
        {MASK_BANK_CARD, "123", "***"},
        {MASK_OTHER, "", ""},
        /* characters, not bytes */
        {MASK_PHONE, "张三李四", "张**四"},
        {MASK_OTHER, "护照甲乙丙丁", "护****丁"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 12);
        assert_string_equal(text_mask(&arena, examples[i].kind, examples[i].text),
                            examples[i].shown);
    }
}

static void little_memory_is_said(void **context)
{
    (void) context;
    static const char *const names[] = {"王芳", "王强", "欧阳娜娜"};
    const char *got[COUNT_OF(names)];
    bool refused = false, done = false;
    for (size_t limit = 0; limit < 512; limit += 16) {
        ARENA_SCOPED arena;
        arena_init(&arena, limit);
        enum err_kind kind = names_anonymise(&arena, names, COUNT_OF(names), got, NULL);
        refused = refused || kind == ERR_LIMIT;
        done = done || kind == ERR_NONE;
        assert_true(kind == ERR_LIMIT || kind == ERR_NONE);
    }
    assert_true(refused && done);
    struct arena none = {0};
    assert_null(text_mask(&none, MASK_PHONE, "13800138000"));
    assert_null(text_mask(&none, MASK_NAME, "张三"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(surnames_are_one_character_or_a_compound_of_two),
        cmocka_unit_test(names_of_a_document_are_told_apart),
        cmocka_unit_test(no_two_persons_share_a_result),
        cmocka_unit_test(screens_show_enough_to_know_ones_own),
        cmocka_unit_test(little_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

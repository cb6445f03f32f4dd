/* Judicial confirmation (CPL 205, 206; JI 355, 358) and publication (法释〔2016〕19号). */
#include "tests/test.h"

#include "law/confirmation.h"

static void what_stands_against_a_confirmation(void **context)
{
    (void) context;
    static const struct {
        unsigned faults;
        bool accepted, confirmed;
        const char *basis;
    } examples[] = {
        {0, true, true, "第二百零六条"},
        /* law.md 10.4 */
        {CONFIRM_STATUS, false, false, "第三百五十五条第三项"},
        {CONFIRM_LATE, false, false, "第二百零五条"},
        {CONFIRM_NOT_JOINT, false, false, "第二百零五条"},
        {CONFIRM_OWNERSHIP, false, false, "第三百五十五条第五项"},
        {CONFIRM_UNCLEAR, true, false, "第三百五十八条第五项"},
        {CONFIRM_ORGANISATION, false, false, "第二百零五条"},
        {CONFIRM_OUTSIDE, false, false, "第三百五十五条第一项"},
        {CONFIRM_WRONG_COURT, false, false, "第三百五十五条第二项"},
        {CONFIRM_OTHER_PROCEDURE, false, false, "第三百五十五条第四项"},
        {CONFIRM_ILLEGAL, true, false, "第三百五十八条第一项"},
        {CONFIRM_HARMS, true, false, "第三百五十八条第二项"},
        {CONFIRM_PUBLIC_ORDER, true, false, "第三百五十八条第三项"},
        {CONFIRM_INVOLUNTARY, true, false, "第三百五十八条第四项"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct confirmation_answer answer = confirmation_check(examples[i].faults);
        assert_int_equal(answer.accepted, examples[i].accepted);
        assert_int_equal(answer.confirmed, examples[i].confirmed);
        assert_int_equal(answer.reason_count, 1);
        assert_non_null(strstr(answer.reasons[0].basis, examples[i].basis));
    }
}

/* Every fault is told, so that nobody mends one and meets the next. */
static void every_fault_is_told(void **context)
{
    (void) context;
    size_t words = 0;
    while (confirmation_fault_words[words])
        words++;
    assert_int_equal(words, CONFIRMATION_REASONS_MAX);
    struct confirmation_answer answer = confirmation_check((1U << words) - 1);
    assert_int_equal(answer.reason_count, words);
    assert_false(answer.accepted);
}

static void what_is_published(void **context)
{
    (void) context;
    static const struct {
        unsigned bars;
        bool needed, protected_, published, anonymised;
        size_t reasons;
        const char *basis;
    } examples[] = {
        {0, false, false, true, false, 1, "第七条"},
        {0, false, true, true, true, 1, "第八条"},                      /* inheritance: 张某 */
        {PUBLISH_FAMILY, false, true, false, false, 1, "第四条第四项"}, /* divorce: not at all */
        {PUBLISH_SECRET, true, false, false, false, 1, "第四条第一项"},
        {PUBLISH_JUVENILE, false, false, false, false, 1, "第四条第二项"},
        {PUBLISH_MEDIATED, false, false, false, false, 1, "第四条第三项"},
        {PUBLISH_MEDIATED, true, false, true, false, 1, "第七条"}, /* needed all the same */
        {PUBLISH_OTHER, false, false, false, false, 1, "第四条第五项"},
        {PUBLISH_SECRET | PUBLISH_FAMILY, false, false, false, false, 2, "第四条第一项"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct publish_answer answer =
            publish_check(examples[i].bars, examples[i].needed, examples[i].protected_);
        assert_int_equal(answer.published, examples[i].published);
        assert_int_equal(answer.names_anonymised, examples[i].anonymised);
        assert_int_equal(answer.reason_count, examples[i].reasons);
        assert_non_null(strstr(answer.reasons[0].basis, examples[i].basis));
    }
    size_t words = 0;
    while (publish_bar_words[words])
        words++;
    assert_int_equal(1U << (words - 1), PUBLISH_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_against_a_confirmation),
        cmocka_unit_test(every_fault_is_told),
        cmocka_unit_test(what_is_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* RFC 9110 section 14: what is asked for of a file of a thousand bytes. */
#include "tests/test.h"

#include "api/download.h"

static void each_header_means_its_part(void **context)
{
    (void) context;
    static const struct {
        const char *header;
        enum range_kind kind;
        size_t first, count;
    } rows[] = {
        {NULL, RANGE_WHOLE, 0, 0},
        {"bytes=0-499", RANGE_PART, 0, 500},
        {"bytes=500-999", RANGE_PART, 500, 500},
        {"bytes=500-", RANGE_PART, 500, 500},
        {"bytes=-500", RANGE_PART, 500, 500},
        {"bytes=-5000", RANGE_PART, 0, 1000},
        {"bytes=999-999", RANGE_PART, 999, 1},
        {"bytes=900-5000", RANGE_PART, 900, 100},
        {"bytes=1000-", RANGE_OUTSIDE, 0, 0},
        {"bytes=5000-6000", RANGE_OUTSIDE, 0, 0},
        {"bytes=-0", RANGE_OUTSIDE, 0, 0},
        {"bytes=0-1,5-6", RANGE_WHOLE, 0, 0},
        {"bytes=6-5", RANGE_WHOLE, 0, 0},
        {"bytes=", RANGE_WHOLE, 0, 0},
        {"bytes=-", RANGE_WHOLE, 0, 0},
        {"bytes=a-b", RANGE_WHOLE, 0, 0},
        {"bytes=1-2x", RANGE_WHOLE, 0, 0},
        {"bytes=99999999999999999999-", RANGE_WHOLE, 0, 0},
        {"lines=0-1", RANGE_WHOLE, 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t first = 0, count = 0;
        assert_int_equal(range_parse(rows[i].header, 1000, &first, &count), rows[i].kind);
        assert_int_equal(first, rows[i].first);
        assert_int_equal(count, rows[i].count);
    }
}

static void an_empty_file_has_no_part(void **context)
{
    (void) context;
    size_t first = 0, count = 0;
    assert_int_equal(range_parse("bytes=0-", 0, &first, &count), RANGE_OUTSIDE);
    assert_int_equal(range_parse("bytes=-1", 0, &first, &count), RANGE_OUTSIDE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_header_means_its_part),
        cmocka_unit_test(an_empty_file_has_no_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* systems/filing/cross_review: the table by pair of courts. */
#include "tests/test.h"

#include "systems/filing/cross_review/cross_review.h"

static void pairs_are_counted_each_by_itself(void **context)
{
    (void) context;
    static const struct cross_answer_row rows[] = {
        {.helping_court = "新0102",
         .competent_court = "苏05",
         .minutes = 4,
         .in_time = true,
         .answer = "accepted"},
        {.helping_court = "新0102",
         .competent_court = "苏05",
         .minutes = 18,
         .in_time = true,
         .answer = "refused"},
        {.helping_court = "新0102",
         .competent_court = "苏05",
         .minutes = 30,
         .in_time = false,
         .answer = "waiting"},
        {.helping_court = "鄂1202",
         .competent_court = "苏05",
         .minutes = 7,
         .in_time = true,
         .answer = "correction"},
        {.helping_court = "鄂1202",
         .competent_court = "鄂1281",
         .minutes = 9,
         .in_time = true,
         .answer = "accepted"},
        {.helping_court = "鄂1202",
         .competent_court = "鄂1281",
         .minutes = 41,
         .in_time = false,
         .answer = "accepted"},
    };
    struct cross_pair pairs[6];
    assert_int_equal(cross_pairs_of(rows, 6, pairs), 3);
    assert_int_equal(pairs[0].count, 3);
    assert_int_equal(pairs[0].median_minutes, 18);
    assert_int_equal(pairs[0].in_time, 2);
    assert_int_equal(pairs[0].refused, 1);
    assert_int_equal(pairs[0].waiting, 1);
    assert_string_equal(pairs[1].helping_court, "鄂1202");
    assert_int_equal(pairs[1].median_minutes, 7);
    assert_int_equal(pairs[2].count, 2);
    assert_int_equal(pairs[2].median_minutes, 9); /* of two the lower */
    assert_int_equal(cross_pairs_of(rows, 0, pairs), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pairs_are_counted_each_by_itself)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

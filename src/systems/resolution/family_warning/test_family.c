/* Points and colours by a table; the definitions of the wing load with their words. */
#include "tests/test.h"

#include "systems/resolution/family_warning/family.h"

static const struct family_point points[] = {{"violence", 5},         {"weapon", 6},
                                             {"children", 1},         {"drink", 1},
                                             {"second_call_30d", 12}, {"breach", 12}};
static const struct family_thresholds thresholds = {12, 8, 5, 2};

static void answers_make_a_colour(void **state)
{
    static const struct {
        const char *signs[4];
        int64_t calls;
        bool breached;
        int64_t points;
        const char *colour;
    } examples[] = {
        {{NULL}, 0, false, 0, "green"},
        {{"children"}, 0, false, 1, "green"},
        {{"children", "drink"}, 0, false, 2, "blue"},
        {{"violence"}, 0, false, 5, "yellow"},
        {{"violence", "children", "drink"}, 0, false, 7, "yellow"},
        {{"violence", "weapon"}, 0, false, 11, "orange"},
        {{"violence", "weapon", "drink"}, 0, false, 12, "red"},
        {{"violence", "children", "drink"}, 1, false, 7, "yellow"},
        {{"violence", "children", "drink"}, 2, false, 19, "red"}, /* the second call */
        {{NULL}, 0, true, 12, "red"},
    };
    ARENA_SCOPED arena;
    (void) state;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct value *signs = value_new_list(&arena);
        for (size_t s = 0; s < 4 && examples[i].signs[s]; s++)
            assert_true(value_add(&arena, signs, value_new_text(&arena, examples[i].signs[s])));
        struct family_score score = family_score_of(
            points, COUNT_OF(points), signs, examples[i].calls, examples[i].breached, &thresholds);
        if (score.points != examples[i].points || strcmp(score.colour, examples[i].colour) != 0)
            fail_msg("row %zu: %lld %s", i, (long long) score.points, score.colour);
    }
}

static void colours_are_in_order(void **state)
{
    (void) state;
    assert_true(family_rank("red") > family_rank("orange"));
    assert_true(family_rank("orange") > family_rank("yellow"));
    assert_true(family_rank("yellow") > family_rank("blue"));
    assert_true(family_rank("blue") > family_rank("green"));
    assert_int_equal(family_rank("purple"), -1);
    assert_int_equal(family_rank(NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(answers_make_a_colour),
                                       cmocka_unit_test(colours_are_in_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

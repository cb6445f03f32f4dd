/* What each factor says and is worth, with the points of the definition's defaults. */
#include "tests/test.h"

#include "systems/trial/routing/routing.h"
#include "systems/trial/routing/score.h"

enum { SMALL = 5000000, LARGE = 100000000 };

static struct value *points(struct arena *arena)
{
    static const struct {
        const char *name;
        int64_t points;
    } rows[] = {{"points_element_cause", 20}, {"points_written_proof", 20},
                {"points_small_amount", 15},  {"points_large_amount", -15},
                {"points_one_each", 15},      {"points_many_parties", -20},
                {"points_few_evidence", 10},  {"points_much_evidence", -15},
                {"points_no_evidence", -10},  {"points_related", -10}};
    struct value *settings = value_new_map(arena);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_true(value_set_int(arena, settings, rows[i].name, rows[i].points));
    return settings;
}

static void every_case_has_three_reasons(void **context)
{
    static const struct {
        struct routing_case routed;
        int64_t points;
        size_t count;
    } rows[] = {
        /* the loan of 8,000 yuan with an IOU */
        {{"04.10.108.03", 800000, SMALL, LARGE, 1, 1, 1, 0, true}, 80, 5},
        {{"04.10.108.03", 800000, SMALL, LARGE, 1, 1, 1, 1, true}, 70, 6},
        {{"04.10.108.03", SMALL + 1, SMALL, LARGE, 1, 1, 11, 0, false}, 35, 4},
        {{"03.06.050", LARGE, SMALL, LARGE, 2, 3, 31, 0, false}, -50, 3},
        {{NULL, 0, SMALL, LARGE, 1, 2, 0, 0, false}, -10, 3},
        /* a court that calls large what it calls small */
        {{NULL, 10, 10, 10, 1, 1, 1, 0, false}, 40, 3},
    };
    ARENA_SCOPED arena;
    (void) context;
    arena_init(&arena, 1 << 20);
    const struct value *settings = points(&arena);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct routing_factor factors[ROUTING_FACTORS_MAX];
        int64_t sum = 0, told = 0;
        size_t count = routing_score(&rows[i].routed, settings, factors, &sum);
        print_message("  %zu\n", i);
        assert_int_equal(count, rows[i].count);
        assert_int_equal(sum, rows[i].points);
        for (size_t j = 0; j < count; j++)
            told += factors[j].points;
        assert_int_equal(told, sum);
    }
}

static void what_is_a_written_proof(void **context)
{
    (void) context;
    assert_true(routing_written_proof("微信聊天记录、借条"));
    assert_true(routing_written_proof("购销合同"));
    assert_false(routing_written_proof("微信聊天记录"));
    assert_false(routing_written_proof(""));
}

static void names_are_whole_names(void **context)
{
    (void) context;
    assert_true(routing_is_named("李某、王某", "王某"));
    assert_true(routing_is_named("王某", "王某"));
    assert_true(routing_is_named("王某某、王某", "王某"));
    assert_false(routing_is_named("王某某", "王某"));
    assert_false(routing_is_named("小王某", "王某"));
    assert_false(routing_is_named("王某", ""));
    assert_false(routing_is_named("", "王某"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_case_has_three_reasons),
                                       cmocka_unit_test(what_is_a_written_proof),
                                       cmocka_unit_test(names_are_whole_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

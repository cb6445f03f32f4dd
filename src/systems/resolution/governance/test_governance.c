/* The five lines add up; a threshold trips where it must and only there; tallies survive as text.
 */
#include "tests/test.h"

#include "systems/resolution/governance/governance.h"

#include "base/text.h"

static void count_many(struct source_funnel *funnel, const struct source_step *steps, size_t count,
                       int64_t times)
{
    struct source_stand stand;
    char key[8];
    assert_true(source_stand_of(steps, count, &stand));
    source_stand_key(&stand, key);
    assert_true(source_funnel_add(funnel, key, times));
}

/* systems.md 35: 1,000 leads: 620 solved at line 1, 190 at 2, 120 at 3, 45 at 4, 25 petition. */
static void a_thousand_leads_end_at_one_line_each(void **state)
{
    static const struct source_step path[] = {{"grassroots", "", false, true},
                                              {"mediation", "A", false, true},
                                              {"filing", "", true, true},
                                              {"appeal", "", false, true},
                                              {"petition", "", false, true}};
    static const int64_t solved[LINE_COUNT] = {620, 190, 120, 45, 25};
    struct source_funnel funnel = {0};
    int64_t ended = 0;
    (void) state;
    for (size_t line = 0; line < LINE_COUNT; line++)
        count_many(&funnel, path, line + 1, solved[line]);
    source_funnel_close(&funnel);
    assert_int_equal(funnel.entered[LINE_SOURCE], 1000);
    for (size_t line = 0; line < LINE_COUNT; line++) {
        assert_int_equal(funnel.ended[line], solved[line]);
        assert_int_equal(funnel.open[line], 0);
        ended += funnel.ended[line];
        assert_int_equal(funnel.passed_on[line], 1000 - ended);
    }
    assert_int_equal(ended, 1000);
}

static void what_came_in_is_ended_open_or_passed_on(void **state)
{
    static const struct source_step direct[] = {{"filing", "", true, false}};
    static const struct source_step entrusted[] = {{"filing", "", false, true},
                                                   {"mediation", "C", false, true}};
    static const struct source_step unknown[] = {{"hotline", "", false, true}};
    struct source_funnel funnel = {0};
    struct source_stand stand;
    (void) state;
    count_many(&funnel, direct, 1, 7);
    count_many(&funnel, entrusted, 2, 5);
    source_funnel_close(&funnel);
    assert_int_equal(funnel.entered[LINE_IN_SUIT], 7);
    assert_int_equal(funnel.open[LINE_IN_SUIT], 7);
    assert_int_equal(funnel.entered[LINE_BEFORE_SUIT], 5);
    assert_int_equal(funnel.passed_on[LINE_BEFORE_SUIT], 5);
    assert_int_equal(funnel.ended[LINE_IN_SUIT], 5);
    for (size_t i = 0; i < LINE_COUNT; i++)
        assert_int_equal(funnel.passed_in[i] + funnel.entered[i],
                         funnel.ended[i] + funnel.open[i] + funnel.passed_on[i]);
    assert_false(source_stand_of(unknown, 1, &stand));
    assert_false(source_funnel_add(&funnel, "9.9.e", 1));
    assert_false(source_funnel_add(&funnel, "", 1));
}

static void a_threshold_counts_applicants_and_what_is_usual(void **state)
{
    const struct source_threshold ten = {10, 30, 3}, off = {0, 30, 3};
    (void) state;
    assert_true(source_trips(&ten, 10, 10, 0));
    assert_false(source_trips(&ten, 9, 400, 0)); /* one applicant with many suits is no group */
    assert_true(source_trips(&ten, 12, 12, 24));
    assert_false(source_trips(&ten, 12, 12, 25)); /* 12 in 30 days is less than 3 times 25 in 180 */
    assert_false(source_trips(&off, 100, 100, 0));
}

static void tallies_come_back_as_they_were(void **state)
{
    struct arena arena;
    struct source_facts facts = {.tally_count = 2,
                                 .tallies = {{"line", "2026-11", "0.1.o", ""},
                                             {"kind", "2026-11", "1", "民间\t借贷\n纠纷"}}};
    struct source_tally back[TALLIES_MAX];
    (void) state;
    arena_init(&arena, 1 << 16);
    const char *text = source_tallies_print(&facts, &arena);
    assert_int_equal(source_tallies_parse(text, &arena, back), 2);
    assert_string_equal(back[0].key, "0.1.o");
    assert_string_equal(back[1].month, "2026-11");
    assert_string_equal(back[1].label, "民间 借贷 纠纷");
    assert_int_equal(source_tallies_parse("broken", &arena, back), 0);
    assert_string_equal(source_mask_name(&arena, "欧阳静"), "欧**");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_leads_end_at_one_line_each),
        cmocka_unit_test(what_came_in_is_ended_open_or_passed_on),
        cmocka_unit_test(a_threshold_counts_applicants_and_what_is_usual),
        cmocka_unit_test(tallies_come_back_as_they_were)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

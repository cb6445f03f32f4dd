/* Which events are counted, on which day and at which court; what the shipped settings say. */
#include "tests/test.h"

#include "systems/filing/filing_watch/filing_watch.h"

#include "base/text.h"

static void an_event_is_counted_once_and_where_it_belongs(void **context)
{
    static const struct {
        const char *system, *court, *action;
        int32_t day;
    } events[] = {
        {"filing", "鄂1202", "submit", 100},         {"filing", "鄂1202", "submit", 100},
        {"filing", "鄂1281", "submit", 100},         {"filing", "鄂1202", "correct", 100},
        {"filing", "鄂1202", "register", 100},       {"filing", "鄂1202", "register_first", 101},
        {"filing", "鄂1202", "receive_number", 101}, {"mediation", "鄂1202", "submit", 101},
        {"filing", "鄂1202", "refuse", 101},         {"filing", "鄂1202", "return_file", 101}};
    static struct filing_tallies tallies;
    (void) context;
    tallies.count = 0;
    for (size_t i = 0; i < COUNT_OF(events); i++)
        assert_true(filing_tally_add(&tallies, events[i].system, events[i].court, events[i].action,
                                     events[i].day));
    assert_int_equal(tallies.count, 3);
    assert_int_equal(tallies.items[0].received, 2);
    assert_int_equal(tallies.items[0].filed, 1);
    assert_int_equal(tallies.items[1].received, 1);
    assert_int_equal(tallies.items[2].filed, 2);
    assert_int_equal(tallies.items[2].returned, 1);
    assert_int_equal(tallies.items[2].received, 0);
}

static void a_full_page_takes_no_other_court(void **context)
{
    static struct filing_tallies tallies;
    (void) context;
    tallies.count = 0;
    for (int32_t day = 0; day < FILING_TALLIES_MAX; day++)
        assert_true(filing_tally_add(&tallies, "filing", "鄂1202", "submit", day));
    assert_true(filing_tally_add(&tallies, "filing", "鄂1202", "submit", 7));
    assert_false(filing_tally_add(&tallies, "filing", "鄂1281", "submit", 7));
    assert_true(filing_tally_add(&tallies, "filing", "鄂1281", "correct", 7));
}

static void a_deviation_is_written_with_its_sign(void **context)
{
    struct arena arena;
    static const struct {
        struct filing_deviation deviation;
        const char *text;
    } examples[] = {{{true, 20, 8000, -7500}, "-75.0%"},
                    {{true, 41, 4000, 250}, "+2.5%"},
                    {{true, 0, 4000, -10000}, "-100.0%"},
                    {{false, 4, 0, 0}, ""}};
    (void) context;
    arena_init(&arena, 1 << 12);
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_string_equal(filing_deviation_print(&arena, &examples[i].deviation),
                            examples[i].text);
    arena_release(&arena);
}

static void a_day_closes_at_six(void **context)
{
    (void) context;
    assert_int_equal(filing_closed_day(start_of_day(100) + 18 * HOUR_US), 100);
    assert_int_equal(filing_closed_day(start_of_day(100) + 18 * HOUR_US - 1), 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_counted_once_and_where_it_belongs),
        cmocka_unit_test(a_full_page_takes_no_other_court),
        cmocka_unit_test(a_deviation_is_written_with_its_sign),
        cmocka_unit_test(a_day_closes_at_six)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The level of risk by signs, as a table; the guards by examples. */
#include "tests/test.h"

#include "systems/resolution/grassroots/grassroots.h"

static struct value *list_of(struct arena *arena, const char *const *names)
{
    struct value *list = value_new_list(arena);
    for (size_t i = 0; i < 4 && names[i]; i++)
        assert_true(value_add(arena, list, value_new_text(arena, names[i])));
    return list;
}

static const struct option options[] = {
    {.name = "weapon"}, {.name = "self_harm"}, {.name = "violence"}, {.name = "threat"},
    {.name = "group"},  {.name = "minors"},    {.name = "repeat"},   {.name = "drink"}};
static const struct field signs_field = {.name = "signs",
                                         .kind = FIELD_MULTI_CHOICE,
                                         .options = options,
                                         .option_count = COUNT_OF(options)};

/* The shipped settings, but for one. */
static struct value *settings_but(struct arena *arena, const char *name, int64_t number)
{
    static const int64_t weights[] = {5, 5, 4, 3, 3, 2, 2, 1};
    struct value *settings = value_new_map(arena);
    for (size_t i = 0; i < COUNT_OF(options); i++)
        assert_true(value_set_int(arena, settings,
                                  arena_printf(arena, "points_%s", options[i].name), weights[i]));
    assert_true(value_set_int(arena, settings, "red_at", 5));
    assert_true(value_set_int(arena, settings, "yellow_at", 2));
    assert_true(!name || value_set_int(arena, settings, name, number));
    return settings;
}

static const char *level_of(struct arena *arena, const char *const *signs, const char *name,
                            int64_t number)
{
    return grassroots_rate(&signs_field, list_of(arena, signs), settings_but(arena, name, number))
        .level;
}

static void signs_make_a_level(void **state)
{
    static const struct {
        const char *signs[4];
        int64_t points;
        const char *level;
    } examples[] = {
        {{NULL}, 0, "green"},
        {{"drink"}, 1, "green"},
        {{"minors"}, 2, "yellow"},
        {{"violence"}, 4, "yellow"},
        {{"violence", "drink"}, 5, "red"},
        {{"weapon"}, 5, "red"},
        {{"self_harm"}, 5, "red"},
        {{"threat", "repeat", "group"}, 8, "red"},
        {{"unheard_of"}, 0, "green"},
    };
    ARENA_SCOPED arena;
    (void) state;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct grassroots_risk risk = grassroots_rate(
            &signs_field, list_of(&arena, examples[i].signs), settings_but(&arena, NULL, 0));
        assert_int_equal(risk.points, examples[i].points);
        assert_string_equal(risk.level, examples[i].level);
    }
    /* A court's own thresholds and weights. */
    assert_string_equal(level_of(&arena, examples[3].signs, "red_at", 4), "red");
    assert_string_equal(level_of(&arena, examples[1].signs, "points_drink", 5), "red");
    assert_string_equal(level_of(&arena, examples[5].signs, "points_weapon", 0), "green");
}

static bool allows(const char *name, const struct facts *facts)
{
    for (size_t i = 0; i < GRASSROOTS_GUARDS; i++) {
        if (strcmp(grassroots_guards[i].name, name) == 0)
            return grassroots_guards[i].allows(facts);
    }
    fail_msg("no guard %s", name);
    return false;
}

/* The phone's clock: a report may be old, never from the future, and not older than the court
 * allows. */
static void the_time_of_a_report(void **state)
{
    static const struct {
        const char *told;
        bool good;
    } examples[] = {
        {NULL, true},
        {"2026-11-24T10:05:00+08:00", true},
        {"2026-11-24T10:44:00+08:00", true},
        {"2026-11-24T10:46:00+08:00", false},
        {"2026-11-11T10:05:00+08:00", true},
        {"2026-11-10T10:05:00+08:00", false},
        {"yesterday", false},
    };
    ARENA_SCOPED arena;
    (void) state;
    arena_init(&arena, 1 << 20);
    struct facts facts = {.settings = value_new_map(&arena)};
    assert_true(instant_parse("2026-11-24T10:40:00+08:00", &facts.received_us));
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct value *form = value_new_map(&arena);
        assert_true(value_set_text(&arena, form, "reported_at", examples[i].told));
        facts.form = form;
        if (allows("grassroots_time_is_true", &facts) != examples[i].good)
            fail_msg("row %zu", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(signs_make_a_level),
                                       cmocka_unit_test(the_time_of_a_report)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

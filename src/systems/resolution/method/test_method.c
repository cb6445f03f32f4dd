/* The steps of a card: in order, none empty, and the next one known. */
#include "tests/test.h"

#include "systems/resolution/method/method.h"

static struct value *steps_of(struct arena *arena, const char *marks)
{
    static const char *const names[] = {"听", "辨", "劝", "借", "让", "和"};
    struct value *steps = value_new_list(arena);
    for (size_t i = 0; marks[i]; i++) {
        struct value *row = value_new_map(arena);
        const char *done = marks[i] == 'n' ? "noted" : marks[i] == 's' ? "skipped" : "";
        assert_true(row && value_set_text(arena, row, "step", names[i]) &&
                    value_set_text(arena, row, "done", done) && value_add(arena, steps, row));
    }
    return steps;
}

static bool allows(const char *name, const struct facts *facts)
{
    for (size_t i = 0; i < method_system.guard_count; i++) {
        if (strcmp(method_system.guards[i].name, name) == 0)
            return method_system.guards[i].allows(facts);
    }
    fail_msg("no guard %s", name);
    return false;
}

static void steps_come_in_order(void **context)
{
    static const struct {
        const char *marks, *step;
        size_t next;
        bool known, in_order, all;
    } examples[] = {
        {"------", "听", 0, true, true, false},  {"------", "辨", 0, true, false, false},
        {"nnn---", "借", 3, true, true, false},  {"nnn---", "让", 3, true, false, false},
        {"nnn---", "听", 3, true, true, false},  {"nnnsnn", "和", 6, true, true, true},
        {"nnn-nn", "和", 3, true, false, false}, {"nnnnnn", "问", 6, false, true, true},
    };
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 18);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct value *fields = value_new_map(&arena), *form = value_new_map(&arena);
        struct value *steps = steps_of(&arena, examples[i].marks);
        assert_true(fields && form && value_set(&arena, fields, "steps", steps) &&
                    value_set_text(&arena, form, "step", examples[i].step));
        struct facts facts = {.fields = fields, .before = fields, .form = form};
        assert_int_equal(method_next_step(steps), examples[i].next);
        assert_int_equal(allows("method_step_known", &facts), examples[i].known);
        assert_int_equal(allows("method_step_in_order", &facts), examples[i].in_order);
        assert_int_equal(allows("method_all_steps", &facts), examples[i].all);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(steps_come_in_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/test.h"

#include "base/value.h"

static void follows_paths(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct value *root = value_new_map(&arena);
    struct value *list = value_new_list(&arena);
    struct value *row = value_new_map(&arena);
    assert_true(value_set_text(&arena, row, "name", "周敏"));
    assert_true(value_add(&arena, list, row));
    assert_true(value_set(&arena, root, "plaintiffs", list));

    assert_string_equal(value_text(value_path(root, "plaintiffs[0].name")), "周敏");
    static const char *const wrong[] = {"plaintiffs[1].name", "plaintiffs[0].nam",
                                        "plaintiff[0]",       "plaintiffs[x]",
                                        "plaintiffs[0",       "plaintiffs.name"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_true(value_is_null(value_path(root, wrong[i])));
}

static void setting_again_replaces_and_keeps_the_order(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct value *map = value_new_map(&arena);
    for (int i = 0; i < 20; i++) {
        char name[16];
        (void) snprintf(name, sizeof name, "n%d", i);
        assert_true(value_set_int(&arena, map, name, i));
    }
    assert_true(value_set_int(&arena, map, "n3", 33));
    assert_int_equal(map->count, 20);
    assert_string_equal(map->names[3], "n3");
    assert_int_equal(value_int(value_get(map, "n3"), 0), 33);
    struct value *copy = value_copy(&arena, map);
    assert_true(value_equal(copy, map));
    assert_true(value_set_bool(&arena, copy, "n4", true));
    assert_false(value_equal(copy, map));
}

static void lack_of_memory_is_told_by_the_call_that_needed_it(void **context)
{
    (void) context;
    for (size_t limit_bytes = 0; limit_bytes < 400; limit_bytes += 8) {
        ARENA_SCOPED arena;
        arena_init(&arena, limit_bytes);
        struct value *map = value_new_map(&arena);
        bool set = value_set_text(&arena, map, "a", "b");
        assert_true(!set || value_text(value_get(map, "a")) != NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_paths),
        cmocka_unit_test(setting_again_replaces_and_keeps_the_order),
        cmocka_unit_test(lack_of_memory_is_told_by_the_call_that_needed_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

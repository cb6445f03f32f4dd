#include "tests/test.h"

#include "base/arena.h"

static void gives_zeroed_aligned_memory(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    for (size_t size = 1; size < 100; size++) {
        uint8_t *memory = arena_alloc(&arena, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t) memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xA5, size);
    }
}

static void refuses_beyond_its_limit(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 100);
    assert_null(arena_alloc(&arena, 101));
    assert_non_null(arena_alloc(&arena, 90));
    assert_null(arena_alloc(&arena, 20));
    assert_null(arena_array(&arena, SIZE_MAX / 2, 3));
    struct err err = {0};
    assert_int_equal(arena_full(&err), ERR_LIMIT);
    assert_string_equal(err.code, "request.memory");
}

static void may_be_used_again_after_release(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 64 * 1024);
    assert_non_null(arena_alloc(&arena, 40000));
    arena_release(&arena);
    assert_non_null(arena_alloc(&arena, 40000));
    assert_string_equal(arena_printf(&arena, "%s-%d", "案", 7), "案-7");
    assert_null(arena_copy(&arena, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_memory),
        cmocka_unit_test(refuses_beyond_its_limit),
        cmocka_unit_test(may_be_used_again_after_release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A program fed with bytes gives what it makes of them, or is ended at its limits. */
#include "tests/test.h"

#include "gateway/child.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct child_limits limits = {.cpu_seconds = 2,
                                           .wall_seconds = 2,
                                           .memory_bytes = (size_t) 256 << 20,
                                           .output_bytes_max = 4 << 20};

static enum err_kind shell(const char *script, const void *bytes, size_t size_bytes,
                           struct arena *arena, const char **ret, size_t *ret_size_bytes,
                           struct err *reterr)
{
    const char *const argv[] = {"sh", "-c", script, NULL};
    const void *got = NULL;
    enum err_kind kind =
        child_feed(argv, &limits, bytes, size_bytes, arena, &got, ret_size_bytes, reterr);
    *ret = got;
    return kind;
}

static void what_goes_in_comes_out(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 32 << 20);
    static char bytes[3 << 20];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char) (i * 7 % 251);
    const char *got = NULL;
    size_t size_bytes = 0;
    assert_int_equal(shell("cat", bytes, sizeof bytes, &arena, &got, &size_bytes, NULL), ERR_NONE);
    assert_int_equal(size_bytes, sizeof bytes);
    assert_memory_equal(got, bytes, sizeof bytes);
    assert_int_equal(shell("cat", "", 0, &arena, &got, &size_bytes, NULL), ERR_NONE);
    assert_int_equal(size_bytes, 0);
    /* It may stop reading and answer all the same. */
    assert_int_equal(shell("head -c 3", bytes, sizeof bytes, &arena, &got, &size_bytes, NULL),
                     ERR_NONE);
    assert_int_equal(size_bytes, 3);
}

static void it_holds_nothing_of_ours(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const char *got = NULL;
    size_t size_bytes = 0;
    assert_int_equal(setenv("FENGQIAO_SECRET", "x", 1), 0);
    assert_int_equal(
        shell("env | sort | cut -d= -f1 | tr '\\n' ' '", "", 0, &arena, &got, &size_bytes, NULL),
        ERR_NONE);
    assert_string_equal(got, "LC_ALL OMP_THREAD_LIMIT PATH PWD ");
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(
        shell("ls /proc/self/fd | tr '\\n' ' '", "", 0, &arena, &got, &size_bytes, NULL), ERR_NONE);
    assert_string_equal(got, "0 1 2 3 "); /* 3 is what ls reads */
    assert_int_equal(fclose(file), 0);
}

static void it_is_ended_at_its_limits(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    static const char *const scripts[] = {
        "exit 3",
        "kill -9 $$",
        "sleep 60",
        "while :; do :; done",
        "sleep 60 & cat",          /* a child of its own holds the line */
        "exec >&- 2>&-; sleep 60", /* nobody holds it, and it goes on */
        "yes",
        "echo x > /tmp/fengqiao-test-child-$$",
        "x=a; while :; do x=$x$x; done",
    };
    for (size_t i = 0; i < COUNT_OF(scripts); i++) {
        const char *got = NULL;
        size_t size_bytes = 0;
        struct err err = {0};
        time_t began = time(NULL);
        if (shell(scripts[i], "x", 1, &arena, &got, &size_bytes, &err) != ERR_INVALID)
            fail_msg("'%s' was let through", scripts[i]);
        assert_string_equal(err.code, "child.failed");
        assert_true(time(NULL) - began <= 5);
    }
    const char *const argv[] = {"fengqiao-no-such-program", NULL};
    const void *got = NULL;
    size_t size_bytes = 0;
    struct err err = {0};
    assert_int_equal(child_feed(argv, &limits, "x", 1, &arena, &got, &size_bytes, &err),
                     ERR_MISSING);
    assert_string_equal(err.code, "child.missing");
    const char *text = NULL;
    assert_int_equal(shell("exit 127", "x", 1, &arena, &text, &size_bytes, &err), ERR_MISSING);
    assert_string_equal(err.code, "child.missing");
}

static bool lives(const char *pid)
{
    char path[64], state = '\0';
    (void) snprintf(path, sizeof path, "/proc/%s/stat", pid);
    FILE *file = fopen(path, "r");
    bool read = file && fscanf(file, "%*d (%*[^)]) %c", &state) == 1;
    if (file)
        (void) fclose(file);
    return read && state != 'Z' && state != 'X';
}

static void what_it_began_ends_with_it(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const char *got = NULL;
    size_t size_bytes = 0;
    assert_int_equal(shell("sleep 60 </dev/null >/dev/null 2>&1 & printf %d $!", "", 0, &arena,
                           &got, &size_bytes, NULL),
                     ERR_NONE);
    for (int turn = 0; turn < 100 && lives(got); turn++)
        (void) usleep(20000);
    assert_false(lives(got));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out), cmocka_unit_test(it_holds_nothing_of_ours),
        cmocka_unit_test(it_is_ended_at_its_limits), cmocka_unit_test(what_it_began_ends_with_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

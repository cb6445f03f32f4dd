#include "tests/test.h"

#include "base/log.h"

#include <unistd.h>

static void writes_one_escaped_line(void **context)
{
    (void) context;
    int pipe_ends[2];
    assert_int_equal(pipe(pipe_ends), 0);
    int saved = dup(STDERR_FILENO);
    assert_true(saved >= 0 && dup2(pipe_ends[1], STDERR_FILENO) >= 0);
    const struct log_field fields[] = {LOG_TEXT("code", "a\"b\n"), LOG_INT("status", 422)};
    log_event("info", "request", fields, COUNT_OF(fields));
    assert_true(dup2(saved, STDERR_FILENO) >= 0);

    char line[512] = {0};
    assert_true(read(pipe_ends[0], line, sizeof line - 1) > 0);
    assert_non_null(
        strstr(line, "\"event\":\"request\",\"code\":\"a\\\"b\\u000a\",\"status\":422}\n"));
    (void) close(saved);
    (void) close(pipe_ends[0]);
    (void) close(pipe_ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(writes_one_escaped_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

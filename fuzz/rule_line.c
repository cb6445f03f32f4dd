/* fuzz/rule_line: one line of a batch in any bytes: always one whole answer, on one line, that says
 * whether it is one; a refusal names its code. */
#include "fuzz/fuzz.h"

#include "crypto/crypto.h"
#include "rule/rule.h"

enum { ARENA_BYTES = 64 << 20, ANSWER_BYTES_MAX = 16 << 20 };

static const struct calendar_day days[] = {{20727, DAY_HOLIDAY, "国庆节"}}; /* 2026-10-01 */
static const struct calendar calendar = {.days = days, .count = 1, .version = "fuzz"};
static const struct rule_wage wages[] = {{"420000", 2025, 10000000}};
static const struct rule_world world = {
    .calendar = &calendar, .wages = wages, .wage_count = 1, .today = 20782};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct json_writer writer;
    char *line = malloc(size_bytes + 1);
    if (!line || !crypto_start()) {
        free(line);
        return 0;
    }
    if (size_bytes)
        memcpy(line, bytes, size_bytes);
    line[size_bytes] = '\0';
    json_writer_init(&writer, &arena, ANSWER_BYTES_MAX);
    rule_run_line(&world, line, size_bytes, &arena, &writer);
    free(line);

    const char *answer = json_done(&writer);
    struct value *tree = NULL;
    assert(answer && !strchr(answer, '\n'));
    enum err_kind kind = json_parse(answer, strlen(answer), &json_limits_file, &arena, &tree, NULL);
    assert(!kind && value_get(tree, "ok")->type == VALUE_BOOL);
    assert(value_true(value_get(tree, "ok")) || value_text(value_get(tree, "code")));
    return 0;
}

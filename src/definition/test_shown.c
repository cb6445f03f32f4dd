/* Every row of tests/vectors/shown.ndjson: how money, days and what is personal read. The web's own
 * tests read the same file. */
#include "tests/test.h"

#include "base/moment.h"
#include "definition/definition.h"
#include "law/fee.h"
#include "json/json.h"

enum { LINE_BYTES = 1024, ROWS_MIN = 20 };

static void check_instant(const struct value *row, struct arena *arena)
{
    int64_t at_us = 0;
    assert_true(instant_parse(value_text(value_get(row, "instant")), &at_us));
    int32_t day = day_of_instant(at_us);
    assert_string_equal(day_format(arena, day), value_text(value_get(row, "day")));
    assert_string_equal(day_format_zh(arena, day), value_text(value_get(row, "zh")));
    assert_string_equal(day_format_en(arena, day), value_text(value_get(row, "en")));
}

/* A period is over at its due time: the last day is the one before. */
static void check_due(const struct value *row, struct arena *arena)
{
    int64_t due_us = 0;
    assert_true(instant_parse(value_text(value_get(row, "due")), &due_us));
    assert_string_equal(day_format(arena, day_of_instant(due_us - 1)),
                        value_text(value_get(row, "last")));
}

static void check_mask(const struct value *row, struct arena *arena)
{
    struct field field = {.name = "x"};
    assert_true(field_kind_find(value_text(value_get(row, "type")), &field.kind));
    const struct value *masked = field_mask(&field, value_get(row, "value"), arena);
    assert_non_null(masked);
    assert_string_equal(value_text(masked), value_text(value_get(row, "masked")));
}

static void what_is_shown_reads_as_every_row_says(void **context)
{
    (void) context;
    FILE *file = fopen(VECTORS_FILE, "rb");
    assert_non_null(file);
    static char line[LINE_BYTES];
    size_t count = 0;
    for (; fgets(line, sizeof line, file); count++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 20);
        struct value *row = NULL;
        assert_int_equal(json_parse(line, strlen(line), &json_limits_file, &arena, &row, NULL), 0);
        if (value_text(value_get(row, "instant")))
            check_instant(row, &arena);
        else if (value_text(value_get(row, "due")))
            check_due(row, &arena);
        else if (value_text(value_get(row, "masked")))
            check_mask(row, &arena);
        else
            assert_string_equal(money_format(&arena, value_int(value_get(row, "fen"), -1)),
                                value_text(value_get(row, "shown")));
    }
    assert_int_equal(fclose(file), 0);
    assert_true(count >= ROWS_MIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_shown_reads_as_every_row_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Every row of tests/vectors/fields.ndjson: what people type, what is kept of it, what is wrong
 * with it. The web's own tests read the same file. */
#include "tests/test.h"

#include "base/moment.h"
#include "crypto/crypto.h"
#include "definition/definition.h"
#include "json/json.h"

enum { LINE_BYTES = 4096, OPTIONS_MAX = 8, ROWS_MIN = 50 };

/* What a browser reads out of a text before it is sent. */
static bool travels_otherwise(enum field_kind kind)
{
    return kind == FIELD_MONEY || kind == FIELD_NUMBER || kind == FIELD_MOMENT;
}

static void check_row(const struct value *row, struct arena *arena, const char *line)
{
    const struct value *typed = value_get(row, "typed"), *sent = value_get(row, "sent"),
                       *options = value_get(row, "options");
    const char *code = value_text(value_get(row, "code"));
    struct option rows[OPTIONS_MAX] = {0};
    struct field field = {.name = "x",
                          .min = value_int(value_get(row, "min"), 0),
                          .max = value_int(value_get(row, "max"), 0),
                          .options = rows};
    assert_true(field_kind_find(value_text(value_get(row, "type")), &field.kind));
    for (; options->type == VALUE_LIST && field.option_count < options->count; field.option_count++)
        rows[field.option_count].name = value_text(options->items[field.option_count]);

    const struct form_field form = {&field, false};
    const struct value *given =
        travels_otherwise(field.kind) && !value_is_null(sent) ? sent : typed;
    struct value *body = value_new_map(arena);
    assert_true(value_set(arena, body, "x", value_copy(arena, given)));
    struct field_context context = {.arena = arena};
    assert_true(day_parse("2026-11-24", &context.today));
    struct field_errors errors = {0};
    const struct value *kept = form_check(&form, 1, body, false, &context, &errors);
    assert_non_null(kept);
    const char *found = errors.count ? errors.items[0].code : NULL;
    if (!code != !found || (code && strcmp(code, found) != 0))
        fail_msg("%s: %s", line, found ? found : "nothing is wrong with it");
    if (!code)
        assert_string_equal(json_canonical(arena, value_get(kept, "x")),
                            json_canonical(arena, sent));
}

static void what_is_typed_is_kept_or_refused_as_every_row_says(void **context)
{
    (void) context;
    FILE *file = fopen(VECTORS_FILE, "rb");
    assert_non_null(file);
    static char line[LINE_BYTES];
    size_t count = 0;
    while (fgets(line, sizeof line, file)) {
        ARENA_SCOPED arena;
        arena_init(&arena, 4 << 20);
        struct value *row = NULL;
        assert_int_equal(json_parse(line, strlen(line), &json_limits_file, &arena, &row, NULL), 0);
        check_row(row, &arena, line);
        count++;
    }
    assert_int_equal(fclose(file), 0);
    assert_true(count >= ROWS_MIN);
}

static int start(void **context)
{
    (void) context;
    return crypto_start() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_is_kept_or_refused_as_every_row_says),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}

/* Every file of broken/ holds one mistake; its "note" is the finding it must earn: "path: text". */
#include "tests/test.h"

#include "crypto/crypto.h"
#include "definition/definition.h"
#include "json/json.h"

#include <dirent.h>

enum { FILE_BYTES_MAX = 1 << 16, FILES_MIN = 20 };

static bool yes(const struct facts *facts) { return facts != NULL; }
static const struct guard ready = {"ready", {"还没有准备好。", "Not ready."}, NULL, yes};
static const struct guard *const guards[] = {&ready, NULL};
static const struct effect remind = {.name = "remind", .clock_may = true};
static const struct effect rule = {.name = "rule", .clock_may = false};
static const struct effect *const effects[] = {&remind, &rule, NULL};
static bool period_known_here(const char *period)
{
    return strcmp(period, "filing.decide") == 0 || strcmp(period, "m.A") == 0 ||
           strcmp(period, "m.B") == 0;
}
static bool rule_takes_here(const char *name, const char *input)
{
    return strcmp(name, "sum_fee") == 0 && (!input || strcmp(input, "amount_fen") == 0);
}
static const struct vocabulary vocabulary = {guards, effects, NULL, period_known_here,
                                             rule_takes_here};

static size_t read_file(const char *name, char *bytes)
{
    char path[512];
    (void) snprintf(path, sizeof path, "%s/%s", BROKEN_FOLDER, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size_bytes = fread(bytes, 1, FILE_BYTES_MAX, file);
    assert_int_equal(fclose(file), 0);
    assert_true(size_bytes > 0 && size_bytes < FILE_BYTES_MAX);
    return size_bytes;
}

/* Exactly one finding, so that a file never passes for another reason than the one it is for. */
static void expect_finding(const char *name, const char *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 8 << 20);
    struct value *root = NULL;
    assert_int_equal(json_parse(bytes, size_bytes, &json_limits_file, &arena, &root, NULL), 0);
    const char *expected = value_text(value_get(root, "note"));
    assert_non_null(expected);

    struct workflow *workflow = NULL;
    struct finding findings[16];
    size_t count = 0;
    struct err err = {0};
    enum err_kind kind = definition_load(bytes, size_bytes, &vocabulary, &arena, &workflow,
                                         findings, COUNT_OF(findings), &count, &err);
    if (kind != ERR_INVALID || count == 0)
        fail_msg("%s was not refused", name);
    assert_string_equal(err.code, "definition.invalid");
    const char *found = arena_printf(&arena, "%s: %s", findings[0].path, findings[0].text);
    assert_non_null(found);
    if (strcmp(found, expected) != 0 || count != 1)
        fail_msg("%s: %zu findings, the first \"%s\", expected \"%s\"", name, count, found,
                 expected);
}

static void every_broken_file_is_refused_for_what_its_note_says(void **context)
{
    (void) context;
    static char bytes[FILE_BYTES_MAX];
    DIR *folder = opendir(BROKEN_FOLDER);
    assert_non_null(folder);
    size_t file_count = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        const char *ending = strrchr(entry->d_name, '.');
        if (!ending || strcmp(ending, ".json") != 0)
            continue;
        expect_finding(entry->d_name, bytes, read_file(entry->d_name, bytes));
        file_count++;
    }
    assert_int_equal(closedir(folder), 0);
    assert_true(file_count >= FILES_MIN);
}

static int start(void **context)
{
    (void) context;
    return crypto_start() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_broken_file_is_refused_for_what_its_note_says),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}

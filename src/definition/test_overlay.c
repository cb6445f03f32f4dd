/* Every file of overlays/ is laid over base.json; its "note" is the finding it must earn, "path:
 * text", or empty when it fits. And what definition_compare() says of one that fits. */
#include "tests/test.h"

#include "crypto/crypto.h"
#include "definition/definition.h"
#include "json/json.h"

#include <dirent.h>

enum { FILE_BYTES_MAX = 1 << 16, FILES_MIN = 25 };

static const struct effect remind = {.name = "remind", .clock_may = true};
static const struct guard *const guards[] = {NULL};
static const struct effect *const effects[] = {&remind, NULL};
static bool period_known_here(const char *period) { return strcmp(period, "filing.decide") == 0; }
static bool rule_takes_here(const char *name, const char *input)
{
    return strcmp(name, "sum_fee") == 0 && (!input || strcmp(input, "amount_fen") == 0);
}
static const struct vocabulary vocabulary = {guards, effects, NULL, period_known_here,
                                             rule_takes_here};

static struct value *read_json(const char *name, struct arena *arena)
{
    char path[512], *bytes = arena_alloc(arena, FILE_BYTES_MAX);
    struct value *root = NULL;
    (void) snprintf(path, sizeof path, "%s/%s", OVERLAYS_FOLDER, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size_bytes = fread(bytes, 1, FILE_BYTES_MAX, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(json_parse(bytes, size_bytes, &json_limits_file, arena, &root, NULL), 0);
    return root;
}

/* Lays it, loads what comes of it, and says the first finding. */
static const char *lay(const char *name, struct arena *arena, struct value **ret_laid)
{
    struct value *base = read_json("base.json", arena), *overlay = read_json(name, arena);
    const char *before = json_canonical(arena, base);
    struct finding findings[8];
    struct workflow *workflow = NULL;
    size_t count = 0;
    struct err err = {0};
    enum err_kind kind = definition_overlay(base, overlay, "鄂1202", arena, ret_laid, findings,
                                            COUNT_OF(findings), &count, &err);
    assert_string_equal(json_canonical(arena, base), before); /* the published one stays */
    const char *json = kind ? NULL : json_print(arena, *ret_laid);
    if (json)
        kind = definition_load(json, strlen(json), &vocabulary, arena, &workflow, findings,
                               COUNT_OF(findings), &count, &err);
    if (!kind) {
        assert_string_equal(workflow->overlay, "鄂1202");
        return "";
    }
    assert_string_equal(err.code, "definition.invalid");
    if (count != 1)
        fail_msg("%s: %zu findings, the first %s: %s", name, count, findings[0].path,
                 findings[0].text);
    return *findings[0].path ? arena_printf(arena, "%s: %s", findings[0].path, findings[0].text)
                             : arena_copy(arena, findings[0].text);
}

static void every_overlay_is_taken_or_refused_as_its_note_says(void **context)
{
    (void) context;
    DIR *folder = opendir(OVERLAYS_FOLDER);
    assert_non_null(folder);
    size_t file_count = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "base.json") == 0)
            continue;
        ARENA_SCOPED arena;
        arena_init(&arena, 8 << 20);
        struct value *laid = NULL;
        const char *expected = value_text(value_get(read_json(entry->d_name, &arena), "note"));
        const char *found = lay(entry->d_name, &arena, &laid);
        if (!expected || strcmp(found, expected) != 0)
            fail_msg("%s: \"%s\", expected \"%s\"", entry->d_name, found, expected);
        file_count++;
    }
    assert_int_equal(closedir(folder), 0);
    assert_true(file_count >= FILES_MIN);
}

static void what_an_overlay_changes_is_said_by_name(void **context)
{
    (void) context;
    static const struct {
        const char *file, *changes; /* path=now, one a line */
    } examples[] = {
        {"fits_nothing.json", "overlay=\"鄂1202\"\n"},
        {"fits_length.json", "deadlines.handover.length=\"5d\"\noverlay=\"鄂1202\"\n"},
        {"fits_drop.json",
         "actions.go.form=[\"v!\",\"people\"]\nactions.go.steps.more=null\noverlay=\"鄂1202\"\n"},
        {"fits_field.json",
         "fields.court_x={\"name\":\"court_x\",\"type\":\"text\",\"title\":{\"zh\":\"本院\","
         "\"en\":\"Ours\"}}\nactions.go.form=[\"v!\",\"hint\",\"people\",\"court_x\"]\n"
         "actions.go.steps.who.fields=[\"people\",\"court_x\"]\n"
         "overlay=\"鄂1202\"\n"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 8 << 20);
        struct value *laid = NULL;
        struct text text;
        text_init(&text, &arena, 4096);
        assert_string_equal(lay(examples[i].file, &arena, &laid), "");
        const struct value *rows = definition_compare(read_json("base.json", &arena), laid, &arena);
        assert_non_null(rows);
        for (size_t row = 0; row < rows->count; row++)
            text_add_format(&text, "%s=%s\n", value_text(value_get(rows->items[row], "path")),
                            json_print(&arena, value_get(rows->items[row], "now")));
        assert_string_equal(text.bytes, examples[i].changes);
    }
}

static int start(void **context)
{
    (void) context;
    return crypto_start() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_overlay_is_taken_or_refused_as_its_note_says),
        cmocka_unit_test(what_an_overlay_changes_is_said_by_name),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}

#include "tests/test.h"

#include "base/moment.h"
#include "base/text.h"
#include "export/table.h"

#include <sys/resource.h>
#include <unistd.h>

enum { LIMIT_BYTES = 16 << 20, MANY_ROWS = 100000, MANY_KIB_MAX = 40 * 1024 };

static const char *reader;
static const int64_t now_us = INT64_C(1795500000) * SECOND_US; /* 2026-11-24 */

static const struct table_column columns[] = {{"名称", TABLE_TEXT, 0},
                                              {"日期", TABLE_DAY, 0},
                                              {"金额（元）", TABLE_YUAN, 0},
                                              {"件数", TABLE_NUMBER, 0}};
static const char *const rows[][COUNT_OF(columns)] = {
    {"借条", "2026-11-24", "60,000.00", "12"},
    {"=HYPERLINK(\"http://x\")", "=1+1", "-3.5", "-2"},
    {"+86 139", "下周一", "约三万元", "很多"},
    {"0012", "1899-12-31", "1.234", "007x"},
    {"a\x01"
     "b\nc<&>",
     "", NULL, ""},
    {"\xEF\xBF\xBF", "2026-02-30", "99999999999999999999", "12345678901234567890"},
};

static const char sheet_wanted[] =
    "表 frozen A2 filter A1:D7 made 2026-11-24\n"
    "s:名称:General|s:日期:General|s:金额（元）:General|s:件数:General\n"
    "s:借条:@|d:2026-11-24 00:00:00:yyyy-mm-dd|n:60000:#,##0.00|n:12:0\n"
    "s:=HYPERLINK(\"http://x\"):@|s:=1+1:@|n:-3.5:#,##0.00|n:-2:0\n"
    "s:+86 139:@|s:下周一:@|s:约三万元:@|s:很多:@\n"
    "s:0012:@|s:1899-12-31:@|s:1.234:@|s:007x:@\n"
    "s:a b/c<&>:@|||\n"
    "s:\xEF\xBF\xBD:@|s:2026-02-30:@|s:99999999999999999999:@|s:12345678901234567890:@\n";

static const char csv_wanted[] = "\xEF\xBB\xBF名称,日期,金额（元）,件数\r\n"
                                 "借条,2026-11-24,\"60,000.00\",12\r\n"
                                 "\"'=HYPERLINK(\"\"http://x\"\")\",\"'=1+1\",-3.5,-2\r\n"
                                 "\"'+86 139\",下周一,约三万元,很多\r\n";

static enum err_kind make(struct arena *arena, enum table_form form, size_t row_count,
                          size_t limit_bytes, const void **ret, size_t *ret_bytes,
                          struct err *reterr)
{
    struct table *table =
        table_begin(arena, form, "表", columns, COUNT_OF(columns), now_us, limit_bytes);
    assert_non_null(table);
    for (size_t i = 0; i < row_count; i++)
        table_row(table, rows[i % COUNT_OF(rows)]);
    return table_end(table, ret, ret_bytes, reterr);
}

static void another_program_reads_it(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    struct err err = {0};
    const void *bytes = NULL;
    size_t size_bytes = 0;
    char path[] = "/tmp/fengqiao-table-XXXXXX.xlsx", command[400], told[4096];
    arena_init(&arena, 64 << 20);
    assert_int_equal(
        make(&arena, TABLE_SHEET, COUNT_OF(rows), LIMIT_BYTES, &bytes, &size_bytes, &err),
        ERR_NONE);
    int file = mkstemps(path, 5);
    assert_true(file >= 0 && write(file, bytes, size_bytes) == (ssize_t) size_bytes);
    (void) close(file);
    (void) snprintf(command, sizeof command, "PYTHONUTF8=1 /usr/bin/python3 '%s' %s", reader, path);
    FILE *program = popen(command, "r");
    size_t got = program ? fread(told, 1, sizeof told - 1, program) : 0;
    told[got] = '\0';
    assert_true(program && pclose(program) == 0);
    (void) unlink(path);
    assert_string_equal(told, sheet_wanted);
}

static void csv_is_as_it_was(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    struct err err = {0};
    const void *bytes = NULL;
    size_t size_bytes = 0;
    arena_init(&arena, 1 << 20);
    assert_int_equal(make(&arena, TABLE_CSV, 3, LIMIT_BYTES, &bytes, &size_bytes, &err), ERR_NONE);
    assert_string_equal(bytes, csv_wanted);
    assert_int_equal(size_bytes, strlen(csv_wanted));
}

static void what_is_too_large_is_refused(void **context)
{
    (void) context;
    struct err err = {0};
    const void *bytes = NULL;
    size_t size_bytes = 0;
    for (enum table_form form = TABLE_SHEET; form <= TABLE_CSV; form++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 20);
        assert_int_equal(make(&arena, form, 3, 100, &bytes, &size_bytes, &err), ERR_LIMIT);
        assert_string_equal(err.code, "table.too_large");
    }
}

/* Rows go to a file as they come. */
static void memory_does_not_grow_with_the_rows(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    struct rusage before, after;
    struct err err = {0};
    const void *bytes = NULL;
    size_t size_bytes = 0;
    arena_init(&arena, 64 << 20);
    (void) getrusage(RUSAGE_SELF, &before);
    assert_int_equal(make(&arena, TABLE_SHEET, MANY_ROWS, LIMIT_BYTES, &bytes, &size_bytes, &err),
                     ERR_NONE);
    (void) getrusage(RUSAGE_SELF, &after);
    assert_true(after.ru_maxrss - before.ru_maxrss < MANY_KIB_MAX);
}

static void a_format_is_a_word(void **context)
{
    (void) context;
    struct err err = {0};
    enum table_form form;
    assert_true(!table_form_read("", &form, &err) && form == TABLE_CSV);
    assert_true(!table_form_read("xlsx", &form, &err) && form == TABLE_SHEET);
    assert_true(!table_form_read("csv", &form, &err) && form == TABLE_CSV);
    assert_int_equal(table_form_read("pdf", &form, &err), ERR_INVALID);
    assert_string_equal(table_extension(TABLE_SHEET), "xlsx");
    assert_string_equal(table_extension(TABLE_CSV), "csv");
}

int main(int count, char **words)
{
    reader = count > 1 ? words[1] : "test_table.py";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_program_reads_it),
        cmocka_unit_test(csv_is_as_it_was),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(memory_does_not_grow_with_the_rows),
        cmocka_unit_test(a_format_is_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

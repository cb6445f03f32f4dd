#include "tests/test.h"

#include "base/text.h"
#include "store/csv.h"

static struct arena arena;

#define COMMAS ",,,,,,,,,,,,,,,,,,,,,,,,," /* 25 */

/* clang-format off */
static const struct {
    const char *title;
    const char *text;
    const char *then; /* "b|a" of each row and a line break, or the error code */
} examples[] = {
    {"columns are found by name, in any order",   "a,b\n1,2\n",              "2|1\n"},
    {"columns nobody wants may be there",         "x,b,y,a\n0,2,0,1\n",      "2|1\n"},
    {"the last row may lack its line break",      "a,b\n1,2",                "2|1\n"},
    {"rows may end with CRLF",                    "a,b\r\n1,2\r\n3,4\r\n",   "2|1\n4|3\n"},
    {"a byte order mark is skipped",              "\xEF\xBB\xBF" "a,b\n1,2", "2|1\n"},
    {"a header alone has no rows",                "a,b\n",                   ""},
    {"cells may be empty",                        "a,b\n,\n",                "|\n"},
    {"an empty last cell ends the text",          "a,b\n1,",                 "|1\n"},
    {"a quoted cell holds commas and quotes",     "a,b\n\"1,\"\"x\"\"\",2\n", "2|1,\"x\"\n"},
    {"a quoted cell holds line breaks",           "a,b\n\"1\n2\",3\n",       "3|1\n2\n"},
    {"a quoted cell may be empty",                "a,b\n\"\",\"\"",          "|\n"},
    {"blanks belong to the cell",                 "a,b\n 1 ,2\n",            "2| 1 \n"},
    {"Chinese text stays as it is",               "a,b\n咸安,\"鄂,1202\"\n", "鄂,1202|咸安\n"},
    {"an empty text has no header",               "",                        "csv.column"},
    {"a wanted column must be there",             "a,c\n1,2\n",              "csv.column"},
    {"no column twice",                           "a,b,b\n1,2,3\n",          "csv.column"},
    {"too few cells",                             "a,b\n1\n",                "csv.syntax"},
    {"too many cells",                            "a,b\n1,2,3\n",            "csv.syntax"},
    {"an empty line is no row",                   "a,b\n1,2\n\n",            "csv.syntax"},
    {"a quote that is never closed",              "a,b\n\"1,2\n",            "csv.syntax"},
    {"a doubled quote does not close",            "a,b\n1,\"2\"\"",          "csv.syntax"},
    {"text after a closing quote",                "a,b\n\"1\"x,2\n",         "csv.syntax"},
    {"a quote inside an unquoted cell",           "a,b\n1\"2,3\n",           "csv.syntax"},
    {"a lone carriage return",                    "a,b\n1\r2,3\n",           "csv.syntax"},
    {"a carriage return at the very end",         "a,b\n1,2\r",              "csv.syntax"},
    {"more columns than any table has",           "a,b" COMMAS COMMAS COMMAS COMMAS "\n", "csv.syntax"},
    {"broken UTF-8",                              "a,b\n\xC3\x28,2\n",       "csv.encoding"},
    {"another encoding of Chinese text",          "a,b\n\xCF\xCC\xB0\xB2,2", "csv.encoding"},
};
/* clang-format on */

static const char *read_all(const char *text, size_t size_bytes, struct err *reterr)
{
    static const char *const wanted[] = {"b", "a"};
    struct text all;
    text_init(&all, &arena, 4096);
    struct csv csv;
    char *copy = arena_copy_bytes(&arena, text, size_bytes);
    assert_non_null(copy);
    if (csv_start(copy, size_bytes, "x.csv", wanted, COUNT_OF(wanted), &csv, reterr))
        return reterr->code;
    for (;;) {
        bool has_row = false;
        if (csv_next(&csv, &has_row, reterr))
            return reterr->code;
        if (!has_row)
            return text_done(&all);
        text_add_format(&all, "%s|%s\n", csv.cells[0], csv.cells[1]);
    }
}

static void reads_as_the_table_says(void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct err err = {0};
        print_message("  %s\n", examples[i].title);
        assert_string_equal(read_all(examples[i].text, strlen(examples[i].text), &err),
                            examples[i].then);
    }
}

static void a_nul_is_no_text(void **context)
{
    (void) context;
    static const char text[] = "a,b\n1\0,2\n";
    struct err err = {0};
    assert_string_equal(read_all(text, sizeof text - 1, &err), "csv.encoding");
}

static void an_error_names_the_line_where_its_row_begins(void **context)
{
    (void) context;
    static const char text[] = "a,b\n\"1\n\n1\",2\n3,4,5\n";
    struct err err = {0};
    assert_string_equal(read_all(text, strlen(text), &err), "csv.syntax");
    assert_string_equal(err.text, "x.csv line 5: another number of cells than the header");
}

static void what_is_no_file_is_refused(void **context)
{
    (void) context;
    char *text = NULL;
    size_t size_bytes = 0;
    struct err err = {0};
    assert_int_equal(csv_read_file(&arena, "/nowhere/x.csv", &text, &size_bytes, &err), ERR_STORE);
    assert_string_equal(err.code, "csv.file");
    assert_int_equal(csv_read_file(&arena, "/", &text, &size_bytes, &err), ERR_STORE);
    assert_int_equal(csv_read_file(&arena, "/dev/zero", &text, &size_bytes, &err), ERR_STORE);
    assert_null(text);
}

static int begin(void **context)
{
    (void) context;
    arena_init(&arena, 1 << 20);
    return 0;
}

static int end(void **context)
{
    (void) context;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_as_the_table_says),
        cmocka_unit_test(a_nul_is_no_text),
        cmocka_unit_test(an_error_names_the_line_where_its_row_begins),
        cmocka_unit_test(what_is_no_file_is_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

/*
 * The tables of reference/ in a store. Argument: the root of the source tree. FENGQIAO_TEST_STORE
 * names the store; without it a SQLite file in a folder of its own.
 */
#include "tests/test.h"

#include "base/moment.h"
#include "base/text.h"
#include "store/csv.h"
#include "store/reference.h"

#include <unistd.h>

static const char *root;
static char folder[] = "/tmp/fengqiao-reference-XXXXXX";
static struct db *db;
static struct arena arena;

static const char *const names[] = {"courts.csv",         "courts_derived.csv",  "causes.csv",
                                    "causes_admin.csv",   "divisions.csv",       "case_types.csv",
                                    "holidays.csv",       "wages.csv",           "incomes.csv",
                                    "warning_points.csv", "warning_measures.csv"};

/* Small tables, one row each unless the test says otherwise. */
static const char *const small[] = {
    "code,name,level,parent_code,division_code,grade,kind,source\n"
    "鄂1202,甲区人民法院,基层,鄂12,421202,4,按行政区划,official-2016\n",
    "code,name,level,parent_code,division_code,grade,kind,source\n"
    "鄂1202,乙区人民法院,基层,鄂12,421202,4,derived,derived\n"
    "鄂1290,丙区人民法院,基层,鄂12,421290,4,derived,derived\n",
    "code,name,parent_code,level,official_no\n01,人格权纠纷,,1,第一部分\n",
    "code,name,parent_code,level,official_no\nA,行政行为,,1,一级案由\n",
    "code,name,parent_code,level,status,source\n420000,湖北省,000000,1,current,NBS2023\n",
    "id,name,category,code,category_id,basis\n1004,财产保全执行案件,执行,执保,1000,x\n",
    "date,name,kind\n2026-10-01,国庆节,holiday\n2026-10-10,国庆节,workday\n",
    "province_code,year,yuan,source,confidence\n000000,2025,129441,\"a, b\",high\n",
    "province_code,year,income_yuan,consumption_yuan,source,confidence\n000000,2024,54188,34557,x,"
    "medium\n",
    "code,question,points,valid_from,source\nviolence.2000,violence,5,2000-01-01,assumed\n",
    "code,colour,duty,hours,zh,en,valid_from,source\n"
    "red.police.2000,red,police,2,到场,Go there,2000-01-01,assumed\n"};

static const char *path_of(const char *name)
{
    const char *path = arena_printf(&arena, "%s/%s", folder, name);
    assert_non_null(path);
    return path;
}

/* A folder of the small tables, with one file changed (NULL text: missing). */
static void write_small(const char *changed, const char *text)
{
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *content = text_equal(names[i], changed) ? text : small[i];
        (void) unlink(path_of(names[i]));
        if (!content)
            continue;
        FILE *file = fopen(path_of(names[i]), "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(content, 1, strlen(content), file), strlen(content));
        assert_int_equal(fclose(file), 0);
    }
}

static int64_t number_of(const char *sql)
{
    struct db_result found;
    struct err err = {0};
    if (db_run(db, &arena, sql, DB_NO_ARGS, &found, &err))
        fail_msg("%s", err.text);
    return db_cell_int(&found, 0, 0);
}

static const char *text_of(const char *sql)
{
    struct db_result found;
    struct err err = {0};
    if (db_run(db, &arena, sql, DB_NO_ARGS, &found, &err))
        fail_msg("%s", err.text);
    const char *text = db_cell_text(&found, 0, 0);
    return text ? text : "nothing";
}

static void load(const char *from, struct reference_counts *ret)
{
    struct err err = {0};
    if (reference_load(db, from, ret, &err))
        fail_msg("%s: %s", err.code, err.text);
}

static int empty_tables(void **context)
{
    (void) context;
    static const char *const sql[] = {
        "DELETE FROM court",   "DELETE FROM cause", "DELETE FROM division", "DELETE FROM case_type",
        "DELETE FROM holiday", "DELETE FROM wage",  "DELETE FROM income"};
    for (size_t i = 0; i < COUNT_OF(sql); i++) {
        if (db_run(db, &arena, sql[i], DB_NO_ARGS, NULL, NULL))
            return -1;
    }
    return 0;
}

static void the_shipped_tables_load_whole(void **context)
{
    (void) context;
    const char *from = arena_printf(&arena, "%s/reference", root);
    struct reference_counts counts = {0};
    for (int turn = 0; turn < 2; turn++) { /* the second run changes nothing */
        struct timespec began, ended;
        (void) clock_gettime(CLOCK_MONOTONIC, &began);
        load(from, &counts);
        (void) clock_gettime(CLOCK_MONOTONIC, &ended);
        print_message("  loaded in %lld ms\n",
                      (long long) ((ended.tv_sec - began.tv_sec) * 1000 +
                                   (ended.tv_nsec - began.tv_nsec) / 1000000));
        assert_int_equal(counts.courts, 3589 + 237);
        assert_int_equal(counts.causes, 1055 + 163);
        assert_int_equal(counts.divisions, 4069);
        assert_int_equal(counts.case_types, 218);
        assert_int_equal(counts.holidays, 283);
        assert_int_equal(counts.wages, 86);
        assert_int_equal(counts.incomes, 7);
        /* No key twice in any file: every row of the files is a row of the store. */
        assert_int_equal(number_of("SELECT count(*) FROM court"), 3589 + 237);
        assert_int_equal(number_of("SELECT count(*) FROM court WHERE source = 'derived'"), 237);
        assert_int_equal(number_of("SELECT count(*) FROM cause WHERE kind = 'civil'"), 1055);
        assert_int_equal(number_of("SELECT count(*) FROM cause WHERE kind = 'admin'"), 163);
        assert_int_equal(number_of("SELECT count(*) FROM division"), 4069);
        assert_int_equal(number_of("SELECT count(*) FROM case_type"), 218);
        assert_int_equal(number_of("SELECT count(*) FROM holiday"), 283);
        assert_int_equal(number_of("SELECT count(*) FROM wage"), 86);
    }
}

static void the_shipped_tables_say_what_the_law_needs(void **context)
{
    (void) context;
    load(arena_printf(&arena, "%s/reference", root), NULL);
    assert_string_equal(text_of("SELECT name FROM court WHERE code = '鄂1202'"),
                        "咸宁市咸安区人民法院");
    assert_string_equal(text_of("SELECT parent_code FROM court WHERE code = '鄂1202'"), "鄂12");
    assert_string_equal(text_of("SELECT division_code FROM court WHERE code = '最高法'"),
                        "nothing");
    assert_int_equal(number_of("SELECT count(*) FROM cause WHERE name = '民间借贷纠纷'"), 1);
    assert_string_equal(
        day_format(&arena, (int32_t) number_of("SELECT max(valid_from) FROM cause")), "2026-01-01");
    assert_string_equal(
        day_format(&arena, (int32_t) number_of("SELECT min(valid_from) FROM cause")), "2021-01-01");
    assert_int_equal(number_of("SELECT wage_fen FROM wage WHERE province_code = '000000' AND "
                               "year = 2025"),
                     12944100);
    assert_int_equal(number_of("SELECT consumption_fen FROM income WHERE province_code = '420000' "
                               "AND year = 2023"),
                     3150000);
    assert_int_equal(number_of("SELECT counts_as_case FROM case_type WHERE code = '民初'"), 1);
    assert_int_equal(number_of("SELECT max(counts_as_case) FROM case_type WHERE code IN ('', "
                               "'执保', '执恢', '民诉前调', '诉前调确')"),
                     0);
    assert_int_equal(number_of("SELECT count(*) FROM case_type WHERE code <> '' AND "
                               "counts_as_case = 0"),
                     4);
}

/* Every cause, court and division but the roots hangs on one that is there. */
static void no_row_of_the_shipped_tables_hangs_in_the_air(void **context)
{
    (void) context;
    load(arena_printf(&arena, "%s/reference", root), NULL);
    assert_int_equal(number_of("SELECT count(*) FROM cause c WHERE parent_code IS NOT NULL AND NOT "
                               "EXISTS (SELECT 1 FROM cause p WHERE p.code = c.parent_code)"),
                     0);
    assert_int_equal(number_of("SELECT count(*) FROM cause WHERE parent_code IS NULL"), 12 + 1);
    assert_int_equal(number_of("SELECT count(*) FROM court c WHERE parent_code IS NOT NULL AND NOT "
                               "EXISTS (SELECT 1 FROM court p WHERE p.code = c.parent_code)"),
                     0);
    assert_int_equal(
        number_of("SELECT count(*) FROM division d WHERE parent_code IS NOT NULL AND NOT "
                  "EXISTS (SELECT 1 FROM division p WHERE p.code = d.parent_code)"),
        0);
}

static void an_official_court_wins_over_a_derived_one(void **context)
{
    (void) context;
    write_small("", NULL);
    for (int turn = 0; turn < 2; turn++) {
        load(folder, NULL);
        assert_string_equal(text_of("SELECT name FROM court WHERE code = '鄂1202'"),
                            "甲区人民法院");
        assert_string_equal(text_of("SELECT source FROM court WHERE code = '鄂1290'"), "derived");
    }
    /* The court becomes official: the derived row gives way. */
    write_small("courts.csv", "code,name,level,parent_code,division_code,grade,kind,source\n"
                              "鄂1290,丁区人民法院,基层,鄂12,421290,4,按行政区划,official-2027\n");
    load(folder, NULL);
    assert_string_equal(text_of("SELECT name FROM court WHERE code = '鄂1290'"), "丁区人民法院");
    assert_string_equal(text_of("SELECT name FROM court WHERE code = '鄂1202'"), "甲区人民法院");
}

static void a_second_run_brings_rows_up_to_date(void **context)
{
    (void) context;
    write_small("", NULL);
    load(folder, NULL);
    write_small("wages.csv", "province_code,year,yuan,source,confidence\n"
                             "000000,2025,130000,later,high\n420000,2025,110000,later,low\n");
    load(folder, NULL);
    assert_int_equal(number_of("SELECT wage_fen FROM wage WHERE province_code = '000000'"),
                     13000000);
    assert_int_equal(number_of("SELECT count(*) FROM wage"), 2);
}

static void a_later_notice_replaces_its_year_and_no_other(void **context)
{
    (void) context;
    write_small("", NULL);
    load(folder, NULL);
    write_small("holidays.csv", "date,name,kind\n2027-01-01,元旦,holiday\n");
    load(folder, NULL);
    assert_int_equal(number_of("SELECT count(*) FROM holiday"), 3);
    write_small("holidays.csv", "date,name,kind\n2026-10-01,国庆节,holiday\n");
    load(folder, NULL);
    assert_int_equal(number_of("SELECT count(*) FROM holiday"), 2);
    assert_int_equal(number_of("SELECT count(*) FROM holiday WHERE kind = 'workday'"), 0);
}

/* clang-format off */
static const struct {
    const char *title, *file, *text, *code, *field;
} bad[] = {
    {"a file is missing", "wages.csv", NULL, "csv.file", ""},
    {"a file is empty", "wages.csv", "", "csv.column", ""},
    {"a row is cut", "wages.csv", "province_code,year,yuan,source,confidence\n000000,20", "csv.syntax", ""},
    {"a court without a name", "courts.csv", "code,name,level,parent_code,division_code,grade,kind,source\n鄂1,,基层,,,4,x,y\n",
     "reference.value", "courts.csv:2:name"},
    {"a grade that is no number", "courts.csv", "code,name,level,parent_code,division_code,grade,kind,source\n鄂1,甲,基层,,,four,x,y\n",
     "reference.value", "courts.csv:2:grade"},
    {"a wage below nothing", "wages.csv", "province_code,year,yuan,source,confidence\n000000,2025,-1,x,y\n",
     "reference.value", "wages.csv:2:yuan"},
    {"an income below nothing", "incomes.csv", "province_code,year,income_yuan,consumption_yuan,source,confidence\n000000,2024,1,-2,x,y\n",
     "reference.value", "incomes.csv:2:consumption_yuan"},
    {"a wage too long to be one", "wages.csv", "province_code,year,yuan,source,confidence\n000000,2025,9999999999,x,y\n",
     "reference.value", "wages.csv:2:yuan"},
    {"a day that does not exist", "holidays.csv", "date,name,kind\n2026-02-30,x,holiday\n", "reference.value", "holidays.csv:2:date"},
    {"a day that is neither off nor on", "holidays.csv", "date,name,kind\n2026-02-03,x,Holiday\n", "reference.value", "holidays.csv:2:kind"},
    {"a day listed twice", "holidays.csv", "date,name,kind\n2026-02-03,x,holiday\n2026-02-03,x,workday\n", "reference.order", ""},
    {"days out of order", "holidays.csv", "date,name,kind\n2027-01-01,x,holiday\n2026-10-01,x,holiday\n", "reference.order", ""},
};
/* clang-format on */

static void a_bad_file_is_named_and_leaves_nothing_behind(void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        print_message("  %s\n", bad[i].title);
        write_small(bad[i].file, bad[i].text);
        struct err err = {0};
        struct reference_counts counts = {.courts = 7};
        assert_int_not_equal(reference_load(db, folder, &counts, &err), 0);
        assert_string_equal(err.code, bad[i].code);
        assert_string_equal(err.field, bad[i].field);
        assert_int_equal(counts.courts, 7);
        assert_int_equal(number_of("SELECT count(*) FROM court"), 0);
        assert_int_equal(number_of("SELECT count(*) FROM holiday"), 0);
    }
}

static enum err_kind migrate(struct err *reterr)
{
    static const char *const file_names[] = {"20261124-1-registers.sql", "20261130-5-warnings.sql",
                                             "20261130-99-incomes.sql"};
    char *texts[COUNT_OF(file_names)] = {NULL};
    size_t size_bytes = 0;
    for (size_t i = 0; i < COUNT_OF(file_names); i++) {
        const char *path = arena_printf(&arena, "%s/migrations/%s", root, file_names[i]);
        enum err_kind kind = csv_read_file(&arena, path, &texts[i], &size_bytes, reterr);
        if (kind)
            return kind;
    }
    return db_migrate(db, file_names, (const char *const *) texts, COUNT_OF(file_names), NULL,
                      reterr);
}

static int open_store(void **context)
{
    (void) context;
    arena_init(&arena, 64 << 20);
    const char *given = getenv("FENGQIAO_TEST_STORE");
    struct err err = {0};
    if (!mkdtemp(folder))
        return -1;
    const char *url = given ? given : arena_printf(&arena, "sqlite:%s/test.sqlite", folder);
    enum err_kind kind = url ? db_open(url, DB_READ_WRITE, &db, &err) : ERR_LIMIT;
    if (!kind)
        kind = migrate(&err);
    if (kind)
        print_error("%s: %s\n", err.code, err.text);
    return kind ? -1 : 0;
}

static int close_store(void **context)
{
    (void) context;
    db_close(db);
    static const char *const files[] = {"test.sqlite", "test.sqlite-wal", "test.sqlite-shm"};
    for (size_t i = 0; i < COUNT_OF(files); i++)
        (void) unlink(path_of(files[i]));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        (void) unlink(path_of(names[i]));
    arena_release(&arena);
    return rmdir(folder);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        (void) fprintf(stderr, "usage: %s SOURCE_ROOT\n", argv[0]);
        return 2;
    }
    root = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_shipped_tables_load_whole, empty_tables),
        cmocka_unit_test_setup(the_shipped_tables_say_what_the_law_needs, empty_tables),
        cmocka_unit_test_setup(no_row_of_the_shipped_tables_hangs_in_the_air, empty_tables),
        cmocka_unit_test_setup(an_official_court_wins_over_a_derived_one, empty_tables),
        cmocka_unit_test_setup(a_second_run_brings_rows_up_to_date, empty_tables),
        cmocka_unit_test_setup(a_later_notice_replaces_its_year_and_no_other, empty_tables),
        cmocka_unit_test_setup(a_bad_file_is_named_and_leaves_nothing_behind, empty_tables),
    };
    return cmocka_run_group_tests(tests, open_store, close_store);
}

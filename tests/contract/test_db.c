/*
 * The contract of db/: what both databases must do alike. FENGQIAO_TEST_STORE names the store;
 * without it a SQLite file in a folder of its own.
 */
#include "tests/test.h"

#include "base/text.h"
#include "db/db.h"

#include <unistd.h>

static char folder[] = "/tmp/fengqiao-db-XXXXXX";
static char url[512];
static struct db *db;
static struct arena arena;

static int open_store(void **context)
{
    (void) context;
    const char *given = getenv("FENGQIAO_TEST_STORE");
    if (!mkdtemp(folder))
        return -1;
    (void) snprintf(url, sizeof url, "%s", given ? given : "");
    if (!given)
        (void) snprintf(url, sizeof url, "sqlite:%s/test.sqlite", folder);
    arena_init(&arena, 64 << 20);
    struct err err = {0};
    if (db_open(url, DB_READ_WRITE, &db, &err)) {
        print_error("%s\n", err.text);
        return -1;
    }
    /* A store of an earlier run on the same server. */
    static const char *const drop[] = {"DROP TABLE IF EXISTS thing", "DROP TABLE IF EXISTS other",
                                       "DROP TABLE IF EXISTS schema_migration"};
    for (size_t i = 0; i < COUNT_OF(drop); i++) {
        if (db_run(db, &arena, drop[i], DB_NO_ARGS, NULL, &err))
            return -1;
    }
    static const char *const names[] = {"1-thing.sql"};
    static const char *const texts[] = {
        "-- ID in a comment; stays 'as' it is\n"
        "CREATE TABLE thing (id ID, name TEXT UNIQUE, bytes BYTES, number INT NOT NULL DEFAULT 0,\n"
        " note TEXT DEFAULT 'INT; ID');\nCREATE TABLE other (id INT PRIMARY KEY, done FLAG NOT "
        "NULL);\n"};
    size_t ran = 0;
    return db_migrate(db, names, texts, 1, &ran, &err) || ran != 1 ? -1 : 0;
}

static int close_store(void **context)
{
    (void) context;
    db_close(db);
    arena_release(&arena);
    static const char *const files[] = {"test.sqlite", "test.sqlite-wal", "test.sqlite-shm"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char path[600];
        (void) snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        (void) unlink(path);
    }
    return rmdir(folder);
}

static const char insert[] = "INSERT INTO thing (id, name, bytes, number) VALUES ($1, $2, $3, $4)";

static void every_type_goes_there_and_back(void **context)
{
    (void) context;
    const char bytes[] = "\0\x01案\xFF";
    struct db_result result;
    assert_int_equal(db_run(db, &arena, insert,
                            DB_ARGS(db_int(INT64_MAX), db_text("it's $1 — 枫桥"),
                                    db_bytes(bytes, sizeof bytes), db_int(INT64_MIN)),
                            &result, NULL),
                     0);
    assert_int_equal(result.changed, 1);
    /* Parameters by number, not by order of appearance. */
    assert_int_equal(
        db_run(db, &arena,
               "SELECT name, bytes, number, note FROM thing WHERE number = $2 AND id = $1",
               DB_ARGS(db_int(INT64_MAX), db_int(INT64_MIN)), &result, NULL),
        0);
    assert_int_equal(result.row_count, 1);
    assert_string_equal(db_cell_text(&result, 0, 0), "it's $1 — 枫桥");
    assert_int_equal(db_cell(&result, 0, 1)->type, DB_BYTES);
    assert_int_equal(db_cell(&result, 0, 1)->size_bytes, sizeof bytes);
    assert_memory_equal(db_cell(&result, 0, 1)->text, bytes, sizeof bytes);
    assert_int_equal(db_cell_int(&result, 0, 2), INT64_MIN);
    assert_string_equal(db_cell_text(&result, 0, 3), "INT; ID");
    assert_int_equal(
        db_run(db, &arena, insert, DB_ARGS(db_int(1), db_null(), db_null(), db_int(0)), NULL, NULL),
        0);
    assert_int_equal(
        db_run(db, &arena, "SELECT name FROM thing WHERE id = 1", DB_NO_ARGS, &result, NULL), 0);
    assert_int_equal(db_cell(&result, 0, 0)->type, DB_NULL);
    assert_null(db_cell_text(&result, 7, 7));
}

static void refuses_what_breaks_the_rules(void **context)
{
    (void) context;
    struct err err = {0};
    assert_int_equal(db_run(db, &arena, insert,
                            DB_ARGS(db_int(2), db_text("twice"), db_null(), db_int(0)), NULL, &err),
                     0);
    assert_int_equal(db_run(db, &arena, insert,
                            DB_ARGS(db_int(3), db_text("twice"), db_null(), db_int(0)), NULL, &err),
                     ERR_CONFLICT);
    assert_string_equal(err.code, "db.unique");
    assert_int_equal(db_run(db, &arena, insert,
                            DB_ARGS(db_int(3), db_text("x"), db_null(), db_null()), NULL, &err),
                     ERR_CONFLICT);
    assert_string_equal(err.code, "db.constraint");
    assert_int_equal(db_run(db, &arena, insert, DB_ARGS(db_int(3)), NULL, &err), ERR_STORE);
    assert_int_equal(db_run(db, &arena, "SELECT nothing FROM nowhere", DB_NO_ARGS, NULL, &err),
                     ERR_STORE);
}

static void the_second_writer_loses(void **context)
{
    (void) context;
    static const char update[] =
        "UPDATE thing SET number = number + 1 WHERE id = $1 AND number = $2";
    assert_int_equal(db_run(db, &arena, insert,
                            DB_ARGS(db_int(20), db_text("versioned"), db_null(), db_int(7)), NULL,
                            NULL),
                     0);
    struct err err = {0};
    for (int turn = 0; turn < 2; turn++) {
        struct db_flight *flight = db_flight_new(&arena);
        (void) db_flight_add(flight, insert,
                             DB_ARGS(db_int(30 + turn), db_null(), db_null(), db_int(0)), 1);
        (void) db_flight_add(flight, update, DB_ARGS(db_int(20), db_int(7)), 1);
        assert_int_equal(db_begin(db, &err), 0);
        enum err_kind kind = db_flight_run(db, flight, &err);
        assert_int_equal(kind, turn == 0 ? ERR_NONE : ERR_STALE);
        if (kind)
            db_rollback(db);
        else
            assert_int_equal(db_commit(db, &err), 0);
    }
    struct db_result result;
    assert_int_equal(db_run(db, &arena, "SELECT count(*) FROM thing WHERE id IN (30, 31)",
                            DB_NO_ARGS, &result, NULL),
                     0);
    assert_int_equal(db_cell_int(&result, 0, 0), 1);
}

static void a_flight_carries_many_statements(void **context)
{
    (void) context;
    struct err err = {0};
    struct db_flight *flight = db_flight_new(&arena);
    for (int i = 0; i < 200; i++)
        assert_int_equal(db_flight_add(flight, insert,
                                       DB_ARGS(db_int(1000 + i), db_null(), db_null(), db_int(i)),
                                       1),
                         (size_t) i);
    size_t sum = db_flight_add(
        flight, "SELECT sum(number) FROM thing WHERE id >= 1000 AND id < 1200", DB_NO_ARGS, -1);
    assert_int_equal(db_begin(db, &err), 0);
    if (db_flight_run(db, flight, &err))
        fail_msg("%s", err.text);
    assert_int_equal(db_commit(db, &err), 0);
    const struct db_value *cell = db_cell(db_flight_result(flight, sum), 0, 0);
    /* PostgreSQL's sum(bigint) is numeric, so text: code that sums casts it. */
    assert_int_equal(cell->type == DB_INT ? cell->integer : strtoll(cell->text, NULL, 10), 19900);
}

static void after_an_error_the_connection_works_again(void **context)
{
    (void) context;
    struct err err = {0};
    assert_int_equal(db_begin(db, &err), 0);
    assert_int_equal(db_run(db, &arena, insert,
                            DB_ARGS(db_int(40), db_null(), db_null(), db_int(0)), NULL, &err),
                     0);
    struct db_flight *flight = db_flight_new(&arena);
    (void) db_flight_add(flight, insert, DB_ARGS(db_int(40), db_null(), db_null(), db_int(0)), 1);
    (void) db_flight_add(flight, insert, DB_ARGS(db_int(41), db_null(), db_null(), db_int(0)), 1);
    assert_int_equal(db_flight_run(db, flight, &err), ERR_CONFLICT);
    db_rollback(db);
    struct db_result result;
    assert_int_equal(db_run(db, &arena, "SELECT count(*) FROM thing WHERE id IN (40, 41)",
                            DB_NO_ARGS, &result, &err),
                     0);
    assert_int_equal(db_cell_int(&result, 0, 0), 0);
}

static void migrations_run_once_and_may_not_change(void **context)
{
    (void) context;
    static const char *const names[] = {"2-more.sql"};
    static const char *const texts[] = {"ALTER TABLE other ADD COLUMN more INT"};
    static const char *const changed[] = {"ALTER TABLE other ADD COLUMN less INT"};
    size_t ran = 9;
    struct err err = {0};
    assert_int_equal(db_migrate(db, names, texts, 1, &ran, &err), 0);
    assert_int_equal(ran, 1);
    assert_int_equal(db_migrate(db, names, texts, 1, &ran, &err), 0);
    assert_int_equal(ran, 0);
    assert_int_equal(db_migrate(db, names, changed, 1, &ran, &err), ERR_CONFLICT);
    assert_string_equal(err.code, "db.migration_changed");
    static const char *const broken_names[] = {"3-broken.sql"};
    static const char *const broken[] = {"CREATE TABLE half (id ID); CREATE TABLE half (id ID)"};
    assert_int_not_equal(db_migrate(db, broken_names, broken, 1, &ran, &err), 0);
    assert_int_not_equal(db_run(db, &arena, "SELECT id FROM half", DB_NO_ARGS, NULL, &err), 0);
}

static void a_reader_may_not_write(void **context)
{
    (void) context;
    struct err err = {0};
    DB_SCOPED *reader = NULL;
    assert_int_equal(db_open(url, DB_READ_ONLY, &reader, &err), 0);
    struct db_result result;
    assert_int_equal(
        db_run(reader, &arena, "SELECT count(*) FROM thing", DB_NO_ARGS, &result, &err), 0);
    assert_int_equal(db_run(reader, &arena, insert,
                            DB_ARGS(db_int(90), db_null(), db_null(), db_int(0)), NULL, &err),
                     ERR_STORE);
}

static int64_t count_things(struct db *reader)
{
    struct db_result result;
    assert_int_equal(
        db_run(reader, &arena, "SELECT count(*) FROM thing", DB_NO_ARGS, &result, NULL), 0);
    return db_cell_int(&result, 0, 0);
}

static void what_is_held_together_sees_one_state(void **context)
{
    (void) context;
    struct err err = {0};
    DB_SCOPED *reader = NULL;
    bool sqlite = strcmp(db_kind(db), "sqlite") == 0;
    assert_int_equal(db_open(url, DB_READ_ONLY, &reader, &err), 0);
    db_hold(reader);
    int64_t before = count_things(reader);
    assert_int_equal(db_run(db, &arena, insert,
                            DB_ARGS(db_int(95), db_text("95"), db_null(), db_int(0)), NULL, &err),
                     0);
    struct db_flight *flight = db_flight_new(&arena);
    for (int i = 0; i < 2; i++)
        (void) db_flight_add(flight, "SELECT count(*) FROM thing", DB_NO_ARGS, -1);
    assert_int_equal(db_flight_run(reader, flight, &err), 0);
    assert_int_equal(db_cell_int(db_flight_result(flight, 1), 0, 0), before + !sqlite);
    assert_int_equal(count_things(reader), before + !sqlite);
    db_release(reader);
    db_release(reader); /* nothing is held */
    assert_int_equal(count_things(reader), before + 1);
    assert_int_equal(db_run(db, &arena, "DELETE FROM thing WHERE id = 95", DB_NO_ARGS, NULL, &err),
                     0);
}

static void a_row_is_found_by_its_key(void **context)
{
    (void) context;
    struct db_result rows;
    static const char sql[] = "SELECT 3 UNION ALL SELECT 5 UNION ALL SELECT 5 UNION ALL SELECT 9";
    assert_int_equal(db_run(db, &arena, sql, DB_NO_ARGS, &rows, NULL), 0);
    static const struct {
        int64_t id;
        size_t place;
    } examples[] = {{-1, 0}, {3, 0}, {4, 1}, {5, 1}, {6, 3}, {9, 3}, {10, 4}};
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_int_equal(db_place(&rows, examples[i].id), examples[i].place);
}

static void a_lost_connection_comes_back(void **context)
{
    (void) context;
    if (strcmp(db_kind(db), "postgresql") != 0)
        return; /* a file is not lost */
    struct err err = {0};
    struct db_result result;
    DB_SCOPED *other = NULL;
    assert_int_equal(db_open(url, DB_READ_WRITE, &other, &err), 0);
    assert_int_equal(db_run(db, &arena, "SELECT pg_backend_pid()", DB_NO_ARGS, &result, &err), 0);
    assert_int_equal(db_begin(db, &err), 0);
    assert_int_equal(db_run(other, &arena, "SELECT pg_terminate_backend(CAST($1 AS INTEGER))",
                            DB_ARGS(db_int(db_cell_int(&result, 0, 0))), NULL, &err),
                     0);
    /* The server ends the backend a moment after it says so: the commit meets either. */
    enum err_kind kind = ERR_NONE;
    for (int i = 0; i < 1000 && !kind; i++)
        kind = db_run(db, &arena, "SELECT 1", DB_NO_ARGS, NULL, &err);
    assert_int_equal(kind, ERR_BUSY);
    db_rollback(db);
    assert_int_equal(db_begin(db, &err), 0);
    assert_int_equal(db_run(db, &arena, "SELECT 1", DB_NO_ARGS, &result, &err), 0);
    assert_int_equal(db_commit(db, &err), 0);
    /* One that was pinned stays lost: what its session held is another's now. */
    DB_SCOPED *pinned = NULL;
    assert_int_equal(db_open(url, DB_READ_WRITE, &pinned, &err), 0);
    db_pin_session(pinned);
    assert_int_equal(db_run(pinned, &arena, "SELECT pg_backend_pid()", DB_NO_ARGS, &result, &err),
                     0);
    assert_int_equal(db_run(other, &arena, "SELECT pg_terminate_backend(CAST($1 AS INTEGER))",
                            DB_ARGS(db_int(db_cell_int(&result, 0, 0))), NULL, &err),
                     0);
    for (kind = ERR_NONE; !kind;)
        kind = db_run(pinned, &arena, "SELECT 1", DB_NO_ARGS, NULL, &err);
    db_rollback(pinned);
    assert_int_equal(db_run(pinned, &arena, "SELECT 1", DB_NO_ARGS, NULL, &err), ERR_BUSY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_goes_there_and_back),
        cmocka_unit_test(refuses_what_breaks_the_rules),
        cmocka_unit_test(the_second_writer_loses),
        cmocka_unit_test(a_flight_carries_many_statements),
        cmocka_unit_test(after_an_error_the_connection_works_again),
        cmocka_unit_test(migrations_run_once_and_may_not_change),
        cmocka_unit_test(a_reader_may_not_write),
        cmocka_unit_test(what_is_held_together_sees_one_state),
        cmocka_unit_test(a_row_is_found_by_its_key),
        cmocka_unit_test(a_lost_connection_comes_back),
    };
    return cmocka_run_group_tests(tests, open_store, close_store);
}

/* Jobs: how lines are read, and that whoever lost a job to another writes nothing any more. The
 * whole of it, cut off by kill -9: tests/command/jobs.py. */
#include "engine/test_world.h"

#include "base/text.h"
#include "engine/bulk.h"
#include "engine/bulk_lines.h"
#include "engine/test_form.h"
#include "store/people.h"

/* ---- lines ---------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *title;
    const char *text;
    const char *then; /* each line as JSON or its error, a line break behind each; or the error of the whole */
} examples[] = {
    {"text stays as it is",                "name\n007\n",                        "{\"name\":\"007\"}\n"},
    {"money is in yuan",                   "sum\n\"1,234.5\"\n0.07\n12\n",       "{\"sum\":123450}\n{\"sum\":7}\n{\"sum\":1200}\n"},
    {"what is no amount stays text",       "sum\n1.234\n-5\n1e9\n.\n",           "{\"sum\":\"1.234\"}\n{\"sum\":\"-5\"}\n{\"sum\":\"1e9\"}\n{\"sum\":\".\"}\n"},
    {"an amount beyond all sense",         "sum\n99999999999999\n",              "{\"sum\":\"99999999999999\"}\n"},
    {"numbers, yes and no",                "pages,agreed\n3,是\n3x,no\n,maybe\n", "{\"pages\":3,\"agreed\":true}\n{\"pages\":\"3x\",\"agreed\":false}\n{\"agreed\":\"maybe\"}\n"},
    {"lists have blanks between",          "files\nX1 X2\n",                     "{\"files\":[\"X1\",\"X2\"]}\n"},
    {"an empty cell is not there",         "name,sum\n甲,\n",                    "{\"name\":\"甲\"}\n"},
    {"a path goes down",                   "rows[0].sum,rows[0].who.name,rows[1].who.name\n1,甲,乙\n", "{\"rows\":[{\"sum\":100,\"who\":{\"name\":\"甲\"}},{\"who\":{\"name\":\"乙\"}}]}\n"},
    {"places of a list come in order",     "rows[1].sum\n1\n",                   "job.column rows[1].sum\n"},
    {"one path through another",           "name,name.x\n甲,乙\n",               "job.column name.x\n"},
    {"a list that is none",                "name,name[0]\n甲,乙\n",              "job.column name[0]\n"},
    {"no path",                            "a..b\n1\n",                          "job.column a..b\n"},
    {"no path either",                     "a[\n1\n",                            "job.column a[\n"},
    {"nor this",                           "a[9999]\n1\n",                       "job.column a[9999]\n"},
    {"nor Chinese",                        "名\n1\n",                            "job.column 名\n"},
    {"a path deeper than any form",        "a.b.c.d.e.f.g.h.i\n1\n",             "job.column a.b.c.d.e.f.g.h.i\n"},
    {"a column nobody knows is the form's affair", "other\n1\n",                 "{\"other\":\"1\"}\n"},
    {"a column without a name",            "name,\n1,2\n",                       "csv.column"},
    {"no column twice",                    "name,name\n1,2\n",                   "csv.column"},
    {"too few cells end it",               "name,sum\n1\n",                      "csv.syntax"},
    {"lines of JSON",                      "{\"sum\":1}\r\n\n [2]\n{\"a\":\n",   "{\"sum\":1}\nbody.map\njson.syntax\n"},
    {"the last line may lack its end",     "{\"sum\":1}\n{\"sum\":2}",           "{\"sum\":1}\n{\"sum\":2}\n"},
};
/* clang-format on */

static const char *read_all(const char *given, struct arena *arena)
{
    struct text all;
    struct bulk_lines lines;
    struct err err = {0};
    char *text = arena_copy_bytes(arena, given, strlen(given));
    text_init(&all, arena, 4096);
    if (bulk_lines_start(text, strlen(given), "x", &form, &lines, &err))
        return err.code;
    for (;;) {
        bool more = false;
        struct value *body = NULL;
        if (bulk_lines_next(&lines, &more, &err))
            return err.code;
        if (!more)
            return text_done(&all);
        err = (struct err){0};
        if (bulk_lines_body(&lines, arena, &body, &err))
            text_add_format(&all, "%s%s%s\n", err.code, err.field[0] ? " " : "", err.field);
        else
            text_add_format(&all, "%s\n", json_print(arena, body));
    }
}

static void lines_read_as_the_table_says(void **state)
{
    (void) state;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 4 << 20);
        print_message("  %s\n", examples[i].title);
        assert_string_equal(read_all(examples[i].text, &arena), examples[i].then);
    }
}

/* ---- the fence ------------------------------------------------------------------------------ */

static int begin(void **state)
{
    struct test_world *world = calloc(1, sizeof *world);
    test_world_make(world);
    test_world_start(world, 0); /* no worker: the test is both of them */
    *state = world;
    return 0;
}

static int end(void **state)
{
    test_world_end(*state);
    free(*state);
    return 0;
}

static const struct actor owner = {.account_id = 7, .kind = "public", .name = "赵某"};

static int64_t put_job(struct test_world *world, struct db *db)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct db_flight *flight = db_flight_new(&arena);
    bulk_job_insert(flight, &(struct bulk_job){.id = 1,
                                               .account_id = 7,
                                               .total = 9,
                                               .created_us = world->now_us,
                                               .kind = "open",
                                               .scopes = "",
                                               .params = "{}",
                                               .name = "x.csv"});
    assert_int_equal(db_flight_run(db, flight, NULL), ERR_NONE);
    return 1;
}

static int64_t lease(struct test_world *world, struct db *db, int64_t now_us)
{
    ARENA_SCOPED arena;
    struct db_result row;
    arena_init(&arena, 1 << 20);
    assert_int_equal(
        bulk_lease(db, &arena, now_us, now_us + 60 * SECOND_US, world->now_us, &row, NULL),
        ERR_NONE);
    return row.row_count ? db_cell_int(&row, 0, BULK_FENCE) : 0;
}

static enum err_kind open_line(struct test_world *world, int64_t fence, int64_t line)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 32 << 20);
    struct bulk_step step = {1, line, fence, true, true};
    struct value *params = value_new_map(&arena), *body = value_new_map(&arena);
    assert_true(value_set_text(&arena, params, "system", "small"));
    assert_true(value_set_text(&arena, body, "court", "鄂1202"));
    struct call call = {.arena = &arena,
                        .operation = &operation_open,
                        .actor = owner,
                        .params = params,
                        .body = body,
                        .if_match = -1,
                        .received_us = world->now_us,
                        .later = true,
                        .bulk = &step};
    return engine_perform(world->engine, &call, NULL);
}

static void only_who_holds_it_writes_and_each_line_once(void **state)
{
    struct test_world *world = *state;
    DB_SCOPED *db = NULL;
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    assert_int_equal(lease(world, db, world->now_us), 0); /* there is none */
    (void) put_job(world, db);
    int64_t first = lease(world, db, world->now_us);
    assert_int_equal(first, 1);
    assert_int_equal(lease(world, db, world->now_us + SECOND_US), 0); /* taken */
    assert_int_equal(open_line(world, first, 2), ERR_NONE);
    int64_t second = lease(world, db, world->now_us + 61 * SECOND_US); /* the lease ran out */
    assert_int_equal(second, 2);
    assert_int_equal(open_line(world, first, 3), ERR_STALE);
    assert_int_equal(open_line(world, second, 2), ERR_CONFLICT); /* it has a row */
    assert_int_equal(open_line(world, second, 3), ERR_NONE);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM matter"), 2);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM event"), 2);
    assert_int_equal(test_world_count(world, "SELECT good FROM bulk_job"), 2);
    assert_int_equal(bulk_release(db, 1, first, 0, false, NULL),
                     ERR_NONE); /* not its own any more */
    assert_int_equal(lease(world, db, world->now_us + 62 * SECOND_US), 0);
    assert_int_equal(bulk_release(db, 1, second, 0, false, NULL), ERR_NONE);
    assert_int_equal(lease(world, db, world->now_us + 62 * SECOND_US), 3);
}

/* ---- ending it ------------------------------------------------------------------------------ */

static const struct role_grant everywhere = {.court = ""};

static struct actor administrator(struct role_grant *grant)
{
    *grant = everywhere;
    grant->role = role_bit("admin");
    return (struct actor){
        .account_id = 8, .kind = "staff", .name = "admin", .grants = grant, .grant_count = 1};
}

static void write_sql(struct db *db, const char *sql)
{
    ARENA_SCOPED arena;
    struct err err = {0};
    arena_init(&arena, 1 << 20);
    if (db_run(db, &arena, sql, DB_NO_ARGS, NULL, &err))
        fail_msg("%s: %s", err.code, err.text);
}

/* What an import had put before it ended: one court. */
static void put_import(struct test_world *world, struct db *db)
{
    (void) put_job(world, db);
    write_sql(db, "UPDATE bulk_job SET kind = 'import', params = '{\"table\":\"courts\"}', state = "
                  "'running'");
    write_sql(db, "UPDATE court SET name = '新名称' WHERE code = '鄂1202'");
    assert_string_not_equal(engine_court_name(world->engine, "鄂1202"), "新名称");
}

static void registers_are_read_again_after_a_cancelled_import(void **state)
{
    struct test_world *world = *state;
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    char id[PUBLIC_ID_BYTES];
    struct role_grant grant;
    arena_init(&arena, 32 << 20);
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    put_import(world, db);
    public_id(world->keys, 'J', 1, id);
    struct value *params = value_new_map(&arena);
    assert_true(value_set_text(&arena, params, "id", id));
    struct call call = {.arena = &arena,
                        .operation = &operation_job_cancel,
                        .actor = administrator(&grant),
                        .params = params,
                        .body = &value_null,
                        .if_match = -1,
                        .received_us = world->now_us};
    assert_int_equal(engine_perform(world->engine, &call, NULL), ERR_NONE);
    assert_string_equal(engine_court_name(world->engine, "鄂1202"), "新名称");
}

static void registers_are_read_again_after_a_failed_import(void **state)
{
    struct test_world *world = *state;
    DB_SCOPED *db = NULL;
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    put_import(world, db);
    bulk_turn(world->engine, db); /* its file is not there */
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM bulk_job WHERE state = 'failed' "
                                             "AND problem = 'job.input'"),
                     1);
    assert_string_equal(engine_court_name(world->engine, "鄂1202"), "新名称");
}

static enum err_kind damaged(void *context, const struct sm3 *sm3, struct arena *arena,
                             const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    (void) context;
    (void) sm3;
    (void) arena;
    *ret = NULL;
    *ret_size_bytes = 0;
    return err_set(reterr, ERR_STORE, "blob.damaged", "the bytes have another hash");
}

/* It is tried again, later each time, and then given up with what was wrong. */
static void a_job_that_can_never_go_on_ends(void **state)
{
    struct test_world *world = *state;
    DB_SCOPED *db = NULL;
    int turns = 0;
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    world->ports.blob_get = damaged;
    put_import(world, db);
    write_sql(db, "INSERT INTO document (id, sm3, size_bytes, media_type, name, kind, side, "
                  "created_us) VALUES (5, "
                  "'00000000000000000000000000000000000000000000000000000000000000ff', 1, "
                  "'text/csv', 'x', 'job_lines', '', 0)");
    write_sql(db, "UPDATE bulk_job SET document_id = 5");
    for (; turns < 60 && !test_world_count(world, "SELECT count(*) FROM bulk_job WHERE done_us IS "
                                                  "NOT NULL");
         turns++) {
        bulk_turn(world->engine, db);
        (void) __atomic_add_fetch(&world->now_us, 10 * MINUTE_US, __ATOMIC_SEQ_CST);
    }
    assert_int_equal(turns, 30);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM bulk_job WHERE state = 'failed' "
                                             "AND problem = 'blob.damaged'"),
                     1);
}

/* One key is good, the other was revoked: the job of the second does nothing more. */
static void a_revoked_key_stops_its_job(void **state)
{
    struct test_world *world = *state;
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    arena_init(&arena, 1 << 20);
    struct db_flight *flight = db_flight_new(&arena);
    account_insert(flight, 7, "machine", "k7", NULL, "partner", NULL, NULL, 0, false, 0);
    api_key_insert(flight, "aa", 7, "k", "", 100, 0);
    assert_int_equal(db_flight_run(db, flight, NULL), ERR_NONE);
    (void) put_job(world, db);
    write_sql(db, "UPDATE bulk_job SET kind = 'export', key_hash = 'aa'");
    bulk_turn(world->engine, db);
    assert_int_not_equal(
        test_world_count(world, "SELECT count(*) FROM bulk_job WHERE problem = 'job.key'"), 1);
    write_sql(db, "UPDATE bulk_job SET done_us = NULL, problem = NULL, lease_until_us = 0");
    write_sql(db, "UPDATE api_key SET revoked_us = 1");
    bulk_turn(world->engine, db);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM bulk_job WHERE state = 'failed' "
                                             "AND problem = 'job.key'"),
                     1);
}

static void a_key_sees_the_jobs_of_its_own_scopes(void **state)
{
    (void) state;
    struct role_grant grant;
    struct actor admin = administrator(&grant), key = {.account_id = 7, .scopes = "filing"};
    key.kind = admin.kind = "machine";
    assert_true(job_visible(&key, 7, "filing"));
    assert_false(job_visible(&key, 7, ""));
    assert_false(job_visible(&key, 7, "mediation"));
    assert_false(job_visible(&key, 9, "filing"));
    assert_true(job_visible(&admin, 9, "filing"));
    admin.scopes = "filing";
    assert_false(job_visible(&admin, 9, "filing"));
    assert_false(job_visible(&(struct actor){.kind = "nobody"}, 0, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_read_as_the_table_says),
        cmocka_unit_test_setup_teardown(only_who_holds_it_writes_and_each_line_once, begin, end),
        cmocka_unit_test_setup_teardown(registers_are_read_again_after_a_cancelled_import, begin,
                                        end),
        cmocka_unit_test_setup_teardown(registers_are_read_again_after_a_failed_import, begin, end),
        cmocka_unit_test_setup_teardown(a_job_that_can_never_go_on_ends, begin, end),
        cmocka_unit_test_setup_teardown(a_revoked_key_stops_its_job, begin, end),
        cmocka_unit_test(a_key_sees_the_jobs_of_its_own_scopes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

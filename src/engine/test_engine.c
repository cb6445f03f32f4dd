/* The engine on a real SQLite file, with a system of its own: one commit a call, nothing doubled,
 * nothing lost over a restart, the clock's actions, the evidence chain. */
#include "engine/test_world.h"

#include "base/text.h"
#include "store/event.h"

#include <pthread.h>
#include <unistd.h>

static struct role_grant judge_grant[1] = {{0, "鄂1202"}};

static int begin(void **state)
{
    judge_grant[0].role =
        role_bit("filing_judge"); /* before there are threads that are this judge */
    struct test_world *world = calloc(1, sizeof *world);
    test_world_make(world);
    test_world_start(world, 1);
    *state = world;
    return 0;
}

static int end(void **state)
{
    test_world_end(*state);
    free(*state);
    return 0;
}

/* ---- calls ---------------------------------------------------------------------------------- */

struct sent {
    enum err_kind kind;
    struct err err;
    int status;
    char reply[8192];
};

static const struct actor owner = {.account_id = 7, .kind = "public", .name = "赵某"};
static const struct actor stranger = {.account_id = 8, .kind = "public", .name = "钱某"};

static struct actor judge(void)
{
    return (struct actor){.account_id = 9,
                          .kind = "staff",
                          .name = "孙法官",
                          .grants = judge_grant,
                          .grant_count = 1};
}

static struct sent act(struct test_world *world, struct actor actor, const char *id,
                       const char *action, const char *body, const char *key, int64_t if_match)
{
    struct sent sent = {0};
    ARENA_SCOPED arena;
    arena_init(&arena, 32 << 20);
    struct value *given = NULL, *params = value_new_map(&arena);
    assert_int_equal(
        json_parse(body, strlen(body), &json_limits_request, &arena, &given, &sent.err), ERR_NONE);
    assert_true(value_set_text(&arena, params, action ? "id" : "system", action ? id : "small"));
    if (action)
        assert_true(value_set_text(&arena, params, "action", action));
    struct call call = {.arena = &arena,
                        .operation = action ? &operation_act : &operation_open,
                        .actor = actor,
                        .body = given,
                        .params = params,
                        .idempotency_key = key,
                        .request_hash = sm3_of(body, strlen(body)),
                        .if_match = if_match,
                        .received_us = world->now_us};
    if (action && !matter_id_parse(world->engine, id, &call.matter_id))
        fail_msg("%s is no id", id);
    sent.kind = engine_perform(world->engine, &call, &sent.err);
    sent.status = call.status;
    (void) snprintf(sent.reply, sizeof sent.reply, "%s", call.reply ? call.reply : "");
    return sent;
}

static void take(const struct sent *sent, const char *path, char ret[128])
{
    ARENA_SCOPED arena;
    arena_init(&arena, 8 << 20);
    struct value *reply = NULL;
    assert_int_equal(
        json_parse(sent->reply, strlen(sent->reply), &json_limits_file, &arena, &reply, NULL),
        ERR_NONE);
    const struct value *found = value_path(reply, path);
    if (found->type == VALUE_INT)
        (void) snprintf(ret, 128, "%lld", (long long) found->integer);
    else
        (void) snprintf(ret, 128, "%s", value_text(found) ? value_text(found) : "");
}

static void open_one(struct test_world *world, const char *key, char id[128])
{
    struct sent sent = act(world, owner, NULL, NULL, "{\"court\":\"鄂1202\"}", key, -1);
    if (sent.kind)
        fail_msg("%s: %s", sent.err.code, sent.err.text);
    assert_int_equal(sent.status, 201);
    take(&sent, "id", id);
}

/* ---- what must hold ------------------------------------------------------------------------- */

static void a_matter_moves_and_gets_its_number(void **state)
{
    struct test_world *world = *state;
    char id[128], got[128];
    open_one(world, "k1", id);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM deadline WHERE name = 'age'"),
                     1);
    struct sent sent =
        act(world, owner, id, "submit", "{\"name\":\"借款\",\"sum\":6000000}", "k2", 1);
    assert_int_equal(sent.kind, ERR_NONE);
    take(&sent, "state", got);
    assert_string_equal(got, "review");
    take(&sent, "amount", got);
    assert_string_equal(got, "6000000");
    take(&sent, "deadlines[1].last_day", got); /* CPL 85: the first day is not counted */
    assert_string_equal(got, "2026-11-26");
    sent = act(world, judge(), id, "approve", "{}", "k3", 2);
    assert_int_equal(sent.kind, ERR_NONE);
    take(&sent, "number", got);
    assert_string_equal(got, "（2026）鄂1202民初1号");
}

static void a_repeated_write_is_answered_from_its_record(void **state)
{
    struct test_world *world = *state;
    char first[128], second[128];
    open_one(world, "same", first);
    open_one(world, "same", second);
    assert_string_equal(first, second);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM matter"), 1);
    struct sent sent =
        act(world, owner, NULL, NULL, "{\"court\":\"鄂1202\",\"name\":\"b\"}", "same", -1);
    assert_int_equal(sent.kind, ERR_INVALID);
    assert_string_equal(sent.err.code, "idempotency.reused");
}

static void what_is_refused_leaves_nothing(void **state)
{
    struct test_world *world = *state;
    char id[128];
    open_one(world, "k1", id);
    static const char good[] = "{\"name\":\"借款\",\"sum\":100}";
    struct sent sent = act(world, stranger, id, "submit", good, "k2", 1);
    assert_string_equal(sent.err.code, "matter.unknown"); /* somebody else's is not there */
    sent = act(world, owner, id, "submit", good, "k3", 5);
    assert_string_equal(sent.err.code, "matter.stale");
    sent = act(world, owner, id, "submit", "{\"name\":\"借款\",\"sum\":\"x\"}", "k4", 1);
    assert_string_equal(sent.err.code, "form.invalid");
    sent = act(world, owner, id, "approve", "{}", "k5", 1);
    assert_string_equal(sent.err.code, "action.wrong_role");
    sent = act(world, owner, id, "lapse", "{}", "k6", 1);
    assert_string_equal(sent.err.code, "action.unknown"); /* the clock's alone */
    assert_int_equal(test_world_count(world, "SELECT version FROM matter"), 1);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM event"), 1);
}

static void identifiers_lie_sealed(void **state)
{
    struct test_world *world = *state;
    char id[128];
    open_one(world, "k1", id);
    struct sent sent =
        act(world, owner, id, "submit",
            "{\"name\":\"借款\",\"sum\":100,\"card\":\"11010519491231002X\"}", "k2", 1);
    assert_int_equal(sent.kind, ERR_NONE);
    assert_null(strstr(sent.reply, "11010519491231002X")); /* masked on the way out */
    assert_int_equal(
        test_world_count(world, "SELECT count(*) FROM matter WHERE fields LIKE '%11010519491231%'"),
        0);
    assert_int_equal(
        test_world_count(world,
                         "SELECT count(*) FROM event_value WHERE value LIKE '%11010519491231%'"),
        0);
}

static void the_clock_moves_what_fell_due(void **state)
{
    struct test_world *world = *state;
    char id[128];
    open_one(world, "k1", id);
    assert_int_equal(
        act(world, owner, id, "submit", "{\"name\":\"借款\",\"sum\":100}", "k2", 1).kind, ERR_NONE);
    __atomic_add_fetch(&world->now_us, 2 * DAY_US, __ATOMIC_SEQ_CST);
    (void) usleep(600000);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM matter WHERE state = 'review'"),
                     1);
    __atomic_add_fetch(&world->now_us, DAY_US, __ATOMIC_SEQ_CST);
    for (int i = 0; i < 50; i++) {
        if (test_world_count(world, "SELECT count(*) FROM matter WHERE state = 'lapsed'") == 1)
            break;
        (void) usleep(100000);
    }
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM matter WHERE state = 'lapsed'"),
                     1);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM task WHERE closed_us IS NULL"),
                     0);
}

/* While a clock stands still nothing fires; the days between are not counted, once each. */
static void a_clock_stands_still_and_runs_again(void **state)
{
    struct test_world *world = *state;
    char id[128], got[128];
    open_one(world, "k1", id);
    struct sent sent = act(world, owner, id, "submit", "{\"name\":\"借款\",\"sum\":100}", "k2", 1);
    assert_int_equal(sent.kind, ERR_NONE);
    sent = act(world, judge(), id, "pause", "{}", "k3", 2);
    take(&sent, "deadlines[0].state", got);
    assert_string_equal(got, "suspended");
    take(&sent, "deadlines[0].due", got);
    assert_string_equal(got, "");
    sent = act(world, judge(), id, "pause", "{}", "k4", 3); /* standing still already */
    assert_int_equal(sent.kind, ERR_NONE);
    __atomic_add_fetch(&world->now_us, 5 * DAY_US, __ATOMIC_SEQ_CST);
    (void) usleep(600000);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM matter WHERE state = 'review'"),
                     1);
    sent = act(world, judge(), id, "go_on", "{}", "k5", 4);
    take(&sent, "deadlines[0].state", got);
    assert_string_equal(got, "running");
    take(&sent, "deadlines[0].last_day", got); /* 2 days from 11-24, 5 of them not counted */
    assert_string_equal(got, "2026-12-01");
    assert_int_equal(
        test_world_count(
            world, "SELECT count(*) FROM deadline WHERE name = 'decide' AND wake_us = due_us"),
        1);
}

static const char old_tasks[] =
    "SELECT count(*) FROM task WHERE closed_us IS NULL AND purpose = 'old'";
static const char review_tasks[] =
    "SELECT count(*) FROM task WHERE closed_us IS NULL AND purpose = 'review'";

/* A list that a clock put the matter on stays until that clock ends, whatever else is done. */
static void a_task_of_a_late_clock_outlives_other_acts(void **state)
{
    struct test_world *world = *state;
    char id[128];
    open_one(world, "k1", id);
    assert_int_equal(
        act(world, owner, id, "submit", "{\"name\":\"借款\",\"sum\":100}", "k2", 1).kind, ERR_NONE);
    assert_int_equal(act(world, judge(), id, "pause", "{}", "k3", 2).kind, ERR_NONE);
    __atomic_add_fetch(&world->now_us, 4 * DAY_US, __ATOMIC_SEQ_CST);
    for (int i = 0; i < 50 && test_world_count(world, old_tasks) == 0; i++)
        (void) usleep(100000);
    assert_int_equal(test_world_count(world, old_tasks), 1);
    assert_int_equal(act(world, judge(), id, "go_on", "{}", "k4", 3).kind, ERR_NONE);
    assert_int_equal(test_world_count(world, old_tasks), 1);
    assert_int_equal(test_world_count(world, review_tasks), 1);
    assert_int_equal(act(world, judge(), id, "approve", "{}", "k5", 4).kind, ERR_NONE);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM task WHERE closed_us IS NULL"),
                     0);
    assert_int_equal(test_world_count(world, "SELECT sum(open_count) FROM task_tally"), 0);
}

/* However often others had it before, what is open is found, and not opened twice. */
static void an_old_open_task_is_not_lost_behind_closed_ones(void **state)
{
    struct test_world *world = *state;
    char id[128];
    open_one(world, "k1", id);
    assert_int_equal(
        act(world, owner, id, "submit", "{\"name\":\"借款\",\"sum\":100}", "k2", 1).kind, ERR_NONE);
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    static const char sql[] =
        "INSERT INTO task (id, matter_id, court, system, role, purpose, account_id, opened_us, "
        "closed_us) SELECT $1, matter_id, court, system, role, purpose, 9, opened_us, opened_us "
        "FROM "
        "task WHERE purpose = 'review' AND closed_us IS NULL";
    for (int64_t i = 0; i < 60; i++)
        assert_int_equal(db_run(db, &arena, sql, DB_ARGS(db_int(1000 + i)), NULL, NULL), ERR_NONE);
    assert_int_equal(act(world, judge(), id, "pause", "{}", "k3", 2).kind, ERR_NONE);
    assert_int_equal(test_world_count(world, review_tasks), 1);
}

struct registrar {
    struct test_world *world;
    int first;
    pthread_t thread;
};

static void *register_five(void *context)
{
    const struct registrar *registrar = context;
    char id[128], key[32];
    for (int i = registrar->first; i < registrar->first + 5; i++) {
        (void) snprintf(key, sizeof key, "o%d", i);
        open_one(registrar->world, key, id);
        (void) snprintf(key, sizeof key, "s%d", i);
        (void) act(registrar->world, owner, id, "submit", "{\"name\":\"借款\",\"sum\":100}", key,
                   1);
        (void) snprintf(key, sizeof key, "a%d", i);
        (void) act(registrar->world, judge(), id, "approve", "{}", key, 2);
    }
    return NULL;
}

/* 案号规定: eight desks register at once; no number is skipped, none given twice. */
static void numbers_have_no_gap_and_no_repeat(void **state)
{
    struct registrar registrars[8];
    (void) judge(); /* its grant is written once, before threads read it */
    for (int i = 0; i < 8; i++) {
        registrars[i] = (struct registrar){.world = *state, .first = 5 * i};
        assert_int_equal(pthread_create(&registrars[i].thread, NULL, register_five, &registrars[i]),
                         0);
    }
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_join(registrars[i].thread, NULL), 0);
    assert_int_equal(test_world_count(*state, "SELECT count(*) FROM number_issued"), 40);
    assert_int_equal(test_world_count(*state, "SELECT max(serial) FROM number_issued"), 40);
    assert_int_equal(test_world_count(*state, "SELECT count(DISTINCT number) FROM matter"), 40);
}

static void numbers_go_on_over_a_restart_and_the_chain_holds(void **state)
{
    struct test_world *world = *state;
    char id[128], key[16], got[128];
    for (int i = 1; i <= 4; i++) {
        (void) snprintf(key, sizeof key, "open%d", i);
        open_one(world, key, id);
        (void) snprintf(key, sizeof key, "submit%d", i);
        assert_int_equal(
            act(world, owner, id, "submit", "{\"name\":\"借款\",\"sum\":100}", key, 1).kind,
            ERR_NONE);
        (void) snprintf(key, sizeof key, "approve%d", i);
        struct sent sent = act(world, judge(), id, "approve", "{}", key, 2);
        take(&sent, "number", got);
        engine_stop(world->engine);
        test_world_start(world, 1);
    }
    assert_string_equal(got, "（2026）鄂1202民初4号");
    DB_SCOPED *db = NULL;
    struct verify_report report;
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    assert_int_equal(store_verify(db, keys_public_pem(world->keys), &report, NULL), ERR_NONE);
    assert_false(report.broken);
    assert_int_equal(report.events, 12);
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(db_run(db, &arena, "UPDATE event SET to_state = 'done' WHERE id = 5",
                            DB_NO_ARGS, NULL, NULL),
                     ERR_NONE);
    assert_int_equal(store_verify(db, keys_public_pem(world->keys), &report, NULL), ERR_NONE);
    assert_true(report.broken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_matter_moves_and_gets_its_number, begin, end),
        cmocka_unit_test_setup_teardown(a_repeated_write_is_answered_from_its_record, begin, end),
        cmocka_unit_test_setup_teardown(what_is_refused_leaves_nothing, begin, end),
        cmocka_unit_test_setup_teardown(identifiers_lie_sealed, begin, end),
        cmocka_unit_test_setup_teardown(the_clock_moves_what_fell_due, begin, end),
        cmocka_unit_test_setup_teardown(a_clock_stands_still_and_runs_again, begin, end),
        cmocka_unit_test_setup_teardown(a_task_of_a_late_clock_outlives_other_acts, begin, end),
        cmocka_unit_test_setup_teardown(an_old_open_task_is_not_lost_behind_closed_ones, begin,
                                        end),
        cmocka_unit_test_setup_teardown(numbers_have_no_gap_and_no_repeat, begin, end),
        cmocka_unit_test_setup_teardown(numbers_go_on_over_a_restart_and_the_chain_holds, begin,
                                        end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* engine: what a worker has in hand. Nobody else gets it meanwhile, and who kept it too long writes
 * nothing. */
#include "engine/internal.h"
#include "engine/test_world.h"
#include "store/document.h"

#include <pthread.h>

enum { ROWS = 120, TAKERS = 4 };

static int begin(void **state)
{
    struct test_world *world = calloc(1, sizeof *world);
    test_world_make(world);
    test_world_start(world, 0); /* no worker: the test is all of them */
    *state = world;
    return 0;
}

static int end(void **state)
{
    test_world_end(*state);
    free(*state);
    return 0;
}

static void put_rows(struct db *db)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 4 << 20);
    struct db_flight *flight = db_flight_new(&arena);
    for (int64_t id = 1; id <= ROWS; id++) {
        const char *reference = arena_printf(&arena, "reference-%lld", (long long) id);
        job_insert(flight, id, "recount", 0, "{}", 1);
        message_insert(flight, &(struct message_row){.id = id,
                                                     .created_us = 1,
                                                     .notice = "told",
                                                     .title_zh = "题",
                                                     .title_en = "title",
                                                     .text_zh = "文",
                                                     .text_en = "text"});
        delivery_insert(flight, &(struct delivery_row){.id = id,
                                                       .message_id = id,
                                                       .created_us = 1,
                                                       .channel = "sms",
                                                       .address_sealed = "x",
                                                       .reference = reference});
    }
    assert_int_equal(db_flight_run(db, flight, NULL), ERR_NONE);
}

static enum err_kind lease(struct db *db, bool job, struct arena *arena, int64_t now_us,
                           struct db_result *ret)
{
    return job ? jobs_lease(db, arena, now_us, now_us + 60 * SECOND_US, ret, NULL)
               : deliveries_lease(db, arena, false, now_us, now_us + 60 * SECOND_US, ret, NULL);
}

struct taker {
    pthread_t thread;
    const char *url;
    bool job;
    int taken[ROWS + 1];
};

static void *take_all(void *context)
{
    struct taker *taker = context;
    DB_SCOPED *db = NULL;
    struct db_result rows = {.row_count = 1};
    if (db_open(taker->url, DB_READ_WRITE, &db, NULL))
        return NULL;
    for (int turn = 0; turn < 200 && rows.row_count; turn++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 20);
        if (lease(db, taker->job, &arena, 1000, &rows)) {
            rows.row_count = 1; /* another writes just now */
            continue;
        }
        for (size_t i = 0; i < rows.row_count; i++)
            taker->taken[db_cell_int(&rows, i, 0)]++;
    }
    return NULL;
}

static void each_row_is_in_one_hand(void **state)
{
    struct test_world *world = *state;
    DB_SCOPED *db = NULL;
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    put_rows(db);
    for (int kind = 0; kind < 2; kind++) {
        struct taker takers[TAKERS];
        for (int i = 0; i < TAKERS; i++) {
            takers[i] = (struct taker){.url = world->url, .job = kind == 0};
            assert_int_equal(pthread_create(&takers[i].thread, NULL, take_all, &takers[i]), 0);
        }
        int total[ROWS + 1] = {0};
        for (int i = 0; i < TAKERS; i++) {
            assert_int_equal(pthread_join(takers[i].thread, NULL), 0);
            for (int id = 1; id <= ROWS; id++)
                total[id] += takers[i].taken[id];
        }
        for (int id = 1; id <= ROWS; id++)
            assert_int_equal(total[id], 1);
    }
}

/* A worker that was slower than its lease: somebody else has the row, and alone may end it. */
static void who_kept_it_too_long_writes_nothing(void **state)
{
    struct test_world *world = *state;
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    arena_init(&arena, 8 << 20);
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    put_rows(db);
    static const char *const done[] = {"SELECT count(*) FROM job WHERE state = 'done'",
                                       "SELECT count(*) FROM delivery WHERE state = 'sent'"};
    static const size_t fences[] = {JOB_FENCE, DELIVERY_FENCE};
    for (int kind = 0; kind < 2; kind++) {
        struct db_result slow, fast;
        bool job = kind == 0;
        assert_int_equal(lease(db, job, &arena, 1000, &slow), ERR_NONE);
        int64_t id = db_cell_int(&slow, 0, 0);
        const char *const hold =
            job ? "UPDATE job SET lease_until_us = 9000000000000000 WHERE id <> $1"
                : "UPDATE delivery SET lease_until_us = 9000000000000000 "
                  "WHERE id <> $1";
        assert_int_equal(db_run(db, &arena, hold, DB_ARGS(db_int(id)), NULL, NULL), ERR_NONE);
        assert_int_equal(lease(db, job, &arena, 1000 + 61 * SECOND_US, &fast), ERR_NONE);
        assert_int_equal(fast.row_count, 1);
        assert_int_equal(db_cell_int(&fast, 0, 0), id);
        const struct db_result *const hands[] = {&slow, &fast};
        for (int64_t hand = 0; hand < 2; hand++) {
            struct db_flight *flight = db_flight_new(&arena);
            int64_t named = db_cell_int(hands[hand], 0, fences[kind]);
            if (job)
                job_result(flight, id, named, "done", NULL, 5, 0);
            else
                delivery_result(flight, id, named, "sent", NULL, 5, 0, NULL);
            assert_int_equal(db_flight_run(db, flight, NULL), ERR_NONE);
            assert_int_equal(test_world_count(world, done[kind]), hand);
        }
    }
}

/* ---- documents that are looked at ------------------------------------------------------------ */

/* Bytes are named by their first hash digit; those of "a" never can be drawn just now. */
static enum err_kind get_bytes(void *context, const struct sm3 *hash, struct arena *arena,
                               const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    (void) context;
    (void) reterr;
    *ret = arena_copy(arena, hash->bytes[0] == 0xaa ? "a" : "b");
    *ret_size_bytes = 1;
    return ERR_NONE;
}

static enum err_kind draw(void *context, bool thumbnail, const char *media_type, int turn,
                          const void *bytes, size_t size_bytes, struct arena *arena,
                          const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    (void) context;
    (void) thumbnail;
    (void) media_type;
    (void) turn;
    (void) arena;
    if (*(const char *) bytes == 'a')
        return err_set(reterr, ERR_BUSY, "child.busy", "not now");
    *ret = bytes;
    *ret_size_bytes = size_bytes;
    return ERR_NONE;
}

static enum err_kind remember(void *context, const struct operation *operation, int64_t matter_id,
                              void *state, struct err *reterr)
{
    const struct document_look *look = state;
    (void) operation;
    (void) matter_id;
    (void) reterr;
    (void) snprintf(context, SM3_HEX, "%s", look->sm3);
    return ERR_NONE;
}

static void a_document_that_waits_holds_up_none(void **state)
{
    struct test_world *world = *state;
    const struct viewer_port viewer = {.picture = draw};
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    char bad[SM3_HEX], good[SM3_HEX], done[SM3_HEX] = "";
    arena_init(&arena, 1 << 20);
    memset(bad, 'a', SM3_HEX - 1);
    memset(good, 'b', SM3_HEX - 1);
    bad[SM3_HEX - 1] = good[SM3_HEX - 1] = '\0';
    world->ports.viewer = &viewer;
    world->ports.blob_get = get_bytes;
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    struct db_flight *flight = db_flight_new(&arena);
    for (int64_t id = 1; id <= 2; id++)
        document_insert(flight, &(struct document_row){.id = id,
                                                       .account_id = 1,
                                                       .size_bytes = 1,
                                                       .created_us = 1,
                                                       .sm3 = id == 1 ? bad : good,
                                                       .media_type = "image/png",
                                                       .name = "照.png",
                                                       .kind = "",
                                                       .scan = "off",
                                                       .look = "waiting"});
    assert_int_equal(db_flight_run(db, flight, NULL), ERR_NONE);
    assert_false(documents_look(world->engine, db, remember, done)); /* the first: not now */
    assert_true(documents_look(world->engine, db, remember, done));
    assert_string_equal(done, good);
    world->ports.viewer = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_row_is_in_one_hand, begin, end),
        cmocka_unit_test_setup_teardown(who_kept_it_too_long_writes_nothing, begin, end),
        cmocka_unit_test_setup_teardown(a_document_that_waits_holds_up_none, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

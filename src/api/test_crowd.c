/* Many at once over real HTTP: the same click again and again, and more than the queue holds. */
#include "api/test_client.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { PATIENCE_MS = 60000, TURN_MS = 20 }; /* a wait that ends costs nothing */

struct clicker {
    struct world world; /* a wire and a reply of its own */
    const char *headers;
    pthread_t thread;
    atomic_int status;
};

static void *click(void *context)
{
    struct clicker *clicker = context;
    clicker->status = ask(&clicker->world, "POST", "/api/v1/small", clicker->headers,
                          "{\"court\":\"鄂1202\",\"name\":\"两次\"}");
    return NULL;
}

/* Sixteen at once with one key: one matter, and sixteen times the same answer. */
static void test_second_click(void **state)
{
    struct world *world = *state;
    struct browser browser = sign_in_phone(world, "13400134000");
    char headers[500], first[256], id[256];
    struct clicker clickers[16];
    int64_t before = test_world_count(&world->base, "SELECT count(*) FROM matter");
    (void) snprintf(headers, sizeof headers, "%sIdempotency-Key: clicked\r\n", browser.headers);
    for (size_t i = 0; i < COUNT_OF(clickers); i++) {
        clickers[i] = (struct clicker){.world = *world, .headers = headers};
        clickers[i].world.reply = malloc(REPLY_MAX);
        assert_int_equal(pthread_create(&clickers[i].thread, NULL, click, &clickers[i]), 0);
    }
    for (size_t i = 0; i < COUNT_OF(clickers); i++) {
        assert_int_equal(pthread_join(clickers[i].thread, NULL), 0);
        expect(&clickers[i].world, clickers[i].status, 201, NULL);
        assert_string_equal(told(&clickers[i].world, "id", id),
                            i ? first : told(&clickers[0].world, "id", first));
        if (i)
            free(clickers[i].world.reply);
    }
    free(clickers[0].world.reply);
    assert_int_equal(test_world_count(&world->base, "SELECT count(*) FROM matter"), before + 1);
}

/* Whoever comes when the queue is full is answered at once; the others wait. */
static bool queue_is_full(struct clicker *clickers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (atomic_load(&clickers[i].status) == 503 &&
            strstr(clickers[i].world.reply, "engine.full"))
            return true;
    }
    return false;
}

enum { CROWD = 130 }; /* above the small world's queue of 100 and its batch of 16 */

/* The database is held by somebody else: what waits beyond the queue is told to come again at once,
 * and what was taken is done when the database is free. */
static void test_full_queue(void **state)
{
    struct world *world = *state;
    struct browser browser = sign_in_phone(world, "13400134001"),
                   judge = sign_in_staff(world, "judge");
    int64_t looks = test_world_count(&world->base, "SELECT count(*) FROM access_log");
    static struct clicker clickers[CROWD];
    static char headers[CROWD][500];
    DB_SCOPED *other = NULL;
    ARENA_SCOPED arena;
    int64_t before = test_world_count(&world->base, "SELECT count(*) FROM matter");
    size_t taken = 0, refused = 0, full = 0;
    arena_init(&arena, 1 << 20);
    assert_int_equal(db_open(world->base.url, DB_READ_WRITE, &other, NULL), ERR_NONE);
    assert_int_equal(db_begin(other, NULL), ERR_NONE);
    assert_int_equal(
        db_run(other, &arena, "UPDATE store_fact SET value = value", DB_NO_ARGS, NULL, NULL), 0);
    if (strcmp(db_kind(other), "postgresql") == 0)
        assert_int_equal(db_run(other, &arena, "LOCK TABLE matter IN ACCESS EXCLUSIVE MODE",
                                DB_NO_ARGS, NULL, NULL),
                         0);
    for (size_t i = 0; i < CROWD; i++) {
        (void) snprintf(headers[i], sizeof headers[i], "%sIdempotency-Key: crowd%zu\r\n",
                        browser.headers, i);
        clickers[i] = (struct clicker){.world = *world, .headers = headers[i]};
        clickers[i].world.reply = malloc(REPLY_MAX);
        assert_int_equal(pthread_create(&clickers[i].thread, NULL, click, &clickers[i]), 0);
    }
    for (int ms = 0; ms < PATIENCE_MS && !queue_is_full(clickers, CROWD); ms += TURN_MS)
        (void) usleep(TURN_MS * 1000);
    /* Staff is shown nothing that cannot be logged, and the next look is not taken for noted. */
    expect(world, ask(world, "GET", "/api/v1/matters", judge.headers, NULL), 503, "engine.full");
    db_rollback(other);
    for (size_t i = 0; i < CROWD; i++) {
        assert_int_equal(pthread_join(clickers[i].thread, NULL), 0);
        if (clickers[i].status == 503)
            assert_non_null(strstr(clickers[i].world.reply, "Retry-After: "));
        else
            expect(&clickers[i].world, clickers[i].status, 201, NULL);
        taken += clickers[i].status == 201;
        refused +=
            clickers[i].status == 503; /* on a slow machine the database's patience ends too */
        full += clickers[i].status == 503 && strstr(clickers[i].world.reply, "engine.full");
        free(clickers[i].world.reply);
    }
    expect(world, ask(world, "GET", "/api/v1/matters", judge.headers, NULL), 200, NULL);
    int64_t noted = 0;
    for (int ms = 0; ms < PATIENCE_MS && noted <= looks; ms += TURN_MS) {
        (void) usleep(TURN_MS * 1000);
        noted = test_world_count(&world->base, "SELECT count(*) FROM access_log");
    }
    assert_int_equal(noted, looks + 1);
    assert_int_equal(taken + refused, CROWD);
    assert_true(full > 0 && taken >= 100);
    assert_int_equal(test_world_count(&world->base, "SELECT count(*) FROM matter"),
                     before + (int64_t) taken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_second_click),
                                       cmocka_unit_test(test_full_queue)};
    return cmocka_run_group_tests(tests, client_begin, client_end);
}

/* engine: work between installations. What a peer signed is carried out once and in order, and only
 * what its role may do; what is sent is sent again until it is taken. */
#include "engine/envelope.h"
#include "engine/test_world.h"
#include "store/envelope.h"

#include <unistd.h>

/* Courts: 鄂1202 is ours, 鄂1203 is the peer's. The peer's engine is nothing but its keys. */
struct two {
    struct test_world world;
    struct peer_port port;
    char peer_keys_path[160];
    struct keys *peer_keys;
    struct engine *peer;
    long status; /* what the peer answers; 0: it is out of reach */
    const char *reply;
    int posts;
    char last[4096];
};

static const char *own_name(void *context)
{
    (void) context;
    return "here";
}

static const char *of_court(void *context, const char *court)
{
    (void) context;
    return strcmp(court, "鄂1203") == 0 ? "there" : NULL;
}

static const char *address(void *context, const char *peer)
{
    (void) context;
    return strcmp(peer, "there") == 0 ? "https://there.example" : NULL;
}

static const char *key(void *context, const char *peer)
{
    const struct two *two = context;
    return strcmp(peer, "there") == 0 ? keys_public_pem(two->peer_keys) : NULL;
}

static const char *role(void *context, const char *peer)
{
    (void) context;
    (void) peer;
    return "cell";
}

static enum err_kind post(void *context, const char *peer, const char *json, struct arena *arena,
                          long *ret_status, const char **ret_reply, struct err *reterr)
{
    struct two *two = context;
    (void) peer;
    (void) arena;
    two->posts++;
    (void) snprintf(two->last, sizeof two->last, "%s", json);
    if (!two->status)
        return err_set(reterr, ERR_BUSY, "peer.unreachable", "cut");
    *ret_status = two->status;
    *ret_reply = two->reply;
    return ERR_NONE;
}

static int begin(void **state)
{
    struct two *two = calloc(1, sizeof *two);
    test_world_make(&two->world);
    (void) snprintf(two->peer_keys_path, sizeof two->peer_keys_path, "%s/peer-keys",
                    two->world.folder);
    assert_int_equal(keys_create(two->peer_keys_path, NULL), ERR_NONE);
    assert_int_equal(keys_load(two->peer_keys_path, &two->peer_keys, NULL), ERR_NONE);
    two->peer = calloc(1, sizeof *two->peer);
    two->peer->settings.keys = two->peer_keys;
    two->port = (struct peer_port){.context = two,
                                   .own_name = own_name,
                                   .of_court = of_court,
                                   .address = address,
                                   .key = key,
                                   .role = role,
                                   .post = post};
    two->world.ports.peers = &two->port;
    test_world_start(&two->world, 0);
    *state = two;
    return 0;
}

static int end(void **state)
{
    struct two *two = *state;
    keys_free(two->peer_keys);
    (void) unlink(two->peer_keys_path);
    free(two->peer);
    test_world_end(&two->world);
    free(two);
    return 0;
}

/* ---- what comes -------------------------------------------------------------------------------
 */

#define THREAD "thread-of-22-letters-0"

static struct envelope sample(const char *key_text, int64_t sequence, const char *kind,
                              const char *name, const char *body)
{
    struct envelope envelope = {.from = "there",
                                .to = "here",
                                .key = key_text,
                                .thread = THREAD,
                                .court = "鄂1203",
                                .to_court = "鄂1202",
                                .kind = kind,
                                .name = name,
                                .sequence = sequence,
                                .body = body};
    struct sm3 hash = sm3_of(body, strlen(body));
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SM3_BYTES; i++) {
        envelope.body_sm3[2 * i] = digits[hash.bytes[i] >> 4];
        envelope.body_sm3[2 * i + 1] = digits[hash.bytes[i] & 15];
    }
    return envelope;
}

/* As its peer would send it, as it is received. The code of the refusal, "" when it was taken. */
static const char *receive_bytes(struct two *two, const char *json, bool *ret_again)
{
    static struct err err;
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    struct envelope read;
    arena_init(&arena, 64 << 20);
    assert_int_equal(db_open(two->world.url, DB_READ_ONLY, &db, NULL), ERR_NONE);
    err = (struct err){0};
    *ret_again = false;
    enum err_kind kind = envelope_read(two->world.engine, json, strlen(json), &arena, &read, &err);
    if (!kind)
        kind = envelope_carry_out(two->world.engine, db, &arena, &read, ret_again, &err);
    return kind ? err.code : "";
}

static const char *receive(struct two *two, const struct engine *signer, struct envelope envelope,
                           bool *ret_again)
{
    ARENA_SCOPED arena;
    const char *json = NULL;
    arena_init(&arena, 8 << 20);
    envelope.papers = value_new_list(&arena);
    assert_int_equal(envelope_print(signer, &envelope, &arena, &json, NULL), ERR_NONE);
    return receive_bytes(two, json, ret_again);
}

static int64_t matters(const struct two *two)
{
    return test_world_count(&two->world, "SELECT count(*) FROM matter");
}

static void an_envelope_is_carried_out_once(void **state)
{
    struct two *two = *state;
    bool again = true;
    const struct envelope opens = sample("key-of-22-letters-open", 1, "open", "small",
                                         "{\"court\":\"鄂1202\",\"name\":\"a\"}");
    assert_string_equal(receive(two, two->peer, opens, &again), "");
    assert_false(again);
    for (int i = 0; i < 3; i++) {
        assert_string_equal(receive(two, two->peer, opens, &again), "");
        assert_true(again);
    }
    assert_int_equal(matters(two), 1);
    const struct envelope changed = sample("key-of-22-letters-open", 1, "open", "small",
                                           "{\"court\":\"鄂1202\",\"name\":\"b\"}");
    assert_string_equal(receive(two, two->peer, changed, &again), "envelope.changed");
    const struct envelope renames =
        sample("key-of-22-letters-name", 2, "act", "rename", "{\"name\":\"c\"}");
    assert_string_equal(receive(two, two->peer, renames, &again), "");
    assert_string_equal(receive(two, two->peer, renames, &again), "");
    assert_int_equal(
        test_world_count(&two->world, "SELECT count(*) FROM event WHERE action = 'rename'"), 1);
    assert_int_equal(test_world_count(&two->world, "SELECT count(*) FROM envelope_in"), 2);
    assert_int_equal(
        test_world_count(&two->world, "SELECT count(*) FROM event WHERE role = 'cell'"), 2);
}

static void an_envelope_out_of_order_waits_its_turn(void **state)
{
    struct two *two = *state;
    bool again = false;
    const struct envelope opens =
        sample("key-of-22-letters-open", 1, "open", "small", "{\"court\":\"鄂1202\"}");
    const struct envelope second =
        sample("key-of-22-letters-two_", 2, "act", "rename", "{\"name\":\"two\"}");
    const struct envelope third =
        sample("key-of-22-letters-3___", 3, "act", "rename", "{\"name\":\"three\"}");
    assert_string_equal(receive(two, two->peer, second, &again), "envelope.order");
    assert_string_equal(receive(two, two->peer, opens, &again), "");
    assert_string_equal(receive(two, two->peer, third, &again), "envelope.order");
    assert_string_equal(receive(two, two->peer, second, &again), "");
    assert_string_equal(receive(two, two->peer, third, &again), "");
    assert_int_equal(
        test_world_count(&two->world, "SELECT count(*) FROM event WHERE action = 'rename'"), 2);
}

static void what_is_not_the_peers_to_do_is_refused(void **state)
{
    struct two *two = *state;
    bool again = false;
    static const char body[] = "{\"court\":\"鄂1202\"}";
    struct envelope envelope = sample("key-of-22-letters-open", 1, "open", "small", body);
    assert_string_equal(receive(two, two->world.engine, envelope, &again), "envelope.signature");
    struct envelope other = envelope;
    other.from = "nobody";
    assert_string_equal(receive(two, two->peer, other, &again), "envelope.peer");
    other = envelope;
    other.to = "elsewhere";
    assert_string_equal(receive(two, two->peer, other, &again), "envelope.peer");
    other = envelope;
    other.court = "鄂1204"; /* not the peer's to speak for */
    assert_string_equal(receive(two, two->peer, other, &again), "envelope.peer");
    other = envelope;
    other.to_court = "鄂1203"; /* the peer's own */
    assert_string_equal(receive(two, two->peer, other, &again), "court.elsewhere");
    other = sample("key-of-22-letters-open", 1, "open", "small", "{\"court\":\"鄂9999\"}");
    assert_string_equal(receive(two, two->peer, other, &again), "envelope.court");
    other.to_court = "鄂9999";
    assert_string_equal(receive(two, two->peer, other, &again), "form.invalid");
    other = sample("key-of-22-letters-open", 1, "open", "none", body);
    assert_string_equal(receive(two, two->peer, other, &again), "system.unknown");
    other = sample("key-of-22-letters-act_", 1, "act", "rename", "{\"name\":\"x\"}");
    assert_string_equal(receive(two, two->peer, other, &again), "envelope.thread");
    assert_int_equal(matters(two), 0);
    assert_string_equal(receive(two, two->peer, envelope, &again), "");
    other = sample("key-of-22-letters-again", 2, "open", "small", body);
    other.key = "key-of-22-letters-twic";
    assert_string_equal(receive(two, two->peer, other, &again), "envelope.thread");
    other = sample("key-of-22-letters-act_", 2, "act", "submit", "{\"name\":\"x\",\"sum\":1}");
    assert_string_equal(receive(two, two->peer, other, &again), "action.wrong_role");
    assert_int_equal(matters(two), 1);
}

static void what_is_no_envelope_is_refused(void **state)
{
    struct two *two = *state;
    bool again = false;
    ARENA_SCOPED arena;
    const char *json = NULL;
    arena_init(&arena, 32 << 20);
    struct envelope envelope = sample("key-of-22-letters-open", 1, "open", "small",
                                      "{\"court\":\"鄂1202\",\"name\":\"甲\"}");
    envelope.papers = value_new_list(&arena);
    assert_int_equal(envelope_print(two->peer, &envelope, &arena, &json, NULL), ERR_NONE);
    /* A word of the body is another: its SM3 no longer fits. */
    char *tampered = arena_copy(&arena, json);
    memcpy(strstr(tampered, "甲"), "乙", strlen("乙"));
    assert_string_equal(receive_bytes(two, tampered, &again), "envelope.body");
    tampered = arena_copy(&arena, json);
    memcpy(strstr(tampered, "\"sequence\":1"), "\"sequence\":2", strlen("\"sequence\":2"));
    assert_string_equal(receive_bytes(two, tampered, &again), "envelope.signature");
    assert_string_equal(receive_bytes(two, "{}", &again), "envelope.form");
    assert_string_equal(receive_bytes(two, "[1]", &again), "envelope.form");
    assert_string_equal(receive_bytes(two, "{\"envelope\":", &again), "json.syntax");
    char *large = arena_alloc(&arena, ENVELOPE_BYTES_MAX + 100);
    memset(large, ' ', ENVELOPE_BYTES_MAX + 99);
    large[ENVELOPE_BYTES_MAX + 99] = '\0';
    assert_string_equal(receive_bytes(two, large, &again), "json.limit");
    /* A body that is too long for an envelope, signed as it is. */
    memset(large, 'x', ENVELOPE_BODY_MAX + 1);
    large[ENVELOPE_BODY_MAX + 1] = '\0';
    assert_string_equal(receive(two, two->peer,
                                sample("key-of-22-letters-long", 1, "open", "small", large),
                                &again),
                        "envelope.form");
    assert_int_equal(matters(two), 0);
}

/* ---- what leaves ------------------------------------------------------------------------------
 */

static const struct actor owner = {.account_id = 7, .kind = "public", .name = "赵某"};

static void perform(struct two *two, struct actor actor, int64_t matter_id, const char *action,
                    const char *body)
{
    ARENA_SCOPED arena;
    struct err err = {0};
    arena_init(&arena, 32 << 20);
    struct value *given = NULL, *params = value_new_map(&arena);
    char id[PUBLIC_ID_BYTES];
    public_id(two->world.keys, 'S', matter_id, id);
    assert_int_equal(json_parse(body, strlen(body), &json_limits_request, &arena, &given, NULL),
                     ERR_NONE);
    assert_true(
        value_set_text(&arena, params, matter_id ? "id" : "system", matter_id ? id : "small"));
    if (matter_id)
        assert_true(value_set_text(&arena, params, "action", action));
    struct call call = {.arena = &arena,
                        .operation = matter_id ? &operation_act : &operation_open,
                        .actor = actor,
                        .body = given,
                        .params = params,
                        .if_match = -1,
                        .matter_id = matter_id,
                        .received_us = two->world.now_us};
    if (engine_perform(two->world.engine, &call, &err))
        fail_msg("%s: %s", err.code, err.text);
}

static void send_waiting(struct two *two, int64_t seconds_later)
{
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    (void) __atomic_add_fetch(&two->world.now_us, seconds_later * SECOND_US, __ATOMIC_SEQ_CST);
    assert_int_equal(db_open(two->world.url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    envelopes_send(two->world.engine, db, &arena);
}

#define IN_STATE "SELECT count(*) FROM envelope_out WHERE state = "
static int64_t waiting(const struct two *two)
{
    return test_world_count(&two->world, IN_STATE "'waiting'");
}
static int64_t dead(const struct two *two)
{
    return test_world_count(&two->world, IN_STATE "'dead'");
}
static int64_t done(const struct two *two)
{
    return test_world_count(&two->world, IN_STATE "'done'");
}

static void an_envelope_leaves_until_it_is_taken(void **state)
{
    struct two *two = *state;
    struct role_grant grant = {role_bit("filing_judge"), "鄂1202"};
    const struct actor judge = {
        .account_id = 9, .kind = "staff", .name = "孙法官", .grants = &grant, .grant_count = 1};
    perform(two, owner, 0, NULL, "{\"court\":\"鄂1202\"}");
    perform(two, owner, 1, "submit", "{\"name\":\"借款\",\"sum\":100}");
    perform(two, judge, 1, "hand", "{\"other\":\"鄂1203\"}");
    assert_int_equal(waiting(two), 2);
    send_waiting(two, 0); /* out of reach: the first is tried, the second waits behind it */
    assert_int_equal(two->posts, 1);
    assert_non_null(strstr(two->last, "\"sequence\":1"));
    send_waiting(two, 0);
    assert_int_equal(two->posts, 1); /* it waits before it is tried again */
    two->status = 503;
    two->reply = "{}";
    send_waiting(two, 10);
    assert_int_equal(two->posts, 2);
    assert_int_equal(waiting(two), 2);
    two->status = 403;
    two->reply = "{\"code\":\"action.wrong_role\",\"detail\":\"no\"}";
    send_waiting(two, 20);
    assert_int_equal(dead(two), 1);
    two->status = 200;
    send_waiting(two, 1000);
    assert_int_equal(two->posts, 3); /* the one behind a dead one does not overtake it */
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(db_open(two->world.url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    struct db_result row;
    assert_int_equal(list_envelopes(db, &arena, "dead", 0, 10, &row, NULL), ERR_NONE);
    assert_non_null(strstr(db_cell_text(&row, 0, ENVELOPE_ERROR), "action.wrong_role"));
    struct db_flight *flight = db_flight_new(&arena);
    envelope_again(flight, db_cell_text(&row, 0, ENVELOPE_KEY));
    assert_int_equal(db_flight_run(db, flight, NULL), ERR_NONE);
    send_waiting(two, 0);
    assert_int_equal(done(two), 2);
    assert_non_null(strstr(two->last, "\"sequence\":2"));
    assert_non_null(strstr(two->last, "twice"));
}

static void a_court_of_ours_is_told_within_the_house(void **state)
{
    struct two *two = *state;
    struct role_grant grant = {role_bit("filing_judge"), ""};
    const struct actor judge = {
        .account_id = 9, .kind = "staff", .name = "孙法官", .grants = &grant, .grant_count = 1};
    two->world.ports.peers = NULL; /* no others: 鄂1203 is ours too */
    perform(two, owner, 0, NULL, "{\"court\":\"鄂1202\"}");
    perform(two, owner, 1, "submit", "{\"name\":\"借款\",\"sum\":100}");
    perform(two, judge, 1, "hand", "{\"other\":\"鄂1203\"}");
    send_waiting(two, 0);
    assert_int_equal(done(two), 2);
    assert_int_equal(matters(two), 2);
    assert_int_equal(test_world_count(&two->world, "SELECT count(*) FROM counterpart"), 2);
    assert_int_equal(
        test_world_count(&two->world, "SELECT count(*) FROM matter WHERE title = 'twice'"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_envelope_is_carried_out_once, begin, end),
        cmocka_unit_test_setup_teardown(an_envelope_out_of_order_waits_its_turn, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_the_peers_to_do_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_envelope_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(an_envelope_leaves_until_it_is_taken, begin, end),
        cmocka_unit_test_setup_teardown(a_court_of_ours_is_told_within_the_house, begin, end)};
    return cmocka_run_group_tests_name("engine/envelope", tests, NULL, NULL);
}

/* Adapters that prove an identity: a service on loopback with good and bad answers, stubs only
 * where they are allowed, and each says what it is. */
#include "tests/test.h"

#include "gateway/exchange.h"
#include "gateway/identity.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

struct peer {
    int door, port;
    const char *status, *body;
    char heard[4000];
    pthread_t thread;
};

static void *answer_once(void *context)
{
    struct peer *peer = context;
    char reply[1000];
    size_t got = 0;
    int wire = accept(peer->door, NULL, NULL);
    while (got < sizeof peer->heard - 1) { /* head and body may come apart */
        ssize_t more = recv(wire, peer->heard + got, sizeof peer->heard - 1 - got, 0);
        if (more <= 0)
            break;
        got += (size_t) more;
        peer->heard[got] = '\0';
        if (strchr(peer->heard, '}'))
            break;
    }
    int size = snprintf(reply, sizeof reply,
                        "HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
                        peer->status, strlen(peer->body), peer->body);
    (void) !send(wire, reply, (size_t) size, MSG_NOSIGNAL);
    (void) close(wire);
    return NULL;
}

static void begin(struct peer *peer, const char *status, const char *body)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    *peer = (struct peer){
        .door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), .status = status, .body = body};
    assert_int_equal(bind(peer->door, (struct sockaddr *) &address, sizeof address), 0);
    assert_int_equal(getsockname(peer->door, (struct sockaddr *) &address, &size), 0);
    assert_int_equal(listen(peer->door, 1), 0);
    peer->port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&peer->thread, NULL, answer_once, peer), 0);
}

static void end(struct peer *peer)
{
    (void) pthread_join(peer->thread, NULL);
    (void) close(peer->door);
}

static void a_service_says_yes_or_no_and_nothing_else_counts(void **context)
{
    static const struct {
        const char *status, *body;
        enum err_kind kind;
        bool agrees;
    } answers[] = {
        {"200 OK", "{\"agrees\":true,\"reference\":\"T-1\"}", ERR_NONE, true},
        {"200 OK", "{\"agrees\":false}", ERR_NONE, false},
        {"200 OK", "{\"agrees\":\"true\"}", ERR_BUSY, false},
        {"200 OK", "{\"agrees\":1}", ERR_BUSY, false},
        {"200 OK", "{}", ERR_BUSY, false},
        {"200 OK", "yes", ERR_BUSY, false},
        {"500 No", "{\"agrees\":true}", ERR_BUSY, false},
        {"302 Found", "{\"agrees\":true}", ERR_BUSY, false},
    };
    (void) context;
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 8 << 20);
        struct peer peer;
        struct err err = {0};
        bool agrees = false;
        const char *reference = NULL;
        begin(&peer, answers[i].status, answers[i].body);
        struct identity_adapters adapters = {
            .card_url = arena_printf(&arena, "http://127.0.0.1:%d/card", peer.port)};
        enum err_kind kind = identity_ask(&adapters, "card", "顾文博", "422301198803150029", "chip",
                                          4, &arena, &agrees, &reference, &err);
        end(&peer);
        if (kind != answers[i].kind || (!kind && agrees != answers[i].agrees))
            fail_msg("row %zu: %d %s", i, (int) kind, err.text);
        assert_non_null(strstr(peer.heard, "\"evidence\":\"Y2hpcA\""));
        if (i == 0)
            assert_string_equal(reference, "T-1");
    }
}

static void stubs_say_so_and_live_only_where_nothing_is_connected(void **context)
{
    static const struct identity_adapters none = {0}, demo = {.stubs = true},
                                          both = {.card_url = "http://127.0.0.1:1/", .stubs = true};
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    bool agrees = false;
    const char *reference = NULL;
    struct err err = {0};
    (void) context;
    assert_null(identity_adapter_name(&none, "card"));
    assert_null(identity_adapter_name(&none, "staff"));
    assert_null(identity_adapter_name(&demo, "palm"));
    assert_string_equal(identity_adapter_name(&demo, "card"), "stub-card");
    assert_string_equal(identity_adapter_name(&demo, "face"), "stub-face");
    assert_string_equal(identity_adapter_name(&demo, "staff"), "stub-staff");
    assert_string_equal(identity_adapter_name(&both, "card"), "service-card");
    assert_string_equal(identity_adapter_name(&both, "face"), "stub-face");
    assert_int_equal(
        identity_ask(&none, "card", "n", "1", "x", 1, &arena, &agrees, &reference, &err),
        ERR_MISSING);
    assert_int_equal(
        identity_ask(&demo, "face", "n", "1", "x", 1, &arena, &agrees, &reference, &err), ERR_NONE);
    assert_true(agrees);
    assert_int_equal(
        identity_ask(&demo, "face", "n", "1", "differs", 7, &arena, &agrees, &reference, &err),
        ERR_NONE);
    assert_false(agrees);
    /* One that is connected and away is not replaced by a stub. */
    assert_int_equal(
        identity_ask(&both, "card", "n", "1", "x", 1, &arena, &agrees, &reference, &err), ERR_BUSY);
    assert_string_equal(err.code, "identity.unreachable");
}

static int start(void **context)
{
    (void) context;
    return exchange_start() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_says_yes_or_no_and_nothing_else_counts),
        cmocka_unit_test(stubs_say_so_and_live_only_where_nothing_is_connected)};
    return cmocka_run_group_tests(tests, start, NULL);
}

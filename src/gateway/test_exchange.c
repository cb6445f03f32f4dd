/* One exchange with a peer on loopback: its whole reply, no more than was allowed, and nobody
 * there. */
#include "tests/test.h"

#include "gateway/exchange.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ALLOWED = 1000 };

struct peer {
    int door, port;
    size_t reply_bytes;
    char heard[2000];
    pthread_t thread;
};

static void *answer_once(void *context)
{
    struct peer *peer = context;
    char reply[4 * ALLOWED];
    int wire = accept(peer->door, NULL, NULL);
    ssize_t got = recv(wire, peer->heard, sizeof peer->heard - 1, 0);
    peer->heard[got > 0 ? got : 0] = '\0';
    int head =
        snprintf(reply, sizeof reply,
                 "HTTP/1.1 201 Made\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n",
                 peer->reply_bytes);
    memset(reply + head, 'x', peer->reply_bytes);
    (void) !send(wire, reply, (size_t) head + peer->reply_bytes, MSG_NOSIGNAL);
    (void) close(wire);
    return NULL;
}

static void open_door(struct peer *peer, size_t reply_bytes)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    *peer = (struct peer){.door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
                          .reply_bytes = reply_bytes};
    assert_int_equal(bind(peer->door, (struct sockaddr *) &address, sizeof address), 0);
    assert_int_equal(getsockname(peer->door, (struct sockaddr *) &address, &size), 0);
    assert_int_equal(listen(peer->door, 1), 0);
    peer->port = ntohs(address.sin_port);
}

static enum err_kind ask(struct peer *peer, struct exchange *ret, struct arena *arena,
                         struct err *reterr)
{
    *ret = (struct exchange){.method = "POST",
                             .url = arena_printf(arena, "http://127.0.0.1:%d/stamp", peer->port),
                             .headers = {"Content-Type: application/timestamp-query"},
                             .body = "a\0b",
                             .body_bytes = 3,
                             .reply_bytes_max = ALLOWED,
                             .seconds_max = 5};
    return exchange_run(ret, arena, reterr);
}

static void a_reply_of_each_length(void **state)
{
    (void) state;
    static const struct {
        size_t reply_bytes;
        enum err_kind kind;
    } rows[] = {{0, ERR_NONE}, {1, ERR_NONE}, {ALLOWED, ERR_NONE}, {ALLOWED + 1, ERR_LIMIT}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 20);
        struct exchange exchange;
        struct peer peer;
        struct err err = {0};
        open_door(&peer, rows[i].reply_bytes);
        assert_int_equal(pthread_create(&peer.thread, NULL, answer_once, &peer), 0);
        assert_int_equal(ask(&peer, &exchange, &arena, &err), rows[i].kind);
        assert_int_equal(pthread_join(peer.thread, NULL), 0);
        (void) close(peer.door);
        assert_non_null(strstr(peer.heard, "POST /stamp HTTP/1.1\r\n"));
        assert_non_null(strstr(peer.heard, "Content-Length: 3\r\n"));
        if (rows[i].kind)
            continue;
        assert_int_equal(exchange.status, 201);
        assert_int_equal(exchange.reply_bytes, rows[i].reply_bytes);
        assert_int_equal(strlen(exchange.reply), rows[i].reply_bytes);
        assert_string_equal(exchange.reply_type, "text/plain");
    }
}

static void nobody_there_is_asked_again_later(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct exchange exchange;
    struct peer peer;
    struct err err = {0};
    open_door(&peer, 0);
    (void) close(peer.door);
    assert_int_equal(ask(&peer, &exchange, &arena, &err), ERR_BUSY);
    assert_string_equal(err.code, "peer.unreachable");
}

static int begin(void **state)
{
    (void) state;
    return exchange_start() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reply_of_each_length),
        cmocka_unit_test(nobody_there_is_asked_again_later),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}

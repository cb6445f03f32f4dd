/* The server on a real socket: clients that are slow, silent, or gone, and one that is patient. */
#include "tests/test.h"

#include "base/text.h"
#include "http/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BODY_MAX = 4096, PATIENCE_MS = 4000, REPLY_BYTES = 1 << 20 };

static void echo(void *context, struct http_request *request)
{
    static char large[REPLY_BYTES];
    (void) context;
    bool much = text_equal(request->path, "/much");
    if (much)
        memset(large, 'x', sizeof large);
    struct http_reply reply = {.status = 200,
                               .content_type = "text/plain",
                               .body = much ? large : request->client_address,
                               .body_bytes = much ? sizeof large : strlen(request->client_address)};
    http_reply_header(&reply, "X-Secure", request->secure ? "yes" : "no");
    http_send(request->exchange, &reply);
}

static int begin(void **state)
{
    static struct http_server *server;
    struct err err = {0};
    const struct http_settings settings = {.listen = "127.0.0.1:0",
                                           .threads = 1,
                                           .body_bytes_max = BODY_MAX,
                                           .connections_max = 50,
                                           .connections_per_address_max = 50,
                                           .trusted_proxies = "10.0.0.1 127.0.0.1",
                                           .request_seconds_max = 1,
                                           .idle_seconds = 2,
                                           .handler = echo};
    if (http_start(&settings, &server, &err))
        fail_msg("%s: %s", err.code, err.text);
    *state = server;
    return 0;
}

static int end(void **state)
{
    http_stop(*state);
    return 0;
}

static int connect_to(const struct http_server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t) http_port(server)),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int wire = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(wire, (struct sockaddr *) &address, sizeof address), 0);
    return wire;
}

static void say(int wire, const char *text)
{
    (void) !send(wire, text, strlen(text), MSG_NOSIGNAL);
}

/* What comes before the peer ends or patience does; "" when nothing. False: still open. */
static bool hear(int wire, char *ret, size_t max)
{
    struct timespec from, now;
    size_t got = 0;
    (void) clock_gettime(CLOCK_MONOTONIC, &from);
    for (;;) {
        struct pollfd waiting = {.fd = wire, .events = POLLIN};
        (void) clock_gettime(CLOCK_MONOTONIC, &now);
        long passed = (now.tv_sec - from.tv_sec) * 1000 + (now.tv_nsec - from.tv_nsec) / 1000000;
        if (passed >= PATIENCE_MS || poll(&waiting, 1, (int) (PATIENCE_MS - passed)) <= 0)
            break;
        ssize_t more = recv(wire, ret + got, max - 1 - got, 0);
        if (more <= 0) {
            ret[got] = '\0';
            return true;
        }
        got += (size_t) more;
        if (got == max - 1)
            got = 0; /* more than anybody looks at */
    }
    ret[got] = '\0';
    return false;
}

static void expect_answer(const struct http_server *server, const char *request, const char *status)
{
    char heard[8192];
    int wire = connect_to(server);
    say(wire, request);
    assert_true(hear(wire, heard, sizeof heard));
    (void) close(wire);
    if (!strstr(heard, status))
        fail_msg("wanted %s, heard: %s", status, heard);
}

#define ASKED "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

static void slow_requests_are_shut_in_time(void **state)
{
    static const char *const stuck[] = {
        "",                                                             /* says nothing at all */
        "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",                        /* headers without end */
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nten", /* a body that stops */
    };
    char heard[4096];
    for (size_t i = 0; i < COUNT_OF(stuck); i++) {
        int wire = connect_to(*state);
        say(wire, stuck[i]);
        expect_answer(*state, ASKED, "200"); /* nobody else waits for it */
        if (!hear(wire, heard, sizeof heard))
            fail_msg("stuck %zu was still open after %d ms", i, PATIENCE_MS);
        (void) close(wire);
    }
}

/* Each byte resets the library's own timeout: the whole request has one of ours. */
static void a_byte_now_and_then_does_not_hold_a_connection(void **state)
{
    int wire = connect_to(*state);
    char heard[4096];
    say(wire, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    bool open = true;
    for (int i = 0; open && i < 40; i++) {
        (void) usleep(100000);
        open = send(wire, "a", 1, MSG_NOSIGNAL) == 1;
    }
    assert_false(open);
    (void) hear(wire, heard, sizeof heard);
    (void) close(wire);
}

static void a_reader_that_does_not_read_holds_nobody(void **state)
{
    int wire = connect_to(*state), size = 4096;
    (void) setsockopt(wire, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    say(wire, "GET /much HTTP/1.1\r\nHost: x\r\n\r\n");
    for (int i = 0; i < 5; i++)
        expect_answer(*state, ASKED, "200");
    (void) close(wire);
}

static void what_is_cut_or_too_long_is_refused(void **state)
{
    char request[8192];
    for (int i = 0; i < 20; i++) { /* gone in the middle of the body */
        int wire = connect_to(*state);
        say(wire, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\n\r\nhalf of it");
        (void) close(wire);
    }
    (void) snprintf(request, sizeof request,
                    "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                    "5000\r\n\r\n%05000d",
                    0);
    expect_answer(*state, request, "413");
    expect_answer(*state, "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "400");
    expect_answer(*state, "GET /%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "400");
    expect_answer(*state, ASKED, "200");
}

static void only_a_trusted_proxy_is_believed(void **state)
{
    expect_answer(*state,
                  "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: 6.6.6.6, "
                  "1.2.3.4\r\nX-Forwarded-Proto: https\r\n\r\n",
                  "1.2.3.4"); /* what the proxy saw, not what its client wrote */
    expect_answer(*state,
                  "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-Proto: "
                  "https\r\n\r\n",
                  "X-Secure: yes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slow_requests_are_shut_in_time),
        cmocka_unit_test(a_byte_now_and_then_does_not_hold_a_connection),
        cmocka_unit_test(a_reader_that_does_not_read_holds_nobody),
        cmocka_unit_test(what_is_cut_or_too_long_is_refused),
        cmocka_unit_test(only_a_trusted_proxy_is_believed),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

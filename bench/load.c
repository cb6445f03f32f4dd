/*
 * bench/load: a bounded load generator over HTTP: one thread, epoll, N connections kept open, each
 * playing lives of a script (script.h) with sessions that were signed in before. A request begins
 * when the reply before it is there, or at a fixed rate; then its time counts from when it was due,
 * so that a stall is not hidden by what was not sent; what was shed (503) counts on from its first
 * try. `taken` are the tries alone that were taken. Prints one line of JSON.
 *
 *   load --port P --script FILE --sessions FILE [--courts FILE] [--ids FILE] [--connections 64]
 *        [--seconds S [--rate PER_SECOND]] [--pid SERVER] [--seed N]
 *
 * Without --seconds each life is played as many times as its weight.
 */
#include "script.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 4096, REQUEST_MAX = 64 * 1024, REPLY_MAX = 1 << 20, TOLD_MAX = 5 };
enum { BUCKETS = 64 * 16, SHED_WAIT_US = 100000 };

/* ---- times: 16 buckets an octave, so a percentile is within 5 % -------------------------------
 */

struct times {
    uint64_t buckets[BUCKETS], count;
    int64_t max_us;
};

static void times_add(struct times *times, int64_t us)
{
    uint64_t value = us < 1 ? 1 : (uint64_t) us;
    unsigned octave = 63u - (unsigned) __builtin_clzll(value);
    uint64_t part = octave >= 4 ? (value >> (octave - 4)) & 15 : (value << (4 - octave)) & 15;
    times->buckets[octave * 16 + part]++;
    times->count++;
    if (us > times->max_us)
        times->max_us = us;
}

static double times_at(const struct times *times, double share)
{
    uint64_t seen = 0, wanted = (uint64_t) ((double) times->count * share);
    for (size_t i = 0; i < BUCKETS; i++) {
        seen += times->buckets[i];
        if (seen > wanted)
            return (double) (UINT64_C(1) << (i / 16)) * (1 + ((double) (i % 16) + 0.5) / 16);
    }
    return (double) times->max_us;
}

/* ---- the state of a run -----------------------------------------------------------------------
 */

struct connection {
    int socket;
    struct life *life;
    size_t step;
    struct actor_state state;
    char *request, *reply;
    size_t request_bytes, sent, got, wanted; /* wanted: the whole reply, 0 while unknown */
    int64_t due_us, begun_us, tried_us;      /* begun_us: of its first try */
    bool busy, write;
    char key[32];
};

struct run {
    struct script script;
    struct connection connections[CONNECTIONS_MAX];
    size_t connection_count, idle_for_good;
    int epoll, port;
    bool counted;
    int64_t end_us, gap_us; /* gap_us: between requests of one connection, 0: none */
    uint64_t keys;
    struct times reads, writes, taken;
    int64_t shed, wrong, lives[LIVES_MAX];
};

static int64_t now_us(void)
{
    struct timespec now;
    (void) clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static int64_t cpu_us_of(int pid)
{
    char path[64], text[1024];
    (void) snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    size_t length = fread(text, 1, sizeof text - 1, file);
    (void) fclose(file);
    text[length] = '\0';
    const char *after = strrchr(text, ')');
    unsigned long long user = 0, kernel = 0;
    if (!after || sscanf(after + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user,
                         &kernel) != 2)
        return 0;
    return (int64_t) ((user + kernel) * 1000000 / (unsigned long long) sysconf(_SC_CLK_TCK));
}

static void watch(struct run *run, struct connection *connection, uint32_t events, int how)
{
    struct epoll_event event = {.events = events, .data.ptr = connection};
    (void) epoll_ctl(run->epoll, how, connection->socket, &event);
}

static void connect_to(struct run *run, struct connection *connection)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t) run->port)};
    int one = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connection->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->socket < 0 ||
        connect(connection->socket, (struct sockaddr *) &address, sizeof address)) {
        perror("load: connect");
        exit(1);
    }
    (void) setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    watch(run, connection, EPOLLIN, EPOLL_CTL_ADD);
}

/* ---- one request ------------------------------------------------------------------------------
 */

static void flush_request(struct run *run, struct connection *connection)
{
    while (connection->sent < connection->request_bytes) {
        ssize_t sent = send(connection->socket, connection->request + connection->sent,
                            connection->request_bytes - connection->sent, MSG_NOSIGNAL);
        if (sent < 0) { /* the server closed what was idle */
            (void) close(connection->socket);
            connect_to(run, connection);
            connection->sent = 0;
            continue;
        }
        connection->sent += (size_t) sent;
    }
}

static bool next_life(struct run *run, struct connection *connection)
{
    struct script *script = &run->script;
    connection->life = script_next(script, run->counted);
    connection->step = 0;
    if (!connection->life)
        return false;
    connection->state.session = script_draw(script, 1 << 20);
    connection->state.court =
        script->court_count ? script->courts[script_draw(script, script->court_count)] : "鄂1202";
    connection->state.id[0] = '\0';
    connection->state.version = 0;
    return true;
}

static void begin(struct run *run, struct connection *connection, bool again)
{
    int64_t now = now_us();
    bool over = run->end_us && now >= run->end_us && !again;
    if (!connection->life && (over || !next_life(run, connection)))
        over = true;
    if (over) {
        connection->busy = false;
        run->idle_for_good++;
        connection->due_us = INT64_MAX;
        return;
    }
    const struct step *step = &connection->life->steps[connection->step];
    if (!again)
        (void) snprintf(connection->key, sizeof connection->key, "b%llx-%llx",
                        (unsigned long long) run->script.serial, (unsigned long long) ++run->keys);
    connection->request_bytes = script_request(&run->script, step, &connection->state,
                                               connection->key, connection->request, REQUEST_MAX);
    connection->write = step->write;
    connection->sent = connection->got = connection->wanted = 0;
    connection->tried_us = run->gap_us ? connection->due_us : now;
    if (!again)
        connection->begun_us = connection->tried_us;
    connection->busy = true;
    flush_request(run, connection);
}

/* `"name":` of the reply's own members, which stand before any nested one. */
static const char *member(const char *body, const char *name)
{
    const char *found = strstr(body, name);
    return found ? found + strlen(name) : NULL;
}

static void take_reply(struct connection *connection, const char *body)
{
    const char *id = member(body, "\"id\":\""), *version = member(body, "\"version\":");
    if (id && version) {
        size_t length = strcspn(id, "\"");
        if (length < sizeof connection->state.id) {
            memcpy(connection->state.id, id, length);
            connection->state.id[length] = '\0';
        }
        connection->state.version = atoll(version);
    }
}

static void answered(struct run *run, struct connection *connection, int64_t now)
{
    const struct step *step = &connection->life->steps[connection->step];
    int status = atoi(connection->reply + strlen("HTTP/1.1 "));
    const char *body = strstr(connection->reply, "\r\n\r\n") + 4;
    connection->busy = false;
    const char *when = strcasestr(connection->reply, "\r\nRetry-After: ");
    if (status == 503 && when && when < body) { /* one that does not say when is wrong */
        run->shed++;
        connection->due_us = now + SHED_WAIT_US;
        return; /* the same again, with the same key */
    }
    times_add(connection->write ? &run->writes : &run->reads, now - connection->begun_us);
    times_add(&run->taken, now - connection->tried_us);
    connection->due_us = run->gap_us ? connection->begun_us + run->gap_us : now;
    connection->key[0] = '\0';
    if (status != step->status) {
        if (run->wrong++ < TOLD_MAX)
            (void) fprintf(stderr, "load: %s step %zu: %.900s\n", connection->life->name,
                           connection->step, connection->reply);
        connection->life = NULL;
        return;
    }
    if (connection->write)
        take_reply(connection, body);
    if (++connection->step == connection->life->step_count) {
        run->lives[connection->life - run->script.lives]++;
        connection->life = NULL;
    }
}

static void read_reply(struct run *run, struct connection *connection)
{
    ssize_t got = recv(connection->socket, connection->reply + connection->got,
                       REPLY_MAX - 1 - connection->got, 0);
    if (got <= 0) {
        (void) close(connection->socket);
        connect_to(run, connection);
        if (connection->busy) { /* the same key: done once whatever became of it */
            connection->got = connection->wanted = connection->sent = 0;
            flush_request(run, connection);
        }
        return;
    }
    connection->got += (size_t) got;
    connection->reply[connection->got] = '\0';
    const char *end = connection->wanted ? NULL : strstr(connection->reply, "\r\n\r\n");
    if (end) {
        const char *length = strcasestr(connection->reply, "content-length: ");
        size_t bytes = length && length < end ? strtoull(length + 16, NULL, 10) : 0;
        connection->wanted = (size_t) (end - connection->reply) + 4 + bytes;
    }
    if (!connection->wanted || connection->got < connection->wanted)
        return;
    answered(run, connection, now_us());
    if (connection->due_us <= now_us())
        begin(run, connection, connection->key[0] != '\0');
}

static void play(struct run *run)
{
    struct epoll_event events[256];
    while (run->idle_for_good < run->connection_count) {
        int64_t now = now_us(), nearest = INT64_MAX;
        for (size_t i = 0; i < run->connection_count; i++) {
            struct connection *connection = &run->connections[i];
            if (!connection->busy && connection->due_us <= now)
                begin(run, connection, connection->life && connection->key[0] != '\0');
            if (!connection->busy && connection->due_us < nearest)
                nearest = connection->due_us;
        }
        int wait_ms = nearest == INT64_MAX ? 1000 : (int) ((nearest - now_us()) / 1000);
        int count = epoll_wait(run->epoll, events, 256,
                               wait_ms < 0      ? 0
                               : wait_ms > 1000 ? 1000
                                                : wait_ms);
        for (int i = 0; i < count; i++)
            read_reply(run, events[i].data.ptr);
    }
}

/* ---- the command ------------------------------------------------------------------------------
 */

static const char *option(int argc, char **argv, const char *name, const char *usual)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], name) == 0)
            return argv[i + 1];
    }
    return usual;
}

static void print_times(const char *name, const struct times *times, double seconds)
{
    (void) printf("\"%s\":{\"count\":%llu,\"per_second\":%.1f,\"p50_us\":%.0f,\"p99_us\":%.0f,"
                  "\"p999_us\":%.0f,\"max_us\":%lld},",
                  name, (unsigned long long) times->count, (double) times->count / seconds,
                  times_at(times, 0.5), times_at(times, 0.99), times_at(times, 0.999),
                  (long long) times->max_us);
}

static void print_run(const struct run *run, double seconds, int64_t server_us, int64_t own_us)
{
    uint64_t all = run->reads.count + run->writes.count;
    (void) printf("{\"seconds\":%.3f,\"requests\":%llu,\"per_second\":%.1f,", seconds,
                  (unsigned long long) all, (double) all / seconds);
    print_times("reads", &run->reads, seconds);
    print_times("writes", &run->writes, seconds);
    print_times("taken", &run->taken, seconds);
    (void) printf("\"server_cpu_us\":%.1f,\"load_cpu_us\":%.1f,\"shed\":%lld,\"wrong\":%lld,"
                  "\"lives\":{",
                  all ? (double) server_us / (double) all : 0,
                  all ? (double) own_us / (double) all : 0, (long long) run->shed,
                  (long long) run->wrong);
    for (size_t i = 0; i < run->script.life_count; i++)
        (void) printf("%s\"%s\":%lld", i ? "," : "", run->script.lives[i].name,
                      (long long) run->lives[i]);
    (void) printf("}}\n");
}

static void prepare(struct run *run, int argc, char **argv)
{
    run->port = atoi(option(argc, argv, "--port", "0"));
    run->connection_count = (size_t) atoi(option(argc, argv, "--connections", "64"));
    run->script.seed = run->script.serial =
        strtoull(option(argc, argv, "--seed", "1"), NULL, 10) * 1000003;
    script_read(&run->script, option(argc, argv, "--script", NULL),
                option(argc, argv, "--sessions", NULL), option(argc, argv, "--courts", NULL),
                option(argc, argv, "--ids", NULL));
    double seconds = atof(option(argc, argv, "--seconds", "0")),
           rate = atof(option(argc, argv, "--rate", "0"));
    run->counted = seconds <= 0;
    if (!run->connection_count || run->connection_count > CONNECTIONS_MAX) {
        (void) fprintf(stderr, "load: 1 to %d connections\n", CONNECTIONS_MAX);
        exit(2);
    }
    run->gap_us = rate > 0 ? (int64_t) (1e6 * (double) run->connection_count / rate) : 0;
    run->epoll = epoll_create1(0);
    int64_t now = now_us();
    for (size_t i = 0; i < run->connection_count; i++) {
        struct connection *connection = &run->connections[i];
        connection->request = malloc(REQUEST_MAX);
        connection->reply = malloc(REPLY_MAX);
        if (!connection->request || !connection->reply)
            exit(1);
        connect_to(run, connection);
        connection->due_us = now + run->gap_us * (int64_t) i / (int64_t) run->connection_count;
    }
    run->end_us = run->counted ? 0 : now_us() + (int64_t) (seconds * 1e6);
}

int main(int argc, char **argv)
{
    static struct run run;
    int pid = atoi(option(argc, argv, "--pid", "0"));
    prepare(&run, argc, argv);
    int64_t cpu = pid ? cpu_us_of(pid) : 0, began = now_us();
    play(&run);
    double seconds = (double) (now_us() - began) / 1e6;
    struct rusage own;
    (void) getrusage(RUSAGE_SELF, &own);
    int64_t own_us = (own.ru_utime.tv_sec + own.ru_stime.tv_sec) * INT64_C(1000000) +
                     own.ru_utime.tv_usec + own.ru_stime.tv_usec;
    print_run(&run, seconds, pid ? cpu_us_of(pid) - cpu : 0, own_us);
    return run.wrong != 0;
}

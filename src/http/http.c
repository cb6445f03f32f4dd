/*
 * http/http: libmicrohttpd in poll mode, a pool of threads, suspended requests for what waits.
 */
#include "http/private.h"

#include "base/moment.h"
#include "base/pause.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

/* CONNECTION_BYTES holds a request's headers and a piece of its body. The library clears all of it
 * after each request: 64 KB were a sixth of a reading's cost. */
enum {
    REQUEST_ARENA_BYTES = 48 << 20,
    CONNECTION_BYTES = 16 << 10,
    HEADERS_MAX = 16,
    STOP_SECONDS = 10
};

static const char bad_request[] =
    "{\"type\":\"/errors/"
    "http.path\",\"code\":\"http.path\",\"status\":400,\"title\":\"请求的地址无法识别。\",\"title_"
    "en\":\"The address cannot be read.\"}";
static const char too_large[] =
    "{\"type\":\"/errors/"
    "http.size\",\"code\":\"http.size\",\"status\":413,\"title\":"
    "\"内容太大，请压缩或者分开提交。\",\"title_en\":\"Too large: please compress or split it.\"}";

/* ---- a request coming in ------------------------------------------------------------------------
 */

/* Percent escapes; refuses broken ones and NUL. */
static const char *decode_path(struct arena *arena, const char *path)
{
    char *out = arena_copy(arena, path);
    size_t length = 0;
    for (const char *c = path; out && *c; c++) {
        uint8_t byte = (uint8_t) *c;
        if (*c == '%') {
            char pair[3] = {c[1]};
            if (c[1])
                pair[1] = c[2];
            if (!text_unhex(pair, &byte, 1) || byte == 0)
                return NULL;
            c += 2;
        }
        out[length++] = (char) byte;
    }
    if (!out || length == 0 || out[0] != '/')
        return NULL;
    out[length] = '\0';
    return text_is_utf8(out, length) ? out : NULL;
}

static void *keep_path(void *context, const char *uri, struct MHD_Connection *connection)
{
    struct http_server *server = context;
    (void) connection;
    struct http_exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange)
        return NULL;
    exchange->server = server;
    exchange->connection = connection;
    exchange->began_us = pause_now_us();
    (void) pthread_mutex_init(&exchange->mutex, NULL);
    arena_init(&exchange->arena, REQUEST_ARENA_BYTES);
    const char *raw = arena_copy_bytes(&exchange->arena, uri, strcspn(uri, "?"));
    exchange->request.path = raw ? decode_path(&exchange->arena, raw) : NULL;
    exchange->bad_path = exchange->request.path == NULL;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    exchange->socket = info ? info->connect_fd : -1;
    info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    exchange->line = info ? info->socket_context : NULL;
    http_line_busy(exchange, true);
    atomic_fetch_add(&server->running, 1);
    http_watch(exchange);
    return exchange;
}

static void finish(void *context, struct MHD_Connection *connection, void **slot,
                   enum MHD_RequestTerminationCode code)
{
    struct http_exchange *exchange = *slot;
    (void) context;
    (void) connection;
    (void) code;
    if (!exchange)
        return;
    http_unwatch(exchange);
    http_line_busy(exchange, false);
    atomic_fetch_sub(&exchange->server->running, 1);
    if (exchange->response)
        MHD_destroy_response(exchange->response);
    (void) pthread_mutex_destroy(&exchange->mutex);
    arena_release(&exchange->arena);
    free(exchange->body);
    free(exchange);
    *slot = NULL;
}

static bool take_bytes(struct http_exchange *exchange, const char *bytes, size_t size_bytes)
{
    if (exchange->too_big || size_bytes > exchange->body_max - exchange->request.body_bytes) {
        exchange->too_big = true; /* read on and throw away: the answer comes after the request */
        return true;
    }
    size_t need = exchange->request.body_bytes + size_bytes + 1;
    if (need > exchange->body_capacity) {
        size_t capacity = exchange->body_capacity ? exchange->body_capacity : 4096;
        while (capacity < need)
            capacity *= 2;
        char *more = realloc(exchange->body, capacity);
        if (!more)
            return false;
        exchange->body = more;
        exchange->body_capacity = capacity;
    }
    memcpy(exchange->body + exchange->request.body_bytes, bytes, size_bytes);
    exchange->request.body_bytes += size_bytes;
    exchange->body[exchange->request.body_bytes] = '\0';
    return true;
}

/* The last address is the one the proxy saw itself; those before it anybody may have written. */
static void believe_proxy(struct http_exchange *exchange)
{
    const char *forwarded = http_header(&exchange->request, "X-Forwarded-For");
    const char *last = forwarded ? strrchr(forwarded, ',') : NULL;
    last = last ? last + 1 : forwarded;
    const char *proto = http_header(&exchange->request, "X-Forwarded-Proto");
    exchange->request.secure = text_equal(proto, "https");
    if (!last)
        return;
    last += strspn(last, " ");
    const char *copy = arena_copy_bytes(&exchange->arena, last, strcspn(last, " "));
    if (copy && strlen(copy) < INET6_ADDRSTRLEN)
        exchange->request.client_address = copy;
}

static void fill_address(struct http_exchange *exchange)
{
    char text[INET6_ADDRSTRLEN] = "";
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    if (address && address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        (void) inet_ntop(AF_INET, &in.sin_addr, text, sizeof text);
    } else if (address && address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        (void) inet_ntop(AF_INET6, &in6.sin6_addr, text, sizeof text);
    }
    const char *copy = arena_copy(&exchange->arena, text);
    exchange->request.client_address = copy ? copy : "";
    if (text_has_word(exchange->server->settings.trusted_proxies, text))
        believe_proxy(exchange);
}

static enum MHD_Result queue_text(struct http_exchange *exchange, int status, const char *text)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(text), (void *) (uintptr_t) text, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    (void) MHD_add_response_header(response, "Content-Type", "application/problem+json");
    enum MHD_Result queued = MHD_queue_response(exchange->connection, (unsigned) status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result queue_reply(struct http_exchange *exchange)
{
    return MHD_queue_response(exchange->connection, (unsigned) exchange->status,
                              exchange->response);
}

static enum MHD_Result begin(struct http_exchange *exchange, const char *method)
{
    struct http_server *server = exchange->server;
    exchange->request.exchange = exchange;
    exchange->request.arena = &exchange->arena;
    exchange->request.method =
        arena_copy(&exchange->arena, strcmp(method, "HEAD") == 0 ? "GET" : method);
    exchange->body_max = server->settings.body_bytes_max;
    if (!exchange->request.method)
        return MHD_NO;
    if (server->settings.body_limit && exchange->request.path)
        exchange->body_max = server->settings.body_limit(
            server->settings.context, exchange->request.method, exchange->request.path);
    const char *length = http_header(&exchange->request, "Content-Length");
    if (length && strtoull(length, NULL, 10) > exchange->body_max)
        exchange->too_big = true;
    return MHD_YES;
}

static enum MHD_Result on_bytes(void *context, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *bytes,
                                size_t *size_bytes, void **slot)
{
    static _Thread_local int thread_index = -1;
    struct http_server *server = context;
    struct http_exchange *exchange = *slot;
    (void) url;
    (void) version;
    (void) connection;
    if (!exchange)
        return MHD_NO;
    if (!exchange->request.method) /* the first call: headers are in, the body is to come */
        return begin(exchange, method);
    if (*size_bytes) {
        bool taken = take_bytes(exchange, bytes, *size_bytes);
        *size_bytes = 0;
        return taken ? MHD_YES : MHD_NO;
    }
    if (exchange->response) /* resumed: somebody has answered */
        return queue_reply(exchange);
    http_unwatch(exchange);
    if (exchange->bad_path)
        return queue_text(exchange, 400, bad_request);
    if (exchange->too_big)
        return queue_text(exchange, 413, too_large);
    if (thread_index < 0)
        thread_index = atomic_fetch_add(&server->next_thread, 1);
    exchange->request.thread_index = thread_index % server->settings.threads;
    exchange->request.body = exchange->body ? exchange->body : "";
    struct timespec now;
    (void) clock_gettime(CLOCK_REALTIME, &now);
    exchange->request.received_us = now.tv_sec * SECOND_US + now.tv_nsec / 1000;
    fill_address(exchange);
    server->settings.handler(server->settings.context, &exchange->request);
    /* Either it was answered on this thread, or it was suspended and on_bytes comes again after the
     * answer. */
    (void) pthread_mutex_lock(&exchange->mutex);
    bool answered = exchange->response && !exchange->suspended;
    (void) pthread_mutex_unlock(&exchange->mutex);
    return answered ? queue_reply(exchange) : MHD_YES;
}

/* ---- what handlers use --------------------------------------------------------------------------
 */

const char *http_header(const struct http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->exchange->connection, MHD_HEADER_KIND, name);
}

const char *http_query(const struct http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->exchange->connection, MHD_GET_ARGUMENT_KIND, name);
}

const char *http_cookie(const struct http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->exchange->connection, MHD_COOKIE_KIND, name);
}

struct query_visit {
    http_query_visitor *visit;
    void *context;
};

static enum MHD_Result visit_one(void *context, enum MHD_ValueKind kind, const char *key,
                                 const char *value)
{
    struct query_visit *visit = context;
    (void) kind;
    visit->visit(visit->context, key, value ? value : "");
    return MHD_YES;
}

void http_query_each(const struct http_request *request, http_query_visitor *visit, void *context)
{
    struct query_visit all = {visit, context};
    (void) MHD_get_connection_values(request->exchange->connection, MHD_GET_ARGUMENT_KIND,
                                     visit_one, &all);
}

void http_reply_header(struct http_reply *reply, const char *name, const char *value)
{
    if (reply->header_count < HEADERS_MAX && value) {
        reply->headers[reply->header_count].name = name;
        reply->headers[reply->header_count++].value = value;
    }
}

void http_suspend(struct http_exchange *exchange)
{
    (void) pthread_mutex_lock(&exchange->mutex);
    exchange->suspended = true;
    MHD_suspend_connection(exchange->connection);
    (void) pthread_mutex_unlock(&exchange->mutex);
}

void http_send(struct http_exchange *exchange, const struct http_reply *reply)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->body_bytes, (void *) (uintptr_t) (reply->body ? reply->body : ""),
        reply->body_static ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY);
    if (response && reply->content_type)
        (void) MHD_add_response_header(response, "Content-Type", reply->content_type);
    for (size_t i = 0; response && i < reply->header_count; i++)
        (void) MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    (void) pthread_mutex_lock(&exchange->mutex);
    exchange->response = response;
    exchange->status = reply->status;
    bool resume = exchange->suspended;
    (void) pthread_mutex_unlock(&exchange->mutex);
    if (resume)
        MHD_resume_connection(exchange->connection);
}

/* ---- life
 * ---------------------------------------------------------------------------------------- */

static bool parse_listen(const char *listen, struct sockaddr_storage *ret)
{
    char host[64];
    const char *colon = strrchr(listen, ':');
    if (!colon || (size_t) (colon - listen) >= sizeof host)
        return false;
    bool brackets = listen[0] == '[';
    (void) snprintf(host, sizeof host, "%.*s", (int) (colon - listen) - 2 * brackets,
                    listen + brackets);
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                             .ai_socktype = SOCK_STREAM},
                    *found = NULL;
    if (getaddrinfo(*host ? host : NULL, colon + 1, &hints, &found) || !found)
        return false;
    memcpy(ret, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return true;
}

enum err_kind http_start(const struct http_settings *settings, struct http_server **ret,
                         struct err *reterr)
{
    struct sockaddr_storage address = {0};
    if (!parse_listen(settings->listen, &address))
        return err_set(reterr, ERR_INVALID, "http.listen", "'%.100s' is no address:port",
                       settings->listen);
    struct http_server *server = calloc(1, sizeof *server);
    if (!server)
        return arena_full(reterr);
    server->settings = *settings;
    (void) pthread_mutex_init(&server->mutex, NULL);
    pause_init(&server->wake);
    /* All of a proxy's clients come from its one address; it counts them itself. */
    int of_address = settings->trusted_proxies ? settings->connections_max
                                               : settings->connections_per_address_max;
    unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
                     (address.ss_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_bytes, server, MHD_OPTION_SOCK_ADDR, (struct sockaddr *) &address,
        MHD_OPTION_NOTIFY_CONNECTION, http_line_told, server, MHD_OPTION_URI_LOG_CALLBACK,
        keep_path, server, MHD_OPTION_NOTIFY_COMPLETED, finish, NULL, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned) settings->threads, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned) settings->idle_seconds, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned) settings->connections_max, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned) of_address, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_BYTES,
        MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        server->daemon ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!info || pthread_create(&server->watcher, NULL, http_watcher_run, server)) {
        if (server->daemon)
            MHD_stop_daemon(server->daemon);
        free(server);
        return err_set(reterr, ERR_BUSY, "http.listen", "cannot listen on %.100s: is it in use?",
                       settings->listen);
    }
    server->port = info->port;
    *ret = server;
    return ERR_NONE;
}

int http_port(const struct http_server *server) { return server->port; }

void http_stop(struct http_server *server)
{
    if (!server)
        return;
    int listening = MHD_quiesce_daemon(server->daemon);
    for (int i = 0; i < STOP_SECONDS * 100 && atomic_load(&server->running) > 0; i++)
        (void) usleep(10000);
    if (listening >= 0)
        (void) close(listening);
    (void) pthread_mutex_lock(&server->mutex);
    server->stopping = true;
    (void) pthread_cond_signal(&server->wake);
    (void) pthread_mutex_unlock(&server->mutex);
    (void) pthread_join(server->watcher, NULL);
    MHD_stop_daemon(server->daemon);
    (void) pthread_mutex_destroy(&server->mutex);
    (void) pthread_cond_destroy(&server->wake);
    free(server);
}

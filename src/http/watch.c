/*
 * http/watch: shuts what is not complete in time. The library's timeout starts anew at every byte,
 * so a client that sends one byte a second would hold its place for ever; and before the first line
 * of a request is there, nobody is told of it at all, so connections are watched from their first
 * byte.
 */
#include "http/private.h"

#include "base/moment.h"
#include "base/pause.h"

#include <stdlib.h>
#include <sys/socket.h>

void http_watch(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    (void) pthread_mutex_lock(&server->mutex);
    exchange->after = server->incomplete;
    if (server->incomplete)
        server->incomplete->before = exchange;
    server->incomplete = exchange;
    (void) pthread_mutex_unlock(&server->mutex);
}

void http_unwatch(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    (void) pthread_mutex_lock(&server->mutex);
    if (exchange->before || exchange->after || server->incomplete == exchange) {
        if (exchange->before)
            exchange->before->after = exchange->after;
        else
            server->incomplete = exchange->after;
        if (exchange->after)
            exchange->after->before = exchange->before;
        exchange->before = exchange->after = NULL;
    }
    (void) pthread_mutex_unlock(&server->mutex);
}

static void line_opened(struct http_server *server, struct MHD_Connection *connection, void **slot)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct http_line *line = info ? calloc(1, sizeof *line) : NULL;
    *slot = line;
    if (!line)
        return;
    line->socket = info->connect_fd;
    line->since_us = pause_now_us();
    (void) pthread_mutex_lock(&server->mutex);
    line->after = server->lines;
    if (server->lines)
        server->lines->before = line;
    server->lines = line;
    (void) pthread_mutex_unlock(&server->mutex);
}

/* Before the library closes the socket: its number may be another's a moment later. */
static void line_closed(struct http_server *server, struct http_line *line)
{
    if (!line)
        return;
    (void) pthread_mutex_lock(&server->mutex);
    if (line->before)
        line->before->after = line->after;
    else
        server->lines = line->after;
    if (line->after)
        line->after->before = line->before;
    (void) pthread_mutex_unlock(&server->mutex);
    free(line);
}

void http_line_told(void *context, struct MHD_Connection *connection, void **slot,
                    enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        line_opened(context, connection, slot);
    else
        line_closed(context, *slot);
}

void http_line_busy(struct http_exchange *exchange, bool busy)
{
    struct http_server *server = exchange->server;
    if (!exchange->line)
        return;
    (void) pthread_mutex_lock(&server->mutex);
    exchange->line->busy = busy;
    exchange->line->since_us = pause_now_us();
    (void) pthread_mutex_unlock(&server->mutex);
}

static void shut_slow(struct http_server *server)
{
    int64_t now_us = pause_now_us(), whole_us = server->settings.request_seconds_max * SECOND_US,
            idle_us = server->settings.idle_seconds * SECOND_US;
    for (struct http_exchange *exchange = server->incomplete; exchange;
         exchange = exchange->after) {
        if (now_us - exchange->began_us > whole_us)
            (void) shutdown(exchange->socket, SHUT_RDWR);
    }
    for (struct http_line *line = server->lines; line; line = line->after) {
        if (!line->busy && now_us - line->since_us > idle_us + whole_us)
            (void) shutdown(line->socket, SHUT_RDWR);
    }
}

void *http_watcher_run(void *context)
{
    struct http_server *server = context;
    (void) pthread_mutex_lock(&server->mutex);
    while (!server->stopping) {
        (void) pause_wait(&server->wake, &server->mutex, 1000);
        shut_slow(server);
    }
    (void) pthread_mutex_unlock(&server->mutex);
    return NULL;
}

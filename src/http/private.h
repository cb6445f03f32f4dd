/* http/private: what the files of this room share. Nobody outside includes it. */
#ifndef HTTP_PRIVATE_H
#define HTTP_PRIVATE_H

#include "http/http.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

struct http_server {
    struct http_settings settings;
    struct MHD_Daemon *daemon;
    int port;
    atomic_int running; /* exchanges between first byte and last */
    atomic_int next_thread;
    pthread_t watcher;
    pthread_mutex_t mutex; /* the list of incomplete requests, and stop */
    pthread_cond_t wake;
    struct http_exchange *incomplete;
    struct http_line *lines;
    bool stopping;
};

/* A connection. Before the first line of a request is there, nobody knows of any exchange. */
struct http_line {
    int socket;
    int64_t since_us; /* by pause_now_us(): opened, or done with a request */
    bool busy;        /* with an exchange, which is watched for itself */
    struct http_line *before, *after;
};

struct http_exchange {
    struct http_server *server;
    struct http_line *line; /* NULL: memory ran out when it was opened */
    struct MHD_Connection *connection;
    struct arena arena;
    struct http_request request;
    char *body;
    size_t body_capacity, body_max;
    bool too_big, bad_path, complete, answered;
    int64_t began_us; /* by pause_now_us() */
    int socket;
    struct http_exchange *before, *after; /* while incomplete */
    /* the reply, once somebody has given it */
    pthread_mutex_t mutex;
    struct MHD_Response *response;
    int status;
    bool suspended;
};

/* ---- watch.c ---- */
void http_watch(struct http_exchange *exchange);
void http_unwatch(struct http_exchange *exchange);
/** A connection was opened, or is about to be closed (MHD_OPTION_NOTIFY_CONNECTION). */
void http_line_told(void *context, struct MHD_Connection *connection, void **slot,
                    enum MHD_ConnectionNotificationCode code);
/** The connection has a request in hand, or is done with it. */
void http_line_busy(struct http_exchange *exchange, bool busy);
void *http_watcher_run(void *context);

#endif

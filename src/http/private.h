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
    bool stopping;
};

struct http_exchange {
    struct http_server *server;
    struct MHD_Connection *connection;
    struct arena arena;
    struct http_request request;
    char *body;
    size_t body_capacity, body_max;
    bool too_big, bad_path, complete, answered;
    time_t began;
    int socket;
    struct http_exchange *before, *after; /* while incomplete */
    /* the reply, once somebody has given it */
    pthread_mutex_t mutex;
    struct MHD_Response *response;
    int status;
    bool suspended;
};

#endif

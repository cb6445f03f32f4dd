/*
 * http/: requests and replies over libmicrohttpd (poll mode, a pool of I/O threads), compressed by
 * zlib where asked for. The only room that knows either library. It knows nothing of JSON, sessions
 * or matters.
 *
 * Limits it enforces by itself: header bytes, body bytes, connections, connections per address,
 * idle keep-alive 15 s, and a watcher that shuts any connection whose request is not complete
 * within a total time (the library's own timeout is reset by every byte: slowloris).
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/arena.h"

struct http_server;
struct http_exchange; /* one request being answered */

/** One request, complete. Everything in it lives as long as the exchange. */
struct http_request {
    struct http_exchange *exchange;
    struct arena *arena; /* of this request; 32 MiB limit; body counts separately */
    const char *method;  /* "GET" … upper case */
    const char *path;    /* decoded, without query; always starts with "/" */
    const char *body;    /* NUL added, not counted */
    size_t body_bytes;
    int64_t received_us;        /* real time at which the last byte came: the legal time */
    const char *client_address; /* text, of the peer or, from a trusted proxy, X-Forwarded-For */
    bool secure;                /* a trusted proxy says that the client came over TLS */
    int thread_index; /* 0 … threads-1: which I/O thread, for its own reader connection */
};

/** Header by name, case-insensitive; NULL when absent. */
const char *http_header(const struct http_request *request, const char *name);
/** Decoded query parameter; NULL when absent. */
const char *http_query(const struct http_request *request, const char *name);
/** Calls `visit` for every query parameter, decoded. */
typedef void http_query_visitor(void *context, const char *name, const char *value);
void http_query_each(const struct http_request *request, http_query_visitor *visit, void *context);
/** Cookie by name; NULL when absent. */
const char *http_cookie(const struct http_request *request, const char *name);

/** A reply. Texts are copied when it is sent, but for `body` with body_static. */
struct http_reply {
    int status;
    const char *content_type;
    const char *body;
    size_t body_bytes;
    bool body_static; /* body outlives the server: not copied (files of the web build) */
    struct {
        const char *name, *value;
    } headers[16];
    size_t header_count;
};

void http_reply_header(struct http_reply *reply, const char *name, const char *value);

/** Does the client take a body packed by gzip (RFC 9110, 12.5.3)? Once the request is complete. */
bool http_takes_gzip(const struct http_request *request);

/**
 * Packs the body with gzip (RFC 1952) and says so, when that makes it smaller. The packed bytes are
 * in `arena`; nothing changes when it is full. Only for what is no secret of anybody: the length of
 * a packed reply tells of what stands in it (the attack called BREACH).
 */
void http_reply_gzip(struct http_reply *reply, struct arena *arena);

/**
 * Called on an I/O thread for each complete request. It must either call http_send() before it
 * returns, or http_suspend() and have some other thread call http_send() later, exactly once.
 */
typedef void http_handler(void *context, struct http_request *request);

void http_suspend(struct http_exchange *exchange);
/** May be called from any thread. */
void http_send(struct http_exchange *exchange, const struct http_reply *reply);

/**
 * A reply without an end that is known: what is written goes out at once, piece by piece. While
 * there is nothing to send its connection waits suspended and costs no time.
 */
struct http_stream;
/**
 * Answers the exchange with a stream, instead of http_send(), on the thread of the handler. Status,
 * type and headers are those of `reply`; its body is sent first.
 * @return NULL: memory ran out, and the exchange is still to be answered
 */
struct http_stream *http_stream_begin(struct http_exchange *exchange,
                                      const struct http_reply *reply);
/** From any thread. False: the client has gone, or reads too slowly; then it is to be ended. */
bool http_stream_write(struct http_stream *stream, const char *bytes, size_t size_bytes);
/** Ends the reply, after what was written; `stream` is gone. Every stream, before http_stop(). */
void http_stream_end(struct http_stream *stream);

struct http_settings {
    const char *listen;    /* "127.0.0.1:8080" or "[::1]:8080"; port 0 picks one */
    int threads;           /* 2 */
    size_t body_bytes_max; /* 21 MiB: 413 above */
    /** May lower body_bytes_max for a path before the body is read; NULL: the same for all. */
    size_t (*body_limit)(void *context, const char *method, const char *path);
    int connections_max;             /* 4,000 */
    int connections_per_address_max; /* 200; 0 = none (behind a proxy) */
    const char *trusted_proxies;     /* addresses, blank-separated, whose X-Forwarded-For and
                                        X-Forwarded-Proto are believed; NULL: nobody's */
    int request_seconds_max;         /* 30: total time for a request to arrive */
    int idle_seconds;                /* 15 */
    http_handler *handler;
    void *context;
};

MUST_CHECK enum err_kind http_start(const struct http_settings *settings, struct http_server **ret,
                                    struct err *reterr);
int http_port(const struct http_server *server);
/** Stops accepting, lets running requests finish for up to 10 s, then closes. */
void http_stop(struct http_server *server);

#endif

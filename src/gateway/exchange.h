/*
 * gateway/exchange: one HTTP exchange with another machine. The only file that knows libcurl.
 * Only from worker threads: it waits for the peer, at most `seconds_max`.
 */
#ifndef GATEWAY_EXCHANGE_H
#define GATEWAY_EXCHANGE_H

#include "base/arena.h"

enum { EXCHANGE_HEADERS_MAX = 12 };

struct exchange {
    const char *method;                        /* "GET", "POST" … */
    const char *url;                           /* http or https; no redirect is followed */
    const char *headers[EXCHANGE_HEADERS_MAX]; /* "Name: value", up to the first NULL */
    const void *body;                          /* NULL: none */
    size_t body_bytes;
    size_t reply_bytes_max;       /* a longer reply is an error, and is not read to its end */
    long seconds_max;             /* connecting, sending and reading together */
    const char *authorities_file; /* PEM of the CAs a https peer is held to; NULL: the system's */

    /* told */
    long status;
    const char *reply; /* NUL behind it, in the arena; bytes within may be anything */
    size_t reply_bytes;
    const char *reply_type; /* Content-Type, "" without */
};

/** Once, before threads. False: the library refuses to work. */
MUST_CHECK bool exchange_start(void);

/**
 * @return ERR_BUSY "peer.unreachable" (no connection, cut off, too slow: try again later),
 *         ERR_LIMIT "peer.too_long". Any status is an answer: the caller judges it.
 */
MUST_CHECK enum err_kind exchange_run(struct exchange *exchange, struct arena *arena,
                                      struct err *reterr);

#endif

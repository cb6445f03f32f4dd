/*
 * gateway/payment: the ways money moves, out of a file; docs/fees.md is the protocol.
 *
 * A channel is a bank or a payment company that speaks one protocol: it sends signed messages, and
 * pays out when asked to. A channel without an address of its own ("loopback") takes every order to
 * pay out and tells by message what became of it: for demos, tests, and banks that work by file.
 */
#ifndef GATEWAY_PAYMENT_H
#define GATEWAY_PAYMENT_H

#include "base/value.h"

enum { PAYMENT_CHANNELS_MAX = 32, PAYMENT_COURTS_MAX = 512, PAYMENT_SECRET_MIN = 16 };

struct payment_way {
    const char *name, *zh, *en, *code;
    const char *courts[PAYMENT_COURTS_MAX]; /* codes; "鄂12*" takes all that begin so */
    size_t court_count;
    const char *url; /* NULL: loopback */
    const char *secret;
    const char *authorities_file;
    long seconds;
};

struct payment_ways {
    struct payment_way rows[PAYMENT_CHANNELS_MAX];
    size_t count;
};

/** ERR_INVALID "payment.file" names channel and member; ERR_STORE when unreadable. */
MUST_CHECK enum err_kind payment_ways_read(const char *path, struct arena *arena,
                                           struct payment_ways **ret, struct err *reterr);
/** One loopback channel for every court, with a secret everybody knows: for demos. */
MUST_CHECK struct payment_ways *payment_ways_demo(struct arena *arena);
const struct payment_way *payment_way_find(const struct payment_ways *ways, const char *name);
/** The index-th of a court; NULL behind the last. */
const struct payment_way *payment_way_of(const struct payment_ways *ways, const char *court,
                                         size_t index);
/** Is `signature` the hex of HMAC-SM3 over `time`, a line feed and the bytes, by its secret? Takes
 * the same time whatever is wrong with it. */
bool payment_signed(const struct payment_way *way, const char *time, const void *bytes,
                    size_t size_bytes, const char *signature);
/** Signs what goes to the channel the same way. NULL: memory ran out. */
const char *payment_sign(const struct payment_way *way, const char *time, const char *bytes,
                         struct arena *arena);
/** See struct payment_port (engine/payment_port.h): pay_out. */
MUST_CHECK enum err_kind payment_pay_out(const struct payment_way *way, const char *key,
                                         const char *json, const char *time, struct arena *arena,
                                         struct value **ret, struct err *reterr);

#endif

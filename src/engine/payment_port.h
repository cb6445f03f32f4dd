/* engine/payment_port: what the engine and its systems ask of the ways money moves; main.c hands it
 * in. One interface, whatever bank or payment company is behind it. */
#ifndef ENGINE_PAYMENT_PORT_H
#define ENGINE_PAYMENT_PORT_H

#include "base/value.h"

/** A way to pay, as people see it. */
struct payment_channel {
    const char *name;    /* "loopback": in the addresses of its messages */
    const char *zh, *en; /* what people call it */
    const char *code;    /* what its QR code says; {order} and {fen} are replaced */
};

struct payment_port {
    void *context;
    /** The channels of a court, by index from 0; NULL behind the last. */
    const struct payment_channel *(*channel)(void *context, const char *court, size_t index);
    /** The channel of that name, at whatever court; NULL: none. */
    const struct payment_channel *(*find)(void *context, const char *name);
    /** Did the channel sign these bytes, sent at `time` (seconds since 1970, as text)? */
    bool (*signed_by)(void *context, const char *name, const char *time, const void *bytes,
                      size_t size_bytes, const char *signature);
    /**
     * Asks for money to be paid out, at `time` as above. The same key again is the same payment.
     * @param ret  {state: "paid" "taken" "failed", reference, reason}
     * @return ERR_BUSY: not known whether it happened; again later, with the same key
     */
    enum err_kind (*pay_out)(void *context, const char *name, const char *key, const char *json,
                             const char *time, struct arena *arena, struct value **ret,
                             struct err *reterr);
};

#endif

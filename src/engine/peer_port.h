/* engine/peer_port: what the engine asks of other installations; main.c hands it in. */
#ifndef ENGINE_PEER_PORT_H
#define ENGINE_PEER_PORT_H

#include "base/value.h"

/**
 * Other installations (gateway/peer.h), each known by its name: which courts it has, where it is
 * reached, and by which key its envelopes are signed. post() and fetch() wait for the peer, and are
 * for worker and pool threads.
 */
struct peer_port {
    void *context;
    const char *(*own_name)(void *context); /* what the others call us */
    /** Whose the court is; NULL: ours. */
    const char *(*of_court)(void *context, const char *court);
    /** Each is NULL for an unknown peer: where people reach it, its public key (PEM), the role its
     * envelopes are carried out in. */
    const char *(*address)(void *context, const char *peer);
    const char *(*key)(void *context, const char *peer);
    const char *(*role)(void *context, const char *peer);
    /** Hands over an envelope. Any status is an answer. ERR_BUSY: unreachable, too slow, cut off.
     */
    enum err_kind (*post)(void *context, const char *peer, const char *json, struct arena *arena,
                          long *ret_status, const char **ret_reply, struct err *reterr);
    /** Fetches a piece of a document; `query` as it goes into the address. ERR_BUSY the same, and
     * for every answer but 200. */
    enum err_kind (*fetch)(void *context, const char *peer, const char *query, struct arena *arena,
                           const void **ret, size_t *ret_bytes, struct err *reterr);
};

#endif

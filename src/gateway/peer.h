/*
 * gateway/peer: other installations of the platform, over HTTP. docs/cells.md is the protocol.
 *
 * A file names ours and theirs: which courts each has, where people and the platform reach it, and
 * the public key its envelopes are held to. Only from worker and pool threads: each exchange waits
 * at most the peer's `seconds`.
 */
#ifndef GATEWAY_PEER_H
#define GATEWAY_PEER_H

#include "base/value.h"

enum { PEERS_MAX = 256, PEER_COURTS_MAX = 512 };

struct peer {
    const char *name, *url, *address;    /* url: its API's host; address: where people go */
    const char *courts[PEER_COURTS_MAX]; /* codes; "鄂12*" takes all that begin so */
    size_t court_count;
    const char *role; /* what it is: "cell", or "partner" */
    const char *key;  /* PEM of its public key */
    const char *authorities_file;
    long seconds;
};

struct peers {
    struct peer own; /* name, and the courts that are ours though a peer's name fits them too */
    struct peer rows[PEERS_MAX];
    size_t count;
};

/**
 * Reads the file, and the key of each.
 * @return ERR_INVALID "peers.file" names peer and member; ERR_STORE when unreadable
 */
MUST_CHECK enum err_kind peers_read(const char *path, struct arena *arena, struct peers **ret,
                                    struct err *reterr);
/** NULL: no such peer. */
const struct peer *peer_named(const struct peers *peers, const char *name);
/** Whose the court is, by the longest name that fits; a peer's own name is the peer itself, which
 * need be no court. NULL: ours, or nobody's. */
const struct peer *peer_of_court(const struct peers *peers, const char *court);

/** POST url/api/v1/envelopes. Any status is an answer. ERR_BUSY "peer.unreachable". */
MUST_CHECK enum err_kind peer_post(const struct peer *peer, const char *json, struct arena *arena,
                                   long *ret_status, const char **ret_reply, struct err *reterr);
/** GET url/api/v1/envelopes/piece?query. ERR_BUSY, also for any answer but 200. */
MUST_CHECK enum err_kind peer_fetch(const struct peer *peer, const char *query, struct arena *arena,
                                    const void **ret, size_t *ret_bytes, struct err *reterr);

#endif

/*
 * gateway/oidc_token: an ID token and the keys behind it (OpenID Connect Core 3.1.3.7, RFC 7515,
 * 7517, 8725). Pure: bytes and a time in, a subject or a refusal out; the network is oidc.c's.
 */
#ifndef GATEWAY_OIDC_TOKEN_H
#define GATEWAY_OIDC_TOKEN_H

#include "crypto/jose.h"

enum {
    OIDC_TOKEN_BYTES_MAX = 16 << 10,
    OIDC_KEYS_MAX = 32,
    OIDC_SUBJECT_BYTES_MAX = 255, /* OpenID Connect Core 2 */
    OIDC_SKEW_SECONDS = 120,      /* two clocks may differ by so much */
    OIDC_AGE_SECONDS_MAX = 600    /* a token is asked for and used at once */
};

struct oidc_key {
    struct jose_key key;
    const char *id; /* "kid"; "" without */
};

struct oidc_keys {
    struct oidc_key keys[OIDC_KEYS_MAX];
    size_t count;
};

/** What the token must say. */
struct oidc_expected {
    const char *issuer, *client_id, *nonce;
    int64_t now_s;
};

/**
 * A JWK set. Keys that are not for signing, of other kinds, too weak or broken are left out, since
 * a provider may hold what we do not know; two of one id are refused.
 * @return ERR_INVALID "oidc.keys"
 */
MUST_CHECK enum err_kind oidc_keys_parse(const char *json, size_t size_bytes, struct arena *arena,
                                         struct oidc_keys *ret, struct err *reterr);

/**
 * Checks algorithm (RS256, ES256, and that of the key alone), signature, issuer, audience, times
 * and nonce, in that order; nothing of a token is used before its signature holds.
 * @param ret_subject  "sub"
 * @return ERR_MISSING "oidc.key_unknown": no such key (it may be new: read the keys again);
 *         ERR_UNIDENTIFIED "oidc.token": anything else; reterr->text says what, for the log
 */
MUST_CHECK enum err_kind oidc_token_check(const char *token, const struct oidc_keys *keys,
                                          const struct oidc_expected *expected, struct arena *arena,
                                          const char **ret_subject, struct err *reterr);

#endif

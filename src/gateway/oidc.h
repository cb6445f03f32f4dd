/*
 * gateway/oidc: this platform as a relying party of one OpenID provider: authorization code with
 * PKCE (OpenID Connect Core 3.1, RFC 7636, RFC 9700). What the provider says of itself and its keys
 * is read when needed, kept an hour, and read again when a key is unknown, at most once a minute.
 *
 * From pool threads only: it waits for the provider, seconds at most.
 */
#ifndef GATEWAY_OIDC_H
#define GATEWAY_OIDC_H

#include "base/arena.h"

struct oidc;

struct oidc_settings {
    const char *issuer; /* https, or http on this very machine */
    const char *client_id;
    const char *client_secret; /* NULL: a public client */
    const char *redirect_uri;
    int64_t (*now_us)(void *context);
    void *context;
};

/** ERR_INVALID "oidc.issuer": neither https nor this machine. No network yet. */
MUST_CHECK enum err_kind oidc_open(const struct oidc_settings *settings, struct oidc **ret,
                                   struct err *reterr);
void oidc_close(struct oidc *oidc); /* accepts NULL */

/**
 * The address the browser is sent to.
 * @return ERR_BUSY "oidc.unreachable": away, slow, or it says what cannot be used
 */
MUST_CHECK enum err_kind oidc_begin(struct oidc *oidc, const char *state, const char *nonce,
                                    const char *verifier, struct arena *arena, const char **ret_url,
                                    struct err *reterr);
/**
 * Hands the code in and checks the ID token that comes for it.
 * @param answer_issuer  "iss" of the answer (RFC 9207), NULL without
 * @return ERR_BUSY "oidc.unreachable"; ERR_UNIDENTIFIED "oidc.token" (reterr->text says what)
 */
MUST_CHECK enum err_kind oidc_finish(struct oidc *oidc, const char *code, const char *answer_issuer,
                                     const char *verifier, const char *nonce, struct arena *arena,
                                     const char **ret_subject, struct err *reterr);

#endif

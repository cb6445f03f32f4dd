/* engine/oidc_port: signing in by an OpenID provider, as the platform needs it (gateway/oidc.h). */
#ifndef ENGINE_OIDC_PORT_H
#define ENGINE_OIDC_PORT_H

#include "base/arena.h"

/** From pool threads only: both functions wait for the provider. */
struct oidc_port {
    void *context;
    const char *issuer;
    const char *name; /* what people call it: "全省统一身份认证" */
    enum err_kind (*begin)(void *context, const char *state, const char *nonce,
                           const char *verifier, struct arena *arena, const char **ret_url,
                           struct err *reterr);
    enum err_kind (*finish)(void *context, const char *code, const char *answer_issuer,
                            const char *verifier, const char *nonce, struct arena *arena,
                            const char **ret_subject, struct err *reterr);
};

#endif

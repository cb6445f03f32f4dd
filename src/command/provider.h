/* command/provider: the OpenID provider staff sign in by, out of the settings, as the engine's
 * port. */
#ifndef COMMAND_PROVIDER_H
#define COMMAND_PROVIDER_H

#include "command/config.h"
#include "engine/oidc_port.h"
#include "gateway/oidc.h"

struct provider {
    struct oidc_settings settings; /* issuer NULL: none is set */
    const char *name;
    struct oidc *oidc;
    struct oidc_port port;
};

/** ERR_INVALID "config.value": a part is missing, or the issuer is neither https nor this machine.
 */
MUST_CHECK enum err_kind provider_read(const struct config *config, struct arena *arena,
                                       struct provider *ret, struct err *reterr);
/** `ret` NULL when none is set. */
MUST_CHECK enum err_kind provider_open(struct provider *provider, int64_t (*now_us)(void *context),
                                       void *context, const struct oidc_port **ret,
                                       struct err *reterr);
void provider_close(struct provider *provider);

#endif

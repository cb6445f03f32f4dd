/* command/provider: see provider.h. */
#include "command/provider.h"

#include "base/text.h"
#include "store/csv.h"

#define RETURN_PATH "/staff/sign-in/oidc"

static enum err_kind read_secret(const char *file, struct arena *arena, const char **ret,
                                 struct err *reterr)
{
    char *secret = NULL;
    size_t size_bytes = 0;
    enum err_kind kind = csv_read_file(arena, file, &secret, &size_bytes, reterr);
    if (kind)
        return kind;
    secret[strcspn(secret, "\r\n")] = '\0';
    *ret = secret;
    return *secret ? ERR_NONE
                   : err_set(reterr, ERR_INVALID, "config.value", "oidc-secret-file is empty");
}

enum err_kind provider_read(const struct config *config, struct arena *arena, struct provider *ret,
                            struct err *reterr)
{
    const char *issuer = config_text(config, "oidc-issuer"),
               *client = config_text(config, "oidc-client"),
               *file = config_text(config, "oidc-secret-file"),
               *home = config_text(config, "public-url");
    struct oidc *tried = NULL;
    *ret = (struct provider){.name = config_text(config, "oidc-name")};
    if (!issuer)
        return ERR_NONE;
    if (!client || !home)
        return err_set(reterr, ERR_INVALID, "config.value",
                       "oidc-issuer needs oidc-client and public-url, where people come back to");
    ret->settings =
        (struct oidc_settings){.issuer = issuer,
                               .client_id = client,
                               .redirect_uri = arena_printf(arena, "%s" RETURN_PATH, home)};
    if (!ret->settings.redirect_uri)
        return arena_full(reterr);
    enum err_kind kind =
        file ? read_secret(file, arena, &ret->settings.client_secret, reterr) : ERR_NONE;
    if (!kind && oidc_open(&ret->settings, &tried, NULL))
        kind = err_set(reterr, ERR_INVALID, "config.value",
                       "oidc-issuer takes an https address, or http on this machine");
    oidc_close(tried);
    return kind;
}

static enum err_kind begin(void *context, const char *state, const char *nonce,
                           const char *verifier, struct arena *arena, const char **ret_url,
                           struct err *reterr)
{
    return oidc_begin(context, state, nonce, verifier, arena, ret_url, reterr);
}

static enum err_kind finish(void *context, const char *code, const char *answer_issuer,
                            const char *verifier, const char *nonce, struct arena *arena,
                            const char **ret_subject, struct err *reterr)
{
    return oidc_finish(context, code, answer_issuer, verifier, nonce, arena, ret_subject, reterr);
}

enum err_kind provider_open(struct provider *provider, int64_t (*now_us)(void *context),
                            void *context, const struct oidc_port **ret, struct err *reterr)
{
    *ret = NULL;
    if (!provider->settings.issuer)
        return ERR_NONE;
    provider->settings.now_us = now_us;
    provider->settings.context = context;
    enum err_kind kind = oidc_open(&provider->settings, &provider->oidc, reterr);
    if (kind)
        return kind;
    provider->port = (struct oidc_port){.context = provider->oidc,
                                        .issuer = provider->settings.issuer,
                                        .name = provider->name,
                                        .begin = begin,
                                        .finish = finish};
    *ret = &provider->port;
    return ERR_NONE;
}

void provider_close(struct provider *provider)
{
    oidc_close(provider->oidc);
    provider->oidc = NULL;
}

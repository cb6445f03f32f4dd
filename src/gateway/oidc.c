/* gateway/oidc: see oidc.h. */
#include "gateway/oidc.h"

#include "base/moment.h"
#include "base/pause.h"
#include "base/url.h"
#include "crypto/base64url.h"
#include "gateway/exchange.h"
#include "gateway/oidc_token.h"
#include "json/json.h"

#include <pthread.h>

enum {
    REPLY_BYTES_MAX = 64 << 10, /* a provider's description, its keys, a token */
    SECONDS_MAX = 5,
    KEPT_ARENA_BYTES = 8 << 20,
    URL_BYTES_MAX = 4000,
    REREAD_SECONDS_MIN = 60,
    KEPT_SECONDS = 3600,
    AWAY_SECONDS = 30, /* so long nobody asks again, and nobody waits */
    CODE_BYTES_MAX = 2000
};

/* One reading of the provider. A token is checked against the one its checker holds. */
struct known {
    struct arena arena;
    const char *authorization, *token, *keys_url;
    struct oidc_keys keys;
    int64_t read_us;
};

struct oidc {
    struct oidc_settings settings;
    pthread_mutex_t mutex; /* one reads at a time, the others wait for what it reads */
    struct known *known;   /* NULL: nothing was read yet */
    int64_t failed_us; /* when the last reading failed, by the clock nobody sets; 0: it did not */
};

static bool is_safe(const char *url)
{
    return url && strlen(url) <= URL_BYTES_MAX && !strpbrk(url, " \r\n\"<>\\#@") &&
           url_is_protected(url);
}

enum err_kind oidc_open(const struct oidc_settings *settings, struct oidc **ret, struct err *reterr)
{
    if (!is_safe(settings->issuer))
        return err_set(reterr, ERR_INVALID, "oidc.issuer", "the issuer takes https");
    struct oidc *oidc = calloc(1, sizeof *oidc);
    if (!oidc)
        return arena_full(reterr);
    oidc->settings = *settings;
    (void) pthread_mutex_init(&oidc->mutex, NULL);
    *ret = oidc;
    return ERR_NONE;
}

static void forget(struct known *known)
{
    if (known)
        arena_release(&known->arena);
    free(known);
}

void oidc_close(struct oidc *oidc)
{
    if (!oidc)
        return;
    forget(oidc->known);
    (void) pthread_mutex_destroy(&oidc->mutex);
    free(oidc);
}

static enum err_kind away(struct err *reterr, const char *why)
{
    return err_set(reterr, ERR_BUSY, "oidc.unreachable", "%s", why);
}

/* ---- what the provider says of itself ---------------------------------------------------------
 */

static enum err_kind fetch(const char *url, struct arena *arena, struct exchange *ret,
                           struct err *reterr)
{
    *ret = (struct exchange){.method = "GET",
                             .url = url,
                             .headers = {"Accept: application/json"},
                             .reply_bytes_max = REPLY_BYTES_MAX,
                             .seconds_max = SECONDS_MAX};
    if (exchange_run(ret, arena, reterr))
        return away(reterr, "no answer, or one that is too long");
    return ret->status == 200 ? ERR_NONE : away(reterr, "an answer other than 200");
}

static enum err_kind read_description(const struct oidc *oidc, struct known *known,
                                      struct err *reterr)
{
    struct exchange exchange;
    struct value *told = NULL;
    const char *url =
        arena_printf(&known->arena, "%s/.well-known/openid-configuration", oidc->settings.issuer);
    if (!url)
        return arena_full(reterr);
    enum err_kind kind = fetch(url, &known->arena, &exchange, reterr);
    if (kind)
        return kind;
    if (json_parse(exchange.reply, exchange.reply_bytes, &json_limits_request, &known->arena, &told,
                   NULL))
        return away(reterr, "a description that is no JSON");
    known->authorization = value_text(value_get(told, "authorization_endpoint"));
    known->token = value_text(value_get(told, "token_endpoint"));
    known->keys_url = value_text(value_get(told, "jwks_uri"));
    if (!text_equal(value_text(value_get(told, "issuer")), oidc->settings.issuer))
        return away(reterr, "the description is of another issuer");
    return is_safe(known->authorization) && is_safe(known->token) && is_safe(known->keys_url)
               ? ERR_NONE
               : away(reterr, "addresses that are not https");
}

static enum err_kind read_keys(struct known *known, struct err *reterr)
{
    struct exchange exchange;
    enum err_kind kind = fetch(known->keys_url, &known->arena, &exchange, reterr);
    if (kind)
        return kind;
    return oidc_keys_parse(exchange.reply, exchange.reply_bytes, &known->arena, &known->keys, NULL)
               ? away(reterr, "keys that cannot be read")
               : ERR_NONE;
}

static enum err_kind read_provider(const struct oidc *oidc, struct known **ret, struct err *reterr)
{
    struct known *known = calloc(1, sizeof *known);
    if (!known)
        return arena_full(reterr);
    arena_init(&known->arena, KEPT_ARENA_BYTES);
    known->read_us = oidc->settings.now_us(oidc->settings.context);
    enum err_kind kind = read_description(oidc, known, reterr);
    if (!kind)
        kind = read_keys(known, reterr);
    if (kind) {
        forget(known);
        return kind;
    }
    *ret = known;
    return ERR_NONE;
}

/*
 * Reads the provider when nothing is known, what is known is old, or `again` asks for it and the
 * last reading is not of this minute. With the mutex held. An old reading serves on while the
 * provider is away; without one, those who wait behind a failure are told of it at once.
 */
static enum err_kind know(struct oidc *oidc, bool again, struct err *reterr)
{
    int64_t now_us = oidc->settings.now_us(oidc->settings.context);
    int64_t age_s = oidc->known ? (now_us - oidc->known->read_us) / SECOND_US : INT64_MAX;
    struct known *fresh = NULL;
    enum err_kind kind = ERR_NONE;
    if (age_s < (again ? REREAD_SECONDS_MIN : KEPT_SECONDS))
        return ERR_NONE;
    if (oidc->failed_us && pause_now_us() - oidc->failed_us < AWAY_SECONDS * SECOND_US) {
        kind = away(reterr, "it was away a moment ago");
    } else {
        kind = read_provider(oidc, &fresh, reterr);
        oidc->failed_us = kind ? pause_now_us() : 0;
    }
    if (kind)
        return oidc->known && !again ? ERR_NONE : kind;
    forget(oidc->known);
    oidc->known = fresh;
    return ERR_NONE;
}

/* ---- the two steps ----------------------------------------------------------------------------
 */

static void add_pair(struct text *text, const char *name, const char *value)
{
    text_add_format(text, "%s%s=", text->length ? "&" : "", name);
    text_add_escaped(text, value);
}

enum err_kind oidc_begin(struct oidc *oidc, const char *state, const char *nonce,
                         const char *verifier, struct arena *arena, const char **ret_url,
                         struct err *reterr)
{
    struct text url;
    text_init(&url, arena, 2 * URL_BYTES_MAX);
    const char *challenge = pkce_challenge(verifier, arena);
    if (!challenge)
        return arena_full(reterr);
    (void) pthread_mutex_lock(&oidc->mutex);
    enum err_kind kind = know(oidc, false, reterr);
    if (!kind)
        text_add_format(&url, "%s%sresponse_type=code", oidc->known->authorization,
                        strchr(oidc->known->authorization, '?') ? "&" : "?");
    (void) pthread_mutex_unlock(&oidc->mutex);
    if (kind)
        return kind;
    add_pair(&url, "client_id", oidc->settings.client_id);
    add_pair(&url, "redirect_uri", oidc->settings.redirect_uri);
    add_pair(&url, "scope", "openid");
    add_pair(&url, "state", state);
    add_pair(&url, "nonce", nonce);
    add_pair(&url, "code_challenge", challenge);
    add_pair(&url, "code_challenge_method", "S256");
    *ret_url = text_done(&url);
    return *ret_url ? ERR_NONE : arena_full(reterr);
}

/* client_secret_basic (RFC 6749 2.3.1): both are escaped first, then base64 with padding. */
static const char *basic_header(const struct oidc *oidc, struct arena *arena)
{
    struct text both;
    text_init(&both, arena, URL_BYTES_MAX);
    text_add_escaped(&both, oidc->settings.client_id);
    text_add(&both, ":");
    text_add_escaped(&both, oidc->settings.client_secret);
    const char *plain = text_done(&both),
               *code = plain ? base64_encode(arena, plain, both.length) : NULL;
    return code ? arena_printf(arena, "Authorization: Basic %s", code) : NULL;
}

static enum err_kind ask_token(const struct oidc *oidc, const char *url, const char *code,
                               const char *verifier, struct arena *arena, const char **ret,
                               struct err *reterr)
{
    struct text body;
    struct value *told = NULL;
    const char *secret = oidc->settings.client_secret ? basic_header(oidc, arena) : NULL;
    text_init(&body, arena, 4 * URL_BYTES_MAX);
    add_pair(&body, "grant_type", "authorization_code");
    add_pair(&body, "code", code);
    add_pair(&body, "redirect_uri", oidc->settings.redirect_uri);
    add_pair(&body, "code_verifier", verifier);
    if (!oidc->settings.client_secret)
        add_pair(&body, "client_id", oidc->settings.client_id);
    const char *text = text_done(&body);
    if (!text || (oidc->settings.client_secret && !secret))
        return arena_full(reterr);
    struct exchange exchange = {.method = "POST",
                                .url = url,
                                .headers = {"Content-Type: application/x-www-form-urlencoded",
                                            "Accept: application/json", secret},
                                .body = text,
                                .body_bytes = strlen(text),
                                .reply_bytes_max = REPLY_BYTES_MAX,
                                .seconds_max = SECONDS_MAX};
    if (exchange_run(&exchange, arena, reterr))
        return away(reterr, "no answer for the code, or one that is too long");
    if (exchange.status >= 500)
        return away(reterr, "a failure of the provider");
    if (exchange.status != 200 ||
        json_parse(exchange.reply, exchange.reply_bytes, &json_limits_request, arena, &told, NULL))
        return err_set(reterr, ERR_UNIDENTIFIED, "oidc.token", "the code was not taken: %ld",
                       exchange.status);
    *ret = value_text(value_get(told, "id_token"));
    return *ret ? ERR_NONE : err_set(reterr, ERR_UNIDENTIFIED, "oidc.token", "no ID token came");
}

/* The keys may have changed since they were read: once more, with new ones. */
static enum err_kind check_token(struct oidc *oidc, const char *token, const char *nonce,
                                 struct arena *arena, const char **ret_subject, struct err *reterr)
{
    const struct oidc_expected expected = {oidc->settings.issuer, oidc->settings.client_id, nonce,
                                           oidc->settings.now_us(oidc->settings.context) /
                                               SECOND_US};
    enum err_kind kind =
        oidc_token_check(token, &oidc->known->keys, &expected, arena, ret_subject, reterr);
    if (kind == ERR_MISSING) {
        kind = know(oidc, true, reterr);
        if (!kind)
            kind =
                oidc_token_check(token, &oidc->known->keys, &expected, arena, ret_subject, reterr);
    }
    return kind == ERR_MISSING
               ? err_set(reterr, ERR_UNIDENTIFIED, "oidc.token", "signed by no key of the provider")
               : kind;
}

enum err_kind oidc_finish(struct oidc *oidc, const char *code, const char *answer_issuer,
                          const char *verifier, const char *nonce, struct arena *arena,
                          const char **ret_subject, struct err *reterr)
{
    const char *url = NULL, *token = NULL;
    if (answer_issuer && !text_equal(answer_issuer, oidc->settings.issuer))
        return err_set(reterr, ERR_UNIDENTIFIED, "oidc.token", "the answer is another issuer's");
    if (strlen(code) > CODE_BYTES_MAX)
        return err_set(reterr, ERR_UNIDENTIFIED, "oidc.token", "longer than a code is");
    (void) pthread_mutex_lock(&oidc->mutex);
    enum err_kind kind = know(oidc, false, reterr);
    if (!kind)
        url = arena_copy(arena, oidc->known->token);
    (void) pthread_mutex_unlock(&oidc->mutex);
    if (kind || !url)
        return kind ? kind : arena_full(reterr);
    kind = ask_token(oidc, url, code, verifier, arena, &token, reterr);
    if (kind)
        return kind;
    (void) pthread_mutex_lock(&oidc->mutex);
    kind = check_token(oidc, token, nonce, arena, ret_subject, reterr);
    (void) pthread_mutex_unlock(&oidc->mutex);
    return kind;
}

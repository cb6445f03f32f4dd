/* gateway/oidc_token: see oidc_token.h. */
#include "gateway/oidc_token.h"

#include "base/text.h"
#include "crypto/base64url.h"
#include "json/json.h"

#define KEY_TEXT_MAX 2048

/* ---- keys ----------------------------------------------------------------------------------- */

static bool number(const struct value *jwk, const char *name, struct arena *arena,
                   const uint8_t **ret, size_t *ret_bytes)
{
    const char *text = value_text(value_get(jwk, name));
    return text && strlen(text) <= KEY_TEXT_MAX &&
           base64url_decode(arena, text, strlen(text), ret, ret_bytes);
}

static bool says_or_silent(const struct value *map, const char *name, const char *wanted)
{
    const struct value *value = value_get(map, name);
    return value_is_null(value) || text_equal(value_text(value), wanted);
}

/* False: none that signs for us. */
static bool take_key(const struct value *jwk, struct arena *arena, struct oidc_key *ret)
{
    const char *kind = value_text(value_get(jwk, "kty")), *id = value_text(value_get(jwk, "kid"));
    bool rsa = text_equal(kind, "RSA");
    *ret =
        (struct oidc_key){.key = {.algorithm = rsa ? JOSE_RS256 : JOSE_ES256}, .id = id ? id : ""};
    struct jose_key *key = &ret->key;
    if (!rsa && !(text_equal(kind, "EC") && text_equal(value_text(value_get(jwk, "crv")), "P-256")))
        return false;
    return says_or_silent(jwk, "use", "sig") &&
           says_or_silent(jwk, "alg", rsa ? "RS256" : "ES256") &&
           number(jwk, rsa ? "n" : "x", arena, &key->first, &key->first_bytes) &&
           number(jwk, rsa ? "e" : "y", arena, &key->second, &key->second_bytes) &&
           jose_key_fits(key);
}

enum err_kind oidc_keys_parse(const char *json, size_t size_bytes, struct arena *arena,
                              struct oidc_keys *ret, struct err *reterr)
{
    struct value *set = NULL;
    ret->count = 0;
    if (json_parse(json, size_bytes, &json_limits_request, arena, &set, NULL))
        return err_set(reterr, ERR_INVALID, "oidc.keys", "the keys are no JSON");
    const struct value *keys = value_get(set, "keys");
    if (keys->type != VALUE_LIST)
        return err_set(reterr, ERR_INVALID, "oidc.keys", "no list of keys");
    for (size_t i = 0; i < keys->count && ret->count < OIDC_KEYS_MAX; i++) {
        struct oidc_key *key = &ret->keys[ret->count];
        if (!take_key(keys->items[i], arena, key))
            continue;
        for (size_t k = 0; k < ret->count; k++) {
            if (text_equal(ret->keys[k].id, key->id))
                return err_set(reterr, ERR_INVALID, "oidc.keys", "two keys of one id");
        }
        ret->count++;
    }
    return ERR_NONE;
}

/* ---- the token ------------------------------------------------------------------------------ */

struct token {
    const char *signed_text;
    size_t signed_bytes, signature_bytes;
    const uint8_t *signature;
    struct value *header, *claims;
};

static enum err_kind refuse(struct err *reterr, const char *why)
{
    return err_set(reterr, ERR_UNIDENTIFIED, "oidc.token", "%s", why);
}

static bool read_part(const char *text, size_t length, struct arena *arena, struct value **ret)
{
    const uint8_t *bytes = NULL;
    size_t size_bytes = 0;
    return base64url_decode(arena, text, length, &bytes, &size_bytes) &&
           !json_parse((const char *) bytes, size_bytes, &json_limits_request, arena, ret, NULL) &&
           (*ret)->type == VALUE_MAP;
}

/* header.claims.signature: three parts, neither more nor fewer. */
static enum err_kind split(const char *text, struct arena *arena, struct token *ret,
                           struct err *reterr)
{
    if (strnlen(text, OIDC_TOKEN_BYTES_MAX + 1) > OIDC_TOKEN_BYTES_MAX)
        return refuse(reterr, "longer than a token is");
    const char *first = strchr(text, '.'), *second = first ? strchr(first + 1, '.') : NULL;
    if (!second || strchr(second + 1, '.'))
        return refuse(reterr, "not three parts");
    *ret = (struct token){.signed_text = text, .signed_bytes = (size_t) (second - text)};
    return read_part(text, (size_t) (first - text), arena, &ret->header) &&
                   read_part(first + 1, (size_t) (second - first - 1), arena, &ret->claims) &&
                   base64url_decode(arena, second + 1, strlen(second + 1), &ret->signature,
                                    &ret->signature_bytes)
               ? ERR_NONE
               : refuse(reterr, "a part that cannot be read");
}

/* The algorithm is the key's; the header may only agree (RFC 8725 3.1). */
static enum err_kind find_key(const struct token *token, const struct oidc_keys *keys,
                              const struct jose_key **ret, struct err *reterr)
{
    const char *algorithm = value_text(value_get(token->header, "alg")),
               *id = value_text(value_get(token->header, "kid"));
    bool rs256 = text_equal(algorithm, "RS256"), es256 = text_equal(algorithm, "ES256");
    if (!rs256 && !es256)
        return refuse(reterr, "an algorithm that is not taken");
    if (!value_is_null(value_get(token->header, "crit")))
        return refuse(reterr, "something critical that is not understood");
    enum jose_algorithm wanted = rs256 ? JOSE_RS256 : JOSE_ES256;
    size_t fitting = 0;
    for (size_t i = 0; i < keys->count; i++) {
        bool named = id ? text_equal(keys->keys[i].id, id) : keys->keys[i].key.algorithm == wanted;
        if (!named)
            continue;
        if (keys->keys[i].key.algorithm != wanted)
            return refuse(reterr, "the key is for another algorithm");
        *ret = &keys->keys[i].key;
        fitting++;
    }
    if (!fitting)
        return err_set(reterr, ERR_MISSING, "oidc.key_unknown", "no such key");
    return fitting == 1 ? ERR_NONE : refuse(reterr, "no key is named, and several fit");
}

/* "aud" may be one or a list; where it is for others too, "azp" must say that it is ours. */
static bool is_for_us(const struct value *claims, const char *client_id)
{
    const struct value *audience = value_get(claims, "aud");
    bool named = text_equal(value_text(audience), client_id), alone = true;
    if (audience->type == VALUE_LIST) {
        for (size_t i = 0; i < audience->count; i++)
            named |= text_equal(value_text(audience->items[i]), client_id);
        alone = audience->count == 1;
    }
    const struct value *party = value_get(claims, "azp");
    return named && (value_is_null(party) ? alone : text_equal(value_text(party), client_id));
}

static const char *wrong_time(const struct value *claims, int64_t now_s)
{
    const struct value *ends = value_get(claims, "exp"), *made = value_get(claims, "iat"),
                       *begins = value_get(claims, "nbf");
    if (ends->type != VALUE_INT || made->type != VALUE_INT)
        return "no times";
    if (ends->integer <= now_s - OIDC_SKEW_SECONDS)
        return "it has ended";
    if (made->integer > now_s + OIDC_SKEW_SECONDS)
        return "it is of the future";
    if (made->integer < now_s - OIDC_AGE_SECONDS_MAX - OIDC_SKEW_SECONDS)
        return "it is old";
    if (!value_is_null(begins) &&
        (begins->type != VALUE_INT || begins->integer > now_s + OIDC_SKEW_SECONDS))
        return "it has not begun";
    return NULL;
}

static bool is_subject(const char *text)
{
    size_t length = text ? strlen(text) : 0;
    bool good = length > 0 && length <= OIDC_SUBJECT_BYTES_MAX;
    for (size_t i = 0; good && i < length; i++)
        good = text[i] > 0x20 && text[i] < 0x7f;
    return good;
}

static enum err_kind check_claims(const struct value *claims, const struct oidc_expected *expected,
                                  struct err *reterr)
{
    if (!text_equal(value_text(value_get(claims, "iss")), expected->issuer))
        return refuse(reterr, "of another issuer");
    if (!is_for_us(claims, expected->client_id))
        return refuse(reterr, "for another audience");
    const char *wrong = wrong_time(claims, expected->now_s);
    if (wrong)
        return refuse(reterr, wrong);
    if (!text_equal(value_text(value_get(claims, "nonce")), expected->nonce))
        return refuse(reterr, "of another nonce");
    return is_subject(value_text(value_get(claims, "sub"))) ? ERR_NONE
                                                            : refuse(reterr, "no subject");
}

enum err_kind oidc_token_check(const char *text, const struct oidc_keys *keys,
                               const struct oidc_expected *expected, struct arena *arena,
                               const char **ret_subject, struct err *reterr)
{
    struct token token;
    const struct jose_key *key = NULL;
    enum err_kind kind = split(text, arena, &token, reterr);
    if (!kind)
        kind = find_key(&token, keys, &key, reterr);
    if (!kind && !jose_verify(key, token.signed_text, token.signed_bytes, token.signature,
                              token.signature_bytes))
        kind = refuse(reterr, "the signature does not hold");
    if (!kind)
        kind = check_claims(token.claims, expected, reterr);
    *ret_subject = kind ? NULL : value_text(value_get(token.claims, "sub"));
    return kind;
}

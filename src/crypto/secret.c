/*
 * crypto/secret: personal identifiers at rest. SM4-CTR then HMAC-SM3 (encrypt, then
 * authenticate): OpenSSL 3.0 has no SM4-GCM. The purpose is part of what is authenticated, so that
 * a sealed phone cannot be pasted into the place of an identity number.
 */
#include "base/text.h"
#include "crypto/private.h"

/* The largest are a court paper's values: a complaint holds tens of thousands of characters. */
enum { NONCE_BYTES = 16, PLAIN_BYTES_MAX = 1 << 20 };

static bool sm4_ctr(const uint8_t *key, const uint8_t *nonce, const uint8_t *in, size_t size_bytes,
                    uint8_t *out)
{
    int length = 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool good = context && EVP_EncryptInit_ex2(context, crypto_sm4_ctr(), key, nonce, NULL) == 1 &&
                EVP_EncryptUpdate(context, out, &length, in, (int) size_bytes) == 1 &&
                length == (int) size_bytes;
    EVP_CIPHER_CTX_free(context);
    return good;
}

static struct sm3 authenticate(const struct keys *keys, const char *purpose, const uint8_t *bytes,
                               size_t size_bytes, struct arena *arena)
{
    size_t purpose_bytes = strlen(purpose) + 1;
    uint8_t *both = arena_alloc(arena, purpose_bytes + size_bytes);
    if (!both)
        return (struct sm3){{0}};
    memcpy(both, purpose, purpose_bytes);
    memcpy(both + purpose_bytes, bytes, size_bytes);
    return sm3_hmac(keys->mac, sizeof keys->mac, both, purpose_bytes + size_bytes);
}

enum err_kind secret_seal(const struct keys *keys, const char *purpose, const char *plain,
                          struct arena *arena, const char **ret, struct err *reterr)
{
    size_t length = strlen(plain);
    if (length > PLAIN_BYTES_MAX)
        return err_set(reterr, ERR_LIMIT, "crypto.too_long", "too long to be sealed");

    size_t total = NONCE_BYTES + length + SM3_BYTES;
    uint8_t *bytes = arena_alloc(arena, total);
    char *hex = arena_alloc(arena, 3 + 2 * total + 1);
    if (!bytes || !hex)
        return arena_full(reterr);
    random_bytes(bytes, NONCE_BYTES);
    if (!sm4_ctr(keys->seal, bytes, (const uint8_t *) plain, length, bytes + NONCE_BYTES))
        return err_set(reterr, ERR_STORE, "crypto.seal", "SM4 failed");
    struct sm3 mac = authenticate(keys, purpose, bytes, NONCE_BYTES + length, arena);
    memcpy(bytes + NONCE_BYTES + length, mac.bytes, SM3_BYTES);
    (void) stpcpy(hex, "v1:");
    text_hex(bytes, total, hex + 3);
    *ret = hex;
    return ERR_NONE;
}

enum err_kind secret_open(const struct keys *keys, const char *purpose, const char *sealed,
                          struct arena *arena, const char **ret, struct err *reterr)
{
    size_t total = text_starts(sealed, "v1:") ? strlen(sealed + 3) / 2 : 0;
    uint8_t *bytes = arena_alloc(arena, total + 1);
    if (!bytes)
        return arena_full(reterr);
    if (total < NONCE_BYTES + SM3_BYTES || !text_unhex(sealed + 3, bytes, total))
        return err_set(reterr, ERR_STORE, "crypto.seal_broken", "a sealed value is malformed");

    size_t length = total - NONCE_BYTES - SM3_BYTES;
    struct sm3 mac = authenticate(keys, purpose, bytes, NONCE_BYTES + length, arena);
    struct sm3 stored;
    memcpy(stored.bytes, bytes + NONCE_BYTES + length, SM3_BYTES);
    if (!sm3_equal(&mac, &stored))
        return err_set(reterr, ERR_STORE, "crypto.seal_broken", "a sealed value does not verify");
    char *plain = arena_alloc(arena, length + 1);
    if (!plain)
        return arena_full(reterr);
    if (!sm4_ctr(keys->seal, bytes, bytes + NONCE_BYTES, length, (uint8_t *) plain))
        return err_set(reterr, ERR_STORE, "crypto.seal", "SM4 failed");
    *ret = plain;
    return ERR_NONE;
}

const char *secret_index(const struct keys *keys, const char *purpose, const char *plain,
                         struct arena *arena)
{
    char *both = arena_printf(arena, "%s%c%s", purpose, '\x1f', plain);
    char *hex = arena_alloc(arena, SM3_HEX);
    if (!both || !hex)
        return NULL;
    struct sm3 hash = sm3_hmac(keys->index, sizeof keys->index, both, strlen(both));
    text_hex(hash.bytes, SM3_BYTES, hex);
    return hex;
}

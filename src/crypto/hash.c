/* crypto/hash: SM3 (GB/T 32905) and HMAC-SM3, random. Not for passwords: password.c. */
#include "crypto/crypto.h"
#include "crypto/private.h"

#include <assert.h>
#include <sodium.h>

static const EVP_MD *sm3_method;
static const EVP_CIPHER *sm4_ctr, *sm4_ecb;

const EVP_MD *crypto_sm3(void)
{
    assert(sm3_method);
    return sm3_method;
}

const EVP_CIPHER *crypto_sm4_ctr(void)
{
    assert(sm4_ctr);
    return sm4_ctr;
}

const EVP_CIPHER *crypto_sm4_ecb(void)
{
    assert(sm4_ecb);
    return sm4_ecb;
}

bool crypto_start(void)
{
    if (sm3_method)
        return true;
    if (sodium_init() < 0)
        return false;
    sm4_ctr = EVP_CIPHER_fetch(NULL, "SM4-CTR", NULL);
    sm4_ecb = EVP_CIPHER_fetch(NULL, "SM4-ECB", NULL);
    if (sm4_ctr && sm4_ecb)
        sm3_method = EVP_MD_fetch(NULL, "SM3", NULL);
    return sm3_method != NULL;
}

struct sm3 sm3_of(const void *bytes, size_t size_bytes)
{
    struct sm3 hash;
    int done = EVP_Digest(bytes, size_bytes, hash.bytes, NULL, crypto_sm3(), NULL);
    assert(done == 1);
    (void) done;
    return hash;
}

struct sm3 sm3_join(const struct sm3 *left, const struct sm3 *right)
{
    uint8_t both[1 + 2 * SM3_BYTES] = {0x01};
    memcpy(both + 1, left->bytes, SM3_BYTES);
    memcpy(both + 1 + SM3_BYTES, right->bytes, SM3_BYTES);
    return sm3_of(both, sizeof both);
}

/* RFC 2104 by hand: HMAC() of OpenSSL 3 looks for its parts anew at each call. */
struct sm3 sm3_hmac(const uint8_t *key, size_t key_bytes, const void *bytes, size_t size_bytes)
{
    enum { SM3_BLOCK = 64 };
    uint8_t inner[SM3_BLOCK], outer[SM3_BLOCK];
    struct sm3 hash;
    assert(key_bytes <= SM3_BLOCK);
    for (size_t i = 0; i < SM3_BLOCK; i++) {
        uint8_t byte = i < key_bytes ? key[i] : 0;
        inner[i] = byte ^ 0x36;
        outer[i] = byte ^ 0x5C;
    }
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = context && EVP_DigestInit_ex2(context, crypto_sm3(), NULL) == 1 &&
                EVP_DigestUpdate(context, inner, sizeof inner) == 1 &&
                EVP_DigestUpdate(context, bytes, size_bytes) == 1 &&
                EVP_DigestFinal_ex(context, hash.bytes, NULL) == 1 &&
                EVP_DigestInit_ex2(context, NULL, NULL) == 1 &&
                EVP_DigestUpdate(context, outer, sizeof outer) == 1 &&
                EVP_DigestUpdate(context, hash.bytes, sizeof hash.bytes) == 1 &&
                EVP_DigestFinal_ex(context, hash.bytes, NULL) == 1;
    EVP_MD_CTX_free(context);
    assert(good);
    (void) good;
    sodium_memzero(inner, sizeof inner);
    sodium_memzero(outer, sizeof outer);
    return hash;
}

bool sm3_equal(const struct sm3 *left, const struct sm3 *right)
{
    return sodium_memcmp(left->bytes, right->bytes, SM3_BYTES) == 0;
}

struct sm3_stream {
    EVP_MD_CTX *context;
};

struct sm3_stream *sm3_stream_new(void)
{
    struct sm3_stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    stream->context = EVP_MD_CTX_new();
    if (!stream->context || EVP_DigestInit_ex2(stream->context, crypto_sm3(), NULL) != 1) {
        EVP_MD_CTX_free(stream->context);
        free(stream);
        return NULL;
    }
    return stream;
}

void sm3_stream_add(struct sm3_stream *stream, const void *bytes, size_t size_bytes)
{
    int done = EVP_DigestUpdate(stream->context, bytes, size_bytes);
    assert(done == 1);
    (void) done;
}

struct sm3 sm3_stream_end(struct sm3_stream *stream)
{
    struct sm3 hash;
    int done = EVP_DigestFinal_ex(stream->context, hash.bytes, NULL);
    assert(done == 1);
    (void) done;
    EVP_MD_CTX_free(stream->context);
    free(stream);
    return hash;
}

void random_bytes(void *ret, size_t size_bytes) { randombytes_buf(ret, size_bytes); }

void random_token(char ret[23])
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint8_t bytes[22];
    randombytes_buf(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        ret[i] = alphabet[bytes[i] & 63];
    ret[22] = '\0';
}

void random_digits(char ret[7]) { (void) snprintf(ret, 7, "%06u", randombytes_uniform(1000000)); }

enum { ARGON_MEMORY_BYTES = 64 * 1024 * 1024, ARGON_ROUNDS = 1 };

static enum err_kind hash_with(const char *password, size_t memory_bytes,
                               char ret[PASSWORD_HASH_BYTES], struct err *reterr)
{
    _Static_assert(crypto_pwhash_STRBYTES <= PASSWORD_HASH_BYTES, "room for the encoded hash");
    if (crypto_pwhash_str(ret, password, strlen(password), ARGON_ROUNDS, memory_bytes))
        return err_set(reterr, ERR_BUSY, "crypto.memory", "no memory for hashing a password");
    return ERR_NONE;
}

enum err_kind password_hash(const char *password, char ret[PASSWORD_HASH_BYTES], struct err *reterr)
{
    return hash_with(password, ARGON_MEMORY_BYTES, ret, reterr);
}

enum err_kind password_hash_published(const char *password, char ret[PASSWORD_HASH_BYTES],
                                      struct err *reterr)
{
    return hash_with(password, crypto_pwhash_MEMLIMIT_MIN, ret, reterr);
}

bool password_matches(const char *password, const char *hash)
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

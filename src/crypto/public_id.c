/* crypto/public_id: a 4-round Feistel network over 64 bits with SM4 as its round function, and a
 * check character. */
#include "crypto/private.h"

#include <pthread.h>
#include <stdlib.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford: no I L O U */

/* A page of a list prints a hundred ids, and keying a context costs more than the four rounds: each
 * thread keeps one, keyed once. */
struct round_context {
    EVP_CIPHER_CTX *cipher;
    uint8_t key[sizeof((struct keys *) 0)->id];
};

static pthread_once_t round_once = PTHREAD_ONCE_INIT;
static pthread_key_t round_key;

static void round_free(void *pointer)
{
    struct round_context *context = pointer;
    EVP_CIPHER_CTX_free(context->cipher);
    OPENSSL_cleanse(context->key, sizeof context->key);
    free(context);
}

static void round_start(void) { (void) pthread_key_create(&round_key, round_free); }

/* NULL: memory ran out. */
static EVP_CIPHER_CTX *round_cipher(const struct keys *keys)
{
    (void) pthread_once(&round_once, round_start);
    struct round_context *context = pthread_getspecific(round_key);
    if (!context) {
        context = calloc(1, sizeof *context);
        if (!context || pthread_setspecific(round_key, context)) {
            free(context);
            return NULL;
        }
    }
    if (context->cipher && memcmp(context->key, keys->id, sizeof context->key) == 0)
        return context->cipher;
    if (!context->cipher)
        context->cipher = EVP_CIPHER_CTX_new();
    if (!context->cipher ||
        EVP_EncryptInit_ex2(context->cipher, crypto_sm4_ecb(), keys->id, NULL, NULL) != 1)
        return NULL;
    (void) EVP_CIPHER_CTX_set_padding(context->cipher, 0);
    memcpy(context->key, keys->id, sizeof context->key);
    return context->cipher;
}

static uint64_t permute(const struct keys *keys, unsigned prefix, uint64_t number, bool back)
{
    EVP_CIPHER_CTX *cipher = round_cipher(keys);
    uint32_t left = (uint32_t) (number >> 32), right = (uint32_t) number;
    for (int i = 0; cipher && i < 4; i++) {
        int round = back ? 3 - i : i;
        uint8_t block[16] = {(uint8_t) round, (uint8_t) prefix, (uint8_t) (prefix >> 8)}, out[32];
        uint32_t half = back ? left : right;
        int length = 0;
        memcpy(block + 4, &half, sizeof half);
        (void) EVP_EncryptUpdate(cipher, out, &length, block, sizeof block);
        uint32_t mix;
        memcpy(&mix, out, sizeof mix);
        uint32_t other = (back ? right : left) ^ mix;
        right = back ? left : other;
        left = back ? other : half;
    }
    return (uint64_t) left << 32 | right;
}

/* Thirteen digits of a number of 64 bits, and one that checks them. */
enum { SYMBOLS = 14 };

static unsigned check_of(const char *digits)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < 13; i++)
        sum += (i + 2) * (unsigned) (strchr(alphabet, digits[i]) - alphabet);
    return sum % 31;
}

unsigned public_id_prefix(const char *letters, size_t count)
{
    unsigned prefix = 0;
    for (size_t i = 0; i < count; i++) {
        if (letters[i] < 'A' || letters[i] > 'Z')
            return 0;
        prefix = prefix << 8 | (uint8_t) letters[i];
    }
    return count == 1 || count == 2 ? prefix : 0;
}

unsigned public_id_prefix_of(const char *id)
{
    size_t length = id ? strlen(id) : 0;
    return length > SYMBOLS ? public_id_prefix(id, length - SYMBOLS) : 0;
}

void public_id(const struct keys *keys, unsigned prefix, int64_t id, char ret[PUBLIC_ID_BYTES])
{
    uint64_t number = permute(keys, prefix, (uint64_t) id, false);
    char *digits = ret;
    if (prefix >> 8)
        *digits++ = (char) (prefix >> 8);
    *digits++ = (char) (prefix & 0xff);
    for (int i = SYMBOLS - 2; i >= 0; i--, number >>= 5)
        digits[i] = alphabet[number & 31];
    digits[SYMBOLS - 1] = alphabet[check_of(digits)];
    digits[SYMBOLS] = '\0';
}

bool public_id_parse(const struct keys *keys, unsigned prefix, const char *text, int64_t *ret_id)
{
    if (!prefix || public_id_prefix_of(text) != prefix)
        return false;
    const char *digits = text + (prefix >> 8 ? 2 : 1);
    uint64_t number = 0;
    for (int i = 0; i < SYMBOLS - 1; i++) {
        const char *place = strchr(alphabet, digits[i]);
        if (!place)
            return false;
        if (i == 0 && place - alphabet > 15)
            return false;
        number = number << 5 | (uint64_t) (place - alphabet);
    }
    if (digits[SYMBOLS - 1] != alphabet[check_of(digits)])
        return false;
    uint64_t id = permute(keys, prefix, number, true);
    if (id == 0 || id > INT64_MAX)
        return false;
    *ret_id = (int64_t) id;
    return true;
}

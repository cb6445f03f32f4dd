/* crypto/totp: see totp.h. */
#include "crypto/totp.h"

#include "base/moment.h"
#include "crypto/private.h"

#include <openssl/hmac.h>
#include <sodium.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

bool totp_code(const uint8_t *secret, size_t secret_bytes, int64_t step, char ret[TOTP_DIGITS + 1])
{
    uint8_t counter[8], digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    for (int i = 0; i < 8; i++)
        counter[i] = (uint8_t) ((uint64_t) step >> (56 - 8 * i));
    if (!HMAC(EVP_sha1(), secret, (int) secret_bytes, counter, sizeof counter, digest, &length) ||
        length != 20)
        return false;
    unsigned at = digest[19] & 15; /* RFC 4226 5.3: dynamic truncation */
    uint32_t number = (uint32_t) (digest[at] & 127) << 24 | (uint32_t) digest[at + 1] << 16 |
                      (uint32_t) digest[at + 2] << 8 | digest[at + 3];
    (void) snprintf(ret, TOTP_DIGITS + 1, "%06u", (unsigned) (number % 1000000));
    return true;
}

int64_t totp_match(const uint8_t *secret, size_t secret_bytes, const char *code, int64_t now_us,
                   int64_t last_step)
{
    int64_t now = now_us / SECOND_US / TOTP_STEP_SECONDS, found = 0;
    if (strlen(code) != TOTP_DIGITS)
        return 0;
    for (int64_t step = now - 1; step <= now + 1; step++) {
        char expected[TOTP_DIGITS + 1];
        if (step > last_step && totp_code(secret, secret_bytes, step, expected) &&
            sodium_memcmp(expected, code, TOTP_DIGITS) == 0)
            found = step;
    }
    return found;
}

const char *base32_print(const void *bytes, size_t size_bytes, struct arena *arena)
{
    const uint8_t *from = bytes;
    char *text = arena_alloc(arena, (size_bytes * 8 + 4) / 5 + 1);
    uint32_t held = 0;
    int bits = 0;
    size_t length = 0;
    for (size_t i = 0; text && i < size_bytes; i++) {
        held = held << 8 | from[i];
        for (bits += 8; bits >= 5; bits -= 5)
            text[length++] = alphabet[held >> (bits - 5) & 31];
    }
    if (text && bits)
        text[length++] = alphabet[held << (5 - bits) & 31];
    return text;
}

bool base32_parse(const char *text, uint8_t *ret, size_t max, size_t *ret_bytes)
{
    uint32_t held = 0;
    int bits = 0;
    *ret_bytes = 0;
    for (; *text; text++) {
        const char *place = strchr(alphabet, *text);
        if (!place)
            return false;
        held = held << 5 | (uint32_t) (place - alphabet);
        bits += 5;
        if (bits < 8)
            continue;
        bits -= 8;
        if (*ret_bytes == max)
            return false;
        ret[(*ret_bytes)++] = (uint8_t) (held >> bits);
    }
    return true;
}

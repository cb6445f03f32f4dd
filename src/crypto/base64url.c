/* crypto/base64url: RFC 4648; section 5 as JOSE writes it (RFC 7515 section 2), section 4 as
 * headers do. */
#include "crypto/base64url.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static const char *encode(struct arena *arena, const uint8_t *from, size_t size_bytes,
                          const char letters[64], bool padded)
{
    char *text = arena_alloc(arena, (size_bytes + 2) / 3 * 4 + 1), *to = text;
    for (size_t i = 0; text && i < size_bytes; i += 3) {
        size_t left = size_bytes - i;
        uint32_t three = (uint32_t) from[i] << 16 | (left > 1 ? (uint32_t) from[i + 1] << 8 : 0) |
                         (left > 2 ? from[i + 2] : 0);
        *to++ = letters[three >> 18];
        *to++ = letters[three >> 12 & 63];
        if (left > 1 || padded)
            *to++ = left > 1 ? letters[three >> 6 & 63] : '=';
        if (left > 2 || padded)
            *to++ = left > 2 ? letters[three & 63] : '=';
    }
    if (text)
        *to = '\0';
    return text;
}

const char *base64url_encode(struct arena *arena, const void *bytes, size_t size_bytes)
{
    return encode(arena, bytes, size_bytes, LETTERS "-_", false);
}

const char *base64_encode(struct arena *arena, const void *bytes, size_t size_bytes)
{
    return encode(arena, bytes, size_bytes, LETTERS "+/", true);
}

static int value_of(char letter)
{
    return letter >= 'A' && letter <= 'Z'   ? letter - 'A'
           : letter >= 'a' && letter <= 'z' ? letter - 'a' + 26
           : letter >= '0' && letter <= '9' ? letter - '0' + 52
           : letter == '-'                  ? 62
           : letter == '_'                  ? 63
                                            : -1;
}

bool base64url_decode(struct arena *arena, const char *text, size_t length, const uint8_t **ret,
                      size_t *ret_bytes)
{
    uint8_t *bytes = arena_alloc(arena, length / 4 * 3 + 3);
    uint32_t held = 0;
    size_t count = 0;
    int bits = 0;
    if (!bytes || length % 4 == 1)
        return false;
    for (size_t i = 0; i < length; i++) {
        int value = value_of(text[i]);
        if (value < 0)
            return false;
        held = held << 6 | (uint32_t) value;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[count++] = (uint8_t) (held >> bits);
        }
    }
    /* One text a value: bits that say nothing are nought. */
    if (held & ((1U << bits) - 1))
        return false;
    bytes[count] = 0;
    *ret = bytes;
    *ret_bytes = count;
    return true;
}

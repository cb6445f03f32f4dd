/* crypto/base64url: bytes as text: for JOSE and JSON (RFC 4648 section 5, without padding), for
 * headers (section 4, with it). */
#ifndef CRYPTO_BASE64URL_H
#define CRYPTO_BASE64URL_H

#include "base/arena.h"

/** NULL: memory ran out. */
MUST_CHECK const char *base64url_encode(struct arena *arena, const void *bytes, size_t size_bytes);
/** The alphabet of section 4, padded. NULL: memory ran out. */
MUST_CHECK const char *base64_encode(struct arena *arena, const void *bytes, size_t size_bytes);
/** Strict: no padding, no blanks, no bits left over. A NUL stands behind the bytes. */
MUST_CHECK bool base64url_decode(struct arena *arena, const char *text, size_t length,
                                 const uint8_t **ret, size_t *ret_bytes);

#endif

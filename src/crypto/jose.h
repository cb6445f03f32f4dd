/*
 * crypto/jose: what a relying party needs of JOSE: signatures by RS256 and ES256 (RFC 7518 section
 * 3.3, 3.4) with keys given as numbers (RFC 7518 section 6), and the S256 of PKCE (RFC 7636). No
 * other algorithm exists here, so none can be asked for.
 */
#ifndef CRYPTO_JOSE_H
#define CRYPTO_JOSE_H

#include "base/arena.h"

enum jose_algorithm { JOSE_RS256, JOSE_ES256 };

/** A public key, numbers big-endian as they stand in a JWK. */
struct jose_key {
    enum jose_algorithm algorithm;
    const uint8_t *first, *second; /* RS256: modulus, exponent; ES256: x, y of P-256 */
    size_t first_bytes, second_bytes;
};

enum { JOSE_RSA_BITS_MIN = 2048, JOSE_RSA_BITS_MAX = 8192, JOSE_P256_BYTES = 32 };

/** Is the key one that may be trusted at all: RSA of 2048 to 8192 bits, a point of P-256? */
bool jose_key_fits(const struct jose_key *key);
/** `signature` as JWS has it: for ES256 the two numbers one after the other, 64 bytes. */
MUST_CHECK bool jose_verify(const struct jose_key *key, const void *bytes, size_t size_bytes,
                            const uint8_t *signature, size_t signature_bytes);
/** BASE64URL(SHA256(ASCII(verifier))). NULL: memory ran out. */
MUST_CHECK const char *pkce_challenge(const char *verifier, struct arena *arena);

#endif

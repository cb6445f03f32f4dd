/*
 * crypto/totp: time-based one-time passwords, as every authenticator on a telephone makes them.
 *
 * Source: RFC 6238 over RFC 4226: HMAC-SHA-1, steps of 30 seconds since 1970, six digits. A code is
 * taken from one step before to one after, and never a step that was used: RFC 6238 section 5.2.
 */
#ifndef CRYPTO_TOTP_H
#define CRYPTO_TOTP_H

#include "base/arena.h"

enum { TOTP_SECRET_BYTES = 20, TOTP_DIGITS = 6, TOTP_STEP_SECONDS = 30 };

/** Six digits and a NUL. False: the library failed. */
MUST_CHECK bool totp_code(const uint8_t *secret, size_t secret_bytes, int64_t step,
                          char ret[TOTP_DIGITS + 1]);
/**
 * The step whose code this is, around the moment and above `last_step`; 0: of none.
 * @param now_us  real time
 */
int64_t totp_match(const uint8_t *secret, size_t secret_bytes, const char *code, int64_t now_us,
                   int64_t last_step);
/** RFC 4648 base 32 without padding, as authenticators take it. NULL: memory ran out. */
MUST_CHECK const char *base32_print(const void *bytes, size_t size_bytes, struct arena *arena);
/** Back; false for anything else, or above `max` bytes. */
MUST_CHECK bool base32_parse(const char *text, uint8_t *ret, size_t max, size_t *ret_bytes);

#endif

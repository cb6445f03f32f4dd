/*
 * crypto/: hashes, keys, tokens, signatures. The only room that knows OpenSSL and libsodium.
 * Sources: SM3 GB/T 32905, SM4 GB/T 32907, SM2 GB/T 32918, Argon2id RFC 9106.
 */
#ifndef CRYPTO_CRYPTO_H
#define CRYPTO_CRYPTO_H

#include "base/arena.h"

#define SM3_BYTES 32
#define SM3_HEX   (2 * SM3_BYTES + 1)

struct sm3 {
    uint8_t bytes[SM3_BYTES];
};

/** Must be called once, before threads. False: the libraries refuse to work. */
MUST_CHECK bool crypto_start(void);

struct sm3 sm3_of(const void *bytes, size_t size_bytes);
/** SM3 over (left bytes ‖ right bytes): Merkle nodes are sm3_pair with a leading 0x01 byte. */
struct sm3 sm3_join(const struct sm3 *left, const struct sm3 *right);
struct sm3 sm3_hmac(const uint8_t *key, size_t key_bytes, const void *bytes, size_t size_bytes);
bool sm3_equal(const struct sm3 *left, const struct sm3 *right);

/** Streaming hash for uploads; allocated, given back by sm3_stream_end(). */
struct sm3_stream;
MUST_CHECK struct sm3_stream *sm3_stream_new(void);
void sm3_stream_add(struct sm3_stream *stream, const void *bytes, size_t size_bytes);
struct sm3 sm3_stream_end(struct sm3_stream *stream);

/** Fills from the kernel; never fails (aborts instead: without random nothing here is safe). */
void random_bytes(void *ret, size_t size_bytes);
/** URL-safe token of 128 bits (22 characters) into `ret[23]`. */
void random_token(char ret[23]);
/** Six digits, uniform, into `ret[7]`. */
void random_digits(char ret[7]);

/**
 * The data folder's secret keys, one file (0600), created by `setup`. Never in the database, on a
 * command line or in a log.
 */
struct keys;
MUST_CHECK enum err_kind keys_create(const char *path,
                                     struct err *reterr); /* ERR_CONFLICT if there */
MUST_CHECK enum err_kind keys_load(const char *path, struct keys **ret, struct err *reterr);
void keys_free(struct keys *keys);

/**
 * Personal identifiers at rest: "v1:" + hex(nonce ‖ SM4-CTR text ‖ HMAC-SM3), bound to `purpose`
 * ("person.id_number"). `ret` in arena.
 */
MUST_CHECK enum err_kind secret_seal(const struct keys *keys, const char *purpose,
                                     const char *plain, struct arena *arena, const char **ret,
                                     struct err *reterr);
/** ERR_STORE "crypto.seal_broken" when the seal does not verify. */
MUST_CHECK enum err_kind secret_open(const struct keys *keys, const char *purpose,
                                     const char *sealed, struct arena *arena, const char **ret,
                                     struct err *reterr);
/** HMAC-SM3 blind index for equality search, hex, bound to purpose. NULL: memory ran out. */
MUST_CHECK const char *secret_index(const struct keys *keys, const char *purpose, const char *plain,
                                    struct arena *arena);

/** Argon2id, 64 MiB, t=1 (figures in docs/decisions). `ret` holds the encoded string. 50 ms of CPU.
 */
#define PASSWORD_HASH_BYTES 128
MUST_CHECK enum err_kind password_hash(const char *password, char ret[PASSWORD_HASH_BYTES],
                                       struct err *reterr);
/**
 * The least Argon2id allows, a millisecond: for the demonstration's password alone, which stands in
 * its README and guards nothing. What is chosen in its place is hashed by password_hash().
 */
MUST_CHECK enum err_kind password_hash_published(const char *password,
                                                 char ret[PASSWORD_HASH_BYTES], struct err *reterr);
MUST_CHECK bool password_matches(const char *password, const char *hash);

/**
 * Public ids: a keyed permutation (a Feistel network with SM4 rounds) of the integer key, written
 * as a prefix of one or two capital letters, 13 base-32 characters (Crockford) and 1 check
 * character: 15 or 16 in all. Reveals neither order nor count. A prefix is its letter ('F'), or two
 * of them as public_id_prefix() makes it.
 */
#define PUBLIC_ID_BYTES 18
/** Of one or two capital letters; 0: they are none. */
unsigned public_id_prefix(const char *letters, size_t count);
/** The prefix a text of the length of a public id begins with; 0: it is none. */
unsigned public_id_prefix_of(const char *id);
void public_id(const struct keys *keys, unsigned prefix, int64_t id, char ret[PUBLIC_ID_BYTES]);
/** False for a wrong prefix, alphabet, check character or range. */
MUST_CHECK bool public_id_parse(const struct keys *keys, unsigned prefix, const char *text,
                                int64_t *ret_id);

/** SM2 over SM3 with the data folder's signing key: raw detached signature, DER hex in arena. */
MUST_CHECK enum err_kind sign_bytes(const struct keys *keys, const void *bytes, size_t size_bytes,
                                    struct arena *arena, const char **ret_hex, struct err *reterr);
/** `public_key_pem` as written by keys_public_pem(). */
MUST_CHECK bool sign_verify(const char *public_key_pem, const void *bytes, size_t size_bytes,
                            const char *signature_hex);
MUST_CHECK const char *keys_public_pem(const struct keys *keys); /* owned by keys */

#endif

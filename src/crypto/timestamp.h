/*
 * crypto/timestamp: time stamps of an outside authority (RFC 3161) over SHA-256, which every
 * authority takes. The asking itself is the gateway's.
 */
#ifndef CRYPTO_TIMESTAMP_H
#define CRYPTO_TIMESTAMP_H

#include "crypto/crypto.h"

/** The question for these bytes: DER, with a nonce and the wish for the signer's certificate. */
MUST_CHECK enum err_kind timestamp_question(const void *bytes, size_t size_bytes,
                                            struct arena *arena, const void **ret,
                                            size_t *ret_bytes, struct err *reterr);

/**
 * The token of an answer to that question, DER in hex. Refused unless the answer is granted, is for
 * these bytes and this nonce, and its signature holds.
 * @param authorities  certificates (PEM) one of which must stand behind the signer; NULL: any
 * signer
 * @return ERR_INVALID "timestamp.refused"
 */
MUST_CHECK enum err_kind timestamp_accept(const void *question, size_t question_bytes,
                                          const void *answer, size_t answer_bytes,
                                          const char *authorities, struct arena *arena,
                                          const char **ret_hex, struct err *reterr);

struct timestamp_facts {
    int64_t at_us;       /* genTime */
    char authority[200]; /* the signer's subject */
    char key_sha256[65]; /* fingerprint of the signer's certificate */
};

/** Does this token stamp these bytes, signed by the certificate in it, which was valid then? */
MUST_CHECK bool timestamp_holds(const char *token_hex, const void *bytes, size_t size_bytes,
                                const char *authorities, struct timestamp_facts *ret);

#endif

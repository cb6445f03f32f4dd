/* crypto/private: what the files of this room share. */
#ifndef CRYPTO_PRIVATE_H
#define CRYPTO_PRIVATE_H

#include "crypto/crypto.h"

#include <openssl/evp.h>

/* Fetched once by crypto_start(): a fetch costs more than hashing or sealing a short text. */
const EVP_MD *crypto_sm3(void);
const EVP_CIPHER *crypto_sm4_ctr(void);
const EVP_CIPHER *crypto_sm4_ecb(void);

struct keys {
    uint8_t seal[16];  /* SM4, personal identifiers */
    uint8_t mac[32];   /* HMAC-SM3 over sealed text */
    uint8_t index[32]; /* HMAC-SM3, blind index */
    uint8_t id[16];    /* SM4, permutation of public ids */
    EVP_PKEY *sign;    /* SM2 */
    char *public_pem;
};

#endif

/* crypto/jose: see jose.h. */
#include "crypto/jose.h"

#include "crypto/base64url.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/sha.h>

enum { POINT_BYTES = 1 + 2 * JOSE_P256_BYTES, EXPONENT_BYTES_MAX = 8 };

static EVP_PKEY *from_parameters(const char *type, OSSL_PARAM_BLD *build)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (!parameters || !context || EVP_PKEY_fromdata_init(context) <= 0 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) <= 0)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    return key;
}

static EVP_PKEY *rsa_key(const struct jose_key *key)
{
    if (key->first_bytes > JOSE_RSA_BITS_MAX / 8 || key->second_bytes > EXPONENT_BYTES_MAX ||
        !key->second_bytes || !(key->second[key->second_bytes - 1] & 1))
        return NULL;
    EVP_PKEY *made = NULL;
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    BIGNUM *modulus = BN_bin2bn(key->first, (int) key->first_bytes, NULL),
           *exponent = BN_bin2bn(key->second, (int) key->second_bytes, NULL);
    if (build && modulus && exponent && BN_num_bits(modulus) >= JOSE_RSA_BITS_MIN &&
        BN_num_bits(exponent) >= 2 && BN_is_odd(modulus) &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus) &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent))
        made = from_parameters("RSA", build);
    BN_free(modulus);
    BN_free(exponent);
    OSSL_PARAM_BLD_free(build);
    return made;
}

static EVP_PKEY *curve_key(const struct jose_key *key)
{
    unsigned char point[POINT_BYTES] = {0x04}; /* uncompressed */
    if (key->first_bytes != JOSE_P256_BYTES || key->second_bytes != JOSE_P256_BYTES)
        return NULL;
    memcpy(point + 1, key->first, JOSE_P256_BYTES);
    memcpy(point + 1 + JOSE_P256_BYTES, key->second, JOSE_P256_BYTES);
    EVP_PKEY *made = NULL;
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    if (build &&
        OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) &&
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point))
        made = from_parameters("EC", build);
    OSSL_PARAM_BLD_free(build);
    return made;
}

static EVP_PKEY *open_key(const struct jose_key *key)
{
    return key->algorithm == JOSE_RS256 ? rsa_key(key) : curve_key(key);
}

bool jose_key_fits(const struct jose_key *key)
{
    EVP_PKEY *opened = open_key(key);
    bool fits = opened != NULL;
    EVP_PKEY_free(opened);
    return fits;
}

/* OpenSSL wants DER where JWS has two bare numbers. */
static size_t der_of(const uint8_t *signature, unsigned char **ret)
{
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature, JOSE_P256_BYTES, NULL),
           *s = BN_bin2bn(signature + JOSE_P256_BYTES, JOSE_P256_BYTES, NULL);
    int length = -1;
    *ret = NULL;
    if (pair && r && s && ECDSA_SIG_set0(pair, r, s)) {
        length = i2d_ECDSA_SIG(pair, ret);
    } else {
        BN_free(r);
        BN_free(s);
    }
    ECDSA_SIG_free(pair);
    return length > 0 ? (size_t) length : 0;
}

static bool verify(EVP_PKEY *key, const void *bytes, size_t size_bytes, const uint8_t *signature,
                   size_t signature_bytes)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = context && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestVerify(context, signature, signature_bytes, bytes, size_bytes) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

bool jose_verify(const struct jose_key *key, const void *bytes, size_t size_bytes,
                 const uint8_t *signature, size_t signature_bytes)
{
    EVP_PKEY *opened = open_key(key);
    bool good = false;
    if (opened && key->algorithm == JOSE_RS256) {
        good = verify(opened, bytes, size_bytes, signature, signature_bytes);
    } else if (opened && signature_bytes == 2 * JOSE_P256_BYTES) {
        unsigned char *der = NULL;
        size_t der_bytes = der_of(signature, &der);
        good = der_bytes && verify(opened, bytes, size_bytes, der, der_bytes);
        OPENSSL_free(der);
    }
    EVP_PKEY_free(opened);
    return good;
}

const char *pkce_challenge(const char *verifier, struct arena *arena)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    (void) SHA256((const unsigned char *) verifier, strlen(verifier), digest);
    return base64url_encode(arena, digest, sizeof digest);
}

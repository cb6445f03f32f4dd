/* crypto/timestamp: see timestamp.h. */
#include "crypto/timestamp.h"

#include "base/moment.h"
#include "base/text.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>

enum { NONCE_BYTES = 8, TOKEN_BYTES_MAX = 64 << 10 };

static enum err_kind refused(const char *why, struct err *reterr)
{
    ERR_clear_error();
    return err_set(reterr, ERR_INVALID, "timestamp.refused", "%s", why);
}

/* ---- asking --------------------------------------------------------------------------------- */

static TS_MSG_IMPRINT *imprint_of(const void *bytes, size_t size_bytes)
{
    uint8_t digest[32];
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    bool good = imprint && algorithm &&
                EVP_Q_digest(NULL, "SHA256", NULL, bytes, size_bytes, digest, NULL) == 1 &&
                X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) &&
                TS_MSG_IMPRINT_set_algo(imprint, algorithm) &&
                TS_MSG_IMPRINT_set_msg(imprint, digest, sizeof digest);
    X509_ALGOR_free(algorithm);
    if (good)
        return imprint;
    TS_MSG_IMPRINT_free(imprint);
    return NULL;
}

static bool add_nonce(TS_REQ *question)
{
    uint8_t bytes[NONCE_BYTES];
    random_bytes(bytes, sizeof bytes);
    bytes[0] = (uint8_t) ((bytes[0] & 0x7f) | 0x40); /* positive, and never shorter */
    BIGNUM *number = BN_bin2bn(bytes, sizeof bytes, NULL);
    ASN1_INTEGER *nonce = number ? BN_to_ASN1_INTEGER(number, NULL) : NULL;
    bool good = nonce && TS_REQ_set_nonce(question, nonce);
    ASN1_INTEGER_free(nonce);
    BN_free(number);
    return good;
}

enum err_kind timestamp_question(const void *bytes, size_t size_bytes, struct arena *arena,
                                 const void **ret, size_t *ret_bytes, struct err *reterr)
{
    TS_MSG_IMPRINT *imprint = imprint_of(bytes, size_bytes);
    TS_REQ *question = TS_REQ_new();
    bool good = imprint && question && TS_REQ_set_version(question, 1) &&
                TS_REQ_set_msg_imprint(question, imprint) && TS_REQ_set_cert_req(question, 1) &&
                add_nonce(question);
    int length = good ? i2d_TS_REQ(question, NULL) : -1;
    unsigned char *der = length > 0 ? arena_alloc(arena, (size_t) length) : NULL, *cursor = der;
    if (der)
        (void) i2d_TS_REQ(question, &cursor);
    *ret = der;
    *ret_bytes = der ? (size_t) length : 0;
    TS_REQ_free(question);
    TS_MSG_IMPRINT_free(imprint);
    return der ? ERR_NONE : arena_full(reterr);
}

/* ---- checking ------------------------------------------------------------------------------- */

static bool add_authorities(X509_STORE *store, const char *pem)
{
    BIO *bytes = BIO_new_mem_buf(pem, -1);
    int count = 0;
    for (X509 *one; bytes && (one = PEM_read_bio_X509(bytes, NULL, NULL, NULL)); count++) {
        (void) X509_STORE_add_cert(store, one);
        X509_free(one);
    }
    BIO_free(bytes);
    ERR_clear_error(); /* the end of the file is told as an error */
    return count > 0;
}

static bool time_of(TS_TST_INFO *info, time_t *ret)
{
    struct tm when = {0};
    const ASN1_GENERALIZEDTIME *time = TS_TST_INFO_get_time(info);
    if (!time || ASN1_TIME_to_tm(time, &when) != 1)
        return false;
    *ret = timegm(&when);
    return true;
}

static X509 *signer_of(PKCS7 *token)
{
    STACK_OF(X509) *signers = PKCS7_get0_signers(token, NULL, 0);
    X509 *signer = sk_X509_num(signers) == 1 ? sk_X509_value(signers, 0) : NULL;
    sk_X509_free(signers);
    return signer;
}

/* Trust as it was when the stamp was made: certificates end, the proof does not. */
static X509_STORE *store_for(PKCS7 *token, TS_TST_INFO *info, const char *authorities)
{
    time_t at = 0;
    X509 *signer = signer_of(token);
    X509_STORE *store = X509_STORE_new();
    X509_VERIFY_PARAM *param = store ? X509_STORE_get0_param(store) : NULL;
    bool good = param && signer && time_of(info, &at);
    if (good) {
        X509_VERIFY_PARAM_set_time(param, at);
        good = authorities ? add_authorities(store, authorities)
                           : X509_STORE_add_cert(store, signer) &&
                                 X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
    }
    if (good)
        return store;
    X509_STORE_free(store);
    return NULL;
}

/* The context takes store and imprint with it when it is freed. */
static bool verify(PKCS7 *token, TS_MSG_IMPRINT *imprint, const ASN1_INTEGER *nonce,
                   const char *authorities)
{
    TS_TST_INFO *info = PKCS7_to_TS_TST_INFO(token);
    X509_STORE *store = info ? store_for(token, info, authorities) : NULL;
    TS_VERIFY_CTX *context = store ? TS_VERIFY_CTX_new() : NULL;
    bool holds = false;
    if (context) {
        TS_REQ *question = TS_REQ_new();
        if (question && TS_REQ_set_msg_imprint(question, imprint) &&
            (!nonce || TS_REQ_set_nonce(question, nonce)) &&
            TS_REQ_to_TS_VERIFY_CTX(question, context)) {
            (void) TS_VERIFY_CTX_add_flags(context, TS_VFY_SIGNATURE);
            (void) TS_VERIFY_CTX_set_store(context, store);
            store = NULL;
            holds = TS_RESP_verify_token(context, token) == 1;
        }
        TS_REQ_free(question);
        TS_VERIFY_CTX_free(context);
    }
    X509_STORE_free(store);
    TS_TST_INFO_free(info);
    ERR_clear_error();
    return holds;
}

static const char *token_hex(PKCS7 *token, struct arena *arena)
{
    int length = i2d_PKCS7(token, NULL);
    unsigned char *der =
        length > 0 && length <= TOKEN_BYTES_MAX ? arena_alloc(arena, (size_t) length) : NULL;
    unsigned char *cursor = der;
    char *hex = der ? arena_alloc(arena, 2 * (size_t) length + 1) : NULL;
    if (hex) {
        (void) i2d_PKCS7(token, &cursor);
        text_hex(der, (size_t) length, hex);
    }
    return hex;
}

enum err_kind timestamp_accept(const void *question, size_t question_bytes, const void *answer,
                               size_t answer_bytes, const char *authorities, struct arena *arena,
                               const char **ret_hex, struct err *reterr)
{
    const unsigned char *cursor = question;
    TS_REQ *asked = d2i_TS_REQ(NULL, &cursor, (long) question_bytes);
    cursor = answer;
    TS_RESP *told =
        answer_bytes <= TOKEN_BYTES_MAX ? d2i_TS_RESP(NULL, &cursor, (long) answer_bytes) : NULL;
    PKCS7 *token = told ? TS_RESP_get_token(told) : NULL;
    long status =
        told ? ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(told))) : -1;
    enum err_kind kind = ERR_NONE;
    if (!asked || !told || !token || status < 0 || status > 1) /* granted, with changes or not */
        kind = refused("the authority granted no stamp", reterr);
    else if (!verify(token, TS_REQ_get_msg_imprint(asked), TS_REQ_get_nonce(asked), authorities))
        kind =
            refused("the stamp is not for this question, or its signature does not hold", reterr);
    else if (!(*ret_hex = token_hex(token, arena)))
        kind = arena_full(reterr);
    TS_RESP_free(told);
    TS_REQ_free(asked);
    return kind;
}

/* As it is written, Chinese included: RFC 4514 without escapes for what is not ASCII. */
static void tell_name(const X509_NAME *name, struct timestamp_facts *ret)
{
    BIO *text = BIO_new(BIO_s_mem());
    if (text && X509_NAME_print_ex(text, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0) {
        int length = BIO_read(text, ret->authority, sizeof ret->authority - 1);
        for (ret->authority[length > 0 ? length : 0] = '\0';
             length > 0 && !text_is_utf8(ret->authority, (size_t) length); length--)
            ret->authority[length - 1] = '\0'; /* a name that was cut off ends with a character */
    }
    BIO_free(text);
}

static void tell(PKCS7 *token, TS_TST_INFO *info, struct timestamp_facts *ret)
{
    time_t at = 0;
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    X509 *signer = signer_of(token);
    if (!signer || !time_of(info, &at))
        return;
    ret->at_us = (int64_t) at * SECOND_US;
    tell_name(X509_get_subject_name(signer), ret);
    if (X509_digest(signer, EVP_sha256(), digest, &length) && length == 32)
        text_hex(digest, length, ret->key_sha256);
}

bool timestamp_holds(const char *token_hex, const void *bytes, size_t size_bytes,
                     const char *authorities, struct timestamp_facts *ret)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 2 * TOKEN_BYTES_MAX);
    size_t length = strlen(token_hex) / 2;
    unsigned char *der = length && length <= TOKEN_BYTES_MAX ? arena_alloc(&arena, length) : NULL;
    const unsigned char *cursor = der;
    *ret = (struct timestamp_facts){0};
    PKCS7 *token =
        der && text_unhex(token_hex, der, length) ? d2i_PKCS7(NULL, &cursor, (long) length) : NULL;
    TS_MSG_IMPRINT *imprint = token ? imprint_of(bytes, size_bytes) : NULL;
    TS_TST_INFO *info = token ? PKCS7_to_TS_TST_INFO(token) : NULL;
    bool holds =
        imprint && info && cursor == der + length && verify(token, imprint, NULL, authorities);
    if (holds)
        tell(token, info, ret);
    TS_TST_INFO_free(info);
    TS_MSG_IMPRINT_free(imprint);
    PKCS7_free(token);
    ERR_clear_error();
    return holds;
}

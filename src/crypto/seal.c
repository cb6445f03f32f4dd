/* crypto/seal: the key, its certificates, and the CMS it signs with; see seal.h. The PDF around the
 * signature is seal_pdf.c. */
#include "crypto/seal_private.h"

#include "base/moment.h"
#include "base/text.h"
#include "crypto/timestamp.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

enum {
    CHAIN_MAX = 8,
    CERTIFICATE_BYTES_MAX = 16 << 10,
    TOKEN_BYTES_MAX = 16 << 10,
    MADE_KEY_BITS = 3072,
    MADE_SECONDS = 10 * 366 * 86400
};

struct seal {
    EVP_PKEY *key;
    X509 *certificate;
    STACK_OF(X509) * chain; /* without the certificate itself */
    size_t chain_bytes;
};

static enum err_kind broken(const char *why, struct err *reterr)
{
    ERR_clear_error();
    return err_set(reterr, ERR_INVALID, "seal.pem", "the seal's file %s", why);
}

/* ---- key and certificates ------------------------------------------------------------------- */

/* A password cannot be asked for while a server starts. */
static int no_password(char *buffer, int size, int writing, void *context)
{
    (void) buffer, (void) size, (void) writing, (void) context;
    return -1;
}

static EVP_PKEY *read_key(const char *pem)
{
    BIO *bytes = BIO_new_mem_buf(pem, -1);
    EVP_PKEY *key = bytes ? PEM_read_bio_PrivateKey(bytes, NULL, no_password, NULL) : NULL;
    BIO_free(bytes);
    return key;
}

/* The certificate of the key, and beside it the others. */
static bool read_certificates(const char *pem, struct seal *seal)
{
    BIO *bytes = BIO_new_mem_buf(pem, -1);
    seal->chain = sk_X509_new_null();
    bool good = bytes && seal->chain;
    for (int i = 0; good && i <= CHAIN_MAX; i++) {
        X509 *one = PEM_read_bio_X509(bytes, NULL, NULL, NULL);
        int length = one ? i2d_X509(one, NULL) : 0;
        if (!one)
            break;
        good = i < CHAIN_MAX && length > 0 && length <= CERTIFICATE_BYTES_MAX;
        seal->chain_bytes += good ? (size_t) length : 0;
        if (good && !seal->certificate && X509_check_private_key(one, seal->key) == 1)
            seal->certificate = one;
        else if (!good || !sk_X509_push(seal->chain, one))
            X509_free(one);
    }
    BIO_free(bytes);
    ERR_clear_error(); /* the end of the file is told as an error */
    return good && seal_room_bytes(seal, true) <= SEAL_ROOM_BYTES_MAX;
}

enum err_kind seal_read(const char *pem, struct seal **ret, struct err *reterr)
{
    *ret = NULL;
    struct seal *seal = calloc(1, sizeof *seal);
    if (!seal)
        return arena_full(reterr);
    seal->key = read_key(pem);
    int kind = seal->key ? EVP_PKEY_get_base_id(seal->key) : 0;
    const char *why = NULL;
    if (!seal->key)
        why = "holds no private key, or one with a password";
    else if (kind != EVP_PKEY_RSA && kind != EVP_PKEY_EC)
        why = "holds a key that is neither RSA nor EC (no reader checks another)";
    else if (!read_certificates(pem, seal))
        why = "holds more or larger certificates than belong to a seal";
    else if (!seal->certificate)
        why = "holds no certificate of its key";
    if (why) {
        seal_free(seal);
        return broken(why, reterr);
    }
    *ret = seal;
    return ERR_NONE;
}

void seal_free(struct seal *seal)
{
    if (!seal)
        return;
    sk_X509_pop_free(seal->chain, X509_free);
    X509_free(seal->certificate);
    EVP_PKEY_free(seal->key);
    free(seal);
}

bool seal_is_self_made(const struct seal *seal)
{
    bool own = X509_verify(seal->certificate, seal->key) == 1;
    ERR_clear_error();
    return own;
}

size_t seal_room_bytes(const struct seal *seal, bool stamped)
{
    return 4096 + seal->chain_bytes + (stamped ? TOKEN_BYTES_MAX : 0);
}

/* ---- one of our own making ------------------------------------------------------------------ */

static bool add_extension(X509 *certificate, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    bool good = extension && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return good;
}

static X509 *make_certificate(EVP_PKEY *key, const char *name)
{
    uint8_t serial[8];
    X509 *made = X509_new();
    X509_NAME *subject = X509_NAME_new();
    random_bytes(serial, sizeof serial);
    serial[0] = (uint8_t) ((serial[0] & 0x7f) | 0x40);
    BIGNUM *number = BN_bin2bn(serial, sizeof serial, NULL);
    bool good = made && subject && number && X509_set_version(made, X509_VERSION_3) &&
                BN_to_ASN1_INTEGER(number, X509_get_serialNumber(made)) &&
                X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                           (const unsigned char *) name, -1, -1, 0) &&
                X509_set_subject_name(made, subject) && X509_set_issuer_name(made, subject) &&
                X509_gmtime_adj(X509_getm_notBefore(made), -86400) &&
                X509_gmtime_adj(X509_getm_notAfter(made), MADE_SECONDS) &&
                X509_set_pubkey(made, key) &&
                add_extension(made, NID_basic_constraints, "critical,CA:FALSE") &&
                add_extension(made, NID_key_usage, "critical,digitalSignature,nonRepudiation") &&
                add_extension(made, NID_subject_key_identifier, "hash") &&
                X509_sign(made, key, EVP_sha256()) > 0;
    BN_free(number);
    X509_NAME_free(subject);
    if (good)
        return made;
    X509_free(made);
    return NULL;
}

enum err_kind seal_make(const char *name, struct arena *arena, const char **ret_pem,
                        struct err *reterr)
{
    *ret_pem = NULL;
    EVP_PKEY *key = EVP_RSA_gen(MADE_KEY_BITS);
    X509 *certificate = key ? make_certificate(key, name) : NULL;
    BIO *pem = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    if (certificate && pem && PEM_write_bio_PrivateKey(pem, key, NULL, NULL, 0, NULL, NULL) == 1 &&
        PEM_write_bio_X509(pem, certificate) == 1) {
        long length = BIO_get_mem_data(pem, &bytes);
        *ret_pem = length > 0 ? arena_copy_bytes(arena, bytes, (size_t) length) : NULL;
    }
    BIO_free(pem);
    X509_free(certificate);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return *ret_pem
               ? ERR_NONE
               : err_set(reterr, ERR_STORE, "seal.made", "no seal could be made for '%s'", name);
}

/* ---- signing -------------------------------------------------------------------------------- */

static enum err_kind failed(struct err *reterr)
{
    ERR_clear_error();
    return err_set(reterr, ERR_STORE, "seal.sign", "the signature could not be made");
}

static enum err_kind check_dates(const struct seal *seal, int64_t at_us, struct err *reterr)
{
    time_t at = at_us / SECOND_US;
    if (X509_cmp_time(X509_get0_notBefore(seal->certificate), &at) < 0 &&
        X509_cmp_time(X509_get0_notAfter(seal->certificate), &at) > 0)
        return ERR_NONE;
    return err_set(reterr, ERR_BUSY, "seal.expired",
                   "the seal's certificate does not hold at this time: set another (`seal`)");
}

/* EN 319 122-1, 5.3: the stamp is over the signature's value. */
static enum err_kind add_stamp(CMS_SignerInfo *signer, const struct seal_stamper *stamper,
                               struct arena *arena, struct err *reterr)
{
    const ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature(signer);
    const void *question = NULL, *answer = NULL;
    size_t question_bytes = 0, answer_bytes = 0;
    const char *hex = NULL;
    enum err_kind kind =
        timestamp_question(ASN1_STRING_get0_data(value), (size_t) ASN1_STRING_length(value), arena,
                           &question, &question_bytes, reterr);
    if (!kind)
        kind = stamper->ask(stamper->context, question, question_bytes, arena, &answer,
                            &answer_bytes, reterr);
    if (!kind)
        kind = timestamp_accept(question, question_bytes, answer, answer_bytes,
                                stamper->authorities, arena, &hex, reterr);
    if (kind) /* whatever is wrong with it: another may be had later */
        return kind == ERR_LIMIT ? kind : ERR_BUSY;
    size_t length = strlen(hex) / 2;
    uint8_t *token = arena_alloc(arena, length);
    if (!token || !text_unhex(hex, token, length))
        return arena_full(reterr);
    if (length > TOKEN_BYTES_MAX)
        return err_set(reterr, ERR_LIMIT, "timestamp.refused", "the stamp is too large for a seal");
    return CMS_unsigned_add1_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE,
                                         token, (int) length) == 1
               ? ERR_NONE
               : failed(reterr);
}

static enum err_kind print_der(CMS_ContentInfo *cms, struct arena *arena, const uint8_t **ret,
                               size_t *ret_bytes, struct err *reterr)
{
    int length = i2d_CMS_ContentInfo(cms, NULL);
    if (length <= 0)
        return failed(reterr);
    uint8_t *der = arena_alloc(arena, (size_t) length), *cursor = der;
    if (!der)
        return arena_full(reterr);
    (void) i2d_CMS_ContentInfo(cms, &cursor);
    *ret = der;
    *ret_bytes = (size_t) length;
    return ERR_NONE;
}

enum err_kind seal_sign(const struct seal *seal, const struct seal_request *request,
                        const void *bytes, size_t size_bytes, struct arena *arena,
                        const uint8_t **ret, size_t *ret_bytes, struct err *reterr)
{
    enum { FLAGS = CMS_DETACHED | CMS_BINARY };
    enum err_kind kind = check_dates(seal, request->at_us, reterr);
    if (kind)
        return kind;
    BIO *content = BIO_new_mem_buf(bytes, (int) size_bytes);
    CMS_ContentInfo *cms =
        content ? CMS_sign(NULL, NULL, seal->chain, NULL, FLAGS | CMS_PARTIAL) : NULL;
    CMS_SignerInfo *signer = cms ? CMS_add1_signer(cms, seal->certificate, seal->key, EVP_sha256(),
                                                   FLAGS | CMS_CADES | CMS_NOSMIMECAP)
                                 : NULL;
    if (!signer || CMS_final(cms, content, NULL, FLAGS) != 1)
        kind = failed(reterr);
    if (!kind && request->stamper)
        kind = add_stamp(signer, request->stamper, arena, reterr);
    if (!kind)
        kind = print_der(cms, arena, ret, ret_bytes, reterr);
    CMS_ContentInfo_free(cms);
    BIO_free(content);
    return kind;
}

/* ---- checking ------------------------------------------------------------------------------- */

static void tell_signer(X509 *signer, struct seal_facts *ret)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    BIO *text = BIO_new(BIO_s_mem());
    if (text && X509_NAME_print_ex(text, X509_get_subject_name(signer), 0,
                                   XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0) {
        int told = BIO_read(text, ret->signer, sizeof ret->signer - 1);
        for (ret->signer[told > 0 ? told : 0] = '\0';
             told > 0 && !text_is_utf8(ret->signer, (size_t) told); told--)
            ret->signer[told - 1] = '\0';
    }
    BIO_free(text);
    if (X509_digest(signer, EVP_sha256(), digest, &length) && length == 32)
        text_hex(digest, length, ret->key_sha256);
}

/* False: there is a stamp, and it is of something else. */
static bool stamp_holds(CMS_SignerInfo *signer, struct seal_facts *ret)
{
    int place = CMS_unsigned_get_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, -1);
    if (place < 0)
        return true;
    ARENA_SCOPED arena;
    arena_init(&arena, 8 * TOKEN_BYTES_MAX);
    ASN1_TYPE *token = X509_ATTRIBUTE_get0_type(CMS_unsigned_get_attr(signer, place), 0);
    if (!token || token->type != V_ASN1_SEQUENCE)
        return false;
    size_t length = (size_t) ASN1_STRING_length(token->value.sequence);
    char *hex = length <= TOKEN_BYTES_MAX ? arena_alloc(&arena, 2 * length + 1) : NULL;
    struct timestamp_facts facts;
    const ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature(signer);
    if (!hex)
        return false;
    text_hex(ASN1_STRING_get0_data(token->value.sequence), length, hex);
    ret->stamped = timestamp_holds(hex, ASN1_STRING_get0_data(value),
                                   (size_t) ASN1_STRING_length(value), NULL, &facts);
    ret->stamped_us = ret->stamped ? facts.at_us : 0;
    return ret->stamped;
}

bool seal_cms_holds(const uint8_t *der, size_t der_bytes, const void *bytes, size_t size_bytes,
                    struct seal_facts *ret)
{
    const unsigned char *cursor = der;
    *ret = (struct seal_facts){0};
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &cursor, (long) der_bytes);
    for (; cms && cursor < der + der_bytes && *cursor == 0;)
        cursor++;
    BIO *content = BIO_new_mem_buf(bytes, (int) size_bytes);
    bool holds = cms && content && cursor == der + der_bytes &&
                 CMS_verify(cms, NULL, NULL, content, NULL,
                            CMS_DETACHED | CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;
    STACK_OF(X509) *signers = holds ? CMS_get0_signers(cms) : NULL;
    STACK_OF(CMS_SignerInfo) *infos = holds ? CMS_get0_SignerInfos(cms) : NULL;
    holds = holds && sk_X509_num(signers) == 1 && sk_CMS_SignerInfo_num(infos) == 1 &&
            stamp_holds(sk_CMS_SignerInfo_value(infos, 0), ret);
    if (holds)
        tell_signer(sk_X509_value(signers, 0), ret);
    sk_X509_free(signers);
    BIO_free(content);
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return holds;
}

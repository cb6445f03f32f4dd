/*
 * crypto/seal: the court's seal on a paper: a signature inside the PDF that every reader checks
 * (PAdES, ETSI EN 319 142-1: CAdES in an incremental update, SubFilter ETSI.CAdES.detached), with
 * the time stamp of an outside authority over the signature's value where one is set (level B-T).
 *
 * It signs what paper/ draws: one section of classic cross references, no annotation on the first
 * page. The signature forbids every later change (DocMDP 1). SM2 cannot stand in it: OpenSSL makes
 * no CMS with it, and readers do not know it; the event log keeps an SM2 signature beside.
 */
#ifndef CRYPTO_SEAL_H
#define CRYPTO_SEAL_H

#include "crypto/crypto.h"

/** Key and certificates; read once, then shared by threads. */
struct seal;

/**
 * Out of PEM: a private key (RSA or EC, without a password), its certificate, and the certificates
 * up to the authority in any order. ERR_INVALID "seal.pem" says what is missing or does not fit.
 */
MUST_CHECK enum err_kind seal_read(const char *pem, struct seal **ret, struct err *reterr);
void seal_free(struct seal *seal); /* accepts NULL */
/** Signed by its own key: nobody but its maker stands behind it. */
bool seal_is_self_made(const struct seal *seal);
/** A new key with a certificate of its own making, for ten years, as PEM: demonstrations. */
MUST_CHECK enum err_kind seal_make(const char *name, struct arena *arena, const char **ret_pem,
                                   struct err *reterr);

/** Brings a stamping authority's answer to a question of crypto/timestamp. */
struct seal_stamper {
    void *context;
    enum err_kind (*ask)(void *context, const void *question, size_t question_bytes,
                         struct arena *arena, const void **ret, size_t *ret_bytes,
                         struct err *reterr);
    const char *authorities; /* PEM: who must stand behind the stamp; NULL: anybody */
};

struct seal_request {
    const void *pdf;
    size_t pdf_bytes;
    int64_t at_us;                      /* real time: certificates end */
    const char *name;                   /* of the court, UTF-8; stands in the signature */
    const struct seal_stamper *stamper; /* NULL: no stamp */
};

/**
 * The PDF with the signature behind it. ERR_INVALID "seal.pdf": not a PDF of paper/; ERR_BUSY
 * "seal.expired": the certificate does not hold at that time, "timestamp.…": there is no stamp now.
 */
MUST_CHECK enum err_kind seal_pdf(const struct seal *seal, const struct seal_request *request,
                                  struct arena *arena, const void **ret, size_t *ret_bytes,
                                  struct err *reterr);

struct seal_facts {
    char signer[200];    /* subject of the certificate */
    char key_sha256[65]; /* fingerprint of the certificate */
    bool stamped;        /* a time stamp over the signature's value stands in it and holds */
    int64_t stamped_us;  /* its time */
};

/**
 * Does the last signature of these bytes cover all of them and hold? Who stands behind the
 * certificate is not asked: `key_sha256` says which it is.
 */
MUST_CHECK bool seal_holds(const void *pdf, size_t pdf_bytes, struct seal_facts *ret);

#endif

/* crypto/seal_private: what signing (seal.c) and the bytes of the PDF (seal_pdf.c) share. */
#ifndef CRYPTO_SEAL_PRIVATE_H
#define CRYPTO_SEAL_PRIVATE_H

#include "crypto/seal.h"

/** Signs these bytes: CMS, DER in arena. */
MUST_CHECK enum err_kind seal_sign(const struct seal *seal, const struct seal_request *request,
                                   const void *bytes, size_t size_bytes, struct arena *arena,
                                   const uint8_t **ret, size_t *ret_bytes, struct err *reterr);
/** Is this CMS a signature over these bytes? Zeros behind it do not count. */
MUST_CHECK bool seal_cms_holds(const uint8_t *der, size_t der_bytes, const void *bytes,
                               size_t size_bytes, struct seal_facts *ret);
/* Room for the signature in the PDF: no seal may take more. */
enum { SEAL_ROOM_BYTES_MAX = 128 << 10 };
/** How much room a signature of this seal may take. */
size_t seal_room_bytes(const struct seal *seal, bool stamped);

#endif

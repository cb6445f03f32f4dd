/*
 * files/pdf: pictures, each a JPEG, into one PDF of A4 pages, one a page, upright or across as the
 * picture is, as large as fits. The pictures are laid in as they are, without another loss. The
 * same pictures always make the same bytes.
 */
#ifndef FILES_PDF_H
#define FILES_PDF_H

#include "base/arena.h"

enum { PDF_PAGES_MAX = 50 };

struct jpeg {
    const void *bytes;
    size_t size_bytes;
    int width, height, colours; /* colours: 1 grey, 3 */
};

/** Reads size and colours out of a JPEG's own header. ERR_INVALID "picture.broken". */
MUST_CHECK enum err_kind jpeg_look(const void *bytes, size_t size_bytes, struct jpeg *ret,
                                   struct err *reterr);
/** ERR_LIMIT "pdf.pages", or "file.too_big" beyond what a document may be. */
MUST_CHECK enum err_kind pdf_join(const struct jpeg *pages, size_t count, struct arena *arena,
                                  const void **ret, size_t *ret_size_bytes, struct err *reterr);

#endif

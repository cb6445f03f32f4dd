/*
 * gateway/viewer: what a document looks like: by fengqiao-picture (files/picture.h), which lies
 * beside the program, and poppler's pdfinfo and pdftoppm, each started for one document with limits
 * (gateway/child.h).
 */
#ifndef GATEWAY_VIEWER_H
#define GATEWAY_VIEWER_H

#include "base/arena.h"

enum {
    THUMBNAIL_PIXELS = 320,
    PAGE_PIXELS = 1600, /* the longer side of a page that is read on a screen */
    THUMBNAIL_BYTES_MAX = 256 * 1024,
    PAGE_BYTES_MAX = 8 << 20
};

/** Where fengqiao-picture is: beside this program, or in the folder of its build. NULL: nowhere. */
const char *viewer_program(struct arena *arena);

MUST_CHECK enum err_kind viewer_picture(const char *program, bool thumbnail, const char *media_type,
                                        int turn, const void *bytes, size_t size_bytes,
                                        struct arena *arena, const void **ret,
                                        size_t *ret_size_bytes, struct err *reterr);
MUST_CHECK enum err_kind viewer_pdf_pages(const void *bytes, size_t size_bytes, int64_t *ret,
                                          struct err *reterr);
/** A page as a JPEG, to look at; small for a list. */
MUST_CHECK enum err_kind viewer_pdf_picture(bool thumbnail, int64_t page, const void *bytes,
                                            size_t size_bytes, struct arena *arena,
                                            const void **ret, size_t *ret_size_bytes,
                                            struct err *reterr);

MUST_CHECK enum err_kind viewer_pdf_text(int64_t page, const void *bytes, size_t size_bytes,
                                         struct arena *arena, const void **ret,
                                         size_t *ret_size_bytes, struct err *reterr);
/** 200 dots an inch, grey: what recognisers want. */
MUST_CHECK enum err_kind viewer_pdf_page(int64_t page, const void *bytes, size_t size_bytes,
                                         struct arena *arena, const void **ret,
                                         size_t *ret_size_bytes, struct err *reterr);
/** tesseract, simplified Chinese (packages tesseract-ocr, tesseract-ocr-chi-sim). */
MUST_CHECK enum err_kind viewer_recognise(const void *bytes, size_t size_bytes, struct arena *arena,
                                          const void **ret, size_t *ret_size_bytes,
                                          struct err *reterr);

#endif

/* engine/viewer_port: how documents are looked at; main.c hands it in (gateway/viewer.h). */
#ifndef ENGINE_VIEWER_PORT_H
#define ENGINE_VIEWER_PORT_H

#include "base/arena.h"

/** Bytes out of a program. Every function starts one with limits, and waits for it. ERR_MISSING
 * "child.missing": it is not installed; ERR_INVALID "child.failed": it cannot make anything of the
 * bytes. */
struct viewer_port {
    void *context;
    /** A picture, stood upright and turned clockwise, as a page or a thumbnail: a JPEG. */
    enum err_kind (*picture)(void *context, bool thumbnail, const char *media_type, int turn,
                             const void *bytes, size_t size_bytes, struct arena *arena,
                             const void **ret, size_t *ret_size_bytes, struct err *reterr);
    enum err_kind (*pdf_pages)(void *context, const void *bytes, size_t size_bytes, int64_t *ret,
                               struct err *reterr);
    /** A page, as a JPEG to look at; small for a list. */
    enum err_kind (*pdf_picture)(void *context, bool thumbnail, int64_t page, const void *bytes,
                                 size_t size_bytes, struct arena *arena, const void **ret,
                                 size_t *ret_size_bytes, struct err *reterr);
    /** The text that stands in a page of the file, as the file has it; "" when it is a picture. */
    enum err_kind (*pdf_text)(void *context, int64_t page, const void *bytes, size_t size_bytes,
                              struct arena *arena, const void **ret, size_t *ret_size_bytes,
                              struct err *reterr);
    /** A page as a picture that can be read. */
    enum err_kind (*pdf_page)(void *context, int64_t page, const void *bytes, size_t size_bytes,
                              struct arena *arena, const void **ret, size_t *ret_size_bytes,
                              struct err *reterr);
    /** What a machine reads in a picture of a page. */
    enum err_kind (*recognise)(void *context, const void *bytes, size_t size_bytes,
                               struct arena *arena, const void **ret, size_t *ret_size_bytes,
                               struct err *reterr);
};

#endif

/*
 * files/picture: a photograph into a page that can be read. Used by the program fengqiao-picture
 * alone: pictures come from strangers, so they are decoded in a process of their own that holds
 * nothing and may use little.
 */
#ifndef FILES_PICTURE_H
#define FILES_PICTURE_H

#include "base/err.h"

enum {
    PICTURE_SIDE_MAX = 20000,               /* of what is taken, in pixels */
    PICTURE_PIXELS_MAX = 200 * 1000 * 1000, /* the same, width by height */
    PAGE_SIDE = 2400,                       /* of a page that is made: A4 at 200 dots an inch */
    THUMBNAIL_SIDE = 320
};

/** Is a decoder of it installed? HEIC and WebP have packages of their own (heif-gdk-pixbuf,
 * webp-pixbuf-loader). */
bool picture_is_known(const char *media_type);

/**
 * Decodes, stands it upright as its camera noted, turns it clockwise, lays it on white, makes it as
 * small as `side_max` asks, and encodes it anew as JPEG: what else the file held (place, device,
 * thumbnails, trailing bytes) is gone.
 * @param media_type  of file_sniff(): no other decoder is tried
 * @param turn        0, 90, 180 or 270
 * @return ERR_INVALID "picture.broken"; `*ret` is malloc()ed
 */
MUST_CHECK enum err_kind picture_make(const void *bytes, size_t size_bytes, const char *media_type,
                                      int turn, int side_max, int quality, void **ret,
                                      size_t *ret_size_bytes, struct err *reterr);

#endif

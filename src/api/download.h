/* api/download: bytes of a file on their way out: under their own name, and the part somebody asks
 * for, so that a download that broke off goes on (RFC 9110 section 14). One range; a request for
 * several, or one that cannot be read, gets the whole. */
#ifndef API_DOWNLOAD_H
#define API_DOWNLOAD_H

#include "http/http.h"

enum range_kind {
    RANGE_WHOLE,
    RANGE_PART,   /* 206 with Content-Range */
    RANGE_OUTSIDE /* 416: it begins behind the end */
};

/** `header` is the value of Range, or NULL. For RANGE_PART: where it begins, and how many bytes. */
enum range_kind range_parse(const char *header, size_t size_bytes, size_t *ret_first,
                            size_t *ret_count);

/** Cuts a reply of a whole file to what `range` asks for, while `if_range` (NULL: not given) is
 * still its tag. */
void download_cut(struct http_reply *reply, const char *range, const char *if_range,
                  const char *etag, struct arena *arena);
/** Content-Disposition with that name (RFC 5987, so that Chinese names arrive whole). NULL: memory
 * ran out. */
const char *download_disposition(const char *name, struct arena *arena);

#endif

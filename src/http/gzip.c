/* http/gzip: a body made smaller for the line, by zlib. */
#include "http/http.h"

#include <string.h>
#include <zlib.h>

/* Level 4: of our definitions it leaves a fifth, as level 9 does within a tenth, in half the time.
 */
enum { GZIP_LEVEL = 4, GZIP_WINDOW = 15 + 16, GZIP_MEMORY = 8, SMALL_BYTES = 1024 };

bool http_takes_gzip(const struct http_request *request)
{
    const char *accepted = http_header(request, "Accept-Encoding");
    return accepted && strstr(accepted, "gzip") && !strstr(accepted, "gzip;q=0");
}

void http_reply_gzip(struct http_reply *reply, struct arena *arena)
{
    if (reply->body_bytes < SMALL_BYTES)
        return;
    unsigned char *packed = arena_alloc(arena, reply->body_bytes);
    z_stream stream = {.next_in = (unsigned char *) (uintptr_t) reply->body,
                       .avail_in = (uInt) reply->body_bytes,
                       .next_out = packed,
                       .avail_out = (uInt) reply->body_bytes};
    if (!packed || deflateInit2(&stream, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                                Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    bool smaller = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    size_t packed_bytes = stream.total_out;
    (void) deflateEnd(&stream);
    if (!smaller)
        return;
    reply->body = (const char *) packed;
    reply->body_bytes = packed_bytes;
    http_reply_header(reply, "Content-Encoding", "gzip");
}

/* api/download: see download.h. */
#include "api/download.h"

#include "base/url.h"

/* Digits up to `end`; false: none, or beyond what a size holds. */
static bool take_number(const char **cursor, size_t *ret)
{
    size_t number = 0;
    const char *start = *cursor;
    for (; **cursor >= '0' && **cursor <= '9'; (*cursor)++) {
        if (__builtin_mul_overflow(number, (size_t) 10, &number) ||
            __builtin_add_overflow(number, (size_t) (**cursor - '0'), &number))
            return false;
    }
    *ret = number;
    return *cursor > start;
}

enum range_kind range_parse(const char *header, size_t size_bytes, size_t *ret_first,
                            size_t *ret_count)
{
    static const char unit[] = "bytes=";
    size_t first = 0, last = 0;
    if (!header || !text_starts(header, unit))
        return RANGE_WHOLE;
    const char *cursor = header + strlen(unit);
    bool from = take_number(&cursor, &first);
    if (*cursor++ != '-')
        return RANGE_WHOLE;
    bool to = take_number(&cursor, &last);
    if (*cursor || (!from && !to) || (from && to && last < first))
        return RANGE_WHOLE;
    if (!from) { /* the last so many */
        size_t count = last < size_bytes ? last : size_bytes;
        first = size_bytes - count;
        last = size_bytes - 1;
        if (count == 0)
            return RANGE_OUTSIDE;
    }
    if (first >= size_bytes)
        return RANGE_OUTSIDE;
    if (!to || last >= size_bytes)
        last = size_bytes - 1;
    *ret_first = first;
    *ret_count = last - first + 1;
    return RANGE_PART;
}

void download_cut(struct http_reply *reply, const char *range, const char *if_range,
                  const char *etag, struct arena *arena)
{
    size_t size_bytes = reply->body_bytes, first = 0, count = 0;
    bool same = !if_range || text_equal(if_range, etag);
    enum range_kind kind = same ? range_parse(range, size_bytes, &first, &count) : RANGE_WHOLE;
    http_reply_header(reply, "Accept-Ranges", "bytes");
    if (kind == RANGE_PART) {
        reply->status = 206;
        reply->body += first;
        reply->body_bytes = count;
        http_reply_header(
            reply, "Content-Range",
            arena_printf(arena, "bytes %zu-%zu/%zu", first, first + count - 1, size_bytes));
    } else if (kind == RANGE_OUTSIDE) {
        reply->status = 416;
        reply->body = "";
        reply->body_bytes = 0;
        http_reply_header(reply, "Content-Range", arena_printf(arena, "bytes */%zu", size_bytes));
    }
}

const char *download_disposition(const char *name, struct arena *arena)
{
    struct text text;
    text_init(&text, arena, 4000);
    text_add(&text, "attachment; filename*=UTF-8''");
    text_add_escaped(&text, name);
    return text_done(&text);
}

/* gateway/timestamp: the stamping authority, over HTTP (RFC 3161 section 3.4). */
#include "gateway/exchange.h"
#include "gateway/gateway.h"

enum { REPLY_BYTES_MAX = 64 << 10, SECONDS_MAX = 15 };

enum err_kind timestamp_ask(const char *url, const void *question, size_t question_bytes,
                            struct arena *arena, const void **ret, size_t *ret_bytes,
                            struct err *reterr)
{
    struct exchange exchange = {.method = "POST",
                                .url = url,
                                .headers = {"Content-Type: application/timestamp-query"},
                                .body = question,
                                .body_bytes = question_bytes,
                                .reply_bytes_max = REPLY_BYTES_MAX,
                                .seconds_max = SECONDS_MAX};
    enum err_kind kind = exchange_run(&exchange, arena, reterr);
    if (!kind && exchange.status != 200)
        kind = err_set(reterr, ERR_BUSY, "timestamp.unreachable", "the authority answered %ld",
                       exchange.status);
    *ret = exchange.reply;
    *ret_bytes = exchange.reply_bytes;
    return kind;
}

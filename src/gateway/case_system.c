/* gateway/case_system: the exchanges; see case_system.h. */
#include "gateway/case_system.h"

#include "gateway/exchange.h"

enum { REPLY_BYTES_MAX = 1 << 20 };

static bool set_headers(struct exchange *exchange, const struct case_connection *connection,
                        const char *key, struct arena *arena)
{
    size_t count = 0;
    exchange->headers[count++] = "Accept: application/json";
    if (exchange->body)
        exchange->headers[count++] = "Content-Type: application/json";
    if (key)
        exchange->headers[count++] = arena_printf(arena, "Idempotency-Key: %s", key);
    if (connection->token)
        exchange->headers[count++] =
            arena_printf(arena, "Authorization: Bearer %s", connection->token);
    for (size_t i = 0; i < count; i++) {
        if (!exchange->headers[i])
            return false;
    }
    return true;
}

enum err_kind case_system_send(const struct case_connection *connection, const char *key,
                               const char *json, struct arena *arena, struct value **ret,
                               struct err *reterr)
{
    struct exchange exchange = {.method = "POST",
                                .url = arena_printf(arena, "%s/cases", connection->url),
                                .body = json,
                                .body_bytes = strlen(json),
                                .reply_bytes_max = REPLY_BYTES_MAX,
                                .seconds_max = connection->seconds,
                                .authorities_file = connection->authorities_file};
    if (!exchange.url || !set_headers(&exchange, connection, key, arena))
        return arena_full(reterr);
    enum err_kind kind = exchange_run(&exchange, arena, reterr);
    if (kind == ERR_LIMIT)
        return err_set(reterr, ERR_BUSY, "case_system.garbage",
                       "the case system's reply is too long");
    if (kind)
        return kind;
    if (exchange.status == 409 || exchange.status == 422)
        return err_set(reterr, ERR_CONFLICT, "case_system.refused", "%.190s",
                       case_reply_reason(exchange.reply, exchange.reply_bytes, arena));
    if (exchange.status < 200 || exchange.status > 202)
        return err_set(reterr, ERR_BUSY, "case_system.failed", "the case system answered %ld",
                       exchange.status);
    return case_reply_sent(exchange.reply, exchange.reply_bytes, arena, ret, reterr);
}

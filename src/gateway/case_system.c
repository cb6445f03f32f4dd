/* gateway/case_system: the exchanges; see case_system.h. */
#include "gateway/case_system.h"

#include "base/url.h"
#include "gateway/exchange.h"

enum { REPLY_BYTES_MAX = 4 << 20, URL_BYTES_MAX = 4096 };

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

static enum err_kind run(struct exchange *exchange, const struct case_connection *connection,
                         const char *key, struct arena *arena, struct err *reterr)
{
    exchange->reply_bytes_max = REPLY_BYTES_MAX;
    exchange->seconds_max = connection->seconds;
    exchange->authorities_file = connection->authorities_file;
    if (!exchange->url || !set_headers(exchange, connection, key, arena))
        return arena_full(reterr);
    enum err_kind kind = exchange_run(exchange, arena, reterr);
    return kind == ERR_LIMIT ? err_set(reterr, ERR_BUSY, "case_system.garbage",
                                       "the case system's reply is too long")
                             : kind;
}

static enum err_kind failed(const struct exchange *exchange, struct err *reterr)
{
    return err_set(reterr, ERR_BUSY, "case_system.failed", "the case system answered %ld",
                   exchange->status);
}

enum err_kind case_system_send(const struct case_connection *connection, const char *key,
                               const char *json, struct arena *arena, struct value **ret,
                               struct err *reterr)
{
    struct exchange exchange = {.method = "POST",
                                .url = arena_printf(arena, "%s/cases", connection->url),
                                .body = json,
                                .body_bytes = strlen(json)};
    enum err_kind kind = run(&exchange, connection, key, arena, reterr);
    if (kind)
        return kind;
    if (exchange.status == 409 || exchange.status == 422)
        return err_set(reterr, ERR_CONFLICT, "case_system.refused", "%.190s",
                       case_reply_reason(exchange.reply, exchange.reply_bytes, arena));
    if (exchange.status < 200 || exchange.status > 202)
        return failed(&exchange, reterr);
    return case_reply_sent(exchange.reply, exchange.reply_bytes, arena, ret, reterr);
}

static void add_pair(struct text *url, const char *name, const char *value)
{
    text_add(url, name);
    text_add_escaped(url, value);
}

enum err_kind case_system_page(const struct case_connection *connection, const char *what,
                               const char *court, const char *since, const char *after,
                               struct arena *arena, struct value **ret, struct err *reterr)
{
    struct text url;
    text_init(&url, arena, URL_BYTES_MAX);
    text_add_format(&url, "%s/%s?limit=%d", connection->url, what, CASE_PAGE_MAX);
    add_pair(&url, "&court=", court);
    add_pair(&url, "&after=", after);
    if (since)
        add_pair(&url, "&since=", since);
    struct exchange exchange = {.method = "GET", .url = text_done(&url)};
    enum err_kind kind = run(&exchange, connection, NULL, arena, reterr);
    if (!kind && exchange.status != 200)
        kind = failed(&exchange, reterr);
    return kind ? kind
                : case_reply_page(exchange.reply, exchange.reply_bytes, court, arena, ret, reterr);
}

/* gateway/exchange: see exchange.h. */
#include "gateway/exchange.h"

#include "base/text.h"

#include <curl/curl.h>

enum { CONNECT_SECONDS = 5 };

struct receiving {
    struct text text;
    size_t bytes_max;
    bool too_long;
};

bool exchange_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; }

/* Fewer bytes than were given end the transfer. */
static size_t receive(char *bytes, size_t size, size_t count, void *context)
{
    struct receiving *receiving = context;
    if (size * count > receiving->bytes_max - receiving->text.length) {
        receiving->too_long = true;
        return 0;
    }
    text_add_bytes(&receiving->text, bytes, size * count);
    return receiving->text.failed ? 0 : size * count;
}

static struct curl_slist *header_list(const struct exchange *exchange)
{
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < EXCHANGE_HEADERS_MAX && exchange->headers[i]; i++) {
        struct curl_slist *longer = curl_slist_append(list, exchange->headers[i]);
        if (!longer) {
            curl_slist_free_all(list);
            return NULL;
        }
        list = longer;
    }
    return list;
}

static bool prepare(CURL *curl, const struct exchange *exchange, struct curl_slist *headers,
                    struct receiving *receiving)
{
    bool good =
        curl_easy_setopt(curl, CURLOPT_URL, exchange->url) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, exchange->method) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, exchange->seconds_max) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long) CONNECT_SECONDS) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive) == CURLE_OK &&
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, receiving) == CURLE_OK;
    if (good && exchange->body)
        good = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                                (curl_off_t) exchange->body_bytes) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_POSTFIELDS, exchange->body) == CURLE_OK;
    if (good && exchange->authorities_file)
        good = curl_easy_setopt(curl, CURLOPT_CAINFO, exchange->authorities_file) == CURLE_OK;
    return good;
}

static enum err_kind tell(CURL *curl, struct exchange *exchange, struct receiving *receiving,
                          struct arena *arena, struct err *reterr)
{
    const char *type = NULL;
    (void) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &exchange->status);
    (void) curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    exchange->reply = text_done(&receiving->text);
    exchange->reply_bytes = receiving->text.length;
    exchange->reply_type = arena_copy(arena, type ? type : "");
    return exchange->reply_type && exchange->reply ? ERR_NONE : arena_full(reterr);
}

enum err_kind exchange_run(struct exchange *exchange, struct arena *arena, struct err *reterr)
{
    struct receiving receiving = {.bytes_max = exchange->reply_bytes_max};
    text_init(&receiving.text, arena, exchange->reply_bytes_max + 1); /* and its NUL */
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = header_list(exchange);
    enum err_kind kind = ERR_NONE;
    if (!curl || (exchange->headers[0] && !headers) ||
        !prepare(curl, exchange, headers, &receiving))
        kind = err_set(reterr, ERR_STORE, "peer.library", "the exchange cannot be set up");
    CURLcode code = kind ? CURLE_OK : curl_easy_perform(curl);
    if (!kind && receiving.too_long)
        kind = err_set(reterr, ERR_LIMIT, "peer.too_long", "the peer's reply is above %zu bytes",
                       exchange->reply_bytes_max);
    else if (!kind && code)
        kind = err_set(reterr, ERR_BUSY, "peer.unreachable", "%s", curl_easy_strerror(code));
    if (!kind)
        kind = tell(curl, exchange, &receiving, arena, reterr);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return kind;
}

/* gateway/sms: text messages through Kannel's sendsms, which carriers' own gateways imitate. */
#include "base/url.h"
#include "gateway/exchange.h"
#include "gateway/outgoing.h"

enum {
    REPLY_BYTES_MAX = 4096,
    SECONDS_MAX = 10,
    URL_BYTES_MAX = 64 * 1024,
    REPORTS_WANTED = 31 /* delivered, undelivered, buffered, taken or refused by the carrier */
};

static void add(struct text *url, const char *name, const char *value)
{
    text_add_format(url, "&%s=", name);
    text_add_escaped(url, value);
}

static const char *address_of(const struct sms_settings *settings, const struct letter *letter,
                              struct arena *arena)
{
    const char *text = *letter->sender
                           ? arena_printf(arena, "【%s】%s", letter->sender, letter->text)
                           : letter->text;
    struct text url;
    text_init(&url, arena, URL_BYTES_MAX);
    text_add_format(&url, "%s?coding=2&charset=UTF-8", settings->url);
    if (settings->login.name) {
        add(&url, "username", settings->login.name);
        add(&url, "password", settings->login.password);
    }
    if (settings->from)
        add(&url, "from", settings->from);
    add(&url, "to", letter->address);
    add(&url, "text", text ? text : "");
    if (settings->report_url) {
        /* %d is the gateway's: it puts the kind of the report there. */
        const char *report = arena_printf(arena, "%s/api/v1/reports/sms?reference=%s&type=%%d",
                                          settings->report_url, letter->reference);
        text_add_format(&url, "&dlr-mask=%d", REPORTS_WANTED);
        add(&url, "dlr-url", report ? report : "");
    }
    return text ? text_done(&url) : NULL;
}

enum err_kind sms_send(const struct sms_settings *settings, const struct letter *letter,
                       struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct exchange exchange = {.method = "GET",
                                .url = address_of(settings, letter, &arena),
                                .reply_bytes_max = REPLY_BYTES_MAX,
                                .seconds_max = SECONDS_MAX};
    if (!exchange.url)
        return arena_full(reterr);
    enum err_kind kind = exchange_run(&exchange, &arena, reterr);
    if (kind)
        return err_set(reterr, ERR_BUSY, "sms.later", "the SMS gateway does not answer");
    if (exchange.status >= 200 && exchange.status < 300)
        return ERR_NONE;
    /* 403 is a wrong login, which somebody will mend; only 400 speaks of this message. */
    return exchange.status == 400
               ? err_set(reterr, ERR_INVALID, "sms.refused", "the SMS gateway refused the message")
               : err_set(reterr, ERR_BUSY, "sms.later", "the SMS gateway answered %ld",
                         exchange.status);
}

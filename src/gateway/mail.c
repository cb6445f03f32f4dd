/* gateway/mail: e-mail through the court's mail server (RFC 5321, 5322), by libcurl. */
#include "base/text.h"
#include "crypto/base64url.h"
#include "gateway/outgoing.h"

#include <curl/curl.h>
#include <time.h>

enum { SECONDS_MAX = 15, HEADER_BYTES_MAX = 16 * 1024, WORD_BYTES = 45, HEADERS_MAX = 8 };

/* A text in a header (RFC 2047, "B"): words of whole characters, each at most 75 bytes long. */
static void add_header_text(struct text *out, const char *value)
{
    while (*value) {
        size_t length = strnlen(value, WORD_BYTES);
        while (length && ((uint8_t) value[length] & 0xc0) == 0x80)
            length--;
        if (!length)
            break; /* no UTF-8 */
        text_add(out, "=?UTF-8?B?");
        const char *code = base64_encode(out->arena, value, length);
        if (!code)
            out->failed = true;
        text_add(out, code ? code : "");
        text_add(out, "?=");
        value += length;
        if (*value)
            text_add(out, "\r\n ");
    }
}

/* No header of ours may be ended, or begun, by what somebody typed. */
static bool is_address(const char *address)
{
    const char *at = strchr(address, '@');
    for (const char *c = address; *c; c++) {
        if ((uint8_t) *c <= ' ' || (uint8_t) *c >= 0x7f || strchr("<>\"\\,;:()[]", *c))
            return false;
    }
    return at && at > address && at[1] && !strchr(at + 1, '@');
}

/* The lines above the letter; curl adds those of its encoding. False: memory ran out. */
static bool add_headers(const struct mail_settings *settings, const struct letter *letter,
                        struct arena *arena, struct curl_slist **list)
{
    char date[64];
    time_t now = time(NULL);
    struct tm parts;
    (void) gmtime_r(&now, &parts);
    (void) strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &parts);
    struct text from, subject;
    text_init(&from, arena, HEADER_BYTES_MAX);
    text_init(&subject, arena, HEADER_BYTES_MAX);
    text_add(&from, "From: ");
    add_header_text(&from, letter->sender);
    text_add_format(&from, " <%s>", settings->from);
    text_add(&subject, "Subject: ");
    add_header_text(&subject, letter->title);
    const char *const lines[HEADERS_MAX] = {
        arena_printf(arena, "Date: %s", date), text_done(&from),
        arena_printf(arena, "To: <%s>", letter->address), text_done(&subject),
        arena_printf(arena, "Message-ID: <%s%s>", letter->reference, strchr(settings->from, '@')),
        /* Nobody's absence note is an answer to the court (RFC 3834). */
        "Auto-Submitted: auto-generated"};
    for (size_t i = 0; i < HEADERS_MAX - 2; i++) {
        struct curl_slist *longer = lines[i] ? curl_slist_append(*list, lines[i]) : NULL;
        if (!longer)
            return false;
        *list = longer;
    }
    return true;
}

/* One part, plain text, base64: lines of any length and any character arrive as they are. */
static bool add_text(CURL *curl, const char *text, curl_mime **ret)
{
    *ret = curl_mime_init(curl);
    curl_mimepart *part = *ret ? curl_mime_addpart(*ret) : NULL;
    return part && curl_mime_data(part, text, CURL_ZERO_TERMINATED) == CURLE_OK &&
           curl_mime_type(part, "text/plain; charset=UTF-8") == CURLE_OK &&
           curl_mime_encoder(part, "base64") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_MIMEPOST, *ret) == CURLE_OK;
}

struct envelope {
    const char *from;
    struct curl_slist *to, *headers;
    curl_mime *text;
};

static bool prepare(CURL *curl, const struct mail_settings *settings,
                    const struct envelope *envelope)
{
    const struct peer_login *login = &settings->login;
    bool good = curl_easy_setopt(curl, CURLOPT_URL, settings->url) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_MAIL_FROM, envelope->from) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, envelope->to) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_HTTPHEADER, envelope->headers) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long) SECONDS_MAX) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
    /* A password goes over TLS or not at all; a letter prefers it. */
    if (good)
        good = curl_easy_setopt(curl, CURLOPT_USE_SSL,
                                (long) (login->name ? CURLUSESSL_ALL : CURLUSESSL_TRY)) == CURLE_OK;
    if (good && login->name)
        good = curl_easy_setopt(curl, CURLOPT_USERNAME, login->name) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_PASSWORD, login->password) == CURLE_OK;
    return good;
}

static enum err_kind perform(CURL *curl, struct err *reterr)
{
    CURLcode code = curl_easy_perform(curl);
    long status = 0;
    (void) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (!code)
        return ERR_NONE;
    return status >= 500 ? err_set(reterr, ERR_INVALID, "mail.refused",
                                   "the mail server answered %ld", status)
                         : err_set(reterr, ERR_BUSY, "mail.later", "%s (%ld)",
                                   curl_easy_strerror(code), status);
}

enum err_kind mail_send(const struct mail_settings *settings, const struct letter *letter,
                        struct err *reterr)
{
    if (!is_address(letter->address))
        return err_set(reterr, ERR_INVALID, "mail.refused", "no e-mail address");
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const char *to = arena_printf(&arena, "<%s>", letter->address);
    struct envelope envelope = {.from = arena_printf(&arena, "<%s>", settings->from),
                                .to = to ? curl_slist_append(NULL, to) : NULL};
    CURL *curl = curl_easy_init();
    bool good = curl && envelope.from && envelope.to &&
                add_headers(settings, letter, &arena, &envelope.headers) &&
                add_text(curl, letter->text, &envelope.text) && prepare(curl, settings, &envelope);
    enum err_kind kind =
        good ? perform(curl, reterr)
             : err_set(reterr, ERR_STORE, "peer.library", "the letter cannot be set up");
    curl_mime_free(envelope.text);
    curl_slist_free_all(envelope.headers);
    curl_slist_free_all(envelope.to);
    curl_easy_cleanup(curl);
    return kind;
}

/* base/url: see url.h. */
#include "base/url.h"

void text_add_escaped(struct text *text, const char *value)
{
    static const char bare[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    for (; *value; value++) {
        if (strchr(bare, *value))
            text_add_bytes(text, value, 1);
        else
            text_add_format(text, "%%%02X", (unsigned) (unsigned char) *value);
    }
}

bool url_is_protected(const char *url)
{
    static const char *const hosts[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
    if (text_starts(url, "https://"))
        return true;
    for (size_t i = 0; i < COUNT_OF(hosts); i++) {
        /* What stands before an @ is a name, and the host comes behind it. */
        if (text_starts(url, hosts[i]) && strchr(":/", url[strlen(hosts[i])]))
            return !strchr(url, '@');
    }
    return false;
}

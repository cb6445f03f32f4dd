/* base/url: addresses of peers, and values that go into them. */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "base/text.h"

/** Everything but unreserved characters (RFC 3986, 2.3) as %XX. */
void text_add_escaped(struct text *text, const char *value);
/** Whether what is sent there is read by nobody under way: https, or http on this very machine. */
bool url_is_protected(const char *url);

#endif

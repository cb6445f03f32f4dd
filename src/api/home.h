/* api/home: the portal's first screen as the server draws it; see home.c. */
#ifndef API_HOME_H
#define API_HOME_H

#include "engine/engine.h"

struct home;

/** From the bytes of home.json, which need stay no longer. ERR_SYNTAX, ERR_STORE "api.pages". */
MUST_CHECK enum err_kind home_read(const char *json, size_t size_bytes, struct arena *arena,
                                   struct home **ret, struct err *reterr);

/** "'sha256-…'" of its "script" or "style", for a Content-Security-Policy (CSP level 2, 8.2). NULL:
 * it has none. */
const char *home_hash(const struct home *home, const char *what);

/** The whole page, HTML, for somebody who is not signed in and reads Chinese, by the definitions in
 * force now; `hotline` is what people call. NULL: memory ran out. */
const char *home_draw(const struct home *home, const struct engine *engine, const char *hotline,
                      struct arena *arena);

#endif

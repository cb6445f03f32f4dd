/*
 * gateway/connections: what the files that name peers have in common: case systems, other courts'
 * platforms, ways of paying. A file is read whole when the server starts; a mistake in it is named
 * and nothing starts.
 */
#ifndef GATEWAY_CONNECTIONS_H
#define GATEWAY_CONNECTIONS_H

#include "base/value.h"

/** A file of at most `bytes_max` bytes, with a NUL behind them, in arena. ERR_STORE `code`. */
MUST_CHECK enum err_kind connection_file(const char *path, size_t bytes_max, const char *code,
                                         struct arena *arena, char **ret, size_t *ret_bytes,
                                         struct err *reterr);
/** The same, as JSON. */
MUST_CHECK enum err_kind connection_json(const char *path, size_t bytes_max, const char *code,
                                         struct arena *arena, struct value **ret,
                                         struct err *reterr);
/** The first member of a map that is not among `members`; NULL: all are known. */
const char *connection_stranger(const struct value *map, const char *const *members, size_t count);
/** Codes of courts, each whole or its beginning with '*' behind it. False: one is malformed, or
 * there are more than `max`. */
MUST_CHECK bool connection_courts(const struct value *list, const char **ret, size_t max,
                                  size_t *ret_count);
/** How much of a court's code such a code pins down, to choose the closest; 0: it does not fit. */
size_t connection_court_fit(const char *named, const char *court);
/** https, or http to this very machine, where personal data goes in the clear to nobody else; no
 * query, shorter than 500 bytes. */
bool connection_url_fits(const char *url);
/** Without a slash at the end. NULL: memory ran out. */
const char *connection_url(const char *url, struct arena *arena);

#endif

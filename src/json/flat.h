/*
 * json/flat: one object without objects in it, read in place: for lines that come by the million.
 *
 * The gate refuses the same things as for json_parse(); then names and strings are pointed at where
 * they stand, without a tree. A list may hold strings only.
 */
#ifndef JSON_FLAT_H
#define JSON_FLAT_H

#include "json/json.h"

enum json_flat_type { FLAT_NULL, FLAT_FLAG, FLAT_INT, FLAT_TEXT, FLAT_LIST };

enum { JSON_FLAT_FIELDS_MAX = 24, JSON_FLAT_LIST_MAX = 64 };

struct json_flat_field {
    const char *name;
    enum json_flat_type type;
    int64_t integer;         /* also of a flag: 0 or 1 */
    const char *text;        /* UTF-8, unescaped */
    const char *const *list; /* of `count` texts */
    size_t count;
};

struct json_flat {
    size_t count;
    struct json_flat_field fields[JSON_FLAT_FIELDS_MAX];
};

/**
 * Reads `bytes`, which it changes and which must outlive `ret`; lists are in `arena`.
 * @return ERR_SYNTAX "json.syntax" as json_parse() says, "json.flat" (no object, an object or a
 *         number inside), ERR_LIMIT "json.limit" (too many fields or items, too long)
 */
MUST_CHECK enum err_kind json_flat_read(char *bytes, size_t size_bytes, struct arena *arena,
                                        struct json_flat *ret, struct err *reterr);

#endif

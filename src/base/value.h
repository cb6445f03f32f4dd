/*
 * base/value: the one tree that carries a person's answers through the house.
 *
 * json/ reads it and writes it, definition/ checks it field by field, workflow/ guards look at it,
 * paper/ fills templates from it, store/ keeps it. There are no fractions: money is integer fen,
 * dates are text "2026-11-24", moments are text RFC 3339. A tree and all its texts belong to one
 * arena and are not changed by those who only read it.
 */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include "base/arena.h"

enum value_type { VALUE_NULL, VALUE_BOOL, VALUE_INT, VALUE_TEXT, VALUE_LIST, VALUE_MAP };

struct value {
    enum value_type type;
    bool boolean;
    int64_t integer;
    const char *text; /* UTF-8, NUL-terminated, VALUE_TEXT only */
    size_t count;     /* items of a list or a map */
    size_t capacity;
    struct value **items; /* children in order, list and map */
    const char **names;   /* map only: names[i] belongs to items[i]; unique */
};

/** The shared null; also what the getters below return for "not there". Never NULL. */
extern const struct value value_null;

MUST_CHECK struct value *value_new_bool(struct arena *arena, bool boolean);
MUST_CHECK struct value *value_new_int(struct arena *arena, int64_t integer);
/** Copies `text`; NULL gives a null value. */
MUST_CHECK struct value *value_new_text(struct arena *arena, const char *text);
MUST_CHECK struct value *value_new_list(struct arena *arena);
MUST_CHECK struct value *value_new_map(struct arena *arena);

/** Appends. False when memory ran out. `child` NULL counts as memory ran out, so calls nest. */
MUST_CHECK bool value_add(struct arena *arena, struct value *list, struct value *child);
/** Sets or replaces by name (copied), keeping the order of first setting. False: out of memory. */
MUST_CHECK bool value_set(struct arena *arena, struct value *map, const char *name,
                          struct value *child);
/** The same with a new text (NULL: null), number or truth. */
MUST_CHECK bool value_set_text(struct arena *arena, struct value *map, const char *name,
                               const char *text);
MUST_CHECK bool value_set_int(struct arena *arena, struct value *map, const char *name,
                              int64_t integer);
MUST_CHECK bool value_set_bool(struct arena *arena, struct value *map, const char *name,
                               bool boolean);
/** The same with a text that is left out when it is NULL. */
MUST_CHECK bool value_set_given(struct arena *arena, struct value *map, const char *name,
                                const char *text);
/** Deep copy into `arena`. NULL: out of memory. */
MUST_CHECK struct value *value_copy(struct arena *arena, const struct value *value);

/** The child called `name`, or &value_null (also when `map` is NULL or no map). */
const struct value *value_get(const struct value *map, const char *name);
/** The child at `index`, or &value_null. */
const struct value *value_at(const struct value *list, size_t index);
/** Follows "plaintiffs[0].name"; &value_null when any step is missing or malformed. */
const struct value *value_path(const struct value *root, const char *path);
/** Text of a text value, else NULL. */
const char *value_text(const struct value *value);
/** Integer of an int value, else `otherwise`. */
int64_t value_int(const struct value *value, int64_t otherwise);
/** True only for boolean true. */
bool value_true(const struct value *value);
/** The text of that name in a map; "" when there is none. */
const char *value_text_of(const struct value *map, const char *name);
/** Does a list hold this text? False for what is no list. */
bool value_has_text(const struct value *list, const char *text);
bool value_is_null(const struct value *value);
bool value_equal(const struct value *left, const struct value *right);

#endif

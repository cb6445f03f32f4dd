/*
 * base/arena: memory that lives exactly as long as one request, one job or one definition.
 *
 * Everything a handler builds goes here; nothing in it is freed one by one. An arena is used by
 * one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/err.h"

#include <stdarg.h>

struct arena_block;

/** `limit_bytes` is the most one request may use: past it, calls return NULL. */
struct arena {
    struct arena_block *newest;
    size_t used_bytes;
    size_t limit_bytes;
};

void arena_init(struct arena *arena, size_t limit_bytes);

/** Zeroed and aligned for any type. NULL when the limit is reached or malloc fails. */
MUST_CHECK void *arena_alloc(struct arena *arena, size_t size_bytes);
/** The same, not zeroed: for bytes that are written at once. */
MUST_CHECK void *arena_room(struct arena *arena, size_t size_bytes);
/** Like arena_alloc(), for `count` items; NULL also when the product overflows. */
MUST_CHECK void *arena_array(struct arena *arena, size_t count, size_t item_bytes);
MUST_CHECK char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
/** Copies NUL-terminated `text`. NULL in, NULL out. */
MUST_CHECK char *arena_copy(struct arena *arena, const char *text);
/** Copies `size_bytes` bytes and adds a NUL that is not counted. */
MUST_CHECK char *arena_copy_bytes(struct arena *arena, const void *bytes, size_t size_bytes);

/** The error every caller of the above returns on NULL. */
MUST_CHECK static inline enum err_kind arena_full(struct err *reterr)
{
    return err_set(reterr, ERR_LIMIT, "request.memory",
                   "the request needs more memory than allowed");
}

/** Frees everything; the arena may be used again. Accepts a zeroed struct. */
void arena_release(struct arena *arena);

#define ARENA_SCOPED __attribute__((cleanup(arena_release))) struct arena

#endif

/* base/arena: blocks that grow, one release. Not for memory that outlives a request or a job. */
#include "base/arena.h"

#include <assert.h>

enum { BLOCK_BYTES = 16 * 1024, SHORT_BYTES = 128 };

struct arena_block {
    struct arena_block *older;
    size_t size_bytes;
    size_t used_bytes;
    max_align_t memory[];
};

void arena_init(struct arena *arena, size_t limit_bytes)
{
    *arena = (struct arena){.limit_bytes = limit_bytes};
}

static struct arena_block *block_add(struct arena *arena, size_t need_bytes)
{
    size_t size_bytes = need_bytes > BLOCK_BYTES ? need_bytes : BLOCK_BYTES;
    struct arena_block *block = malloc(sizeof *block + size_bytes);
    if (!block)
        return NULL;

    block->older = arena->newest;
    block->size_bytes = size_bytes;
    block->used_bytes = 0;
    arena->newest = block;
    return block;
}

void *arena_room(struct arena *arena, size_t size_bytes)
{
    const size_t unit = _Alignof(max_align_t);
    size_t left_bytes = arena->limit_bytes - arena->used_bytes;
    if (size_bytes > left_bytes)
        return NULL;

    size_t rounded = (size_bytes + unit - 1) / unit * unit;
    if (rounded > left_bytes)
        return NULL;

    struct arena_block *block = arena->newest;
    if (!block || rounded > block->size_bytes - block->used_bytes)
        block = block_add(arena, rounded);
    if (!block)
        return NULL;

    char *memory = (char *) block->memory + block->used_bytes;
    block->used_bytes += rounded;
    arena->used_bytes += rounded;
    assert(arena->used_bytes <= arena->limit_bytes);
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size_bytes)
{
    void *memory = arena_room(arena, size_bytes);
    if (memory)
        memset(memory, 0, size_bytes);
    return memory;
}

void *arena_array(struct arena *arena, size_t count, size_t item_bytes)
{
    size_t size_bytes;
    if (__builtin_mul_overflow(count, item_bytes, &size_bytes))
        return NULL;
    return arena_alloc(arena, size_bytes);
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    char most[SHORT_BYTES]; /* most fit, and are then written once */
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(most, sizeof most, format, args);
    char *text = length < 0 ? NULL : arena_room(arena, (size_t) length + 1);
    if (text && (size_t) length < sizeof most)
        memcpy(text, most, (size_t) length + 1);
    else if (text)
        (void) vsnprintf(text, (size_t) length + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}

char *arena_copy_bytes(struct arena *arena, const void *bytes, size_t size_bytes)
{
    if (size_bytes == SIZE_MAX)
        return NULL;
    char *copy = arena_room(arena, size_bytes + 1);
    if (copy && size_bytes)
        memcpy(copy, bytes, size_bytes);
    if (copy)
        copy[size_bytes] = '\0';
    return copy;
}

char *arena_copy(struct arena *arena, const char *text)
{
    return text ? arena_copy_bytes(arena, text, strlen(text)) : NULL;
}

void arena_release(struct arena *arena)
{
    struct arena_block *block = arena->newest;
    while (block) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    arena->newest = NULL;
    arena->used_bytes = 0;
}

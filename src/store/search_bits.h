/*
 * store/search_bits: which matters of a block hold a term, as bits in memory and as bytes on disk:
 * up to 511 places of two bytes each, in order, or a map of 1,024 bytes. Private to search*.c.
 */
#ifndef STORE_SEARCH_BITS_H
#define STORE_SEARCH_BITS_H

#include "store/search.h"

enum { BLOCK_BITS = 13, BLOCK_DOCS = 1 << BLOCK_BITS, BLOCK_WORDS = BLOCK_DOCS / 64 };
enum { BLOCK_KEY_BITS = 20, MAP_BYTES = BLOCK_DOCS / 8 };
#define BLOCKS_MAX (INT64_C(1) << BLOCK_KEY_BITS)

struct search_bits {
    uint64_t words[BLOCK_WORDS];
};

static inline int64_t posting_id(uint64_t term, int64_t block)
{
    return (int64_t) (term << BLOCK_KEY_BITS) | block;
}
static inline int64_t block_of_posting(int64_t id) { return id & (BLOCKS_MAX - 1); }

static inline void bits_set(struct search_bits *bits, size_t place)
{
    bits->words[place / 64] |= UINT64_C(1) << place % 64;
}
static inline void bits_clear(struct search_bits *bits, size_t place)
{
    bits->words[place / 64] &= ~(UINT64_C(1) << place % 64);
}
static inline bool bits_get(const struct search_bits *bits, size_t place)
{
    return bits->words[place / 64] >> place % 64 & 1;
}

/** Of an entry: its pairs and tokens in order, each once. */
struct search_terms {
    uint64_t *items;
    size_t count;
};
/** False: memory ran out. */
bool search_terms(struct arena *arena, const char *body, const uint64_t *tokens, size_t count,
                  struct search_terms *ret);
/** Tokens as they lie in a row; NULL: memory ran out. */
const uint64_t *search_read_tokens(struct arena *arena, const struct db_value *cell,
                                   size_t *ret_count);

/** Adds what the bytes say. */
void bits_read(struct search_bits *bits, const struct db_value *docs);
/** NULL: memory ran out. No bytes when no bit is set. */
MUST_CHECK const uint8_t *bits_write(const struct search_bits *bits, struct arena *arena,
                                     size_t *ret_bytes);

#endif

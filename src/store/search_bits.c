/* store/search_bits: see search_bits.h. */
#include "store/search_bits.h"

void bits_read(struct search_bits *bits, const struct db_value *docs)
{
    const uint8_t *bytes = (const uint8_t *) docs->text;
    if (docs->size_bytes == MAP_BYTES) {
        for (size_t i = 0; i < MAP_BYTES; i++)
            bits->words[i / 8] |= (uint64_t) bytes[i] << 8 * (i % 8);
        return;
    }
    for (size_t i = 0; i + 1 < docs->size_bytes; i += 2)
        bits_set(bits, ((size_t) bytes[i] << 8 | bytes[i + 1]) % BLOCK_DOCS);
}

const uint8_t *bits_write(const struct search_bits *bits, struct arena *arena, size_t *ret_bytes)
{
    size_t count = 0, at = 0;
    for (size_t i = 0; i < BLOCK_WORDS; i++)
        count += (size_t) __builtin_popcountll(bits->words[i]);
    *ret_bytes = 2 * count < MAP_BYTES ? 2 * count : MAP_BYTES;
    uint8_t *bytes = arena_alloc(arena, *ret_bytes + 1);
    if (!bytes)
        return NULL;
    if (*ret_bytes == MAP_BYTES) {
        for (size_t i = 0; i < MAP_BYTES; i++)
            bytes[i] = (uint8_t) (bits->words[i / 8] >> 8 * (i % 8));
        return bytes;
    }
    for (size_t i = 0; i < BLOCK_DOCS; i++) {
        if (!bits_get(bits, i))
            continue;
        bytes[at++] = (uint8_t) (i >> 8);
        bytes[at++] = (uint8_t) i;
    }
    return bytes;
}

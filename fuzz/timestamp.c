/* fuzz/timestamp: a token somebody hands in, and an authority's answer: neither passes by chance.
 */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "crypto/timestamp.h"

enum { ARENA_BYTES = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct timestamp_facts facts;
    const void *question = NULL;
    const char *token = NULL;
    size_t question_bytes = 0;
    char *hex = size_bytes < ARENA_BYTES / 8 ? arena_alloc(&arena, 2 * size_bytes + 1) : NULL;
    if (!hex || !crypto_start() ||
        timestamp_question("a text nobody stamped", 21, &arena, &question, &question_bytes, NULL))
        return 0;
    text_hex(bytes, size_bytes, hex);
    assert(!timestamp_holds(hex, "a text nobody stamped", 21, NULL, &facts));
    assert(
        timestamp_accept(question, question_bytes, bytes, size_bytes, NULL, &arena, &token, NULL));
    return 0;
}

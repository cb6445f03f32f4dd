/* fuzz/words: whatever a program says it read, what is kept is short, well-formed, without
 * controls, and stays as it is when it is tidied again. */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "files/words.h"

#include <string.h>

enum { ARENA_BYTES = 16 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    if (size_bytes > ARENA_BYTES / 8)
        return 0;
    const char *text = words_tidy(bytes, size_bytes, &arena);
    assert(text && strlen(text) < WORDS_BYTES_MAX && text_is_utf8(text, strlen(text)));
    for (const char *c = text; *c; c++)
        assert((unsigned char) *c >= ' ' || *c == '\n');
    const char *again = words_tidy(text, strlen(text), &arena);
    assert(again && strcmp(text, again) == 0);
    assert(words_count(text, 10) <= 10);
    return 0;
}

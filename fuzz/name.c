/* fuzz/name: names, one a line, in any bytes: different ones stay different when anonymised, masks
 * keep the number of characters, and well-formed text stays well-formed. */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "law/name.h"

enum { ARENA_BYTES = 16 << 20, NAMES_MAX = 16 };

static void check_mask(struct arena *arena, const char *name)
{
    for (int kind = MASK_RESIDENT_ID; kind <= MASK_OTHER; kind++) {
        const char *shown = text_mask(arena, (enum mask_kind) kind, name);
        assert(shown && text_length(shown) == text_length(name));
        assert(!text_is_utf8(name, strlen(name)) || text_is_utf8(shown, strlen(shown)));
    }
}

static void check(char *text)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    const char *names[NAMES_MAX], *told[NAMES_MAX];
    size_t count = 0;
    for (char *rest = text; rest && count < NAMES_MAX;) {
        names[count++] = rest;
        rest = strchr(rest, '\n');
        if (rest)
            *rest++ = '\0';
    }
    enum err_kind kind = names_anonymise(&arena, names, count, told, NULL);
    assert(!kind);
    for (size_t i = 0; i < count; i++) {
        assert(strstr(told[i], "某") && surname_bytes(names[i]) <= strlen(names[i]));
        assert(!text_is_utf8(names[i], strlen(names[i])) || text_is_utf8(told[i], strlen(told[i])));
        for (size_t j = 0; j < i; j++)
            assert((strcmp(names[i], names[j]) == 0) == (strcmp(told[i], told[j]) == 0));
        check_mask(&arena, names[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    char *text = malloc(size_bytes + 1);
    if (!text)
        return 0;
    if (size_bytes)
        memcpy(text, bytes, size_bytes);
    text[size_bytes] = '\0';
    check(text);
    free(text);
    return 0;
}

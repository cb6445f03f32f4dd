/* fuzz/json: the gate and json-c behind it, and the writer that must print what they read. */
#include "fuzz/fuzz.h"

#include "json/json.h"

enum { ARENA_BYTES = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct value *value = NULL;
    struct err err = {0};
    enum err_kind kind =
        json_parse((const char *) bytes, size_bytes, &json_limits_request, &arena, &value, &err);
    if (kind) {
        /* The gate refuses, never json-c: two readers with two opinions would be a hole. */
        assert(kind == err.kind && (kind == ERR_SYNTAX || kind == ERR_LIMIT));
        assert(kind == ERR_LIMIT || strncmp(err.text, "line ", 5) == 0);
        return 0;
    }

    const char *printed = json_print(&arena, value);
    assert(printed && text_is_utf8(printed, strlen(printed)));
    struct value *again = NULL;
    kind = json_parse(printed, strlen(printed), &json_limits_file, &arena, &again, &err);
    assert(kind == ERR_NONE && value_equal(value, again));
    const char *printed_again = json_print(&arena, again);
    assert(printed_again && text_equal(printed, printed_again));

    /* What is hashed must not depend on how it was written. */
    const char *canonical = json_canonical(&arena, value);
    assert(canonical);
    kind = json_parse(canonical, strlen(canonical), &json_limits_file, &arena, &again, &err);
    assert(kind == ERR_NONE);
    const char *canonical_again = json_canonical(&arena, again);
    assert(canonical_again && text_equal(canonical, canonical_again));
    return 0;
}

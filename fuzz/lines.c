/*
 * fuzz/lines: what a bulk job is given, a table or lines of JSON: each line is a body that prints
 * and is small, or a refusal with its code; there are never more lines than line breaks and one.
 */
#include "fuzz/fuzz.h"

#include "engine/bulk_lines.h"
#include "engine/test_form.h"
#include "json/json.h"

#include <string.h>

enum { ARENA_BYTES = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct bulk_lines lines;
    struct err err = {0};
    size_t breaks = 1, found = 0;
    char *text = arena_copy_bytes(&arena, bytes, size_bytes);
    if (!text || strlen(text) != size_bytes)
        return 0; /* a NUL is refused before */
    for (size_t i = 0; i < size_bytes; i++)
        breaks += text[i] == '\n';
    if (bulk_lines_start(text, size_bytes, "fuzz", &form, &lines, &err)) {
        assert(err.code);
        return 0;
    }
    for (bool more = true; more;) {
        struct value *body = NULL;
        err = (struct err){0};
        if (bulk_lines_next(&lines, &more, &err)) {
            assert(err.code);
            return 0;
        }
        if (!more)
            break;
        assert(++found <= breaks && lines.line >= 1 && lines.line <= breaks);
        if (bulk_lines_body(&lines, &arena, &body, &err))
            assert(err.code);
        else
            assert(body->type == VALUE_MAP && json_print(&arena, body));
    }
    return 0;
}

/* What a court's own case system answers: whatever it is, a page is bounded, each case in it has a
 * reference and a revision, and a number is one in the form it is stored in. */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "gateway/case_system.h"
#include "law/case_number.h"

static void check_number(const struct value *one, struct arena *arena)
{
    struct case_number number;
    const char *text = value_text(value_get(one, "number"));
    assert(!text || (case_number_parse(text, &number) &&
                     text_equal(case_number_print(arena, &number), text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    struct value *reply = NULL;
    arena_init(&arena, 64 << 20);
    const char *json = arena_copy_bytes(&arena, bytes, size_bytes);
    if (!json)
        return 0;
    if (!case_reply_sent(json, size_bytes, &arena, &reply, NULL)) {
        assert(value_text(value_get(reply, "reference")));
        check_number(reply, &arena);
    }
    assert(strlen(case_reply_reason(json, size_bytes, &arena)) < 200);
    if (case_reply_page(json, size_bytes, "鄂1202", &arena, &reply, NULL))
        return 0;
    const struct value *cases = value_get(reply, "cases");
    assert(cases->count <= CASE_PAGE_MAX);
    for (size_t i = 0; i < cases->count; i++) {
        assert(value_text(value_get(cases->items[i], "reference")));
        assert(value_int(value_get(cases->items[i], "revision"), 0) >= 1);
        check_number(cases->items[i], &arena);
    }
    return 0;
}

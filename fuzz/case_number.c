/* fuzz/case_number: 案号 in any bytes; what is read prints in full width and reads the same again.
 */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "law/case_number.h"

enum { ARENA_BYTES = 1 << 20 };

static void check(const char *text)
{
    struct case_number number = {0};
    if (!case_number_parse(text, &number))
        return;
    assert(number.year >= 1000 && number.year <= 9999 && number.serial > 0);

    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    const char *printed = case_number_print(&arena, &number);
    assert(printed && text_starts(printed, "（"));
    /* Callers hand in well-formed UTF-8 (json/ lets nothing else in); then so is what is kept. */
    assert(!text_is_utf8(text, strlen(text)) || text_is_utf8(printed, strlen(printed)));

    struct case_number again = {0};
    assert(case_number_parse(printed, &again));
    assert(again.year == number.year && again.serial == number.serial);
    assert(text_equal(again.court, number.court) && text_equal(again.special, number.special));
    assert(text_equal(again.type, number.type) && text_equal(again.suffix, number.suffix));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    /* Exactly as long as the text, so that ASan sees a step past its end. */
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

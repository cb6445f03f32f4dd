/* fuzz/scan_answer: whatever a scanner answers, only a plain OK is clean, and a name is printable.
 */
#include "fuzz/fuzz.h"

#include "gateway/scan.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    struct scan_answer answer;
    struct err err = {0};
    enum err_kind kind = scan_answer_read((const char *) bytes, size_bytes, &answer, &err);
    assert(kind == ERR_NONE || (kind == ERR_LIMIT && !answer.found));
    if (kind == ERR_NONE && !answer.found)
        assert(size_bytes >= 10 && memcmp(bytes, "stream: OK", 10) == 0);
    assert(strlen(answer.name) < SCAN_NAME_BYTES && (!answer.found || *answer.name));
    for (const char *c = answer.name; *c; c++)
        assert(*c >= ' ' && *c < 0x7f);
    return 0;
}

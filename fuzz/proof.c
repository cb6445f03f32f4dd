/* fuzz/proof: a file that says it is a proof: it is checked to the end, and never passes by chance,
 * for its seal would have to hold. */
#include "fuzz/fuzz.h"

#include "store/proof.h"

enum { ARENA_BYTES = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct value *proof = NULL;
    struct proof_report report;
    if (!crypto_start() ||
        json_parse((const char *) bytes, size_bytes, &json_limits_request, &arena, &proof, NULL))
        return 0;
    if (!proof_check(proof, NULL, &arena, &report, NULL))
        assert(report.broken && report.where[0]);
    return 0;
}

/* fuzz/seal: any bytes as a sealed PDF: whatever stands in it, looking breaks
 * nothing, and what holds names its certificate. */
#include "fuzz/fuzz.h"

#include "crypto/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    struct seal_facts facts;
    if (size_bytes > 1 << 20 || !crypto_start())
        return 0;
    if (seal_holds(bytes, size_bytes, &facts))
        assert(strlen(facts.key_sha256) == 64);
    return 0;
}

/* fuzz/oidc_token: a token somebody hands in, and a provider's keys: no token passes by chance, not
 * even by keys that came with it, and what is taken as a key is one that may be trusted. */
#include "fuzz/fuzz.h"

#include "crypto/crypto.h"
#include "gateway/oidc_token.h"

#include <string.h>

enum { ARENA_BYTES = 16 << 20 };

static const char keys_text[] = "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"e\",\"crv\":\"P-256\","
                                "\"x\":\"LmL5eYrfG6qAw_gONs7KC3XyIX5tMwLIYL3enE8tBaU\","
                                "\"y\":\"MX2Hh9NTB6R9fSWFLlmwln6MjjTVTHdZpkMBu5nmSlA\"}]}";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct oidc_keys own, given;
    const char *subject = "";
    const struct oidc_expected expected = {"https://id.example", "fengqiao", "n", 1790000000};
    if (!crypto_start() || oidc_keys_parse(keys_text, sizeof keys_text - 1, &arena, &own, NULL))
        abort();
    assert(own.count == 1);
    char *text = arena_alloc(&arena, size_bytes + 1);
    if (!text)
        return 0;
    memcpy(text, bytes, size_bytes);
    text[size_bytes] = '\0';
    assert(oidc_token_check(text, &own, &expected, &arena, &subject, NULL) != ERR_NONE);
    assert(subject == NULL);
    enum err_kind kind = oidc_keys_parse(text, size_bytes, &arena, &given, NULL);
    for (size_t i = 0; !kind && i < given.count; i++)
        assert(jose_key_fits(&given.keys[i].key));
    return 0;
}

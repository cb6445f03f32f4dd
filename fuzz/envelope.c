/* What strangers post as an envelope: nobody has signed it, so whatever it is, it is refused, and
 * what was read of it keeps its bounds. */
#include "fuzz/fuzz.h"

#include "engine/envelope.h"

static const char key_pem[] = "-----BEGIN PUBLIC KEY-----\n"
                              "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
                              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n"
                              "-----END PUBLIC KEY-----\n";

static const char *own_name(void *context)
{
    (void) context;
    return "here";
}

static const char *key(void *context, const char *peer)
{
    (void) context;
    (void) peer;
    return key_pem;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    static const struct peer_port port = {.own_name = own_name, .key = key};
    static const struct ports ports = {.peers = &port};
    static struct engine engine = {.settings.ports = &ports};
    static bool started = false;
    ARENA_SCOPED arena;
    struct envelope envelope = {0};
    arena_init(&arena, 64 << 20);
    started = started || crypto_start();
    assert(started);
    enum err_kind kind = envelope_read(&engine, bytes, size_bytes, &arena, &envelope, NULL);
    assert(kind);
    if (kind == ERR_DENIED) {
        assert(envelope.sequence > 0 && strlen(envelope.body) <= ENVELOPE_BODY_MAX);
        assert(envelope.papers->count <= ENVELOPE_PAPERS_MAX);
    }
    return 0;
}

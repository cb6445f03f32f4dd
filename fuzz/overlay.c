/*
 * fuzz/overlay: any court's overlay over a small definition: refused with a finding, or the result
 * has the same actions, by the same people, as before; and the comparison names every difference.
 */
#include "fuzz/fuzz.h"

#include "crypto/crypto.h"
#include "definition/definition.h"
#include "json/json.h"

enum { ARENA_BYTES = 64 << 20, FINDINGS_MAX = 4 };

static const char base_json[] =
    "{\"title\":{\"zh\":\"小\",\"en\":\"S\"},\"fields\":[{\"name\":\"hint\",\"type\":\"text\","
    "\"hint\":"
    "{\"zh\":\"写\",\"en\":\"W\"},\"title\":{\"zh\":\"提\",\"en\":\"H\"}},{\"name\":\"people\","
    "\"type\":"
    "\"group\",\"title\":{\"zh\":\"人\",\"en\":\"P\"},\"fields\":[{\"name\":\"nick\",\"title\":{"
    "\"zh\":"
    "\"名\",\"en\":\"N\"}}]}],\"states\":[{\"name\":\"draft\",\"title\":{\"zh\":\"稿\",\"en\":"
    "\"D\"},"
    "\"status\":{\"zh\":\"{due}前\",\"en\":\"by {due}\"}}],\"actions\":[{\"name\":\"go\",\"by\":"
    "[\"applicant\"],\"form\":[\"hint\",\"people!\"],\"title\":{\"zh\":\"走\",\"en\":\"G\"}}],"
    "\"deadlines\":[{\"name\":\"handover\",\"length\":\"3d\",\"bounds\":[\"1d\",\"5d\"]}],"
    "\"notices\":"
    "[{\"name\":\"told\",\"text\":{\"zh\":\"{link}\",\"en\":\"{link}\"}}]}";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct value *base = NULL, *overlay = NULL, *laid = NULL;
    struct finding findings[FINDINGS_MAX];
    size_t count = 0;
    struct err err = {0};
    if (json_parse((const char *) bytes, size_bytes, &json_limits_file, &arena, &overlay, NULL))
        return 0;
    enum err_kind kind =
        json_parse(base_json, sizeof base_json - 1, &json_limits_file, &arena, &base, NULL);
    assert(!kind);
    kind = definition_overlay(base, overlay, "court", &arena, &laid, findings, FINDINGS_MAX, &count,
                              &err);
    if (kind) {
        assert(kind == err.kind && (kind == ERR_INVALID) == (count > 0));
        return 0;
    }
    const struct value *by = value_path(laid, "actions[0].by");
    assert(value_equal(by, value_path(base, "actions[0].by")));
    const struct value *changes = definition_compare(base, laid, &arena);
    assert(changes && changes->count > 0); /* at least that there is an overlay */
    return 0;
}

/* fuzz/upload: the bytes of an upload as the platform looks at them: what they really are, and the
 * table reader that imports use. */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "files/files.h"
#include "store/csv.h"

enum { ARENA_BYTES = 64 << 20 };

static void sniff(const uint8_t *bytes, size_t size_bytes)
{
    struct err err = {0};
    const char *type = NULL;
    enum err_kind kind = file_sniff(bytes, size_bytes, &type, &err);
    if (kind) {
        assert(kind == err.kind && err.code && type == NULL);
        return;
    }
    /* What is taken never runs in a browser. */
    assert(type && !strstr(type, "html") && !strstr(type, "svg") && !strstr(type, "script"));
}

static void read_table(const uint8_t *bytes, size_t size_bytes)
{
    static const char *const wanted[] = {"a", "b"};
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct csv csv;
    struct err err = {0};
    char *text = arena_alloc(&arena, size_bytes + 1);
    assert(text);
    memcpy(text, bytes, size_bytes);
    text[size_bytes] = '\0';
    enum err_kind kind = csv_start(text, size_bytes, "fuzz", wanted, COUNT_OF(wanted), &csv, &err);
    for (bool more = true; !kind && more;) {
        kind = csv_next(&csv, &more, &err);
        for (size_t i = 0; !kind && more && i < COUNT_OF(wanted); i++)
            assert(csv.cells[i] && text_is_utf8(csv.cells[i], strlen(csv.cells[i])));
    }
    assert(!kind || kind == err.kind);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    sniff(bytes, size_bytes);
    if (size_bytes < CSV_FILE_BYTES_MAX)
        read_table(bytes, size_bytes);
    return 0;
}

/* fuzz/jpeg: what the picture program hands back is read as bytes of a stranger: only what says its
 * size gets into a PDF, and that PDF is whole. */
#include "fuzz/fuzz.h"

#include "files/files.h"
#include "files/pdf.h"

#include <string.h>

enum { ARENA_BYTES = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    struct jpeg pages[3];
    struct err err = {0};
    const void *pdf = NULL;
    size_t pdf_bytes = 0;
    arena_init(&arena, ARENA_BYTES);
    if (jpeg_look(bytes, size_bytes, &pages[0], &err)) {
        assert(err.kind == ERR_INVALID);
        return 0;
    }
    assert(pages[0].width > 0 && pages[0].width <= 65535 && pages[0].height > 0);
    assert(pages[0].colours == 1 || pages[0].colours == 3);
    pages[1] = pages[2] = pages[0];
    if (pdf_join(pages, COUNT_OF(pages), &arena, &pdf, &pdf_bytes, &err))
        return 0;
    assert(pdf_bytes > 3 * size_bytes && pdf_bytes <= FILE_BYTES_MAX);
    assert(memcmp((const char *) pdf + pdf_bytes - 6, "%%EOF\n", 6) == 0);
    return 0;
}

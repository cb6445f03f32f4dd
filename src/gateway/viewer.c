/* gateway/viewer: see viewer.h. */
#include "gateway/viewer.h"

#include "base/text.h"
#include "gateway/child.h"

#include <stdlib.h>
#include <unistd.h>

enum {
    INFO_BYTES_MAX = 64 * 1024,
    PAGES_MAX = 1000000,
    TEXT_BYTES_MAX = 1 << 20,
    RASTER_BYTES_MAX = 24 << 20
};

/* What bounds them is their CPU: they stand back behind everything else (gateway/child), and on a
 * machine that has much to do a good photograph may wait for minutes. */
static const struct child_limits for_picture = {
    .cpu_seconds = 20, .wall_seconds = 120, .memory_bytes = (size_t) 768 << 20};
static const struct child_limits for_pdf = {
    .cpu_seconds = 15, .wall_seconds = 120, .memory_bytes = (size_t) 512 << 20};

static const struct child_limits for_words = {
    .cpu_seconds = 60, .wall_seconds = 240, .memory_bytes = (size_t) 1 << 30};

const char *viewer_program(struct arena *arena)
{
    static const char *const places[] = {"fengqiao-picture", "files/fengqiao-picture"};
    char own[4096];
    ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
    if (length <= 0)
        return NULL;
    own[length] = '\0';
    char *slash = strrchr(own, '/');
    for (size_t i = 0; slash && i < COUNT_OF(places); i++) {
        const char *path = arena_printf(arena, "%.*s/%s", (int) (slash - own), own, places[i]);
        if (path && child_exists(path))
            return path;
    }
    return NULL;
}

enum err_kind viewer_picture(const char *program, bool thumbnail, const char *media_type, int turn,
                             const void *bytes, size_t size_bytes, struct arena *arena,
                             const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    char turn_text[8];
    struct child_limits limits = for_picture;
    limits.output_bytes_max = thumbnail ? THUMBNAIL_BYTES_MAX : PAGE_BYTES_MAX;
    (void) snprintf(turn_text, sizeof turn_text, "%d", turn);
    const char *const argv[] = {program ? program : "fengqiao-picture",
                                thumbnail ? "thumbnail" : "page", media_type, turn_text, NULL};
    return child_feed(argv, &limits, bytes, size_bytes, arena, ret, ret_size_bytes, reterr);
}

enum err_kind viewer_pdf_pages(const void *bytes, size_t size_bytes, int64_t *ret,
                               struct err *reterr)
{
    static const char *const argv[] = {"pdfinfo", "-", NULL};
    static const char line[] = "\nPages:";
    ARENA_SCOPED arena;
    const void *info = NULL;
    size_t info_bytes = 0;
    struct child_limits limits = for_pdf;
    limits.output_bytes_max = INFO_BYTES_MAX;
    arena_init(&arena, 1 << 20);
    enum err_kind kind =
        child_feed(argv, &limits, bytes, size_bytes, &arena, &info, &info_bytes, reterr);
    if (kind)
        return kind;
    /* The title comes before it and is the sender's: the last such line is the program's own. */
    const char *found = NULL;
    for (const char *at = info; (at = strstr(at, line)); at++)
        found = at;
    *ret = found ? strtoll(found + strlen(line), NULL, 10) : 0;
    return *ret > 0 && *ret <= PAGES_MAX
               ? ERR_NONE
               : err_set(reterr, ERR_INVALID, "child.failed", "pdfinfo counts no pages");
}

enum err_kind viewer_pdf_picture(bool thumbnail, int64_t page, const void *bytes, size_t size_bytes,
                                 struct arena *arena, const void **ret, size_t *ret_size_bytes,
                                 struct err *reterr)
{
    char number[24], pixels[12];
    const char *const argv[] = {"pdftoppm",  "-jpeg", "-f",          number, "-l", number,
                                "-scale-to", pixels,  "-singlefile", "-",    NULL};
    struct child_limits limits = for_pdf;
    limits.output_bytes_max = thumbnail ? THUMBNAIL_BYTES_MAX : PAGE_BYTES_MAX;
    (void) snprintf(number, sizeof number, "%lld", (long long) page);
    (void) snprintf(pixels, sizeof pixels, "%d", thumbnail ? THUMBNAIL_PIXELS : PAGE_PIXELS);
    return child_feed(argv, &limits, bytes, size_bytes, arena, ret, ret_size_bytes, reterr);
}

enum err_kind viewer_pdf_text(int64_t page, const void *bytes, size_t size_bytes,
                              struct arena *arena, const void **ret, size_t *ret_size_bytes,
                              struct err *reterr)
{
    char number[24];
    const char *const argv[] = {"pdftotext", "-f",    number, "-l", number,
                                "-enc",      "UTF-8", "-",    "-",  NULL};
    struct child_limits limits = for_pdf;
    limits.output_bytes_max = TEXT_BYTES_MAX;
    (void) snprintf(number, sizeof number, "%lld", (long long) page);
    return child_feed(argv, &limits, bytes, size_bytes, arena, ret, ret_size_bytes, reterr);
}

enum err_kind viewer_pdf_page(int64_t page, const void *bytes, size_t size_bytes,
                              struct arena *arena, const void **ret, size_t *ret_size_bytes,
                              struct err *reterr)
{
    char number[24];
    /* Scaled to A4 at 200 dots an inch, whatever size the page says it is. */
    const char *const argv[] = {"pdftoppm",  "-gray", "-f",          number, "-l", number,
                                "-scale-to", "2339",  "-singlefile", "-",    NULL};
    struct child_limits limits = for_pdf;
    limits.output_bytes_max = RASTER_BYTES_MAX;
    (void) snprintf(number, sizeof number, "%lld", (long long) page);
    return child_feed(argv, &limits, bytes, size_bytes, arena, ret, ret_size_bytes, reterr);
}

enum err_kind viewer_recognise(const void *bytes, size_t size_bytes, struct arena *arena,
                               const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    static const char *const argv[] = {"tesseract", "stdin", "stdout", "-l",
                                       "chi_sim",   "--psm", "6",      NULL};
    struct child_limits limits = for_words;
    limits.output_bytes_max = TEXT_BYTES_MAX;
    return child_feed(argv, &limits, bytes, size_bytes, arena, ret, ret_size_bytes, reterr);
}

/* files/pdf: see pdf.h. PDF 1.4 (ISO 32000-1 7.5 file structure, 8.9.5 images, 7.4.8 DCTDecode). */
#include "files/pdf.h"

#include "base/text.h"
#include "files/files.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { SHORTER = 595, LONGER = 842 }; /* A4 in points */
enum { OBJECTS_BEFORE = 2, OBJECTS_A_PAGE = 3, OVERHEAD_BYTES = 1024 };

/* ---- a JPEG's header: markers up to the frame (ITU-T T.81 B.2) --------------------------------
 */

static bool is_frame(uint8_t marker)
{
    /* SOF0 … SOF15 without DHT, JPG and DAC, which stand among them. */
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

enum err_kind jpeg_look(const void *bytes, size_t size_bytes, struct jpeg *ret, struct err *reterr)
{
    const uint8_t *at = bytes;
    size_t place = 2;
    bool good = size_bytes > 4 && at[0] == 0xff && at[1] == 0xd8;
    while (good && place + 4 <= size_bytes) {
        size_t length = ((size_t) at[place + 2] << 8) + at[place + 3];
        uint8_t marker = at[place + 1];
        good = at[place] == 0xff && marker >= 0xc0 && marker != 0xff && marker != 0xda &&
               length >= 2 && length <= size_bytes - place - 2;
        if (good && is_frame(marker)) {
            if (length < 8 || at[place + 4] != 8)
                break;
            *ret = (struct jpeg){.bytes = bytes,
                                 .size_bytes = size_bytes,
                                 .height = (at[place + 5] << 8) + at[place + 6],
                                 .width = (at[place + 7] << 8) + at[place + 8],
                                 .colours = at[place + 9]};
            if (ret->width && ret->height && (ret->colours == 1 || ret->colours == 3))
                return ERR_NONE;
            break;
        }
        place += 2 + length;
    }
    return err_set(reterr, ERR_INVALID, "picture.broken", "it is no JPEG with a frame");
}

/* ---- the file ---------------------------------------------------------------------------------
 */

struct writing {
    struct text text;
    size_t places[OBJECTS_BEFORE + OBJECTS_A_PAGE * PDF_PAGES_MAX + 1]; /* by number, from 1 */
    size_t count;
};

static void begin_object(struct writing *writing)
{
    writing->places[++writing->count] = writing->text.length;
    text_add_format(&writing->text, "%zu 0 obj\n", writing->count);
}

static size_t first_object(size_t page) { return OBJECTS_BEFORE + OBJECTS_A_PAGE * page + 1; }

/* Page, what is drawn on it, and the picture. */
static void write_page(struct writing *writing, size_t page, const struct jpeg *jpeg)
{
    bool across = jpeg->width > jpeg->height;
    int page_width = across ? LONGER : SHORTER, page_height = across ? SHORTER : LONGER;
    /* Hundredths of a point, in whole numbers: the same everywhere. */
    int64_t width = (int64_t) page_width * 100, height = width * jpeg->height / jpeg->width;
    if (height > (int64_t) page_height * 100) {
        height = (int64_t) page_height * 100;
        width = height * jpeg->width / jpeg->height;
    }
    int64_t left = ((int64_t) page_width * 100 - width) / 2,
            bottom = ((int64_t) page_height * 100 - height) / 2;
    char drawn[160];
    int length =
        snprintf(drawn, sizeof drawn,
                 "q %lld.%02lld 0 0 %lld.%02lld %lld.%02lld "
                 "%lld.%02lld cm /I Do Q\n",
                 (long long) (width / 100), (long long) (width % 100), (long long) (height / 100),
                 (long long) (height % 100), (long long) (left / 100), (long long) (left % 100),
                 (long long) (bottom / 100), (long long) (bottom % 100));
    size_t first = first_object(page);
    begin_object(writing);
    text_add_format(&writing->text,
                    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %zu 0 R"
                    "/Resources<</XObject<</I %zu 0 R>>>>>>\nendobj\n",
                    page_width, page_height, first + 1, first + 2);
    begin_object(writing);
    text_add_format(&writing->text, "<</Length %d>>\nstream\n%sendstream\nendobj\n", length, drawn);
    begin_object(writing);
    text_add_format(&writing->text,
                    "<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s"
                    "/BitsPerComponent 8/Filter/DCTDecode/Length %zu>>\nstream\n",
                    jpeg->width, jpeg->height, jpeg->colours == 1 ? "DeviceGray" : "DeviceRGB",
                    jpeg->size_bytes);
    text_add_bytes(&writing->text, jpeg->bytes, jpeg->size_bytes);
    text_add(&writing->text, "\nendstream\nendobj\n");
}

static void write_end(struct writing *writing)
{
    size_t table = writing->text.length;
    text_add_format(&writing->text, "xref\n0 %zu\n0000000000 65535 f \n", writing->count + 1);
    for (size_t i = 1; i <= writing->count; i++)
        text_add_format(&writing->text, "%010zu 00000 n \n", writing->places[i]);
    text_add_format(&writing->text, "trailer\n<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
                    writing->count + 1, table);
}

enum err_kind pdf_join(const struct jpeg *pages, size_t count, struct arena *arena,
                       const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    struct writing *writing = arena_alloc(arena, sizeof *writing);
    size_t total = 0;
    if (!writing)
        return arena_full(reterr);
    if (count == 0 || count > PDF_PAGES_MAX)
        return err_set(reterr, ERR_LIMIT, "pdf.pages", "1 to %d pages", PDF_PAGES_MAX);
    for (size_t i = 0; i < count; i++)
        total += pages[i].size_bytes;
    if (total > FILE_BYTES_MAX)
        return err_set(reterr, ERR_LIMIT, "file.too_big", "more than %d bytes", FILE_BYTES_MAX);
    text_init(&writing->text, arena, FILE_BYTES_MAX);
    /* Room for all of it at once: growing by doubling would hold the pictures twice. */
    writing->text.capacity = total + OVERHEAD_BYTES * (count + 1);
    writing->text.bytes = arena_alloc(arena, writing->text.capacity);
    if (!writing->text.bytes)
        return arena_full(reterr);
    text_add(&writing->text, "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n");
    begin_object(writing);
    text_add(&writing->text, "<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
    begin_object(writing);
    text_add_format(&writing->text, "<</Type/Pages/Count %zu/Kids[", count);
    for (size_t i = 0; i < count; i++)
        text_add_format(&writing->text, "%s%zu 0 R", i ? " " : "", first_object(i));
    text_add(&writing->text, "]>>\nendobj\n");
    for (size_t i = 0; i < count; i++)
        write_page(writing, i, &pages[i]);
    write_end(writing);
    *ret_size_bytes = writing->text.length;
    *ret = text_done(&writing->text);
    return *ret ? ERR_NONE
                : err_set(reterr, ERR_LIMIT, "file.too_big", "more than %d bytes", FILE_BYTES_MAX);
}

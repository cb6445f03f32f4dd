/* Pictures joined to one PDF; what is no JPEG never gets in. */
#include "tests/test.h"

#include "files/files.h"
#include "files/pdf.h"

#include <stdlib.h>
#include <string.h>

/* SOI, APP0, a frame of 100 wide and 200 high with 3 colours. */
static const char head[] =
    "\xff\xd8\xff\xe0\0\x04xx\xff\xc0\0\x11\x08\0\xc8\0\x64\x03\1\x22\0\2\x11\1\3\x11\1\xff\xd9";

static void a_jpeg_says_how_large_it_is(void **state)
{
    (void) state;
    struct jpeg jpeg;
    assert_int_equal(jpeg_look(head, sizeof head - 1, &jpeg, NULL), ERR_NONE);
    assert_int_equal(jpeg.width, 100);
    assert_int_equal(jpeg.height, 200);
    assert_int_equal(jpeg.colours, 3);
    /* Cut anywhere before the end of its frame's facts it is none. */
    for (size_t i = 0; i < 17; i++)
        assert_int_equal(jpeg_look(head, i, &jpeg, NULL), ERR_INVALID);
    char wrong[sizeof head];
    static const struct {
        size_t place;
        char byte;
    } changes[] = {{0, 0}, {3, '\x01'}, {5, 1}, {4, '\x7f'}, {8, 0}, {12, '\x0c'}, {17, 4}};
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        memcpy(wrong, head, sizeof head);
        wrong[changes[i].place] = changes[i].byte;
        if (jpeg_look(wrong, sizeof head - 1, &jpeg, NULL) != ERR_INVALID)
            fail_msg("byte %zu was not looked at", changes[i].place);
    }
}

static void pages_stand_in_order_and_fit(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct jpeg pages[2] = {{0}};
    const void *first = NULL, *again = NULL;
    size_t size_bytes = 0, again_bytes = 0;
    assert_int_equal(jpeg_look(head, sizeof head - 1, &pages[0], NULL), ERR_NONE);
    pages[1] = pages[0];
    pages[1].width = 400; /* across */
    assert_int_equal(pdf_join(pages, 2, &arena, &first, &size_bytes, NULL), ERR_NONE);
    const char *type = NULL, *text = first;
    assert_int_equal(file_sniff(first, size_bytes, &type, NULL), ERR_NONE);
    assert_string_equal(type, "application/pdf");
    assert_non_null(memmem(text, size_bytes, "/Count 2/Kids[3 0 R 6 0 R]", 26));
    assert_non_null(memmem(text, size_bytes, "q 421.00 0 0 842.00 87.00 0.00 cm", 33));
    assert_non_null(memmem(text, size_bytes, "/MediaBox[0 0 842 595]", 22));
    assert_non_null(memmem(text, size_bytes, "q 842.00 0 0 421.00 0.00 87.00 cm", 33));
    const char *table = memmem(text, size_bytes, "xref\n", 5);
    assert_non_null(table);
    char place[11] = "";
    memcpy(place, table + strlen("xref\n0 9\n0000000000 65535 f \n") + 20 * 4, 10);
    assert_memory_equal(text + atol(place), "5 0 obj\n", 8);
    assert_int_equal(pdf_join(pages, 2, &arena, &again, &again_bytes, NULL), ERR_NONE);
    assert_int_equal(again_bytes, size_bytes);
    assert_memory_equal(first, again, size_bytes);
}

static void too_much_is_refused(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct jpeg pages[PDF_PAGES_MAX + 1];
    const void *pdf = NULL;
    size_t size_bytes = 0;
    struct err err = {0};
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        assert_int_equal(jpeg_look(head, sizeof head - 1, &pages[i], NULL), ERR_NONE);
    assert_int_equal(pdf_join(pages, PDF_PAGES_MAX, &arena, &pdf, &size_bytes, NULL), ERR_NONE);
    assert_int_equal(pdf_join(pages, COUNT_OF(pages), &arena, &pdf, &size_bytes, &err), ERR_LIMIT);
    assert_string_equal(err.code, "pdf.pages");
    assert_int_equal(pdf_join(pages, 0, &arena, &pdf, &size_bytes, &err), ERR_LIMIT);
    char *large = calloc(1, FILE_BYTES_MAX);
    assert_non_null(large);
    pages[0].bytes = large;
    pages[0].size_bytes = FILE_BYTES_MAX - 100;
    assert_int_equal(pdf_join(pages, 1, &arena, &pdf, &size_bytes, &err), ERR_LIMIT);
    assert_string_equal(err.code, "file.too_big");
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_jpeg_says_how_large_it_is),
                                       cmocka_unit_test(pages_stand_in_order_and_fit),
                                       cmocka_unit_test(too_much_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What files really are, whatever they are called. */
#include "tests/test.h"

#include "files/files.h"

#include <string.h>

static const struct {
    const char *what, *bytes;
    size_t size_bytes;
    const char *type; /* NULL: refused */
    const char *code;
} examples[] = {
    {"a PDF", "%PDF-1.5\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", 24, "application/pdf", NULL},
    {"a photograph", "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 20, "image/jpeg", NULL},
    {"a picture", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89", 33,
     "image/png", NULL},
    {"plain words", "借条：今借到五千元整。\n", sizeof "借条：今借到五千元整。\n" - 1, "text/plain",
     NULL},
    {"nothing", "", 0, NULL, "file.empty"},
    {"a page with a script", "<!DOCTYPE html><html><script>alert(1)</script></html>", 53, NULL,
     "file.type"},
    {"a program",
     "\x7f"
     "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0",
     24, NULL, "file.type"},
    {"an archive", "PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0a", 31, NULL,
     "file.type"},
    {"a drawing that can hold scripts",
     "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", 60, NULL, "file.type"},
};

static void file_is_what_its_bytes_say(void **state)
{
    (void) state;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const char *type = NULL;
        struct err err = {0};
        enum err_kind kind = file_sniff(examples[i].bytes, examples[i].size_bytes, &type, &err);
        if (examples[i].type) {
            assert_int_equal(kind, ERR_NONE);
            assert_string_equal(type, examples[i].type);
        } else {
            assert_int_equal(kind, ERR_INVALID);
            assert_string_equal(err.code, examples[i].code);
        }
    }
}

static void file_has_a_largest_size(void **state)
{
    (void) state;
    const char *type = NULL;
    struct err err = {0};
    assert_int_equal(file_sniff("%PDF-1.5", (size_t) FILE_BYTES_MAX + 1, &type, &err), ERR_LIMIT);
    assert_string_equal(err.code, "file.too_big");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(file_is_what_its_bytes_say),
                                       cmocka_unit_test(file_has_a_largest_size)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A link as QR code: light around, dark within, and no link that does not fit. */
#include "tests/test.h"

#include "paper/paper.h"

static void a_link_is_drawn(void **state)
{
    ARENA_SCOPED arena;
    struct err err = {0};
    const char *svg = NULL;
    (void) state;
    arena_init(&arena, 1 << 20);
    assert_int_equal(paper_code_svg("https://court.example/matters/M7", &arena, &svg, &err),
                     ERR_NONE);
    /* 32 bytes at level M are version 3: 29 modules, 4 of quiet on each side. */
    assert_non_null(strstr(svg, "viewBox=\"0 0 37 37\""));
    /* The finder pattern's first stroke, seven modules long, stands at its corner. */
    assert_non_null(strstr(svg, "M4 4h7v1h-7z"));
    assert_null(strstr(svg, "style="));
}

static void what_does_not_fit_is_refused(void **state)
{
    ARENA_SCOPED arena;
    struct err err = {0};
    const char *svg = NULL;
    char link[600];
    (void) state;
    arena_init(&arena, 1 << 20);
    memset(link, 'a', sizeof link);
    link[sizeof link - 1] = '\0';
    assert_int_equal(paper_code_svg(link, &arena, &svg, &err), ERR_INVALID);
    assert_string_equal(err.code, "code.long");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_link_is_drawn),
                                       cmocka_unit_test(what_does_not_fit_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/test.h"

#include "base/url.h"

static void escapes_all_that_is_reserved(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct text text;
    text_init(&text, &arena, 1000);
    text_add_escaped(&text, "Az09-._~ &=%+/法");
    assert_string_equal(text_done(&text), "Az09-._~%20%26%3D%25%2B%2F%E6%B3%95");
}

static void knows_where_nobody_reads_along(void **context)
{
    (void) context;
    static const struct {
        const char *url;
        bool good;
    } examples[] = {
        {"https://id.example", true},
        {"http://127.0.0.1:8080/card", true},
        {"http://localhost", true},
        {"http://[::1]/face", true},
        {"http://id.example", false},
        {"http://localhost.example", false},
        {"http://127.0.0.1:80@id.example/", false},
        {"http://127.0.0.10/", false},
        {"ftp://localhost/", false},
        {"", false},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_int_equal(url_is_protected(examples[i].url), examples[i].good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_all_that_is_reserved),
        cmocka_unit_test(knows_where_nobody_reads_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

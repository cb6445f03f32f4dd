/* ID tokens by example: samples/tokens.json holds good ones and, for each rule, one that breaks it.
 * They were made and signed with the openssl command, not with the code under test. */
#include "tests/test.h"

#include "base/text.h"
#include "crypto/base64url.h"
#include "crypto/crypto.h"
#include "gateway/oidc_token.h"
#include "json/json.h"

enum { FILE_BYTES_MAX = 1 << 20 };

static struct value *samples(struct arena *arena)
{
    char *bytes = arena_alloc(arena, FILE_BYTES_MAX);
    struct value *parsed = NULL;
    FILE *file = fopen(SAMPLES_FILE, "rb");
    assert_non_null(file);
    size_t size_bytes = fread(bytes, 1, FILE_BYTES_MAX, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(json_parse(bytes, size_bytes, &json_limits_file, arena, &parsed, NULL),
                     ERR_NONE);
    return parsed;
}

static void each_token_passes_or_is_refused(void **context)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct value *all = samples(&arena);
    const struct value *tokens = value_get(all, "tokens");
    const char *text = json_print(&arena, value_get(all, "keys"));
    struct oidc_keys keys;
    struct err err = {0};
    size_t good = 0;
    (void) context;
    assert_int_equal(oidc_keys_parse(text, strlen(text), &arena, &keys, &err), ERR_NONE);
    assert_int_equal(keys.count,
                     2); /* the weak, the broken and those for other uses are left out */
    const struct oidc_expected expected = {"https://id.example", "fengqiao", "n-1",
                                           value_int(value_get(all, "now"), 0)};
    assert_true(tokens->count > 40);
    for (size_t i = 0; i < tokens->count; i++) {
        const char *wanted = value_text(value_get(tokens->items[i], "kind")), *subject = NULL;
        enum err_kind kind = oidc_token_check(value_text(value_get(tokens->items[i], "token")),
                                              &keys, &expected, &arena, &subject, &err);
        const char *got = kind == ERR_NONE      ? "NONE"
                          : kind == ERR_MISSING ? "MISSING"
                                                : "UNIDENTIFIED";
        if (strcmp(wanted, got) != 0)
            fail_msg("%s: %s (%s)", value_text(value_get(tokens->items[i], "what")), got, err.text);
        assert_true((subject != NULL) == (kind == ERR_NONE));
        if (kind)
            continue;
        assert_string_equal(subject, "u-17");
        good++;
    }
    assert_int_equal(good, 7);
}

static void sets_of_keys_that_are_none(void **context)
{
    static const char *const texts[] = {"", "[]", "{}", "{\"keys\":{}}",
                                        "{\"keys\":[],\"keys\":[]}"};
    ARENA_SCOPED arena;
    arena_init(&arena, 8 << 20);
    struct oidc_keys keys;
    (void) context;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_int_equal(oidc_keys_parse(texts[i], strlen(texts[i]), &arena, &keys, NULL),
                         ERR_INVALID);
    struct value *twice = value_get(samples(&arena), "keys")->items[0];
    struct value *first = twice->items[0];
    assert_true(value_add(&arena, twice, first));
    const char *text = arena_printf(&arena, "{\"keys\":%s}", json_print(&arena, twice));
    assert_int_equal(oidc_keys_parse(text, strlen(text), &arena, &keys, NULL), ERR_INVALID);
}

/* RFC 7636 appendix B; RFC 4648 section 10. */
static void texts_of_the_standards(void **context)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const uint8_t *bytes = NULL;
    size_t size_bytes = 0;
    (void) context;
    assert_string_equal(pkce_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", &arena),
                        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    static const char *const pairs[][2] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        assert_string_equal(base64url_encode(&arena, pairs[i][0], strlen(pairs[i][0])),
                            pairs[i][1]);
        assert_true(
            base64url_decode(&arena, pairs[i][1], strlen(pairs[i][1]), &bytes, &size_bytes));
        assert_int_equal(size_bytes, strlen(pairs[i][0]));
        assert_memory_equal(bytes, pairs[i][0], size_bytes);
    }
    static const char *const wrong[] = {"Z", "Zg==", "Zh", "Z g", "Zm9+", "Zm9/"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(base64url_decode(&arena, wrong[i], strlen(wrong[i]), &bytes, &size_bytes));
}

static int start(void **context)
{
    (void) context;
    return crypto_start() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_token_passes_or_is_refused),
                                       cmocka_unit_test(sets_of_keys_that_are_none),
                                       cmocka_unit_test(texts_of_the_standards)};
    return cmocka_run_group_tests(tests, start, NULL);
}

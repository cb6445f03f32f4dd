/* gateway/payment: what a file of channels may say, and whose signature counts. */
#include "tests/test.h"

#include "base/text.h"
#include "crypto/crypto.h"
#include "gateway/payment.h"

#include <unistd.h>

static char folder[] = "/tmp/fengqiao-payment-XXXXXX";
static struct arena arena;

static const char *path_of(const char *name)
{
    const char *path = arena_printf(&arena, "%s/%s", folder, name);
    assert_non_null(path);
    return path;
}

static const char *write_file(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    return path_of(name);
}

static const char *channel(const char *member, const char *value)
{
    static const char *const usual[][2] = {
        {"name", "\"ccb\""},
        {"zh", "\"建设银行\""},
        {"en", "\"Construction Bank\""},
        {"courts", "[\"鄂12*\"]"},
        {"code", "\"https://pay.example.com/?o={order}\""},
        {"url", "\"https://pay.example.com/court\""},
    };
    struct text text;
    text_init(&text, &arena, 4096);
    text_add_format(&text, "[{\"secret_file\":\"%s\"", path_of("secret"));
    for (size_t i = 0; i < COUNT_OF(usual); i++) {
        bool changed = text_equal(usual[i][0], member);
        if (!changed || *value)
            text_add_format(&text, ",\"%s\":%s", usual[i][0], changed ? value : usual[i][1]);
    }
    text_add(&text, "}]");
    return text_done(&text);
}

static enum err_kind read_channels(const char *json, struct payment_ways **ret, struct err *err)
{
    return payment_ways_read(write_file("channels.json", json), &arena, ret, err);
}

static void a_file_is_held_to_its_form(void **context)
{
    static const struct {
        const char *member, *value;
    } bad[] = {{"name", ""},
               {"name", "\"Bank of China\""},
               {"zh", "\"\""},
               {"courts", "[]"},
               {"courts", "[\"*1\"]"},
               {"code", "\"https://pay.example.com/\""},
               {"url", "\"http://pay.example.com/\""}};
    struct payment_ways *ways = NULL;
    struct err err = {0};
    (void) context;
    (void) write_file("secret", "0123456789abcdef\n");
    assert_int_equal(read_channels(channel("", ""), &ways, &err), ERR_NONE);
    assert_non_null(payment_way_of(ways, "鄂1202", 0));
    assert_null(payment_way_of(ways, "鄂1202", 1));
    assert_null(payment_way_of(ways, "鄂0101", 0));
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        if (read_channels(channel(bad[i].member, bad[i].value), &ways, &err) != ERR_INVALID)
            fail_msg("%s %s was taken", bad[i].member, bad[i].value);
        assert_string_equal(err.field, bad[i].member);
    }
    (void) write_file("secret", "short\n");
    assert_int_equal(read_channels(channel("", ""), &ways, &err), ERR_INVALID);
}

static void only_the_right_signature_counts(void **context)
{
    struct payment_ways *ways = payment_ways_demo(&arena);
    static const char body[] = "{\"type\":\"paid\",\"amount\":20000}";
    (void) context;
    assert_non_null(ways);
    const struct payment_way *way = payment_way_find(ways, "loopback");
    assert_null(payment_way_find(ways, "nobody"));
    const char *signature = payment_sign(way, "1764000000", body, &arena);
    assert_non_null(signature);
    assert_true(payment_signed(way, "1764000000", body, strlen(body), signature));
    assert_false(payment_signed(way, "1764000001", body, strlen(body), signature));
    assert_false(payment_signed(way, "1764000000", body, strlen(body) - 1, signature));
    assert_false(payment_signed(way, "1764000000", body, strlen(body), ""));
    char *other = arena_copy(&arena, signature);
    other[10] = other[10] == '0' ? '1' : '0';
    assert_false(payment_signed(way, "1764000000", body, strlen(body), other));
    struct payment_way stranger = *way;
    stranger.secret = "another-secret-entirely";
    assert_false(payment_signed(&stranger, "1764000000", body, strlen(body), signature));
}

static int begin(void **context)
{
    (void) context;
    arena_init(&arena, 64 << 20);
    return crypto_start() && mkdtemp(folder) ? 0 : -1;
}

static int end(void **context)
{
    (void) context;
    (void) unlink(path_of("secret"));
    (void) unlink(path_of("channels.json"));
    int left = rmdir(folder);
    arena_release(&arena);
    return left;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_file_is_held_to_its_form),
                                       cmocka_unit_test(only_the_right_signature_counts)};
    return cmocka_run_group_tests(tests, begin, end);
}

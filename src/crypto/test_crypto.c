#include "tests/test.h"

#include "base/moment.h"
#include "base/text.h"
#include "crypto/base64url.h"
#include "crypto/crypto.h"
#include "crypto/totp.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/fengqiao-crypto-XXXXXX";
static char path[64];
static struct keys *keys;

static int make_keys(void **context)
{
    (void) context;
    if (!crypto_start() || !mkdtemp(folder))
        return -1;
    (void) snprintf(path, sizeof path, "%s/keys", folder);
    struct err err = {0};
    return keys_create(path, &err) || keys_load(path, &keys, &err) ? -1 : 0;
}

static int drop_keys(void **context)
{
    (void) context;
    keys_free(keys);
    return unlink(path) || rmdir(folder) ? -1 : 0;
}

/* GB/T 32905-2016, annex A. */
static void sm3_gives_the_standard_vectors(void **context)
{
    (void) context;
    static const struct {
        const char *text, *hash;
    } examples[] = {
        {"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
        {"abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
         "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        char hex[SM3_HEX];
        struct sm3 hash = sm3_of(examples[i].text, strlen(examples[i].text));
        text_hex(hash.bytes, SM3_BYTES, hex);
        assert_string_equal(hex, examples[i].hash);
        struct sm3_stream *stream = sm3_stream_new();
        sm3_stream_add(stream, examples[i].text, 1);
        sm3_stream_add(stream, examples[i].text + 1, strlen(examples[i].text) - 1);
        struct sm3 again = sm3_stream_end(stream);
        assert_true(sm3_equal(&hash, &again));
    }
}

/* A complaint's facts alone may hold 20,000 characters. */
/* RFC 6238 appendix B, its SHA-1 rows, cut to six digits; the secret is "12345678901234567890". */
static void codes_are_those_of_the_standard(void **context)
{
    (void) context;
    static const struct {
        int64_t seconds;
        const char *code;
    } examples[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                    {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    static const uint8_t secret[] = "12345678901234567890";
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        char code[TOTP_DIGITS + 1];
        int64_t now_us = examples[i].seconds * SECOND_US, step = examples[i].seconds / 30;
        assert_true(totp_code(secret, 20, step, code));
        assert_string_equal(code, examples[i].code);
        assert_int_equal(totp_match(secret, 20, code, now_us, 0), step);
        assert_int_equal(totp_match(secret, 20, code, now_us + 30 * SECOND_US, 0), step);
        assert_int_equal(totp_match(secret, 20, code, now_us + 60 * SECOND_US, 0),
                         0);                                             /* too late */
        assert_int_equal(totp_match(secret, 20, code, now_us, step), 0); /* used: RFC 6238 5.2 */
        assert_int_equal(totp_match(secret, 20, "", now_us, 0), 0);
    }
}

/* As `openssl dgst -sm3 -mac HMAC -macopt hexkey:0b…` says. */
static void hmac_is_that_of_openssl(void **context)
{
    (void) context;
    uint8_t key[20];
    char hex[SM3_HEX];
    memset(key, 0x0B, sizeof key);
    struct sm3 hash = sm3_hmac(key, sizeof key, "Hi There", 8);
    text_hex(hash.bytes, SM3_BYTES, hex);
    assert_string_equal(hex, "51b00d1fb49832bfb01c3ce27848e59f871d9ba938dc563b338ca964755cce70");
}

/* RFC 4648 section 10, without its padding. */
static void base32_is_that_of_the_standard(void **context)
{
    (void) context;
    static const char *const examples[][2] = {{"", ""},
                                              {"f", "MY"},
                                              {"fo", "MZXQ"},
                                              {"foo", "MZXW6"},
                                              {"foob", "MZXW6YQ"},
                                              {"fooba", "MZXW6YTB"},
                                              {"foobar", "MZXW6YTBOI"}};
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        uint8_t back[8];
        size_t length = 0;
        const char *text = base32_print(examples[i][0], strlen(examples[i][0]), &arena);
        assert_string_equal(text, examples[i][1]);
        assert_true(base32_parse(text, back, sizeof back, &length));
        assert_int_equal(length, strlen(examples[i][0]));
        assert_memory_equal(back, examples[i][0], length);
    }
    uint8_t back[4];
    size_t length = 0;
    assert_false(base32_parse("MZXW6YTBOI", back, sizeof back, &length)); /* too long */
    assert_false(base32_parse("MZ1", back, sizeof back, &length));
}

/* RFC 4648 section 10, and the two letters in which the alphabets differ. */
static void base64_is_that_of_the_standard(void **context)
{
    (void) context;
    static const struct {
        const char *plain, *code, *url_code;
    } examples[] = {{"", "", ""},
                    {"f", "Zg==", "Zg"},
                    {"fo", "Zm8=", "Zm8"},
                    {"foo", "Zm9v", "Zm9v"},
                    {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
                    {"\xfb\xff", "+/8=", "-_8"}};
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        size_t length = strlen(examples[i].plain);
        assert_string_equal(base64_encode(&arena, examples[i].plain, length), examples[i].code);
        assert_string_equal(base64url_encode(&arena, examples[i].plain, length),
                            examples[i].url_code);
    }
}

static void the_values_of_a_long_paper_are_sealed_whole(void **context)
{
    (void) context;
    enum { BYTES = 200000 };
    ARENA_SCOPED arena;
    arena_init(&arena, 8 << 20);
    char *text = arena_alloc(&arena, BYTES + 1);
    const char *sealed = NULL, *plain = NULL;
    memset(text, 'x', BYTES);
    assert_int_equal(secret_seal(keys, "paper.values", text, &arena, &sealed, NULL), ERR_NONE);
    assert_int_equal(secret_open(keys, "paper.values", sealed, &arena, &plain, NULL), ERR_NONE);
    assert_string_equal(plain, text);
}

static void a_seal_opens_only_for_its_purpose_and_unbroken(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const char *sealed = NULL, *again = NULL, *plain = NULL;
    assert_int_equal(secret_seal(keys, "id_number", "42120219850312041X", &arena, &sealed, NULL),
                     0);
    assert_int_equal(secret_seal(keys, "id_number", "42120219850312041X", &arena, &again, NULL), 0);
    assert_string_not_equal(sealed, again);
    assert_null(strstr(sealed, "421202"));
    assert_int_equal(secret_open(keys, "id_number", sealed, &arena, &plain, NULL), 0);
    assert_string_equal(plain, "42120219850312041X");
    assert_int_equal(secret_open(keys, "phone", sealed, &arena, &plain, NULL), ERR_STORE);

    char *broken = arena_copy(&arena, sealed);
    for (size_t i = 3; i < strlen(sealed); i += 7) {
        char kept = broken[i];
        broken[i] = kept == '0' ? '1' : '0';
        assert_int_equal(secret_open(keys, "id_number", broken, &arena, &plain, NULL), ERR_STORE);
        broken[i] = kept;
    }
    static const char *const malformed[] = {"", "v1:", "v1:00", "v2:0000", "hello"};
    for (size_t i = 0; i < COUNT_OF(malformed); i++)
        assert_int_equal(secret_open(keys, "id_number", malformed[i], &arena, &plain, NULL),
                         ERR_STORE);
    assert_string_equal(secret_index(keys, "phone", "13800138000", &arena),
                        secret_index(keys, "phone", "13800138000", &arena));
    assert_string_not_equal(secret_index(keys, "phone", "13800138000", &arena),
                            secret_index(keys, "id_number", "13800138000", &arena));
}

static void public_ids_go_there_and_back_and_refuse_a_slip(void **context)
{
    (void) context;
    char text[PUBLIC_ID_BYTES], other[PUBLIC_ID_BYTES];
    int64_t id = 0;
    public_id(keys, 'F', 1, text);
    public_id(keys, 'F', 2, other);
    assert_int_equal(strlen(text), 15);
    assert_string_not_equal(text + 1, other + 1);
    public_id(keys, 'M', 1, other);
    assert_string_not_equal(text + 1, other + 1);
    for (int64_t i = 1; i < 3000; i += 13) {
        public_id(keys, 'F', i * i * i, text);
        assert_true(public_id_parse(keys, 'F', text, &id));
        assert_int_equal(id, i * i * i);
        assert_false(public_id_parse(keys, 'M', text, &id));
    }
    int slips = 0;
    for (size_t i = 1; i < 15; i++) {
        memcpy(other, text, sizeof text);
        other[i] = other[i] == '7' ? '8' : '7';
        slips += public_id_parse(keys, 'F', other, &id);
    }
    assert_int_equal(slips, 0);
    /* Two letters: another length, another permutation, and neither is taken for the other. */
    unsigned two = public_id_prefix("FA", 2);
    public_id(keys, two, 1, other);
    assert_int_equal(strlen(other), 16);
    assert_memory_equal(other, "FA", 2);
    assert_true(public_id_parse(keys, two, other, &id));
    assert_int_equal(id, 1);
    assert_false(public_id_parse(keys, 'F', other, &id));
    assert_false(public_id_parse(keys, public_id_prefix("FB", 2), other, &id));
    assert_int_equal(public_id_prefix_of(other), two);
    assert_int_equal(public_id_prefix_of("F"), 0);
    assert_int_equal(public_id_prefix("f", 1), 0);
    assert_int_equal(public_id_prefix("FAB", 3), 0);
    assert_int_equal(public_id_prefix("", 0), 0);
    assert_false(public_id_parse(keys, 'F', "F", &id));
    assert_false(public_id_parse(keys, 'F', NULL, &id));
}

/* A thread keeps its cipher keyed; another platform's ids are others all the same. */
static void ids_are_of_the_keys_they_are_asked_by(void **context)
{
    (void) context;
    struct err err = {0};
    struct keys *others = NULL;
    char place[] = "/tmp/fengqiao-keys-XXXXXX", ours[PUBLIC_ID_BYTES], theirs[PUBLIC_ID_BYTES],
         again[PUBLIC_ID_BYTES];
    int64_t id = 0;
    assert_int_equal(close(mkstemp(place)), 0);
    assert_int_equal(unlink(place), 0);
    assert_int_equal(keys_create(place, &err), ERR_NONE);
    assert_int_equal(keys_load(place, &others, &err), ERR_NONE);
    public_id(keys, 'F', 7, ours);
    public_id(others, 'F', 7, theirs);
    public_id(keys, 'F', 7, again);
    assert_string_not_equal(ours, theirs);
    assert_string_equal(ours, again);
    assert_true(public_id_parse(others, 'F', theirs, &id) && id == 7);
    assert_true(!public_id_parse(keys, 'F', theirs, &id) || id != 7);
    keys_free(others);
    assert_int_equal(unlink(place), 0);
}

static void a_signature_holds_for_its_bytes_only(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const char *signature = NULL;
    assert_int_equal(sign_bytes(keys, "head", 4, &arena, &signature, NULL), 0);
    assert_true(sign_verify(keys_public_pem(keys), "head", 4, signature));
    assert_false(sign_verify(keys_public_pem(keys), "heap", 4, signature));
    assert_false(sign_verify(keys_public_pem(keys), "head", 4, "00"));
}

static void passwords_match_their_hash_only(void **context)
{
    (void) context;
    char hash[PASSWORD_HASH_BYTES];
    assert_int_equal(password_hash("枫桥经验1963", hash, NULL), 0);
    assert_true(password_matches("枫桥经验1963", hash));
    assert_false(password_matches("枫桥经验1964", hash));
    assert_false(password_matches("", hash));
    assert_int_equal(password_hash_published("枫桥经验1963", hash, NULL), 0);
    assert_true(password_matches("枫桥经验1963", hash));
    assert_false(password_matches("枫桥经验1964", hash));
}

/* Light is the published one alone: the other takes its 64 MiB, as its own words say. */
static void a_password_is_hashed_dearly_unless_it_is_published(void **context)
{
    (void) context;
    char hash[PASSWORD_HASH_BYTES];
    assert_int_equal(password_hash("fengqiao-demo", hash, NULL), 0);
    assert_non_null(strstr(hash, "$m=65536,t=1,"));
    assert_int_equal(password_hash_published("fengqiao-demo", hash, NULL), 0);
    assert_non_null(strstr(hash, "$m=8,t=1,"));
}

static void a_key_file_others_can_read_is_refused(void **context)
{
    (void) context;
    struct keys *other = NULL;
    struct err err = {0};
    assert_int_equal(keys_create(path, &err), ERR_CONFLICT);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(keys_load(path, &other, &err), ERR_STORE);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(keys_load("/nonexistent/keys", &other, &err), ERR_MISSING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sm3_gives_the_standard_vectors),
        cmocka_unit_test(codes_are_those_of_the_standard),
        cmocka_unit_test(hmac_is_that_of_openssl),
        cmocka_unit_test(base32_is_that_of_the_standard),
        cmocka_unit_test(base64_is_that_of_the_standard),
        cmocka_unit_test(the_values_of_a_long_paper_are_sealed_whole),
        cmocka_unit_test(a_seal_opens_only_for_its_purpose_and_unbroken),
        cmocka_unit_test(public_ids_go_there_and_back_and_refuse_a_slip),
        cmocka_unit_test(ids_are_of_the_keys_they_are_asked_by),
        cmocka_unit_test(a_signature_holds_for_its_bytes_only),
        cmocka_unit_test(passwords_match_their_hash_only),
        cmocka_unit_test(a_password_is_hashed_dearly_unless_it_is_published),
        cmocka_unit_test(a_key_file_others_can_read_is_refused),
    };
    return cmocka_run_group_tests(tests, make_keys, drop_keys);
}

/* A seal on a PDF: holds as made, and for no other bytes; what is no seal and no PDF is refused. */
#include "tests/test.h"

#include "base/moment.h"
#include "base/text.h"
#include "crypto/seal.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

static struct arena arena;
static struct seal *seal;

/* The least that has a page, as Cairo writes it. */
static const char *small_pdf(size_t *ret_bytes)
{
    static const char *const objects[] = {
        "1 0 obj\n<< /Type /Pages\n   /Kids [ 3 0 R ]\n   /Count 1\n>>\nendobj\n",
        "2 0 obj\n<< /Producer (test)\n>>\nendobj\n",
        "3 0 obj\n<< /Type /Page % 1\n   /Parent 1 0 R\n   /MediaBox [ 0 0 595 842 ]\n>>\nendobj\n",
        "4 0 obj\n<< /Type /Catalog\n   /Pages 1 0 R\n>>\nendobj\n"};
    size_t places[COUNT_OF(objects)];
    struct text text;
    text_init(&text, &arena, 8192);
    text_add(&text, "%PDF-1.5\n");
    for (size_t i = 0; i < COUNT_OF(objects); i++) {
        places[i] = text.length;
        text_add(&text, objects[i]);
    }
    size_t table = text.length;
    text_add(&text, "xref\n0 5\n0000000000 65535 f \n");
    for (size_t i = 0; i < COUNT_OF(objects); i++)
        text_add_format(&text, "%010zu 00000 n \n", places[i]);
    text_add_format(
        &text, "trailer\n<< /Size 5\n   /Root 4 0 R\n   /Info 2 0 R\n>>\nstartxref\n%zu\n%%%%EOF\n",
        table);
    *ret_bytes = text.length;
    return text_done(&text);
}

static int64_t now_us(void)
{
    struct timespec now;
    (void) clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * SECOND_US;
}

static enum err_kind sealed(const char *pdf, size_t pdf_bytes, int64_t at_us, const void **ret,
                            size_t *ret_bytes, struct err *reterr)
{
    struct seal_request request = {
        .pdf = pdf, .pdf_bytes = pdf_bytes, .at_us = at_us, .name = "试验法院𠮷"};
    return seal_pdf(seal, &request, &arena, ret, ret_bytes, reterr);
}

static int make(void **context)
{
    const char *pem = NULL;
    struct err err = {0};
    (void) context;
    arena_init(&arena, 64 << 20);
    return crypto_start() && !seal_make("试验印章", &arena, &pem, &err) &&
                   !seal_read(pem, &seal, &err)
               ? 0
               : -1;
}

static int drop(void **context)
{
    (void) context;
    seal_free(seal);
    arena_release(&arena);
    return 0;
}

static void it_holds_for_these_bytes_and_no_other(void **context)
{
    size_t pdf_bytes = 0, made_bytes = 0;
    const void *made = NULL;
    struct err err = {0};
    struct seal_facts facts;
    (void) context;
    const char *pdf = small_pdf(&pdf_bytes);
    assert_int_equal(sealed(pdf, pdf_bytes, now_us(), &made, &made_bytes, &err), ERR_NONE);
    assert_memory_equal(made, pdf, pdf_bytes); /* what was there stays */
    assert_true(seal_holds(made, made_bytes, &facts));
    assert_string_equal(facts.signer, "CN=试验印章");
    assert_int_equal(strlen(facts.key_sha256), 64);
    assert_false(facts.stamped);
    assert_true(seal_is_self_made(seal));
    assert_false(seal_holds(pdf, pdf_bytes, &facts));
    char *other = arena_copy_bytes(&arena, made, made_bytes);
    const char *value = memmem(other, made_bytes, "/Contents <", 11);
    assert_non_null(value);
    value += strlen("/Contents ");
    const char *value_end = memchr(value, '>', made_bytes - (size_t) (value - other));
    assert_non_null(value_end);
    for (size_t i = 0; i < made_bytes; i += 7) {
        /* The value itself is no part of what it covers. */
        bool in_value = other + i > value && other + i < value_end;
        other[i] = (char) (other[i] ^ 4);
        if (!in_value && seal_holds(other, made_bytes, &facts))
            fail_msg("byte %zu of %zu was changed", i, made_bytes);
        other[i] = (char) (other[i] ^ 4);
    }
    assert_false(seal_holds(other, made_bytes - 1, &facts));
    char *longer = arena_printf(&arena, "%*s", (int) made_bytes + 4, "");
    memcpy(longer, made, made_bytes);
    assert_false(seal_holds(longer, made_bytes + 4, &facts));
}

static void what_is_no_pdf_of_ours_is_refused(void **context)
{
    static const struct {
        const char *from, *to;
    } changes[] = {{"%PDF-1.5", "%PDF-2.5"},   {"/Root 4", "/Root 9"},
                   {"/Root 4", "/Root 2"},     {"/Kids [ 3", "/Kids [ 9"},
                   {"xref\n0 5", "xref\n1 5"}, {"   /MediaBox", "/Annots [] "},
                   {"/Size 5", "/Size 9"}};
    (void) context;
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        size_t pdf_bytes = 0, made_bytes = 0;
        const void *made = NULL;
        struct err err = {0};
        const char *pdf = small_pdf(&pdf_bytes);
        char *other = arena_copy_bytes(&arena, pdf, pdf_bytes);
        char *at = strstr(other, changes[i].from);
        assert_non_null(at);
        memcpy(at, changes[i].to, strlen(changes[i].to));
        if (sealed(other, pdf_bytes, now_us(), &made, &made_bytes, &err) != ERR_INVALID ||
            strcmp(err.code, "seal.pdf") != 0)
            fail_msg("row %zu: %s", i, err.text);
        for (size_t cut = 0; cut < pdf_bytes; cut += 13)
            assert_int_not_equal(sealed(pdf, cut, now_us(), &made, &made_bytes, &err), ERR_NONE);
    }
}

static void nothing_is_sealed_outside_the_certificates_time(void **context)
{
    size_t pdf_bytes = 0, made_bytes = 0;
    const void *made = NULL;
    struct err err = {0};
    (void) context;
    const char *pdf = small_pdf(&pdf_bytes);
    int64_t years_us = 11 * 366 * DAY_US;
    assert_int_equal(sealed(pdf, pdf_bytes, now_us() + years_us, &made, &made_bytes, &err),
                     ERR_BUSY);
    assert_string_equal(err.code, "seal.expired");
    assert_int_equal(sealed(pdf, pdf_bytes, now_us() - years_us, &made, &made_bytes, &err),
                     ERR_BUSY);
}

static enum err_kind no_stamp(void *context, const void *question, size_t question_bytes,
                              struct arena *into, const void **ret, size_t *ret_bytes,
                              struct err *reterr)
{
    (void) context, (void) question, (void) question_bytes, (void) into;
    *ret = "0";
    *ret_bytes = 1;
    (void) reterr;
    return ERR_NONE;
}

/* Where a stamp is set, nothing is sealed without one. */
static void without_its_stamp_it_waits(void **context)
{
    size_t pdf_bytes = 0, made_bytes = 0;
    const void *made = NULL;
    struct err err = {0};
    (void) context;
    const char *pdf = small_pdf(&pdf_bytes);
    const struct seal_stamper stamper = {.ask = no_stamp};
    struct seal_request request = {
        .pdf = pdf, .pdf_bytes = pdf_bytes, .at_us = now_us(), .name = "", .stamper = &stamper};
    assert_int_equal(seal_pdf(seal, &request, &arena, &made, &made_bytes, &err), ERR_BUSY);
    assert_null(made);
}

/* The seal's own key and certificate, and others of nearly the largest size behind them. */
static const char *with_large_certificates(const char *pem, int count)
{
    char *comment = arena_alloc(&arena, 16001), *bytes = NULL;
    assert_non_null(comment);
    memset(comment, 'x', 16000);
    comment[16000] = '\0';
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *large = X509_new();
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, NID_netscape_comment, comment);
    assert_true(key && large && extension && X509_set_version(large, 2) &&
                X509_gmtime_adj(X509_getm_notBefore(large), 0) &&
                X509_gmtime_adj(X509_getm_notAfter(large), 3600) && X509_set_pubkey(large, key) &&
                X509_add_ext(large, extension, -1) && X509_sign(large, key, EVP_sha256()));
    BIO *out = BIO_new(BIO_s_mem());
    assert_true(out && BIO_puts(out, pem) > 0);
    for (int i = 0; i < count; i++)
        assert_int_equal(PEM_write_bio_X509(out, large), 1);
    long length = BIO_get_mem_data(out, &bytes);
    const char *text = arena_copy_bytes(&arena, bytes, (size_t) length);
    BIO_free(out);
    X509_EXTENSION_free(extension);
    X509_free(large);
    EVP_PKEY_free(key);
    return text;
}

static void more_certificates_than_fit_behind_a_paper_are_refused(void **context)
{
    const char *pem = NULL;
    struct seal *other = NULL;
    struct err err = {0};
    (void) context;
    assert_int_equal(seal_make("试验印章", &arena, &pem, &err), ERR_NONE);
    assert_int_equal(seal_read(with_large_certificates(pem, 6), &other, &err), ERR_NONE);
    seal_free(other);
    assert_int_equal(seal_read(with_large_certificates(pem, 7), &other, &err), ERR_INVALID);
    assert_string_equal(err.code, "seal.pem");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_holds_for_these_bytes_and_no_other),
        cmocka_unit_test(what_is_no_pdf_of_ours_is_refused),
        cmocka_unit_test(nothing_is_sealed_outside_the_certificates_time),
        cmocka_unit_test(without_its_stamp_it_waits),
        cmocka_unit_test(more_certificates_than_fit_behind_a_paper_are_refused),
    };
    return cmocka_run_group_tests(tests, make, drop);
}

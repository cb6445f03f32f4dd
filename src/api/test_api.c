/* The API over real HTTP on a real SQLite file, with a system of its own: signing in, rights, and
 * what is answered to bad input. */
#include "api/test_client.h"
#include "base/text.h"
#include "store/people.h"

#include <unistd.h>

static void test_phone(void **state)
{
    struct world *world = *state;
    char text[256];
    struct browser browser = sign_in_phone(world, "13800138000");
    expect(world, ask(world, "GET", "/api/v1/session", browser.headers, NULL), 200, NULL);
    assert_string_equal(told(world, "account.kind", text), "public");
    assert_non_null(strstr(world->reply, "no-store"));
    const char *known = "{\"name\":\"赵某\",\"id_number\":\"110105199001010011\"}";
    expect(world, ask(world, "PATCH", "/api/v1/account", browser.headers, known), 422,
           "form.invalid");
    assert_string_equal(told(world, "errors[0].code", text), "resident_id.checksum");
    expect(world, ask(world, "PATCH", "/api/v1/account", browser.headers, "{\"language\":\"en\"}"),
           200, NULL);
    assert_string_equal(told(world, "account.language", text), "en");
    expect(world, ask(world, "DELETE", "/api/v1/session", browser.headers, NULL), 200, NULL);
    expect(world, ask(world, "PATCH", "/api/v1/account", browser.headers, "{}"), 401,
           "session.none");
}

static void test_identity(void **state)
{
    struct world *world = *state;
    /* Invented: 1990-03-07, check character by GB 11643-1999. */
    const char *mine = "{\"name\":\"赵某\",\"id_number\":\"110105199003070025\"}";
    const char *other = "{\"name\":\"钱某\",\"id_number\":\"110105199003070025\"}";
    char text[256];
    struct browser first = sign_in_phone(world, "13800138001");
    int status = ask(world, "PATCH", "/api/v1/account", first.headers, mine);
    expect(world, status, 200, NULL);
    assert_string_equal(told(world, "account.verified", text), "named");
    expect(world, ask(world, "PATCH", "/api/v1/account", first.headers, mine), 200, NULL);
    /* The second says so too; both are claims, until a clerk has seen the card of one. */
    struct browser second = sign_in_phone(world, "13800138002");
    expect(world, ask(world, "PATCH", "/api/v1/account", second.headers, other), 422,
           "identity.mismatch");
    expect(world, ask(world, "PATCH", "/api/v1/account", second.headers, mine), 200, NULL);
    struct browser clerk = sign_in_staff(world, "window");
    static const char seen[] = "{\"phone\":\"13800138002\",\"name\":\"赵某\",\"id_number\":"
                               "\"110105199003070025\",\"card_seen\":%s}";
    char check[300];
    (void) snprintf(check, sizeof check, seen, "false");
    expect(world, ask(world, "POST", "/api/v1/identity/checks", clerk.headers, check), 422,
           "identity.card");
    (void) snprintf(check, sizeof check, seen, "true");
    expect(world, ask(world, "POST", "/api/v1/identity/checks", second.headers, check), 403,
           "permission.denied");
    expect(world, ask(world, "POST", "/api/v1/identity/checks", clerk.headers, check), 201, NULL);
    assert_string_equal(told(world, "account.verified", text), "checked");
    expect(world, ask(world, "PATCH", "/api/v1/account", first.headers, mine), 409,
           "identity.taken");
    expect(world, ask(world, "PATCH", "/api/v1/account", second.headers, "{\"name\":\"李某\"}"),
           409, "identity.fixed");
}

static int renew(struct world *world, struct browser *browser)
{
    int status = ask(world, "POST", "/api/v1/session/renew", browser->headers, "{}");
    const char *cookie = strstr(world->reply, "fengqiao_session="),
               *csrf = strstr(browser->headers, "X-CSRF");
    if (status == 200) {
        struct browser next = {{0}};
        assert_non_null(cookie);
        (void) snprintf(next.headers, sizeof next.headers, "Cookie: %.*s\r\n%s",
                        (int) strcspn(cookie, ";"), cookie, csrf);
        *browser = next;
    }
    return status;
}

/* As long again each time, yet twice the seven days after signing in it is over. */
static void test_renewal(void **state)
{
    struct world *world = *state;
    struct browser browser = sign_in_phone(world, "13800138077"), old = browser;
    int64_t began_us = world->base.now_us;
    __atomic_add_fetch(&world->base.now_us, 6 * DAY_US, __ATOMIC_SEQ_CST);
    expect(world, renew(world, &browser), 200, NULL);
    expect(world, ask(world, "PATCH", "/api/v1/account", old.headers, "{}"), 401, "session.none");
    expect(world, ask(world, "POST", "/api/v1/session/renew", old.headers, "{}"), 401,
           "session.none");
    __atomic_add_fetch(&world->base.now_us, 6 * DAY_US, __ATOMIC_SEQ_CST);
    expect(world, renew(world, &browser), 200, NULL);
    assert_non_null(strstr(world->reply, "{\"seconds_left\":172800}")); /* of seven days, two */
    assert_non_null(strstr(world->reply, "Max-Age=172800"));
    __atomic_add_fetch(&world->base.now_us, 1 * DAY_US, __ATOMIC_SEQ_CST);
    expect(world, renew(world, &browser), 409, "session.longest");
    expect(world, ask(world, "PATCH", "/api/v1/account", browser.headers, "{}"), 200, NULL);
    __atomic_add_fetch(&world->base.now_us, 1 * DAY_US + SECOND_US, __ATOMIC_SEQ_CST);
    expect(world, ask(world, "PATCH", "/api/v1/account", browser.headers, "{}"), 401,
           "session.none");
    __atomic_store_n(&world->base.now_us, began_us, __ATOMIC_SEQ_CST);
}

static void test_codes(void **state)
{
    struct world *world = *state;
    const char *phone = "{\"phone\":\"13900139000\"}";
    const char *wrong = "{\"phone\":\"13900139000\",\"code\":\"00000x\"}";
    char code[7], body[200];
    expect(world, ask(world, "POST", "/api/v1/session/code", "", phone), 202, NULL);
    for (int i = 0; i < 5; i++)
        expect(world, ask(world, "POST", "/api/v1/session", "", wrong), 401, "code.wrong");
    /* Five wrong tries: even the right one no longer helps. */
    last_code(world, code);
    (void) snprintf(body, sizeof body, "{\"phone\":\"13900139000\",\"code\":\"%s\"}", code);
    expect(world, ask(world, "POST", "/api/v1/session", "", body), 401, "code.wrong");
    for (int i = 0; i < 4; i++)
        expect(world, ask(world, "POST", "/api/v1/session/code", "", phone), 202, NULL);
    expect(world, ask(world, "POST", "/api/v1/session/code", "", phone), 429, "code.often");
    assert_non_null(strstr(world->reply, "Retry-After"));
}

static void test_password(void **state)
{
    struct world *world = *state;
    const char *wrong = "{\"login\":\"judge\",\"password\":\"wrong horse\"}";
    const char *right = "{\"login\":\"judge\",\"password\":\"correct horse 1\"}";
    const char *nobody = "{\"login\":\"ghost\",\"password\":\"wrong horse\"}";
    expect(world, ask(world, "POST", "/api/v1/session", "", nobody), 401, "session.wrong");
    for (int i = 0; i < 5; i++)
        expect(world, ask(world, "POST", "/api/v1/session", "", wrong), 401, "session.wrong");
    expect(world, ask(world, "POST", "/api/v1/session", "", right), 429, "session.locked");
    __atomic_add_fetch(&world->base.now_us, 16 * MINUTE_US, __ATOMIC_SEQ_CST);
    expect(world, ask(world, "POST", "/api/v1/session", "", right), 201, NULL);
}

static void test_rights(void **state)
{
    struct world *world = *state;
    char id[256], path[300];
    struct browser boss = sign_in_staff(world, "boss"), judge = sign_in_staff(world, "judge");
    const char *staff = "{\"kind\":\"staff\",\"login\":\"clerk\",\"name\":\"吴窗口\",\"password\":"
                        "\"a long password\"}";
    expect(world, ask(world, "GET", "/api/v1/accounts", "", NULL), 401, "session.none");
    expect(world, ask(world, "GET", "/api/v1/accounts", judge.headers, NULL), 403,
           "permission.denied");
    expect(world, ask(world, "POST", "/api/v1/accounts", boss.headers, staff), 201, NULL);
    (void) snprintf(path, sizeof path, "/api/v1/accounts/%s/grants", told(world, "id", id));
    expect(world, ask(world, "POST", "/api/v1/accounts", boss.headers, staff), 409,
           "account.login_taken");
    expect(
        world,
        ask(world, "POST", path, boss.headers, "{\"role\":\"window_clerk\",\"court\":\"鄂1202\"}"),
        201, NULL);
    expect(world, ask(world, "POST", path, boss.headers, "{\"role\":\"plaintiff\"}"), 422,
           "role.unknown");
    /* Offices apart: on no shared day two of them; one after the other is fine. */
    static const struct {
        const char *body;
        int status;
        const char *code;
    } offices[] = {
        {"{\"role\":\"auditor\",\"from\":\"2030-01-01\",\"to\":\"2030-06-30\"}", 201, NULL},
        {"{\"role\":\"admin\"}", 409, "role.apart"},
        {"{\"role\":\"admin\",\"to\":\"2030-01-01\"}", 409, "role.apart"},
        {"{\"role\":\"security_admin\",\"from\":\"2030-06-30\"}", 409, "role.apart"},
        {"{\"role\":\"auditor\",\"from\":\"2030-06-30\"}", 201, NULL},
        {"{\"role\":\"admin\",\"to\":\"2029-12-31\"}", 201, NULL},
        {"{\"role\":\"filing_judge\"}", 201, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(offices); i++)
        expect(world, ask(world, "POST", path, boss.headers, offices[i].body), offices[i].status,
               offices[i].code);
    expect(world, ask(world, "GET", "/api/v1/session", boss.headers, NULL), 200, NULL);
    (void) snprintf(path, sizeof path, "/api/v1/accounts/%s/grants", told(world, "account.id", id));
    expect(world, ask(world, "POST", path, boss.headers, "{\"role\":\"filing_judge\"}"), 403,
           "role.own");
    expect(world, ask(world, "GET", "/api/v1/accounts?limit=2", boss.headers, NULL), 200, NULL);
    assert_true(*told(world, "next", id));
    /* The account is an administrator's; the key is for matters of one system only. */
    static const char narrow[] = "Authorization: Bearer narrow-key\r\n";
    expect(world, ask(world, "GET", "/api/v1/accounts", narrow, NULL), 403, "key.scope");
    expect(world, ask(world, "POST", "/api/v1/small", narrow, "{\"court\":\"鄂1202\"}"), 404,
           "system.unknown");
    expect(world,
           ask(world, "GET", "/api/v1/session", "Authorization: Bearer machine-key\r\n", NULL), 200,
           NULL);
    assert_string_equal(told(world, "account.kind", id), "machine");
    expect(world, ask(world, "GET", "/api/v1/session", "Authorization: Bearer other\r\n", NULL),
           401, "key.unknown");
    expect(world, ask(world, "GET", "/api/v1/link", "X-Link: other\r\n", NULL), 401,
           "link.unknown");
    /* The judge's grant ended on a day before today. */
    expect(world, ask(world, "GET", "/api/v1/session", judge.headers, NULL), 200, NULL);
    assert_string_equal(told(world, "roles[0].role", id), "");
}

static void test_matter(void **state)
{
    struct world *world = *state;
    char id[256], path[300], headers[500];
    struct browser browser = sign_in_phone(world, "13700137000");
    const char *draft = "{\"court\":\"鄂1202\",\"name\":\"借款\",\"sum\":6000000}";
    (void) snprintf(headers, sizeof headers, "%sIdempotency-Key: once\r\n", browser.headers);
    expect(world, ask(world, "POST", "/api/v1/small", headers, draft), 201, NULL);
    char first[256];
    (void) snprintf(first, sizeof first, "%s", told(world, "id", id));
    expect(world, ask(world, "POST", "/api/v1/small", headers, draft), 201, NULL);
    assert_string_equal(told(world, "id", id), first); /* a second click makes nothing new */
    expect(world, ask(world, "POST", "/api/v1/small", headers, "{\"court\":\"鄂1202\"}"), 422,
           "idempotency.reused");
    (void) snprintf(path, sizeof path, "/api/v1/matters/%s/submit", first);
    (void) snprintf(headers, sizeof headers, "%sIf-Match: \"99\"\r\n", browser.headers);
    const char *full = "{\"name\":\"借款\",\"sum\":6000000}";
    expect(world, ask(world, "POST", path, headers, full), 412, "matter.stale");
    (void) snprintf(headers, sizeof headers, "%sIf-Match: 1\r\n", browser.headers);
    expect(world, ask(world, "POST", path, headers, full), 400, "version.syntax");
    expect(world, ask(world, "POST", path, browser.headers, full), 428, "version.missing");
    (void) snprintf(headers, sizeof headers, "%sIf-Match: \"1\"\r\n", browser.headers);
    expect(world, ask(world, "POST", path, headers, "{\"sum\":\"much\",\"more\":1}"), 422,
           "form.invalid");
    struct browser stranger = sign_in_phone(world, "13700137001");
    char strange[500];
    (void) snprintf(strange, sizeof strange, "%sIf-Match: \"1\"\r\n", stranger.headers);
    expect(world, ask(world, "POST", path, strange, full), 404, "matter.unknown");
    expect(world, ask(world, "POST", path, "If-Match: \"1\"\r\n", full), 404, "matter.unknown");
    expect(world, ask(world, "POST", path, headers, full), 200, NULL);
    (void) snprintf(headers, sizeof headers, "%sIf-Match: \"2\"\r\n", browser.headers);
    expect(world, ask(world, "POST", path, headers, full), 409, "action.wrong_state");
    expect(world, ask(world, "GET", "/metrics", "", NULL), 200, NULL);
    assert_non_null(strstr(world->reply, "fengqiao_matter_actions_total{system=\"small\",action="
                                         "\"submit\",result=\"done\"} 1"));
    expect(world, ask(world, "POST", "/api/v1/matters/Snonsense/submit", headers, full), 404,
           "matter.unknown");
}

static void test_bad_input(void **state)
{
    struct world *world = *state;
    static const struct {
        const char *method, *path, *headers, *body;
        int status;
        const char *code;
    } examples[] = {
        {"POST", "/session/code", "", "{\"phone\":", 400, "json.syntax"},
        {"POST", "/session/code", "", "{\"phone\":\"1\",\"phone\":\"2\"}", 400, "json.syntax"},
        {"POST", "/session/code", "", "[]", 422, "body.map"},
        {"POST", "/session/code", "", "{\"phone\":1.5}", 400, "json.syntax"},
        {"POST", "/session/code", "", "{\"phone\":138}", 422, "form.invalid"},
        {"POST", "/session/code", "", "{\"phone\":\"12\"}", 422, "form.invalid"},
        {"POST", "/session/code", "", "{\"other\":\"12\"}", 422, "form.invalid"},
        {"POST", "/session/code", "", NULL, 422, "form.invalid"},
        {"POST", "/session/code", "Content-Type: text/plain\r\n", "{}", 415, "body.type"},
        {"POST", "/session/code", "Idempotency-Key: \r\n", "{}", 400, "idempotency.missing"},
        {"POST", "/session/code", "Idempotency-Key: a b\r\n", "{}", 400, "idempotency.missing"},
        {"POST", "/session", "", "{}", 422, "required"},
        {"POST", "/session", "", "{\"login\":\"boss\"}", 422, "required"},
        {"GET", "/session?x=1", "", NULL, 400, "query.unknown"},
        {"GET", "/nothing/here", "", NULL, 404, "path.unknown"},
        {"PUT", "/session", "", "{}", 405, "path.method"},
        {"POST", "/small", "", "{}", 401, "session.none"},
        {"POST", "/demo/clock", "", "{\"now\":\"yesterday\"}", 422, "moment.format"},
        {"POST", "/demo/clock", "", "{\"now\":\"2026-11-25T09:00:00+08:00\"}", 200, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        char path[200];
        (void) snprintf(path, sizeof path, "/api/v1%s", examples[i].path);
        expect(world, ask(world, examples[i].method, path, examples[i].headers, examples[i].body),
               examples[i].status, examples[i].code);
    }
    struct browser browser = sign_in_phone(world, "13600136000");
    char cookie[300];
    (void) snprintf(cookie, sizeof cookie, "%.*sX-CSRF: stolen\r\n",
                    (int) (strstr(browser.headers, "X-CSRF") - browser.headers), browser.headers);
    expect(world, ask(world, "PATCH", "/api/v1/account", cookie, "{}"), 403, "csrf.wrong");
}

static void test_size(void **state)
{
    struct world *world = *state;
    size_t size = 3 << 20;
    char *body = malloc(size + 1);
    memset(body, 'x', size);
    body[size] = '\0';
    expect(world, ask(world, "POST", "/api/v1/session/code", "", body), 413, NULL);
    free(body);
    /* Cut in the middle, no HTTP at all, a header without end: the server still answers. */
    static const char *const broken[] = {
        "POST /api/v1/session/code HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"phone\"",
        "\x16\x03\x01\x02\r\n\r\n", "GET /api/v1/session HTTP/1.1\r\nCookie: fengqiao_session="};
    for (size_t i = 0; i < COUNT_OF(broken); i++)
        hang_up_after(world, broken[i]);
    expect(world, ask(world, "GET", "/healthz", "", NULL), 200, NULL);
}

/* An upload that was cut off leaves nothing; sent again it is there once, under its own hash. */
static void test_upload(void **state)
{
    struct world *world = *state;
    struct browser browser = sign_in_phone(world, "13500135000");
    char head[700];
    static const char bytes[] = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";
    for (int i = 0; i < 5; i++) {
        (void) snprintf(head, sizeof head,
                        "POST /api/v1/documents?name=a.pdf&kind=evidence HTTP/1.1\r\nHost: x\r\n"
                        "%sIdempotency-Key: cut\r\nContent-Length: 9000\r\n\r\n%s",
                        browser.headers, bytes);
        hang_up_after(world, head);
    }
    (void) usleep(200000);
    assert_int_equal(test_world_count(&world->base, "SELECT count(*) FROM document"), 0);
    static const char path[] = "/api/v1/documents?name=a.pdf&kind=evidence";
    (void) snprintf(head, sizeof head, "%sContent-Type: application/octet-stream\r\n",
                    browser.headers);
    char wrong[900];
    (void) snprintf(wrong, sizeof wrong, "%sX-SM3: %064d\r\n", head, 0);
    expect(world, ask(world, "POST", path, wrong, bytes), 422, "document.sm3");
    expect(world, ask(world, "POST", path, head, "<!DOCTYPE html><html><body><script>x</script>"),
           415, "file.type");
    expect(world, ask(world, "POST", path, head, ""), 422, "file.empty");
    assert_int_equal(test_world_count(&world->base, "SELECT count(*) FROM document"), 0);
    (void) snprintf(wrong, sizeof wrong, "%sIdempotency-Key: cut\r\n", head);
    expect(world, ask(world, "POST", path, wrong, bytes), 201, NULL);
    expect(world, ask(world, "POST", path, wrong, bytes), 201, NULL);
    assert_int_equal(test_world_count(&world->base, "SELECT count(*) FROM document"), 1);
}

static void test_outside(void **state)
{
    struct world *world = *state;
    char text[256];
    expect(world, ask(world, "GET", "/api/openapi.json", "", NULL), 200, NULL);
    assert_string_equal(told(world, "openapi", text), "3.1.0");
    assert_non_null(strstr(world->reply, "\"/api/v1/small\""));
    assert_non_null(strstr(world->reply, "\"small.submit\""));
    expect(world, ask(world, "GET", "/api/v1/definitions/small", "", NULL), 200, NULL);
    const char *tag = strstr(world->reply, "ETag: ");
    char header[100];
    assert_non_null(tag);
    (void) snprintf(header, sizeof header, "If-None-Match: %.34s\r\n", tag + strlen("ETag: "));
    expect(world, ask(world, "GET", "/api/v1/definitions/small", header, NULL), 304, NULL);
    /* Packed they have a tag of their own: who asks without gzip must not be told "unchanged". */
    expect(world,
           ask(world, "GET", "/api/v1/definitions/small", "Accept-Encoding: br, gzip\r\n", NULL),
           200, NULL);
    assert_non_null(strstr(world->reply, "Content-Encoding: gzip"));
    tag = strstr(world->reply, "ETag: ");
    assert_non_null(tag);
    (void) snprintf(header, sizeof header, "If-None-Match: %.39s\r\n", tag + strlen("ETag: "));
    expect(world, ask(world, "GET", "/api/v1/definitions/small", header, NULL), 200, NULL);
    expect(world, ask(world, "GET", "/metrics", "", NULL), 200, NULL);
    assert_non_null(strstr(world->reply, "\nfengqiao_queue_length "));
    expect(world, ask(world, "GET", "/", "", NULL), 404, NULL);
    assert_non_null(strstr(world->reply, "web build missing"));
    assert_non_null(strstr(world->reply, "frame-ancestors 'none'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phone),     cmocka_unit_test(test_identity),
        cmocka_unit_test(test_codes),     cmocka_unit_test(test_password),
        cmocka_unit_test(test_rights),    cmocka_unit_test(test_matter),
        cmocka_unit_test(test_bad_input), cmocka_unit_test(test_size),
        cmocka_unit_test(test_upload),    cmocka_unit_test(test_outside),
        cmocka_unit_test(test_renewal)};
    return cmocka_run_group_tests(tests, client_begin, client_end);
}

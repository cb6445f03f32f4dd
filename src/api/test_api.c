/* The API over real HTTP on a real SQLite file, with a system of its own: signing in, rights, and
 * what is answered to bad input. */
#include "engine/test_world.h"

#include "api/api.h"
#include "base/text.h"
#include "store/people.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REPLY_MAX = 1 << 20 };

struct world {
    struct test_world base;
    struct api *api;
    char *reply; /* head and body of the last answer */
    int key;     /* the last Idempotency-Key */
};

static void add_accounts(struct world *world)
{
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    struct err err = {0};
    int64_t now_us = world->base.now_us;
    arena_init(&arena, 1 << 20);
    assert_int_equal(db_open(world->base.url, DB_READ_WRITE, &db, &err), ERR_NONE);
    char hash[PASSWORD_HASH_BYTES], key[SM3_HEX];
    assert_int_equal(password_hash("correct horse 1", hash, &err), ERR_NONE);
    token_hash("machine-key", key);
    struct db_flight *flight = db_flight_new(&arena);
    account_insert(flight, 1, "staff", "boss", hash, "周管理", NULL, NULL, 0, true, now_us);
    account_insert(flight, 2, "staff", "judge", hash, "孙法官", NULL, NULL, 0, true, now_us);
    account_insert(flight, 3, "machine", NULL, NULL, "合作机构", NULL, NULL, 0, true, now_us);
    account_insert(flight, 4, "staff", "window", hash, "郑窗口", NULL, NULL, 0, true, now_us);
    grant_insert(flight, 3, 4, "window_clerk", "鄂1202", 20000, 0, 0, now_us);
    grant_insert(flight, 1, 1, "admin", "", 20000, 0, 0, now_us);
    grant_insert(flight, 2, 2, "filing_judge", "鄂1202", 20000, 20100, 0, now_us);
    api_key_insert(flight, key, 3, "test", "", 100000, now_us);
    token_hash("narrow-key", key);
    api_key_insert(flight, key, 1, "test", "other", 100000, now_us);
    assert_int_equal(db_flight_run(db, flight, &err), ERR_NONE);
}

static int begin(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    struct err err = {0};
    world->reply = malloc(REPLY_MAX);
    test_world_make(&world->base);
    add_accounts(world);
    test_world_start(&world->base, 1);
    const struct api_settings api = {.engine = world->base.engine,
                                     .store_url = world->base.url,
                                     .listen = "127.0.0.1:0",
                                     .demo = true};
    if (api_start(&api, &world->api, &err))
        fail_msg("%s: %s", err.code, err.text);
    *state = world;
    return 0;
}

static int end(void **state)
{
    struct world *world = *state;
    api_stop(world->api);
    test_world_end(&world->base);
    free(world->reply);
    free(world);
    return 0;
}

/* ---- the wire ------------------------------------------------------------------------------- */

static int connect_to(struct world *world)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t) api_port(world->api)),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int wire = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(wire, (struct sockaddr *) &address, sizeof address), 0);
    return wire;
}

/* A client that goes away before its request is complete. */
static void hang_up_after(struct world *world, const char *bytes)
{
    int wire = connect_to(world);
    assert_true(send(wire, bytes, strlen(bytes), MSG_NOSIGNAL) > 0);
    (void) close(wire);
}

/* One request on a connection of its own; the status. */
static int send_raw(struct world *world, const char *bytes, size_t size_bytes)
{
    int wire = connect_to(world);
    for (size_t sent = 0; sent < size_bytes;) {
        ssize_t wrote = send(wire, bytes + sent, size_bytes - sent, MSG_NOSIGNAL);
        if (wrote <= 0)
            break;
        sent += (size_t) wrote;
    }
    size_t got = 0;
    ssize_t more = 0;
    while (got < REPLY_MAX - 1 &&
           (more = recv(wire, world->reply + got, REPLY_MAX - 1 - got, 0)) > 0)
        got += (size_t) more;
    world->reply[got] = '\0';
    (void) close(wire);
    return got > 12 ? (int) strtol(world->reply + 9, NULL, 10) : 0;
}

static int ask(struct world *world, const char *method, const char *path, const char *headers,
               const char *body)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 8 << 20);
    char key[64] = "";
    if (!strstr(headers, "Idempotency-Key"))
        (void) snprintf(key, sizeof key, "Idempotency-Key: k%d\r\n", ++world->key);
    const char *text = arena_printf(
        &arena,
        "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s%s%sContent-Length: "
        "%zu\r\n\r\n%s",
        method, path,
        body && !strstr(headers, "Content-Type") ? "Content-Type: application/json\r\n" : "", key,
        headers, body ? strlen(body) : (size_t) 0, body ? body : "");
    assert_non_null(text);
    return send_raw(world, text, strlen(text));
}

/* Text of the answer at a path of its JSON, "" when there is none. */
static const char *told(struct world *world, const char *path, char ret[256])
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct value *reply = NULL;
    const char *body = strstr(world->reply, "\r\n\r\n");
    ret[0] = '\0';
    if (body && !json_parse(body + 4, strlen(body + 4), &json_limits_file, &arena, &reply, NULL)) {
        const char *text = value_text(value_path(reply, path));
        (void) snprintf(ret, 256, "%s", text ? text : "");
    }
    return ret;
}

static void expect(struct world *world, int status, int wanted, const char *code)
{
    char text[256];
    if (status != wanted || (code && strcmp(told(world, "code", text), code) != 0))
        fail_msg("wanted %d %s, got %d: %.600s", wanted, code ? code : "", status, world->reply);
}

/* Headers of a signed-in browser. */
struct browser {
    char headers[300];
};

static struct browser take_session(struct world *world)
{
    struct browser browser = {{0}};
    char csrf[256];
    const char *cookie = strstr(world->reply, "fengqiao_session=");
    assert_non_null(cookie);
    assert_non_null(strstr(cookie, "HttpOnly; SameSite=Strict"));
    (void) snprintf(browser.headers, sizeof browser.headers, "Cookie: %.*s\r\nX-CSRF: %s\r\n",
                    (int) strcspn(cookie, ";"), cookie, told(world, "csrf", csrf));
    return browser;
}

static void last_code(struct world *world, char ret[7])
{
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    struct db_result found;
    arena_init(&arena, 1 << 20);
    assert_int_equal(db_open(world->base.url, DB_READ_ONLY, &db, NULL), ERR_NONE);
    assert_int_equal(db_run(db, &arena,
                            "SELECT text_en FROM message WHERE notice = 'login_code' ORDER BY id "
                            "DESC LIMIT 1",
                            DB_NO_ARGS, &found, NULL),
                     ERR_NONE);
    const char *text = db_cell_text(&found, 0, 0);
    (void) snprintf(ret, 7, "%.6s", text + strcspn(text, "0123456789"));
}

static struct browser sign_in_phone(struct world *world, const char *phone)
{
    char code[7], body[200];
    (void) snprintf(body, sizeof body, "{\"phone\":\"%s\"}", phone);
    expect(world, ask(world, "POST", "/api/v1/session/code", "", body), 202, NULL);
    last_code(world, code);
    (void) snprintf(body, sizeof body, "{\"phone\":\"%s\",\"code\":\"%s\"}", phone, code);
    expect(world, ask(world, "POST", "/api/v1/session", "", body), 201, NULL);
    return take_session(world);
}

static struct browser sign_in_staff(struct world *world, const char *login)
{
    char body[200];
    (void) snprintf(body, sizeof body, "{\"login\":\"%s\",\"password\":\"correct horse 1\"}",
                    login);
    expect(world, ask(world, "POST", "/api/v1/session", "", body), 201, NULL);
    return take_session(world);
}

/* ---- tests ---------------------------------------------------------------------------------- */

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

struct clicker {
    struct world world; /* a wire and a reply of its own */
    const char *headers;
    pthread_t thread;
    int status;
};

static void *click(void *context)
{
    struct clicker *clicker = context;
    clicker->status = ask(&clicker->world, "POST", "/api/v1/small", clicker->headers,
                          "{\"court\":\"鄂1202\",\"name\":\"两次\"}");
    return NULL;
}

/* Sixteen at once with one key: one matter, and sixteen times the same answer. */
static void test_second_click(void **state)
{
    struct world *world = *state;
    struct browser browser = sign_in_phone(world, "13400134000");
    char headers[500], first[256], id[256];
    struct clicker clickers[16];
    int64_t before = test_world_count(&world->base, "SELECT count(*) FROM matter");
    (void) snprintf(headers, sizeof headers, "%sIdempotency-Key: clicked\r\n", browser.headers);
    for (size_t i = 0; i < COUNT_OF(clickers); i++) {
        clickers[i] = (struct clicker){.world = *world, .headers = headers};
        clickers[i].world.reply = malloc(REPLY_MAX);
        assert_int_equal(pthread_create(&clickers[i].thread, NULL, click, &clickers[i]), 0);
    }
    for (size_t i = 0; i < COUNT_OF(clickers); i++) {
        assert_int_equal(pthread_join(clickers[i].thread, NULL), 0);
        expect(&clickers[i].world, clickers[i].status, 201, NULL);
        assert_string_equal(told(&clickers[i].world, "id", id),
                            i ? first : told(&clickers[0].world, "id", first));
        if (i)
            free(clickers[i].world.reply);
    }
    free(clickers[0].world.reply);
    assert_int_equal(test_world_count(&world->base, "SELECT count(*) FROM matter"), before + 1);
}

enum { CROWD = 130 }; /* above the small world's queue of 100 and its batch of 16 */

/* The database is held by somebody else: what waits beyond the queue is told to come again at once,
 * and what was taken is done when the database is free. */
static void test_full_queue(void **state)
{
    struct world *world = *state;
    struct browser browser = sign_in_phone(world, "13400134001");
    static struct clicker clickers[CROWD];
    static char headers[CROWD][500];
    DB_SCOPED *other = NULL;
    ARENA_SCOPED arena;
    int64_t before = test_world_count(&world->base, "SELECT count(*) FROM matter");
    size_t taken = 0, refused = 0, full = 0;
    arena_init(&arena, 1 << 20);
    assert_int_equal(db_open(world->base.url, DB_READ_WRITE, &other, NULL), ERR_NONE);
    assert_int_equal(db_begin(other, NULL), ERR_NONE);
    assert_int_equal(
        db_run(other, &arena, "UPDATE store_fact SET value = value", DB_NO_ARGS, NULL, NULL), 0);
    if (strcmp(db_kind(other), "postgresql") == 0)
        assert_int_equal(db_run(other, &arena, "LOCK TABLE matter IN ACCESS EXCLUSIVE MODE",
                                DB_NO_ARGS, NULL, NULL),
                         0);
    for (size_t i = 0; i < CROWD; i++) {
        (void) snprintf(headers[i], sizeof headers[i], "%sIdempotency-Key: crowd%zu\r\n",
                        browser.headers, i);
        clickers[i] = (struct clicker){.world = *world, .headers = headers[i]};
        clickers[i].world.reply = malloc(REPLY_MAX);
        assert_int_equal(pthread_create(&clickers[i].thread, NULL, click, &clickers[i]), 0);
    }
    (void) usleep(1500000);
    db_rollback(other);
    for (size_t i = 0; i < CROWD; i++) {
        assert_int_equal(pthread_join(clickers[i].thread, NULL), 0);
        if (clickers[i].status == 503)
            assert_non_null(strstr(clickers[i].world.reply, "Retry-After: "));
        else
            expect(&clickers[i].world, clickers[i].status, 201, NULL);
        taken += clickers[i].status == 201;
        refused +=
            clickers[i].status == 503; /* on a slow machine the database's patience ends too */
        full += clickers[i].status == 503 && strstr(clickers[i].world.reply, "engine.full");
        free(clickers[i].world.reply);
    }
    assert_int_equal(taken + refused, CROWD);
    assert_true(full > 0 && taken >= 100);
    assert_int_equal(test_world_count(&world->base, "SELECT count(*) FROM matter"),
                     before + (int64_t) taken);
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
    expect(world, ask(world, "GET", "/metrics", "", NULL), 200, NULL);
    assert_non_null(strstr(world->reply, "fengqiao_queue_length 0"));
    expect(world, ask(world, "GET", "/", "", NULL), 404, NULL);
    assert_non_null(strstr(world->reply, "web build missing"));
    assert_non_null(strstr(world->reply, "frame-ancestors 'none'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phone),      cmocka_unit_test(test_identity),
        cmocka_unit_test(test_codes),      cmocka_unit_test(test_password),
        cmocka_unit_test(test_rights),     cmocka_unit_test(test_matter),
        cmocka_unit_test(test_bad_input),  cmocka_unit_test(test_size),
        cmocka_unit_test(test_upload),     cmocka_unit_test(test_second_click),
        cmocka_unit_test(test_full_queue), cmocka_unit_test(test_outside)};
    return cmocka_run_group_tests(tests, begin, end);
}

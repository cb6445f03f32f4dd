/* api/test_client: see test_client.h. */
#include "api/test_client.h"

#include "base/text.h"
#include "store/people.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

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

int client_begin(void **state)
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

int client_end(void **state)
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
void hang_up_after(struct world *world, const char *bytes)
{
    int wire = connect_to(world);
    assert_true(send(wire, bytes, strlen(bytes), MSG_NOSIGNAL) > 0);
    (void) close(wire);
}

/* One request on a connection of its own; the status. */
int send_raw(struct world *world, const char *bytes, size_t size_bytes)
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

int ask(struct world *world, const char *method, const char *path, const char *headers,
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
const char *told(struct world *world, const char *path, char ret[256])
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

void expect(struct world *world, int status, int wanted, const char *code)
{
    char text[256];
    if (status != wanted || (code && strcmp(told(world, "code", text), code) != 0))
        fail_msg("wanted %d %s, got %d: %.600s", wanted, code ? code : "", status, world->reply);
}

struct browser take_session(struct world *world)
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

void last_code(struct world *world, char ret[7])
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

struct browser sign_in_phone(struct world *world, const char *phone)
{
    char code[7], body[200];
    (void) snprintf(body, sizeof body, "{\"phone\":\"%s\"}", phone);
    expect(world, ask(world, "POST", "/api/v1/session/code", "", body), 202, NULL);
    last_code(world, code);
    (void) snprintf(body, sizeof body, "{\"phone\":\"%s\",\"code\":\"%s\"}", phone, code);
    expect(world, ask(world, "POST", "/api/v1/session", "", body), 201, NULL);
    return take_session(world);
}

struct browser sign_in_staff(struct world *world, const char *login)
{
    char body[200];
    (void) snprintf(body, sizeof body, "{\"login\":\"%s\",\"password\":\"correct horse 1\"}",
                    login);
    expect(world, ask(world, "POST", "/api/v1/session", "", body), 201, NULL);
    return take_session(world);
}

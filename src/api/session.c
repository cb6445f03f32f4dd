/*
 * api/session: signing in by phone code or password, who am I.
 * Answers never tell whether a phone or login is known. What a session begins with is not kept for
 * replay: a repeated sign-in makes another session.
 */
#include "api/session.h"
#include "api/operations.h"
#include "api/private.h"
#include "api/second_factor.h"

#include "base/text.h"
#include "store/notice.h"
#include "store/people.h"
#include "store/work.h"

enum {
    CODE_MINUTES = 5,
    CODE_TRIES_MAX = 5,
    CODES_PER_WINDOW_MAX = 5,
    CODE_WINDOW_MINUTES = 10,
    CODES_PER_ADDRESS_MAX = 60,
    SIGN_INS_PER_ADDRESS_MAX = 120
};

/* ---- a login code --------------------------------------------------------------------------- */

struct code_request {
    size_t place;
    const char *phone_index;
    int64_t window_us, sent;
};

static enum err_kind code_load(struct call *call, struct err *reterr)
{
    call->idempotency_key = NULL;
    struct code_request *request = arena_alloc(call->arena, sizeof *request);
    if (!request)
        return arena_full(reterr);
    request->phone_index = secret_index(engine_keys(call->engine), PHONE_PURPOSE,
                                        body_text(call, "phone"), call->arena);
    if (!request->phone_index)
        return arena_full(reterr);
    request->place = login_code_read(call->reads, request->phone_index);
    call->state = request;
    return rate_check(work_of_call(call)->api, "code", call->client_address, CODES_PER_ADDRESS_MAX,
                      reterr);
}

static enum err_kind code_decide(struct call *call, struct err *reterr)
{
    struct code_request *request = call->state;
    const struct db_result *found = db_flight_result(call->reads, request->place);
    int64_t now_us = real_now(work_of_call(call)->api), began_us = db_cell_int(found, 0, 1);
    bool same = found->row_count && now_us - began_us < CODE_WINDOW_MINUTES * MINUTE_US;
    request->window_us = same ? began_us : now_us;
    request->sent = same ? db_cell_int(found, 0, 4) + 1 : 1;
    return request->sent > CODES_PER_WINDOW_MAX
               ? err_set(reterr, ERR_RATE, "code.often", "too many codes for one phone")
               : ERR_NONE;
}

/* Bound to the phone: a code is of no use elsewhere, and a stolen table shows no digits. */
static const char *code_hash(struct call *call, const char *phone, const char *code)
{
    const char *both = arena_printf(call->arena, "%s:%s", phone, code);
    return both ? secret_index(engine_keys(call->engine), "login.code", both, call->arena) : NULL;
}

static enum err_kind code_apply(struct call *call, struct err *reterr)
{
    const struct code_request *request = call->state;
    const char *phone = body_text(call, "phone"), *sealed = NULL;
    int64_t now_us = real_now(work_of_call(call)->api);
    char code[7];
    random_digits(code);
    const char *hash = code_hash(call, phone, code);
    const char *zh = arena_printf(
        call->arena, "您的登录验证码：%s（%d分钟内有效）。法院不会向您索要验证码，请勿告诉他人。",
        code, CODE_MINUTES);
    const char *en = arena_printf(call->arena,
                                  "Your sign-in code: %s (valid for %d minutes). The court never "
                                  "asks you for it: tell nobody.",
                                  code, CODE_MINUTES);
    if (!hash || !zh || !en)
        return arena_full(reterr);
    enum err_kind kind = secret_seal(engine_keys(call->engine), ADDRESS_PURPOSE, phone, call->arena,
                                     &sealed, reterr);
    if (kind)
        return kind;
    login_code_put(call->writes, request->phone_index, hash, request->window_us,
                   now_us + CODE_MINUTES * MINUTE_US, request->sent);
    const struct message_row message = {.id = call_new_id(call, ID_MESSAGE),
                                        .created_us = call->now_us,
                                        .notice = "login_code",
                                        .title_zh = "登录验证码",
                                        .title_en = "Sign-in code",
                                        .text_zh = zh,
                                        .text_en = en};
    message_insert(call->writes, &message);
    call_deliver(call, &message, "sms", sealed, true);
    call->status = 202;
    call->reply = arena_printf(call->arena, "{\"sent\":true,\"minutes\":%d}", CODE_MINUTES);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

/* ---- signing in ----------------------------------------------------------------------------- */

struct sign_in {
    size_t account_place, code_place;
    const char *phone, *phone_index, *code_hash;
    int64_t account_id;       /* of the login, as prepare() found it */
    bool hash_matched;        /* the password fits … */
    const char *checked_hash; /* … this hash */
    struct account_row account;
    bool known, good;
    const char *second;   /* what was given beside the password */
    const char *recovery; /* hash of it as a recovery code */
    size_t recovery_place;
    int64_t step; /* of the second factor that was used */
    const char *wrong;
};

/* On a pool thread, with its reader: the 50 ms of Argon2 happen here and nowhere else. */
static enum err_kind sign_in_prepare(struct call *call, struct err *reterr)
{
    struct work *work = work_of_call(call);
    struct sign_in *state = arena_alloc(call->arena, sizeof *state);
    const char *login = body_text(call, "login"), *password = body_text(call, "password");
    call->state = state;
    if (!state)
        return arena_full(reterr);
    enum err_kind kind =
        rate_check(work->api, "sign_in", call->client_address, SIGN_INS_PER_ADDRESS_MAX, reterr);
    if (kind || !login || !password)
        return kind;
    struct db_flight *flight = db_flight_new(call->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = account_by_login_read(flight, login);
    kind = db_flight_run(work->db, flight, reterr);
    struct account_row account;
    if (kind)
        return kind;
    bool known =
        account_take(db_flight_result(flight, place), 0, &account) && account.password_hash != NULL;
    if (known && account.locked_until_us > real_now(work->api))
        return err_set(reterr, ERR_RATE, "session.locked", "locked after failed tries");
    char ignored[PASSWORD_HASH_BYTES];
    if (!known) /* as long as for a known login */
        return password_hash(password, ignored, reterr);
    state->account_id = account.id;
    state->checked_hash = account.password_hash;
    state->hash_matched = password_matches(password, account.password_hash);
    return ERR_NONE;
}

static enum err_kind sign_in_load(struct call *call, struct err *reterr)
{
    struct sign_in *state = call->state;
    const char *login = body_text(call, "login"), *code = body_text(call, "code");
    call->idempotency_key = NULL;
    state->phone = body_text(call, "phone");
    if (state->phone && code) {
        state->phone_index =
            secret_index(engine_keys(call->engine), PHONE_PURPOSE, state->phone, call->arena);
        state->code_hash = code_hash(call, state->phone, code);
        if (!state->phone_index || !state->code_hash)
            return arena_full(reterr);
        state->code_place = login_code_read(call->reads, state->phone_index);
        state->account_place = account_by_phone_read(call->reads, state->phone_index);
        return ERR_NONE;
    }
    if (!login || !body_text(call, "password"))
        return err_field(reterr, ERR_INVALID, "required",
                         state->phone ? "code"
                         : login      ? "password"
                                      : "phone",
                         "phone and code, or login and password");
    state->account_place = account_by_login_read(call->reads, login);
    state->second = body_text(call, "second");
    if (state->second && state->account_id) {
        state->recovery = recovery_hash(call, state->account_id, state->second);
        if (!state->recovery)
            return arena_full(reterr);
        state->recovery_place = recovery_code_read(call->reads, state->account_id, state->recovery);
    }
    return ERR_NONE;
}

/* The password fits; does what the telephone says fit too? */
static bool second_holds(struct call *call, struct sign_in *state)
{
    if (!state->account.totp_sealed)
        return true;
    state->wrong = state->second ? "totp.wrong" : "totp.needed";
    if (!state->second)
        return false;
    bool by_code = second_factor_holds(call, &state->account, state->second, &state->step);
    if (!by_code && state->recovery &&
        db_flight_result(call->reads, state->recovery_place)->row_count)
        return true;
    state->recovery = NULL;
    return by_code;
}

static enum err_kind sign_in_decide(struct call *call, struct err *reterr)
{
    struct sign_in *state = call->state;
    int64_t now_us = real_now(work_of_call(call)->api);
    state->known =
        account_take(db_flight_result(call->reads, state->account_place), 0, &state->account);
    bool active = !state->known || text_equal(state->account.status, "active");
    if (state->code_hash) {
        const struct db_result *code = db_flight_result(call->reads, state->code_place);
        state->good = active && code->row_count && db_cell_int(code, 0, 2) > now_us &&
                      db_cell_int(code, 0, 3) < CODE_TRIES_MAX &&
                      text_equal(db_cell_text(code, 0, 0), state->code_hash);
        return ERR_NONE;
    }
    if (state->known && state->account.locked_until_us > now_us)
        return err_set(reterr, ERR_RATE, "session.locked", "locked after failed tries");
    state->good = state->known && active && state->hash_matched &&
                  text_equal(state->checked_hash, state->account.password_hash) &&
                  second_holds(call, state);
    return ERR_NONE;
}

/* The refusal is a success of the call: it must be counted on disk. */
static enum err_kind sign_in_refused(struct call *call, const struct sign_in *state,
                                     struct err *reterr)
{
    struct err err = {.kind = ERR_UNIDENTIFIED,
                      .code = state->code_hash ? "code.wrong"
                              : state->wrong   ? state->wrong
                                               : "session.wrong"};
    /* Being asked for the second factor is no failed try. */
    bool asked = text_equal(state->wrong, "totp.needed");
    if (state->code_hash) {
        login_code_failed(call->writes, state->phone_index);
    } else if (state->known && !asked) {
        account_failed_once(call, &state->account);
    }
    call->status = problem_status(err.kind, err.code);
    call->reply =
        problem_print(call->arena, hotline_of(work_of_call(call)->api), err.kind, &err, NULL, NULL);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

static enum err_kind new_account(struct call *call, struct sign_in *state, struct err *reterr)
{
    const char *sealed = NULL;
    enum err_kind kind = secret_seal(engine_keys(call->engine), PHONE_PURPOSE, state->phone,
                                     call->arena, &sealed, reterr);
    if (kind)
        return kind;
    state->account = (struct account_row){.id = call_new_id(call, ID_ACCOUNT),
                                          .kind = "public",
                                          .name = "",
                                          .language = "zh",
                                          .mode = "normal",
                                          .verified = "none"};
    account_insert(call->writes, state->account.id, "public", NULL, NULL, "", sealed,
                   state->phone_index, 0, false, call->now_us);
    return ERR_NONE;
}

static enum err_kind sign_in_apply(struct call *call, struct err *reterr)
{
    struct sign_in *state = call->state;
    if (!state->good)
        return sign_in_refused(call, state, reterr);
    enum err_kind kind = ERR_NONE;
    if (state->code_hash)
        login_code_delete(call->writes, state->phone_index, state->code_hash);
    if (!state->known)
        kind = new_account(call, state, reterr);
    else
        account_login_good(call->writes, state->account.id);
    if (kind)
        return kind;
    if (state->step)
        account_totp_used(call->writes, state->account.id, state->step);
    else if (state->recovery)
        recovery_code_use(call->writes, state->account.id, state->recovery, call->now_us);
    return session_give(call, &state->account, reterr);
}

/* ---- who am I ------------------------------------------------------------------------------- */

static void write_roles(struct reading *reading, struct json_writer *writer)
{
    json_name(writer, "roles");
    json_begin_list(writer);
    for (size_t i = 0; i < reading->actor.grant_count; i++) {
        const struct role_grant *grant = &reading->actor.grants[i];
        for (size_t j = 0; j < role_count; j++) {
            if (!(grant->role >> j & 1))
                continue;
            json_begin(writer);
            json_named_text(writer, "role", roles[j].name);
            json_named_text(writer, "title", roles[j].title.zh);
            json_named_text(writer, "title_en", roles[j].title.en);
            json_named_text(writer, "court", grant->court);
            json_named_text(writer, "court_name",
                            *grant->court ? engine_court_name(reading->engine, grant->court)
                                          : NULL);
            json_end(writer);
        }
    }
    json_end_list(writer);
}

const char *hotline_of(const struct api *api)
{
    return api->settings.hotline ? api->settings.hotline : HOTLINE;
}

/* Until the session ends; 0 without one. A browser's own clock may be wrong, so no instant. */
static int64_t seconds_left(const struct work *work)
{
    int64_t left_us = work->session_ends_us - real_now(work->api);
    return left_us > 0 ? left_us / SECOND_US : 0;
}

static enum err_kind session_read(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    const struct work *work = work_of_reading(reading);
    struct account_row account;
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = account_by_id_read(flight, reading->actor.account_id);
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "account");
    if (account_take(db_flight_result(flight, place), 0, &account)) {
        json_begin(writer);
        account_write(reading->engine, writer, &account);
        json_end(writer);
    } else {
        json_null(writer);
    }
    json_named_text(writer, "csrf", work->session_csrf);
    write_roles(reading, writer);
    json_named_flag(writer, "demo", work->api->settings.demo);
    json_named_text(writer, "maintenance", work->api->settings.maintenance);
    json_named_text(writer, "court_now", instant_format(reading->arena, reading->now_us));
    json_named_int(writer, "seconds_left", seconds_left(work));
    json_named_text(writer, "hotline", hotline_of(work->api));
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind session_end(struct call *call, struct err *reterr)
{
    const char *hash = work_of_call(call)->session_hash;
    if (hash)
        session_delete(call->writes, hash);
    call->set_cookie = SESSION_COOKIE "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0";
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 1024);
    json_begin(&writer);
    json_named_flag(&writer, "signed_out", true);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

/* ---- the table ------------------------------------------------------------------------------ */

#define TEXT_FIELD(field_name, zh, en, least, most)                                                \
    {                                                                                              \
        .name = (field_name), .kind = FIELD_TEXT, .title = {(zh), (en)}, .min = (least),           \
        .max = (most)                                                                              \
    }

static const struct field phone = {
    .name = "phone", .kind = FIELD_PHONE, .title = {"手机号", "Mobile number"}};
static const struct field code = TEXT_FIELD("code", "验证码", "Code", 1, 12);
static const struct field login = TEXT_FIELD("login", "登录名", "Login", 1, 60);
static const struct field password = TEXT_FIELD("password", "密码", "Password", 1, 100);
static const struct field second = TEXT_FIELD("second", "动态验证码或者备用码",
                                              "Code of your telephone, or a recovery code", 6, 20);
static const struct form_field code_form[] = {{&phone, true}};
static const struct form_field sign_in_form[] = {
    {&phone, false}, {&code, false}, {&login, false}, {&password, false}, {&second, false}};

const struct operation session_operations[] = {
    {.name = "session_code",
     .always = true,
     .method = "POST",
     .path = "/session/code",
     .permission = "public",
     .reply = "{sent:b}",
     .summary = {"发送登录验证码", "Sends a sign-in code"},
     .form = code_form,
     .form_count = COUNT_OF(code_form),
     .load = code_load,
     .decide = code_decide,
     .apply = code_apply},
    {.name = "session_begin",
     .always = true,
     .method = "POST",
     .path = "/session",
     .permission = "public",
     .reply = "{csrf:s account:@Account}",
     .summary = {"登录", "Signs in"},
     .form = sign_in_form,
     .form_count = COUNT_OF(sign_in_form),
     .load = sign_in_load,
     .decide = sign_in_decide,
     .apply = sign_in_apply,
     .slow = true,
     .hashes = true,
     .prepare = sign_in_prepare},
    {.name = "session_show",
     .method = "GET",
     .path = "/session",
     .permission = "public",
     .reply = "{account:@Account? csrf:s? roles:[{role:s title:s title_en:s court:s "
              "court_name:s?}] demo:b maintenance:s? court_now:s seconds_left:i hotline:s}",
     .summary = {"查看登录状态", "Who am I"},
     .read = session_read},
    {.name = "session_renew",
     .always = true,
     .method = "POST",
     .path = "/session/renew",
     .permission = "signed_in",
     .reply = "{seconds_left:i}",
     .summary = {"继续登录（自登录起最长两个周期）", "Goes on with the session, as long again, but "
                                                     "no longer than twice that after signing in"},
     .load = session_renew_load,
     .apply = session_renew},
    {.name = "session_end",
     .always = true,
     .method = "DELETE",
     .path = "/session",
     .permission = "signed_in",
     .reply = "{signed_out:b}",
     .summary = {"退出登录", "Signs out"},
     .apply = session_end},
    {.name = "link_show",
     .method = "GET",
     .path = "/link",
     .permission = "public",
     .reply = "{matter:s system:s title:s? participant:s role:s role_title:s role_title_en:s "
              "name:s? demo:b maintenance:s? court_now:s hotline:s}",
     .summary = {"通过链接查看事项", "What a participant's link opens"},
     .read = link_show},
    {0}};

/*
 * api/oidc: staff sign in by the court's own OpenID provider (docs/sign-in.md).
 *
 * Who somebody is here is decided by (issuer, subject) alone, linked by the account itself while it
 * is signed in by password. No other claim is read: an e-mail address, a name, a telephone number
 * in a token opens nothing. A second factor set here is asked for as after a password.
 *
 * An attempt is known by its state, is of one browser (a cookie), and is good once: whatever comes
 * of it, but for a second factor that is waited for, ends it.
 */
#include "store/oidc.h"
#include "api/operations.h"
#include "api/page.h"
#include "api/second_factor.h"
#include "api/session.h"
#include "base/log.h"
#include "base/text.h"
#include "store/people.h"
#include "store/work.h"

#define VERIFIER_PURPOSE "oidc.verifier"

enum { ATTEMPT_MINUTES = 10, BEGINS_PER_ADDRESS_MAX = 120 };

static const struct oidc_port *port_of(const struct engine *engine)
{
    return engine_ports(engine)->oidc;
}

/* ---- what there is -------------------------------------------------------------------------- */

static enum err_kind offer_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    const struct oidc_port *port = port_of(reading->engine);
    (void) reterr;
    json_begin(writer);
    json_named_flag(writer, "available", port != NULL);
    json_named_text(writer, "name", port ? port->name : NULL);
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind link_read_own(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    const struct oidc_port *port = port_of(reading->engine);
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place =
        oidc_link_by_account_read(flight, port ? port->issuer : "", reading->actor.account_id);
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_flag(writer, "available", port != NULL);
    json_named_text(writer, "name", port ? port->name : NULL);
    write_instant(reading, writer, "linked_at", db_cell_int(db_flight_result(flight, place), 0, 0));
    json_end(writer);
    return ERR_NONE;
}

/* ---- beginning ------------------------------------------------------------------------------ */

struct beginning {
    struct oidc_attempt attempt;
    char browser[23];
    const char *url;
};

static enum err_kind begin_prepare(struct call *call, struct err *reterr)
{
    struct work *work = work_of_call(call);
    const struct oidc_port *port = port_of(call->engine);
    struct beginning *beginning = arena_alloc(call->arena, sizeof *beginning);
    char state[23], nonce[23], halves[2][23];
    char *hashes = arena_alloc(call->arena, (size_t) 2 * SM3_HEX);
    if (!beginning || !hashes)
        return arena_full(reterr);
    call->state = beginning;
    if (!port)
        return err_set(reterr, ERR_MISSING, "oidc.none", "no provider is set");
    enum err_kind kind =
        rate_check(work->api, "oidc", call->client_address, BEGINS_PER_ADDRESS_MAX, reterr);
    if (kind)
        return kind;
    random_token(state);
    random_token(nonce);
    random_token(halves[0]);
    random_token(halves[1]);
    random_token(beginning->browser);
    token_hash(state, hashes);
    token_hash(beginning->browser, hashes + SM3_HEX);
    /* 44 characters of 256 bits; RFC 7636 asks for 43 and more. */
    const char *verifier = arena_printf(call->arena, "%s%s", halves[0], halves[1]);
    beginning->attempt =
        (struct oidc_attempt){.state_hash = hashes,
                              .browser_hash = hashes + SM3_HEX,
                              .nonce = arena_copy(call->arena, nonce),
                              .created_us = real_now(work->api),
                              .expires_us = real_now(work->api) + ATTEMPT_MINUTES * MINUTE_US};
    if (!verifier || !beginning->attempt.nonce)
        return arena_full(reterr);
    kind = secret_seal(engine_keys(call->engine), VERIFIER_PURPOSE, verifier, call->arena,
                       &beginning->attempt.verifier_sealed, reterr);
    return kind ? kind
                : port->begin(port->context, state, nonce, verifier, call->arena, &beginning->url,
                              reterr);
}

/* Whoever is signed in links; whoever is not signs in. */
static enum err_kind begin_decide(struct call *call, struct err *reterr)
{
    struct beginning *beginning = call->state;
    call->idempotency_key = NULL;
    beginning->attempt.account_id = call->actor.account_id;
    return call->actor.account_id && strcmp(call->actor.kind, "staff") != 0
               ? err_set(reterr, ERR_DENIED, "oidc.staff", "not for this kind of account")
               : ERR_NONE;
}

static enum err_kind begin_apply(struct call *call, struct err *reterr)
{
    const struct beginning *beginning = call->state;
    struct json_writer writer;
    oidc_attempt_insert(call->writes, &beginning->attempt);
    call->set_cookie = arena_printf(
        call->arena, OIDC_COOKIE "=%s; Path=/api/v1/session; HttpOnly; SameSite=Strict; Max-Age=%d",
        beginning->browser, ATTEMPT_MINUTES * 60);
    json_writer_init(&writer, call->arena, 16 * 1024);
    json_begin(&writer);
    json_named_text(&writer, "url", beginning->url);
    json_end(&writer);
    return call->set_cookie ? call_reply(call, 201, &writer, reterr) : arena_full(reterr);
}

/* ---- coming back ---------------------------------------------------------------------------- */

struct coming_back {
    char state_hash[SM3_HEX];
    struct oidc_attempt attempt;
    const char *subject, *failure; /* failure: the code of what ends the attempt */
    enum err_kind failed;
    size_t attempt_place, link_place, own_place, account_place, recovery_place;
    int64_t account_id; /* linked with the subject, as prepare() found it */
    struct account_row account;
    const char *recovery, *wrong;
    int64_t step;
};

/* For the log alone: people are told that it did not hold, engineers why. */
static void log_failure(const struct err *err)
{
    const struct log_field fields[] = {LOG_TEXT("code", err->code), LOG_TEXT("text", err->text)};
    log_event("warning", "oidc", fields, COUNT_OF(fields));
}

static enum err_kind find_attempt(struct call *call, struct coming_back *back, struct err *reterr)
{
    struct work *work = work_of_call(call);
    char browser[SM3_HEX];
    struct db_flight *flight = db_flight_new(call->arena);
    if (!flight)
        return arena_full(reterr);
    token_hash(body_text(call, "state"), back->state_hash);
    size_t place = oidc_attempt_read(flight, back->state_hash, real_now(work->api));
    enum err_kind kind = db_flight_run(work->db, flight, reterr);
    if (kind)
        return kind;
    token_hash(work->oidc_cookie ? work->oidc_cookie : "", browser);
    /* Of another browser it is as good as none: whoever was sent a link signs in nobody. */
    return oidc_attempt_take(db_flight_result(flight, place), &back->attempt) &&
                   text_equal(back->attempt.browser_hash, browser)
               ? ERR_NONE
               : err_set(reterr, ERR_UNIDENTIFIED, "oidc.state", "no such attempt of this browser");
}

static enum err_kind ask_provider(struct call *call, struct coming_back *back, struct err *reterr)
{
    const struct oidc_port *port = port_of(call->engine);
    const char *verifier = NULL;
    struct err err = {0};
    enum err_kind kind = secret_open(engine_keys(call->engine), VERIFIER_PURPOSE,
                                     back->attempt.verifier_sealed, call->arena, &verifier, reterr);
    if (kind)
        return kind;
    back->failed = port->finish(port->context, body_text(call, "code"), body_text(call, "iss"),
                                verifier, back->attempt.nonce, call->arena, &back->subject, &err);
    if (back->failed)
        log_failure(&err);
    back->failure = back->failed ? err.code : NULL;
    return ERR_NONE;
}

/* Who that subject is here: the account's own rows are read when the writer has it. */
static enum err_kind find_link(struct call *call, struct coming_back *back, struct err *reterr)
{
    struct db_flight *flight = db_flight_new(call->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = oidc_link_by_subject_read(flight, port_of(call->engine)->issuer, back->subject);
    enum err_kind kind = db_flight_run(work_of_call(call)->db, flight, reterr);
    back->account_id = kind ? 0 : db_cell_int(db_flight_result(flight, place), 0, 0);
    return kind;
}

static enum err_kind back_prepare(struct call *call, struct err *reterr)
{
    struct work *work = work_of_call(call);
    struct coming_back *back = arena_alloc(call->arena, sizeof *back);
    if (!back)
        return arena_full(reterr);
    call->state = back;
    if (!port_of(call->engine))
        return err_set(reterr, ERR_MISSING, "oidc.none", "no provider is set");
    enum err_kind kind =
        rate_check(work->api, "oidc", call->client_address, BEGINS_PER_ADDRESS_MAX, reterr);
    if (!kind)
        kind = find_attempt(call, back, reterr);
    if (kind)
        return kind;
    back->subject = back->attempt.subject;
    if (!back->subject)
        kind = ask_provider(call, back, reterr);
    return kind || back->failed ? kind : find_link(call, back, reterr);
}

static enum err_kind back_load(struct call *call, struct err *reterr)
{
    struct coming_back *back = call->state;
    const char *issuer = port_of(call->engine)->issuer, *second = body_text(call, "second");
    int64_t now_us = real_now(work_of_call(call)->api);
    call->idempotency_key = NULL;
    back->attempt_place = oidc_attempt_read(call->reads, back->state_hash, now_us);
    back->link_place =
        oidc_link_by_subject_read(call->reads, issuer, back->subject ? back->subject : "");
    back->own_place = oidc_link_by_account_read(call->reads, issuer, call->actor.account_id);
    int64_t whose = back->attempt.account_id ? back->attempt.account_id : back->account_id;
    back->account_place = account_by_id_read(call->reads, whose);
    back->recovery = second && whose ? recovery_hash(call, whose, second) : NULL;
    if (second && whose && !back->recovery)
        return arena_full(reterr);
    back->recovery_place =
        recovery_code_read(call->reads, whose, back->recovery ? back->recovery : "");
    return ERR_NONE;
}

/* The second factor set here is not the provider's to give. */
static void check_second(struct call *call, struct coming_back *back)
{
    const char *second = body_text(call, "second");
    if (!back->account.totp_sealed)
        return;
    if (!second) {
        back->wrong = "totp.needed";
        return;
    }
    if (second_factor_holds(call, &back->account, second, &back->step))
        back->recovery = NULL;
    else if (!db_flight_result(call->reads, back->recovery_place)->row_count)
        back->wrong = "totp.wrong";
}

static bool is_linked(const struct call *call, const struct coming_back *back)
{
    return db_flight_result(call->reads, back->link_place)->row_count ||
           db_flight_result(call->reads, back->own_place)->row_count;
}

/* The code is spent by now: a refusal ends the attempt, and is told by apply(). */
static enum err_kind refuse(struct coming_back *back, enum err_kind kind, const char *code)
{
    back->failed = kind;
    back->failure = code;
    return ERR_NONE;
}

static enum err_kind back_decide(struct call *call, struct err *reterr)
{
    struct coming_back *back = call->state;
    if (!db_flight_result(call->reads, back->attempt_place)->row_count)
        return err_set(reterr, ERR_UNIDENTIFIED, "oidc.state", "used meanwhile");
    if (back->failed)
        return ERR_NONE; /* apply() ends the attempt and tells */
    if (back->attempt.account_id != call->actor.account_id)
        return refuse(back, ERR_UNIDENTIFIED, "oidc.state"); /* begun by another account */
    const struct db_result *link = db_flight_result(call->reads, back->link_place);
    bool same = back->attempt.account_id ||
                (link->row_count && db_cell_int(link, 0, 0) == back->account_id);
    if (!same ||
        !account_take(db_flight_result(call->reads, back->account_place), 0, &back->account) ||
        !text_equal(back->account.status, "active") || strcmp(back->account.kind, "staff") != 0)
        return refuse(back, ERR_UNIDENTIFIED, "oidc.unlinked");
    if (back->account.locked_until_us > real_now(work_of_call(call)->api))
        return refuse(back, ERR_RATE, "session.locked");
    if (back->attempt.account_id && is_linked(call, back))
        return refuse(back, ERR_CONFLICT, "oidc.linked");
    check_second(call, back);
    return ERR_NONE;
}

static enum err_kind tell(struct call *call, enum err_kind kind, const char *code,
                          struct err *reterr)
{
    struct err err = {.kind = kind, .code = code};
    call->status = problem_status(kind, code);
    call->retry_seconds = problem_retry_seconds(kind, code);
    call->reply =
        problem_print(call->arena, hotline_of(work_of_call(call)->api), kind, &err, NULL, NULL);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

/* A refusal is a success of the call: the attempt ends, or waits, on disk. */
static enum err_kind back_refused(struct call *call, struct coming_back *back, struct err *reterr)
{
    if (back->failed)
        oidc_attempt_delete(call->writes, back->state_hash);
    else
        oidc_attempt_prove(call->writes, back->state_hash, back->subject);
    if (text_equal(back->wrong, "totp.wrong"))
        account_failed_once(call, &back->account);
    return back->failed ? tell(call, back->failed, back->failure, reterr)
                        : tell(call, ERR_UNIDENTIFIED, back->wrong, reterr);
}

static enum err_kind link_apply(struct call *call, const struct coming_back *back,
                                struct err *reterr)
{
    struct json_writer writer;
    oidc_link_insert(call->writes, port_of(call->engine)->issuer, back->subject,
                     call->actor.account_id, call->now_us);
    enum err_kind kind = access_add(call, 0, "oidc_link", reterr);
    json_writer_init(&writer, call->arena, 1024);
    json_begin(&writer);
    json_named_flag(&writer, "linked", true);
    json_end(&writer);
    return kind ? kind : call_reply(call, 200, &writer, reterr);
}

static enum err_kind back_apply(struct call *call, struct err *reterr)
{
    struct coming_back *back = call->state;
    if (back->failed || back->wrong)
        return back_refused(call, back, reterr);
    oidc_attempt_delete(call->writes, back->state_hash);
    account_login_good(call->writes, back->account.id);
    if (back->step)
        account_totp_used(call->writes, back->account.id, back->step);
    else if (back->recovery && back->account.totp_sealed)
        recovery_code_use(call->writes, back->account.id, back->recovery, call->now_us);
    if (back->attempt.account_id)
        return link_apply(call, back, reterr);
    return session_give(call, &back->account, reterr);
}

/* ---- ending the link ------------------------------------------------------------------------ */

static enum err_kind unlink_apply(struct call *call, struct err *reterr)
{
    const struct oidc_port *port = port_of(call->engine);
    struct json_writer writer;
    oidc_link_delete(call->writes, port ? port->issuer : "", call->actor.account_id);
    enum err_kind kind = access_add(call, 0, "oidc_unlink", reterr);
    json_writer_init(&writer, call->arena, 1024);
    json_begin(&writer);
    json_named_flag(&writer, "linked", false);
    json_end(&writer);
    return kind ? kind : call_reply(call, 200, &writer, reterr);
}

/* clang-format off */
static const struct field fields[] = {
    {.name = "state", .kind = FIELD_TEXT, .min = 1, .max = 100, .title = {"登录请求编号", "State"}},
    {.name = "code", .kind = FIELD_TEXT, .min = 1, .max = 2000, .title = {"授权码", "Code"}},
    {.name = "iss", .kind = FIELD_TEXT, .max = 500, .title = {"认证平台", "Issuer of the answer"}},
    {.name = "second", .kind = FIELD_TEXT, .min = 6, .max = 20, .title = {"动态验证码或者备用码", "Code of your telephone, or a recovery code"}}};
static const struct form_field back_form[] = {{&fields[0], true}, {&fields[1], true}, {&fields[2], false}, {&fields[3], false}};

const struct operation oidc_operations[] = {
    {.name = "oidc_offer", .method = "GET", .path = "/session/oidc", .permission = "public", .reply = "{available:b name:s?}",
     .summary = {"能否用统一身份认证登录", "Can staff sign in by a provider?"}, .query = "", .read = offer_read},
    {.name = "oidc_begin", .always = true, .method = "POST", .path = "/session/oidc/begin", .permission = "public", .reply = "{url:s}",
     .summary = {"转到统一身份认证", "Where the browser goes to sign in, or to link the account that is signed in"}, .slow = true, .outside = true,
     .prepare = begin_prepare, .decide = begin_decide, .apply = begin_apply},
    {.name = "oidc_back", .always = true, .method = "POST", .path = "/session/oidc", .permission = "public", .reply = "{~csrf:s ~account:@Account ~linked:b}",
     .summary = {"从统一身份认证回来", "Comes back from the provider: signs in, or links"}, .form = back_form, .form_count = COUNT_OF(back_form), .slow = true, .outside = true,
     .prepare = back_prepare, .load = back_load, .decide = back_decide, .apply = back_apply},
    {.name = "oidc_link", .method = "GET", .path = "/account/oidc", .permission = "signed_in", .reply = "{available:b name:s? linked_at:s?}",
     .summary = {"账号是否绑定了统一身份", "Is the account linked with the provider?"}, .query = "", .read = link_read_own},
    {.name = "oidc_unlink", .method = "POST", .path = "/account/oidc/end", .permission = "signed_in", .reply = "{linked:b}",
     .summary = {"解除统一身份绑定", "Ends the link"}, .apply = unlink_apply},
    {.name = NULL}};
/* clang-format on */

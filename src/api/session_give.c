/* api/session_give: what every way of signing in ends with, good or bad; and replies of accounts.
 */
#include "api/session.h"

enum { LOGIN_TRIES_MAX = 5, LOCK_MINUTES = 15, STAFF_HOURS = 12, PUBLIC_HOURS = 7 * 24 };

/* However often it is renewed, a session ends so many times its length after signing in. */
enum { LENGTHS_MAX = 2 };

void account_write(const struct engine *engine, struct json_writer *writer,
                   const struct account_row *account)
{
    char id[PUBLIC_ID_BYTES];
    public_id(engine_keys(engine), 'A', account->id, id);
    json_named_text(writer, "id", id);
    json_named_text(writer, "kind", account->kind);
    json_named_text(writer, "login", account->login);
    json_named_text(writer, "name", account->name);
    json_named_text(writer, "language", account->language);
    json_named_text(writer, "mode", account->mode);
    json_named_text(writer, "verified", account->verified);
}

enum err_kind call_reply(struct call *call, int status, struct json_writer *writer,
                         struct err *reterr)
{
    call->status = status;
    call->reply = json_done(writer);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

enum err_kind call_reply_id(struct call *call, int status, unsigned prefix, int64_t id,
                            struct err *reterr)
{
    struct json_writer writer;
    char text[PUBLIC_ID_BYTES];
    public_id(engine_keys(call->engine), prefix, id, text);
    json_writer_init(&writer, call->arena, 256);
    json_begin(&writer);
    json_named_text(&writer, "id", text);
    json_end(&writer);
    return call_reply(call, status, &writer, reterr);
}

void account_failed_once(struct call *call, const struct account_row *account)
{
    int64_t failed = account->failed_count + 1;
    bool lock = failed >= LOGIN_TRIES_MAX;
    account_login_failed(call->writes, account->id, lock ? 0 : failed,
                         lock ? real_now(work_of_call(call)->api) + LOCK_MINUTES * MINUTE_US : 0);
}

static int64_t length_us(bool public) { return (public ? PUBLIC_HOURS : STAFF_HOURS) * HOUR_US; }

/* A session row and its cookie. */
static enum err_kind session_open(struct call *call, int64_t account_id, const char *csrf,
                                  int64_t began_us, int64_t ends_us, struct err *reterr)
{
    char token[23], hash[SM3_HEX];
    random_token(token);
    token_hash(token, hash);
    session_insert(call->writes, hash, account_id, csrf, began_us, ends_us,
                   work_of_call(call)->device);
    call->set_cookie = arena_printf(
        call->arena, SESSION_COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%lld", token,
        (long long) ((ends_us - real_now(work_of_call(call)->api)) / SECOND_US));
    return call->set_cookie ? ERR_NONE : arena_full(reterr);
}

/* When the session at hand would end, were it renewed now. */
static int64_t renewed_end(const struct call *call)
{
    const struct work *work = work_of_call(call);
    int64_t length = length_us(strcmp(call->actor.kind, "public") == 0),
            ends_us = real_now(work->api) + length,
            last_us = work->session_began_us + LENGTHS_MAX * length;
    return ends_us < last_us ? ends_us : last_us;
}

enum err_kind session_renew_load(struct call *call, struct err *reterr)
{
    const struct work *work = work_of_call(call);
    call->idempotency_key = NULL;
    if (!work->session_hash || work->by_key)
        return err_set(reterr, ERR_UNIDENTIFIED, "session.none", "no session to go on with");
    return renewed_end(call) > work->session_ends_us
               ? ERR_NONE
               : err_set(reterr, ERR_CONFLICT, "session.longest", "signed in too long ago");
}

enum err_kind session_renew(struct call *call, struct err *reterr)
{
    const struct work *work = work_of_call(call);
    int64_t ends_us = renewed_end(call);
    session_delete(call->writes, work->session_hash);
    enum err_kind kind = session_open(call, call->actor.account_id, work->session_csrf,
                                      work->session_began_us, ends_us, reterr);
    if (kind)
        return kind;
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 256);
    json_begin(&writer);
    json_named_int(&writer, "seconds_left", (ends_us - real_now(work->api)) / SECOND_US);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

enum err_kind session_give(struct call *call, const struct account_row *account, struct err *reterr)
{
    char csrf[23];
    int64_t now_us = real_now(work_of_call(call)->api);
    random_token(csrf);
    enum err_kind kind =
        session_open(call, account->id, csrf, now_us,
                     now_us + length_us(strcmp(account->kind, "public") == 0), reterr);
    if (kind)
        return kind;
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 16 * 1024);
    json_begin(&writer);
    json_named_text(&writer, "csrf", csrf);
    json_name(&writer, "account");
    json_begin(&writer);
    account_write(call->engine, &writer, account);
    json_end(&writer);
    json_end(&writer);
    return call_reply(call, 201, &writer, reterr);
}

/*
 * api/second_factor: a code from one's telephone beside the password (RFC 6238), with codes for the
 * day it is lost. The secret is shown once, sealed on disk; a used step is never taken again.
 */
#include "api/second_factor.h"

#include "api/operations.h"
#include "base/text.h"
#include "crypto/totp.h"

#define TOTP_PURPOSE     "account.totp"
#define RECOVERY_PURPOSE "account.recovery"

enum { RECOVERY_CODES = 8 };

/* The step a code is of, 0: of none. */
static int64_t match(struct call *call, const char *sealed, const char *code, int64_t last_step)
{
    const char *text = NULL;
    uint8_t secret[TOTP_SECRET_BYTES];
    size_t length = 0;
    if (!sealed ||
        secret_open(engine_keys(call->engine), TOTP_PURPOSE, sealed, call->arena, &text, NULL) ||
        !base32_parse(text, secret, sizeof secret, &length))
        return 0;
    return totp_match(secret, length, code, real_now(work_of_call(call)->api), last_step);
}

const char *recovery_hash(struct call *call, int64_t account_id, const char *code)
{
    const char *both = arena_printf(call->arena, "%lld:%s", (long long) account_id, code);
    return both ? secret_index(engine_keys(call->engine), RECOVERY_PURPOSE, both, call->arena)
                : NULL;
}

bool second_factor_holds(struct call *call, const struct account_row *account, const char *code,
                         int64_t *ret_step)
{
    *ret_step = match(call, account->totp_sealed, code, account->totp_step);
    return *ret_step != 0;
}

/* ---- setting it up -------------------------------------------------------------------------- */

struct setup {
    size_t account_place;
    struct account_row account;
    int64_t step;
    const char *sealed, *text;
};

static enum err_kind own_load(struct call *call, struct err *reterr)
{
    struct setup *setup = arena_alloc(call->arena, sizeof *setup);
    if (!setup)
        return arena_full(reterr);
    setup->account_place = account_by_id_read(call->reads, call->actor.account_id);
    call->state = setup;
    return ERR_NONE;
}

static enum err_kind take_own(struct call *call, struct err *reterr)
{
    struct setup *setup = call->state;
    if (!account_take(db_flight_result(call->reads, setup->account_place), 0, &setup->account))
        return err_set(reterr, ERR_UNIDENTIFIED, "session.none", "the account is gone");
    return ERR_NONE;
}

static enum err_kind begin_decide(struct call *call, struct err *reterr)
{
    struct setup *setup = call->state;
    uint8_t secret[TOTP_SECRET_BYTES];
    call->idempotency_key = NULL; /* the secret is shown once and kept in no record */
    enum err_kind kind = take_own(call, reterr);
    /* The public signs in by a code sent to the telephone: that is the factor already. */
    if (!kind && strcmp(setup->account.kind, "staff") != 0)
        return err_set(reterr, ERR_DENIED, "permission.denied", "for those who use a password");
    if (!kind && setup->account.totp_sealed)
        return err_set(reterr, ERR_CONFLICT, "totp.set", "a second factor is set already");
    if (kind)
        return kind;
    random_bytes(secret, sizeof secret);
    setup->text = base32_print(secret, sizeof secret, call->arena);
    return setup->text ? secret_seal(engine_keys(call->engine), TOTP_PURPOSE, setup->text,
                                     call->arena, &setup->sealed, reterr)
                       : arena_full(reterr);
}

static enum err_kind begin_apply(struct call *call, struct err *reterr)
{
    const struct setup *setup = call->state;
    struct json_writer writer;
    account_totp_pending(call->writes, setup->account.id, setup->sealed);
    const char *name = setup->account.login ? setup->account.login : "fengqiao";
    const char *address = arena_printf(
        call->arena, "otpauth://totp/Fengqiao:%s?secret=%s&issuer=Fengqiao", name, setup->text);
    json_writer_init(&writer, call->arena, 4096);
    json_begin(&writer);
    json_named_text(&writer, "secret", setup->text);
    json_named_text(&writer, "address", address);
    json_end(&writer);
    return address ? call_reply(call, 200, &writer, reterr) : arena_full(reterr);
}

static enum err_kind confirm_decide(struct call *call, struct err *reterr)
{
    struct setup *setup = call->state;
    call->idempotency_key = NULL; /* neither are the recovery codes */
    enum err_kind kind = take_own(call, reterr);
    if (kind)
        return kind;
    if (!setup->account.totp_pending)
        return err_set(reterr, ERR_CONFLICT, "totp.not_begun", "begin first");
    setup->step = match(call, setup->account.totp_pending, value_text_of(call->body, "code"), 0);
    return setup->step ? ERR_NONE
                       : err_field(reterr, ERR_INVALID, "totp.wrong", "code", "not this code");
}

static enum err_kind confirm_apply(struct call *call, struct err *reterr)
{
    const struct setup *setup = call->state;
    struct json_writer writer;
    account_totp_set(call->writes, setup->account.id, setup->account.totp_pending, setup->step);
    recovery_codes_forget(call->writes, setup->account.id);
    json_writer_init(&writer, call->arena, 4096);
    json_begin(&writer);
    json_name(&writer, "recovery_codes");
    json_begin_list(&writer);
    for (int i = 0; i < RECOVERY_CODES; i++) {
        uint8_t bytes[10];
        random_bytes(bytes, sizeof bytes);
        const char *code = base32_print(bytes, sizeof bytes, call->arena);
        const char *hash = code ? recovery_hash(call, setup->account.id, code) : NULL;
        if (!hash)
            return arena_full(reterr);
        recovery_code_insert(call->writes, setup->account.id, hash);
        json_text(&writer, code);
    }
    json_end_list(&writer);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

static enum err_kind end_decide(struct call *call, struct err *reterr)
{
    struct setup *setup = call->state;
    enum err_kind kind = take_own(call, reterr);
    if (kind)
        return kind;
    return second_factor_holds(call, &setup->account, value_text_of(call->body, "code"),
                               &setup->step)
               ? ERR_NONE
               : err_field(reterr, ERR_INVALID, "totp.wrong", "code", "not this code");
}

static enum err_kind reply_off(struct call *call, struct err *reterr)
{
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 256);
    json_begin(&writer);
    json_named_flag(&writer, "second_factor", false);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

static enum err_kind end_apply(struct call *call, struct err *reterr)
{
    const struct setup *setup = call->state;
    account_totp_set(call->writes, setup->account.id, NULL, setup->step);
    recovery_codes_forget(call->writes, setup->account.id);
    return reply_off(call, reterr);
}

/* Somebody lost the telephone and the codes: an administrator who knows them takes it off. */
static enum err_kind reset_load(struct call *call, struct err *reterr)
{
    struct setup *setup = arena_alloc(call->arena, sizeof *setup);
    int64_t id = 0;
    if (!setup)
        return arena_full(reterr);
    if (!public_id_parse(engine_keys(call->engine), 'A', value_text(value_get(call->params, "id")),
                         &id))
        return err_set(reterr, ERR_MISSING, "account.unknown", "no such account");
    setup->account_place = account_by_id_read(call->reads, id);
    call->state = setup;
    return ERR_NONE;
}

static enum err_kind reset_decide(struct call *call, struct err *reterr)
{
    struct setup *setup = call->state;
    return account_take(db_flight_result(call->reads, setup->account_place), 0, &setup->account)
               ? ERR_NONE
               : err_set(reterr, ERR_MISSING, "account.unknown", "no such account");
}

static enum err_kind reset_apply(struct call *call, struct err *reterr)
{
    const struct setup *setup = call->state;
    account_totp_set(call->writes, setup->account.id, NULL, setup->account.totp_step);
    recovery_codes_forget(call->writes, setup->account.id);
    sessions_of_account_end(call->writes, setup->account.id, NULL);
    return reply_off(call, reterr);
}

/* clang-format off */
static const struct field code = {.name = "code", .kind = FIELD_TEXT, .min = 6, .max = 20, .title = {"动态验证码", "Code"}};
static const struct form_field code_form[] = {{&code, true}};

const struct operation second_factor_operations[] = {
    {.name = "totp_begin", .method = "POST", .path = "/account/totp", .permission = "signed_in", .reply = "{secret:s address:s}",
     .summary = {"设置动态验证码：取得密钥", "Sets up a second factor: the secret, shown once"}, .load = own_load, .decide = begin_decide, .apply = begin_apply},
    {.name = "totp_confirm", .method = "POST", .path = "/account/totp/confirm", .permission = "signed_in", .reply = "{recovery_codes:[s]}",
     .summary = {"确认动态验证码，取得备用码", "Confirms it with a first code; recovery codes, shown once"}, .form = code_form, .form_count = COUNT_OF(code_form),
     .load = own_load, .decide = confirm_decide, .apply = confirm_apply},
    {.name = "totp_end", .method = "POST", .path = "/account/totp/end", .permission = "signed_in", .reply = "{second_factor:b}",
     .summary = {"停用动态验证码", "Takes the second factor off"}, .form = code_form, .form_count = COUNT_OF(code_form),
     .load = own_load, .decide = end_decide, .apply = end_apply},
    {.name = "totp_reset", .method = "POST", .path = "/accounts/{id}/totp/reset", .permission = "admin security_admin", .reply = "{second_factor:b}",
     .summary = {"为丢失手机的人停用动态验证码，并退出其全部登录", "Takes off the second factor of somebody who lost it, and ends their sessions"},
     .load = reset_load, .decide = reset_decide, .apply = reset_apply},
    {.name = NULL}};
/* clang-format on */

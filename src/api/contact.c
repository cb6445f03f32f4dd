/*
 * api/contact: the account's address for e-mail, used only after a code that was sent there came
 * back; and what the SMS gateway reports of the messages it took.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "base/text.h"
#include "store/notice.h"
#include "store/people.h"
#include "store/work.h"

#define CODE_PURPOSE "email.code"

enum { CODE_MINUTES = 30, TRIES_MAX = 5, CODES_PER_ADDRESS_MAX = 10, CODE_DIGITS = 6 };
enum { REFERENCE_BYTES = 22 };

/* Bound to the account: a code is of no use elsewhere, and a stolen table shows no digits. */
static const char *code_hash(struct call *call, const char *code)
{
    const char *both =
        arena_printf(call->arena, "%lld:%s", (long long) call->actor.account_id, code);
    return both ? secret_index(engine_keys(call->engine), CODE_PURPOSE, both, call->arena) : NULL;
}

/* ---- the address ------------------------------------------------------------------------------
 */

static const char *masked(struct reading *reading, const char *sealed, struct err *reterr)
{
    static const struct field email = {.name = "email", .kind = FIELD_EMAIL};
    const char *plain = NULL;
    if (!sealed || secret_open(engine_keys(reading->engine), ADDRESS_PURPOSE, sealed,
                               reading->arena, &plain, reterr))
        return NULL;
    const struct value *value = value_new_text(reading->arena, plain);
    const struct value *shown = value ? field_mask(&email, value, reading->arena) : NULL;
    return shown ? value_text(shown) : NULL;
}

static enum err_kind email_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = account_email_read(flight, reading->actor.account_id);
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    if (kind)
        return kind;
    const struct db_result *found = db_flight_result(flight, place);
    json_begin(writer);
    json_named_text(writer, "email", masked(reading, db_cell_text(found, 0, 0), reterr));
    json_named_text(writer, "pending", masked(reading, db_cell_text(found, 0, 1), reterr));
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind ask_load(struct call *call, struct err *reterr)
{
    return rate_check(work_of_call(call)->api, "email", call->client_address, CODES_PER_ADDRESS_MAX,
                      reterr);
}

/* No account and no person on the message: a code that stood in the inbox would prove nothing. */
static enum err_kind send_code(struct call *call, const char *sealed, const char *code,
                               struct err *reterr)
{
    const struct message_row message = {
        .id = call_new_id(call, ID_MESSAGE),
        .created_us = call->now_us,
        .notice = "email_code",
        .title_zh = "邮箱验证码",
        .title_en = "Code for your e-mail address",
        .text_zh =
            arena_printf(call->arena,
                         "您的邮箱验证码：%s（%d分钟内有效）。填写以后，法院的通知也会发到这个"
                         "邮箱。如果不是您本人操作，请不必理会。",
                         code, CODE_MINUTES),
        .text_en =
            arena_printf(call->arena,
                         "Your code: %s (valid for %d minutes). Once you have entered it, the "
                         "court's notices also come to this address. If it was not you who "
                         "asked, please ignore this.",
                         code, CODE_MINUTES)};
    if (!message.text_zh || !message.text_en)
        return arena_full(reterr);
    message_insert(call->writes, &message);
    call_deliver(call, &message, "mail", sealed, true);
    return ERR_NONE;
}

static enum err_kind ask_apply(struct call *call, struct err *reterr)
{
    const char *sealed = NULL;
    char code[CODE_DIGITS + 1];
    random_digits(code);
    const char *hash = code_hash(call, code);
    if (!hash)
        return arena_full(reterr);
    enum err_kind kind =
        secret_seal(engine_keys(call->engine), ADDRESS_PURPOSE, value_text_of(call->body, "email"),
                    call->arena, &sealed, reterr);
    if (!kind)
        kind = send_code(call, sealed, code, reterr);
    if (kind)
        return kind;
    account_email_ask(call->writes, call->actor.account_id, sealed, hash,
                      real_now(work_of_call(call)->api) + CODE_MINUTES * MINUTE_US);
    call->status = 202;
    call->reply = arena_printf(call->arena, "{\"sent\":true,\"minutes\":%d}", CODE_MINUTES);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

struct confirming {
    size_t place;
    const char *hash;
    bool good;
};

static enum err_kind confirm_load(struct call *call, struct err *reterr)
{
    struct confirming *state = arena_alloc(call->arena, sizeof *state);
    if (!state)
        return arena_full(reterr);
    call->state = state;
    state->place = account_email_read(call->reads, call->actor.account_id);
    state->hash = code_hash(call, value_text_of(call->body, "code"));
    state->good = false;
    return state->hash ? ERR_NONE : arena_full(reterr);
}

/* A wrong try is counted, so it is no refusal: it writes. */
static enum err_kind confirm_decide(struct call *call, struct err *reterr)
{
    struct confirming *state = call->state;
    const struct db_result *found = db_flight_result(call->reads, state->place);
    const char *code = db_cell_text(found, 0, 2);
    if (!code || db_cell_int(found, 0, 4) >= TRIES_MAX ||
        db_cell_int(found, 0, 3) < real_now(work_of_call(call)->api))
        return err_set(reterr, ERR_INVALID, "email.code", "no code waits, or no more tries");
    state->good = strcmp(code, state->hash) == 0;
    return ERR_NONE;
}

static enum err_kind confirm_apply(struct call *call, struct err *reterr)
{
    const struct confirming *state = call->state;
    if (state->good) {
        account_email_confirm(call->writes, call->actor.account_id, state->hash);
        call->status = 200;
        call->reply = "{\"confirmed\":true}";
        return ERR_NONE;
    }
    static const struct err wrong = {.code = "email.code"};
    account_email_failed(call->writes, call->actor.account_id);
    call->status = problem_status(ERR_INVALID, wrong.code);
    call->reply = problem_print(call->arena, hotline_of(work_of_call(call)->api), ERR_INVALID,
                                &wrong, NULL, NULL);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

static enum err_kind remove_apply(struct call *call, struct err *reterr)
{
    (void) reterr;
    account_email_remove(call->writes, call->actor.account_id);
    call->status = 200;
    call->reply = "{\"removed\":true}";
    return ERR_NONE;
}

/* ---- reports ----------------------------------------------------------------------------------
 */

struct report {
    const char *reference, *state;
};

static enum err_kind report_apply(struct call *call, struct err *reterr)
{
    const struct report *report = call->state;
    (void) reterr;
    delivery_report(call->writes, report->reference, report->state, call->now_us);
    return ERR_NONE;
}

static const struct operation report_write = {.name = "sms_reported", .apply = report_apply};

/* Kannel's kinds: 1 delivered, 2 not delivered, 4 buffered, 8 taken, 16 refused by the carrier. */
static const char *state_of(const char *type)
{
    return text_equal(type, "1")                             ? "delivered"
           : text_equal(type, "2") || text_equal(type, "16") ? "failed"
                                                             : NULL;
}

/* The gateway reports by GET, whoever wrote it chose that; the reference is random and known to it
 * alone. Telling the same again changes nothing. */
static enum err_kind report_take(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct report report = {param_text(reading->params, "reference"),
                            state_of(param_text(reading->params, "type"))};
    bool known = false;
    enum err_kind kind =
        strlen(report.reference) == REFERENCE_BYTES
            ? delivery_known(reading->db, reading->arena, report.reference, &known, reterr)
            : ERR_NONE;
    if (!kind && !known)
        kind = err_set(reterr, ERR_MISSING, "report.unknown", "no such delivery");
    if (!kind && report.state) {
        struct call call = {.arena = reading->arena,
                            .operation = &report_write,
                            .actor = {.kind = "clock", .name = "sms", .language = "zh"},
                            .params = &value_null,
                            .body = &value_null,
                            .if_match = -1,
                            .received_us = reading->now_us,
                            .state = &report};
        kind = engine_perform(reading->engine, &call, reterr);
    }
    json_begin(writer);
    json_named_flag(writer, "taken", kind == ERR_NONE);
    json_end(writer);
    return kind;
}

/* clang-format off */
static const struct field email_field = {.name = "email", .kind = FIELD_EMAIL, .title = {"电子邮箱", "E-mail address"}};
static const struct field code_field = {.name = "code", .kind = FIELD_TEXT, .title = {"验证码", "Code"}, .min = CODE_DIGITS, .max = CODE_DIGITS};
static const struct form_field email_form[] = {{&email_field, true}};
static const struct form_field code_form[] = {{&code_field, true}};

const struct operation contact_operations[] = {
    {.name = "email_read", .method = "GET", .path = "/account/email", .permission = "signed_in", .reply = "{email:s? pending:s?}",
     .summary = {"接收通知的邮箱", "Where one's notices come by e-mail"}, .query = "", .read = email_read},
    {.name = "email_ask", .method = "POST", .path = "/account/email", .permission = "signed_in", .reply = "{sent:b minutes:i}",
     .summary = {"添加邮箱：先发验证码", "Begins to use an address: sends a code there"}, .form = email_form, .form_count = COUNT_OF(email_form),
     .load = ask_load, .apply = ask_apply},
    {.name = "email_confirm", .method = "POST", .path = "/account/email/confirm", .permission = "signed_in", .reply = "{confirmed:b}",
     .summary = {"用验证码确认邮箱", "Confirms the address by the code"}, .form = code_form, .form_count = COUNT_OF(code_form),
     .load = confirm_load, .decide = confirm_decide, .apply = confirm_apply},
    {.name = "email_remove", .method = "POST", .path = "/account/email/remove", .permission = "signed_in", .reply = "{removed:b}",
     .summary = {"不再用邮件接收通知", "No more e-mail"}, .apply = remove_apply},
    {.name = "sms_report", .method = "GET", .path = "/reports/sms", .permission = "public", .reply = "{taken:b}",
     .summary = {"短信网关的回执", "What the SMS gateway reports"}, .query = "reference type", .slow = true, .read = report_take},
    {.name = NULL}};
/* clang-format on */

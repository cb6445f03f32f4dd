/*
 * api/devices: where one is signed in, and signing out from afar. A session is named by the first
 * digits of its token's hash, which open nothing.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/session.h"
#include "base/text.h"

enum { NAME_DIGITS = 16 };

static enum err_kind sessions_read(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    const struct work *work = work_of_reading(reading);
    struct db_result rows;
    enum err_kind kind = sessions_of_account(reading->db, reading->arena, reading->actor.account_id,
                                             real_now(work->api), &rows, reterr);
    struct account_row account = {0};
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!kind && !flight)
        kind = arena_full(reterr);
    size_t place = kind ? 0 : account_by_id_read(flight, reading->actor.account_id);
    if (!kind)
        kind = db_flight_run(reading->db, flight, reterr);
    if (kind)
        return kind;
    (void) !account_take(db_flight_result(flight, place), 0, &account);
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        const char *hash = db_cell_text(&rows, i, 0);
        json_begin(writer);
        json_named_text(writer, "id", arena_printf(reading->arena, "%.*s", NAME_DIGITS, hash));
        json_named_text(writer, "device", db_cell_text(&rows, i, 3));
        write_instant(reading, writer, "began_at", db_cell_int(&rows, i, 1));
        write_instant(reading, writer, "ends_at", db_cell_int(&rows, i, 2));
        json_named_flag(writer, "this", text_equal(work->session_hash, hash));
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_named_flag(writer, "second_factor", account.totp_sealed != NULL);
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind reply_done(struct call *call, struct err *reterr)
{
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 256);
    json_begin(&writer);
    json_named_flag(&writer, "signed_out", true);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

/* Only of one's own: another's name ends nothing, and is not told apart from one that is over. */
static enum err_kind end_one(struct call *call, struct err *reterr)
{
    const char *name = param_text(call->params, "id");
    if (strlen(name) == NAME_DIGITS)
        session_of_account_end(call->writes, call->actor.account_id, name);
    return reply_done(call, reterr);
}

static enum err_kind end_others(struct call *call, struct err *reterr)
{
    sessions_of_account_end(call->writes, call->actor.account_id, work_of_call(call)->session_hash);
    return reply_done(call, reterr);
}

/* By an administrator, for somebody whose telephone or card was lost. */
static enum err_kind end_all_load(struct call *call, struct err *reterr)
{
    struct row_wanted *wanted = wanted_row(call, 'A');
    if (!wanted)
        return arena_full(reterr);
    wanted->read = account_by_id_read(call->reads, wanted->id);
    return ERR_NONE;
}

static enum err_kind end_all_decide(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    return db_flight_result(call->reads, wanted->read)->row_count
               ? ERR_NONE
               : err_set(reterr, ERR_MISSING, "account.unknown", "no such account");
}

static enum err_kind end_all(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    sessions_of_account_end(call->writes, wanted->id, NULL);
    enum err_kind kind = access_add(call, 0, "signed_out", reterr);
    return kind ? kind : reply_done(call, reterr);
}

/* clang-format off */
const struct operation device_operations[] = {
    {.name = "sessions", .method = "GET", .path = "/account/sessions", .permission = "signed_in",
     .reply = "{items:[{id:s device:s began_at:s ends_at:s this:b}] next:s? second_factor:b}",
     .summary = {"我在哪些设备上登录着", "Where one is signed in"}, .query = "", .read = sessions_read},
    {.name = "session_end_one", .method = "POST", .path = "/account/sessions/{id}/end", .permission = "signed_in", .reply = "{signed_out:b}",
     .summary = {"退出一台设备上的登录", "Signs out one device"}, .apply = end_one},
    {.name = "session_end_others", .method = "POST", .path = "/account/sessions/end-others", .permission = "signed_in", .reply = "{signed_out:b}",
     .summary = {"退出其他设备上的登录", "Signs out every other device"}, .apply = end_others},
    {.name = "account_sign_out", .method = "POST", .path = "/accounts/{id}/sign-out", .permission = "admin security_admin", .reply = "{signed_out:b}",
     .summary = {"让一个账号在所有设备上退出", "Signs an account out everywhere"}, .load = end_all_load, .decide = end_all_decide, .apply = end_all},
    {.name = NULL}};
/* clang-format on */

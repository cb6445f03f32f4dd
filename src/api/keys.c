/*
 * api/keys: the keys of partners' systems: what each may touch, how often, until when. A key is
 * replaced without a gap: the old one is good until a stated time. Only hashes are kept; a key is
 * named by the first digits of its own.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/session.h"
#include "base/text.h"

enum { NAME_DIGITS = 16, OLD_HOURS_MAX = 720 };

static void write_key(struct reading *reading, struct json_writer *writer,
                      const struct db_result *rows, size_t row, void *context)
{
    (void) context;
    json_named_text(writer, "id",
                    arena_printf(reading->arena, "%.*s", NAME_DIGITS, db_cell_text(rows, row, 0)));
    json_named_text(writer, "scopes", db_cell_text(rows, row, 1));
    json_named_int(writer, "quota", db_cell_int(rows, row, 2));
    write_instant(reading, writer, "made_at", db_cell_int(rows, row, 3));
    write_instant(reading, writer, "ends_at", db_cell_int(rows, row, 4));
    write_instant(reading, writer, "revoked_at", db_cell_int(rows, row, 5));
}

static enum err_kind keys_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct db_result rows;
    int64_t id = 0;
    if (!public_id_parse(engine_keys(reading->engine), 'A', param_text(reading->params, "id"), &id))
        return err_set(reterr, ERR_MISSING, "account.unknown", "no such account");
    enum err_kind kind = api_keys_of(reading->db, reading->arena, id, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    write_items(reading, writer, &rows, rows.row_count, write_key, NULL);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

/* ---- a new one ------------------------------------------------------------------------------ */

struct key_change {
    int64_t account_id;
    size_t account_place, last_place;
    struct account_row account;
    const char *scopes; /* as given, or those of the last key */
    int64_t quota;
};

static enum err_kind account_load(struct call *call, struct err *reterr)
{
    struct key_change *change = arena_alloc(call->arena, sizeof *change);
    if (!change)
        return arena_full(reterr);
    call->state = change;
    call->idempotency_key = NULL; /* the reply may hold a key: never kept for replay */
    if (!public_id_parse(engine_keys(call->engine), 'A', param_text(call->params, "id"),
                         &change->account_id))
        return err_set(reterr, ERR_MISSING, "account.unknown", "no such account");
    change->account_place = account_by_id_read(call->reads, change->account_id);
    change->last_place = api_key_last_read(call->reads, change->account_id);
    return ERR_NONE;
}

static enum err_kind account_decide(struct call *call, struct err *reterr)
{
    struct key_change *change = call->state;
    if (!account_take(db_flight_result(call->reads, change->account_place), 0, &change->account) ||
        strcmp(change->account.kind, "machine") != 0)
        return err_set(reterr, ERR_MISSING, "account.unknown", "no account of a system");
    /* What is not said stays as it was: replacing a key must not widen it. */
    const struct db_result *last = db_flight_result(call->reads, change->last_place);
    const char *scopes = value_text(value_get(call->body, "scopes"));
    change->scopes = scopes ? scopes : last->row_count ? db_cell_text(last, 0, 0) : "";
    change->quota = value_int(value_get(call->body, "quota"),
                              last->row_count ? db_cell_int(last, 0, 1) : KEY_QUOTA_USUAL);
    return scopes_known(call, reterr);
}

static enum err_kind rotate_apply(struct call *call, struct err *reterr)
{
    const struct key_change *change = call->state;
    int64_t now_us = real_now(work_of_call(call)->api),
            old_us = now_us + value_int(value_get(call->body, "old_hours"), 0) * HOUR_US;
    char key[23], hash[SM3_HEX];
    struct json_writer writer;
    random_token(key);
    token_hash(key, hash);
    api_keys_end(call->writes, change->account_id, old_us);
    api_key_insert(call->writes, hash, change->account_id, change->account.name, change->scopes,
                   change->quota, now_us);
    json_writer_init(&writer, call->arena, 4096);
    json_begin(&writer);
    json_named_text(&writer, "id", arena_printf(call->arena, "%.*s", NAME_DIGITS, hash));
    json_named_text(&writer, "key", key); /* shown this once */
    json_named_text(&writer, "old_until", instant_format(call->arena, old_us));
    json_end(&writer);
    return call_reply(call, 201, &writer, reterr);
}

static enum err_kind revoke_apply(struct call *call, struct err *reterr)
{
    const struct key_change *change = call->state;
    const char *name = param_text(call->params, "key");
    struct json_writer writer;
    if (strlen(name) == NAME_DIGITS)
        api_key_revoke(call->writes, change->account_id, name, real_now(work_of_call(call)->api));
    json_writer_init(&writer, call->arena, 256);
    json_begin(&writer);
    json_named_flag(&writer, "revoked", true);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

/* clang-format off */
static const struct field fields[] = {
    {.name = "scopes", .kind = FIELD_TEXT, .max = 200, .title = {"可以办理的业务（空格分开，不填：与原来相同）", "Systems it may touch (blank-separated; not given: as before)"}},
    {.name = "quota", .kind = FIELD_NUMBER, .min = 1, .max = KEY_QUOTA_MAX, .title = {"十分钟内的次数上限", "Requests in ten minutes"}},
    {.name = "old_hours", .kind = FIELD_NUMBER, .min = 0, .max = OLD_HOURS_MAX, .title = {"旧密钥再用几小时", "Hours the old keys stay good"}}};
static const struct form_field rotate_form[] = {{&fields[0], false}, {&fields[1], false}, {&fields[2], false}};

const struct operation key_operations[] = {
    {.name = "keys", .method = "GET", .path = "/accounts/{id}/keys", .permission = "admin",
     .reply = "{items:[{id:s scopes:s quota:i made_at:s ends_at:s? revoked_at:s?}] next:s?}",
     .summary = {"接口密钥", "The keys of a partner's system"}, .query = "", .read = keys_read},
    {.name = "key_rotate", .method = "POST", .path = "/accounts/{id}/keys", .permission = "admin", .reply = "{id:s key:s old_until:s}",
     .summary = {"更换接口密钥", "Makes a new key; the old ones end at a stated time"}, .form = rotate_form, .form_count = COUNT_OF(rotate_form),
     .load = account_load, .decide = account_decide, .apply = rotate_apply},
    {.name = "key_revoke", .method = "POST", .path = "/accounts/{id}/keys/{key}/revoke", .permission = "admin", .reply = "{revoked:b}",
     .summary = {"作废接口密钥", "Revokes a key at once"}, .load = account_load, .decide = account_decide, .apply = revoke_apply},
    {.name = NULL}};
/* clang-format on */

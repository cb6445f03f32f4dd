/* command/perform: see perform.h. */
#include "command/perform.h"

enum { REPLY_BYTES_MAX = 8 << 20 };

/* `grants` is the caller's: one row. */
static struct actor administrator(struct role_grant *grants)
{
    grants[0] = (struct role_grant){role_bit("admin"), ""};
    return (struct actor){.kind = "staff",
                          .name = "command line",
                          .language = "zh",
                          .grants = grants,
                          .grant_count = 1};
}

enum err_kind command_perform(const struct command_engine *on, const struct operation *operation,
                              const struct value *params, const struct value *body,
                              const char **ret_json, struct err *reterr)
{
    struct role_grant grants[1];
    struct call call = {.arena = on->arena,
                        .operation = operation,
                        .actor = administrator(grants),
                        .params = params,
                        .body = body,
                        .if_match = -1,
                        .received_us = on->now_us};
    enum err_kind kind = engine_perform(on->engine, &call, reterr);
    *ret_json = call.reply;
    return kind;
}

static enum err_kind run_read(const struct command_engine *on, const struct operation *operation,
                              struct reading *reading, const char **ret_json, struct err *reterr)
{
    DB_SCOPED *db = NULL;
    struct role_grant grants[1];
    struct json_writer writer;
    enum err_kind kind = db_open(on->store_url, DB_READ_ONLY, &db, reterr);
    if (kind)
        return kind;
    reading->engine = on->engine;
    reading->db = db;
    reading->arena = on->arena;
    reading->actor = administrator(grants);
    reading->now_us = on->now_us;
    json_writer_init(&writer, on->arena, REPLY_BYTES_MAX);
    kind = operation->read(reading, &writer, reterr);
    *ret_json = kind ? NULL : json_done(&writer);
    return kind || *ret_json ? kind : arena_full(reterr);
}

enum err_kind command_read(const struct command_engine *on, const struct operation *operation,
                           const struct value *params, const struct value *body,
                           const char **ret_json, struct err *reterr)
{
    struct reading reading = {.params = params, .body = body};
    return run_read(on, operation, &reading, ret_json, reterr);
}

enum err_kind command_read_raw(const struct command_engine *on, const struct operation *operation,
                               const struct value *params, const void *raw, size_t raw_bytes,
                               const char **ret_json, struct err *reterr)
{
    struct reading reading = {
        .params = params, .body = &value_null, .raw = raw, .raw_bytes = raw_bytes};
    return run_read(on, operation, &reading, ret_json, reterr);
}

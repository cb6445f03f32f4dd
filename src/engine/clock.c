/* engine/clock: calls of the platform itself, in the role `clock`. */
#include "engine/internal.h"

enum err_kind clock_perform(struct engine *engine, struct arena *arena,
                            const struct operation *operation, int64_t matter_id, void *state,
                            struct err *reterr)
{
    int64_t now_us = court_now(engine);
    struct call call = {.arena = arena,
                        .operation = operation,
                        .actor = {.kind = "clock", .name = "clock", .language = "zh"},
                        .params = &value_null,
                        .body = &value_null,
                        .if_match = -1,
                        .received_us = now_us,
                        .matter_id = matter_id,
                        .state = state};
    return engine_perform(engine, &call, reterr);
}

enum err_kind clock_act(struct engine *engine, struct arena *arena, const struct workflow *workflow,
                        int64_t matter_id, const char *action, const struct value *body,
                        const char *key, int64_t received_us, struct err *reterr)
{
    return clock_act_on(engine, arena, workflow, matter_id, -1, action, body, key, received_us,
                        reterr);
}

enum err_kind clock_act_on(struct engine *engine, struct arena *arena,
                           const struct workflow *workflow, int64_t matter_id, int64_t version,
                           const char *action, const struct value *body, const char *key,
                           int64_t received_us, struct err *reterr)
{
    struct value *params = value_new_map(arena);
    char id[PUBLIC_ID_BYTES];
    public_id(engine->settings.keys, workflow->prefix, matter_id, id);
    if (!params || !key || !value_set_text(arena, params, "id", id) ||
        !value_set_text(arena, params, "action", action))
        return arena_full(reterr);
    struct call call = {.arena = arena,
                        .operation = &operation_act,
                        .actor = {.kind = "clock", .name = "clock", .language = "zh"},
                        .params = params,
                        .body = body ? body : &value_null,
                        .if_match = version,
                        .received_us = received_us,
                        .matter_id = matter_id,
                        .idempotency_key = key,
                        .request_hash = sm3_of(key, strlen(key))};
    return engine_perform(engine, &call, reterr);
}

enum err_kind engine_clock_act(struct engine *engine, struct arena *arena,
                               const struct matter *matter, const char *action,
                               const struct value *body, const char *key, struct err *reterr)
{
    return clock_act(engine, arena, matter->workflow, matter->id, action, body, key,
                     court_now(engine), reterr);
}

enum err_kind engine_clock_open(struct engine *engine, struct arena *arena, const char *system,
                                const struct value *body, const char *key, struct err *reterr)
{
    struct value *params = value_new_map(arena);
    if (!params || !value_set_text(arena, params, "system", system))
        return arena_full(reterr);
    struct call call = {.arena = arena,
                        .operation = &operation_open,
                        .actor = {.kind = "clock", .name = "clock", .language = "zh"},
                        .params = params,
                        .body = body,
                        .if_match = -1,
                        .received_us = court_now(engine),
                        .idempotency_key = key,
                        .request_hash = sm3_of(key, strlen(key))};
    return engine_perform(engine, &call, reterr);
}

enum err_kind engine_clock_perform(struct engine *engine, struct arena *arena,
                                   const struct operation *operation, void *state,
                                   struct err *reterr)
{
    return clock_perform(engine, arena, operation, 0, state, reterr);
}

/* engine/access: the access log is written by the writer like everything else, so its chain has one
 * order. */
#include "store/access.h"
#include "engine/internal.h"

enum err_kind access_add(struct call *call, int64_t matter_id, const char *what, struct err *reterr)
{
    struct writer_memory *memory = &call->engine->memory;
    struct access_row row = {.id = call_new_id(call, ID_ACCESS),
                             .account_id = call->actor.account_id,
                             .matter_id = matter_id,
                             .seen_us = call->now_us,
                             .what = what,
                             .previous_hash = arena_copy(call->arena, memory->access_hash)};
    if (!row.previous_hash || !row.what)
        return arena_full(reterr);
    row.hash = access_hash(&row, call->arena);
    if (!row.hash)
        return arena_full(reterr);
    access_insert(call->writes, &row);
    (void) snprintf(memory->access_hash, sizeof memory->access_hash, "%s", row.hash);
    return ERR_NONE;
}

static enum err_kind access_apply(struct call *call, struct err *reterr)
{
    return access_add(call, *(const int64_t *) call->state,
                      value_text(value_get(call->params, "what")), reterr);
}

static const struct operation access_note = {.name = "access_note", .apply = access_apply};

enum err_kind engine_note_access(struct reading *reading, int64_t matter_id, const char *what,
                                 struct err *reterr)
{
    struct value *params = value_new_map(reading->arena);
    if (!params || !value_set(reading->arena, params, "what", value_new_text(reading->arena, what)))
        return arena_full(reterr);
    /* Not call.matter_id: the matter itself is neither loaded nor held up. */
    struct call call = {.arena = reading->arena,
                        .operation = &access_note,
                        .actor = reading->actor,
                        .params = params,
                        .body = &value_null,
                        .if_match = -1,
                        .received_us = reading->now_us,
                        .state = &matter_id};
    return engine_perform(reading->engine, &call, reterr);
}

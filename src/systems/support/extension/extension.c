/*
 * extension: more time because of an obstacle (CPL 86). The platform prepares the application after
 * an outage of its own; the party makes it or not, the court decides, and only then the clock
 * moves.
 */
#include "engine/engine.h"

extern const struct embedded_file extension_definition[];

/* The clock is another matter's: a worker moves it, once, as an event there. */
static enum err_kind tell_clock(struct call *call, int64_t days, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    struct value *payload = value_new_map(call->arena);
    if (!payload ||
        !value_set_int(call->arena, payload, "matter",
                       value_int(value_get(fields, "for_key"), 0)) ||
        !value_set_int(call->arena, payload, "clock", value_int(value_get(fields, "clock"), 0)) ||
        !value_set_int(call->arena, payload, "days", days) ||
        !value_set_int(call->arena, payload, "by", call->matter->id))
        return arena_full(reterr);
    return call_add_job(call, "extend_clock", payload, reterr);
}

static enum err_kind apply_move(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return tell_clock(call, value_int(value_get(call->matter->fields, "days"), 0), reterr);
}

/* Refused, or never asked for: the clock that was held runs on as it was. */
static enum err_kind apply_let_go(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return tell_clock(call, 0, reterr);
}

#define CPL_86 "中华人民共和国民事诉讼法第八十六条"

static const struct effect effects[] = {
    {"extension_move_clock", CPL_86, false, NULL, apply_move},
    {"extension_let_go", CPL_86, true, NULL, apply_let_go},
};

const struct system extension_system = {
    .name = "extension",
    .wing = "support",
    .definition = extension_definition,
    .effects = effects,
    .effect_count = COUNT_OF(effects),
};

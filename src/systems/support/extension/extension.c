/*
 * extension: more time because of an obstacle (CPL 86). The platform prepares the application after
 * an outage of its own; the party makes it or not, the court decides, and only then the clock
 * moves.
 */
#include "engine/engine.h"

extern const struct embedded_file extension_definition[];

static bool put(struct call *call, struct value *map, const char *name, const char *field)
{
    int64_t number = value_int(value_get(call->matter->fields, field), 0);
    return value_set_int(call->arena, map, name, number);
}

/* The clock is another matter's: a worker moves it, once, as an event there. */
static enum err_kind apply_move(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    struct value *payload = value_new_map(call->arena);
    if (!payload || !put(call, payload, "matter", "for_key") ||
        !put(call, payload, "clock", "clock") || !put(call, payload, "days", "days") ||
        !value_set_int(call->arena, payload, "by", call->matter->id))
        return arena_full(reterr);
    return call_add_job(call, "extend_clock", payload, reterr);
}

static const struct effect effects[] = {
    {"extension_move_clock", "中华人民共和国民事诉讼法第八十六条", false, NULL, apply_move},
};

const struct system extension_system = {
    .name = "extension",
    .wing = "support",
    .definition = extension_definition,
    .effects = effects,
    .effect_count = COUNT_OF(effects),
};

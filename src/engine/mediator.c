/* engine/mediator: see mediator.h. */
#include "engine/mediator.h"

#include "engine/internal.h"
#include "store/roster.h"

static bool put_text(struct arena *arena, struct value *map, const char *name, const char *text)
{
    return value_set_text(arena, map, name, text ? text : "");
}

struct value *mediator_value(const struct engine *engine, const struct mediator_row *row,
                             struct arena *arena)
{
    char entry[PUBLIC_ID_BYTES];
    struct value *map = value_new_map(arena);
    public_id(engine_keys(engine), MEDIATOR_PREFIX, row->id, entry);
    bool good = map && value_set_int(arena, map, "id", row->id) &&
                value_set_int(arena, map, "person_id", row->person_id) &&
                value_set_int(arena, map, "open_count", row->open_count) &&
                value_set_int(arena, map, "load_max", row->load_max) &&
                value_set_int(arena, map, "valid_from", row->valid_from) &&
                value_set_int(arena, map, "valid_to", row->valid_to) &&
                put_text(arena, map, "entry", entry) && put_text(arena, map, "name", row->name) &&
                put_text(arena, map, "status", row->status) &&
                put_text(arena, map, "court", row->court) &&
                put_text(arena, map, "body", row->body_name);
    return good ? map : NULL;
}

void call_mediator_load(struct call *call, struct mediator_reads *ret)
{
    const char *named = body_text(call, "mediator");
    int64_t id = 0;
    *ret = (struct mediator_reads){
        .asked = named && public_id_parse(engine_keys(call->engine), MEDIATOR_PREFIX, named, &id)};
    if (ret->asked)
        ret->row = mediator_read(call->reads, id);
}

void call_mediator_named_load(struct call *call, const char *door, struct mediator_reads *ret)
{
    *ret = (struct mediator_reads){.asked = true,
                                   .row = mediator_named_read(call->reads, call->matter_id, door)};
}

enum err_kind call_mediator_loaded(struct call *call, const struct mediator_reads *reads,
                                   struct err *reterr)
{
    struct mediator_row row;
    if (!reads->asked || !mediator_take(db_flight_result(call->reads, reads->row), 0, &row))
        return ERR_NONE;
    if (!call->outside)
        call->outside = value_new_map(call->arena);
    struct value *value = mediator_value(call->engine, &row, call->arena);
    return call->outside && value && value_set(call->arena, call->outside, "mediator", value)
               ? ERR_NONE
               : arena_full(reterr);
}

/* Whoever is the only mediator of a door gives way; where a room's people all read it, they stay.
 */
static enum err_kind take_part(struct call *call, int64_t person_id, const char *name,
                               struct err *reterr)
{
    struct matter *matter = call->matter;
    struct value *identity = value_new_map(call->arena);
    for (size_t i = 0; i < matter->participant_count; i++) {
        const struct participant *one = &matter->participants[i];
        if (one->active && strcmp(one->role, "mediator") == 0 && one->person_id == person_id)
            return ERR_NONE;
    }
    for (size_t i = 0; i < matter->participant_count; i++) {
        struct participant *before = &matter->participants[i];
        if (!before->active || strcmp(before->role, "mediator") != 0)
            continue;
        before->active = false;
        participant_set_state(call->writes, before->id, before->state, false);
    }
    return identity && value_set_text(call->arena, identity, "name", name)
               ? call_add_participant(call, "mediator", identity, person_id, NULL, reterr)
               : arena_full(reterr);
}

/* {"do": "name_mediator"}: of a door; its fields `mediator_name` and `named` say who. */
static enum err_kind name_mediator(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *row = value_get(call->outside, "mediator");
    int64_t person_id = value_int(value_get(row, "person_id"), 0);
    const char *name = value_text_of(row, "name");
    (void) with;
    enum err_kind kind = call_set_text(call, "mediator_name", name, reterr);
    if (!kind)
        kind = call_set_int(call, "named", person_id, reterr);
    if (!kind)
        kind = take_part(call, person_id, name, reterr);
    return kind ? kind : call_publish(call, "named", value_get(row, "name"), reterr);
}

const struct effect name_mediator_effect = {"name_mediator", "人民法院在线调解规则第十条", false,
                                            NULL, name_mediator};

enum err_kind mediator_load(struct call *call, const char *action, struct err *reterr)
{
    struct mediator_reads *reads = arena_alloc(call->arena, sizeof *reads);
    (void) action;
    if (!reads)
        return arena_full(reterr);
    call_mediator_load(call, reads);
    call->state = reads;
    return ERR_NONE;
}

enum err_kind mediator_loaded(struct call *call, const char *action, struct err *reterr)
{
    (void) action;
    return call->state ? call_mediator_loaded(call, call->state, reterr) : ERR_NONE;
}

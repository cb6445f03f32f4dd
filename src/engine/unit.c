/* engine/unit: the units of the grass roots as actions see them: who serves where, and that they
 * take part. The register is store/unit.h. */
#include "store/unit.h"
#include "base/text.h"
#include "engine/internal.h"

enum { NAMES_MAX = 60 };

enum err_kind call_unit_load(struct call *call, struct unit_reads *ret, struct err *reterr)
{
    const char *code = body_text(call, "unit");
    if (code && text_length(code) > NAMES_MAX)
        return err_field(reterr, ERR_INVALID, "unit.unknown", "unit", "no such unit");
    ret->chain = unit_chain_read(call->reads, code, call->matter_id);
    ret->members = unit_chain_members_read(call->reads, code, call->matter_id);
    return ERR_NONE;
}

static bool put_text(struct arena *arena, struct value *map, const char *name, const char *text)
{
    return value_set_text(arena, map, name, text ? text : "");
}

/* The unit itself, and the names of the village, township and tribunal it lies in. */
static struct value *unit_value(const struct db_result *rows, struct arena *arena)
{
    struct value *map = value_new_map(arena);
    struct unit_row row;
    for (size_t i = 0; map && unit_take(rows, i, &row); i++) {
        bool is_place = strcmp(row.kind, "community") == 0 || strcmp(row.kind, "village") == 0;
        const char *level = is_place ? "village" : row.kind;
        bool good =
            i ||
            (put_text(arena, map, "code", row.code) && put_text(arena, map, "name", row.name) &&
             put_text(arena, map, "kind", row.kind) && put_text(arena, map, "court", row.court));
        if (is_place)
            good = good && put_text(arena, map, "village_code", row.code);
        if (!good || !put_text(arena, map, arena_printf(arena, "%s_name", level), row.name))
            return NULL;
    }
    return map;
}

static struct value *members_value(const struct db_result *rows, struct arena *arena)
{
    struct value *list = value_new_list(arena);
    struct unit_member_row row;
    for (size_t i = 0; list && unit_member_take(rows, i, &row); i++) {
        struct value *map = value_new_map(arena);
        bool good = map && value_set_int(arena, map, "person_id", row.person_id) &&
                    value_set_int(arena, map, "account_id", row.account_id) &&
                    put_text(arena, map, "name", row.name) &&
                    put_text(arena, map, "duty", row.duty) &&
                    put_text(arena, map, "unit", row.unit_code) && value_add(arena, list, map);
        if (!good)
            return NULL;
    }
    return list;
}

static bool serves_there(const struct call *call, const struct value *members)
{
    int64_t account = actor_account(&call->actor);
    for (size_t i = 0; account && i < members->count; i++) {
        if (value_int(value_get(members->items[i], "account_id"), 0) == account)
            return true;
    }
    return false;
}

enum err_kind call_unit_loaded(struct call *call, const struct unit_reads *reads,
                               struct err *reterr)
{
    struct arena *arena = call->arena;
    struct value *unit = unit_value(db_flight_result(call->reads, reads->chain), arena);
    struct value *members = members_value(db_flight_result(call->reads, reads->members), arena);
    if (!call->outside)
        call->outside = value_new_map(arena);
    bool good = unit && members && call->outside &&
                value_set_bool(arena, unit, "mine", serves_there(call, members)) &&
                value_set(arena, call->outside, "unit", unit) &&
                value_set(arena, call->outside, "members", members);
    return good ? ERR_NONE : arena_full(reterr);
}

enum err_kind unit_load(struct call *call, const char *action, struct err *reterr)
{
    struct unit_reads *reads = arena_alloc(call->arena, sizeof *reads);
    (void) action;
    if (!reads)
        return arena_full(reterr);
    call->state = reads;
    return call_unit_load(call, reads, reterr);
}

enum err_kind unit_loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct unit_reads *reads = call->state;
    (void) action;
    return reads ? call_unit_loaded(call, reads, reterr) : ERR_NONE;
}

const char *call_unit_title(const struct call *call)
{
    const struct value *unit = value_get(call->outside, "unit");
    const char *village = value_text_of(unit, "village_name"), *name = value_text_of(unit, "name");
    const char *both = !*village || strcmp(village, name) == 0
                           ? name
                           : arena_printf(call->arena, "%s%s", village, name);
    return both ? both : "";
}

static bool is_known(const struct facts *facts)
{
    const char *court = value_text(value_path(facts->outside, "unit.court"));
    return court && strcmp(court, value_text_of(facts->matter, "court")) == 0;
}

const struct guard unit_known = {
    "unit_known",
    {"没有这个基层单位，或者它不属于本院。请从名单中选择；没有的，请联系法院诉讼服务中心登记。",
     "No such unit of this court. Please choose one of the list; if it is missing, ask the court's "
     "service centre."},
    "法〔2021〕247号",
    is_known};

static bool takes_part(const struct call *call, int64_t person_id)
{
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        const struct participant *participant = &call->matter->participants[i];
        if (participant->active && participant->person_id == person_id &&
            strcmp(participant->role, "unit_member") == 0)
            return true;
    }
    return false;
}

enum err_kind call_unit_take_part(struct call *call, const char *duties, const char *kept_out,
                                  struct err *reterr)
{
    const struct value *members = value_get(call->outside, "members");
    for (size_t i = 0; i < members->count; i++) {
        const struct value *member = members->items[i];
        const char *name = value_text(value_get(member, "name"));
        int64_t person_id = value_int(value_get(member, "person_id"), 0);
        if (!text_has_word(duties, value_text(value_get(member, "duty"))) ||
            takes_part(call, person_id) || (kept_out && name && strstr(kept_out, name)))
            continue;
        struct value *identity = value_new_map(call->arena);
        if (!identity || !put_text(call->arena, identity, "name", name))
            return arena_full(reterr);
        enum err_kind kind =
            call_add_participant(call, "unit_member", identity, person_id, NULL, reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

void call_unit_part_from(struct call *call)
{
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        struct participant *participant = &call->matter->participants[i];
        if (!participant->active || strcmp(participant->role, "unit_member") != 0)
            continue;
        participant->active = false;
        participant_set_state(call->writes, participant->id, participant->state, false);
    }
}

/* systems/resolution/overseas_meeting: one meeting of people in several countries: each sees their
 * own time, one record bears all signatures with the local time of each. */
#include "base/text.h"
#include "base/zone.h"
#include "engine/engine.h"

extern const struct embedded_file overseas_meeting_definition[];

static bool starts_at(const struct value *values, int64_t *ret_us)
{
    return instant_parse(value_text_of(values, "starts"), ret_us);
}

static const struct zone *zone_of(const struct value *fields, const char *name)
{
    const struct value *places = value_get(fields, "places");
    for (size_t i = 0; places->type == VALUE_LIST && i < places->count; i++) {
        if (text_equal(value_text_of(places->items[i], "who"), name))
            return zone_find(value_text_of(places->items[i], "zone"));
    }
    return NULL;
}

/* ---- guards --------------------------------------------------------------------------------- */

static bool ahead(const struct facts *facts)
{
    int64_t at_us = 0;
    return starts_at(facts->form, &at_us) && at_us > facts->received_us;
}

static bool begun(const struct facts *facts)
{
    int64_t at_us = 0;
    return starts_at(facts->fields, &at_us) && at_us <= facts->received_us;
}

static bool all_placed(const struct facts *facts)
{
    for (size_t i = 0; i < facts->participant_count; i++) {
        const struct participant *one = &facts->participants[i];
        if (one->active && !zone_of(facts->fields, value_text_of(one->identity, "name")))
            return false;
    }
    return true;
}

static bool night_agreed(const struct facts *facts)
{
    const struct value *places = value_get(facts->form, "places");
    int64_t at_us = 0;
    if (value_true(value_get(facts->form, "night_agreed")) || !starts_at(facts->form, &at_us))
        return true;
    for (size_t i = 0; i < places->count; i++) {
        const struct zone *zone = zone_find(value_text_of(places->items[i], "zone"));
        if (zone && zone_is_night(zone, at_us))
            return false;
    }
    return true;
}

/* clang-format off */
static const struct guard guards[] = {
    {"overseas_ahead", {"会议时间要在现在以后。", "The meeting lies ahead."}, NULL, ahead},
    {"overseas_begun", {"还没有到约定的时间。", "The meeting has not begun yet."}, NULL, begun},
    {"overseas_all_placed", {"请写明每一方和调解员在哪里，姓名要与登记的一致。", "Say where each party and the mediator is, by the names as they are recorded."}, NULL, all_placed},
    {"overseas_night", {"这个时间在有人那里是夜间（22点到7点）。请换一个时间，或者经本人同意后注明。", "That is night (22:00 to 07:00) for somebody. Take another time, or note that they agree."}, NULL, night_agreed},
};
/* clang-format on */

/* ---- effects -------------------------------------------------------------------------------- */

static enum err_kind local_times(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *places = value_get(call->matter->fields, "places");
    struct value *rows = value_new_list(call->arena);
    int64_t at_us = 0;
    (void) with;
    bool good = rows && starts_at(call->matter->fields, &at_us);
    for (size_t i = 0; good && i < places->count; i++) {
        const struct zone *zone = zone_find(value_text_of(places->items[i], "zone"));
        struct value *row = value_new_map(call->arena);
        const char *local = zone ? zone_format(call->arena, zone, at_us) : NULL;
        good = row && local &&
               value_set_text(call->arena, row, "who", value_text_of(places->items[i], "who")) &&
               value_set_text(call->arena, row, "local", local) &&
               value_add(call->arena, rows, row);
    }
    return good ? call_set_field(call, "local_times", rows, reterr) : arena_full(reterr);
}

static const char *signer(const struct call *call)
{
    if (call->facts.subject)
        return value_text_of(call->facts.subject->identity, "name");
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        const struct participant *one = &call->matter->participants[i];
        if (one->active && text_equal(one->role, "mediator") &&
            one->person_id == call->actor.person_id)
            return value_text_of(one->identity, "name");
    }
    return "";
}

static enum err_kind note_signature(struct call *call, const struct value *with, struct err *reterr)
{
    const char *who = signer(call),
               *mode = value_text(value_path(call->facts.form, "signature.mode"));
    const struct zone *zone = zone_of(call->matter->fields, who);
    const char *local =
        zone_format(call->arena, zone ? zone : zone_find("beijing"), call->received_us);
    struct value *row = value_new_map(call->arena);
    (void) with;
    bool good =
        row && local && value_set_text(call->arena, row, "who", who) &&
        value_set_text(call->arena, row, "mode", mode ? mode : "paper") &&
        value_set_text(call->arena, row, "local", local) &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us));
    return good ? call_add_row(call, "signatures", row, reterr) : arena_full(reterr);
}

static const struct effect effects[] = {
    {"overseas_local_times", NULL, false, NULL, local_times},
    {"overseas_note_signature", "人民法院在线调解规则第十九条", false, NULL, note_signature},
};

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    int64_t at_us = 0;
    const char *when =
        starts_at(facts->fields, &at_us) ? zone_format(arena, zone_find("beijing"), at_us) : "";
    const char *title = when && *when ? arena_printf(arena, "跨国调解会 %s", when) : "跨国调解会";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"overseas_title", compute_title}};

const struct system overseas_meeting_system = {.name = "overseas_meeting",
                                               .wing = "resolution",
                                               .definition = overseas_meeting_definition,
                                               .guards = guards,
                                               .guard_count = COUNT_OF(guards),
                                               .effects = effects,
                                               .effect_count = COUNT_OF(effects),
                                               .computes = computes,
                                               .compute_count = COUNT_OF(computes)};

/* systems/resolution/screening: a list of places a village looks at until a day (法〔2021〕247号).
 * What is found is reported as a lead of its own. */
#include "base/text.h"
#include "engine/engine.h"

extern const struct embedded_file screening_definition[];

static bool day_ahead(const struct facts *facts)
{
    int32_t day = 0;
    const char *told = value_text(value_get(facts->form, "until"));
    return told && day_parse(told, &day) && day >= day_of_instant(facts->now_us);
}

static bool on_list(const struct facts *facts)
{
    const struct value *targets = value_get(facts->fields, "targets");
    const char *told = value_text(value_get(facts->form, "target"));
    for (size_t i = 0; i < targets->count; i++) {
        if (text_equal(value_text(value_get(targets->items[i], "target")), told))
            return true;
    }
    return false;
}

/* Visited is what was noted at least once with somebody there. */
static bool was_visited(const struct value *results, const char *target)
{
    for (size_t i = 0; results->type == VALUE_LIST && i < results->count; i++) {
        const struct value *row = results->items[i];
        if (text_equal(value_text(value_get(row, "target")), target) &&
            !text_equal(value_text(value_get(row, "result")), "absent"))
            return true;
    }
    return false;
}

static enum err_kind count_left(struct call *call, struct err *reterr)
{
    const struct value *targets = value_get(call->matter->fields, "targets"),
                       *results = value_get(call->matter->fields, "results");
    int64_t left = 0;
    for (size_t i = 0; i < targets->count; i++)
        left += !was_visited(results, value_text(value_get(targets->items[i], "target")));
    return call_set_int(call, "left", left, reterr);
}

static enum err_kind begin(struct call *call, const struct value *with, struct err *reterr)
{
    const char *place = value_text(value_path(call->outside, "unit.name")),
               *what = value_text(value_get(call->matter->fields, "what"));
    const char *title =
        arena_printf(call->arena, "%s排查：%s", place ? place : "", what ? what : "");
    (void) with;
    if (title && text_length(title) > 80)
        title = arena_printf(call->arena, "%s排查", place ? place : "");
    enum err_kind kind = title ? call_set_text(call, "title", title, reterr) : arena_full(reterr);
    if (!kind)
        kind = count_left(call, reterr);
    return kind ? kind : call_unit_take_part(call, "worker mediator lead", NULL, reterr);
}

static enum err_kind note(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const names[] = {"target", "result", "note"};
    struct value *row = value_new_map(call->arena);
    const char *at = instant_format(call->arena, call->received_us);
    (void) with;
    bool good = row && at && value_set_text(call->arena, row, "at", at);
    for (size_t i = 0; good && i < COUNT_OF(names); i++)
        good = value_set(call->arena, row, names[i],
                         value_copy(call->arena, value_get(call->facts.form, names[i])));
    enum err_kind kind = good ? call_add_row(call, "results", row, reterr) : arena_full(reterr);
    return kind ? kind : count_left(call, reterr);
}

/* clang-format off */
static const struct guard guards[] = {
    {"screening_day_ahead", {"期限不能早于今天。", "The day cannot lie in the past."}, NULL, day_ahead},
    {"screening_on_list", {"名单上没有这一项，请照名单填写。", "It is not on the list: please write it as it stands there."}, NULL, on_list}};
static const struct effect effects[] = {
    {"screening_begin", "法〔2021〕247号", false, NULL, begin},
    {"screening_note", "法〔2021〕247号", false, NULL, note}};
/* clang-format on */

const struct system screening_system = {.name = "screening",
                                        .wing = "resolution",
                                        .definition = screening_definition,
                                        .guards = guards,
                                        .guard_count = COUNT_OF(guards),
                                        .effects = effects,
                                        .effect_count = COUNT_OF(effects),
                                        .load = unit_load,
                                        .loaded = unit_loaded};

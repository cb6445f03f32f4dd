/* systems/resolution/method: a method card applied, step by step: to a mediation, where its notes
 * stay with the mediator (OMR 18), or to a visit of a station, which closes only with every step.
 */
#include "systems/resolution/method/method.h"

#include "base/text.h"
#include "engine/entry.h"

extern const struct embedded_file method_definition[];

size_t method_next_step(const struct value *steps)
{
    size_t next = 0;
    while (next < steps->count && *value_text_of(steps->items[next], "done"))
        next++;
    return next;
}

static size_t place_of(const struct value *steps, const char *name)
{
    size_t place = 0;
    while (place < steps->count && !text_equal(value_text_of(steps->items[place], "step"), name))
        place++;
    return place;
}

/* ---- guards --------------------------------------------------------------------------------- */

static bool card_is_for(const struct facts *facts, const char *use)
{
    const struct value *card = value_get(facts->outside, "card");
    const char *is_for = value_text(value_path(card, "fields.use"));
    return text_equal(value_text_of(card, "state"), "in_use") && text_equal(is_for, use) &&
           text_equal(value_text_of(card, "court"), value_text_of(facts->matter, "court"));
}

static bool card_mediation(const struct facts *facts) { return card_is_for(facts, "mediation"); }
static bool card_visit(const struct facts *facts) { return card_is_for(facts, "visit"); }

static bool station_open(const struct facts *facts)
{
    const struct value *venue = value_get(facts->outside, "venue");
    return text_equal(value_text_of(venue, "state"), "open") &&
           text_equal(value_text_of(venue, "court"), value_text_of(facts->matter, "court"));
}

static bool visit_past(const struct facts *facts)
{
    return facts_day_past(facts, "visited_on", "");
}

static bool step_known(const struct facts *facts)
{
    const struct value *steps = value_get(facts->before, "steps");
    return place_of(steps, value_text_of(facts->form, "step")) < steps->count;
}

/* The next one, or one noted before that is put better. */
static bool step_in_order(const struct facts *facts)
{
    const struct value *steps = value_get(facts->before, "steps");
    return place_of(steps, value_text_of(facts->form, "step")) <= method_next_step(steps);
}

static bool may_skip(const struct facts *facts)
{
    return !value_true(value_get(facts->fields, "strict"));
}

static bool all_steps(const struct facts *facts)
{
    const struct value *steps = value_get(facts->fields, "steps");
    return steps->count && method_next_step(steps) == steps->count;
}

static bool follow_ahead(const struct facts *facts)
{
    int32_t day = 0;
    return day_parse(value_text_of(facts->form, "follow_up_on"), &day) &&
           day >= day_of_instant(facts->received_us);
}

/* clang-format off */
static const struct guard guards[] = {
    {"method_card_mediation", {"请选择本院正在使用的调解方法卡。", "Choose a card for mediations that this court has in use."}, NULL, card_mediation},
    {"method_card_visit", {"请选择本院正在使用的走访方法卡。", "Choose a card for visits that this court has in use."}, NULL, card_visit},
    {"method_station_open", {"请选择本院开放的工作站。", "Choose an open station of this court."}, NULL, station_open},
    {"method_visit_past", {"走访日期不能晚于今天。", "The day of the visit is not after today."}, NULL, visit_past},
    {"method_step_known", {"方法卡上没有这一步，请照卡上的名称写。", "The card has no such step; write it as it stands there."}, NULL, step_known},
    {"method_step_in_order", {"请按次序来：前面还有没记的步骤。", "In order, please: a step before it is still empty."}, NULL, step_in_order},
    {"method_may_skip", {"这张卡的每一步都不能跳过，请记录实际情况。", "No step of this card may be skipped: note what was done."}, NULL, may_skip},
    {"method_all_steps", {"还有步骤没有记录；确实不做的，写明理由跳过（不能跳过的除外）。", "A step is still empty. Note it, or skip it with a reason where the card allows."}, NULL, all_steps},
    {"method_follow_ahead", {"回访日期不能早于今天。", "The follow-up is not before today."}, NULL, follow_ahead},
};
/* clang-format on */

/* ---- effects -------------------------------------------------------------------------------- */

/* The steps are written down here: a card that is changed later changes nothing that has begun. */
static enum err_kind take_card(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *fields = value_path(call->outside, "card.fields");
    const struct value *steps = value_get(fields, "steps");
    struct value *rows = value_new_list(call->arena);
    (void) with;
    for (size_t i = 0; rows && i < steps->count; i++) {
        if (!value_add(call->arena, rows, value_copy(call->arena, steps->items[i])))
            rows = NULL;
    }
    enum err_kind kind = rows ? call_set_field(call, "steps", rows, reterr) : arena_full(reterr);
    if (!kind)
        kind = call_set_text(call, "card_name", value_text_of(fields, "name"), reterr);
    return kind ? kind
                : call_set_bool(call, "strict", value_true(value_get(fields, "strict")), reterr);
}

static enum err_kind take_station(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *venue = value_get(call->outside, "venue");
    (void) with;
    enum err_kind kind = call_set_int(call, "room", value_int(value_get(venue, "id"), 0), reterr);
    return kind ? kind : call_set_text(call, "venue_name", value_text_of(venue, "title"), reterr);
}

static enum err_kind note(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *steps = value_get(call->matter->fields, "steps"), *form = call->facts.form;
    size_t place = place_of(steps, value_text_of(form, "step"));
    struct value *rows = value_copy(call->arena, steps);
    const char *done = value_text_of(with, "done"),
               *words = value_text_of(form, text_equal(done, "skipped") ? "reason" : "note");
    bool good = rows && place < rows->count &&
                value_set_text(call->arena, rows->items[place], "done", done) &&
                value_set_text(call->arena, rows->items[place], "note", words) &&
                value_set_text(call->arena, rows->items[place], "at",
                               instant_format(call->arena, call->received_us));
    enum err_kind kind = good ? call_set_field(call, "steps", rows, reterr) : arena_full(reterr);
    for (size_t i = good ? rows->count : 0; i > 0; i--) {
        if (text_equal(value_text_of(rows->items[i - 1], "done"), "noted"))
            return kind ? kind
                        : call_set_text(call, "ended_at", value_text_of(rows->items[i - 1], "step"),
                                        reterr);
    }
    return kind;
}

static enum err_kind take_outcome(struct call *call, const struct value *with, struct err *reterr)
{
    const char *outcome = value_text(value_get(call->matter->published, "mediation.outcome"));
    (void) with;
    enum err_kind kind = call_set_text(call, "outcome", outcome ? outcome : "", reterr);
    return kind ? kind
                : call_set_text(call, "closed_on",
                                day_format(call->arena, day_of_instant(call->now_us)), reterr);
}

static const struct effect effects[] = {
    {"method_take_card", NULL, false, NULL, take_card},
    {"method_take_station", NULL, false, NULL, take_station},
    {"method_note", NULL, false, NULL, note},
    {"method_take_outcome", NULL, true, NULL, take_outcome},
};

/* ---- what is read --------------------------------------------------------------------------- */

struct method_reads {
    struct entry_reads card, venue;
};

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    struct method_reads *reads = arena_alloc(call->arena, sizeof *reads);
    (void) action;
    if (!reads)
        return arena_full(reterr);
    call->state = reads;
    enum err_kind kind = call_entry_load(call, "card", "method_card", &reads->card, reterr);
    return kind ? kind : call_entry_load(call, "venue", "venue", &reads->venue, reterr);
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct method_reads *reads = call->state;
    (void) action;
    if (!reads)
        return ERR_NONE;
    enum err_kind kind = call_entry_loaded(call, &reads->card, "card", reterr);
    return kind ? kind : call_entry_loaded(call, &reads->venue, "venue", reterr);
}

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *name = value_text_of(facts->fields, "card_name"),
               *venue = value_text_of(facts->fields, "venue_name");
    const char *title = *venue  ? arena_printf(arena, "%s走访（%s）", venue, name)
                        : *name ? arena_printf(arena, "按“%s”调解", name)
                                : "按方法卡办理";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"method_title", compute_title}};

/* clang-format off */
static const struct operation operations[] = {
    {.name = "method_report", .method = "GET", .path = "/methods/report", .permission = "roster_manager court_leader supervisor",
     .reply = "{from:s to:s items:[{method:s ended_at:s outcome:s count:i percent:i}] next:s?}",
     .summary = {"按方法、按步骤统计调解结果", "How mediations by a method ended, and at which step"}, .query = "court from to", .read = method_report},
};
/* clang-format on */

const struct system method_system = {.name = "method",
                                     .wing = "resolution",
                                     .definition = method_definition,
                                     .guards = guards,
                                     .guard_count = COUNT_OF(guards),
                                     .effects = effects,
                                     .effect_count = COUNT_OF(effects),
                                     .computes = computes,
                                     .compute_count = COUNT_OF(computes),
                                     .operations = operations,
                                     .operation_count = COUNT_OF(operations),
                                     .load = load,
                                     .loaded = loaded};

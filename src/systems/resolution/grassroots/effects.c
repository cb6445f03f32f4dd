/* systems/resolution/grassroots: its effects, and the level of risk. */
#include "base/text.h"
#include "systems/resolution/grassroots/grassroots.h"

/* ---- risk ------------------------------------------------------------------------------------ */

struct grassroots_risk grassroots_rate(const struct field *field, const struct value *signs,
                                       const struct value *settings)
{
    struct grassroots_risk risk = {.level = "green"};
    for (size_t i = 0; i < field->option_count && risk.seen_count < GRASSROOTS_SIGNS_MAX; i++) {
        const struct option *sign = &field->options[i];
        char weight[64];
        (void) snprintf(weight, sizeof weight, "points_%s", sign->name);
        int64_t points = value_int(value_get(settings, weight), 0);
        if (!points || !value_has_text(signs, sign->name))
            continue;
        risk.points += points;
        risk.seen[risk.seen_count].sign = sign;
        risk.seen[risk.seen_count++].points = points;
    }
    if (risk.points >= value_int(value_get(settings, "red_at"), 0))
        risk.level = "red";
    else if (risk.points >= value_int(value_get(settings, "yellow_at"), 0))
        risk.level = "yellow";
    return risk;
}

static int rank(const char *level)
{
    return strcmp(level, "red") == 0 ? 2 : strcmp(level, "yellow") == 0 ? 1 : 0;
}

static enum err_kind put_reasons(struct call *call, const struct grassroots_risk *risk,
                                 struct err *reterr)
{
    struct value *list = value_new_list(call->arena);
    for (size_t i = 0; list && i < risk->seen_count; i++) {
        const struct words title = risk->seen[i].sign->title;
        long long points = (long long) risk->seen[i].points;
        struct value *row = value_new_map(call->arena);
        const char *zh = arena_printf(call->arena, "%s：%lld分", title.zh, points),
                   *en = arena_printf(call->arena, "%s: %lld", title.en, points);
        bool good = row && zh && en && value_set_text(call->arena, row, "zh", zh) &&
                    value_set_text(call->arena, row, "en", en) && value_add(call->arena, list, row);
        if (!good)
            return arena_full(reterr);
    }
    return list ? call_set_field(call, "risk_reasons", list, reterr) : arena_full(reterr);
}

/* The rule raises a level; lowering one is a person's (set_risk). */
static enum err_kind rate(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *signs = value_get(call->matter->fields, "signs");
    struct grassroots_risk risk = grassroots_rate(workflow_field(call->matter->workflow, "signs"),
                                                  signs, call->matter->settings);
    (void) with;
    const char *held = call_field_text(call, "risk");
    enum err_kind kind = ERR_NONE;
    if (!*held || rank(risk.level) > rank(held))
        kind = call_set_text(call, "risk", risk.level, reterr);
    if (!kind)
        kind = call_set_int(call, "risk_points", risk.points, reterr);
    if (!kind)
        kind = call_set_int(call, "repeats", value_has_text(signs, "repeat"), reterr);
    return kind ? kind : put_reasons(call, &risk, reterr);
}

/* Once it is red the police of the place take part, and all are told at once, at night too. */
static enum err_kind alarm(struct call *call, const struct value *with, struct err *reterr)
{
    const char *before = value_text(value_get(call->matter->before, "risk"));
    (void) with;
    if (strcmp(call_field_text(call, "risk"), "red") != 0 || text_equal(before, "red"))
        return ERR_NONE;
    enum err_kind kind =
        call_unit_take_part(call, "police", call_field_text(call, "people_text"), reterr);
    return kind ? kind : call_notify(call, "red", reterr);
}

/* ---- reporting ------------------------------------------------------------------------------- */

static enum err_kind take_place(struct call *call, struct err *reterr)
{
    const char *full = call_unit_title(call),
               *code = value_text(value_path(call->outside, "unit.village_code"));
    const struct field *kinds = workflow_field(call->matter->workflow, "kind");
    const char *kind_of = call_field_text(call, "kind"), *about = "矛盾纠纷";
    for (size_t i = 0; kinds && i < kinds->option_count; i++) {
        if (strcmp(kinds->options[i].name, kind_of) == 0)
            about = kinds->options[i].title.zh;
    }
    enum err_kind kind = call_set_text(call, "unit_name", full, reterr);
    if (!kind)
        kind = call_set_text(call, "village", code ? code : call_field_text(call, "unit"), reterr);
    return kind ? kind
                : call_set_text(call, "title", arena_printf(call->arena, "%s · %s", full, about),
                                reterr);
}

static enum err_kind take_times(struct call *call, const char *told, struct err *reterr)
{
    const char *received = instant_format(call->arena, call->received_us);
    int64_t at_us = call->received_us;
    if (told && !instant_parse(told, &at_us))
        return err_field(reterr, ERR_INVALID, "moment.format", "reported_at", "no moment");
    enum err_kind kind = call_set_text(call, "reported_at", told ? told : received, reterr);
    if (!kind)
        kind = call_set_text(call, "received_at", received, reterr);
    return kind ? kind
                : call_set_text(call, "reported_on", day_format(call->arena, day_of_instant(at_us)),
                                reterr);
}

static enum err_kind take_report(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const forget[] = {"outcome", "from_suit", "settle_days", "risk"};
    enum err_kind kind = ERR_NONE;
    /* What an opening may have laid in is decided here and nowhere else. */
    for (size_t i = 0; !kind && i < COUNT_OF(forget); i++) {
        struct value *none = value_new_text(call->arena, NULL);
        kind = none ? call_set_field(call, forget[i], none, reterr) : arena_full(reterr);
    }
    if (!kind)
        kind = take_times(call, value_text(value_get(call->facts.form, "reported_at")), reterr);
    if (!kind)
        kind = take_place(call, reterr);
    if (!kind)
        kind = rate(call, with, reterr);
    const struct value *alike = value_get(call->outside, "alike");
    if (!kind && alike->count) {
        struct value *copy = value_copy(call->arena, alike);
        kind = copy ? call_set_field(call, "alike", copy, reterr) : arena_full(reterr);
    }
    return kind;
}

static enum err_kind take_suit(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    enum err_kind kind = take_place(call, reterr);
    if (!kind)
        kind = take_times(call, NULL, reterr);
    return kind ? kind : call_set_text(call, "risk", "green", reterr);
}

static enum err_kind take_members(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_unit_take_part(call, "worker mediator lead", call_field_text(call, "people_text"),
                               reterr);
}

static enum err_kind move_unit(struct call *call, const struct value *with, struct err *reterr)
{
    call_unit_part_from(call);
    enum err_kind kind = take_place(call, reterr);
    return kind ? kind : take_members(call, with, reterr);
}

/* ---- records --------------------------------------------------------------------------------- */

static enum err_kind note_answer(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *row = value_new_map(call->arena);
    (void) with;
    bool good =
        row && value_set_text(call->arena, row, "way", call_field_text(call, "ask_way")) &&
        value_set_text(call->arena, row, "question", call_field_text(call, "question")) &&
        value_set_text(call->arena, row, "answer", call_field_text(call, "answer")) &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us));
    return good ? call_add_row(call, "guidance", row, reterr) : arena_full(reterr);
}

static bool runs(const struct call *call, const char *name)
{
    const struct value *clocks = call->matter->deadlines;
    for (size_t i = 0; i < clocks->count; i++) {
        if (text_equal(value_text(value_get(clocks->items[i], "name")), name))
            return true;
    }
    return false;
}

/* A visit answers the first clock that still runs: 7, then 30, then 90 days. */
static enum err_kind note_visit(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const clocks[] = {"visit_7", "visit_30", "visit_90"};
    struct value *row = value_new_map(call->arena);
    (void) with;
    bool good =
        row && value_set_text(call->arena, row, "state", call_field_text(call, "visit_state")) &&
        value_set_text(call->arena, row, "note", call_field_text(call, "visit_note")) &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us));
    enum err_kind kind = good ? call_add_row(call, "visits", row, reterr) : arena_full(reterr);
    for (size_t i = 0; !kind && i < COUNT_OF(clocks); i++) {
        if (runs(call, clocks[i]))
            return call_stop_deadline(call, clocks[i], reterr);
    }
    return kind;
}

static enum err_kind count_days(struct call *call, const struct value *with, struct err *reterr)
{
    int32_t reported = 0, today = day_of_instant(call->now_us);
    (void) with;
    if (!day_parse(call_field_text(call, "reported_on"), &reported) || reported > today)
        return ERR_NONE;
    return call_set_int(call, "settle_days", today - reported, reterr);
}

/* clang-format off */
const struct effect grassroots_effects[GRASSROOTS_EFFECTS] = {
    {"grassroots_take_report", "法〔2021〕247号", false, NULL, take_report},
    {"grassroots_take_suit", "法〔2021〕247号", true, NULL, take_suit},
    {"grassroots_take_members", "法〔2021〕247号", true, NULL, take_members},
    {"grassroots_move_unit", "法〔2021〕247号", false, NULL, move_unit},
    {"grassroots_rate", "法〔2021〕247号", false, NULL, rate},
    {"grassroots_alarm", "法〔2021〕247号", false, NULL, alarm},
    {"grassroots_note_answer", "法〔2021〕247号", false, NULL, note_answer},
    {"grassroots_note_visit", "法〔2021〕247号", false, NULL, note_visit},
    {"grassroots_count_days", "法〔2021〕247号", true, NULL, count_days},
};
/* clang-format on */

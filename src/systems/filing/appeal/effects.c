/* appeal: what is written down of service, appeals and answers, and what goes to the second court.
 */
#include "base/text.h"
#include "law/fee_claims.h"
#include "systems/filing/appeal/appeal.h"

/* The end of this party's own period, by the law as of the day of their service (CPL 85, 171). */
static enum err_kind period_of(const struct call *call, const char *served_on,
                               struct period_end *ret, bool *ret_known, struct err *reterr)
{
    int32_t day = 0;
    const char *name = text_equal(call_field_text(call, "appeal_period"), "ruling")
                           ? "appeal.ruling"
                           : "appeal.judgment";
    *ret_known = day_parse(served_on, &day);
    const struct period *period = *ret_known ? period_find(name, day) : NULL;
    *ret_known = period != NULL;
    return period ? period_compute(period, engine_calendar(call->engine), start_of_day(day), 0,
                                   call->arena, ret, reterr)
                  : ERR_NONE;
}

static struct value *row_now(struct call *call)
{
    struct value *row = value_new_map(call->arena);
    bool good =
        row && value_set_text(call->arena, row, "who", appeal_party(call->facts.subject)) &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us));
    return good ? row : NULL;
}

static enum err_kind note_service(struct call *call, const struct value *with, struct err *reterr)
{
    const char *served_on = call_field_text(call, "served_on");
    struct value *row = value_new_map(call->arena);
    struct period_end end;
    bool known = false;
    (void) with;
    enum err_kind kind = period_of(call, served_on, &end, &known, reterr);
    if (kind)
        return kind;
    bool good = row && value_set_text(call->arena, row, "who", appeal_party(call->facts.subject)) &&
                value_set_text(call->arena, row, "on", served_on) &&
                value_set_text(call->arena, row, "how", call_field_text(call, "served_how")) &&
                (!known || value_set_text(call->arena, row, "last_day",
                                          day_format(call->arena, end.last_day)));
    return good ? call_add_row(call, "services", row, reterr) : arena_full(reterr);
}

/* ---- an appeal --------------------------------------------------------------------------------
 */

static const char *served_on_of(const struct call *call, const char *who)
{
    const struct value *rows = value_get(call->matter->fields, "services");
    for (size_t i = 0; i < rows->count; i++) {
        if (text_equal(value_text_of(rows->items[i], "who"), who))
            return value_text_of(rows->items[i], "on");
    }
    return "";
}

/* Whoever is not served yet has all their time left; whoever is late is told why, and reviewed. */
static enum err_kind note_time(struct call *call, struct value *row, struct err *reterr)
{
    struct arena *arena = call->arena;
    const char *served_on = served_on_of(call, appeal_party(call->facts.subject));
    struct period_end end;
    bool known = false;
    int32_t day = 0;
    enum err_kind kind = period_of(call, served_on, &end, &known, reterr);
    if (kind || !known)
        return kind;
    bool late = !end.provisional && call->received_us >= end.due_us;
    bool good = value_set_bool(arena, row, "late", late) &&
                value_set_text(arena, row, "last_day", day_format(arena, end.last_day));
    if (good && late && day_parse(served_on, &day)) {
        const char *served = day_format_zh(arena, day), *last = day_format_zh(arena, end.last_day);
        const char *zh = arena_printf(arena,
                                      "裁判文书%s送达，上诉期从次日起算，至%"
                                      "s届满；提交时已经超过。材料已收下，由第二审人民法院审查。",
                                      served ? served : "", last ? last : "");
        const char *en = arena_printf(arena,
                                      "Served on %s, the period ended on %s. It is taken all the "
                                      "same, and the second court reviews it.",
                                      served_on, day_format(arena, end.last_day));
        good = zh && en && value_set_text(arena, row, "zh", zh) &&
               value_set_text(arena, row, "en", en);
    }
    return good ? ERR_NONE : arena_full(reterr);
}

/* Measures 8 (2)(3): appeals against these rulings cost nothing; 17: else on what is contested. */
static enum err_kind note_fee(struct call *call, struct value *row, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    int64_t amount = value_int(value_get(fields, "amount"), 0),
            contested = value_int(value_get(fields, "contested"), amount);
    struct appeal_fee fee = {0};
    if (text_equal(call_field_text(call, "appeal_period"), "judgment")) {
        const struct fee_request request = {
            .kind = fee_kind_of_cause(value_text(value_get(fields, "cause")), amount),
            .base_fen = value_int(value_get(fields, "fee_base"), 0)};
        enum err_kind kind =
            fee_of_appeal(&request, &contested, 1, false, call->arena, &fee, reterr);
        if (kind)
            return kind;
    }
    bool good = value_set_int(call->arena, row, "fee", fee.total_fen) &&
                (!contested || value_set_int(call->arena, row, "contested", contested));
    return good ? ERR_NONE : arena_full(reterr);
}

static bool copy_of(struct call *call, struct value *row, const char *name, const char *field)
{
    const struct value *value = value_get(call->matter->fields, field);
    return value_is_null(value) ||
           value_set(call->arena, row, name, value_copy(call->arena, value));
}

static enum err_kind add_line(struct call *call, const char *zh, const char *en, struct err *reterr)
{
    struct value *row = value_new_map(call->arena);
    bool good =
        row && zh && en &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us)) &&
        value_set_text(call->arena, row, "court", call->matter->court) &&
        value_set_text(call->arena, row, "zh", zh) && value_set_text(call->arena, row, "en", en);
    return good ? call_add_row(call, "lines", row, reterr) : arena_full(reterr);
}

static enum err_kind set_yes(struct call *call, const char *name, struct err *reterr)
{
    struct value *value = value_new_bool(call->arena, true);
    return value ? call_set_field(call, name, value, reterr) : arena_full(reterr);
}

/* ---- to the second court ----------------------------------------------------------------------
 */

static enum err_kind send_all(struct call *call, struct err *reterr)
{
    static const char *const names[] = {
        "case_title",  "case_number",   "cause",      "amount",     "decision_kind",
        "decision_on", "decision_file", "plaintiffs", "defendants", "agents",
        "services",    "appeals",       "answers",    "direct"};
    const char *court = call_field_text(call, "second_court");
    struct value *fields = value_new_map(call->arena), *nothing = value_new_map(call->arena);
    bool good = fields && nothing &&
                value_set_text(call->arena, fields, "first_court", call->matter->court);
    for (size_t i = 0; good && i < COUNT_OF(names); i++)
        good = copy_of(call, fields, names[i], names[i]);
    if (!good)
        return arena_full(reterr);
    enum err_kind kind = call_send_open(call, court, "second_instance", fields, reterr);
    if (!kind)
        kind = call_send_act(call, court, "arrive", nothing, reterr);
    return kind ? kind : set_yes(call, "was_sent", reterr);
}

static bool was_sent(const struct call *call)
{
    return value_true(value_get(call->matter->fields, "was_sent"));
}

/* What came after it was sent is told the second court as it now stands. */
static enum err_kind tell(struct call *call, const char *action, const char *const *names,
                          size_t count, struct err *reterr)
{
    struct value *fields = value_new_map(call->arena);
    bool good = fields != NULL;
    for (size_t i = 0; good && i < count; i++)
        good = copy_of(call, fields, names[i], names[i]);
    return good ? call_send_act(call, call_field_text(call, "second_court"), action, fields, reterr)
                : arena_full(reterr);
}

static enum err_kind send_up(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    enum err_kind kind = add_line(call, "上诉材料报送第二审人民法院",
                                  "The appeal was sent to the second court", reterr);
    return kind ? kind : send_all(call, reterr);
}

static enum err_kind forward(struct call *call, struct err *reterr)
{
    static const char *const told[] = {"appeals", "services"};
    bool second = text_equal(call_field_text(call, "handed_to"), "second_court"),
         pilot = value_true(value_get(call->matter->settings, "second_instance_pilot"));
    enum err_kind kind = ERR_NONE;
    if (was_sent(call))
        return tell(call, "another_appeal", told, COUNT_OF(told), reterr);
    if (second && !pilot) /* CPL 173: at once, where the law gives five days */
        return add_line(call,
                        "当事人选择直接向第二审人民法院上诉；两院未参加试点，已移交原审人民法院",
                        "Meant for the second court; the pair is not in the pilot, so the first "
                        "court has it",
                        reterr);
    if (!second)
        return ERR_NONE;
    kind = set_yes(call, "direct", reterr);
    if (!kind)
        kind = add_line(call, "直接送第二审人民法院（试点）",
                        "Straight to the second court (pilot)", reterr);
    return kind ? kind : send_all(call, reterr);
}

static enum err_kind take_appeal(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *row = row_now(call);
    (void) with;
    if (!row || !copy_of(call, row, "claims", "appeal_claims") ||
        !copy_of(call, row, "reasons", "appeal_reasons") ||
        !copy_of(call, row, "files", "appeal_files"))
        return arena_full(reterr);
    enum err_kind kind = note_time(call, row, reterr);
    if (!kind)
        kind = note_fee(call, row, reterr);
    if (!kind)
        kind = call_add_row(call, "appeals", row, reterr);
    bool late = value_true(value_get(row, "late"));
    if (!kind)
        kind =
            add_line(call,
                     arena_printf(call->arena, "%s提起上诉%s", appeal_party(call->facts.subject),
                                  late ? "（逾期，由第二审人民法院审查）" : ""),
                     arena_printf(call->arena, "%s appealed%s", appeal_party(call->facts.subject),
                                  late ? " (late: the second court reviews it)" : ""),
                     reterr);
    if (!kind)
        kind = call_set_date(call, "submitted", call->received_us, reterr);
    return kind ? kind : forward(call, reterr);
}

static enum err_kind take_answer(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const told[] = {"answers"};
    struct value *row = row_now(call);
    (void) with;
    if (!row || !copy_of(call, row, "text", "answer_text") ||
        !copy_of(call, row, "files", "answer_files"))
        return arena_full(reterr);
    enum err_kind kind = call_add_row(call, "answers", row, reterr);
    return kind || !was_sent(call) ? kind : tell(call, "answer_told", told, COUNT_OF(told), reterr);
}

const struct effect appeal_effects[APPEAL_EFFECTS] = {
    {"appeal_note_service", "民事诉讼法第一百七十一条", false, NULL, note_service},
    {"appeal_take", "民事诉讼法第一百七十一条、第一百七十三条", false, NULL, take_appeal},
    {"appeal_take_answer", "民事诉讼法第一百七十四条", false, NULL, take_answer},
    {"appeal_send_up", "民事诉讼法第一百七十四条", false, NULL, send_up},
};

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
    *ret_known = false;
    return day_parse(served_on, &day) ? call_period_end(call, name, day, ret, ret_known, reterr)
                                      : ERR_NONE;
}

/* Whom the action is about; "" when it is about nobody. */
static const char *party_of(const struct participant *participant)
{
    return participant ? value_text_of(participant->identity, "name") : "";
}

/* ---- an appeal --------------------------------------------------------------------------------
 */

static const char *served_on_of(const struct call *call, const struct participant *party)
{
    const struct value *rows = value_get(call->matter->fields, "services");
    for (size_t i = 0; i < rows->count; i++) {
        if (facts_row_is_of(&call->facts, rows->items[i], party))
            return value_text_of(rows->items[i], "on");
    }
    return "";
}

/* CPL 85: what was posted before the period ended is in time, whenever it comes. */
static int64_t counted_from(const struct value *row)
{
    int32_t posted = 0;
    int64_t at_us = 0;
    if (day_parse(value_text_of(row, "posted_on"), &posted))
        return start_of_day(posted);
    return instant_parse(value_text_of(row, "at"), &at_us) ? at_us : 0;
}

/* Whoever is not served yet has all their time left; whoever is late is told why, and reviewed. */
static enum err_kind note_time(struct call *call, struct value *row, struct err *reterr)
{
    struct arena *arena = call->arena;
    const char *served_on = served_on_of(call, call->facts.subject);
    struct period_end end;
    bool known = false;
    int32_t day = 0;
    enum err_kind kind = period_of(call, served_on, &end, &known, reterr);
    if (kind || !known)
        return kind;
    /* A court may have granted more time (CPL 86): then the clock ends later than the law says. */
    const struct value *clock = facts_clock(&call->facts, "appeal", call->facts.subject->id);
    int64_t due_us = value_int(value_get(clock, "due_us"), 0);
    if (due_us > end.due_us) {
        end.due_us = due_us;
        end.last_day = day_of_instant(due_us - 1);
    }
    bool late = !end.provisional && counted_from(row) >= end.due_us;
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
            contested = value_int(value_get(call->facts.form, "contested"), amount);
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

/* From the form where it is somebody's own: what the one before them left out would be theirs. */
static bool copy_of(struct call *call, struct value *row, const char *name,
                    const struct value *from, const char *field)
{
    const struct value *value = value_get(from, field);
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

/* ---- to the second court ----------------------------------------------------------------------
 */

/* CPL 171: who may still appeal, and until when; the second court ends nothing before. */
static bool add_periods(struct call *call, struct value *fields)
{
    const struct value *rows = value_get(call->matter->fields, "services");
    int32_t end = 0, day = 0;
    int64_t unserved = 0;
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        const struct participant *party = &call->matter->participants[i];
        bool served = false;
        if (!appeal_is_open_to(&call->facts, party) || text_equal(party->state, "appealed"))
            continue;
        for (size_t j = 0; j < rows->count; j++) {
            if (!facts_row_is_of(&call->facts, rows->items[j], party))
                continue;
            served = true;
            if (day_parse(value_text_of(rows->items[j], "last_day"), &day) && day > end)
                end = day;
        }
        unserved += !served;
    }
    return value_set_int(call->arena, fields, "unserved", unserved) &&
           (!end ||
            value_set_text(call->arena, fields, "periods_end", day_format(call->arena, end)));
}

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
        good = copy_of(call, fields, names[i], call->matter->fields, names[i]);
    if (!good || !add_periods(call, fields))
        return arena_full(reterr);
    enum err_kind kind = call_send_open(call, court, "second_instance", fields, reterr);
    if (!kind)
        kind = call_send_act(call, court, "arrive", nothing, reterr);
    return kind ? kind : call_set_bool(call, "was_sent", true, reterr);
}

static bool was_sent(const struct call *call)
{
    return value_true(value_get(call->matter->fields, "was_sent"));
}

/* What came after it was sent is told the second court: who has appealed, who is served, and when
 * the last period ends. */
static enum err_kind tell(struct call *call, const char *action, struct err *reterr)
{
    const struct value *kept = call->matter->fields;
    struct value *fields = value_new_map(call->arena);
    bool good = fields && copy_of(call, fields, "appeals", kept, "appeals") &&
                copy_of(call, fields, "services", kept, "services") && add_periods(call, fields);
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
    bool second = text_equal(call_field_text(call, "handed_to"), "second_court"),
         pilot = value_true(value_get(call->matter->settings, "second_instance_pilot"));
    enum err_kind kind = ERR_NONE;
    if (was_sent(call))
        return tell(call, "another_appeal", reterr);
    if (second && !pilot) /* CPL 173: at once, where the law gives five days */
        return add_line(call,
                        "当事人选择直接向第二审人民法院上诉；两院未参加试点，已移交原审人民法院",
                        "Meant for the second court; the pair is not in the pilot, so the first "
                        "court has it",
                        reterr);
    if (!second)
        return ERR_NONE;
    kind = call_set_bool(call, "direct", true, reterr);
    if (!kind)
        kind = add_line(call, "直接送第二审人民法院（试点）",
                        "Straight to the second court (pilot)", reterr);
    return kind ? kind : send_all(call, reterr);
}

static enum err_kind take_appeal(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *row = call_subject_row(call);
    const struct value *form = call->facts.form;
    (void) with;
    if (!row || !copy_of(call, row, "claims", form, "appeal_claims") ||
        !copy_of(call, row, "reasons", form, "appeal_reasons") ||
        !copy_of(call, row, "files", form, "appeal_files") ||
        !copy_of(call, row, "posted_on", form, "posted_on") ||
        !copy_of(call, row, "posted_proof", form, "posted_proof"))
        return arena_full(reterr);
    enum err_kind kind = note_time(call, row, reterr);
    if (!kind)
        kind = note_fee(call, row, reterr);
    if (!kind)
        kind = call_add_row(call, "appeals", row, reterr);
    bool late = value_true(value_get(row, "late"));
    if (!kind)
        kind = add_line(call,
                        arena_printf(call->arena, "%s提起上诉%s", party_of(call->facts.subject),
                                     late ? "（逾期，由第二审人民法院审查）" : ""),
                        arena_printf(call->arena, "%s appealed%s", party_of(call->facts.subject),
                                     late ? " (late: the second court reviews it)" : ""),
                        reterr);
    if (!kind)
        kind = call_set_date(call, "submitted", call->received_us, reterr);
    return kind ? kind : forward(call, reterr);
}

/* The second court may have taken answers itself: it is told this one alone. */
static enum err_kind take_answer(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *form = call->facts.form;
    struct value *row = call_subject_row(call), *told = value_new_map(call->arena),
                 *rows = value_new_list(call->arena);
    (void) with;
    if (!row || !told || !copy_of(call, row, "text", form, "answer_text") ||
        !copy_of(call, row, "files", form, "answer_files") || !rows ||
        !value_add(call->arena, rows, value_copy(call->arena, row)) ||
        !value_set(call->arena, told, "answers", rows))
        return arena_full(reterr);
    enum err_kind kind = call_add_row(call, "answers", row, reterr);
    return kind || !was_sent(call) ? kind
                                   : call_send_act(call, call_field_text(call, "second_court"),
                                                   "answer_told", told, reterr);
}

/* ---- service ----------------------------------------------------------------------------------
 */

static enum err_kind note_copy(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *row = call_subject_row(call);
    (void) with;
    return row && copy_of(call, row, "on", call->facts.form, "copy_served_on")
               ? call_add_row(call, "copies", row, reterr)
               : arena_full(reterr);
}

/* Whoever appealed before their service was recorded is in time or late by it all the same. */
static enum err_kind time_anew(struct call *call, struct err *reterr)
{
    const struct value *kept = value_get(call->matter->fields, "appeals");
    struct value *rows = value_is_null(kept) ? NULL : value_copy(call->arena, kept);
    enum err_kind kind = ERR_NONE;
    if (!rows)
        return value_is_null(kept) ? ERR_NONE : arena_full(reterr);
    for (size_t i = 0; !kind && i < rows->count; i++) {
        if (facts_row_is_of(&call->facts, rows->items[i], call->facts.subject))
            kind = note_time(call, rows->items[i], reterr);
    }
    return kind ? kind : call_set_field(call, "appeals", rows, reterr);
}

static enum err_kind note_service(struct call *call, const struct value *with, struct err *reterr)
{
    const struct participant *party = call->facts.subject;
    const char *served_on = call_field_text(call, "served_on");
    struct value *row = call_subject_row(call);
    struct period_end end;
    bool known = false;
    (void) with;
    enum err_kind kind = period_of(call, served_on, &end, &known, reterr);
    if (kind)
        return kind;
    bool good = row && value_set_text(call->arena, row, "on", served_on) &&
                value_set_text(call->arena, row, "how", call_field_text(call, "served_how")) &&
                (!known || value_set_text(call->arena, row, "last_day",
                                          day_format(call->arena, end.last_day)));
    if (!good)
        return arena_full(reterr);
    if (text_equal(party->state, "unserved"))
        kind = call_set_participant_state(call, party->id, "served", reterr);
    if (!kind)
        kind = call_add_row(call, "services", row, reterr);
    if (!kind)
        kind = time_anew(call, reterr);
    return kind || !was_sent(call) ? kind : tell(call, "service_told", reterr);
}

/* {"do": "appeal_tell_end", "end": "effective"}: an objection to jurisdiction waits for it. One
 * word a ruling, "2026-03-25:effective": a case may have several, and a fact is told once. */
static enum err_kind tell_end(struct call *call, const struct value *with, struct err *reterr)
{
    const char *before = value_text(value_get(call->matter->published, "appeal.objection_over"));
    if (!text_equal(call_field_text(call, "decision_kind"), "jurisdiction_objection"))
        return ERR_NONE;
    const char *all =
        arena_printf(call->arena, "%s%s%s:%s", before ? before : "", before ? " " : "",
                     call_field_text(call, "decision_on"), value_text_of(with, "end"));
    struct value *fact = all ? value_new_text(call->arena, all) : NULL;
    return fact ? call_publish(call, "objection_over", fact, reterr) : arena_full(reterr);
}

const struct effect appeal_effects[APPEAL_EFFECTS] = {
    {"appeal_note_service", "民事诉讼法第一百七十一条", false, NULL, note_service},
    {"appeal_take", "民事诉讼法第一百七十一条、第一百七十三条", false, NULL, take_appeal},
    {"appeal_take_answer", "民事诉讼法第一百七十四条", false, NULL, take_answer},
    {"appeal_note_copy", "民事诉讼法第一百七十四条", false, NULL, note_copy},
    {"appeal_send_up", "民事诉讼法第一百七十四条", false, NULL, send_up},
    {"appeal_tell_end", "民事诉讼法第一百七十一条", true, NULL, tell_end}, /* each ends a period */
};

/*
 * systems/filing/cross_review: the competent court answers what a helping court passed on, within
 * thirty minutes of its working time: taken and registered, corrected, or refused with reasons. It
 * comes as messages of the other court's platform, whether that is this one or another cell.
 */
#include "systems/filing/cross_review/cross_review.h"

#include "base/text.h"
#include "law/working_time.h"

extern const struct embedded_file cross_review_definition[];

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const struct value *first = value_at(value_get(facts->fields, "plaintiffs"), 0);
    const char *court = value_text(value_get(facts->fields, "helping_court"));
    const char *person = value_text(value_path(first, "person.name")),
               *name = person ? person : value_text(value_path(first, "organisation.name")),
               *from = court && facts->registers ? engine_court_name(facts->registers, court) : "";
    const char *title = arena_printf(arena, "%s（%s推送）", name ? name : "跨域立案", from);
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"cross_review_title", compute_title}};

/* ---- guards ----------------------------------------------------------------------------------
 */

/* Whoever is sent away is told where to. */
static bool where_to(const struct facts *facts)
{
    return !text_equal(value_text(value_get(facts->fields, "ground")), "wrong_court") ||
           !value_is_null(value_get(facts->form, "right_court"));
}

static bool received_day(const struct facts *facts)
{
    return facts_day_past(facts, "received_on", value_text_of(facts->fields, "posted_on"));
}

/* What was never posted is handed back there where nothing is registered. */
static bool originals_in(const struct facts *facts)
{
    bool ended = !value_is_null(value_get(facts->fields, "unregistered")),
         posted = !value_is_null(value_get(facts->fields, "post_number"));
    return !value_get(facts->fields, "originals")->count ||
           !value_is_null(value_get(facts->fields, "received_on")) || (ended && !posted);
}

/* clang-format off */
static const struct guard guards[] = {
    {"cross_review_originals_in", {"原件还没有收到，请在收到后登记。", "Originals are to come: record them when they do."}, NULL, originals_in},
    {"cross_review_where_to", {"不属于本院管辖的，请写明应当向哪个法院提出。", "Not this court's: please name the court to turn to."}, "民事诉讼法第一百二十七条第四项", where_to},
    {"cross_review_received_day", {"收到日期应当不早于交寄之日、不晚于今天。", "The day is not before the posting and not after today."}, NULL, received_day},
};
/* clang-format on */

/* ---- the thirty minutes ----------------------------------------------------------------------
 */

/* The helping court is told until when, with the account: it stands with the party at the window.
 */
static enum err_kind begin(struct call *call, const struct value *with, struct err *reterr)
{
    struct period period;
    struct period_end end;
    struct value *fields = value_new_map(call->arena);
    (void) with;
    int64_t rounds = value_int(value_get(call->matter->fields, "rounds"), 0);
    const struct deadline *clock = workflow_deadline(call->matter->workflow, "answer");
    enum err_kind kind = deadline_period(clock, deadline_rule(call, call->matter, clock),
                                         call->received_us, &period, reterr);
    if (!kind)
        kind = period_compute(&period, engine_calendar(call->engine), call->received_us, 0,
                              call->arena, &end, reterr);
    if (kind)
        return kind;
    const char *due = instant_format(call->arena, end.due_us);
    if (!fields || !due || !value_set_text(call->arena, fields, "reply_due", due) ||
        !value_set_text(call->arena, fields, "reply_account", end.account_zh))
        return arena_full(reterr);
    kind = call_set_text(call, "reply_due", due, reterr);
    if (!kind)
        kind = call_set_text(call, "reply_account", end.account_zh, reterr);
    if (!kind)
        kind = call_set_text(call, "pushed_at", instant_format(call->arena, call->received_us),
                             reterr);
    if (!kind)
        kind = call_set_bool(call, "overdue", false, reterr);
    if (!kind)
        kind = call_set_int(call, "rounds", rounds + 1, reterr);
    return kind ? kind
                : call_send_act(call, call_field_text(call, "helping_court"), "arrived_there",
                                fields, reterr);
}

/* The running clock's rule holds the hours it began with, and its end where that was moved since.
 */
static enum err_kind count_row(struct call *call, const char *answer, bool *ret_in_time,
                               int64_t *ret_minutes, struct err *reterr)
{
    struct period period;
    const struct value *clock = facts_clock(&call->facts, "answer", 0);
    int64_t start_us = value_int(value_get(clock, "start_us"), 0),
            due_us = value_int(value_get(clock, "due_us"), 0);
    enum err_kind kind =
        deadline_period(workflow_deadline(call->matter->workflow, "answer"),
                        value_text(value_get(clock, "rule")), start_us, &period, reterr);
    if (!kind)
        kind = call_set_text(call, "reply_due", instant_format(call->arena, due_us), reterr);
    if (kind)
        return kind;
    *ret_minutes = working_minutes_between(engine_calendar(call->engine), &period.office, start_us,
                                           call->received_us);
    *ret_in_time = call->received_us < due_us;
    const struct cross_answer_row row = {
        .matter_id = call->matter->id,
        .round = value_int(value_get(call->matter->fields, "rounds"), 1),
        .minutes = *ret_minutes,
        .answered_us = call->received_us,
        .helping_court = call_field_text(call, "helping_court"),
        .competent_court = call->matter->court,
        .kind = call_field_text(call, "kind"),
        .answer = answer,
        .in_time = *ret_in_time};
    cross_answer_put(call->writes, &row);
    return ERR_NONE;
}

static enum err_kind note_late(struct call *call, const struct value *with, struct err *reterr)
{
    bool in_time = false;
    int64_t minutes = 0;
    (void) with;
    return count_row(call, "waiting", &in_time, &minutes, reterr);
}

/* Late it was, but nobody is waiting any more. */
static enum err_kind note_withdrawn(struct call *call, const struct value *with, struct err *reterr)
{
    bool in_time = false;
    int64_t minutes = 0;
    (void) with;
    return value_true(value_get(call->matter->fields, "overdue"))
               ? count_row(call, "withdrawn", &in_time, &minutes, reterr)
               : ERR_NONE;
}

/* {"do": "cross_review_note_answer", "answer": "accepted"} */
static enum err_kind note_answer(struct call *call, const struct value *with, struct err *reterr)
{
    bool in_time = false;
    int64_t minutes = 0;
    enum err_kind kind = count_row(call, value_text_of(with, "answer"), &in_time, &minutes, reterr);
    if (!kind)
        kind = call_set_text(call, "answered_at", instant_format(call->arena, call->received_us),
                             reterr);
    if (!kind)
        kind = call_set_int(call, "took_minutes", minutes, reterr);
    return kind ? kind : call_set_bool(call, "in_time", in_time, reterr);
}

/* ---- what is taken ---------------------------------------------------------------------------
 */

static bool carry(struct call *call, struct value *fields, const char *to, const char *from)
{
    const struct value *value = value_get(call->matter->fields, from);
    return value_is_null(value) ||
           value_set(call->arena, fields, to, value_copy(call->arena, value));
}

/* One row of the filing's list of evidence for all that was scanned as such. */
static bool carry_evidence(struct call *call, struct value *fields)
{
    const struct value *files = value_get(call->matter->fields, "scan_evidence");
    struct value *row = value_new_map(call->arena), *rows = value_new_list(call->arena);
    if (value_is_null(files))
        return true;
    return row && rows && value_set_text(call->arena, row, "name", "协作法院扫描的证据材料") &&
           value_set_text(call->arena, row, "purpose", "见起诉状") &&
           value_set_text(call->arena, row, "form", "copy") &&
           value_set(call->arena, row, "files", value_copy(call->arena, files)) &&
           value_add(call->arena, rows, row) && value_set(call->arena, fields, "evidence", rows);
}

/* Who they are stands with the first of them; what else was scanned at the window goes along too,
 * though it is no evidence and no business of the defendant's. */
static bool carry_window_papers(struct call *call, struct value *fields)
{
    static const char *const scans[] = {"scan_address", "scan_authority"};
    const struct value *plaintiffs = value_get(fields, "plaintiffs");
    struct value *files = value_new_list(call->arena);
    const struct value *identity = value_get(call->matter->fields, "scan_identity");
    bool good = files && (value_is_null(identity) || !plaintiffs->count ||
                          value_set(call->arena, plaintiffs->items[0], "papers",
                                    value_copy(call->arena, identity)));
    for (size_t i = 0; good && i < COUNT_OF(scans); i++) {
        const struct value *rows = value_get(call->matter->fields, scans[i]);
        for (size_t j = 0; good && j < rows->count; j++)
            good = value_add(call->arena, files, value_copy(call->arena, rows->items[j]));
    }
    return good && value_set(call->arena, fields, "window_papers", files);
}

/*
 * A civil case goes on as a filing of this court, whole as it came: nothing is typed again, and its
 * seven days run there (CPL 126). Administrative cases and enforcement are numbered here.
 */
static enum err_kind open_filing(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const names[] = {"cause",
                                        "amount",
                                        "jurisdiction_ground",
                                        "plaintiffs",
                                        "defendants",
                                        "claims",
                                        "facts",
                                        "service_name",
                                        "service_address",
                                        "service_phone",
                                        "electronic_service",
                                        "mediation_willing",
                                        "risk_notice_read",
                                        "signature",
                                        "correction_note"};
    struct value *fields = value_new_map(call->arena), *map = value_new_map(call->arena);
    (void) with;
    if (!text_equal(call_field_text(call, "kind"), "civil"))
        return ERR_NONE;
    bool good = fields && map && value_set_text(call->arena, map, "applicant", "plaintiff") &&
                value_set_text(call->arena, fields, "complaint_kind", "written") &&
                carry(call, fields, "complaint_file", "scan_complaint") &&
                carry_evidence(call, fields);
    for (size_t i = 0; good && i < COUNT_OF(names); i++)
        good = carry(call, fields, names[i], names[i]);
    good = good && carry_window_papers(call, fields);
    return good ? call_open_matter(call, "filing", fields, map, NULL, reterr) : arena_full(reterr);
}

static enum err_kind note_number(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_set_text(call, "case_number",
                         value_text_of(call->matter->published, "filing.number"), reterr);
}

static enum err_kind note_end(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_set_text(call, "unregistered",
                         value_text_of(call->matter->published, "filing.unregistered"), reterr);
}

/* The withdrawal crossed the answer: what was decided stands, and its judge is told. */
static const char *arrives_as(const struct matter *matter, const char *action)
{
    static const char *const open[] = {"waiting", "correcting"}, *const taken[] = {"registering",
                                                                                   "accepted"};
    if (!text_equal(action, "withdrawn_there"))
        return action;
    for (size_t i = 0; i < COUNT_OF(open); i++) {
        if (text_equal(matter->state, open[i]))
            return action;
        if (text_equal(matter->state, taken[i]))
            return "withdrawal_crossed";
    }
    return "withdrawal_noted";
}

static const struct effect effects[] = {
    {"cross_review_begin", NULL, false, NULL, begin},
    {"cross_review_note_late", NULL, true, NULL, note_late},
    {"cross_review_note_answer", NULL, false, NULL, note_answer},
    {"cross_review_open_filing", "民事诉讼法第一百二十六条", false, NULL, open_filing},
    {"cross_review_note_number", NULL, true, NULL, note_number},
    {"cross_review_note_end", NULL, true, NULL, note_end},
    {"cross_review_note_withdrawn", NULL, false, NULL, note_withdrawn},
};

const struct system cross_review_system = {
    .name = "cross_review",
    .wing = "filing",
    .definition = cross_review_definition,
    .guards = guards,
    .guard_count = COUNT_OF(guards),
    .effects = effects,
    .effect_count = COUNT_OF(effects),
    .computes = computes,
    .compute_count = COUNT_OF(computes),
    .arrives_as = arrives_as,
    .operations = cross_review_operations,
    .operation_count = CROSS_OPERATIONS,
};

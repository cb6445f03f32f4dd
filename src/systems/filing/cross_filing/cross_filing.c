/*
 * systems/filing/cross_filing: a party at the window of a court nearby, for a court elsewhere. This
 * is the helping court's side: scanned by a checklist, passed on, the answer handed over here.
 * Jurisdiction does not change; what decides is the competent court (system cross_review).
 */
#include "base/text.h"
#include "engine/engine.h"

extern const struct embedded_file cross_filing_definition[];

/* "徐某某的跨域立案" */
static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const struct value *first = value_at(value_get(facts->fields, "plaintiffs"), 0);
    const char *person = value_text(value_path(first, "person.name")),
               *name = person ? person : value_text(value_path(first, "organisation.name"));
    const char *title = arena_printf(arena, "%s%s跨域立案", name ? name : "", name ? "的" : "");
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"cross_filing_title", compute_title}};

/* ---- guards ----------------------------------------------------------------------------------
 */

static bool other_court(const struct facts *facts)
{
    return !text_equal(value_text(value_get(facts->fields, "competent_court")),
                       value_text(value_get(facts->matter, "court")));
}

static bool is_signed(const struct facts *facts)
{
    return value_true(value_get(facts->fields, "risk_notice_read")) &&
           *value_text_of(value_get(facts->fields, "signature"), "name");
}

/* The notice of the result is drawn here with each answer; every other paper must have come. */
static bool paper_here(const struct facts *facts)
{
    static const char *const answers[] = {"defects", "ground", "unregistered", "case_number"};
    const char *what = value_text_of(facts->form, "print_what");
    const struct value *rows = value_get(facts->fields, "papers_here");
    for (size_t i = 0; text_equal(what, "cross_notice") && i < COUNT_OF(answers); i++) {
        if (!value_is_null(value_get(facts->fields, answers[i])))
            return true;
    }
    for (size_t i = 0; i < rows->count; i++) {
        if (text_equal(value_text(value_get(rows->items[i], "what")), what))
            return true;
    }
    return false;
}

static bool keeps_originals(const struct value *fields)
{
    return value_get(fields, "originals")->count > 0;
}

static bool originals_there(const struct facts *facts)
{
    return !keeps_originals(facts->fields) ||
           !value_is_null(value_get(facts->fields, "received_on"));
}

static bool posted_day(const struct facts *facts) { return facts_day_past(facts, "posted_on", ""); }

/* clang-format off */
static const struct guard guards[] = {
    {"cross_filing_other_court", {"管辖法院就是本院，请直接在本院立案。", "The competent court is this one: file here directly."}, NULL, other_court},
    {"cross_filing_signed", {"请当事人阅读诉讼风险提示并签名。", "The party reads the notice of risks and signs."}, NULL, is_signed},
    {"cross_filing_paper_here", {"管辖法院还没有发来这份文书，收到后再登记打印。", "That paper has not come yet; record it once it is here."}, NULL, paper_here},
    {"cross_filing_originals_there", {"留存的原件还没有寄到管辖法院，收到后再办结。", "The originals are not there yet: close it once they are."}, NULL, originals_there},
    {"cross_filing_posted_day", {"交寄日期不能晚于今天。", "The day of posting is not after today."}, NULL, posted_day},
};
/* clang-format on */

/* ---- effects ---------------------------------------------------------------------------------
 */

static const char *const scans[] = {"scan_complaint", "scan_application", "scan_decision",
                                    "scan_act",       "scan_interest",    "scan_identity",
                                    "scan_evidence",  "scan_address",     "scan_authority"};

static bool copy_names(struct call *call, struct value *fields, const char *const *names,
                       size_t count)
{
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        const struct value *value = value_get(call->matter->fields, names[i]);
        good = value_is_null(value) ||
               value_set(call->arena, fields, names[i], value_copy(call->arena, value));
    }
    return good;
}

static enum err_kind send_on(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const told[] = {"kind",
                                       "cause",
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
                                       "originals"};
    const char *court = call_field_text(call, "competent_court");
    struct value *fields = value_new_map(call->arena), *nothing = value_new_map(call->arena);
    (void) with;
    if (!fields || !nothing || !copy_names(call, fields, told, COUNT_OF(told)) ||
        !copy_names(call, fields, scans, COUNT_OF(scans)) ||
        !value_set_text(call->arena, fields, "helping_court", call->matter->court))
        return arena_full(reterr);
    enum err_kind kind = call_send_open(call, court, "cross_review", fields, reterr);
    return kind ? kind : call_send_act(call, court, "arrive", nothing, reterr);
}

static enum err_kind send_again(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const changed[] = {"correction_note", "claims", "facts", "originals"};
    struct value *fields = value_new_map(call->arena);
    (void) with;
    if (!fields || !copy_names(call, fields, changed, COUNT_OF(changed)) ||
        !copy_names(call, fields, scans, COUNT_OF(scans)))
        return arena_full(reterr);
    return call_send_act(call, call_field_text(call, "competent_court"), "corrected", fields,
                         reterr);
}

/* One notice, whichever court speaks: the party is told here what the competent court answered. */
static enum err_kind draft_notice(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const names[] = {"ground", "reasons"};
    const char *right = value_text(value_get(call->matter->fields, "right_court")),
               *answer = value_text_of(with, "answer");
    struct value *values = call_paper_values(call, with, reterr), *side = call_applying_side(call);
    const char *competent =
        engine_court_name(call->engine, call_field_text(call, "competent_court"));
    bool good = values && side &&
                value_set_text(call->arena, values, "competent_court_name", competent) &&
                (!right || value_set_text(call->arena, values, "right_court_name",
                                          engine_court_name(call->engine, right))) &&
                value_set_bool(call->arena, values, answer, true);
    if (good && text_equal(answer, "correction"))
        good = value_set(call->arena, values, "defects",
                         value_copy(call->arena, value_get(call->matter->fields, "defects")));
    if (good && text_equal(answer, "refused"))
        good = copy_names(call, values, names, COUNT_OF(names));
    if (good && text_equal(answer, "unregistered"))
        good = value_set_text(call->arena, values, "why", call_field_text(call, "unregistered"));
    if (good && text_equal(answer, "registered"))
        good = value_set_text(call->arena, values, "number", call_field_text(call, "case_number"));
    return good ? call_draft_paper(call, "cross_notice", values, side, true, reterr)
                : arena_full(reterr);
}

static const struct effect effects[] = {
    {"cross_filing_send", NULL, false, NULL, send_on},
    {"cross_filing_send_again", NULL, false, NULL, send_again},
    {"cross_filing_notice", NULL, false, NULL, draft_notice},
};

/* The party may withdraw while the answer is on its way, and where nothing is kept no clock runs
 * for posting it. */
static const char *arrives_as(const struct matter *matter, const char *action)
{
    static const char *const answers[] = {"correction_asked", "refused_there",
                                          "not_registered_there"};
    bool withdrawn = text_equal(matter->state, "withdrawn");
    if (text_equal(action, "accepted_there") && withdrawn)
        return "accepted_crossed";
    if (text_equal(action, "accepted_there") && !keeps_originals(matter->fields))
        return "accepted_bare";
    for (size_t i = 0; withdrawn && i < COUNT_OF(answers); i++) {
        if (text_equal(action, answers[i]))
            return "answer_crossed";
    }
    return action;
}

const struct system cross_filing_system = {
    .name = "cross_filing",
    .wing = "filing",
    .definition = cross_filing_definition,
    .guards = guards,
    .guard_count = COUNT_OF(guards),
    .effects = effects,
    .effect_count = COUNT_OF(effects),
    .computes = computes,
    .compute_count = COUNT_OF(computes),
    .arrives_as = arrives_as,
};

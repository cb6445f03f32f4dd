/* applications: the steps it takes: periods, papers, fees, and what the case is told. */
#include "base/text.h"
#include "law/fee.h"
#include "systems/trial/applications/applications.h"
#include "systems/trial/applications/rules.h"

static bool is(const struct call *call, const char *field, const char *value)
{
    return strcmp(call_field_text(call, field), value) == 0;
}

static struct application_case case_of(const struct call *call)
{
    return (struct application_case){.kind = call_field_text(call, "kind"),
                                     .decision = call_field_text(call, "decision"),
                                     .small_claims = is(call, "procedure", "small_claims"),
                                     .reviewed = *call_field_text(call, "review_reasons") != '\0'};
}

/* ---- the objection: its period, and the days that do not count --------------------------------
 */

static int64_t handed_in_us(const struct call *call)
{
    int64_t at_us = 0;
    return instant_parse(call_field_text(call, "handed_in_at"), &at_us) ? at_us : call->received_us;
}

/* CPL 130, 128, 285: within the period to answer, 15 days from the copy, 30 from abroad. */
static enum err_kind time_objection(struct call *call, const struct value *with, struct err *reterr)
{
    bool abroad = value_true(value_get(call->matter->fields, "from_abroad")), known = false;
    struct period_end end = {0};
    int32_t day = 0;
    (void) with;
    if (!day_parse(call_field_text(call, "copy_received_on"), &day))
        return ERR_NONE;
    enum err_kind kind =
        call_period_end(call, abroad ? "jurisdiction.object.foreign" : "jurisdiction.object", day,
                        &end, &known, reterr);
    if (kind || !known)
        return kind;
    kind = call_set_text(call, "last_day", day_format(call->arena, end.last_day), reterr);
    bool late = !end.provisional && handed_in_us(call) >= end.due_us;
    return kind ? kind : call_set_bool(call, "late", late, reterr);
}

static enum err_kind exclude_days(struct call *call, int32_t from, const char *until,
                                  struct err *reterr)
{
    int32_t day = 0;
    if (!day_parse(until, &day) || day < from)
        return ERR_NONE;
    return call_set_int(call, "excluded_days", day - from, reterr);
}

/* JI 243: from the objection until the ruling, then until it is in effect. */
static enum err_kind exclude(struct call *call, const struct value *with, struct err *reterr)
{
    const char *effective = call_field_text(call, "effective_on");
    (void) with;
    return exclude_days(call, day_of_instant(handed_in_us(call)),
                        *effective ? effective : call_field_text(call, "decided_on"), reterr);
}

/* From the ruling that stays the suit until it goes on (JI 246). */
static enum err_kind exclude_stay(struct call *call, const struct value *with, struct err *reterr)
{
    int32_t from = 0;
    (void) with;
    if (!day_parse(call_field_text(call, "decided_on"), &from))
        return ERR_NONE;
    return exclude_days(call, from, call_field_text(call, "resumed_on"), reterr);
}

/* Each of the other side has their own, and may add to it. */
static enum err_kind add_opinion(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *row = call_subject_row(call);
    (void) with;
    return row && value_set_text(call->arena, row, "text",
                                 value_text_of(call->facts.form, "opinion"))
               ? call_add_row(call, "opinions", row, reterr)
               : arena_full(reterr);
}

/* ---- the decision -----------------------------------------------------------------------------
 */

/* What a message says of it: a choice's name is no word for people. */
static const struct {
    const char *decision;
    struct words words;
} decisions[] = {
    {"upheld",
     {"异议成立，移送有管辖权的法院", "the objection is upheld, the case goes to the right court"}},
    {"rejected", {"驳回异议", "the objection is rejected"}},
    {"unexamined", {"逾期提出，不予审查", "late, so it is not examined"}},
    {"granted", {"准许", "granted"}},
    {"refused", {"不准许", "not granted"}},
};
static const struct words part_granted = {
    "准许提出申请的原告撤诉，其余原告的诉讼继续",
    "granted to the plaintiffs who asked; the suit of the others goes on"};

/* What was decided and, until it is in effect, what can be done against it. */
static enum err_kind tell_decision(struct call *call, const struct value *with, struct err *reterr)
{
    const struct application_case decided = case_of(call);
    const char *outcome = call_field_text(call, "final_outcome");
    const struct remedy *remedy = *outcome ? NULL : application_remedy(&decided);
    struct words words = {"", ""};
    (void) with;
    for (size_t i = 0; i < COUNT_OF(decisions); i++) {
        if (text_equal(decisions[i].decision, *outcome ? outcome : decided.decision))
            words = decisions[i].words;
    }
    if (is(call, "kind", "withdrawal") && is(call, "decision", "granted") &&
        !application_by_whole_side(&call->facts))
        words = part_granted;
    const char *zh = arena_printf(call->arena, "%s%s%s", words.zh, remedy ? "；" : "",
                                  remedy ? remedy->zh : ""),
               *en = arena_printf(call->arena, "%s%s%s", words.en, remedy ? "; " : "",
                                  remedy ? remedy->en : "");
    enum err_kind kind = zh && en ? call_set_text(call, "told_zh", zh, reterr) : arena_full(reterr);
    if (!kind)
        kind = call_set_text(call, "told_en", en, reterr);
    return kind ? kind : call_set_text(call, "remedy", remedy ? remedy->zh : NULL, reterr);
}

static struct value *readers_of_paper(struct call *call)
{
    static const char *const roles_there[][2] = {{"plaintiff", "plaintiff"},
                                                 {"defendant", "applicant"},
                                                 {"respondent", "respondent"},
                                                 {"agent", "agent"}};
    struct value *map = value_new_map(call->arena);
    for (size_t i = 0; map && i < COUNT_OF(roles_there); i++) {
        if (!value_set_text(call->arena, map, roles_there[i][0], roles_there[i][1]))
            return NULL;
    }
    return map;
}

/* {"do": "applications_paper", "template": …}: what both sides are served. */
static enum err_kind draft(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    const struct application_case decided = case_of(call);
    const char *court = call_field_text(call, "right_court"),
               *right = *court ? engine_court_name(call->engine, court) : "", *later = "";
    int32_t day = 0;
    if (day_parse(call_field_text(call, "extended_until"), &day))
        later = day_format_zh(call->arena, day);
    const struct application_names names = {
        application_applicants(&call->facts, call->arena),
        value_text_of(fields, "recusal_name"),
        right ? right : court,
        later,
        later && *later
            ? arena_printf(call->arena, "举证期限重新确定至%s，适用于各方当事人。", later)
            : "",
        application_stay_item(call_field_text(call, "stay_ground"))};
    struct application_words words;
    if (!names.applicants || !later || !names.evidence)
        return arena_full(reterr);
    if (!application_words_of(&decided, &names, call->arena, &words))
        return ERR_NONE;
    struct value *values = call_paper_values(call, with, reterr), *map = readers_of_paper(call);
    const char *remedy = call_field_text(call, "remedy"),
               *paper = is(call, "kind", "recusal") ? "决定" : "裁定";
    bool good =
        values && map && words.intro && words.basis && words.outcome &&
        value_set_text(call->arena, values, "intro", words.intro) &&
        value_set_text(call->arena, values, "basis", words.basis) &&
        value_set_text(call->arena, values, "outcome_line", words.outcome) &&
        (!*remedy || value_set_text(call->arena, values, "remedy_line",
                                    arena_printf(call->arena, "如不服本%s，%s。", paper, remedy)));
    if (good && decided.reviewed)
        good =
            value_set_text(call->arena, values, "grounds",
                           value_text_of(fields, "review_grounds")) &&
            value_set_text(call->arena, values, "reasons", value_text_of(fields, "review_reasons"));
    const char *template = value_text(value_get(with, "template"));
    return good ? call_draft_paper(call, template ? template : "", values, map, false, reterr)
                : arena_full(reterr);
}

/* ---- what the case is told --------------------------------------------------------------------
 */

static enum err_kind tell(struct call *call, const char *action, struct err *reterr)
{
    const struct matter *matter = call->matter;
    const char *key = arena_printf(call->arena, "application:%s:%lld:%lld", action,
                                   (long long) matter->id, (long long) matter->version);
    return key ? call_act_elsewhere(call, matter->parent_id,
                                    call_field_text(call, "for_definition"), action, key, reterr)
               : arena_full(reterr);
}

static enum err_kind tell_case(struct call *call, const struct value *with, struct err *reterr)
{
    const char *action = value_text(value_get(with, "action"));
    return tell(call, action ? action : "", reterr);
}

static bool ends_by_withdrawal(const struct call *call)
{
    return is(call, "kind", "withdrawal") && is(call, "decision", "granted") &&
           application_by_whole_side(&call->facts);
}

/* A withdrawal that is granted to every plaintiff ends the case (CPL 148); an objection that is
 * upheld ends it here (CPL 130). The case is either with the trial division already or not: one of
 * the two steps fits.
 */
static enum err_kind end_suit(struct call *call, const struct value *with, struct err *reterr)
{
    const char *end = ends_by_withdrawal(call) ? "withdrawn"
                      : is(call, "kind", "objection") && is(call, "final_outcome", "upheld")
                          ? "transferred"
                          : NULL;
    (void) with;
    if (!end)
        return ERR_NONE;
    struct value *fact = value_new_text(call->arena, end);
    enum err_kind kind = fact ? call_set_field(call, "suit_end", fact, reterr) : arena_full(reterr);
    if (!kind)
        kind = call_publish(call, "suit_end", fact, reterr);
    if (!kind)
        kind = tell(call, "suit_ended", reterr);
    return kind ? kind : tell(call, "suit_ended_at_trial", reterr);
}

/* {"do": "applications_count_counterclaim", "by": 1}: how many are asked for or tried together. The
 * case of a suit that was withdrawn ends with the last of them (JI 239). */
static enum err_kind count_counterclaim(struct call *call, const struct value *with,
                                        struct err *reterr)
{
    const char *name = "applications.counterclaims";
    if (!is(call, "kind", "counterclaim"))
        return ERR_NONE;
    int64_t by = value_int(value_get(with, "by"), 0),
            count = value_int(value_get(call->matter->published, name), 0) + by;
    struct value *fact = value_new_int(call->arena, count);
    enum err_kind kind =
        fact ? call_publish(call, "counterclaims", fact, reterr) : arena_full(reterr);
    return kind || by > 0 ? kind : tell(call, "suit_ended", reterr);
}

/* CPL 54, 143: the case goes on by them, and its fee follows (Measures 21). */
static enum err_kind tell_claims(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *fact = value_new_map(call->arena);
    const struct value *amount = value_get(call->matter->fields, "new_amount");
    (void) with;
    if (!fact ||
        !value_set_text(call->arena, fact, "claims", call_field_text(call, "new_claims")) ||
        !value_set_bool(call->arena, fact, "investigation_over",
                        is(call, "claims_stage", "debate")) ||
        (!value_is_null(amount) &&
         !value_set_int(call->arena, fact, "amount", value_int(amount, 0))))
        return arena_full(reterr);
    enum err_kind kind = call_publish(call, "claims", fact, reterr);
    return kind ? kind : tell(call, "claims_changed", reterr);
}

/* CPL 47: all who stepped aside in this case; none of them is drawn for it. */
static enum err_kind tell_aside(struct call *call, const struct value *with, struct err *reterr)
{
    const char *before = value_text_of(call->matter->published, "applications.stepped_aside"),
               *names = arena_printf(call->arena, "%s%s%s", before, *before ? "、" : "",
                                     call_field_text(call, "recusal_name"));
    struct value *fact = names ? value_new_text(call->arena, names) : NULL;
    (void) with;
    return fact ? call_publish(call, "stepped_aside", fact, reterr) : arena_full(reterr);
}

/* ---- fees -------------------------------------------------------------------------------------
 */

/* A waiver is for natural persons (Measures 44); an organisation may have given no code. */
static bool payer_is_person(const struct call *call)
{
    bool person = value_true(value_get(call->matter->fields, "defendant_person"));
    for (size_t i = 0; i < call->facts.participant_count; i++) {
        const struct participant *participant = &call->facts.participants[i];
        if (application_is_applicant(participant))
            person = person && value_is_null(value_get(participant->identity, "credit_code"));
    }
    return person;
}

/* Who applied pays; the losing side would be the plaintiffs, and not their agents, who stand beside
 * them here. */
static const char *role_in_fees(const struct participant *participant)
{
    bool agent = !value_is_null(value_get(participant->identity, "authority"));
    return application_is_applicant(participant)                   ? "payer"
           : text_equal(participant->role, "respondent") && !agent ? "defendant"
                                                                   : NULL;
}

static bool name_sides(struct call *call, struct value *map)
{
    for (size_t i = 0; i < call->facts.participant_count; i++) {
        const struct participant *participant = &call->facts.participants[i];
        const char *role = role_in_fees(participant),
                   *alone = arena_printf(call->arena, "#%lld", (long long) participant->id);
        if (!alone || (role && !value_set_text(call->arena, map, alone, role)))
            return false;
    }
    return true;
}

/* A fee of who applied: what is due, paid and refunded from here is the system of fees'. */
static enum err_kind open_fee(struct call *call, const char *purpose, const struct fee_result *fee,
                              struct err *reterr)
{
    struct arena *arena = call->arena;
    const struct value *ours = call->matter->fields;
    struct value *fields = value_new_map(arena), *map = value_new_map(arena);
    const char *payer = application_applicants(&call->facts, arena);
    if (!fields || !map || !payer || !value_set_text(arena, fields, "purpose", purpose) ||
        !value_set_given(arena, fields, "case_number",
                         value_text(value_get(ours, "case_number"))) ||
        !value_set_text(arena, fields, "payer_name", payer) ||
        !value_set_bool(arena, fields, "natural_person", payer_is_person(call)) ||
        !value_set_bool(arena, fields, "defendants_natural",
                        value_true(value_get(ours, "plaintiffs_natural"))) ||
        !value_set_int(arena, fields, "due", fee->due_fen) ||
        !value_set_int(arena, fields, "settled_due", fee->due_fen) ||
        !value_set_text(arena, fields, "account", fee->account_zh) ||
        !value_set_text(arena, fields, "basis", fee->basis) || !name_sides(call, map))
        return arena_full(reterr);
    enum err_kind kind = call_set_int(call, "fee_due", fee->due_fen, reterr);
    if (!kind)
        kind = call_set_text(call, "fee_account", fee->account_zh, reterr);
    return kind ? kind : call_open_matter(call, "fees", fields, map, NULL, reterr);
}

/* Measures 13(6): only where it fails, by the province's point. */
static enum err_kind objection_fee(struct call *call, const struct value *with, struct err *reterr)
{
    struct fee_result fee;
    const struct fee_request request = {
        .kind = FEE_JURISDICTION_OBJECTION,
        .base_fen = 100 * value_int(value_get(call->matter->settings, "objection_fee"), 0)};
    (void) with;
    if (!is(call, "final_outcome", "rejected"))
        return ERR_NONE;
    enum err_kind kind = fee_compute(&request, call->arena, &fee, reterr);
    return kind ? kind : open_fee(call, "objection", &fee, reterr);
}

/* The province's point is the court's setting for its filings (Art. 13, last paragraph). */
static enum err_kind provinces_point(struct call *call, enum fee_kind kind, int64_t *ret_fen,
                                     struct err *reterr)
{
    const char *setting = fee_setting_of(kind), *court = call->matter->court;
    const struct workflow *filing = engine_workflow_at(call->engine, "filing", court);
    *ret_fen = 0;
    if (!setting || !filing)
        return ERR_NONE;
    const struct value *settings =
        engine_settings_of(call->engine, filing, court, call->now_us, call->arena);
    if (!settings)
        return arena_full(reterr);
    *ret_fen = 100 * value_int(value_get(settings, setting), 0);
    return ERR_NONE;
}

/* Measures 18: tried together with the suit, its fee is halved; once (JI 206). */
static enum err_kind counterclaim_fee(struct call *call, const struct value *with,
                                      struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    int64_t amount_fen = value_int(value_get(fields, "counter_amount"), 0);
    struct fee_request request = {
        .kind = fee_kind_of_cause(value_text(value_get(fields, "counter_cause")), amount_fen),
        .amount_fen = amount_fen,
        .merged = true};
    struct fee_result fee;
    (void) with;
    if (!is(call, "kind", "counterclaim"))
        return ERR_NONE;
    enum err_kind kind = provinces_point(call, request.kind, &request.base_fen, reterr);
    if (!kind)
        kind = fee_compute(&request, call->arena, &fee, reterr);
    return kind ? kind : open_fee(call, "counterclaim", &fee, reterr);
}

/* clang-format off */
const struct effect application_effects[APPLICATION_EFFECTS] = {
    {"applications_time_objection",  "民事诉讼法第一百三十条", false, NULL, time_objection},
    {"applications_add_opinion",     NULL, false, NULL, add_opinion},
    {"applications_exclude",         "民事诉讼法解释第二百四十三条", false, NULL, exclude},
    {"applications_exclude_stay",    "民事诉讼法解释第二百四十六条", false, NULL, exclude_stay},
    {"applications_tell_decision",   NULL, false, NULL, tell_decision},
    {"applications_paper",           "民事诉讼法第一百五十七条", false, NULL, draft},
    {"applications_tell_case",       NULL, false, NULL, tell_case},
    {"applications_end_suit",        "民事诉讼法第一百三十条、第一百四十八条", false, NULL, end_suit},
    {"applications_count_counterclaim", "民事诉讼法解释第二百三十九条", false, NULL, count_counterclaim},
    {"applications_tell_claims",     "民事诉讼法第五十四条、第一百四十三条", false, NULL, tell_claims},
    {"applications_tell_aside",      "民事诉讼法第四十七条", false, NULL, tell_aside},
    {"applications_objection_fee",   "诉讼费用交纳办法第十三条", false, NULL, objection_fee},
    {"applications_counterclaim_fee", "诉讼费用交纳办法第十八条", false, NULL, counterclaim_fee},
};
/* clang-format on */

/* filing: the steps only filing takes. Fees: 诉讼费用交纳办法 (State Council Decree 481). */
#include "base/text.h"
#include "law/remedy.h"
#include "store/matter.h"
#include "systems/filing/filing/fee.h"
#include "systems/filing/filing/filing.h"

static enum err_kind count_notice(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    int64_t given = value_int(value_get(call->matter->fields, "notices_given"), 0);
    return call_set_int(call, "notices_given", given + 1, reterr);
}

bool filing_copy_fields(struct call *call, struct value *to, const char *const (*pairs)[2],
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct value *ours = value_get(call->matter->fields, pairs[i][0]);
        if (!value_is_null(ours) &&
            !value_set(call->arena, to, pairs[i][1], value_copy(call->arena, ours)))
            return false;
    }
    return true;
}

enum { PAYER_NAME_MAX = 200 }; /* of fees */

const char *filing_names_of(const struct value *rows, struct arena *arena)
{
    struct text names;
    text_init(&names, arena, 1024);
    for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++) {
        if (!text_add_name(&names, party_title(rows->items[i]), PAYER_NAME_MAX))
            break;
    }
    return text_done(&names);
}

/* Measures 44: a waiver is for natural persons; one among several plaintiffs is enough to ask. */
bool filing_any_person(const struct value *rows)
{
    for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++) {
        if (!value_is_null(value_get(rows->items[i], "person")))
            return true;
    }
    return false;
}

/* The losing side may ask for a waiver where all of them are natural persons (Measures 44). */
bool filing_all_persons(const struct value *rows)
{
    bool all = rows->type == VALUE_LIST && rows->count;
    for (size_t i = 0; all && i < rows->count; i++)
        all = !value_is_null(value_get(rows->items[i], "person"));
    return all;
}

/* Variant C, entrusted after registration under the case's own number; or B, referred before. */
static enum err_kind open_mediation(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const pairs[][2] = {
        {"cause", "cause"},           {"amount", "amount"},         {"facts", "facts"},
        {"claims", "wish"},           {"procedure", "procedure"},   {"number", "case_number"},
        {"plaintiffs", "applicants"}, {"defendants", "respondents"}};
    struct value *fields = value_new_map(call->arena), *map = value_new_map(call->arena);
    const char *variant = value_text(value_get(with, "variant"));
    if (!fields || !map || !filing_copy_fields(call, fields, pairs, COUNT_OF(pairs)) ||
        !value_set_text(call->arena, fields, "variant", variant ? variant : "C") ||
        !value_set_text(call->arena, map, "plaintiff", "applicant") ||
        !value_set_text(call->arena, map, "defendant", "respondent"))
        return arena_full(reterr);
    return call_open_matter(call, "mediation", fields, map, NULL, reterr);
}

/* Nothing is typed again: the same complaint as a draft at the court that was named. */
static enum err_kind open_at_right_court(struct call *call, const struct value *with,
                                         struct err *reterr)
{
    static const char *const names[] = {"complaint_kind",
                                        "cause",
                                        "amount",
                                        "plaintiffs",
                                        "defendants",
                                        "agents",
                                        "claims",
                                        "facts",
                                        "complaint_file",
                                        "evidence",
                                        "service_name",
                                        "service_address",
                                        "service_phone",
                                        "electronic_service",
                                        "mediation_willing",
                                        "refund_account"};
    struct value *fields = value_new_map(call->arena), *nobody = value_new_map(call->arena);
    const char *court = value_text(value_get(call->matter->fields, "right_court"));
    (void) with;
    if (!fields || !nobody || !court)
        return arena_full(reterr);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *const pair[1][2] = {{names[i], names[i]}};
        if (!filing_copy_fields(call, fields, pair, 1))
            return arena_full(reterr);
    }
    if (!value_set_text(call->arena, fields, "court", court))
        return arena_full(reterr);
    return call_open_matter(call, "filing", fields, nobody, NULL, reterr);
}

/* A wrong registration: the number stays used for ever, marked void with the reason. */
static enum err_kind void_number(struct call *call, const struct value *with, struct err *reterr)
{
    const char *reasons = value_text(value_get(call->matter->fields, "reasons"));
    (void) with;
    (void) reterr;
    if (call->matter->number)
        number_void(call->writes, call->matter->number, reasons ? reasons : "", call->now_us);
    return ERR_NONE;
}

/* CPL 36, JI 247: the same suit at two courts is said to whoever hands it in, and to the desk. */
static enum err_kind note_duplicates(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    const struct value *defendants = value_get(call->matter->fields, "defendants");
    (void) with;
    return call_alike_note(call, "possible_duplicates", party_title(value_at(defendants, 0)),
                           reterr);
}

/*
 * A judge of this court took what a helping court had passed on: it is as if handed in here, with
 * what was signed at that window. The plaintiffs came along with the opening.
 */
static enum err_kind came_across(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *rows = value_get(call->matter->fields, "defendants");
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < rows->count; i++) {
        const struct value *person = value_get(rows->items[i], "person");
        kind = call_add_participant(
            call, "defendant",
            value_is_null(person) ? value_get(rows->items[i], "organisation") : person, 0, NULL,
            reterr);
    }
    if (!kind)
        kind = call_set_date(call, "submitted", call->received_us, reterr);
    if (!kind)
        kind = call_set_date(call, "complete", call->received_us, reterr);
    return kind ? kind : note_duplicates(call, with, reterr);
}

/* OMR 18: beside how it ended, only what every party signed comes over. */
static enum err_kind note_mediation_ended(struct call *call, const struct value *with,
                                          struct err *reterr)
{
    const char *outcome = value_text(value_get(call->matter->published, "mediation.outcome"));
    const char *agreed =
        value_text(value_get(call->matter->published, "mediation.undisputed_facts"));
    (void) with;
    enum err_kind kind = call_set_text(call, "mediation_outcome", outcome ? outcome : "", reterr);
    return kind || !agreed ? kind : call_set_text(call, "undisputed_facts", agreed, reterr);
}

/*
 * From here the decision has a matter of its own: who was served when, who appeals. There is none
 * where the law gives no appeal (CPL 157, 165, 171; JI 276), and so there is no button.
 */
static enum err_kind open_appeal(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const pairs[][2] = {{"title", "case_title"},
                                           {"number", "case_number"},
                                           {"cause", "cause"},
                                           {"amount", "amount"},
                                           {"decision_kind", "decision_kind"},
                                           {"decision_on", "decision_on"},
                                           {"decision_file", "decision_file"},
                                           {"plaintiffs", "plaintiffs"},
                                           {"defendants", "defendants"},
                                           {"agents", "agents"}};
    const struct remedy *remedy = remedy_of(call_field_text(call, "decision_kind"));
    const char *above = engine_court_above(call->engine, call->matter->court);
    (void) with;
    if (!remedy || !remedy->period || !text_starts(remedy->period, "appeal.") || !above)
        return ERR_NONE;
    struct value *fields = value_new_map(call->arena);
    bool good =
        fields && filing_copy_fields(call, fields, pairs, COUNT_OF(pairs)) &&
        value_set_text(call->arena, fields, "appeal_period", remedy->period + strlen("appeal.")) &&
        value_set_text(call->arena, fields, "second_court", above) &&
        value_set_int(call->arena, fields, "fee_base",
                      filing_fee_point(call->matter->fields, call->matter->settings));
    return good ? call_open_matter(call, "appeal", fields, NULL, NULL, reterr) : arena_full(reterr);
}

/* ---- applications of the parties --------------------------------------------------------------
 */

/* {"do": "open_application", "side": "defendant"}: theirs alone until it is handed in. Agents of a
 * filing are the plaintiffs'; what the defendants apply for they read as the other side does. */
static enum err_kind open_application(struct call *call, const struct value *with,
                                      struct err *reterr)
{
    static const char *const pairs[][2] = {{"title", "case_title"},
                                           {"number", "case_number"},
                                           {"cause", "cause"},
                                           {"amount", "suit_amount"},
                                           {"procedure", "procedure"}};
    struct arena *arena = call->arena;
    const struct value *plaintiffs = value_get(call->matter->fields, "plaintiffs"),
                       *defendants = value_get(call->matter->fields, "defendants");
    const char *side = value_text_of(with, "side");
    bool ours = strcmp(side, "plaintiff") == 0;
    struct value *fields = value_new_map(arena), *map = value_new_map(arena);
    bool good =
        fields && map && filing_copy_fields(call, fields, pairs, COUNT_OF(pairs)) &&
        value_set_text(arena, fields, "side", side) &&
        value_set_text(arena, fields, "for_definition", call->matter->workflow->hash) &&
        value_set_text(arena, fields, "plaintiffs_names", filing_names_of(plaintiffs, arena)) &&
        value_set_text(arena, fields, "defendants_names", filing_names_of(defendants, arena)) &&
        value_set_bool(arena, fields, "plaintiffs_natural", filing_all_persons(plaintiffs)) &&
        value_set_bool(arena, fields, "defendant_person", filing_any_person(defendants)) &&
        value_set_text(arena, map, "plaintiff", ours ? "plaintiff" : "respondent") &&
        value_set_text(arena, map, "agent", ours ? "agent" : "respondent") &&
        value_set_text(arena, map, "defendant", ours ? "respondent" : "defendant");
    return good ? call_open_matter(call, "applications", fields, map, NULL, reterr)
                : arena_full(reterr);
}

/* ---- routing ----------------------------------------------------------------------------------
 */

static const char *evidence_names(const struct value *rows, struct arena *arena)
{
    enum { NAMES_MAX = 2000 };
    struct text names;
    text_init(&names, arena, 8 * 1024);
    for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++) {
        if (!text_add_name(&names, value_text_of(rows->items[i], "name"), NAMES_MAX))
            break;
    }
    return text_done(&names);
}

static bool add_numbers(struct call *call, struct value *fields)
{
    const struct value *ours = call->matter->fields, *evidence = value_get(ours, "evidence");
    struct track_question question = filing_track_question(&call->facts);
    struct value *excluded = value_new_list(call->arena);
    const char *names = evidence_names(evidence, call->arena),
               *day = day_format(call->arena, day_of_instant(call->matter->registered_us));
    bool good = excluded && names && day &&
                (!(question.excluded & EXCLUDED_STATUS) ||
                 value_add(call->arena, excluded, value_new_text(call->arena, "status")));
    return good && value_set(call->arena, fields, "excluded", excluded) &&
           value_set_text(call->arena, fields, "registered_on", day) &&
           value_set_given(call->arena, fields, "evidence_names", *names ? names : NULL) &&
           value_set_int(call->arena, fields, "wage", question.wage_fen) &&
           value_set_bool(call->arena, fields, "basic_court", question.basic_court) &&
           value_set_bool(call->arena, fields, "simple", question.simple) &&
           value_set_bool(call->arena, fields, "agreed", question.agreed) &&
           value_set_int(call->arena, fields, "plaintiff_count",
                         (int64_t) value_get(ours, "plaintiffs")->count) &&
           value_set_int(call->arena, fields, "defendant_count",
                         (int64_t) value_get(ours, "defendants")->count) &&
           value_set_int(call->arena, fields, "evidence_count", (int64_t) evidence->count) &&
           value_set(call->arena, fields, "related",
                     value_copy(call->arena, value_get(call->outside, "related"))) &&
           value_set_text(call->arena, fields, "for_definition", call->matter->workflow->hash);
}

/* Which procedure, which team, which judge: a matter of its own, until the first instance is over.
 * Where the court's own system numbers cases it names the judge too. */
static enum err_kind open_routing(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const pairs[][2] = {{"title", "case_title"},
                                           {"number", "case_number"},
                                           {"cause", "cause"},
                                           {"amount", "amount"},
                                           {"procedure", "procedure"}};
    struct value *fields = value_new_map(call->arena);
    (void) with;
    if (strcmp(value_text_of(call->matter->settings, "numbering"), "local") != 0)
        return ERR_NONE;
    bool good = fields && filing_copy_fields(call, fields, pairs, COUNT_OF(pairs)) &&
                add_numbers(call, fields);
    return good ? call_open_matter(call, "routing", fields, NULL, NULL, reterr)
                : arena_full(reterr);
}

/* CPL 130, 157: an appeal lies against it, but not in small claims (JI 276). */
static enum err_kind note_objection_ruling(struct call *call, const struct value *with,
                                           struct err *reterr)
{
    bool small = strcmp(call_field_text(call, "procedure"), "small_claims") == 0;
    const char *today = day_format(call->arena, day_of_instant(call->now_us));
    (void) with;
    enum err_kind kind = call_set_text(
        call, "decision_kind", small ? "small_claims_ruling" : "jurisdiction_objection", reterr);
    return kind ? kind : call_set_text(call, "decision_on", today ? today : "", reterr);
}

/* The first instance is over by it; a ruling on the way to it is none of that. */
static enum err_kind tell_decided(struct call *call, const struct value *with, struct err *reterr)
{
    const char *kind = call_field_text(call, "decision_kind");
    (void) with;
    if (text_has_word("jurisdiction_objection other_ruling small_claims_ruling", kind))
        return ERR_NONE;
    struct value *fact = value_new_text(call->arena, kind);
    return fact ? call_publish(call, "decided", fact, reterr) : arena_full(reterr);
}

/* Withdrawn (CPL 148) or transferred (CPL 130): what the judge decided on an application. */
static enum err_kind note_suit_end(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *told = value_get(call->matter->published, "applications.suit_end");
    const char *end = value_text(told),
               *today = day_format(call->arena, day_of_instant(call->now_us));
    (void) with;
    if (*call_field_text(call, "result")) /* how it ended is told once */
        return ERR_NONE;
    enum err_kind kind = call_set_text(call, "result", end ? end : "", reterr);
    if (!kind)
        kind = call_set_text(call, "result_on", today ? today : "", reterr);
    return kind ? kind : call_publish(call, "result", told, reterr);
}

/* clang-format off */
const struct effect filing_effects[FILING_EFFECTS] = {
    {"count_notice",                "登记立案规定第七条",                 false, NULL, count_notice},
    {"fee_notice",                  "诉讼费用交纳办法第二十二条",         false, NULL, filing_fee_notice},
    {"fee_notice_unless_mediation", "2024年12月27日《关于严格依法规范民事案件立案与调解工作的意见》", true,  NULL, filing_fee_notice_unless_mediation}, /* a judge has decided to register: the notice follows */
    {"open_mediation",              "2024年12月27日《关于严格依法规范民事案件立案与调解工作的意见》", false, NULL, open_mediation},
    {"open_at_right_court",         "民事诉讼法第一百二十七条第四项",     false, NULL, open_at_right_court},
    {"void_number",                 "关于人民法院案件案号的若干规定",     false, NULL, void_number},
    {"open_appeal",                 "民事诉讼法第一百七十一条",           true, NULL, open_appeal}, /* a judge has ruled: each party's period follows */
    {"open_application",            "民事诉讼法第四十七条、第一百三十条、第一百四十三条、第一百四十八条", false, NULL, open_application},
    {"note_objection_ruling",       "民事诉讼法第一百五十七条",           true, NULL, note_objection_ruling},
    {"tell_decided",                "民事诉讼法第一百四十八条", false, NULL, tell_decided},
    {"note_suit_end",               "民事诉讼法第一百三十条、第一百四十八条", true, NULL, note_suit_end},
    {"open_routing",                "民事诉讼法第一百六十条、第一百六十五条", false, NULL, open_routing},
    {"note_procedure",              "民事诉讼法第一百七十条",             true, NULL, filing_note_procedure}, /* a person of the court has decided */
    {"note_claims",                 "诉讼费用交纳办法第二十一条",         true, NULL, filing_note_claims}, /* a judge has taken them */
    {"drop_increase",               "诉讼费用交纳办法第二十一条",         true, NULL, filing_drop_increase}, /* a judge has decided it */
    {"note_duplicates",             "民事诉讼法第三十六条；民事诉讼法解释第二百四十七条", false, NULL, note_duplicates},
    {"came_across",                 "民事诉讼法第一百二十六条",           true,  NULL, came_across}, /* a judge has decided to take it */
    {"note_mediation_ended",        NULL,                                 true,  NULL, note_mediation_ended},
    {"end_agency",                  "民事诉讼法第六十三条",               false, NULL, filing_end_agency},
    {"leave_agency",                "民事诉讼法第六十三条",               false, NULL, filing_leave_agency},
    {"carry_agents",                "民事诉讼法第六十三条",               false, NULL, filing_carry_agents},
};
/* clang-format on */

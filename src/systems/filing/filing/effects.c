/* filing: the steps only filing takes. Fees: 诉讼费用交纳办法 (State Council Decree 481). */
#include "base/text.h"
#include "law/remedy.h"
#include "store/matter.h"
#include "systems/filing/filing/filing.h"

static enum err_kind count_notice(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    int64_t given = value_int(value_get(call->matter->fields, "notices_given"), 0);
    return call_set_int(call, "notices_given", given + 1, reterr);
}

/* Art. 13, last paragraph: the province fixes the sum, which the court sets from a day on. 0: a
 * definition of before has no such setting; the range's lowest. */
static int64_t provinces_point(enum fee_kind kind, const struct value *settings)
{
    const char *setting = fee_setting_of(kind);
    return setting ? 100 * value_int(value_get(settings, setting), 0) : 0;
}

enum err_kind filing_fee_of(const struct value *fields, const struct value *settings, bool settled,
                            struct arena *arena, struct fee_result *ret, struct err *reterr)
{
    int64_t amount_fen = value_int(value_get(fields, "amount"), 0);
    const char *procedure = value_text(value_get(fields, "procedure"));
    enum fee_kind kind = fee_kind_of_cause(value_text(value_get(fields, "cause")), amount_fen);
    const struct fee_request request = {.kind = kind,
                                        .amount_fen = amount_fen,
                                        .base_fen = provinces_point(kind, settings),
                                        .settled = settled,
                                        .summary = text_equal(procedure, "summary") ||
                                                   text_equal(procedure, "small_claims")};
    return fee_compute(&request, arena, ret, reterr);
}

/* One row for the table of the notice, and the total due. */
static bool add_fee_rows(struct call *call, struct value *values, const struct fee_result *fee)
{
    struct arena *arena = call->arena;
    struct value *rows = value_new_list(arena), *row = value_new_map(arena);
    return rows && row && value_set_text(arena, row, "name", "案件受理费") &&
           value_set_text(arena, row, "basis", fee->basis) &&
           value_set_int(arena, row, "amount", fee->due_fen) && value_add(arena, rows, row) &&
           value_set(arena, values, "fees", rows) &&
           value_set_int(arena, values, "total", fee->due_fen) &&
           value_set_text(arena, values, "fee_account", fee->account_zh);
}

/* Decree 481, Art. 22: seven days from receipt, the same that the matter of fees counts. */
static enum err_kind add_prepay_day(struct call *call, struct value *values, struct err *reterr)
{
    bool known = false;
    struct period_end end = {0};
    enum err_kind kind = call_period_end(call, "fee.prepay", day_of_instant(call->received_us),
                                         &end, &known, reterr);
    if (kind)
        return kind;
    const char *day = known ? day_format_zh(call->arena, end.last_day) : "";
    return day && value_set_text(call->arena, values, "due", day) ? ERR_NONE : arena_full(reterr);
}

static bool copy_fields(struct call *call, struct value *to, const char *const (*pairs)[2],
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

static const char *names_of(const struct value *rows, struct arena *arena)
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
static bool any_person(const struct value *rows)
{
    for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++) {
        if (!value_is_null(value_get(rows->items[i], "person")))
            return true;
    }
    return false;
}

/* The losing side may ask for a waiver where all of them are natural persons (Measures 44). */
static bool all_persons(const struct value *rows)
{
    bool all = rows->type == VALUE_LIST && rows->count;
    for (size_t i = 0; all && i < rows->count; i++)
        all = !value_is_null(value_get(rows->items[i], "person"));
    return all;
}

/* From here on what is due, paid and refunded is the system of fees' (Measures 20-22). */
struct fee_asked {
    const char *purpose, *account, *basis;
    int64_t due_fen, settled_fen; /* settled_fen: if the case is settled or withdrawn */
};

static enum err_kind open_fees(struct call *call, const struct fee_asked *fee, struct err *reterr)
{
    static const char *const pairs[][2] = {{"number", "case_number"},
                                           {"refund_account", "refund_account"}};
    struct arena *arena = call->arena;
    const struct value *plaintiffs = value_get(call->matter->fields, "plaintiffs");
    struct value *fields = value_new_map(arena), *map = value_new_map(arena);
    const char *payer = names_of(plaintiffs, arena);
    if (!fields || !map || !payer || !copy_fields(call, fields, pairs, COUNT_OF(pairs)) ||
        !value_set_text(arena, fields, "purpose", fee->purpose) ||
        !value_set_text(arena, fields, "payer_name", payer) ||
        !value_set_bool(arena, fields, "natural_person", any_person(plaintiffs)) ||
        !value_set_bool(arena, fields, "defendants_natural",
                        all_persons(value_get(call->matter->fields, "defendants"))) ||
        !value_set_int(arena, fields, "due", fee->due_fen) ||
        !value_set_int(arena, fields, "settled_due", fee->settled_fen) ||
        !value_set_text(arena, fields, "account", fee->account) ||
        !value_set_text(arena, fields, "basis", fee->basis) ||
        !value_set_text(arena, map, "plaintiff", "payer") ||
        !value_set_text(arena, map, "defendant", "defendant") ||
        !value_set_text(arena, map, "agent", "agent"))
        return arena_full(reterr);
    return fee->due_fen > 0 ? call_open_matter(call, "fees", fields, map, NULL, reterr) : ERR_NONE;
}

static enum err_kind fee_notice(struct call *call, const struct value *with, struct err *reterr)
{
    struct fee_result fee, settled;
    enum err_kind kind = filing_fee_of(call->matter->fields, call->matter->settings, false,
                                       call->arena, &fee, reterr);
    if (!kind)
        kind = filing_fee_of(call->matter->fields, call->matter->settings, true, call->arena,
                             &settled, reterr);
    if (kind)
        return kind;
    struct value *values = call_paper_values(call, with, reterr);
    struct value *side = call_applying_side(call);
    if (!values || !side || !add_fee_rows(call, values, &fee))
        return arena_full(reterr);
    kind = add_prepay_day(call, values, reterr);
    if (!kind)
        kind = call_draft_paper(call, "fee_notice", values, side, true, reterr);
    if (!kind)
        kind = open_fees(
            call,
            &(struct fee_asked){"prepay", fee.account_zh, fee.basis, fee.due_fen, settled.due_fen},
            reterr);
    return kind ? kind : call_set_bool(call, "fee_notice_given", true, reterr);
}

/* Opinion of 2024-12-27: where mediation is tried after registration, the fee notice waits until it
 * ends. */
static enum err_kind fee_notice_unless_mediation(struct call *call, const struct value *with,
                                                 struct err *reterr)
{
    const char *willing = value_text(value_get(call->matter->fields, "mediation_willing"));
    return text_equal(willing, "yes") ? ERR_NONE : fee_notice(call, with, reterr);
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
    if (!fields || !map || !copy_fields(call, fields, pairs, COUNT_OF(pairs)) ||
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
        if (!copy_fields(call, fields, pair, 1))
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
    const struct value *fields_now = call->matter->fields;
    (void) with;
    if (!remedy || !remedy->period || !text_starts(remedy->period, "appeal.") || !above)
        return ERR_NONE;
    struct value *fields = value_new_map(call->arena);
    enum fee_kind kind = fee_kind_of_cause(value_text(value_get(fields_now, "cause")),
                                           value_int(value_get(fields_now, "amount"), 0));
    bool good =
        fields && copy_fields(call, fields, pairs, COUNT_OF(pairs)) &&
        value_set_text(call->arena, fields, "appeal_period", remedy->period + strlen("appeal.")) &&
        value_set_text(call->arena, fields, "second_court", above) &&
        value_set_int(call->arena, fields, "fee_base",
                      provinces_point(kind, call->matter->settings));
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
                                           {"procedure", "procedure"}};
    struct arena *arena = call->arena;
    const struct value *plaintiffs = value_get(call->matter->fields, "plaintiffs"),
                       *defendants = value_get(call->matter->fields, "defendants");
    const char *side = value_text_of(with, "side");
    bool ours = strcmp(side, "plaintiff") == 0;
    struct value *fields = value_new_map(arena), *map = value_new_map(arena);
    bool good = fields && map && copy_fields(call, fields, pairs, COUNT_OF(pairs)) &&
                value_set_text(arena, fields, "side", side) &&
                value_set_text(arena, fields, "for_definition", call->matter->workflow->hash) &&
                value_set_text(arena, fields, "plaintiffs_names", names_of(plaintiffs, arena)) &&
                value_set_text(arena, fields, "defendants_names", names_of(defendants, arena)) &&
                value_set_bool(arena, fields, "plaintiffs_natural", all_persons(plaintiffs)) &&
                value_set_bool(arena, fields, "defendant_person", any_person(defendants)) &&
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
    bool good =
        fields && copy_fields(call, fields, pairs, COUNT_OF(pairs)) && add_numbers(call, fields);
    return good ? call_open_matter(call, "routing", fields, NULL, NULL, reterr)
                : arena_full(reterr);
}

/* JI 199: what was halved becomes whole, once; settled or withdrawn, all is halved again and this
 * part goes back (Measures 15). */
static enum err_kind top_up(struct call *call, const struct fee_result *halved, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    struct fee_result whole;
    enum err_kind kind =
        filing_fee_of(fields, call->matter->settings, false, call->arena, &whole, reterr);
    int64_t more_fen = kind ? 0 : whole.due_fen - halved->due_fen;
    if (more_fen <= 0 || !value_true(value_get(fields, "fee_notice_given")) ||
        value_true(value_get(fields, "fee_topped_up")) || *call_field_text(call, "result"))
        return kind;
    const char *paid = money_format(call->arena, halved->due_fen),
               *more = money_format(call->arena, more_fen),
               *account = paid && more ? arena_printf(call->arena,
                                                      "%s转为普通程序以前按减半通知交纳%"
                                                      "s元，应当补交%s元。",
                                                      whole.account_zh, paid, more)
                                       : NULL;
    if (!account)
        return arena_full(reterr);
    kind = open_fees(
        call, &(struct fee_asked){"top_up", account, "民事诉讼法解释第一百九十九条", more_fen, 0},
        reterr);
    return kind ? kind : call_set_bool(call, "fee_topped_up", true, reterr);
}

/* What the court chose, or converted to by ruling: what is decided, appealed and paid goes by it.
 */
static enum err_kind note_procedure(struct call *call, const struct value *with, struct err *reterr)
{
    struct fee_result before;
    (void) with;
    enum err_kind kind = filing_fee_of(call->matter->fields, call->matter->settings, false,
                                       call->arena, &before, reterr);
    if (!kind)
        kind = call_set_text(call, "procedure",
                             value_text_of(call->matter->published, "routing.procedure"), reterr);
    return kind ? kind : top_up(call, &before, reterr);
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
    {"fee_notice",                  "诉讼费用交纳办法第二十二条",         false, NULL, fee_notice},
    {"fee_notice_unless_mediation", "2024年12月27日《关于严格依法规范民事案件立案与调解工作的意见》", true,  NULL, fee_notice_unless_mediation}, /* a judge has decided to register: the notice follows */
    {"open_mediation",              "2024年12月27日《关于严格依法规范民事案件立案与调解工作的意见》", false, NULL, open_mediation},
    {"open_at_right_court",         "民事诉讼法第一百二十七条第四项",     false, NULL, open_at_right_court},
    {"void_number",                 "关于人民法院案件案号的若干规定",     false, NULL, void_number},
    {"open_appeal",                 "民事诉讼法第一百七十一条",           true, NULL, open_appeal}, /* a judge has ruled: each party's period follows */
    {"open_application",            "民事诉讼法第四十七条、第一百三十条、第一百四十三条、第一百四十八条", false, NULL, open_application},
    {"note_objection_ruling",       "民事诉讼法第一百五十七条",           true, NULL, note_objection_ruling},
    {"tell_decided",                "民事诉讼法第一百四十八条", false, NULL, tell_decided},
    {"note_suit_end",               "民事诉讼法第一百三十条、第一百四十八条", true, NULL, note_suit_end},
    {"open_routing",                "民事诉讼法第一百六十条、第一百六十五条", false, NULL, open_routing},
    {"note_procedure",              "民事诉讼法第一百七十条",             true, NULL, note_procedure}, /* a person of the court has decided */
    {"note_duplicates",             "民事诉讼法第三十六条；民事诉讼法解释第二百四十七条", false, NULL, note_duplicates},
    {"came_across",                 "民事诉讼法第一百二十六条",           true,  NULL, came_across}, /* a judge has decided to take it */
    {"note_mediation_ended",        NULL,                                 true,  NULL, note_mediation_ended},
    {"end_agency",                  "民事诉讼法第六十三条",               false, NULL, filing_end_agency},
    {"leave_agency",                "民事诉讼法第六十三条",               false, NULL, filing_leave_agency},
    {"carry_agents",                "民事诉讼法第六十三条",               false, NULL, filing_carry_agents},
};
/* clang-format on */

/* filing: who may take which step, and why not. 立案规定 = SPC rules on registration of cases
 * (法释〔2015〕8号). */
#include "base/text.h"
#include "systems/filing/filing/filing.h"

static const char *field_text(const struct facts *facts, const char *name)
{
    const char *text = value_text(value_get(facts->fields, name));
    return text ? text : "";
}

static bool risk_notice_accepted(const struct facts *facts)
{
    return value_true(value_get(facts->fields, "risk_notice_read"));
}

static bool oral_read_back(const struct facts *facts)
{
    return strcmp(field_text(facts, "complaint_kind"), "oral") != 0 ||
           value_true(value_get(facts->fields, "read_back"));
}

/* The complainant's own name, the body's or its legal representative's, or an agent's with papers:
 * a helper may type, never sign (practice.md 4). */
static bool complainant_signed(const struct facts *facts)
{
    const char *name = value_text(value_path(facts->fields, "signature.name"));
    const struct value *plaintiffs = value_get(facts->fields, "plaintiffs"),
                       *agents = value_get(facts->fields, "agents");
    if (!name || !*name)
        return false;
    for (size_t i = 0; i < plaintiffs->count; i++) {
        const struct value *row = plaintiffs->items[i];
        if (text_equal(value_text(value_path(row, "person.name")), name) ||
            text_equal(value_text(value_path(row, "organisation.name")), name) ||
            text_equal(value_text(value_path(row, "organisation.legal_representative")), name))
            return true;
    }
    for (size_t i = 0; i < agents->count; i++) {
        if (text_equal(value_text(value_path(agents->items[i], "person.name")), name))
            return true;
    }
    return false;
}

/* CPL 61: two at most for one party; CPL 62 with JI 89: special authority names each power; JI 88:
 * a lawyer shows the licence. */
static bool agents_within_law(const struct facts *facts)
{
    const struct value *agents = value_get(facts->fields, "agents");
    for (size_t i = 0; i < agents->count; i++) {
        const struct value *agent = agents->items[i];
        if (text_equal(value_text(value_get(agent, "authority")), "special") &&
            value_get(agent, "powers")->count == 0)
            return false;
        const char *licence = value_text(value_get(agent, "licence"));
        if (licence && lawyer_licence_fault(licence, NULL))
            return false;
    }
    return agents->count <= 2;
}

/* 立案规定 7, OLR 9: told once and completely; a second notice only for what the correction itself
 * made. */
static bool only_new_defects(const struct facts *facts)
{
    const struct value *defects = value_get(facts->fields, "defects");
    if (value_int(value_get(facts->fields, "notices_given"), 0) == 0)
        return true;
    for (size_t i = 0; i < defects->count; i++) {
        if (!value_true(value_get(defects->items[i], "made_by_correction")))
            return false;
    }
    return true;
}

static bool correction_expired(const struct facts *facts)
{
    return strcmp(facts->state, "correction") == 0 && facts_clock_over(facts, "correction");
}

/* 立案规定 7 and practice: jurisdiction, arbitration and others' business are explained first; a
 * ruling only if the person insists. "Still not lawful" needs a notice that was given. */
static bool explained_first(const struct facts *facts)
{
    static const char *const explained[] = {"wrong_court", "arbitration", "other_authority",
                                            "administrative"};
    const char *ground = field_text(facts, "ground");
    for (size_t i = 0; i < COUNT_OF(explained); i++) {
        if (strcmp(ground, explained[i]) == 0)
            return value_true(value_get(facts->fields, "insisted"));
    }
    return strcmp(ground, "not_corrected") != 0 ||
           value_int(value_get(facts->fields, "notices_given"), 0) > 0;
}

/* A basic court has four digits in its code. Part 02 of the causes is personal status (CPL 166). */
struct track_question filing_track_question(const struct facts *facts)
{
    const char *court = value_text(value_get(facts->matter, "court"));
    size_t digits = 0;
    for (size_t i = 0; court && court[i]; i++)
        digits += court[i] >= '0' && court[i] <= '9';
    return (struct track_question){
        .amount_fen = value_int(value_get(facts->fields, "amount"), 0),
        .wage_fen = value_int(value_get(facts->outside, "wage_fen"), 0),
        .basic_court = digits == 4,
        .simple = strcmp(field_text(facts, "procedure"), "ordinary") != 0, /* the judge says so */
        .agreed = value_true(value_get(facts->fields, "small_claims_agreed")),
        .excluded = text_starts(field_text(facts, "cause"), "02") ? EXCLUDED_STATUS : 0};
}

static bool procedure_allowed(const struct facts *facts)
{
    struct track_question question = filing_track_question(facts);
    enum track track = procedure_track(&question).track;
    if (strcmp(field_text(facts, "procedure"), "ordinary") == 0)
        return true;
    if (strcmp(field_text(facts, "procedure"), "summary") == 0)
        return track != TRACK_ORDINARY;
    return track == TRACK_SMALL_CLAIMS || track == TRACK_SMALL_CLAIMS_BY_AGREEMENT;
}

/* 立案规定 8: what cannot be decided within the period is registered first, by a judge. */
static bool decide_period_over(const struct facts *facts)
{
    return facts_clock_over(facts, "decide");
}

static bool number_of_this_court(const struct facts *facts)
{
    struct case_number number;
    return case_number_parse(field_text(facts, "number"), &number) && !*number.suffix &&
           strcmp(number.type, "民初") == 0 &&
           text_equal(number.court, value_text(value_get(facts->matter, "court")));
}

/* Asked of the register before deciding (filing.c): given here or elsewhere, a number is given
 * once. While the step is only offered no number is named, and none is asked. */
static bool number_is_free(const struct facts *facts)
{
    return !value_true(value_get(facts->outside, "number_taken"));
}

static bool mediation_not_tried(const struct facts *facts)
{
    return *field_text(facts, "mediation_outcome") == '\0';
}

/* CPL 165, JI 276: small claims have one instance; a refusal is what was refused. */
static bool decision_fits(const struct facts *facts)
{
    int32_t day = 0;
    const char *kind = field_text(facts, "decision_kind");
    bool small = text_starts(kind, "small_claims"),
         tried_small = strcmp(field_text(facts, "procedure"), "small_claims") == 0,
         open_to_both =
             strcmp(kind, "mediation_document") == 0 || strcmp(kind, "other_ruling") == 0;
    if (!day_parse(field_text(facts, "decision_on"), &day) ||
        day > day_of_instant(facts->received_us))
        return false;
    if (strcmp(facts->state, "refused") == 0)
        return strcmp(kind, "not_accepted") == 0;
    return strcmp(kind, "not_accepted") != 0 && (open_to_both || small == tried_small);
}

/* JI 239: a counterclaim, tried together or still asked for, goes on when the suit is withdrawn; a
 * case that goes to the right court goes with it. */
static bool counterclaim_goes_on(const struct facts *facts)
{
    return value_int(value_get(facts->published, "applications.counterclaims"), 0) > 0 &&
           strcmp(value_text_of(facts->published, "applications.suit_end"), "withdrawn") == 0;
}

static bool ends_here(const struct facts *facts) { return !counterclaim_goes_on(facts); }

static bool goes_on(const struct facts *facts)
{
    return strcmp(facts->state, "handed_over") == 0 || counterclaim_goes_on(facts);
}

/* The ruling on an objection came from the application: its appeal is open. */
static bool ruling_not_there(const struct facts *facts)
{
    static const char kind[] = "jurisdiction_objection";
    return strcmp(value_text_of(facts->form, "decision_kind"), kind) != 0 ||
           strcmp(value_text_of(facts->before, "decision_kind"), kind) != 0;
}

static bool no_draft(const struct facts *facts)
{
    return !value_true(value_get(facts->outside, "draft_open"));
}

/* clang-format off */
const struct guard filing_guards[FILING_GUARDS] = {
    {"ruling_not_there", {"管辖权异议的裁定已经由申请带来，上诉事项已经打开，不用另行登记。", "The ruling on jurisdiction came from the application and its appeal is open: it is not recorded again."}, "民事诉讼法第一百七十一条", ruling_not_there},
    {"no_application_draft", {"你们一方还有一份没有提交的申请，请在“我的事项”或者本页“相关事项”里打开，提交或者放弃以后再新建。", "Your side has an application that is not handed in: open it from your matters or the related matters of this page, and hand it in or drop it first."}, NULL, no_draft},
    {"suit_ends_here", {"反诉继续审理，案件不能这样结束。", "A counterclaim goes on: the case does not end by it."}, "民事诉讼法解释第二百三十九条", ends_here},
    {"suit_goes_on", {"没有继续审理的反诉，案件由此结束。", "No counterclaim goes on: the case ends by it."}, "民事诉讼法解释第二百三十九条", goes_on},
    {"risk_notice_accepted", {"请您先阅读诉讼风险提示并确认，再提交。", "Please read and confirm the notice of litigation risks first."}, NULL, risk_notice_accepted},
    {"oral_read_back", {"口头起诉的，请先向起诉人宣读笔录并由其确认，再提交。", "An oral complaint is read back and confirmed before it is handed in."}, "民事诉讼法第一百二十三条", oral_read_back},
    {"complainant_signed", {"请由起诉人、单位的法定代表人或者已填写的诉讼代理人签名，姓名与填写的一致。不方便在线签名的，可以到窗口签名或者捺印。", "The complainant, the organisation's legal representative or a named agent must sign, under the name given; at the window a signature or fingerprint serves as well."}, "民事诉讼法第一百二十四条", complainant_signed},
    {"agents_within_law", {"诉讼代理人最多两人，特别授权须逐项写明，律师执业证号须是证上的十七位数字。请改正后再提交。", "Two agents at most, special authority names each power, and a lawyer's licence has the seventeen digits on it. Please correct this."}, "民事诉讼法第六十一条、第六十二条", agents_within_law},
    {"agency_is_partys", {"代理人和代理权限要由委托人变更。请不要改动“诉讼代理人”，再提交补正。", "Agents and their authority are for the party to change. Please leave them as they are, and send the correction."}, "民事诉讼法第六十二条", filing_agency_is_partys},
    {"agency_any", {"现在没有诉讼代理人，不用解除。", "There is no agent whose authority could end."}, "民事诉讼法第六十三条", filing_has_agents},
    {"agency_changes", {"诉讼代理人和权限都没有变。请先填写变更以后的代理人，再提交。", "Neither the agents nor what they may do has changed. Please fill in who acts from now on."}, "民事诉讼法第六十三条", filing_agency_changes},
    {"only_new_defects", {"补正通知只能发一次。这些问题在上次通知时已经存在，请登记立案或者依法裁定；只有补正本身产生的问题可以再次告知。", "The notice is given once. These defects were there before: register or rule. Only what the correction itself made may be notified again."}, "登记立案规定第七条", only_new_defects},
    {"decision_fits", {"裁判日期应当不晚于今天；适用小额诉讼程序的，登记小额诉讼的裁判（一审终审）；裁定不予受理的案件只登记该裁定。", "The day is not after today; small claims have decisions of their own kind (final); a refused filing has that ruling alone."}, "民事诉讼法第一百六十五条", decision_fits},
    {"correction_expired", {"补正期限还没有届满，或者起诉人已经补正。期满未补正的才可以退回。", "The period for correction has not ended, or it was corrected. Only what was not corrected in time is returned."}, "登记立案规定第七条", correction_expired},
    {"explained_first", {"请先向起诉人释明；起诉人坚持的，再作出裁定。以“补正后仍不符合”为由的，须已告知补正。", "Explain first; rule only if the person insists. \"Still not lawful\" needs a correction notice that was given."}, "登记立案规定第七条、民事诉讼法第一百二十七条", explained_first},
    {"procedure_allowed", {"简易程序只适用于基层人民法院；小额诉讼程序只适用于金钱给付案件，标的额在本省上年度平均工资百分之五十以下，或者二倍以下并经双方约定，且不适用于人身关系案件。请改选其他程序。", "Summary procedure is for basic courts; small claims are for money, up to half the province's average annual wage or, by agreement of both, up to twice it, and never for personal status. Choose another procedure."}, "民事诉讼法第一百六十条、第一百六十五条、第一百六十六条", procedure_allowed},
    {"decide_period_over", {"审查期限还没有届满。能够判断的请直接登记立案，不能判断的请在期满后先行立案。", "The period for deciding has not ended. Register now if you can tell; register first only when it is over."}, "登记立案规定第八条", decide_period_over},
    {"number_of_this_court", {"案号不是本院的民初案号，请核对后重新录入。", "This is not a first-instance civil number of this court; please check it."}, "关于人民法院案件案号的若干规定", number_of_this_court},
    {"number_is_free", {"这个案号已经属于另一件案件。请核对法院案件系统中的案号。", "This number belongs to another case already. Please check it in the court's case system."}, "关于人民法院案件案号的若干规定", number_is_free},
    {"mediation_not_tried", {"本案已经调解过，不再委托调解，请移送审判庭。", "Mediation has been tried in this case; please hand it over to trial."}, NULL, mediation_not_tried},
};
/* clang-format on */

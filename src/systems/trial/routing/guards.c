/* routing: which procedure may be chosen or converted to, who may be named, what may be joined. */
#include "base/text.h"
#include "systems/trial/routing/routing.h"

struct track_question routing_question(const struct facts *facts)
{
    const struct value *fields = facts->fields, *excluded = value_get(fields, "excluded");
    int32_t day = 0;
    struct track_question question = {
        .day = day_parse(value_text_of(fields, "registered_on"), &day) ? day : 0,
        .amount_fen = value_int(value_get(fields, "amount"), 0),
        .wage_fen = value_int(value_get(fields, "wage"), 0),
        .basic_court = value_true(value_get(fields, "basic_court")),
        .simple = value_true(value_get(fields, "simple")),
        .agreed = value_true(value_get(fields, "agreed")),
        .agreed_summary = value_true(value_get(fields, "agreed_summary"))};
    for (size_t i = 0; excluded->type == VALUE_LIST && i < excluded->count; i++) {
        const char *word = value_text(excluded->items[i]);
        question.excluded |= word ? exclusion_of_word(word) : 0;
    }
    return question;
}

/* ---- the procedure that is chosen against the suggestion -------------------------------------
 */

/* Is it refused by that article? While the step is only offered, none is chosen. */
static bool refused_by(const struct facts *facts, const char *article)
{
    enum track wanted = TRACK_ORDINARY;
    struct track_question question = routing_question(facts);
    if (!track_of_name(value_text_of(facts->form, "procedure"), &wanted))
        return false;
    struct track_check check = procedure_check(&question, wanted);
    return !check.lawful && strstr(check.reason.basis, article) != NULL;
}

static bool within_160(const struct facts *facts) { return !refused_by(facts, "第一百六十条"); }
static bool within_165(const struct facts *facts) { return !refused_by(facts, "第一百六十五条"); }
static bool within_166(const struct facts *facts) { return !refused_by(facts, "第一百六十六条"); }
static bool within_257(const struct facts *facts) { return !refused_by(facts, "第二百五十七条"); }
static bool within_law(const struct facts *facts) { return !refused_by(facts, ""); }

static bool something_else(const struct facts *facts)
{
    const char *procedure = value_text_of(facts->form, "procedure");
    return !*procedure ||
           !text_equal(procedure, value_text_of(facts->fields, "suggested_procedure")) ||
           !text_equal(value_text_of(facts->form, "team"),
                       value_text_of(facts->fields, "suggested_team"));
}

/* ---- judges ----------------------------------------------------------------------------------
 */

/* Asked of the people only when the step is taken. */
static bool somebody(const struct facts *facts)
{
    const struct value *judges = value_get(facts->outside, "judges");
    bool found = value_is_null(judges);
    for (size_t i = 0; i < judges->count; i++)
        found |= value_int(value_get(judges->items[i], "weight"), 0) > 0;
    return found;
}

static const struct value *named(const struct facts *facts)
{
    return value_is_null(value_get(facts->outside, "judges"))
               ? NULL
               : routing_judge(facts, value_text_of(facts->form, "replace_login"));
}

static bool a_judge(const struct facts *facts)
{
    const struct value *judge = named(facts);
    return !judge || !value_is_null(judge);
}

static bool left_out_as(const struct facts *facts, const char *why)
{
    const struct value *judge = named(facts);
    return judge && text_equal(value_text_of(judge, "why_en"), why);
}

static bool not_aside(const struct facts *facts) { return !left_out_as(facts, "stepped aside"); }
static bool not_away(const struct facts *facts) { return !left_out_as(facts, "on leave"); }
static bool cleared(const struct facts *facts)
{
    return !left_out_as(facts, "not cleared for a closed case");
}

/* The clock's, when recusal is granted: only where it is this case's judge. */
static bool judge_aside(const struct facts *facts)
{
    return routing_is_named(value_text_of(facts->published, "applications.stepped_aside"),
                            value_text_of(facts->fields, "judge_key"));
}

/* ---- conversion ------------------------------------------------------------------------------
 */

bool routing_change(const struct facts *facts, struct change_question *ret)
{
    const struct value *said = text_equal(facts->state, "conversion") ? facts->fields : facts->form;
    *ret = (struct change_question){.summary_fits = value_true(value_get(said, "summary_fits")),
                                    .hearing_opened = value_true(value_get(said, "hearing_opened")),
                                    .limit_over = facts_clock_over(facts, "trial")};
    return track_of_name(value_text_of(facts->fields, "procedure"), &ret->from) &&
           change_event_of_name(value_text_of(said, "change_event"), &ret->event);
}

static bool change_refused(const struct facts *facts, const char *article, const char *words)
{
    struct change_question question;
    if (!routing_change(facts, &question))
        return false;
    struct change_answer answer = procedure_change(&question);
    return !answer.allowed && strstr(answer.reason.basis, article) != NULL &&
           strstr(answer.reason.zh, words) != NULL;
}

static bool before_hearing(const struct facts *facts)
{
    return !change_refused(facts, "第二百七十九条", "");
}
static bool not_back(const struct facts *facts)
{
    return !change_refused(facts, "第二百六十条", "");
}
static bool may_agree(const struct facts *facts)
{
    return !change_refused(facts, "第二百六十四条", "");
}
static bool before_the_end(const struct facts *facts)
{
    return !change_refused(facts, "第二百五十八条", "届满前");
}
static bool may_change(const struct facts *facts) { return !change_refused(facts, "", ""); }

static bool to_ordinary(const struct facts *facts)
{
    struct change_question question;
    return routing_change(facts, &question) && procedure_change(&question).to == TRACK_ORDINARY;
}

static bool must_be_approved(const struct facts *facts)
{
    return value_true(value_get(facts->settings, "conversion_approved"));
}

static bool needs_no_approval(const struct facts *facts)
{
    return !must_be_approved(facts) || !to_ordinary(facts);
}

static bool needs_approval(const struct facts *facts)
{
    struct change_question question;
    return must_be_approved(facts) && (!routing_change(facts, &question) || to_ordinary(facts));
}

/* ---- joining ---------------------------------------------------------------------------------
 */

static bool another_case(const struct facts *facts)
{
    return !text_equal(value_text_of(facts->form, "joined_with"),
                       value_text_of(facts->fields, "case_number"));
}

/* clang-format off */
const struct guard routing_guards[ROUTING_GUARDS] = {
    {"routing_something_else", {"这与建议相同，请直接按建议确认。", "This is what is suggested: confirm the suggestion."}, NULL, something_else},
    {"routing_within_160", {"简易程序只由基层人民法院对事实清楚、权利义务关系明确、争议不大的案件适用；双方约定简易程序的除外。请先更正案件要素，或者改选普通程序（民事诉讼法第一百六十条）。", "Summary procedure is for basic courts and cases with clear facts, clear rights and little dispute, or by agreement. Put the elements right first, or choose ordinary procedure (CPL 160)."}, "民事诉讼法第一百六十条", within_160},
    {"routing_within_165", {"小额诉讼程序适用于标的额在本省上年度平均工资百分之五十以下的金钱给付案件（超过但在二倍以下的须双方约定）；符合条件的应当适用，不能改用简易程序的其他规定（民事诉讼法第一百六十五条）。", "Small claims is for payment of money up to half the province's average wage, up to twice it by agreement; a case that meets the conditions must be tried so, not by the other rules of summary procedure (CPL 165)."}, "民事诉讼法第一百六十五条", within_165},
    {"routing_within_166", {"有法律规定不适用小额诉讼程序的情形，请改选其他程序（民事诉讼法第一百六十六条）。", "The law keeps this case out of small claims: choose another procedure (CPL 166)."}, "民事诉讼法第一百六十六条", within_166},
    {"routing_within_257", {"有不适用简易程序的情形，当事人约定也不能改变，请选普通程序（民事诉讼法解释第二百五十七条、第二百六十四条）。", "Summary procedure is not for this case, whatever the parties agree: choose ordinary procedure (JI 257, 264)."}, "民事诉讼法解释第二百五十七条、第二百六十四条", within_257},
    {"routing_within_law", {"法律不允许本案适用这个程序，请改选其他程序。", "The law does not allow this procedure here: choose another."}, "民事诉讼法第一百六十条至第一百六十九条", within_law},
    {"routing_somebody", {"这个团队今天没有可以分案的法官：都在请假、回避，或者没有登记。请由庭长直接指定，或者请本院调整团队。", "Nobody of this team can be drawn today: all are on leave, have stepped aside, or none is named. The head names one by hand, or the court changes its teams."}, NULL, somebody},
    {"routing_a_judge", {"本院没有这个登录名的审判法官，请核对。", "No trial judge of this court has this login; please check it."}, NULL, a_judge},
    {"routing_not_aside", {"这位法官已经回避，不能承办本案（民事诉讼法第四十七条）。", "This judge has stepped aside and cannot have the case (CPL 47)."}, "民事诉讼法第四十七条", not_aside},
    {"routing_not_away", {"这位法官正在请假，请指定其他法官。", "This judge is on leave; please name another."}, NULL, not_away},
    {"routing_cleared", {"这位法官没有办理不公开案件的授权，请指定其他法官。", "This judge is not cleared for a closed case; please name another."}, NULL, cleared},
    {"routing_judge_aside", {"回避的不是本案承办法官。", "Who stepped aside is not the judge of this case."}, "民事诉讼法第四十七条", judge_aside},
    {"routing_before_hearing", {"对适用小额诉讼程序的异议应当在开庭前提出（民事诉讼法解释第二百七十九条）。", "An objection to small claims is made before the hearing (JI 279)."}, "民事诉讼法解释第二百七十九条", before_hearing},
    {"routing_not_back", {"已经按照普通程序开庭的，不得转为简易程序（民事诉讼法解释第二百六十条）。", "An ordinary hearing has opened: no change to summary procedure (JI 260)."}, "民事诉讼法解释第二百六十条", not_back},
    {"routing_may_agree", {"属于不适用简易程序的案件，当事人不能约定适用（民事诉讼法解释第二百六十四条）。", "Summary procedure is not for this case, whatever the parties agree (JI 264)."}, "民事诉讼法解释第二百六十四条", may_agree},
    {"routing_before_the_end", {"转为普通程序的裁定应当在审理期限届满前作出，期限已经届满（民事诉讼法解释第二百五十八条）。", "The ruling must be made before the trial limit ends; it has ended (JI 258)."}, "民事诉讼法解释第二百五十八条", before_the_end},
    {"routing_may_change", {"案件现在的程序没有这种转换，或者仍然符合现在的程序（民事诉讼法第一百七十条；民事诉讼法解释第二百五十八条）。", "There is no such change from the present procedure, or it still fits (CPL 170, JI 258)."}, "民事诉讼法第一百七十条；民事诉讼法解释第二百五十八条", may_change},
    {"routing_needs_no_approval", {"本院规定转为普通程序须经庭长批准，请选择“申请转换程序”。", "This court has conversions to ordinary procedure approved: ask for it."}, NULL, needs_no_approval},
    {"routing_needs_approval", {"这次转换不需要批准，请直接转换程序。", "This conversion needs no approval: convert directly."}, NULL, needs_approval},
    {"routing_another_case", {"这是本案的案号，请填写要合并的另一件案件。", "This is the case's own number; please give the other case's."}, NULL, another_case},
};
/* clang-format on */

/* rule/rows_fee: fees, refunds, relief, bearing (law/fee, fee_refund, fee_relief). */
#include "rule/private.h"

static const char *const acceptance_kinds[] = {"property",
                                               "divorce",
                                               "personality",
                                               "ip",
                                               "labour",
                                               "administrative",
                                               "administrative_ip",
                                               "jurisdiction_objection",
                                               "other",
                                               NULL};
static const enum fee_kind acceptance_kind[] = {
    FEE_PROPERTY,    FEE_DIVORCE,        FEE_PERSONALITY,       FEE_IP,
    FEE_LABOUR,      FEE_ADMINISTRATIVE, FEE_ADMINISTRATIVE_IP, FEE_JURISDICTION_OBJECTION,
    FEE_NON_PROPERTY};
static const char *const application_kinds[] = {
    "preservation",    "enforcement",   "payment_order",   "public_summons",
    "set_aside_award", "bankruptcy",    "maritime_fund",   "maritime_injunction",
    "maritime_lien",   "maritime_debt", "general_average", NULL};
static const enum fee_kind application_kind[] = {
    FEE_PRESERVATION,    FEE_ENFORCEMENT,   FEE_PAYMENT_ORDER,  FEE_PUBLIC_SUMMONS,
    FEE_SET_ASIDE_AWARD, FEE_BANKRUPTCY,    FEE_MARITIME_FUND,  FEE_MARITIME_INJUNCTION,
    FEE_MARITIME_LIEN,   FEE_MARITIME_DEBT, FEE_GENERAL_AVERAGE};
static const char *const procedures[] = {"ordinary", "summary", "small_claims", NULL};
static const char *const closings[] = {"judgment", "mediation", "withdrawal", NULL};

static enum err_kind answer_fee(const struct rule_call *call, const struct fee_request *request,
                                struct err *reterr)
{
    struct fee_result result;
    enum err_kind kind = fee_compute(request, call->arena, &result, reterr);
    if (kind)
        return kind;
    json_named_int(call->writer, "fee_fen", result.due_fen);
    json_named_int(call->writer, "full_fen", result.full_fen);
    json_named_flag(call->writer, "halved", result.halved);
    if (result.most_fen != result.due_fen)
        json_named_int(call->writer, "fee_most_fen", result.most_fen);
    answer_basis(call, result.basis, result.halved ? fee_halving_basis(request) : NULL);
    answer_step(call, result.account_zh, result.account_en);
    return ERR_NONE;
}

/* ---- acceptance_fee ------------------------------------------------------------------------- */

enum { A_KIND, A_AMOUNT, A_PROCEDURE, A_CLOSED, A_BASE, A_MERGED, A_WHOLE, A_DAY, A_CAUSE };
static const struct rule_field acceptance_in[] = {
    {"kind", RULE_WORD, false, acceptance_kinds, "案件种类，默认 property",
     "kind of case; property when not given"},
    {"amount_fen", RULE_FEN, false, NULL, "标的额（分）", "amount in dispute, fen"},
    {"procedure", RULE_WORD, false, procedures, "程序，默认 ordinary",
     "procedure; ordinary when not given"},
    {"closed_by", RULE_WORD, false, closings, "结案方式，默认 judgment",
     "how it was closed; judgment when not given"},
    {"base_fen", RULE_FEN, false, NULL, "当地标准（分），在规定幅度内",
     "the province's point within the range, fen"},
    {"merged", RULE_FLAG, false, NULL, "反诉或者第三人的请求合并审理",
     "a counterclaim or third party's claim, tried together"},
    {"whole_yuan", RULE_FLAG, false, NULL, "取整到元（法院的选择）",
     "rounded to whole yuan, the court's option"},
    {"day", RULE_DAY, false, NULL, "起诉日期，默认现行标准",
     "day of filing; the tariff in force now when not given"},
    {"cause", RULE_TEXT, false, NULL, "案由代码，代替 kind",
     "code of the cause of action, instead of kind"},
    {0}};
static const struct rule_field fee_out[] = {
    {"fee_fen", RULE_FEN, true, NULL, "应交（分）", "due, fen"},
    {"full_fen", RULE_FEN, true, NULL, "减半以前（分）", "before halving, fen"},
    {"halved", RULE_FLAG, true, NULL, "是否减半", "halved?"},
    {"fee_most_fen", RULE_FEN, false, NULL, "本省取幅度最高的，应交（分）",
     "due where the province chose the highest point of the range, fen"},
    RULE_ACCOUNT,
    {0}};

static enum err_kind acceptance_fee(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    int64_t amount_fen = given_int(&v[A_AMOUNT], 0);
    bool by_cause = v[A_CAUSE].given && !v[A_KIND].given;
    struct fee_request request = {.kind = by_cause ? fee_kind_of_cause(v[A_CAUSE].text, amount_fen)
                                                   : acceptance_kind[given_word(&v[A_KIND], 0)],
                                  .amount_fen = amount_fen,
                                  .base_fen = given_int(&v[A_BASE], 0),
                                  .summary = given_word(&v[A_PROCEDURE], 0) > 0,
                                  .settled = given_word(&v[A_CLOSED], 0) > 0,
                                  .whole_yuan = given_flag(&v[A_WHOLE]),
                                  .merged = given_flag(&v[A_MERGED]),
                                  .day = (int32_t) given_int(&v[A_DAY], 0)};
    return answer_fee(call, &request, reterr);
}

/* ---- application_fee ------------------------------------------------------------------------ */

enum { F_KIND, F_AMOUNT, F_BASE };
static const struct rule_field application_in[] = {
    {"kind", RULE_WORD, true, application_kinds, "申请种类", "kind of application"},
    {"amount_fen", RULE_FEN, false, NULL, "标的额（分）", "amount, fen"},
    {"base_fen", RULE_FEN, false, NULL, "当地标准（分），在规定幅度内",
     "the province's point within the range, fen"},
    {0}};

static enum err_kind application_fee(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    struct fee_request request = {.kind = application_kind[v[F_KIND].word],
                                  .amount_fen = given_int(&v[F_AMOUNT], 0),
                                  .base_fen = given_int(&v[F_BASE], 0)};
    return answer_fee(call, &request, reterr);
}

/* ---- refund --------------------------------------------------------------------------------- */

static const char *const situations[] = {
    "not_accepted",  "suit_dismissed", "claim_dismissed",  "remanded",
    "transferred",   "criminal",       "criminal_goes_on", "stayed",
    "terminated",    "mediated",       "withdrawn",        "claims_reduced",
    "top_up_unpaid", "winner",         "winner_waits",     NULL};
enum { R_SITUATION, R_FEE, R_PAID };
static const struct rule_field refund_in[] = {
    {"situation", RULE_WORD, true, situations, "情形", "what happened"},
    {"fee_fen", RULE_FEN, false, NULL, "最终应交（分）；胜诉方：自己负担的部分",
     "due in the end, fen; of a winner: the part they bear"},
    {"paid_fen", RULE_FEN, true, NULL, "已交（分）", "paid, fen"},
    {0}};
static const struct rule_field refund_out[] = {
    {"refund_fen", RULE_FEN, true, NULL, "应退（分）", "to be refunded, fen"},
    {"due_days", RULE_INT, true, NULL, "退费期限（日），自文书生效",
     "days from the document's effect"},
    RULE_ACCOUNT,
    {0}};

static enum err_kind refund(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    struct refund_result result;
    struct refund_request request = {.fee_fen = given_int(&v[R_FEE], 0),
                                     .paid_fen = v[R_PAID].integer};
    const struct period *period = period_find("fee.refund", call->world->today);
    if (!period || !refund_situation_of_name(v[R_SITUATION].text, &request.situation))
        return err_field(reterr, ERR_INVALID, "choice.unknown", "situation", "no such situation");
    enum err_kind kind = fee_refund(&request, &result, reterr);
    if (kind)
        return kind;
    json_named_int(call->writer, "refund_fen", result.refund_fen);
    json_named_int(call->writer, "due_days", period->length);
    answer_basis(call, result.basis, period->basis);
    answer_step(call, result.zh, result.en);
    return ERR_NONE;
}

/* ---- fee_difference ------------------------------------------------------------------------- */

enum { D_OLD, D_NEW, D_OVER };
static const struct rule_field difference_in[] = {
    {"old_fen", RULE_FEN, true, NULL, "原来的费用（分）", "the fee before, fen"},
    {"new_fen", RULE_FEN, true, NULL, "变更后的费用（分）", "the fee after, fen"},
    {"investigation_over", RULE_FLAG, false, NULL, "法庭调查已经终结",
     "the court's investigation is over"},
    {0}};
static const struct rule_field difference_out[] = {
    {"difference_fen", RULE_INT, true, NULL, "正数补交，负数退还（分）",
     "above 0 to be paid, below 0 to be refunded, fen"},
    RULE_ACCOUNT,
    {0}};

static enum err_kind difference(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    struct fee_change change = {v[D_OLD].integer, v[D_NEW].integer, given_flag(&v[D_OVER])};
    int64_t fen = fee_difference(&change);
    (void) reterr;
    json_named_int(call->writer, "difference_fen", fen);
    answer_basis(call, "诉讼费用交纳办法第二十一条", "诉讼费用交纳办法第三十五条");
    if (fen > 0)
        answer_step(call, "请求或者程序变更，补交差额。",
                    "Claims or procedure changed: the difference is paid.");
    else if (fen < 0)
        answer_step(call, "请求减少，退还差额。", "Claims were reduced: the difference goes back.");
    else
        answer_step(call, "不补不退。", "Nothing to pay, nothing to refund.");
    return ERR_NONE;
}

/* ---- relief --------------------------------------------------------------------------------- */

enum { L_KIND, L_GROUND, L_PERSON, L_FEE, L_PERCENT };
static const struct rule_field relief_in[] = {
    {"kind", RULE_WORD, true, relief_kind_names, "免交、减交、缓交",
     "waiver, reduction or deferral"},
    {"ground", RULE_WORD, true, relief_ground_names, "理由", "ground"},
    {"natural_person", RULE_FLAG, true, NULL, "是自然人", "a natural person"},
    {"fee_fen", RULE_FEN, true, NULL, "费用（分）", "the fee, fen"},
    {"percent", RULE_INT, false, NULL, "减交的百分比，不低于 30",
     "reduction in percent, 30 at least"},
    {0}};
static const struct rule_field relief_out[] = {
    {"admissible", RULE_FLAG, true, NULL, "法律准许提出", "open by law"},
    {"must_grant", RULE_FLAG, true, NULL, "应当准予", "must be granted"},
    {"due_now_fen", RULE_FEN, true, NULL, "现在应交（分）", "due now, fen"},
    {"due_later_fen", RULE_FEN, true, NULL, "以后应交（分）", "due later, fen"},
    RULE_ACCOUNT,
    {0}};

static enum err_kind relief(const struct rule_call *call, struct err *reterr)
{
    enum { PERCENT_LEAST = 30 };
    const struct rule_value *v = call->values;
    struct relief_result result;
    struct relief_request request = {.kind = (enum relief_kind) v[L_KIND].word,
                                     .ground = (enum relief_ground) v[L_GROUND].word,
                                     .natural_person = given_flag(&v[L_PERSON]),
                                     .fee_fen = v[L_FEE].integer,
                                     .percent = (int) given_int(&v[L_PERCENT], PERCENT_LEAST)};
    enum err_kind kind = fee_relief(&request, &result, reterr);
    if (kind)
        return kind;
    json_named_flag(call->writer, "admissible", result.admissible);
    json_named_flag(call->writer, "must_grant", result.must_grant);
    json_named_int(call->writer, "due_now_fen", result.due_now_fen);
    json_named_int(call->writer, "due_later_fen", result.due_later_fen);
    answer_basis(call, result.basis, NULL);
    answer_step(call, result.zh, result.en);
    return ERR_NONE;
}

/* ---- bearing -------------------------------------------------------------------------------- */

static const char *const outcomes[] = {"won",
                                       "partly_won",
                                       "mediated",
                                       "divorce",
                                       "withdrawn",
                                       "act_changed",
                                       "payment_order",
                                       "payment_order_objected",
                                       "public_summons",
                                       "preservation",
                                       "enforcement",
                                       NULL};
static const char *const bearers[] = {"loser",     "court_split", "agreement", "plaintiff",
                                      "defendant", "debtor",      "applicant", NULL};
enum { B_OUTCOME, B_AGREED };
static const struct rule_field bearing_in[] = {
    {"outcome", RULE_WORD, true, outcomes, "结果", "outcome"},
    {"agreed", RULE_FLAG, false, NULL, "当事人就负担达成一致", "the parties agreed who bears it"},
    {0}};
static const struct rule_field bearing_out[] = {
    {"bearer", RULE_WORD, true, bearers, "由谁负担", "who bears it"}, RULE_ACCOUNT, {0}};

static enum err_kind bearing(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    struct bearing answer =
        fee_bearing((enum fee_outcome) v[B_OUTCOME].word, given_flag(&v[B_AGREED]));
    (void) reterr;
    json_named_text(call->writer, "bearer", bearers[answer.bearer]);
    answer_basis(call, answer.basis, NULL);
    answer_step(call, answer.zh, answer.en);
    return ERR_NONE;
}

const struct rule fee_rules[] = {
    {"acceptance_fee", "案件受理费", "Acceptance fee of a case", "fee", acceptance_in, fee_out,
     "{\"amount_fen\":35000000,\"procedure\":\"summary\",\"closed_by\":\"judgment\"}",
     acceptance_fee},
    {"application_fee", "申请费", "Fee of an application", NULL, application_in, fee_out,
     "{\"kind\":\"preservation\",\"amount_fen\":100000000}", application_fee},
    {"refund", "退费", "What goes back of a fee", NULL, refund_in, refund_out,
     "{\"situation\":\"withdrawn\",\"fee_fen\":65000,\"paid_fen\":130000}", refund},
    {"fee_difference", "补交或者退还差额", "Difference after a change of claims or procedure", NULL,
     difference_in, difference_out, "{\"old_fen\":65000,\"new_fen\":130000}", difference},
    {"relief", "司法救助", "Relief: fees waived, reduced, deferred", NULL, relief_in, relief_out,
     "{\"kind\":\"waiver\",\"ground\":\"benefits\",\"natural_person\":true,\"fee_fen\":130000}",
     relief},
    {"bearing", "诉讼费用的负担", "Who bears the fees", NULL, bearing_in, bearing_out,
     "{\"outcome\":\"withdrawn\"}", bearing},
    {0}};

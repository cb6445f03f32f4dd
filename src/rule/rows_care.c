/* rule/rows_care: preservation, confirmation, appraisal (law/preservation, law/confirmation). */
#include "rule/private.h"

#define REASONS                                                                                    \
    {                                                                                              \
        "reasons", RULE_REASONS, true, NULL, "理由", "reasons, each {zh, en, basis}"               \
    }

/* ---- preservation_term, preservation_security ----------------------------------------------- */

static const char *const assets[] = {"deposit", "movable", "real_property", "other", NULL};
enum { T_ASSET, T_START, T_YEARS };
static const struct rule_field term_in[] = {
    {"asset", RULE_WORD, true, assets, "财产种类", "kind of property"},
    {"start", RULE_DAY, true, NULL, "采取措施的日期", "day of the measure"},
    {"years", RULE_INT, false, NULL, "年数，默认最长", "years; the most allowed when not given"},
    {0}};
static const struct rule_field term_out[] = {
    {"expires", RULE_DAY, true, NULL, "期满之日", "the day it expires"},
    {"renew_by", RULE_DAY, true, NULL, "最迟申请续行之日", "the last day to apply for renewal"},
    {"years_max", RULE_INT, true, NULL, "最长年数", "the most years"},
    REASONS,
    RULE_ACCOUNT,
    {0}};

static enum err_kind term(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    int64_t years = given_int(&v[T_YEARS], 0);
    if (years < 0 || years > 3)
        return err_field(reterr, ERR_INVALID, "rule.range", "years", "1 to 3");
    struct term_answer answer = preservation_term((enum preserved_asset) v[T_ASSET].word,
                                                  (int32_t) v[T_START].integer, (int) years);
    const struct track_reason reasons[] = {
        answer.reason,
        {"申请人应当在期限届满七日前申请续行；逾期不申请，自行承担后果",
         "renewal is applied for seven days before the end",
         "最高人民法院关于人民法院办理财产保全案件若干问题的规定第十八条"}};
    json_named_text(call->writer, "expires", day_format(call->arena, answer.expires_day));
    json_named_text(call->writer, "renew_by", day_format(call->arena, answer.renew_by_day));
    json_named_int(call->writer, "years_max", answer.years_max);
    answer_reasons(call, reasons, COUNT_OF(reasons));
    return ERR_NONE;
}

static const char *const stages[] = {"pre_suit", "in_suit", "after_judgment", NULL};
static const char *const grounds[] = {"none",    "maintenance", "violence",  "public_interest",
                                      "bravery", "clear_case",  "financial", NULL};
enum { S_STAGE, S_AMOUNT, S_GROUND };
static const struct rule_field security_in[] = {
    {"stage", RULE_WORD, true, stages, "阶段", "stage"},
    {"amount_fen", RULE_FEN, true, NULL, "请求保全的数额（分）", "amount to be preserved, fen"},
    {"ground", RULE_WORD, false, grounds, "不要求担保的情形", "ground to do without security"},
    {0}};
static const struct rule_field security_out[] = {
    {"security_max_fen", RULE_FEN, true, NULL, "担保最高（分）", "security at most, fen"},
    {"waivable", RULE_FLAG, true, NULL, "可以不要求担保", "the court may ask for none"},
    REASONS,
    RULE_ACCOUNT,
    {0}};

static enum err_kind security(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    struct security_answer answer =
        preservation_security((enum preservation_stage) v[S_STAGE].word, v[S_AMOUNT].integer,
                              (enum security_ground) given_word(&v[S_GROUND], 0));
    (void) reterr;
    json_named_int(call->writer, "security_max_fen", answer.security_max_fen);
    json_named_flag(call->writer, "waivable", answer.waivable);
    answer_reasons(call, &answer.reason, 1);
    return ERR_NONE;
}

/* ---- confirmation --------------------------------------------------------------------------- */

enum { C_EFFECT, C_APPLIED, C_FAULTS };
static const struct rule_field confirmation_in[] = {
    {"effective", RULE_DAY, false, NULL, "调解协议生效之日", "the day the agreement took effect"},
    {"applied", RULE_DAY, false, NULL, "申请之日", "the day of the application"},
    {"faults", RULE_WORDS, false, confirmation_fault_words, "存在的情形", "what stands against it"},
    {0}};
static const struct rule_field confirmation_out[] = {
    {"accepted", RULE_FLAG, true, NULL, "应当受理", "the application is taken"},
    {"confirmed", RULE_FLAG, true, NULL, "可以确认（由法官裁定）",
     "may be confirmed; a judge decides"},
    {"apply_by", RULE_DAY, false, NULL, "最后申请日", "last day to apply"},
    REASONS,
    RULE_ACCOUNT,
    {0}};

static enum err_kind confirmation(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    unsigned faults = 0;
    struct period_end end = {0};
    for (size_t i = 0; i < v[C_FAULTS].count; i++) {
        for (size_t bit = 0; confirmation_fault_words[bit]; bit++) {
            if (strcmp(confirmation_fault_words[bit], v[C_FAULTS].list[i]) == 0)
                faults |= 1U << bit;
        }
    }
    const struct period *period =
        v[C_EFFECT].given ? period_find("confirmation.apply", (int32_t) v[C_EFFECT].integer) : NULL;
    if (period) {
        enum err_kind kind = period_compute(period, call->world->calendar,
                                            start_of_day((int32_t) v[C_EFFECT].integer), 0,
                                            call->arena, &end, reterr);
        if (kind)
            return kind;
        if (v[C_APPLIED].given && v[C_APPLIED].integer > end.last_day)
            faults |= CONFIRM_LATE;
    }
    struct confirmation_answer answer = confirmation_check(faults);
    json_named_flag(call->writer, "accepted", answer.accepted);
    json_named_flag(call->writer, "confirmed", answer.confirmed);
    if (period)
        json_named_text(call->writer, "apply_by", day_format(call->arena, end.last_day));
    answer_reasons(call, answer.reasons, answer.reason_count);
    return ERR_NONE;
}

/* ---- appraisal, reappraisal ----------------------------------------------------------------- */

enum { A_COMPLEX, A_COMMON, A_IRRELEVANT, A_MEANINGLESS, A_OWN, A_LATE, A_UNPAID, A_EXAMINED };
static const struct rule_field appraisal_in[] = {
    {"complex", RULE_FLAG, false, NULL, "重大、疑难、复杂", "major or complex"},
    {"common_sense", RULE_FLAG, false, NULL, "凭常识可以认定", "common sense tells"},
    {"irrelevant", RULE_FLAG, false, NULL, "与待证事实无关", "irrelevant"},
    {"meaningless", RULE_FLAG, false, NULL, "没有意义", "of no use"},
    {"partys_own_proof", RULE_FLAG, false, NULL, "应当由当事人举证", "the party's own proof"},
    {"applied_late", RULE_FLAG, false, NULL, "逾期申请", "applied too late"},
    {"not_prepaid", RULE_FLAG, false, NULL, "没有预交费用", "the fee was not prepaid"},
    {"materials_examined", RULE_FLAG, true, NULL, "材料已经质证",
     "the materials were examined by both sides"},
    {0}};
static const struct rule_field appraisal_out[] = {
    {"entrusted", RULE_FLAG, true, NULL, "可以委托", "it may be commissioned"},
    {"working_days", RULE_INT, false, NULL, "期限（工作日），不计入审理期限",
     "working days, not counted in the trial limit"},
    REASONS,
    RULE_ACCOUNT,
    {0}};

static enum err_kind appraisal(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    struct appraisal_question question = {.complex = given_flag(&v[A_COMPLEX]),
                                          .common_sense = given_flag(&v[A_COMMON]),
                                          .irrelevant = given_flag(&v[A_IRRELEVANT]),
                                          .meaningless = given_flag(&v[A_MEANINGLESS]),
                                          .partys_own_proof = given_flag(&v[A_OWN]),
                                          .applied_late = given_flag(&v[A_LATE]),
                                          .not_prepaid = given_flag(&v[A_UNPAID]),
                                          .materials_examined = given_flag(&v[A_EXAMINED])};
    struct appraisal_answer answer = appraisal_decide(&question);
    (void) reterr;
    json_named_flag(call->writer, "entrusted", answer.entrusted);
    if (answer.entrusted)
        json_named_int(call->writer, "working_days", answer.working_days);
    answer_reasons(call, &answer.reason, 1);
    return ERR_NONE;
}

static const char *const again_grounds[] = {"unqualified", "procedure", "unfounded",
                                            "unusable",    "other",     NULL};
static const struct rule_field again_in[] = {
    {"ground", RULE_WORD, true, again_grounds, "理由", "ground"}, {0}};
static const struct rule_field again_out[] = {
    {"again", RULE_FLAG, true, NULL, "重新鉴定", "another appraisal"},
    {"fee_back", RULE_FLAG, true, NULL, "退还鉴定费用", "the fee goes back"},
    REASONS,
    RULE_ACCOUNT,
    {0}};

static enum err_kind again(const struct rule_call *call, struct err *reterr)
{
    bool redo = false, fee_back = false;
    struct track_reason reason =
        appraisal_again((enum reappraisal_ground) call->values[0].word, &redo, &fee_back);
    (void) reterr;
    json_named_flag(call->writer, "again", redo);
    json_named_flag(call->writer, "fee_back", fee_back);
    answer_reasons(call, &reason, 1);
    return ERR_NONE;
}

const struct rule care_rules[] = {
    {"preservation_term", "保全的期限", "Term and renewal of a preservation", NULL, term_in,
     term_out, "{\"asset\":\"real_property\",\"start\":\"2026-03-15\"}", term},
    {"preservation_security", "保全的担保", "Security for a preservation", NULL, security_in,
     security_out, "{\"stage\":\"in_suit\",\"amount_fen\":100000000}", security},
    {"confirmation", "司法确认", "May an agreement be confirmed?", NULL, confirmation_in,
     confirmation_out, "{\"effective\":\"2026-01-20\",\"applied\":\"2026-02-24\"}", confirmation},
    {"appraisal", "委托鉴定", "May an appraisal be commissioned?", NULL, appraisal_in,
     appraisal_out, "{\"materials_examined\":true}", appraisal},
    {"reappraisal", "重新鉴定", "Another appraisal?", NULL, again_in, again_out,
     "{\"ground\":\"unqualified\"}", again},
    {0}};

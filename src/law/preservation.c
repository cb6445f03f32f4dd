/* law/preservation: see preservation.h. */
#include "law/preservation.h"

#include "law/period.h"

#define PR                    "最高人民法院关于人民法院办理财产保全案件若干问题的规定"
#define ER                    "最高人民法院关于民事诉讼证据的若干规定"
#define JI                    "民事诉讼法解释"
#define REASON(zh, en, basis) ((struct track_reason){zh, en, basis})

enum { SECURITY_PERCENT = 30 };

/* 30 %, cut to the fen: "at most". Split, so that no product overflows. */
static int64_t security_share(int64_t amount_fen)
{
    return amount_fen / 100 * SECURITY_PERCENT + amount_fen % 100 * SECURITY_PERCENT / 100;
}

struct security_answer preservation_security(enum preservation_stage stage, int64_t amount_fen,
                                             enum security_ground ground)
{
    if (stage == PRESERVE_PRE_SUIT)
        return (struct security_answer){
            amount_fen, false,
            REASON("诉前保全应当提供担保，数额相当于请求保全的数额；情况特殊的，法院可以酌情处理",
                   "before the suit security is due, equal to the amount; the court may vary it",
                   JI "第一百五十二条")};
    if (stage == PRESERVE_AFTER_JUDGMENT)
        return (struct security_answer){
            security_share(amount_fen), true,
            REASON("判决后、执行前申请保全的，法院可以不要求提供担保",
                   "after judgment and before enforcement the court may ask for none",
                   PR "第九条")};
    if (ground != SECURITY_NO_GROUND)
        return (struct security_answer){
            security_share(amount_fen), true,
            REASON("符合规定情形的，法院可以不要求提供担保",
                   "on a ground of the rules the court may ask for none", PR "第九条")};
    return (struct security_answer){security_share(amount_fen), false,
                                    REASON("担保数额不超过请求保全数额的百分之三十",
                                           "security of at most 30 % of the amount to be preserved",
                                           PR "第五条")};
}

/* Lengths stand in law/period's table. */
struct term_answer preservation_term(enum preserved_asset asset, int32_t start_day, int years)
{
    static const struct {
        const char *period, *zh, *en;
    } rows[] = {[ASSET_DEPOSIT] = {"preservation.deposit", "冻结银行存款的期限不得超过一年",
                                   "a deposit: one year at most"},
                [ASSET_MOVABLE] = {"preservation.movable", "查封、扣押动产的期限不得超过二年",
                                   "movables: two years at most"},
                [ASSET_REAL_PROPERTY] = {"preservation.real_property",
                                         "查封不动产的期限不得超过三年",
                                         "real property: three years at most"},
                [ASSET_OTHER] = {"preservation.other", "冻结其他财产权的期限不得超过三年",
                                 "other rights: three years at most"}};
    struct period term = *period_find(rows[asset].period, start_day);
    int most = term.length;
    term.length = years > 0 && years < most ? years : most;
    int32_t expires = period_raw_day(&term, start_day);
    return (struct term_answer){expires,
                                period_raw_day(period_find("preservation.renew", expires), expires),
                                most, REASON(rows[asset].zh, rows[asset].en, term.basis)};
}

struct appraisal_answer appraisal_decide(const struct appraisal_question *question)
{
    const struct {
        bool bars;
        struct track_reason reason;
    } bars[] = {
        {question->common_sense,
         {"凭常识、经验可以推定的事实，不予委托鉴定", "what common sense tells needs no appraisal",
          "法〔2020〕202号第一条"}},
        {question->irrelevant,
         {"与待证事实无关，不予委托鉴定", "irrelevant to what is to be proved",
          "法〔2020〕202号第一条"}},
        {question->meaningless,
         {"对证明待证事实没有意义，不予委托鉴定", "of no use to the proof",
          "法〔2020〕202号第一条"}},
        {question->partys_own_proof,
         {"应当由当事人举证的非专门性问题，不予委托鉴定", "no expert question: the party proves it",
          "法〔2020〕202号第一条"}},
        {question->applied_late,
         {"没有在指定期间内申请，视为放弃", "not applied for in the period set: waived",
          ER "第三十一条"}},
        {question->not_prepaid,
         {"没有预交鉴定费用，视为放弃", "the fee was not prepaid: waived", ER "第三十一条"}},
        {!question->materials_examined,
         {"鉴定材料应当先经质证", "the materials must be examined by both sides first",
          ER "第三十四条"}}};
    for (size_t i = 0; i < COUNT_OF(bars); i++) {
        if (bars[i].bars)
            return (struct appraisal_answer){.reason = bars[i].reason};
    }
    const char *period = question->complex ? "appraisal.complex" : "appraisal";
    return (struct appraisal_answer){
        true, period_find(period, INT32_MAX)->length, /* as the law is now */
        period,
        REASON("鉴定的期间不计入审理期限和调解期限",
               "the time of an appraisal counts neither in the trial limit nor in mediation",
               "法〔2020〕202号第十三条；" JI "第二百四十三条")};
}

struct track_reason appraisal_again(enum reappraisal_ground ground, bool *ret_again,
                                    bool *ret_fee_back)
{
    *ret_again = ground != REAPPRAISE_OTHER;
    *ret_fee_back = ground < REAPPRAISE_UNUSABLE;
    if (*ret_fee_back)
        return REASON(
            "鉴定人没有资格、程序严重违法或者意见明显依据不足，应当重新鉴定并退还鉴定费用",
            "unqualified, gravely irregular or plainly unfounded: again, and the fee goes "
            "back",
            ER "第四十条");
    if (*ret_again)
        return REASON("鉴定意见不能作为证据使用的其他情形，应当重新鉴定",
                      "for another reason it cannot be evidence: again", ER "第四十条");
    return REASON("可以通过补正、补充鉴定或者补充质证解决的，不予重新鉴定",
                  "what correction, addition or examination can mend is not done again",
                  ER "第四十条");
}

/* law/period_extension: see period_extension.h. The longest name that fits decides. */
#include "law/period_extension.h"

#define CPL "中华人民共和国民事诉讼法"
#define JI  "最高人民法院关于适用民事诉讼法的解释"
#define ADM "中华人民共和国行政诉讼法"
#define OMR "人民法院在线调解规则"

/* clang-format off */
#define OBSTACLE EXTENDS_OBSTACLE, "extension.apply", \
    "因不可抗拒的事由或者其他正当理由耽误的，可以在障碍消除后十日内申请顺延，由人民法院决定。", \
    "Missed by force majeure or another good reason: apply within ten days of the obstacle's end; the court decides.", CPL "第八十六条"
#define BY_ALL EXTENDS_AGREEMENT, "mediation.extension", \
    "各方当事人同意延长的，不受此限；只有一方同意的，到期终止。", \
    "Longer when all parties agree; one side's wish is not enough.", OMR "第二十四条"

static const struct period_extension invariable = {
    "", EXTENDS_NOT, NULL, "这是不变期间，不中止、不中断、不延长。", "An invariable period: never suspended, interrupted or extended.", JI "第一百二十七条"};

static const struct period_extension rows[] = {
    {"", EXTENDS_NOT, NULL, "没有延长这一期间的规定。", "No rule makes this period longer.", ""},
    {"administrative.sue", EXTENDS_OBSTACLE, "extension.apply",
     "因不可抗力或者其他不属于自身的原因耽误的，耽误的时间不计；其他特殊情况可以在障碍消除后十日内申请延长，由人民法院决定。",
     "Time lost by force majeure or another's cause is not counted; in other cases apply within ten days of the obstacle's end.", ADM "第四十八条"},
    {"administrative.sue.outer", EXTENDS_NOT, NULL, "这是最长期限，超过的人民法院不予受理。", "The outer limit: later suits are not taken.", ADM "第四十六条"},
    {"appeal.administrative", OBSTACLE},
    {"appeal.answer", OBSTACLE},
    {"appeal.answer_copy", EXTENDS_NOT, NULL, "没有延长这一期间的规定。", "No rule makes this period longer.", ""},
    {"appeal.judgment", OBSTACLE},
    {"appeal.ruling", OBSTACLE},
    {"appraisal", EXTENDS_REQUEST, NULL, "不能按期完成的，鉴定人书面申请，由人民法院决定。", "The appraiser asks in writing; the court decides.", "法〔2020〕202号第十三条"},
    {"confirmation.apply", OBSTACLE},
    {"confirmation.decide", EXTENDS_PRESIDENT, "confirmation.decide.extension", "有特殊情况需要延长的，经本院院长批准，可以延长十日。", "With leave of the court's president ten days more.", "最高人民法院关于人民调解协议司法确认程序的若干规定第五条"},
    {"confirmation.object", OBSTACLE},
    {"defence.file", OBSTACLE},
    {"enforcement.apply", EXTENDS_SUSPENSION, NULL, "申请执行时效的中止、中断，适用法律有关诉讼时效中止、中断的规定。", "It stands still and starts anew as the limitation of actions does.", CPL "第二百五十条"},
    {"enforcement.object_suit", OBSTACLE},
    {"enforcement.reconsider", OBSTACLE},
    {"evidence", EXTENDS_REQUEST, NULL, "提供证据确有困难的，在举证期限内书面申请延长，由人民法院决定；延长的期限适用于其他当事人。", "In real difficulty ask in writing before the end; the court decides, and the longer time is for all parties.", JI "第一百条"},
    {"fee.prepay", OBSTACLE},
    {"jurisdiction.object", OBSTACLE},
    {"mediation.A", BY_ALL},
    {"mediation.B", BY_ALL},
    {"mediation.C", BY_ALL},
    {"mediation.D", BY_ALL},
    {"payment_order.object", OBSTACLE},
    {"petition.handle", EXTENDS_PRESIDENT, "petition.extension", "情况复杂的，经本机关、单位负责人批准，可以延长三十日。", "Where complex, with leave of the head of the body, thirty days more.", "信访工作条例第三十四条"},
    {"preservation.enforce", OBSTACLE},
    {"preservation.reconsider", OBSTACLE},
    {"preservation.reconsider.decide", EXTENDS_NOT, NULL, "没有延长这一期间的规定。", "No rule makes this period longer.", ""},
    {"preservation.sue", OBSTACLE},
    {"sanction.reconsider", OBSTACLE},
    {"trial.administrative", EXTENDS_PRESIDENT, NULL, "有特殊情况需要延长的，由高级人民法院批准；高级人民法院审理的，由最高人民法院批准。", "With leave of the high court; its own cases with leave of the Supreme Court.", ADM "第八十一条"},
    {"trial.administrative.simplified", EXTENDS_NOT, NULL, "简易程序的审理期限不延长；不宜适用的，裁定转为普通程序。", "Not longer: what does not suit becomes ordinary by ruling.", ADM "第八十三条、第八十四条"},
    {"trial.ordinary", EXTENDS_PRESIDENT, "trial.ordinary.extension", "有特殊情况需要延长的，经本院院长批准，可以延长六个月；还需要延长的，报请上级人民法院批准。", "With leave of the president six months more; further with leave of the court above.", CPL "第一百五十二条"},
    {"trial.ordinary.extension", EXTENDS_PRESIDENT, NULL, "还需要延长的，报请上级人民法院批准。", "Further with leave of the court above.", CPL "第一百五十二条"},
    {"trial.second", EXTENDS_PRESIDENT, NULL, "有特殊情况需要延长的，由本院院长批准。", "With leave of the court's president.", CPL "第一百八十三条"},
    {"trial.small_claims", EXTENDS_PRESIDENT, "trial.small_claims.extension", "有特殊情况需要延长的，经本院院长批准，可以延长一个月。", "With leave of the president one month more.", CPL "第一百六十八条"},
    {"trial.small_claims.extension", EXTENDS_NOT, NULL, "只延长一次。", "Once only.", CPL "第一百六十八条"},
    {"trial.special", EXTENDS_PRESIDENT, NULL, "有特殊情况需要延长的，由本院院长批准。", "With leave of the court's president.", CPL "第一百八十七条"},
    {"trial.summary", EXTENDS_PRESIDENT, "trial.summary.extension", "有特殊情况需要延长的，经本院院长批准，可以延长一个月，累计不超过四个月。", "With leave of the president one month more, four in all.", CPL "第一百六十四条；" JI "第二百五十八条"},
    {"trial.summary.extension", EXTENDS_NOT, NULL, "累计不超过四个月。", "Four months in all.", JI "第二百五十八条"},
};
/* clang-format on */

/* "trial.summary" fits itself and what is below it, not "trial.summary2". */
static bool fits(const char *prefix, const char *name)
{
    size_t length = strlen(prefix);
    return strncmp(prefix, name, length) == 0 && (name[length] == '.' || name[length] == '\0');
}

const struct period_extension *period_extension_of(const struct period *period)
{
    const struct period_extension *found = &rows[0];
    if (period->invariable)
        return &invariable;
    for (size_t i = 1; i < COUNT_OF(rows); i++) {
        if (fits(rows[i].name, period->name))
            found = &rows[i]; /* sorted: the longer name comes later */
    }
    return found;
}

const char *extension_kind_name(enum extension_kind kind)
{
    static const char *const names[EXTENSION_KIND_COUNT] = {"none",      "obstacle",  "request",
                                                            "president", "agreement", "suspension"};
    return names[kind];
}

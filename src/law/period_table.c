/* law/period_table: the periods of the law, as dated data. One row, one article. */
#include "law/period.h"

#define CPL       "中华人民共和国民事诉讼法"
#define OMR       "人民法院在线调解规则"
#define FEE       "诉讼费用交纳办法"
#define REG       "最高人民法院关于人民法院登记立案若干问题的规定"
#define INV       "最高人民法院关于人民法院特邀调解的规定"

#define COMPLAINT "收到起诉材料", "receipt of the complaint"
#define FILED     "立案", "registration"
#define SERVED    "送达", "service"

/* clang-format off */
const struct period periods[] = {
    /* name                          zh                      en                              n  unit                 shifts stat. inv.  start event                basis                                from  to */
    {"filing.decide",                "立案审查期限",           "Deciding on registration",     7, PERIOD_DAYS,         true,  true,  false, COMPLAINT,               CPL "第一百二十六条",                 NULL, NULL},
    {"filing.decide.private_prosecution", "自诉立案审查期限",  "Deciding on a private prosecution", 15, PERIOD_DAYS,   true,  true,  false, COMPLAINT,               REG "第八条",                         NULL, NULL},
    {"filing.decide.third_party_revocation", "第三人撤销之诉立案审查期限", "Deciding on a third-party revocation suit", 30, PERIOD_DAYS, true, true, false, COMPLAINT, REG "第八条",                     NULL, NULL},
    {"filing.decide.enforcement_objection", "执行异议之诉立案审查期限", "Deciding on an enforcement-objection suit", 15, PERIOD_DAYS, true, true, false, COMPLAINT,    REG "第八条",                         NULL, NULL},
    {"filing.refusal_complaint",     "不立案投诉答复期限",     "Answer to a complaint about refusal", 15, PERIOD_DAYS, true,  true,  false, "受理投诉", "acceptance of the complaint", REG "第十三条",      NULL, NULL},
    {"service.complaint_copy",       "起诉状副本发送期限",     "Sending the complaint's copy",  5, PERIOD_DAYS,        true,  true,  false, FILED,                   CPL "第一百二十八条",                 NULL, NULL},
    {"defence.file",                 "答辩期",                "Defence",                      15, PERIOD_DAYS,         true,  true,  false, "收到起诉状副本", "receipt of the complaint's copy", CPL "第一百二十八条", NULL, NULL},
    {"defence.file.foreign",         "答辩期（境外）",         "Defence (no domicile in the mainland)", 30, PERIOD_DAYS, true, true, false, "收到起诉状副本", "receipt of the complaint's copy", CPL "第二百八十五条", "2024-01-01", NULL},
    {"defence.copy",                 "答辩状副本发送期限",     "Sending the defence's copy",    5, PERIOD_DAYS,        true,  true,  false, "收到答辩状", "receipt of the defence", CPL "第一百二十八条",       NULL, NULL},
    {"panel.named",                  "告知合议庭组成人员",     "Naming the panel",              3, PERIOD_DAYS,        true,  true,  false, "确定合议庭", "forming the panel",      CPL "第一百三十一条",       NULL, NULL},
    {"recusal.decide",               "回避决定期限",           "Deciding on recusal",           3, PERIOD_DAYS,        true,  true,  false, "提出回避申请", "the application",      CPL "第五十条",             NULL, NULL},
    {"appeal.judgment",              "判决上诉期",             "Appeal against a judgment",    15, PERIOD_DAYS,         true,  true,  false, SERVED,                  CPL "第一百七十一条",                 NULL, NULL},
    {"appeal.ruling",                "裁定上诉期",             "Appeal against a ruling",      10, PERIOD_DAYS,         true,  true,  false, SERVED,                  CPL "第一百七十一条",                 NULL, NULL},
    {"trial.ordinary",               "普通程序审理期限",       "Trial, ordinary procedure",     6, PERIOD_MONTHS,      true,  true,  false, FILED,                   CPL "第一百五十二条",                 NULL, NULL},
    {"trial.summary",                "简易程序审理期限",       "Trial, summary procedure",      3, PERIOD_MONTHS,      true,  true,  false, FILED,                   CPL "第一百六十四条",                 NULL, NULL},
    {"trial.small_claims",           "小额诉讼审理期限",       "Trial, small claims",           2, PERIOD_MONTHS,      true,  true,  false, FILED,                   CPL "第一百六十八条",                 "2022-01-01", NULL},
    {"retrial.apply",                "申请再审期限",           "Applying for retrial",          6, PERIOD_MONTHS,      true,  true,  true,  "裁判生效", "the decision's effect",    CPL "第二百一十六条",       "2024-01-01", NULL},
    {"enforcement.apply",            "申请执行期限",           "Applying for enforcement",      2, PERIOD_YEARS,       true,  true,  false, "履行期限届满", "the end of the time for performance", CPL "第二百五十条", "2024-01-01", NULL},
    {"notice.public",                "公告送达期限",           "Public notice",                30, PERIOD_DAYS,         false, true,  false, "发出公告", "the notice's issue",       CPL "第九十五条",           "2022-01-01", NULL},
    {"notice.public",                "公告送达期限",           "Public notice",                60, PERIOD_DAYS,         false, true,  false, "发出公告", "the notice's issue",       CPL "（2017）第九十二条",   NULL, "2021-12-31"},
    {"preservation.pre_suit",        "诉前保全裁定期限",       "Ruling on pre-suit preservation", 48, PERIOD_HOURS,     false, true,  false, "接受申请", "acceptance of the application", CPL "第一百零四条",    NULL, NULL},
    {"preservation.sue",             "诉前保全后起诉期限",     "Suing after pre-suit preservation", 30, PERIOD_DAYS,   true,  true,  false, "采取保全措施", "the measure",          CPL "第一百零四条",         NULL, NULL},
    {"preservation.deposit",         "冻结存款期限",           "Freezing a deposit",            1, PERIOD_YEARS,       false, true,  false, "冻结", "the freeze",                   "最高人民法院关于适用民事诉讼法的解释第四百八十五条", NULL, NULL},
    {"confirmation.apply",           "申请司法确认期限",       "Applying for judicial confirmation", 30, PERIOD_DAYS,  true,  true,  false, "调解协议生效", "the agreement's effect", CPL "第二百零五条",       "2024-01-01", NULL},
    {"confirmation.apply",           "申请司法确认期限",       "Applying for judicial confirmation", 30, PERIOD_DAYS,  true,  true,  false, "调解协议生效", "the agreement's effect", CPL "（2021）第二百零一条", "2022-01-01", "2023-12-31"},
    {"mediation.A",                  "调解期限",               "Mediation",                    30, PERIOD_DAYS,         true,  true,  false, "调解员确认", "the mediator's confirmation", OMR "第二十四条",      "2022-01-01", NULL},
    {"mediation.B",                  "调解期限",               "Mediation",                    30, PERIOD_DAYS,         true,  true,  false, "调解员确认", "the mediator's confirmation", INV "第二十七条；" OMR "第二十四条", NULL, NULL},
    {"mediation.C.ordinary",         "委托调解期限",           "Entrusted mediation",          15, PERIOD_DAYS,         true,  true,  false, "调解员签收材料", "the mediator's receipt", INV "第二十七条；" OMR "第二十四条", NULL, NULL},
    {"mediation.C.summary",          "委托调解期限",           "Entrusted mediation",           7, PERIOD_DAYS,         true,  true,  false, "调解员签收材料", "the mediator's receipt", INV "第二十七条；" OMR "第二十四条", NULL, NULL},
    {"mediation.D.ordinary",         "审理中调解期限",         "Mediation during trial",       15, PERIOD_DAYS,         true,  true,  false, "调解员签收材料", "the mediator's receipt", INV "第二十七条；" OMR "第二十四条", NULL, NULL},
    {"mediation.D.summary",          "审理中调解期限",         "Mediation during trial",        7, PERIOD_DAYS,         true,  true,  false, "调解员签收材料", "the mediator's receipt", INV "第二十七条；" OMR "第二十四条", NULL, NULL},
    {"mediation.extension",          "调解延长期限",           "Extension of mediation",       30, PERIOD_DAYS,         true,  true,  false, "各方同意延长", "all parties' consent", OMR "第二十四条",           "2022-01-01", NULL},
    {"mediation.choose",             "选定调解员期限",         "Choosing a mediator",           2, PERIOD_WORKING_DAYS, true,  true,  false, "各方同意调解", "both consents",        OMR "第十条",               "2022-01-01", NULL},
    {"mediation.assign",             "指定调解员期限",         "Assigning a mediator",          3, PERIOD_WORKING_DAYS, true,  true,  false, "申请指定", "the application to assign", OMR "第十条",             "2022-01-01", NULL},
    {"mediation.confirm",            "调解员确认期限",         "The mediator's confirmation",   3, PERIOD_WORKING_DAYS, true,  true,  false, "收到指定", "the assignment",           OMR "第十二条",             "2022-01-01", NULL},
    {"fee.prepay",                   "预交案件受理费期限",     "Prepaying the acceptance fee",  7, PERIOD_DAYS,        true,  true,  false, "收到交费通知", "receipt of the fee notice", FEE "第二十二条",       NULL, NULL},
    {"fee.refund",                   "退费期限",               "Refund",                       15, PERIOD_DAYS,         true,  true,  false, "法律文书生效", "the document's effect", FEE "第五十三条",           NULL, NULL},
    {"fee.review",                   "诉讼费用复核期限",       "Review of a fee decision",     15, PERIOD_DAYS,         true,  true,  false, "申请复核", "the application",          FEE "第四十三条",           NULL, NULL},
};
/* clang-format on */
const size_t period_count = COUNT_OF(periods);

/* law/remedy: two tables. */
#include "law/remedy.h"

#include <string.h>

#define CPL "民事诉讼法"
#define JI  "民事诉讼法解释"

/* clang-format off */
const struct remedy remedies[] = {
    {"not_accepted", "可以自裁定送达之日起十日内向上一级人民法院上诉", "appeal to the court above within 10 days of service", "appeal.ruling", CPL "第一百二十六条、第一百七十一条"},
    {"not_registered", "可以自裁定送达之日起十日内向上一级人民法院上诉", "appeal to the court above within 10 days of service", "appeal.administrative.ruling", "行政诉讼法第五十一条、第八十五条"},
    {"suit_dismissed", "可以自裁定送达之日起十日内向上一级人民法院上诉", "appeal to the court above within 10 days of service", "appeal.ruling", CPL "第一百五十七条、第一百七十一条"},
    {"jurisdiction_objection", "可以自裁定送达之日起十日内向上一级人民法院上诉", "appeal to the court above within 10 days of service", "appeal.ruling", CPL "第一百三十条、第一百七十一条"},
    {"small_claims_ruling", "小额诉讼的管辖权异议、驳回起诉裁定一经作出即生效，不能上诉；可以申请再审", "in small claims these rulings take effect at once: no appeal; retrial may be applied for", "retrial.apply", JI "第二百七十六条、第二百七十七条"},
    {"judgment", "可以自判决送达之日起十五日内上诉", "appeal within 15 days of service", "appeal.judgment", CPL "第一百七十一条"},
    {"small_claims_judgment", "一审终审，不能上诉；可以申请再审", "final at first instance: no appeal; retrial may be applied for", "retrial.apply", CPL "第一百六十五条"},
    {"complaint_returned", "可以补正后再次提交；认为应当登记立案的，可以要求出具书面裁定，或者向上级法院投诉", "correct it and hand it in again; ask for a written ruling, or complain to the court above", NULL, "最高人民法院关于人民法院登记立案若干问题的规定第九条、第十三条"},
    {"filing_delayed", "可以向受诉法院或者上级法院投诉，法院应当在受理投诉之日起十五日内答复", "complain to the court or the one above: an answer is due in 15 days", "filing.refusal_complaint", "最高人民法院关于人民法院登记立案若干问题的规定第十三条"},
    {"recusal", "可以在接到决定时申请复议一次，复议期间不停止工作", "reconsideration once, on receiving the decision; work goes on meanwhile", NULL, CPL "第五十条"},
    {"preservation", "可以自收到裁定之日起五日内申请复议一次，复议期间不停止执行", "reconsideration once within 5 days of receipt; enforcement goes on meanwhile", "preservation.reconsider", CPL "第一百一十一条；最高人民法院关于人民法院办理财产保全案件若干问题的规定第二十五条"},
    {"sanction", "可以自收到决定之日起三日内向上一级人民法院申请复议一次", "reconsideration once by the court above, within 3 days of receipt", "sanction.reconsider", CPL "第一百一十九条；" JI "第一百八十五条"},
    {"confirmation_rejected", "当事人可以通过调解变更原协议或者达成新的协议，也可以向人民法院起诉；有仲裁协议的，可以申请仲裁", "change the agreement or make a new one by mediation, or sue; arbitrate where agreed", NULL, CPL "第二百零六条"},
    {"confirmation_ruling", "当事人可以自收到裁定之日起十五日内提出异议；利害关系人可以自知道或者应当知道之日起六个月内提出", "parties object within 15 days of receipt; others concerned within 6 months of knowing", "confirmation.object", JI "第三百七十二条"},
    {"payment_order_dismissed", "裁定驳回支付令申请不能上诉，可以起诉", "no appeal against the dismissal; a suit may be brought", NULL, CPL "第二百二十五条、第二百二十八条"},
    {"protection_refused", "可以自裁定生效之日起五日内向作出裁定的人民法院申请复议一次", "reconsideration once by the same court within 5 days of effect", "protection.reconsider", "反家庭暴力法第三十一条"},
    {"protection_final", "有新的事实可以再次申请；有危险请立即报警", "apply again with new facts; in danger call the police", NULL, "反家庭暴力法第二十三条"},
    {"fee", "可以向作出决定的法院院长申请复核，复核决定自收到申请之日起十五日内作出；计算错误的，可以请求核实", "review by the court's president, decided within 15 days of the application; errors of computing may be pointed out at any time", "fee.review", "诉讼费用交纳办法第四十三条"},
    {"relief_refused", "不予缓、减、免的，应当书面说明理由；可以在指定期间内交费，或者补充困难证明再次申请", "the reasons are given in writing; pay within the period set, or apply again with further proof", NULL, "诉讼费用交纳办法第四十八条"},
    {"enforcement_act", "可以自裁定送达之日起十日内向上一级人民法院申请复议", "reconsideration by the court above within 10 days of service", "enforcement.reconsider", CPL "第二百三十六条"},
    {"enforcement_object", "案外人、当事人可以自裁定送达之日起十五日内起诉，或者按审判监督程序办理", "suit within 15 days of service, or trial supervision", "enforcement.object_suit", CPL "第二百三十八条"},
    {"mediation_refused", "不影响起诉的权利；协商中的让步不能作为对您不利的证据", "the right to sue is untouched; concessions made are no evidence against you", NULL, CPL "第九十六条；" JI "第一百零七条"},
    {0},
};

const struct agent_act agent_acts[] = {
    {"admit_claim", true, false, "承认对方的诉讼请求", "admitting a claim", CPL "第六十二条"},
    {"waive_claim", true, false, "放弃诉讼请求", "waiving a claim", CPL "第六十二条"},
    {"change_claim", true, false, "变更诉讼请求", "changing a claim", CPL "第六十二条"},
    {"settle", true, false, "和解、接受调解协议", "settling, agreeing in mediation", CPL "第六十二条"},
    {"counterclaim", true, false, "提起反诉", "counterclaiming", CPL "第六十二条"},
    {"appeal", true, false, "提起上诉", "appealing", CPL "第六十二条"},
    {"withdraw_suit", true, false, "撤回起诉（处分诉讼请求）", "withdrawing the suit, which disposes of the claim", CPL "第六十二条"},
    {"receive_money", true, false, "代收执行款物", "receiving money in enforcement", "最高人民法院关于人民法院执行工作若干问题的规定"},
    {"divorce_will", true, true, "离婚与否的意思：本人到庭，或者书面意见", "the will to divorce: the person, or a written opinion", CPL "第六十五条"},
    {"file", false, false, "递交起诉材料、补正", "handing in and correcting papers", CPL "第六十一条"},
    {"submit_evidence", false, false, "举证、质证", "evidence", CPL "第六十四条"},
    {"read_file", false, false, "查阅本案有关材料", "reading the file", CPL "第六十四条"},
    {"receive_papers", false, false, "代收诉讼文书", "receiving papers", CPL "第八十八条"},
    {"attend_hearing", false, false, "出庭、陈述、辩论", "attending and arguing", CPL "第六十一条"},
    {"object_jurisdiction", false, false, "提出管辖权异议", "objecting to jurisdiction", CPL "第一百三十条"},
    {"apply_preservation", false, false, "申请财产保全", "applying for preservation", CPL "第一百零三条"},
    {0},
};
/* clang-format on */

const struct remedy *remedy_of(const char *decision)
{
    for (const struct remedy *remedy = remedies; remedy->decision; remedy++) {
        if (strcmp(remedy->decision, decision) == 0)
            return remedy;
    }
    return NULL;
}

const struct agent_act *agent_act_of(const char *act)
{
    for (const struct agent_act *row = agent_acts; row->act; row++) {
        if (strcmp(row->act, act) == 0)
            return row;
    }
    return NULL;
}

/* law/confirmation: see confirmation.h. */
#include "law/confirmation.h"

#define CPL "民事诉讼法"
#define JI  "民事诉讼法解释"
#define PUB "最高人民法院关于人民法院在互联网公布裁判文书的规定"

/* clang-format off */
const char *const confirmation_fault_words[] = {
    "not_joint", "late", "organisation", "outside", "wrong_court", "status", "other_procedure",
    "ownership", "illegal", "harms", "public_order", "involuntary", "unclear", NULL};

enum { REFUSED_BITS = CONFIRM_ILLEGAL - 1 }; /* what stands before the first ground of rejection */

static const struct track_reason faults_told[] = {
    {"应当由各方当事人共同申请", "all parties apply together", CPL "第二百零五条"},
    {"应当自协议生效之日起三十日内申请；逾期的，可以起诉", "within 30 days of the agreement's effect; later, a suit may be brought", CPL "第二百零五条"},
    {"应当是依法设立的调解组织主持达成的协议", "an agreement reached before a lawfully established body", CPL "第二百零五条"},
    {"不属于人民法院受理范围", "outside what courts decide", JI "第三百五十五条第一项"},
    {"不属于收到申请的人民法院管辖，应当告知有管辖权的法院", "another court has jurisdiction: it is named", JI "第三百五十五条第二项"},
    {"申请确认婚姻关系、亲子关系、收养关系等身份关系无效、有效或者解除的，不予受理", "marriage, parentage, adoption: not taken", JI "第三百五十五条第三项"},
    {"涉及适用其他特别程序、公示催告程序、破产程序审理的，不予受理", "special procedure, public summons, bankruptcy: not taken", JI "第三百五十五条第四项"},
    {"调解协议内容涉及物权、知识产权确权的，不予受理", "it confirms title or intellectual property: not taken", JI "第三百五十五条第五项"},
    {"违反法律强制性规定的，裁定驳回", "against mandatory law: dismissed", JI "第三百五十八条第一项"},
    {"损害国家利益、社会公共利益、他人合法权益的，裁定驳回", "it harms the state, the public or others: dismissed", JI "第三百五十八条第二项"},
    {"违背公序良俗的，裁定驳回", "against public order: dismissed", JI "第三百五十八条第三项"},
    {"违反自愿原则的，裁定驳回", "not voluntary: dismissed", JI "第三百五十八条第四项"},
    {"内容不明确的，裁定驳回", "unclear: dismissed", JI "第三百五十八条第五项"},
};

struct confirmation_answer confirmation_check(unsigned faults)
{
    struct confirmation_answer answer = {.accepted = !(faults & REFUSED_BITS), .confirmed = !faults};
    for (size_t i = 0; i < COUNT_OF(faults_told); i++) {
        if (faults >> i & 1)
            answer.reasons[answer.reason_count++] = faults_told[i];
    }
    if (!faults)
        answer.reasons[answer.reason_count++] = (struct track_reason){
            "符合法律规定的，裁定调解协议有效；一方不履行的，对方可以申请执行",
            "as the law requires: the agreement is ruled valid, and enforceable", CPL "第二百零六条"};
    return answer;
}

const char *const publish_bar_words[] = {"secret", "juvenile", "mediated", "family", "other", NULL};

static const struct track_reason bars_told[] = {
    {"涉及国家秘密，不公布", "state secrets", PUB "第四条第一项"},
    {"未成年人犯罪，不公布", "juvenile crime", PUB "第四条第二项"},
    {"以调解方式结案或者确认人民调解协议效力的，不公布", "closed by mediation, or confirming an agreement", PUB "第四条第三项"},
    {"离婚诉讼或者涉及未成年子女抚养、监护的，不公布", "divorce, custody or guardianship of minors", PUB "第四条第四项"},
    {"人民法院认为不宜公布的其他情形", "the court finds it unsuitable", PUB "第四条第五项"},
};
/* clang-format on */

struct publish_answer publish_check(unsigned bars, bool needed, bool protected_)
{
    struct publish_answer answer = {0};
    if (needed)
        bars &= ~(unsigned) PUBLISH_MEDIATED;
    answer.published = bars == 0;
    answer.names_anonymised = answer.published && protected_;
    for (size_t i = 0; i < COUNT_OF(bars_told); i++) {
        if (bars >> i & 1)
            answer.reasons[answer.reason_count++] = bars_told[i];
    }
    if (answer.names_anonymised)
        answer.reasons[answer.reason_count++] = (struct track_reason){
            "当事人等的姓名隐名处理，删除住址、证件号码、账号等信息",
            "names are anonymised; addresses, numbers and accounts are deleted",
            PUB "第八条、第九条、第十条"};
    else if (answer.published)
        answer.reasons[answer.reason_count++] = (struct track_reason){
            "保留当事人姓名，删除住址、证件号码、账号等信息；生效后七个工作日内公布",
            "names stay; addresses, numbers and accounts are deleted; within 7 working days of "
            "effect",
            PUB "第七条、第十条、第十一条"};
    return answer;
}

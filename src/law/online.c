/* law/online: one row a rule. The words are the field's own; docs/law/online.md explains them. */
#include "law/online.h"

#include "base/text.h"

#define OLR "人民法院在线诉讼规则"
#define OMR "人民法院在线调解规则"

/* clang-format off */
const struct online_rule online_rules[] = {
    {"OL1", "网上进行某一环节：当事人对该环节同意，没有被强制", "a step is done online: consent to this very step, nobody forced", "consent_to_step", NULL, "forced", "该当事人线下办理；对一个环节的同意不及于其他环节", "this party does it offline; consent to one step is none to another", OLR "第二条、第四条"},
    {"OL2", "当事人自己选择在线的，不必另行征得同意", "who chooses online needs no further consent", NULL, "chose_online consent_to_step", NULL, "部分同意的，同意者在线、不同意者线下", "where some agree, those do it online and the others offline", OLR "第四条"},
    {"OL3", "征求同意之前已经告知：环节、方式、权利义务、后果、操作方法", "before consent: steps, form, rights and duties, consequences and operation were told", "told_steps told_form told_rights told_consequences told_operation", NULL, NULL, "先告知，再征求同意", "tell first, then ask", OLR "第四条"},
    {"OL4", "反悔：在该环节开始前的合理期间提出，不是拖延诉讼", "withdrawing consent: in reasonable time before the step, not to delay", "before_step reasonable_time", NULL, "delay_tactics", "不予准许，继续在线", "not allowed; it goes on online", OLR "第五条"},
    {"OL5", "具备在线的能力和条件，案件也适宜", "ability, conditions and suitability are there", "able equipped suitable", NULL, NULL, "转为线下；已完成的在线活动有效", "switch to offline; what was done online stays valid", OLR "第五条"},
    {"OL6", "实名认证；调解、证据交换、庭审时再次核验身份", "real name checked; again at mediation, exchange of evidence and hearing", "identity_verified", "not_reverified_step reverified", NULL, "先核验身份", "check identity first", OLR "第七条"},
    {"OL7", "电子材料完整的，不得要求再交纸质材料", "a complete electronic complaint: no paper may be asked for", "complete", NULL, "paper_demanded", "一次性告知补正内容和期限；补正次日重新计算七日", "tell all that is missing once; the seven days start anew the day after", OLR "第九条"},
    {"OL8", "被邀请的一方在收到通知三日内验证身份并关联案件", "the invited party verifies and links the case within 3 days", "agreed linked_in_3_days", NULL, NULL, "不作表示或者没有关联的，对该方线下办理", "silence or no link: offline for that party", OLR "第十条"},
    {"OL9", "电子化材料经审核可以直接使用", "electronic material reviewed by the court is used as it is", "reviewed", NULL, "other_side_gave_reasons unclear archive_requires court_needs_original", "应当提供原件核对", "the original must be shown", OLR "第十二条、第十三条"},
    {"OL10", "非同步交换证据须当事人选择一致", "exchange at different times: all chose it", "all_chose_asynchronous", NULL, NULL, "同步交换", "at the same time", OLR "第十四条"},
    {"OL11", "区块链存储的数据上链后未经篡改，推定真实", "data consistent on a chain: presumed unaltered after it was put there", "technically_consistent", NULL, "rebutted", "结合上链前的来源、形成过程等审查", "source and making before the chain are examined", OLR "第十六条至第十九条"},
    {"OL12", "非同步审理：小额或者民事、行政简易程序，同时在线确有困难，一方书面申请、各方同意，证据已交换且主要事实没有争议", "hearing at different times: small claims or summary, real difficulty, one written request, all agree, evidence exchanged, main facts undisputed", "difficult_together written_request all_agree evidence_exchanged facts_undisputed", "small_claims summary", NULL, "同步开庭", "a hearing at the same time", OLR "第二十条"},
    {"OL13", "可以在线庭审", "a hearing may be online", NULL, NULL, "all_disagree one_disagrees_with_reason lacks_ability must_see_originals complex_case state_secret wide_attention court_finds_unsuitable", "不适用在线庭审；已经开始的转为线下，已完成的有效", "no online hearing; one that began goes on offline, what was done stays valid", OLR "第二十一条"},
    {"OL14", "公告送达的一方，开庭前自己同意的可以在线", "a party served by notice: online only if it agrees before the hearing", "agreed_before_hearing", NULL, NULL, "对该方线下办理", "offline for that party", OLR "第二十三条"},
    {"OL15", "没有正当理由不上线，视为拒不到庭；警告后擅自退出，视为中途退庭", "absent without good reason counts as not appearing; leaving after warning as leaving the court", NULL, "absent left_after_warning", "network_failure equipment_failure power_failure force_majeure", "有正当理由的，另行安排", "with good reason another time is set", OLR "第二十五条"},
    {"OL16", "证人在线作证，单独处于在线证人室", "a witness testifies from a separate online room", "separate_room", NULL, "heard_the_hearing", "不得在线作证", "no testimony online", OLR "第二十六条"},
    {"OL17", "公开播出庭审", "a hearing may be streamed", "public_hearing", NULL, "state_secret privacy minors trade_secret_request divorce_request", "不得播出；未经准许不得录制、传播", "no streaming; no recording or spreading without leave", OLR "第二十七条"},
    {"OL18", "电子笔录经核对确认，与书面笔录同等效力", "an electronic record once checked equals paper", "synchronous checked", NULL, NULL, "应当核对确认", "it must be checked", OLR "第三十四条、第三十五条"},
    {"OL19", "在线诉讼中的数据和个人信息只用于诉讼", "data of online proceedings serve the proceedings only", NULL, NULL, "other_use leaked", "承担相应责任", "with liability", OLR "第三十八条"},

    {"OM1", "在线调解：当事人同意，案件依法可以调解", "online mediation: consent of the parties, a dispute that may be mediated", "all_agree may_be_mediated", NULL, "forced", "不得强制调解；告知其他解决办法", "nobody is forced; other ways are told", OMR "第三条、第四条"},
    {"OM2", "公开调解员的基本信息、擅长领域、是否收费、邀请的法院", "each mediator's basics, fields, whether charging, and inviting court are public", "basics fields charging court", NULL, NULL, "补充公开的信息", "complete what is public", OMR "第五条"},
    {"OM3", "接受调解申请", "an application is taken", "court_scope right_court suitable_online", NULL, NULL, "退回申请，说明原因，告知正确的办法、法院或者到大厅办理", "returned with the reason: another way, the right court, or the hall", OMR "第九条"},
    {"OM4", "双方二个工作日内共同选定调解员", "the parties choose together within 2 working days", "chosen_in_2wd", NULL, NULL, "由法院在三个工作日内指定", "the court assigns within 3 working days", OMR "第十条"},
    {"OM5", "调解员三个工作日内确认接受", "the mediator confirms within 3 working days", "confirmed_in_3wd", NULL, "refused_in_writing", "重新选定或者指定", "another is chosen or assigned", OMR "第十二条"},
    {"OM6", "有亲属、利害关系的调解员已经披露，当事人仍然同意", "kinship and interests are disclosed and the parties still agree", NULL, "no_interest disclosed_and_agreed", NULL, "更换调解员", "another mediator", OMR "第十三条"},
    {"OM7", "申请更换调解员", "replacement on request", "requested", NULL, "replaced_before", "更换后仍不同意且不自行选定的，视为不同意调解", "who refuses again and chooses nobody refuses mediation", OMR "第十四条"},
    {"OM8", "一方申请的，调解员三个工作日内征询对方，对方同意", "one side applied: the other was asked within 3 working days and agrees", "asked_in_3wd other_agrees", NULL, "unreachable", "终止调解，说明原因，立即退还材料，告知当事人", "it ends with the reason; papers go back at once; the parties are told", OMR "第十五条"},
    {"OM9", "开始前核验身份、提示虚假调解的后果、填写送达地址确认书", "before it begins: identity, warning on sham mediation, address confirmation", "identity_verified sham_warning address_confirmed", NULL, NULL, "先完成，再开始", "first these, then it begins", OMR "第十七条"},
    {"OM10", "调解中认可的事实，可以在诉讼中使用", "a fact accepted in mediation may be used in court", "undisputed_record", NULL, NULL, "为达成协议作出的让步，不得作为不利证据", "concessions are no evidence against who made them", OMR "第十八条"},
    {"OM11", "调解协议自各方电子签名完成时生效；组织加盖电子印章或者上传盖章文本", "an agreement takes effect when all signatures are complete; an organisation seals", "all_signed", "natural_persons_only sealed", NULL, "协议尚未生效", "it is not in effect yet", OMR "第十九条"},
    {"OM12", "达成协议：立案前引导履行、可以申请司法确认；立案后出具调解书或者撤诉", "agreement: before filing, performance and confirmation; after, a document or withdrawal", "agreement_effective", NULL, NULL, "协议尚未生效", "it is not in effect yet", OMR "第二十条"},
    {"OM13", "调解不成：记明原因，及时转立案或者恢复审理", "no agreement: the reason noted; then filing in time, or trial goes on", "reasons_noted handed_over", NULL, NULL, "补记原因，立即移送", "note the reason, hand over at once", OMR "第二十一条"},
    {"OM14", "电子笔录；双方同意的可以录音录像代替，无争议事实总要书面记录", "an electronic note; recording instead where both agree, undisputed facts always in writing", NULL, "note recording_agreed", NULL, "制作笔录", "a note is made", OMR "第二十二条"},
    {"OM15", "在期限内调解（三十日、十五日、七日，自调解员确认起）", "within its period (30, 15, 7 days from the mediator's confirmation)", NULL, "in_period extension_agreed_by_all", NULL, "终止调解，按期限届满处理", "it ends as a period that ran out", OMR "第二十四条"},
    {"OM16", "调解继续进行", "mediation goes on", NULL, NULL, "agreement withdrawn unreachable refused too_far_apart period_over refused_to_sign", "终止调解，说明原因", "it ends, with the reason", OMR "第二十五条"},
    {"OM17", "鉴定的时间不计入调解期限", "the time of an appraisal is not counted", "appraisal", NULL, NULL, "照常计算", "counted as usual", OMR "第二十六条"},
    {"OM18", "投诉调解员：强迫、无故拒绝、收受财物、泄密等，查实的解聘", "a complaint: coercion, groundless refusal, gifts, leaks; if true, dismissal", "found_true", "coercion groundless_refusal bribes leaks other", NULL, "答复投诉人", "the complainant is answered", OMR "第二十九条"},
    {0},
};
/* clang-format on */

const struct online_rule *online_rule_of(const char *id)
{
    for (const struct online_rule *rule = online_rules; rule->id; rule++) {
        if (strcmp(rule->id, id) == 0)
            return rule;
    }
    return NULL;
}

bool online_fact_known(const char *fact)
{
    for (const struct online_rule *rule = online_rules; rule->id; rule++) {
        if (text_has_word(rule->all_of, fact) || text_has_word(rule->any_of, fact) ||
            text_has_word(rule->none_of, fact))
            return true;
    }
    return false;
}

static bool is_fact(const char *word, const char *const *facts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(facts[i], word) == 0)
            return true;
    }
    return false;
}

/* The words of `list` that are facts, or those that are not, into `ret`. */
static bool sort_words(const char *list, bool wanted, const char *const *facts, size_t fact_count,
                       struct arena *arena, const char **ret, size_t *ret_count)
{
    for (const char *word = list; word && *word;) {
        size_t length = strcspn(word, " ");
        const char *copy = arena_copy_bytes(arena, word, length);
        if (!copy)
            return false;
        if (is_fact(copy, facts, fact_count) == wanted && *ret_count < ONLINE_MISSING_MAX)
            ret[(*ret_count)++] = copy;
        word += length + (word[length] == ' ');
    }
    return true;
}

enum err_kind online_check(const struct online_rule *rule, const char *const *facts,
                           size_t fact_count, struct arena *arena, struct online_answer *ret,
                           struct err *reterr)
{
    struct online_answer answer = {0};
    const char *any[ONLINE_MISSING_MAX];
    size_t any_count = 0;
    bool good = sort_words(rule->all_of, false, facts, fact_count, arena, answer.missing,
                           &answer.missing_count) &&
                sort_words(rule->none_of, true, facts, fact_count, arena, answer.barring,
                           &answer.barring_count) &&
                sort_words(rule->any_of, true, facts, fact_count, arena, any, &any_count);
    if (good && rule->any_of && any_count == 0)
        good = sort_words(rule->any_of, false, facts, fact_count, arena, answer.missing,
                          &answer.missing_count);
    if (!good)
        return arena_full(reterr);
    answer.holds = answer.missing_count == 0 && answer.barring_count == 0;
    *ret = answer;
    return ERR_NONE;
}

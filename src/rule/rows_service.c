/* rule/rows_service: service, doing things online, remedies, agents, variants of mediation. */
#include "rule/private.h"

#define REASONS                                                                                    \
    {                                                                                              \
        "reasons", RULE_REASONS, true, NULL, "理由", "reasons, each {zh, en, basis}"               \
    }

/* ---- service_effect ------------------------------------------------------------------------- */

static const char *const methods[] = {"electronic", "direct", "leaving",   "entrusted", "post",
                                      "unit",       "notice", "announced", NULL};
static const char *const events[] = {"signed",   "refused", "arrived", "replied", "read",
                                     "returned", "issued",  "nothing", NULL};
static const char *const receivers[] = {"party", "household", "opponent", "agent", "unit", NULL};
enum {
    S_METHOD,
    S_EVENT,
    S_AT,
    S_CONSENT,
    S_CONFIRMED,
    S_RECEIVER,
    S_MEDIATION,
    S_FAULT,
    S_FOREIGN,
    S_SUMMARY,
    S_FAILED,
    S_NAMED,
    S_EARLIER
};
static const struct rule_field service_in[] = {
    {"method", RULE_WORD, true, methods, "送达方式", "way of service"},
    {"event", RULE_WORD, true, events, "发生了什么", "what happened"},
    {"at", RULE_MOMENT, true, NULL, "发生的时间", "when"},
    {"consent", RULE_FLAG, false, NULL, "同意电子送达", "consented to electronic service"},
    {"confirmed_address", RULE_FLAG, false, NULL, "地址由受送达人提供或者确认",
     "the address was given or confirmed by the recipient"},
    {"receiver", RULE_WORD, false, receivers, "由谁接收，默认 party",
     "whom it reached; party when not given"},
    {"mediation_document", RULE_FLAG, false, NULL, "是调解书", "a mediation document"},
    {"own_fault", RULE_FLAG, false, NULL, "退回是受送达人的原因",
     "returned for the recipient's own reason"},
    {"foreign", RULE_FLAG, false, NULL, "在境内没有住所", "no domicile in the mainland"},
    {"summary", RULE_FLAG, false, NULL, "简易程序", "summary procedure"},
    {"others_failed", RULE_FLAG, false, NULL, "其他方式不能送达，有记录",
     "the other ways failed, on record"},
    {"named_receiver", RULE_FLAG, false, NULL, "代理人是指定的代收人",
     "the agent is named as receiver"},
    {"earlier", RULE_MOMENT, false, NULL, "另一渠道已经生效的时间：最先生效的为准",
     "when another channel took effect: the earliest counts"},
    {0}};
static const struct rule_field service_out[] = {
    {"served", RULE_FLAG, true, NULL, "已经送达", "served"},
    {"presumed", RULE_FLAG, true, NULL, "推定，可以反证", "presumed, may be rebutted"},
    {"effective", RULE_MOMENT, false, NULL, "送达的时间；公告为期满之日",
     "when it took effect; of a notice the day its period ends"},
    REASONS,
    RULE_ACCOUNT,
    {0}};

static enum err_kind service(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    struct service_report report = {.method = (enum service_method) v[S_METHOD].word,
                                    .event = (enum service_event) v[S_EVENT].word,
                                    .receiver =
                                        (enum service_receiver) given_word(&v[S_RECEIVER], 0),
                                    .at_us = v[S_AT].integer,
                                    .consented = given_flag(&v[S_CONSENT]),
                                    .confirmed_address = given_flag(&v[S_CONFIRMED]),
                                    .mediation_document = given_flag(&v[S_MEDIATION]),
                                    .own_fault = given_flag(&v[S_FAULT]),
                                    .foreign = given_flag(&v[S_FOREIGN]),
                                    .summary = given_flag(&v[S_SUMMARY]),
                                    .others_failed = given_flag(&v[S_FAILED]),
                                    .named_receiver = given_flag(&v[S_NAMED])};
    struct service_answer answer = service_effect(&report);
    if (v[S_EARLIER].given && (!answer.served || v[S_EARLIER].integer < answer.effective_us))
        answer = (struct service_answer){true,
                                         false,
                                         v[S_EARLIER].integer,
                                         {"同一文书以多种电子方式送达的，以最先送达的为准",
                                          "several electronic ways: the earliest counts",
                                          "人民法院在线诉讼规则第三十一条"}};
    (void) reterr;
    json_named_flag(call->writer, "served", answer.served);
    json_named_flag(call->writer, "presumed", answer.presumed);
    if (answer.served)
        json_named_text(call->writer, "effective",
                        v[S_AT].is_day || report.method == SERVICE_NOTICE
                            ? day_format(call->arena, day_of_instant(answer.effective_us))
                            : answer_moment(call->arena, answer.effective_us));
    answer_reasons(call, &answer.reason, 1);
    return ERR_NONE;
}

/* ---- online_rule ---------------------------------------------------------------------------- */

enum { O_ID, O_FACTS };
static const struct rule_field online_in[] = {
    {"number", RULE_TEXT, true, NULL, "规则编号，OL1 至 OL19、OM1 至 OM18",
     "OL1 to OL19, OM1 to OM18"},
    {"facts", RULE_WORDS, false, NULL, "成立的事实（见 docs/law/online.md）",
     "the facts that hold (docs/law/online.md)"},
    {0}};
static const struct rule_field online_out[] = {
    {"holds", RULE_FLAG, true, NULL, "条件具备", "the conditions are met"},
    {"missing", RULE_WORDS, true, NULL, "还缺的事实", "facts that are missing"},
    {"barring", RULE_WORDS, true, NULL, "妨碍的事实", "facts that stand against it"},
    RULE_ACCOUNT,
    {0}};

static void answer_words(const struct rule_call *call, const char *name, const char *const *words,
                         size_t count)
{
    json_name(call->writer, name);
    json_begin_list(call->writer);
    for (size_t i = 0; i < count; i++)
        json_text(call->writer, words[i]);
    json_end_list(call->writer);
}

static enum err_kind online(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    const struct online_rule *rule = online_rule_of(v[O_ID].text);
    struct online_answer answer;
    if (!rule)
        return err_field(reterr, ERR_INVALID, "choice.unknown", "number",
                         "OL1 to OL19, OM1 to OM18");
    for (size_t i = 0; i < v[O_FACTS].count; i++) {
        if (!online_fact_known(v[O_FACTS].list[i]))
            return err_field(reterr, ERR_INVALID, "choice.unknown", "facts",
                             "fact %zu: no rule asks about it", i + 1);
    }
    enum err_kind kind =
        online_check(rule, v[O_FACTS].list, v[O_FACTS].count, call->arena, &answer, reterr);
    if (kind)
        return kind;
    json_named_flag(call->writer, "holds", answer.holds);
    answer_words(call, "missing", answer.missing, answer.missing_count);
    answer_words(call, "barring", answer.barring, answer.barring_count);
    answer_basis(call, rule->basis, NULL);
    answer_begin_steps(call);
    answer_add_step(call, rule->zh, rule->en);
    if (!answer.holds)
        answer_add_step(call, rule->otherwise_zh, rule->otherwise_en);
    answer_end_steps(call);
    return ERR_NONE;
}

/* ---- remedy, agent_act, mediation_variant --------------------------------------------------- */

static const struct rule_field remedy_in[] = {{"decision", RULE_TEXT, true, NULL,
                                               "决定的种类（见 docs/law/remedies.md）",
                                               "kind of decision (docs/law/remedies.md)"},
                                              {0}};
static const struct rule_field remedy_out[] = {
    {"period", RULE_TEXT, false, NULL, "期限（法定期间的名称）", "its period, by name"},
    RULE_ACCOUNT,
    {0}};

static enum err_kind remedy(const struct rule_call *call, struct err *reterr)
{
    const struct remedy *row = remedy_of(call->values[0].text);
    if (!row)
        return err_field(reterr, ERR_INVALID, "choice.unknown", "decision", "no such decision");
    if (row->period)
        json_named_text(call->writer, "period", row->period);
    answer_basis(call, row->basis, NULL);
    answer_step(call, row->zh, row->en);
    return ERR_NONE;
}

static const char *const authorities[] = {"general", "special", NULL};
enum { G_ACT, G_AUTHORITY, G_NAMED };
static const struct rule_field agent_in[] = {
    {"act", RULE_TEXT, true, NULL, "代理行为（见 docs/law/remedies.md）",
     "the act (docs/law/remedies.md)"},
    {"authority", RULE_WORD, true, authorities, "一般授权、特别授权（全权代理是一般授权）",
     "general or special; \"full\" authority is general"},
    {"named", RULE_FLAG, false, NULL, "特别授权写明了该行为",
     "the special authority names the act"},
    {0}};
static const struct rule_field agent_out[] = {
    {"allowed", RULE_FLAG, true, NULL, "代理人可以", "the agent may"}, RULE_ACCOUNT, {0}};

static enum err_kind agent(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    const struct agent_act *row = agent_act_of(v[G_ACT].text);
    if (!row)
        return err_field(reterr, ERR_INVALID, "choice.unknown", "act", "no such act");
    bool allowed =
        !row->person && (!row->special || (v[G_AUTHORITY].word == 1 && given_flag(&v[G_NAMED])));
    json_named_flag(call->writer, "allowed", allowed);
    answer_basis(call, row->basis, row->special ? "民事诉讼法解释第八十九条" : NULL);
    answer_begin_steps(call);
    answer_add_step(call, row->zh, row->en);
    if (!allowed && row->person)
        answer_add_step(call, "须由本人表示，代理人不能代为决定。",
                        "The person's own word is needed.");
    else if (!allowed)
        answer_add_step(call, "须有写明该行为的特别授权。",
                        "A special authority that names the act is needed.");
    answer_end_steps(call);
    return ERR_NONE;
}

static const char *const variants[] = {"A", "B", "C", "D", NULL};
enum { M_DAY, M_HANDED_IN, M_REGISTERED, M_IN_TRIAL, M_ALLOWS_B };
static const struct rule_field variant_in[] = {
    {"day", RULE_DAY, true, NULL, "日期", "the day"},
    {"complaint_handed_in", RULE_FLAG, false, NULL, "已经交起诉材料", "a complaint was handed in"},
    {"registered", RULE_FLAG, false, NULL, "已经立案", "registered"},
    {"in_trial", RULE_FLAG, false, NULL, "审理中", "in trial"},
    {"court_allows_b", RULE_FLAG, false, NULL, "法院开放立案前委派",
     "the court still refers before registration"},
    {0}};
static const struct rule_field variant_out[] = {
    {"variant", RULE_WORD, true, variants, "调解的种类", "variant"}, RULE_ACCOUNT, {0}};

static enum err_kind variant(const struct rule_call *call, struct err *reterr)
{
    static const struct {
        const char *zh, *en, *basis;
    } told[] = {
        {"当事人自行申请调解，没有起诉。", "The parties' own application, without a suit.",
         "人民法院在线调解规则第四条"},
        {"立案前委派调解。", "Referred before registration.",
         "最高人民法院关于人民法院特邀调解的规定第二十一条"},
        {"先立案，后委托调解。", "Registered first, then entrusted.",
         "最高人民法院2024年12月27日意见；最高人民法院关于人民法院特邀调解的规定第二十一条"},
        {"审理中委托调解。", "Entrusted during trial.",
         "最高人民法院关于人民法院特邀调解的规定第二十一条"}};
    const struct rule_value *v = call->values;
    char letter = mediation_variant((int32_t) v[M_DAY].integer, given_flag(&v[M_HANDED_IN]),
                                    given_flag(&v[M_REGISTERED]), given_flag(&v[M_IN_TRIAL]),
                                    given_flag(&v[M_ALLOWS_B]));
    size_t place = (size_t) (letter - 'A');
    (void) reterr;
    json_named_text(call->writer, "variant", variants[place]);
    answer_basis(call, told[place].basis, NULL);
    answer_step(call, told[place].zh, told[place].en);
    return ERR_NONE;
}

const struct rule service_rules[] = {
    {"service_effect", "送达的效力", "When a paper counts as served", NULL, service_in, service_out,
     "{\"method\":\"electronic\",\"event\":\"arrived\",\"at\":\"2026-11-24T08:30\",\"consent\":"
     "true,\"confirmed_address\":true}",
     service},
    {"online_rule", "在线诉讼、在线调解的条件", "A condition of doing it online", NULL, online_in,
     online_out, "{\"number\":\"OL12\",\"facts\":[\"summary\",\"written_request\",\"all_agree\"]}",
     online},
    {"remedy", "救济途径", "What can be done against a refusal", NULL, remedy_in, remedy_out,
     "{\"decision\":\"not_accepted\"}", remedy},
    {"agent_act", "代理权限", "What an agent may do", NULL, agent_in, agent_out,
     "{\"act\":\"settle\",\"authority\":\"general\"}", agent},
    {"mediation_variant", "调解的种类", "Which variant of mediation", NULL, variant_in, variant_out,
     "{\"day\":\"2026-11-24\",\"complaint_handed_in\":true,\"registered\":true}", variant},
    {0}};

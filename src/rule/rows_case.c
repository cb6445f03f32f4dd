/* rule/rows_case: procedure, its changes, the level and the court (law/procedure*, jurisdiction).
 */
#include "rule/private.h"

#define REASONS                                                                                    \
    {                                                                                              \
        "reasons", RULE_REASONS, true, NULL, "理由", "reasons, each {zh, en, basis}"               \
    }

/* ---- procedure ------------------------------------------------------------------------------ */

static const char *const tracks[] = {"small_claims", "small_claims_by_agreement", "summary",
                                     "ordinary", NULL};
static const char *const exclusions[] = {"status",      "title",        "foreign",    "appraisal",
                                         "whereabouts", "counterclaim", "remanded",   "numerous",
                                         "review",      "public",       "revocation", NULL};
enum {
    P_AMOUNT,
    P_WAGE,
    P_PROVINCE,
    P_YEAR,
    P_SIMPLE,
    P_EXCLUDED,
    P_AGREED,
    P_AGREED_SUMMARY,
    P_OPENED,
    P_BASIC,
    P_DAY
};
static const struct rule_field procedure_in[] = {
    {"amount_fen", RULE_FEN, false, NULL, "标的额（分）", "amount in dispute, fen"},
    {"wage_fen", RULE_FEN, false, NULL, "全省就业人员上年度年平均工资（分）",
     "the province's average annual wage, fen"},
    {"province", RULE_TEXT, false, NULL, "省级行政区划代码，代替 wage_fen",
     "the province's code, instead of wage_fen"},
    {"year", RULE_INT, false, NULL, "立案年份，与 province 一起",
     "year of registration, with province"},
    {"simple", RULE_FLAG, false, NULL, "事实清楚、权利义务明确、争议不大，默认 true",
     "facts and rights clear, little dispute; true when not given"},
    {"excluded", RULE_WORDS, false, exclusions, "排除的情形", "what keeps it out"},
    {"agreed", RULE_FLAG, false, NULL, "双方约定小额诉讼", "both agree to small claims"},
    {"agreed_summary", RULE_FLAG, false, NULL, "双方约定简易程序",
     "both agree to summary procedure"},
    {"hearing_opened", RULE_FLAG, false, NULL, "普通程序已经开庭",
     "an ordinary hearing has opened"},
    {"basic_court", RULE_FLAG, false, NULL, "基层法院，默认 true",
     "a basic court; true when not given"},
    {"day", RULE_DAY, false, NULL, "立案日期", "day of registration"},
    {0}};
static const struct rule_field procedure_out[] = {
    {"track", RULE_WORD, true, tracks, "程序", "procedure"},
    {"wage_fen", RULE_FEN, false, NULL, "所用的年平均工资（分）", "the wage that was used, fen"},
    {"wage_year", RULE_INT, false, NULL, "工资的年份", "its year"},
    REASONS,
    RULE_ACCOUNT,
    {0}};

static enum err_kind procedure(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    struct track_question question = {.day = (int32_t) given_int(&v[P_DAY], 0),
                                      .amount_fen = given_int(&v[P_AMOUNT], 0),
                                      .wage_fen = given_int(&v[P_WAGE], 0),
                                      .basic_court = given_int(&v[P_BASIC], 1),
                                      .simple = given_int(&v[P_SIMPLE], 1),
                                      .agreed = given_flag(&v[P_AGREED]),
                                      .agreed_summary = given_flag(&v[P_AGREED_SUMMARY]),
                                      .hearing_opened = given_flag(&v[P_OPENED])};
    const struct rule_wage *wage = NULL;
    for (size_t i = 0; i < v[P_EXCLUDED].count; i++)
        question.excluded |= exclusion_of_word(v[P_EXCLUDED].list[i]);
    if (!v[P_WAGE].given && v[P_PROVINCE].given) {
        int32_t day = question.day ? question.day : call->world->today;
        wage = rule_wage_before(call->world, v[P_PROVINCE].text,
                                given_int(&v[P_YEAR], date_of_day(day).year));
        if (!wage)
            return err_field(reterr, ERR_INVALID, "wage.unknown", "province",
                             "no wage of that province is on record");
        question.wage_fen = wage->wage_fen;
    }
    struct track_answer answer = procedure_track(&question);
    json_named_text(call->writer, "track", track_name(answer.track));
    if (wage) {
        json_named_int(call->writer, "wage_fen", wage->wage_fen);
        json_named_int(call->writer, "wage_year", wage->year);
    }
    answer_reasons(call, answer.reasons, answer.reason_count);
    return ERR_NONE;
}

/* ---- procedure_change ----------------------------------------------------------------------- */

static const char *const changes[] = {"objection",     "conditions",     "complex",
                                      "public_notice", "agreed_summary", NULL};
enum { C_FROM, C_EVENT, C_FITS, C_OPENED, C_OVER };
static const struct rule_field change_in[] = {
    {"from", RULE_WORD, true, tracks, "现在的程序", "the present procedure"},
    {"event", RULE_WORD, true, changes, "发生了什么", "what happened"},
    {"summary_fits", RULE_FLAG, false, NULL, "符合简易程序的条件", "summary procedure fits"},
    {"hearing_opened", RULE_FLAG, false, NULL, "已经开庭", "a hearing has been held"},
    {"limit_over", RULE_FLAG, false, NULL, "审理期限已满", "the trial limit has ended"},
    {0}};
static const struct rule_field change_out[] = {
    {"allowed", RULE_FLAG, true, NULL, "可以转换", "it may change"},
    {"to", RULE_WORD, true, tracks, "转为", "to"},
    {"period", RULE_TEXT, true, NULL, "审理期限（仍自立案起算）",
     "its limit, running from registration still"},
    {"top_up", RULE_FLAG, true, NULL, "补交案件受理费", "the fee is topped up"},
    REASONS,
    RULE_ACCOUNT,
    {0}};

static enum err_kind change(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    (void) reterr;
    struct change_question question = {.from = (enum track) v[C_FROM].word,
                                       .event = (enum change_event) v[C_EVENT].word,
                                       .summary_fits = given_flag(&v[C_FITS]),
                                       .hearing_opened = given_flag(&v[C_OPENED]),
                                       .limit_over = given_flag(&v[C_OVER])};
    struct change_answer answer = procedure_change(&question);
    json_named_flag(call->writer, "allowed", answer.allowed);
    json_named_text(call->writer, "to", track_name(answer.to));
    json_named_text(call->writer, "period", answer.period);
    json_named_flag(call->writer, "top_up", answer.top_up);
    answer_reasons(call, &answer.reason, 1);
    return ERR_NONE;
}

/* ---- court_level, jurisdiction -------------------------------------------------------------- */

static const char *const levels[] = {"unknown", "basic", "intermediate", "high", NULL};
enum { L_AMOUNT, L_SAME, L_DAY };
static const struct rule_field level_in[] = {
    {"amount_fen", RULE_FEN, true, NULL, "标的额（分）", "amount in dispute, fen"},
    {"same_province", RULE_FLAG, false, NULL, "当事人住所地均在或者均不在本省，默认 true",
     "all parties, or none, are of the province; true when not given"},
    {"day", RULE_DAY, false, NULL, "起诉日期", "day of filing"},
    {0}};
static const struct rule_field level_out[] = {
    {"level", RULE_WORD, true, levels, "法院级别", "level of court"}, REASONS, RULE_ACCOUNT, {0}};

static enum err_kind court_level(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    struct level_answer answer = court_level_by_amount(
        v[L_AMOUNT].integer, given_int(&v[L_SAME], 1), (int32_t) given_int(&v[L_DAY], 0));
    (void) reterr;
    json_named_text(call->writer, "level", court_level_name(answer.level));
    answer_reasons(call, &answer.reason, 1);
    return ERR_NONE;
}

static const struct rule_field jurisdiction_in[] = {
    {"cause", RULE_TEXT, false, NULL, "案由代码", "code of the cause of action"}, {0}};
static const struct rule_field jurisdiction_out[] = {
    {"ground", RULE_TEXT, true, NULL, "管辖依据", "ground of jurisdiction"},
    {"at_place", RULE_FLAG, true, NULL, "以行为地、履行地、所在地为先",
     "the place of facts, performance or property comes first"},
    {"exclusive", RULE_FLAG, true, NULL, "专属管辖", "exclusive"},
    {"special", RULE_FLAG, true, NULL, "由专门法院或者中级法院审理",
     "a special or intermediate court"},
    {"may_agree", RULE_FLAG, true, NULL, "可以书面协议选择法院",
     "a written choice of court is possible"},
    RULE_ACCOUNT,
    {0}};

static enum err_kind jurisdiction(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    const struct jurisdiction *answer = jurisdiction_of_cause(v[0].given ? v[0].text : NULL);
    (void) reterr;
    json_named_text(call->writer, "ground", answer->ground);
    json_named_flag(call->writer, "at_place", answer->at_place);
    json_named_flag(call->writer, "exclusive", answer->exclusive);
    json_named_flag(call->writer, "special", answer->special);
    json_named_flag(call->writer, "may_agree", answer->may_agree);
    answer_basis(call, "民事诉讼法第二十二条至第三十五条", NULL);
    answer_step(call, answer->zh, answer->en);
    return ERR_NONE;
}

const struct rule case_rules[] = {
    {"procedure", "适用程序", "Which procedure", NULL, procedure_in, procedure_out,
     "{\"amount_fen\":6000000,\"wage_fen\":10000000,\"simple\":true}", procedure},
    {"procedure_change", "程序转换", "Change of procedure", NULL, change_in, change_out,
     "{\"from\":\"summary\",\"event\":\"public_notice\"}", change},
    {"court_level", "级别管辖", "Level of court by amount", NULL, level_in, level_out,
     "{\"amount_fen\":60000000000,\"day\":\"2026-11-24\"}", court_level},
    {"jurisdiction", "地域管辖", "Which court, by cause of action", NULL, jurisdiction_in,
     jurisdiction_out, "{\"cause\":\"04.10.120.05\"}", jurisdiction},
    {0}};

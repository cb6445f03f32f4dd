/* law/procedure: see procedure.h. The brackets of the wage are exact: no fen is lost, no product
 * overflows. */
#include "law/procedure.h"

#include "base/moment.h"

#define CPL "民事诉讼法"
#define JI  "民事诉讼法解释"

/* clang-format off */
static const struct exclusion_row {
    unsigned bit;
    bool never_summary;
    const char *word;
    struct track_reason reason;
} exclusions[] = {
    {EXCLUDED_WHEREABOUTS, true, "whereabouts", {"起诉时被告下落不明的，不适用简易程序。", "The defendant could not be found when the suit was filed.", JI "第二百五十七条第一项"}},
    {EXCLUDED_REMANDED, true, "remanded", {"发回重审的案件，不适用简易程序。", "The case was sent back for retrial.", JI "第二百五十七条第二项"}},
    {EXCLUDED_NUMEROUS, true, "numerous", {"当事人一方人数众多的，不适用简易程序。", "One side has numerous members.", JI "第二百五十七条第三项"}},
    {EXCLUDED_REVIEW, true, "review", {"适用审判监督程序的案件，不适用简易程序。", "The case is under trial supervision.", JI "第二百五十七条第四项"}},
    {EXCLUDED_PUBLIC, true, "public", {"涉及国家利益、社会公共利益的案件，不适用简易程序。", "National or public interest is concerned.", JI "第二百五十七条第五项"}},
    {EXCLUDED_REVOCATION, true, "revocation", {"第三人撤销之诉，不适用简易程序。", "A third party asks to revoke an earlier decision.", JI "第二百五十七条第六项"}},
    {EXCLUDED_STATUS, false, "status", {"人身关系纠纷，不适用小额诉讼程序。", "Small claims is not for personal status.", CPL "第一百六十六条第一项"}},
    {EXCLUDED_TITLE, false, "title", {"财产确权纠纷，不适用小额诉讼程序。", "Small claims is not for confirming title to property.", CPL "第一百六十六条第一项"}},
    {EXCLUDED_FOREIGN, false, "foreign", {"涉外案件，不适用小额诉讼程序。", "Small claims is not for foreign-related cases.", CPL "第一百六十六条第二项"}},
    {EXCLUDED_APPRAISAL, false, "appraisal", {"需要评估、鉴定或者对诉前评估、鉴定结果有异议的，不适用小额诉讼程序。", "An appraisal is needed, or an earlier one is disputed.", CPL "第一百六十六条第三项"}},
    {EXCLUDED_COUNTERCLAIM, false, "counterclaim", {"当事人提出反诉的，不适用小额诉讼程序。", "A counterclaim was filed.", CPL "第一百六十六条第五项"}},
};

/* Limits of small claims, in percent of the wage; 0: no such way. Newest first. */
static const struct limit {
    struct civil_date from;
    int share_percent, agreed_percent;
    struct track_reason within, agreed, between, above;
} limits[] = {
    {{2022, 1, 1}, 50, 200,
     {"标的额在本省上年度平均工资百分之五十以下。", "The amount is at most half of the province's average annual wage.", CPL "第一百六十五条第一款"},
     {"标的额超过平均工资的百分之五十但在二倍以下，双方约定适用小额诉讼程序。", "Above half and at most twice the average wage, and both sides agreed.", CPL "第一百六十五条第二款"},
     {"标的额超过平均工资的百分之五十但在二倍以下，双方约定的才适用小额诉讼程序。", "Above half and at most twice the average wage: small claims only by agreement.", CPL "第一百六十五条第二款"},
     {"标的额超过本省上年度平均工资的二倍。", "The amount is above twice the province's average annual wage.", CPL "第一百六十五条第二款"}},
    {{2013, 1, 1}, 30, 0,
     {"标的额在本省上年度平均工资百分之三十以下。", "The amount is at most 30 % of the province's average annual wage.", CPL "（2017）第一百六十二条"},
     {NULL, NULL, NULL},
     {NULL, NULL, NULL},
     {"标的额超过本省上年度平均工资的百分之三十。", "The amount is above 30 % of the province's average annual wage.", CPL "（2017）第一百六十二条"}},
};

static const struct track_reason
    higher_court   = {"简易程序只由基层人民法院和它的派出法庭适用。", "Summary procedure is for basic courts and their tribunals.", CPL "第一百六十条"},
    hearing_opened = {"已经按照普通程序开庭的，不再转为简易程序。", "An ordinary hearing has opened: no way back to summary procedure.", JI "第二百六十条"},
    not_simple     = {"事实、权利义务不够清楚或者争议较大。", "Facts or rights are not clear enough, or much is disputed.", CPL "第一百六十条第一款"},
    by_agreement   = {"双方在开庭前约定适用简易程序。", "Both sides agreed to summary procedure before the hearing.", CPL "第一百六十条第二款"},
    must_be_small  = {"符合小额诉讼条件的，应当适用小额诉讼程序，不能改用简易程序的其他规定。", "The case meets the conditions of small claims and must be tried so, not by the other rules of summary procedure.", CPL "第一百六十五条第一款"},
    no_money       = {"不是金钱给付案件，适用简易程序。", "No payment of money is claimed; summary procedure.", CPL "第一百六十五条"},
    no_wage        = {"本省平均工资没有录入，不能判断是否适用小额诉讼程序。", "The province's average wage is not known, so small claims cannot be told.", CPL "第一百六十五条"},
    before_law     = {"当时的法律没有小额诉讼程序。", "The law of that day had no small claims procedure.", CPL "（2012）第一百六十二条"};
/* clang-format on */

static struct track_answer answer(enum track track, const struct track_reason *reason)
{
    return (struct track_answer){.track = track, .reason_count = 1, .reasons = {*reason}};
}

/* Every exclusion that holds, so that nobody mends one and meets the next. */
static struct track_answer answer_excluded(enum track track, unsigned excluded, bool never_summary)
{
    struct track_answer result = {.track = track};
    for (size_t i = 0; i < COUNT_OF(exclusions); i++) {
        if ((excluded & exclusions[i].bit) && exclusions[i].never_summary == never_summary)
            result.reasons[result.reason_count++] = exclusions[i].reason;
    }
    return result;
}

static unsigned exclusion_mask(bool never_summary)
{
    unsigned mask = 0;
    for (size_t i = 0; i < COUNT_OF(exclusions); i++)
        mask |= exclusions[i].never_summary == never_summary ? exclusions[i].bit : 0;
    return mask;
}

static const struct limit *limit_on(int32_t day)
{
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        if (day == 0 || day >= day_of_date(limits[i].from))
            return &limits[i];
    }
    return NULL;
}

/* amount <= percent % of the wage; 以下 is inclusive. The wage is split so that no product
 * overflows; amounts are whole fen, so flooring the share loses nothing. */
static bool within_share(int64_t amount_fen, int64_t wage_fen, int percent)
{
    int64_t hundreds = wage_fen / 100, rest = wage_fen % 100;
    if (percent > 0 && hundreds > (INT64_MAX - percent) / percent)
        return true; /* a share that no sum of money reaches */
    return amount_fen <= hundreds * percent + rest * percent / 100;
}

static struct track_answer track_by_amount(const struct track_question *question)
{
    const struct limit *limit = limit_on(question->day);
    if (!limit)
        return answer(TRACK_SUMMARY, &before_law);
    if (question->amount_fen <= 0)
        return answer(TRACK_SUMMARY, &no_money);
    if (question->wage_fen <= 0)
        return answer(TRACK_SUMMARY, &no_wage);
    if (within_share(question->amount_fen, question->wage_fen, limit->share_percent))
        return answer(TRACK_SMALL_CLAIMS, &limit->within);
    if (!within_share(question->amount_fen, question->wage_fen, limit->agreed_percent))
        return answer(TRACK_SUMMARY, &limit->above);
    return question->agreed ? answer(TRACK_SMALL_CLAIMS_BY_AGREEMENT, &limit->agreed)
                            : answer(TRACK_SUMMARY, &limit->between);
}

struct track_answer procedure_track(const struct track_question *question)
{
    if (!question->basic_court)
        return answer(TRACK_ORDINARY, &higher_court);
    if (question->excluded & exclusion_mask(true))
        return answer_excluded(TRACK_ORDINARY, question->excluded,
                               true); /* JI 264: whatever agreed */
    if (question->hearing_opened)
        return answer(TRACK_ORDINARY, &hearing_opened);
    if (!question->simple)
        return question->agreed_summary ? answer(TRACK_SUMMARY, &by_agreement)
                                        : answer(TRACK_ORDINARY, &not_simple);
    if (question->excluded & exclusion_mask(false))
        return answer_excluded(TRACK_SUMMARY, question->excluded, false);
    return track_by_amount(question);
}

struct track_check procedure_check(const struct track_question *question, enum track wanted)
{
    struct track_answer answer = procedure_track(question);
    bool small =
        answer.track == TRACK_SMALL_CLAIMS || answer.track == TRACK_SMALL_CLAIMS_BY_AGREEMENT;
    if (wanted == TRACK_SUMMARY && answer.track == TRACK_SMALL_CLAIMS)
        return (struct track_check){false, must_be_small};
    bool lawful = wanted == TRACK_ORDINARY ||
                  (wanted == TRACK_SUMMARY ? answer.track != TRACK_ORDINARY : small);
    return (struct track_check){lawful, answer.reasons[0]};
}

static const char *const track_names[] = {"small_claims", "small_claims_by_agreement", "summary",
                                          "ordinary"};

const char *track_name(enum track track) { return track_names[track]; }

bool track_of_name(const char *name, enum track *ret)
{
    for (size_t i = 0; i < COUNT_OF(track_names); i++) {
        if (strcmp(name, track_names[i]) == 0) {
            *ret = (enum track) i;
            return true;
        }
    }
    return false;
}

unsigned exclusion_of_word(const char *word)
{
    for (size_t i = 0; i < COUNT_OF(exclusions); i++) {
        if (strcmp(word, exclusions[i].word) == 0)
            return exclusions[i].bit;
    }
    return 0;
}

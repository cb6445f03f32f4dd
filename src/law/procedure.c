/* law/procedure: see procedure.h. Amounts are compared without dividing, so no fen is lost. */
#include "law/procedure.h"

enum {
    NEVER_SUMMARY = EXCLUDED_WHEREABOUTS | EXCLUDED_REMANDED | EXCLUDED_NUMEROUS | EXCLUDED_REVIEW |
                    EXCLUDED_PUBLIC | EXCLUDED_REVOCATION,
    NEVER_SMALL = EXCLUDED_STATUS | EXCLUDED_TITLE | EXCLUDED_FOREIGN | EXCLUDED_APPRAISAL |
                  EXCLUDED_WHEREABOUTS | EXCLUDED_COUNTERCLAIM
};

static struct track_answer answer(enum track track, const char *zh, const char *en,
                                  const char *basis)
{
    return (struct track_answer){.track = track, .reason_count = 1, .reasons = {{zh, en, basis}}};
}

struct track_answer procedure_track(const struct track_question *question)
{
    int64_t amount_fen = question->amount_fen, wage_fen = question->wage_fen;
    if (!question->basic_court)
        return answer(TRACK_ORDINARY, "简易程序只由基层人民法院和它的派出法庭适用。",
                      "Summary procedure is for basic courts and their tribunals.",
                      "民事诉讼法第一百六十条");
    if (question->excluded & NEVER_SUMMARY)
        return answer(TRACK_ORDINARY, "属于不适用简易程序的案件。",
                      "The case is one that summary procedure is not for.",
                      "民事诉讼法解释第二百五十七条");
    if (!question->simple)
        return answer(TRACK_ORDINARY, "事实、权利义务不够清楚或者争议较大。",
                      "Facts or rights are not clear enough, or much is disputed.",
                      "民事诉讼法第一百六十条");
    if (question->excluded & NEVER_SMALL)
        return answer(TRACK_SUMMARY, "属于不适用小额诉讼程序的案件，适用简易程序。",
                      "Small claims is not for this case; summary procedure is.",
                      "民事诉讼法第一百六十六条");
    if (amount_fen <= 0)
        return answer(TRACK_SUMMARY, "不是金钱给付案件，适用简易程序。",
                      "No payment of money is claimed; summary procedure.",
                      "民事诉讼法第一百六十五条");
    if (wage_fen <= 0)
        return answer(TRACK_SUMMARY, "本省平均工资没有录入，不能判断是否适用小额诉讼程序。",
                      "The province's average wage is not known, so small claims cannot be told.",
                      "民事诉讼法第一百六十五条");
    if (amount_fen <= wage_fen / 2)
        return answer(TRACK_SMALL_CLAIMS, "标的额在本省上年度平均工资百分之五十以下。",
                      "The amount is at most half of the province's average annual wage.",
                      "民事诉讼法第一百六十五条第一款");
    if (amount_fen > 2 * wage_fen)
        return answer(TRACK_SUMMARY, "标的额超过本省上年度平均工资的二倍。",
                      "The amount is above twice the province's average annual wage.",
                      "民事诉讼法第一百六十五条第二款");
    return question->agreed
               ? answer(TRACK_SMALL_CLAIMS_BY_AGREEMENT,
                        "标的额在平均工资的百分之五十以上、二倍以下，双方约定适用小额诉讼程序。",
                        "Between half and twice the average wage, and both sides agreed.",
                        "民事诉讼法第一百六十五条第二款")
               : answer(
                     TRACK_SUMMARY,
                     "标的额在平均工资的百分之五十以上、二倍以下，双方约定的才适用小额诉讼程序。",
                     "Between half and twice the average wage: small claims only by agreement.",
                     "民事诉讼法第一百六十五条第二款");
}

const char *track_name(enum track track)
{
    static const char *const names[] = {"small_claims", "small_claims_by_agreement", "summary",
                                        "ordinary"};
    return names[track];
}

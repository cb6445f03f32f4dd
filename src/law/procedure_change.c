/* law/procedure_change: see procedure_change.h. */
#include "law/procedure_change.h"

#include "base/moment.h"

#define CPL  "民事诉讼法"
#define JI   "民事诉讼法解释"
#define YUAN INT64_C(100)

/* clang-format off */
static const struct event_row {
    const char *name;
    struct track_reason to_summary, to_ordinary; /* out of small claims; out of either */
} events[CHANGE_EVENT_COUNT] = {
    [CHANGE_OBJECTION] = {"objection",
        {"当事人对适用小额诉讼程序的异议成立，适用简易程序的其他规定审理。", "The objection to small claims is right; the other rules of summary procedure apply.", JI "第二百七十九条"},
        {"当事人的异议成立，裁定转为普通程序。", "The objection is right; a ruling moves the case to ordinary procedure.", JI "第二百六十九条、第二百七十九条"}},
    [CHANGE_CONDITIONS] = {"conditions",
        {"诉讼请求、反诉或者当事人的变化使案件不再符合小额诉讼的条件，适用简易程序的其他规定。", "Changed claims, a counterclaim or a new party: small claims no longer fits, summary procedure does.", JI "第二百七十八条"},
        {"案件不再符合条件，应当适用普通程序，裁定转为普通程序。", "The conditions are gone; a ruling moves the case to ordinary procedure.", JI "第二百七十八条"}},
    [CHANGE_COMPLEX] = {"complex",
        {"案件不宜适用小额诉讼程序，适用简易程序的其他规定审理。", "Small claims does not suit the case; the other rules of summary procedure apply.", CPL "第一百六十九条"},
        {"案件不宜适用简易程序，裁定转为普通程序；审理期限自立案之日计算。", "Summary procedure does not suit the case; ordinary procedure, its limit running from registration.", CPL "第一百六十九条、第一百七十条；" JI "第二百五十八条"}},
    [CHANGE_PUBLIC_NOTICE] = {"public_notice",
        {NULL, NULL, NULL},
        {"适用简易程序的案件不适用公告送达，裁定转为普通程序。", "Summary procedure knows no service by public notice; ordinary procedure.", JI "第一百四十条"}},
    [CHANGE_AGREED_SUMMARY] = {"agreed_summary", {NULL, NULL, NULL}, {NULL, NULL, NULL}},
};

static const struct track_reason
    agreed        = {"双方在开庭前约定适用简易程序，人民法院同意。", "Both sides agreed to summary procedure before the hearing and the court accepts it.", CPL "第一百六十条第二款；" JI "第二百六十四条"},
    agreed_never  = {"属于不适用简易程序的案件，当事人不能约定适用。", "Summary procedure is not for this case, whatever the parties agree.", JI "第二百六十四条"},
    hearing_over  = {"已经按照普通程序开庭的，不得转为简易程序。", "An ordinary hearing has opened: no change to summary procedure.", JI "第二百六十条"},
    too_late      = {"异议应当在开庭前提出。", "The objection must be made before the hearing.", JI "第二百七十九条"},
    limit_over    = {"转为普通程序的裁定应当在审理期限届满前作出。", "The ruling must be made before the trial limit ends.", JI "第二百五十八条"},
    not_from_here = {"案件现在的程序没有这种转换。", "There is no such change from the present procedure.", JI "第二百五十八条"};

/* 法发〔2021〕27号, Arts 1-3. [assumed]: kept with its date, a later standard is a new row. */
static const struct level_row {
    struct civil_date from;
    int64_t same_province_fen, other_fen, high_fen;
    const char *basis;
} levels[] = {
    {{2021, 10, 1}, 500000000 * YUAN, 100000000 * YUAN, 5000000000 * YUAN, "法发〔2021〕27号第一条至第三条"},
};
/* clang-format on */

static struct change_answer refused(const struct change_question *question,
                                    const struct track_reason *reason)
{
    return (struct change_answer){
        .to = question->from, .period = track_period(question->from), .reason = *reason};
}

/* Small claims and summary cost half (交费办法 16), ordinary the whole. */
static struct change_answer changed(enum track to, const struct track_reason *reason)
{
    return (struct change_answer){.allowed = true,
                                  .to = to,
                                  .period = track_period(to),
                                  .top_up = to == TRACK_ORDINARY,
                                  .reason = *reason};
}

static struct change_answer change_to_summary(const struct change_question *question)
{
    if (question->from != TRACK_ORDINARY)
        return refused(question, &not_from_here);
    if (question->hearing_opened)
        return refused(question, &hearing_over);
    if (!question->summary_fits)
        return refused(question, &agreed_never);
    return changed(TRACK_SUMMARY, &agreed);
}

struct change_answer procedure_change(const struct change_question *question)
{
    const struct event_row *event = &events[question->event];
    bool small =
        question->from == TRACK_SMALL_CLAIMS || question->from == TRACK_SMALL_CLAIMS_BY_AGREEMENT;
    if (question->event == CHANGE_AGREED_SUMMARY)
        return change_to_summary(question);
    if (question->from == TRACK_ORDINARY)
        return refused(question, &not_from_here);
    if (question->event == CHANGE_OBJECTION && small && question->hearing_opened)
        return refused(question, &too_late);
    if (small && question->summary_fits && event->to_summary.zh)
        return changed(TRACK_SUMMARY, &event->to_summary);
    if (question->event == CHANGE_CONDITIONS && question->summary_fits)
        return refused(question, &not_from_here); /* summary procedure still fits: it stays */
    if (question->limit_over)
        return refused(question, &limit_over);
    return changed(TRACK_ORDINARY, &event->to_ordinary);
}

bool change_event_of_name(const char *name, enum change_event *ret)
{
    for (int i = 0; i < CHANGE_EVENT_COUNT; i++) {
        if (strcmp(name, events[i].name) == 0) {
            *ret = (enum change_event) i;
            return true;
        }
    }
    return false;
}

const char *track_period(enum track track)
{
    static const char *const names[] = {"trial.small_claims", "trial.small_claims", "trial.summary",
                                        "trial.ordinary"};
    return names[track];
}

struct level_answer court_level_by_amount(int64_t amount_fen, bool same_province, int32_t day)
{
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        const struct level_row *row = &levels[i];
        if (day != 0 && day < day_of_date(row->from))
            continue;
        int64_t from_fen = same_province ? row->same_province_fen : row->other_fen;
        if (amount_fen >= row->high_fen)
            return (struct level_answer){LEVEL_HIGH,
                                         {"标的额达到高级人民法院第一审的标准。",
                                          "The amount reaches the standard of a high court.",
                                          row->basis}};
        if (amount_fen >= from_fen)
            return (struct level_answer){
                LEVEL_INTERMEDIATE,
                {"标的额达到中级人民法院第一审的标准。",
                 "The amount reaches the standard of an intermediate court.", row->basis}};
        return (struct level_answer){
            LEVEL_BASIC,
            {"标的额没有达到中级人民法院第一审的标准，由基层人民法院管辖。",
             "The amount is below the standard of an intermediate court: a basic court.",
             row->basis}};
    }
    return (struct level_answer){LEVEL_UNKNOWN,
                                 {"没有录入当日施行的级别管辖标准，请向法院询问。",
                                  "No standard of that day is recorded; please ask the court.",
                                  CPL "第十八条至第二十一条"}};
}

const char *court_level_name(enum court_level level)
{
    static const char *const names[] = {"unknown", "basic", "intermediate", "high"};
    return names[level];
}

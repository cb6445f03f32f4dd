/* rule/rows_period: when a period ends (law/period), and what was handed in in time. */
#include "rule/private.h"

static const char *const units[] = {"hour", "day", "working_day", "month", "year", NULL};
static const enum period_unit unit_of[] = {PERIOD_HOURS, PERIOD_DAYS, PERIOD_WORKING_DAYS,
                                           PERIOD_MONTHS, PERIOD_YEARS};

/* clang-format off */
#define END_FIELDS \
    {"raw_end", RULE_MOMENT, true, NULL, "未经顺延的最后一日；按小时计算的，是期满的时刻", "the last day before any shift; of hours, the moment"}, \
    {"due", RULE_MOMENT, true, NULL, "最后期限（当日24时止）；按小时计算的，是期满的时刻", "the last day, to its end; of hours, the moment"}, \
    {"shifted", RULE_FLAG, true, NULL, "因节假日顺延", "moved because the last day was off"}, \
    {"provisional", RULE_FLAG, true, NULL, "缺少节假日安排，暂定", "a holiday table is missing: provisional"}, \
    {"missing_year", RULE_INT, false, NULL, "缺少哪一年的安排", "whose table is missing"}
/* clang-format on */

static const struct rule_field end_out[] = {END_FIELDS, RULE_ACCOUNT, {0}};

/* `extension` NULL: a length of the court's own. */
static void answer_account(const struct rule_call *call, const struct period *period,
                           const struct period_end *end, const struct period_extension *extension)
{
    if (extension) {
        json_named_text(call->writer, "extension", extension_kind_name(extension->kind));
        if (extension->period)
            json_named_text(call->writer, "extension_period", extension->period);
    }
    const char *basis = *period->basis ? period->basis : "民事诉讼法第八十五条",
               *second =
                   extension && strcmp(extension->basis, basis) != 0 ? extension->basis : NULL;
    answer_basis(call, basis, second);
    answer_begin_steps(call);
    answer_add_step(call, end->account_zh, end->account_en);
    if (extension)
        answer_add_step(call, extension->zh, extension->en);
    answer_end_steps(call);
}

static enum err_kind answer_end(const struct rule_call *call, const struct period *period,
                                int64_t start_us, int excluded,
                                const struct period_extension *extension, struct err *reterr)
{
    struct period_end end;
    enum err_kind kind = period_compute(period, call->world->calendar, start_us, excluded,
                                        call->arena, &end, reterr);
    if (kind)
        return kind;
    bool hours = period->unit == PERIOD_HOURS;
    json_named_text(call->writer, "raw_end",
                    hours ? answer_moment(call->arena, end.due_us)
                          : day_format(call->arena, end.raw_day));
    json_named_text(call->writer, "due",
                    hours ? answer_moment(call->arena, end.due_us)
                          : day_format(call->arena, end.last_day));
    json_named_flag(call->writer, "shifted", end.shifted);
    json_named_flag(call->writer, "provisional", end.provisional);
    if (end.provisional)
        json_named_int(call->writer, "missing_year", end.missing_year);
    answer_account(call, period, &end, extension);
    return ERR_NONE;
}

/* ---- deadline ------------------------------------------------------------------------------- */

enum { D_START, D_LENGTH, D_UNIT, D_EXCLUDED, D_SHIFTS };
static const struct rule_field deadline_in[] = {
    {"start", RULE_MOMENT, true, NULL, "开始的日期或者时间", "day or moment of the start"},
    {"length", RULE_INT, true, NULL, "长度", "length"},
    {"unit", RULE_WORD, true, units, "单位", "unit"},
    {"excluded_days", RULE_INT, false, NULL, "不计入的天数（中止、鉴定等）",
     "days not counted (stay, appraisal)"},
    {"shifts", RULE_FLAG, false, NULL, "最后一日是节假日的顺延，默认 true",
     "moves when the last day is off; true when not given"},
    {0}};

static enum err_kind deadline(const struct rule_call *call, struct err *reterr)
{
    enum { LENGTH_MAX = 3660 };
    const struct rule_value *v = call->values;
    int64_t length = v[D_LENGTH].integer, excluded = given_int(&v[D_EXCLUDED], 0);
    enum period_unit unit = unit_of[v[D_UNIT].word];
    if (length < 0 || length > LENGTH_MAX)
        return err_field(reterr, ERR_INVALID, "rule.range", "length", "0 to %d", LENGTH_MAX);
    if (excluded < 0 || excluded > LENGTH_MAX)
        return err_field(reterr, ERR_INVALID, "rule.range", "excluded_days", "0 to %d", LENGTH_MAX);
    struct period period = {.name = "",
                            .zh = "",
                            .en = "",
                            .length = (int) length,
                            .unit = unit,
                            .shifts = unit != PERIOD_HOURS && given_int(&v[D_SHIFTS], 1),
                            .start_event_zh = "开始",
                            .start_event_en = "the start",
                            .basis = ""};
    return answer_end(call, &period, v[D_START].integer, (int) excluded, NULL, reterr);
}

/* ---- period --------------------------------------------------------------------------------- */

static const char *const extensions[] = {"none",      "obstacle",   "request", "president",
                                         "agreement", "suspension", NULL};

static const struct rule_field period_out[] = {
    END_FIELDS,
    {"extension", RULE_WORD, true, extensions, "可以怎样延长", "how it may be made longer"},
    {"extension_period", RULE_TEXT, false, NULL, "延长或者申请顺延的期间",
     "of the table: how much longer, or how soon to apply"},
    RULE_ACCOUNT,
    {0}};

enum { P_NAME, P_START, P_EXCLUDED };
static const struct rule_field period_in[] = {
    {"name", RULE_TEXT, true, NULL, "法定期间的名称", "name in the table of periods"},
    {"start", RULE_MOMENT, true, NULL, "开始的日期或者时间", "day or moment of the start"},
    {"excluded_days", RULE_INT, false, NULL, "不计入的天数", "days not counted"},
    {0}};

static enum err_kind period(const struct rule_call *call, struct err *reterr)
{
    enum { EXCLUDED_MAX = 3660 };
    const struct rule_value *v = call->values;
    int64_t excluded = given_int(&v[P_EXCLUDED], 0);
    const struct period *row = period_find(v[P_NAME].text, day_of_instant(v[P_START].integer));
    if (!row)
        return err_field(reterr, ERR_INVALID, "period.unknown", "name",
                         "no such period in force on that day");
    if (excluded < 0 || excluded > EXCLUDED_MAX)
        return err_field(reterr, ERR_INVALID, "rule.range", "excluded_days", "0 to %d",
                         EXCLUDED_MAX);
    return answer_end(call, row, v[P_START].integer, (int) excluded, period_extension_of(row),
                      reterr);
}

/* ---- in_time -------------------------------------------------------------------------------- */

enum { T_DUE, T_RECEIVED, T_POSTED };
static const struct rule_field in_time_in[] = {
    {"due", RULE_DAY, true, NULL, "最后一日", "the last day"},
    {"received", RULE_MOMENT, true, NULL, "收到的时间；在线提交的，是上传完成的时间",
     "when it was received; online, when the upload was complete"},
    {"posted", RULE_DAY, false, NULL, "邮戳日期", "the day of the postmark"},
    {0}};
static const struct rule_field in_time_out[] = {
    {"in_time", RULE_FLAG, true, NULL, "是否按期", "in time?"}, RULE_ACCOUNT, {0}};

static enum err_kind in_time(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    int64_t due = v[T_DUE].integer;
    bool posted = v[T_POSTED].given && v[T_POSTED].integer <= due;
    bool received = day_of_instant(v[T_RECEIVED].integer) <= due;
    (void) reterr;
    json_named_flag(call->writer, "in_time", posted || received);
    answer_basis(call, "民事诉讼法第八十五条", NULL);
    if (received)
        answer_step(call, "在最后一日24时以前收到。", "Received before the end of the last day.");
    else if (posted)
        answer_step(call, "在期满前交邮，以邮戳为准，不算过期。",
                    "Posted before the end: the postmark counts.");
    else
        answer_step(
            call,
            "已经过期；有正当理由的，可以在障碍消除后十日内申请顺延，由法院决定（第八十六条）。",
            "Too late; with good reason an extension may be asked for within 10 days of the "
            "obstacle's end, and the court decides (Art. 86).");
    return ERR_NONE;
}

const struct rule period_rules[] = {
    {"deadline", "期间计算", "When a length of time ends", NULL, deadline_in, end_out,
     "{\"start\":\"2026-09-16\",\"length\":15,\"unit\":\"day\"}", deadline},
    {"period", "法定期间", "When a period of the law ends", NULL, period_in, period_out,
     "{\"name\":\"appeal.judgment\",\"start\":\"2026-09-10\"}", period},
    {"in_time", "是否按期", "Was it handed in in time?", NULL, in_time_in, in_time_out,
     "{\"due\":\"2026-10-08\",\"received\":\"2026-10-11T09:00\",\"posted\":\"2026-10-08\"}",
     in_time},
    {0}};

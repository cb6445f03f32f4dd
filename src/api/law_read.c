/* api/law_read: the calculators of law/ over HTTP, each with its account and its article. */
#include "api/page.h"
#include "base/text.h"
#include "law/law.h"

enum { EXCLUDED_DAYS_MAX = 3650 };

/* In the order of enum fee_kind. */
static const struct option fee_kinds[FEE_KIND_COUNT] = {
    {"property", {"财产案件", "Property claim"}},
    {"divorce", {"离婚案件", "Divorce"}},
    {"personality", {"人格权案件", "Personality rights"}},
    {"non_property", {"其他非财产案件", "Other claims without property"}},
    {"ip", {"知识产权案件", "Intellectual property"}},
    {"labour", {"劳动争议案件", "Labour dispute"}},
    {"preservation", {"财产保全申请", "Preservation"}},
    {"enforcement", {"执行申请", "Enforcement"}},
    {"payment_order", {"支付令申请", "Payment order"}},
    {"administrative_ip", {"商标、专利、海事行政案件", "Administrative: marks, patents, maritime"}},
    {"administrative", {"其他行政案件", "Other administrative case"}},
    {"jurisdiction_objection", {"管辖权异议不成立", "Rejected objection to jurisdiction"}},
    {"public_summons", {"公示催告申请", "Public summons"}},
    {"set_aside_award", {"申请撤销仲裁裁决", "Setting aside an award"}},
    {"bankruptcy", {"破产申请", "Bankruptcy"}},
    {"maritime_fund", {"设立海事赔偿责任限制基金", "Maritime limitation fund"}},
    {"maritime_injunction", {"海事强制令", "Maritime injunction"}},
    {"maritime_lien", {"船舶优先权催告", "Notice of a ship's lien"}},
    {"maritime_debt", {"海事债权登记", "Registration of a maritime debt"}},
    {"general_average", {"共同海损理算", "Adjustment of general average"}}};

/* clang-format off */
static const struct field fee_kind = {.name = "kind", .kind = FIELD_CHOICE, .title = {"案件种类", "Kind"},
    .options = fee_kinds, .option_count = COUNT_OF(fee_kinds)};
static const struct field fee_amount = {.name = "amount", .kind = FIELD_MONEY, .title = {"金额", "Amount"},
    .max = INT64_C(100000000000000)};
static const struct field fee_base = {.name = "base", .kind = FIELD_MONEY, .title = {"当地标准", "Provincial base"},
    .max = 1000000};
static const struct field fee_summary = {.name = "summary", .kind = FIELD_YES_NO, .title = {"适用简易程序", "Summary procedure"}};
static const struct field fee_settled = {.name = "settled", .kind = FIELD_YES_NO, .title = {"调解或者撤诉", "Mediated or withdrawn"}};
static const struct field fee_whole = {.name = "whole_yuan", .kind = FIELD_YES_NO, .title = {"取整到元", "Whole yuan"}};
const struct form_field law_fee_form[LAW_FEE_FIELDS] = {
    {&fee_kind, true}, {&fee_amount, false}, {&fee_base, false}, {&fee_summary, false}, {&fee_settled, false}, {&fee_whole, false}};

static const struct field period_name = {.name = "period", .kind = FIELD_TEXT, .title = {"法定期间", "Period of the law"}, .max = 60};
static const struct field period_length = {.name = "length", .kind = FIELD_TEXT, .title = {"指定期间", "Length set by the court"}, .max = 10};
static const struct field period_start = {.name = "start", .kind = FIELD_MOMENT, .title = {"开始的时间", "Start"}};
static const struct field period_day = {.name = "start_day", .kind = FIELD_DATE, .title = {"开始的日期", "Day of the start"}};
static const struct field period_excluded = {.name = "excluded_days", .kind = FIELD_NUMBER, .title = {"扣除的天数", "Days not counted"},
    .max = EXCLUDED_DAYS_MAX};
const struct form_field law_period_form[LAW_PERIOD_FIELDS] = {
    {&period_name, false}, {&period_length, false}, {&period_start, false}, {&period_day, false}, {&period_excluded, false}};

static const struct field number_text = {.name = "text", .kind = FIELD_TEXT, .title = {"案号", "Case number"}, .max = 80};
const struct form_field law_number_form[LAW_NUMBER_FIELDS] = {{&number_text, true}};
/* clang-format on */

static void write_money(struct reading *reading, struct json_writer *writer, const char *name,
                        int64_t fen)
{
    const char *twin = arena_printf(reading->arena, "%s_text", name);
    json_named_int(writer, name, fen);
    json_named_text(writer, twin ? twin : "text", money_format(reading->arena, fen));
}

enum err_kind law_fee(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    const struct value *body = reading->body;
    const char *kind_name = value_text(value_get(body, "kind"));
    struct fee_result result;
    struct fee_request request = {.amount_fen = value_int(value_get(body, "amount"), 0),
                                  .base_fen = value_int(value_get(body, "base"), 0),
                                  .summary = value_true(value_get(body, "summary")),
                                  .settled = value_true(value_get(body, "settled")),
                                  .whole_yuan = value_true(value_get(body, "whole_yuan"))};
    for (size_t i = 0; kind_name && i < COUNT_OF(fee_kinds); i++) {
        if (strcmp(fee_kinds[i].name, kind_name) == 0)
            request.kind = (enum fee_kind) i;
    }
    enum err_kind kind = fee_compute(&request, reading->arena, &result, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_text(writer, "kind", kind_name);
    write_money(reading, writer, "full", result.full_fen);
    write_money(reading, writer, "due", result.due_fen);
    json_named_flag(writer, "halved", result.halved);
    json_named_text(writer, "account_zh", result.account_zh);
    json_named_text(writer, "account_en", result.account_en);
    json_named_text(writer, "basis", result.basis);
    json_end(writer);
    return ERR_NONE;
}

/* A period of the law as of the day of its start, or a length of the court's own. */
static enum err_kind asked_period(const struct value *body, int64_t start_us, struct period *ret,
                                  struct err *reterr)
{
    const char *name = value_text(value_get(body, "period")),
               *length = value_text(value_get(body, "length"));
    if (!name == !length)
        return err_field(reterr, ERR_INVALID, "period.one", "period",
                         "either a period of the law or a length");
    if (length)
        return period_parse_length(length, ret)
                   ? ERR_NONE
                   : err_field(reterr, ERR_INVALID, "period.length", "length",
                               "a length such as 15d, 5wd, 48h, 2m, 1y");
    const struct period *found = period_find(name, day_of_instant(start_us));
    if (!found)
        return err_field(reterr, ERR_INVALID, "period.unknown", "period",
                         "no such period in force on that day");
    *ret = *found;
    return ERR_NONE;
}

static enum err_kind asked_start(const struct value *body, int64_t *ret, struct err *reterr)
{
    const char *moment = value_text(value_get(body, "start")),
               *day_text = value_text(value_get(body, "start_day"));
    int32_t day = 0;
    if (!moment == !day_text)
        return err_field(reterr, ERR_INVALID, "period.start", "start",
                         "either a moment or a day of the start");
    if (moment ? !instant_parse(moment, ret) : !day_parse(day_text, &day))
        return err_field(reterr, ERR_INVALID, "period.start", "start", "not a time");
    if (day_text)
        *ret = start_of_day(day);
    return ERR_NONE;
}

enum err_kind law_period(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    int64_t start_us = 0;
    struct period period = {0};
    struct period_end end;
    enum err_kind kind = asked_start(reading->body, &start_us, reterr);
    if (!kind)
        kind = asked_period(reading->body, start_us, &period, reterr);
    if (!kind)
        kind = period_compute(&period, engine_calendar(reading->engine), start_us,
                              (int) value_int(value_get(reading->body, "excluded_days"), 0),
                              reading->arena, &end, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_text(writer, "period", period.name);
    write_words(writer, "title", (struct words){period.zh, period.en});
    write_instant(reading, writer, "start", start_us);
    write_instant(reading, writer, "due", end.due_us);
    json_named_text(writer, "last_day", day_format(reading->arena, end.last_day));
    json_named_text(writer, "raw_day", day_format(reading->arena, end.raw_day));
    json_named_flag(writer, "shifted", end.shifted);
    json_named_flag(writer, "provisional", end.provisional);
    json_name(writer, "missing_year");
    if (end.provisional)
        json_int(writer, end.missing_year);
    else
        json_null(writer);
    json_named_text(writer, "account_zh", end.account_zh);
    json_named_text(writer, "account_en", end.account_en);
    json_named_text(writer, "basis", period.basis);
    json_end(writer);
    return ERR_NONE;
}

static bool counts_as_case(const char *type)
{
    for (size_t i = 0; i < case_type_code_count; i++) {
        if (strcmp(case_type_codes[i].code, type) == 0)
            return case_type_codes[i].counts_as_case;
    }
    return false;
}

enum err_kind law_case_number(struct reading *reading, struct json_writer *writer,
                              struct err *reterr)
{
    struct case_number number;
    const char *text = value_text(value_get(reading->body, "text"));
    bool valid = text && case_number_parse(text, &number);
    (void) reterr;
    json_begin(writer);
    json_named_flag(writer, "valid", valid);
    if (valid) {
        json_named_text(writer, "text", case_number_print(reading->arena, &number));
        json_named_int(writer, "year", number.year);
        json_named_text(writer, "court", number.court);
        json_named_text(writer, "court_name", engine_court_name(reading->engine, number.court));
        json_named_text(writer, "special", number.special);
        json_named_text(writer, "type", number.type);
        json_named_int(writer, "serial", number.serial);
        json_named_text(writer, "suffix", number.suffix);
        json_named_flag(writer, "counts_as_case", counts_as_case(number.type));
    }
    json_end(writer);
    return ERR_NONE;
}

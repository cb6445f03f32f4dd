/* rule/rows_indicator: the formulas of law/indicator. */
#include "rule/private.h"

enum { I_NAME, I_COUNTS };
static const struct rule_field indicator_in[] = {
    {"name", RULE_TEXT, true, NULL, "指标（见 docs/law/indicators.md）",
     "the indicator (docs/law/indicators.md)"},
    {"counts", RULE_WORDS, true, NULL, "各项数目，每项写作 名称=数",
     "its counts, each name=number"},
    {0}};
static const struct rule_field indicator_out[] = {
    {"known", RULE_FLAG, true, NULL, "分母大于零", "the denominator is above 0"},
    {"numerator", RULE_INT, true, NULL, "分子", "numerator"},
    {"denominator", RULE_INT, true, NULL, "分母", "denominator"},
    {"hundredths", RULE_INT, false, NULL, "数值的百分之一（百分点、每万人等），截取两位小数",
     "hundredths of the figure, cut to two decimals"},
    {"unit", RULE_TEXT, true, NULL, "单位", "unit"},
    {"events", RULE_TEXT, true, NULL, "来源", "where the counts come from"},
    RULE_ACCOUNT,
    {0}};

static enum err_kind read_count(const struct rule_call *call, const char *text,
                                struct indicator_count *ret, struct err *reterr)
{
    enum { DIGITS_MAX = 12 };
    size_t length = strcspn(text, "=");
    const char *digits = text[length] ? text + length + 1 : "";
    size_t count = strspn(digits, "0123456789");
    if (count == 0 || count > DIGITS_MAX || digits[count])
        return err_field(reterr, ERR_INVALID, "rule.count", "counts", "each is name=number");
    ret->name = arena_copy_bytes(call->arena, text, length);
    ret->count = strtoll(digits, NULL, 10);
    return ret->name ? ERR_NONE : arena_full(reterr);
}

static enum err_kind indicator(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    const struct indicator *row = indicator_of(v[I_NAME].text);
    struct indicator_count counts[JSON_FLAT_LIST_MAX];
    struct indicator_answer answer;
    if (!row)
        return err_field(reterr, ERR_INVALID, "choice.unknown", "name", "no such indicator");
    for (size_t i = 0; i < v[I_COUNTS].count; i++) {
        enum err_kind kind = read_count(call, v[I_COUNTS].list[i], &counts[i], reterr);
        if (kind)
            return kind;
    }
    enum err_kind kind = indicator_compute(row, counts, v[I_COUNTS].count, &answer, reterr);
    if (kind)
        return kind;
    json_named_flag(call->writer, "known", answer.known);
    json_named_int(call->writer, "numerator", answer.numerator);
    json_named_int(call->writer, "denominator", answer.denominator);
    if (answer.known)
        json_named_int(call->writer, "hundredths", answer.hundredths);
    json_named_text(call->writer, "unit", row->unit);
    json_named_text(call->writer, "events", row->events);
    answer_basis(call, "公式系推定，见 docs/law/indicators.md", NULL);
    answer_step(call, row->zh, row->en);
    return ERR_NONE;
}

const struct rule indicator_rules[] = {
    {"indicator", "指标", "An indicator", NULL, indicator_in, indicator_out,
     "{\"name\":\"qualified_rate\",\"counts\":[\"approved=11785\",\"received=14300\"]}", indicator},
    {0}};

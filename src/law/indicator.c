/* law/indicator: formulas as data. */
#include "law/indicator.h"

#include <string.h>

#define COUNT_MAX INT64_C(1000000000000) /* five of them times the scale stay below 2^63 */

/* clang-format off */
const struct indicator indicators[] = {
    {"online_filing_rate", "网上立案率（民事、行政一审）", "Online filing, civil and administrative first instance",
     {{"approved_online", 1}, {"online_mediation_requests", 1}},
     {{"new_first_instance", 1}, {"pre_filing_mediations", 1}, {"mediation_documents", -1}, {"failed_and_filed", -1}},
     10000, "%", "filing: register; mediation: open, fail"},
    {"online_filing_rate_enforcement", "网上立案率（执行）", "Online filing, enforcement",
     {{"approved_online", 1}}, {{"new_enforcement", 1}}, 10000, "%", "enforcement filing: register"},
    {"timely_review_rate", "按期审核率", "Reviewed in time",
     {{"reviewed_in_time", 1}}, {{"received", 1}, {"waiting_in_time", -1}}, 10000, "%", "filing: submit, decide, clock filing.decide"},
    {"qualified_rate", "合格率", "Qualified",
     {{"approved", 1}}, {{"received", 1}}, 10000, "%", "filing: submit, register"},
    {"filings_per_10000", "万人起诉率（口径A）", "Filings per 10,000 residents (definition A)",
     {{"first_instance", 1}}, {{"population_10000", 1}}, 100, "/10,000", "filing: register; population: statistics office"},
    {"filings_per_10000_b", "万人起诉率（口径B）", "Filings per 10,000 residents (definition B)",
     {{"pre_filing_mediated", 1}, {"entered", 1}}, {{"population_10000", 1}}, 100, "/10,000", "mediation: close; filing: register"},
    {"closed_per_judge", "法官人均结案数", "Closed per judge",
     {{"closed", 1}, {"not_counting", -1}}, {{"judges", 1}}, 100, "", "trial: close; not counting: types whose counts_as_case is false"},
    {"mediation_success_rate", "诉前调解成功率", "Success of mediation before filing",
     {{"successes", 1}}, {{"successes", 1}, {"failures", 1}}, 10000, "%", "mediation: agree, fail"},
    {"auto_performance_rate", "调解自动履行率", "Agreements performed of themselves",
     {{"performed", 1}}, {{"due", 1}}, 10000, "%", "mediation: performed; enforcement: apply"},
    {"summary_rate", "简易、小额程序适用率", "Tried by summary or small-claims procedure",
     {{"summary", 1}, {"small_claims", 1}}, {{"first_instance", 1}}, 10000, "%", "filing: register (procedure)"},
    {"hotline_connection_rate", "12368接通率", "12368 calls answered",
     {{"answered", 1}}, {{"incoming", 1}}, 10000, "%", "hotline: ring, answer"},
    {"satisfaction_rate", "满意率", "Satisfied",
     {{"satisfied", 1}}, {{"rated", 1}}, 10000, "%", "ratings"},
    {"closed_in_time_rate", "按期办结率", "Closed in time",
     {{"in_time", 1}}, {{"due", 1}}, 10000, "%", "clocks met and passed"},
    {"electronic_service_rate", "电子送达率", "Served electronically",
     {{"served_electronically", 1}}, {{"persons", 1}}, 10000, "%", "service: attempts"},
    {"filing_deviation", "立案偏离度", "Deviation of filing (formula not public)",
     {{"filed", 1}, {"usual", -1}}, {{"usual", 1}}, 10000, "%", "filing: register; usual: mean of the same weekday of 4 to 8 weeks"},
    {0},
};
/* clang-format on */

const struct indicator *indicator_of(const char *name)
{
    for (const struct indicator *row = indicators; row->name; row++) {
        if (strcmp(row->name, name) == 0)
            return row;
    }
    return NULL;
}

static enum err_kind add_up(const struct indicator_term *terms,
                            const struct indicator_count *counts, size_t count, int64_t *ret,
                            struct err *reterr)
{
    *ret = 0;
    for (size_t t = 0; t < INDICATOR_TERMS_MAX && terms[t].count; t++) {
        size_t i = 0;
        while (i < count && strcmp(counts[i].name, terms[t].count) != 0)
            i++;
        if (i == count)
            return err_field(reterr, ERR_INVALID, "required", terms[t].count,
                             "the formula needs this count");
        if (counts[i].count < 0 || counts[i].count > COUNT_MAX)
            return err_field(reterr, ERR_INVALID, "rule.range", terms[t].count,
                             "no court counts so many");
        *ret += terms[t].sign * counts[i].count;
    }
    return ERR_NONE;
}

enum err_kind indicator_compute(const struct indicator *indicator,
                                const struct indicator_count *counts, size_t count,
                                struct indicator_answer *ret, struct err *reterr)
{
    struct indicator_answer answer = {0};
    enum err_kind kind = add_up(indicator->numerator, counts, count, &answer.numerator, reterr);
    if (!kind)
        kind = add_up(indicator->denominator, counts, count, &answer.denominator, reterr);
    if (kind)
        return kind;
    answer.known = answer.denominator > 0;
    if (answer.known)
        answer.hundredths = answer.numerator * indicator->scale / answer.denominator;
    *ret = answer;
    return ERR_NONE;
}

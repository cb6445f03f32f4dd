/* rule/rows_injury: compensation for personal injury (law/injury), with the statistics it rests on.
 */
#include "rule/private.h"

#include "law/injury.h"

static const char *const liabilities[] = {"full", "main", "equal", "minor", "none", NULL};
static const char *const households[] = {"urban", "rural", NULL};

/* clang-format off */
enum { I_DAY, I_PROVINCE, I_YEAR, I_INCOME, I_CONSUMPTION, I_WAGE, I_DEATH, I_GRADE, I_AGE, I_HOUSEHOLD, I_DEPENDANTS, I_MEDICAL,
       I_HOSPITAL_DAYS, I_MEAL_DAY, I_NUTRITION, I_NURSING_DAYS, I_NURSING_DAY, I_LOST_DAYS, I_OWN_INCOME, I_TRANSPORT, I_AIDS,
       I_MENTAL, I_PROPERTY, I_VEHICLE, I_LIABILITY, I_SHARE };
static const struct rule_field injury_in[] = {
    {"day", RULE_DAY, false, NULL, "侵权行为发生之日，默认今天", "day of the tort; today when not given"},
    {"province", RULE_TEXT, false, NULL, "受诉法院所在省级行政区划代码，用来查统计数据", "the code of the court's province, to look up its statistics"},
    {"year", RULE_INT, false, NULL, "一审法庭辩论终结的年份，默认今年；用上一年度的数据", "year in which the first-instance debate ends, this year when not given; the figures of the year before are used"},
    {"income_fen", RULE_FEN, false, NULL, "上一年度城镇居民人均可支配收入（分），代替 province", "urban disposable income a head, fen, instead of province"},
    {"consumption_fen", RULE_FEN, false, NULL, "上一年度城镇居民人均消费支出（分），代替 province", "urban consumption a head, fen, instead of province"},
    {"wage_fen", RULE_FEN, false, NULL, "上一年度职工年平均工资（分），代替 province", "average yearly wage, fen, instead of province"},
    {"death", RULE_FLAG, false, NULL, "死亡", "death"},
    {"grade", RULE_INT, false, NULL, "伤残等级，1至10", "grade of disability, 1 to 10"},
    {"age", RULE_INT, false, NULL, "定残或者死亡时的周岁", "age on the day of the finding or death"},
    {"household", RULE_WORD, false, households, "户籍，不影响结果，只用来说明", "registration; changes nothing and is only explained"},
    {"dependants", RULE_WORDS, false, NULL, "被扶养人，每人“周岁:扶养人数”，例如 8:2", "dependants, each AGE:PAYERS, such as 8:2"},
    {"medical_fen", RULE_FEN, false, NULL, "医疗费（分）", "treatment, fen"},
    {"hospital_days", RULE_INT, false, NULL, "住院天数", "days in hospital"},
    {"meal_day_fen", RULE_FEN, false, NULL, "住院伙食补助费每天（分），默认10000", "food in hospital a day, fen; 10000 when not given"},
    {"nutrition_fen", RULE_FEN, false, NULL, "营养费（分）", "nutrition, fen"},
    {"nursing_days", RULE_INT, false, NULL, "护理天数", "days of nursing"},
    {"nursing_day_fen", RULE_FEN, false, NULL, "护理费每天（分），按当地护工标准", "nursing a day, fen, as paid there"},
    {"lost_days", RULE_INT, false, NULL, "误工天数，最多到定残前一天", "days of lost work, to the day before the finding at most"},
    {"own_income_year_fen", RULE_FEN, false, NULL, "能证明的年收入（分）", "proved yearly income, fen"},
    {"transport_fen", RULE_FEN, false, NULL, "交通费（分）", "travel, fen"},
    {"aids_fen", RULE_FEN, false, NULL, "残疾辅助器具费（分）", "assistive devices, fen"},
    {"mental_fen", RULE_FEN, false, NULL, "精神损害抚慰金（分）", "mental distress, fen"},
    {"property_fen", RULE_FEN, false, NULL, "车辆等财产损失（分）", "damage to property, fen"},
    {"vehicle", RULE_FLAG, false, NULL, "由投保交强险的机动车造成，默认 true", "by a motor vehicle with compulsory insurance; true when not given"},
    {"liability", RULE_WORD, false, liabilities, "交警认定对方的责任，默认 full", "what the police found of the other side; full when not given"},
    {"share_percent", RULE_INT, false, NULL, "交强险以外对方承担的百分比，代替 liability 的通常比例", "percent the other side bears beyond the insurance, instead of the usual one of its liability"},
    {0}};
static const struct rule_field injury_out[] = {
    {"due_fen", RULE_FEN, true, NULL, "对方和交强险合计承担（分）", "due from the other side and the compulsory insurance, fen"},
    {"total_fen", RULE_FEN, true, NULL, "各项损失合计（分）", "all items, fen"},
    {"insurance_fen", RULE_FEN, true, NULL, "交强险赔付（分）", "by the compulsory insurance, fen"},
    {"share_fen", RULE_FEN, true, NULL, "交强险以外对方承担（分）", "by the other side beyond it, fen"},
    {"disability_fen", RULE_FEN, false, NULL, "残疾赔偿金（分）", "disability, fen"},
    {"death_fen", RULE_FEN, false, NULL, "死亡赔偿金（分）", "death, fen"},
    {"support_fen", RULE_FEN, false, NULL, "被扶养人生活费（分）", "support of dependants, fen"},
    {"income_year", RULE_INT, false, NULL, "所用收入和支出数据的年份", "year of the income and consumption used"},
    {"wage_year", RULE_INT, false, NULL, "所用工资数据的年份", "year of the wage used"},
    RULE_ACCOUNT, {0}};
/* clang-format on */

/* "8:2" */
static enum err_kind read_dependants(const struct rule_value *value, struct injury_question *ret,
                                     struct err *reterr)
{
    if (value->count > INJURY_DEPENDANTS_MAX)
        return err_field(reterr, ERR_INVALID, "rule.range", "dependants", "at most %d",
                         INJURY_DEPENDANTS_MAX);
    for (size_t i = 0; i < value->count; i++) {
        int age = 0, payers = 0, length = 0;
        const char *text = value->list[i];
        if (sscanf(text, "%3d:%2d%n", &age, &payers, &length) != 2 || text[length])
            return err_field(reterr, ERR_INVALID, "injury.dependant", "dependants",
                             "each AGE:PAYERS");
        ret->dependants[ret->dependant_count++] = (struct injury_dependant){age, payers};
    }
    return ERR_NONE;
}

/* What was looked up; NULL: handed in, or not on record. */
struct figures {
    const struct rule_income *income;
    const struct rule_wage *wage;
};

static enum err_kind ask(const struct rule_call *call, struct figures *figures,
                         struct injury_question *ret, struct err *reterr)
{
    static const struct {
        int field;
        int64_t least, most;
    } counts[] = {{I_GRADE, 1, 10}, {I_AGE, 0, INJURY_AGE_MAX}, {I_SHARE, 0, 100}};
    const struct rule_value *v = call->values;
    int64_t year = given_int(&v[I_YEAR], date_of_day(call->world->today).year);
    *figures = (struct figures){0};
    if (v[I_PROVINCE].given && !v[I_INCOME].given && !v[I_CONSUMPTION].given)
        figures->income = rule_income_before(call->world, v[I_PROVINCE].text, year);
    if (v[I_PROVINCE].given && !v[I_WAGE].given)
        figures->wage = rule_wage_before(call->world, v[I_PROVINCE].text, year);
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        const struct rule_value *value = &v[counts[i].field];
        if (value->given && (value->integer < counts[i].least || value->integer > counts[i].most))
            return err_field(reterr, ERR_INVALID, "rule.range", injury_in[counts[i].field].name,
                             "%lld to %lld", (long long) counts[i].least,
                             (long long) counts[i].most);
    }
    if ((v[I_GRADE].given || given_flag(&v[I_DEATH])) && !v[I_AGE].given)
        return err_field(reterr, ERR_INVALID, "required", "age", "the years depend on it");
    *ret = (struct injury_question){
        .day = (int32_t) given_int(&v[I_DAY], call->world->today),
        .death = given_flag(&v[I_DEATH]),
        .grade = (int) given_int(&v[I_GRADE], 0),
        .age = (int) given_int(&v[I_AGE], 0),
        .rural = given_word(&v[I_HOUSEHOLD], 0) == 1,
        .income_fen = figures->income ? figures->income->income_fen : given_int(&v[I_INCOME], 0),
        .consumption_fen =
            figures->income ? figures->income->consumption_fen : given_int(&v[I_CONSUMPTION], 0),
        .wage_fen = figures->wage ? figures->wage->wage_fen : given_int(&v[I_WAGE], 0),
        .medical_fen = given_int(&v[I_MEDICAL], 0),
        .nutrition_fen = given_int(&v[I_NUTRITION], 0),
        .transport_fen = given_int(&v[I_TRANSPORT], 0),
        .aids_fen = given_int(&v[I_AIDS], 0),
        .mental_fen = given_int(&v[I_MENTAL], 0),
        .property_fen = given_int(&v[I_PROPERTY], 0),
        .hospital_days = given_int(&v[I_HOSPITAL_DAYS], 0),
        .meal_day_fen = given_int(&v[I_MEAL_DAY], 0),
        .nursing_days = given_int(&v[I_NURSING_DAYS], 0),
        .nursing_day_fen = given_int(&v[I_NURSING_DAY], 0),
        .lost_days = given_int(&v[I_LOST_DAYS], 0),
        .own_income_year_fen = given_int(&v[I_OWN_INCOME], 0),
        .vehicle = given_int(&v[I_VEHICLE], 1),
        .liability = (enum injury_liability) given_word(&v[I_LIABILITY], LIABILITY_FULL),
        .share_percent = (int) given_int(&v[I_SHARE], -1)};
    return read_dependants(&v[I_DEPENDANTS], ret, reterr);
}

/* Which figures the items rest on: others are not named. */
static void write_sums(const struct rule_call *call, const struct injury_answer *answer,
                       struct figures *figures)
{
    bool income = false, wage = false;
    json_named_int(call->writer, "due_fen", answer->due_fen);
    json_named_int(call->writer, "total_fen", answer->total_fen);
    json_named_int(call->writer, "insurance_fen", answer->insurance_fen);
    json_named_int(call->writer, "share_fen", answer->share_fen);
    for (size_t i = 0; i < answer->item_count; i++) {
        static const char *const told[][2] = {
            {"disability", "disability_fen"}, {"death", "death_fen"}, {"support", "support_fen"}};
        const struct injury_item *item = &answer->items[i];
        for (size_t k = 0; k < COUNT_OF(told); k++) {
            if (strcmp(item->name, told[k][0]) != 0)
                continue;
            json_named_int(call->writer, told[k][1], item->fen);
            income = true;
        }
        wage |= strcmp(item->name, "funeral") == 0 ||
                (strcmp(item->name, "lost_income") == 0 && !call->values[I_OWN_INCOME].given);
    }
    figures->income = income ? figures->income : NULL;
    figures->wage = wage ? figures->wage : NULL;
    if (figures->income)
        json_named_int(call->writer, "income_year", figures->income->year);
    if (figures->wage)
        json_named_int(call->writer, "wage_year", figures->wage->year);
}

static enum err_kind injury(const struct rule_call *call, struct err *reterr)
{
    struct figures figures;
    struct injury_question question;
    struct injury_answer answer;
    enum err_kind kind = ask(call, &figures, &question, reterr);
    if (!kind)
        kind = injury_compute(&question, call->arena, &answer, reterr);
    if (kind)
        return kind;
    write_sums(call, &answer, &figures);
    json_name(call->writer, "basis");
    json_begin_list(call->writer);
    for (size_t i = 0; i < answer.item_count; i++)
        json_text(call->writer, answer.items[i].basis);
    json_text(call->writer, answer.split.basis);
    json_end_list(call->writer);
    answer_begin_steps(call);
    for (size_t i = 0; i < answer.item_count; i++)
        answer_add_step(call, answer.items[i].zh, answer.items[i].en);
    answer_add_step(call, answer.split.zh, answer.split.en);
    if (figures.income)
        answer_add_step(
            call,
            arena_printf(call->arena,
                         "城镇居民人均可支配收入、人均消费支出是%d年的（来源：%"
                         "s）。法庭辩论终结前公布了新数据的，按新数据。",
                         figures.income->year, figures.income->source),
            arena_printf(
                call->arena,
                "Urban income and consumption a head are those of %d (source: %s). What is "
                "published before the debate ends replaces them.",
                figures.income->year, figures.income->source));
    if (figures.wage)
        answer_add_step(
            call,
            arena_printf(call->arena, "职工年平均工资用的是%d年城镇非私营单位就业人员年平均工资。",
                         figures.wage->year),
            arena_printf(call->arena, "The average wage is that of urban non-private units in %d.",
                         figures.wage->year));
    answer_end_steps(call);
    return ERR_NONE;
}

const struct rule injury_rules[] = {{"injury", "人身损害赔偿",
                                     "Compensation for personal injury, as after a road accident",
                                     NULL, injury_in, injury_out,
                                     "{\"day\":\"2026-03-02\",\"grade\":10,\"age\":41,"
                                     "\"household\":\"rural\",\"income_fen\":4499000,"
                                     "\"medical_fen\":1200000,\"liability\":\"main\"}",
                                     injury},
                                    {0}};

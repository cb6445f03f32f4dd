/* law/injury: each item with its formula in words; then who bears how much. */
#include "law/injury.h"

#include "law/fee.h"

#include "base/err.h"
#include "base/text.h"

#define YUAN        INT64_C(100)
#define SUM_FEN_MAX (INT64_C(1000000000) * YUAN)
#define MEAL_FEN    (100 * YUAN) /* 财行〔2013〕531号; 120 in Tibet, Qinghai and Xinjiang */
#define II          "最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释"

enum {
    IN_FORCE_DAY = 19113, /* 2022-05-01, II 24 */
    YEARS_MAX = 20,
    OLD_AGE = 60,
    VERY_OLD_AGE = 75,
    VERY_OLD_YEARS = 5,
    ADULT_AGE = 18,
    GRADE_MAX = 10,
    WHOLE_PERCENT = 100,
    YEAR_DAYS = 365,
    SHARE_UNITS = 2520 /* divisible by every number of payers to 10 */
};

/* 中国银行保险监督管理委员会 notice of 2020-09-09, for policies and accidents from 2020-09-19. */
static const int64_t limits[2][INJURY_GROUPS] = {
    {18000 * YUAN, 180000 * YUAN, 2000 * YUAN}, /* with fault */
    {1800 * YUAN, 18000 * YUAN, 100 * YUAN},    /* without */
};

/* Usual between two motor vehicles; against riders and walkers the local rules of 道路交通安全法 76
 * decide, so a percent may be given instead. */
static const int usual_percent[] = {[LIABILITY_FULL] = 100,
                                    [LIABILITY_MAIN] = 70,
                                    [LIABILITY_EQUAL] = 50,
                                    [LIABILITY_MINOR] = 30,
                                    [LIABILITY_NONE] = 0};

struct bill {
    const struct injury_question *question;
    struct arena *arena;
    struct injury_answer *answer;
    bool full; /* memory ran out */
};

int injury_years(int age)
{
    if (age >= VERY_OLD_AGE)
        return VERY_OLD_YEARS;
    return age > OLD_AGE ? YEARS_MAX - (age - OLD_AGE) : YEARS_MAX;
}

static int64_t half_up(int64_t sum, int64_t divisor) { return (sum + divisor / 2) / divisor; }

/* An item of nothing is none. */
static void add(struct bill *bill, const char *name, enum injury_group group, int64_t fen,
                const char *basis, const char *zh, const char *en)
{
    if (fen == 0)
        return;
    bill->full |= !zh;
    bill->full |= !en;
    bill->answer->items[bill->answer->item_count++] =
        (struct injury_item){name, group, fen, zh, en, basis};
    bill->answer->total_fen += fen;
}

static const char *money(struct bill *bill, int64_t fen)
{
    const char *text = money_format(bill->arena, fen);
    bill->full |= !text;
    return text ? text : "";
}

/* ---- the items ------------------------------------------------------------------------------ */

static void add_spent(struct bill *bill, const char *name, enum injury_group group, int64_t fen,
                      const char *basis, const char *zh, const char *en)
{
    const char *sum = money(bill, fen);
    add(bill, name, group, fen, basis, arena_printf(bill->arena, "%s：按凭证%s元。", zh, sum),
        arena_printf(bill->arena, "%s: %s yuan as proved.", en, sum));
}

static void add_days(struct bill *bill, const char *name, enum injury_group group, int64_t days,
                     int64_t day_fen, const char *basis, const char *zh, const char *en)
{
    const char *each = money(bill, day_fen), *sum = money(bill, days * day_fen);
    add(bill, name, group, days * day_fen, basis,
        arena_printf(bill->arena, "%s：%lld天×每天%s元＝%s元。", zh, (long long) days, each, sum),
        arena_printf(bill->arena, "%s: %lld days × %s = %s yuan.", en, (long long) days, each,
                     sum));
}

static void add_lost_income(struct bill *bill)
{
    const struct injury_question *q = bill->question;
    bool proved = q->own_income_year_fen > 0;
    int64_t year_fen = proved ? q->own_income_year_fen : q->wage_fen;
    int64_t fen = half_up(year_fen * q->lost_days, YEAR_DAYS);
    const char *year = money(bill, year_fen), *sum = money(bill, fen);
    add(bill, "lost_income", INJURY_BODY, fen, II "第七条",
        arena_printf(bill->arena, "误工费：%s%s元÷365×%lld天＝%s元。",
                     proved ? "证明的年收入"
                            : "不能证明收入，按职工年平均工资（知道行业的按相近行业）",
                     year, (long long) q->lost_days, sum),
        arena_printf(bill->arena, "Lost income: %s %s ÷ 365 × %lld days = %s yuan.",
                     proved ? "proved yearly income"
                            : "income not proved, by the average wage (of the trade, where known)",
                     year, (long long) q->lost_days, sum));
}

static void add_disability(struct bill *bill, int percent)
{
    const struct injury_question *q = bill->question;
    int years = injury_years(q->age);
    int64_t fen = half_up(q->income_fen * years * percent, WHOLE_PERCENT);
    const char *income = money(bill, q->income_fen), *sum = money(bill, fen);
    add(bill, "disability", INJURY_BODY, fen, II "第十二条",
        arena_printf(
            bill->arena,
            "残疾赔偿金：上一年度城镇居民人均可支配收入%s元×%d年（%d周岁）×%d%%（%d级）＝%s元。%s",
            income, years, q->age, percent, q->grade, sum,
            q->rural ? "农村户籍也按城镇标准，不再区分城乡（2022年5月1日起）。" : ""),
        arena_printf(
            bill->arena,
            "Disability: urban disposable income a head %s × %d years (aged %d) × %d%% (grade "
            "%d) = %s yuan.%s",
            income, years, q->age, percent, q->grade, sum,
            q->rural ? " Registered in the country: the urban standard all the same, from "
                       "2022-05-01."
                     : ""));
}

static void add_death(struct bill *bill)
{
    const struct injury_question *q = bill->question;
    int years = injury_years(q->age);
    int64_t fen = q->income_fen * years, funeral = half_up(q->wage_fen, 2);
    const char *income = money(bill, q->income_fen), *sum = money(bill, fen);
    add(bill, "death", INJURY_BODY, fen, II "第十五条",
        arena_printf(bill->arena,
                     "死亡赔偿金：上一年度城镇居民人均可支配收入%s元×%d年（%d周岁）＝%s元。%s",
                     income, years, q->age, sum,
                     q->rural ? "农村户籍也按城镇标准，不再区分城乡（2022年5月1日起）。" : ""),
        arena_printf(bill->arena,
                     "Death: urban disposable income a head %s × %d years (aged %d) = %s yuan.%s",
                     income, years, q->age, sum,
                     q->rural ? " Registered in the country: the urban standard all the same, from "
                                "2022-05-01."
                              : ""));
    const char *wage = money(bill, q->wage_fen), *half = money(bill, funeral);
    add(bill, "funeral", INJURY_BODY, funeral, II "第十四条",
        arena_printf(bill->arena, "丧葬费：上一年度职工年平均工资%s元÷12×6个月＝%s元。", wage,
                     half),
        arena_printf(bill->arena, "Funeral: average yearly wage %s ÷ 12 × 6 months = %s yuan.",
                     wage, half));
}

static int support_years(const struct injury_dependant *dependant)
{
    return dependant->age < ADULT_AGE ? ADULT_AGE - dependant->age : injury_years(dependant->age);
}

/* II 17: of all in a year no more than one person's consumption. Added up year by year in parts of
 * 1/252000 (payers × percent), rounded once. */
static void add_support(struct bill *bill, int percent)
{
    const struct injury_question *q = bill->question;
    int64_t units = 0;
    const int64_t whole = (int64_t) SHARE_UNITS * WHOLE_PERCENT;
    bool capped = false;
    const char *who_zh = "", *who_en = "";
    for (int year = 0; year < YEARS_MAX; year++) {
        int64_t of_year = 0;
        for (size_t i = 0; i < q->dependant_count; i++) {
            if (year < support_years(&q->dependants[i]))
                of_year += (int64_t) SHARE_UNITS / q->dependants[i].payers * percent;
        }
        capped |= of_year > whole;
        units += of_year > whole ? whole : of_year;
    }
    for (size_t i = 0; i < q->dependant_count && !bill->full; i++) {
        const struct injury_dependant *d = &q->dependants[i];
        who_zh = arena_printf(bill->arena, "%s%s%d周岁%d年÷%d人", who_zh, i ? "、" : "", d->age,
                              support_years(d), d->payers);
        who_en = who_zh ? arena_printf(bill->arena, "%s%saged %d: %d years ÷ %d", who_en,
                                       i ? "; " : "", d->age, support_years(d), d->payers)
                        : NULL;
        bill->full |= !who_en;
    }
    if (bill->full)
        return;
    int64_t fen = half_up(q->consumption_fen * units, whole);
    const char *year = money(bill, q->consumption_fen), *sum = money(bill, fen);
    add(bill, "support", INJURY_BODY, fen, II "第十六条、第十七条",
        arena_printf(
            bill->arena,
            "被扶养人生活费（计入%s）：上一年度城镇居民人均消费支出%s元×%d%%，%s，合计%s元。%s"
            "成年的应当无劳动能力又无其他生活来源。",
            q->death ? "死亡赔偿金" : "残疾赔偿金", year, percent, who_zh, sum,
            capped ? "有的年份合计超过人均消费支出，只算到人均消费支出。" : ""),
        arena_printf(
            bill->arena,
            "Support of dependants: urban consumption a head %s × %d%%, %s: %s yuan.%s Who "
            "is of age must be unable to work and without other means.",
            year, percent, who_en, sum,
            capped ? " In some years no more than one person's consumption." : ""));
}

/* ---- who bears it ------------------------------------------------------------------------------
 */

static void split(struct bill *bill)
{
    static const enum injury_group groups[] = {INJURY_MEDICAL, INJURY_BODY, INJURY_PROPERTY};
    const struct injury_question *q = bill->question;
    struct injury_answer *answer = bill->answer;
    int64_t sums[INJURY_GROUPS] = {0};
    for (size_t i = 0; i < answer->item_count; i++)
        sums[answer->items[i].group] += answer->items[i].fen;
    for (size_t i = 0; q->vehicle && i < COUNT_OF(groups); i++) {
        enum injury_group group = groups[i];
        answer->limit_fen[group] = limits[q->liability == LIABILITY_NONE][group];
        answer->insured_fen[group] =
            sums[group] < answer->limit_fen[group] ? sums[group] : answer->limit_fen[group];
        answer->insurance_fen += answer->insured_fen[group];
    }
    answer->rest_fen = answer->total_fen - answer->insurance_fen;
    answer->percent = q->share_percent >= 0 ? q->share_percent : usual_percent[q->liability];
    answer->share_fen = half_up(answer->rest_fen * answer->percent, WHOLE_PERCENT);
    answer->due_fen = answer->insurance_fen + answer->share_fen;
    const char *insurance = money(bill, answer->insurance_fen),
               *rest = money(bill, answer->rest_fen), *share = money(bill, answer->share_fen),
               *due = money(bill, answer->due_fen);
    const char *medical = money(bill, answer->insured_fen[INJURY_MEDICAL]),
               *body = money(bill, answer->insured_fen[INJURY_BODY]),
               *property = money(bill, answer->insured_fen[INJURY_PROPERTY]);
    answer->split.name = "split";
    answer->split.fen = answer->due_fen;
    answer->split.basis = q->vehicle ? "中华人民共和国民法典第一千二百一十三条"
                                     : "中华人民共和国民法典第一千一百七十三条";
    answer->split.zh =
        q->vehicle
            ? arena_printf(bill->arena,
                           "先由交强险赔付%s元（医疗%s元、死亡伤残%s元、财产%"
                           "s元，均不超过限额）；余下%s元，对方承担%d%%，%s元"
                           "（有商业三者险的由保险公司按合同赔付）；合计%s元。",
                           insurance, medical, body, property, rest, answer->percent, share, due)
            : arena_printf(bill->arena, "合计%s元，对方承担%d%%，%s元。", rest, answer->percent,
                           share);
    answer->split.en =
        q->vehicle
            ? arena_printf(
                  bill->arena,
                  "The compulsory insurance pays %s first (treatment %s, death and disability "
                  "%s, property %s, each within its limit); of the other %s the other side "
                  "bears %d%%, %s (its commercial insurance by contract); %s yuan in all.",
                  insurance, medical, body, property, rest, answer->percent, share, due)
            : arena_printf(bill->arena, "Of %s yuan the other side bears %d%%: %s.", rest,
                           answer->percent, share);
    bill->full |= !answer->split.zh;
    bill->full |= !answer->split.en;
}

/* ---- what was asked ----------------------------------------------------------------------------
 */

static enum err_kind in_range(int64_t value, int64_t most, const char *field, struct err *reterr)
{
    return value < 0 || value > most
               ? err_field(reterr, ERR_INVALID, "rule.range", field, "0 to %lld", (long long) most)
               : ERR_NONE;
}

static enum err_kind check_statistics(const struct injury_question *q, struct err *reterr)
{
    const struct {
        const char *field;
        bool needed;
    } statistics[] = {
        {"income_fen", !q->income_fen && (q->death || q->grade)},
        {"consumption_fen", !q->consumption_fen && q->dependant_count && (q->death || q->grade)},
        {"wage_fen", !q->wage_fen && (q->death || (q->lost_days && !q->own_income_year_fen))}};
    for (size_t i = 0; i < COUNT_OF(statistics); i++) {
        if (statistics[i].needed)
            return err_field(reterr, ERR_INVALID, "income.unknown", statistics[i].field,
                             "give the figure of the year before");
    }
    return ERR_NONE;
}

static enum err_kind check(const struct injury_question *q, struct err *reterr)
{
    const struct {
        int64_t value, most;
        const char *field;
    } ranges[] = {{q->grade, GRADE_MAX, "grade"},
                  {q->age, INJURY_AGE_MAX, "age"},
                  {q->share_percent + 1, WHOLE_PERCENT + 1, "share_percent"},
                  {q->income_fen, SUM_FEN_MAX, "income_fen"},
                  {q->consumption_fen, SUM_FEN_MAX, "consumption_fen"},
                  {q->wage_fen, SUM_FEN_MAX, "wage_fen"},
                  {q->medical_fen, SUM_FEN_MAX, "medical_fen"},
                  {q->nutrition_fen, SUM_FEN_MAX, "nutrition_fen"},
                  {q->transport_fen, SUM_FEN_MAX, "transport_fen"},
                  {q->aids_fen, SUM_FEN_MAX, "aids_fen"},
                  {q->mental_fen, SUM_FEN_MAX, "mental_fen"},
                  {q->property_fen, SUM_FEN_MAX, "property_fen"},
                  {q->own_income_year_fen, SUM_FEN_MAX, "own_income_year_fen"},
                  {q->meal_day_fen, SUM_FEN_MAX / INJURY_DAYS_MAX, "meal_day_fen"},
                  {q->nursing_day_fen, SUM_FEN_MAX / INJURY_DAYS_MAX, "nursing_day_fen"},
                  {q->hospital_days, INJURY_DAYS_MAX, "hospital_days"},
                  {q->nursing_days, INJURY_DAYS_MAX, "nursing_days"},
                  {q->lost_days, INJURY_DAYS_MAX, "lost_days"},
                  {(int64_t) q->dependant_count, INJURY_DEPENDANTS_MAX, "dependants"}};
    if (q->day < IN_FORCE_DAY)
        return err_field(reterr, ERR_INVALID, "injury.day", "day",
                         "torts before 2022-05-01 have the standards of then");
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < COUNT_OF(ranges); i++)
        kind = in_range(ranges[i].value, ranges[i].most, ranges[i].field, reterr);
    for (size_t i = 0; !kind && i < q->dependant_count; i++) {
        kind = in_range(q->dependants[i].age, INJURY_AGE_MAX, "dependants", reterr);
        if (!kind)
            kind =
                in_range(q->dependants[i].payers - 1, INJURY_PAYERS_MAX - 1, "dependants", reterr);
    }
    if (!kind && q->death && q->grade)
        kind = err_field(reterr, ERR_INVALID, "rule.range", "grade",
                         "after a death there is no grade of disability");
    if (!kind && q->nursing_days && !q->nursing_day_fen)
        kind = err_field(reterr, ERR_INVALID, "required", "nursing_day_fen",
                         "what a day of nursing costs there");
    return kind ? kind : check_statistics(q, reterr);
}

enum err_kind injury_compute(const struct injury_question *question, struct arena *arena,
                             struct injury_answer *ret, struct err *reterr)
{
    const struct injury_question *q = question;
    struct bill bill = {.question = q, .arena = arena, .answer = ret};
    int percent = q->death ? WHOLE_PERCENT : (GRADE_MAX + 1 - q->grade) * 10;
    enum err_kind kind = check(q, reterr);
    *ret = (struct injury_answer){0};
    if (kind)
        return kind;
    add_spent(&bill, "medical", INJURY_MEDICAL, q->medical_fen, II "第六条", "医疗费", "Treatment");
    add_days(&bill, "meals", INJURY_MEDICAL, q->hospital_days,
             q->meal_day_fen ? q->meal_day_fen : MEAL_FEN, II "第十条", "住院伙食补助费",
             "Food in hospital");
    add_spent(&bill, "nutrition", INJURY_MEDICAL, q->nutrition_fen, II "第十一条",
              "营养费（参照医疗机构的意见）", "Nutrition (by the doctors' opinion)");
    add_days(&bill, "nursing", INJURY_BODY, q->nursing_days, q->nursing_day_fen, II "第八条",
             "护理费", "Nursing");
    add_lost_income(&bill);
    add_spent(&bill, "transport", INJURY_BODY, q->transport_fen, II "第九条", "交通费", "Travel");
    if (q->death)
        add_death(&bill);
    else if (q->grade)
        add_disability(&bill, percent);
    if (q->dependant_count && (q->death || q->grade))
        add_support(&bill, percent);
    add_spent(&bill, "aids", INJURY_BODY, q->aids_fen, II "第十三条", "残疾辅助器具费",
              "Assistive devices");
    add_spent(&bill, "mental", INJURY_BODY, q->mental_fen, II "第二十三条",
              "精神损害抚慰金（由法院酌定）", "Mental distress (at the court's discretion)");
    add_spent(&bill, "property", INJURY_PROPERTY, q->property_fen,
              "中华人民共和国民法典第一千一百八十四条", "财产损失", "Property");
    split(&bill);
    return bill.full ? arena_full(reterr) : ERR_NONE;
}

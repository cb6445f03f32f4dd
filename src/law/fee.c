/* law/fee: brackets as data, sums in ten-thousandths of a fen, one rounding at the end. */
#include "law/fee.h"

#include "base/text.h"

#define YUAN           INT64_C(100)
#define AMOUNT_FEN_MAX (INT64_C(10000000000000) * YUAN)

/* Part of the amount above `from_fen` up to the next row: rate in parts per 10,000. */
struct bracket {
    int64_t from_fen;
    int64_t rate;
};

/* 交费办法 Art. 13(1); the first 10,000 yuan cost 50 flat. */
static const struct bracket property[] = {
    {10000 * YUAN, 250},  {100000 * YUAN, 200},  {200000 * YUAN, 150},
    {500000 * YUAN, 100}, {1000000 * YUAN, 90},  {2000000 * YUAN, 80},
    {5000000 * YUAN, 70}, {10000000 * YUAN, 60}, {20000000 * YUAN, 50},
};
/* Art. 14(1) */
static const struct bracket enforcement[] = {
    {10000 * YUAN, 150}, {500000 * YUAN, 100}, {5000000 * YUAN, 50}, {10000000 * YUAN, 10}};
/* Art. 14(2) */
static const struct bracket preservation[] = {{1000 * YUAN, 100}, {100000 * YUAN, 50}};
/* Art. 13(2)1 and 2 */
static const struct bracket divorce[] = {{200000 * YUAN, 50}};
static const struct bracket personality[] = {{50000 * YUAN, 100}, {100000 * YUAN, 50}};

/* clang-format off */
#define MEASURES "诉讼费用交纳办法"
#define NO_TABLE NULL, 0
#define TABLE(rows) rows, COUNT_OF(rows)
static const struct rule {
    int64_t base_min_fen, base_max_fen;
    int64_t amount_base_fen; /* the base once an amount is given; 0: the same base */
    const struct bracket *brackets;
    size_t bracket_count;
    int divisor;
    int64_t cap_fen; /* 0: none */
    bool halves;     /* Arts 15, 16, 18 speak of the acceptance fee of a suit */
    const char *basis;
} measures_2007[FEE_KIND_COUNT] = {
    [FEE_PROPERTY]               = {50 * YUAN, 50 * YUAN, 0, TABLE(property), 1, 0, true, MEASURES "第十三条第一项"},
    [FEE_DIVORCE]                = {50 * YUAN, 300 * YUAN, 0, TABLE(divorce), 1, 0, true, MEASURES "第十三条第二项"},
    [FEE_PERSONALITY]            = {100 * YUAN, 500 * YUAN, 0, TABLE(personality), 1, 0, true, MEASURES "第十三条第二项"},
    [FEE_NON_PROPERTY]           = {50 * YUAN, 100 * YUAN, 0, NO_TABLE, 1, 0, true, MEASURES "第十三条第二项"},
    [FEE_IP]                     = {500 * YUAN, 1000 * YUAN, 50 * YUAN, TABLE(property), 1, 0, true, MEASURES "第十三条第三项"},
    [FEE_LABOUR]                 = {10 * YUAN, 10 * YUAN, 0, NO_TABLE, 1, 0, true, MEASURES "第十三条第四项"},
    [FEE_PRESERVATION]           = {30 * YUAN, 30 * YUAN, 0, TABLE(preservation), 1, 5000 * YUAN, false, MEASURES "第十四条第二项"},
    [FEE_ENFORCEMENT]            = {50 * YUAN, 500 * YUAN, 50 * YUAN, TABLE(enforcement), 1, 0, false, MEASURES "第十四条第一项"},
    [FEE_PAYMENT_ORDER]          = {50 * YUAN, 50 * YUAN, 0, TABLE(property), 3, 0, false, MEASURES "第十四条第三项"},
    [FEE_ADMINISTRATIVE_IP]      = {100 * YUAN, 100 * YUAN, 0, NO_TABLE, 1, 0, true, MEASURES "第十三条第五项"},
    [FEE_ADMINISTRATIVE]         = {50 * YUAN, 50 * YUAN, 0, NO_TABLE, 1, 0, true, MEASURES "第十三条第五项"},
    [FEE_JURISDICTION_OBJECTION] = {50 * YUAN, 100 * YUAN, 0, NO_TABLE, 1, 0, false, MEASURES "第十三条第六项"},
    [FEE_PUBLIC_SUMMONS]         = {100 * YUAN, 100 * YUAN, 0, NO_TABLE, 1, 0, false, MEASURES "第十四条第四项"},
    [FEE_SET_ASIDE_AWARD]        = {400 * YUAN, 400 * YUAN, 0, NO_TABLE, 1, 0, false, MEASURES "第十四条第五项"},
    [FEE_BANKRUPTCY]             = {50 * YUAN, 50 * YUAN, 0, TABLE(property), 2, 300000 * YUAN, false, MEASURES "第十四条第六项"},
    [FEE_MARITIME_FUND]          = {1000 * YUAN, 10000 * YUAN, 0, NO_TABLE, 1, 0, false, MEASURES "第十四条第七项"},
    [FEE_MARITIME_INJUNCTION]    = {1000 * YUAN, 5000 * YUAN, 0, NO_TABLE, 1, 0, false, MEASURES "第十四条第七项"},
    [FEE_MARITIME_LIEN]          = {1000 * YUAN, 5000 * YUAN, 0, NO_TABLE, 1, 0, false, MEASURES "第十四条第七项"},
    [FEE_MARITIME_DEBT]          = {1000 * YUAN, 1000 * YUAN, 0, NO_TABLE, 1, 0, false, MEASURES "第十四条第七项"},
    [FEE_GENERAL_AVERAGE]        = {1000 * YUAN, 1000 * YUAN, 0, NO_TABLE, 1, 0, false, MEASURES "第十四条第七项"},
};
/* clang-format on */

/* Every tariff with the day it came into force, newest first: Decree 481, Art. 56. */
static const struct tariff {
    struct civil_date from;
    const struct rule *rules; /* of FEE_KIND_COUNT */
} tariffs[] = {{{2007, 4, 1}, measures_2007}};

static const struct rule *rules_on(int32_t day)
{
    for (size_t i = 0; i < COUNT_OF(tariffs); i++) {
        if (day == 0 || day >= day_of_date(tariffs[i].from))
            return tariffs[i].rules;
    }
    return NULL;
}

/* Ten-thousandths of a fen: exact, below 2^63 for any amount allowed. */
static int64_t bracket_sum(const struct rule *rule, int64_t amount_fen)
{
    int64_t sum = 0;
    for (size_t i = 0; i < rule->bracket_count; i++) {
        int64_t to_fen = i + 1 < rule->bracket_count ? rule->brackets[i + 1].from_fen : INT64_MAX;
        int64_t top_fen = amount_fen < to_fen ? amount_fen : to_fen;
        if (top_fen > rule->brackets[i].from_fen)
            sum += (top_fen - rule->brackets[i].from_fen) * rule->brackets[i].rate;
    }
    return sum;
}

static int64_t round_half_up(int64_t parts, int64_t unit) { return (parts + unit / 2) / unit; }

const char *money_format(struct arena *arena, int64_t fen)
{
    enum { MONEY_BYTES_MAX = 48 };
    static const int64_t thousands[] = {INT64_C(1000000000000000), INT64_C(1000000000000),
                                        INT64_C(1000000000), INT64_C(1000000), INT64_C(1000)};
    uint64_t amount = fen < 0 ? (uint64_t) 0 - (uint64_t) fen : (uint64_t) fen;
    int64_t yuan = (int64_t) (amount / 100);
    bool begun = false;
    struct text text;
    text_init(&text, arena, MONEY_BYTES_MAX);
    if (fen < 0)
        text_add(&text, "-");
    for (size_t i = 0; i < COUNT_OF(thousands); i++) {
        if (!begun && yuan < thousands[i])
            continue;
        text_add_int(&text, yuan / thousands[i] % 1000, begun ? 3 : 1);
        text_add(&text, ",");
        begun = true;
    }
    text_add_int(&text, yuan % 1000, begun ? 3 : 1);
    text_add(&text, ".");
    text_add_int(&text, (int64_t) (amount % 100), 2);
    return text_done(&text);
}

/* Why a fee is halved; the first that holds, for it is halved once only (JI 206). */
static const struct reason {
    const char *zh, *en, *basis;
} halved_settled = {"调解结案或者撤诉，减半（第十五条）", "mediated or withdrawn, halved (Art. 15)",
                    MEASURES "第十五条"},
  halved_summary = {"适用简易程序，减半（第十六条）", "summary procedure, halved (Art. 16)",
                    MEASURES "第十六条"},
  halved_merged = {"反诉或者第三人的请求合并审理，减半（第十八条）",
                   "a counterclaim or third party's claim tried together, halved (Art. 18)",
                   MEASURES "第十八条"};

static const struct reason *halving(const struct fee_request *request)
{
    if (request->settled)
        return &halved_settled;
    return request->summary ? &halved_summary : &halved_merged;
}

const char *fee_halving_basis(const struct fee_request *request) { return halving(request)->basis; }

static enum err_kind account(const struct fee_request *request, const struct rule *rule,
                             struct arena *arena, struct fee_result *result, struct err *reterr)
{
    const char *amount = money_format(arena, request->amount_fen);
    const char *full = money_format(arena, result->full_fen);
    const char *due = money_format(arena, result->due_fen);
    if (!amount || !full || !due)
        return arena_full(reterr);
    const struct reason *why = halving(request);
    bool given = request->amount_fen > 0;
    const char *zh = given ? "标的额" : "没有标的额", *sum = given ? amount : "",
               *zh_by = given ? "元，按" : "，按", *en = given ? "Amount " : "No amount",
               *en_sum = given ? " yuan: " : ": ";
    const char *const halved_zh[] = {zh,     sum,     zh_by,    rule->basis, "为",  full,
                                     "元；", why->zh, "，应交", due,         "元。"};
    const char *const whole_zh[] = {zh, sum, zh_by, rule->basis, "应交", due, "元。"};
    const char *const halved_en[] = {en,   sum,     en_sum, full, " by ",      rule->basis,
                                     "; ", why->en, ": ",   due,  " yuan due."};
    const char *const whole_en[] = {en, sum, en_sum, due, " yuan due by ", rule->basis, "."};
    result->account_zh = result->halved ? text_joined(arena, halved_zh, COUNT_OF(halved_zh))
                                        : text_joined(arena, whole_zh, COUNT_OF(whole_zh));
    result->account_en = result->halved ? text_joined(arena, halved_en, COUNT_OF(halved_en))
                                        : text_joined(arena, whole_en, COUNT_OF(whole_en));
    return result->account_zh && result->account_en ? ERR_NONE : arena_full(reterr);
}

const char *fee_setting_of(enum fee_kind kind)
{
    static const char *const settings[FEE_KIND_COUNT] = {[FEE_DIVORCE] = "fee_divorce",
                                                         [FEE_PERSONALITY] = "fee_personality",
                                                         [FEE_NON_PROPERTY] = "fee_non_property",
                                                         [FEE_IP] = "fee_ip"};
    return settings[kind];
}

enum fee_kind fee_kind_of_cause(const char *cause_code, int64_t amount_fen)
{
    static const struct {
        const char *prefix;
        enum fee_kind kind;
    } rows[] = {
        {"02.02.014", FEE_DIVORCE}, {"01", FEE_PERSONALITY}, {"05", FEE_IP}, {"07", FEE_LABOUR}};
    for (size_t i = 0; cause_code && i < COUNT_OF(rows); i++) {
        if (strncmp(cause_code, rows[i].prefix, strlen(rows[i].prefix)) == 0)
            return rows[i].kind;
    }
    return amount_fen > 0 ? FEE_PROPERTY : FEE_NON_PROPERTY;
}

enum { PARTS = 10000 };

/* The exact fee in parts of a fen times the rule's divisor; the base is any point of the range. */
static int64_t exact_fee(const struct rule *rule, int64_t amount_fen, int64_t base_fen)
{
    if (rule->amount_base_fen && amount_fen)
        base_fen = rule->amount_base_fen;
    int64_t parts = base_fen * PARTS + bracket_sum(rule, amount_fen);
    int64_t cap = rule->cap_fen * PARTS * rule->divisor;
    return cap && parts > cap ? cap : parts;
}

/* Halved and rounded, once: 50.4975 is 50, not 51. */
static int64_t due(const struct fee_request *request, const struct rule *rule, bool halved,
                   int64_t base_fen)
{
    int64_t unit_fen = request->whole_yuan ? YUAN : 1;
    return round_half_up(exact_fee(rule, request->amount_fen, base_fen),
                         unit_fen * PARTS * rule->divisor * (halved ? 2 : 1)) *
           unit_fen;
}

enum err_kind fee_compute(const struct fee_request *request, struct arena *arena,
                          struct fee_result *ret, struct err *reterr)
{
    const struct rule *rules = rules_on(request->day);
    if (!rules)
        return err_field(reterr, ERR_INVALID, "fee.day", "day", "no tariff of that day on record");
    const struct rule *rule = &rules[request->kind];
    if (request->amount_fen < 0 || request->amount_fen > AMOUNT_FEN_MAX)
        return err_field(reterr, ERR_INVALID, "fee.amount", "amount", "no such amount in dispute");
    int64_t base_fen = request->base_fen ? request->base_fen : rule->base_min_fen;
    if (base_fen < rule->base_min_fen || base_fen > rule->base_max_fen)
        return err_field(reterr, ERR_INVALID, "fee.base", "base",
                         "outside the range of the Measures");

    struct fee_result result = {.basis = rule->basis};
    result.halved = rule->halves && (request->summary || request->settled || request->merged);
    result.full_fen = round_half_up(exact_fee(rule, request->amount_fen, base_fen),
                                    (int64_t) PARTS * rule->divisor);
    result.due_fen = due(request, rule, result.halved, base_fen);
    result.most_fen = due(request, rule, result.halved,
                          request->base_fen ? request->base_fen : rule->base_max_fen);
    enum err_kind kind = account(request, rule, arena, &result, reterr);
    if (!kind)
        *ret = result;
    return kind;
}

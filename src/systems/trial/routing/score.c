/* systems/trial/routing/score: one table of factors; of a row's group exactly one row holds. */
#include "systems/trial/routing/score.h"

#include "base/text.h"

enum { FEW_EVIDENCE = 10, MUCH_EVIDENCE = 30, MANY_PARTIES = 5, SETTING_NAME_MAX = 64 };

/* Causes with a model complaint by elements (法〔2025〕82号): loan, divorce, sale, bank loan, card,
 * leasing, property service, labour, guarantee insurance, traffic. */
static bool element_cause(const struct routing_case *routed)
{
    static const char *const codes[] = {"04.10.108.03", "02.02.014", "04.10.088", "04.10.108.01",
                                        "04.10.115",    "04.10.117", "04.10.126", "07.19",
                                        "09.31.371.04", "10.35.411"};
    for (size_t i = 0; routed->cause && i < COUNT_OF(codes); i++) {
        if (text_starts(routed->cause, codes[i]))
            return true;
    }
    return false;
}

static bool small_amount(const struct routing_case *routed)
{
    return routed->amount_fen > 0 && routed->amount_fen <= routed->small_fen;
}
static bool large_amount(const struct routing_case *routed)
{
    return routed->amount_fen >= routed->large_fen && !small_amount(routed);
}
static bool middle_amount(const struct routing_case *routed)
{
    return routed->amount_fen > 0 && !small_amount(routed) && !large_amount(routed);
}
static bool no_amount(const struct routing_case *routed)
{
    return routed->amount_fen <= 0 && !large_amount(routed);
}
static bool one_each(const struct routing_case *routed)
{
    return routed->plaintiffs <= 1 && routed->defendants <= 1;
}
static bool many_parties(const struct routing_case *routed)
{
    return routed->plaintiffs + routed->defendants >= MANY_PARTIES;
}
static bool some_parties(const struct routing_case *routed)
{
    return !one_each(routed) && !many_parties(routed);
}
static bool written_proof(const struct routing_case *routed) { return routed->written_proof; }
static bool no_evidence(const struct routing_case *routed) { return routed->evidence <= 0; }
static bool few_evidence(const struct routing_case *routed)
{
    return routed->evidence > 0 && routed->evidence <= FEW_EVIDENCE;
}
static bool much_evidence(const struct routing_case *routed)
{
    return routed->evidence > MUCH_EVIDENCE;
}
static bool some_evidence(const struct routing_case *routed)
{
    return routed->evidence > FEW_EVIDENCE && routed->evidence <= MUCH_EVIDENCE;
}
static bool related(const struct routing_case *routed) { return routed->related > 0; }

/* clang-format off */
static const struct factor_row {
    const char *setting; /* NULL: worth nothing */
    bool (*holds)(const struct routing_case *);
    const char *zh, *en;
} rows[] = {
    {"element_cause", element_cause, "案由有要素式示范文本，争议点固定", "the cause has a model complaint by elements"},
    {"written_proof", written_proof, "有借条、合同等书面凭证", "there is a written proof such as an IOU or a contract"},
    {"small_amount",  small_amount,  "标的额小", "the amount is small"},
    {"large_amount",  large_amount,  "标的额大", "the amount is large"},
    {NULL,            middle_amount, "标的额中等", "the amount is neither small nor large"},
    {NULL,            no_amount,     "没有金钱请求", "no money is claimed"},
    {"one_each",      one_each,      "一名原告、一名被告", "one plaintiff and one defendant"},
    {"many_parties",  many_parties,  "当事人五名以上", "five parties or more"},
    {NULL,            some_parties,  "当事人不止两名，不到五名", "more than two parties, fewer than five"},
    {"few_evidence",  few_evidence,  "证据不超过十份", "ten pieces of evidence at most"},
    {"much_evidence", much_evidence, "证据超过三十份", "more than thirty pieces of evidence"},
    {"no_evidence",   no_evidence,   "没有列出证据", "no evidence is listed"},
    {NULL,            some_evidence, "证据十份以上，不超过三十份", "more than ten pieces of evidence, thirty at most"},
    {"related",       related,       "有当事人和案由相同的案件", "there are cases of the same parties and cause"},
};
/* clang-format on */

size_t routing_score(const struct routing_case *routed, const struct value *settings,
                     struct routing_factor ret[ROUTING_FACTORS_MAX], int64_t *ret_points)
{
    size_t count = 0;
    *ret_points = 0;
    for (size_t i = 0; i < COUNT_OF(rows) && count < ROUTING_FACTORS_MAX; i++) {
        char name[SETTING_NAME_MAX];
        if (!rows[i].holds(routed))
            continue;
        (void) snprintf(name, sizeof name, "points_%s", rows[i].setting ? rows[i].setting : "");
        ret[count] = (struct routing_factor){
            rows[i].zh, rows[i].en, rows[i].setting ? value_int(value_get(settings, name), 0) : 0};
        *ret_points += ret[count++].points;
    }
    return count;
}

bool routing_written_proof(const char *names)
{
    static const char *const words[] = {"借条", "借据", "欠条", "欠据",   "合同",
                                        "协议", "收条", "收据", "结算单", "对账单"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strstr(names, words[i]))
            return true;
    }
    return false;
}

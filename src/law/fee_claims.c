/* law/fee_claims: see fee_claims.h. */
#include "law/fee_claims.h"

#include <string.h>

#define MEASURES "诉讼费用交纳办法"
#define JI       "民事诉讼法解释"

enum err_kind fee_of_claims(const int64_t *amounts_fen, size_t count, bool non_property,
                            struct fee_request *ret, struct err *reterr)
{
    int64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        if (amounts_fen[i] < 0 || __builtin_add_overflow(total, amounts_fen[i], &total))
            return err_field(reterr, ERR_INVALID, "fee.amount", "amounts_fen",
                             "no such amount in dispute");
    }
    ret->amount_fen = total;
    ret->kind = total == 0 && non_property ? FEE_NON_PROPERTY : FEE_PROPERTY;
    return ERR_NONE;
}

enum err_kind fee_of_appeal(const struct fee_request *request, const int64_t *contested_fen,
                            size_t count, bool joint, struct arena *arena, struct appeal_fee *ret,
                            struct err *reterr)
{
    struct appeal_fee fee = {0};
    int64_t largest = 0;
    for (size_t i = 0; i < count; i++)
        largest = contested_fen[i] > largest ? contested_fen[i] : largest;
    size_t fees = joint && count > 1 ? 1 : count;
    for (size_t i = 0; i < fees; i++) {
        struct fee_request one = *request;
        struct fee_result result;
        one.amount_fen = joint ? largest : contested_fen[i];
        enum err_kind kind = fee_compute(&one, arena, &result, reterr);
        if (kind)
            return kind;
        fee.total_fen += result.due_fen;
        fee.fees++;
    }
    *ret = fee;
    return ERR_NONE;
}

/* clang-format off */
const struct prepayment prepayments[] = {
    {"suit", true, "fee.prepay", "原告收到交费通知次日起七日内预交；不交又不申请救助或者未获批准的，按撤诉处理", "the plaintiff, within 7 days of the fee notice; unpaid and without relief it is treated as withdrawn", MEASURES "第二十二条；" JI "第二百一十三条"},
    {"counterclaim", true, "fee.prepay", "提出反诉次日起七日内预交", "within 7 days of the counterclaim", MEASURES "第二十二条"},
    {"appeal", true, "fee.prepay", "随上诉状预交；上诉期内未交的，法院通知后七日内交，仍不交的，按自动撤回上诉处理", "with the appeal; unpaid when its period ends, within 7 days of a notice, or the appeal counts as withdrawn", MEASURES "第二十二条；" JI "第三百一十八条"},
    {"application", true, NULL, "提出申请时或者法院指定的期间内预交", "on application, or within the period the court sets", MEASURES "第二十二条"},
    {"enforcement", false, NULL, "不预交，执行后由被执行人负担", "not prepaid: collected from the debtor after enforcement", MEASURES "第二十条"},
    {"bankruptcy", false, NULL, "不预交，清算后交纳", "not prepaid: paid after liquidation", MEASURES "第二十条"},
    {"labour_remuneration", false, NULL, "追索劳动报酬的案件可以不预交", "claims for wages need not be prepaid", MEASURES "第二十条"},
    {"representative_undetermined", false, NULL, "人数不确定的代表人诉讼不预交，结案后按诉讼标的额由败诉方交纳", "representative action with undetermined persons: not prepaid, the loser pays at the end", JI "第一百九十四条"},
    {"payment_order_failed", true, "fee.prepay", "支付令失效转入诉讼的，申请人补交案件受理费", "a failed payment order that becomes a suit: the creditor tops up the acceptance fee", JI "第一百九十五条"},
    {0},
};
/* clang-format on */

const struct prepayment *prepayment_of(const char *event)
{
    for (const struct prepayment *row = prepayments; row->event; row++) {
        if (strcmp(row->event, event) == 0)
            return row;
    }
    return NULL;
}

/* law/fee_refund: one row a situation. */
#include "law/fee_refund.h"

#define MEASURES "诉讼费用交纳办法"
#define JI       "民事诉讼法解释"

/* What goes back; above what is due in the end: the halved fee, or the part a winner bears. */
enum share { NOTHING, ALL, ABOVE_HALVED, ABOVE_BORNE, HALF_OF_PAID };

/* clang-format off */
static const struct row {
    const char *name;
    enum share share;
    const char *zh, *en, *basis;
} rows[REFUND_SITUATION_COUNT] = {
    [REFUND_NOT_ACCEPTED]     = {"not_accepted", ALL, "裁定不予受理，已交的案件受理费退还。", "The suit was not accepted: the acceptance fee goes back.", MEASURES "第二十七条"},
    [REFUND_SUIT_DISMISSED]   = {"suit_dismissed", ALL, "裁定驳回起诉，已交的案件受理费退还。", "The suit was dismissed: the acceptance fee goes back.", MEASURES "第二十七条"},
    [REFUND_CLAIM_DISMISSED]  = {"claim_dismissed", NOTHING, "判决驳回诉讼请求，案件受理费由败诉的一方负担，不退还。", "The claim was dismissed by judgment: the losing side bears the fee.", MEASURES "第二十九条"},
    [REFUND_REMANDED]         = {"remanded", ALL, "发回重审，退还上诉人已交的第二审案件受理费。", "Sent back for retrial: the appellant's second-instance fee goes back.", MEASURES "第二十七条"},
    [REFUND_TRANSFERRED]      = {"transferred", NOTHING, "移送其他法院，案件受理费随案移交，不退还。", "Transferred: the fee goes along with the case.", MEASURES "第二十四条"},
    [REFUND_CRIMINAL]         = {"criminal", ALL, "移送有关刑事机关，案件受理费退还。", "Moved to the criminal authorities: the fee goes back.", MEASURES "第二十五条"},
    [REFUND_CRIMINAL_GOES_ON] = {"criminal_goes_on", NOTHING, "移送后民事案件继续审理，案件受理费不退还。", "The civil case goes on: the fee stays.", MEASURES "第二十五条"},
    [REFUND_STAYED]           = {"stayed", NOTHING, "中止诉讼，案件受理费不退还；恢复后不再交。", "Stayed: the fee stays, and is not paid again on resumption.", MEASURES "第二十六条"},
    [REFUND_TERMINATED]       = {"terminated", NOTHING, "终结诉讼，案件受理费不退还。", "The suit ended without a decision: the fee stays.", MEASURES "第二十八条"},
    [REFUND_MEDIATED]         = {"mediated", ABOVE_HALVED, "调解结案，减半收取，多交的部分退还。", "Settled by mediation: halved, what is above goes back.", MEASURES "第十五条"},
    [REFUND_WITHDRAWN]        = {"withdrawn", ABOVE_HALVED, "撤诉，减半收取，多交的部分退还。", "Withdrawn: halved, what is above goes back.", MEASURES "第十五条"},
    [REFUND_CLAIMS_REDUCED]   = {"claims_reduced", ABOVE_HALVED, "法庭调查终结前减少诉讼请求，按减少后的请求计算，多交的部分退还。", "The claims were reduced before the court's investigation ended: reckoned by what is left, what is above goes back.", MEASURES "第二十一条"},
    [REFUND_TOP_UP_UNPAID]    = {"top_up_unpaid", HALF_OF_PAID, "转为普通程序后没有补交，按撤诉处理，已收取的费用退还一半。", "Not topped up after conversion, treated as withdrawn: half of what was collected goes back.", JI "第一百九十九条"},
    [REFUND_WINNER]           = {"winner", ABOVE_BORNE, "胜诉方预交但不应负担的部分，由法院退还，再向败诉方收取。", "What the winner prepaid but need not bear is refunded by the court, which collects it from the loser.", JI "第二百零七条"},
    [REFUND_WINNER_WAITS]     = {"winner_waits", NOTHING, "胜诉方自愿承担或者同意败诉方直接支付，法院不退还。", "The winner bears it by choice, or agreed to be paid by the loser directly.", JI "第二百零七条"},
};
/* clang-format on */

enum err_kind fee_refund(const struct refund_request *request, struct refund_result *ret,
                         struct err *reterr)
{
    if (request->paid_fen < 0)
        return err_field(reterr, ERR_INVALID, "fee.paid", "paid", "a sum paid is not negative");
    if (request->fee_fen < 0)
        return err_field(reterr, ERR_INVALID, "fee.amount", "fee", "a fee is not negative");
    const struct row *row = &rows[request->situation];
    int64_t paid_fen = request->paid_fen, refund_fen = 0;
    if (row->share == ALL)
        refund_fen = paid_fen;
    else if ((row->share == ABOVE_HALVED || row->share == ABOVE_BORNE) &&
             paid_fen > request->fee_fen)
        refund_fen = paid_fen - request->fee_fen;
    else if (row->share == HALF_OF_PAID)
        refund_fen = paid_fen / 2 + paid_fen % 2; /* half up, as every fee */
    *ret = (struct refund_result){refund_fen, row->share == ALL, row->zh, row->en, row->basis};
    return ERR_NONE;
}

static int64_t final_of(const struct fee_standing *standing)
{
    enum share share = rows[standing->situation].share;
    return share == ABOVE_HALVED  ? standing->settled_due_fen
           : share == ABOVE_BORNE ? standing->borne_fen
                                  : standing->due_fen;
}

static int64_t smaller(int64_t left, int64_t right) { return left < right ? left : right; }

enum err_kind fee_end(const struct fee_standing *standing, struct fee_end *ret, struct err *reterr)
{
    int64_t due_fen = standing->due_fen, final_fen = final_of(standing);
    if (final_fen > due_fen)
        return err_field(reterr, ERR_INVALID, "fee.amount", "fee",
                         "what stays of a fee is not above it");
    const struct refund_request request = {standing->situation, standing->paid_fen,
                                           final_fen - smaller(final_fen, standing->relief_fen)};
    struct fee_end end = {.final_fen = final_fen};
    enum err_kind kind = fee_refund(&request, &end.refund, reterr);
    if (kind)
        return kind;
    /* What the fee became less by, and was not paid: it goes nowhere. */
    int64_t less_fen = end.refund.no_fee ? due_fen : due_fen - final_fen;
    int64_t spared_fen = less_fen - smaller(less_fen, end.refund.refund_fen);
    end.unpaid_fen = smaller(standing->left_fen, spared_fen);
    end.relieved_fen = spared_fen - end.unpaid_fen;
    if (standing->forgiven)
        end.unpaid_fen = standing->left_fen;
    *ret = end;
    return ERR_NONE;
}

int64_t fee_difference(const struct fee_change *change)
{
    int64_t difference_fen = change->new_fen - change->old_fen;
    return difference_fen < 0 && change->investigation_over ? 0 : difference_fen;
}

const char *refund_situation_name(enum refund_situation situation) { return rows[situation].name; }

bool refund_situation_of_name(const char *name, enum refund_situation *ret)
{
    for (int i = 0; i < REFUND_SITUATION_COUNT; i++) {
        if (strcmp(name, rows[i].name) == 0) {
            *ret = (enum refund_situation) i;
            return true;
        }
    }
    return false;
}

/* fees: the list of costs, see costs.h. */
#include "systems/filing/fees/costs.h"

/* A sum of nothing is not listed, but what somebody bears is, also where it is nothing. */
static bool add_cost(struct call *call, struct value *rows, const char *item, const char *who,
                     int64_t fen)
{
    struct value *row = value_new_map(call->arena);
    return row && value_set_text(call->arena, row, "item", item) &&
           value_set_given(call->arena, row, "who", who) &&
           value_set_int(call->arena, row, "sum", fen) && value_add(call->arena, rows, row);
}

static bool add_sum(struct call *call, struct value *rows, const char *item, int64_t fen)
{
    return fen <= 0 || add_cost(call, rows, item, NULL, fen);
}

/* Relief counts towards what the payer bears before a payment does, as in law/fee_refund.h. */
static int64_t borne_of(const struct fee_standing *standing, const struct fee_end *end)
{
    if (end->refund.no_fee || end->final_fen <= standing->relief_fen)
        return 0;
    return end->final_fen - standing->relief_fen;
}

enum err_kind fees_note_costs(struct call *call, const struct fee_standing *standing,
                              const struct fee_end *end, const struct refund_wanted *wanted,
                              struct err *reterr)
{
    bool halved = standing->situation != REFUND_WINNER && end->final_fen < standing->due_fen;
    int64_t owed_fen = standing->left_fen - end->unpaid_fen;
    struct value *rows = value_new_list(call->arena);
    bool good = rows && add_sum(call, rows, "fee", standing->due_fen) &&
                add_sum(call, rows, "halved", halved ? end->final_fen : 0) &&
                add_sum(call, rows, "relief", standing->relief_fen) &&
                add_sum(call, rows, "paid", standing->paid_fen) &&
                add_cost(call, rows, "bears", call_field_text(call, "payer_name"),
                         borne_of(standing, end)) &&
                (wanted->loser_fen <= 0 ||
                 add_cost(call, rows, "bears", wanted->loser_name, wanted->loser_fen)) &&
                add_sum(call, rows, "refund", wanted->fen) &&
                add_sum(call, rows, "to_pay", owed_fen) &&
                add_sum(call, rows, "not_owed", end->unpaid_fen);
    return good ? call_set_field(call, "cost_rows", rows, reterr) : arena_full(reterr);
}

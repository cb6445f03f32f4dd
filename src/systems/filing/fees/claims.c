/*
 * fees: a fee that becomes less while the case goes on: the claims shrank (诉讼费用交纳办法 21), or
 * what was claimed in addition fell away. The filing reckons its fee as parts, each a matter here:
 * 0 the prepayment, then one for each time more was claimed or the procedure changed.
 */
#include "systems/filing/fees/claims.h"

#include "systems/filing/fees/fees.h"
#include "systems/filing/fees/settle.h"

/* The row of this matter; NULL: the filing has not published any. */
static const struct value *part_of(const struct facts *facts)
{
    const struct value *parts = value_get(facts->published, "filing.fee_parts");
    int64_t number = fees_sum(facts->fields, "part");
    for (size_t i = 0; parts->type == VALUE_LIST && i < parts->count; i++) {
        if (value_int(value_get(parts->items[i], "part"), -1) == number)
            return parts->items[i];
    }
    return NULL;
}

bool fees_part_shrank(const struct facts *facts)
{
    const struct value *part = part_of(facts);
    return part && fees_sum(part, "due") < fees_sum(facts->fields, "due");
}

static enum err_kind become(struct call *call, int64_t due_fen, int64_t settled_fen,
                            struct err *reterr)
{
    const struct matter *matter = call->matter;
    struct fee_standing standing;
    struct fee_end end;
    if (!fees_standing_of(&call->facts, "claims_reduced", 0, &standing))
        return err_set(reterr, ERR_STORE, "effect.outcome", "no such outcome");
    standing.settled_due_fen = due_fen;
    enum err_kind kind = fee_end(&standing, &end, reterr);
    const char *source = arena_printf(call->arena, "shrink:%lld:%lld", (long long) matter->id,
                                      (long long) matter->version),
               *sum = money_format(call->arena, due_fen),
               *account = sum ? arena_printf(call->arena, "%s%s现应交%s元。",
                                             call_field_text(call, "account"), end.refund.zh, sum)
                              : NULL;
    if (!kind)
        kind = fees_post_end(call, "shrink", source, &end, reterr);
    if (!kind)
        kind = call_set_int(call, "due", due_fen, reterr);
    if (!kind)
        kind = call_set_int(call, "settled_due", settled_fen, reterr);
    if (!kind)
        kind = account ? call_set_text(call, "account", account, reterr) : arena_full(reterr);
    if (!kind)
        kind = call_set_int(call, "left", standing.left_fen - end.unpaid_fen, reterr);
    const struct refund_wanted wanted = {.situation = "claims_reduced",
                                         .account = end.refund.zh,
                                         .from = "",
                                         .fen = end.refund.refund_fen};
    return kind ? kind : fees_open_refund(call, &wanted, reterr);
}

enum err_kind fees_shrink(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *part = part_of(&call->facts);
    bool owed = fees_balance(&call->facts, BOOK_RECEIVABLE) > 0;
    (void) with;
    if (!part)
        return ERR_NONE;
    enum err_kind kind = become(call, fees_sum(part, "due"), fees_sum(part, "settled"), reterr);
    /* Nothing is left to pay: nothing can fall due any more. */
    return kind || !owed || fees_sum(call->matter->fields, "left")
               ? kind
               : fees_go_on(call, "paid_before", reterr);
}

enum err_kind fees_drop_increase(struct call *call, const struct value *with, struct err *reterr)
{
    const struct matter *matter = call->matter;
    struct value *part = value_new_int(call->arena, fees_sum(matter->fields, "part"));
    const char *key = arena_printf(call->arena, "dropped:%lld", (long long) matter->id);
    (void) with;
    enum err_kind kind =
        part && key ? call_publish(call, "increase_dropped", part, reterr) : arena_full(reterr);
    if (!kind)
        kind = call_act_elsewhere(call, matter->parent_id, call_field_text(call, "for_definition"),
                                  "increase_dropped", key, reterr);
    return kind ? kind : become(call, 0, 0, reterr);
}

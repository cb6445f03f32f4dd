/* fees: what the fee is in the end, and what goes back of it: the law's sums (law/fee_refund.h). */
#include "systems/filing/fees/settle.h"

#include "base/text.h"
#include "law/fee_refund.h"
#include "store/bank.h"
#include "systems/filing/fees/fees.h"

/* Of a prepaid fee: what was fixed, and whether the refund is the whole, the part above, or none.
 */
struct ending {
    enum refund_situation situation;
    int64_t final_fen; /* the fee in the end, before relief */
};

static bool ending_of(const struct value *fields, const char *outcome, int64_t borne_fen,
                      struct ending *ret)
{
    if (!refund_situation_of_name(outcome, &ret->situation))
        return false;
    int64_t due_fen = fees_sum(fields, "due");
    bool halved = ret->situation == REFUND_MEDIATED || ret->situation == REFUND_WITHDRAWN;
    ret->final_fen = halved                            ? fees_sum(fields, "settled_due")
                     : ret->situation == REFUND_WINNER ? borne_fen
                                                       : due_fen;
    return ret->final_fen <= due_fen;
}

/* ---- the refund opens -------------------------------------------------------------------------
 */

enum err_kind fees_open_refund(struct call *call, const struct refund_wanted *wanted,
                               struct err *reterr)
{
    struct arena *arena = call->arena;
    const struct value *ours = call->matter->fields;
    struct value *fields = value_new_map(arena), *map = value_new_map(arena);
    const char *id = matter_id_print(call->engine, call->matter, arena),
               *payer = value_text_of(ours, "payer_name");
    const char *from =
        *wanted->from ? wanted->from : day_format(arena, day_of_instant(call->now_us));
    if (!fields || !map || !id || !from ||
        !value_set_text(arena, fields, "situation", wanted->situation) ||
        !value_set_text(arena, fields, "fee_matter", id) ||
        !value_set_given(arena, fields, "case_number",
                         value_text(value_get(ours, "case_number"))) ||
        !value_set_text(arena, fields, "payer_name", payer) ||
        !value_set_int(arena, fields, "amount", wanted->fen) ||
        !value_set_text(arena, fields, "account", wanted->account) ||
        !value_set_text(arena, fields, "clock_from", from) ||
        /* Asked once: the account of the complaint is its payer's own. */
        (*value_text_of(ours, "refund_account") &&
         (!value_set_text(arena, fields, "refund_account", value_text_of(ours, "refund_account")) ||
          !value_set_text(arena, fields, "holder", payer))) ||
        !value_set_text(arena, map, "payer", "payer") ||
        !value_set_text(arena, map, "defendant", "defendant") ||
        !value_set_text(arena, map, "agent", "agent"))
        return arena_full(reterr);
    return wanted->fen > 0 ? call_open_matter(call, "refund", fields, map, NULL, reterr) : ERR_NONE;
}

/* ---- the case ends ----------------------------------------------------------------------------
 */

/* The fee becomes what it is in the end: first what was not paid is not owed, then what was
 * relieved need not be, and the rest is held for the payer. */
static enum err_kind post_ending(struct call *call, int64_t left_fen, int64_t relief_fen,
                                 int64_t held_fen, struct err *reterr)
{
    const struct book_line lines[] = {{BOOK_FEE, left_fen + relief_fen + held_fen},
                                      {BOOK_RECEIVABLE, -left_fen},
                                      {BOOK_RELIEF, -relief_fen},
                                      {BOOK_HELD, -held_fen}};
    const char *source = arena_printf(call->arena, "settle:%lld", (long long) call->matter->id);
    return source ? call_book_post(call, call->matter->id, "settle", source, lines, COUNT_OF(lines),
                                   reterr)
                  : arena_full(reterr);
}

static int64_t at_most(int64_t fen, int64_t most) { return fen < most ? fen : most; }

static enum err_kind settle(struct call *call, const struct ending *ending, const char *from,
                            struct err *reterr)
{
    const struct facts *facts = &call->facts;
    int64_t due_fen = fees_sum(facts->fields, "due"), relief_fen = fees_balance(facts, BOOK_RELIEF),
            left_fen = fees_balance(facts, BOOK_RECEIVABLE),
            paid_fen = fees_balance(facts, BOOK_BANK) - fees_balance(facts, BOOK_HELD) -
                       fees_balance(facts, BOOK_PAYABLE);
    int64_t final_fen = ending->final_fen > relief_fen ? ending->final_fen - relief_fen : 0;
    struct refund_result result;
    const struct refund_request request = {ending->situation, paid_fen, final_fen};
    enum err_kind kind = fee_refund(&request, &result, reterr);
    if (kind)
        return kind;
    bool all = result.refund_fen == paid_fen && ending->situation != REFUND_WINNER &&
               ending->situation != REFUND_MEDIATED && ending->situation != REFUND_WITHDRAWN;
    int64_t less_fen = all && result.refund_fen ? due_fen : due_fen - ending->final_fen;
    int64_t unpaid_fen = at_most(left_fen, less_fen - result.refund_fen);
    int64_t relieved_fen = less_fen - result.refund_fen - unpaid_fen;
    kind = post_ending(call, unpaid_fen, relieved_fen, result.refund_fen, reterr);
    if (!kind)
        kind = call_set_int(call, "left", left_fen - unpaid_fen, reterr);
    if (!kind)
        kind =
            call_set_int(call, "over", fees_balance(facts, BOOK_HELD) + result.refund_fen, reterr);
    if (!kind)
        kind = call_set_text(call, "settled_on",
                             day_format(call->arena, day_of_instant(call->now_us)), reterr);
    const struct refund_wanted wanted = {refund_situation_name(ending->situation), result.zh, from,
                                         result.refund_fen};
    return kind ? kind : fees_open_refund(call, &wanted, reterr);
}

enum err_kind fees_settle_by_judge(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *form = call->facts.form;
    struct ending ending;
    (void) with;
    if (!ending_of(call->matter->fields, value_text_of(form, "outcome"), fees_sum(form, "borne"),
                   &ending))
        return err_set(reterr, ERR_STORE, "effect.outcome", "no such outcome");
    return settle(call, &ending, value_text_of(form, "effective_on"), reterr);
}

/* What the filing says became of the case: a record opens the refund, a judge confirms it. */
static const char *outcome_told(const struct facts *facts)
{
    const char *told = value_text_of(facts->published, "filing.result");
    return text_equal(told, "dismissed")                                   ? "suit_dismissed"
           : text_equal(told, "mediated") || text_equal(told, "withdrawn") ? told
                                                                           : "";
}

enum err_kind fees_settle_by_fact(struct call *call, const struct value *with, struct err *reterr)
{
    struct ending ending;
    (void) with;
    if (!ending_of(call->matter->fields, outcome_told(&call->facts), 0, &ending))
        return err_set(reterr, ERR_STORE, "effect.outcome", "no such outcome");
    return settle(call, &ending, "", reterr);
}

/* ---- guards -----------------------------------------------------------------------------------
 */

bool fees_not_settled(const struct facts *facts)
{
    return !*value_text_of(facts->before, "settled_on");
}

bool fees_outcome_fits(const struct facts *facts)
{
    struct ending ending;
    const struct value *borne = value_get(facts->form, "borne");
    bool winner = text_equal(value_text_of(facts->form, "outcome"), "winner");
    return winner == !value_is_null(borne) &&
           ending_of(facts->fields, value_text_of(facts->form, "outcome"), value_int(borne, 0),
                     &ending);
}

bool fees_result_told(const struct facts *facts) { return *outcome_told(facts) != '\0'; }

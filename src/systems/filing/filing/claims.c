/* filing: claims that are changed while the case goes on, and the fee that follows them
 * (诉讼费用交纳办法 21). */
#include "law/fee_refund.h"
#include "systems/filing/filing/fee.h"
#include "systems/filing/filing/filing.h"

static int64_t number_of(const struct value *row, const char *name)
{
    return value_int(value_get(row, name), 0);
}

static int64_t sum_of(const struct value *parts, const char *name)
{
    int64_t sum = 0;
    for (size_t i = 0; i < parts->count; i++)
        sum += number_of(parts->items[i], name);
    return sum;
}

/* The fee of the case as it stands now, and if it were settled. */
static enum err_kind fees_now(struct call *call, int64_t *ret_due, int64_t *ret_settled,
                              struct err *reterr)
{
    struct fee_result due, settled;
    enum err_kind kind = filing_fee_of(call->matter->fields, call->matter->settings, false,
                                       call->arena, &due, reterr);
    if (!kind)
        kind = filing_fee_of(call->matter->fields, call->matter->settings, true, call->arena,
                             &settled, reterr);
    *ret_due = kind ? 0 : due.due_fen;
    *ret_settled = kind ? 0 : settled.due_fen;
    return kind;
}

/* A filing of before parts were kept: its prepayment is the only one. */
static enum err_kind begin_parts(struct call *call, struct err *reterr)
{
    int64_t due_fen = 0, settled_fen = 0;
    struct value *parts = value_new_list(call->arena), *row = value_new_map(call->arena);
    if (!value_is_null(value_get(call->matter->fields, "fee_parts")))
        return ERR_NONE;
    enum err_kind kind = fees_now(call, &due_fen, &settled_fen, reterr);
    if (kind)
        return kind;
    return parts && row && value_set_int(call->arena, row, "part", 0) &&
                   value_set_int(call->arena, row, "due", due_fen) &&
                   value_set_int(call->arena, row, "settled", settled_fen) &&
                   value_set_int(call->arena, row, "added", 0) && value_add(call->arena, parts, row)
               ? call_set_field(call, "fee_parts", parts, reterr)
               : arena_full(reterr);
}

static enum err_kind ask_more(struct call *call, int64_t more_fen, int64_t settled_fen,
                              int64_t added_fen, struct err *reterr)
{
    const char *more = money_format(call->arena, more_fen),
               *account =
                   more ? arena_printf(call->arena,
                                       "增加诉讼请求，按增加后的请求计算，应当补交%s元。", more)
                        : NULL;
    const struct fee_asked fee = {.purpose = "increase",
                                  .account = account,
                                  .basis = "诉讼费用交纳办法第二十一条",
                                  .due_fen = more_fen,
                                  .settled_fen = settled_fen < 0          ? 0
                                                 : settled_fen < more_fen ? settled_fen
                                                                          : more_fen,
                                  .added_fen = added_fen};
    return account ? filing_ask_fee(call, &fee, reterr) : arena_full(reterr);
}

/* From the part asked for last to the first: each gives what it has. */
static bool take_from(struct arena *arena, struct value *parts, const char *name, int64_t less_fen)
{
    bool good = true;
    for (size_t i = parts->count; good && less_fen > 0 && i-- > 0;) {
        int64_t has_fen = number_of(parts->items[i], name),
                gives_fen = has_fen < less_fen ? has_fen : less_fen;
        good = value_set_int(arena, parts->items[i], name, has_fen - gives_fen);
        less_fen -= gives_fen;
    }
    return good;
}

static enum err_kind ask_less(struct call *call, int64_t less_fen, int64_t settled_less_fen,
                              struct err *reterr)
{
    struct value *parts = value_copy(call->arena, value_get(call->matter->fields, "fee_parts"));
    if (!parts || !take_from(call->arena, parts, "due", less_fen) ||
        !take_from(call->arena, parts, "settled", settled_less_fen))
        return arena_full(reterr);
    enum err_kind kind = call_set_field(call, "fee_parts", parts, reterr);
    return kind ? kind : call_publish(call, "fee_parts", parts, reterr);
}

/* More is paid, less goes back; but nothing once the court's investigation has ended. */
static enum err_kind follow(struct call *call, bool investigation_over, int64_t added_fen,
                            struct err *reterr)
{
    const struct value *parts = value_get(call->matter->fields, "fee_parts");
    struct fee_change change = {.old_fen = sum_of(parts, "due"),
                                .investigation_over = investigation_over};
    int64_t settled_before_fen = sum_of(parts, "settled"), settled_fen = 0;
    enum err_kind kind = fees_now(call, &change.new_fen, &settled_fen, reterr);
    int64_t difference_fen = kind ? 0 : fee_difference(&change);
    if (difference_fen > 0)
        return ask_more(call, difference_fen, settled_fen - settled_before_fen, added_fen, reterr);
    return difference_fen < 0
               ? ask_less(call, -difference_fen, settled_before_fen - settled_fen, reterr)
               : kind;
}

enum err_kind filing_note_claims(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *told = value_get(call->matter->published, "applications.claims"),
                       *amount = value_get(told, "amount");
    int64_t before_fen = number_of(call->matter->fields, "amount");
    bool asked = value_true(value_get(call->matter->fields, "fee_notice_given")) &&
                 value_is_null(value_get(call->matter->fields, "result"));
    const char *today = day_format(call->arena, day_of_instant(call->now_us));
    (void) with;
    enum err_kind kind = asked ? begin_parts(call, reterr) : ERR_NONE;
    if (!kind)
        kind = call_set_text(call, "changed_claims", value_text_of(told, "claims"), reterr);
    if (!kind)
        kind = call_set_text(call, "claims_changed_on", today ? today : "", reterr);
    if (kind || value_is_null(amount))
        return kind;
    kind = call_set_int(call, "amount", value_int(amount, 0), reterr);
    return kind || !asked ? kind
                          : follow(call, value_true(value_get(told, "investigation_over")),
                                   value_int(amount, 0) - before_fen, reterr);
}

enum err_kind filing_drop_increase(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *parts = value_copy(call->arena, value_get(call->matter->fields, "fee_parts"));
    size_t at = (size_t) value_int(value_get(call->matter->published, "fees.increase_dropped"), 0);
    const char *today = day_format(call->arena, day_of_instant(call->now_us));
    (void) with;
    if (!parts || !today)
        return arena_full(reterr);
    if (parts->type != VALUE_LIST || at >= parts->count || !number_of(parts->items[at], "due"))
        return ERR_NONE;
    int64_t amount_fen =
        number_of(call->matter->fields, "amount") - number_of(parts->items[at], "added");
    if (!value_set_int(call->arena, parts->items[at], "due", 0) ||
        !value_set_int(call->arena, parts->items[at], "settled", 0))
        return arena_full(reterr);
    enum err_kind kind = call_set_field(call, "fee_parts", parts, reterr);
    if (!kind && amount_fen > 0)
        kind = call_set_int(call, "amount", amount_fen, reterr);
    return kind ? kind : call_set_text(call, "increase_dropped_on", today, reterr);
}

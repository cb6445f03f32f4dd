/* fees: what its steps do to the ledger and to its payment codes. */
#include "base/text.h"
#include "store/bank.h"
#include "store/work.h"
#include "systems/filing/fees/claims.h"
#include "systems/filing/fees/fees.h"
#include "systems/filing/fees/fees_store.h"
#include "systems/filing/fees/settle.h"

/* ---- the fee is fixed -------------------------------------------------------------------------
 */

static enum err_kind assess(struct call *call, const struct value *with, struct err *reterr)
{
    int64_t due_fen = fees_sum(call->matter->fields, "due");
    const struct book_line lines[] = {{BOOK_RECEIVABLE, due_fen}, {BOOK_FEE, -due_fen}};
    const char *source = arena_printf(call->arena, "assess:%lld", (long long) call->matter->id);
    (void) with;
    if (!source)
        return arena_full(reterr);
    enum err_kind kind =
        call_book_post(call, call->matter->id, "assess", source, lines, COUNT_OF(lines), reterr);
    return kind ? kind : call_set_int(call, "left", due_fen, reterr);
}

/* A step's entry: once for this version of the matter. */
static enum err_kind post_step(struct call *call, const char *kind, const struct book_line *lines,
                               size_t count, struct err *reterr)
{
    const char *source =
        arena_printf(call->arena, "%s:%lld:%lld", kind, (long long) call->matter->id,
                     (long long) call->matter->version);
    return source ? call_book_post(call, call->matter->id, kind, source, lines, count, reterr)
                  : arena_full(reterr);
}

/* ---- payment codes ----------------------------------------------------------------------------
 */

static const char *new_reference(struct arena *arena)
{
    char *reference = arena_alloc(arena, ORDER_DIGITS + 1);
    char six[7];
    if (!reference)
        return NULL;
    for (size_t i = 0; i < ORDER_DIGITS; i++) {
        if (i % 6 == 0)
            random_digits(six);
        reference[i] = six[i % 6];
    }
    if (reference[0] == '0')
        reference[0] = '9'; /* desks read it as a number */
    reference[ORDER_DIGITS] = '\0';
    return reference;
}

/* What its QR code says, out of the channel's pattern. */
static const char *code_of(struct call *call, const char *order, int64_t fen)
{
    const char *pattern = value_text_of(call->outside, "code");
    struct text text;
    text_init(&text, call->arena, 1024);
    while (*pattern) {
        if (text_starts(pattern, "{order}")) {
            text_add(&text, order);
            pattern += 7;
        } else if (text_starts(pattern, "{fen}")) {
            text_add_format(&text, "%lld", (long long) fen);
            pattern += 5;
        } else {
            text_add_format(&text, "%c", *pattern++);
        }
    }
    return text_done(&text);
}

static enum err_kind make_order(struct call *call, const struct value *with, struct err *reterr)
{
    const char *channel = value_text_of(call->facts.form, "channel");
    int64_t fen = fees_order_sum(&call->facts);
    struct value *row = value_new_map(call->arena);
    const char *reference = new_reference(call->arena);
    const char *code = reference ? code_of(call, reference, fen) : NULL;
    (void) with;
    if (!row || !code || !value_set_text(call->arena, row, "order", reference) ||
        !value_set_text(call->arena, row, "channel", channel) ||
        !value_set_text(call->arena, row, "code", code) ||
        !value_set_int(call->arena, row, "amount", fen) ||
        !value_set_text(call->arena, row, "state", "open"))
        return arena_full(reterr);
    const struct pay_order_row order = {.id = call_new_id(call, ID_PAY_ORDER),
                                        .matter_id = call->matter->id,
                                        .amount_fen = fen,
                                        .made_us = call->now_us,
                                        .reference = reference,
                                        .court = call->matter->court,
                                        .channel = channel};
    pay_order_insert(call->writes, &order);
    return call_add_row(call, "orders", row, reterr);
}

static enum err_kind set_order(struct call *call, const char *reference, const char *state,
                               struct err *reterr)
{
    struct value *orders = value_copy(call->arena, value_get(call->matter->fields, "orders"));
    if (!orders)
        return arena_full(reterr);
    size_t at = fees_order_at(orders, reference);
    if (at < orders->count && !value_set_text(call->arena, orders->items[at], "state", state))
        return arena_full(reterr);
    pay_order_state(call->writes, reference, call->matter->id, state);
    return call_set_field(call, "orders", orders, reterr);
}

static enum err_kind cancel_order(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return set_order(call, value_text_of(call->facts.form, "order_no"), "cancelled", reterr);
}

/* ---- money comes ------------------------------------------------------------------------------
 */

static enum err_kind note_payment(struct call *call, struct err *reterr)
{
    static const char *const pairs[][2] = {
        {"order", "pay_order"},   {"channel", "pay_channel"}, {"reference", "pay_reference"},
        {"amount", "pay_amount"}, {"at", "pay_at"},           {"by", "pay_by"},
        {"via", "pay_via"}};
    struct value *row = value_new_map(call->arena);
    for (size_t i = 0; row && i < COUNT_OF(pairs); i++) {
        const struct value *told = value_get(call->facts.form, pairs[i][1]);
        if (!value_is_null(told) &&
            !value_set(call->arena, row, pairs[i][0], value_copy(call->arena, told)))
            row = NULL;
    }
    return row ? call_add_row(call, "payments", row, reterr) : arena_full(reterr);
}

/* First what is due, the rest is held for whoever paid it. */
static enum err_kind take_payment(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *form = call->facts.form, *fields = call->matter->fields;
    int64_t fen = fees_sum(form, "pay_amount"),
            left_fen = fees_balance(&call->facts, BOOK_RECEIVABLE),
            debt_fen = fen < left_fen ? fen : left_fen;
    int64_t at_us = 0;
    const struct book_line lines[] = {
        {BOOK_BANK, fen}, {BOOK_RECEIVABLE, -debt_fen}, {BOOK_HELD, debt_fen - fen}};
    const char *channel = value_text_of(form, "pay_channel"),
               *reference = value_text_of(form, "pay_reference"),
               *order = value_text_of(form, "pay_order");
    const char *source = fees_source(call->arena, channel, reference);
    (void) with;
    if (!source)
        return arena_full(reterr);
    if (!instant_parse(value_text_of(form, "pay_at"), &at_us))
        at_us = call->received_us;
    const struct bank_move_row move = {.id = call_new_id(call, ID_BANK_MOVE),
                                       .matter_id = call->matter->id,
                                       .amount_fen = fen,
                                       .said_us = at_us,
                                       .taken_us = call->now_us,
                                       .court = call->matter->court,
                                       .channel = channel,
                                       .direction = "in",
                                       .reference = reference,
                                       .order_reference = order,
                                       .state = "posted",
                                       .via = value_text_of(form, "pay_via"),
                                       .day = day_format(call->arena, day_of_instant(at_us))};
    if (!move.day)
        return arena_full(reterr);
    enum err_kind kind =
        call_book_post(call, call->matter->id, "receive", source, lines, COUNT_OF(lines), reterr);
    bank_move_put(call->writes, &move);
    if (!kind)
        kind = note_payment(call, reterr);
    if (!kind && *order)
        kind = set_order(call, order, "paid", reterr);
    if (!kind)
        kind = call_set_int(call, "paid", fees_sum(fields, "paid") + fen, reterr);
    if (!kind)
        kind = call_set_int(call, "left", left_fen - debt_fen, reterr);
    if (!kind)
        kind = call_set_int(call, "over", fees_balance(&call->facts, BOOK_HELD) + fen - debt_fen,
                            reterr);
    if (!kind && debt_fen == left_fen && debt_fen > 0 && *value_text_of(fields, "settled_on"))
        kind = fees_go_on(call, "nothing_left", reterr);
    /* What is too much goes back without anybody asking (row 24). */
    const struct refund_wanted wanted = {.situation = "overpaid",
                                         .account = "交费超过应交的部分，全部退还。",
                                         .from = "",
                                         .fen = fen - debt_fen};
    return kind ? kind : fees_open_refund(call, &wanted, reterr);
}

/* ---- relief -----------------------------------------------------------------------------------
 */

/* Measures 45-46, by the law's own rounding: of the fee, paid in part or not, so that half of it
 * waived is half of it borne; what was paid beyond that stays paid [assumed]. */
static enum err_kind relieve(struct call *call, const struct value *with, struct err *reterr)
{
    int64_t left_fen = fees_balance(&call->facts, BOOK_RECEIVABLE);
    struct relief_result result;
    (void) with;
    if (!fees_relief_asked(&call->facts, &result))
        return err_set(reterr, ERR_STORE, "effect.relief", "no relief is asked for");
    int64_t fee_fen =
                fees_sum(call->matter->fields, "due") - fees_balance(&call->facts, BOOK_RELIEF),
            spared_fen = fee_fen - result.due_now_fen,
            fen = spared_fen < left_fen ? spared_fen : left_fen;
    const struct book_line lines[] = {{BOOK_RELIEF, fen}, {BOOK_RECEIVABLE, -fen}};
    enum err_kind kind = post_step(call, "relief", lines, COUNT_OF(lines), reterr);
    if (!kind)
        kind = call_set_int(call, "relieved", fees_sum(call->matter->fields, "relieved") + fen,
                            reterr);
    if (!kind)
        kind = call_set_int(call, "left", left_fen - fen, reterr);
    if (kind || fen < left_fen)
        return kind;
    bool settled = *call_field_text(call, "settled_on");
    return fees_go_on(call, settled ? "nothing_left" : "paid_before", reterr);
}

/* The first instalment that what was paid does not reach yet; its clock runs to its day. */
static enum err_kind next_instalment(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    const struct value *rows = value_get(call->matter->fields, "instalments");
    int64_t left_fen = fees_sum(call->matter->fields, "left"), after_fen = 0;
    int32_t day = 0;
    (void) with;
    for (size_t i = rows->type == VALUE_LIST ? rows->count : 0; i-- > 0 && after_fen < left_fen;) {
        after_fen += fees_sum(rows->items[i], "amount");
        if (!day_parse(value_text_of(rows->items[i], "day"), &day))
            return err_set(reterr, ERR_STORE, "effect.date", "an instalment has no day");
    }
    const char *from = day ? day_format(call->arena, day - 1) : NULL;
    return from ? call_set_text(call, "instalment_from", from, reterr) : ERR_NONE;
}

/* clang-format off */
const struct effect fees_effects[FEES_EFFECTS] = {
    {"fees_assess", "诉讼费用交纳办法第二十条", true, NULL, assess},
    {"fees_order", NULL, false, NULL, make_order},
    {"fees_cancel_order", NULL, false, NULL, cancel_order},
    {"fees_take_payment", NULL, true, NULL, take_payment}, /* a bank said that money came: a record */
    {"fees_relieve", "诉讼费用交纳办法第四十五条、第四十六条", false, NULL, relieve},
    {"fees_next_instalment", "诉讼费用交纳办法第四十七条", true, NULL, next_instalment},
    {"fees_settle", "诉讼费用交纳办法第十五条、第二十四条至第二十九条", false, NULL, fees_settle_by_judge},
    {"fees_settle_by_fact", "诉讼费用交纳办法第十五条、第二十七条", true, NULL, fees_settle_by_fact}, /* opens what a judge confirms */
    {"fees_write_off", "诉讼费用交纳办法第十五条；民事诉讼法解释第二百一十三条", false, NULL, fees_write_off},
    {"fees_shrink", "诉讼费用交纳办法第二十一条", true, NULL, fees_shrink}, /* a judge took the changed claims */
    {"fees_drop_increase", "诉讼费用交纳办法第二十一条", false, NULL, fees_drop_increase},
    {"fees_lay_loser", "民事诉讼法解释第二百零七条", true, NULL, fees_lay_loser},
};
/* clang-format on */

/*
 * fees: what banks say, signed, and what they may ask. A message may come twice, late, out of
 * order, or never: what it says is taken once, by the bank's own reference, and what does not fit
 * is kept for a person (fee_day). docs/fees.md is the protocol.
 */
#include "systems/filing/fees/callback.h"

#include "base/text.h"
#include "law/fee.h"
#include "paper/paper.h"
#include "store/bank.h"
#include "store/payout.h"
#include "store/work.h"
#include "systems/filing/fees/books.h"
#include "systems/filing/fees/fees.h"
#include "systems/filing/fees/fees_store.h"

/* A message is refused when it was signed so long ago, or as far ahead. */
enum { SIGNED_SECONDS_MAX = 600, MESSAGE_BYTES_MAX = 4 << 20 };

static const char *param(const struct reading *reading, const char *name)
{
    return value_text_of(reading->params, name);
}

/* ---- is it the bank? --------------------------------------------------------------------------
 */

static enum err_kind check_signature(struct reading *reading, const char *channel,
                                     struct err *reterr)
{
    const struct ports *ports = engine_ports(reading->engine);
    const struct payment_port *port = ports->payments;
    const char *time = param(reading, "time");
    char *end = NULL;
    long long seconds = strtoll(time, &end, 10);
    long long now = (long long) (ports->real_now_us(ports->context) / SECOND_US);
    if (!port || !port->find(port->context, channel))
        return err_set(reterr, ERR_MISSING, "payment.channel", "no such channel");
    if (!port->signed_by(port->context, channel, time, reading->raw, reading->raw_bytes,
                         param(reading, "signature")))
        return err_set(reterr, ERR_DENIED, "payment.signature", "not signed by this channel");
    if (!*time || *end || seconds < now - SIGNED_SECONDS_MAX || seconds > now + SIGNED_SECONDS_MAX)
        return err_set(reterr, ERR_DENIED, "payment.time", "signed too long ago, or ahead");
    return ERR_NONE;
}

/* ---- money came -------------------------------------------------------------------------------
 */

/* False: a member is missing, too long, or beyond what a payment may be. */
static bool payment_told(const struct value *message, struct payment_told *ret)
{
    *ret = (struct payment_told){.court = value_text_of(message, "court"),
                                 .order = value_text_of(message, "order"),
                                 .reference = value_text_of(message, "reference"),
                                 .payer = value_text_of(message, "payer"),
                                 .at = value_text_of(message, "at"),
                                 .amount_fen = value_int(value_get(message, "amount"), 0)};
    return *ret->court && strlen(ret->court) <= PAY_COURT_MAX &&
           strlen(ret->order) <= ORDER_DIGITS * 2 && *ret->reference &&
           strlen(ret->reference) <= PAY_REFERENCE_MAX && instant_parse(ret->at, &ret->at_us) &&
           ret->amount_fen > 0 && ret->amount_fen <= PAY_FEN_MAX;
}

struct noting {
    const struct payment_told *told;
    const char *channel, *state, *via;
};

static enum err_kind apply_note(struct call *call, struct err *reterr)
{
    const struct noting *noting = call->state;
    const struct payment_told *told = noting->told;
    const struct bank_move_row move = {.id = call_new_id(call, ID_BANK_MOVE),
                                       .amount_fen = told->amount_fen,
                                       .said_us = told->at_us,
                                       .taken_us = call->now_us,
                                       .court = told->court,
                                       .channel = noting->channel,
                                       .direction = "in",
                                       .reference = told->reference,
                                       .order_reference = told->order,
                                       .state = noting->state,
                                       .via = noting->via,
                                       .day = day_format(call->arena, day_of_instant(told->at_us))};
    if (!move.day)
        return arena_full(reterr);
    bank_move_put(call->writes, &move);
    return ERR_NONE;
}

static const struct operation note_move = {.name = "bank_move_note", .apply = apply_note};

/* What fits no payment code is not posted, and not forgotten either. */
static enum err_kind note(struct reading *reading, struct noting *noting, const char **ret_state,
                          struct err *reterr)
{
    enum err_kind kind =
        engine_clock_perform(reading->engine, reading->arena, &note_move, noting, reterr);
    *ret_state = noting->state;
    /* The same message on another thread was first. */
    if (kind == ERR_CONFLICT || kind == ERR_STALE) {
        *ret_state = "known";
        return ERR_NONE;
    }
    return kind;
}

static struct value *act_body(struct arena *arena, const char *channel,
                              const struct payment_told *told, const char *via)
{
    struct value *body = value_new_map(arena);
    bool good = body && (!*told->order || value_set_text(arena, body, "pay_order", told->order)) &&
                value_set_int(arena, body, "pay_amount", told->amount_fen) &&
                value_set_text(arena, body, "pay_channel", channel) &&
                value_set_text(arena, body, "pay_reference", told->reference) &&
                value_set_text(arena, body, "pay_at", told->at) &&
                (!*told->payer || value_set_text(arena, body, "pay_by", told->payer)) &&
                value_set_text(arena, body, "pay_via", via);
    return good ? body : NULL;
}

enum err_kind payment_post(struct reading *reading, int64_t matter_id, const char *channel,
                           const struct payment_told *told, const char *via, const char **ret_state,
                           struct err *reterr)
{
    static const char *const actions[] = {"pay_whole", "pay_loser", "pay_part_deferred", "pay_part",
                                          "pay_late"};
    struct matter *matter = NULL;
    enum err_kind kind = engine_load_matter(reading, matter_id, &matter, reterr);
    const struct value *body = kind ? NULL : act_body(reading->arena, channel, told, via);
    if (kind || !body)
        return kind ? kind : arena_full(reterr);
    *ret_state = "posted";
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        const char *key = arena_printf(reading->arena, "bank:%s:%s:%s:%lld", channel,
                                       told->reference, actions[i], (long long) matter_id);
        struct err err = {0};
        kind = key ? engine_clock_act(reading->engine, reading->arena, matter, actions[i], body,
                                      key, &err)
                   : ERR_LIMIT;
        if (kind == ERR_CONFLICT && text_equal(err.code, "payment.known")) {
            *ret_state = "known";
            return ERR_NONE;
        }
        if (reterr)
            *reterr = err;
        if (kind != ERR_CONFLICT)
            return kind;
    }
    return kind;
}

enum err_kind payment_take(struct reading *reading, const char *channel,
                           const struct payment_told *told, const char *via, const char **ret_state,
                           struct err *reterr)
{
    struct db_result known, order;
    struct noting noting = {told, channel, NULL, via};
    enum err_kind kind =
        bank_move_find(reading->db, reading->arena, channel, "in", told->reference, &known, reterr);
    if (!kind && known.row_count) {
        *ret_state = "known";
        return db_cell_int(&known, 0, 1) == told->amount_fen &&
                       text_equal(db_cell_text(&known, 0, 3), told->order)
                   ? ERR_NONE
                   : err_set(reterr, ERR_CONFLICT, "payment.differs",
                             "this reference was told otherwise before");
    }
    if (!kind)
        kind = pay_order_find(reading->db, reading->arena, told->order, &order, reterr);
    if (kind)
        return kind;
    if (!order.row_count || !text_equal(db_cell_text(&order, 0, 1), told->court) ||
        !text_equal(db_cell_text(&order, 0, 3), channel))
        noting.state = "unknown_order";
    else if (db_cell_int(&order, 0, 4) != told->amount_fen)
        noting.state = "amount";
    return noting.state ? note(reading, &noting, ret_state, reterr)
                        : payment_post(reading, db_cell_int(&order, 0, 2), channel, told, via,
                                       ret_state, reterr);
}

static enum err_kind take_paid(struct reading *reading, const char *channel,
                               const struct value *message, struct json_writer *writer,
                               struct err *reterr)
{
    struct payment_told told;
    const char *state = NULL;
    if (!payment_told(message, &told))
        return err_set(reterr, ERR_INVALID, "payment.format",
                       "court, order, reference, amount, at");
    /* No money is refused for a long name. */
    told.payer = text_first(reading->arena, told.payer, PAY_PAYER_MAX);
    if (!told.payer)
        return arena_full(reterr);
    enum err_kind kind = payment_take(reading, channel, &told, "notice", &state, reterr);
    if (!kind)
        json_named_text(writer, "state", state);
    return kind;
}

/* ---- money went -------------------------------------------------------------------------------
 */

enum err_kind payout_take(struct reading *reading, const char *channel,
                          const struct payout_answer *answer, int64_t fen, const char **ret_state,
                          struct err *reterr)
{
    struct db_result order;
    struct matter *matter = NULL;
    enum err_kind kind = payout_find(reading->db, reading->arena, answer->key, &order, reterr);
    if (!kind && (!order.row_count || !text_equal(db_cell_text(&order, 0, 2), channel) ||
                  (fen && fen != db_cell_int(&order, 0, 3))))
        kind = err_set(reterr, ERR_MISSING, "payment.order", "no such order to pay out");
    if (!kind)
        kind = engine_load_matter(reading, db_cell_int(&order, 0, 0), &matter, reterr);
    if (kind)
        return kind;
    *ret_state = "known";
    if (!text_equal(matter->state, "bank"))
        return ERR_NONE;
    *ret_state = "posted";
    kind = payout_told(reading->engine, reading->arena, matter, answer, reterr);
    if (kind == ERR_CONFLICT) { /* said before, or of an attempt that is over */
        *ret_state = "known";
        return ERR_NONE;
    }
    return kind;
}

static enum err_kind take_paid_out(struct reading *reading, const char *channel,
                                   const struct value *message, struct json_writer *writer,
                                   struct err *reterr)
{
    const char *state = "";
    const struct payout_answer answer = {
        value_text_of(message, "key"), value_text_of(message, "state"),
        value_text_of(message, "reference"), value_text_of(message, "reason")};
    bool paid = strcmp(answer.state, "paid") == 0;
    if ((!paid && strcmp(answer.state, "failed") != 0) || (paid && !*answer.reference) ||
        strlen(answer.reference) > PAY_REFERENCE_MAX)
        return err_set(reterr, ERR_INVALID, "payment.format", "key, state, reference or reason");
    enum err_kind kind = payout_take(reading, channel, &answer, 0, &state, reterr);
    if (!kind)
        json_named_text(writer, "state", state);
    return kind;
}

/* ---- what is to be paid? ----------------------------------------------------------------------
 */

static enum err_kind tell_order(struct reading *reading, const char *reference,
                                struct json_writer *writer, struct err *reterr)
{
    struct db_result order;
    enum err_kind kind = pay_order_find(reading->db, reading->arena, reference, &order, reterr);
    if (kind)
        return kind;
    if (!order.row_count)
        return err_set(reterr, ERR_MISSING, "payment.order", "no such payment code");
    const char *court = db_cell_text(&order, 0, 1);
    json_named_text(writer, "state", db_cell_text(&order, 0, 5));
    json_named_text(writer, "order", reference);
    json_named_text(writer, "court", court);
    json_named_text(writer, "court_name", engine_court_name(reading->engine, court));
    json_named_int(writer, "amount", db_cell_int(&order, 0, 4));
    json_named_text(writer, "amount_text", money_format(reading->arena, db_cell_int(&order, 0, 4)));
    return ERR_NONE;
}

static enum err_kind take_query(struct reading *reading, const char *channel,
                                const struct value *message, struct json_writer *writer,
                                struct err *reterr)
{
    (void) channel;
    return tell_order(reading, value_text_of(message, "order"), writer, reterr);
}

/* ---- one door ---------------------------------------------------------------------------------
 */

static const struct {
    const char *type;
    enum err_kind (*take)(struct reading *reading, const char *channel, const struct value *message,
                          struct json_writer *writer, struct err *reterr);
} messages[] = {{"paid", take_paid},
                {"query", take_query},
                {"statement", statement_take},
                {"paid_out", take_paid_out}};

static enum err_kind message_take(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    const char *channel = param(reading, "channel");
    struct value *message = NULL;
    struct err err = {0};
    enum err_kind kind = check_signature(reading, channel, reterr);
    if (kind)
        return kind;
    if (json_parse(reading->raw, reading->raw_bytes, &json_limits_file, reading->arena, &message,
                   &err))
        return err_set(reterr, ERR_INVALID, "payment.format", "%.150s", err.text);
    kind = err_set(reterr, ERR_INVALID, "payment.format", "no such type of message");
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        if (!text_equal(value_text(value_get(message, "type")), messages[i].type))
            continue;
        json_begin(writer);
        kind = messages[i].take(reading, channel, message, writer, reterr);
        json_end(writer);
        return kind;
    }
    return kind;
}

static enum err_kind order_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    json_begin(writer);
    enum err_kind kind = tell_order(reading, param(reading, "order"), writer, reterr);
    json_end(writer);
    return kind;
}

/* ---- what its page asks -----------------------------------------------------------------------
 */

enum err_kind fees_matter(struct reading *reading, struct matter **ret, struct err *reterr)
{
    int64_t id = 0;
    enum err_kind kind = matter_id_parse(reading->engine, param(reading, "id"), &id)
                             ? engine_load_matter(reading, id, ret, reterr)
                             : ERR_MISSING;
    if (kind || strcmp((*ret)->workflow->system, "fees") != 0 ||
        !matter_visible(&reading->actor, *ret))
        return kind && kind != ERR_MISSING
                   ? kind
                   : err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
    return ERR_NONE;
}

static enum err_kind channels_read(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    const struct payment_port *port = engine_ports(reading->engine)->payments;
    struct matter *matter = NULL;
    enum err_kind kind = fees_matter(reading, &matter, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; port; i++) {
        const struct payment_channel *channel = port->channel(port->context, matter->court, i);
        if (!channel)
            break;
        json_begin(writer);
        json_named_text(writer, "name", channel->name);
        json_name(writer, "title");
        json_begin(writer);
        json_named_text(writer, "zh", channel->zh);
        json_named_text(writer, "en", channel->en);
        json_end(writer);
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind code_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct matter *matter = NULL;
    const char *svg = NULL;
    (void) writer;
    enum err_kind kind = fees_matter(reading, &matter, reterr);
    const struct value *orders = kind ? &value_null : value_get(matter->fields, "orders");
    const char *code =
        value_text_of(value_at(orders, fees_order_at(orders, param(reading, "order"))), "code");
    if (!kind && !*code)
        kind = err_set(reterr, ERR_MISSING, "payment.order", "no such payment code");
    if (!kind)
        kind = paper_code_svg(code, reading->arena, &svg, reterr);
    if (kind)
        return kind;
    reading->bytes = svg;
    reading->byte_count = strlen(svg);
    reading->media_type = "image/svg+xml";
    return ERR_NONE;
}

/* clang-format off */
static const struct field assign_fields[] = {
    {.name = "channel", .kind = FIELD_TEXT, .max = 20, .title = {"渠道", "Way"}},
    {.name = "reference", .kind = FIELD_TEXT, .max = 64, .title = {"银行流水号", "Bank's reference"}},
    {.name = "matter", .kind = FIELD_MATTER_REFERENCE, .title = {"诉讼费用事项", "Fee matter"}}};
static const struct form_field assign_form[] = {{&assign_fields[0], true}, {&assign_fields[1], true}, {&assign_fields[2], true}};

const struct operation fees_operations[FEES_OPERATIONS] = {
    {.name = "payment_message", .method = "POST", .path = "/payments/{channel}", .permission = "public",
     .reply = "{state:s ~order:s ~court:s ~court_name:s ~amount:i ~amount_text:s ~lines:i ~taken:i}",
     .summary = {"银行、支付机构的签名消息", "A signed message of a bank or payment company"},
     .query = "time signature", .read = message_take, .raw_bytes_max = MESSAGE_BYTES_MAX, .slow = true},
    {.name = "payment_order", .method = "GET", .path = "/payments/orders/{order}", .permission = "public",
     .reply = "{state:s order:s court:s court_name:s amount:i amount_text:s}",
     .summary = {"缴款码对应的法院和金额", "Which court and sum a payment code is for"}, .query = "", .read = order_read},
    {.name = "payment_channels", .method = "GET", .path = "/matters/{id}/channels", .permission = "public",
     .reply = "{items:[{name:s title:@Words}] next:s?}",
     .summary = {"可以怎样交费", "Ways to pay a fee"}, .query = "", .read = channels_read},
    {.name = "payment_code", .method = "GET", .path = "/matters/{id}/orders/{order}/code", .permission = "public",
     .summary = {"缴款码的二维码", "A payment code as QR code (SVG)"}, .query = "", .read = code_read},
    {.name = "trial_balance", .method = "GET", .path = "/ledger/trial-balance", .permission = "finance_clerk finance_reviewer finance_approver court_leader",
     .reply = "{items:[{account:s title:@Words debit:i credit:i balance:i matters:i}] next:s?}",
     .summary = {"本院诉讼费试算平衡", "The trial balance of a court's fees"}, .query = "court", .read = trial_balance_read},
    {.name = "ledger_entries", .method = "GET", .path = "/matters/{id}/ledger", .permission = "public",
     .reply = "{items:[{entry:i kind:s day:s account:s title:@Words amount:i}] next:s?}",
     .summary = {"一项费用的分录", "The entries of one fee"}, .query = "", .read = entries_read},
    {.name = "payment_assign", .method = "POST", .path = "/payments/assign", .permission = "finance_clerk", .reply = "{state:s}",
     .form = assign_form, .form_count = COUNT_OF(assign_form),
     .summary = {"把没有缴款码的款项认领到一项费用", "Money without a payment code goes to the fee it is for"}, .read = payment_assign, .slow = true},
};
/* clang-format on */

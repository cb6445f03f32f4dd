/* systems/filing/refund: what goes back, to whom, past how many eyes, and once. */
#include "base/text.h"
#include "engine/engine.h"
#include "law/fee.h"
#include "store/bank.h"
#include "store/book.h"
#include "store/payout.h"
#include "store/work.h"

extern const struct embedded_file refund_definition[];

static int64_t amount_of(const struct value *fields)
{
    return value_int(value_get(fields, "amount"), 0);
}

static bool same_holder(const struct facts *facts)
{
    return text_equal(value_text_of(facts->fields, "holder"),
                      value_text_of(facts->fields, "payer_name"));
}

/* ---- guards -----------------------------------------------------------------------------------
 */

static bool account_known(const struct facts *facts)
{
    return *value_text_of(facts->fields, "refund_account") &&
           *value_text_of(facts->fields, "holder");
}

static bool holder_proved(const struct facts *facts)
{
    return same_holder(facts) || value_get(facts->fields, "proof")->count > 0;
}

static bool another_hand(const struct facts *facts)
{
    const char *account = value_text_of(facts->outside, "account");
    return !text_has_word(value_text_of(facts->fields, "hands"), account) &&
           !text_has_word(value_text_of(facts->fields, "account_hands"), account);
}

static bool one_is_enough(const struct facts *facts)
{
    int64_t limit_fen = 100 * value_int(value_get(facts->settings, "two_above"), 0);
    return same_holder(facts) && amount_of(facts->fields) <= limit_fen;
}

static bool still_held(const struct facts *facts)
{
    return -value_int(value_get(facts->outside, "held"), 0) >= amount_of(facts->fields);
}

static bool channel_there(const struct facts *facts)
{
    return *value_text_of(facts->outside, "channel") != '\0';
}

/* A word of the bank about another attempt changes nothing of this one. */
static bool key_in_hand(const struct facts *facts)
{
    return text_equal(value_text_of(facts->before, "pay_key"),
                      value_text_of(facts->form, "pay_key"));
}

/* clang-format off */
static const struct guard guards[] = {
    {"refund_account_known", {"退费账号和户名还没有填，请先请交费人填写，或者在窗口代填。", "Account and holder are not given yet; the payer gives them, or the counter does."}, NULL, account_known},
    {"refund_holder_proved", {"户名不是交费人的，要有证明材料。", "Where the holder is not the payer, proof is needed."}, NULL, holder_proved},
    {"refund_another_hand", {"前面经手的人不能再办这一步，请换一个人。", "Whoever had it in hand before does not take this step; another person must."}, "中华人民共和国会计法", another_hand},
    {"refund_one_is_enough", {"金额超过本院限额，或者户名不是交费人，要两人审批。请选“提交两人审批”。", "Above the court's limit, or another holder: two people approve. Please submit it for two approvals."}, NULL, one_is_enough},
    {"refund_still_held", {"账上没有这么多待退的款项。请核对这笔费用的分录后退回。", "The ledger does not hold that much for refund. Please check the entries of the fee and send it back."}, NULL, still_held},
    {"refund_channel_there", {"本院还没有可以付款的渠道。请联系系统管理员设置付款渠道。", "This court has no channel to pay by yet. Please ask the administrator to set one up."}, NULL, channel_there},
    {"refund_key_in_hand", {"这不是正在付的这一次。", "That is not the payment in hand."}, NULL, key_in_hand},
};
/* clang-format on */

/* ---- the ledger -------------------------------------------------------------------------------
 */

static enum err_kind fee_matter_of(const struct call *call, int64_t *ret, struct err *reterr)
{
    return matter_id_parse(call->engine, call_field_text(call, "fee_matter"), ret)
               ? ERR_NONE
               : err_set(reterr, ERR_STORE, "refund.fee", "a refund of no fee");
}

/* `step` with the attempt it belongs to, or of the matter itself. */
static enum err_kind post(struct call *call, const char *step, enum book_account from,
                          enum book_account to, struct err *reterr)
{
    int64_t fen = amount_of(call->matter->fields), fee_id = 0;
    const struct book_line lines[] = {{from, fen}, {to, -fen}};
    const char *key = call_field_text(call, "pay_key");
    const char *source =
        arena_printf(call->arena, "refund:%s:%lld:%s", step, (long long) call->matter->id, key);
    if (!source)
        return arena_full(reterr);
    enum err_kind kind = fee_matter_of(call, &fee_id, reterr);
    return kind ? kind : call_book_post(call, fee_id, step, source, lines, COUNT_OF(lines), reterr);
}

/* The losing side's fee: seven days, then a judge refers. */
static enum err_kind bill_loser(struct call *call, int64_t fen, struct err *reterr)
{
    struct arena *arena = call->arena;
    struct value *fields = value_new_map(arena), *map = value_new_map(arena);
    if (fen <= 0)
        return ERR_NONE;
    if (!fields || !map || !value_set_text(arena, fields, "purpose", "loser") ||
        !value_set_text(arena, fields, "payer_name", call_field_text(call, "loser_name")) ||
        !value_set_given(arena, fields, "case_number", call_field_text(call, "case_number")) ||
        !value_set_int(arena, fields, "due", fen) ||
        !value_set_bool(arena, fields, "natural_person",
                        value_true(value_get(call->matter->fields, "loser_natural"))) ||
        !value_set_text(arena, map, "defendant", "payer"))
        return arena_full(reterr);
    enum err_kind kind = call_open_matter(call, "fees", fields, map, NULL, reterr);
    return kind ? kind : call_set_bool(call, "loser_told", true, reterr);
}

static int64_t loser_due(const struct call *call)
{
    const struct value *fields = call->matter->fields;
    return value_true(value_get(fields, "loser_told"))
               ? 0
               : value_int(value_get(fields, "loser_due"), 0);
}

/* JI 207: what the winner gets back the loser pays to the court, and with it what the winner did
 * not have to prepay. */
static enum err_kind open_loser(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return bill_loser(call, loser_due(call), reterr);
}

/* JI 207: the winner bears it, or is paid by the loser: the fee stays, nothing is held any more.
 * Theirs to give up is what they prepaid; the rest the loser still owes the court. */
static enum err_kind keep(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    enum err_kind kind = post(call, "kept", BOOK_HELD, BOOK_FEE, reterr);
    return kind ? kind
                : bill_loser(call, loser_due(call) - amount_of(call->matter->fields), reterr);
}

/* The order leaves by the way it was approved for: another bank would not know its key. */
static enum err_kind add_order(struct call *call, const char *key, const char *channel,
                               struct err *reterr)
{
    struct value *payload = value_new_map(call->arena);
    if (!payload || !value_set_int(call->arena, payload, "matter", call->matter->id) ||
        !value_set_text(call->arena, payload, "key", key) ||
        !value_set_text(call->arena, payload, "channel", channel))
        return arena_full(reterr);
    return call_add_job(call, "pay_out", payload, reterr);
}

static enum err_kind pay_out(struct call *call, const struct value *with, struct err *reterr)
{
    int64_t attempt = value_int(value_get(call->matter->fields, "attempt"), 0) + 1;
    const char *id = matter_id_print(call->engine, call->matter, call->arena);
    const char *key = id ? arena_printf(call->arena, "%s-%lld", id, (long long) attempt) : NULL;
    const char *channel = value_text_of(call->outside, "channel");
    (void) with;
    if (!key)
        return arena_full(reterr);
    const struct payout_row row = {.id = call_new_id(call, ID_PAYOUT),
                                   .matter_id = call->matter->id,
                                   .amount_fen = amount_of(call->matter->fields),
                                   .made_us = call->now_us,
                                   .court = call->matter->court,
                                   .channel = channel,
                                   .key = key};
    payout_insert(call->writes, &row);
    enum err_kind kind = call_set_text(call, "pay_key", key, reterr);
    if (!kind)
        kind = call_set_text(call, "pay_channel", channel, reterr);
    if (!kind)
        kind = call_set_int(call, "attempt", attempt, reterr);
    if (!kind)
        kind = post(call, "approved", BOOK_HELD, BOOK_PAYABLE, reterr);
    return kind ? kind : add_order(call, key, channel, reterr);
}

/* The same order under the same key, for which a bank pays once, however often it is asked. */
static enum err_kind ask_again(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return add_order(call, call_field_text(call, "pay_key"), call_field_text(call, "pay_channel"),
                     reterr);
}

static enum err_kind paid(struct call *call, const struct value *with, struct err *reterr)
{
    const char *reference = value_text_of(call->facts.form, "bank_reference");
    const struct bank_move_row move = {
        .id = call_new_id(call, ID_BANK_MOVE),
        .matter_id = call->matter->id,
        .amount_fen = amount_of(call->matter->fields),
        .said_us = call->received_us,
        .taken_us = call->now_us,
        .court = call->matter->court,
        .channel = call_field_text(call, "pay_channel"),
        .direction = "out",
        .reference = reference,
        .order_reference = call_field_text(call, "pay_key"),
        .state = "posted",
        .via = "notice",
        .day = day_format(call->arena, day_of_instant(call->received_us))};
    (void) with;
    if (!move.day)
        return arena_full(reterr);
    bank_move_put(call->writes, &move);
    return post(call, "paid_out", BOOK_PAYABLE, BOOK_BANK, reterr);
}

static enum err_kind failed(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return post(call, "not_paid", BOOK_PAYABLE, BOOK_HELD, reterr);
}

/* ---- hands ------------------------------------------------------------------------------------
 */

static enum err_kind note_hand(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_add_word(call, "hands", value_text_of(call->outside, "account"), reterr);
}

/* Whoever gave or changed the account stays one of its hands when it is sent back. */
static enum err_kind note_account_hand(struct call *call, const struct value *with,
                                       struct err *reterr)
{
    (void) with;
    return call_add_word(call, "account_hands", value_text_of(call->outside, "account"), reterr);
}

static enum err_kind forget_hands(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_set_text(call, "hands", "", reterr);
}

/* clang-format off */
static const struct effect effects[] = {
    {"refund_keep", "民事诉讼法解释第二百零七条", false, NULL, keep},
    {"refund_pay_out", "诉讼费用交纳办法第五十三条", false, NULL, pay_out},
    {"refund_ask_again", NULL, false, NULL, ask_again},
    {"refund_paid", NULL, true, NULL, paid}, /* what a bank says happened: a record */
    {"refund_failed", NULL, true, NULL, failed},
    {"refund_note_hand", NULL, false, NULL, note_hand},
    {"refund_note_account_hand", NULL, false, NULL, note_account_hand},
    {"refund_forget_hands", NULL, false, NULL, forget_hands},
    {"refund_open_loser", "民事诉讼法解释第二百零七条", false, NULL, open_loser},
};
/* clang-format on */

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *sum = money_format(arena, amount_of(facts->fields));
    const char *title = sum ? arena_printf(arena, "退还%s诉讼费用 %s元 %s",
                                           value_text_of(facts->fields, "payer_name"), sum,
                                           value_text_of(facts->fields, "case_number"))
                            : NULL;
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"refund_title", compute_title}};

/* ---- read before deciding ---------------------------------------------------------------------
 */

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    size_t *place = arena_alloc(call->arena, sizeof *place);
    (void) action;
    if (!place)
        return arena_full(reterr);
    *place = book_parent_read(call->reads, call->matter_id);
    call->state = place;
    return ERR_NONE;
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct payment_port *port = engine_ports(call->engine)->payments;
    const struct payment_channel *channel =
        port ? port->channel(port->context, call->matter->court, 0) : NULL;
    const size_t *place = call->state;
    struct book_balances balances;
    struct value *outside = value_new_map(call->arena);
    const char *account =
        arena_printf(call->arena, "%lld", (long long) actor_account(&call->actor));
    (void) action;
    book_take(db_flight_result(call->reads, *place), &balances);
    if (!outside || !account || !value_set_text(call->arena, outside, "account", account) ||
        !value_set_text(call->arena, outside, "channel", channel ? channel->name : "") ||
        !value_set_int(call->arena, outside, "held", balances.fen[BOOK_HELD]))
        return arena_full(reterr);
    call->outside = outside;
    return ERR_NONE;
}

const struct system refund_system = {.name = "refund",
                                     .wing = "filing",
                                     .definition = refund_definition,
                                     .guards = guards,
                                     .guard_count = COUNT_OF(guards),
                                     .effects = effects,
                                     .effect_count = COUNT_OF(effects),
                                     .computes = computes,
                                     .compute_count = COUNT_OF(computes),
                                     .load = load,
                                     .loaded = loaded};

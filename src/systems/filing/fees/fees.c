/* fees 诉讼费用: its row, its guards, the values it computes, and what is read before deciding. */
#include "systems/filing/fees/fees.h"
#include "systems/filing/fees/claims.h"
#include "systems/filing/fees/settle.h"

#include "base/text.h"
#include "law/fee.h"

extern const struct embedded_file fees_definition[];

int64_t fees_sum(const struct value *fields, const char *name)
{
    return value_int(value_get(fields, name), 0);
}

int64_t fees_balance(const struct facts *facts, enum book_account account)
{
    const struct book_account_row *row = &book_accounts[account];
    int64_t fen = value_int(value_get(facts->outside, row->name), 0);
    return row->debit ? fen : -fen;
}

const char *fees_source(struct arena *arena, const char *channel, const char *reference)
{
    return arena_printf(arena, "bank:%s:%s", channel, reference);
}

/* ---- guards -----------------------------------------------------------------------------------
 */

static bool channel_known(const struct facts *facts)
{
    return *value_text_of(facts->outside, "code") != '\0';
}

int64_t fees_order_sum(const struct facts *facts)
{
    return value_int(value_get(facts->form, "order_amount"), fees_balance(facts, BOOK_RECEIVABLE));
}

static bool order_within(const struct facts *facts)
{
    int64_t fen = fees_order_sum(facts);
    return fen > 0 && fen <= fees_balance(facts, BOOK_RECEIVABLE);
}

size_t fees_order_at(const struct value *orders, const char *reference)
{
    size_t at = 0;
    while (at < orders->count &&
           !text_equal(value_text(value_get(orders->items[at], "order")), reference))
        at++;
    return at;
}

static bool few_orders(const struct facts *facts)
{
    const struct value *orders = value_get(facts->fields, "orders");
    size_t open = 0;
    for (size_t i = 0; orders->type == VALUE_LIST && i < orders->count; i++)
        open += text_equal(value_text(value_get(orders->items[i], "state")), "open");
    return open < ORDERS_OPEN_MAX;
}

/* Also the guard against another matter's code: it is none of ours. */
static bool order_open(const struct facts *facts)
{
    const struct value *orders = value_get(facts->fields, "orders");
    const struct value *order =
        value_at(orders, fees_order_at(orders, value_text_of(facts->form, "order_no")));
    return text_equal(value_text(value_get(order, "state")), "open");
}

static bool covers(const struct facts *facts)
{
    return fees_sum(facts->form, "pay_amount") >= fees_balance(facts, BOOK_RECEIVABLE);
}

bool fees_relief_asked(const struct facts *facts, struct relief_result *ret)
{
    struct relief_request request = {
        .natural_person = value_true(value_get(facts->fields, "natural_person")),
        .fee_fen = fees_sum(facts->fields, "due") - fees_balance(facts, BOOK_RELIEF),
        .percent = (int) value_int(value_get(facts->form, "granted_percent"), 30)};
    struct err err = {0};
    return relief_kind_of_name(value_text_of(facts->fields, "relief_kind"), &request.kind) &&
           relief_ground_of_name(value_text_of(facts->fields, "relief_ground"), &request.ground) &&
           !fee_relief(&request, ret, &err);
}

static bool relief_open(const struct facts *facts)
{
    struct relief_result result;
    return fees_relief_asked(facts, &result) && result.admissible;
}

static bool reduction_fits(const struct facts *facts)
{
    return fees_sum(facts->form, "granted_percent") < 100 &&
           fees_balance(facts, BOOK_RECEIVABLE) > 1;
}

/* Together what is left, each later than the one before, none in the past. */
static bool instalments_fit(const struct facts *facts)
{
    const struct value *rows = value_get(facts->fields, "instalments");
    int64_t sum_fen = 0;
    int32_t last = day_of_instant(facts->received_us) - 1;
    for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++) {
        int32_t day = 0;
        if (!day_parse(value_text_of(rows->items[i], "day"), &day) || day <= last)
            return false;
        last = day;
        sum_fen += fees_sum(rows->items[i], "amount");
    }
    return sum_fen == fees_balance(facts, BOOK_RECEIVABLE);
}

/* Nothing is owed by either side. */
static bool even(const struct facts *facts)
{
    return !fees_balance(facts, BOOK_RECEIVABLE) && !fees_balance(facts, BOOK_HELD) &&
           !fees_balance(facts, BOOK_PAYABLE);
}

/* clang-format off */
static const struct guard guards[] = {
    {"fees_channel_known", {"本院没有这个交费渠道，请另选一个。", "This court has no such way to pay; please choose another."}, NULL, channel_known},
    {"fees_order_within", {"这次交的金额应当大于零，并且不超过还应交的金额。", "What is paid now is above nothing and not above what is left."}, NULL, order_within},
    {"fees_few_orders", {"没有用的缴款码太多了，请先作废一些。", "Too many payment codes are open; please cancel some."}, NULL, few_orders},
    {"fees_order_open", {"这不是本事项待交的缴款码。请选择清单里“待交”的缴款码。", "This is no open payment code of this matter. Please choose an open one of the list."}, NULL, order_open},
    {"fees_covers", {"到账金额还不够。", "The sum received is not enough."}, NULL, covers},
    {"fees_relief_open", {"免交只适用于自然人，单位可以申请减交或者缓交。", "A waiver is for natural persons alone; an organisation may ask for reduction or deferral."}, "诉讼费用交纳办法第四十四条", relief_open},
    {"fees_reduction_fits", {"减交比例不低于30%，全部免除的是免交。", "A reduction is 30 % or more; all of it is a waiver."}, "诉讼费用交纳办法第四十六条", reduction_fits},
    {"fees_not_settled", {"这笔费用已经结算。有异议的，请向院长申请复核。", "This fee is settled already. Whoever objects asks the court's president for review."}, NULL, fees_not_settled},
    {"fees_outcome_fits", {"胜诉退费要填交费人自己负担多少，不超过应交的金额；其他情形不填。", "For a winner, say what they bear themselves, not above the fee; otherwise leave it empty."}, "诉讼费用交纳办法第二十九条", fees_outcome_fits},
    {"fees_result_told", {"案件还没有结果。", "The case has no result yet."}, NULL, fees_result_told},
    {"fees_part_shrank", {"这笔费用没有减少。", "This fee did not become less."}, "诉讼费用交纳办法第二十一条", fees_part_shrank},
    {"fees_even", {"还有应交或者待退的款项，不能结清。请等款项收齐、退完以后再结清。", "Something is still due, or to be refunded. Close it once all is paid and refunded."}, NULL, even},
    {"fees_instalments_fit", {"各期金额之和应当等于还应交的金额，日期应当由近到远，不早于今天。", "The instalments add up to what is left, one after another, none before today."}, NULL, instalments_fit},
};
/* clang-format on */

/* ---- computed ---------------------------------------------------------------------------------
 */

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    static const struct {
        const char *purpose, *words;
    } rows[] = {{"loser", "应负担的诉讼费用"},
                {"counterclaim", "反诉案件受理费"},
                {"top_up", "补交的案件受理费"},
                {"increase", "增加诉讼请求的案件受理费"},
                {"objection", "管辖权异议案件受理费"}};
    const char *purpose = value_text_of(facts->fields, "purpose"), *words = "案件受理费";
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (strcmp(rows[i].purpose, purpose) == 0)
            words = rows[i].words;
    }
    const char *number = value_text_of(facts->fields, "case_number");
    const char *sum = money_format(arena, fees_sum(facts->fields, "due"));
    const char *title =
        sum ? arena_printf(arena, "%s%s%s%s %s元", value_text_of(facts->fields, "payer_name"),
                           words, *number ? " " : "", number, sum)
            : NULL;
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"fees_title", compute_title}};

/* ---- read before deciding: the ledger ---------------------------------------------------------
 */

struct places {
    size_t balances, source;
    bool pays;
};

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    struct places *places = arena_alloc(call->arena, sizeof *places);
    if (!places)
        return arena_full(reterr);
    places->pays = text_starts(action, "pay_");
    places->balances = book_read(call->reads, call->matter_id);
    if (places->pays) {
        const char *source = fees_source(call->arena, value_text_of(call->body, "pay_channel"),
                                         value_text_of(call->body, "pay_reference"));
        if (!source)
            return arena_full(reterr);
        places->source = book_source_read(call->reads, source);
    }
    call->state = places;
    return ERR_NONE;
}

static bool tell_channel(struct call *call, struct value *outside)
{
    const struct payment_port *port = engine_ports(call->engine)->payments;
    const char *wanted = value_text_of(call->body, "channel");
    const struct payment_channel *channel = NULL;
    for (size_t i = 0; port && *wanted; i++) {
        channel = port->channel(port->context, call->matter->court, i);
        if (!channel || text_equal(channel->name, wanted))
            break;
    }
    return value_set_text(call->arena, outside, "code", channel ? channel->code : "");
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct places *places = call->state;
    struct book_balances balances;
    struct value *outside = value_new_map(call->arena);
    (void) action;
    if (places->pays && db_flight_result(call->reads, places->source)->row_count)
        return err_set(reterr, ERR_CONFLICT, "payment.known", "this payment was posted before");
    book_take(db_flight_result(call->reads, places->balances), &balances);
    for (int i = 0; outside && i < BOOK_ACCOUNT_COUNT; i++) {
        if (!value_set_int(call->arena, outside, book_accounts[i].name, balances.fen[i]))
            outside = NULL;
    }
    if (!outside || !tell_channel(call, outside))
        return arena_full(reterr);
    call->outside = outside;
    return ERR_NONE;
}

const struct system fees_system = {.name = "fees",
                                   .wing = "filing",
                                   .definition = fees_definition,
                                   .guards = guards,
                                   .guard_count = COUNT_OF(guards),
                                   .effects = fees_effects,
                                   .effect_count = FEES_EFFECTS,
                                   .computes = computes,
                                   .compute_count = COUNT_OF(computes),
                                   .operations = fees_operations,
                                   .operation_count = FEES_OPERATIONS,
                                   .load = load,
                                   .loaded = loaded};

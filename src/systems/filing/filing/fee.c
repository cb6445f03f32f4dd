/* filing: the acceptance fee: what it is, the notice of it, and what more is asked for later.
 * Sources: 诉讼费用交纳办法 (State Council Decree 481) 13, 15, 16, 20-22; JI 199. */
#include "systems/filing/filing/fee.h"

#include "base/text.h"
#include "systems/filing/filing/filing.h"

static enum fee_kind kind_of(const struct value *fields)
{
    return fee_kind_of_cause(value_text(value_get(fields, "cause")),
                             value_int(value_get(fields, "amount"), 0));
}

int64_t filing_fee_point(const struct value *fields, const struct value *settings)
{
    const char *setting = fee_setting_of(kind_of(fields));
    return setting ? 100 * value_int(value_get(settings, setting), 0) : 0;
}

enum err_kind filing_fee_of(const struct value *fields, const struct value *settings, bool settled,
                            struct arena *arena, struct fee_result *ret, struct err *reterr)
{
    const char *procedure = value_text(value_get(fields, "procedure"));
    const struct fee_request request = {.kind = kind_of(fields),
                                        .amount_fen = value_int(value_get(fields, "amount"), 0),
                                        .base_fen = filing_fee_point(fields, settings),
                                        .settled = settled,
                                        .summary = text_equal(procedure, "summary") ||
                                                   text_equal(procedure, "small_claims")};
    return fee_compute(&request, arena, ret, reterr);
}

/* One row for the table of the notice, and the total due. */
static bool add_fee_rows(struct call *call, struct value *values, const struct fee_result *fee)
{
    struct arena *arena = call->arena;
    struct value *rows = value_new_list(arena), *row = value_new_map(arena);
    return rows && row && value_set_text(arena, row, "name", "案件受理费") &&
           value_set_text(arena, row, "basis", fee->basis) &&
           value_set_int(arena, row, "amount", fee->due_fen) && value_add(arena, rows, row) &&
           value_set(arena, values, "fees", rows) &&
           value_set_int(arena, values, "total", fee->due_fen) &&
           value_set_text(arena, values, "fee_account", fee->account_zh);
}

/* Decree 481, Art. 22: seven days from receipt, the same that the matter of fees counts. */
static enum err_kind add_prepay_day(struct call *call, struct value *values, struct err *reterr)
{
    bool known = false;
    struct period_end end = {0};
    enum err_kind kind = call_period_end(call, "fee.prepay", day_of_instant(call->received_us),
                                         &end, &known, reterr);
    if (kind)
        return kind;
    const char *day = known ? day_format_zh(call->arena, end.last_day) : "";
    return day && value_set_text(call->arena, values, "due", day) ? ERR_NONE : arena_full(reterr);
}

/* From here on what is due, paid and refunded is the system of fees' (Measures 20-22). */
static enum err_kind open_fees(struct call *call, const struct fee_asked *fee, int64_t part,
                               struct err *reterr)
{
    static const char *const pairs[][2] = {{"number", "case_number"},
                                           {"refund_account", "refund_account"}};
    struct arena *arena = call->arena;
    const struct value *plaintiffs = value_get(call->matter->fields, "plaintiffs");
    struct value *fields = value_new_map(arena), *map = value_new_map(arena);
    const char *payer = filing_names_of(plaintiffs, arena);
    if (!fields || !map || !payer || !filing_copy_fields(call, fields, pairs, COUNT_OF(pairs)) ||
        !value_set_text(arena, fields, "purpose", fee->purpose) ||
        !value_set_text(arena, fields, "payer_name", payer) ||
        !value_set_bool(arena, fields, "natural_person", filing_any_person(plaintiffs)) ||
        !value_set_bool(arena, fields, "defendants_natural",
                        filing_all_persons(value_get(call->matter->fields, "defendants"))) ||
        !value_set_int(arena, fields, "part", part) ||
        !value_set_text(arena, fields, "for_definition", call->matter->workflow->hash) ||
        !value_set_int(arena, fields, "due", fee->due_fen) ||
        !value_set_int(arena, fields, "settled_due", fee->settled_fen) ||
        !value_set_text(arena, fields, "account", fee->account) ||
        !value_set_text(arena, fields, "basis", fee->basis) ||
        !value_set_text(arena, map, "plaintiff", "payer") ||
        !value_set_text(arena, map, "defendant", "defendant") ||
        !value_set_text(arena, map, "agent", "agent"))
        return arena_full(reterr);
    return fee->due_fen > 0 ? call_open_matter(call, "fees", fields, map, NULL, reterr) : ERR_NONE;
}

enum err_kind filing_ask_fee(struct call *call, const struct fee_asked *fee, struct err *reterr)
{
    struct arena *arena = call->arena;
    const struct value *before = value_get(call->matter->fields, "fee_parts");
    struct value *parts = value_is_null(before) ? value_new_list(arena) : value_copy(arena, before),
                 *row = value_new_map(arena);
    int64_t part = parts ? (int64_t) parts->count : 0;
    if (!parts || !row || !value_set_int(arena, row, "part", part) ||
        !value_set_int(arena, row, "due", fee->due_fen) ||
        !value_set_int(arena, row, "settled", fee->settled_fen) ||
        !value_set_int(arena, row, "added", fee->added_fen) || !value_add(arena, parts, row))
        return arena_full(reterr);
    enum err_kind kind = call_set_field(call, "fee_parts", parts, reterr);
    return kind ? kind : open_fees(call, fee, part, reterr);
}

enum err_kind filing_fee_notice(struct call *call, const struct value *with, struct err *reterr)
{
    struct fee_result fee, settled;
    enum err_kind kind = filing_fee_of(call->matter->fields, call->matter->settings, false,
                                       call->arena, &fee, reterr);
    if (!kind)
        kind = filing_fee_of(call->matter->fields, call->matter->settings, true, call->arena,
                             &settled, reterr);
    if (kind)
        return kind;
    struct value *values = call_paper_values(call, with, reterr);
    struct value *side = call_applying_side(call);
    if (!values || !side || !add_fee_rows(call, values, &fee))
        return arena_full(reterr);
    kind = add_prepay_day(call, values, reterr);
    if (!kind)
        kind = call_draft_paper(call, "fee_notice", values, side, true, reterr);
    if (!kind)
        kind = filing_ask_fee(call,
                              &(struct fee_asked){.purpose = "prepay",
                                                  .account = fee.account_zh,
                                                  .basis = fee.basis,
                                                  .due_fen = fee.due_fen,
                                                  .settled_fen = settled.due_fen},
                              reterr);
    return kind ? kind : call_set_bool(call, "fee_notice_given", true, reterr);
}

/* Opinion of 2024-12-27: where mediation is tried after registration, the fee notice waits until it
 * ends. */
enum err_kind filing_fee_notice_unless_mediation(struct call *call, const struct value *with,
                                                 struct err *reterr)
{
    const char *willing = value_text(value_get(call->matter->fields, "mediation_willing"));
    return text_equal(willing, "yes") ? ERR_NONE : filing_fee_notice(call, with, reterr);
}

/* JI 199: what was halved becomes whole, once; settled or withdrawn, all is halved again and this
 * part goes back (Measures 15). */
static enum err_kind top_up(struct call *call, const struct fee_result *halved, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    struct fee_result whole;
    enum err_kind kind =
        filing_fee_of(fields, call->matter->settings, false, call->arena, &whole, reterr);
    int64_t more_fen = kind ? 0 : whole.due_fen - halved->due_fen;
    if (more_fen <= 0 || !value_true(value_get(fields, "fee_notice_given")) ||
        value_true(value_get(fields, "fee_topped_up")) || *call_field_text(call, "result"))
        return kind;
    const char *paid = money_format(call->arena, halved->due_fen),
               *more = money_format(call->arena, more_fen),
               *account = paid && more ? arena_printf(call->arena,
                                                      "%s转为普通程序以前按减半通知交纳%"
                                                      "s元，应当补交%s元。",
                                                      whole.account_zh, paid, more)
                                       : NULL;
    if (!account)
        return arena_full(reterr);
    kind = filing_ask_fee(call,
                          &(struct fee_asked){.purpose = "top_up",
                                              .account = account,
                                              .basis = "民事诉讼法解释第一百九十九条",
                                              .due_fen = more_fen},
                          reterr);
    return kind ? kind : call_set_bool(call, "fee_topped_up", true, reterr);
}

/* What the court chose, or converted to by ruling: what is decided, appealed and paid goes by it.
 */
enum err_kind filing_note_procedure(struct call *call, const struct value *with, struct err *reterr)
{
    struct fee_result before;
    (void) with;
    enum err_kind kind = filing_fee_of(call->matter->fields, call->matter->settings, false,
                                       call->arena, &before, reterr);
    if (!kind)
        kind = call_set_text(call, "procedure",
                             value_text_of(call->matter->published, "routing.procedure"), reterr);
    return kind ? kind : top_up(call, &before, reterr);
}

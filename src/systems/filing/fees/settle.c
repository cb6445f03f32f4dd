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
    bool forgiven;     /* JI 213: what of it is not paid is not owed */
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
    ret->forgiven = false;
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
        (wanted->loser_fen > 0 &&
         (!value_set_int(arena, fields, "loser_due", wanted->loser_fen) ||
          !value_set_text(arena, fields, "loser_name", wanted->loser_name) ||
          !value_set_bool(arena, fields, "loser_natural",
                          value_true(value_get(ours, "defendants_natural"))))) ||
        !value_set_text(arena, map, "payer", "payer") ||
        !value_set_text(arena, map, "defendant", "defendant") ||
        !value_set_text(arena, map, "agent", "agent"))
        return arena_full(reterr);
    return wanted->fen > 0 ? call_open_matter(call, "refund", fields, map, NULL, reterr) : ERR_NONE;
}

/* ---- the losing side --------------------------------------------------------------------------
 */

static const char *loser_names(const struct call *call)
{
    struct text names;
    text_init(&names, call->arena, 1024);
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        const struct participant *participant = &call->matter->participants[i];
        const char *name = value_text_of(participant->identity, "name");
        if (participant->active && strcmp(participant->role, "defendant") == 0 &&
            names.length + strlen(name) < 190)
            text_add_format(&names, "%s%s", names.length ? "、" : "", name);
    }
    return text_done(&names);
}

/* Nothing goes back (all was waived, or none was paid), so no refund carries it: the losing side
 * pays the fee all the same. */
static enum err_kind open_loser(struct call *call, const struct refund_wanted *wanted,
                                struct err *reterr)
{
    struct arena *arena = call->arena;
    const struct value *ours = call->matter->fields;
    struct value *fields = value_new_map(arena), *map = value_new_map(arena);
    if (!fields || !map || !value_set_text(arena, fields, "purpose", "loser") ||
        !value_set_text(arena, fields, "payer_name", wanted->loser_name) ||
        !value_set_given(arena, fields, "case_number",
                         value_text(value_get(ours, "case_number"))) ||
        !value_set_int(arena, fields, "due", wanted->loser_fen) ||
        !value_set_bool(arena, fields, "natural_person",
                        value_true(value_get(ours, "defendants_natural"))) ||
        !value_set_text(arena, map, "defendant", "payer"))
        return arena_full(reterr);
    return call_open_matter(call, "fees", fields, map, NULL, reterr);
}

enum err_kind fees_lay_loser(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    if (!text_equal(call_field_text(call, "purpose"), "loser"))
        return ERR_NONE;
    enum err_kind kind =
        call_set_int(call, "settled_due", fees_sum(call->matter->fields, "due"), reterr);
    if (!kind)
        kind = call_set_text(call, "basis", "民事诉讼法解释第二百零七条", reterr);
    return kind ? kind
                : call_set_text(call, "account",
                                "判决由您负担的案件受理费，由法院向您收取。对方预交的由法院退还对"
                                "方的，您不用再付给对方。",
                                reterr);
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

/* Nothing is left to pay: nothing can fall due, and no request for relief need be answered. */
static enum err_kind set_left(struct call *call, int64_t left_fen, struct err *reterr)
{
    static const char *const clocks[] = {"prepay", "extra", "instalment", "relief_answer"};
    enum err_kind kind = call_set_int(call, "left", left_fen, reterr);
    for (size_t i = 0; !kind && !left_fen && i < COUNT_OF(clocks); i++)
        kind = call_stop_deadline(call, clocks[i], reterr);
    return kind;
}

/* The refund, and with it or without it what the losing side bears: the fee less what the payer
 * bears, whatever of it was relieved, deferred or not paid (Measures 29, JI 207). */
static enum err_kind open_what_follows(struct call *call, const struct ending *ending,
                                       const struct refund_result *result, const char *from,
                                       struct err *reterr)
{
    bool won = ending->situation == REFUND_WINNER;
    struct refund_wanted wanted = {.situation = refund_situation_name(ending->situation),
                                   .account = result->zh,
                                   .from = from,
                                   .fen = result->refund_fen,
                                   .loser_name = won ? loser_names(call) : ""};
    if (!wanted.loser_name)
        return arena_full(reterr);
    if (*wanted.loser_name)
        wanted.loser_fen = fees_sum(call->matter->fields, "due") - ending->final_fen;
    return wanted.fen > 0         ? fees_open_refund(call, &wanted, reterr)
           : wanted.loser_fen > 0 ? open_loser(call, &wanted, reterr)
                                  : ERR_NONE;
}

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
    int64_t less_fen = result.no_fee ? due_fen : due_fen - ending->final_fen;
    int64_t spared_fen = less_fen - result.refund_fen;
    int64_t unpaid_fen = at_most(left_fen, spared_fen);
    int64_t relieved_fen = spared_fen - unpaid_fen;
    if (ending->forgiven)
        unpaid_fen = left_fen;
    kind = post_ending(call, unpaid_fen, relieved_fen, result.refund_fen, reterr);
    if (!kind)
        kind = set_left(call, left_fen - unpaid_fen, reterr);
    if (!kind)
        kind =
            call_set_int(call, "over", fees_balance(facts, BOOK_HELD) + result.refund_fen, reterr);
    if (!kind)
        kind = call_set_text(call, "settled_on",
                             day_format(call->arena, day_of_instant(call->now_us)), reterr);
    return kind ? kind : open_what_follows(call, ending, &result, from, reterr);
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

/* JI 213: treated as withdrawn, the fee that was not paid is not owed; Measures 15: and of one that
 * was paid in part, half the fee is the most that stays, where the court halves it here too. */
enum err_kind fees_write_off(struct call *call, const struct value *with, struct err *reterr)
{
    bool halved = value_true(value_get(call->matter->settings, "halve_treated_withdrawn"));
    const struct ending ending = {
        REFUND_WITHDRAWN, fees_sum(call->matter->fields, halved ? "settled_due" : "due"), true};
    (void) with;
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

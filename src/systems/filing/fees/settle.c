/* fees: what the fee is in the end, and what goes back of it: the law's sums (law/fee_refund.h). */
#include "systems/filing/fees/settle.h"

#include "base/text.h"
#include "systems/filing/fees/costs.h"
#include "systems/filing/fees/fees.h"

bool fees_standing_of(const struct facts *facts, const char *outcome, int64_t borne_fen,
                      struct fee_standing *ret)
{
    *ret = (struct fee_standing){.due_fen = fees_sum(facts->fields, "due"),
                                 .settled_due_fen = fees_sum(facts->fields, "settled_due"),
                                 .borne_fen = borne_fen,
                                 .relief_fen = fees_balance(facts, BOOK_RELIEF),
                                 .left_fen = fees_balance(facts, BOOK_RECEIVABLE),
                                 .paid_fen = fees_balance(facts, BOOK_BANK) -
                                             fees_balance(facts, BOOK_HELD) -
                                             fees_balance(facts, BOOK_PAYABLE)};
    return refund_situation_of_name(outcome, &ret->situation);
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

enum { PAYER_NAME_MAX = 200 }; /* of the field */

static const char *loser_names(const struct call *call)
{
    struct text names;
    text_init(&names, call->arena, 1024);
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        const struct participant *participant = &call->matter->participants[i];
        const char *name = value_text_of(participant->identity, "name");
        if (participant->active && strcmp(participant->role, "defendant") == 0 &&
            !text_add_name(&names, name, PAYER_NAME_MAX))
            break;
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
    enum err_kind kind = call_set_text(call, "basis", "民事诉讼法解释第二百零七条", reterr);
    return kind ? kind
                : call_set_text(call, "account",
                                "判决由您负担的案件受理费，由法院向您收取。对方预交的由法院退还对"
                                "方的，您不用再付给对方。",
                                reterr);
}

/* ---- the case ends ----------------------------------------------------------------------------
 */

enum err_kind fees_post_end(struct call *call, const char *kind, const char *source,
                            const struct fee_end *end, struct err *reterr)
{
    int64_t held_fen = end->refund.refund_fen;
    const struct book_line lines[] = {{BOOK_FEE, end->unpaid_fen + end->relieved_fen + held_fen},
                                      {BOOK_RECEIVABLE, -end->unpaid_fen},
                                      {BOOK_RELIEF, -end->relieved_fen},
                                      {BOOK_HELD, -held_fen}};
    enum err_kind kind_of = source ? call_book_post(call, call->matter->id, kind, source, lines,
                                                    COUNT_OF(lines), reterr)
                                   : arena_full(reterr);
    return kind_of ? kind_of
                   : call_set_int(call, "over", fees_balance(&call->facts, BOOK_HELD) + held_fen,
                                  reterr);
}

enum err_kind fees_go_on(struct call *call, const char *action, struct err *reterr)
{
    const struct matter *matter = call->matter;
    const char *key = arena_printf(call->arena, "%s:%lld:%lld", action, (long long) matter->id,
                                   (long long) matter->version);
    return key ? call_act_elsewhere(call, matter->id, matter->workflow->hash, action, key, reterr)
               : arena_full(reterr);
}

/* Nothing is left to pay: nothing can fall due, and no request for relief need be answered. */
static enum err_kind set_left(struct call *call, int64_t left_fen, struct err *reterr)
{
    static const char *const clocks[] = {"prepay", "extra", "instalment", "relief_answer"};
    enum err_kind kind = call_set_int(call, "left", left_fen, reterr);
    for (size_t i = 0; !kind && !left_fen && i < COUNT_OF(clocks); i++)
        kind = call_stop_deadline(call, clocks[i], reterr);
    return kind || left_fen ? kind : fees_go_on(call, "nothing_left", reterr);
}

/* The list of costs, the refund, and with it or without it what the losing side bears: the fee less
 * what the payer bears, whatever of it was relieved, deferred or not paid (Measures 29, JI 207). */
static enum err_kind open_what_follows(struct call *call, const struct fee_standing *standing,
                                       const struct fee_end *end, const char *from,
                                       struct err *reterr)
{
    bool won = standing->situation == REFUND_WINNER;
    struct refund_wanted wanted = {.situation = refund_situation_name(standing->situation),
                                   .account = end->refund.zh,
                                   .from = from,
                                   .fen = end->refund.refund_fen,
                                   .loser_name = won ? loser_names(call) : ""};
    if (!wanted.loser_name)
        return arena_full(reterr);
    if (*wanted.loser_name)
        wanted.loser_fen = standing->due_fen - end->final_fen;
    enum err_kind kind = fees_note_costs(call, standing, end, &wanted, reterr);
    return kind                   ? kind
           : wanted.fen > 0       ? fees_open_refund(call, &wanted, reterr)
           : wanted.loser_fen > 0 ? open_loser(call, &wanted, reterr)
                                  : ERR_NONE;
}

static enum err_kind settle(struct call *call, const struct fee_standing *standing,
                            const char *from, struct err *reterr)
{
    struct fee_end end;
    enum err_kind kind = fee_end(standing, &end, reterr);
    if (kind)
        return kind;
    const char *source = arena_printf(call->arena, "settle:%lld", (long long) call->matter->id);
    kind = fees_post_end(call, "settle", source, &end, reterr);
    if (!kind)
        kind = set_left(call, standing->left_fen - end.unpaid_fen, reterr);
    if (!kind)
        kind = call_set_text(call, "settled_on",
                             day_format(call->arena, day_of_instant(call->now_us)), reterr);
    return kind ? kind : open_what_follows(call, standing, &end, from, reterr);
}

enum err_kind fees_settle_by_judge(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *form = call->facts.form;
    struct fee_standing standing;
    (void) with;
    if (!fees_standing_of(&call->facts, value_text_of(form, "outcome"), fees_sum(form, "borne"),
                          &standing))
        return err_set(reterr, ERR_STORE, "effect.outcome", "no such outcome");
    return settle(call, &standing, value_text_of(form, "effective_on"), reterr);
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
    struct fee_standing standing;
    (void) with;
    if (!fees_standing_of(&call->facts, outcome_told(&call->facts), 0, &standing))
        return err_set(reterr, ERR_STORE, "effect.outcome", "no such outcome");
    return settle(call, &standing, "", reterr);
}

/* JI 213: treated as withdrawn, the fee that was not paid is not owed; Measures 15: and of one that
 * was paid in part, half the fee is the most that stays, where the court halves it here too. */
enum err_kind fees_write_off(struct call *call, const struct value *with, struct err *reterr)
{
    struct fee_standing standing;
    (void) with;
    if (!fees_standing_of(&call->facts, "withdrawn", 0, &standing))
        return err_set(reterr, ERR_STORE, "effect.outcome", "no such outcome");
    if (!value_true(value_get(call->matter->settings, "halve_treated_withdrawn")))
        standing.settled_due_fen = standing.due_fen;
    standing.forgiven = true;
    return settle(call, &standing, "", reterr);
}

/* ---- guards -----------------------------------------------------------------------------------
 */

bool fees_not_settled(const struct facts *facts)
{
    return !*value_text_of(facts->before, "settled_on");
}

bool fees_outcome_fits(const struct facts *facts)
{
    const struct value *borne = value_get(facts->form, "borne");
    const char *outcome = value_text_of(facts->form, "outcome");
    struct fee_standing standing;
    struct fee_end end;
    struct err err = {0};
    return text_equal(outcome, "winner") == !value_is_null(borne) &&
           fees_standing_of(facts, outcome, value_int(borne, 0), &standing) &&
           !fee_end(&standing, &end, &err);
}

bool fees_result_told(const struct facts *facts) { return *outcome_told(facts) != '\0'; }

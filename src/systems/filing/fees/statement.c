/* fees: a bank's file of a day, and money that a clerk finds the fee for. */
#include "base/text.h"
#include "store/bank.h"
#include "systems/filing/fees/callback.h"

enum { LINES_MAX = BANK_LINES_MAX };

struct statement {
    const char *court, *channel, *day;
    int32_t day_number;
    struct bank_line_row *lines;
    size_t count;
};

static enum err_kind apply_statement(struct call *call, struct err *reterr)
{
    const struct statement *statement = call->state;
    (void) reterr;
    bank_file_put(call->writes, statement->court, statement->channel, statement->day,
                  (int64_t) statement->count, call->now_us);
    for (size_t i = 0; i < statement->count; i++)
        bank_line_put(call->writes, &statement->lines[i]);
    return ERR_NONE;
}

static const struct operation keep_statement = {.name = "bank_statement", .apply = apply_statement};

static bool is_direction(const char *direction)
{
    return strcmp(direction, "in") == 0 || strcmp(direction, "out") == 0;
}

static bool take_line(const struct statement *statement, const struct value *told,
                      struct bank_line_row *ret)
{
    *ret = (struct bank_line_row){.court = statement->court,
                                  .channel = statement->channel,
                                  .direction = value_text_of(told, "direction"),
                                  .reference = value_text_of(told, "reference"),
                                  .order_reference = value_text_of(told, "order"),
                                  .amount_fen = value_int(value_get(told, "amount"), 0),
                                  .day = statement->day};
    return is_direction(ret->direction) && *ret->reference &&
           strlen(ret->reference) <= PAY_REFERENCE_MAX &&
           strlen(ret->order_reference) <= PAY_REFERENCE_MAX && ret->amount_fen > 0 &&
           ret->amount_fen <= PAY_FEN_MAX &&
           instant_parse(value_text_of(told, "at"), &ret->at_us) &&
           day_of_instant(ret->at_us) == statement->day_number;
}

static enum err_kind read_statement(struct reading *reading, const char *channel,
                                    const struct value *message, struct statement *ret,
                                    struct err *reterr)
{
    const struct value *lines = value_get(message, "lines");
    *ret = (struct statement){.court = value_text_of(message, "court"),
                              .channel = channel,
                              .day = value_text_of(message, "day")};
    if (!*ret->court || strlen(ret->court) > PAY_COURT_MAX ||
        !day_parse(ret->day, &ret->day_number) || lines->type != VALUE_LIST ||
        lines->count > LINES_MAX)
        return err_set(reterr, ERR_INVALID, "payment.format", "court, day, at most %d lines",
                       LINES_MAX);
    ret->lines = arena_array(reading->arena, lines->count + 1, sizeof *ret->lines);
    if (!ret->lines)
        return arena_full(reterr);
    for (size_t i = 0; i < lines->count; i++) {
        if (!take_line(ret, lines->items[i], &ret->lines[ret->count++]))
            return err_set(reterr, ERR_INVALID, "payment.format", "line %zu", i + 1);
    }
    return ERR_NONE;
}

/* What the bank has and nobody told: posted by its code like any notice (row 23: the bank says
 * paid, the system has no record). What differs stays as it is and shows in the day's comparison.
 */
static enum err_kind take_untold(struct reading *reading, const struct statement *statement,
                                 const struct value *lines, int64_t *ret_taken, struct err *reterr)
{
    for (size_t i = 0; i < statement->count; i++) {
        const struct bank_line_row *line = &statement->lines[i];
        /* A file's line is never lost for a long name. */
        const char *payer =
            text_first(reading->arena, value_text_of(lines->items[i], "payer"), PAY_PAYER_MAX);
        if (!payer)
            return arena_full(reterr);
        const struct payment_told told = {.court = line->court,
                                          .order = line->order_reference,
                                          .reference = line->reference,
                                          .payer = payer,
                                          .at = value_text_of(lines->items[i], "at"),
                                          .amount_fen = line->amount_fen,
                                          .at_us = line->at_us};
        const char *state = "";
        struct err err = {0};
        const struct payout_answer went = {line->order_reference, "paid", line->reference, ""};
        enum err_kind kind =
            strcmp(line->direction, "in") == 0
                ? payment_take(reading, statement->channel, &told, "statement", &state, &err)
                : payout_take(reading, statement->channel, &went, line->amount_fen, &state, &err);
        if (err_is_passing(kind)) {
            *reterr = err;
            return kind;
        }
        *ret_taken += !kind && strcmp(state, "known") != 0;
    }
    return ERR_NONE;
}

enum err_kind statement_take(struct reading *reading, const char *channel,
                             const struct value *message, struct json_writer *writer,
                             struct err *reterr)
{
    struct statement statement;
    int64_t taken = 0;
    enum err_kind kind = read_statement(reading, channel, message, &statement, reterr);
    if (!kind)
        kind = engine_clock_perform(reading->engine, reading->arena, &keep_statement, &statement,
                                    reterr);
    if (kind == ERR_STALE || kind == ERR_CONFLICT)
        return err_set(reterr, ERR_CONFLICT, "payment.closed",
                       "the day is closed, or a line stands in another file");
    if (!kind)
        kind = take_untold(reading, &statement, value_get(message, "lines"), &taken, reterr);
    json_named_text(writer, "state", "taken");
    json_named_int(writer, "lines", (int64_t) statement.count);
    json_named_int(writer, "taken", taken);
    return kind;
}

/* ---- a clerk finds the fee --------------------------------------------------------------------
 */

/* Nobody finds money for a matter of their own, whoever of the two acts for the other. */
static bool takes_part(const struct actor *actor, const struct matter *matter)
{
    for (size_t i = 0; i < matter->participant_count; i++) {
        int64_t person_id = matter->participants[i].person_id;
        if (person_id && (person_id == actor->person_id || person_id == actor->delegate_person))
            return true;
    }
    return false;
}

static enum err_kind may_assign(const struct actor *actor, const struct matter *matter,
                                struct err *reterr)
{
    if (!(actor_roles(actor, matter->court) & role_bit("finance_clerk")))
        return err_set(reterr, ERR_DENIED, "permission.denied", "no finance clerk of that court");
    if (takes_part(actor, matter))
        return err_set(reterr, ERR_DENIED, "permission.denied", "a matter of their own");
    return ERR_NONE;
}

enum err_kind payment_assign(struct reading *reading, struct json_writer *writer,
                             struct err *reterr)
{
    const char *channel = value_text_of(reading->body, "channel"),
               *reference = value_text_of(reading->body, "reference"), *state = "";
    struct matter *matter = NULL;
    struct db_result move;
    int64_t id = 0;
    enum err_kind kind =
        bank_move_find(reading->db, reading->arena, channel, "in", reference, &move, reterr);
    if (!kind && (!move.row_count || text_equal(db_cell_text(&move, 0, 2), "posted")))
        kind = err_set(reterr, ERR_CONFLICT, "payment.known", "no such money waits for a fee");
    if (!kind && !matter_id_parse(reading->engine, value_text_of(reading->body, "matter"), &id))
        kind = err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
    if (!kind)
        kind = engine_load_matter(reading, id, &matter, reterr);
    if (!kind && (strcmp(matter->workflow->system, "fees") != 0 ||
                  !text_equal(matter->court, db_cell_text(&move, 0, 4)) ||
                  !matter_visible(&reading->actor, matter)))
        kind = err_set(reterr, ERR_MISSING, "matter.unknown", "no fee of that court");
    if (!kind)
        kind = may_assign(&reading->actor, matter, reterr);
    if (kind)
        return kind;
    const struct payment_told told = {.court = matter->court,
                                      .order = "",
                                      .reference = reference,
                                      .payer = "",
                                      .at =
                                          instant_format(reading->arena, db_cell_int(&move, 0, 5)),
                                      .amount_fen = db_cell_int(&move, 0, 1)};
    if (!told.at)
        return arena_full(reterr);
    kind = payment_post(reading, id, channel, &told, "clerk", &state, reterr);
    if (!kind)
        kind = engine_note_access(reading, id, "payment_assign", reterr);
    json_begin(writer);
    json_named_text(writer, "state", state);
    json_end(writer);
    return kind;
}

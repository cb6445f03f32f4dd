/*
 * engine/payout: a refund that was approved leaves for the bank. The order lies in the job queue of
 * the same transaction as the approval; it is sent under one key until the bank has answered, so a
 * crash between the bank and the ledger pays nothing twice: the bank answers the key as before.
 *
 * What it asks of a definition that pays out: state `bank`; fields `pay_key` `amount` `holder`
 * `refund_account` `case_number`; actions of the clock `bank_paid` `bank_failed`.
 */
#include "store/payout.h"
#include "base/text.h"
#include "engine/internal.h"

enum { ORDER_BYTES_MAX = 8192, REASON_MAX = 200 };

static const char *write_order(const struct matter *matter, const char *key, struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena, ORDER_BYTES_MAX);
    json_begin(&writer);
    json_named_text(&writer, "type", "pay_out");
    json_named_text(&writer, "key", key);
    json_named_text(&writer, "court", matter->court);
    json_named_int(&writer, "amount", value_int(value_get(matter->fields, "amount"), 0));
    json_named_text(&writer, "holder", value_text_of(matter->fields, "holder"));
    json_named_text(&writer, "account", value_text_of(matter->fields, "refund_account"));
    json_named_text(&writer, "case_number", value_text_of(matter->fields, "case_number"));
    json_end(&writer);
    return json_done(&writer);
}

enum err_kind payout_told(struct engine *engine, struct arena *arena, const struct matter *matter,
                          const struct payout_answer *answer, struct err *reterr)
{
    bool good = text_equal(answer->state, "paid");
    struct value *body = value_new_map(arena);
    const char *key = arena_printf(arena, "payout:%s:%s", answer->key, good ? "paid" : "failed");
    const char *said = answer->reason && *answer->reason ? answer->reason : "银行没有说明原因";
    /* What the form would refuse would be refused each time, and nobody would know it failed. */
    const char *reason = text_first(arena, said, REASON_MAX);
    if (!body || !key || !reason || !value_set_text(arena, body, "pay_key", answer->key) ||
        !value_set_text(arena, body, good ? "bank_reference" : "fail_reason",
                        good ? answer->reference : reason))
        return arena_full(reterr);
    return engine_clock_act(engine, arena, matter, good ? "bank_paid" : "bank_failed", body, key,
                            reterr);
}

enum err_kind payout_run(struct engine *engine, struct db *db, struct arena *arena,
                         const struct value *payload, struct err *reterr)
{
    const struct payment_port *port = engine->settings.ports->payments;
    const char *key = value_text_of(payload, "key"), *channel = value_text_of(payload, "channel");
    struct reading reading = {
        .engine = engine, .db = db, .arena = arena, .now_us = court_now(engine)};
    struct matter *matter = NULL;
    struct value *reply = NULL;
    enum err_kind kind =
        engine_load_matter(&reading, value_int(value_get(payload, "matter"), 0), &matter, reterr);
    if (kind)
        return kind;
    /* Told meanwhile, by message or file. */
    if (!text_equal(matter->state, "bank") ||
        !text_equal(value_text_of(matter->fields, "pay_key"), key))
        return ERR_NONE;
    if (!port)
        return err_set(reterr, ERR_BUSY, "payment.channel", "no channel is connected");
    const char *order = write_order(matter, key, arena);
    const char *time = arena_printf(arena, "%lld", (long long) (real_now(engine) / SECOND_US));
    if (!order || !time)
        return arena_full(reterr);
    kind = port->pay_out(port->context, channel, key, order, time, arena, &reply, reterr);
    const char *state = kind ? "" : value_text_of(reply, "state");
    if (kind || strcmp(state, "taken") == 0)
        return kind;
    const struct payout_answer answer = {key, state, value_text_of(reply, "reference"),
                                         value_text_of(reply, "reason")};
    kind = payout_told(engine, arena, matter, &answer, reterr);
    return kind == ERR_CONFLICT ? ERR_NONE : kind; /* told on another way meanwhile */
}

/* systems/filing/fees: payment codes, and what banks said moved. */
#ifndef SYSTEMS_FEES_STORE_H
#define SYSTEMS_FEES_STORE_H

#include "db/db.h"

struct pay_order_row {
    int64_t id, matter_id, amount_fen, made_us;
    const char *reference, *court, *channel;
};
void pay_order_insert(struct db_flight *flight, const struct pay_order_row *row);
/** "paid" or "cancelled"; an order of another matter is left alone. */
void pay_order_state(struct db_flight *flight, const char *reference, int64_t matter_id,
                     const char *state);
/** id, court, matter_id, channel, amount_fen, state of a payment code; no row: none such. */
MUST_CHECK enum err_kind pay_order_find(struct db *db, struct arena *arena, const char *reference,
                                        struct db_result *ret, struct err *reterr);

/** What a bank said moved: once for each reference of its own and direction. */
struct bank_move_row {
    int64_t id, matter_id, amount_fen, said_us, taken_us;
    const char *court, *channel, *direction; /* "in", "out" */
    const char *reference, *order_reference;
    const char *state; /* "posted"; "unknown_order", "amount": not in the ledger, for a person */
    const char *via;   /* "notice", "statement", "clerk" */
    int32_t day;       /* the bank's */
};
void bank_move_insert(struct db_flight *flight, const struct bank_move_row *row);
/** matter_id, amount_fen, state, order_reference of one that is known; no row: it is new. */
MUST_CHECK enum err_kind bank_move_find(struct db *db, struct arena *arena, const char *channel,
                                        const char *direction, const char *reference,
                                        struct db_result *ret, struct err *reterr);

#endif

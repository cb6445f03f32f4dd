/* systems/filing/fees: payment codes. */
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

#endif

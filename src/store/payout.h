/* store/payout: orders to a bank to pay out, by the key under which it pays once. */
#ifndef STORE_PAYOUT_H
#define STORE_PAYOUT_H

#include "db/db.h"

struct payout_row {
    int64_t id, matter_id, amount_fen, made_us;
    const char *court, *channel, *key;
};
void payout_insert(struct db_flight *flight, const struct payout_row *row);
/** matter_id, court, channel, amount_fen of a key; no row: none such. */
MUST_CHECK enum err_kind payout_find(struct db *db, struct arena *arena, const char *key,
                                     struct db_result *ret, struct err *reterr);

#endif

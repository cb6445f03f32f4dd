/* systems/filing/fees: see fees_store.h. */
#include "systems/filing/fees/fees_store.h"

void pay_order_insert(struct db_flight *flight, const struct pay_order_row *row)
{
    static const char sql[] = "INSERT INTO pay_order (id, reference, court, matter_id, channel, "
                              "amount_fen, state, made_us) VALUES ($1, $2, $3, $4, $5, $6, "
                              "'open', $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->reference), db_text(row->court),
                                 db_int(row->matter_id), db_text(row->channel),
                                 db_int(row->amount_fen), db_int(row->made_us)),
                         1);
}

void pay_order_state(struct db_flight *flight, const char *reference, int64_t matter_id,
                     const char *state)
{
    static const char sql[] =
        "UPDATE pay_order SET state = $3 WHERE reference = $1 AND matter_id = $2";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(reference), db_int(matter_id), db_text(state)), -1);
}

enum err_kind pay_order_find(struct db *db, struct arena *arena, const char *reference,
                             struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT id, court, matter_id, channel, amount_fen, state FROM "
                              "pay_order WHERE reference = $1";
    return db_run(db, arena, sql, DB_ARGS(db_text(reference)), ret, reterr);
}

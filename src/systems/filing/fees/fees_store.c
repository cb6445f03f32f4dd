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

void bank_move_insert(struct db_flight *flight, const struct bank_move_row *row)
{
    static const char sql[] =
        "INSERT INTO bank_move (id, court, channel, direction, reference, order_reference, "
        "matter_id, amount_fen, day, said_us, taken_us, state, via) VALUES ($1, $2, $3, $4, $5, "
        "$6, $7, $8, $9, $10, $11, $12, $13)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->court), db_text(row->channel),
                                 db_text(row->direction), db_text(row->reference),
                                 db_text(row->order_reference), db_id(row->matter_id),
                                 db_int(row->amount_fen), db_int(row->day), db_int(row->said_us),
                                 db_int(row->taken_us), db_text(row->state), db_text(row->via)),
                         1);
}

enum err_kind bank_move_find(struct db *db, struct arena *arena, const char *channel,
                             const char *direction, const char *reference, struct db_result *ret,
                             struct err *reterr)
{
    static const char sql[] =
        "SELECT matter_id, amount_fen, state, order_reference FROM bank_move WHERE channel = $1 "
        "AND direction = $2 AND reference = $3";
    return db_run(db, arena, sql, DB_ARGS(db_text(channel), db_text(direction), db_text(reference)),
                  ret, reterr);
}

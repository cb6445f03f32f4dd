/* store/payout: see payout.h. */
#include "store/payout.h"

void payout_insert(struct db_flight *flight, const struct payout_row *row)
{
    static const char sql[] = "INSERT INTO payout (id, key, court, channel, matter_id, amount_fen, "
                              "made_us) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->key), db_text(row->court),
                                 db_text(row->channel), db_int(row->matter_id),
                                 db_int(row->amount_fen), db_int(row->made_us)),
                         1);
}

enum err_kind payout_find(struct db *db, struct arena *arena, const char *key,
                          struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT matter_id, court, channel, amount_fen FROM payout WHERE key = $1";
    return db_run(db, arena, sql, DB_ARGS(db_text(key)), ret, reterr);
}

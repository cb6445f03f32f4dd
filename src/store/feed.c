/* store/feed: see feed.h. */
#include "store/feed.h"

void feed_put(struct db_flight *flight, const struct feed_row *row)
{
    static const char sql[] =
        "INSERT INTO calendar_feed (account_id, delegation_id, token_hash, made_us) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, delegation_id) DO UPDATE SET "
        "token_hash = $3, made_us = $4";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->account_id), db_int(row->delegation_id),
                                 db_text(row->token_hash), db_int(row->made_us)),
                         1);
}

void feed_end(struct db_flight *flight, int64_t account_id, int64_t delegation_id)
{
    static const char sql[] =
        "DELETE FROM calendar_feed WHERE account_id = $1 AND delegation_id = $2";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(delegation_id)), -1);
}

size_t feed_made_read(struct db_flight *flight, int64_t account_id, int64_t delegation_id)
{
    static const char sql[] =
        "SELECT made_us FROM calendar_feed WHERE account_id = $1 AND delegation_id = $2";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(delegation_id)), -1);
}

size_t feed_by_token_read(struct db_flight *flight, const char *token_hash)
{
    static const char sql[] =
        "SELECT account_id, delegation_id FROM calendar_feed WHERE token_hash = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(token_hash)), -1);
}

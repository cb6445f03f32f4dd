/* store/feed: secret addresses of calendars, one an account and delegation. Only the hash is kept.
 */
#ifndef STORE_FEED_H
#define STORE_FEED_H

#include "db/db.h"

struct feed_row {
    int64_t account_id, delegation_id; /* who asked, and by which delegation (0: for themselves) */
    int64_t made_us;
    const char *token_hash;
};
/** The address from now on; the one before opens nothing any more. */
void feed_put(struct db_flight *flight, const struct feed_row *row);
void feed_end(struct db_flight *flight, int64_t account_id, int64_t delegation_id);
/** Queues made_us. */
size_t feed_made_read(struct db_flight *flight, int64_t account_id, int64_t delegation_id);
/** Queues account_id, delegation_id. */
size_t feed_by_token_read(struct db_flight *flight, const char *token_hash);

#endif

/*
 * store/live: what came about since somebody last looked, by the keys that only grow: events,
 * messages, tasks that changed hands. One writer hands them out in the order of its commits, so
 * whatever has a greater key is new, and nothing with a smaller one comes later.
 */
#ifndef STORE_LIVE_H
#define STORE_LIVE_H

#include "db/db.h"

/** The last of each that somebody knows of. */
struct live_heads {
    int64_t event, message, move;
};

enum { LIVE_ROWS_MAX = 2000 };

MUST_CHECK enum err_kind live_heads_read(struct db *db, struct arena *arena, struct live_heads *ret,
                                         struct err *reterr);

/** Each queues rows after `from` up to `to`, at most LIVE_ROWS_MAX. */
/** matter_id, court, owner_account, of each matter once. */
size_t live_matters(struct db_flight *flight, int64_t from, int64_t to);
/** matter_id, person_id: who takes part in them. */
size_t live_people(struct db_flight *flight, int64_t from, int64_t to);
/** account_id, person_id of messages. */
size_t live_messages(struct db_flight *flight, int64_t from, int64_t to);
/** court of tasks that changed hands. */
size_t live_moves(struct db_flight *flight, int64_t from, int64_t to);

/** A row when the matter has an event after `from`. */
size_t live_matter_since(struct db_flight *flight, int64_t matter_id, int64_t from);
/** A row when there is a message to the account or person after `from`. */
size_t live_message_since(struct db_flight *flight, int64_t account_id, int64_t person_id,
                          int64_t from);

#endif

/* systems/resolution/venue: its statements. */
#ifndef SYSTEMS_VENUE_STORE_H
#define SYSTEMS_VENUE_STORE_H

#include "db/db.h"

/** Of each room somebody waits for: its id, how many wait, how many are in hand. */
MUST_CHECK enum err_kind venue_queues(struct db *db, struct arena *arena, const char *court,
                                      struct db_result *ret, struct err *reterr);
/** Of each open room of a court: name, kind, visits closed, day of the last, when it was entered.
 */
MUST_CHECK enum err_kind venue_visits(struct db *db, struct arena *arena, const char *court,
                                      struct db_result *ret, struct err *reterr);

#endif

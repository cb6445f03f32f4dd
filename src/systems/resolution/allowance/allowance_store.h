/* systems/resolution/allowance: what is read of the mediations of a month. */
#ifndef SYSTEMS_ALLOWANCE_STORE_H
#define SYSTEMS_ALLOWANCE_STORE_H

#include "db/db.h"

enum { ALLOWANCE_LINES_MAX = 1000 };

/** Rows of id, mediator's name, outcome, sum in dispute, person: mediations of that matter's court
 * that had a mediator and ended within these instants, by name; one more than fit. */
size_t allowance_read(struct db_flight *flight, int64_t matter_id, int64_t from_us, int64_t to_us);
/** How many other lists of that court and month are not void. */
size_t allowance_others_read(struct db_flight *flight, int64_t matter_id, const char *month);

#endif

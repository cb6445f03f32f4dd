/* api/calendar: what the page and the calendar one subscribes to (api/feed) share. */
#ifndef API_CALENDAR_H
#define API_CALENDAR_H

#include "engine/engine.h"
#include "store/calendar.h"

enum { CALENDAR_AT_COLUMN = 3 }; /* of the rows: the moment (store/calendar.h) */

/** Queues clocks and appointments of what is in somebody's hands: they have a task of it, or take
 * part in it. */
void calendar_of_mine(struct db_flight *flight, const struct actor *actor,
                      const struct calendar_range *range);
/** What a row is called by the matter's definition. `fixed`: an appointment, no clock. */
struct words calendar_title(const struct matter *matter, const char *name, bool fixed);

#endif

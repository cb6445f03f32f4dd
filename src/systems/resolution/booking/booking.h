/* systems/resolution/booking: what its files share, and its row for systems.c. */
#ifndef SYSTEMS_BOOKING_H
#define SYSTEMS_BOOKING_H

#include "engine/engine.h"

enum { BOOKING_EFFECTS = 6, BOOKING_OPERATIONS = 1 };

extern const struct effect booking_effects[BOOKING_EFFECTS];
extern const struct operation booking_operations[BOOKING_OPERATIONS];

/** Where a dispute of an industry goes: its station while it has a place, else the centre; of
 * `rooms` {id kind industry capacity open}. &value_null: neither is there. */
const struct value *booking_route(const struct value *rooms, const char *industry);
/** The centre of the court among the rooms, or &value_null. */
const struct value *booking_centre(const struct value *rooms);
/** Does the room with that id have as many in line and in hand as it takes? */
bool booking_full(const struct value *room);
const struct value *booking_room_of(const struct value *rooms, int64_t id);

extern const struct system booking_system;

#endif

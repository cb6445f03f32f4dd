/* systems/resolution/booking: its statements. */
#ifndef SYSTEMS_BOOKING_STORE_H
#define SYSTEMS_BOOKING_STORE_H

#include "db/db.h"

/** Queues the open rooms of a matter's court: id, name, kind, industry, capacity, bookings that are
 * open there. */
size_t booking_rooms_read(struct db_flight *flight, int64_t matter_id);
/** Queues who mediates in the rooms of that court: room, person_id, name, people as the room's
 * fields have them. */
size_t booking_people_read(struct db_flight *flight, int64_t matter_id);
/** Queues one: how many wait before this booking in its room, and how many it has in hand. */
size_t booking_place_read(struct db_flight *flight, int64_t matter_id);
/** The same on a reader's connection. */
MUST_CHECK enum err_kind booking_place(struct db *db, struct arena *arena, int64_t matter_id,
                                       struct db_result *ret, struct err *reterr);

#endif

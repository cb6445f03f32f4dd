/* systems/resolution/assistance: its statement. */
#ifndef SYSTEMS_ASSISTANCE_STORE_H
#define SYSTEMS_ASSISTANCE_STORE_H

#include "db/db.h"

/** Queues who liaises at an office: person_id, name. */
size_t liaison_people_read(struct db_flight *flight, int64_t office_id);

#endif

/* systems/resolution/assistance: see assistance_store.h. */
#include "systems/resolution/assistance/assistance_store.h"

size_t liaison_people_read(struct db_flight *flight, int64_t office_id)
{
    static const char sql[] =
        "SELECT p.person_id, p.name FROM participant p JOIN matter m ON m.id = p.matter_id AND "
        "m.system = 'liaison' WHERE p.matter_id = $1 AND p.role = 'liaison' AND p.active = 1 ORDER "
        "BY p.id LIMIT 40";
    return db_flight_add(flight, sql, DB_ARGS(db_int(office_id)), -1);
}

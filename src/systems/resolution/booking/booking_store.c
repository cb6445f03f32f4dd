/* systems/resolution/booking: see booking_store.h. */
#include "systems/resolution/booking/booking_store.h"

size_t booking_rooms_read(struct db_flight *flight, int64_t matter_id)
{
    static const char sql[] =
        "SELECT v.id, n.text_value, k.text_value, coalesce(i.text_value, ''), c.int_value, (SELECT "
        "count(*) FROM matter_index r JOIN matter b ON b.id = r.matter_id AND b.final = 0 WHERE "
        "r.system = 'booking' AND r.field = 'room' AND r.int_value = v.id) FROM matter v JOIN "
        "matter_index n ON n.matter_id = v.id AND n.field = 'name' JOIN matter_index k ON "
        "k.matter_id = v.id AND k.field = 'kind' JOIN matter_index c ON c.matter_id = v.id AND "
        "c.field = 'capacity' LEFT JOIN matter_index i ON i.matter_id = v.id AND i.field = "
        "'industry' WHERE v.system = 'venue' AND v.state = 'open' AND v.court = (SELECT court FROM "
        "matter WHERE id = $1) ORDER BY v.id LIMIT 500";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id)), -1);
}

size_t booking_people_read(struct db_flight *flight, int64_t matter_id)
{
    static const char sql[] =
        "SELECT v.id, p.person_id, p.name, v.fields FROM matter v JOIN participant p ON "
        "p.matter_id = v.id AND p.role = 'mediator' AND p.active = 1 WHERE v.system = 'venue' AND "
        "v.state = 'open' AND v.court = (SELECT court FROM matter WHERE id = $1) ORDER BY v.id, "
        "p.id LIMIT 2000";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id)), -1);
}

#define PLACE_OF                                                                                   \
    "SELECT sum(CASE WHEN b.state = 'queued' AND (l.int_value < o.int_value OR (l.int_value = "    \
    "o.int_value AND b.id < $1)) THEN 1 ELSE 0 END), sum(CASE WHEN b.state = 'taken' THEN 1 ELSE " \
    "0 END), o.int_value FROM matter_index w JOIN matter_index o ON o.matter_id = w.matter_id "    \
    "AND o.field = 'line' JOIN matter_index r ON r.system = 'booking' AND r.field = 'room' AND "   \
    "r.int_value = w.int_value JOIN matter b ON b.id = r.matter_id AND b.final = 0 JOIN "          \
    "matter_index l ON l.matter_id = b.id AND l.field = 'line' WHERE w.matter_id = $1 AND "        \
    "w.field = 'room' GROUP BY o.int_value LIMIT 1"

size_t booking_place_read(struct db_flight *flight, int64_t matter_id)
{
    return db_flight_add(flight, PLACE_OF, DB_ARGS(db_int(matter_id)), -1);
}

enum err_kind booking_place(struct db *db, struct arena *arena, int64_t matter_id,
                            struct db_result *ret, struct err *reterr)
{
    return db_run(db, arena, PLACE_OF, DB_ARGS(db_int(matter_id)), ret, reterr);
}

/* systems/resolution/allowance: see allowance_store.h. */
#include "systems/resolution/allowance/allowance_store.h"

size_t allowance_read(struct db_flight *flight, int64_t matter_id, int64_t from_us, int64_t to_us)
{
    static const char sql[] =
        "SELECT m.id, p.name, o.text_value, coalesce(m.amount_fen, 0), coalesce(p.person_id, 0) "
        "FROM "
        "matter m JOIN "
        "matter_index o ON o.matter_id = m.id AND o.field = 'outcome' JOIN participant p ON "
        "p.matter_id = m.id AND p.role = 'mediator' AND p.active = 1 WHERE m.court = (SELECT court "
        "FROM matter WHERE id = $1) AND m.system = 'mediation' AND m.final = 1 AND m.updated_us >= "
        "$2 AND m.closed_us >= $2 AND m.closed_us < $3 AND o.text_value <> 'withdrawn' ORDER BY "
        "p.name, coalesce(p.person_id, 0), m.id LIMIT 1001";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_int(from_us), db_int(to_us)),
                         -1);
}

size_t allowance_others_read(struct db_flight *flight, int64_t matter_id, const char *month)
{
    static const char sql[] =
        "SELECT count(*) FROM matter m JOIN matter_index i ON i.matter_id = m.id AND i.field = "
        "'month' WHERE i.system = 'allowance' AND i.text_value = $2 AND m.court = (SELECT court "
        "FROM matter WHERE id = $1) AND m.id <> $1 AND m.state <> 'void'";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_text(month)), -1);
}

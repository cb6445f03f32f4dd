/* systems/resolution/family_warning: the two registers it works by, as of a day. */
#include "systems/resolution/family_warning/family.h"

size_t family_points_read(struct db_flight *flight, int32_t day)
{
    static const char sql[] =
        "SELECT p.question, p.points FROM warning_point p WHERE p.valid_from <= $1 AND NOT EXISTS "
        "(SELECT 1 FROM warning_point q WHERE q.question = p.question AND q.valid_from <= $1 AND "
        "q.valid_from > p.valid_from) ORDER BY p.points DESC, p.code LIMIT 60";
    return db_flight_add(flight, sql, DB_ARGS(db_int(day)), -1);
}

size_t family_measures_read(struct db_flight *flight, int32_t day)
{
    static const char sql[] =
        "SELECT m.colour, m.duty, m.hours, m.zh, m.en FROM warning_measure m WHERE m.valid_from <= "
        "$1 AND NOT EXISTS (SELECT 1 FROM warning_measure n WHERE n.colour = m.colour AND n.duty = "
        "m.duty AND n.valid_from <= $1 AND n.valid_from > m.valid_from) ORDER BY m.code LIMIT 60";
    return db_flight_add(flight, sql, DB_ARGS(db_int(day)), -1);
}

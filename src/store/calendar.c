/* store/calendar: see calendar.h. $1 $2 the place the page begins behind, $3 the last moment, $4
 * its length, $5 the reader's account. */
#include "store/calendar.h"

#define MINE                                                                                       \
    "EXISTS (SELECT 1 FROM task t WHERE t.matter_id = d.matter_id AND t.account_id = $5 AND "      \
    "t.closed_us IS NULL)"
#define HEAD                                                                                       \
    "SELECT d.id, d.matter_id, d.name, d.due_us, d.state, d.provisional, CASE WHEN " MINE          \
    " THEN 1 ELSE 0 END FROM deadline d WHERE d.closed_us IS NULL AND d.state <> "                 \
    "'suspended'"
#define TAIL                                                                                       \
    " AND d.due_us >= $1 AND (d.due_us > $1 OR d.id > $2) AND d.due_us <= $3 ORDER BY d.due_us, "  \
    "d.id LIMIT $4"
#define RANGE_ARGS(range)                                                                          \
    db_int((range)->after_us), db_int((range)->after_id), db_int((range)->until_us),               \
        db_int((range)->limit), db_int((range)->account_id)

size_t calendar_of_court(struct db_flight *flight, const char *court,
                         const struct calendar_range *range)
{
    static const char sql[] = HEAD " AND d.court = $6" TAIL;
    return db_flight_add(flight, sql, DB_ARGS(RANGE_ARGS(range), db_text(court)), -1);
}

size_t calendar_of_account(struct db_flight *flight, const struct calendar_range *range)
{
    static const char sql[] =
        HEAD " AND d.matter_id IN (SELECT h.matter_id FROM task h WHERE h.account_id = $5 AND "
             "h.closed_us IS NULL)" TAIL;
    return db_flight_add(flight, sql, DB_ARGS(RANGE_ARGS(range)), -1);
}

size_t calendar_of_person(struct db_flight *flight, int64_t person_id,
                          const struct calendar_range *range)
{
    static const char sql[] = HEAD " AND d.matter_id IN (SELECT p.matter_id FROM participant p "
                                   "WHERE p.person_id = $6 AND p.active = 1)" TAIL;
    return db_flight_add(flight, sql, DB_ARGS(RANGE_ARGS(range), db_int(person_id)), -1);
}

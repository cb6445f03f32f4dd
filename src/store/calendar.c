/* store/calendar: see calendar.h. $1 $2 the place the page begins behind, $3 the last moment, $4
 * its length, $5 the reader's account. */
#include "store/calendar.h"

#define MINE                                                                                       \
    "EXISTS (SELECT 1 FROM task t WHERE t.matter_id = d.matter_id AND t.account_id = $5 AND "      \
    "t.closed_us IS NULL)"
#define HEAD                                                                                       \
    "SELECT d.id, d.matter_id, d.name, d.due_us, d.state, d.provisional, CASE WHEN " MINE          \
    " THEN 1 ELSE 0 END, NULL, NULL FROM deadline d WHERE d.closed_us IS NULL AND d.state <> "     \
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

/* ---- appointments --------------------------------------------------------------------------- */

#define FIXED                                                                                      \
    "SELECT -d.id, d.matter_id, d.name, d.at_us, 'planned', 0, CASE WHEN " MINE                    \
    " THEN 1 ELSE 0 END, d.until_us, d.place FROM appointment d WHERE "
#define FIXED_TAIL                                                                                 \
    " AND d.at_us >= $1 AND (d.at_us > $1 OR -d.id > $2) AND d.at_us < $3 ORDER BY d.at_us, "      \
    "d.id DESC LIMIT $4"

size_t appointments_of_court(struct db_flight *flight, const char *court,
                             const struct calendar_range *range)
{
    static const char sql[] = FIXED "d.court = $6" FIXED_TAIL;
    return db_flight_add(flight, sql, DB_ARGS(RANGE_ARGS(range), db_text(court)), -1);
}

size_t appointments_of_account(struct db_flight *flight, const struct calendar_range *range)
{
    static const char sql[] =
        FIXED "d.matter_id IN (SELECT h.matter_id FROM task h WHERE h.account_id = $5 AND "
              "h.closed_us IS NULL)" FIXED_TAIL;
    return db_flight_add(flight, sql, DB_ARGS(RANGE_ARGS(range)), -1);
}

size_t appointments_of_person(struct db_flight *flight, int64_t person_id,
                              const struct calendar_range *range)
{
    static const char sql[] = FIXED "d.matter_id IN (SELECT p.matter_id FROM participant p "
                                    "WHERE p.person_id = $6 AND p.active = 1)" FIXED_TAIL;
    return db_flight_add(flight, sql, DB_ARGS(RANGE_ARGS(range), db_int(person_id)), -1);
}

void appointment_insert(struct db_flight *flight, const struct appointment_row *row)
{
    static const char sql[] = "INSERT INTO appointment (id, matter_id, court, name, at_us, "
                              "until_us, place) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_int(row->matter_id), db_text(row->court),
                                 db_text(row->name), db_int(row->at_us), db_id(row->until_us),
                                 db_text(row->place)),
                         1);
}

void appointments_drop(struct db_flight *flight, int64_t matter_id, const char *name)
{
    static const char sql[] = "DELETE FROM appointment WHERE matter_id = $1 AND name = $2";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_text(name)), -1);
}

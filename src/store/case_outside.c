/* store/case_outside: see case_outside.h. */
#include "store/case_outside.h"

void outside_case_put(struct db_flight *flight, const struct outside_case *row)
{
    static const char sql[] =
        "INSERT INTO outside_case (court, reference, key, number, matter_id, revision, registered, "
        "record, trouble, seen_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT "
        "(court, reference) DO UPDATE SET key = excluded.key, number = excluded.number, matter_id "
        "= excluded.matter_id, revision = excluded.revision, registered = excluded.registered, "
        "record = excluded.record, trouble = excluded.trouble, seen_us = excluded.seen_us WHERE "
        "outside_case.revision <= excluded.revision";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(row->court), db_text(row->reference), db_text(row->key),
                                 db_text(row->number), db_id(row->matter_id), db_int(row->revision),
                                 db_id(row->registered_day), db_text(row->record),
                                 db_text(row->trouble), db_int(row->seen_us)),
                         -1);
}

size_t outside_case_read(struct db_flight *flight, const char *court, const char *reference,
                         const char *key, const char *number)
{
    size_t first = db_flight_add(
        flight, "SELECT revision, trouble FROM outside_case WHERE court = $1 AND reference = $2",
        DB_ARGS(db_text(court), db_text(reference)), -1);
    (void) db_flight_add(
        flight, "SELECT matter_id, number_action FROM case_push WHERE key = $1 AND court = $2",
        DB_ARGS(db_text(key), db_text(court)), -1);
    (void) db_flight_add(flight,
                         "SELECT n.matter_id FROM number_issued n JOIN matter m ON m.id = "
                         "n.matter_id WHERE n.number = $1 AND m.court = $2",
                         DB_ARGS(db_text(number), db_text(court)), -1);
    (void) db_flight_add(
        flight,
        "SELECT o.reference FROM outside_case o WHERE o.court = $1 AND "
        "o.reference <> $2 AND o.trouble <> 'doubled' AND o.matter_id IN (SELECT "
        "matter_id FROM case_push WHERE key = $3 AND court = $1 UNION SELECT matter_id FROM "
        "number_issued WHERE number = $4) ORDER BY o.reference LIMIT 1",
        DB_ARGS(db_text(court), db_text(reference), db_text(key), db_text(key ? NULL : number)),
        -1);
    return first;
}

enum err_kind case_feed_read(struct db *db, struct arena *arena, const char *court,
                             struct db_result *ret, struct err *reterr)
{
    return db_run(db, arena, "SELECT position FROM case_feed WHERE court = $1",
                  DB_ARGS(db_text(court)), ret, reterr);
}

void case_feed_put(struct db_flight *flight, const struct case_feed_row *row)
{
    static const char read[] =
        "INSERT INTO case_feed (court, position, read_us, unreadable) VALUES ($1, $2, $3, $4) ON "
        "CONFLICT (court) DO UPDATE SET position = excluded.position, read_us = excluded.read_us, "
        "failed_us = NULL, last_error = NULL, unreadable = case_feed.unreadable + "
        "excluded.unreadable";
    static const char failed[] =
        "INSERT INTO case_feed (court, position, failed_us, last_error, unreadable) VALUES ($1, "
        "'', $2, $3, 0) ON CONFLICT (court) DO UPDATE SET failed_us = "
        "coalesce(case_feed.failed_us, excluded.failed_us), last_error = excluded.last_error";
    if (row->error)
        (void) db_flight_add(flight, failed,
                             DB_ARGS(db_text(row->court), db_int(row->at_us), db_text(row->error)),
                             1);
    else
        (void) db_flight_add(flight, read,
                             DB_ARGS(db_text(row->court), db_text(row->position),
                                     db_int(row->at_us), db_int(row->unreadable)),
                             1);
}

/* store/licence: see licence.h. */
#include "store/licence.h"

void licence_put(struct db_flight *flight, const struct licence_row *row)
{
    static const char sql[] =
        "INSERT INTO lawyer_licence (number, name, holder_index, firm, firm_index, state, "
        "until_day, changed_us, told_us, seat_index) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
        "$10) ON CONFLICT (number) DO UPDATE SET name = $2, holder_index = $3, firm = $4, "
        "firm_index = $5, state = $6, until_day = $7, changed_us = $8, told_us = $9";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(row->number), db_text(row->name),
                                 db_text(row->holder_index), db_text(row->firm),
                                 db_text(row->firm_index), db_text(row->state),
                                 db_int(row->until_day), db_int(row->changed_us),
                                 db_int(row->told_us), db_text(row->seat_index)),
                         1);
}

void licence_seat_status(struct db_flight *flight, const char *number_index, const char *status)
{
    static const char sql[] =
        "UPDATE account SET status = $2 WHERE kind = 'lawyer' AND person_id = "
        "(SELECT p.id FROM person p WHERE p.id_index = $1)";
    (void) db_flight_add(flight, sql, DB_ARGS(db_text(number_index), db_text(status)), -1);
}

#define LICENCE_COLUMNS                                                                            \
    "SELECT l.name, l.firm, l.state, l.until_day, CASE WHEN l.holder_index = (SELECT p.id_index "  \
    "FROM person p WHERE p.id = $2) THEN 1 ELSE 0 END, l.changed_us "

size_t licence_read(struct db_flight *flight, const char *number, int64_t person_id)
{
    static const char sql[] = LICENCE_COLUMNS "FROM lawyer_licence l WHERE l.number = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(number), db_int(person_id)), -1);
}

size_t licence_of_matter_read(struct db_flight *flight, int64_t matter_id, int64_t person_id)
{
    static const char sql[] =
        LICENCE_COLUMNS "FROM matter_index i JOIN lawyer_licence l ON l.number = i.text_value "
                        "WHERE i.matter_id = $1 AND i.field = 'licence_number'";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_int(person_id)), -1);
}

size_t licence_lawyer_read(struct db_flight *flight, const char *number_index)
{
    static const char sql[] =
        "SELECT d.matter_id, m.definition_hash, m.state FROM person p JOIN account a ON "
        "a.person_id = p.id AND a.kind = 'lawyer' JOIN delegation d ON d.account_id = a.id AND "
        "d.capacity = 'lawyer' AND d.ended_us IS NULL JOIN matter m ON m.id = d.matter_id WHERE "
        "p.id_index = $1 LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(number_index)), -1);
}

/* A seat's person is known by the index of the licence number, as every person by theirs. */
enum err_kind firm_lawyers(struct db *db, struct arena *arena, int64_t firm_person,
                           const char *after, int64_t limit, struct db_result *ret,
                           struct err *reterr)
{
    static const char sql[] =
        "SELECT l.number, l.name, l.state, l.until_day, (SELECT count(*) FROM participant o JOIN "
        "matter m ON m.id = o.matter_id WHERE o.person_id = s.id AND o.role = 'agent' AND "
        "o.active = 1 AND m.final = 0 AND m.listed = 1), a.id FROM person f JOIN lawyer_licence l "
        "ON l.firm_index = f.id_index LEFT JOIN person s ON s.id_index = l.seat_index LEFT JOIN "
        "account a ON a.person_id = s.id AND a.kind = 'lawyer' WHERE f.id = $1 AND l.number > $2 "
        "ORDER BY l.number LIMIT $3";
    return db_run(db, arena, sql, DB_ARGS(db_int(firm_person), db_text(after), db_int(limit)), ret,
                  reterr);
}

enum err_kind firm_assistants(struct db *db, struct arena *arena, int64_t firm_person,
                              int32_t today, int64_t limit, struct db_result *ret,
                              struct err *reterr)
{
    static const char sql[] =
        "SELECT l.number, d.name, d.rights, d.to_day FROM person f JOIN lawyer_licence l ON "
        "l.firm_index = f.id_index JOIN person s ON s.id_index = l.seat_index JOIN account a ON "
        "a.person_id = s.id AND a.kind = 'lawyer' JOIN delegation d ON d.account_id = a.id WHERE "
        "f.id = $1 AND d.capacity IS NULL AND d.accepted_us IS NOT NULL AND d.ended_us IS NULL "
        "AND d.to_day >= $2 ORDER BY l.number, d.id LIMIT $3";
    return db_run(db, arena, sql, DB_ARGS(db_int(firm_person), db_int(today), db_int(limit)), ret,
                  reterr);
}

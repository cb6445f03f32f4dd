/* store/partner: statements of the people of partner bodies, and what was pushed to which. */
#include "store/partner.h"

#define COLUMNS "p.id, p.court, p.partner, p.account_id, p.person_id, p.name, p.ended_us"

void partner_person_insert(struct db_flight *flight, const struct partner_person_row *row)
{
    static const char sql[] = "INSERT INTO partner_person (id, court, partner, account_id, "
                              "person_id, name, from_us) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->court), db_text(row->partner),
                                 db_int(row->account_id), db_int(row->person_id),
                                 db_text(row->name), db_int(row->from_us)),
                         1);
}

size_t partner_person_read(struct db_flight *flight, int64_t id)
{
    return db_flight_add(flight, "SELECT " COLUMNS " FROM partner_person p WHERE p.id = $1",
                         DB_ARGS(db_int(id)), -1);
}

void partner_person_end(struct db_flight *flight, int64_t id, int64_t at_us)
{
    static const char sql[] =
        "UPDATE partner_person SET ended_us = $2 WHERE id = $1 AND ended_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(at_us)), 1);
}

void partner_person_part(struct db_flight *flight, int64_t id)
{
    static const char sql[] =
        "UPDATE participant SET active = 0 WHERE role = 'partner_member' AND person_id = (SELECT "
        "p.person_id FROM partner_person p WHERE p.id = $1 AND NOT EXISTS (SELECT 1 FROM "
        "partner_person o WHERE o.person_id = p.person_id AND o.court = p.court AND o.partner = "
        "p.partner AND o.ended_us IS NULL AND o.id <> p.id)) AND matter_id IN (SELECT i.matter_id "
        "FROM partner_person p JOIN matter_index i ON i.system = 'partner' AND i.field = 'partner' "
        "AND i.text_value = p.partner AND i.court = p.court WHERE p.id = $1)";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id)), -1);
}

size_t partner_people_of_matter(struct db_flight *flight, const char *partner, int64_t matter_id)
{
    static const char sql[] =
        "SELECT " COLUMNS " FROM partner_person p WHERE p.court = (SELECT court FROM matter WHERE "
        "id = $2) AND p.partner = coalesce($1, (SELECT text_value FROM matter_index WHERE "
        "matter_id = $2 AND field = 'partner')) AND p.ended_us IS NULL ORDER BY p.id LIMIT 20";
    return db_flight_add(flight, sql, DB_ARGS(db_text(partner), db_int(matter_id)), -1);
}

size_t partner_people_read(struct db_flight *flight, const char *court, const char *partner)
{
    static const char sql[] = "SELECT " COLUMNS " FROM partner_person p WHERE p.court = $1 AND "
                              "p.partner = $2 AND p.ended_us IS NULL ORDER BY p.id LIMIT 20";
    return db_flight_add(flight, sql, DB_ARGS(db_text(court), db_text(partner)), -1);
}

bool partner_person_take(const struct db_result *rows, size_t row, struct partner_person_row *ret)
{
    if (!rows || row >= rows->row_count)
        return false;
    *ret = (struct partner_person_row){.id = db_cell_int(rows, row, 0),
                                       .court = db_cell_text(rows, row, 1),
                                       .partner = db_cell_text(rows, row, 2),
                                       .account_id = db_cell_int(rows, row, 3),
                                       .person_id = db_cell_int(rows, row, 4),
                                       .name = db_cell_text(rows, row, 5),
                                       .ended_us = db_cell_int(rows, row, 6)};
    return true;
}

enum err_kind partner_people_list(struct db *db, struct arena *arena, const char *court,
                                  int64_t limit, struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT " COLUMNS " FROM partner_person p WHERE p.court = $1 AND "
                              "p.ended_us IS NULL ORDER BY p.partner, p.id LIMIT $2";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(limit)), ret, reterr);
}

size_t partner_open_read(struct db_flight *flight, const char *court, const char *partner,
                         int64_t person_row)
{
    static const char sql[] =
        "SELECT m.id, m.definition_hash FROM matter_index i JOIN matter_index l ON l.matter_id = "
        "i.matter_id AND l.field = 'link' AND l.text_value = 'people' JOIN matter m ON m.id = "
        "i.matter_id WHERE i.system = 'partner' AND i.field = 'partner' AND i.text_value = "
        "coalesce($2, (SELECT partner FROM partner_person WHERE id = $3)) AND i.court = "
        "coalesce($1, (SELECT court FROM partner_person WHERE id = $3)) AND m.closed_us IS NULL "
        "ORDER BY m.id LIMIT 1000";
    return db_flight_add(flight, sql, DB_ARGS(db_text(court), db_text(partner), db_int(person_row)),
                         -1);
}

size_t partner_others_read(struct db_flight *flight, int64_t person_row)
{
    static const char sql[] =
        "SELECT count(*) FROM partner_person p JOIN partner_person o ON o.court = p.court AND "
        "o.partner = p.partner AND o.ended_us IS NULL AND o.id <> p.id WHERE p.id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(person_row)), -1);
}

size_t partner_threads_read(struct db_flight *flight, int64_t line_id)
{
    static const char sql[] =
        "SELECT c.thread, m.id, m.state, m.opened_us FROM matter_index l JOIN matter_index i ON "
        "i.system = 'partner' AND i.field = 'partner' AND i.text_value = l.text_value AND i.court "
        "= l.court JOIN matter m ON m.id = i.matter_id JOIN counterpart c ON c.matter_id = m.id "
        "AND c.other_court = l.text_value WHERE l.matter_id = $1 AND l.field = 'partner' ORDER BY "
        "m.id DESC LIMIT 3000";
    return db_flight_add(flight, sql, DB_ARGS(db_int(line_id)), -1);
}

enum err_kind partner_tallies(struct db *db, struct arena *arena, const char *court,
                              struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT i.text_value, m.state, count(*) FROM matter m JOIN matter_index i ON i.matter_id = "
        "m.id AND i.field = 'partner' WHERE m.court = $1 AND m.system = 'partner' GROUP BY "
        "i.text_value, m.state ORDER BY i.text_value, m.state";
    return db_run(db, arena, sql, DB_ARGS(db_text(court)), ret, reterr);
}

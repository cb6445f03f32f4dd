/* store/unit: statements of the units of the grass roots. */
#include "store/unit.h"

/* The unit of $1, or, where that is NULL, the one matter $2 names; then upwards. */
#define CHAIN                                                                                      \
    "WITH RECURSIVE chain(code, parent_code, depth) AS (SELECT code, parent_code, 0 FROM "         \
    "base_unit WHERE code = coalesce($1, (SELECT text_value FROM matter_index WHERE matter_id = "  \
    "$2 AND field = 'unit')) UNION ALL SELECT b.code, b.parent_code, c.depth + 1 FROM base_unit "  \
    "b JOIN chain c ON b.code = c.parent_code WHERE c.depth < 5) "

#define UNIT_COLUMNS                                                                               \
    "u.code, u.name, u.kind, u.parent_code, u.court, u.households, u.residents, u.tile_column, "   \
    "u.tile_row"

#define MEMBER_COLUMNS                                                                             \
    "m.id, m.unit_code, m.account_id, m.person_id, m.name, m.duty, m.from_us, m.ended_us"

size_t unit_chain_read(struct db_flight *flight, const char *code, int64_t matter_id)
{
    static const char sql[] =
        CHAIN "SELECT " UNIT_COLUMNS ", c.depth FROM chain c JOIN base_unit u ON u.code = c.code "
              "ORDER BY c.depth";
    return db_flight_add(flight, sql, DB_ARGS(db_text(code), db_int(matter_id)), -1);
}

bool unit_take(const struct db_result *rows, size_t row, struct unit_row *ret)
{
    if (!rows || row >= rows->row_count)
        return false;
    *ret = (struct unit_row){.code = db_cell_text(rows, row, 0),
                             .name = db_cell_text(rows, row, 1),
                             .kind = db_cell_text(rows, row, 2),
                             .parent = db_cell_text(rows, row, 3),
                             .court = db_cell_text(rows, row, 4),
                             .households = db_cell_int(rows, row, 5),
                             .residents = db_cell_int(rows, row, 6),
                             .tile_column = db_cell_int(rows, row, 7),
                             .tile_row = db_cell_int(rows, row, 8),
                             .depth = db_cell_int(rows, row, 9)};
    return true;
}

size_t unit_chain_members_read(struct db_flight *flight, const char *code, int64_t matter_id)
{
    static const char sql[] =
        CHAIN "SELECT " MEMBER_COLUMNS ", c.depth FROM chain c JOIN unit_member m ON m.unit_code = "
              "c.code WHERE m.ended_us IS NULL ORDER BY c.depth, m.id LIMIT 60";
    return db_flight_add(flight, sql, DB_ARGS(db_text(code), db_int(matter_id)), -1);
}

bool unit_member_take(const struct db_result *rows, size_t row, struct unit_member_row *ret)
{
    if (!rows || row >= rows->row_count)
        return false;
    *ret = (struct unit_member_row){.id = db_cell_int(rows, row, 0),
                                    .unit_code = db_cell_text(rows, row, 1),
                                    .account_id = db_cell_int(rows, row, 2),
                                    .person_id = db_cell_int(rows, row, 3),
                                    .name = db_cell_text(rows, row, 4),
                                    .duty = db_cell_text(rows, row, 5),
                                    .from_us = db_cell_int(rows, row, 6),
                                    .ended_us = db_cell_int(rows, row, 7),
                                    .depth = db_cell_int(rows, row, 8)};
    return true;
}

enum err_kind units_list(struct db *db, struct arena *arena, const char *court, const char *parent,
                         const char *after, int64_t limit, struct db_result *ret,
                         struct err *reterr)
{
    static const char sql[] =
        "SELECT " UNIT_COLUMNS ", 0 FROM base_unit u WHERE u.court = $1 AND ($2 = '' OR "
        "u.parent_code = $2) AND u.code > $3 ORDER BY u.code LIMIT $4";
    return db_run(db, arena, sql,
                  DB_ARGS(db_text(court), db_text(parent), db_text(after), db_int(limit)), ret,
                  reterr);
}

enum err_kind units_of_account(struct db *db, struct arena *arena, int64_t account_id,
                               struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT " UNIT_COLUMNS ", 0, m.duty FROM unit_member m JOIN base_unit u ON u.code = "
        "m.unit_code WHERE m.account_id = $1 AND m.ended_us IS NULL ORDER BY u.code, m.duty LIMIT "
        "60";
    return db_run(db, arena, sql, DB_ARGS(db_int(account_id)), ret, reterr);
}

enum err_kind unit_members_list(struct db *db, struct arena *arena, const char *code,
                                struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT " MEMBER_COLUMNS
                              ", 0 FROM unit_member m WHERE m.unit_code = $1 ORDER BY m.ended_us "
                              "IS NOT NULL, m.id DESC LIMIT 60";
    return db_run(db, arena, sql, DB_ARGS(db_text(code)), ret, reterr);
}

void unit_member_insert(struct db_flight *flight, const struct unit_member_row *row)
{
    static const char sql[] = "INSERT INTO unit_member (id, unit_code, account_id, person_id, "
                              "name, duty, from_us) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->unit_code), db_int(row->account_id),
                                 db_int(row->person_id), db_text(row->name), db_text(row->duty),
                                 db_int(row->from_us)),
                         1);
}

size_t unit_member_read(struct db_flight *flight, int64_t id)
{
    static const char sql[] = "SELECT " MEMBER_COLUMNS ", 0 FROM unit_member m WHERE m.id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id)), -1);
}

void unit_member_end(struct db_flight *flight, int64_t id, int64_t at_us)
{
    static const char sql[] =
        "UPDATE unit_member SET ended_us = $2 WHERE id = $1 AND ended_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(at_us)), 1);
}

void unit_insert(struct db_flight *flight, const struct unit_row *row)
{
    static const char sql[] =
        "INSERT INTO base_unit (code, name, kind, parent_code, court, households, residents, "
        "tile_column, tile_row) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(row->code), db_text(row->name), db_text(row->kind),
                                 db_text(row->parent), db_text(row->court), db_int(row->households),
                                 db_int(row->residents), db_int(row->tile_column),
                                 db_int(row->tile_row)),
                         1);
}

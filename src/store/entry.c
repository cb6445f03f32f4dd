/* store/entry: statements of registers that are kept as matters. */
#include "store/entry.h"

#define COLUMNS "m.id, m.owner_account, m.court, m.state, m.title, m.fields"

size_t entry_read(struct db_flight *flight, const char *system, int64_t id)
{
    static const char sql[] = "SELECT " COLUMNS " FROM matter m WHERE m.id = $1 AND m.system = $2";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id), db_text(system)), -1);
}

bool entry_take(const struct db_result *rows, size_t row, struct entry_row *ret)
{
    if (!rows || row >= rows->row_count)
        return false;
    *ret = (struct entry_row){.id = db_cell_int(rows, row, 0),
                              .owner_account = db_cell_int(rows, row, 1),
                              .court = db_cell_text(rows, row, 2),
                              .state = db_cell_text(rows, row, 3),
                              .title = db_cell_text(rows, row, 4),
                              .fields = db_cell_text(rows, row, 5)};
    return true;
}

enum err_kind entries_list(struct db *db, struct arena *arena, const struct entry_query *query,
                           struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT " COLUMNS " FROM matter_index n JOIN matter m ON m.id = n.matter_id WHERE n.system "
        "= $1 AND n.field = 'name' AND n.matter_id > $4 AND m.state = $2 AND ($3 = '' OR m.court = "
        "$3) AND ($5 = '' OR EXISTS (SELECT 1 FROM matter_index w WHERE w.matter_id = m.id AND "
        "w.text_value LIKE $5)) AND ($6 = '' OR EXISTS (SELECT 1 FROM matter_index f WHERE "
        "f.matter_id = m.id AND f.field = $6 AND f.text_value = $7)) ORDER BY n.matter_id LIMIT $8";
    return db_run(db, arena, sql,
                  DB_ARGS(db_text(query->system), db_text(query->state), db_text(query->court),
                          db_int(query->after_id), db_text(query->like), db_text(query->field),
                          db_text(query->value), db_int(query->limit)),
                  ret, reterr);
}

/* store/setup: see setup.h. */
#include "store/setup.h"

void store_fact_put(struct db_flight *flight, const char *name, const char *value)
{
    static const char sql[] = "INSERT INTO store_fact (name, value) VALUES ($1, $2) "
                              "ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    (void) db_flight_add(flight, sql, DB_ARGS(db_text(name), db_text(value)), 1);
}

enum err_kind store_has_accounts(struct db *db, struct arena *arena, bool *ret, struct err *reterr)
{
    struct db_result found;
    enum err_kind kind =
        db_run(db, arena, "SELECT id FROM account ORDER BY id LIMIT 1", DB_NO_ARGS, &found, reterr);
    if (!kind)
        *ret = found.row_count > 0;
    return kind;
}

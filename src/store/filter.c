/* store/filter: see filter.h. */
#include "store/filter.h"

size_t filters_read(struct db_flight *flight, int64_t account_id, const char *page)
{
    static const char sql[] = "SELECT id, name, query FROM saved_filter WHERE account_id = $1 AND "
                              "page = $2 ORDER BY name LIMIT $3";
    return db_flight_add(flight, sql,
                         DB_ARGS(db_int(account_id), db_text(page), db_int(FILTERS_MAX)), -1);
}

size_t filter_read(struct db_flight *flight, int64_t id)
{
    return db_flight_add(flight, "SELECT account_id FROM saved_filter WHERE id = $1",
                         DB_ARGS(db_int(id)), -1);
}

void filter_insert(struct db_flight *flight, const struct filter_row *row)
{
    static const char sql[] = "INSERT INTO saved_filter (id, account_id, page, name, query, "
                              "saved_us) VALUES ($1, $2, $3, $4, $5, $6)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_int(row->account_id), db_text(row->page),
                                 db_text(row->name), db_text(row->query), db_int(row->saved_us)),
                         1);
}

void filter_replace(struct db_flight *flight, int64_t id, const char *query, int64_t at_us)
{
    (void) db_flight_add(flight, "UPDATE saved_filter SET query = $2, saved_us = $3 WHERE id = $1",
                         DB_ARGS(db_int(id), db_text(query), db_int(at_us)), 1);
}

void filter_forget(struct db_flight *flight, int64_t id)
{
    (void) db_flight_add(flight, "DELETE FROM saved_filter WHERE id = $1", DB_ARGS(db_int(id)), 1);
}

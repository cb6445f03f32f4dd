/* store/filter: filters of lists that an account keeps under a name. */
#ifndef STORE_FILTER_H
#define STORE_FILTER_H

#include "db/db.h"

enum { FILTERS_MAX = 30 }; /* an account's, of one page */

struct filter_row {
    int64_t id, account_id, saved_us;
    const char *page, *name;
    const char *query; /* sealed */
};

/** Queues those of an account and a page, by name: id, name, query. */
size_t filters_read(struct db_flight *flight, int64_t account_id, const char *page);
/** Queues one: account_id. */
size_t filter_read(struct db_flight *flight, int64_t id);
/** A second of the same name is a conflict. */
void filter_insert(struct db_flight *flight, const struct filter_row *row);
/** Keeps another query under the same name. */
void filter_replace(struct db_flight *flight, int64_t id, const char *query, int64_t at_us);
void filter_forget(struct db_flight *flight, int64_t id);

#endif

/*
 * store/entry: registers that are kept as matters: price tables, rooms and stations, method cards,
 * liaison offices. An entry is a matter of such a system that stands in its public state; the
 * definition gives it a text field `name` with an index, which is how entries are found.
 */
#ifndef STORE_ENTRY_H
#define STORE_ENTRY_H

#include "db/db.h"

struct entry_row {
    int64_t id, owner_account;
    const char *court, *state, *title;
    const char *fields; /* as they lie on disk: what is personal is sealed there, and stays so */
};

/** Queues one entry of a system, whatever state it is in. */
size_t entry_read(struct db_flight *flight, const char *system, int64_t id);
/** False when there is no such row. */
bool entry_take(const struct db_result *rows, size_t row, struct entry_row *ret);

struct entry_query {
    const char *system, *state;
    const char *court;         /* "": of every court */
    const char *like;          /* a pattern over its indexed texts; "": all */
    const char *field, *value; /* an indexed field that must hold just this; "": any */
    int64_t after_id, limit;
};
/** In the order of their ids. */
MUST_CHECK enum err_kind entries_list(struct db *db, struct arena *arena,
                                      const struct entry_query *query, struct db_result *ret,
                                      struct err *reterr);

#endif

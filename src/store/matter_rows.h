/*
 * store/matter_rows: many matters at once, as lists show them: three statements for
 * MATTER_ROWS_MAX of them, each in order of the matter's id. One matter whole: store/matter.h.
 */
#ifndef STORE_MATTER_ROWS_H
#define STORE_MATTER_ROWS_H

#include "store/matter.h"

enum { MATTER_ROWS_MAX = 25, MATTER_ROWS_READS = 3 };

/**
 * Adds the MATTER_ROWS_READS statements that read these matters; returns the first's index.
 *
 * @param count   at most MATTER_ROWS_MAX; unknown ids read nothing
 * @param fields  with their stored values (matter_row.fields), which are most of a row's bytes
 */
size_t matter_rows_read(struct db_flight *flight, const int64_t *ids, size_t count, bool fields);
/** The row of one of them; false when there is none. */
bool matter_rows_take(const struct db_flight *flight, size_t first, int64_t id,
                      struct matter_row *ret);
/** What hangs on one of them: rows from..to of a result. */
struct matter_part {
    const struct db_result *rows;
    size_t from, to;
};
/** Columns: matter_id, id, role, state, person_id, active; in order of id. */
struct matter_part matter_rows_participants(const struct db_flight *flight, size_t first,
                                            int64_t id);
/** Open deadlines: matter_id, name, state, due_us; the next first. */
struct matter_part matter_rows_deadlines(const struct db_flight *flight, size_t first, int64_t id);

#endif

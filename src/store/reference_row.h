/*
 * store/reference_row: one row of a register as somebody hands it in, what stands there now, and
 * putting it. reference.h loads a whole folder when a store is set up; this brings one table up to
 * date while it is used. A row that is gone from a file stays: old numbers still name it.
 */
#ifndef STORE_REFERENCE_ROW_H
#define STORE_REFERENCE_ROW_H

#include "db/db.h"
#include "store/csv.h"

enum { REFERENCE_CELLS_MAX = 9 };

/** "courts", "causes", "causes_admin", "divisions", "wages", "incomes", "units", "warning_points",
 * "warning_measures", "residents"; columns as in reference/NAME.csv, and docs/units.md for units,
 * which every court has its own of. */
struct reference_table;
const struct reference_table *reference_table_find(const char *name); /* NULL: none */
/** Also those that only a whole folder brings: case types, holidays, derived courts. */
const struct reference_table *reference_table_any(const char *name);
const char *reference_table_name(const struct reference_table *table);

struct reference_row {
    const struct reference_table *table;
    size_t line, cell_count;
    struct db_value cells[REFERENCE_CELLS_MAX];
    const char *given[REFERENCE_CELLS_MAX]; /* as they stand in the file */
    const char *wrong; /* the first column that does not hold what it must; NULL: none */
};

MUST_CHECK enum err_kind reference_start(char *text, size_t size_bytes, const char *name,
                                         const struct reference_table *table, struct csv *ret,
                                         struct err *reterr);
/** The next row; `*ret_more` is false at the end. ERR_INVALID "csv.syntax". */
MUST_CHECK enum err_kind reference_next(const struct reference_table *table, struct csv *csv,
                                        struct reference_row *ret, bool *ret_more,
                                        struct err *reterr);
const char *reference_column(const struct reference_table *table, size_t cell);
/** Its key as text: "鄂1202", "420000 2025". NULL: memory ran out. */
MUST_CHECK const char *reference_key(const struct reference_row *row, struct arena *arena);
/** The code of the row above it, which must be there; NULL: none is named. */
const char *reference_parent(const struct reference_row *row);

/** Queues the row of that key as it stands, its cells in the same order. */
size_t reference_row_read(struct db_flight *flight, const struct reference_row *row);
/** Queues whether there is a row of that code. */
size_t reference_parent_read(struct db_flight *flight, const struct reference_row *row);
/** Does this cell stand there in another form? */
bool reference_differs(const struct reference_row *row, size_t cell, const struct db_result *now);
/** A cell of the row as it stands, spelt as in a file; NULL: empty. */
const char *reference_now(const struct reference_row *row, size_t cell, const struct db_result *now,
                          struct arena *arena);
/** Adds it, valid from that day where rows have one, or brings it up to date. */
void reference_row_put(struct db_flight *flight, const struct reference_row *row, int32_t today);

#endif

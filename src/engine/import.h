/* engine/import: what a page of rows of a register would change. Private to the room. */
#ifndef ENGINE_IMPORT_H
#define ENGINE_IMPORT_H

#include "engine/bulk.h"
#include "store/reference_row.h"

enum import_change { IMPORT_SAME, IMPORT_ADDED, IMPORT_CHANGED, IMPORT_ORPHAN };
extern const char *const import_change_names[4];

/** Rows of a file, and what stands in the store. */
struct import_page {
    struct reference_row rows[BULK_SLICE_LINES];
    const struct db_result *now[BULK_SLICE_LINES];
    enum import_change change[BULK_SLICE_LINES];
    size_t count;
};
/**
 * Takes the next rows of a file that was checked, and compares them. A row whose parent is neither
 * in the store nor before it in the page is an orphan; `earlier` (may be NULL) knows of more.
 */
MUST_CHECK enum err_kind import_page_read(const struct reference_table *table, struct csv *csv,
                                          struct db *db, struct arena *arena,
                                          bool (*earlier)(void *context, const char *code),
                                          void *context, struct import_page *ret,
                                          struct err *reterr);

#endif

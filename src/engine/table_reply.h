/* engine/table_reply: a reading answered with a table people take along: CSV, or a workbook where
 * `format=xlsx` asks for it, as the pages do. Its operation names `format` in its query. */
#ifndef ENGINE_TABLE_REPLY_H
#define ENGINE_TABLE_REPLY_H

#include "engine/call.h"
#include "export/table.h"

/** As table_begin(), by the reading's `format`. ERR_INVALID "choice.unknown". What begins ends. */
MUST_CHECK enum err_kind engine_table_begin(struct reading *reading, const char *name,
                                            const struct table_column *columns, size_t column_count,
                                            struct table **ret, struct err *reterr);
/** The table is the reply, under that name and the ending of its format; NULL: memory ran out. */
MUST_CHECK enum err_kind engine_table_end(struct reading *reading, struct table *table,
                                          const char *name, struct err *reterr);

#endif

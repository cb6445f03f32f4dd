/*
 * export/table: a table that people take along: a workbook (.xlsx) for a spreadsheet, or CSV for
 * other programs. One description of its columns serves both.
 *
 * What is written is never a formula: in a workbook a cell of text is a cell of text whatever it
 * begins with, in CSV it begins with an apostrophe (text_add_cell()). Days are days and amounts
 * are numbers with two decimals there, so that they sort and add up; whatever does not read as its
 * column's kind stays text. The head row is bold, stays in sight and has filters.
 *
 * A workbook's rows go to a file without a name as they come, so memory does not grow with them;
 * the finished bytes are in memory, at most `limit_bytes`.
 */
#ifndef EXPORT_TABLE_H
#define EXPORT_TABLE_H

#include "base/arena.h"

enum { TABLE_COLUMNS_MAX = 40 };

enum table_form { TABLE_SHEET, TABLE_CSV };

enum table_cell {
    TABLE_TEXT,
    TABLE_DAY,   /* "2026-11-24" */
    TABLE_YUAN,  /* "60,000.00", "-3.50" */
    TABLE_NUMBER /* "12" */
};

struct table_column {
    const char *title; /* Chinese, the head row */
    enum table_cell kind;
    int width; /* in letters; 0: as its kind needs */
};

struct table;

/** "xlsx" is a workbook, "csv" and "" are CSV, as programs ask for it. ERR_INVALID "choice.unknown"
 * at `format`. */
MUST_CHECK enum err_kind table_form_read(const char *word, enum table_form *ret,
                                         struct err *reterr);
/** Of HTTP. */
const char *table_media_type(enum table_form form);
/** "xlsx" or "csv". */
const char *table_extension(enum table_form form);

/**
 * Begins a table with its head row. What begins ends: table_end().
 *
 * @param name     of the sheet: at most 31 letters, none of []:*?/ and backslash
 * @param columns  must outlive the table
 * @param now_us   the workbook names it as the time it was made
 * @return NULL: memory or files ran out
 */
MUST_CHECK struct table *table_begin(struct arena *arena, enum table_form form, const char *name,
                                     const struct table_column *columns, size_t column_count,
                                     int64_t now_us, size_t limit_bytes);
/** The next row, a cell a column; NULL and "" are empty. Errors are sticky: table_end() tells. */
void table_row(struct table *table, const char *const cells[]);
/** All of it, in the arena. ERR_LIMIT "table.too_large"; ERR_STORE "table.file". */
MUST_CHECK enum err_kind table_end(struct table *table, const void **ret, size_t *ret_bytes,
                                   struct err *reterr);

#endif

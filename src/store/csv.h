/*
 * store/csv: tables in text as reference/ has them: RFC 4180, UTF-8, a header row. Reading only;
 * writing is export/'s work.
 *
 * Strict, because a table that is read wrongly moves deadlines: a quote inside an unquoted cell,
 * text after a closing quote, a lone carriage return, a row with another number of cells than the
 * header, a broken UTF-8 sequence are refused with file and line. LF and CRLF both end a row, the
 * last one may lack it; a byte order mark (spreadsheets write it) is skipped.
 */
#ifndef STORE_CSV_H
#define STORE_CSV_H

#include "base/arena.h"

enum {
    CSV_COLUMNS_MAX = 100,
    CSV_FILE_BYTES_MAX = 4 * 1024 * 1024,
};

/** A table being read. The cells point into the text handed to csv_start(). */
struct csv {
    const char *name; /* of the file, for errors */
    char *cursor, *end;
    size_t line;      /* where the present row begins; the header is line 1 */
    size_t next_line; /* where the next row begins */
    size_t column_count;
    size_t place[CSV_COLUMNS_MAX]; /* of each wanted column in the file */
    size_t wanted_count;
    const char *cells[CSV_COLUMNS_MAX];  /* the present row, in the order wanted; "" when empty */
    const char *header[CSV_COLUMNS_MAX]; /* the file's own names, in its order */
};

/**
 * A whole text file into the arena, with a NUL behind it.
 *
 * @return ERR_STORE "csv.file" (cannot be read, or is no regular file), ERR_LIMIT "csv.size"
 */
MUST_CHECK enum err_kind csv_read_file(struct arena *arena, const char *path, char **ret_text,
                                       size_t *ret_size_bytes, struct err *reterr);

/**
 * Reads the header. Columns nobody wants may be there; a wanted one may be named twice.
 *
 * @param text    size_bytes bytes and a NUL; changed while reading, must outlive `ret`
 * @param name    for errors; must outlive `ret`
 * @return ERR_INVALID "csv.encoding", "csv.syntax", or "csv.column" when a wanted column is missing
 *         or the header names one twice
 */
MUST_CHECK enum err_kind csv_start(char *text, size_t size_bytes, const char *name,
                                   const char *const *wanted, size_t wanted_count, struct csv *ret,
                                   struct err *reterr);

/**
 * The same for a table whose columns are not known before: all are wanted, in the file's order.
 * ERR_INVALID "csv.column" when a column has no name, or the name of another.
 */
MUST_CHECK enum err_kind csv_start_any(char *text, size_t size_bytes, const char *name,
                                       struct csv *ret, struct err *reterr);

/** The next row into csv->cells; `*ret_has_row` is false at the end. ERR_INVALID "csv.syntax". */
MUST_CHECK enum err_kind csv_next(struct csv *csv, bool *ret_has_row, struct err *reterr);

#endif

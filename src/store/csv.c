/* store/csv: the strict reader. Not for meaning: what a cell may hold is its table's affair. */
#include "store/csv.h"

#include "base/text.h"

#include <assert.h>
#include <sys/stat.h>

enum err_kind csv_read_file(struct arena *arena, const char *path, char **ret_text,
                            size_t *ret_size_bytes, struct err *reterr)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return err_set(reterr, ERR_STORE, "csv.file", "cannot open %s", path);

    enum err_kind kind = ERR_NONE;
    struct stat found;
    char *text = NULL;
    size_t size_bytes = 0;
    if (fstat(fileno(file), &found) != 0 || !S_ISREG(found.st_mode)) {
        kind = err_set(reterr, ERR_STORE, "csv.file", "%s is no file", path);
    } else if (found.st_size > CSV_FILE_BYTES_MAX) {
        kind = err_set(reterr, ERR_LIMIT, "csv.size", "%s is above %d bytes", path,
                       CSV_FILE_BYTES_MAX);
    } else {
        size_bytes = (size_t) found.st_size;
        text = arena_alloc(arena, size_bytes + 1);
        if (!text)
            kind = arena_full(reterr);
        else if (fread(text, 1, size_bytes, file) != size_bytes)
            kind = err_set(reterr, ERR_STORE, "csv.file", "cannot read all of %s", path);
    }
    (void) fclose(file); /* read only: nothing can be lost here */
    if (kind)
        return kind;
    *ret_text = text;
    *ret_size_bytes = size_bytes;
    return ERR_NONE;
}

static enum err_kind broken(const struct csv *csv, const char *what, struct err *reterr)
{
    return err_set(reterr, ERR_INVALID, "csv.syntax", "%s line %zu: %s", csv->name, csv->line,
                   what);
}

/* Moves past a quoted cell and closes its text in place, where the doubled quotes have left room.
 */
static enum err_kind take_quoted(struct csv *csv, char **ret_cell, char **ret_close,
                                 struct err *reterr)
{
    char *in = csv->cursor + 1;
    char *out = in;
    *ret_cell = in;
    for (;;) {
        if (in == csv->end)
            return broken(csv, "a quote is never closed", reterr);
        if (*in == '"' && in[1] != '"')
            break;
        if (*in == '"')
            in++;
        csv->next_line += *in == '\n';
        *out++ = *in++;
    }
    csv->cursor = in + 1;
    *ret_close = out;
    return ERR_NONE;
}

static enum err_kind take_plain(struct csv *csv, char **ret_cell, char **ret_close,
                                struct err *reterr)
{
    *ret_cell = csv->cursor;
    csv->cursor += strcspn(csv->cursor, ",\r\n\"");
    *ret_close = csv->cursor;
    if (*csv->cursor == '"')
        return broken(csv, "a quote inside a cell that does not begin with one", reterr);
    return ERR_NONE;
}

/* One cell and what ends it. The text holds no NUL but the one at its end (csv_start() looked). */
static enum err_kind take_cell(struct csv *csv, const char **ret, bool *ret_row_ends,
                               struct err *reterr)
{
    char *cell = csv->cursor, *close = csv->cursor;
    enum err_kind kind = *csv->cursor == '"' ? take_quoted(csv, &cell, &close, reterr)
                                             : take_plain(csv, &cell, &close, reterr);
    if (kind)
        return kind;

    bool row_ends = true;
    if (*csv->cursor == ',') {
        csv->cursor++;
        row_ends = false;
    } else if (csv->cursor != csv->end) {
        csv->cursor += *csv->cursor == '\r';
        if (*csv->cursor != '\n')
            return broken(csv, "a comma or the end of the line was expected", reterr);
        csv->cursor++;
        csv->next_line++;
    }
    *close = '\0'; /* after looking: it may be the very byte that ended the cell */
    *ret = cell;
    *ret_row_ends = row_ends;
    return ERR_NONE;
}

/* One row, in the file's own order. */
static enum err_kind take_row(struct csv *csv, const char *row[CSV_COLUMNS_MAX], size_t *ret_count,
                              struct err *reterr)
{
    csv->line = csv->next_line;
    size_t count = 0;
    for (bool row_ends = false; !row_ends; count++) {
        if (count == CSV_COLUMNS_MAX)
            return broken(csv, "too many cells", reterr);
        enum err_kind kind = take_cell(csv, &row[count], &row_ends, reterr);
        if (kind)
            return kind;
    }
    *ret_count = count;
    return ERR_NONE;
}

/* Where the wanted column stands in the header. */
static enum err_kind find_column(const struct csv *csv, const char *const *header,
                                 const char *wanted, size_t *ret, struct err *reterr)
{
    size_t found = 0;
    for (size_t i = 0; i < csv->column_count; i++) {
        if (!text_equal(header[i], wanted))
            continue;
        *ret = i;
        found++;
    }
    if (found == 1)
        return ERR_NONE;
    return err_set(reterr, ERR_INVALID, "csv.column", "%s: the header names '%s' %zu times",
                   csv->name, wanted, found);
}

/* Reads the header into csv->header. */
static enum err_kind start(char *text, size_t size_bytes, const char *name, struct csv *ret,
                           struct err *reterr)
{
    assert(text[size_bytes] == '\0');
    if (!text_is_utf8(text, size_bytes))
        return err_set(reterr, ERR_INVALID, "csv.encoding", "%s is not UTF-8 text", name);
    *ret = (struct csv){.name = name,
                        .cursor = text + (text_starts(text, "\xEF\xBB\xBF") ? 3 : 0),
                        .end = text + size_bytes,
                        .next_line = 1};
    return take_row(ret, ret->header, &ret->column_count, reterr);
}

enum err_kind csv_start(char *text, size_t size_bytes, const char *name, const char *const *wanted,
                        size_t wanted_count, struct csv *ret, struct err *reterr)
{
    assert(wanted_count > 0 && wanted_count <= CSV_COLUMNS_MAX);
    struct csv csv;
    enum err_kind kind = start(text, size_bytes, name, &csv, reterr);
    csv.wanted_count = wanted_count;
    for (size_t i = 0; !kind && i < wanted_count; i++)
        kind = find_column(&csv, csv.header, wanted[i], &csv.place[i], reterr);
    if (!kind)
        *ret = csv;
    return kind;
}

enum err_kind csv_start_any(char *text, size_t size_bytes, const char *name, struct csv *ret,
                            struct err *reterr)
{
    struct csv csv;
    enum err_kind kind = start(text, size_bytes, name, &csv, reterr);
    csv.wanted_count = csv.column_count;
    for (size_t i = 0; !kind && i < csv.column_count; i++) {
        kind = *csv.header[i] ? find_column(&csv, csv.header, csv.header[i], &csv.place[i], reterr)
                              : err_set(reterr, ERR_INVALID, "csv.column",
                                        "%s: column %zu has no name", name, i + 1);
    }
    if (!kind)
        *ret = csv;
    return kind;
}

enum err_kind csv_next(struct csv *csv, bool *ret_has_row, struct err *reterr)
{
    if (csv->cursor == csv->end) {
        *ret_has_row = false;
        return ERR_NONE;
    }
    const char *row[CSV_COLUMNS_MAX];
    size_t count = 0;
    enum err_kind kind = take_row(csv, row, &count, reterr);
    if (kind)
        return kind;
    if (count != csv->column_count)
        return broken(csv, "another number of cells than the header", reterr);
    for (size_t i = 0; i < csv->wanted_count; i++)
        csv->cells[i] = row[csv->place[i]];
    *ret_has_row = true;
    return ERR_NONE;
}

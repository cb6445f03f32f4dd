/* export/table: see table.h. The only file that knows libxlsxwriter. */
#include "export/table.h"

#include "base/moment.h"
#include "base/text.h"

#include <assert.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
    CELL_LETTERS_MAX = 32000, /* a spreadsheet takes 32,767 */
    YUAN_DIGITS_MAX = 15,     /* what a double holds exactly, in fen */
    FIRST_YEAR = 1901         /* spreadsheets know no day before */
};

struct table {
    struct arena *arena;
    enum table_form form;
    const struct table_column *columns;
    size_t column_count, limit_bytes;
    enum err_kind failed;
    struct text csv;
    /* a workbook: */
    int file; /* in memory, without a name */
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *head, *day, *yuan, *number, *text;
    uint32_t rows;
};

enum err_kind table_form_read(const char *word, enum table_form *ret, struct err *reterr)
{
    *ret = strcmp(word, "xlsx") == 0 ? TABLE_SHEET : TABLE_CSV;
    return *ret == TABLE_SHEET || !*word || strcmp(word, "csv") == 0
               ? ERR_NONE
               : err_field(reterr, ERR_INVALID, "choice.unknown", "format", "xlsx or csv");
}

const char *table_media_type(enum table_form form)
{
    return form == TABLE_CSV ? "text/csv"
                             : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

const char *table_extension(enum table_form form) { return form == TABLE_CSV ? "csv" : "xlsx"; }

/* ---- a workbook ------------------------------------------------------------------------------ */

static lxw_format *add_format(lxw_workbook *book, const char *number)
{
    lxw_format *format = workbook_add_format(book);
    if (format && number)
        format_set_num_format(format, number);
    return format;
}

static void begin_sheet(struct table *table, const char *name, int64_t now_us)
{
    char path[40];
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    table->failed = ERR_STORE;
    table->file = memfd_create("table", MFD_CLOEXEC);
    if (table->file < 0)
        return;
    (void) snprintf(path, sizeof path, "/proc/self/fd/%d", table->file);
    table->book = workbook_new_opt(path, &options);
    table->sheet = table->book ? workbook_add_worksheet(table->book, name) : NULL;
    if (!table->sheet)
        return;
    table->head = add_format(table->book, NULL);
    table->day = add_format(table->book, "yyyy-mm-dd");
    table->yuan = add_format(table->book, "#,##0.00");
    table->number = add_format(table->book, "0");
    table->text = add_format(table->book, "@"); /* stays text when somebody edits it */
    if (!table->head || !table->day || !table->yuan || !table->number || !table->text)
        return;
    format_set_bold(table->head);
    lxw_doc_properties properties = {.created = (time_t) (now_us / SECOND_US)};
    (void) workbook_set_properties(table->book, &properties);
    worksheet_freeze_panes(table->sheet, 1, 0);
    worksheet_repeat_rows(table->sheet, 0, 0);
    static const double widths[] = {
        [TABLE_TEXT] = 20, [TABLE_DAY] = 12, [TABLE_YUAN] = 16, [TABLE_NUMBER] = 10};
    for (size_t i = 0; i < table->column_count; i++) {
        const struct table_column *column = &table->columns[i];
        (void) worksheet_set_column(table->sheet, (lxw_col_t) i, (lxw_col_t) i,
                                    column->width ? column->width : widths[column->kind], NULL);
        (void) worksheet_write_string(table->sheet, 0, (lxw_col_t) i, column->title, table->head);
    }
    table->failed = ERR_NONE;
}

/* What XML cannot hold becomes a blank, and what a cell cannot hold is cut. NULL: memory ran out.
 */
static const char *clean(struct arena *arena, const char *cell)
{
    bool bad = false;
    for (const char *at = cell; *at; at++)
        bad = bad || ((unsigned char) *at < ' ' && *at != '\n' && *at != '\t');
    char *copy = bad || strstr(cell, "\xEF\xBF\xBE") || strstr(cell, "\xEF\xBF\xBF")
                     ? arena_copy(arena, cell)
                     : NULL;
    for (char *at = copy; at && *at; at++) {
        if ((unsigned char) *at < ' ' && *at != '\n' && *at != '\t')
            *at = ' ';
        else if (memcmp(at, "\xEF\xBF", 2) == 0 && (unsigned char) at[2] >= 0xBE)
            at[2] = (char) 0xBD; /* U+FFFE and U+FFFF are no characters */
    }
    const char *good = copy ? copy : bad ? NULL : cell;
    return good && strlen(good) > CELL_LETTERS_MAX ? text_first(arena, good, CELL_LETTERS_MAX)
                                                   : good;
}

/* "-1,234.5" in fen; false: no amount. */
static bool read_yuan(const char *cell, int64_t *ret_fen)
{
    int64_t fen = 0;
    int digits = 0, decimals = -1;
    bool minus = *cell == '-';
    for (const char *at = cell + minus; *at; at++) {
        if (*at == ',' && decimals < 0)
            continue;
        if (*at == '.' && decimals < 0 && digits) {
            decimals = 0;
            continue;
        }
        if (*at < '0' || *at > '9' || ++digits > YUAN_DIGITS_MAX || decimals == 2)
            return false;
        fen = fen * 10 + (*at - '0');
        decimals += decimals >= 0;
    }
    for (int i = decimals > 0 ? decimals : 0; i < 2; i++)
        fen *= 10;
    *ret_fen = minus ? -fen : fen;
    return digits > 0;
}

static bool read_number(const char *cell, int64_t *ret)
{
    size_t sign = *cell == '-', digits = strspn(cell + sign, "0123456789");
    *ret = digits && digits <= YUAN_DIGITS_MAX ? strtoll(cell, NULL, 10) : 0;
    return digits && digits <= YUAN_DIGITS_MAX && !cell[sign + digits];
}

static lxw_error write_text(struct table *table, lxw_col_t column, const char *cell)
{
    const char *text = clean(table->arena, cell);
    return text ? worksheet_write_string(table->sheet, table->rows, column, text, table->text)
                : LXW_ERROR_MEMORY_MALLOC_FAILED;
}

static lxw_error write_cell(struct table *table, lxw_col_t column, const char *cell)
{
    int64_t number = 0;
    int32_t day = 0;
    switch (table->columns[column].kind) {
    case TABLE_DAY:
        if (day_parse(cell, &day) && date_of_day(day).year >= FIRST_YEAR) {
            struct civil_date date = date_of_day(day);
            lxw_datetime at = {.year = date.year, .month = date.month, .day = date.day};
            return worksheet_write_datetime(table->sheet, table->rows, column, &at, table->day);
        }
        break;
    case TABLE_YUAN:
        if (read_yuan(cell, &number))
            return worksheet_write_number(table->sheet, table->rows, column, (double) number / 100,
                                          table->yuan);
        break;
    case TABLE_NUMBER:
        if (read_number(cell, &number))
            return worksheet_write_number(table->sheet, table->rows, column, (double) number,
                                          table->number);
        break;
    case TABLE_TEXT:
        break;
    }
    return write_text(table, column, cell);
}

/* The finished file into the arena. */
static enum err_kind take_file(struct table *table, const void **ret, size_t *ret_bytes)
{
    off_t size_bytes = lseek(table->file, 0, SEEK_END);
    if (size_bytes <= 0)
        return ERR_STORE;
    if ((size_t) size_bytes > table->limit_bytes)
        return ERR_LIMIT;
    char *bytes = arena_alloc(table->arena, (size_t) size_bytes);
    if (!bytes)
        return ERR_LIMIT;
    for (off_t at = 0; at < size_bytes;) {
        ssize_t got = pread(table->file, bytes + at, (size_t) (size_bytes - at), at);
        if (got <= 0)
            return ERR_STORE;
        at += got;
    }
    *ret = bytes;
    *ret_bytes = (size_t) size_bytes;
    return ERR_NONE;
}

static void end_sheet(struct table *table, const void **ret, size_t *ret_bytes)
{
    if (table->sheet && table->rows)
        (void) worksheet_autofilter(table->sheet, 0, 0, table->rows,
                                    (lxw_col_t) (table->column_count - 1));
    if (table->book && workbook_close(table->book) && !table->failed)
        table->failed = ERR_STORE;
    if (!table->failed)
        table->failed = take_file(table, ret, ret_bytes);
    if (table->file >= 0)
        (void) close(table->file);
}

/* ---- either ---------------------------------------------------------------------------------- */

static void csv_row(struct table *table, const char *const cells[])
{
    for (size_t i = 0; i < table->column_count; i++) {
        const char *cell = cells[i];
        int64_t fen = 0;
        if (i)
            text_add(&table->csv, ",");
        /* An amount below nothing is no formula. */
        if (cell && *cell == '-' && table->columns[i].kind != TABLE_TEXT && read_yuan(cell, &fen))
            text_add_format(&table->csv, strchr(cell, ',') ? "\"%s\"" : "%s", cell);
        else
            text_add_cell(&table->csv, cell);
    }
    text_add(&table->csv, "\r\n");
}

struct table *table_begin(struct arena *arena, enum table_form form, const char *name,
                          const struct table_column *columns, size_t column_count, int64_t now_us,
                          size_t limit_bytes)
{
    struct table *table = arena_alloc(arena, sizeof *table);
    assert(column_count > 0 && column_count <= TABLE_COLUMNS_MAX);
    if (!table)
        return NULL;
    *table = (struct table){.arena = arena,
                            .form = form,
                            .columns = columns,
                            .column_count = column_count,
                            .limit_bytes = limit_bytes,
                            .file = -1};
    if (form == TABLE_SHEET) {
        begin_sheet(table, name, now_us);
        return table;
    }
    text_init(&table->csv, arena, limit_bytes);
    text_add(&table->csv, "\xEF\xBB\xBF"); /* spreadsheets take it for UTF-8 by that */
    const char *titles[TABLE_COLUMNS_MAX];
    for (size_t i = 0; i < column_count; i++)
        titles[i] = columns[i].title;
    csv_row(table, titles);
    return table;
}

void table_row(struct table *table, const char *const cells[])
{
    if (table->form == TABLE_CSV) {
        csv_row(table, cells);
        return;
    }
    table->rows++;
    for (size_t i = 0; !table->failed && i < table->column_count; i++) {
        if (cells[i] && *cells[i] && write_cell(table, (lxw_col_t) i, cells[i]))
            table->failed = ERR_STORE;
    }
}

enum err_kind table_end(struct table *table, const void **ret, size_t *ret_bytes,
                        struct err *reterr)
{
    if (table->form == TABLE_SHEET) {
        end_sheet(table, ret, ret_bytes);
    } else {
        *ret = text_done(&table->csv);
        *ret_bytes = table->csv.length;
        table->failed = *ret ? ERR_NONE : ERR_LIMIT;
    }
    if (table->failed == ERR_LIMIT)
        return err_set(reterr, ERR_LIMIT, "table.too_large", "above %zu bytes", table->limit_bytes);
    return table->failed ? err_set(reterr, ERR_STORE, "table.file", "the workbook is not made")
                         : ERR_NONE;
}

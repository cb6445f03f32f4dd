/* store/reference: from CSV rows to flights of upserts. Not for reading the registers: work.c. */
#include "store/reference.h"

#include "base/moment.h"
#include "base/text.h"
#include "store/reference_row.h"

enum {
    BATCH_MAX = 1000, /* statements a flight: bounds what PostgreSQL's pipeline holds in memory */
    BATCH_BYTES_MAX = 8 * 1024 * 1024,
};

struct reference_file {
    const char *table;     /* its file is TABLE.csv */
    size_t count_place;    /* offset in struct reference_counts */
    int32_t valid_from;    /* of rows that have such a day */
    const char *clear_sql; /* run before the first row of each year; NULL: rows are only added */
};

#define COUNTED(what) offsetof(struct reference_counts, what)

static const struct reference_file files[] = {
    {"courts", COUNTED(courts), 0, NULL},
    {"courts_derived", COUNTED(courts), 0, NULL}, /* after the official ones */
    {"causes", COUNTED(causes), 20454,
     NULL}, /* 2026-01-01: 法〔2025〕226号 is in force from then */
    {"causes_admin", COUNTED(causes), 18628, NULL}, /* 2021-01-01: 法发〔2020〕44号 */
    {"divisions", COUNTED(divisions), 0, NULL},
    {"case_types", COUNTED(case_types), 0, NULL},
    {"holidays", COUNTED(holidays), 0, "DELETE FROM holiday WHERE day >= $1 AND day < $2"},
    {"wages", COUNTED(wages), 0, NULL},
    {"incomes", COUNTED(incomes), 0, NULL},
    {"warning_points", COUNTED(warnings), 0, NULL},
    {"warning_measures", COUNTED(warnings), 0, NULL},
};

/* One file on its way in. */
struct loading {
    struct db *db;
    const struct reference_file *file;
    struct csv csv;
    const struct reference_table *table;
    struct arena batch; /* holds the flight */
    struct db_flight *flight;
    int32_t last_day; /* of the row before, when rows have a day; 0: none yet */
    size_t row_count;
};

static enum err_kind batch_begin(struct loading *loading, struct err *reterr)
{
    arena_release(&loading->batch);
    arena_init(&loading->batch, BATCH_BYTES_MAX);
    loading->flight = db_flight_new(&loading->batch);
    return loading->flight ? ERR_NONE : arena_full(reterr);
}

/* Rows must be ascending by day; the first of each year makes room for all of it. */
static enum err_kind take_day(struct loading *loading, int32_t day, struct err *reterr)
{
    int year = date_of_day(day).year;
    bool first = loading->row_count == 0;
    if (!first && day <= loading->last_day)
        return err_set(reterr, ERR_INVALID, "reference.order",
                       "%s.csv line %zu: not after the day before it", loading->file->table,
                       loading->csv.line);
    if (first || year != date_of_day(loading->last_day).year)
        (void) db_flight_add(loading->flight, loading->file->clear_sql,
                             DB_ARGS(db_int(day_of_date((struct civil_date){year, 1, 1})),
                                     db_int(day_of_date((struct civil_date){year + 1, 1, 1}))),
                             -1);
    loading->last_day = day;
    return ERR_NONE;
}

static enum err_kind take_row(struct loading *loading, const struct reference_row *row,
                              struct err *reterr)
{
    const struct reference_file *file = loading->file;
    if (row->wrong) {
        char field[64];
        (void) snprintf(field, sizeof field, "%s.csv:%zu:%s", file->table, row->line, row->wrong);
        return err_field(reterr, ERR_INVALID, "reference.value", field,
                         "%s.csv line %zu: bad value in column %s", file->table, row->line,
                         row->wrong);
    }
    enum err_kind kind =
        file->clear_sql ? take_day(loading, (int32_t) row->cells[0].integer, reterr) : ERR_NONE;
    if (kind)
        return kind;
    reference_row_put(loading->flight, row, file->valid_from);
    loading->row_count++;
    if (db_flight_count(loading->flight) < BATCH_MAX)
        return ERR_NONE;
    kind = db_flight_run(loading->db, loading->flight, reterr);
    return kind ? kind : batch_begin(loading, reterr);
}

static enum err_kind take_rows(struct loading *loading, struct err *reterr)
{
    enum err_kind kind = batch_begin(loading, reterr);
    for (bool more = true; !kind;) {
        struct reference_row row;
        kind = reference_next(loading->table, &loading->csv, &row, &more, reterr);
        if (kind || !more)
            break;
        kind = take_row(loading, &row, reterr);
    }
    if (!kind)
        kind = db_flight_run(loading->db, loading->flight, reterr);
    arena_release(&loading->batch);
    return kind;
}

static enum err_kind load_file(struct db *db, const char *folder, const struct reference_file *file,
                               struct reference_counts *counts, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, CSV_FILE_BYTES_MAX + 64 * 1024);
    const char *name = arena_printf(&arena, "%s.csv", file->table);
    const char *path = name ? arena_printf(&arena, "%s/%s", folder, name) : NULL;
    if (!path)
        return arena_full(reterr);

    struct loading loading = {.db = db, .file = file, .table = reference_table_any(file->table)};
    char *text = NULL;
    size_t size_bytes = 0;
    enum err_kind kind = csv_read_file(&arena, path, &text, &size_bytes, reterr);
    if (!kind)
        kind = reference_start(text, size_bytes, name, loading.table, &loading.csv, reterr);
    if (!kind)
        kind = take_rows(&loading, reterr);
    if (!kind)
        *(size_t *) (void *) ((char *) counts + file->count_place) += loading.row_count;
    return kind;
}

enum err_kind reference_load(struct db *db, const char *folder, struct reference_counts *ret,
                             struct err *reterr)
{
    struct reference_counts counts = {0};
    enum err_kind kind = db_begin(db, reterr);
    for (size_t i = 0; !kind && i < COUNT_OF(files); i++)
        kind = load_file(db, folder, &files[i], &counts, reterr);
    if (!kind)
        kind = db_commit(db, reterr);
    if (kind)
        db_rollback(db);
    else if (ret)
        *ret = counts;
    return kind;
}

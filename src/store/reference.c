/* store/reference: from CSV rows to flights of upserts. Not for reading the registers: work.c. */
#include "store/reference.h"

#include "base/moment.h"
#include "base/text.h"
#include "store/reference_row.h"

enum {
    BATCH_MAX = 1000, /* statements a flight: bounds what PostgreSQL's pipeline holds in memory */
    BATCH_BYTES_MAX = 8 * 1024 * 1024,
};

enum { CELLS_MAX = 8 };

struct reference_file {
    const char *name;
    size_t count_place; /* offset in struct reference_counts */
    const char *sql;
    const char *clear_sql; /* run before the first row of each year; NULL: rows are only added */
    struct {
        const char *column;
        enum cell_kind kind;
    } cells[CELLS_MAX]; /* $1 $2 …; a NULL column ends them */
};

#define COUNTED(what) offsetof(struct reference_counts, what)

#define COURT_INSERT                                                                               \
    "INSERT INTO court (code, name, level, parent_code, division_code, grade, kind, source) "      \
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (code) DO UPDATE SET "                    \
    "name = excluded.name, level = excluded.level, parent_code = excluded.parent_code, "           \
    "division_code = excluded.division_code, grade = excluded.grade, kind = excluded.kind, "       \
    "source = excluded.source"

#define COURT_CELLS                                                                                \
    {                                                                                              \
        {"code", CELL_TEXT}, {"name", CELL_TEXT}, {"level", CELL_TEXT},                            \
            {"parent_code", CELL_OPTIONAL}, {"division_code", CELL_OPTIONAL},                      \
            {"grade", CELL_NUMBER}, {"kind", CELL_TEXT},                                           \
        {                                                                                          \
            "source", CELL_TEXT                                                                    \
        }                                                                                          \
    }

#define CAUSE_UPDATE                                                                               \
    " ON CONFLICT (code) DO UPDATE SET name = excluded.name, "                                     \
    "parent_code = excluded.parent_code, level = excluded.level, "                                 \
    "official_no = excluded.official_no, kind = excluded.kind, valid_from = excluded.valid_from"

#define CAUSE_CELLS                                                                                \
    {                                                                                              \
        {"code", CELL_TEXT}, {"name", CELL_TEXT}, {"parent_code", CELL_OPTIONAL},                  \
            {"level", CELL_NUMBER},                                                                \
        {                                                                                          \
            "official_no", CELL_OPTIONAL                                                           \
        }                                                                                          \
    }

static const struct reference_file files[] = {
    {"courts.csv", COUNTED(courts), COURT_INSERT, NULL, COURT_CELLS},
    /* After the official ones, and never over them: 法〔2015〕137号 art. 13 keeps an old code. */
    {"courts_derived.csv", COUNTED(courts), COURT_INSERT " WHERE court.source = 'derived'", NULL,
     COURT_CELLS},
    /* 20454 = 2026-01-01: 法〔2025〕226号 is in force from then. */
    {"causes.csv", COUNTED(causes),
     "INSERT INTO cause (code, name, parent_code, level, official_no, kind, valid_from) "
     "VALUES ($1, $2, $3, $4, $5, 'civil', 20454)" CAUSE_UPDATE,
     NULL, CAUSE_CELLS},
    /* 18628 = 2021-01-01: 法发〔2020〕44号. */
    {"causes_admin.csv", COUNTED(causes),
     "INSERT INTO cause (code, name, parent_code, level, official_no, kind, valid_from) "
     "VALUES ($1, $2, $3, $4, $5, 'admin', 18628)" CAUSE_UPDATE,
     NULL, CAUSE_CELLS},
    {"divisions.csv",
     COUNTED(divisions),
     "INSERT INTO division (code, name, parent_code, level, status) VALUES ($1, $2, $3, $4, $5) "
     "ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent_code = excluded.parent_code, "
     "level = excluded.level, status = excluded.status",
     NULL,
     {{"code", CELL_TEXT},
      {"name", CELL_TEXT},
      {"parent_code", CELL_OPTIONAL},
      {"level", CELL_NUMBER},
      {"status", CELL_TEXT}}},
    {"case_types.csv",
     COUNTED(case_types),
     "INSERT INTO case_type (id, name, category, code, basis, counts_as_case) "
     "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
     "category = excluded.category, code = excluded.code, basis = excluded.basis, "
     "counts_as_case = excluded.counts_as_case",
     NULL,
     {{"id", CELL_TEXT},
      {"name", CELL_TEXT},
      {"category", CELL_TEXT},
      {"code", CELL_PLAIN},
      {"basis", CELL_TEXT},
      {"code", CELL_COUNTS}}},
    {"holidays.csv",
     COUNTED(holidays),
     "INSERT INTO holiday (day, name, kind) VALUES ($1, $2, $3)",
     "DELETE FROM holiday WHERE day >= $1 AND day < $2",
     {{"date", CELL_DAY}, {"name", CELL_TEXT}, {"kind", CELL_DAY_KIND}}},
    {"wages.csv",
     COUNTED(wages),
     "INSERT INTO wage (province_code, year, wage_fen, source, confidence) "
     "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (province_code, year) DO UPDATE SET "
     "wage_fen = excluded.wage_fen, source = excluded.source, confidence = excluded.confidence",
     NULL,
     {{"province_code", CELL_TEXT},
      {"year", CELL_NUMBER},
      {"yuan", CELL_YUAN},
      {"source", CELL_TEXT},
      {"confidence", CELL_TEXT}}},
};

/* One file on its way in. */
struct loading {
    struct db *db;
    const struct reference_file *file;
    struct csv csv;
    size_t cell_count;
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
                       "%s line %zu: not after the day before it", loading->file->name,
                       loading->csv.line);
    if (first || year != date_of_day(loading->last_day).year)
        (void) db_flight_add(loading->flight, loading->file->clear_sql,
                             DB_ARGS(db_int(day_of_date((struct civil_date){year, 1, 1})),
                                     db_int(day_of_date((struct civil_date){year + 1, 1, 1}))),
                             -1);
    loading->last_day = day;
    return ERR_NONE;
}

static enum err_kind take_row(struct loading *loading, struct err *reterr)
{
    const struct reference_file *file = loading->file;
    struct db_value args[CELLS_MAX] = {0};
    for (size_t i = 0; i < loading->cell_count; i++) {
        if (cell_read(loading->csv.cells[i], file->cells[i].kind, &args[i]))
            continue;
        char field[64];
        (void) snprintf(field, sizeof field, "%s:%zu:%s", file->name, loading->csv.line,
                        file->cells[i].column);
        return err_field(reterr, ERR_INVALID, "reference.value", field,
                         "%s line %zu: bad value in column %s", file->name, loading->csv.line,
                         file->cells[i].column);
    }
    enum err_kind kind =
        file->clear_sql ? take_day(loading, (int32_t) args[0].integer, reterr) : ERR_NONE;
    if (kind)
        return kind;
    (void) db_flight_add(loading->flight, file->sql, args, loading->cell_count, -1);
    loading->row_count++;
    if (db_flight_count(loading->flight) < BATCH_MAX)
        return ERR_NONE;
    kind = db_flight_run(loading->db, loading->flight, reterr);
    return kind ? kind : batch_begin(loading, reterr);
}

static enum err_kind take_rows(struct loading *loading, struct err *reterr)
{
    enum err_kind kind = batch_begin(loading, reterr);
    bool has_row = true;
    while (!kind) {
        kind = csv_next(&loading->csv, &has_row, reterr);
        if (kind || !has_row)
            break;
        kind = take_row(loading, reterr);
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
    const char *path = arena_printf(&arena, "%s/%s", folder, file->name);
    if (!path)
        return arena_full(reterr);

    struct loading loading = {.db = db, .file = file};
    const char *wanted[CELLS_MAX];
    while (loading.cell_count < CELLS_MAX && file->cells[loading.cell_count].column) {
        wanted[loading.cell_count] = file->cells[loading.cell_count].column;
        loading.cell_count++;
    }
    char *text = NULL;
    size_t size_bytes = 0;
    enum err_kind kind = csv_read_file(&arena, path, &text, &size_bytes, reterr);
    if (!kind)
        kind = csv_start(text, size_bytes, file->name, wanted, loading.cell_count, &loading.csv,
                         reterr);
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

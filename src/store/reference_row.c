/* store/reference_row: see reference_row.h. */
#include "store/reference_row.h"

#include "base/moment.h"
#include "base/text.h"
#include "law/case_number.h"

enum { DIGITS_MAX = 9 };

/* What a cell must hold, and what becomes of it. */
enum cell_kind {
    CELL_TEXT,     /* not empty */
    CELL_OPTIONAL, /* empty becomes NULL */
    CELL_PLAIN,    /* empty stays '' */
    CELL_NUMBER,
    CELL_YUAN,      /* whole yuan, kept as fen */
    CELL_DAY,       /* 2026-10-01 */
    CELL_DAY_KIND,  /* "holiday" or "workday" */
    CELL_UNIT_KIND, /* tribunal, township, village, community, grid or office */
    CELL_COUNTS,    /* a code word: does it count in case statistics? */
};

struct reference_table {
    const char *name;
    struct {
        const char *column;
        enum cell_kind kind;
    } cells[REFERENCE_CELLS_MAX]; /* $1 $2 …; a NULL column ends them */
    size_t key_count;             /* the first cells */
    size_t parent;                /* the cell that names the row above; 0: none */
    bool dated;                   /* the day is one parameter more */
    const char *select_sql;       /* NULL: loaded with a folder alone */
    const char *parent_sql, *put_sql;
};

#define COURT_CELLS                                                                                \
    {                                                                                              \
        {"code", CELL_TEXT}, {"name", CELL_TEXT}, {"level", CELL_TEXT},                            \
            {"parent_code", CELL_OPTIONAL}, {"division_code", CELL_OPTIONAL},                      \
            {"grade", CELL_NUMBER}, {"kind", CELL_TEXT},                                           \
        {                                                                                          \
            "source", CELL_TEXT                                                                    \
        }                                                                                          \
    }

#define COURT_PUT                                                                                  \
    "INSERT INTO court (code, name, level, parent_code, division_code, grade, kind, source) "      \
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (code) DO UPDATE SET name = "             \
    "excluded.name, level = excluded.level, parent_code = excluded.parent_code, division_code = "  \
    "excluded.division_code, grade = excluded.grade, kind = excluded.kind, source = "              \
    "excluded.source"

#define CAUSE(kind_name, admin)                                                                    \
    {                                                                                              \
        .name = kind_name,                                                                         \
        .cells = {{"code", CELL_TEXT},                                                             \
                  {"name", CELL_TEXT},                                                             \
                  {"parent_code", CELL_OPTIONAL},                                                  \
                  {"level", CELL_NUMBER},                                                          \
                  {"official_no", CELL_OPTIONAL}},                                                 \
        .key_count = 1, .parent = 2, .dated = true,                                                \
        .select_sql = "SELECT code, name, parent_code, level, official_no FROM cause WHERE code "  \
                      "= $1",                                                                      \
        .parent_sql = "SELECT 1 FROM cause WHERE code = $1",                                       \
        .put_sql = "INSERT INTO cause (code, name, parent_code, level, official_no, kind, "        \
                   "valid_from) VALUES ($1, $2, $3, $4, $5, '" admin                               \
                   "', $6) ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent_code = "  \
                   "excluded.parent_code, level = excluded.level, official_no = "                  \
                   "excluded.official_no",                                                         \
    }

static const struct reference_table tables[] = {
    {.name = "courts",
     .cells = COURT_CELLS,
     .key_count = 1,
     .parent = 3,
     .select_sql = "SELECT code, name, level, parent_code, division_code, grade, kind, source FROM "
                   "court WHERE code = $1",
     .parent_sql = "SELECT 1 FROM court WHERE code = $1",
     .put_sql = COURT_PUT},
    /* Never over the official ones: 法〔2015〕137号 art. 13 keeps an old code. */
    {.name = "courts_derived",
     .cells = COURT_CELLS,
     .key_count = 1,
     .put_sql = COURT_PUT " WHERE court.source = 'derived'"},
    CAUSE("causes", "civil"),
    CAUSE("causes_admin", "admin"),
    {.name = "divisions",
     .cells = {{"code", CELL_TEXT},
               {"name", CELL_TEXT},
               {"parent_code", CELL_OPTIONAL},
               {"level", CELL_NUMBER},
               {"status", CELL_TEXT}},
     .key_count = 1,
     .parent = 2,
     .select_sql = "SELECT code, name, parent_code, level, status FROM division WHERE code = $1",
     .parent_sql = "SELECT 1 FROM division WHERE code = $1",
     .put_sql = "INSERT INTO division (code, name, parent_code, level, status) VALUES ($1, $2, $3, "
                "$4, $5) ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent_code = "
                "excluded.parent_code, level = excluded.level, status = excluded.status"},
    {.name = "case_types",
     .cells = {{"id", CELL_TEXT},
               {"name", CELL_TEXT},
               {"category", CELL_TEXT},
               {"code", CELL_PLAIN},
               {"basis", CELL_TEXT},
               {"code", CELL_COUNTS}},
     .key_count = 1,
     .put_sql = "INSERT INTO case_type (id, name, category, code, basis, counts_as_case) VALUES "
                "($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
                "category = excluded.category, code = excluded.code, basis = excluded.basis, "
                "counts_as_case = excluded.counts_as_case"},
    {.name = "holidays",
     .cells = {{"date", CELL_DAY}, {"name", CELL_TEXT}, {"kind", CELL_DAY_KIND}},
     .key_count = 1,
     .put_sql = "INSERT INTO holiday (day, name, kind) VALUES ($1, $2, $3)"},
    {.name = "wages",
     .cells = {{"province_code", CELL_TEXT},
               {"year", CELL_NUMBER},
               {"yuan", CELL_YUAN},
               {"source", CELL_TEXT},
               {"confidence", CELL_TEXT}},
     .key_count = 2,
     .select_sql = "SELECT province_code, year, wage_fen, source, confidence FROM wage WHERE "
                   "province_code = $1 AND year = $2",
     .put_sql = "INSERT INTO wage (province_code, year, wage_fen, source, confidence) VALUES ($1, "
                "$2, $3, $4, $5) ON CONFLICT (province_code, year) DO UPDATE SET wage_fen = "
                "excluded.wage_fen, source = excluded.source, confidence = excluded.confidence"},
    {.name = "incomes",
     .cells = {{"province_code", CELL_TEXT},
               {"year", CELL_NUMBER},
               {"income_yuan", CELL_YUAN},
               {"consumption_yuan", CELL_YUAN},
               {"source", CELL_TEXT},
               {"confidence", CELL_TEXT}},
     .key_count = 2,
     .select_sql = "SELECT province_code, year, income_fen, consumption_fen, source, confidence "
                   "FROM income WHERE province_code = $1 AND year = $2",
     .put_sql = "INSERT INTO income (province_code, year, income_fen, consumption_fen, source, "
                "confidence) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (province_code, year) DO "
                "UPDATE SET income_fen = excluded.income_fen, consumption_fen = "
                "excluded.consumption_fen, source = excluded.source, confidence = "
                "excluded.confidence"},
    {.name = "units",
     .cells = {{"code", CELL_TEXT},
               {"name", CELL_TEXT},
               {"kind", CELL_UNIT_KIND},
               {"parent_code", CELL_OPTIONAL},
               {"court", CELL_TEXT},
               {"households", CELL_NUMBER},
               {"residents", CELL_NUMBER},
               {"tile_column", CELL_NUMBER},
               {"tile_row", CELL_NUMBER}},
     .key_count = 1,
     .parent = 3,
     .select_sql = "SELECT code, name, kind, parent_code, court, households, residents, "
                   "tile_column, tile_row FROM base_unit WHERE code = $1",
     .parent_sql = "SELECT 1 FROM base_unit WHERE code = $1",
     .put_sql = "INSERT INTO base_unit (code, name, kind, parent_code, court, households, "
                "residents, tile_column, tile_row) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON "
                "CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, "
                "parent_code = excluded.parent_code, court = excluded.court, households = "
                "excluded.households, residents = excluded.residents, tile_column = "
                "excluded.tile_column, tile_row = excluded.tile_row"},
    {.name = "residents",
     .cells = {{"code", CELL_TEXT},
               {"unit_code", CELL_TEXT},
               {"residents", CELL_NUMBER},
               {"valid_from", CELL_DAY},
               {"source", CELL_TEXT}},
     .key_count = 1,
     .select_sql = "SELECT code, unit_code, residents, valid_from, source FROM resident_count "
                   "WHERE code = $1",
     .put_sql =
         "INSERT INTO resident_count (code, unit_code, residents, valid_from, source) VALUES "
         "($1, $2, $3, $4, $5) ON CONFLICT (code) DO UPDATE SET unit_code = "
         "excluded.unit_code, residents = excluded.residents, valid_from = "
         "excluded.valid_from, source = excluded.source"},
    {.name = "warning_points",
     .cells = {{"code", CELL_TEXT},
               {"question", CELL_TEXT},
               {"points", CELL_NUMBER},
               {"valid_from", CELL_DAY},
               {"source", CELL_TEXT}},
     .key_count = 1,
     .select_sql = "SELECT code, question, points, valid_from, source FROM warning_point WHERE "
                   "code = $1",
     .put_sql = "INSERT INTO warning_point (code, question, points, valid_from, source) VALUES "
                "($1, $2, $3, $4, $5) ON CONFLICT (code) DO UPDATE SET question = "
                "excluded.question, points = excluded.points, valid_from = excluded.valid_from, "
                "source = excluded.source"},
    {.name = "warning_measures",
     .cells = {{"code", CELL_TEXT},
               {"colour", CELL_TEXT},
               {"duty", CELL_TEXT},
               {"hours", CELL_NUMBER},
               {"zh", CELL_TEXT},
               {"en", CELL_TEXT},
               {"valid_from", CELL_DAY},
               {"source", CELL_TEXT}},
     .key_count = 1,
     .select_sql = "SELECT code, colour, duty, hours, zh, en, valid_from, source FROM "
                   "warning_measure WHERE code = $1",
     .put_sql = "INSERT INTO warning_measure (code, colour, duty, hours, zh, en, valid_from, "
                "source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (code) DO UPDATE SET "
                "colour = excluded.colour, duty = excluded.duty, hours = excluded.hours, zh = "
                "excluded.zh, en = excluded.en, valid_from = excluded.valid_from, source = "
                "excluded.source"},
};

static const char *const unit_kinds[] = {"tribunal",  "township", "village",
                                         "community", "grid",     "office"};

static bool is_unit_kind(const char *cell)
{
    for (size_t i = 0; i < COUNT_OF(unit_kinds); i++) {
        if (strcmp(cell, unit_kinds[i]) == 0)
            return true;
    }
    return false;
}

static bool read_number(const char *cell, int64_t *ret)
{
    size_t length = strspn(cell, "0123456789");
    if (length == 0 || length > DIGITS_MAX || cell[length] != '\0')
        return false;
    *ret = strtoll(cell, NULL, 10);
    return true;
}

static bool cell_read(const char *cell, enum cell_kind kind, struct db_value *ret)
{
    int64_t number = 0;
    int32_t day = 0;
    switch (kind) {
    case CELL_TEXT:
        *ret = db_text(cell);
        return *cell != '\0';
    case CELL_OPTIONAL:
        *ret = db_text(*cell ? cell : NULL);
        return true;
    case CELL_PLAIN:
        *ret = db_text(cell);
        return true;
    case CELL_NUMBER:
    case CELL_YUAN:
        if (!read_number(cell, &number))
            return false;
        *ret = db_int(kind == CELL_YUAN ? number * 100 : number);
        return true;
    case CELL_DAY:
        if (!day_parse(cell, &day))
            return false;
        *ret = db_int(day);
        return true;
    case CELL_DAY_KIND:
        *ret = db_text(cell);
        return text_equal(cell, "holiday") || text_equal(cell, "workday");
    case CELL_UNIT_KIND:
        *ret = db_text(cell);
        return is_unit_kind(cell);
    case CELL_COUNTS:
        *ret = db_int(case_type_counts(cell)); /* a heading has no code and is no case */
        return true;
    }
    return false;
}

const struct reference_table *reference_table_any(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        if (strcmp(tables[i].name, name) == 0)
            return &tables[i];
    }
    return NULL;
}

const struct reference_table *reference_table_find(const char *name)
{
    const struct reference_table *table = reference_table_any(name);
    return table && table->select_sql ? table : NULL;
}

const char *reference_table_name(const struct reference_table *table) { return table->name; }

static size_t cell_count(const struct reference_table *table)
{
    size_t count = 0;
    while (count < REFERENCE_CELLS_MAX && table->cells[count].column)
        count++;
    return count;
}

enum err_kind reference_start(char *text, size_t size_bytes, const char *name,
                              const struct reference_table *table, struct csv *ret,
                              struct err *reterr)
{
    const char *wanted[REFERENCE_CELLS_MAX];
    for (size_t i = 0; i < cell_count(table); i++)
        wanted[i] = table->cells[i].column;
    return csv_start(text, size_bytes, name, wanted, cell_count(table), ret, reterr);
}

enum err_kind reference_next(const struct reference_table *table, struct csv *csv,
                             struct reference_row *ret, bool *ret_more, struct err *reterr)
{
    enum err_kind kind = csv_next(csv, ret_more, reterr);
    if (kind || !*ret_more)
        return kind;
    *ret =
        (struct reference_row){.table = table, .line = csv->line, .cell_count = cell_count(table)};
    for (size_t i = 0; i < ret->cell_count; i++) {
        ret->given[i] = csv->cells[i];
        if (!cell_read(csv->cells[i], table->cells[i].kind, &ret->cells[i]) && !ret->wrong)
            ret->wrong = table->cells[i].column;
    }
    return ERR_NONE;
}

const char *reference_column(const struct reference_table *table, size_t cell)
{
    return table->cells[cell].column;
}

const char *reference_key(const struct reference_row *row, struct arena *arena)
{
    return row->table->key_count == 1 ? arena_copy(arena, row->given[0])
                                      : arena_printf(arena, "%s %s", row->given[0], row->given[1]);
}

const char *reference_parent(const struct reference_row *row)
{
    size_t parent = row->table->parent;
    return parent && row->given[parent][0] ? row->given[parent] : NULL;
}

size_t reference_row_read(struct db_flight *flight, const struct reference_row *row)
{
    return db_flight_add(flight, row->table->select_sql, row->cells, row->table->key_count, -1);
}

size_t reference_parent_read(struct db_flight *flight, const struct reference_row *row)
{
    return db_flight_add(flight, row->table->parent_sql, DB_ARGS(db_text(reference_parent(row))),
                         -1);
}

bool reference_differs(const struct reference_row *row, size_t cell, const struct db_result *now)
{
    const struct db_value *given = &row->cells[cell];
    return given->type == DB_INT ? given->integer != db_cell_int(now, 0, cell)
                                 : !text_equal(given->text, db_cell_text(now, 0, cell));
}

const char *reference_now(const struct reference_row *row, size_t cell, const struct db_result *now,
                          struct arena *arena)
{
    const struct db_value *value = db_cell(now, 0, cell);
    int64_t number = value->integer / (row->table->cells[cell].kind == CELL_YUAN ? 100 : 1);
    return value->type == DB_INT ? arena_printf(arena, "%lld", (long long) number)
                                 : db_cell_text(now, 0, cell);
}

void reference_row_put(struct db_flight *flight, const struct reference_row *row, int32_t today)
{
    struct db_value args[REFERENCE_CELLS_MAX + 1];
    size_t count = row->cell_count;
    memcpy(args, row->cells, sizeof row->cells);
    if (row->table->dated)
        args[count++] = db_int(today);
    (void) db_flight_add(flight, row->table->put_sql, args, count, -1);
}

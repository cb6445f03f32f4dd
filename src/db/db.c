/* db/db: the door; which backend answers is decided once, at open. Not for SQL: store/ has it. */
#include "db/driver.h"

#include "base/text.h"

enum err_kind db_open(const char *url, enum db_mode mode, struct db **ret, struct err *reterr)
{
    if (text_starts(url, "sqlite:"))
        return sqlite_open(url + strlen("sqlite:"), mode, ret, reterr);
    if (text_starts(url, "postgresql:") || text_starts(url, "postgres:"))
        return postgres_open(url, mode, ret, reterr);
    return err_set(reterr, ERR_INVALID, "db.url", "a store is sqlite:PATH or postgresql://…");
}

void db_close(struct db *db)
{
    if (db)
        db->driver->close(db);
}

const char *db_kind(const struct db *db) { return db->driver->name; }

enum err_kind db_begin(struct db *db, struct err *reterr) { return db->driver->begin(db, reterr); }

enum err_kind db_commit(struct db *db, struct err *reterr)
{
    return db->driver->commit(db, reterr);
}

void db_rollback(struct db *db) { db->driver->rollback(db); }

int64_t db_session(const struct db *db)
{
    return db->driver->session ? db->driver->session(db) : 1;
}

void db_hold(struct db *db)
{
    if (db->driver->hold)
        db->driver->hold(db);
}

void db_release(struct db *db)
{
    if (db->driver->release)
        db->driver->release(db);
}

void db_pin_session(struct db *db)
{
    if (db->driver->pin)
        db->driver->pin(db);
}

const struct db_value *db_cell(const struct db_result *result, size_t row, size_t column)
{
    static const struct db_value nothing = {.type = DB_NULL};
    if (row >= result->row_count || column >= result->column_count)
        return &nothing;
    return &result->cells[row * result->column_count + column];
}

size_t db_place(const struct db_result *result, int64_t id)
{
    size_t low = 0, high = result->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (db_cell_int(result, middle, 0) < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int64_t db_cell_int(const struct db_result *result, size_t row, size_t column)
{
    const struct db_value *cell = db_cell(result, row, column);
    return cell->type == DB_INT ? cell->integer : 0;
}

const char *db_cell_text(const struct db_result *result, size_t row, size_t column)
{
    const struct db_value *cell = db_cell(result, row, column);
    return cell->type == DB_TEXT ? cell->text : NULL;
}

enum err_kind flight_judge(const struct flight_statement *statement, size_t index,
                           struct err *reterr)
{
    if (statement->changed_must_be < 0 || statement->result.changed == statement->changed_must_be)
        return ERR_NONE;
    return err_set(reterr, ERR_STALE, "db.lost_guard",
                   "statement %zu changed %lld rows, not %lld: %.80s", index,
                   (long long) statement->result.changed, (long long) statement->changed_must_be,
                   statement->sql);
}

enum err_kind db_run(struct db *db, struct arena *arena, const char *sql,
                     const struct db_value *args, size_t arg_count, struct db_result *ret,
                     struct err *reterr)
{
    struct db_value copy[DB_ARGS_MAX];
    if (arg_count > DB_ARGS_MAX)
        return err_set(reterr, ERR_LIMIT, "db.args", "too many arguments");
    if (arg_count)
        memcpy(copy, args, arg_count * sizeof *args);
    struct flight_statement statement = {
        .sql = sql, .args = copy, .arg_count = arg_count, .changed_must_be = -1};
    enum err_kind kind = db->driver->run(db, arena, &statement, reterr);
    if (!kind && ret)
        *ret = statement.result;
    return kind;
}

struct db_flight *db_flight_new(struct arena *arena)
{
    struct db_flight *flight = arena_alloc(arena, sizeof *flight);
    if (flight)
        flight->arena = arena;
    return flight;
}

static bool grow(struct db_flight *flight)
{
    if (flight->count < flight->capacity)
        return true;
    size_t capacity = flight->capacity ? flight->capacity * 2 : 16;
    struct flight_statement *more = arena_array(flight->arena, capacity, sizeof *more);
    if (!more)
        return false;
    if (flight->count)
        memcpy(more, flight->statements, flight->count * sizeof *more);
    flight->statements = more;
    flight->capacity = capacity;
    return true;
}

static bool copy_args(struct arena *arena, struct flight_statement *statement,
                      const struct db_value *args)
{
    statement->args = arena_array(arena, statement->arg_count + 1, sizeof *args);
    if (!statement->args)
        return false;
    for (size_t i = 0; i < statement->arg_count; i++) {
        statement->args[i] = args[i];
        if (args[i].type == DB_TEXT)
            statement->args[i].text = arena_copy(arena, args[i].text);
        else if (args[i].type == DB_BYTES)
            statement->args[i].text = arena_copy_bytes(arena, args[i].text, args[i].size_bytes);
        if (args[i].type >= DB_TEXT && !statement->args[i].text)
            return false;
    }
    return true;
}

size_t db_flight_add(struct db_flight *flight, const char *sql, const struct db_value *args,
                     size_t arg_count, int64_t changed_must_be)
{
    size_t index = flight->count;
    if (arg_count > DB_ARGS_MAX || !grow(flight)) {
        flight->failed = true;
        return index;
    }
    struct flight_statement *statement = &flight->statements[flight->count];
    *statement = (struct flight_statement){
        .sql = sql, .arg_count = arg_count, .changed_must_be = changed_must_be};
    if (!copy_args(flight->arena, statement, args))
        flight->failed = true;
    else
        flight->count++;
    return index;
}

size_t db_flight_count(const struct db_flight *flight) { return flight->count; }

enum err_kind db_flight_run(struct db *db, struct db_flight *flight, struct err *reterr)
{
    if (flight->failed)
        return arena_full(reterr);
    return flight->count ? db->driver->fly(db, flight, reterr) : ERR_NONE;
}

const struct db_result *db_flight_result(const struct db_flight *flight, size_t index)
{
    static const struct db_result nothing = {0};
    return index < flight->count ? &flight->statements[index].result : &nothing;
}

enum err_kind db_snapshot(struct db *db, const char *path, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    if (strcmp(db->driver->name, "sqlite") != 0)
        return err_set(reterr, ERR_CONFLICT, "db.snapshot",
                       "PostgreSQL has its own tools for that");
    return db_run(db, &arena, "VACUUM INTO $1", DB_ARGS(db_text(path)), NULL, reterr);
}

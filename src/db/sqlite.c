/* db/sqlite: the default backend. WAL, synchronous=FULL, statements kept, mmap on readers. */
#include "db/driver.h"

#include "base/text.h"

#include <pthread.h>
#include <sqlite3.h>

enum { STATEMENTS_MAX = 512, BUSY_MS = 5000 };

struct kept {
    const char *sql;
    sqlite3_stmt *statement;
    uint8_t place[DB_ARGS_MAX + 1]; /* of parameter $1, $2 …; 0: not in the text */
};

struct sqlite_db {
    struct db base;
    sqlite3 *handle;
    struct kept kept[STATEMENTS_MAX]; /* open addressing by the text's address: SQL is constant */
    bool in_transaction, reads_only;
};

static enum err_kind fail(sqlite3 *handle, const char *sql, struct err *reterr)
{
    int code = handle ? sqlite3_extended_errcode(handle) : SQLITE_NOMEM;
    const char *text = handle ? sqlite3_errmsg(handle) : "out of memory";
    switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
        return err_set(reterr, ERR_CONFLICT,
                       code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY
                           ? "db.unique"
                           : "db.constraint",
                       "%s: %.80s", text, sql);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(reterr, ERR_BUSY, "db.busy", "%s", text);
    case SQLITE_FULL:
        return err_set(reterr, ERR_BUSY, "store.full", "%s: %.80s", text, sql);
    default:
        return err_set(reterr, ERR_STORE, "db.failed", "%s (%d): %.80s", text, code, sql);
    }
}

static enum err_kind execute(struct sqlite_db *db, const char *sql, struct err *reterr)
{
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK
               ? ERR_NONE
               : fail(db->handle, sql, reterr);
}

/* SQLite reads "$2" as a *name*, and numbers names in the order of the text. */
static void find_places(struct kept *kept)
{
    for (int i = sqlite3_bind_parameter_count(kept->statement); i > 0; i--) {
        const char *name = sqlite3_bind_parameter_name(kept->statement, i);
        long number = name ? strtol(name + 1, NULL, 10) : 0;
        if (number > 0 && number <= DB_ARGS_MAX)
            kept->place[number] = (uint8_t) i;
    }
}

/* Prepared once a connection and kept; a full table prepares anew each time (never in practice). */
static enum err_kind prepare(struct sqlite_db *db, const char *sql, struct kept **ret,
                             struct kept *once, struct err *reterr)
{
    size_t place = ((uintptr_t) sql >> 4) % STATEMENTS_MAX;
    for (size_t i = 0; i < 16; i++, place = (place + 1) % STATEMENTS_MAX) {
        struct kept *kept = &db->kept[place];
        if (kept->sql == sql && strcmp(sqlite3_sql(kept->statement), sql) == 0) {
            *ret = kept;
            return ERR_NONE;
        }
        if (kept->sql)
            continue;
        if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &kept->statement,
                               NULL) != SQLITE_OK)
            return fail(db->handle, sql, reterr);
        kept->sql = sql;
        find_places(kept);
        *ret = kept;
        return ERR_NONE;
    }
    if (sqlite3_prepare_v2(db->handle, sql, -1, &once->statement, NULL) != SQLITE_OK)
        return fail(db->handle, sql, reterr);
    find_places(once);
    *ret = once;
    return ERR_NONE;
}

static int bind(sqlite3_stmt *statement, int index, const struct db_value *value)
{
    if (index == 0)
        return SQLITE_RANGE;
    switch (value->type) {
    case DB_NULL:
        return sqlite3_bind_null(statement, index);
    case DB_INT:
        return sqlite3_bind_int64(statement, index, value->integer);
    case DB_TEXT:
        return sqlite3_bind_text(statement, index, value->text, -1, SQLITE_STATIC);
    case DB_BYTES:
        return sqlite3_bind_blob64(statement, index, value->text, value->size_bytes, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static bool read_cell(sqlite3_stmt *statement, int column, struct arena *arena,
                      struct db_value *ret)
{
    const void *bytes = NULL;
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
        *ret = db_null();
        return true;
    case SQLITE_INTEGER:
        *ret = db_int(sqlite3_column_int64(statement, column));
        return true;
    case SQLITE_BLOB:
        bytes = sqlite3_column_blob(statement, column);
        ret->type = DB_BYTES;
        break;
    default:
        bytes = sqlite3_column_text(statement, column);
        ret->type = DB_TEXT;
    }
    ret->size_bytes = (size_t) sqlite3_column_bytes(statement, column);
    ret->text = arena_copy_bytes(arena, bytes ? bytes : "", ret->size_bytes);
    return ret->text != NULL;
}

static bool add_row(sqlite3_stmt *statement, struct arena *arena, size_t *capacity,
                    struct db_result *result)
{
    if (result->row_count == *capacity) {
        size_t more = *capacity ? *capacity * 2 : 8;
        struct db_value *cells = arena_array(arena, more * result->column_count, sizeof *cells);
        if (!cells)
            return false;
        if (*capacity)
            memcpy(cells, result->cells, *capacity * result->column_count * sizeof *cells);
        result->cells = cells;
        *capacity = more;
    }
    struct db_value *row = &result->cells[result->row_count * result->column_count];
    for (size_t column = 0; column < result->column_count; column++) {
        if (!read_cell(statement, (int) column, arena, &row[column]))
            return false;
    }
    result->row_count++;
    return true;
}

static enum err_kind step_all(struct sqlite_db *db, sqlite3_stmt *prepared, struct arena *arena,
                              struct flight_statement *statement, struct err *reterr)
{
    struct db_result *result = &statement->result;
    *result = (struct db_result){.column_count = (size_t) sqlite3_column_count(prepared)};
    size_t capacity = 0;
    int code;
    int64_t before = sqlite3_total_changes64(db->handle);
    while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
        if (result->row_count == DB_ROWS_MAX)
            return err_set(reterr, ERR_LIMIT, "db.rows", "too many rows: %.80s", statement->sql);
        if (!add_row(prepared, arena, &capacity, result))
            return arena_full(reterr);
    }
    if (code != SQLITE_DONE)
        return fail(db->handle, statement->sql, reterr);
    result->changed = sqlite3_total_changes64(db->handle) - before;
    return ERR_NONE;
}

static enum err_kind sqlite_run(struct db *base, struct arena *arena,
                                struct flight_statement *statement, struct err *reterr)
{
    struct sqlite_db *db = (struct sqlite_db *) base;
    struct kept once = {.sql = NULL}, *kept = NULL;
    enum err_kind kind = prepare(db, statement->sql, &kept, &once, reterr);
    if (kind)
        return kind;

    sqlite3_stmt *prepared = kept->statement;
    if (sqlite3_bind_parameter_count(prepared) != (int) statement->arg_count)
        kind =
            err_set(reterr, ERR_STORE, "db.args", "%d arguments wanted, %zu given: %.80s",
                    sqlite3_bind_parameter_count(prepared), statement->arg_count, statement->sql);
    for (size_t i = 0; !kind && i < statement->arg_count; i++) {
        if (bind(prepared, kept->place[i + 1], &statement->args[i]) != SQLITE_OK)
            kind = fail(db->handle, statement->sql, reterr);
    }
    if (!kind)
        kind = step_all(db, prepared, arena, statement, reterr);
    (void) sqlite3_reset(prepared);
    (void) sqlite3_clear_bindings(prepared);
    (void) sqlite3_finalize(once.statement);
    return kind;
}

static enum err_kind fly_all(struct db *base, struct db_flight *flight, struct err *reterr)
{
    for (size_t i = 0; i < flight->count; i++) {
        struct flight_statement *statement = &flight->statements[i];
        enum err_kind kind = sqlite_run(base, flight->arena, statement, reterr);
        if (!kind)
            kind = flight_judge(statement, i, reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

/* What holds a reading together; prepared once, as all else. */
static enum err_kind hold_word(struct sqlite_db *db, const char *sql, struct err *reterr)
{
    struct flight_statement statement = {.sql = sql};
    return sqlite_run(&db->base, NULL, &statement, reterr);
}

static const char hold_begin[] = "BEGIN", hold_end[] = "COMMIT";

static void sqlite_hold(struct db *base)
{
    struct sqlite_db *db = (struct sqlite_db *) base;
    if (db->reads_only && sqlite3_get_autocommit(db->handle))
        (void) !hold_word(db, hold_begin, NULL); /* not held, each flight is its own again */
}

static void sqlite_release(struct db *base)
{
    struct sqlite_db *db = (struct sqlite_db *) base;
    if (!sqlite3_get_autocommit(db->handle) && hold_word(db, hold_end, NULL))
        (void) sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

/* A reader's flight is one transaction: it sees one state, and takes its lock once. */
static enum err_kind sqlite_fly(struct db *base, struct db_flight *flight, struct err *reterr)
{
    struct sqlite_db *db = (struct sqlite_db *) base;
    bool alone = db->reads_only && flight->count > 1 && sqlite3_get_autocommit(db->handle);
    enum err_kind kind = alone ? hold_word(db, hold_begin, reterr) : ERR_NONE;
    if (!kind)
        kind = fly_all(base, flight, reterr);
    if (alone)
        sqlite_release(base);
    return kind;
}

static enum err_kind sqlite_begin(struct db *base, struct err *reterr)
{
    struct sqlite_db *db = (struct sqlite_db *) base;
    enum err_kind kind = execute(db, "BEGIN IMMEDIATE", reterr);
    db->in_transaction = !kind;
    return kind;
}

static enum err_kind sqlite_commit(struct db *base, struct err *reterr)
{
    struct sqlite_db *db = (struct sqlite_db *) base;
    enum err_kind kind = execute(db, "COMMIT", reterr);
    if (!kind)
        db->in_transaction = false;
    /* All of it may stand in the log already, where a crash now would find it. */
    if (kind == ERR_STORE)
        kind = err_set(reterr, ERR_UNCERTAIN, "db.commit_unknown", "COMMIT failed: %s",
                       sqlite3_errmsg(db->handle));
    return kind;
}

static void sqlite_rollback(struct db *base)
{
    struct sqlite_db *db = (struct sqlite_db *) base;
    /* After a full disk SQLite may have rolled back by itself; then this fails, rightly. */
    if (!sqlite3_get_autocommit(db->handle))
        (void) sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    db->in_transaction = false;
}

static void sqlite_close_db(struct db *base)
{
    struct sqlite_db *db = (struct sqlite_db *) base;
    for (size_t i = 0; i < STATEMENTS_MAX; i++)
        (void) sqlite3_finalize(db->kept[i].statement);
    (void) sqlite3_close(db->handle);
    free(db);
}

static const char *sqlite_type_word(const char *word, size_t length)
{
    static const struct {
        const char *word, *sql;
    } words[] = {
        {"ID", "INTEGER PRIMARY KEY"},
        {"INT", "INTEGER"},
        {"MONEY", "INTEGER"},
        {"INSTANT", "INTEGER"},
        {"DAY", "INTEGER"},
        {"FLAG", "INTEGER"},
        {"BYTES", "BLOB"},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strlen(words[i].word) == length && strncmp(words[i].word, word, length) == 0)
            return words[i].sql;
    }
    return NULL;
}

static const struct db_driver driver = {
    .name = "sqlite",
    .close = sqlite_close_db,
    .run = sqlite_run,
    .fly = sqlite_fly,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .hold = sqlite_hold,
    .release = sqlite_release,
    .type_word = sqlite_type_word,
};

/* SQLite counts all memory under one lock of the whole program, for statistics nobody asks for. */
static void configure(void) { (void) sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

enum err_kind sqlite_open(const char *path, enum db_mode mode, struct db **ret, struct err *reterr)
{
    static pthread_once_t configured = PTHREAD_ONCE_INIT;
    (void) pthread_once(&configured, configure);
    struct sqlite_db *db = calloc(1, sizeof *db);
    if (!db)
        return arena_full(reterr);
    db->base.driver = &driver;
    db->reads_only = mode == DB_READ_ONLY;
    /* A reader is opened read-write too: a WAL database needs its shared memory; query_only binds
     * it. */
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                (mode == DB_READ_WRITE ? SQLITE_OPEN_CREATE : 0);
    enum err_kind kind = ERR_NONE;
    if (sqlite3_open_v2(path, &db->handle, flags, NULL) != SQLITE_OK)
        kind = fail(db->handle, path, reterr);
    if (!kind) {
        (void) sqlite3_busy_timeout(db->handle, BUSY_MS);
        kind = execute(
            db,
            mode == DB_READ_WRITE
                ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                  "PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-65536;"
                : "PRAGMA query_only=ON; PRAGMA mmap_size=1073741824; PRAGMA cache_size=-16384;",
            reterr);
    }
    if (kind) {
        sqlite_close_db(&db->base);
        return kind;
    }
    *ret = &db->base;
    return ERR_NONE;
}

/*
 * db/: the only door to a database. SQL is written once, in the subset that SQLite 3.40 and
 * PostgreSQL 15 share, with $1 $2 … parameters; values never enter the text.
 *
 * One `struct db` is one connection, used by one thread at a time. Statements are prepared once a
 * connection and kept. Results are materialised into the caller's arena: nothing stays open, so a
 * list always carries a LIMIT.
 *
 * Two differences SQL text cannot hide: after any error PostgreSQL refuses the rest of the
 * transaction while SQLite goes on (so callers roll back on every error), and SQLite has one
 * writer (so db_begin() is BEGIN IMMEDIATE there).
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/arena.h"

struct db;

enum db_type { DB_NULL, DB_INT, DB_TEXT, DB_BYTES };

struct db_value {
    enum db_type type;
    int64_t integer;
    const char *text; /* DB_TEXT: NUL-terminated; DB_BYTES: size_bytes bytes */
    size_t size_bytes;
};

static inline struct db_value db_int(int64_t integer)
{
    return (struct db_value){.type = DB_INT, .integer = integer};
}
static inline struct db_value db_text(const char *text) /* NULL gives SQL NULL */
{
    return (struct db_value){.type = text ? DB_TEXT : DB_NULL, .text = text};
}
static inline struct db_value db_bytes(const void *bytes, size_t size_bytes)
{
    return (struct db_value){
        .type = bytes ? DB_BYTES : DB_NULL, .text = bytes, .size_bytes = size_bytes};
}
static inline struct db_value db_null(void) { return (struct db_value){.type = DB_NULL}; }
/** 0 gives SQL NULL: for optional references and instants. */
static inline struct db_value db_id(int64_t id) { return id ? db_int(id) : db_null(); }

/** DB_ARGS(db_text(id), db_int(version)) -> array, count */
#define DB_ARGS(...)                                                                               \
    (const struct db_value[]){__VA_ARGS__},                                                        \
        sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value)
#define DB_NO_ARGS NULL, 0

/** A finished result. All of it lives in the arena it was read into. */
struct db_result {
    size_t row_count;
    size_t column_count;
    struct db_value *cells; /* row-major */
    int64_t changed;        /* rows touched by INSERT, UPDATE, DELETE */
};

const struct db_value *db_cell(const struct db_result *result, size_t row, size_t column);
/** Of rows in order of their first column, an integer: the first that is not below `id`. */
size_t db_place(const struct db_result *result, int64_t id);
int64_t db_cell_int(const struct db_result *result, size_t row, size_t column); /* NULL is 0 */
const char *db_cell_text(const struct db_result *result, size_t row,
                         size_t column); /* NULL is NULL */

enum db_mode {
    DB_READ_WRITE, /* the writer, setup, migrate */
    DB_READ_ONLY,  /* I/O threads */
};

/** `url` is "sqlite:PATH" or a libpq "postgresql://…" URL (never logged: it may hold a password).
 */
MUST_CHECK enum err_kind db_open(const char *url, enum db_mode mode, struct db **ret,
                                 struct err *reterr);
void db_close(struct db *db);
static inline void db_closep(struct db **db) { db_close(*db); }
#define DB_SCOPED __attribute__((cleanup(db_closep))) struct db
/** "sqlite" or "postgresql". */
const char *db_kind(const struct db *db);

MUST_CHECK enum err_kind db_begin(struct db *db, struct err *reterr);
/**
 * Durable when it returns ERR_NONE (synchronous=FULL / synchronous_commit=on).
 * ERR_UNCERTAIN "db.commit_unknown": the connection broke during COMMIT, or the log was written
 * and could not be flushed; it may have happened.
 */
MUST_CHECK enum err_kind db_commit(struct db *db, struct err *reterr);
/** Never fails to leave the connection outside a transaction; a lost connection is reopened. */
void db_rollback(struct db *db);
/**
 * From here until db_release() a reader's statements see one state, and lock the database once
 * together. Of use on SQLite alone: on PostgreSQL it would cost two round trips, and nothing
 * happens. Never around waiting for something outside.
 */
void db_hold(struct db *db);
/** Ends what db_hold() began; nothing else. */
void db_release(struct db *db);
/**
 * Another number each time a lost connection was made anew, which happens by itself outside a
 * transaction. What belonged to the session before (its locks) is gone then. Never 0.
 */
int64_t db_session(const struct db *db);
/** From now on a lost connection stays lost (ERR_BUSY "db.connection"): whoever took a lock of the
 * session and does not ask for it again must not go on without it. */
void db_pin_session(struct db *db);

/**
 * Runs one statement; rows, if any, go to `arena`. `ret` may be NULL when rows do not matter.
 * @return ERR_CONFLICT "db.unique" or "db.constraint", ERR_BUSY "db.busy", "db.connection" or
 *         "store.full", ERR_STORE "db.failed",
 *         ERR_LIMIT "db.rows" above DB_ROWS_MAX
 */
MUST_CHECK enum err_kind db_run(struct db *db, struct arena *arena, const char *sql,
                                const struct db_value *args, size_t arg_count,
                                struct db_result *ret, struct err *reterr);

#define DB_ROWS_MAX 100000
#define DB_ARGS_MAX 40

/**
 * A flight: many statements that travel together (one pipeline on PostgreSQL, a loop on SQLite)
 * and come back together. Statements of one flight must not depend on each other's rows.
 */
struct db_flight;

/** NULL when memory ran out. Lives in `arena`, as do all its statements, arguments and results. */
MUST_CHECK struct db_flight *db_flight_new(struct arena *arena);
/**
 * Adds a statement; `sql` must have static storage, `args` are copied (texts too).
 * `changed_must_be` ≥ 0: the flight fails with ERR_STALE "db.lost_guard" unless exactly that many
 * rows were changed: the guard of every optimistic UPDATE. -1: any.
 * Returns the index to ask db_flight_result() with; on lack of memory the flight remembers it and
 * db_flight_run() says so.
 */
size_t db_flight_add(struct db_flight *flight, const char *sql, const struct db_value *args,
                     size_t arg_count, int64_t changed_must_be);
size_t db_flight_count(const struct db_flight *flight);
/** Runs all, in order. On the first error stops and says which (reterr->text). */
MUST_CHECK enum err_kind db_flight_run(struct db *db, struct db_flight *flight, struct err *reterr);
const struct db_result *db_flight_result(const struct db_flight *flight, size_t index);

/**
 * Brings the schema up to date. `names`/`texts`: the files of migrations/ in order of name,
 * embedded at build time. Type words ID, BYTES, INT, MONEY, INSTANT, DAY, FLAG, TEXT are expanded
 * for the database (a 64-bit key is INTEGER PRIMARY KEY in SQLite, BIGINT in PostgreSQL). Each file
 * runs in one transaction and is recorded in table schema_migration with its SM3-independent
 * checksum (FNV-64); a changed file that has already run is refused: ERR_CONFLICT
 * "db.migration_changed".
 */
MUST_CHECK enum err_kind db_migrate(struct db *db, const char *const *names,
                                    const char *const *texts, size_t count, size_t *ret_ran,
                                    struct err *reterr);

/**
 * How many of these have not run here, and how many have that are none of these: a newer
 * program's.
 */
MUST_CHECK enum err_kind db_migrations_differ(struct db *db, const char *const *names, size_t count,
                                              size_t *ret_missing, size_t *ret_unknown,
                                              struct err *reterr);

/**
 * SQLite: a thread that checkpoints the WAL so that the writer never has to (recipe measured in
 * docs/decisions/group-commit.md). PostgreSQL: does nothing. `url` as in db_open(). `failed` is
 * called, on that thread, when the database file cannot be flushed: it must end the program at
 * once, with nothing closed, so that the next start finds the whole log. NULL: no pass is run any
 * more.
 */
struct db_checkpointer;
MUST_CHECK enum err_kind db_checkpointer_start(const char *url, void (*failed)(void),
                                               struct db_checkpointer **ret, struct err *reterr);
void db_checkpointer_stop(struct db_checkpointer *self);
/** The writer holds this around its transaction, so that the last short pass can wait for it. */
void db_checkpointer_enter(struct db_checkpointer *self); /* NULL is allowed */
void db_checkpointer_leave(struct db_checkpointer *self);

/**
 * Writes a consistent picture of an SQLite database into a new file, while others read and write.
 * ERR_CONFLICT "db.snapshot" on PostgreSQL, which has tools of its own for that.
 */
MUST_CHECK enum err_kind db_snapshot(struct db *db, const char *path, struct err *reterr);
/**
 * What PostgreSQL's own tools need to reach this database, as a NULL-ended list "PGHOST=…": a
 * password never stands on a command line. ERR_INVALID "db.url".
 */
MUST_CHECK enum err_kind db_tool_environment(const char *url, struct arena *arena,
                                             const char *const **ret, struct err *reterr);

#endif

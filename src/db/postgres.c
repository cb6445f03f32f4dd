/* db/postgres: libpq, statements prepared once a connection, flights in pipeline mode. */
#include "db/driver.h"

#include "base/text.h"

#include <libpq-fe.h>

enum { STATEMENTS_MAX = 1024, INT_TEXT_BYTES = 24, NAME_BYTES = 16 };

struct postgres_db {
    struct db base;
    PGconn *connection;
    char *url;
    enum db_mode mode;
    bool pinned;         /* a lost connection stays lost */
    int64_t session;     /* how many connections came before this one, and one */
    bool in_transaction; /* then a lost connection is not made anew: what was begun is gone */
    char *kept[STATEMENTS_MAX]; /* "s" + place is the prepared name of this text (a copy of it) */
};

/* What the server said, as an error of ours. Never the connection text: it may hold a password. */
static enum err_kind fail(PGconn *connection, const PGresult *result, const char *sql,
                          struct err *reterr)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *text = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (!state)
        return err_set(reterr, PQstatus(connection) == CONNECTION_OK ? ERR_STORE : ERR_BUSY,
                       "db.connection", "the database does not answer");
    if (strcmp(state, "23505") == 0)
        return err_set(reterr, ERR_CONFLICT, "db.unique", "%s: %.80s", text, sql);
    if (text_starts(state, "23"))
        return err_set(reterr, ERR_CONFLICT, "db.constraint", "%s: %.80s", text, sql);
    if (text_starts(state, "40") || text_starts(state, "57P") || text_starts(state, "55P"))
        return err_set(reterr, ERR_BUSY, "db.busy", "%s", text);
    if (strcmp(state, "53100") == 0)
        return err_set(reterr, ERR_BUSY, "store.full", "%s: %.80s", text, sql);
    return err_set(reterr, ERR_STORE, "db.failed", "%s (%s): %.80s", text ? text : "", state, sql);
}

static enum err_kind command(struct postgres_db *db, const char *sql, struct err *reterr)
{
    PGresult *result = PQexec(db->connection, sql);
    enum err_kind kind = PQresultStatus(result) == PGRES_COMMAND_OK
                             ? ERR_NONE
                             : fail(db->connection, result, sql, reterr);
    PQclear(result);
    return kind;
}

static void ignore_notice(void *context, const PGresult *result)
{
    (void) context;
    (void) result;
}

static void forget_statements(struct postgres_db *db)
{
    for (size_t i = 0; i < STATEMENTS_MAX; i++) {
        free(db->kept[i]);
        db->kept[i] = NULL;
    }
}

/*
 * A machine that is gone says nothing. Either end finds out within half a minute: ours, so that
 * nobody waits for hours; PostgreSQL's, so that what the lost session held (the writer's lock) is
 * free again. What the address itself says goes before.
 */
static enum err_kind connect_db(struct postgres_db *db, struct err *reterr)
{
    static const char *const names[] = {"connect_timeout",
                                        "keepalives_idle",
                                        "keepalives_interval",
                                        "keepalives_count",
                                        "tcp_user_timeout",
                                        "dbname",
                                        NULL};
    const char *const values[] = {"3", "10", "5", "3", "25000", db->url, NULL};
    static const char *const settings[] = {
        [DB_READ_WRITE] = "SET synchronous_commit=on; SET tcp_keepalives_idle=10; "
                          "SET tcp_keepalives_interval=5; SET tcp_keepalives_count=3; "
                          "SET tcp_user_timeout=25000",
        [DB_READ_ONLY] = "SET default_transaction_read_only=on"};
    PQfinish(db->connection);
    forget_statements(db);
    db->in_transaction = false;
    db->session++;
    db->connection = PQconnectdbParams(names, values, 1);
    if (PQstatus(db->connection) != CONNECTION_OK)
        return err_set(reterr, ERR_BUSY, "db.connection", "the database cannot be reached");
    (void) PQsetNoticeReceiver(db->connection, ignore_notice, NULL);
    return command(db, settings[db->mode], reterr);
}

static bool is_lost(const struct postgres_db *db)
{
    return PQstatus(db->connection) != CONNECTION_OK;
}

/* Whoever comes after the connection was lost finds another. */
static enum err_kind revive(struct postgres_db *db, struct err *reterr)
{
    if (!is_lost(db) || db->in_transaction)
        return ERR_NONE;
    return db->pinned ? err_set(reterr, ERR_BUSY, "db.connection",
                                "the session is gone, and its lock with it")
                      : connect_db(db, reterr);
}

/* Only what reads is done again at once: it may have been done, and changes nothing. */
static bool is_read_again(const struct postgres_db *db, enum err_kind kind)
{
    return kind && db->mode == DB_READ_ONLY && is_lost(db) && !db->in_transaction;
}

/* Arguments as libpq wants them. Numbers travel as text, bytes as bytes. */
struct packed {
    const char *values[DB_ARGS_MAX];
    int lengths[DB_ARGS_MAX];
    int formats[DB_ARGS_MAX];
    char numbers[DB_ARGS_MAX][INT_TEXT_BYTES];
};

static void pack(const struct flight_statement *statement, struct packed *packed)
{
    for (size_t i = 0; i < statement->arg_count; i++) {
        const struct db_value *arg = &statement->args[i];
        packed->formats[i] = arg->type == DB_BYTES;
        packed->lengths[i] = (int) arg->size_bytes;
        packed->values[i] = arg->type == DB_NULL ? NULL : arg->text;
        if (arg->type == DB_INT) {
            (void) snprintf(packed->numbers[i], INT_TEXT_BYTES, "%lld", (long long) arg->integer);
            packed->values[i] = packed->numbers[i];
        }
    }
}

/* The prepared name of a text; prepares it at first use (a round trip, outside any pipeline). */
static enum err_kind prepare(struct postgres_db *db, const char *sql, char ret_name[NAME_BYTES],
                             struct err *reterr)
{
    size_t place = 5381;
    for (const char *c = sql; *c; c++)
        place = place * 33 + (unsigned char) *c;
    place %= STATEMENTS_MAX;
    for (size_t i = 0; i < 32; i++, place = (place + 1) % STATEMENTS_MAX) {
        (void) snprintf(ret_name, NAME_BYTES, "s%zu", place);
        /* By text, not by address: the text of a migration is not constant. */
        if (db->kept[place] && strcmp(db->kept[place], sql) == 0)
            return ERR_NONE;
        if (db->kept[place])
            continue;
        PGresult *result = PQprepare(db->connection, ret_name, sql, 0, NULL);
        enum err_kind kind = PQresultStatus(result) == PGRES_COMMAND_OK
                                 ? ERR_NONE
                                 : fail(db->connection, result, sql, reterr);
        PQclear(result);
        if (!kind) {
            db->kept[place] = strdup(sql);
            if (!db->kept[place])
                return arena_full(reterr);
        }
        return kind;
    }
    return err_set(reterr, ERR_STORE, "db.statements", "too many statements");
}

static bool read_cell(const PGresult *result, int row, int column, struct arena *arena,
                      struct db_value *ret)
{
    enum { BYTEA = 17, INT8 = 20, INT2 = 21, INT4 = 23 };
    if (PQgetisnull(result, row, column)) {
        *ret = db_null();
        return true;
    }
    const char *text = PQgetvalue(result, row, column);
    Oid type = PQftype(result, column);
    if (type == INT8 || type == INT2 || type == INT4) {
        *ret = db_int(strtoll(text, NULL, 10));
        return true;
    }
    ret->type = type == BYTEA ? DB_BYTES : DB_TEXT;
    if (type != BYTEA) {
        ret->size_bytes = (size_t) PQgetlength(result, row, column);
        ret->text = arena_copy_bytes(arena, text, ret->size_bytes);
        return ret->text != NULL;
    }
    /* bytea comes as "\x…" hex in text format */
    ret->size_bytes = (strlen(text) - 2) / 2;
    uint8_t *bytes = arena_alloc(arena, ret->size_bytes + 1);
    ret->text = (const char *) bytes;
    return bytes && text_unhex(text + 2, bytes, ret->size_bytes);
}

static enum err_kind take_result(struct postgres_db *db, const PGresult *result,
                                 struct arena *arena, struct flight_statement *statement,
                                 struct err *reterr)
{
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        return fail(db->connection, result, statement->sql, reterr);

    struct db_result *ret = &statement->result;
    *ret = (struct db_result){.row_count = (size_t) PQntuples(result),
                              .column_count = (size_t) PQnfields(result)};
    const char *changed = PQcmdTuples((PGresult *) (uintptr_t) result);
    bool is_select = text_starts(PQcmdStatus((PGresult *) (uintptr_t) result), "SELECT");
    ret->changed = *changed && !is_select ? strtoll(changed, NULL, 10) : 0;
    if (ret->row_count > DB_ROWS_MAX)
        return err_set(reterr, ERR_LIMIT, "db.rows", "too many rows: %.80s", statement->sql);
    ret->cells = arena_array(arena, ret->row_count * ret->column_count + 1, sizeof *ret->cells);
    if (!ret->cells)
        return arena_full(reterr);
    for (size_t row = 0; row < ret->row_count; row++) {
        for (size_t column = 0; column < ret->column_count; column++) {
            if (!read_cell(result, (int) row, (int) column, arena,
                           &ret->cells[row * ret->column_count + column]))
                return arena_full(reterr);
        }
    }
    return ERR_NONE;
}

static enum err_kind run_once(struct postgres_db *db, struct arena *arena,
                              struct flight_statement *statement, struct err *reterr)
{
    char name[NAME_BYTES];
    enum err_kind kind = prepare(db, statement->sql, name, reterr);
    if (kind)
        return kind;

    struct packed packed;
    pack(statement, &packed);
    PGresult *result = PQexecPrepared(db->connection, name, (int) statement->arg_count,
                                      packed.values, packed.lengths, packed.formats, 0);
    kind = take_result(db, result, arena, statement, reterr);
    PQclear(result);
    return kind;
}

static enum err_kind postgres_run(struct db *base, struct arena *arena,
                                  struct flight_statement *statement, struct err *reterr)
{
    struct postgres_db *db = (struct postgres_db *) base;
    enum err_kind kind = revive(db, reterr);
    if (!kind)
        kind = run_once(db, arena, statement, reterr);
    if (is_read_again(db, kind) && !revive(db, reterr))
        kind = run_once(db, arena, statement, reterr);
    return kind;
}

static bool send_all(struct postgres_db *db, struct db_flight *flight)
{
    for (size_t i = 0; i < flight->count; i++) {
        char name[NAME_BYTES];
        struct packed packed;
        if (prepare(db, flight->statements[i].sql, name, NULL))
            return false; /* cannot happen: all were prepared before the pipeline began */
        pack(&flight->statements[i], &packed);
        if (!PQsendQueryPrepared(db->connection, name, (int) flight->statements[i].arg_count,
                                 packed.values, packed.lengths, packed.formats, 0))
            return false;
    }
    return PQpipelineSync(db->connection) == 1;
}

/* Reads every result up to the sync, keeping the first error. */
static enum err_kind receive_all(struct postgres_db *db, struct db_flight *flight,
                                 struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    size_t at = 0;
    for (;;) {
        PGresult *result = PQgetResult(db->connection);
        if (!result) {
            if (PQstatus(db->connection) != CONNECTION_OK)
                return kind ? kind : fail(db->connection, NULL, "", reterr);
            continue; /* the end of one statement's results */
        }
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            return kind;
        }
        if (!kind && at < flight->count) {
            kind = take_result(db, result, flight->arena, &flight->statements[at], reterr);
            if (!kind)
                kind = flight_judge(&flight->statements[at], at, reterr);
        }
        at++;
        PQclear(result);
    }
}

static enum err_kind fly_once(struct postgres_db *db, struct db_flight *flight, struct err *reterr)
{
    for (size_t i = 0; i < flight->count; i++) {
        char name[NAME_BYTES];
        enum err_kind kind = prepare(db, flight->statements[i].sql, name, reterr);
        if (kind)
            return kind;
    }
    if (PQenterPipelineMode(db->connection) != 1)
        return fail(db->connection, NULL, "", reterr);
    enum err_kind kind = send_all(db, flight) ? receive_all(db, flight, reterr)
                                              : fail(db->connection, NULL, "", reterr);
    if (PQexitPipelineMode(db->connection) != 1 && !kind)
        kind = fail(db->connection, NULL, "", reterr);
    return kind;
}

static enum err_kind postgres_fly(struct db *base, struct db_flight *flight, struct err *reterr)
{
    struct postgres_db *db = (struct postgres_db *) base;
    enum err_kind kind = revive(db, reterr);
    if (!kind)
        kind = fly_once(db, flight, reterr);
    if (is_read_again(db, kind) && !revive(db, reterr))
        kind = fly_once(db, flight, reterr);
    return kind;
}

static enum err_kind postgres_begin(struct db *base, struct err *reterr)
{
    struct postgres_db *db = (struct postgres_db *) base;
    enum err_kind kind = revive(db, reterr);
    if (!kind)
        kind = command(db, "BEGIN", reterr);
    db->in_transaction = !kind;
    return kind;
}

static enum err_kind postgres_commit(struct db *base, struct err *reterr)
{
    struct postgres_db *db = (struct postgres_db *) base;
    PGresult *result = PQexec(db->connection, "COMMIT");
    enum err_kind kind = ERR_NONE;
    if (PQresultStatus(result) != PGRES_COMMAND_OK && !is_lost(db))
        kind = fail(db->connection, result, "COMMIT", reterr);
    else if (PQresultStatus(result) != PGRES_COMMAND_OK)
        kind = err_set(reterr, ERR_UNCERTAIN, "db.commit_unknown",
                       "the connection broke during COMMIT");
    else if (strcmp(PQcmdStatus(result), "COMMIT") != 0) /* a failed transaction answers ROLLBACK */
        kind = err_set(reterr, ERR_STORE, "db.failed", "the transaction had failed before COMMIT");
    PQclear(result);
    db->in_transaction = kind != ERR_NONE; /* until it is rolled back */
    return kind;
}

static void postgres_rollback(struct db *base)
{
    struct postgres_db *db = (struct postgres_db *) base;
    bool good = !is_lost(db) && command(db, "ROLLBACK", NULL) == ERR_NONE;
    db->in_transaction = false;
    if (!good && !db->pinned && connect_db(db, NULL))
        return; /* still away: whoever comes next tries again */
}

static void postgres_pin(struct db *base) { ((struct postgres_db *) base)->pinned = true; }

static int64_t postgres_session(const struct db *base)
{
    return ((const struct postgres_db *) base)->session;
}

static void postgres_close(struct db *base)
{
    struct postgres_db *db = (struct postgres_db *) base;
    forget_statements(db);
    PQfinish(db->connection);
    free(db->url);
    free(db);
}

static const char *postgres_type_word(const char *word, size_t length)
{
    static const struct {
        const char *word, *sql;
    } words[] = {
        {"ID", "BIGINT PRIMARY KEY"}, {"INT", "BIGINT"}, {"MONEY", "BIGINT"},
        {"INSTANT", "BIGINT"},        {"DAY", "BIGINT"}, {"FLAG", "BIGINT"},
        {"BYTES", "BYTEA"},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strlen(words[i].word) == length && strncmp(words[i].word, word, length) == 0)
            return words[i].sql;
    }
    return NULL;
}

static const struct db_driver driver = {
    .name = "postgresql",
    .close = postgres_close,
    .run = postgres_run,
    .fly = postgres_fly,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .session = postgres_session,
    .pin = postgres_pin,
    .type_word = postgres_type_word,
};

enum err_kind postgres_open(const char *url, enum db_mode mode, struct db **ret, struct err *reterr)
{
    struct postgres_db *db = calloc(1, sizeof *db);
    char *copy = db ? strdup(url) : NULL;
    if (!db || !copy) {
        free(db);
        return arena_full(reterr);
    }
    db->base.driver = &driver;
    db->url = copy;
    db->mode = mode;
    enum err_kind kind = connect_db(db, reterr);
    if (kind) {
        postgres_close(&db->base);
        return kind;
    }
    *ret = &db->base;
    return ERR_NONE;
}

enum err_kind db_tool_environment(const char *url, struct arena *arena, const char *const **ret,
                                  struct err *reterr)
{
    char *message = NULL;
    PQconninfoOption *options = PQconninfoParse(url, &message);
    size_t count = 0, all = 0;
    PQfreemem(message); /* it may hold what is in the address */
    if (!options)
        return err_set(reterr, ERR_INVALID, "db.url", "no address of a PostgreSQL database");
    while (options[all].keyword)
        all++;
    const char **list = arena_array(arena, all + 1, sizeof *list);
    for (size_t i = 0; list && i < all; i++) {
        if (!options[i].val || !*options[i].val || !options[i].envvar)
            continue;
        list[count] = arena_printf(arena, "%s=%s", options[i].envvar, options[i].val);
        if (!list[count++])
            list = NULL;
    }
    PQconninfoFree(options);
    *ret = list;
    return list ? ERR_NONE : arena_full(reterr);
}

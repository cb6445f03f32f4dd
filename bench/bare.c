/*
 * bench/bare: writes the rows of a record (bench/shim) in its batches with SQLite alone, or with
 * libpq alone: no HTTP, no JSON, no decision, no reading. It is what a durable write costs at
 * least. One line of JSON for each part of the record, when a line comes in on standard input, so
 * that a benchmark can take turns with it.
 *
 *   bare --record FILE (--db FILE | --url postgresql://…) --parts COUNT
 *
 * An action is a batch's row of table replay: one for each answered request of a client.
 */
#include "db/db.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/resource.h>

enum { STATEMENTS_MAX = 4096, ARGS_MAX = 48, FLIGHT_MAX = 200000 };

struct argument {
    char type;
    uint32_t bytes;
    const char *at;
};

struct bare {
    char *text;
    size_t bytes, at;
    const char *sql[STATEMENTS_MAX];
    bool is_action[STATEMENTS_MAX];
    size_t statement_count;
    sqlite3 *sqlite;
    sqlite3_stmt *prepared[STATEMENTS_MAX];
    struct db_checkpointer *checkpointer;
    PGconn *pg;
    int64_t actions, batches, rows;
};

static void die(const char *what, const char *text)
{
    (void) fprintf(stderr, "bare: %s: %.300s\n", what, text ? text : "");
    exit(1);
}

static uint32_t take_number(struct bare *bare)
{
    uint32_t number = 0;
    memcpy(&number, bare->text + bare->at, sizeof number);
    bare->at += sizeof number;
    return number;
}

static void take_statement(struct bare *bare)
{
    uint32_t id = take_number(bare), length = take_number(bare);
    if (id >= STATEMENTS_MAX)
        die("record", "too many statements");
    char *sql = bare->sql[id] ? NULL : strndup(bare->text + bare->at, length);
    bare->at += length;
    if (!sql) /* read before, when the record was counted */
        return;
    bare->sql[id] = sql;
    bare->is_action[id] = strncmp(sql, "INSERT INTO replay", 18) == 0;
    if (id >= bare->statement_count)
        bare->statement_count = id + 1;
}

static uint32_t take_arguments(struct bare *bare, struct argument *ret)
{
    uint32_t count = take_number(bare);
    for (uint32_t i = 0; i < count; i++) {
        ret[i].type = bare->text[bare->at++];
        ret[i].bytes = take_number(bare);
        ret[i].at = bare->text + bare->at;
        bare->at += ret[i].bytes;
    }
    return count;
}

/* ---- SQLite -----------------------------------------------------------------------------------
 */

static void sqlite_command(struct bare *bare, const char *sql)
{
    if (sqlite3_exec(bare->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
        die(sql, sqlite3_errmsg(bare->sqlite));
}

static void sqlite_row(struct bare *bare, uint32_t id, const struct argument *args, uint32_t count)
{
    sqlite3_stmt *statement = bare->prepared[id];
    if (!statement) {
        if (sqlite3_prepare_v3(bare->sqlite, bare->sql[id], -1, SQLITE_PREPARE_PERSISTENT,
                               &statement, NULL) != SQLITE_OK)
            die("prepare", sqlite3_errmsg(bare->sqlite));
        bare->prepared[id] = statement;
    }
    for (uint32_t i = 0; i < count; i++) {
        const char *name = sqlite3_bind_parameter_name(statement, (int) i + 1);
        const struct argument *arg = &args[strtol(name + 1, NULL, 10) - 1];
        int64_t number = 0;
        if (arg->type == 'i')
            memcpy(&number, arg->at, sizeof number);
        if (arg->type == 'i')
            (void) sqlite3_bind_int64(statement, (int) i + 1, number);
        else if (arg->type == 't')
            (void) sqlite3_bind_text(statement, (int) i + 1, arg->at, (int) arg->bytes,
                                     SQLITE_STATIC);
        else if (arg->type == 'b')
            (void) sqlite3_bind_blob64(statement, (int) i + 1, arg->at, arg->bytes, SQLITE_STATIC);
        else
            (void) sqlite3_bind_null(statement, (int) i + 1);
    }
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(statement);
    if (code != SQLITE_DONE)
        die(bare->sql[id], sqlite3_errmsg(bare->sqlite));
    (void) sqlite3_reset(statement);
}

static void sqlite_open(struct bare *bare, const char *path)
{
    struct err err = {0};
    char url[512];
    (void) snprintf(url, sizeof url, "sqlite:%s", path);
    if (sqlite3_open_v2(path, &bare->sqlite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        die("open", path);
    (void) sqlite3_busy_timeout(bare->sqlite, 5000);
    /* As src/db/sqlite.c opens its writer, and the same checkpoint thread beside it. */
    sqlite_command(bare, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                         "PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-65536;");
    if (db_checkpointer_start(url, NULL, &bare->checkpointer, &err))
        die("checkpoint", err.text);
}

/* ---- libpq ------------------------------------------------------------------------------------
 */

static void pg_command(struct bare *bare, const char *sql)
{
    PGresult *result = PQexec(bare->pg, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        die(sql, PQerrorMessage(bare->pg));
    PQclear(result);
}

static void pg_prepare(struct bare *bare, uint32_t id)
{
    char name[16];
    (void) snprintf(name, sizeof name, "s%u", id);
    PGresult *result = PQprepare(bare->pg, name, bare->sql[id], 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        die(bare->sql[id], PQerrorMessage(bare->pg));
    PQclear(result);
    bare->prepared[id] = (void *) bare;
}

static void pg_send(struct bare *bare, uint32_t id, const struct argument *args, uint32_t count)
{
    char name[16], numbers[ARGS_MAX][24];
    const char *values[ARGS_MAX];
    static char texts[1 << 20]; /* copies: libpq wants them ended */
    size_t used = 0;
    (void) snprintf(name, sizeof name, "s%u", id);
    for (uint32_t i = 0; i < count; i++) {
        int64_t number = 0;
        values[i] = args[i].type == 'n' ? NULL : numbers[i];
        if (args[i].type == 'i') {
            memcpy(&number, args[i].at, sizeof number);
            (void) snprintf(numbers[i], sizeof numbers[i], "%lld", (long long) number);
        } else if (args[i].type == 't' && used + args[i].bytes + 1 < sizeof texts) {
            memcpy(texts + used, args[i].at, args[i].bytes);
            texts[used + args[i].bytes] = '\0';
            values[i] = texts + used;
            used += args[i].bytes + 1;
        }
    }
    if (!PQsendQueryPrepared(bare->pg, name, (int) count, values, NULL, NULL, 0))
        die("send", PQerrorMessage(bare->pg));
}

/* Everything of a batch in one pipeline, as src/db/postgres.c sends a flight. */
static void pg_finish(struct bare *bare, size_t sent)
{
    if (PQpipelineSync(bare->pg) != 1)
        die("sync", PQerrorMessage(bare->pg));
    for (size_t i = 0; i < sent;) {
        PGresult *result = PQgetResult(bare->pg);
        if (!result) {
            i++;
            continue;
        }
        if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
            die("result", PQresultErrorMessage(result));
        PQclear(result);
    }
    PQclear(PQgetResult(bare->pg)); /* the sync's own */
}

/* ---- a batch ----------------------------------------------------------------------------------
 */

static void begin(struct bare *bare)
{
    if (bare->pg) {
        pg_command(bare, "BEGIN");
        (void) PQenterPipelineMode(bare->pg);
        return;
    }
    db_checkpointer_enter(bare->checkpointer);
    sqlite_command(bare, "BEGIN IMMEDIATE");
}

static void finish(struct bare *bare, bool keep, size_t sent)
{
    if (bare->pg) {
        pg_finish(bare, sent);
        (void) PQexitPipelineMode(bare->pg);
        pg_command(bare, keep ? "COMMIT" : "ROLLBACK");
        return;
    }
    sqlite_command(bare, keep ? "COMMIT" : "ROLLBACK");
    db_checkpointer_leave(bare->checkpointer);
}

/* The next batch of the record; false at its end. */
static bool play_batch(struct bare *bare)
{
    struct argument args[ARGS_MAX];
    size_t sent = 0;
    while (bare->at < bare->bytes) {
        char what = bare->text[bare->at++];
        if (what == 'P') {
            take_statement(bare);
        } else if (what == 'B') {
            begin(bare);
        } else if (what == 'S') {
            uint32_t id = take_number(bare), count = take_arguments(bare, args);
            if (bare->pg)
                pg_send(bare, id, args, count);
            else
                sqlite_row(bare, id, args, count);
            bare->actions += bare->is_action[id];
            bare->rows++;
            sent++;
        } else {
            finish(bare, what == 'C', sent);
            bare->batches++;
            return true;
        }
    }
    return false;
}

/* Statements' texts stand anywhere in the record: libpq prepares them before its pipeline. */
static size_t count_actions(struct bare *bare)
{
    struct argument args[ARGS_MAX];
    size_t actions = 0;
    while (bare->at < bare->bytes) {
        char what = bare->text[bare->at++];
        if (what == 'P') {
            take_statement(bare);
        } else if (what == 'S') {
            actions += bare->is_action[take_number(bare)];
            (void) take_arguments(bare, args);
        }
    }
    bare->at = 0;
    for (uint32_t i = 0; bare->pg && i < bare->statement_count; i++)
        pg_prepare(bare, i);
    return actions;
}

static void read_record(struct bare *bare, const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file || fseek(file, 0, SEEK_END))
        die("record", path);
    bare->bytes = (size_t) ftell(file);
    bare->text = malloc(bare->bytes + 1);
    rewind(file);
    if (!bare->text || fread(bare->text, 1, bare->bytes, file) != bare->bytes)
        die("record", path);
    (void) fclose(file);
}

static double seconds_now(clockid_t clock)
{
    struct timespec now;
    (void) clock_gettime(clock, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static const char *option(int argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], name) == 0)
            return argv[i + 1];
    }
    return NULL;
}

int main(int argc, char **argv)
{
    static struct bare bare;
    const char *record = option(argc, argv, "--record"), *db = option(argc, argv, "--db"),
               *url = option(argc, argv, "--url"), *parts = option(argc, argv, "--parts");
    if (!record || !parts || (!db && !url))
        die("bare --record FILE (--db FILE | --url URL) --parts COUNT", NULL);
    read_record(&bare, record);
    if (url) {
        bare.pg = PQconnectdb(url);
        if (PQstatus(bare.pg) != CONNECTION_OK)
            die("connect", PQerrorMessage(bare.pg));
    } else {
        sqlite_open(&bare, db);
    }
    int64_t all = (int64_t) count_actions(&bare), part = all / strtoll(parts, NULL, 10),
            next = part;
    while (getchar() != EOF) {
        int64_t actions = bare.actions, batches = bare.batches, rows = bare.rows;
        double began = seconds_now(CLOCK_MONOTONIC), cpu = seconds_now(CLOCK_PROCESS_CPUTIME_ID);
        while (bare.actions < next && play_batch(&bare))
            continue;
        double took = seconds_now(CLOCK_MONOTONIC) - began,
               spent = seconds_now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        actions = bare.actions - actions;
        next += part;
        (void) printf("{\"seconds\":%.4f,\"actions\":%lld,\"batches\":%lld,\"rows\":%lld,"
                      "\"per_second\":%.1f,\"cpu_us\":%.1f}\n",
                      took, (long long) actions, (long long) (bare.batches - batches),
                      (long long) (bare.rows - rows), took > 0 ? (double) actions / took : 0,
                      actions ? spent * 1e6 / (double) actions : 0);
        (void) fflush(stdout);
    }
    db_checkpointer_stop(bare.checkpointer);
    return 0;
}

/*
 * bench/shim: loaded into a server with LD_PRELOAD. It counts fsync() and fdatasync() into a file
 * of one number (BENCH_FSYNCS), and writes down every statement the server writes inside a
 * transaction (BENCH_RECORD), so that bench/bare can write the same rows in the same batches with
 * SQLite or libpq alone. Without these two variables it does nothing.
 *
 * A record is a stream of: P id length text (a statement's text) | B (a transaction begins) | C or
 * R (it is kept, or not) | S id count, then of each argument in the order of its number: type byte,
 * then 8 bytes or length and bytes.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { STATEMENTS_MAX = 4096, ARGS_MAX = 48 };

struct seen {
    sqlite3_stmt *statement;
    uint32_t id;
    int count, number[ARGS_MAX]; /* number: of the parameter at each place, as in "$7" */
    char *argument[ARGS_MAX];    /* as written to the record, by number */
    size_t bytes[ARGS_MAX];
    bool stepped;
};

static struct seen statements[STATEMENTS_MAX];
static size_t statement_count;
static sqlite3 *writer; /* the connection whose transaction is open */
static FILE *record;
static _Atomic int64_t *fsyncs;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void start(void)
{
    const char *count = getenv("BENCH_FSYNCS"), *path = getenv("BENCH_RECORD");
    int file = count ? open(count, O_RDWR | O_CREAT, 0600) : -1;
    if (file >= 0 && ftruncate(file, 8) == 0) {
        void *map = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        fsyncs = map == MAP_FAILED ? NULL : map;
    }
    if (file >= 0)
        (void) close(file);
    record = path ? fopen(path, "w") : NULL;
    if (record)
        (void) setvbuf(record, NULL, _IOFBF, 1 << 20);
}

__attribute__((destructor)) static void end(void)
{
    if (record)
        (void) fclose(record);
}

static void *real(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (!found)
        abort();
    return found;
}

#define REAL(name)                                                                                 \
    static __typeof__(&(name)) next;                                                               \
    if (!next)                                                                                     \
    *(void **) &next = real(#name)

int fsync(int file)
{
    REAL(fsync);
    if (fsyncs)
        atomic_fetch_add(fsyncs, 1);
    return next(file);
}

int fdatasync(int file)
{
    REAL(fdatasync);
    if (fsyncs)
        atomic_fetch_add(fsyncs, 1);
    return next(file);
}

/* ---- the record -------------------------------------------------------------------------------
 */

static void put(const void *bytes, size_t size) { (void) fwrite(bytes, 1, size, record); }

static void remember(sqlite3_stmt *statement, const char *sql)
{
    if (strncmp(sql, "INSERT", 6) != 0 && strncmp(sql, "UPDATE", 6) != 0 &&
        strncmp(sql, "DELETE", 6) != 0)
        return;
    (void) pthread_mutex_lock(&mutex);
    if (statement_count < STATEMENTS_MAX) {
        struct seen *seen = &statements[statement_count];
        uint32_t length = (uint32_t) strlen(sql);
        *seen = (struct seen){.statement = statement, .id = (uint32_t) statement_count++};
        seen->count = sqlite3_bind_parameter_count(statement);
        for (int i = 1; i <= seen->count && i < ARGS_MAX; i++)
            seen->number[i] = atoi(sqlite3_bind_parameter_name(statement, i) + 1);
        put("P", 1);
        put(&seen->id, sizeof seen->id);
        put(&length, sizeof length);
        put(sql, length);
    }
    (void) pthread_mutex_unlock(&mutex);
}

static struct seen *find(sqlite3_stmt *statement)
{
    for (size_t i = statement_count; record && i-- > 0;) {
        if (statements[i].statement == statement)
            return &statements[i];
    }
    return NULL;
}

static void argument(sqlite3_stmt *statement, int place, char type, const void *bytes, size_t size)
{
    struct seen *seen = find(statement);
    if (!seen || place >= ARGS_MAX)
        return;
    int number = seen->number[place];
    uint32_t length = (uint32_t) size;
    char *copy = realloc(seen->argument[number], 5 + size);
    if (!copy)
        abort();
    copy[0] = type;
    memcpy(copy + 1, &length, sizeof length);
    if (size)
        memcpy(copy + 5, bytes, size);
    seen->argument[number] = copy;
    seen->bytes[number] = 5 + size;
}

static void stepped(sqlite3_stmt *statement)
{
    struct seen *seen = find(statement);
    if (!seen || seen->stepped || sqlite3_db_handle(statement) != writer)
        return;
    seen->stepped = true;
    put("S", 1);
    put(&seen->id, sizeof seen->id);
    put(&(uint32_t){(uint32_t) seen->count}, sizeof(uint32_t));
    for (int i = 1; i <= seen->count; i++)
        put(seen->argument[i], seen->bytes[i]);
}

int sqlite3_prepare_v3(sqlite3 *db, const char *sql, int bytes, unsigned flags, sqlite3_stmt **ret,
                       const char **tail)
{
    REAL(sqlite3_prepare_v3);
    int code = next(db, sql, bytes, flags, ret, tail);
    if (record && code == SQLITE_OK && *ret)
        remember(*ret, sql);
    return code;
}

int sqlite3_bind_null(sqlite3_stmt *statement, int place)
{
    REAL(sqlite3_bind_null);
    argument(statement, place, 'n', NULL, 0);
    return next(statement, place);
}

int sqlite3_bind_int64(sqlite3_stmt *statement, int place, sqlite3_int64 number)
{
    REAL(sqlite3_bind_int64);
    argument(statement, place, 'i', &number, sizeof number);
    return next(statement, place, number);
}

int sqlite3_bind_text(sqlite3_stmt *statement, int place, const char *text, int bytes,
                      void (*end_of)(void *))
{
    REAL(sqlite3_bind_text);
    argument(statement, place, 't', text, bytes < 0 ? strlen(text) : (size_t) bytes);
    return next(statement, place, text, bytes, end_of);
}

int sqlite3_bind_blob64(sqlite3_stmt *statement, int place, const void *bytes, sqlite3_uint64 size,
                        void (*end_of)(void *))
{
    REAL(sqlite3_bind_blob64);
    argument(statement, place, 'b', bytes, (size_t) size);
    return next(statement, place, bytes, size, end_of);
}

int sqlite3_step(sqlite3_stmt *statement)
{
    REAL(sqlite3_step);
    if (record && writer)
        stepped(statement);
    return next(statement);
}

int sqlite3_reset(sqlite3_stmt *statement)
{
    REAL(sqlite3_reset);
    struct seen *seen = record ? find(statement) : NULL;
    if (seen)
        seen->stepped = false;
    return next(statement);
}

/* The batches: only the engine's writer begins transactions by this word. */
int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
                 void *context, char **error)
{
    REAL(sqlite3_exec);
    int code = next(db, sql, row, context, error);
    if (!record || code != SQLITE_OK)
        return code;
    if (strcmp(sql, "BEGIN IMMEDIATE") == 0) {
        writer = db;
        put("B", 1);
    } else if (writer == db && strcmp(sql, "COMMIT") == 0) {
        writer = NULL;
        put("C", 1);
    } else if (writer == db && strcmp(sql, "ROLLBACK") == 0) {
        writer = NULL;
        put("R", 1);
    }
    return code;
}

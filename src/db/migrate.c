/* db/migrate: one SQL text for both databases, each file once, in one transaction. */
#include "db/driver.h"

#include "base/text.h"

#include <inttypes.h>

enum { STATEMENT_BYTES_MAX = 64 * 1024 };

static const char create_table[] =
    "CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, checksum TEXT NOT NULL)";
static const char select_one[] = "SELECT checksum FROM schema_migration WHERE name = $1";
static const char select_names[] = "SELECT name FROM schema_migration ORDER BY name LIMIT 10000";
static const char insert_one[] = "INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)";

/* Notices a changed file; it is no protection against malice, which owns the disk anyway. */
static const char *checksum(struct arena *arena, const char *text)
{
    return arena_printf(arena, "%016" PRIx64, text_hash(TEXT_HASH_SEED, text));
}

static bool is_word(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Copies one statement up to ';', expanding type words, dropping comments. Returns where it ended.
 */
static const char *take_statement(const struct db_driver *driver, const char *cursor,
                                  struct text *out)
{
    while (*cursor && *cursor != ';') {
        if (text_starts(cursor, "--")) {
            cursor += strcspn(cursor, "\n");
        } else if (*cursor == '\'') {
            size_t length = strcspn(cursor + 1, "'") + 2;
            text_add_bytes(out, cursor, length);
            cursor += length;
        } else if (is_word(*cursor)) {
            size_t length = 1;
            while (is_word(cursor[length]))
                length++;
            const char *sql = driver->type_word(cursor, length);
            if (sql && length == 3 && strncmp(cursor, "INT", 3) == 0 &&
                text_starts(cursor + 3, " PRIMARY KEY") && strcmp(driver->name, "sqlite") == 0)
                sql = "INTEGER";
            text_add_bytes(out, sql ? sql : cursor, sql ? strlen(sql) : length);
            cursor += length;
        } else {
            text_add_bytes(out, cursor++, 1);
        }
    }
    return *cursor ? cursor + 1 : cursor;
}

static bool is_blank(const char *text) { return text[strspn(text, " \n\t\r")] == '\0'; }

static enum err_kind run_file(struct db *db, struct arena *arena, const char *name,
                              const char *file, const char *sum, struct err *reterr)
{
    enum err_kind kind = db_begin(db, reterr);
    const char *cursor = file;
    while (!kind && *cursor) {
        struct text statement;
        text_init(&statement, arena, STATEMENT_BYTES_MAX);
        cursor = take_statement(db->driver, cursor, &statement);
        const char *sql = text_done(&statement);
        if (!sql)
            kind = arena_full(reterr);
        else if (!is_blank(sql))
            kind = db_run(db, arena, sql, DB_NO_ARGS, NULL, reterr);
    }
    if (!kind)
        kind = db_run(db, arena, insert_one, DB_ARGS(db_text(name), db_text(sum)), NULL, reterr);
    if (!kind)
        kind = db_commit(db, reterr);
    if (kind)
        db_rollback(db);
    return kind;
}

enum err_kind db_migrate(struct db *db, const char *const *names, const char *const *texts,
                         size_t count, size_t *ret_ran, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 16 << 20);
    enum err_kind kind = db_run(db, &arena, create_table, DB_NO_ARGS, NULL, reterr);
    size_t ran = 0;
    for (size_t i = 0; !kind && i < count; i++) {
        struct db_result found;
        const char *sum = checksum(&arena, texts[i]);
        if (!sum)
            return arena_full(reterr);
        kind = db_run(db, &arena, select_one, DB_ARGS(db_text(names[i])), &found, reterr);
        if (kind)
            break;
        if (found.row_count == 0) {
            kind = run_file(db, &arena, names[i], texts[i], sum, reterr);
            ran += !kind;
        } else if (!text_equal(db_cell_text(&found, 0, 0), sum)) {
            kind = err_set(reterr, ERR_CONFLICT, "db.migration_changed",
                           "%s has run here in another form", names[i]);
        }
    }
    if (!kind && ret_ran)
        *ret_ran = ran;
    return kind;
}

enum err_kind db_migrations_differ(struct db *db, const char *const *names, size_t count,
                                   size_t *ret_missing, size_t *ret_unknown, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 4 << 20);
    struct db_result ran;
    size_t found = 0;
    enum err_kind kind = db_run(db, &arena, create_table, DB_NO_ARGS, NULL, reterr);
    if (!kind)
        kind = db_run(db, &arena, select_names, DB_NO_ARGS, &ran, reterr);
    if (kind)
        return kind;
    for (size_t i = 0; i < count; i++) {
        for (size_t row = 0; row < ran.row_count; row++)
            found += text_equal(db_cell_text(&ran, row, 0), names[i]);
    }
    *ret_missing = count - found;
    *ret_unknown = ran.row_count - found;
    return ERR_NONE;
}

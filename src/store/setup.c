/* store/setup: see setup.h. */
#include "store/setup.h"

#include "store/migrations.h"

static enum err_kind migrations(struct arena *arena, const char ***ret_names,
                                const char ***ret_texts, struct err *reterr)
{
    const char **names = arena_array(arena, migration_files_count, sizeof *names);
    const char **texts = arena_array(arena, migration_files_count, sizeof *texts);
    if (!names || !texts)
        return arena_full(reterr);
    for (size_t i = 0; i < migration_files_count; i++) {
        names[i] = migration_files[i].name;
        texts[i] = migration_files[i].bytes;
    }
    *ret_names = names;
    *ret_texts = texts;
    return ERR_NONE;
}

enum err_kind store_migrate(struct db *db, struct arena *arena, size_t *ret_ran, struct err *reterr)
{
    const char **names = NULL, **texts = NULL;
    enum err_kind kind = migrations(arena, &names, &texts, reterr);
    return kind ? kind : db_migrate(db, names, texts, migration_files_count, ret_ran, reterr);
}

enum err_kind store_schema_check(struct db *db, struct arena *arena, struct err *reterr)
{
    const char **names = NULL, **texts = NULL;
    size_t missing = 0, unknown = 0;
    enum err_kind kind = migrations(arena, &names, &texts, reterr);
    if (!kind)
        kind = db_migrations_differ(db, names, migration_files_count, &missing, &unknown, reterr);
    if (kind)
        return kind;
    if (unknown)
        return err_set(reterr, ERR_CONFLICT, "store.newer",
                       "a newer program has changed this store: use that, or its successor");
    if (missing)
        return err_set(reterr, ERR_CONFLICT, "store.old",
                       "the store is of an older version: save it (fengqiao backup), then "
                       "run fengqiao migrate; %zu steps are to be run",
                       missing);
    return ERR_NONE;
}

void store_fact_put(struct db_flight *flight, const char *name, const char *value)
{
    static const char sql[] = "INSERT INTO store_fact (name, value) VALUES ($1, $2) "
                              "ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    (void) db_flight_add(flight, sql, DB_ARGS(db_text(name), db_text(value)), 1);
}

enum err_kind store_has_accounts(struct db *db, struct arena *arena, bool *ret, struct err *reterr)
{
    struct db_result found;
    enum err_kind kind =
        db_run(db, arena, "SELECT id FROM account ORDER BY id LIMIT 1", DB_NO_ARGS, &found, reterr);
    if (!kind)
        *ret = found.row_count > 0;
    return kind;
}

enum err_kind store_has_court(struct db *db, struct arena *arena, const char *code, bool *ret,
                              struct err *reterr)
{
    struct db_result found;
    enum err_kind kind = db_run(db, arena, "SELECT code FROM court WHERE code = $1",
                                DB_ARGS(db_text(code)), &found, reterr);
    if (!kind)
        *ret = found.row_count > 0;
    return kind;
}

void account_password_put(struct db_flight *flight, const char *login, const char *password_hash)
{
    static const char put[] = "UPDATE account SET password_hash = $2, failed_count = 0, "
                              "locked_until_us = 0, version = version + 1 WHERE login = $1";
    static const char end[] = "DELETE FROM session WHERE account_id IN "
                              "(SELECT id FROM account WHERE login = $1)";
    (void) db_flight_add(flight, put, DB_ARGS(db_text(login), db_text(password_hash)), 1);
    (void) db_flight_add(flight, end, DB_ARGS(db_text(login)), -1);
}

/* store/log_slot: see its header. */
#include "store/log_slot.h"

#include <string.h>

enum { VERSION_MIN = 150000 }; /* the first whose pg_receivewal begins where the slot stands */

static enum err_kind one_text(struct db *db, struct arena *arena, const char *sql, const char **ret,
                              struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = db_run(db, arena, sql, NULL, 0, &rows, reterr);
    *ret = !kind && rows.row_count ? db_cell_text(&rows, 0, 0) : "";
    return kind;
}

enum err_kind log_check(struct db *db, struct arena *arena, struct err *reterr)
{
    static const char sql[] =
        "SELECT CAST(current_setting('server_version_num') AS BIGINT), "
        "current_setting('wal_level'), CAST(CASE WHEN rolreplication OR rolsuper THEN 1 ELSE 0 END "
        "AS BIGINT), CAST(rolname AS TEXT) FROM pg_roles WHERE rolname = current_user";
    struct db_result rows;
    enum err_kind kind = db_run(db, arena, sql, DB_NO_ARGS, &rows, reterr);
    if (kind)
        return kind;
    if (db_cell_int(&rows, 0, 0) < VERSION_MIN)
        return err_set(reterr, ERR_INVALID, "backup.log", "this PostgreSQL is older than 15");
    if (strcmp(db_cell_text(&rows, 0, 1), "minimal") == 0)
        return err_set(reterr, ERR_INVALID, "backup.log",
                       "wal_level is minimal: set it to replica, and start PostgreSQL anew");
    return db_cell_int(&rows, 0, 2)
               ? ERR_NONE
               : err_set(reterr, ERR_DENIED, "backup.replication",
                         "the user may not fetch the log: ALTER ROLE \"%.60s\" REPLICATION, and a "
                         "line for replication in pg_hba.conf",
                         db_cell_text(&rows, 0, 3));
}

enum err_kind log_moment_read(struct db *db, struct arena *arena, const char **ret,
                              struct err *reterr)
{
    return one_text(db, arena,
                    "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
                    ret, reterr);
}

enum err_kind log_slot_begin(struct db *db, struct arena *arena, const char *slot,
                             struct err *reterr)
{
    return db_run(db, arena,
                  "SELECT pg_create_physical_replication_slot($1, true) WHERE NOT EXISTS (SELECT 1 "
                  "FROM pg_replication_slots WHERE slot_name = $1)",
                  DB_ARGS(db_text(slot)), NULL, reterr);
}

enum err_kind log_slot_check(struct db *db, struct arena *arena, const char *slot,
                             struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = db_run(
        db, arena, "SELECT coalesce(wal_status, '') FROM pg_replication_slots WHERE slot_name = $1",
        DB_ARGS(db_text(slot)), &rows, reterr);
    if (kind)
        return kind;
    if (rows.row_count == 0 || strcmp(db_cell_text(&rows, 0, 0), "lost") == 0)
        return err_set(reterr, ERR_CONFLICT, "backup.gap",
                       "the log since the last backup is gone: begin in a new folder");
    return ERR_NONE;
}

enum err_kind log_slot_end(struct db *db, struct arena *arena, const char *slot, struct err *reterr)
{
    return db_run(db, arena,
                  "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE "
                  "slot_name = $1",
                  DB_ARGS(db_text(slot)), NULL, reterr);
}

enum err_kind log_place_read(struct db *db, struct arena *arena, struct log_place *ret,
                             struct err *reterr)
{
    enum err_kind kind = log_moment_read(db, arena, &ret->moment, reterr);
    if (!kind)
        kind = one_text(db, arena, "SELECT CAST(pg_current_wal_flush_lsn() AS TEXT)", &ret->target,
                        reterr);
    /* A reader of the log ends only once it has seen more than it was asked for. */
    if (!kind)
        kind = one_text(db, arena,
                        "SELECT CAST(pg_logical_emit_message(true, 'fengqiao', 'backup') AS TEXT)",
                        &ret->end, reterr);
    return kind;
}

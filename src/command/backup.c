/* command/backup: see backup.h. First the database, then the documents: every document a row of the
 * picture names was durable before that row was. */
#include "command/backup.h"

#include "base/moment.h"
#include "base/text.h"
#include "command/command.h"
#include "command/place.h"
#include "gateway/gateway.h"
#include "store/csv.h"
#include "json/json.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct backup {
    struct arena *arena;
    struct place place;
    const char *to, *stamp, *file; /* "20261125T101500Z", "database-20261125T101500Z.db" */
    struct blob_home *from_blobs, *to_blobs;
    int64_t documents, added, database_bytes;
    char sm3[SM3_HEX];
};

static bool on_postgres(const struct place *place)
{
    return text_starts(place->store_url, "postgres");
}

static enum err_kind save_database(struct backup *backup, struct err *reterr)
{
    const char *path = arena_printf(backup->arena, "%s/%s", backup->to, backup->file);
    enum err_kind kind = path ? ERR_NONE : arena_full(reterr);
    if (!kind && on_postgres(&backup->place)) {
        const char *const argv[] = {"pg_dump", "--format=custom", "--no-owner", "--file", path,
                                    NULL};
        const char *const *environment = NULL;
        kind = db_tool_environment(backup->place.store_url, backup->arena, &environment, reterr);
        return kind ? kind : tool_run(argv, environment, reterr);
    }
    DB_SCOPED *db = NULL;
    if (!kind)
        kind = db_open(backup->place.store_url, DB_READ_WRITE, &db, reterr);
    return kind ? kind : db_snapshot(db, path, reterr);
}

/* The picture is on disk, and what it is: a later reader sees whether it still is that. */
static enum err_kind seal_database(struct backup *backup, struct err *reterr)
{
    const char *path = arena_printf(backup->arena, "%s/%s", backup->to, backup->file);
    struct sm3 hash;
    enum err_kind kind = path ? file_sync(path, reterr) : arena_full(reterr);
    if (!kind)
        kind = file_hash(path, &hash, &backup->database_bytes, reterr);
    if (!kind)
        text_hex(hash.bytes, SM3_BYTES, backup->sm3);
    return kind;
}

static enum err_kind save_blob(void *context, const struct sm3 *sm3, struct err *reterr)
{
    struct backup *backup = context;
    ARENA_SCOPED arena;
    arena_init(&arena, 128 << 20);
    const void *bytes = NULL;
    size_t size_bytes = 0;
    backup->documents++;
    if (blob_has(backup->to_blobs, sm3))
        return ERR_NONE;
    enum err_kind kind = blob_get(backup->from_blobs, sm3, &arena, &bytes, &size_bytes, reterr);
    if (!kind)
        kind = blob_put(backup->to_blobs, sm3, bytes, size_bytes, reterr);
    backup->added += !kind;
    return kind;
}

/* Documents of a PostgreSQL store lie in the database and are in its picture. */
static enum err_kind save_documents(struct backup *backup, struct err *reterr)
{
    const char *path = arena_printf(backup->arena, "%s/blobs", backup->to);
    if (on_postgres(&backup->place))
        return ERR_NONE;
    enum err_kind kind =
        path ? blob_folder_open(path, &backup->to_blobs, reterr) : arena_full(reterr);
    if (!kind)
        kind = place_blobs(&backup->place, backup->arena, &backup->from_blobs, reterr);
    return kind ? kind : blob_each(backup->from_blobs, save_blob, backup, reterr);
}

static const char *manifest(struct backup *backup)
{
    struct json_writer writer;
    json_writer_init(&writer, backup->arena, 8192);
    json_begin(&writer);
    json_named_text(&writer, "format", "fengqiao-backup-1");
    json_named_text(&writer, "made_at", backup->stamp);
    json_named_text(&writer, "database", backup->file);
    json_named_text(&writer, "sm3", backup->sm3);
    json_named_int(&writer, "bytes", backup->database_bytes);
    json_named_text(&writer, "kind", on_postgres(&backup->place) ? "postgresql" : "sqlite");
    json_named_int(&writer, "documents", backup->documents);
    json_named_int(&writer, "documents_added", backup->added);
    json_named_flag(&writer, "demo", backup->place.demo);
    json_end(&writer);
    return json_done(&writer);
}

static enum err_kind run(struct backup *backup, struct err *reterr)
{
    enum err_kind kind = folder_make(backup->to, reterr);
    if (!kind)
        kind = place_copy_own(backup->place.folder, backup->to, backup->arena, reterr);
    if (!kind)
        kind = save_database(backup, reterr);
    if (!kind)
        kind = seal_database(backup, reterr);
    if (!kind)
        kind = save_documents(backup, reterr);
    if (kind)
        return kind;
    const char *text = manifest(backup),
               *name = arena_printf(backup->arena, "backup-%s.json", backup->stamp);
    return text && name ? file_write_durably(backup->to, name, text, strlen(text), reterr)
                        : arena_full(reterr);
}

static const char *stamp_now(struct arena *arena)
{
    time_t now = time(NULL);
    struct tm parts;
    char text[32];
    (void) gmtime_r(&now, &parts);
    (void) strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
    return arena_copy(arena, text);
}

static void tell_log(const char *json, bool as_json, struct arena *arena)
{
    struct value *told = NULL;
    if (as_json)
        (void) printf("%s\n", json);
    else if (!json_parse(json, strlen(json), &json_limits_file, arena, &told, NULL) &&
             *value_text_of(told, "base"))
        (void) printf("log-%s: everything up to %s, from %s\n", value_text_of(told, "made_at"),
                      value_text_of(told, "until"), value_text_of(told, "base"));
}

int command_backup(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct err err = {0};
    struct backup backup = {.arena = &arena, .to = option_text(argc, argv, "--to")};
    const char *folder = option_text(argc, argv, "--data");
    if (!folder || !backup.to) {
        (void) fprintf(stderr, "backup needs --data FOLDER and --to FOLDER\n");
        return 2;
    }
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &backup.place, &err))
        return command_failed(&err);
    (void) umask(0077); /* what SQLite and pg_dump write is as private as what we write */
    backup.stamp = stamp_now(&arena);
    backup.file = backup.stamp ? arena_printf(&arena, "database-%s.%s", backup.stamp,
                                              on_postgres(&backup.place) ? "dump" : "db")
                               : NULL;
    const char *log_told = NULL;
    bool log = option_given(argc, argv, "--log") || option_given(argc, argv, "--end-log");
    enum err_kind kind =
        !backup.file ? arena_full(&err)
        : log        ? backup_log(&backup.place, backup.to, backup.stamp,
                                  option_given(argc, argv, "--end-log"), &arena, &log_told, &err)
                     : run(&backup, &err);
    blob_home_close(backup.from_blobs);
    blob_home_close(backup.to_blobs);
    place_close(&backup.place);
    if (kind)
        return command_failed(&err);
    if (log) {
        tell_log(log_told, option_given(argc, argv, "--json"), &arena);
        return 0;
    }
    if (option_given(argc, argv, "--json"))
        (void) printf("%s\n", manifest(&backup));
    else
        (void) printf("backup-%s: %lld bytes of database, %lld documents, %lld of them new\n",
                      backup.stamp, (long long) backup.database_bytes, (long long) backup.documents,
                      (long long) backup.added);
    return 0;
}

/* command/restore: see backup.h. The new folder's fengqiao.conf comes last but one: then everything
 * is held against what must be true of it, and only that says that it was restored. */
#include "command/backup.h"

#include "base/text.h"
#include "command/check.h"
#include "command/command.h"
#include "command/place.h"
#include "store/csv.h"
#include "json/json.h"

#include <dirent.h>
#include <unistd.h>

enum { NAME_BYTES = 256 };

struct restore {
    struct arena *arena;
    const char *from, *folder, *named_store;
    struct value *manifest;
    struct blob_home *from_blobs, *to_blobs;
};

/* Names sort by time. */
enum err_kind backup_manifest(const char *folder, const char *prefix, const char *stamp,
                              struct arena *arena, struct value **ret, struct err *reterr)
{
    char found[NAME_BYTES] = "", wanted[NAME_BYTES];
    (void) snprintf(wanted, sizeof wanted, "%s%s.json", prefix, stamp ? stamp : "");
    DIR *open_folder = opendir(folder);
    for (struct dirent *entry = NULL; open_folder && (entry = readdir(open_folder));) {
        bool is_one = text_starts(entry->d_name, prefix) && strstr(entry->d_name, ".json");
        if (is_one &&
            (stamp ? strcmp(entry->d_name, wanted) == 0 : strcmp(entry->d_name, found) > 0))
            (void) snprintf(found, sizeof found, "%s", entry->d_name);
    }
    if (open_folder)
        (void) closedir(open_folder);
    if (!*found)
        return err_set(reterr, ERR_MISSING, "backup.none", "no such backup in %.150s", folder);
    const char *path = arena_printf(arena, "%s/%s", folder, found);
    char *text = NULL;
    size_t size_bytes = 0;
    enum err_kind kind =
        path ? csv_read_file(arena, path, &text, &size_bytes, reterr) : arena_full(reterr);
    return kind ? kind : json_parse(text, size_bytes, &json_limits_file, arena, ret, reterr);
}

/* The picture of the database is still what the backup said. NULL path: memory ran out. */
static enum err_kind check_picture(struct restore *restore, const char *path, struct err *reterr)
{
    struct sm3 hash;
    int64_t size_bytes = 0;
    char hex[SM3_HEX];
    enum err_kind kind = path ? file_hash(path, &hash, &size_bytes, reterr) : arena_full(reterr);
    if (kind)
        return kind;
    text_hex(hash.bytes, SM3_BYTES, hex);
    return strcmp(hex, value_text_of(restore->manifest, "sm3")) == 0
               ? ERR_NONE
               : err_set(reterr, ERR_STORE, "backup.damaged", "%.150s is not what was saved", path);
}

static enum err_kind bring_database(struct restore *restore, const char *path, struct err *reterr)
{
    bool postgres = strcmp(value_text_of(restore->manifest, "kind"), "postgresql") == 0;
    if (postgres != (restore->named_store && text_starts(restore->named_store, "postgres")))
        return err_set(reterr, ERR_INVALID, "restore.store",
                       postgres
                           ? "this backup is of PostgreSQL: name an empty database with --store"
                           : "this backup is of SQLite: it needs no --store");
    if (!postgres) {
        const char *to = arena_printf(restore->arena, "%s/fengqiao.db", restore->folder);
        return to ? file_copy(path, to, reterr) : arena_full(reterr);
    }
    const char *const *environment = NULL;
    const char *const argv[] = {
        "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname", "",
        path,         NULL};
    enum err_kind kind =
        db_tool_environment(restore->named_store, restore->arena, &environment, reterr);
    return kind ? kind : tool_run(argv, environment, reterr);
}

static enum err_kind bring_blob(void *context, const struct sm3 *sm3, struct err *reterr)
{
    struct restore *restore = context;
    ARENA_SCOPED arena;
    arena_init(&arena, 128 << 20);
    const void *bytes = NULL;
    size_t size_bytes = 0;
    enum err_kind kind = blob_get(restore->from_blobs, sm3, &arena, &bytes, &size_bytes, reterr);
    return kind ? kind : blob_put(restore->to_blobs, sm3, bytes, size_bytes, reterr);
}

static enum err_kind bring_documents(struct restore *restore, struct err *reterr)
{
    const char *from = arena_printf(restore->arena, "%s/blobs", restore->from),
               *to = arena_printf(restore->arena, "%s/blobs", restore->folder);
    if (restore->named_store)
        return ERR_NONE; /* they are in the database */
    enum err_kind kind =
        from && to ? blob_folder_open(from, &restore->from_blobs, reterr) : arena_full(reterr);
    if (!kind)
        kind = blob_folder_open(to, &restore->to_blobs, reterr);
    return kind ? kind : blob_each(restore->from_blobs, bring_blob, restore, reterr);
}

static enum err_kind run(struct restore *restore, const char *stamp, struct err *reterr)
{
    enum err_kind kind = backup_manifest(restore->from, "backup-", stamp, restore->arena,
                                         &restore->manifest, reterr);
    if (kind)
        return kind;
    const char *path = arena_printf(restore->arena, "%s/%s", restore->from,
                                    value_text_of(restore->manifest, "database"));
    const char *conf = arena_printf(restore->arena, "%s/fengqiao.conf", restore->folder);
    kind = check_picture(restore, path, reterr);
    if (kind || !conf)
        return kind ? kind : arena_full(reterr);
    kind = folder_make(restore->folder, reterr);
    if (kind)
        return kind;
    if (access(conf, F_OK) == 0)
        return err_set(reterr, ERR_CONFLICT, "restore.exists",
                       "%.150s is a data folder: restore into a new one", restore->folder);
    kind = place_copy_own(restore->from, restore->folder, restore->arena, reterr);
    if (!kind)
        kind = bring_database(restore, path, reterr);
    if (!kind)
        kind = bring_documents(restore, reterr);
    if (kind)
        return kind;
    bool demo = value_true(value_get(restore->manifest, "demo"));
    const char *text = restore->named_store ? arena_printf(restore->arena, "store %s\ndemo %d\n",
                                                           restore->named_store, demo)
                                            : arena_printf(restore->arena, "demo %d\n", demo);
    return text ? file_write_durably(restore->folder, "fengqiao.conf", text, strlen(text), reterr)
                : arena_full(reterr);
}

/* What is left to do. */
static void tell_cluster(const char *cluster, const char *until, const char *folder, bool json,
                         struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena, 8192);
    json_begin(&writer);
    json_named_text(&writer, "cluster", cluster);
    json_named_text(&writer, "until", until);
    json_named_text(&writer, "data", folder);
    json_end(&writer);
    const char *text = json ? json_done(&writer) : NULL;
    if (text)
        (void) printf("%s\n", text);
    else
        (void) printf("%s is ready up to %s: start PostgreSQL on it as the user who owns it, then\n"
                      "  fengqiao check --data %s\n",
                      cluster, until, folder);
}

int command_restore(int argc, char **argv, const struct system *const *systems)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct err err = {0};
    struct restore restore = {.arena = &arena,
                              .from = option_text(argc, argv, "--from"),
                              .folder = option_text(argc, argv, "--data"),
                              .named_store = option_text(argc, argv, "--store")};
    if (!restore.from || !restore.folder) {
        (void) fprintf(stderr, "restore needs --from FOLDER and --data FOLDER\n");
        return 2;
    }
    if (!crypto_start())
        return 1;
    const char *cluster = option_text(argc, argv, "--cluster");
    if (!cluster && option_given(argc, argv, "--until")) {
        (void) fprintf(stderr,
                       "restore: a moment is restored with --cluster, from a backup with --log\n");
        return 2;
    }
    if (cluster) {
        const char *until = NULL;
        enum err_kind failed =
            restore_log(restore.from, cluster, restore.folder, restore.named_store,
                        option_text(argc, argv, "--backup"), option_text(argc, argv, "--until"),
                        &arena, &until, &err);
        if (failed)
            return command_failed(&err);
        tell_cluster(cluster, until, restore.folder, option_given(argc, argv, "--json"), &arena);
        return 0;
    }
    enum err_kind kind = run(&restore, option_text(argc, argv, "--backup"), &err);
    blob_home_close(restore.from_blobs);
    blob_home_close(restore.to_blobs);
    if (kind)
        return command_failed(&err);
    /* Not "it was copied" but "it holds": every chain, every rule, every document. */
    return command_check_data(argc, argv, systems);
}

/*
 * command/backup_log: see backup.h. PostgreSQL 15 has no incremental picture of its own; what it
 * has is its write-ahead log. The first call takes a base (pg_basebackup), every call fetches the
 * log written since (pg_receivewal), and any moment between can be restored.
 *
 * A slot in the database keeps the log until it has been fetched. Its name lies in FOLDER/slot, so
 * two folders never take from each other.
 */
#include "command/backup.h"

#include "base/text.h"
#include "command/command.h"
#include "command/place.h"
#include "store/csv.h"
#include "store/log_slot.h"
#include "json/json.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#define SLOT_PREFIX "fengqiao_"
#define PART_END    ".part"

struct logging {
    struct arena *arena;
    const struct place *folder;
    const char *to, *stamp, *slot, *base;
    const char *from; /* the first moment that can be restored; "": not known */
    struct log_place place;
    const char *const *environment;
    struct db *db;
};

/* The newest base of the folder, "base-TIME"; one that was cut off ends in PART_END. */
static const char *find_base(struct logging *logging)
{
    char found[64] = "";
    DIR *folder = opendir(logging->to);
    for (struct dirent *entry = NULL; folder && (entry = readdir(folder));) {
        if (text_starts(entry->d_name, "base-") && !strstr(entry->d_name, PART_END) &&
            strlen(entry->d_name) < sizeof found && strcmp(entry->d_name, found) > 0)
            (void) snprintf(found, sizeof found, "%s", entry->d_name);
    }
    if (folder)
        (void) closedir(folder);
    return *found ? arena_copy(logging->arena, found) : NULL;
}

/* The name of this folder's slot, made once. */
static enum err_kind read_slot_name(struct logging *logging, struct err *reterr)
{
    const char *path = arena_printf(logging->arena, "%s/slot", logging->to);
    char *text = NULL, random[23];
    size_t size_bytes = 0;
    if (!path)
        return arena_full(reterr);
    if (access(path, F_OK) == 0) {
        enum err_kind kind = csv_read_file(logging->arena, path, &text, &size_bytes, reterr);
        logging->slot = text;
        return kind;
    }
    random_token(random);
    struct sm3 hash = sm3_of(random, strlen(random));
    char hex[SM3_HEX];
    text_hex(hash.bytes, SM3_BYTES, hex);
    logging->slot = arena_printf(logging->arena, SLOT_PREFIX "%.16s", hex);
    return logging->slot ? file_write_durably(logging->to, "slot", logging->slot,
                                              strlen(logging->slot), reterr)
                         : arena_full(reterr);
}

/* One at a time: held until the program ends. */
static enum err_kind lock_folder(const char *to, struct err *reterr)
{
    int folder = open(to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return err_set(reterr, ERR_STORE, "backup.folder", "%.100s: %s", to, strerror(errno));
    return flock(folder, LOCK_EX | LOCK_NB) ? err_set(reterr, ERR_CONFLICT, "backup.running",
                                                      "another backup is being made in %.150s", to)
                                            : ERR_NONE;
}

/* What a base that was cut off left: nothing goes on with it, and it is as large as the database.
 */
static enum err_kind clear_parts(struct logging *logging, struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    DIR *folder = opendir(logging->to);
    for (struct dirent *entry = NULL; folder && !kind && (entry = readdir(folder));) {
        size_t length = strlen(entry->d_name), end = strlen(PART_END);
        if (!text_starts(entry->d_name, "base-") || length < end ||
            strcmp(entry->d_name + length - end, PART_END) != 0)
            continue;
        const char *path = arena_printf(logging->arena, "%s/%s", logging->to, entry->d_name);
        const char *const argv[] = {"rm", "-rf", "--", path, NULL};
        kind = path ? tool_run(argv, NULL, reterr) : arena_full(reterr);
    }
    if (folder)
        (void) closedir(folder);
    return kind;
}

/* Reserved before the base is begun, so that no piece of the log is missing between the two. */
static enum err_kind begin(struct logging *logging, struct err *reterr)
{
    const char *const *environment = logging->environment;
    const char *part =
                   arena_printf(logging->arena, "%s/base-%s" PART_END, logging->to, logging->stamp),
               *whole = arena_printf(logging->arena, "%s/base-%s", logging->to, logging->stamp);
    const char *const argv[] = {
        "pg_basebackup",     "--pgdata",      part, "--format=plain", "--wal-method=stream",
        "--checkpoint=fast", "--no-password", NULL};
    if (!part || !whole)
        return arena_full(reterr);
    enum err_kind kind = clear_parts(logging, reterr);
    if (!kind)
        kind = log_slot_begin(logging->db, logging->arena, logging->slot, reterr);
    if (!kind)
        kind = tool_run(argv, environment, reterr);
    if (!kind && rename(part, whole))
        kind = err_set(reterr, ERR_STORE, "backup.folder", "%.100s: %s", whole, strerror(errno));
    logging->base = kind ? NULL : whole + strlen(logging->to) + 1;
    return kind ? kind : log_moment_read(logging->db, logging->arena, &logging->from, reterr);
}

/* The base that is there, and since when: the first call after it may have been cut off. */
static enum err_kind go_on(struct logging *logging, struct err *reterr)
{
    struct value *before = NULL;
    struct err err = {0};
    enum err_kind kind = backup_manifest(logging->to, "log-", NULL, logging->arena, &before, &err);
    if (kind && kind != ERR_MISSING)
        return err_set(reterr, kind, err.code, "%s", err.text);
    logging->from = value_text_of(before ? before : &value_null, "from");
    return log_slot_check(logging->db, logging->arena, logging->slot, reterr);
}

/* Up to here: what is in the log now. */
static enum err_kind fetch(struct logging *logging, struct err *reterr)
{
    const char *folder = arena_printf(logging->arena, "%s/wal", logging->to);
    if (!folder)
        return arena_full(reterr);
    enum err_kind kind = folder_make(folder, reterr);
    if (!kind)
        kind = log_place_read(logging->db, logging->arena, &logging->place, reterr);
    if (kind)
        return kind;
    const char *slot = arena_printf(logging->arena, "--slot=%s", logging->slot),
               *end = arena_printf(logging->arena, "--endpos=%s", logging->place.end);
    const char *const argv[] = {"pg_receivewal", "--directory", folder, slot, end,
                                "--no-password", "--no-loop",   NULL};
    return slot && end ? tool_run(argv, logging->environment, reterr) : arena_full(reterr);
}

static enum err_kind write_manifest(struct logging *logging, const char **ret, struct err *reterr)
{
    struct json_writer writer;
    json_writer_init(&writer, logging->arena, 8192);
    json_begin(&writer);
    json_named_text(&writer, "format", "fengqiao-log-1");
    json_named_text(&writer, "made_at", logging->stamp);
    json_named_text(&writer, "base", logging->base);
    json_named_text(&writer, "from", logging->from);
    json_named_text(&writer, "until", logging->place.moment);
    json_named_text(&writer, "lsn", logging->place.target);
    json_named_flag(&writer, "demo", logging->folder->demo);
    json_end(&writer);
    const char *text = json_done(&writer),
               *name = arena_printf(logging->arena, "log-%s.json", logging->stamp);
    *ret = text;
    return text && name ? file_write_durably(logging->to, name, text, strlen(text), reterr)
                        : arena_full(reterr);
}

enum err_kind backup_log(const struct place *place, const char *to, const char *stamp, bool ends,
                         struct arena *arena, const char **ret, struct err *reterr)
{
    struct logging logging = {.arena = arena, .folder = place, .to = to, .stamp = stamp};
    if (!text_starts(place->store_url, "postgres"))
        return err_set(reterr, ERR_INVALID, "backup.log",
                       "an SQLite store has no log to keep: leave --log away");
    const char *slot = arena_printf(arena, "%s/slot", to);
    if (ends && slot && access(slot, F_OK))
        return err_set(reterr, ERR_MISSING, "backup.none", "%.150s keeps no log", to);
    DB_SCOPED *db = NULL;
    *ret = "{}";
    enum err_kind kind = folder_make(to, reterr);
    if (!kind)
        kind = lock_folder(to, reterr);
    if (!kind)
        kind = db_tool_environment(place->store_url, arena, &logging.environment, reterr);
    if (!kind)
        kind = db_open(place->store_url, DB_READ_WRITE, &db, reterr);
    logging.db = db;
    if (!kind && !ends)
        kind = log_check(db, arena, reterr);
    if (!kind)
        kind = read_slot_name(&logging, reterr);
    if (kind || ends)
        return kind ? kind : log_slot_end(db, arena, logging.slot, reterr);
    kind = place_copy_own(place->folder, to, arena, reterr);
    logging.base = find_base(&logging);
    if (!kind)
        kind = logging.base ? go_on(&logging, reterr) : begin(&logging, reterr);
    if (!kind)
        kind = fetch(&logging, reterr);
    return kind ? kind : write_manifest(&logging, ret, reterr);
}

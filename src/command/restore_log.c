/*
 * command/restore_log: see backup.h. A PostgreSQL cluster made of a base and the log behind it, up
 * to the newest backup or to a moment. PostgreSQL itself replays the log when it is started, and
 * refuses to run when the log does not reach what it was asked for: a damaged piece is never passed
 * over in silence.
 */
#include "command/backup.h"

#include "base/moment.h"
#include "base/text.h"
#include "command/command.h"
#include "command/place.h"
#include "store/csv.h"
#include "json/json.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct replaying {
    struct arena *arena;
    const char *from, *cluster, *folder, *store, *until;
    const struct value *manifest;
};

/* What PostgreSQL is told: where the log is, how far to go, and to be the leader then. The newest
 * piece of the log may still be growing: pg_receivewal calls it .partial. */
static enum err_kind settings(struct replaying *replaying, const char **ret, struct err *reterr)
{
    char wal[PATH_MAX];
    const char *path = arena_printf(replaying->arena, "%s/wal", replaying->from);
    if (!path)
        return arena_full(reterr);
    if (!realpath(path, wal))
        return err_set(reterr, ERR_MISSING, "backup.none", "%.150s: %s", path, strerror(errno));
    if (strpbrk(wal, "'\"%\\$`\n"))
        return err_set(reterr, ERR_INVALID, "restore.folder",
                       "the path of a backup holds no quotes and no percent sign");
    const char *target =
        replaying->until
            ? arena_printf(replaying->arena, "recovery_target_time = '%s'\n", replaying->until)
            : arena_printf(replaying->arena, "recovery_target_lsn = '%s'\n",
                           value_text_of(replaying->manifest, "lsn"));
    *ret = target ? arena_printf(replaying->arena,
                                 "restore_command = 'cp \"%s/%%f\" \"%%p\" 2>/dev/null || cp "
                                 "\"%s/%%f.partial\" \"%%p\"'\n%srecovery_target_action = "
                                 "'promote'\n",
                                 wal, wal, target)
                  : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

/* A moment the log reaches, in the database's own time. */
static enum err_kind check_moment(struct replaying *replaying, struct err *reterr)
{
    int64_t wanted = 0, first = 0, last = 0;
    if (!replaying->until)
        return ERR_NONE;
    if (!instant_parse(replaying->until, &wanted) ||
        !instant_parse(value_text_of(replaying->manifest, "until"), &last))
        return err_set(reterr, ERR_INVALID, "restore.until", "--until is a moment like %s",
                       value_text_of(replaying->manifest, "until"));
    if (instant_parse(value_text_of(replaying->manifest, "from"), &first) && wanted < first)
        return err_set(reterr, ERR_INVALID, "restore.until", "the backup begins at %s",
                       value_text_of(replaying->manifest, "from"));
    if (wanted > last)
        return err_set(reterr, ERR_INVALID, "restore.until", "the backup ends at %s",
                       value_text_of(replaying->manifest, "until"));
    replaying->until = instant_format(replaying->arena, wanted);
    return replaying->until ? ERR_NONE : arena_full(reterr);
}

/* Behind what was set in the database: PostgreSQL wants some of that as it was, to replay. */
static enum err_kind write_settings(struct replaying *replaying, const char *added,
                                    struct err *reterr)
{
    static const char name[] = "postgresql.auto.conf";
    const char *path = arena_printf(replaying->arena, "%s/%s", replaying->cluster, name);
    char *own = NULL;
    size_t size_bytes = 0;
    enum err_kind kind = path ? csv_read_file(replaying->arena, path, &own, &size_bytes, reterr)
                              : arena_full(reterr);
    const char *text = kind ? NULL : arena_printf(replaying->arena, "%s%s", own, added);
    if (!kind && !text)
        kind = arena_full(reterr);
    return kind ? kind : file_write_durably(replaying->cluster, name, text, strlen(text), reterr);
}

/* Before anything is copied: neither is there. */
static enum err_kind check_targets(struct replaying *replaying, struct err *reterr)
{
    const char *conf = arena_printf(replaying->arena, "%s/fengqiao.conf", replaying->folder);
    if (!conf)
        return arena_full(reterr);
    if (access(replaying->cluster, F_OK) == 0)
        return err_set(reterr, ERR_CONFLICT, "restore.exists", "%.150s is there: name a new folder",
                       replaying->cluster);
    if (access(conf, F_OK) == 0)
        return err_set(reterr, ERR_CONFLICT, "restore.exists",
                       "%.150s is a data folder: restore into a new one", replaying->folder);
    return ERR_NONE;
}

static enum err_kind make_cluster(struct replaying *replaying, struct err *reterr)
{
    const char *base = arena_printf(replaying->arena, "%s/%s", replaying->from,
                                    value_text_of(replaying->manifest, "base"));
    const char *const verify[] = {"pg_verifybackup", "--quiet", "--no-parse-wal", base, NULL};
    const char *const copy[] = {"cp", "-a", "--", base, replaying->cluster, NULL};
    const char *text = NULL;
    if (!base)
        return arena_full(reterr);
    enum err_kind kind = settings(replaying, &text, reterr);
    if (!kind)
        kind = tool_run(verify, NULL, reterr);
    if (!kind)
        kind = tool_run(copy, NULL, reterr);
    if (!kind)
        kind = write_settings(replaying, text, reterr);
    return kind ? kind : file_write_durably(replaying->cluster, "recovery.signal", "", 0, reterr);
}

static enum err_kind make_folder(struct replaying *replaying, struct err *reterr)
{
    const char *text = arena_printf(replaying->arena, "store %s\ndemo %d\n", replaying->store,
                                    value_true(value_get(replaying->manifest, "demo")));
    if (!text)
        return arena_full(reterr);
    enum err_kind kind = folder_make(replaying->folder, reterr);
    if (!kind)
        kind = place_copy_own(replaying->from, replaying->folder, replaying->arena, reterr);
    return kind
               ? kind
               : file_write_durably(replaying->folder, "fengqiao.conf", text, strlen(text), reterr);
}

enum err_kind restore_log(const char *from, const char *cluster, const char *folder,
                          const char *store, const char *stamp, const char *until,
                          struct arena *arena, const char **ret_until, struct err *reterr)
{
    struct value *manifest = NULL;
    struct replaying replaying = {.arena = arena,
                                  .from = from,
                                  .cluster = cluster,
                                  .folder = folder,
                                  .store = store,
                                  .until = until};
    if (!store || !text_starts(store, "postgres"))
        return err_set(reterr, ERR_INVALID, "restore.store",
                       "say with --store where the restored database will be reached");
    enum err_kind kind = backup_manifest(from, "log-", stamp, arena, &manifest, reterr);
    replaying.manifest = manifest;
    if (!kind)
        kind = check_moment(&replaying, reterr);
    if (!kind)
        kind = check_targets(&replaying, reterr);
    if (!kind)
        kind = make_cluster(&replaying, reterr);
    if (!kind)
        kind = make_folder(&replaying, reterr);
    if (!kind)
        *ret_until = replaying.until ? replaying.until : value_text_of(manifest, "until");
    return kind;
}

/*
 * command/backup: a data folder saved while it is served, and made anew from what was saved.
 *
 * FOLDER/backup-TIME.json says what a backup is of: which picture of the database, its SM3, how
 * many documents there were. It is written last, so a backup that was cut off is none. Documents
 * lie in FOLDER/blobs by their hash, each once however many backups there are. The keys are in it
 * too: a backup is to be guarded like the data folder itself.
 */
#ifndef COMMAND_BACKUP_H
#define COMMAND_BACKUP_H

#include "engine/engine.h"

/** backup --data FOLDER --to FOLDER [--log] [--end-log]: beside a running server. */
int command_backup(int argc, char **argv);
/** restore --from FOLDER --data NEW [--backup TIME] [--store URL]: proves what it made. */
int command_restore(int argc, char **argv, const struct system *const *systems);

/**
 * backup … --log: PostgreSQL's own base (pg_basebackup) the first time, and each time the log
 * written since (pg_receivewal). FOLDER/log-TIME.json comes last and says up to which moment.
 * `ends`: the slot that keeps the log for this folder is given up; nothing is fetched. `ret` is
 * what that file says. ERR_INVALID "backup.log" on SQLite, ERR_DENIED "backup.replication",
 * ERR_CONFLICT "backup.gap" when a piece of the log is gone, "backup.running" while another goes on
 * in that folder.
 */
struct place;
MUST_CHECK enum err_kind backup_log(const struct place *place, const char *to, const char *stamp,
                                    bool ends, struct arena *arena, const char **ret,
                                    struct err *reterr);
/**
 * restore … --cluster NEW [--backup TIME] [--until MOMENT]: a folder PostgreSQL replays the log
 * into when it is started, and a data folder with the keys that reaches it at `store`. `stamp`
 * NULL: the newest backup; `until` NULL: all of it. ERR_INVALID "restore.until", ERR_CONFLICT
 * "restore.exists", ERR_STORE "tool.failed" when the base was changed.
 * @param ret_until  the moment it will hold, RFC 3339
 */
MUST_CHECK enum err_kind restore_log(const char *from, const char *cluster, const char *folder,
                                     const char *store, const char *stamp, const char *until,
                                     struct arena *arena, const char **ret_until,
                                     struct err *reterr);
/** The newest FOLDER/`prefix`TIME.json, or the one of `stamp`. ERR_MISSING "backup.none". */
MUST_CHECK enum err_kind backup_manifest(const char *folder, const char *prefix, const char *stamp,
                                         struct arena *arena, struct value **ret,
                                         struct err *reterr);

#endif

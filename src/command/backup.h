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

/** backup --data FOLDER --to FOLDER: beside a running server. */
int command_backup(int argc, char **argv);
/** restore --from FOLDER --data NEW [--backup TIME] [--store URL]: proves what it made. */
int command_restore(int argc, char **argv, const struct system *const *systems);

#endif

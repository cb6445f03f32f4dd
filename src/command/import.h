/* command/import: newer courts, causes, divisions and wages, by the operations of the API. */
#ifndef COMMAND_IMPORT_H
#define COMMAND_IMPORT_H

#include "command/perform.h"

/** Prints what `path` would change in the register, and brings it up to date unless `preview`.
 * @return an exit status: 1 when the file is wrong or a row was refused */
int registers_import(const struct command_engine *on, const char *table, const char *path,
                     bool preview, bool as_json);

#endif

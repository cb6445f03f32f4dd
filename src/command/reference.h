/*
 * command/reference: the dated tables rules look into, out of the files of reference/, for commands
 * that need no data folder.
 */
#ifndef COMMAND_REFERENCE_H
#define COMMAND_REFERENCE_H

#include "rule/rule.h"

/** In a checkout it lies beside us; an installed program finds it where it was installed. */
const char *reference_folder(void);

/** Holidays, wages and names of courts; everything is in `arena`. ERR_STORE "csv.file", and what
 * store/csv says of a file. */
MUST_CHECK enum err_kind reference_world(const char *folder, struct arena *arena,
                                         struct rule_world *ret, struct err *reterr);

#endif

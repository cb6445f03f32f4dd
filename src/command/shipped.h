/* command/shipped: definitions held against the words of the house, without a data folder. */
#ifndef COMMAND_SHIPPED_H
#define COMMAND_SHIPPED_H

#include "engine/engine.h"

/** Compiles every definition that ships and says what is wrong where; exit status. With `pages`
 * (may be NULL) it writes docs/systems/ into that folder. */
int check_shipped(const struct system *const *systems, const char *pages);
/** One definition in a file, with every finding by its path; exit status. */
int check_file(const struct system *const *systems, const char *path);

#endif

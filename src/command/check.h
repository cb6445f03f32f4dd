/* command/check: a data folder held against what must be true of it. */
#ifndef COMMAND_CHECK_H
#define COMMAND_CHECK_H

#include "engine/engine.h"

/** Chains, blobs, rules of store/check.h; exit status 1 when anything is broken. */
int command_check_data(int argc, char **argv, const struct system *const *systems);

#endif

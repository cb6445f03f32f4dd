/*
 * command/cases: the connections to courts' own case systems, out of the file the setting
 * `case-systems` names, as the engine's port.
 */
#ifndef COMMAND_CASES_H
#define COMMAND_CASES_H

#include "engine/engine.h"

/** NULL without a file. Lives in `arena`. */
MUST_CHECK enum err_kind cases_port(const char *path, struct arena *arena,
                                    const struct case_port **ret, struct err *reterr);

#endif

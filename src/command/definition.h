/* command/definition: versions of a definition and courts' overlays, from the command line. */
#ifndef COMMAND_DEFINITION_H
#define COMMAND_DEFINITION_H

#include "command/perform.h"

/**
 * `definition list SYSTEM`, `definition check SYSTEM FILE`, `definition publish SYSTEM FILE
 * --reason TEXT`, `definition withdraw SYSTEM RELEASE --reason TEXT`; with `--court CODE` FILE is
 * that court's overlay. @return an exit status: 1 when the definition does not fit
 */
int definition_command(const struct command_engine *on, int argc, char **argv);

#endif

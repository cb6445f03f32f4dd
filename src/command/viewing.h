/* command/viewing: the programs that look at documents, as the engine's port. */
#ifndef COMMAND_VIEWING_H
#define COMMAND_VIEWING_H

#include "engine/ports.h"

/** Lives in `arena`; NULL: memory ran out, and documents are not looked at. */
const struct viewer_port *viewing_port(struct arena *arena);

#endif

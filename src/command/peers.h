/*
 * command/peers: other installations, out of the file the setting `peers` names, as the engine's
 * port.
 */
#ifndef COMMAND_PEERS_H
#define COMMAND_PEERS_H

#include "engine/engine.h"

/** NULL without a file. Lives in `arena`. */
MUST_CHECK enum err_kind peers_port(const char *path, struct arena *arena,
                                    const struct peer_port **ret, struct err *reterr);

#endif

/*
 * command/payments: the ways money moves, out of the file the setting `payment-channels` names, as
 * the engine's port; a demo has one of its own.
 */
#ifndef COMMAND_PAYMENTS_H
#define COMMAND_PAYMENTS_H

#include "engine/payment_port.h"

/** NULL when no file is named and it is no demo. */
MUST_CHECK enum err_kind payments_port(const char *path, bool demo, struct arena *arena,
                                       const struct payment_port **ret, struct err *reterr);

#endif

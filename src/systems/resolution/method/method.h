/* systems/resolution/method: what its files share, and its row for systems.c. */
#ifndef SYSTEMS_METHOD_H
#define SYSTEMS_METHOD_H

#include "engine/engine.h"

/** The first step that is neither noted nor skipped; its place, or `steps->count` when none is. */
size_t method_next_step(const struct value *steps);

/** GET /methods/report */
enum err_kind method_report(struct reading *reading, struct json_writer *writer,
                            struct err *reterr);

extern const struct system method_system;

#endif

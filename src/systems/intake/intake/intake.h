/* systems/intake: what its C files share. */
#ifndef SYSTEMS_INTAKE_H
#define SYSTEMS_INTAKE_H

#include "engine/engine.h"

enum { INTAKE_OPERATIONS = 1 };
/** POST /triage: a suggestion without opening anything. */
extern const struct operation intake_operations[INTAKE_OPERATIONS];

#endif

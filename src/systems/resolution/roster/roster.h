/* systems/resolution/roster: what its files share. */
#ifndef SYSTEMS_ROSTER_H
#define SYSTEMS_ROSTER_H

#include "engine/engine.h"

enum { ROSTER_OPERATIONS = 6 };
extern const struct operation roster_operations[ROSTER_OPERATIONS];

#endif

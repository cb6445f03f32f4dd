/* systems/resolution/mediation: what its files share, and its row for systems.c. */
#ifndef SYSTEMS_MEDIATION_H
#define SYSTEMS_MEDIATION_H

#include "engine/engine.h"

/** Public ids of the roster. */
enum { MEDIATOR_PREFIX = 'R', BODY_PREFIX = 'B' };
enum { MEDIATION_EFFECTS = 13, ROSTER_OPERATIONS = 5 };

extern const struct effect mediation_effects[MEDIATION_EFFECTS];
extern const struct operation roster_operations[ROSTER_OPERATIONS];

#endif

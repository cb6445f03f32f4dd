/* systems/systems: one row a system. */
#include "systems/systems.h"

extern const struct system mediation_system;

const struct system *const systems[] = {&mediation_system, NULL};

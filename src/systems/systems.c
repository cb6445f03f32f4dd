/* systems/systems: one row a system. */
#include "systems/systems.h"

const struct system *const systems[] = {NULL};

/* systems/: the table of every system that ships. A test fails when a folder has no row here. */
#ifndef SYSTEMS_SYSTEMS_H
#define SYSTEMS_SYSTEMS_H

#include "engine/engine.h"

/** NULL-ended, in the order menus show them. */
extern const struct system *const systems[];

#endif

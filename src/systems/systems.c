/* systems/systems: one row a system. */
#include "systems/systems.h"

extern const struct system mediation_system, filing_system, court_paper_system;

const struct system *const systems[] = {&filing_system, &mediation_system, &court_paper_system,
                                        NULL};

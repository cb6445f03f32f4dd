/*
 * bench/nation/systems: the table of systems of the server that plays a national day: those that
 * ship, and two that do not exist yet, as definitions of their own (systems/systems.h has the table
 * otherwise).
 */
#include "systems/systems.h"

extern const struct system intake_system, mediation_system, filing_system, court_paper_system,
    extension_system;
extern const struct embedded_file electronic_service_definition[], hotline_definition[];

static const struct system electronic_service_system = {
    .name = "electronic_service", .wing = "support", .definition = electronic_service_definition};
static const struct system hotline_system = {
    .name = "hotline", .wing = "requests", .definition = hotline_definition};

const struct system *const systems[] = {&intake_system,    &filing_system,
                                        &mediation_system, &court_paper_system,
                                        &extension_system, &electronic_service_system,
                                        &hotline_system,   NULL};

/* systems/trial/applications: what its files share. */
#ifndef SYSTEMS_APPLICATIONS_H
#define SYSTEMS_APPLICATIONS_H

#include "engine/engine.h"

enum { APPLICATION_EFFECTS = 8 };
extern const struct effect application_effects[APPLICATION_EFFECTS];

/** The names of the side that applies, as the case had them when the application was begun. */
const char *application_applicants(const struct value *fields);

#endif

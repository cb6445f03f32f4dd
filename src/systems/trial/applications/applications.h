/* systems/trial/applications: what its files share. */
#ifndef SYSTEMS_APPLICATIONS_H
#define SYSTEMS_APPLICATIONS_H

#include "engine/engine.h"

enum { APPLICATION_EFFECTS = 13 };
extern const struct effect application_effects[APPLICATION_EFFECTS];

/** Who of a side applied, or joined later. */
bool application_is_applicant(const struct participant *participant);
/** The names of who applied. NULL: no memory. */
const char *application_applicants(const struct facts *facts, struct arena *arena);
/** A withdrawal ends the suit where every plaintiff asked for it (CPL 148). */
bool application_by_whole_side(const struct facts *facts);

#endif

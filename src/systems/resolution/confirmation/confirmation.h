/* systems/resolution/confirmation: what its files share. */
#ifndef SYSTEMS_CONFIRMATION_H
#define SYSTEMS_CONFIRMATION_H

#include "engine/engine.h"
#include "law/confirmation.h"

enum { CONFIRMATION_EFFECTS = 8 };
extern const struct effect confirmation_effects[CONFIRMATION_EFFECTS];

/** Within the thirty days of CPL 205, by the legal time of the action? */
bool confirmation_before_its_end(const struct facts *facts);

/**
 * What a look at the fields alone says against the application, as bits of enum confirmation_fault.
 * A hint for whoever decides: words such as 所有权 may stand in an agreement that confirms nothing.
 * @param division  of the court; NULL: not known, then the court is not doubted
 */
unsigned confirmation_doubts(const struct value *fields, bool by_platform, const char *division);

#endif

/* appeal: what the files of this system share. */
#ifndef APPEAL_APPEAL_H
#define APPEAL_APPEAL_H

#include "engine/engine.h"

enum { APPEAL_GUARDS = 7, APPEAL_EFFECTS = 4 };

extern const struct guard appeal_guards[APPEAL_GUARDS];
extern const struct effect appeal_effects[APPEAL_EFFECTS];

/** Whom the action is about; "" when it is about nobody. */
const char *appeal_party(const struct participant *participant);

#endif

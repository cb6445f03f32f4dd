/* appeal: what the files of this system share. */
#ifndef APPEAL_APPEAL_H
#define APPEAL_APPEAL_H

#include "engine/engine.h"

enum { APPEAL_EFFECTS = 6 };

extern const struct effect appeal_effects[APPEAL_EFFECTS];

/** Is the decision one against this party, with a period of their own? Whoever a suit names that
 * was not accepted is none (CPL 126). */
bool appeal_is_open_to(const struct facts *facts, const struct participant *participant);

#endif

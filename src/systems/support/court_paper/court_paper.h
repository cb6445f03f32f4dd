/* systems/court_paper: what its files share. */
#ifndef SYSTEMS_COURT_PAPER_H
#define SYSTEMS_COURT_PAPER_H

#include "engine/engine.h"

enum { COURT_PAPER_GUARDS = 8, COURT_PAPER_EFFECTS = 7 };
extern const struct guard court_paper_guards[COURT_PAPER_GUARDS];
extern const struct effect court_paper_effects[COURT_PAPER_EFFECTS];

/** What guards and effects need of the paper's sealed values and of who acts: call->outside. */
MUST_CHECK enum err_kind court_paper_loaded(struct call *call, const char *action,
                                            struct err *reterr);

#endif

/*
 * law/remedy: what a refusal must say can be done against it, and what an agent may do.
 *
 * Sources: CPL 50, 62, 114, 118, 119, 130, 157, 171, 236, 238; JI 88, 89, 276, 277, 358, 372;
 * 诉讼费用交纳办法 43; 财产保全规定 25; 登记立案规定 9, 13.
 */
#ifndef LAW_REMEDY_H
#define LAW_REMEDY_H

#include "base/arena.h"

struct remedy {
    const char *decision; /* "not_accepted" */
    const char *zh, *en;  /* what can be done, by when, where */
    const char *period;   /* of law/period's table; NULL: no period */
    const char *basis;
};

/** Ends with decision NULL. */
extern const struct remedy remedies[];
/** NULL: no such decision. */
const struct remedy *remedy_of(const char *decision);

struct agent_act {
    const char *act;
    bool special; /* needs the act named in a special authority, CPL 62 */
    bool person;  /* not even then: the person's own word, or a written opinion, CPL 65 */
    const char *zh, *en, *basis;
};

/** Ends with act NULL. */
extern const struct agent_act agent_acts[];
/** NULL: no such act. */
const struct agent_act *agent_act_of(const char *act);

#endif

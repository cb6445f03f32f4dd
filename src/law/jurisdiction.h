/*
 * law/jurisdiction: which court a first-instance civil suit belongs to, by its cause of action.
 *
 * Sources: CPL 22 (the defendant's domicile), 24 (contract), 27 (companies), 29, 30 (wrongs), 34
 * (exclusive); JI 9, 18, 24, 25, 28; Labour Interpretation I, 3. The rule is the one for the kind
 * of dispute; facts it does not know (an agreement on the court, CPL 35) are for people to see.
 */
#ifndef LAW_JURISDICTION_H
#define LAW_JURISDICTION_H

#include "base/arena.h"

struct jurisdiction {
    const char *cause; /* beginning of the code in reference/causes.csv; "" fits every cause */
    bool at_place;     /* the place of the facts, the performance or the property comes first */
    bool exclusive;    /* CPL 34: no other court */
    /** "defendant_domicile", "contract_performance", "tort_place", "real_estate", "other" */
    const char *ground;
    const char *zh, *en; /* the rule in words, with its articles */
};

/** The first rule that fits; `cause` NULL: the general one. Static storage, never NULL. */
const struct jurisdiction *jurisdiction_of_cause(const char *cause);

#endif

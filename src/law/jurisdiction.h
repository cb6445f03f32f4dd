/*
 * law/jurisdiction: which court a first-instance civil suit belongs to, by its cause of action.
 *
 * Sources: CPL 22 to 35; JI (the interpretation of the CPL) 9, 12, 18 to 22, 24 to 28, 34; Labour
 * Interpretation I, 3; Special Maritime Procedure Law 4; Anti-Domestic-Violence Law 25. The rule is
 * the one for the kind of dispute. Facts it does not know are for people to see: a written choice
 * of court (CPL 35), a defendant who is abroad, missing or in prison (CPL 23).
 *
 * JI 28 names what is a dispute about immovables: suits in rem over title, division and
 * neighbouring rights, and four contracts (rural land, lease of a home, construction, housing under
 * a public scheme). An ordinary sale of a home is none of them. Water from upstairs is a
 * neighbouring right when the cause is 03.06.055; damages alone are a wrong (03.05.044, CPL 29).
 */
#ifndef LAW_JURISDICTION_H
#define LAW_JURISDICTION_H

#include "base/arena.h"

struct jurisdiction {
    const char *cause; /* beginning of the code in reference/causes.csv; "" fits every cause */
    bool at_place;     /* the place of the facts, the performance or the property comes first */
    bool exclusive;    /* CPL 34: no other court */
    bool special;   /* a maritime, intellectual property or intermediate court, not the local one */
    bool may_agree; /* the parties may have chosen a court in writing (CPL 35, JI 34) */
    /** "defendant_domicile", "contract_performance", "tort_place", "real_estate", "other" */
    const char *ground;
    const char *zh, *en; /* the rule in words, with its articles */
};

/** The rule with the longest beginning that fits; `cause` NULL: the general one. Static storage,
 * never NULL. */
const struct jurisdiction *jurisdiction_of_cause(const char *cause);

#endif

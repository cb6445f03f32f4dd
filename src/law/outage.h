/*
 * law/outage: what a proven outage of the platform means for a clock that ended inside it.
 *
 * Source: CPL 86: who is kept from acting by an obstacle that is not their fault applies within ten
 * days after its end, and the court decides; JI 127: an invariable period is not lengthened. So the
 * platform itself lengthens only what the court sets for itself or others (its own lengths, periods
 * the court fixes); for a party's statutory period it prepares the application; the rest it only
 * certifies (practice.md 2).
 */
#ifndef LAW_OUTAGE_H
#define LAW_OUTAGE_H

#include "law/period_days.h"

enum outage_kind { OUTAGE_EXTENDED, OUTAGE_APPLICATION, OUTAGE_CERTIFIED, OUTAGE_KIND_COUNT };

struct outage_treatment {
    enum outage_kind kind;
    const char *name;            /* "extended" "application" "certified" */
    const char *zh, *en, *basis; /* what it means for whoever had to act */
};

/** Did the clock's last moment fall into the outage? Half-open as clocks are: due_us is the first
 * moment after it. */
bool outage_holds(int64_t from_us, int64_t to_us, int64_t due_us);
/** `own_length`: the period is a length of the court's own, not one of the law's table. Never NULL.
 */
const struct outage_treatment *outage_treatment_of(const struct period *period, bool own_length);
/** By its name; NULL: none. */
const struct outage_treatment *outage_treatment_find(const char *name);
/**
 * The days whose end fell into the outage: what an extension leaves out of the count. At least the
 * day the clock ended on.
 */
struct period_span outage_days(int64_t to_us, int64_t due_us);

#endif

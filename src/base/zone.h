/*
 * base/zone: the time of day where people abroad are. Court time is one (base/moment.h); a moment
 * is shown beside it as the clocks of that place have it, with summer time by the rules in force
 * there. The rules are data of this file: the European Union's since 1996 (2000/84/EC), those of
 * the United States since 2007 (Energy Policy Act of 2005). A place that changes its rules changes
 * its row.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/moment.h"

struct zone {
    const char *name; /* "rome": as definitions have it */
    const char *zh, *en;
    int minutes; /* ahead of UTC without summer time */
    enum { SUMMER_NONE, SUMMER_EU, SUMMER_US } summer;
};

extern const struct zone zones[];
extern const size_t zone_count;

/** NULL: no such place. */
const struct zone *zone_find(const char *name);
/** How far that place is ahead of UTC at that moment, summer time included. */
int zone_minutes(const struct zone *zone, int64_t at_us);
/** "2026-03-02 09:00（罗马，UTC+1）" */
MUST_CHECK const char *zone_format(struct arena *arena, const struct zone *zone, int64_t at_us);
/** Is it between 22:00 and 07:00 there? */
bool zone_is_night(const struct zone *zone, int64_t at_us);

#endif

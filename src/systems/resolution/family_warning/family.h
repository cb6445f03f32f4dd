/* systems/resolution/family_warning: what its files share. */
#ifndef SYSTEMS_FAMILY_WARNING_H
#define SYSTEMS_FAMILY_WARNING_H

#include "engine/engine.h"

enum { FAMILY_EFFECTS = 9 };
extern const struct effect family_effects[FAMILY_EFFECTS];

/** Colours from the mildest: "green" "blue" "yellow" "orange" "red". Of no other word: -1. */
int family_rank(const char *colour);

/** What a question counts on a day, out of the register warning_point. */
struct family_point {
    const char *question;
    int64_t points;
};
enum { FAMILY_POINTS_MAX = 60, FAMILY_REASONS_MAX = 30 };
struct family_score {
    int64_t points;
    const char *colour;
    const struct family_point *counted[FAMILY_REASONS_MAX];
    size_t count;
};
/** The thresholds of the court's settings. */
struct family_thresholds {
    int64_t red, orange, yellow, blue;
};
/** Pure: the signs that were answered with yes, and the number of violence calls and breaches in
 * the last thirty days, which count as the questions second_call_30d and breach. */
struct family_score family_score_of(const struct family_point *points, size_t point_count,
                                    const struct value *signs, int64_t calls_30d, bool breached,
                                    const struct family_thresholds *thresholds);

/* ---- family_store.c ---- */

/** The points in force on that day: question, points. */
size_t family_points_read(struct db_flight *flight, int32_t day);
/** The measures in force on that day: colour, duty, hours, zh, en. */
size_t family_measures_read(struct db_flight *flight, int32_t day);

#endif

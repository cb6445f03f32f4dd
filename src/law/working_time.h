/*
 * law/working_time: minutes in which a court works. No law counts so; it is for promises between
 * courts, such as the answer to a cross-court filing within thirty minutes of working time.
 *
 * Office hours are a court's own (Ürümqi does not begin when Xianning does), so they are data and
 * stand in the period itself: whoever reads an old clock works it out as it was worked out then.
 */
#ifndef LAW_WORKING_TIME_H
#define LAW_WORKING_TIME_H

#include "law/period.h"

/** "09:00-12:00,14:30-17:30": ascending, at most OFFICE_SPANS_MAX, each at least a minute, none
 * over midnight. False, and `*ret` untouched, for anything else. */
MUST_CHECK bool office_hours_parse(const char *text, struct office_hours *ret);

/**
 * When are so many minutes of working time over? The first instant at which they are: a break, a
 * night, a day off do not count; a listed make-up workday does. It is counted from the
 * full minute, as hours are from the full hour (CPL 85).
 * @param excluded_days  working days taken out: the end moves on by so many
 * @return ERR_NONE (also when provisional); period_compute() is the door
 */
MUST_CHECK enum err_kind working_time_compute(const struct period *period,
                                              const struct calendar *calendar, int64_t start_us,
                                              int excluded_days, struct arena *arena,
                                              struct period_end *ret, struct err *reterr);

/** Whole minutes of working time between two instants, counted as above; 0 when the second is not
 * after the first. At most WORKING_DAYS_MAX days are walked. */
enum { WORKING_DAYS_MAX = 3660 };
int64_t working_minutes_between(const struct calendar *calendar, const struct office_hours *hours,
                                int64_t from_us, int64_t until_us);

#endif

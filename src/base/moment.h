/*
 * base/moment: court days and instants. Nothing here knows a holiday (that is law/) or the clock
 * (that is handed in by main.c).
 *
 * Units: an instant is int64_t microseconds since 1970-01-01T00:00Z ("_us"); a court day is int32_t
 * days since 1970-01-01 in Asia/Shanghai ("_day"), UTC+8 without summer time for every year from
 * 1992.
 */
#ifndef BASE_MOMENT_H
#define BASE_MOMENT_H

#include "base/arena.h"

#define SECOND_US INT64_C(1000000)
#define MINUTE_US (60 * SECOND_US)
#define HOUR_US   (60 * MINUTE_US)
#define DAY_US    (24 * HOUR_US)

enum { MONTH_LETTERS = 7 }; /* of "2026-11" */

struct civil_date {
    int year, month, day; /* 2026, 1-12, 1-31 */
};

int32_t day_of_date(struct civil_date date);
struct civil_date date_of_day(int32_t day);
bool date_is_valid(struct civil_date date);
/** 0 = Sunday … 6 = Saturday. */
int weekday_of_day(int32_t day);
/** The first Sunday that is not before that day. */
int32_t sunday_from(int32_t day);

/** The court day an instant falls on. */
int32_t day_of_instant(int64_t instant_us);
/** 00:00 in Shanghai of that day; the day's end is the start of the next one. */
int64_t start_of_day(int32_t day);

/** "2026-11-24"; false for anything else, including impossible dates. */
MUST_CHECK bool day_parse(const char *text, int32_t *ret_day);
/** "2026-11": its first day, and the first of the month after it; false as day_parse(). */
MUST_CHECK bool month_parse(const char *text, int32_t *ret_first, int32_t *ret_next);
/** "2026-11-24" into the arena. */
MUST_CHECK const char *day_format(struct arena *arena, int32_t day);
/** "2026年11月24日", as letters to parties have it. */
MUST_CHECK const char *day_format_zh(struct arena *arena, int32_t day);
/** "24 November 2026". */
MUST_CHECK const char *day_format_en(struct arena *arena, int32_t day);
/** RFC 3339 with offset, "2026-11-24T09:00:00.000000+08:00". */
MUST_CHECK const char *instant_format(struct arena *arena, int64_t instant_us);
/** RFC 3339 with any offset and up to 6 fraction digits; false otherwise. */
MUST_CHECK bool instant_parse(const char *text, int64_t *ret_us);

#endif

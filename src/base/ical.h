/*
 * base/ical: a calendar as text (iCalendar, RFC 5545). Lines end in CRLF and are folded at 75
 * bytes, never inside a character (3.1); TEXT values are escaped (3.3.11). Only what we send:
 * nothing here reads one.
 */
#ifndef BASE_ICAL_H
#define BASE_ICAL_H

#include "base/text.h"

enum { ICAL_LINE_BYTES_MAX = 75 };

/** One property whose value stands as it is: a name, a moment, a day. `value` NULL: no line. */
void ical_line(struct text *text, const char *name, const char *value);
/** One property of the type TEXT, escaped; control characters are left out. NULL or "": no line. */
void ical_text(struct text *text, const char *name, const char *value);
/** "20261201T013000Z", in UTC. NULL: memory ran out. */
MUST_CHECK const char *ical_instant(struct arena *arena, int64_t instant_us);
/** "20261201". NULL: memory ran out. */
MUST_CHECK const char *ical_day(struct arena *arena, int32_t day);

#endif

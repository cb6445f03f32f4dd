/*
 * law/period_days: a period day by day: which day counts as which, which does not and why. For
 * people who do not believe a date, and for whoever has to explain it.
 */
#ifndef LAW_PERIOD_DAYS_H
#define LAW_PERIOD_DAYS_H

#include "law/period.h"

enum period_day_kind {
    PERIOD_DAY_START,    /* the day of the event: not counted, CPL 85 */
    PERIOD_DAY_COUNTED,  /* the number-th day */
    PERIOD_DAY_OFF,      /* a day off inside a period in working days */
    PERIOD_DAY_EXCLUDED, /* the clock stood still: suspension, appraisal (JI 243, OMR 26) */
    PERIOD_DAY_SHIFTED,  /* off, behind the raw end */
    PERIOD_DAY_LAST      /* the last day; `number` 0 when it was moved there */
};

struct period_day {
    int32_t day;
    int weekday; /* 0 = Sunday */
    enum period_day_kind kind;
    int number;          /* of a day that counts; 0: it does not */
    bool off;            /* a weekend or holiday */
    const char *holiday; /* its name, or that of a make-up working day; NULL: none */
};

/** Days the clock stood still, both included. */
struct period_span {
    int32_t first_day, last_day;
};

enum { PERIOD_DAYS_MAX = 800 };

struct period_days {
    struct period_end end;
    size_t count;
    bool cut; /* more than PERIOD_DAYS_MAX: the first of them only */
    struct period_day *rows;
};

/** Hours and minutes have no days to print, nor has what counts back: the account says it all. */
bool period_has_days(const struct period *period);
/**
 * ERR_INVALID "period.hours" for what has no days.
 * @return what period_compute() returns
 */
MUST_CHECK enum err_kind period_days_list(const struct period *period,
                                          const struct calendar *calendar, int64_t start_us,
                                          const struct period_span *spans, size_t span_count,
                                          struct arena *arena, struct period_days *ret,
                                          struct err *reterr);
/** "start" "counted" "off" "excluded" "shifted" "last". */
const char *period_day_kind_name(enum period_day_kind kind);
/** How many days the spans take out of a period in that unit. */
int period_days_excluded(enum period_unit unit, const struct calendar *calendar,
                         const struct period_span *spans, size_t span_count);

#endif

/*
 * law/period: when a period ends, and why, in words a party understands.
 *
 * Sources: CPL 85 (hours and days: the first is not counted; a last day on a holiday moves to the
 * first day after it; travel time excluded), JI 125, Civil Code 202-203; the rules of counting
 * are in docs/law/periods.md with every worked example.
 */
#ifndef LAW_PERIOD_H
#define LAW_PERIOD_H

#include "base/moment.h"

enum day_kind { DAY_HOLIDAY, DAY_WORKDAY };

/** One day named in a notice of the State Council. Ordinary weekends are not listed. */
struct calendar_day {
    int32_t day;
    enum day_kind kind;
    const char *name; /* "国庆节" */
};

/** Dated holiday tables. Immutable once built; shared by threads. */
struct calendar {
    const struct calendar_day *days; /* ascending by day */
    size_t count;
    const char
        *version; /* short text that changes with the content; kept in each deadline's account */
};

/** Is there a table for that year (any row in it)? */
bool calendar_has_year(const struct calendar *calendar, int year);
/** Sat, Sun and listed holidays are off; listed workdays are not. Caller checks
 * calendar_has_year(). */
bool calendar_is_day_off(const struct calendar *calendar, int32_t day);
/** The name of a listed holiday or make-up working day; NULL: not listed. */
const char *calendar_day_name(const struct calendar *calendar, int32_t day);

enum period_unit {
    PERIOD_HOURS,
    PERIOD_DAYS,
    PERIOD_WORKING_DAYS,
    PERIOD_MONTHS,
    PERIOD_YEARS,
    PERIOD_WORKING_MINUTES /* a court's own only: law/working_time.h */
};

/** When a court works on a working day, in minutes after midnight. */
enum { OFFICE_SPANS_MAX = 4 };
struct office_span {
    int from, until;
};
struct office_hours {
    struct office_span spans[OFFICE_SPANS_MAX];
    size_t count;
};

/** One period of the law or of a court. */
struct period {
    const char *name;    /* "filing.decide" */
    const char *zh, *en; /* its title */
    int length;
    enum period_unit unit;
    bool shifts;                                 /* a last day off moves to the next working day */
    bool statutory;                              /* set by law: nobody but a court may extend it */
    bool invariable;                             /* 不变期间, JI 127 */
    const char *start_event_zh, *start_event_en; /* "收到起诉材料", "receipt of the complaint" */
    const char *basis;                           /* "民事诉讼法第一百二十六条" */
    const char *valid_from, *valid_to;           /* "2024-01-01"; NULL: open end */
    bool before; /* counted back: the last day is so long before the event (hearing, expiry) */
    struct office_hours office; /* of PERIOD_WORKING_MINUTES */
};

/** "hour" "day" "working_day" "month" "year" "working_minute". */
const char *period_unit_name(enum period_unit unit);

/** The table of all periods, several rows of one name with different validity. */
extern const struct period periods[];
extern const size_t period_count;

/** Is there any row of that name? For the definition checker. */
bool period_known(const char *name);
/** The row in force on `day`, the day of the start event; NULL when there is none. */
const struct period *period_find(const char *name, int32_t day);
/**
 * "3wd" "20d" "48h" "2m" "1y" → a nameless court period (shifts unless hours or minutes);
 * "30wmin@09:00-12:00,14:30-17:30": minutes of working time, with the office hours they count in.
 */
MUST_CHECK bool period_parse_length(const char *text, struct period *ret);

/**
 * The day a period in days, months or years ends on (begins on, when it is counted back), before
 * any shift: for terms that never shift. No calendar is needed.
 */
int32_t period_raw_day(const struct period *period, int32_t start_day);

/** A computed end, with its account. */
struct period_end {
    int64_t due_us;   /* the first instant after the period: 24:00 of the last day, or a moment */
    int32_t raw_day;  /* last day before any shift */
    int32_t last_day; /* last day after it */
    bool shifted;
    bool provisional; /* a needed year has no holiday table: raw end, nothing may fire */
    int missing_year; /* when provisional */
    const char *account_zh, *account_en; /* plain words, step by step, with the article */
};

/**
 * When does `period` end, if its start event happened at `start_us`?
 * @param excluded_days  days not counted (suspension, JI 243 …): working days for a period in
 *                       working days, calendar days for every other; 0 usually
 * @return ERR_NONE (also when provisional), ERR_LIMIT "period.too_long"
 */
MUST_CHECK enum err_kind period_compute(const struct period *period,
                                        const struct calendar *calendar, int64_t start_us,
                                        int excluded_days, struct arena *arena,
                                        struct period_end *ret, struct err *reterr);

#endif

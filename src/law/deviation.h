/*
 * law/deviation: how far what a court files in a day strays from what is usual there (立案偏离度).
 * It is a warning to look, never a figure to rank by; the formula of the Supreme Court is not
 * public, so every rule here is [assumed] and its numbers are a court's dated settings.
 *
 * What is usual: the mean of the same weekday in the last eight weeks that were ordinary, without
 * the highest and the lowest. No day off, no make-up day, no day beside three days off and no day
 * near the Spring Festival is taken for ordinary; nothing is judged in a year without a holiday
 * table. A difference counts only where chance does not explain it: it is held against the court's
 * own scatter (quasi-Poisson, integers throughout).
 *
 * Sources: 登记立案规定 2, 8 (register what complies, decide in seven days), CPL 126.
 */
#ifndef LAW_DEVIATION_H
#define LAW_DEVIATION_H

#include "law/period.h"

enum {
    FILING_HISTORY_DAYS = 220, /* so many days are enough to judge the last of them */
    FILING_COUNT_MAX = 100000  /* of a day; more is cut */
};

enum filing_day_kind {
    FILING_DAY_OFF,      /* or of a year without a table: never judged */
    FILING_DAY_EDGE,     /* works, but beside a long holiday or as a make-up day: never judged */
    FILING_DAY_FESTIVAL, /* near the Spring Festival: judged with less expected */
    FILING_DAY_USUAL
};

/** One day of a court, counted. `late`, `held`: standing at its end. */
struct filing_day {
    int32_t day;
    int32_t received, filed, returned; /* none negative */
    int32_t late;                      /* complaints past the seven days, not answered (CPL 126) */
    int32_t held; /* mediations before filing that a clock of theirs has passed by */
    /* filled in by filing_days_prepare() */
    enum filing_day_kind kind;
    int64_t expected_hundredths; /* 0: not known */
};

/**
 * Fills in kind and expected of days that follow each other without a gap, in order. The first is
 * the first the court was counted at: what was before is not known, and no zero.
 * @param festival_percent  of what is usual is expected near the Spring Festival
 */
void filing_days_prepare(struct filing_day *days, size_t count, const struct calendar *calendar,
                         int festival_percent);

enum filing_rule {
    FILING_DROP,
    FILING_FLAT,
    FILING_AGEING,
    FILING_RETURN,
    FILING_HELD,
    FILING_RULES
};
/** "drop" "flat" "ageing" "return" "held" */
extern const char *const filing_rule_names[FILING_RULES];

/** Percents are without sign. Significance is in tenths of a standard deviation. */
struct filing_limits {
    int min_volume;       /* so many a day must be usual, or nothing is judged */
    int day_percent;      /* a drop in one day */
    int week_percent;     /* … in three or five judged days together */
    int year_end_percent; /* so much less of both from 20 November to 31 December */
    int significance;
    int flat_days; /* the same number so many days running */
    int ageing_count, held_count;
    int return_percent; /* of what was received in twenty judged days, and twice what is usual */
};

struct filing_deviation {
    bool known;
    int64_t filed, expected_hundredths;
    int64_t hundredths; /* of a percent: -7500 is -75 % */
};

struct filing_findings {
    bool judged; /* an ordinary day with enough history and volume */
    bool found[FILING_RULES];
    bool received_kept_up; /* of a drop: as much was received as the usual, it was not filed */
    struct filing_deviation day, week;
    int32_t flat_value, flat_days; /* how many days running the last number stands */
};

/** Judges the last of prepared days. Pure; a day off finds nothing at all. */
void filing_judge(const struct filing_day *days, size_t count, const struct filing_limits *limits,
                  struct filing_findings *ret);

#endif

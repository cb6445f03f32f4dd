/*
 * law/indicator: what is measured, out of what, from which events. Never to rank courts or judges
 * (peers and leaders get their own figures): the Supreme Court forbids it (2024).
 *
 * Sources: published figures of courts, which the formulas reproduce (docs/law/indicators.md); no
 * official text of the formulas is public: all are [assumed].
 */
#ifndef LAW_INDICATOR_H
#define LAW_INDICATOR_H

#include "base/arena.h"

enum { INDICATOR_TERMS_MAX = 5 };

struct indicator_term {
    const char *count; /* "approved_online"; NULL ends the list */
    int sign;          /* +1 or -1 */
};

struct indicator {
    const char *name, *zh, *en;
    struct indicator_term numerator[INDICATOR_TERMS_MAX], denominator[INDICATOR_TERMS_MAX];
    int64_t scale;    /* 10,000: a share in hundredths of a percent; 100: per unit, two decimals */
    const char *unit; /* "%", "/10,000", "" */
    const char *events; /* where the counts come from, in words */
};

/** Ends with name NULL. */
extern const struct indicator indicators[];
/** NULL: no such indicator. */
const struct indicator *indicator_of(const char *name);

struct indicator_count {
    const char *name;
    int64_t count;
};

struct indicator_answer {
    bool known;                     /* false: the denominator is not above 0 */
    int64_t numerator, denominator; /* as summed */
    int64_t hundredths;             /* the figure, cut (not rounded) to two decimals */
};

/** ERR_INVALID "required" naming a count the formula needs and that is not given, "rule.range"
 * naming one below 0 or above 10^12. */
MUST_CHECK enum err_kind indicator_compute(const struct indicator *indicator,
                                           const struct indicator_count *counts, size_t count,
                                           struct indicator_answer *ret, struct err *reterr);

#endif

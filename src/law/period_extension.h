/*
 * law/period_extension: who may make a period of law/period's table longer, how, and by which
 * article.
 *
 * Sources: CPL 86 (an obstacle: applied for within ten days of its end), 152, 164, 168, 183, 187
 * (trial limits: the president), 250 (enforcement: suspended and interrupted like limitation); JI
 * 100 (evidence), 127 (invariable periods), 258; 行诉 48, 81, 83; OMR 24 (mediation: all parties);
 * 确认规定 5; 法〔2020〕202号 13; 信访工作条例 34.
 */
#ifndef LAW_PERIOD_EXTENSION_H
#define LAW_PERIOD_EXTENSION_H

#include "law/period.h"

enum extension_kind {
    EXTENDS_NOT,
    EXTENDS_OBSTACLE,   /* force majeure or another good reason: the court decides */
    EXTENDS_REQUEST,    /* whoever is bound asks before the end */
    EXTENDS_PRESIDENT,  /* the head of the court or body, or the one above */
    EXTENDS_AGREEMENT,  /* all parties */
    EXTENDS_SUSPENSION, /* stands still and starts anew, as limitation does */
    EXTENSION_KIND_COUNT
};

struct period_extension {
    const char
        *name; /* of the periods it is about: this one and those below it ("trial.summary") */
    enum extension_kind kind;
    const char *period;          /* of the table: how much longer, or how soon to apply; NULL */
    const char *zh, *en, *basis; /* static storage */
};

/** The rule for this row; never NULL: some say that there is none. */
const struct period_extension *period_extension_of(const struct period *period);
/** "none" "obstacle" "request" "president" "agreement" "suspension". */
const char *extension_kind_name(enum extension_kind kind);

#endif

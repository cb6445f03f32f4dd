/*
 * law/procedure_change: how a case leaves its procedure, which clock then runs, and what it costs.
 *
 * Sources: CPL 170 and JI 258 (a case unfit for summary procedure goes to ordinary by ruling before
 * the limit ends; the limit still runs from registration), JI 140 (no public notice in summary
 * procedure), 260 (no way back once an ordinary hearing has opened), 264 (agreeing to summary), 269
 * (objection to summary), 278 (small claims that no longer fit), 279 (objection to small claims),
 * 199 (the fee is topped up). A person decides; this says what the law lets them decide.
 */
#ifndef LAW_PROCEDURE_CHANGE_H
#define LAW_PROCEDURE_CHANGE_H

#include "law/procedure.h"

enum change_event {
    CHANGE_OBJECTION,      /* a party's objection to the procedure, found right (JI 269, 279) */
    CHANGE_CONDITIONS,     /* claims changed, counterclaim, a party joined (JI 278) */
    CHANGE_COMPLEX,        /* found unfit during trial (CPL 170) */
    CHANGE_PUBLIC_NOTICE,  /* the defendant can only be served by public notice (JI 140) */
    CHANGE_AGREED_SUMMARY, /* both sides agree to summary procedure (CPL 160, JI 264) */
    CHANGE_EVENT_COUNT
};

struct change_question {
    enum track from;
    enum change_event event;
    bool summary_fits;   /* the case meets the conditions of summary procedure (CPL 160, JI 257) */
    bool hearing_opened; /* a hearing has been held */
    bool limit_over;     /* the trial limit of the present procedure has ended */
};

struct change_answer {
    bool allowed;
    enum track to;      /* = from when not allowed */
    const char *period; /* the new limit in law/period's table; runs from registration still */
    bool top_up;        /* the halved fee becomes whole: notice, "fee.prepay", JI 199 */
    struct track_reason reason;
};

struct change_answer procedure_change(const struct change_question *question);
/** "objection" "conditions" "complex" "public_notice" "agreed_summary"; false: no such word. */
MUST_CHECK bool change_event_of_name(const char *name, enum change_event *ret);
/** The row of law/period's table that limits a trial: "trial.summary" …. */
const char *track_period(enum track track);

enum court_level { LEVEL_UNKNOWN, LEVEL_BASIC, LEVEL_INTERMEDIATE, LEVEL_HIGH };

struct level_answer {
    enum court_level level; /* LEVEL_UNKNOWN: no standard in force on that day is recorded */
    struct track_reason reason;
};

/**
 * The level of court by amount alone (法发〔2021〕27号, from 2021-10-01); rules on the subject
 * matter (patents, maritime, foreign-related cases of weight) come before it and are not known
 * here.
 * @param same_province  all parties are domiciled in the court's province, or none is
 * @param day            of filing; 0: the standard in force now
 */
struct level_answer court_level_by_amount(int64_t amount_fen, bool same_province, int32_t day);
/** "unknown", "basic", "intermediate", "high". */
const char *court_level_name(enum court_level level);

#endif

/*
 * law/confirmation: may a mediation agreement be confirmed by the court, and may a document be
 * published?
 *
 * Sources: CPL 205, 206; JI 351-358; 司法确认程序规定; 人民调解法 33. Publication:
 * 法释〔2016〕19号 4, 7, 8, 10.
 */
#ifndef LAW_CONFIRMATION_H
#define LAW_CONFIRMATION_H

#include "law/procedure.h"

/** What stands against it; several may hold. */
enum confirmation_fault {
    CONFIRM_NOT_JOINT = 1 << 0,       /* not applied for by all parties, CPL 205 */
    CONFIRM_LATE = 1 << 1,            /* after 30 days from the effect, CPL 205 */
    CONFIRM_ORGANISATION = 1 << 2,    /* not made by a lawfully established body, CPL 205 */
    CONFIRM_OUTSIDE = 1 << 3,         /* outside the courts' scope, JI 355(1) */
    CONFIRM_WRONG_COURT = 1 << 4,     /* JI 355(2): tell the right one */
    CONFIRM_STATUS = 1 << 5,          /* marriage, parentage, adoption: JI 355(3) */
    CONFIRM_OTHER_PROCEDURE = 1 << 6, /* special procedure, public summons, bankruptcy: 355(4) */
    CONFIRM_OWNERSHIP = 1 << 7,     /* confirms rights in rem or in intellectual property: 355(5) */
    CONFIRM_ILLEGAL = 1 << 8,       /* against mandatory law, JI 358(1) */
    CONFIRM_HARMS = 1 << 9,         /* state, public, others: 358(2) */
    CONFIRM_PUBLIC_ORDER = 1 << 10, /* 358(3) */
    CONFIRM_INVOLUNTARY = 1 << 11,  /* 358(4) */
    CONFIRM_UNCLEAR = 1 << 12       /* 358(5) */
};

enum { CONFIRMATION_REASONS_MAX = 13 };

struct confirmation_answer {
    bool accepted;  /* the application is taken */
    bool confirmed; /* and the agreement may be confirmed; a judge decides */
    size_t reason_count;
    struct track_reason reasons[CONFIRMATION_REASONS_MAX];
};

struct confirmation_answer confirmation_check(unsigned faults);
/** "not_joint" "late" … in the order of the bits; ends with NULL. */
extern const char *const confirmation_fault_words[];

enum publish_bar {
    PUBLISH_SECRET = 1 << 0,   /* state secrets */
    PUBLISH_JUVENILE = 1 << 1, /* juvenile crime */
    PUBLISH_MEDIATED = 1 << 2, /* closed by mediation, or confirming an agreement */
    PUBLISH_FAMILY = 1 << 3,   /* divorce, custody or guardianship of minors */
    PUBLISH_OTHER = 1 << 4     /* the court finds it unsuitable */
};

struct publish_answer {
    bool published;
    bool names_anonymised; /* Art. 8: family, succession, minors, criminal victims */
    size_t reason_count;
    struct track_reason reasons[6];
};

/**
 * @param needed      a mediated case published for state, public or others' interest (Art. 4(3))
 * @param protected_  family or succession case, minors, or victims of crime (Art. 8)
 */
struct publish_answer publish_check(unsigned bars, bool needed, bool protected_);
/** "secret" "juvenile" "mediated" "family" "other"; ends with NULL. */
extern const char *const publish_bar_words[];

#endif

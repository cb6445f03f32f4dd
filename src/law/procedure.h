/*
 * law/procedure: which procedure a first-instance civil case is tried by, and why.
 *
 * Sources: CPL 160 (summary procedure: basic courts, clear facts, clear rights, little dispute),
 * 165 (small claims by amount: up to half the province's average wage; up to twice it by
 * agreement), 166 (never small claims), JI 257 (never summary), JI 272 (the wage is the latest
 * published).
 */
#ifndef LAW_PROCEDURE_H
#define LAW_PROCEDURE_H

#include "base/arena.h"

enum track { TRACK_SMALL_CLAIMS, TRACK_SMALL_CLAIMS_BY_AGREEMENT, TRACK_SUMMARY, TRACK_ORDINARY };

/** What keeps a case out; several may hold. */
enum exclusion {
    EXCLUDED_STATUS = 1 << 0,       /* personal status, CPL 166(1) */
    EXCLUDED_TITLE = 1 << 1,        /* confirming title to property, 166(1) */
    EXCLUDED_FOREIGN = 1 << 2,      /* foreign-related, 166(2) */
    EXCLUDED_APPRAISAL = 1 << 3,    /* needs appraisal, or an earlier one is disputed, 166(3) */
    EXCLUDED_WHEREABOUTS = 1 << 4,  /* a party cannot be found, 166(4); also JI 257(1) */
    EXCLUDED_COUNTERCLAIM = 1 << 5, /* 166(5) */
    EXCLUDED_REMANDED = 1 << 6,     /* JI 257(2) */
    EXCLUDED_NUMEROUS = 1 << 7,     /* a numerous side, JI 257(3) */
    EXCLUDED_REVIEW = 1 << 8,       /* trial supervision, JI 257(4) */
    EXCLUDED_PUBLIC = 1 << 9,       /* national or public interest, JI 257(5) */
    EXCLUDED_REVOCATION = 1 << 10   /* a third party's revocation, JI 257(6) */
};

struct track_question {
    int64_t amount_fen; /* 0: no money, or not known */
    int64_t
        wage_fen; /* average annual wage of the province, last year's or the latest; 0: unknown */
    bool basic_court;
    bool simple; /* facts clear, rights clear, little dispute */
    bool agreed; /* both sides agree to small claims */
    unsigned excluded;
};

enum { TRACK_REASONS_MAX = 4 };

struct track_answer {
    enum track track;
    size_t reason_count;
    struct track_reason {
        const char *zh, *en, *basis; /* static storage */
    } reasons[TRACK_REASONS_MAX];
};

/** The procedure the law gives; a person decides. */
struct track_answer procedure_track(const struct track_question *question);
/** "small_claims", "small_claims_by_agreement", "summary", "ordinary". */
const char *track_name(enum track track);

#endif

/*
 * law/procedure: which procedure a first-instance civil case is tried by, and why.
 *
 * Sources: CPL 160 (summary procedure: basic courts, clear facts, clear rights, little dispute; or
 * both sides agree), 165 (small claims by amount: up to half the province's average wage; up to
 * twice it by agreement), 166 (never small claims), JI 257 (never summary), 260 (never after an
 * ordinary hearing has opened), 264 (an agreement changes neither list), JI 272 (the wage is the
 * latest published). Until 2021-12-31 the limit was 30 % and no agreement could raise it
 * (CPL 2017, 162). How a case changes its procedure: law/procedure_change.h.
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
    int32_t day;        /* of registration: the law of that day; 0: the law in force now */
    int64_t amount_fen; /* 0: no money, or not known */
    int64_t wage_fen; /* average annual wage of the province, last year's or the latest; 0: none */
    bool basic_court;
    bool simple;         /* facts clear, rights clear, little dispute */
    bool agreed;         /* both sides agree to small claims */
    bool agreed_summary; /* both sides agree to summary procedure, before the hearing */
    bool hearing_opened; /* an ordinary hearing has opened */
    unsigned excluded;   /* enum exclusion */
};

enum { TRACK_REASONS_MAX = 12 }; /* every exclusion, and the rule that decides */

struct track_reason {
    const char *zh, *en, *basis; /* static storage */
};

struct track_answer {
    enum track track;
    size_t reason_count;
    struct track_reason reasons[TRACK_REASONS_MAX];
};

/** The procedure the law gives; a person decides. */
struct track_answer procedure_track(const struct track_question *question);

struct track_check {
    bool lawful;
    struct track_reason reason; /* why not; where lawful, what the law itself gives */
};

/**
 * May the case be tried by that procedure? Ordinary procedure is always open: whether facts and
 * rights are clear is for the court to find (CPL 160). What must be small claims (CPL 165(1)) is
 * not tried by the other rules of summary procedure.
 */
struct track_check procedure_check(const struct track_question *question, enum track wanted);
/** "small_claims", "small_claims_by_agreement", "summary", "ordinary". */
const char *track_name(enum track track);
/** False: no such word. */
MUST_CHECK bool track_of_name(const char *name, enum track *ret);
/** "status" "title" "foreign" "appraisal" "whereabouts" "counterclaim" "remanded" "numerous"
 * "review" "public" "revocation"; 0: no such word. */
unsigned exclusion_of_word(const char *word);

#endif

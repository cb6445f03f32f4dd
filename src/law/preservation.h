/*
 * law/preservation: security, terms and renewal of preservation; clocks and grounds of appraisal.
 *
 * Sources: CPL 103-105; JI 152, 163, 168, 485; 财产保全规定 ("PR") 4, 5, 7-9, 18, 23, 25; 证据规定
 * ("ER") 31-40; 法〔2020〕202号 1, 13; JI 243.
 */
#ifndef LAW_PRESERVATION_H
#define LAW_PRESERVATION_H

#include "law/procedure.h"

#include "base/moment.h"

enum preservation_stage { PRESERVE_PRE_SUIT, PRESERVE_IN_SUIT, PRESERVE_AFTER_JUDGMENT };

/** Grounds on which security may be waived, PR 9. */
enum security_ground {
    SECURITY_NO_GROUND,
    SECURITY_MAINTENANCE, /* support, maintenance, child support, pension, medical, wages, work or
                             traffic injury */
    SECURITY_VIOLENCE,    /* family violence, with hardship */
    SECURITY_PUBLIC_INTEREST,
    SECURITY_BRAVERY,
    SECURITY_CLEAR_CASE, /* facts clear, small risk of error */
    SECURITY_FINANCIAL   /* the applicant is a licensed financial institution */
};

struct security_answer {
    int64_t security_max_fen; /* at most so much may be asked for */
    bool waivable;            /* the court may do without */
    struct track_reason reason;
};

/** In a suit at most 30 % of the amount (PR 5); before it the whole, the court may vary (JI 152).
 */
struct security_answer preservation_security(enum preservation_stage stage, int64_t amount_fen,
                                             enum security_ground ground);

enum preserved_asset { ASSET_DEPOSIT, ASSET_MOVABLE, ASSET_REAL_PROPERTY, ASSET_OTHER };

struct term_answer {
    int32_t expires_day;  /* the last day of the measure; it never shifts */
    int32_t renew_by_day; /* 7 days before, PR 18 */
    int years_max;
    struct track_reason reason;
};

/**
 * JI 485: deposits one year, movables two, real property and other rights three; the same again on
 * renewal. `years` 0: the most allowed; above the most: the most.
 */
struct term_answer preservation_term(enum preserved_asset asset, int32_t start_day, int years);

/** Grounds to appoint another appraiser, ER 40; the first three give the fee back. */
enum reappraisal_ground {
    REAPPRAISE_UNQUALIFIED,
    REAPPRAISE_PROCEDURE,
    REAPPRAISE_UNFOUNDED,
    REAPPRAISE_UNUSABLE,
    REAPPRAISE_OTHER
};

struct appraisal_question {
    bool complex; /* 60 instead of 30 working days, 法〔2020〕202号 13 */
    bool common_sense, irrelevant, meaningless, partys_own_proof; /* never entrusted, ibid. 1 */
    bool applied_late, not_prepaid;                               /* waived, ER 31 */
    bool materials_examined;                                      /* by both sides first, ER 34 */
};

struct appraisal_answer {
    bool entrusted;
    int working_days;   /* not counted in the trial limit, JI 243 */
    const char *period; /* of law/period's table */
    struct track_reason reason;
};

struct appraisal_answer appraisal_decide(const struct appraisal_question *question);
/** Another appraiser? And does the first give the fee back? */
struct track_reason appraisal_again(enum reappraisal_ground ground, bool *ret_again,
                                    bool *ret_fee_back);

#endif

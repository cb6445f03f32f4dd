/*
 * law/fee_relief: 司法救助, fees waived, reduced or deferred, and by whom a fee is borne.
 *
 * Sources: 诉讼费用交纳办法 29-43 (bearing), 44-51 (relief). A person decides; this says which kind
 * of relief the law opens to whom, on which ground the court must grant it, and what stays to be
 * paid.
 */
#ifndef LAW_FEE_RELIEF_H
#define LAW_FEE_RELIEF_H

#include "base/arena.h"

enum relief_kind { RELIEF_WAIVER, RELIEF_REDUCTION, RELIEF_DEFERRAL, RELIEF_KIND_COUNT };

enum relief_ground {
    RELIEF_DISABLED,         /* 45(1): disabled, no fixed income */
    RELIEF_MAINTENANCE,      /* 45(2): claims support, maintenance, child support, pension */
    RELIEF_BENEFITS,         /* 45(3): lives on minimum-living, destitute or unemployed benefit */
    RELIEF_BRAVERY,          /* 45(4): hurt while protecting others or the public interest */
    RELIEF_DISASTER,         /* 46(1): hardship by disaster */
    RELIEF_PREFERENTIAL,     /* 46(2): persons under preferential treatment */
    RELIEF_WELFARE,          /* 46(3): welfare institutions, rescue stations */
    RELIEF_SOCIAL_INSURANCE, /* 47(1): claims social insurance, economic compensation */
    RELIEF_ACCIDENT,         /* 47(2): victims of traffic, medical, work, product accidents */
    RELIEF_LEGAL_AID,        /* 47(3): receives legal aid */
    RELIEF_OTHER,            /* the last item of each article: the court weighs it */
    RELIEF_GROUND_COUNT
};

/** "waiver" … and "disabled" … in the order of the enums, NULL behind the last. */
extern const char *const relief_kind_names[RELIEF_KIND_COUNT + 1];
extern const char *const relief_ground_names[RELIEF_GROUND_COUNT + 1];
MUST_CHECK bool relief_kind_of_name(const char *name, enum relief_kind *ret);
MUST_CHECK bool relief_ground_of_name(const char *name, enum relief_ground *ret);

struct relief_request {
    enum relief_kind kind;
    enum relief_ground ground;
    bool natural_person;
    int64_t fee_fen;
    int percent; /* a reduction, in percent of the fee; not asked otherwise */
};

struct relief_result {
    bool admissible; /* the law opens this relief to this party on this ground */
    bool must_grant; /* a ground the article names, "应当准予" */
    int64_t due_now_fen, due_later_fen;
    const char *zh, *en, *basis; /* static storage */
};

/**
 * @return ERR_NONE, also when not admissible (the answer says which relief is open instead);
 *         ERR_INVALID "fee.amount" for a negative fee, "fee.reduction" below 30 % (Art. 46: not
 *         below 30 %) or above 100
 */
MUST_CHECK enum err_kind fee_relief(const struct relief_request *request, struct relief_result *ret,
                                    struct err *reterr);

enum fee_bearer {
    BEARER_LOSER,       /* Art. 29 */
    BEARER_COURT_SPLIT, /* partial success, Art. 29; divorce or mediation without agreement */
    BEARER_AGREEMENT,   /* Arts 31, 33 */
    BEARER_PLAINTIFF,   /* withdrawal: plaintiff or appellant, Art. 34 */
    BEARER_DEFENDANT,   /* administrative case withdrawn as the act was changed, Art. 34 */
    BEARER_DEBTOR,      /* Arts 36, 38 */
    BEARER_APPLICANT    /* Arts 36, 37, 38 */
};

enum fee_outcome {
    OUTCOME_WON,
    OUTCOME_PARTLY_WON,
    OUTCOME_MEDIATED,
    OUTCOME_DIVORCE,
    OUTCOME_WITHDRAWN,
    OUTCOME_ACT_CHANGED,
    OUTCOME_PAYMENT_ORDER,
    OUTCOME_PAYMENT_ORDER_OBJECTED,
    OUTCOME_PUBLIC_SUMMONS,
    OUTCOME_PRESERVATION,
    OUTCOME_ENFORCEMENT,
    OUTCOME_COUNT
};

struct bearing {
    const char *name; /* "won" … */
    enum fee_bearer bearer;
    const char *zh, *en, *basis; /* static storage */
};

/** `agreed`: the parties agreed who bears it; matters in mediation and divorce only. */
struct bearing fee_bearing(enum fee_outcome outcome, bool agreed);

#endif

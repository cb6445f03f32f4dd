/*
 * law/fee_refund: what goes back of a fee that was paid, or must still be paid, and why.
 *
 * Sources: 诉讼费用交纳办法 15, 21, 24-29, 35, 53; JI 195, 199, 207, 213. The period of every
 * refund is "fee.refund" of law/period's table, of every top-up "fee.prepay".
 */
#ifndef LAW_FEE_REFUND_H
#define LAW_FEE_REFUND_H

#include "base/arena.h"

enum refund_situation {
    REFUND_NOT_ACCEPTED,     /* ruling of non-acceptance, Art. 27 */
    REFUND_SUIT_DISMISSED,   /* 驳回起诉, also when upheld on appeal, Art. 27 */
    REFUND_CLAIM_DISMISSED,  /* 驳回诉讼请求: nothing */
    REFUND_REMANDED,         /* 发回重审: the appellant's fee of the second instance, Art. 27 */
    REFUND_TRANSFERRED,      /* to another civil court: the money follows the case, Art. 24 */
    REFUND_CRIMINAL,         /* to the criminal authorities, Art. 25 */
    REFUND_CRIMINAL_GOES_ON, /* the same, and the civil case goes on, Art. 25 */
    REFUND_STAYED,           /* 中止, Art. 26 */
    REFUND_TERMINATED,       /* 终结诉讼, Art. 28 */
    REFUND_MEDIATED,         /* Art. 15: what was paid above the halved fee */
    REFUND_WITHDRAWN,        /* Art. 15, the same */
    REFUND_CLAIMS_REDUCED,   /* the claims shrank before the court's investigation ended, Art. 21 */
    REFUND_TOP_UP_UNPAID,    /* treated as withdrawn after a conversion, JI 199: half of what was
                                collected */
    REFUND_WINNER,           /* prepaid, but need not bear it: JI 207 */
    REFUND_WINNER_WAITS,     /* the winner takes it from the loser, by their own wish, JI 207 */
    REFUND_SITUATION_COUNT
};

struct refund_request {
    enum refund_situation situation;
    int64_t paid_fen; /* what was collected for this fee */
    int64_t fee_fen;  /* the fee that is due in the end (already halved, once); for a winner: the
                         part they bear themselves */
};

struct refund_result {
    int64_t refund_fen;
    bool no_fee; /* all of it goes back, and what was not paid yet is not owed either */
    const char *zh, *en, *basis; /* static storage */
};

/** ERR_INVALID "fee.paid" or "fee.amount" for a negative sum. */
MUST_CHECK enum err_kind fee_refund(const struct refund_request *request, struct refund_result *ret,
                                    struct err *reterr);

/** A prepaid fee as it stands when its case ends, and what became of the case. */
struct fee_standing {
    enum refund_situation situation;
    int64_t due_fen;         /* as it was fixed */
    int64_t settled_due_fen; /* halved, once: mediated, withdrawn (Art. 15); of what the claims
                                became: Art. 21 */
    int64_t borne_fen;       /* of a winner: the part they bear themselves (Art. 29, JI 207) */
    int64_t relief_fen;      /* reduced or waived of it */
    int64_t left_fen;        /* neither relieved nor paid */
    int64_t paid_fen;        /* collected for it */
    bool forgiven;           /* JI 213: what is not paid is not owed */
};

struct fee_end {
    int64_t final_fen;    /* the fee in the end, before relief */
    int64_t unpaid_fen;   /* of what was left: not owed any more */
    int64_t relieved_fen; /* of the relief: not needed any more */
    struct refund_result refund;
};

/**
 * What a fee is in the end. Relief counts towards what the payer bears of it, before a payment
 * does [assumed: Arts 44-47 say nothing of it]: a fee of 6,550, of which 30 % were reduced and
 * 4,585 paid, is 3,275 after a mediation: the payer bears 1,310 of it, and 3,275 go back. What the
 * fee became less by is first what was not paid, then what was relieved.
 * @return ERR_INVALID "fee.amount": what is borne, or the halved fee, is above the fee; as
 *         fee_refund()
 */
MUST_CHECK enum err_kind fee_end(const struct fee_standing *standing, struct fee_end *ret,
                                 struct err *reterr);

/** A claim that grew or shrank, or a procedure that changed: the difference of two fees. */
struct fee_change {
    int64_t old_fen, new_fen; /* by fee_compute() on the old and the new total */
    bool investigation_over;  /* 法庭调查 has ended: nothing goes back any more, Arts 21, 35 */
};

/** Positive: to be paid more; negative: to be refunded; 0: neither. */
int64_t fee_difference(const struct fee_change *change);

/** "not_accepted" "suit_dismissed" … in the order of the enum. */
const char *refund_situation_name(enum refund_situation situation);
MUST_CHECK bool refund_situation_of_name(const char *name, enum refund_situation *ret);

#endif

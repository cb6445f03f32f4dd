/*
 * law/fee_claims: what a fee is computed on when there is more than one claim or appellant, and who
 * pays it when.
 *
 * Sources: 诉讼费用交纳办法 17, 20-22; JI 194, 195, 201, 202, 213, 318.
 */
#ifndef LAW_FEE_CLAIMS_H
#define LAW_FEE_CLAIMS_H

#include "law/fee.h"

/**
 * One suit's claims as one fee: property claims are added up, what is not property beside them
 * costs nothing more; claims without property are one case together (JI 201).
 * @return ERR_INVALID "fee.amount" for a negative sum or a total beyond what fee_compute() takes
 */
MUST_CHECK enum err_kind fee_of_claims(const int64_t *amounts_fen, size_t count, bool non_property,
                                       struct fee_request *ret, struct err *reterr);

struct appeal_fee {
    int64_t total_fen; /* all that is paid on appeal */
    size_t fees;       /* how many fees that is */
};

/**
 * Fees of an appeal: on what each appellant contests of the judgment (Measures 17). Appellants of
 * one side who appeal together pay one fee on the largest part contested; those who appeal apart
 * pay one each (JI 202).
 * @param request  kind, base and halving of the case; its amount is not used
 */
MUST_CHECK enum err_kind fee_of_appeal(const struct fee_request *request,
                                       const int64_t *contested_fen, size_t count, bool joint,
                                       struct arena *arena, struct appeal_fee *ret,
                                       struct err *reterr);

/** Who pays a fee first, and what follows when it is not paid. */
struct prepayment {
    const char *event;  /* "suit" */
    bool prepaid;       /* false: collected later, or not before the case is over */
    const char *period; /* of law/period's table; NULL: with the act itself */
    const char *zh, *en, *basis;
};

/** Ends with event NULL. */
extern const struct prepayment prepayments[];
/** NULL: no such event. */
const struct prepayment *prepayment_of(const char *event);

#endif

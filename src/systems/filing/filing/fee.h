/*
 * systems/filing/filing: the acceptance fee of a case. It is asked for in parts, each a matter of
 * the system of fees: 0 the prepayment, then one for each time more is due (the claims grew, the
 * procedure changed). The filing keeps what each part is now in its field fee_parts: {part, due,
 * settled (if the case is settled or withdrawn), added (what was claimed in addition)}.
 */
#ifndef FILING_FEE_H
#define FILING_FEE_H

#include "engine/engine.h"

/** Art. 13, last paragraph: the province fixes the sum, which the court sets from a day on. 0: no
 * such kind, or a definition of before without the setting: the range's lowest. */
int64_t filing_fee_point(const struct value *fields, const struct value *settings);

struct fee_asked {
    const char *purpose, *account, *basis;
    int64_t due_fen, settled_fen; /* settled_fen: if the case is settled or withdrawn */
    int64_t added_fen;            /* what was claimed in addition; 0: something else */
};
/** Asks for one more part: a matter of fees, with its own notice and period. */
MUST_CHECK enum err_kind filing_ask_fee(struct call *call, const struct fee_asked *fee,
                                        struct err *reterr);

/** Effects: the notice (Art. 22), and only where no mediation is tried first. */
MUST_CHECK enum err_kind filing_fee_notice(struct call *call, const struct value *with,
                                           struct err *reterr);
MUST_CHECK enum err_kind filing_fee_notice_unless_mediation(struct call *call,
                                                            const struct value *with,
                                                            struct err *reterr);
/** Effect: the procedure that was chosen or converted to, and what is to be topped up (JI 199). */
MUST_CHECK enum err_kind filing_note_procedure(struct call *call, const struct value *with,
                                               struct err *reterr);

/** Effect: the claims as a judge took them into the case (CPL 54, 143), and the fee by them
 * (Measures 21). */
MUST_CHECK enum err_kind filing_note_claims(struct call *call, const struct value *with,
                                            struct err *reterr);
/** Effect: what was claimed in addition is not tried, since its fee was not paid. */
MUST_CHECK enum err_kind filing_drop_increase(struct call *call, const struct value *with,
                                              struct err *reterr);

#endif

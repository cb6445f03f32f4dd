/* systems/filing/fees: the end of a fee. */
#ifndef SYSTEMS_FEES_SETTLE_H
#define SYSTEMS_FEES_SETTLE_H

#include "engine/engine.h"
#include "law/fee_refund.h"

struct refund_wanted {
    const char *situation, *account, *from; /* from: a day, "" for today */
    int64_t fen;
    const char *loser_name; /* of the losing side, where it bears something */
    int64_t loser_fen;      /* what it bears: the whole of it, refunded here or not */
};
/** How the fee stands in the ledger, and what became of the case; `outcome` is a name of
 * refund_situation_of_name(). False: no such outcome. */
bool fees_standing_of(const struct facts *facts, const char *outcome, int64_t borne_fen,
                      struct fee_standing *ret);
/**
 * The fee becomes less: first what was not paid is not owed, then what was relieved need not be,
 * and the rest is held for the payer. `source` makes it once; NULL: memory ran out.
 */
MUST_CHECK enum err_kind fees_post_end(struct call *call, const char *kind, const char *source,
                                       const struct fee_end *end, struct err *reterr);
/** Opens the refund of what is held; nothing for nothing. */
MUST_CHECK enum err_kind fees_open_refund(struct call *call, const struct refund_wanted *wanted,
                                          struct err *reterr);

/** A step of the clock on this matter, after the commit: where it stands says where it goes. */
MUST_CHECK enum err_kind fees_go_on(struct call *call, const char *action, struct err *reterr);
/** Effects: the end as a judge says it, and as the filing published it. */
MUST_CHECK enum err_kind fees_settle_by_judge(struct call *call, const struct value *with,
                                              struct err *reterr);
MUST_CHECK enum err_kind fees_settle_by_fact(struct call *call, const struct value *with,
                                             struct err *reterr);
/** Effect: treated as withdrawn for want of payment; see settle.c. */
MUST_CHECK enum err_kind fees_write_off(struct call *call, const struct value *with,
                                        struct err *reterr);
/** Effect at the opening: what every fee of a losing side says of itself. */
MUST_CHECK enum err_kind fees_lay_loser(struct call *call, const struct value *with,
                                        struct err *reterr);
bool fees_not_settled(const struct facts *facts);
bool fees_outcome_fits(const struct facts *facts);
bool fees_result_told(const struct facts *facts);

#endif

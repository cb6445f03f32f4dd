/* systems/filing/fees: the end of a fee. */
#ifndef SYSTEMS_FEES_SETTLE_H
#define SYSTEMS_FEES_SETTLE_H

#include "engine/engine.h"

struct refund_wanted {
    const char *situation, *account, *from; /* from: a day, "" for today */
    int64_t fen;
    const char *loser_name; /* of the losing side, where it bears something */
    int64_t loser_fen;      /* what it bears: the whole of it, refunded here or not */
};
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

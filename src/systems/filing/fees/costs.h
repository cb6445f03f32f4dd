/* systems/filing/fees: the list of costs, which every party gets in writing (Measures 53). */
#ifndef SYSTEMS_FEES_COSTS_H
#define SYSTEMS_FEES_COSTS_H

#include "law/fee_refund.h"
#include "systems/filing/fees/settle.h"

/** Writes down what the fee was, who bears what of it, and what becomes of the money; the paper is
 * drawn of it. */
MUST_CHECK enum err_kind fees_note_costs(struct call *call, const struct fee_standing *standing,
                                         const struct fee_end *end,
                                         const struct refund_wanted *wanted, struct err *reterr);

#endif

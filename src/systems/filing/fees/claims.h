/* systems/filing/fees: a fee that becomes less while the case goes on. */
#ifndef SYSTEMS_FEES_CLAIMS_H
#define SYSTEMS_FEES_CLAIMS_H

#include "engine/engine.h"

/** Effect: the filing published that this part of the fee is less now (Measures 21). */
MUST_CHECK enum err_kind fees_shrink(struct call *call, const struct value *with,
                                     struct err *reterr);
/** Effect: what was claimed in addition falls away, because its fee was not paid. */
MUST_CHECK enum err_kind fees_drop_increase(struct call *call, const struct value *with,
                                            struct err *reterr);
/** Guard: the filing published that this part is less than what is due here. */
bool fees_part_shrank(const struct facts *facts);

#endif

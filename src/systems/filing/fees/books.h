/* systems/filing/fees: readings of the ledger. */
#ifndef SYSTEMS_FEES_BOOKS_H
#define SYSTEMS_FEES_BOOKS_H

#include "engine/engine.h"

MUST_CHECK enum err_kind trial_balance_read(struct reading *reading, struct json_writer *writer,
                                            struct err *reterr);
MUST_CHECK enum err_kind entries_read(struct reading *reading, struct json_writer *writer,
                                      struct err *reterr);

#endif

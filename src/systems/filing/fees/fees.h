/* systems/filing/fees: what its files share. */
#ifndef SYSTEMS_FEES_H
#define SYSTEMS_FEES_H

#include "engine/engine.h"
#include "store/book.h"

enum { FEES_EFFECTS = 10, FEES_OPERATIONS = 7, ORDER_DIGITS = 20, ORDERS_OPEN_MAX = 20 };

extern const struct effect fees_effects[FEES_EFFECTS];
extern const struct operation fees_operations[FEES_OPERATIONS];

/** A balance of the matter's ledger as it was loaded, as a sum not below 0. */
int64_t fees_balance(const struct facts *facts, enum book_account account);
/** A sum of the matter's values; 0: none. */
int64_t fees_sum(const struct value *fields, const char *name);
/** "bank:loopback:1730": what makes a payment happen once. NULL: memory ran out. */
const char *fees_source(struct arena *arena, const char *channel, const char *reference);

#endif

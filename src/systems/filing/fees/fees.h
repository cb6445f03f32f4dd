/* systems/filing/fees: what its files share. */
#ifndef SYSTEMS_FEES_H
#define SYSTEMS_FEES_H

#include "engine/engine.h"
#include "law/fee_relief.h"
#include "store/book.h"

enum { FEES_EFFECTS = 12, FEES_OPERATIONS = 7, ORDER_DIGITS = 20, ORDERS_OPEN_MAX = 20 };

extern const struct effect fees_effects[FEES_EFFECTS];
extern const struct operation fees_operations[FEES_OPERATIONS];

/** A balance of the matter's ledger as it was loaded, as a sum not below 0. */
int64_t fees_balance(const struct facts *facts, enum book_account account);
/** A sum of the matter's values; 0: none. */
int64_t fees_sum(const struct value *fields, const char *name);
/** What the next payment code is for: the sum asked for, or all that is left. */
int64_t fees_order_sum(const struct facts *facts);
/** The place of a payment code among the matter's; their count: it is none of them. */
size_t fees_order_at(const struct value *orders, const char *reference);
/** What the relief that is asked for leaves of the fee, paid or not; of a fee that was reduced
 * before, of what that left. False: none is asked for, or not by so many percent. */
bool fees_relief_asked(const struct facts *facts, struct relief_result *ret);
/** "bank:loopback:1730": what makes a payment happen once. NULL: memory ran out. */
const char *fees_source(struct arena *arena, const char *channel, const char *reference);

#endif

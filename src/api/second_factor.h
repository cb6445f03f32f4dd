/* api/second_factor: what signing in asks of it. Private to the room. */
#ifndef API_SECOND_FACTOR_H
#define API_SECOND_FACTOR_H

#include "api/session.h"

/** Is this a code of the account's telephone, of a step not used yet? ret_step: to be kept. */
bool second_factor_holds(struct call *call, const struct account_row *account, const char *code,
                         int64_t *ret_step);
/** How a recovery code lies on disk. NULL: memory ran out. */
const char *recovery_hash(struct call *call, int64_t account_id, const char *code);

#endif

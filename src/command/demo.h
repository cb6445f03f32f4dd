/*
 * command/demo: invented people for a folder marked as demo: one account for every role a court's
 * people hold, a second court's filing desk, mediation bodies and mediators. Production folders get
 * none of it.
 */
#ifndef COMMAND_DEMO_H
#define COMMAND_DEMO_H

#include "db/db.h"

/** Queues the demo's accounts and roster into an empty store. */
MUST_CHECK enum err_kind demo_add(struct db_flight *flight, int64_t now_us, struct err *reterr);
/** What a newcomer needs to try a demo folder: printed by `serve`, for demo folders only. */
void demo_print_logins(void);

#endif

/* systems/resolution/mediator_feedback: who rates whom. */
#ifndef SYSTEMS_FEEDBACK_STORE_H
#define SYSTEMS_FEEDBACK_STORE_H

#include "db/db.h"

/** The mediator's name of an ended mediation this person was a party of; no row: they were not. */
size_t feedback_mediator_read(struct db_flight *flight, int64_t mediation_id, int64_t person_id);
/** How many times that account has rated that mediation (its public id). */
size_t feedback_given_read(struct db_flight *flight, const char *mediation, int64_t account_id);

#endif

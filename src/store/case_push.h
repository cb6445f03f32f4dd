/* store/case_push: the outbox to courts' own case systems. */
#ifndef STORE_CASE_PUSH_H
#define STORE_CASE_PUSH_H

#include "db/db.h"

struct case_push_row {
    int64_t id, matter_id, created_us;
    const char *court, *kind, *key;
    const char *fields;        /* JSON list of the matter's fields that go along */
    const char *number_action; /* the action that takes the number which comes back */
};
void case_push_insert(struct db_flight *flight, const struct case_push_row *row);

/** A server begins: what one that is gone had leased holds nobody up. */
MUST_CHECK enum err_kind case_pushes_free(struct db *db, struct err *reterr);
/** Leases the unfinished one that was not tried for longest: id, matter_id, court, kind, key,
 * fields, number_action, fence, attempts, state, reference, number. */
MUST_CHECK enum err_kind case_push_lease(struct db *db, struct arena *arena, int64_t now_us,
                                         int64_t until_us, struct db_result *ret,
                                         struct err *reterr);

struct case_push_result {
    int64_t id, fence; /* of the lease: who lost it records nothing */
    const char *state, *reference, *number, *error;
    int64_t retry_us, answered_us;
};
/** The court's case system told of the case by itself: nothing is left to send. */
void case_push_seen(struct db_flight *flight, const char *court, const char *key,
                    const char *reference, const char *number, int64_t at_us);
void case_push_done(struct db_flight *flight, const struct case_push_result *result);

#endif

/*
 * store/envelope: what one installation tells another about a matter both have a part in. A thread
 * joins the two matters; envelopes of a thread have a sequence a direction, leave by lease and
 * fence, and are carried out once: the row of envelope_in is written with what it did.
 */
#ifndef STORE_ENVELOPE_H
#define STORE_ENVELOPE_H

#include "db/db.h"

struct counterpart {
    const char *thread, *court, *other_court; /* ours, and theirs */
    int64_t matter_id, created_us;
};
void counterpart_insert(struct db_flight *flight, const struct counterpart *row);
/** The matter of that court in the thread: matter_id, other_court; no row: unknown here. */
MUST_CHECK enum err_kind counterpart_find(struct db *db, struct arena *arena, const char *thread,
                                          const char *court, struct db_result *ret,
                                          struct err *reterr);

struct envelope_row {
    int64_t id, matter_id, created_us;
    const char *key, *to_court;
    const char *kind; /* "open" or "act" */
    const char *name; /* a system's, or an action's */
    const char *body; /* sealed */
};
/** The next of the thread the matter has with that court; fails when it has none. */
void envelope_put(struct db_flight *flight, const struct envelope_row *row);

/** Columns of a leased envelope, and of list_envelopes() up to ENVELOPE_CREATED. */
enum {
    ENVELOPE_ID,
    ENVELOPE_KEY,
    ENVELOPE_THREAD,
    ENVELOPE_SEQUENCE,
    ENVELOPE_MATTER,
    ENVELOPE_COURT,
    ENVELOPE_TO_COURT,
    ENVELOPE_KIND,
    ENVELOPE_NAME,
    ENVELOPE_STATE,
    ENVELOPE_ATTEMPTS,
    ENVELOPE_ERROR,
    ENVELOPE_CREATED,
    ENVELOPE_BODY, /* leased only */
    ENVELOPE_FENCE,
    ENVELOPE_DEFINITION = ENVELOPE_BODY /* listed only: of its matter */
};
/** Leases the one that waits longest and is the first of its thread that is not done. */
MUST_CHECK enum err_kind envelope_lease(struct db *db, struct arena *arena, int64_t now_us,
                                        int64_t until_us, struct db_result *ret,
                                        struct err *reterr);
struct envelope_result {
    int64_t id, fence; /* of the lease: who lost it records nothing */
    const char *state, *error;
    int64_t retry_us, done_us;
};
void envelope_done(struct db_flight *flight, const struct envelope_result *result);
/** What a server that ended had in hand may leave at once. */
MUST_CHECK enum err_kind envelopes_free(struct db *db, struct err *reterr);

/** By its key: to_court, body, state. */
MUST_CHECK enum err_kind envelope_find(struct db *db, struct arena *arena, const char *key,
                                       struct db_result *ret, struct err *reterr);
/** Queues one: state. */
size_t envelope_state_read(struct db_flight *flight, const char *key);
/** A dead one waits again; once. */
void envelope_again(struct db_flight *flight, const char *key);
/** Those not done, newest first behind `before` (0: all): what waits, or what is dead. */
MUST_CHECK enum err_kind list_envelopes(struct db *db, struct arena *arena, const char *state,
                                        int64_t before, int64_t limit, struct db_result *ret,
                                        struct err *reterr);

struct envelope_taken {
    int64_t id, sequence, matter_id, received_us;
    const char *peer, *key, *thread, *court, *from_court, *kind, *name, *body_sm3;
};
void envelope_take(struct db_flight *flight, const struct envelope_taken *row);
/** Was it carried out: body_sm3. */
MUST_CHECK enum err_kind envelope_taken_find(struct db *db, struct arena *arena, const char *peer,
                                             const char *key, struct db_result *ret,
                                             struct err *reterr);
/** The sequence of the last one carried out in that thread, of that court; 0: none. */
MUST_CHECK enum err_kind envelope_taken_last(struct db *db, const char *thread,
                                             const char *from_court, int64_t *ret,
                                             struct err *reterr);
/** A document that came with an envelope joins what the envelope did. */
void envelope_document_join(struct db_flight *flight, int64_t document_id, int64_t matter_id);

#endif

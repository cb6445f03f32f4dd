/* store/event: the append-only log, its blocks and signed heads; and what makes writes repeatable.
 */
#ifndef STORE_EVENT_H
#define STORE_EVENT_H

#include "crypto/crypto.h"
#include "db/db.h"

struct event_row {
    int64_t id, matter_id, sequence, account_id, court_us, received_us, participant_id, block_id;
    int64_t for_account; /* whom account_id acted for; 0: themselves. Not hashed: a commitment is */
    const char *role, *action, *nature, *from_state, *to_state, *documents, *commitments;
    const char *previous_hash, *hash;
};

enum { EVENT_HASH_VERSION = 1 };

/**
 * SM3 over the length-prefixed canonical bytes of an event and the hash before it. What is hashed
 * and in which order is fixed by EVENT_HASH_VERSION. NULL: memory ran out.
 */
MUST_CHECK const char *event_hash(const struct event_row *event, struct arena *arena);
/** Commitment to one field: SM3 over salt, path and value, hex. NULL: memory ran out. */
MUST_CHECK const char *event_commitment(const char *salt, const char *path, const char *value,
                                        struct arena *arena);
/** Merkle root of event hashes, leaves and nodes apart by prefix. */
struct sm3 merkle_root(const struct sm3 *leaves, size_t count, struct arena *arena);
struct sm3 merkle_leaf(const struct sm3 *event_hash);
/** A neighbour on the way from a leaf to the root. */
struct merkle_step {
    bool left; /* it stands before what was reached so far */
    struct sm3 hash;
};
enum { MERKLE_STEPS_MAX = 32 };
/** The way of leaf `place`, from below; how many steps. 0 also when memory ran out or one leaf. */
size_t merkle_path(const struct sm3 *leaves, size_t count, size_t place, struct arena *arena,
                   struct merkle_step *ret);
MUST_CHECK const char *block_hash(const char *previous, const char *root, int64_t first,
                                  int64_t last, struct arena *arena);

void event_insert(struct db_flight *flight, const struct event_row *event);
void event_value_insert(struct db_flight *flight, int64_t event_id, const char *path,
                        const char *salt, const char *sealed);
void block_insert(struct db_flight *flight, int64_t id, int64_t first, int64_t last,
                  const char *root, const char *previous, const char *hash, int64_t at_us);
/** `day`: the court's, when it is signed; a day whose root is closed takes no head any more, so the
 * next one does. */
void signed_head_insert(struct db_flight *flight, int64_t block_id, const char *hash,
                        const char *signature, int64_t at_us, int32_t day);

size_t replay_read(struct db_flight *flight, const char *actor, const char *operation,
                   const char *key);
void replay_insert(struct db_flight *flight, const char *actor, const char *operation,
                   const char *key, const char *request_hash, int64_t status, const char *body,
                   int64_t at_us);

/** What verification found. */
struct verify_report {
    int64_t events, blocks, matters, certain_up_to_block, days, access_rows, ledger_entries;
    bool broken;
    char where[160]; /* the first broken row, in words */
};
/** Walks every chain and block, the roots of days, and the access log. `public_pem` checks the
 * signatures of heads. */
MUST_CHECK enum err_kind store_verify(struct db *db, const char *public_pem,
                                      struct verify_report *ret, struct err *reterr);

#endif

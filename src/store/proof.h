/*
 * store/proof: what one matter's events need to be checked by anybody, without this server and its
 * database: the events as they were hashed, the Merkle path of each to its block, the blocks up to
 * the next signed head, that head, and its path to the root of its day with the stamp of it.
 * docs/proof.md is the format.
 */
#ifndef STORE_PROOF_H
#define STORE_PROOF_H

#include "crypto/timestamp.h"
#include "db/db.h"
#include "json/json.h"

#define PROOF_FORMAT "fengqiao-proof-1"

/** Writes "events", "blocks", "heads" and "days" into an open object. ERR_LIMIT "proof.too_long"
 * above 5,000 events or blocks. Events of blocks that no head signs yet come without one. */
MUST_CHECK enum err_kind proof_write(struct db *db, int64_t matter_id, struct json_writer *writer,
                                     struct arena *arena, struct err *reterr);

/** The sealed values behind the events' commitments: sequence, path, salt, value; at most 5,000. */
MUST_CHECK enum err_kind proof_values(struct db *db, struct arena *arena, int64_t matter_id,
                                      struct db_result *ret, struct err *reterr);

/** The newest signed head before an instant: block_id, hash, signature, signed_us. */
MUST_CHECK enum err_kind head_before(struct db *db, struct arena *arena, int64_t before_us,
                                     struct db_result *ret, struct err *reterr);

struct proof_report {
    bool broken;
    char where[200]; /* the first thing that does not hold, in words */
    int64_t events, blocks, heads, values;
    int64_t unsigned_events; /* their block is in no signed chain yet */
    int64_t days, stamps;    /* roots of days the heads lead to, and how many of them are stamped */
    struct timestamp_facts stamp; /* of the newest stamped day */
    char key_sm3[SM3_HEX];        /* of the public key in the file, PEM as it stands */
};

/**
 * Checks a proof by itself. Whose key it is must be known from elsewhere: compare key_sm3.
 * @param authorities  certificates (PEM) one of which must stand behind each stamp; NULL: any
 *                     signer, and who it was must be known from elsewhere
 * @return ERR_INVALID "proof.format" when it is no proof at all; what does not hold is in the
 * report
 */
MUST_CHECK enum err_kind proof_check(const struct value *proof, const char *authorities,
                                     struct arena *arena, struct proof_report *ret,
                                     struct err *reterr);

/** Is a file with that SM3 a document or the paper this proof speaks of? Of a proof that holds. */
bool proof_names_file(const struct value *proof, const char *sm3_hex);

#endif

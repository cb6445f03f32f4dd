/*
 * store/access: who looked at whose personal data, as a chain of its own: each row's hash is taken
 * over the row before it, so that a look cannot be struck out afterwards.
 */
#ifndef STORE_ACCESS_H
#define STORE_ACCESS_H

#include "crypto/crypto.h"
#include "db/db.h"

struct access_row {
    int64_t id, account_id, matter_id, seen_us;
    const char *what, *previous_hash, *hash;
};

/** SM3 over the length-prefixed parts of a row and the hash before it, hex. NULL: memory ran out.
 */
MUST_CHECK const char *access_hash(const struct access_row *row, struct arena *arena);
/** Hash of the last row, "" when there is none. */
MUST_CHECK enum err_kind access_last(struct db *db, struct arena *arena, const char **ret,
                                     struct err *reterr);
/** When this account first opened each of these papers ("paper" in the log), in `ret_us`; 0: never.
 * One flight, however many. */
MUST_CHECK enum err_kind access_first(struct db *db, struct arena *arena, int64_t account_id,
                                      const int64_t *papers, size_t count, int64_t *ret_us,
                                      struct err *reterr);
void access_insert(struct db_flight *flight, const struct access_row *row);
/**
 * Walks the chain from its first row.
 * @param ret_broken  key of the first row that does not hold; 0: all hold
 */
MUST_CHECK enum err_kind access_verify(struct db *db, int64_t *ret_rows, int64_t *ret_broken,
                                       struct err *reterr);

#endif

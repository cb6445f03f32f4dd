/*
 * store/copy: everything of one store into another that is empty, table by table, in batches, and
 * proved: both sides are read again and their digests compared. Memory does not grow with the
 * store. Blobs are not copied here: their homes differ (gateway/).
 */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "crypto/crypto.h"
#include "db/db.h"

struct copy_table {
    const char *name, *keys; /* keys: columns in order, comma-separated */
    int key_count;
};
/** Every table of the schema but the migrations' own and the blobs'; ends with name NULL. */
extern const struct copy_table copy_tables[];

/** What a table holds: rows, and a digest that does not depend on their order. */
struct copy_digest {
    int64_t rows;
    uint64_t sum[4];
};

/** Is there anything in it but what setup's schema makes? */
MUST_CHECK enum err_kind store_is_empty(struct db *db, struct arena *arena, bool *ret,
                                        struct err *reterr);
/** All rows of one table; each batch is one durable transaction. */
MUST_CHECK enum err_kind copy_table_rows(struct db *from, struct db *to,
                                         const struct copy_table *table, int64_t *ret_rows,
                                         struct err *reterr);
MUST_CHECK enum err_kind copy_table_digest(struct db *db, const struct copy_table *table,
                                           struct copy_digest *ret, struct err *reterr);
bool copy_digest_equal(const struct copy_digest *left, const struct copy_digest *right);

#endif

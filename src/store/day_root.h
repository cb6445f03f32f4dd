/*
 * store/day_root: the root of a court day: the Merkle root over the hashes of all heads signed for
 * that day, in order of their blocks. It is published (GET /roots), and an outside authority stamps
 * it (RFC 3161): whoever holds it can show that nothing of that day was made later.
 */
#ifndef STORE_DAY_ROOT_H
#define STORE_DAY_ROOT_H

#include "crypto/crypto.h"
#include "db/db.h"

struct day_root_row {
    int32_t day; /* since 1970-01-01 in Shanghai; 0: no such row */
    int64_t head_count, closed_us, stamped_us;
    const char *root;  /* SM3, hex */
    const char *stamp; /* an RFC 3161 token, DER in hex; NULL: none yet */
};

/** The first day before `today` that has heads and no root; 0: none is left. */
MUST_CHECK enum err_kind day_root_left(struct db *db, struct arena *arena, int32_t today,
                                       int32_t *ret_day, struct err *reterr);
/** The root of a day's heads as they stand. ERR_LIMIT "db.rows" above 100,000 heads, which one
 * signature a second does not reach. */
MUST_CHECK enum err_kind day_root_compute(struct db *db, struct arena *arena, int32_t day,
                                          struct day_root_row *ret, struct err *reterr);
/** ERR_STALE when a head was signed for the day since: it is computed again. */
void day_root_insert(struct db_flight *flight, const struct day_root_row *row);
MUST_CHECK enum err_kind day_root_find(struct db *db, struct arena *arena, int32_t day,
                                       struct day_root_row *ret, struct err *reterr);
/** Newest first, before that day: day, head_count, root, stamp, stamped_us. */
MUST_CHECK enum err_kind day_roots_list(struct db *db, struct arena *arena, int32_t before_day,
                                        int64_t limit, struct db_result *ret, struct err *reterr);
/** The oldest without a stamp; ret->day 0: none. */
MUST_CHECK enum err_kind day_root_unstamped(struct db *db, struct arena *arena,
                                            struct day_root_row *ret, struct err *reterr);
void day_root_stamp(struct db_flight *flight, const struct day_root_row *row);

/** The text an authority stamps. NULL: memory ran out. */
const char *day_root_text(const char *day, const char *root, struct arena *arena);

/** The hashes of a day's heads in order of their blocks: what its Merkle tree is over. */
struct day_leaves {
    struct sm3 *hashes;
    int64_t *blocks;
    size_t count;
};
MUST_CHECK enum err_kind day_leaves_read(struct db *db, struct arena *arena, int32_t day,
                                         struct day_leaves *ret, struct err *reterr);

#endif

/*
 * store/search: the index of search, the same rows and the same code on both databases.
 *
 * A matter is indexed as a body of text and a set of tokens; its terms are the pairs and whole
 * numbers of the body (base/bigram.h) and the tokens. The index has a row for each term and block
 * of 8,192 matters: which matters of the block hold the term. A search walks blocks from the newest
 * to the oldest, joins the rows of its terms bit by bit and stops when its page is full: its cost
 * does not depend on how many matters would be found. What is left is compared with the body, so
 * that a search for four characters finds them in a row and not two pairs apart.
 *
 * Writing is in two parts, so that reading stays out of the writer's transaction: search_plan()
 * compares with what is indexed now, search_write() queues the rows that change. One indexer at a
 * time (the engine holds a lock).
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "base/bigram.h"
#include "db/db.h"

enum {
    SEARCH_TERMS_MAX = 640,     /* of one search, tokens included */
    SEARCH_EXAMINED_MAX = 1000, /* bodies one search compares; then its page ends early */
    SEARCH_BODY_BYTES = 30000,  /* of one matter; what comes behind is not searched */
};

/** The kind of token whole numbers have; those of rights and filters are the engine's, from 0. */
enum { SEARCH_NUMBER = 15 };
/** Tokens lie above every pair. `value` below 2^37. */
static inline uint64_t search_token(unsigned kind, uint64_t value)
{
    return UINT64_C(1) << BIGRAM_BITS | (uint64_t) kind << 37 | (value & ((UINT64_C(1) << 37) - 1));
}

/* ---- what waits ------------------------------------------------------------------------------ */

/** With the change itself, in its transaction. */
void search_queue_matter(struct db_flight *flight, int64_t matter_id);
void search_queue_dispute(struct db_flight *flight, int64_t dispute_id);
/** Forgets the index and queues every matter. */
void search_queue_all(struct db_flight *flight);
/** Newest matters first: matter_id, stamp. */
MUST_CHECK enum err_kind search_waiting(struct db *db, struct arena *arena, int64_t limit,
                                        struct db_result *ret, struct err *reterr);
MUST_CHECK enum err_kind search_waiting_count(struct db *db, struct arena *arena, int64_t *ret,
                                              struct err *reterr);
/** Stays when the matter was changed again meanwhile. */
void search_done(struct db_flight *flight, int64_t matter_id, int64_t stamp);
/** Queues what a matter is indexed by beside its own rows. Open roles and exclusions of the
 * dispute: kind, account_id, matter_id, role; and in the next places its documents: name, kind;
 * and what their first pages say: text, kind. */
size_t search_beside_read(struct db_flight *flight, int64_t matter_id, int64_t dispute_id);

/* ---- writing --------------------------------------------------------------------------------- */

struct search_entry {
    int64_t matter_id;
    const char *body; /* NULL: taken out of the index */
    const uint64_t *tokens;
    size_t token_count;
};

struct search_row { /* of the index */
    int64_t id;
    const uint8_t *docs;
    size_t docs_bytes; /* 0: the row goes */
};

struct search_plan {
    const struct search_entry *entries;
    size_t entry_count; /* how many of those given it covers, at least one */
    struct search_row *rows;
    size_t row_count;
};

/** `changes_max`: stops before the entry that would go beyond, so that a transaction stays short.
 * Lives in `arena`. */
MUST_CHECK enum err_kind search_plan(struct db *db, struct arena *arena,
                                     const struct search_entry *entries, size_t count,
                                     size_t changes_max, struct search_plan *ret,
                                     struct err *reterr);
/** Queues the rows that change. */
MUST_CHECK enum err_kind search_write(struct db_flight *flight, struct arena *arena,
                                      const struct search_plan *plan, struct err *reterr);

/* ---- finding --------------------------------------------------------------------------------- */

/** Terms of which a matter has one. */
struct search_group {
    const uint64_t *terms;
    size_t count;
};

struct search_query {
    const struct search_group *groups; /* it has one of each; at least one group */
    size_t group_count;
    struct search_group none; /* and none of these */
    const char *const *runs;  /* and its body holds each of these (bigram_runs()) */
    size_t run_count;
    int64_t before_id; /* the newest below; 0: from the newest */
    size_t limit;
};

struct search_hit {
    int64_t matter_id;
    const char *body;
};

/**
 * Newest first. `ret` has room for `limit`.
 * @param ret_before_id  where to go on, 0 when everything was seen
 */
MUST_CHECK enum err_kind search_find(struct db *db, struct arena *arena,
                                     const struct search_query *query, struct search_hit *ret,
                                     size_t *ret_count, int64_t *ret_before_id, struct err *reterr);

/* ---- checking -------------------------------------------------------------------------------- */

/**
 * Holds the index against the bodies and tokens it was made of, block by block, both ways.
 * @param ret_broken  rows of the index that are missing, too many or other; `ret_example` names one
 */
MUST_CHECK enum err_kind search_check(struct db *db, struct arena *arena, int64_t *ret_broken,
                                      const char **ret_example, struct err *reterr);

#endif

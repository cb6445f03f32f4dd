/*
 * store/book: the ledger of court fees: double entry, in fen, accounts per court, matter and kind.
 *
 * An entry belongs to one matter, so every fen has one; its lines add up to nothing. Entries are
 * written in the writer's transaction, once for each source, and never changed: there is no
 * statement that would. The database itself refuses, at the commit, an entry that does not balance
 * and one that would leave an account on its other side: nothing is paid out that was not paid in,
 * whoever asks for it how often. Each entry's hash is taken over the one before.
 */
#ifndef STORE_BOOK_H
#define STORE_BOOK_H

#include "crypto/crypto.h"
#include "db/db.h"
#include "workflow/workflow.h"

enum book_account {
    BOOK_BANK,       /* at the bank: debit */
    BOOK_RECEIVABLE, /* what is still to be paid: debit */
    BOOK_RELIEF,     /* reduced or waived: debit */
    BOOK_FEE,        /* the fee as it was fixed: credit */
    BOOK_HELD,       /* paid beyond what was due: credit */
    BOOK_PAYABLE,    /* to be paid back, approved: credit */
    BOOK_ACCOUNT_COUNT
};

struct book_account_row {
    const char *name; /* "bank" */
    struct words title;
    bool debit; /* its balance is never below 0; else never above */
};
extern const struct book_account_row book_accounts[BOOK_ACCOUNT_COUNT];
/** False: no such name. */
MUST_CHECK bool book_account_find(const char *name, enum book_account *ret);

enum { BOOK_LINES_MAX = 6, BOOK_SOURCE_MAX = 200 };
/* 100,000,000,000 yuan: more is a slip, and far from what an int64_t holds. */
#define BOOK_FEN_MAX INT64_C(10000000000000)

struct book_line {
    enum book_account account;
    int64_t amount_fen; /* above 0 debit, below 0 credit */
};

struct book_entry {
    int64_t id, matter_id, at_us;
    int32_t day;
    const char *court, *kind;
    const char *source; /* "bank:loopback:1730": posted once, whoever tells it how often */
    struct book_line lines[BOOK_LINES_MAX];
    size_t line_count;
    const char *previous_hash, *hash;
};

/** Balances of one matter. */
struct book_balances {
    int64_t fen[BOOK_ACCOUNT_COUNT];
};

/** ERR_STORE "ledger.entry": it does not balance, a line is 0 or beyond BOOK_FEN_MAX, too few or
 * too many lines, no source. Lines of 0 are for the caller to leave out. */
MUST_CHECK enum err_kind book_entry_check(const struct book_entry *entry, struct err *reterr);
/** SM3 over the length-prefixed parts and the hash before, hex. NULL: memory ran out. */
MUST_CHECK const char *book_hash(const struct book_entry *entry, struct arena *arena);
/** Hash of the last entry, "" when there is none. */
MUST_CHECK enum err_kind book_last(struct db *db, struct arena *arena, const char **ret,
                                   struct err *reterr);
/** Queues an entry that was checked. The flight fails when the database finds it unbalanced, an
 * account on its other side, or the source posted before. */
void book_post(struct db_flight *flight, const struct book_entry *entry);

/** Queues the balances of a matter; and takes them. */
size_t book_read(struct db_flight *flight, int64_t matter_id);
void book_take(const struct db_result *rows, struct book_balances *ret);
/** Queues the balances of the court a matter is at, all its matters together: kind, balance. */
size_t book_court_read(struct db_flight *flight, int64_t matter_id);
/** Queues the balances of the matter that this one was opened by: kind, balance. */
size_t book_parent_read(struct db_flight *flight, int64_t matter_id);
/** Queues whether that source was posted: id. */
size_t book_source_read(struct db_flight *flight, const char *source);

/** One row an account of a court ("": all courts): kind, debit total, credit total, balance,
 * matters with a balance. */
MUST_CHECK enum err_kind book_trial_balance(struct db *db, struct arena *arena, const char *court,
                                            struct db_result *ret, struct err *reterr);
/** Entries of a matter, oldest first, at most `limit`, one row a line: entry, kind, source, day,
 * at_us, account, amount_fen. */
MUST_CHECK enum err_kind book_entries(struct db *db, struct arena *arena, int64_t matter_id,
                                      int64_t limit, struct db_result *ret, struct err *reterr);
/**
 * Walks the chain from its first entry.
 * @param ret_broken  key of the first entry that does not hold; 0: all hold
 */
MUST_CHECK enum err_kind book_verify(struct db *db, int64_t *ret_entries, int64_t *ret_broken,
                                     struct err *reterr);

#endif

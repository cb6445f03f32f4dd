/*
 * store/bank: what banks said moved, and their own files of a day: what the ledger is held against
 * (docs/fees.md).
 */
#ifndef STORE_BANK_H
#define STORE_BANK_H

#include "db/db.h"

/* A file's lines at most, and what a closing looks at of either side. */
enum { BANK_LINES_MAX = 10000, BANK_MOVES_MAX = 20000 };

/** What a bank said moved: once for each reference of its own and direction. */
struct bank_move_row {
    int64_t id, matter_id, amount_fen, said_us, taken_us;
    const char *court, *channel, *direction; /* "in", "out" */
    const char *reference, *order_reference;
    const char *state; /* "posted"; "unknown_order", "amount": not in the ledger, for a person */
    const char *via;   /* "notice", "statement", "clerk" */
    const char *day;   /* the bank's: "2026-11-24" */
};
/** What was not posted may be posted later; what was posted stays as it is: then the flight fails.
 */
void bank_move_put(struct db_flight *flight, const struct bank_move_row *row);
/** matter_id, amount_fen, state, order_reference, court, said_us of one that is known; no row: it
 * is new. */
MUST_CHECK enum err_kind bank_move_find(struct db *db, struct arena *arena, const char *channel,
                                        const char *direction, const char *reference,
                                        struct db_result *ret, struct err *reterr);

/** A line of a bank's file. */
struct bank_line_row {
    const char *court, *channel, *day, *direction, *reference, *order_reference;
    int64_t amount_fen, at_us;
};
/** A bank's file of a day begins anew: its lines go, those that follow come. */
void bank_file_put(struct db_flight *flight, const char *court, const char *channel,
                   const char *day, int64_t lines, int64_t came_us);
void bank_line_put(struct db_flight *flight, const struct bank_line_row *row);
/** The day is closed; a file that comes afterwards changes nothing of it. */
void bank_file_close(struct db_flight *flight, const char *court, const char *channel,
                     const char *day, int64_t matter_id);
/** Queues the file of the day and channel of a closing (a matter with the indexed fields `day` and
 * `channel`): lines, closed_by; no row: it has not come. */
size_t bank_file_read(struct db_flight *flight, int64_t closing_id);
/** Queues both sides of that day, each by direction and reference: direction, reference,
 * order_reference, amount_fen; of moves also state, via, matter_id. BANK_MOVES_MAX at most. */
size_t bank_lines_read(struct db_flight *flight, int64_t closing_id);
size_t bank_moves_read(struct db_flight *flight, int64_t closing_id);

#endif

/* store/case_outside: what courts' own case systems said of their cases. */
#ifndef STORE_CASE_OUTSIDE_H
#define STORE_CASE_OUTSIDE_H

#include "db/db.h"

struct outside_case {
    const char *court, *reference, *key, *number; /* key, number: NULL: none */
    const char *record;                           /* all it said, as JSON */
    const char *trouble;                          /* "": taken, or nothing to take */
    int64_t matter_id;                            /* 0: none of ours */
    int64_t revision, seen_us;
    int32_t registered_day; /* 0: not said */
};
/** What was said before of the same case stays when it was newer. */
void outside_case_put(struct db_flight *flight, const struct outside_case *row);

enum { OUTSIDE_READS = 4 };
/**
 * Queues OUTSIDE_READS: revision and trouble as last said; matter_id, number_action by the key
 * that was sent to this court;
 * matter_id by the number; another reference that is that matter already.
 */
size_t outside_case_read(struct db_flight *flight, const char *court, const char *reference,
                         const char *key, const char *number);

/** How far a court's changes were read: position; no row: from the beginning. */
MUST_CHECK enum err_kind case_feed_read(struct db *db, struct arena *arena, const char *court,
                                        struct db_result *ret, struct err *reterr);
struct case_feed_row {
    const char *court, *position;
    const char *error; /* NULL: it went well */
    int64_t at_us, unreadable;
};
void case_feed_put(struct db_flight *flight, const struct case_feed_row *row);

#endif

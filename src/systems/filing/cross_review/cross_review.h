/*
 * systems/filing/cross_review: the competent court's side of a filing across courts, and the
 * statistics by pair of courts.
 */
#ifndef SYSTEMS_CROSS_REVIEW_H
#define SYSTEMS_CROSS_REVIEW_H

#include "db/db.h"
#include "engine/engine.h"

/** One answer to one push: a correction pushed again is answered anew. */
struct cross_answer_row {
    int64_t matter_id, round, minutes, answered_us;
    const char *helping_court, *competent_court, *kind, *answer;
    bool in_time;
};
/** `answer` "waiting" is written when the time is over; the answer that comes, or "withdrawn",
 * replaces it. */
void cross_answer_put(struct db_flight *flight, const struct cross_answer_row *row);
enum { CROSS_PAIRS_MAX = 5000 };
/** helping_court, competent_court, count, median minutes, in time, refused, waiting; of pairs with
 * that court, "": all. One more than CROSS_PAIRS_MAX: there are too many. */
MUST_CHECK enum err_kind cross_pairs_read(struct db *db, struct arena *arena, const char *court,
                                          int64_t from_us, int64_t until_us, struct db_result *ret,
                                          struct err *reterr);

enum { CROSS_OPERATIONS = 1 };
extern const struct operation cross_review_operations[CROSS_OPERATIONS];

#endif

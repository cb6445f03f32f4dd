/* store/partner: who works for a partner body (总对总) at a court, on this platform. Kept by the
 * court; a body may have a system of its own instead (docs/partner.md). */
#ifndef STORE_PARTNER_H
#define STORE_PARTNER_H

#include "db/db.h"

struct partner_person_row {
    int64_t id, account_id, person_id, from_us,
        ended_us; /* from_us: to insert; ended_us 0: works there */
    const char *court, *partner, *name;
};
enum { PARTNER_PEOPLE_MAX = 20 };

void partner_person_insert(struct db_flight *flight, const struct partner_person_row *row);
size_t partner_person_read(struct db_flight *flight, int64_t id);
void partner_person_end(struct db_flight *flight, int64_t id, int64_t at_us);
/** One takes part in none of its matters at that court any more, open or closed. */
void partner_person_part(struct db_flight *flight, int64_t id);
/** Who works for it now at the court of that matter; `partner` NULL: for the body the matter names
 * in its indexed field "partner". */
size_t partner_people_of_matter(struct db_flight *flight, const char *partner, int64_t matter_id);
/** Who works for it now at that court. */
size_t partner_people_read(struct db_flight *flight, const char *court, const char *partner);
bool partner_person_take(const struct db_result *rows, size_t row, struct partner_person_row *ret);
/** All who work for any body at a court, by body; at most `limit`. */
MUST_CHECK enum err_kind partner_people_list(struct db *db, struct arena *arena, const char *court,
                                             int64_t limit, struct db_result *ret,
                                             struct err *reterr);
/** Queues the open matters which a body's people work on at a court, by court and partner, or, both
 * NULL, by one of its people: matter, definition; at most PARTNER_OPEN_MAX. */
enum { PARTNER_OPEN_MAX = 1000 };
size_t partner_open_read(struct db_flight *flight, const char *court, const char *partner,
                         int64_t person_row);
/** Queues how many work there beside that one. */
size_t partner_others_read(struct db_flight *flight, int64_t person_row);
/** Queues what was pushed by that line of a court and body, newest first, at most
 * PARTNER_THREADS_MAX: thread, matter, state, opened. */
enum { PARTNER_THREADS_MAX = 3000 };
size_t partner_threads_read(struct db_flight *flight, int64_t line_id);
/** What became of what was pushed from a court: partner, state, how many. */
MUST_CHECK enum err_kind partner_tallies(struct db *db, struct arena *arena, const char *court,
                                         struct db_result *ret, struct err *reterr);

#endif

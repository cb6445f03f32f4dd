/*
 * systems/filing/filing_watch: what its files share. Once a day, when courts have closed, a worker
 * counts the day's events by court (turn.c), holds each court's last day against what is usual
 * there (law/deviation.h) and opens an alarm where somebody should look. It never ranks courts.
 */
#ifndef SYSTEMS_FILING_WATCH_H
#define SYSTEMS_FILING_WATCH_H

#include "engine/engine.h"
#include "law/deviation.h"

/** Out of the settings of a court. */
struct filing_limits filing_watch_limits(const struct value *settings, int *ret_festival_percent);
/** "-75.0%"; "" where nothing is known. */
MUST_CHECK const char *filing_deviation_print(struct arena *arena,
                                              const struct filing_deviation *deviation);

/* ---- counting: pure (count.c) --------------------------------------------------------------- */

enum { FILING_TALLIES_MAX = 512 };
struct filing_tally {
    const char *court;
    int32_t day;
    int64_t received, filed, returned;
};
struct filing_tallies {
    struct filing_tally items[FILING_TALLIES_MAX];
    size_t count;
};
/** One event of a matter; false when there is no room for another court and day. */
bool filing_tally_add(struct filing_tallies *tallies, const char *system, const char *court,
                      const char *action, int32_t day);

/* ---- filing_watch_store.c ------------------------------------------------------------------- */

struct filing_cursor {
    int64_t event_id;
    int32_t counted_on, judged_on;
    const char *court;
};
MUST_CHECK enum err_kind filing_cursor_read(struct db *db, struct arena *arena,
                                            struct filing_cursor *ret, struct err *reterr);
/** Refused by the table itself when another worker was faster. */
void filing_cursor_move(struct db_flight *flight, const struct filing_cursor *from,
                        const struct filing_cursor *to);
enum { FILING_EVENTS_PAGE = 2000, FILING_ROWS_PAGE = 12000, FILING_OPEN_MAX = 20000 };
/** id, system, court, action, court_us */
MUST_CHECK enum err_kind filing_events(struct db *db, struct arena *arena, int64_t after_id,
                                       struct db_result *ret, struct err *reterr);
/** By court what its clocks have passed by: court, late, held. */
MUST_CHECK enum err_kind filing_standing(struct db *db, struct arena *arena, struct db_result *ret,
                                         struct err *reterr);
void filing_day_add(struct db_flight *flight, const struct filing_tally *tally);
void filing_day_stand(struct db_flight *flight, const char *court, int32_t day, int64_t late,
                      int64_t held);
/** What another system counted; a day counted here stays as it is. */
void filing_day_bring(struct call *call, const struct filing_tally *tally);
/** court, day, received, filed, returned, late, held: of courts behind `court`, in order. */
MUST_CHECK enum err_kind filing_days_page(struct db *db, struct arena *arena, const char *court,
                                          int32_t from, struct db_result *ret, struct err *reterr);
/** The same of one court. */
MUST_CHECK enum err_kind filing_days_of(struct db *db, struct arena *arena, const char *court,
                                        int32_t from, int32_t to, struct db_result *ret,
                                        struct err *reterr);
/** Alarms of courts behind `court` that are open or were lifted after a day: court, rule. */
MUST_CHECK enum err_kind filing_alarms_standing(struct db *db, struct arena *arena,
                                                const char *court, int32_t lifted_after,
                                                struct db_result *ret, struct err *reterr);
void filing_alarm_insert(struct call *call, const char *rule, int32_t day);
void filing_alarm_lift(struct call *call, const char *finding);
/** Of one court, newest first: matter_id, title, rule, state, day. */
MUST_CHECK enum err_kind filing_alarms_of(struct db *db, struct arena *arena, const char *court,
                                          struct db_result *ret, struct err *reterr);
/** rule, finding, count */
MUST_CHECK enum err_kind filing_alarms_count(struct db *db, struct arena *arena, const char *court,
                                             struct db_result *ret, struct err *reterr);
/** Complaints whose seven days are over (CPL 126), the oldest first: matter_id, title, due_us; the
 * title of a closed dispute is NULL. */
MUST_CHECK enum err_kind filing_unanswered(struct db *db, struct arena *arena, const char *court,
                                           struct db_result *ret, struct err *reterr);

/** Courts where an alarm is open or a complaint late, by code: court, alarms, late. */
MUST_CHECK enum err_kind filing_courts(struct db *db, struct arena *arena, struct db_result *ret,
                                       struct err *reterr);

/* ---- turn.c, board.c ------------------------------------------------------------------------ */

/** Rows of one court as days without a gap up to `last`, prepared; NULL: none, or no memory. */
struct filing_day *filing_days_take(const struct db_result *rows, size_t first, size_t count,
                                    int32_t last, const struct calendar *calendar,
                                    int festival_percent, struct arena *arena, size_t *ret_count);
/** The day whose closing is the last that was: courts close at 18:00. */
int32_t filing_closed_day(int64_t now_us);
MUST_CHECK enum err_kind filing_watch_turn(struct reading *reading, struct err *reterr);
enum { FILING_WATCH_OPERATIONS = 3 };
extern const struct operation filing_watch_operations[FILING_WATCH_OPERATIONS];

#endif

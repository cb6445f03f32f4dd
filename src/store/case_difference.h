/*
 * store/case_difference: where a court's own case system and the platform disagree, and who must
 * act. A row lives from the daily list that found it to the one that no longer does.
 */
#ifndef STORE_CASE_DIFFERENCE_H
#define STORE_CASE_DIFFERENCE_H

#include "db/db.h"
#include "workflow/workflow.h"

struct case_difference_kind {
    const char *name, *role; /* role: who must act */
    struct words title, next;
};
/** Every kind; ends with name NULL. */
extern const struct case_difference_kind case_difference_kinds[];
const struct case_difference_kind *case_difference_kind(const char *name);

struct case_difference {
    int64_t id, matter_id; /* matter 0: none */
    const char *court, *kind, *subject, *number;
    const char *ours, *theirs; /* never NULL */
    int64_t seen_us;
};
/** Found now, or found still: then an explanation stays as long as both sides say what they said.
 */
void case_difference_put(struct db_flight *flight, const struct case_difference *row);
/** What this list has not found any more. */
void case_differences_close(struct db_flight *flight, const char *court, int64_t before_us,
                            int64_t at_us);
void case_difference_explain(struct db_flight *flight, int64_t id, int64_t account_id,
                             const char *explanation, int64_t at_us);
/** Queues one open row: court, role. */
size_t case_difference_read(struct db_flight *flight, int64_t id);
/** Open ones behind a key, of one court and for one role ("" each: any): id, court, kind,
 * matter_id, number, ours, theirs, found_us, seen_us, explained_us, explanation, name of who
 * explained, subject. */
MUST_CHECK enum err_kind case_differences_list(struct db *db, struct arena *arena,
                                               const char *court, const char *role,
                                               int64_t after_id, int64_t limit,
                                               struct db_result *ret, struct err *reterr);

/* ---- lists of a day ---------------------------------------------------------------------------
 */

struct case_list {
    const char *court, *state, *error; /* state: "asked" "complete" "failed" "unconnected" */
    int32_t day;
    int64_t at_us, outside_count, difference_count;
};
void case_list_put(struct db_flight *flight, const struct case_list *row);
/** The oldest list that was asked for by somebody: court, day; no row: none. */
MUST_CHECK enum err_kind case_list_asked(struct db *db, struct arena *arena, struct db_result *ret,
                                         struct err *reterr);
/** Of one day: state; no row: none. */
MUST_CHECK enum err_kind case_list_state(struct db *db, struct arena *arena, const char *court,
                                         int32_t day, struct db_result *ret, struct err *reterr);
/** The newest of a court (or of all, ""): court, day, state, at_us, outside_count,
 * difference_count, last_error. */
MUST_CHECK enum err_kind case_lists_newest(struct db *db, struct arena *arena, const char *court,
                                           int64_t limit, struct db_result *ret,
                                           struct err *reterr);

/** A case stood in the list that began then, with that revision. */
void outside_case_listed(struct db_flight *flight, const char *court, const char *reference,
                         int64_t list_us, int64_t revision);

enum { DIFFERENCES_MAX = 2000 };
struct case_span {
    const char *court;
    int32_t since;    /* cases registered since then */
    int64_t began_us; /* the list; what was said later may not stand in it */
};
/**
 * What disagrees once a list is complete: kind, subject, matter_id, number, ours, theirs. At most
 * DIFFERENCES_MAX of each sort, and then some may be cut off; the rows of all sorts, one result
 * each.
 */
enum { DIFFERENCE_SORTS = 5 };
MUST_CHECK enum err_kind case_differences_find(struct db *db, struct arena *arena,
                                               const struct case_span *span,
                                               struct db_result ret[DIFFERENCE_SORTS],
                                               struct err *reterr);

#endif

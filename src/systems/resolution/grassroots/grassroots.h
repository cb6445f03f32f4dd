/* systems/resolution/grassroots: what its files share. */
#ifndef SYSTEMS_GRASSROOTS_H
#define SYSTEMS_GRASSROOTS_H

#include "engine/engine.h"

enum {
    GRASSROOTS_GUARDS = 7,
    GRASSROOTS_EFFECTS = 9,
    GRASSROOTS_OPERATIONS = 1,
    GRASSROOTS_SIGNS_MAX = 16
};

extern const struct guard grassroots_guards[GRASSROOTS_GUARDS];
extern const struct effect grassroots_effects[GRASSROOTS_EFFECTS];
extern const struct operation grassroots_operations[GRASSROOTS_OPERATIONS];

/** A level by the signs that were seen, and why; pure. */
struct grassroots_risk {
    const char *level; /* "red" "yellow" "green" */
    int64_t points;
    struct {
        const struct option *sign;
        int64_t points;
    } seen[GRASSROOTS_SIGNS_MAX];
    size_t seen_count;
};
/**
 * @param field     the field of signs: its options, in their order
 * @param settings  of the court: what each sign weighs (points_NAME), red_at and yellow_at
 */
struct grassroots_risk grassroots_rate(const struct field *field, const struct value *signs,
                                       const struct value *settings);

/* ---- grassroots_store.c ---- */

/** Open leads of the same village and kind, reported since that day, but for one: id,
 * definition_hash, title, reported_on. */
size_t leads_alike_read(struct db_flight *flight, const char *unit, const char *kind,
                        const char *since, int64_t but_id);
/** The village of a lead and whether it is open: village, final. */
size_t lead_place_read(struct db_flight *flight, int64_t matter_id);
/** Of a court's leads reported from a day to another: village, outcome ("" open), final, count, sum
 * of settle_days, count of those, sum of repeats. */
MUST_CHECK enum err_kind leads_count(struct db *db, struct arena *arena, const char *court,
                                     const char *from, const char *to, struct db_result *ret,
                                     struct err *reterr);
/** The last day a village reported: village, day. */
MUST_CHECK enum err_kind leads_last(struct db *db, struct arena *arena, const char *court,
                                    struct db_result *ret, struct err *reterr);
/** Who serves below or in a village: unit, parent, count. */
MUST_CHECK enum err_kind unit_workers(struct db *db, struct arena *arena, const char *court,
                                      struct db_result *ret, struct err *reterr);

#endif

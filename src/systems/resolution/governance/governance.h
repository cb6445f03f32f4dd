/*
 * systems/resolution/governance: what its files share. A worker follows the event log; of each
 * dispute it derives where it stands (facts.c), counts that in one table, and holds what the
 * dispute has in common with others against the court's thresholds (turn.c).
 */
#ifndef SYSTEMS_GOVERNANCE_H
#define SYSTEMS_GOVERNANCE_H

#include "engine/engine.h"
#include "store/unit.h"

/* ---- where a dispute stands: pure (lines.c) ------------------------------------------------- */

/** The five lines of 三端五防线, in their order. */
enum source_line {
    LINE_SOURCE,
    LINE_BEFORE_SUIT,
    LINE_IN_SUIT,
    LINE_AFTER,
    LINE_PETITION,
    LINE_COUNT
};
extern const char *const source_line_names[LINE_COUNT];

/** One matter of a dispute, as far as its line depends on it. */
struct source_step {
    const char *system, *variant; /* variant: of a mediation, "" elsewhere */
    bool registered, final;
};
struct source_stand {
    enum source_line first, last; /* where it came in, and the furthest it went */
    bool ended, suit;             /* no matter of it is open; one was registered as a suit */
};
/** False when no step is one of a line: then the dispute is not counted. */
bool source_stand_of(const struct source_step *steps, size_t count, struct source_stand *ret);

/** A funnel: `entered` from outside at this line, `passed_in` from the one before. */
struct source_funnel {
    int64_t passed_in[LINE_COUNT], entered[LINE_COUNT], ended[LINE_COUNT], open[LINE_COUNT],
        passed_on[LINE_COUNT];
};
/** The key under which a stand is counted: "first.last.open" or "first.last.ended", by numbers. */
void source_stand_key(const struct source_stand *stand, char ret[8]);
/** Adds what was counted under such a key; false when it is none. */
bool source_funnel_add(struct source_funnel *funnel, const char *key, int64_t count);
/** Fills passed_in and passed_on from the rest. */
void source_funnel_close(struct source_funnel *funnel);

/* ---- thresholds: pure (lines.c) ------------------------------------------------------------- */

enum { RULE_COUNT = 5, USUAL_DAYS = 180 };
/** In the order they are asked: what an earlier one has told, a later one does not tell again. */
extern const char *const source_rules[RULE_COUNT];
struct source_threshold {
    int64_t count, days; /* so many applicants in so many days … */
    int64_t times;       /* … and so many times what was usual in the USUAL_DAYS before; 0: any */
};
/** Out of the settings of a court: RULE_count, RULE_days, RULE_times. */
struct source_threshold source_threshold_of(const struct value *settings, const char *rule);
/**
 * @param applicants  different ones within the days
 * @param disputes    within the days
 * @param before      disputes in the USUAL_DAYS before them
 */
bool source_trips(const struct source_threshold *threshold, int64_t applicants, int64_t disputes,
                  int64_t before);

/* ---- facts of one dispute (facts.c) --------------------------------------------------------- */

enum { TALLIES_MAX = 9, SIGNALS_MAX = 12, STEPS_MAX = 32 };
struct source_tally {
    const char *axis, *month, *key, *label;
};
struct source_signal {
    const char *rule, *key, *who, *label;
};
struct source_facts {
    int64_t dispute_id, matter_id;
    int32_t day; /* it came up */
    const char *court;
    struct source_tally tallies[TALLIES_MAX];
    size_t tally_count;
    struct source_signal signals[SIGNALS_MAX];
    size_t signal_count;
};
/** The units of a court, to tell a village by its code or by its name in an address. */
struct source_units {
    const struct unit_row *items;
    size_t count;
};
/** False when nothing of it is counted: drafts alone. A secret one has no signals. */
MUST_CHECK enum err_kind source_facts_of(const struct engine *engine, struct arena *arena,
                                         struct matter *const *matters, size_t count,
                                         const struct source_units *units, bool *ret_counts,
                                         struct source_facts *ret, struct err *reterr);
/** Rows of source_dispute.tallies as one text, and back. */
MUST_CHECK const char *source_tallies_print(const struct source_facts *facts, struct arena *arena);
size_t source_tallies_parse(const char *text, struct arena *arena,
                            struct source_tally ret[TALLIES_MAX]);
/** 王某 as 王**: of a person; NULL: memory ran out. */
MUST_CHECK const char *source_mask_name(struct arena *arena, const char *name);

/* ---- governance_store.c --------------------------------------------------------------------- */

/** Events after the cursor: id, dispute_id, system; and the cursor itself. */
MUST_CHECK enum err_kind source_events(struct db *db, struct arena *arena, int64_t after_id,
                                       struct db_result *ret, struct err *reterr);
MUST_CHECK enum err_kind source_cursor_read(struct db *db, struct arena *arena, int64_t *ret,
                                            struct err *reterr);
void source_cursor_move(struct db_flight *flight, int64_t from, int64_t to);
/** Its row as it was counted: tallies, court. */
MUST_CHECK enum err_kind source_dispute_read(struct db *db, struct arena *arena, int64_t dispute_id,
                                             struct db_result *ret, struct err *reterr);
/** Puts a dispute's row, signals and the differences of its tallies. `was`, `was_court`: its
 * tallies before and the court they were counted at; NULL: it is new. */
MUST_CHECK enum err_kind source_dispute_put(struct db_flight *flight, struct arena *arena,
                                            const struct source_facts *facts, const char *was,
                                            const char *was_court, struct err *reterr);
/** Disputes whose signals wait: dispute_id, court. */
MUST_CHECK enum err_kind source_waiting(struct db *db, struct arena *arena, struct db_result *ret,
                                        struct err *reterr);
void source_looked(struct db_flight *flight, int64_t dispute_id);
/** Signals of a dispute: rule, key, day, label. */
MUST_CHECK enum err_kind source_signals_of(struct db *db, struct arena *arena, int64_t dispute_id,
                                           struct db_result *ret, struct err *reterr);
struct source_question {
    const char *court, *rule, *key;
    int32_t from, to; /* days, both inclusive */
    int64_t after;    /* disputes with a higher id only */
};
/** applicants, disputes, and of those how many carry a signal of a warning that is open. */
MUST_CHECK enum err_kind source_count(struct db *db, struct arena *arena,
                                      const struct source_question *question, struct db_result *ret,
                                      struct err *reterr);
/** Of a key's warnings: how many are open, the last dispute any of them saw. */
MUST_CHECK enum err_kind source_warned(struct db *db, struct arena *arena, const char *court,
                                       const char *rule, const char *key, struct db_result *ret,
                                       struct err *reterr);
/** The disputes behind: dispute_id, matter_id, day; newest first, at most 60. */
MUST_CHECK enum err_kind source_behind(struct db *db, struct arena *arena,
                                       const struct source_question *question,
                                       struct db_result *ret, struct err *reterr);
/** How warnings of each rule ended at a court: rule, state, count. */
MUST_CHECK enum err_kind source_history(struct db *db, struct arena *arena, const char *court,
                                        struct db_result *ret, struct err *reterr);
struct source_warning {
    int64_t matter_id, last_dispute;
    int32_t raised_on;
    const char *court, *rule, *key;
};
void source_warning_insert(struct call *call, const struct source_warning *row);
/** What became of this call's warning. One that is over saw all disputes up to now: what comes
 * later is counted anew. */
void source_warning_note(struct call *call, const char *state, bool is_open);
/** Sums of an axis: key, label, count from `from` to `to`, count from `before` to before `from`. */
struct source_period {
    const char *court, *before, *from, *to; /* months: 2026-11 */
};
MUST_CHECK enum err_kind source_sums(struct db *db, struct arena *arena, const char *axis,
                                     const struct source_period *period, struct db_result *ret,
                                     struct err *reterr);
/** Townships of a court: code, name, residents as of a day, source (NULL: the units' own). */
MUST_CHECK enum err_kind source_residents(struct db *db, struct arena *arena, const char *court,
                                          int32_t day, struct db_result *ret, struct err *reterr);

/* ---- turn.c, heat.c ------------------------------------------------------------------------- */

struct source_answer {
    int64_t applicants, disputes;
    bool trips;
};
/** Does what disputes share up to day `to` ask for a warning? Fills `from` and `after`. */
MUST_CHECK enum err_kind source_ask(struct db *db, struct arena *arena,
                                    struct source_question *question,
                                    const struct source_threshold *threshold,
                                    struct source_answer *ret, struct err *reterr);
MUST_CHECK enum err_kind governance_turn(struct reading *reading, struct err *reterr);
enum { GOVERNANCE_OPERATIONS = 5 };
extern const struct operation governance_operations[GOVERNANCE_OPERATIONS];

#endif

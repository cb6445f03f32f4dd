/*
 * engine/: carries out calls. One writer takes what is queued, reads all rows in one flight,
 * decides in memory, writes all rows in one flight, commits once, then releases every reply.
 * Workers come back later with due deadlines, rendered papers and delivered messages, as calls too.
 *
 * It declares ports and never includes gateway/. There is one function that changes a matter's
 * state: action_apply() in action.c.
 *
 * The door of the room: engine/call.h is what a write is and may do, engine/matter.h what readers
 * see, and here is how an engine lives and what of it everybody may ask.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "engine/call.h"
#include "engine/matter.h"

/* ---- life ----------------------------------------------------------------------------------- */

enum { ENGINE_WORKERS_MAX = 8 };

struct engine_settings {
    const char *public_url; /* where the public reaches this platform, without a slash at the end;
                               stands in the check codes of papers. NULL: codes name no host */
    const char *store_url;
    const char *data_folder;
    const struct keys *keys;
    const struct seal *seal; /* crypto/seal.h: what papers are sealed with; NULL: they wait */
    const struct ports *ports;
    const struct system *const *systems; /* NULL-ended */
    const struct operation *const
        *operations;           /* of api/, NULL-ended arrays of rows end with name NULL */
    int workers;               /* 2, at most ENGINE_WORKERS_MAX */
    bool held;                 /* in maintenance: no clock fires while nobody can act */
    int quiet_from, quiet_to;  /* minutes of the court's day in which no text message leaves but
                                  urgent ones; the same: none [assumed] */
    bool serves;               /* people use it: signs of life are left, and gaps are outages */
    int64_t number_jump_max;   /* how far a number from outside may lie behind the last; 0: usual */
    int identity_level;        /* from which on an account is taken for its person: 2, or 3; 0: 2 */
    int64_t read_pages;        /* of a document, are read; 0: none */
    int64_t outage_min_us;     /* a shorter gap between two signs of life is no outage */
    void (*lost)(void);        /* another server has written here for a minute: end, and start
                                  again behind it; NULL: nobody is told */
    void (*disk_failed)(void); /* what was written cannot be flushed: end at once, close nothing,
                                 and start again from the log (db_checkpointer_start()) */
    size_t queue_max;          /* 4,096 calls */
    size_t batch_max;          /* 256 */
};

/**
 * What corrections put right in a matter, oldest first, as this actor may see it: a list of
 * {sequence, at, reason, changes: [{field, row, before, after}]}, masked; `sequence` is the
 * event's. No `reason` for whom the definition does not let read it; null: erased.
 */
MUST_CHECK enum err_kind engine_corrections(struct reading *reading, const struct matter *matter,
                                            struct value **ret, struct err *reterr);
/**
 * The values a court paper was made of, and the SM3 of their canonical form: what its check code
 * carries. ERR_MISSING when the matter is no paper.
 */
MUST_CHECK enum err_kind engine_paper_values(const struct engine *engine,
                                             const struct matter *paper, struct arena *arena,
                                             struct value **ret, char ret_sm3[SM3_HEX],
                                             struct err *reterr);
/** What was typed over its values: a list of {name, before, after, reason, by, at}, empty when
 * nothing was. */
MUST_CHECK enum err_kind engine_paper_changes(const struct engine *engine,
                                              const struct matter *paper, struct arena *arena,
                                              struct value **ret, struct err *reterr);
/**
 * The bytes of a paper, and their SM3 in hex: exactly those that were sealed, with our signature
 * over their SM3 and a seal inside that holds. Everything that hands out or serves a paper asks it.
 * ERR_MISSING "document.not_ready", ERR_STORE "paper.unsigned", "paper.changed".
 */
MUST_CHECK enum err_kind engine_paper_bytes(struct reading *reading, const struct matter *paper,
                                            const void **ret, size_t *ret_bytes,
                                            const char **ret_sm3, struct err *reterr);
/** Opens the store, loads definitions and calendars, starts writer, workers, checkpointer. */
MUST_CHECK enum err_kind engine_start(const struct engine_settings *settings, struct engine **ret,
                                      struct err *reterr);
/**
 * A proven outage as a statement that verifies offline: the two signs of life around it, `clock`
 * (may be NULL), the platform's key, and its seal over all of that. docs/outages.md is the format.
 * ERR_MISSING "outage.unknown".
 */
MUST_CHECK enum err_kind engine_outage_statement(const struct engine *engine, struct db *db,
                                                 int64_t outage_id, const struct value *clock,
                                                 struct arena *arena, struct value **ret,
                                                 struct err *reterr);
/** Told of each disagreement: which matter, and what. */
typedef void task_finder(void *context, int64_t matter_id, const char *what);
/**
 * Derives every matter's tasks anew and tells where the rows say otherwise. Needs no running engine
 * and may run beside a server; then something may be told that is being written this very moment.
 */
MUST_CHECK enum err_kind engine_check_tasks(const struct system *const *systems, struct db *db,
                                            task_finder *found, void *context, struct err *reterr);
/** True once settings.lost was told. Accepts NULL. */
bool engine_lost(const struct engine *engine);
/** Finishes what is queued, stops workers, closes. Accepts NULL. */
void engine_stop(struct engine *engine);
/** The definition in force for new matters of a system, as published for every court; NULL: no such
 * system. Definitions live as long as the engine, also when another takes their place. */
const struct workflow *engine_workflow(const struct engine *engine, const char *system);
/** The same with the court's overlay, if it has one. */
const struct workflow *engine_workflow_at(const struct engine *engine, const char *system,
                                          const char *court);
/** Does a role see matters of a system, in any state and any version there are matters of? */
bool engine_role_reads(const struct engine *engine, const char *system, role_set role);
/** What has become of a release that was not withdrawn: "in_force", "replaced" by a newer one, or
 * "set_aside": an overlay that does not fit the definition in force. */
const char *engine_release_state(const struct engine *engine, int64_t release_id);
/** Any definition that ever was in force here. NULL: unknown to this program. */
const struct workflow *engine_workflow_by_hash(const struct engine *engine, const char *hash);
const struct ports *engine_ports(const struct engine *engine);
/** From which enum identity_level (store/people.h) on an account is taken for its person. */
int engine_identity_level(const struct engine *engine);
const struct keys *engine_keys(const struct engine *engine);
/** The holiday tables as they are now; lives as long as the engine. */
const struct calendar *engine_calendar(const struct engine *engine);

enum { DEADLINE_SPANS_MAX = 64 };
/** The closed spans a clock stood still, out of its row's JSON; how many. */
size_t deadline_spans(const struct value *spans, struct period_span *ret);
/** The period a clock's rule names, as of the day of its start event. ERR_CONFLICT
 * "deadline.period". */
MUST_CHECK enum err_kind deadline_period(const struct deadline *deadline, const char *rule,
                                         int64_t start_us, struct period *ret, struct err *reterr);
/** The rule of a clock that begins now: its period or length, filled from the matter and its
 * settings. NULL: they do not hold what it names. */
const char *deadline_rule(const struct call *call, const struct matter *matter,
                          const struct deadline *deadline);
const struct system *engine_system(const struct engine *engine, const char *name);
/** Every system in the table's order; NULL-ended. */
const struct system *const *engine_systems(const struct engine *engine);

/** Published facts of a running server, for metrics. */
struct engine_counts {
    int64_t batches, calls, refused, queue_length, search_waiting;
};
struct engine_counts engine_counts(const struct engine *engine);

/** The engine's own write operations on matters: open, act, draft, post. api/ names them in its
 * table. */
extern const struct operation operation_open, operation_act, operation_draft, operation_post,
    operation_setting, operation_settings, operation_holidays, operation_holidays_preview,
    operation_definition_check, operation_definition_publish, operation_definition_withdraw,
    operation_job_open, operation_job_act, operation_job_recount, operation_job_export,
    operation_job_cancel, operation_import, operation_import_preview, operation_envelope,
    operation_envelope_piece;

#endif

/* engine/internal: what the files of this room share. Nobody outside includes it. */
#ifndef ENGINE_INTERNAL_H
#define ENGINE_INTERNAL_H

#include "engine/engine.h"
#include "store/event.h"
#include "store/matter.h"
#include "store/notice.h"
#include "store/task.h"
#include "store/work.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
    SYSTEMS_MAX = 64,
    SERIES_MAX = 4096,
    BATCH_ARENA_BYTES = 256 << 20,
    FINDINGS_SHOWN_MAX = 20
};

/** Draws and seals the paper of that matter, and says so as an event; nothing when it is made, when
 * its sign-off was taken back, or when it was signed anew since the one of `click_at` (NULL: any).
 * ERR_BUSY "seal.none", "timestamp.unreachable": later. */
MUST_CHECK enum err_kind paper_make(struct engine *engine, struct db *db, struct arena *arena,
                                    int64_t matter_id, const char *click_at, struct err *reterr);
/** What secret_seal() is told about the values of a court paper. */
#define PAPER_PURPOSE "paper.values"

struct series {
    char court[24], type[16];
    int64_t year, next;
};

/** What only the writer thread touches: counters that must not skip or repeat. */
struct writer_memory {
    int64_t ids[ID_TABLE_COUNT];
    int64_t committed_ids[ID_TABLE_COUNT]; /* the same after the last commit */
    bool stale; /* ahead of the store, or behind it: read again before the next batch */
    struct series series[SERIES_MAX];
    size_t series_count;
    char block_hash[SM3_HEX];
    char access_hash[SM3_HEX]; /* of the last row of the access log */
    char book_hash[SM3_HEX];   /* of the last entry of the ledger */
    bool settings_changed;     /* by a call of the batch in hand */
    bool calendar_changed;     /* the same */
    bool definitions_changed;  /* the same */
    bool registers_changed;    /* the same */
};

enum { LOOKS_REMEMBERED = 4096 };

/** When a court's own case system is asked for changes, and for its list of the day; real time. */
struct case_court {
    int64_t next_us, list_us;
    int32_t list_day;
};
/** The daily list in hand, a page a turn. */
struct case_listing {
    bool on;
    char court[24];
    int32_t day, since;
    char after[256];
    int64_t pages, outside, unreadable, began_us, looked_us;
};

struct engine {
    struct engine_settings settings;
    struct arena arena; /* definitions, registers, calendar: for the engine's life */
    struct vocabulary vocabulary;
    _Atomic(struct definition_set *) definitions;
    _Atomic(struct calendar_copy *) calendars;
    _Atomic(struct register_copy *) registers;
    _Atomic(struct settings_copy *) court_settings;
    int lock_file;

    struct db *writer_db;
    int64_t session;       /* of writer_db, in which the writer's lock was got */
    atomic_bool displaced; /* the lock is another's: nothing is written, workers rest */
    int64_t displaced_us;  /* since when, by the clock nobody sets */
    atomic_bool lost;      /* for too long: settings.lost was told */
    struct db_checkpointer *checkpointer;
    struct writer_memory memory;

    pthread_mutex_t mutex; /* queue and stop */
    pthread_cond_t arrived, worked;
    struct call *first, *last;             /* calls of people and machines */
    struct call *clock_first, *clock_last; /* calls of the clock come after them */
    size_t queued;
    bool ending;   /* workers stop */
    bool stopping; /* then the writer */
    pthread_t writer, reader;
    bool reads; /* the reader was started */
    pthread_t workers[ENGINE_WORKERS_MAX];
    int worker_count;
    atomic_int workers_begun;
    atomic_llong batches, calls, refused;
    atomic_llong last_block, last_signed;
    atomic_ullong looks[LOOKS_REMEMBERED]; /* access.c: noted not long ago */
    /* The documents the reader could do nothing about just now, and goes on behind: it comes back
     * to them once it has been through all. */
    int64_t look_after, read_after;
    int64_t next_sweep_us; /* by court time */
    int64_t next_scan_us, scan_wait_us, next_rescan_us;
    int64_t next_retire_us;           /* by court time */
    struct case_listing case_listing; /* the last worker's */
    size_t case_court;
    int64_t next_clean_us, next_beat_us, next_stamp_us, stamp_wait_us;
    int64_t beat_ahead_us;       /* court time before real time at the last sign of life */
    atomic_llong search_waiting; /* matters not indexed yet, when a worker last looked */
    pthread_mutex_t index_mutex; /* one indexer of search at a time */
};

/* ---- load.c: rows <-> matters ---- */
/** One matter whole. `before` is `fields` itself: who changes it copies it first. */
enum err_kind matter_build(struct engine *engine, const struct db_flight *flight, size_t first,
                           struct arena *arena, int64_t now_us, struct matter **ret,
                           struct err *reterr);
/** What the columns of its row say. ERR_STORE "matter.definition": the one it runs on is gone. */
enum err_kind matter_of_row(struct engine *engine, const struct matter_row *row,
                            struct arena *arena, struct matter **ret, struct err *reterr);
/** Its values out of their stored text, personal ones opened. */
enum err_kind matter_fields_open(struct engine *engine, struct matter *matter, const char *fields,
                                 struct arena *arena, struct err *reterr);
/** Fields as they go to disk: personal values sealed. */
enum err_kind matter_fields_seal(struct engine *engine, const struct matter *matter,
                                 struct arena *arena, const char **ret, struct err *reterr);
/** Roles of who opened it in the public's name. */
role_set owner_roles(const struct matter *matter);
/* ---- unit.c ---- */
extern const struct guard unit_known;
/* ---- mediator.c ---- */
extern const struct effect name_mediator_effect;
/* ---- settings.c ---- */
enum err_kind settings_reload(struct engine *engine, struct err *reterr);
void settings_free(struct engine *engine);

/** Is this the reader or doer themselves: by person, or by the link they were sent? */
static inline bool participant_is_actor(const struct participant *participant,
                                        const struct actor *actor)
{
    return (actor->person_id && participant->person_id == actor->person_id) ||
           (actor->participant_id && participant->id == actor->participant_id);
}

/* ---- writer.c: thread bodies take the engine as their context ---- */
void *writer_run(void *context);

/* ---- place.c ---- */
/** Counters as the store has them. */
enum err_kind memory_load(struct engine *engine, struct err *reterr);
/**
 * The right to write: nothing to do unless the connection was made anew or counters ran ahead; then
 * the lock is asked for in the new session and counters are read again.
 * ERR_BUSY "engine.locked": another server has it.
 */
MUST_CHECK enum err_kind place_hold(struct engine *engine, struct err *reterr);
/** After each commit: the counters of memory are the store's. */
void place_committed(struct engine *engine);

/* ---- action.c, open.c: inside a batch ---- */
/** Begins the event of an action: facts, changed values. */
void call_facts(struct call *call, const struct value *form, const struct participant *subject);
/** Everything after the effects of an action or opening: tasks, event, rows, reply. */
enum err_kind call_finish(struct call *call, struct matter *matter, const char *action_name,
                          enum nature nature, const char *from, const struct participant *subject,
                          struct err *reterr);
/** Queues the hashes of the documents the body names, so that the event can say which they were. */
enum err_kind call_documents_load(struct call *call, struct err *reterr);
/** "X…:SM3 X…:SM3" of those found, as the event keeps it. NULL: memory ran out. */
const char *call_documents_text(struct call *call);
/** None of the documents the body names may hold a virus. ERR_CONFLICT "document.infected". */
enum err_kind call_documents_check(const struct call *call, struct err *reterr);
/** Uploads a checked form names now belong to the matter. */
enum err_kind call_attach_documents(struct call *call, const struct value *value,
                                    struct err *reterr);
/** The matter as it will be stored, as the reply. */
enum err_kind call_reply_with_matter(struct call *call, int status, struct err *reterr);
enum err_kind matter_open(struct call *call, const struct workflow *workflow, const char *court,
                          int64_t dispute_id, int64_t parent_id, struct value *fields,
                          struct matter **ret, struct err *reterr);
/** Its first event, with the clocks that run from the opening. */
enum err_kind matter_opened(struct call *call, struct matter *matter, struct err *reterr);
const char *fill_words(const char *words, const struct matter *matter, const struct engine *engine,
                       struct arena *arena, bool zh);
/** The earliest end among open clocks that run, 0: none. */
int64_t deadlines_earliest(const struct value *deadlines);
int64_t matter_earliest_due(const struct matter *matter);
enum err_kind computed_fields(struct call *call, struct matter *matter, struct err *reterr);

/** What an event said of one value; null when it was erased or too long to be kept. */
MUST_CHECK enum err_kind event_value_open(const struct engine *engine, const char *sealed,
                                          struct arena *arena, struct value **ret,
                                          struct err *reterr);

/* ---- what is tried again at another machine ---- */
enum { RETRY_SECONDS_MAX = 900 };
/** How long until the next try, after so many: twice as long each time, a quarter of an hour at
 * most. */
static inline int64_t retry_wait_us(int64_t attempts)
{
    return SECOND_US * (attempts < 10 ? INT64_C(1) << attempts : RETRY_SECONDS_MAX);
}

/* ---- documents.c ---- */
/** Does it look like the public id of a document? Whether it is one, public_id_parse() says. */
bool names_document(const struct value *value);

/* ---- effects.c ---- */
/** "@now", "@today", "@court", "=field" or a constant, as definitions name a value. NULL: memory
 * ran out. */
struct value *effect_value(struct call *call, const struct value *wanted);
/** A map of such values by name; what has none is left out. NULL: memory ran out. */
struct value *effect_values(struct call *call, const struct value *named);
/** Whom a row of a group names: its person or organisation, an agent with the authority; or the
 * row itself. NULL: memory ran out. */
const struct value *party_identity(const struct value *row, struct arena *arena);

/* ---- correction.c ---- */
/** The values of an event that corrects: "corrected.00" is its reason, "corrected.01" … each what
 * one row was and is: {field, row (of a group), before, after}. */
#define CORRECTED_PREFIX "corrected."
/** Something is changed, no row added or taken away, and no act of a party inside a row.
 * ERR_INVALID "correction.nothing", "correction.rows", "correction.own". */
enum err_kind correction_check(const struct call *call, struct err *reterr);
/** Puts what was and what is into the event; whom a corrected row names stays who they are.
 * ERR_LIMIT "correction.many", "correction.long". */
enum err_kind correction_apply(struct call *call, struct err *reterr);

/* ---- number.c ---- */
/** Can a number that was given elsewhere be that of a case: no paper's suffix, no absurd serial? */
bool number_is_taken_over(const struct case_number *number);
/**
 * The series goes on behind a number that was given elsewhere, if numbers of its type are given
 * here.
 * @return ERR_CONFLICT "number.jump" too far: a slip of somebody's, for ever
 *         ERR_LIMIT    "number.series" the table of series is full
 */
MUST_CHECK enum err_kind number_leap(struct call *call, const struct case_number *number,
                                     struct err *reterr);

/* ---- appointment.c ---- */
/** The rows of what is fixed for a moment follow the matter's values. */
void appointments_renew(struct call *call, const struct matter *matter);

/* ---- task.c ---- */
enum { TASKS_WANTED_MAX = 32, TASKS_NEW_MAX = 8 };
struct task_wanted {
    const char *purpose, *role;
    int64_t due_us; /* 0: none */
};
/** The tasks a matter in this state with these open clocks asks for. Pure. */
size_t tasks_wanted(const struct workflow *workflow, const struct state *state,
                    const struct value *deadlines, struct task_wanted *ret);
/** Rows of tasks_of_matter(). False: memory ran out. */
bool tasks_take(const struct db_result *rows, struct arena *arena, struct matter *matter);
/** Opens, closes and re-dates so that the open tasks are the wanted ones. */
void tasks_renew(struct call *call, struct matter *matter);

/* ---- apply.c ---- */
/** How call_open_matter()'s map names one participant alone. */
enum { PARTICIPANT_KEY_BYTES = 24 };
void participant_key(char ret[PARTICIPANT_KEY_BYTES], int64_t id);
/** The role a participant gets in a matter that is opened, by call_open_matter()'s map; NULL: goes
 * not along. */
const char *participant_mapped(const struct value *map, const struct participant *one);

/* ---- deadline.c ---- */
/** What became of an open clock, in memory: its state, or that it is closed. */
void deadline_became(struct call *call, int64_t id, const char *state, bool closed);
enum err_kind deadline_begin(struct call *call, struct matter *matter,
                             const struct deadline *deadline, int64_t participant_id,
                             struct err *reterr);
/** Lets the matter's open clocks of that name stand still, or run again; others are left alone. */
enum err_kind deadline_suspend(struct call *call, const struct deadline *deadline, bool suspend,
                               struct err *reterr);
/** Its state becomes CLOCK_HELD. */
enum err_kind deadline_hold(struct call *call, struct value *open, struct err *reterr);
/** Runs on, to the end that its spans give; one that is over fires at once, and one that is
 * suspended too stays so. */
enum err_kind deadline_release(struct call *call, const struct deadline *deadline,
                               struct value *open, struct err *reterr);
/** The same, with those days left out from now on. */
enum err_kind deadline_leave_out(struct call *call, const struct deadline *deadline,
                                 struct value *open, struct period_span span, struct err *reterr);
/** Neither suspended nor held. */
bool deadline_runs(const struct value *open);
/** The same row counted by the calendar as it is now; moved: its end, or whether it is certain. */
enum err_kind deadline_recount(struct call *call, const struct deadline *deadline,
                               struct value *open, bool *ret_moved, struct err *reterr);
int64_t deadline_next_wake(const struct deadline *deadline, int64_t start_us, int64_t due_us,
                           int64_t warned);

/* ---- calendar.c ---- */
enum err_kind calendar_reload(struct engine *engine, struct err *reterr);
void calendars_free(struct engine *engine);

/* ---- registers.c ---- */
enum err_kind registers_reload(struct engine *engine, struct err *reterr);
void registers_free(struct engine *engine);
size_t registers_court_count(const struct engine *engine);
/** The court at that place, counted round and round, and when its case system is asked again (the
 * last worker's; 0 in a new copy). NULL: there is none. */
const char *registers_court_turn(const struct engine *engine, size_t place,
                                 struct case_court **ret);

/* ---- definitions.c ---- */
/** What ships with the program, remembered; what was published; what running matters began with. */
enum err_kind definitions_start(struct engine *engine, struct err *reterr);
enum err_kind definitions_reload(struct engine *engine, struct err *reterr);
void definitions_free(struct engine *engine);
/** A definition as somebody proposes it: what it would be, or why it cannot. */
struct proposal {
    const struct workflow *workflow; /* NULL when there are findings */
    const char *json;                /* of the whole, overlay laid */
    struct finding findings[FINDINGS_SHOWN_MAX];
    size_t finding_count;
    struct value *unfit; /* courts whose overlay would not fit it; NULL for an overlay */
};
/** Lays, loads and checks, among all that are in force. ERR_INVALID only with findings. */
enum err_kind definition_propose(const struct engine *engine, const char *system, const char *court,
                                 const char *text, struct arena *arena, struct proposal *ret,
                                 struct err *reterr);

/** How a worker records a result: as a call of the writer, on that matter (0: none). */
typedef enum err_kind perform_call(void *context, const struct operation *operation,
                                   int64_t matter_id, void *state, struct err *reterr);

/* ---- clock.c ---- */
static inline int64_t court_now(const struct engine *engine)
{
    return engine->settings.ports->court_now_us(engine->settings.ports->context);
}
static inline int64_t real_now(const struct engine *engine)
{
    return engine->settings.ports->real_now_us(engine->settings.ports->context);
}
/** A call of the platform itself; waits for it. */
enum err_kind clock_perform(struct engine *engine, struct arena *arena,
                            const struct operation *operation, int64_t matter_id, void *state,
                            struct err *reterr);
/** An action by the clock. `key` makes it happen once. */
enum err_kind clock_act(struct engine *engine, struct arena *arena, const struct workflow *workflow,
                        int64_t matter_id, const char *action, const struct value *body,
                        const char *key, int64_t received_us, struct err *reterr);
/** The same, refused (ERR_STALE) unless the matter is at this version. */
MUST_CHECK enum err_kind clock_act_on(struct engine *engine, struct arena *arena,
                                      const struct workflow *workflow, int64_t matter_id,
                                      int64_t version, const char *action, const struct value *body,
                                      const char *key, int64_t received_us, struct err *reterr);

/* ---- case_system.c ---- */
/** Tried again with the next turn; a full table or memory too, once there is room. */
static inline bool case_is_passing(enum err_kind kind)
{
    return err_is_passing(kind) || kind == ERR_LIMIT;
}
extern const struct effect push_case;
/** Sends what waits for courts' own case systems, and takes the numbers that come back. */
void cases_push(struct engine *engine, struct db *db, struct arena *arena);

/* ---- envelope_out.c ---- */
extern const struct effect send_envelope;

/* ---- case_changes.c ---- */
/** Takes over what was said of one case; in the list of a day also what was said before. Anything
 * but ERR_NONE: to be taken again later. */
enum err_kind case_take(struct engine *engine, struct db *db, struct arena *arena,
                        const char *court, const struct value *record, int32_t list_day,
                        struct err *reterr);
/** Reads one page of changes of one court whose time has come. */
void cases_read(struct engine *engine, struct db *db, struct arena *arena);

/* ---- case_compare.c ---- */
/** Goes on with a court's list of the day; when it is complete, what disagrees is told. */
void cases_compare(struct engine *engine, struct db *db, struct arena *arena);

/* ---- outage.c ---- */
struct heartbeat_row;
/** When a server starts: its first sign of life, and the outage that the gap before it proves. */
enum err_kind outage_start(struct engine *engine, struct err *reterr);
/** The next sign of life, signed; not written yet. */
enum err_kind heartbeat_next(struct engine *engine, struct db *db, struct arena *arena,
                             struct heartbeat_row *ret, struct err *reterr);
extern const struct operation operation_heartbeat; /* state: the row */
/** Looks at the clocks inside a found outage, a page a turn; true when none is left to look at. */
bool outages_settle(struct db *db, struct arena *arena, perform_call *perform, void *context);
/** Signs the newest block, when it is not yet. */
void head_sign(struct engine *engine, struct db *db, struct arena *arena, perform_call *perform,
               void *context);
/** Closes the root of the first day that is over and has none (store/day_root.h). */
void days_close(struct engine *engine, struct db *db, struct arena *arena, perform_call *perform,
                void *context);
/** Has the oldest root without a stamp stamped, where an authority is set; waits for it. */
void days_stamp(struct engine *engine, struct db *db, struct arena *arena, perform_call *perform,
                void *context);
struct clock_extension {
    int64_t deadline_id;
    int32_t days;
};
extern const struct operation operation_extend; /* state: struct clock_extension */

/* ---- recount.c ---- */
/** An open clock, and where it would end by another calendar. */
struct clock_move {
    struct arena *arena; /* of the page */
    int64_t id, matter_id;
    const char *court;
    const struct workflow *workflow;
    const struct deadline *deadline; /* NULL: its definition is unknown here */
    int32_t old_day, new_day;
    bool provisional, moves;
};
typedef enum err_kind (*clock_visitor)(void *context, const struct clock_move *move,
                                       struct err *reterr);
/** Every open clock that runs, in order of its key. */
enum err_kind clocks_each(const struct engine *engine, struct db *db,
                          const struct calendar *calendar, clock_visitor visit, void *context,
                          struct err *reterr);
enum { CLOCKS_MOVING_MAX = 64 };
struct clock_page {
    int64_t after; /* the key behind which to look, then the last one looked at */
    struct clock_move moves[CLOCKS_MOVING_MAX];
    size_t count, looked;
    bool last;
};
/** The next open clocks that the calendar as it is now moves. */
enum err_kind clocks_moving(const struct engine *engine, struct db *db, struct arena *arena,
                            struct clock_page *page, struct err *reterr);
extern const struct operation operation_recount; /* state: the clock's key */

/* ---- uploads.c ---- */
/** Once an hour: what is left of uploads nobody continues. */
void uploads_clean(struct engine *engine, struct db *db, struct arena *arena, perform_call *perform,
                   void *context);

/* ---- delivery.c ---- */
/** Sends what waits, a page a turn, and records what became of it. */
void deliver_messages(struct engine *engine, struct db *db, struct arena *arena,
                      perform_call *perform, void *context);

/* ---- search_index.c ---- */
/** One transaction's worth of what waits; `*ret_indexed` 0: none waits, or another is at it. */
enum err_kind search_index(struct engine *engine, struct db *db, perform_call *perform,
                           void *context, size_t *ret_indexed, struct err *reterr);

/* ---- looks.c ---- */
/** Would it fail again? What is only busy or out of reach is tried again. */
bool document_is_to_blame(enum err_kind kind, const struct err *err);
/** Counts the pages and makes the thumbnail of a document that waits for it; false: there is none
 * that is known to be clean, or not just now. */
bool documents_look(struct engine *engine, struct db *db, perform_call *perform, void *context);

/* ---- readings.c ---- */
/** Reads one page of a document that waits for it; false: there is none, or not just now. */
bool documents_read(struct engine *engine, struct db *db, perform_call *perform, void *context);
/** What could not be looked at or read for want of a program waits again: at each start. */
void documents_wait_again(perform_call *perform, void *context);

/* ---- retention.c ---- */
/** Bytes of removed documents, by their SM3, that nothing else holds. ERR_BUSY: not all, yet. */
MUST_CHECK enum err_kind documents_erase(struct engine *engine, struct db *db,
                                         const struct value *hashes, struct err *reterr);
/** A matter ends: from when on its documents are removed, where its definition says so. */
void call_keep_until(struct call *call, const struct matter *matter);
/** Removes the documents of matters that ended long enough ago. */
void documents_retire(struct engine *engine, struct db *db, struct arena *arena,
                      perform_call *perform, void *context);

/* ---- scan.c ---- */
/** Shows some of the documents nobody has looked at to the virus scanner, where one is set. */
void documents_scan(struct engine *engine, struct db *db, struct arena *arena,
                    perform_call *perform, void *context);

/* ---- payout.c ---- */
/** The job "pay_out": sends the order of an approved refund; ERR_BUSY until the bank answered. */
MUST_CHECK enum err_kind payout_run(struct engine *engine, struct db *db, struct arena *arena,
                                    const struct value *payload, struct err *reterr);

/* ---- worker.c ---- */
void *worker_run(void *context);
/** Looks for viruses and reads pages: what may take seconds, so that nothing waits for it. */
void *reader_run(void *context);

#endif

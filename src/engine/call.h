/*
 * engine/call: what a write is: who sends it, the call on its way, the row of its operation, the
 * system it belongs to, and what its load(), decide() and apply() may do. engine/engine.h is the
 * door.
 */
#ifndef ENGINE_CALL_H
#define ENGINE_CALL_H

#include "base/embedded.h"
#include "base/value.h"
#include "crypto/crypto.h"
#include "db/db.h"
#include "definition/definition.h"
#include "engine/ports.h"
#include "law/law.h"
#include "workflow/workflow.h"
#include "json/json.h"

struct engine;
struct operation;

/* ---- who acts ------------------------------------------------------------------------------ */

struct role_grant {
    role_set role;
    const char *court; /* "" = every court */
};

/** A right in one case, in force now (store/right.h). */
struct case_right {
    const char *kind; /* "role", "exclusion", "glass" */
    int64_t dispute_id, matter_id;
    role_set role;
};

/** Resolved by api/ from session or key; for workers made by the engine. */
struct actor {
    int64_t account_id; /* 0: clock, or a person holding a link token */
    int64_t person_id;
    int64_t participant_id; /* a link token: this participant of link_matter_id only */
    int64_t link_matter_id;
    const char *kind; /* "public" "staff" "machine" "clock" "link" "nobody" */
    const char *name;
    const char *language; /* "zh" or "en" */
    const struct role_grant *grants;
    size_t grant_count;
    const struct case_right *rights;
    size_t right_count;
    int64_t clearance;    /* grants open disputes up to this level */
    const char *scopes;   /* of a key: the systems it may touch, blank-separated; NULL or "": any */
    const char *key_hash; /* of the key it came with; NULL: with none */
    /* Acting for another: account_id, person_id and name are of whom they act for; these are of who
     * acts, by that delegation (0: for nobody), with those rights, blank-separated. */
    int64_t delegation_id, delegate_id, delegate_person;
    const char *delegate_name, *delegated;
    bool for_lawyer; /* the account acted for is the seat of a licence: its matters are clients' */
};

/** Is it an administrator of every court, with no key for some systems only? */
bool actor_administers_all(const struct actor *actor);
/** What all courts share (registers, holidays, every clock) is for such a one alone. ERR_DENIED
 * "admin.every_court". */
MUST_CHECK enum err_kind actor_check_shared(const struct actor *actor, struct err *reterr);

/** Acts for another as no more than a helper (practice.md 4). The legal representative of an
 * organisation is none: what they do, the organisation does (CPL 51). */
bool actor_is_helper(const struct actor *actor);

/** Whose hand it is: the account that acts, also when it acts for another. */
int64_t actor_account(const struct actor *actor);

struct account_row;
/** What an account (store/people.h) may do at that court time; texts are the row's own. */
MUST_CHECK enum err_kind actor_of_account(const struct engine *engine, struct db *db,
                                          struct arena *arena, const struct account_row *account,
                                          int64_t now_us, struct actor *ret, struct err *reterr);
/** May this actor's key touch matters of that system? */
bool actor_reaches(const struct actor *actor, const char *system);

/** Roles by grant at a court (staff), plus citizen; participant roles come from the matter. */
role_set actor_roles(const struct actor *actor, const char *court);

/* ---- calls --------------------------------------------------------------------------------- */

enum { CALL_MATTERS_MAX = 4, CALL_OPEN_DEPTH_MAX = 4 };

/** A task of a matter, open or the last of its role that somebody had. */
struct task_held {
    int64_t id, account_id, due_us;
    const char *purpose, *role, *court;
    bool open, keeps; /* keeps: that account holds the role still */
};

/** One loaded matter inside a call. */
struct matter {
    int64_t id, dispute_id, parent_id, owner_account, version, event_count, amount_fen;
    int64_t level; /* of the dispute: 0 ordinary, 1 closed, 2 secret */
    const struct workflow *workflow;
    const char *court, *number, *title, *cause, *state;
    const char *head_hash;
    int64_t opened_us, requested_us, submitted_us, complete_us, registered_us, closed_us;
    struct value *fields; /* opened (unsealed) values */
    struct value *before; /* the same, as loaded */
    struct participant *participants;
    size_t participant_count;
    struct value *deadlines; /* open ones by name (or name/participant id) */
    struct value *published; /* facts on the dispute */
    struct value *settings;
    struct task_held *tasks; /* open ones first, then the newest; only in a write */
    size_t task_count, task_room;
    const char *handler_role; /* whose tasks call_set_handler() gave to whom; NULL: nobody's */
    int64_t handler;
    bool is_new; /* being opened by this call */
    int64_t updated_us;
    const struct state *state_row;
};

/** A telephone's clock may be so far ahead of ours. */
#define CLOCKS_APART_US (5 * MINUTE_US)

/** One write on its way. Lives in its own arena until its reply is sent. */
struct call {
    struct engine *engine;
    struct arena *arena;
    const struct operation *operation;
    struct actor actor;
    const struct value *body;   /* checked by the operation's form, or the action's */
    const struct value *params; /* path and query parameters: {"id": "M…", "system": …} */
    const void *raw;            /* an operation with raw_bytes_max: the bytes of the body */
    size_t raw_bytes;
    const char *client_address;  /* for rate limits; "" inside the platform */
    const char *idempotency_key; /* NULL: none; "deadline:17" for the clock */
    const char *content_sm3;     /* header X-SM3 of an upload, hex; NULL: not given */
    struct sm3 request_hash;
    int64_t if_match;    /* version the client saw; -1: none given */
    int64_t received_us; /* legal time, court clock at the last byte */
    int64_t now_us;      /* court clock of this batch */
    bool later;          /* waits behind the calls of people, as those of the clock do */

    /* load */
    struct db_flight *reads;                     /* load() adds; results there in decide() */
    size_t replay_read, matter_read, tasks_read; /* the engine's own places in it */
    int64_t matter_id; /* the matter it is about: loaded by the engine; 0: none */
    struct matter *matter;
    struct value *outside;         /* what load hooks found, by name, for facts.outside */
    const struct value *documents; /* public ids of documents the body names; NULL: none */
    size_t documents_read;         /* the first of their reads, one each, in order */
    const size_t *alike_read;      /* of call_alike_load(); NULL: nothing was asked */
    void *state;                   /* the operation's own, from load() to apply() */

    /* apply */
    struct db_flight *writes;
    struct facts facts;
    const struct action *action;
    const char *role;
    struct value *event_values; /* what an event says beside changed fields, by path; NULL: none */
    struct value *event_hashes; /* of the events this call makes, in order of their keys */
    const struct bulk_step *bulk; /* a line of a job (engine/bulk.h), recorded with what it does;
                                     NULL: none */
    const struct envelope_step *envelope; /* what another installation sent (engine/envelope.h),
                                             the same; NULL: nothing */
    int depth;                            /* of opening matters by effects */
    const char *origin;                   /* what its messages come of; NULL: the event it makes */
    struct value *stopped; /* clocks of the matter this action stopped that had days left out */
    struct value *told;    /* whom this call has told what (engine/notice) */
    bool writes_nothing;   /* decided from a replay record: only the reply goes out */

    /* reply */
    int status;
    int retry_seconds;      /* told with a refusal that is a reply; 0: nothing */
    const char *set_cookie; /* a session begins or ends; NULL: none */
    const char *reply;      /* JSON */
    struct field_errors errors;
    struct words refusal;

    void (*done)(struct call *call, enum err_kind kind,
                 const struct err *err); /* once, any thread */
    void *done_context;
    struct call *next; /* the queue's */
};

/** A text of the call's body; NULL: not given. */
static inline const char *body_text(const struct call *call, const char *name)
{
    return value_text(value_get(call->body, name));
}

/** Queues a call; never blocks. ERR_BUSY "engine.full" when the queue is (Retry-After 1). */
MUST_CHECK enum err_kind engine_submit(struct engine *engine, struct call *call,
                                       struct err *reterr);
/** Submits and waits: for workers, commands and tests. Reply and errors are in `call`. */
MUST_CHECK enum err_kind engine_perform(struct engine *engine, struct call *call,
                                        struct err *reterr);
/** Submits at most PERFORM_MAX, and waits for all. `kinds` and `errs` hold how each ended. */
enum { PERFORM_MAX = 64 };
void engine_perform_all(struct engine *engine, struct call *calls, size_t count,
                        enum err_kind *kinds, struct err *errs);

/** A step of the role `clock` on a matter, from a worker or a slow reading; `key` makes it happen
 * once, and the same key answers the same. Only what the definition lets the clock do. */
MUST_CHECK enum err_kind engine_clock_act(struct engine *engine, struct arena *arena,
                                          const struct matter *matter, const char *action,
                                          const struct value *body, const char *key,
                                          struct err *reterr);
/** What a bank said of an order to pay out. */
struct payout_answer {
    const char *key, *state, *reference, *reason; /* state: "paid" or "failed" */
};
/** Tells the matter that ordered it, as the clock's `bank_paid` or `bank_failed`, once a key.
 * ERR_CONFLICT: it does not wait for that. */
MUST_CHECK enum err_kind payout_told(struct engine *engine, struct arena *arena,
                                     const struct matter *matter,
                                     const struct payout_answer *answer, struct err *reterr);
/** Opens a matter of a system the clock may open, from a worker; `body` as over HTTP, `key` makes
 * it happen once. */
MUST_CHECK enum err_kind engine_clock_open(struct engine *engine, struct arena *arena,
                                           const char *system, const struct value *body,
                                           const char *key, struct err *reterr);
/** A write of the platform's own, from there too: `operation` needs no more than apply(). */
MUST_CHECK enum err_kind engine_clock_perform(struct engine *engine, struct arena *arena,
                                              const struct operation *operation, void *state,
                                              struct err *reterr);

/* ---- operations ---------------------------------------------------------------------------- */

/** A read on an I/O thread's own connection, or a worker's. */
struct reading {
    struct engine *engine;
    struct db *db;
    struct arena *arena;
    struct actor actor;
    const struct value *params; /* path and query parameters */
    const struct value *body;   /* POSTed queries (estimates, checks) */
    const void *raw;            /* an operation with raw_bytes_max: the bytes of the body */
    size_t raw_bytes;
    int64_t now_us;
    /* A reply that is not JSON: read() sets `bytes`, and the writer's text is not used. */
    const void *bytes;
    size_t byte_count;
    const char *media_type;
    const char *download_name; /* NULL: shown inline */
    /* Without quotes; api/ sends it as ETag and answers 304 to the same If-None-Match. NULL: none.
     */
    const char *etag;
};

/**
 * One endpoint that is not an action of a definition. api/ makes route, OpenAPI, permission check
 * and metrics of the row. Exactly one of `read` or `decide` is set.
 */
struct operation {
    const char *name;          /* "roster_list": unique, in OpenAPI, metrics, replay */
    const char *method, *path; /* "GET", "/roster/{id}" below /api/v1 */
    const char *permission;    /* "public", "signed_in", or role names separated by blanks */
    const char *delegated;     /* the right by which it may be done for another; NULL: never */
    struct words summary;
    const struct form_field *form; /* body fields; NULL: none */
    size_t form_count;
    const char *reply; /* what it answers, in the short form of api/reply_schema.c; NULL: no JSON */
    const char *query; /* names of query parameters, blank-separated; others are refused */
    enum err_kind (*read)(struct reading *reading, struct json_writer *writer, struct err *reterr);
    /* a write: load may queue reads, decide may refuse, apply queues writes and sets call->reply */
    enum err_kind (*load)(struct call *call, struct err *reterr);
    enum err_kind (*decide)(struct call *call, struct err *reterr);
    enum err_kind (*apply)(struct call *call, struct err *reterr);
    size_t raw_bytes_max; /* above 0: the body is raw bytes, at most so many, in call->raw */
    bool
        kept; /* a read that is the same for everybody: gets an ETag and may be asked again by it */
    bool slow;    /* runs in the worker pool before it is queued or read: files, long reads */
    bool live;    /* a read that is answered by a stream of events (api/live), not by read() */
    bool always;  /* a write that goes on during maintenance: signing in and out */
    bool hashes;  /* slow, and hashes a password: a queue of its own, 429 when that is full */
    bool outside; /* slow, and waits for another machine: holds up no upload and no password */
    enum err_kind (*prepare)(struct call *call, struct err *reterr); /* slow part, off the writer */
};

/* ---- systems ------------------------------------------------------------------------------- */

/** One row of systems/systems.c. */
struct system {
    const char *name; /* folder and system name */
    const char *wing;
    const struct embedded_file *definition; /* its JSON, by tools/embed */
    const struct guard *guards;
    size_t guard_count;
    const struct effect *effects;
    size_t effect_count;
    const struct compute_word *computes;
    size_t compute_count;
    const struct operation *operations;
    size_t operation_count;
    /**
     * Queues extra reads an action of this system needs (roster entry, duplicate search), before
     * deciding; their rows go to call->outside in `loaded`. Both may be NULL.
     */
    enum err_kind (*load)(struct call *call, const char *action, struct err *reterr);
    enum err_kind (*loaded)(struct call *call, const char *action, struct err *reterr);
    /** What a peer sent for a matter of it, put into the words of the action's form. NULL: peers
     * speak them. */
    enum err_kind (*translate)(const struct matter *matter, const char *action, struct arena *arena,
                               struct value **body, struct err *reterr);
    /** What an act the other side sent becomes by where the matter stands: what crossed something
     * of ours on its way is written down where it can no longer move anything. Refused it would be
     * dead, and the thread with it. NULL: always itself. */
    const char *(*arrives_as)(const struct matter *matter, const char *action);
    /** What a worker does for it at every turn, a little at a time: derives what follows from
     * matters that changed. It may break off anywhere and is only begun again. NULL: nothing. */
    enum err_kind (*turn)(struct reading *reading, struct err *reterr);
};

/** All words the engine and these systems bring, for definition_load(). Lives in `arena`. */
MUST_CHECK enum err_kind engine_vocabulary(const struct system *const *systems, struct arena *arena,
                                           struct vocabulary *ret, struct err *reterr);

/* ---- what effects may do (apply only) ------------------------------------------------------- */

/** Sets a field of the matter; personal kinds are sealed on the way to disk. */
MUST_CHECK enum err_kind call_set_field(struct call *call, const char *name, struct value *value,
                                        struct err *reterr);
/** The same with a text. */
MUST_CHECK enum err_kind call_set_text(struct call *call, const char *name, const char *text,
                                       struct err *reterr);
/** The same with a number. */
MUST_CHECK enum err_kind call_set_int(struct call *call, const char *name, int64_t integer,
                                      struct err *reterr);
/** The same with yes or no. */
MUST_CHECK enum err_kind call_set_bool(struct call *call, const char *name, bool yes,
                                       struct err *reterr);
/** One more word in a text field of blank-separated words, where it is not among them. */
MUST_CHECK enum err_kind call_add_word(struct call *call, const char *name, const char *word,
                                       struct err *reterr);
/** A text of the matter as it stands now, "" where there is none. */
const char *call_field_text(const struct call *call, const char *name);
/** An effect: a new seed of a draw into the text fields "seed_kept", which nobody sees until it is
 * used, and its SM3 into "seed_hash", which everybody sees before (rule/draw.h). */
MUST_CHECK enum err_kind call_new_seed(struct call *call, const struct value *with,
                                       struct err *reterr);
/** Adds a row to a group field; a field that was empty becomes a list. */
MUST_CHECK enum err_kind call_add_row(struct call *call, const char *group, struct value *row,
                                      struct err *reterr);
/** A new row about the action's subject: {who, side, place, at} (facts_row_is_of()); NULL: no
 * memory. */
struct value *call_subject_row(struct call *call);
/** One of the dates of practice.md 2: "requested" "submitted" "complete" "registered". Set once. */
MUST_CHECK enum err_kind call_set_date(struct call *call, const char *which, int64_t at_us,
                                       struct err *reterr);
/** Adds a participant; `identity` a person/organisation value; links person_id by blind index. */
MUST_CHECK enum err_kind call_add_participant(struct call *call, const char *role,
                                              const struct value *identity, int64_t person_id,
                                              struct participant **ret, struct err *reterr);
/** An effect: whoever acts becomes the participant "applicant", and the field applicant_name says
 * who that is. `with` is not read. */
MUST_CHECK enum err_kind call_note_applicant(struct call *call, const struct value *with,
                                             struct err *reterr);
/** The same person takes part in another matter too, which the caller has read; nothing where its
 * definition knows no such role. */
MUST_CHECK enum err_kind call_add_participant_elsewhere(struct call *call, int64_t matter_id,
                                                        const char *definition_hash,
                                                        const char *role,
                                                        const struct participant *whom,
                                                        struct err *reterr);
/** Puts right who a participant is; state, links and account stay, but a corrected number of
 * identity belongs to its own person. */
MUST_CHECK enum err_kind call_correct_participant(struct call *call, int64_t participant_id,
                                                  const struct value *identity, struct err *reterr);
MUST_CHECK enum err_kind call_set_participant_state(struct call *call, int64_t participant_id,
                                                    const char *state, struct err *reterr);
/**
 * Opens a matter of another (or the same) system on the same dispute, in its initial state, in this
 * transaction. `fields` are laid in as they are named there. Participants are copied by
 * `participant_map` ("applicant" → "plaintiff"; "#17" → for that one alone), or all when NULL.
 */
MUST_CHECK enum err_kind call_open_matter(struct call *call, const char *system,
                                          struct value *fields, const struct value *participant_map,
                                          int64_t *ret_matter_id, struct err *reterr);
/**
 * Tells the platform of another court, by an envelope that leaves after the commit: to open a
 * matter of `system` there (a thread then joins it to this one), or to do `action` on the one that
 * was opened before, or that this one was opened for. Documents the body names go along. Where that
 * court is in this database, the envelope does not leave the house; everything else is the same.
 * docs/cells.md. ERR_LIMIT "envelope.size".
 */
MUST_CHECK enum err_kind call_send_open(struct call *call, const char *court, const char *system,
                                        struct value *fields, struct err *reterr);
MUST_CHECK enum err_kind call_send_act(struct call *call, const char *court, const char *action,
                                       struct value *fields, struct err *reterr);
/** The court, or the body, whose envelope this call carries out; NULL: none. */
const char *call_sender(const struct call *call);
/** The installation a court belongs to, where it is another's; NULL: ours. */
const char *engine_peer_of(const struct engine *engine, const char *court);
/** Where people reach the platform of such a court; NULL: here. */
const char *engine_court_address(const struct engine *engine, const char *court);
/** ERR_CONFLICT "court.elsewhere" with the address of the platform that has it. */
MUST_CHECK enum err_kind engine_court_is_ours(const struct engine *engine, const char *court,
                                              struct err *reterr);
/** Whose matters with whom: names and numbers as somebody typed them, "" when they did not. */
struct alike_question {
    const char *own_number, *other_name;
};
/** load: queues the search for open matters with the same other side; call->alike_read says where.
 */
MUST_CHECK enum err_kind call_alike_load(struct call *call, const struct alike_question *question,
                                         struct err *reterr);
/** apply: puts what was found into a group field of {matter, zh, en}; nothing when nothing was. */
MUST_CHECK enum err_kind call_alike_note(struct call *call, const char *field,
                                         const char *other_name, struct err *reterr);
/** Where call_unit_load() put its reads. */
struct unit_reads {
    size_t chain, members;
};
/** load: the unit of the grass roots which the body's field "unit" names, else the matter's, those
 * above it, and who serves there (store/unit.h). ERR_INVALID "unit.unknown". */
MUST_CHECK enum err_kind call_unit_load(struct call *call, struct unit_reads *ret,
                                        struct err *reterr);
/** loaded: facts.outside.unit {code name kind court village_code village_name township_name …
 * mine}, without a code when there is none; `mine`: does the actor serve there or above?
 * facts.outside.members: a list of {person_id account_id name duty unit}, nearest first. */
MUST_CHECK enum err_kind call_unit_loaded(struct call *call, const struct unit_reads *reads,
                                          struct err *reterr);
/** Both as hooks of a system that reads nothing else (struct system): reads are in call->state. */
MUST_CHECK enum err_kind unit_load(struct call *call, const char *action, struct err *reterr);
MUST_CHECK enum err_kind unit_loaded(struct call *call, const char *action, struct err *reterr);
/** apply: 大塘村第一网格, the unit with the village it lies in; "" when there is none. */
const char *call_unit_title(const struct call *call);
/** apply: who serves there with one of these duties, blank-separated, takes part as unit_member.
 * Nobody twice, and nobody whose name stands in the text `kept_out` (NULL: nobody): whom the matter
 * is about, or may be, must not read it. */
MUST_CHECK enum err_kind call_unit_take_part(struct call *call, const char *duties,
                                             const char *kept_out, struct err *reterr);
/** apply: nobody takes part as a unit_member any more. */
void call_unit_part_from(struct call *call);
/** Number and name of a row {person} or {organisation}, "" when there is none. */
const char *party_number(const struct value *row);
const char *party_title(const struct value *row);
/** apply: who has this matter's tasks of a role from now on; one role an action. */
void call_set_handler(struct call *call, const char *role, int64_t account_id);
/** Next number of the court's series, with gap-free issue inside this transaction. */
MUST_CHECK enum err_kind call_issue_number(struct call *call, const char *type_code,
                                           const char **ret_number, struct err *reterr);
/** A number that another system gave belongs to this matter from now on, and to no other. */
MUST_CHECK enum err_kind call_take_number(struct call *call, const char *number,
                                          struct err *reterr);
/** The end of a period of the law that began on a day, by the calendar and the law as of that day
 * (CPL 85); ret_known false: the law had no such period then. */
MUST_CHECK enum err_kind call_period_end(const struct call *call, const char *name, int32_t day,
                                         struct period_end *ret, bool *ret_known,
                                         struct err *reterr);
MUST_CHECK enum err_kind call_stop_deadline(struct call *call, const char *name,
                                            struct err *reterr);
struct book_line; /* store/book.h */
/**
 * Posts an entry to the ledger of a matter of this dispute, in this transaction. Lines of 0 are
 * left out; none left: nothing is posted. `source` makes it once and never again.
 */
MUST_CHECK enum err_kind call_book_post(struct call *call, int64_t matter_id, const char *kind,
                                        const char *source, const struct book_line *lines,
                                        size_t line_count, struct err *reterr);
/** Publishes a fact on the dispute; must be declared in `publishes`. */
MUST_CHECK enum err_kind call_publish(struct call *call, const char *name,
                                      const struct value *value, struct err *reterr);
/** A message to participants or staff, by a notice of the definition; once for each of them. */
MUST_CHECK enum err_kind call_notify(struct call *call, const char *notice, struct err *reterr);
struct message_row; /* store/notice.h */
/** A message leaves by one channel, "sms" or "mail", to a sealed address. */
void call_deliver(struct call *call, const struct message_row *message, const char *channel,
                  const char *address_sealed, bool urgent);
/** The same by e-mail, where its account or person has confirmed an address. */
void call_deliver_mail(struct call *call, const struct message_row *message, bool urgent);
/** A step of the clock on another matter, once by `key`; nothing where it no longer fits. */
MUST_CHECK enum err_kind call_act_elsewhere(struct call *call, int64_t matter_id,
                                            const char *definition_hash, const char *action,
                                            const char *key, struct err *reterr);
/** The person of an identity is there afterwards, found by its number; `*ret_index` is its blind
 * index, NULL where the identity has no number. A lawyer's licence is a person of its own: what its
 * holder does as an agent never mixes with what is theirs as a party. */
MUST_CHECK enum err_kind call_ensure_person(struct call *call, const struct value *identity,
                                            const char **ret_index, struct err *reterr);
/** Work for later: "render_paper", "index_words" … `payload` JSON. Runs at least once, by key. */
MUST_CHECK enum err_kind call_add_job(struct call *call, const char *kind,
                                      const struct value *payload, struct err *reterr);
/** A row of the system's own tables. `sql` static. */
void call_write(struct call *call, const char *sql, const struct db_value *args, size_t arg_count,
                int64_t changed_must_be);
/** "waiting" for what has pages, "none" for what has not: the `look` of a new document's row. */
const char *document_look_wanted(const char *media_type);
/** A new integer key; `table` is an enum id_table of store/work.h. */
int64_t call_new_id(struct call *call, int table);
/**
 * Files a draft court paper on the same dispute. `participant_map` as in call_open_matter(): who
 * may read it once it is issued. `at_once`: a paper that needs no sign-off.
 */
MUST_CHECK enum err_kind call_draft_paper(struct call *call, const char *template_name,
                                          struct value *values, const struct value *participant_map,
                                          bool at_once, struct err *reterr);
/** From apply, on the paper itself: its values become these; they lie sealed, their SM3 openly. */
MUST_CHECK enum err_kind call_paper_write(struct call *call, const struct value *values,
                                          struct err *reterr);
/** From apply: the list of what was typed over its values, sealed like them. */
MUST_CHECK enum err_kind call_paper_write_changes(struct call *call, const struct value *changes,
                                                  struct err *reterr);
/** Queues the drawing and sealing of a paper, not before so many seconds; `click_at`: the field of
 * that name as the sign-off set it, which the paper must still bear then. NULL: it needs none. */
MUST_CHECK enum err_kind call_paper_make(struct call *call, int64_t paper_id, int64_t seconds,
                                         const char *click_at, struct err *reterr);
/** Who reads a paper by default: the side that applied. NULL: memory ran out. */
MUST_CHECK struct value *call_applying_side(struct call *call);

/** What every template may name, from the matter; `with.map` adds "field" or "@now" values. NULL:
 * memory ran out. */
MUST_CHECK struct value *call_paper_values(struct call *call, const struct value *with,
                                           struct err *reterr);

/** Effects every definition may name: set, open, issue_number, draft_paper, add_participants,
 *  participant_state, set_date, publish, close_children … documented in docs/definitions.md. */
extern const struct effect *const engine_effects[];
extern const struct guard *const engine_guards[];

#endif

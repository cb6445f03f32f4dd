/*
 * engine/bulk: work over many lines: bulk filing, one action on many matters, counting clocks anew,
 * import, export. Private to the room; docs/jobs.md tells it to people.
 *
 * A job is ordered by a call (jobs.c). Workers take it by lease and do it in slices: each line is a
 * call of the writer's queue like anybody's, behind those of people, in the name and with the
 * present rights of whoever ordered it. What became of a line is a row written in the transaction
 * that does it, so a line is done once, however often the server is cut off: what has a row is
 * passed over. Whoever takes a job gets a new fence, and every write names it.
 */
#ifndef ENGINE_BULK_H
#define ENGINE_BULK_H

#include "engine/internal.h"
#include "store/bulk.h"

enum { BULK_SLICE_LINES = PERFORM_MAX, BULK_LINES_MAX = 10000, BULK_OPEN_MAX = 5 };

/** One line's step in a call: call->bulk. */
struct bulk_step {
    int64_t job_id, line, fence;
    bool first, last; /* its row is made by the first step, and counted by the last */
    const char *code; /* what kind of done; NULL: there is but one */
};

/** Records the step in the call's own writes; called by the writer after apply. */
void bulk_step_done(struct call *call);

/** A job in the hands of a worker, for one turn. */
struct bulk_run {
    struct engine *engine;
    struct db *db;
    struct arena *arena; /* of the turn */
    int64_t id, account_id, document_id, fence, cursor, seen, total, turns_failed;
    const char *kind, *scopes, *name, *key_hash;
    const struct value *params;
    struct actor actor;
    void *state; /* the kind's own */
};

/** A line that was refused, for the end of its slice. */
struct bulk_refusal {
    int64_t line;
    bool has_row;      /* its first step is recorded */
    int64_t matter_id; /* the one it is about; 0: none that may be told */
    const char *code, *detail;
};

/** What a slice came to; the kernel writes it as one call. */
struct bulk_slice {
    struct arena *arena; /* of the slice */
    int64_t cursor, seen;
    int64_t total; /* -1: as it was */
    struct bulk_refusal refused[BULK_SLICE_LINES];
    size_t refused_count;
    bool finished;                /* nothing is left behind it */
    int64_t good;                 /* lines done that no step of their own has counted */
    const char *part_sealed;      /* a piece of what the job makes; NULL: none */
    const struct bulk_made *made; /* at the end: all of it; NULL: nothing is made */
};

/** What a job made: a document of whoever ordered it. Its bytes are on disk already. */
struct bulk_made {
    const char *sm3, *media_type, *name, *kind;
    int64_t size_bytes;
};

struct bulk_kind {
    const char *name;
    bool by_clock;  /* the platform's own work, in nobody's name */
    bool registers; /* it changes what all readers keep in memory */
    /** At the beginning of a turn: what all its slices need, into run->state. NULL: nothing. */
    enum err_kind (*begin)(struct bulk_run *run, struct err *reterr);
    /** The next slice. A line that is refused is no error; ERR_BUSY, ERR_STORE, ERR_UNCERTAIN and
     * ERR_STALE have it done again later, any other error ends the job as failed. */
    enum err_kind (*slice)(struct bulk_run *run, struct bulk_slice *slice, struct err *reterr);
};
extern const struct bulk_kind bulk_open, bulk_act, bulk_recount, bulk_export, bulk_import;

/** Inside the call that ends a job of that kind, however it ends: what it changed is read again. */
void bulk_over(struct engine *engine, const char *kind);
/** The bytes of the job's document, with a NUL behind them, for the turn. ERR_MISSING "job.input".
 */
MUST_CHECK enum err_kind bulk_input(struct bulk_run *run, char **ret, size_t *ret_size_bytes,
                                    struct err *reterr);
/** A call that carries out one step of a slice; the caller adds what it is about. */
struct call bulk_call(const struct bulk_run *run, struct arena *arena,
                      const struct operation *operation, const struct bulk_step *step);
/** Was nothing decided about the line, so that it is to be tried again? */
bool bulk_again(enum err_kind kind);
/** Why a line was refused, as its row keeps it: by a call (NULL: by its own reading). NULL: memory
 * ran out. */
const char *bulk_detail(const struct call *call, const struct err *err, struct arena *arena);

/** What ordering a job finds out before the queue, and remembers to the end: call->state. */
struct job_order {
    char sm3[SM3_HEX];
    int64_t lines;
    bool json;
    size_t open_read;
    const char *params; /* JSON, as the job's row keeps them */
};
/** jobs.c: how many jobs of the orderer are open is read, and bounded. */
void job_order_read(struct call *call, struct job_order *order);
/** ERR_CONFLICT "job.too_many". */
MUST_CHECK enum err_kind job_order_bound(const struct call *call, const struct job_order *order,
                                         struct err *reterr);
/** Inserts the job and the document that holds its lines: the call's raw bytes. */
void job_put_lines(struct call *call, const struct job_order *order, struct bulk_job *job);
/** jobs.c: may a file be called so? And {"id", "total"} as the reply, 201. */
bool job_name_fits(const char *name);
MUST_CHECK enum err_kind job_reply(struct call *call, int64_t id, int64_t total,
                                   struct err *reterr);
/** Orders counting every open clock anew, in this call's own transaction. */
MUST_CHECK enum err_kind bulk_order_recount(struct call *call, const char *name, int64_t *ret_id,
                                            struct err *reterr);
/** One turn of a worker: takes a job, if there is one, and works on it for a short time. */
void bulk_turn(struct engine *engine, struct db *db);

#endif

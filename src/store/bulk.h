/*
 * store/bulk: jobs over many lines, and what became of each line. How they run: engine/bulk.h.
 *
 * States of a job: "waiting", "running", then "done", "cancelled" or "failed" (`problem` is the
 * code). States of a line: "opened" (its first step is done, a second follows), "done", "refused".
 */
#ifndef STORE_BULK_H
#define STORE_BULK_H

#include "crypto/crypto.h"
#include "db/db.h"
#include "json/json.h"

/** Columns of a job, in the order every read below gives them. */
enum bulk_column {
    BULK_ID,
    BULK_KIND,
    BULK_ACCOUNT,
    BULK_SCOPES,
    BULK_PARAMS,
    BULK_DOCUMENT,
    BULK_NAME,
    BULK_STATE,
    BULK_CURSOR,
    BULK_SEEN,
    BULK_TOTAL,
    BULK_GOOD,
    BULK_BAD,
    BULK_FENCE,
    BULK_PROBLEM,
    BULK_CREATED,
    BULK_BEGUN,
    BULK_DONE,
    BULK_OUTPUT,
    BULK_KEY,
    BULK_TURNS_FAILED
};

struct bulk_job {
    int64_t id, account_id, document_id, total, created_us;
    const char *kind, *scopes, *params, *name;
    const char *key_hash; /* of the key it was ordered by; NULL: of none */
};
void bulk_job_insert(struct db_flight *flight, const struct bulk_job *job);

/**
 * Takes the open job that waited longest, with a new fence: whoever had it before writes nothing
 * any more. No row: none is open, or all are taken.
 */
MUST_CHECK enum err_kind bulk_lease(struct db *db, struct arena *arena, int64_t now_us,
                                    int64_t until_us, int64_t court_us, struct db_result *ret,
                                    struct err *reterr);
/** Gives it back before its lease is over, to be taken again from `at_us` on. `failed`: this turn
 * did; how many have since the last checkpoint is BULK_TURNS_FAILED. */
MUST_CHECK enum err_kind bulk_release(struct db *db, int64_t id, int64_t fence, int64_t at_us,
                                      bool failed, struct err *reterr);
/** When nobody runs any: what a server that was cut off had taken may be taken at once. */
MUST_CHECK enum err_kind bulk_release_all(struct db *db, struct err *reterr);

/* Each of these fails with ERR_STALE when another has the job, or it was ended. */
/** A slice is finished. `total` -1: as it was. */
void bulk_checkpoint(struct db_flight *flight, int64_t id, int64_t fence, int64_t cursor,
                     int64_t seen, int64_t total, int64_t until_us);
/** Adds to what was done and what was refused; 0, 0 only asks whether the job is still held. */
void bulk_count(struct db_flight *flight, int64_t id, int64_t fence, int64_t good, int64_t bad);
void bulk_end(struct db_flight *flight, int64_t id, int64_t fence, const char *state,
              const char *problem, int64_t output_id, int64_t at_us);
/** By people: whoever runs it stops at their next write. */
void bulk_cancel(struct db_flight *flight, int64_t id, int64_t at_us);

/** A second row of the same line is a conflict: the batch that tries it changes nothing. */
void bulk_line_insert(struct db_flight *flight, int64_t job_id, int64_t line, const char *state,
                      int64_t matter_id, const char *code, const char *detail);
/** One that was "opened". */
void bulk_line_update(struct db_flight *flight, int64_t job_id, int64_t line, const char *state,
                      const char *code, const char *detail);

/** A piece of what the job makes; `part` grows. */
void bulk_part_insert(struct db_flight *flight, int64_t job_id, int64_t part, const char *sealed);
void bulk_parts_forget(struct db_flight *flight, int64_t job_id);

/* ---- reading -------------------------------------------------------------------------------- */

/** Lines first … last that have a row: line, state, matter_id. */
MUST_CHECK enum err_kind bulk_lines_known(struct db *db, struct arena *arena, int64_t job_id,
                                          int64_t first, int64_t last, struct db_result *ret,
                                          struct err *reterr);
/** In their order: sealed. */
MUST_CHECK enum err_kind bulk_parts(struct db *db, struct arena *arena, int64_t job_id,
                                    struct db_result *ret, struct err *reterr);
/** Which matters go into a table: as the list of matters asks for them. */
struct bulk_filter {
    const char *system, *court, *state; /* "": any */
    int64_t from_us, before_us;         /* when it was opened; before_us 0: until now */
    int64_t handler;                    /* who has an open task of it; 0: anybody */
};
/** Listed matters behind `after` by key: id. */
MUST_CHECK enum err_kind bulk_matters(struct db *db, struct arena *arena, int64_t after,
                                      const struct bulk_filter *filter, int64_t limit,
                                      struct db_result *ret, struct err *reterr);
/** Queues one, by id. */
size_t bulk_job_read(struct db_flight *flight, int64_t id);
/** Queues how many jobs of the account are open. */
size_t bulk_open_count_read(struct db_flight *flight, int64_t account_id);
MUST_CHECK enum err_kind bulk_job_find(struct db *db, struct arena *arena, int64_t id,
                                       struct db_result *ret, struct err *reterr);
/** Newest first, before `before_id`; of one account with the same scopes, or of all (-1). */
MUST_CHECK enum err_kind bulk_jobs_list(struct db *db, struct arena *arena, int64_t account_id,
                                        const char *scopes, int64_t before_id, int64_t limit,
                                        struct db_result *ret, struct err *reterr);
/** line, state, matter_id, code, detail, definition_hash of the matter; in order behind `after`, of
 * one state ("": any). */
MUST_CHECK enum err_kind bulk_lines_list(struct db *db, struct arena *arena, int64_t job_id,
                                         const char *state, int64_t after, int64_t limit,
                                         struct db_result *ret, struct err *reterr);

/** What everybody tells of a job, into an open object: id, kind, name, state, seen, total, good,
 * bad. */
void bulk_job_write(const struct keys *keys, struct json_writer *writer,
                    const struct db_result *rows, size_t row);

#endif

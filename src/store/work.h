/* store/work: jobs, and what the writer keeps in memory between batches. */
#ifndef STORE_WORK_H
#define STORE_WORK_H

#include "db/db.h"

/** The tables whose keys the writer hands out. */
enum id_table {
    ID_DISPUTE,
    ID_MATTER,
    ID_PARTICIPANT,
    ID_PERSON,
    ID_EVENT,
    ID_BLOCK,
    ID_DEADLINE,
    ID_APPOINTMENT,
    ID_TASK,
    ID_POST,
    ID_DOCUMENT,
    ID_MESSAGE,
    ID_DELIVERY,
    ID_JOB,
    ID_CASE_PUSH,
    ID_CASE_DIFFERENCE,
    ID_ACCOUNT,
    ID_GRANT,
    ID_MEDIATOR,
    ID_BODY,
    ID_ACCESS,
    ID_RELEASE,
    ID_TASK_MOVE,
    ID_ABSENCE,
    ID_HEARTBEAT,
    ID_OUTAGE,
    ID_RIGHT,
    ID_UPLOAD,
    ID_BULK_JOB,
    ID_DELEGATION,
    ID_DELEGATED_ACT,
    ID_IDENTITY_PROOF,
    ID_SAVED_FILTER,
    ID_UNIT_MEMBER,
    ID_SEALED_RANGE,
    ID_ENVELOPE_OUT,
    ID_ENVELOPE_IN,
    ID_LEDGER_ENTRY,
    ID_PAY_ORDER,
    ID_BANK_MOVE,
    ID_PAYOUT,
    ID_PARTNER_PERSON,
    ID_TABLE_COUNT
};
extern const char *const id_table_names[ID_TABLE_COUNT];

/** Highest key in use in each table. */
MUST_CHECK enum err_kind ids_load(struct db *db, int64_t ret[ID_TABLE_COUNT], struct err *reterr);
/** The last block: id and hash ("" when there is none). */
MUST_CHECK enum err_kind block_last(struct db *db, struct arena *arena, int64_t *ret_id,
                                    const char **ret_hash, struct err *reterr);
/** Series: court, year, type, next. */
MUST_CHECK enum err_kind series_load(struct db *db, struct arena *arena, struct db_result *ret,
                                     struct err *reterr);
/** Courts: code, name, parent_code, division_code, grade; ordered by code. */
MUST_CHECK enum err_kind courts_load(struct db *db, struct arena *arena, struct db_result *ret,
                                     struct err *reterr);
/** Causes: code, name, kind; ordered by code. */
MUST_CHECK enum err_kind causes_load(struct db *db, struct arena *arena, struct db_result *ret,
                                     struct err *reterr);
/** Settings: court, system, name, valid_from, value (JSON), oldest first. */
MUST_CHECK enum err_kind settings_load(struct db *db, struct arena *arena, struct db_result *ret,
                                       struct err *reterr);
/** A setting from a day on; the same day again replaces it. */
void setting_put(struct db_flight *flight, const char *court, const char *system, const char *name,
                 int32_t valid_from, const char *value);
/** Queues the wages up to a year, latest first: province_code, wage_fen, year. */
size_t wages_read(struct db_flight *flight, int64_t year);
/** The same of incomes: province_code, income_fen, consumption_fen, year, source. */
size_t incomes_read(struct db_flight *flight, int64_t year);
/** Holidays: day, name, kind ("holiday" or "workday"), ascending. */
MUST_CHECK enum err_kind holidays_load(struct db *db, struct arena *arena, struct db_result *ret,
                                       struct err *reterr);
/** A year's table is replaced: what lies from `first` to before `after` goes, then rows come. */
void holidays_forget(struct db_flight *flight, int32_t first, int32_t after);
void holiday_put(struct db_flight *flight, int32_t day, const char *name, const char *kind);
/** One writer a database: false when another holds it (PostgreSQL; a file is locked by its folder).
 */
MUST_CHECK enum err_kind writer_lock(struct db *db, bool *ret, struct err *reterr);

/** What a server that ended had in hand may be done at once: there is no other who has it. */
MUST_CHECK enum err_kind leases_release(struct db *db, struct err *reterr);

void job_insert(struct db_flight *flight, int64_t id, const char *kind, int64_t matter_id,
                const char *payload, int64_t at_us);
/** The same, not taken before that real time. */
void job_insert_later(struct db_flight *flight, int64_t id, const char *kind, int64_t matter_id,
                      const char *payload, int64_t not_before_us, int64_t at_us);
/** Leases up to 10 waiting jobs: id, kind, matter_id, payload, attempts, fence. */
enum { JOB_FENCE = 5 };
MUST_CHECK enum err_kind jobs_lease(struct db *db, struct arena *arena, int64_t now_us,
                                    int64_t until_us, struct db_result *ret, struct err *reterr);
/** Nothing when the job has another fence by now: somebody else has it. */
void job_result(struct db_flight *flight, int64_t id, int64_t fence, const char *state,
                const char *error, int64_t at_us, int64_t retry_us);
/** Forgets replay records older than `before_us`, at most 10,000 a call. */
void replay_forget(struct db_flight *flight, int64_t before_us);

#endif

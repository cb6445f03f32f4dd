/* store/work: statements of workers, and loading what lives in the writer's memory. */
#include "store/work.h"

const char *const id_table_names[ID_TABLE_COUNT] = {[ID_DISPUTE] = "dispute",
                                                    [ID_MATTER] = "matter",
                                                    [ID_PARTICIPANT] = "participant",
                                                    [ID_PERSON] = "person",
                                                    [ID_EVENT] = "event",
                                                    [ID_BLOCK] = "block",
                                                    [ID_DEADLINE] = "deadline",
                                                    [ID_APPOINTMENT] = "appointment",
                                                    [ID_TASK] = "task",
                                                    [ID_POST] = "post",
                                                    [ID_SEALED_RANGE] = "sealed_range",
                                                    [ID_DOCUMENT] = "document",
                                                    [ID_MESSAGE] = "message",
                                                    [ID_JOB] = "job",
                                                    [ID_ACCOUNT] = "account",
                                                    [ID_GRANT] = "role_grant",
                                                    [ID_MEDIATOR] = "mediator",
                                                    [ID_DELIVERY] = "delivery",
                                                    [ID_BODY] = "mediation_body",
                                                    [ID_ACCESS] = "access_log",
                                                    [ID_RELEASE] = "definition_release"};

enum err_kind ids_load(struct db *db, int64_t ret[ID_TABLE_COUNT], struct err *reterr)
{
    static const char *const sql[ID_TABLE_COUNT] = {
        [ID_DISPUTE] = "SELECT max(id) FROM dispute",
        [ID_MATTER] = "SELECT max(id) FROM matter",
        [ID_PARTICIPANT] = "SELECT max(id) FROM participant",
        [ID_PERSON] = "SELECT max(id) FROM person",
        [ID_EVENT] = "SELECT max(id) FROM event",
        [ID_BLOCK] = "SELECT max(id) FROM block",
        [ID_DEADLINE] = "SELECT max(id) FROM deadline",
        [ID_APPOINTMENT] = "SELECT max(id) FROM appointment",
        [ID_TASK] = "SELECT max(id) FROM task",
        [ID_POST] = "SELECT max(id) FROM post",
        [ID_SEALED_RANGE] = "SELECT max(id) FROM sealed_range",
        [ID_DOCUMENT] = "SELECT max(id) FROM document",
        [ID_MESSAGE] = "SELECT max(id) FROM message",
        [ID_DELIVERY] = "SELECT max(id) FROM delivery",
        [ID_JOB] = "SELECT max(id) FROM job",
        [ID_CASE_PUSH] = "SELECT max(id) FROM case_push",
        [ID_CASE_DIFFERENCE] = "SELECT max(id) FROM case_difference",
        [ID_ACCOUNT] = "SELECT max(id) FROM account",
        [ID_GRANT] = "SELECT max(id) FROM role_grant",
        [ID_MEDIATOR] = "SELECT max(id) FROM mediator",
        [ID_BODY] = "SELECT max(id) FROM mediation_body",
        [ID_ACCESS] = "SELECT max(id) FROM access_log",
        [ID_RELEASE] = "SELECT max(id) FROM definition_release",
        [ID_TASK_MOVE] = "SELECT max(id) FROM task_move",
        [ID_ABSENCE] = "SELECT max(id) FROM absence",
        [ID_HEARTBEAT] = "SELECT max(id) FROM heartbeat",
        [ID_OUTAGE] = "SELECT max(id) FROM outage",
        [ID_RIGHT] = "SELECT max(id) FROM case_right",
        [ID_UPLOAD] = "SELECT max(id) FROM upload",
        [ID_BULK_JOB] = "SELECT max(id) FROM bulk_job",
        [ID_DELEGATION] = "SELECT max(id) FROM delegation",
        [ID_DELEGATED_ACT] = "SELECT max(id) FROM delegated_act",
        [ID_IDENTITY_PROOF] = "SELECT max(id) FROM identity_proof",
        [ID_SAVED_FILTER] = "SELECT max(id) FROM saved_filter",
        [ID_UNIT_MEMBER] = "SELECT max(id) FROM unit_member",
        [ID_ENVELOPE_OUT] = "SELECT max(id) FROM envelope_out",
        [ID_ENVELOPE_IN] = "SELECT max(id) FROM envelope_in",
        [ID_LEDGER_ENTRY] = "SELECT max(id) FROM ledger_entry",
        [ID_PAY_ORDER] = "SELECT max(id) FROM pay_order",
        [ID_BANK_MOVE] = "SELECT max(id) FROM bank_move",
        [ID_PAYOUT] = "SELECT max(id) FROM payout",
        [ID_PARTNER_PERSON] = "SELECT max(id) FROM partner_person"};
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < ID_TABLE_COUNT; i++) {
        struct db_result found;
        enum err_kind kind = db_run(db, &arena, sql[i], DB_NO_ARGS, &found, reterr);
        if (kind)
            return kind;
        ret[i] = db_cell_int(&found, 0, 0);
    }
    return ERR_NONE;
}

enum err_kind block_last(struct db *db, struct arena *arena, int64_t *ret_id, const char **ret_hash,
                         struct err *reterr)
{
    static const char sql[] = "SELECT id, hash FROM block ORDER BY id DESC LIMIT 1";
    struct db_result found;
    enum err_kind kind = db_run(db, arena, sql, DB_NO_ARGS, &found, reterr);
    if (kind)
        return kind;
    *ret_id = db_cell_int(&found, 0, 0);
    *ret_hash = found.row_count ? db_cell_text(&found, 0, 1) : "";
    return ERR_NONE;
}

enum err_kind series_load(struct db *db, struct arena *arena, struct db_result *ret,
                          struct err *reterr)
{
    return db_run(db, arena, "SELECT court, year, type, next FROM number_series", DB_NO_ARGS, ret,
                  reterr);
}

enum err_kind courts_load(struct db *db, struct arena *arena, struct db_result *ret,
                          struct err *reterr)
{
    return db_run(db, arena,
                  "SELECT code, name, parent_code, division_code, grade FROM court ORDER BY code",
                  DB_NO_ARGS, ret, reterr);
}

enum err_kind causes_load(struct db *db, struct arena *arena, struct db_result *ret,
                          struct err *reterr)
{
    return db_run(db, arena, "SELECT code, name, kind FROM cause ORDER BY code", DB_NO_ARGS, ret,
                  reterr);
}

enum err_kind settings_load(struct db *db, struct arena *arena, struct db_result *ret,
                            struct err *reterr)
{
    return db_run(
        db, arena,
        "SELECT court, system, name, valid_from, value FROM court_setting ORDER BY valid_from",
        DB_NO_ARGS, ret, reterr);
}

void setting_put(struct db_flight *flight, const char *court, const char *system, const char *name,
                 int32_t valid_from, const char *value)
{
    static const char sql[] =
        "INSERT INTO court_setting (court, system, name, valid_from, value) VALUES ($1, $2, $3, "
        "$4, $5) ON CONFLICT (court, system, name, valid_from) DO UPDATE SET value = "
        "excluded.value";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_text(court), db_text(system), db_text(name), db_int(valid_from), db_text(value)),
        1);
}

size_t wages_read(struct db_flight *flight, int64_t year)
{
    return db_flight_add(
        flight,
        "SELECT province_code, wage_fen, year FROM wage WHERE year <= $1 ORDER BY year "
        "DESC, province_code LIMIT 200",
        DB_ARGS(db_int(year)), -1);
}

size_t incomes_read(struct db_flight *flight, int64_t year)
{
    return db_flight_add(
        flight,
        "SELECT province_code, income_fen, consumption_fen, year, source FROM income WHERE year <= "
        "$1 ORDER BY year DESC, province_code LIMIT 200",
        DB_ARGS(db_int(year)), -1);
}

void holidays_forget(struct db_flight *flight, int32_t first, int32_t after)
{
    (void) db_flight_add(flight, "DELETE FROM holiday WHERE day >= $1 AND day < $2",
                         DB_ARGS(db_int(first), db_int(after)), -1);
}

void holiday_put(struct db_flight *flight, int32_t day, const char *name, const char *kind)
{
    (void) db_flight_add(flight, "INSERT INTO holiday (day, name, kind) VALUES ($1, $2, $3)",
                         DB_ARGS(db_int(day), db_text(name), db_text(kind)), 1);
}

enum err_kind holidays_load(struct db *db, struct arena *arena, struct db_result *ret,
                            struct err *reterr)
{
    return db_run(db, arena, "SELECT day, name, kind FROM holiday ORDER BY day", DB_NO_ARGS, ret,
                  reterr);
}

enum err_kind writer_lock(struct db *db, bool *ret, struct err *reterr)
{
    /* Any fixed number serves; it is ours in this database. */
    static const char sql[] = "SELECT CAST(pg_try_advisory_lock(4221202) AS INTEGER)";
    *ret = true;
    if (strcmp(db_kind(db), "postgresql") != 0)
        return ERR_NONE;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct db_result found;
    enum err_kind kind = db_run(db, &arena, sql, DB_NO_ARGS, &found, reterr);
    *ret = !kind && db_cell_int(&found, 0, 0) == 1;
    return kind;
}

enum err_kind leases_release(struct db *db, struct err *reterr)
{
    static const char jobs[] =
        "UPDATE job SET lease_until_us = 0 WHERE state = 'waiting' AND lease_until_us > 0";
    static const char deliveries[] =
        "UPDATE delivery SET lease_until_us = 0 WHERE state = 'waiting' AND lease_until_us > 0";
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    enum err_kind kind = db_run(db, &arena, jobs, DB_NO_ARGS, NULL, reterr);
    return kind ? kind : db_run(db, &arena, deliveries, DB_NO_ARGS, NULL, reterr);
}

void job_insert(struct db_flight *flight, int64_t id, const char *kind, int64_t matter_id,
                const char *payload, int64_t at_us)
{
    job_insert_later(flight, id, kind, matter_id, payload, 0, at_us);
}

void job_insert_later(struct db_flight *flight, int64_t id, const char *kind, int64_t matter_id,
                      const char *payload, int64_t not_before_us, int64_t at_us)
{
    static const char sql[] =
        "INSERT INTO job (id, kind, matter_id, payload, state, lease_until_us, fence, attempts, "
        "created_us) VALUES ($1, $2, $3, $4, 'waiting', $6, 0, 0, $5)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_text(kind), db_id(matter_id), db_text(payload),
                                 db_int(at_us), db_int(not_before_us)),
                         1);
}

enum err_kind jobs_lease(struct db *db, struct arena *arena, int64_t now_us, int64_t until_us,
                         struct db_result *ret, struct err *reterr)
{
    /* The condition stands outside too: who waited for another's lease must see it. */
    static const char sql[] = "UPDATE job SET lease_until_us = $2, fence = fence + 1, attempts = "
                              "attempts + 1 WHERE state = 'waiting' AND lease_until_us < $1 AND id "
                              "IN (SELECT id FROM job WHERE state = 'waiting' AND lease_until_us "
                              "< $1 ORDER BY lease_until_us LIMIT 10) RETURNING id, kind, "
                              "matter_id, payload, attempts, fence";
    return db_run(db, arena, sql, DB_ARGS(db_int(now_us), db_int(until_us)), ret, reterr);
}

void job_result(struct db_flight *flight, int64_t id, int64_t fence, const char *state,
                const char *error, int64_t at_us, int64_t retry_us)
{
    static const char sql[] = "UPDATE job SET state = $2, last_error = $3, done_us = $4, "
                              "lease_until_us = $5 WHERE id = $1 AND fence = $6 AND state = "
                              "'waiting'";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_text(state), db_text(error), db_id(at_us),
                                 db_int(retry_us), db_int(fence)),
                         -1);
}

void replay_forget(struct db_flight *flight, int64_t before_us)
{
    static const char sql[] = "DELETE FROM replay WHERE created_us < $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(before_us)), -1);
}

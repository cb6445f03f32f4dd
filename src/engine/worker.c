/*
 * engine/worker: what happens after the commit. Each worker leases rows, works outside any
 * transaction and records the result as a call; a crash in between only means that the lease runs
 * out and it is done again.
 */
#include "base/log.h"
#include "base/pause.h"
#include "base/text.h"
#include "engine/bulk.h"
#include "engine/envelope.h"
#include "engine/internal.h"
#include "store/outage.h"
#include "store/people.h"

enum {
    POLL_MS = 200,
    LEASE_SECONDS = 60,
    ATTEMPTS_MAX = 8,
    INDEX_TURNS = 10,
    WORKER_ARENA_BYTES = 128 << 20,
    REPLAY_DAYS = 7
};

struct worker {
    struct engine *engine;
    struct db *db;
    struct arena *arena;
};

/* ---- results, as calls ------------------------------------------------------------------------
 */

struct row_result {
    int64_t id, fence;
    const char *state, *error;
    int64_t retry_us, at_us;
    int64_t warned, wake_us;
    const char *listed;
};

static enum err_kind apply_job(struct call *call, struct err *reterr)
{
    const struct row_result *result = call->state;
    (void) reterr;
    job_result(call->writes, result->id, result->fence, result->state, result->error, result->at_us,
               result->retry_us);
    return ERR_NONE;
}

static enum err_kind apply_woken(struct call *call, struct err *reterr)
{
    const struct row_result *result = call->state;
    (void) reterr;
    deadline_woken(call->writes, result->id, result->state, result->wake_us, result->warned,
                   result->listed, result->at_us);
    deadline_became(call, result->id, result->state, result->at_us != 0);
    tasks_renew(call, call->matter);
    return ERR_NONE;
}

static enum err_kind apply_warning(struct call *call, struct err *reterr)
{
    const struct row_result *result = call->state;
    enum err_kind kind = apply_woken(call, reterr);
    call->origin = arena_printf(call->arena, "clock:%lld:%lld", (long long) result->id,
                                (long long) result->warned);
    if (!kind && !call->origin)
        kind = arena_full(reterr);
    return kind ? kind : call_notify(call, result->error, reterr);
}

static enum err_kind apply_clean(struct call *call, struct err *reterr)
{
    (void) reterr;
    replay_forget(call->writes, call->now_us - REPLAY_DAYS * DAY_US);
    /* Sessions and codes live by the real clock, which the worker hands in. */
    sessions_forget(call->writes, ((const struct row_result *) call->state)->at_us);
    return ERR_NONE;
}

static const struct operation job_done = {.name = "job_done", .apply = apply_job};
static const struct operation deadline_listed = {.name = "deadline_listed", .apply = apply_woken};
static const struct operation deadline_warned = {.name = "deadline_warned", .apply = apply_warning};
static const struct operation clean_replay = {.name = "clean_replay", .apply = apply_clean};

static enum err_kind perform(struct worker *worker, const struct operation *operation,
                             int64_t matter_id, void *state, struct err *reterr)
{
    return clock_perform(worker->engine, worker->arena, operation, matter_id, state, reterr);
}

/* An action by the clock. `key` makes it happen once. */
static enum err_kind act(struct worker *worker, const struct workflow *workflow, int64_t matter_id,
                         const char *action, struct value *body, const char *key,
                         int64_t received_us, struct err *reterr)
{
    return clock_act(worker->engine, worker->arena, workflow, matter_id, action, body, key,
                     received_us, reterr);
}

/* ---- deadlines --------------------------------------------------------------------------------
 */

static void wake_deadline(struct worker *worker, const struct db_result *rows, size_t i)
{
    int64_t id = db_cell_int(rows, i, 0), matter_id = db_cell_int(rows, i, 1),
            due_us = db_cell_int(rows, i, 5), now_us = court_now(worker->engine);
    struct reading reading = {
        .engine = worker->engine, .db = worker->db, .arena = worker->arena, .now_us = now_us};
    struct matter *matter = NULL;
    struct err err = {0};
    if (engine_load_matter(&reading, matter_id, &matter, &err))
        return; /* tried again at the next poll */
    const struct deadline *deadline = workflow_deadline(matter->workflow, db_cell_text(rows, i, 2));
    struct row_result result = {
        .id = id, .state = "running", .warned = db_cell_int(rows, i, 4) + 1};
    if (!deadline)
        return;
    if (due_us > now_us) {
        result.wake_us =
            deadline_next_wake(deadline, db_cell_int(rows, i, 6), due_us, result.warned);
        result.error = deadline->warn_notice ? deadline->warn_notice->name : "";
        (void) !perform(worker, &deadline_warned, matter_id, &result, &err);
        return;
    }
    const char *key = arena_printf(worker->arena, "deadline:%lld", (long long) id);
    if (deadline->due) {
        enum err_kind kind =
            act(worker, matter->workflow, matter_id, deadline->due->name, NULL, key, due_us, &err);
        if (err_is_passing(kind))
            return;
        result.at_us = now_us;
        result.state = kind ? "missed" : "met";
    } else {
        result.listed = deadline->due_list;
        result.state = "overdue";
    }
    (void) !perform(worker, &deadline_listed, matter_id, &result, &err);
}

static void wake_deadlines(struct worker *worker)
{
    struct db_result rows;
    if (deadline_due(worker->db, worker->arena, court_now(worker->engine), &rows, NULL))
        return;
    for (size_t i = 0; i < rows.row_count; i++)
        wake_deadline(worker, &rows, i);
}

/* ---- jobs -------------------------------------------------------------------------------------
 */

/* A paper is drawn and sealed, see paper.c. */
static enum err_kind render_paper(struct worker *worker, const struct value *payload,
                                  struct err *reterr)
{
    return paper_make(worker->engine, worker->db, worker->arena,
                      value_int(value_get(payload, "matter"), 0),
                      value_text(value_get(payload, "click_at")), reterr);
}

/* A step that is neither taken nor refused by its guard is a fault of ours: engineers are told. */
static void tell_fault(int64_t matter_id, const char *action, enum err_kind kind,
                       const struct err *err)
{
    if (!kind || kind == ERR_CONFLICT || err_is_passing(kind))
        return;
    const struct log_field fields[] = {LOG_INT("matter", matter_id), LOG_TEXT("action", action),
                                       LOG_TEXT("code", err->code), LOG_TEXT("text", err->text)};
    log_event("error", "subscription", fields, COUNT_OF(fields));
}

/* A fact was published: the first action whose guard agrees, on each open matter that subscribes to
 * it. */
static enum err_kind run_subscriptions(struct worker *worker, const struct value *payload,
                                       struct err *reterr)
{
    const char *fact = value_text(value_get(payload, "fact"));
    int64_t event = value_int(value_get(payload, "event"), 0);
    struct db_result rows;
    enum err_kind kind = dispute_open_matters(
        worker->db, worker->arena, value_int(value_get(payload, "dispute"), 0), &rows, reterr);
    for (size_t i = 0; !kind && fact && i < rows.row_count; i++) {
        const struct workflow *workflow =
            engine_workflow_by_hash(worker->engine, db_cell_text(&rows, i, 1));
        for (size_t s = 0; workflow && s < workflow->subscribe_count; s++) {
            const struct subscription *subscription = &workflow->subscribes[s];
            for (size_t a = 0;
                 strcmp(subscription->fact, fact) == 0 && a < subscription->action_count; a++) {
                int64_t id = db_cell_int(&rows, i, 0);
                const char *key =
                    arena_printf(worker->arena, "fact:%lld:%lld:%s", (long long) event,
                                 (long long) id, subscription->actions[a]->name);
                struct err err = {0};
                kind = act(worker, workflow, id, subscription->actions[a]->name, NULL, key,
                           court_now(worker->engine), &err);
                tell_fault(id, subscription->actions[a]->name, kind, &err);
                if (kind != ERR_CONFLICT)
                    break;
                kind = ERR_NONE; /* not this one: its guard or state said no */
            }
        }
    }
    return err_is_passing(kind) ? kind : ERR_NONE;
}

static enum err_kind perform_any(void *context, const struct operation *operation,
                                 int64_t matter_id, void *state, struct err *reterr)
{
    return perform(context, operation, matter_id, state, reterr);
}

/* An application for more time is decided: once, however often the job is begun. */
static enum err_kind extend_clock(struct worker *worker, const struct value *payload,
                                  struct err *reterr)
{
    struct clock_extension wanted = {value_int(value_get(payload, "clock"), 0),
                                     (int32_t) value_int(value_get(payload, "days"), 0)};
    const char *key = arena_printf(worker->arena, "extend:%lld",
                                   (long long) value_int(value_get(payload, "by"), 0));
    int64_t now_us = court_now(worker->engine);
    if (!key)
        return arena_full(reterr);
    struct call call = {.arena = worker->arena,
                        .operation = &operation_extend,
                        .actor = {.kind = "clock", .name = "clock", .language = "zh"},
                        .params = &value_null,
                        .body = &value_null,
                        .if_match = -1,
                        .received_us = now_us,
                        .matter_id = value_int(value_get(payload, "matter"), 0),
                        .idempotency_key = key,
                        .request_hash = sm3_of(key, strlen(key)),
                        .state = &wanted};
    return engine_perform(worker->engine, &call, reterr);
}

/* Parts of an upload that is complete, or was given up. */
static enum err_kind drop_parts(struct worker *worker, const struct value *payload,
                                struct err *reterr)
{
    const struct ports *ports = worker->engine->settings.ports;
    return ports->parts_drop(ports->context, value_int(value_get(payload, "upload"), 0), reterr);
}

/* Bytes of documents that were removed. */
static enum err_kind erase_bytes(struct worker *worker, const struct value *payload,
                                 struct err *reterr)
{
    return documents_erase(worker->engine, worker->db, value_get(payload, "sm3"), reterr);
}

/* A step of the clock on another matter, once by its key; where it no longer fits, nothing. */
static enum err_kind act_elsewhere(struct worker *worker, const struct value *payload,
                                   struct err *reterr)
{
    const char *action = value_text(value_get(payload, "action")),
               *key = value_text(value_get(payload, "key")),
               *hash = value_text(value_get(payload, "definition"));
    const struct workflow *workflow = hash ? engine_workflow_by_hash(worker->engine, hash) : NULL;
    if (!workflow || !action || !key)
        return err_set(reterr, ERR_INVALID, "job.unknown", "a job without matter, action or key");
    enum err_kind kind = act(worker, workflow, value_int(value_get(payload, "matter"), 0), action,
                             NULL, key, court_now(worker->engine), reterr);
    return err_is_passing(kind) ? kind : ERR_NONE;
}

static enum err_kind pay_out(struct worker *worker, const struct value *payload, struct err *reterr)
{
    return payout_run(worker->engine, worker->db, worker->arena, payload, reterr);
}

static const struct job_kind {
    const char *name;
    enum err_kind (*run)(struct worker *worker, const struct value *payload, struct err *reterr);
} job_kinds[] = {{"render_paper", render_paper},
                 {"subscriptions", run_subscriptions},
                 {"act_elsewhere", act_elsewhere},
                 {"extend_clock", extend_clock},
                 {"drop_parts", drop_parts},
                 {"erase_bytes", erase_bytes},
                 {"pay_out", pay_out}};

static void run_job(struct worker *worker, const struct db_result *rows, size_t i)
{
    const char *name = db_cell_text(rows, i, 1), *json = db_cell_text(rows, i, 3);
    struct value *payload = NULL;
    struct err err = {0};
    enum err_kind kind =
        json_parse(json, strlen(json), &json_limits_file, worker->arena, &payload, &err);
    if (!kind)
        kind = err_set(&err, ERR_INVALID, "job.unknown", "no job of kind '%s'", name);
    for (size_t k = 0; payload && k < COUNT_OF(job_kinds); k++) {
        if (strcmp(job_kinds[k].name, name) == 0)
            kind = job_kinds[k].run(worker, payload, &err);
    }
    int64_t attempts = db_cell_int(rows, i, 4), now_us = real_now(worker->engine);
    /* What only waits for something outside (a seal, a stamp) is never given up. */
    bool dead = kind && kind != ERR_BUSY && attempts >= ATTEMPTS_MAX;
    struct row_result result = {
        .id = db_cell_int(rows, i, 0),
        .fence = db_cell_int(rows, i, JOB_FENCE),
        .state = !kind  ? "done"
                 : dead ? "dead"
                        : "waiting",
        .error = kind ? err.text : NULL,
        .at_us = kind ? 0 : now_us,
        .retry_us = now_us + (SECOND_US << (attempts < ATTEMPTS_MAX ? attempts : ATTEMPTS_MAX))};
    (void) !perform(worker, &job_done, 0, &result, &err);
}

static bool is_ending(struct engine *engine)
{
    (void) pthread_mutex_lock(&engine->mutex);
    bool ending = engine->ending;
    (void) pthread_mutex_unlock(&engine->mutex);
    return ending;
}

/* Whoever serves next need not wait for the lease to run out. */
static void put_back(struct worker *worker, const struct db_result *rows, size_t i)
{
    struct row_result result = {.id = db_cell_int(rows, i, 0),
                                .fence = db_cell_int(rows, i, JOB_FENCE),
                                .state = "waiting",
                                .retry_us = real_now(worker->engine)};
    struct err err = {0};
    (void) !perform(worker, &job_done, 0, &result, &err);
}

/* Who is asked to end finishes the job in hand, and begins no other: ten papers take their time. */
static void run_jobs(struct worker *worker)
{
    struct db_result rows;
    int64_t now_us = real_now(worker->engine);
    if (jobs_lease(worker->db, worker->arena, now_us, now_us + LEASE_SECONDS * SECOND_US, &rows,
                   NULL))
        return;
    for (size_t i = 0; i < rows.row_count; i++) {
        if (is_ending(worker->engine))
            put_back(worker, &rows, i);
        else
            run_job(worker, &rows, i);
    }
}

/* ---- search -------------------------------------------------------------------------------
 */

/* While some wait, for a few short transactions: others wait for the writer too. */
static void index_waiting(struct worker *worker)
{
    size_t indexed = 1;
    struct err err = {0};
    for (int turn = 0; indexed && turn < INDEX_TURNS; turn++) {
        if (search_index(worker->engine, worker->db, perform_any, worker, &indexed, &err))
            return; /* tried again at the next poll */
    }
}

/* ---- what systems derive ----------------------------------------------------------------------
 */

/* A turn that breaks off is begun again at the next poll; one that cannot succeed is told. */
static void systems_turn(struct worker *worker)
{
    const struct system *const *systems = worker->engine->settings.systems;
    for (size_t i = 0; systems[i]; i++) {
        struct reading reading = {.engine = worker->engine,
                                  .db = worker->db,
                                  .arena = worker->arena,
                                  .actor = {.kind = "clock", .name = "clock", .language = "zh"},
                                  .params = &value_null,
                                  .body = &value_null,
                                  .now_us = court_now(worker->engine)};
        struct err err = {0};
        enum err_kind kind = systems[i]->turn ? systems[i]->turn(&reading, &err) : ERR_NONE;
        if (kind && !err_is_passing(kind)) {
            const struct log_field fields[] = {LOG_TEXT("system", systems[i]->name),
                                               LOG_TEXT("code", err.code ? err.code : "")};
            log_event("warning", "turn", fields, COUNT_OF(fields));
        }
    }
}

/* ---- cleaning, the loop ------------------------------------------------------------------
 */

/* Also when the clock was set back: what was to come within a while is not hours away now. */
static bool is_due(int64_t now_us, int64_t next_us, int64_t every_us)
{
    return now_us >= next_us || next_us - now_us > every_us;
}

static void clean(struct worker *worker)
{
    struct err err = {0};
    if (!is_due(real_now(worker->engine), worker->engine->next_clean_us, HOUR_US))
        return;
    struct row_result now = {.at_us = real_now(worker->engine)};
    worker->engine->next_clean_us = now.at_us + HOUR_US;
    (void) !perform(worker, &clean_replay, 0, &now, &err);
}

/* One a minute of real time; whoever proves an outage needs the last one before it. */
static void beat(struct worker *worker)
{
    struct engine *engine = worker->engine;
    struct heartbeat_row row;
    struct err err = {0};
    /* A demo's clock that was moved is no outage: the move is seen at once. */
    int64_t ahead_us = court_now(engine) - real_now(engine),
            moved_us = ahead_us - engine->beat_ahead_us;
    bool moved = moved_us > MINUTE_US || moved_us < -MINUTE_US;
    if (!engine->settings.serves ||
        (!is_due(real_now(engine), engine->next_beat_us, MINUTE_US) && !moved) ||
        heartbeat_next(engine, worker->db, worker->arena, &row, &err))
        return;
    if (!perform(worker, &operation_heartbeat, 0, &row, &err)) {
        engine->next_beat_us = row.real_us + MINUTE_US;
        engine->beat_ahead_us = row.court_us - row.real_us;
    }
}

static bool pause_worker(struct engine *engine)
{
    (void) pthread_mutex_lock(&engine->mutex);
    if (!engine->ending)
        (void) pause_wait(&engine->worked, &engine->mutex, POLL_MS);
    bool ending = engine->ending;
    (void) pthread_mutex_unlock(&engine->mutex);
    return !ending;
}

/* The first worker keeps the clocks and signs, the last waits for the outside; all take jobs. */
void *worker_run(void *context)
{
    struct engine *engine = context;
    struct db *db = NULL;
    /* Not by comparing thread ids: pthread_create() may store its id after the thread has begun. */
    int number = atomic_fetch_add(&engine->workers_begun, 1);
    bool keeper = number == 0, asks = number == engine->settings.workers - 1;
    for (int turn = 0; pause_worker(engine); turn++) {
        ARENA_SCOPED arena;
        arena_init(&arena, WORKER_ARENA_BYTES);
        if (atomic_load(&engine->displaced)) /* what is to be done is the other server's */
            continue;
        if (!db && db_open(engine->settings.store_url, DB_READ_WRITE, &db, NULL))
            continue;
        struct worker worker = {engine, db, &arena};
        if (keeper) {
            beat(&worker);
            /* What an outage held is looked at before any clock fires. */
            if (!engine->settings.held && outages_settle(db, &arena, perform_any, &worker))
                wake_deadlines(&worker);
            if (turn % 5 == 0) {
                head_sign(engine, db, &arena, perform_any, &worker);
                days_close(engine, db, &arena, perform_any, &worker);
            }
            clean(&worker);
            uploads_clean(engine, db, &arena, perform_any, &worker);
        }
        if (asks) {
            index_waiting(&worker);
            if (!engine->settings.held)
                systems_turn(&worker);
            days_stamp(engine, db, &arena, perform_any, &worker);
            cases_push(engine, db, &arena);
            envelopes_send(engine, db, &arena);
            cases_read(engine, db, &arena);
            cases_compare(engine, db, &arena);
            deliver_messages(engine, db, &arena, perform_any, &worker);
        }
        run_jobs(&worker);
        if (!engine->settings.held)
            bulk_turn(engine, db);
    }
    db_close(db);
    return NULL;
}

void *reader_run(void *context)
{
    struct engine *engine = context;
    struct db *db = NULL;
    for (bool began = false, more = false; more || pause_worker(engine);) {
        ARENA_SCOPED arena;
        arena_init(&arena, WORKER_ARENA_BYTES);
        more = false; /* whatever goes on to the next turn pauses first, and sees the end */
        if (atomic_load(&engine->displaced)) /* what is to be done is the other server's */
            continue;
        if (!db && db_open(engine->settings.store_url, DB_READ_WRITE, &db, NULL))
            continue;
        struct worker worker = {engine, db, &arena};
        if (!began)
            documents_wait_again(perform_any, &worker);
        began = true;
        documents_scan(engine, db, &arena, perform_any, &worker);
        documents_retire(engine, db, &arena, perform_any, &worker);
        bool looked = documents_look(engine, db, perform_any, &worker);
        more = (documents_read(engine, db, perform_any, &worker) || looked) && !is_ending(engine);
    }
    db_close(db);
    return NULL;
}

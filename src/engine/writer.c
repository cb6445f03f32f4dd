/*
 * engine/writer: one thread, one durable commit a batch (docs/decisions/group-commit.md). It takes
 * what waits, no timer; on any trouble it rolls back and replays call by call, so that one bad call
 * harms no other.
 */
#include "base/pause.h"
#include "base/text.h"
#include "engine/bulk.h"
#include "engine/envelope.h"
#include "engine/internal.h"
#include "store/delegation.h"

#include <assert.h>
#include <errno.h>

enum { REPLY_STORED_MAX = 64 * 1024 };

static const char *actor_key(const struct call *call)
{
    const struct actor *actor = &call->actor;
    if (actor->delegation_id)
        return arena_printf(call->arena, "v%lld", (long long) actor->delegation_id);
    return actor->account_id ? arena_printf(call->arena, "a%lld", (long long) actor->account_id)
           : actor->participant_id
               ? arena_printf(call->arena, "p%lld", (long long) actor->participant_id)
               : actor->kind;
}

/* ---- one batch ------------------------------------------------------------------------------ */

struct batch {
    struct engine *engine;
    struct arena arena;
    struct db_flight *reads, *writes;
    struct call *calls[256];
    enum err_kind kinds[256];
    struct err errs[256];
    size_t count;
    int64_t first_event; /* memory.ids[ID_EVENT] before the batch */
};

static void load_call(struct batch *batch, struct call *call)
{
    call->reads = batch->reads;
    call->now_us = court_now(batch->engine);
    if (call->idempotency_key)
        call->replay_read = replay_read(batch->reads, actor_key(call), call->operation->name,
                                        call->idempotency_key);
    if (call->matter_id) {
        call->matter_read = matter_read(batch->reads, call->matter_id);
        call->tasks_read = tasks_of_matter(batch->reads, call->matter_id);
    }
}

/* True when the call has been answered from its record. */
static bool answer_from_replay(struct call *call, enum err_kind *ret, struct err *reterr)
{
    if (!call->idempotency_key)
        return false;
    const struct db_result *found = db_flight_result(call->reads, call->replay_read);
    if (found->row_count == 0)
        return false;
    char hash[SM3_HEX];
    text_hex(call->request_hash.bytes, SM3_BYTES, hash);
    if (!text_equal(db_cell_text(found, 0, 0), hash)) {
        *ret = err_set(reterr, ERR_INVALID, "idempotency.reused",
                       "this key belongs to another request");
        return true;
    }
    call->status = (int) db_cell_int(found, 0, 1);
    call->reply = arena_copy(call->arena, db_cell_text(found, 0, 2));
    call->writes_nothing = true;
    *ret = ERR_NONE;
    return true;
}

static enum err_kind store_replay(struct call *call, struct err *reterr)
{
    if (!call->idempotency_key || !call->reply || strlen(call->reply) > REPLY_STORED_MAX)
        return ERR_NONE;
    char hash[SM3_HEX];
    text_hex(call->request_hash.bytes, SM3_BYTES, hash);
    const char *actor = actor_key(call);
    if (!actor)
        return arena_full(reterr);
    replay_insert(call->writes, actor, call->operation->name, call->idempotency_key, hash,
                  call->status, call->reply, call->now_us);
    return ERR_NONE;
}

/* What was done for another, whether it made an event or not: whom it was done for reads it. */
static void note_delegated(struct call *call)
{
    bool part = call->operation->raw_bytes_max && call->status != 201;
    if (part) /* of a document on its way: that it was begun stands there */
        return;
    const char *action =
        call->operation == &operation_act ? value_text(value_get(call->params, "action")) : NULL;
    delegated_act_insert(call->writes, call_new_id(call, ID_DELEGATED_ACT),
                         call->actor.delegation_id, call->actor.delegate_id, call->operation->name,
                         action, call->matter ? call->matter->id : 0, call->now_us);
}

/* Decide, then apply: from here on nothing is read. */
static enum err_kind decide_call(struct batch *batch, struct call *call, struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    call->writes = batch->writes;
    call->writes_nothing = false;
    if (answer_from_replay(call, &kind, reterr))
        return kind;
    if (call->matter_id) {
        kind = matter_build(batch->engine, batch->reads, call->matter_read, call->arena,
                            call->now_us, &call->matter, reterr);
        if (kind)
            return kind;
        call->matter->before = value_copy(call->arena, call->matter->fields);
        if (!call->matter->before || !tasks_take(db_flight_result(batch->reads, call->tasks_read),
                                                 call->arena, call->matter))
            return arena_full(reterr);
    }
    if (call->operation->decide)
        kind = call->operation->decide(call, reterr);
    if (!kind && call->errors.count)
        kind = err_set(reterr, ERR_INVALID, "form.invalid", "%zu fields are wrong",
                       call->errors.count);
    if (!kind && call->operation->apply)
        kind = call->operation->apply(call, reterr);
    if (!kind && call->actor.delegation_id)
        note_delegated(call);
    if (!kind && call->bulk)
        bulk_step_done(call);
    if (!kind && call->envelope)
        envelope_step_done(call);
    if (!kind)
        kind = store_replay(call, reterr);
    return kind;
}

static enum err_kind add_block(struct batch *batch, struct err *reterr)
{
    struct writer_memory *memory = &batch->engine->memory;
    int64_t first = batch->first_event + 1, last = memory->ids[ID_EVENT];
    if (last < first)
        return ERR_NONE;
    size_t count = (size_t) (last - first + 1), found = 0;
    struct sm3 *leaves = arena_array(&batch->arena, count, sizeof *leaves);
    if (!leaves)
        return arena_full(reterr);
    for (size_t i = 0; i < batch->count; i++) {
        struct call *call = batch->calls[i];
        for (size_t j = 0; call->event_hashes && j < call->event_hashes->count && found < count;
             j++) {
            if (!text_unhex(value_text(call->event_hashes->items[j]), leaves[found++].bytes,
                            SM3_BYTES))
                return err_set(reterr, ERR_STORE, "event.hash", "malformed hash");
        }
    }
    char root[SM3_HEX];
    struct sm3 top = merkle_root(leaves, found, &batch->arena);
    text_hex(top.bytes, SM3_BYTES, root);
    const char *hash = block_hash(memory->block_hash, root, first, last, &batch->arena);
    if (!hash)
        return arena_full(reterr);
    int64_t id = ++memory->ids[ID_BLOCK];
    block_insert(batch->writes, id, first, last, root, memory->block_hash, hash,
                 batch->calls[0]->now_us);
    (void) snprintf(memory->block_hash, sizeof memory->block_hash, "%s", hash);
    return ERR_NONE;
}

/* The whole batch in one transaction. Refused calls have no writes and do not stop the others. */
static enum err_kind run_batch(struct batch *batch, struct err *reterr)
{
    struct engine *engine = batch->engine;
    batch->reads = db_flight_new(&batch->arena);
    batch->writes = db_flight_new(&batch->arena);
    if (!batch->reads || !batch->writes)
        return arena_full(reterr);
    enum err_kind kind = db_begin(engine->writer_db, reterr);
    if (!kind)
        kind = place_hold(engine, reterr);
    if (kind)
        return kind;
    batch->first_event = engine->memory.ids[ID_EVENT];
    for (size_t i = 0; i < batch->count; i++) {
        struct call *call = batch->calls[i];
        batch->kinds[i] = ERR_NONE;
        call->event_hashes = NULL;
        call->errors.count = 0;
        load_call(batch, call);
        if (call->operation->load)
            batch->kinds[i] = call->operation->load(call, &batch->errs[i]);
    }
    kind = db_flight_run(engine->writer_db, batch->reads, reterr);
    if (kind)
        return kind;
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->kinds[i])
            continue;
        size_t before = db_flight_count(batch->writes);
        batch->kinds[i] = decide_call(batch, batch->calls[i], &batch->errs[i]);
        /* A call that failed after it began to write can only be undone with all the others. */
        if (batch->kinds[i] && db_flight_count(batch->writes) != before && batch->count > 1)
            return err_set(reterr, ERR_BUSY, "engine.replay", "a call failed while being applied");
        if (batch->kinds[i] && db_flight_count(batch->writes) != before) {
            *reterr = batch->errs[i];
            return batch->kinds[i];
        }
    }
    kind = add_block(batch, reterr);
    if (!kind)
        kind = db_flight_run(engine->writer_db, batch->writes, reterr);
    return kind ? kind : db_commit(engine->writer_db, reterr);
}

static void answer(struct engine *engine, struct call *call, enum err_kind kind,
                   const struct err *err)
{
    atomic_fetch_add(&engine->calls, 1);
    if (kind)
        atomic_fetch_add(&engine->refused, 1);
    call->done(call, kind, err);
}

static enum err_kind try_batch(struct engine *engine, struct batch *batch, struct err *reterr)
{
    arena_init(&batch->arena, BATCH_ARENA_BYTES);
    batch->engine = engine;
    db_checkpointer_enter(engine->checkpointer);
    enum err_kind kind = run_batch(batch, reterr);
    if (kind) {
        db_rollback(engine->writer_db);
        /* Counters may have run ahead of what was rolled back. If they cannot be read now, the next
         * batch does not begin without. */
        engine->memory.stale = true;
        (void) !place_hold(engine, NULL);
    }
    /* Before any reply: whoever changed a setting finds it changed. A copy that cannot be read now
     * is read at the next start; what was committed stays true. */
    if (!kind && engine->memory.settings_changed)
        (void) !settings_reload(engine, NULL);
    engine->memory.settings_changed = false;
    if (!kind && engine->memory.calendar_changed)
        (void) !calendar_reload(engine, NULL);
    engine->memory.calendar_changed = false;
    if (!kind && engine->memory.definitions_changed)
        (void) !definitions_reload(engine, NULL);
    engine->memory.definitions_changed = false;
    if (!kind && engine->memory.registers_changed)
        (void) !registers_reload(engine, NULL);
    engine->memory.registers_changed = false;
    db_checkpointer_leave(engine->checkpointer);
    if (!kind) {
        place_committed(engine);
        atomic_fetch_add(&engine->batches, 1);
        atomic_store(&engine->last_block, engine->memory.ids[ID_BLOCK]);
    }
    return kind;
}

static void perform_alone(struct engine *engine, struct call *call)
{
    struct batch batch = {.calls = {call}, .count = 1};
    struct err err = {0};
    enum err_kind kind = try_batch(engine, &batch, &err);
    if (!kind && batch.kinds[0]) {
        kind = batch.kinds[0];
        err = batch.errs[0];
    }
    arena_release(&batch.arena);
    answer(engine, call, kind, &err);
}

static void perform(struct engine *engine, struct call **calls, size_t count)
{
    static _Thread_local struct batch batch; /* large: one writer, so one of it */
    memset(&batch, 0, sizeof batch);
    memcpy(batch.calls, calls, count * sizeof *calls);
    batch.count = count;
    struct err err = {0};
    enum err_kind kind = try_batch(engine, &batch, &err);
    arena_release(&batch.arena);
    for (size_t i = 0; i < count; i++) {
        if (!kind)
            answer(engine, calls[i], batch.kinds[i], &batch.errs[i]);
        else if (kind == ERR_UNCERTAIN || count == 1)
            answer(engine, calls[i], kind, &err);
        else
            perform_alone(engine, calls[i]);
    }
}

/* ---- the queue ------------------------------------------------------------------------------ */

static struct call *pop(struct call **first, struct call **last)
{
    struct call *call = *first;
    *first = call->next;
    if (!*first)
        *last = NULL;
    call->next = NULL;
    return call;
}

/* Two calls on one matter, or with one key, never share a batch: the second waits for the next. */
static bool collides(struct call *const *calls, size_t count, const struct call *next)
{
    for (size_t i = 0; i < count; i++) {
        if (next->matter_id && calls[i]->matter_id == next->matter_id)
            return true;
        if (next->idempotency_key && calls[i]->idempotency_key &&
            strcmp(next->idempotency_key, calls[i]->idempotency_key) == 0)
            return true;
    }
    return false;
}

static size_t take_batch(struct engine *engine, struct call **calls)
{
    size_t count = 0, max = engine->settings.batch_max < 256 ? engine->settings.batch_max : 256;
    while (engine->first && count < max && !collides(calls, count, engine->first))
        calls[count++] = pop(&engine->first, &engine->last);
    while (!engine->first && engine->clock_first && count < max &&
           !collides(calls, count, engine->clock_first))
        calls[count++] = pop(&engine->clock_first, &engine->clock_last);
    engine->queued -= count;
    return count;
}

/* Whoever lost their place asks for it again, also when nobody sends anything. */
static void wait_for_calls(struct engine *engine)
{
    if (!atomic_load(&engine->displaced)) {
        (void) pthread_cond_wait(&engine->arrived, &engine->mutex);
        return;
    }
    if (pause_wait(&engine->arrived, &engine->mutex, 1000) != ETIMEDOUT)
        return;
    (void) pthread_mutex_unlock(&engine->mutex);
    (void) !place_hold(engine, NULL);
    (void) pthread_mutex_lock(&engine->mutex);
}

void *writer_run(void *context)
{
    struct engine *engine = context;
    struct call *calls[256];
    (void) pthread_mutex_lock(&engine->mutex);
    for (;;) {
        while (!engine->first && !engine->clock_first && !engine->stopping)
            wait_for_calls(engine);
        if (!engine->first && !engine->clock_first)
            break;
        size_t count = take_batch(engine, calls);
        (void) pthread_mutex_unlock(&engine->mutex);
        perform(engine, calls, count);
        (void) pthread_mutex_lock(&engine->mutex);
    }
    (void) pthread_mutex_unlock(&engine->mutex);
    return NULL;
}

enum err_kind engine_submit(struct engine *engine, struct call *call, struct err *reterr)
{
    call->engine = engine;
    call->next = NULL;
    (void) pthread_mutex_lock(&engine->mutex);
    bool full = engine->queued >= engine->settings.queue_max, stopping = engine->stopping;
    if (!full && !stopping) {
        bool clock = call->later || strcmp(call->actor.kind, "clock") == 0;
        struct call **first = clock ? &engine->clock_first : &engine->first;
        struct call **last = clock ? &engine->clock_last : &engine->last;
        if (*last)
            (*last)->next = call;
        else
            *first = call;
        *last = call;
        engine->queued++;
        (void) pthread_cond_signal(&engine->arrived);
    }
    (void) pthread_mutex_unlock(&engine->mutex);
    if (full || stopping)
        return err_set(reterr, ERR_BUSY, "engine.full",
                       stopping ? "the server is stopping" : "too many requests wait");
    return ERR_NONE;
}

struct waiting {
    pthread_mutex_t mutex;
    pthread_cond_t over;
    size_t left;
};

struct waited {
    struct waiting *waiting;
    enum err_kind *kind;
    struct err *err;
};

static void call_over(struct call *call, enum err_kind kind, const struct err *err)
{
    struct waited *waited = call->done_context;
    (void) pthread_mutex_lock(&waited->waiting->mutex);
    *waited->kind = kind;
    if (kind)
        *waited->err = *err;
    if (--waited->waiting->left == 0)
        (void) pthread_cond_signal(&waited->waiting->over);
    (void) pthread_mutex_unlock(&waited->waiting->mutex);
}

void engine_perform_all(struct engine *engine, struct call *calls, size_t count,
                        enum err_kind *kinds, struct err *errs)
{
    struct waiting waiting = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, count};
    struct waited waited[PERFORM_MAX];
    assert(count <= PERFORM_MAX);
    for (size_t i = 0; i < count; i++) {
        waited[i] = (struct waited){&waiting, &kinds[i], &errs[i]};
        errs[i] = (struct err){0};
        calls[i].done = call_over;
        // cppcheck-suppress autoVariables ; waited for below: it outlives the call's use of it
        calls[i].done_context = &waited[i];
    }
    for (size_t i = 0; i < count; i++) {
        struct err err = {0};
        enum err_kind kind = engine_submit(engine, &calls[i], &err);
        if (kind)
            call_over(&calls[i], kind, &err);
    }
    (void) pthread_mutex_lock(&waiting.mutex);
    while (waiting.left)
        (void) pthread_cond_wait(&waiting.over, &waiting.mutex);
    (void) pthread_mutex_unlock(&waiting.mutex);
}

enum err_kind engine_perform(struct engine *engine, struct call *call, struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    struct err err;
    engine_perform_all(engine, call, 1, &kind, &err);
    if (kind && reterr)
        *reterr = err;
    return kind;
}

struct engine_counts engine_counts(const struct engine *engine)
{
    struct engine *self = (struct engine *) (uintptr_t) engine;
    (void) pthread_mutex_lock(&self->mutex);
    int64_t queued = (int64_t) self->queued;
    (void) pthread_mutex_unlock(&self->mutex);
    return (struct engine_counts){atomic_load(&self->batches), atomic_load(&self->calls),
                                  atomic_load(&self->refused), queued,
                                  atomic_load(&self->search_waiting)};
}

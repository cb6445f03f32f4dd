/* engine/bulk: the kernel of jobs: lease, turn, slices, and what is written about them. See bulk.h.
 */
#include "engine/bulk.h"

#include "base/text.h"
#include "store/people.h"

enum {
    LEASE_SECONDS = 60,
    TURN_SECONDS = 2,  /* then others' jobs, papers and clocks have their turn */
    AGAIN_SECONDS = 2, /* doubled with each turn that fails */
    AGAIN_SECONDS_MAX = 300,
    TURNS_FAILED_MAX = 30, /* in a row without getting further: about two hours */
    TURN_ARENA_BYTES = 256 << 20,
    SLICE_ARENA_BYTES = 512 << 20,
    DETAIL_BYTES_MAX = 16 * 1024,
    DETAIL_ERRORS_MAX = 20
};

static const struct bulk_kind *const bulk_kinds[] = {&bulk_open, &bulk_act, &bulk_recount,
                                                     &bulk_export, &bulk_import};

static const struct bulk_kind *find_kind(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(bulk_kinds); i++) {
        if (strcmp(bulk_kinds[i]->name, name) == 0)
            return bulk_kinds[i];
    }
    return NULL;
}

void bulk_over(struct engine *engine, const char *kind)
{
    const struct bulk_kind *found = find_kind(kind);
    engine->memory.registers_changed |= found && found->registers;
}

/* ---- lines ---------------------------------------------------------------------------------- */

void bulk_step_done(struct call *call)
{
    const struct bulk_step *step = call->bulk;
    const char *state = step->last ? "done" : "opened";
    if (step->first)
        bulk_line_insert(call->writes, step->job_id, step->line, state,
                         call->matter ? call->matter->id : call->matter_id, step->code, NULL);
    else
        bulk_line_update(call->writes, step->job_id, step->line, state, step->code, NULL);
    bulk_count(call->writes, step->job_id, step->fence, step->last, 0);
}

bool bulk_again(enum err_kind kind) { return err_is_passing(kind) || kind == ERR_STALE; }

static void write_error(struct json_writer *writer, const struct field_error *error)
{
    json_begin(writer);
    json_named_text(writer, "path", error->path);
    json_named_text(writer, "code", error->code);
    json_name(writer, "args");
    json_begin_list(writer);
    for (size_t a = 0; a < COUNT_OF(error->args) && error->args[a]; a++)
        json_text(writer, error->args[a]);
    json_end_list(writer);
    json_end(writer);
}

const char *bulk_detail(const struct call *call, const struct err *err, struct arena *arena)
{
    struct json_writer writer;
    const struct words none = {0};
    const struct words *refusal = call ? &call->refusal : &none;
    size_t count = call ? call->errors.count : 0;
    const struct field_error own = {err->field, err->code, {0}};
    json_writer_init(&writer, arena, DETAIL_BYTES_MAX);
    json_begin(&writer);
    json_named_text(&writer, "zh", refusal->zh);
    json_named_text(&writer, "en", refusal->en);
    json_name(&writer, "errors");
    json_begin_list(&writer);
    for (size_t i = 0; i < count && i < DETAIL_ERRORS_MAX; i++)
        write_error(&writer, &call->errors.items[i]);
    if (!count && err->field[0])
        write_error(&writer, &own);
    json_end_list(&writer);
    json_end(&writer);
    return json_done(&writer);
}

/* ---- input ---------------------------------------------------------------------------------- */

enum err_kind bulk_input(struct bulk_run *run, char **ret, size_t *ret_size_bytes,
                         struct err *reterr)
{
    const struct ports *ports = run->engine->settings.ports;
    const void *bytes = NULL;
    struct sm3 hash;
    struct db_flight *flight = db_flight_new(run->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = document_hash_read(flight, run->document_id);
    enum err_kind kind = db_flight_run(run->db, flight, reterr);
    if (kind)
        return kind;
    const struct db_result *found = db_flight_result(flight, place);
    const char *hex = found->row_count ? db_cell_text(found, 0, 0) : NULL;
    if (!hex || !text_unhex(hex, hash.bytes, SM3_BYTES))
        return err_set(reterr, ERR_MISSING, "job.input", "the lines of the job are not there");
    kind = ports->blob_get(ports->context, &hash, run->arena, &bytes, ret_size_bytes, reterr);
    *ret = kind ? NULL : arena_copy_bytes(run->arena, bytes, *ret_size_bytes);
    return kind || *ret ? kind : arena_full(reterr);
}

/* ---- calls ----------------------------------------------------------------------------------- */

struct call bulk_call(const struct bulk_run *run, struct arena *arena,
                      const struct operation *operation, const struct bulk_step *step)
{
    return (struct call){.arena = arena,
                         .operation = operation,
                         .actor = run->actor,
                         .params = &value_null,
                         .body = &value_null,
                         .if_match = -1,
                         .received_us = court_now(run->engine),
                         .later = true,
                         .bulk = step};
}

/* ---- what the kernel writes ------------------------------------------------------------------ */

struct slice_end {
    const struct bulk_run *run;
    const struct bulk_slice *slice; /* NULL: the job failed */
    const char *problem;
    int64_t lease_until_us;
};

/* The document a job made; 0: none. */
static int64_t put_made(struct call *call, const struct bulk_run *run, const struct bulk_made *made)
{
    if (!made)
        return 0;
    int64_t id = call_new_id(call, ID_DOCUMENT);
    const struct document_row row = {.id = id,
                                     .account_id = run->account_id,
                                     .size_bytes = made->size_bytes,
                                     .created_us = call->now_us,
                                     .sm3 = made->sm3,
                                     .media_type = made->media_type,
                                     .name = made->name,
                                     .kind = made->kind,
                                     .scan = "off",
                                     .look = "none"};
    document_insert(call->writes, &row);
    return id;
}

static enum err_kind end_apply(struct call *call, struct err *reterr)
{
    const struct slice_end *end = call->state;
    const struct bulk_run *run = end->run;
    const struct bulk_slice *slice = end->slice;
    (void) reterr;
    for (size_t i = 0; slice && i < slice->refused_count; i++) {
        const struct bulk_refusal *refused = &slice->refused[i];
        if (refused->has_row)
            bulk_line_update(call->writes, run->id, refused->line, "refused", refused->code,
                             refused->detail);
        else
            bulk_line_insert(call->writes, run->id, refused->line, "refused", refused->matter_id,
                             refused->code, refused->detail);
    }
    if (slice) {
        bulk_count(call->writes, run->id, run->fence, slice->good, (int64_t) slice->refused_count);
        bulk_checkpoint(call->writes, run->id, run->fence, slice->cursor, slice->seen, slice->total,
                        end->lease_until_us);
    }
    if (slice && slice->part_sealed)
        bulk_part_insert(call->writes, run->id, slice->cursor, slice->part_sealed);
    if (slice && !slice->finished)
        return ERR_NONE;
    bulk_end(call->writes, run->id, run->fence, slice ? "done" : "failed", end->problem,
             slice ? put_made(call, run, slice->made) : 0, call->now_us);
    bulk_parts_forget(call->writes, run->id);
    bulk_over(call->engine, run->kind);
    return ERR_NONE;
}

static const struct operation operation_slice_end = {.name = "job_slice", .apply = end_apply};

static enum err_kind write_end(struct bulk_run *run, struct arena *arena,
                               const struct bulk_slice *slice, const char *problem,
                               struct err *reterr)
{
    struct slice_end end = {run, slice, problem, real_now(run->engine) + LEASE_SECONDS * SECOND_US};
    return clock_perform(run->engine, arena, &operation_slice_end, 0, &end, reterr);
}

/* ---- a turn --------------------------------------------------------------------------------- */

/* Whoever ordered it, with the rights of today, and by a key only while that is good. The command
 * line is nobody's account. */
static enum err_kind find_actor(struct bulk_run *run, struct err *reterr)
{
    static const struct account_row none = {0};
    struct account_row account = none;
    struct db_flight *flight = db_flight_new(run->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = run->key_hash ? account_by_key_read(flight, run->key_hash, real_now(run->engine))
                                 : account_by_id_read(flight, run->account_id);
    enum err_kind kind = db_flight_run(run->db, flight, reterr);
    if (kind)
        return kind;
    if (run->key_hash && !db_flight_result(flight, place)->row_count)
        return err_set(reterr, ERR_DENIED, "job.key", "its key is revoked, or has ended");
    if (!account_take(db_flight_result(flight, place), 0, &account) ||
        !text_equal(account.status, "active"))
        return err_set(reterr, ERR_DENIED, "job.account", "whoever ordered it has no account now");
    kind = actor_of_account(run->engine, run->db, run->arena, &account, court_now(run->engine),
                            &run->actor, reterr);
    run->actor.scopes = run->scopes;
    return kind;
}

static enum err_kind begin_turn(struct bulk_run *run, const struct db_result *row,
                                const struct bulk_kind **ret, struct err *reterr)
{
    const char *params = db_cell_text(row, 0, BULK_PARAMS);
    struct value *parsed = NULL;
    run->kind = db_cell_text(row, 0, BULK_KIND);
    run->scopes = db_cell_text(row, 0, BULK_SCOPES);
    run->name = db_cell_text(row, 0, BULK_NAME);
    run->key_hash = db_cell_text(row, 0, BULK_KEY);
    run->account_id = db_cell_int(row, 0, BULK_ACCOUNT);
    run->document_id = db_cell_int(row, 0, BULK_DOCUMENT);
    run->cursor = db_cell_int(row, 0, BULK_CURSOR);
    run->seen = db_cell_int(row, 0, BULK_SEEN);
    run->total = db_cell_int(row, 0, BULK_TOTAL);
    *ret = find_kind(run->kind);
    if (!*ret)
        return err_set(reterr, ERR_INVALID, "job.kind", "no job of kind '%s'", run->kind);
    enum err_kind kind =
        json_parse(params, strlen(params), &json_limits_request, run->arena, &parsed, reterr);
    run->params = parsed;
    if (!kind && !(*ret)->by_clock)
        kind = find_actor(run, reterr);
    return kind || !(*ret)->begin ? kind : (*ret)->begin(run, reterr);
}

static enum err_kind run_slice(struct bulk_run *run, const struct bulk_kind *kind_row,
                               bool *ret_finished, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, SLICE_ARENA_BYTES);
    struct bulk_slice *slice = arena_alloc(&arena, sizeof *slice);
    if (!slice)
        return arena_full(reterr);
    *slice = (struct bulk_slice){.arena = &arena, .total = -1};
    enum err_kind kind = kind_row->slice(run, slice, reterr);
    if (!kind)
        kind = write_end(run, &arena, slice, NULL, reterr);
    if (kind)
        return kind;
    run->turns_failed = 0;
    run->cursor = slice->cursor;
    run->seen = slice->seen;
    run->total = slice->total < 0 ? run->total : slice->total;
    *ret_finished = slice->finished;
    return ERR_NONE;
}

static bool is_ending(struct engine *engine)
{
    (void) pthread_mutex_lock(&engine->mutex);
    bool ending = engine->ending;
    (void) pthread_mutex_unlock(&engine->mutex);
    return ending;
}

/* What is only waited for is tried again, later each time; not for ever. */
static bool is_given_up(const struct bulk_run *run, enum err_kind kind)
{
    return kind && (!bulk_again(kind) || run->turns_failed + 1 >= TURNS_FAILED_MAX);
}

static int64_t again_after_us(int64_t turns_failed)
{
    int64_t seconds = AGAIN_SECONDS;
    for (; turns_failed > 0 && seconds < AGAIN_SECONDS_MAX; turns_failed--)
        seconds *= 2;
    return (seconds < AGAIN_SECONDS_MAX ? seconds : AGAIN_SECONDS_MAX) * SECOND_US;
}

void bulk_turn(struct engine *engine, struct db *db)
{
    ARENA_SCOPED arena;
    arena_init(&arena, TURN_ARENA_BYTES);
    struct db_result row;
    struct err err = {0};
    int64_t now_us = real_now(engine);
    if (bulk_lease(db, &arena, now_us, now_us + LEASE_SECONDS * SECOND_US, court_now(engine), &row,
                   &err) ||
        row.row_count == 0)
        return;
    struct bulk_run run = {.engine = engine,
                           .db = db,
                           .arena = &arena,
                           .actor = {.kind = "clock", .name = "clock", .language = "zh"},
                           .id = db_cell_int(&row, 0, BULK_ID),
                           .fence = db_cell_int(&row, 0, BULK_FENCE),
                           .turns_failed = db_cell_int(&row, 0, BULK_TURNS_FAILED)};
    const struct bulk_kind *kind_row = NULL;
    bool finished = false;
    enum err_kind kind = begin_turn(&run, &row, &kind_row, &err);
    while (!kind && !finished && !is_ending(engine) &&
           real_now(engine) - now_us < TURN_SECONDS * SECOND_US)
        kind = run_slice(&run, kind_row, &finished, &err);
    if (is_given_up(&run, kind)) {
        kind = write_end(&run, &arena, NULL, err.code, &err);
        finished = !kind;
    }
    int64_t wait_us = kind ? again_after_us(run.turns_failed) : 0;
    if (!finished) /* should even this fail, the lease runs out by itself */
        (void) !bulk_release(db, run.id, run.fence, real_now(engine) + wait_us, kind != 0, &err);
}

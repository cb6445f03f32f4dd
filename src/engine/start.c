/* engine/start: opening the store, definitions and registers; starting and ending threads. */
#include "base/pause.h"
#include "base/text.h"
#include "engine/internal.h"
#include "rule/rule.h"
#include "store/bulk.h"
#include "store/case_push.h"
#include "store/envelope.h"
#include "store/setup.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

enum { ENGINE_ARENA_BYTES = 512 << 20, WORDS_PER_VOCABULARY = 512 };

/* ---- definitions ---------------------------------------------------------------------------- */

enum err_kind engine_vocabulary(const struct system *const *systems, struct arena *arena,
                                struct vocabulary *ret, struct err *reterr)
{
    const struct guard **guards = arena_array(arena, WORDS_PER_VOCABULARY, sizeof *guards);
    const struct effect **effects = arena_array(arena, WORDS_PER_VOCABULARY, sizeof *effects);
    struct compute_word *computes = arena_array(arena, WORDS_PER_VOCABULARY, sizeof *computes);
    size_t guard_count = 0, effect_count = 0, compute_count = 0;
    if (!guards || !effects || !computes)
        return arena_full(reterr);
    for (size_t i = 0; engine_guards[i]; i++)
        guards[guard_count++] = engine_guards[i];
    for (size_t i = 0; engine_effects[i]; i++)
        effects[effect_count++] = engine_effects[i];
    for (size_t i = 0; systems[i]; i++) {
        const struct system *system = systems[i];
        if (guard_count + system->guard_count >= WORDS_PER_VOCABULARY ||
            effect_count + system->effect_count >= WORDS_PER_VOCABULARY ||
            compute_count + system->compute_count >= WORDS_PER_VOCABULARY)
            return err_set(reterr, ERR_LIMIT, "engine.words", "too many guards or effects");
        for (size_t j = 0; j < system->guard_count; j++)
            guards[guard_count++] = &system->guards[j];
        for (size_t j = 0; j < system->effect_count; j++)
            effects[effect_count++] = &system->effects[j];
        for (size_t j = 0; j < system->compute_count; j++)
            computes[compute_count++] = system->computes[j];
    }
    *ret = (struct vocabulary){guards, effects, computes, period_known, rule_takes};
    return ERR_NONE;
}

/* ---- life ----------------------------------------------------------------------------------- */

static enum err_kind lock_folder(struct engine *engine, struct err *reterr)
{
    char path[4096];
    (void) snprintf(path, sizeof path, "%s/lock", engine->settings.data_folder);
    engine->lock_file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (engine->lock_file < 0)
        return err_set(reterr, ERR_STORE, "engine.folder", "%.150s cannot be opened", path);
    if (flock(engine->lock_file, LOCK_EX | LOCK_NB))
        return err_set(reterr, ERR_BUSY, "engine.locked",
                       "another server runs on this data folder");
    return ERR_NONE;
}

static enum err_kind open_all(struct engine *engine, struct err *reterr)
{
    enum err_kind kind = lock_folder(engine, reterr);
    bool alone = true;
    if (!kind)
        kind = db_open(engine->settings.store_url, DB_READ_WRITE, &engine->writer_db, reterr);
    /* Asked first: the lock is that of this session, or of one that is noticed as another. */
    if (!kind)
        engine->session = db_session(engine->writer_db);
    if (!kind)
        kind = writer_lock(engine->writer_db, &alone, reterr);
    if (!kind && !alone)
        kind = err_set(reterr, ERR_BUSY, "engine.locked", "another server writes to this database");
    if (!kind)
        kind = store_schema_check(engine->writer_db, &engine->arena, reterr);
    if (!kind)
        kind = registers_reload(engine, reterr);
    if (!kind)
        kind = calendar_reload(engine, reterr);
    if (!kind)
        kind = settings_reload(engine, reterr);
    if (!kind)
        kind = definitions_start(engine, reterr);
    if (!kind)
        kind = bulk_release_all(engine->writer_db, reterr);
    if (!kind && engine->settings.serves)
        kind = outage_start(engine, reterr);
    if (!kind)
        kind = case_pushes_free(engine->writer_db, reterr);
    if (!kind)
        kind = envelopes_free(engine->writer_db, reterr);
    if (!kind)
        kind = memory_load(engine, reterr);
    if (!kind)
        place_committed(engine);
    if (!kind)
        kind = leases_release(engine->writer_db, reterr);
    if (!kind)
        kind = db_checkpointer_start(engine->settings.store_url, engine->settings.disk_failed,
                                     &engine->checkpointer, reterr);
    return kind;
}

static void close_all(struct engine *engine)
{
    db_checkpointer_stop(engine->checkpointer);
    db_close(engine->writer_db);
    if (engine->lock_file >= 0)
        (void) close(engine->lock_file);
    settings_free(engine);
    definitions_free(engine);
    calendars_free(engine);
    registers_free(engine);
    arena_release(&engine->arena);
    (void) pthread_mutex_destroy(&engine->mutex);
    (void) pthread_cond_destroy(&engine->arrived);
    (void) pthread_cond_destroy(&engine->worked);
    (void) pthread_mutex_destroy(&engine->index_mutex);
    free(engine);
}

enum err_kind engine_start(const struct engine_settings *settings, struct engine **ret,
                           struct err *reterr)
{
    struct engine *engine = calloc(1, sizeof *engine);
    if (!engine)
        return arena_full(reterr);
    engine->settings = *settings;
    engine->lock_file = -1;
    arena_init(&engine->arena, ENGINE_ARENA_BYTES);
    (void) pthread_mutex_init(&engine->mutex, NULL);
    pause_init(&engine->arrived);
    pause_init(&engine->worked);
    (void) pthread_mutex_init(&engine->index_mutex, NULL);
    enum err_kind kind = open_all(engine, reterr);
    if (!kind && pthread_create(&engine->writer, NULL, writer_run, engine))
        kind = err_set(reterr, ERR_BUSY, "engine.threads", "no thread can be started");
    if (kind) {
        close_all(engine);
        return kind;
    }
    for (int i = 0; i < settings->workers && i < (int) COUNT_OF(engine->workers); i++) {
        if (pthread_create(&engine->workers[i], NULL, worker_run, engine) == 0)
            engine->worker_count++;
        else
            break;
    }
    engine->reads = settings->workers && (settings->ports->viewer || settings->ports->scan) &&
                    pthread_create(&engine->reader, NULL, reader_run, engine) == 0;
    *ret = engine;
    return ERR_NONE;
}

void engine_stop(struct engine *engine)
{
    if (!engine)
        return;
    /* Workers first: their last calls are still answered. */
    (void) pthread_mutex_lock(&engine->mutex);
    engine->ending = true;
    (void) pthread_cond_broadcast(&engine->worked);
    (void) pthread_mutex_unlock(&engine->mutex);
    for (int i = 0; i < engine->worker_count; i++)
        (void) pthread_join(engine->workers[i], NULL);
    if (engine->reads)
        (void) pthread_join(engine->reader, NULL);
    (void) pthread_mutex_lock(&engine->mutex);
    engine->stopping = true;
    (void) pthread_cond_broadcast(&engine->arrived);
    (void) pthread_mutex_unlock(&engine->mutex);
    (void) pthread_join(engine->writer, NULL);
    close_all(engine);
}

bool engine_lost(const struct engine *engine) { return engine && atomic_load(&engine->lost); }

const struct system *engine_system(const struct engine *engine, const char *name)
{
    for (size_t i = 0; engine->settings.systems[i]; i++) {
        if (strcmp(engine->settings.systems[i]->name, name) == 0)
            return engine->settings.systems[i];
    }
    return NULL;
}

const struct ports *engine_ports(const struct engine *engine) { return engine->settings.ports; }
const char *engine_public_url(const struct engine *engine) { return engine->settings.public_url; }

const struct keys *engine_keys(const struct engine *engine) { return engine->settings.keys; }
const struct system *const *engine_systems(const struct engine *engine)
{
    return engine->settings.systems;
}

enum err_kind computed_fields(struct call *call, struct matter *matter, struct err *reterr)
{
    for (size_t i = 0; i < matter->workflow->field_count; i++) {
        const struct field *field = &matter->workflow->fields[i];
        for (const struct compute_word *word = call->engine->vocabulary.computes;
             field->kind == FIELD_COMPUTED && word->name; word++) {
            if (strcmp(word->name, field->compute) != 0)
                continue;
            struct value *value = NULL;
            struct matter *kept = call->matter;
            struct facts facts = call->facts;
            call->matter = matter;
            call_facts(call, call->facts.form, call->facts.subject);
            call->facts.registers = call->engine;
            enum err_kind kind = word->compute(&call->facts, call->arena, &value, reterr);
            call->matter = kept;
            call->facts = facts;
            if (kind)
                return kind;
            if (value && !value_set(call->arena, matter->fields, field->name, value))
                return arena_full(reterr);
        }
    }
    return ERR_NONE;
}

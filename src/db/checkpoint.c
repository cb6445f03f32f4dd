/*
 * db/checkpoint: copies the WAL into the database beside the writer, so that no commit has to
 * (docs/decisions/group-commit.md). PASSIVE passes never block; the database file is flushed before
 * the last short pass, which alone waits for the writer; the WAL is reused, never truncated
 * (overwriting is cheaper).
 *
 * When the database file cannot be flushed, Linux forgets what it could not write, and SQLite what
 * it had copied but not flushed yet: another pass would go on behind it, and the log, reused, would
 * be the last to know. So no pass follows. The whole log is copied again by the next start, which
 * must come without a last pass of anybody: `failed` ends the program.
 */
#include "db/driver.h"

#include "base/pause.h"
#include "base/text.h"

#include <pthread.h>
#include <sqlite3.h>

enum { PASS_MS = 200, IDLE_PASSES = 10, WAL_FRAMES_MAX = 128 * 1024 };

struct db_checkpointer {
    pthread_t thread;
    pthread_mutex_t writer; /* held by the writer around its transaction */
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    sqlite3 *handle; /* NULL: PostgreSQL checkpoints itself */
    bool stop;
    bool broken; /* a flush failed */
    void (*failed)(void);
};

static void note(struct db_checkpointer *self, int code)
{
    if ((code & 0xFF) != SQLITE_IOERR || self->broken)
        return;
    self->broken = true;
    if (self->failed)
        self->failed();
}

static void sync_database(struct db_checkpointer *self)
{
    sqlite3_file *file = NULL;
    if (sqlite3_file_control(self->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK &&
        file && file->pMethods)
        note(self, file->pMethods->xSync(file, SQLITE_SYNC_NORMAL));
}

/* A full disk is no such fault: nothing was taken for copied. */
static int pass(struct db_checkpointer *self)
{
    int frames = 0, copied = 0;
    if (!self->broken)
        note(self, sqlite3_wal_checkpoint_v2(self->handle, "main", SQLITE_CHECKPOINT_PASSIVE,
                                             &frames, &copied));
    return frames;
}

static void last_pass(struct db_checkpointer *self)
{
    sync_database(self);
    (void) pthread_mutex_lock(&self->writer);
    (void) pass(self);
    (void) pthread_mutex_unlock(&self->writer);
}

static void *run(void *context)
{
    struct db_checkpointer *self = context;
    int last_frames = 0, quiet_passes = 0;
    (void) pthread_mutex_lock(&self->mutex);
    while (!self->stop) {
        (void) pause_wait(&self->wake, &self->mutex, PASS_MS);
        (void) pthread_mutex_unlock(&self->mutex);

        int frames = pass(self);
        quiet_passes = frames == last_frames ? quiet_passes + 1 : 0;
        last_frames = frames;
        if (frames > WAL_FRAMES_MAX || (quiet_passes == IDLE_PASSES && frames > 1000))
            last_pass(self);
        (void) pthread_mutex_lock(&self->mutex);
    }
    (void) pthread_mutex_unlock(&self->mutex);
    last_pass(self);
    return NULL;
}

enum err_kind db_checkpointer_start(const char *url, void (*failed)(void),
                                    struct db_checkpointer **ret, struct err *reterr)
{
    struct db_checkpointer *self = calloc(1, sizeof *self);
    if (!self)
        return arena_full(reterr);
    self->failed = failed;
    (void) pthread_mutex_init(&self->writer, NULL);
    (void) pthread_mutex_init(&self->mutex, NULL);
    pause_init(&self->wake);
    if (text_starts(url, "sqlite:")) {
        if (sqlite3_open_v2(url + strlen("sqlite:"), &self->handle,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
            sqlite3_exec(self->handle,
                         "PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=FULL; SELECT count(*) "
                         "FROM sqlite_schema",
                         NULL, NULL, NULL) != SQLITE_OK ||
            pthread_create(&self->thread, NULL, run, self)) {
            (void) sqlite3_close(self->handle);
            free(self);
            return err_set(reterr, ERR_STORE, "db.checkpoint",
                           "the checkpoint thread cannot start");
        }
    }
    *ret = self;
    return ERR_NONE;
}

void db_checkpointer_stop(struct db_checkpointer *self)
{
    if (!self)
        return;
    if (self->handle) {
        (void) pthread_mutex_lock(&self->mutex);
        self->stop = true;
        (void) pthread_cond_signal(&self->wake);
        (void) pthread_mutex_unlock(&self->mutex);
        (void) pthread_join(self->thread, NULL);
        (void) sqlite3_close(self->handle);
    }
    (void) pthread_mutex_destroy(&self->writer);
    (void) pthread_mutex_destroy(&self->mutex);
    (void) pthread_cond_destroy(&self->wake);
    free(self);
}

void db_checkpointer_enter(struct db_checkpointer *self)
{
    if (self)
        (void) pthread_mutex_lock(&self->writer);
}

void db_checkpointer_leave(struct db_checkpointer *self)
{
    if (self)
        (void) pthread_mutex_unlock(&self->writer);
}

/* api/pool: slow work (password hashing) away from I/O threads and writer; and rates by address. */
#include "api/private.h"

#define RATE_WINDOW_US (10 * MINUTE_US)

enum { RATE_NEIGHBOURS = 8 };

enum err_kind pool_put(struct api *api, struct work *work, struct err *reterr)
{
    bool hashes = work->route->operation->hashes, outside = work->route->operation->outside;
    struct lane *lane = &api->lanes[hashes ? LANE_PASSWORDS : outside ? LANE_OUTSIDE : LANE_FILES];
    work->next = NULL;
    (void) pthread_mutex_lock(&api->mutex);
    bool full = lane->waiting >= LANE_WAITING_MAX || api->stopping;
    if (!full) {
        if (lane->last)
            lane->last->next = work;
        else
            lane->first = work;
        lane->last = work;
        lane->waiting++;
        (void) pthread_cond_signal(&lane->arrived);
    }
    (void) pthread_mutex_unlock(&api->mutex);
    return !full    ? ERR_NONE
           : hashes ? err_set(reterr, ERR_RATE, "password.busy", "too many passwords wait")
                    : err_set(reterr, ERR_BUSY, "api.busy", "the worker pool is full");
}

struct pool_thread {
    struct api *api;
    struct lane *lane;
    struct db *db;
};

static struct work *take(struct lane *lane)
{
    struct work *work = lane->first;
    lane->first = work->next;
    if (!lane->first)
        lane->last = NULL;
    lane->waiting--;
    return work;
}

static void *pool_run(void *context)
{
    struct pool_thread self = *(struct pool_thread *) context;
    free(context);
    struct api *api = self.api;
    (void) pthread_mutex_lock(&api->mutex);
    for (;;) {
        while (!self.lane->first && !api->stopping)
            (void) pthread_cond_wait(&self.lane->arrived, &api->mutex);
        if (!self.lane->first)
            break;
        struct work *work = take(self.lane);
        (void) pthread_mutex_unlock(&api->mutex);
        work->db = self.db;
        work_run_slow(work);
        (void) pthread_mutex_lock(&api->mutex);
    }
    (void) pthread_mutex_unlock(&api->mutex);
    return NULL;
}

enum err_kind pool_start(struct api *api, struct err *reterr)
{
    for (int i = 0; i < LANE_COUNT; i++)
        (void) pthread_cond_init(&api->lanes[i].arrived, NULL);
    for (int i = 0; i < POOL_THREADS; i++) {
        struct pool_thread *thread = calloc(1, sizeof *thread);
        if (!thread)
            return arena_full(reterr);
        bool file = i < FILE_THREADS, password = i < FILE_THREADS + PASSWORD_THREADS;
        struct lane *lane = &api->lanes[file       ? LANE_FILES
                                        : password ? LANE_PASSWORDS
                                                   : LANE_OUTSIDE];
        *thread = (struct pool_thread){api, lane, api->readers[IO_THREADS + i]};
        if (pthread_create(&api->pool[i], NULL, pool_run, thread)) {
            free(thread);
            return err_set(reterr, ERR_BUSY, "api.threads", "no thread can be started");
        }
        api->pool_count++;
    }
    return ERR_NONE;
}

void pool_stop(struct api *api)
{
    (void) pthread_mutex_lock(&api->mutex);
    api->stopping = true;
    for (int i = 0; i < LANE_COUNT; i++)
        (void) pthread_cond_broadcast(&api->lanes[i].arrived);
    (void) pthread_mutex_unlock(&api->mutex);
    for (int i = 0; i < api->pool_count; i++)
        (void) pthread_join(api->pool[i], NULL);
}

/* Its own place among a few, or a free one, or the one whose window began first: two that share a
 * first place do not wipe out each other's count. */
static struct rate_place *rate_place_of(struct api *api, uint64_t hash, int64_t now_us)
{
    struct rate_place *oldest = NULL;
    for (uint64_t i = 0; i < RATE_NEIGHBOURS; i++) {
        struct rate_place *place = &api->rates[(hash + i) % RATE_PLACES];
        if (place->address == hash && now_us - place->window_us <= RATE_WINDOW_US)
            return place;
        if (!oldest || place->window_us < oldest->window_us)
            oldest = place;
    }
    *oldest = (struct rate_place){hash, now_us, 0};
    return oldest;
}

enum err_kind rate_check(struct api *api, const char *what, const char *address, int max,
                         struct err *reterr)
{
    uint64_t hash = text_hash(text_hash(TEXT_HASH_SEED, what), address);
    int64_t now_us = real_now(api);
    (void) pthread_mutex_lock(&api->mutex);
    bool often = ++rate_place_of(api, hash, now_us)->count > max;
    (void) pthread_mutex_unlock(&api->mutex);
    return often ? err_set(reterr, ERR_RATE, "rate.address", "too often from one address")
                 : ERR_NONE;
}

enum err_kind alone_enter(struct api *api, int64_t who, struct err *reterr)
{
    int64_t *place = NULL;
    bool busy = false;
    (void) pthread_mutex_lock(&api->mutex);
    for (size_t i = 0; i < POOL_THREADS; i++) {
        busy |= api->alone[i] == who;
        if (!api->alone[i])
            place = &api->alone[i];
    }
    if (!busy && place)
        *place = who;
    (void) pthread_mutex_unlock(&api->mutex);
    return !busy && place ? ERR_NONE
                          : err_set(reterr, ERR_RATE, "join.one", "another is being made");
}

void alone_leave(struct api *api, int64_t who)
{
    (void) pthread_mutex_lock(&api->mutex);
    for (size_t i = 0; i < POOL_THREADS; i++) {
        if (api->alone[i] == who)
            api->alone[i] = 0;
    }
    (void) pthread_mutex_unlock(&api->mutex);
}

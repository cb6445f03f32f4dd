/*
 * api/live: see live.h. One thread looks what the writer has committed, marks the streams it
 * concerns, and writes to each at most once in PAUSE_US: a busy court is told "tasks" once, not a
 * thousand times. Before it writes, session and rights are looked at anew.
 */
#include "api/live.h"

#include "api/live_mark.h"
#include "api/operations.h"
#include "api/page.h"
#include "base/pause.h"
#include "base/text.h"

#define PAUSE_US (1 * SECOND_US)
#define BEAT_US  (20 * SECOND_US)
#define LIFE_US  (10 * MINUTE_US)

enum {
    STREAMS_MAX = 2000,
    STREAMS_OF_ACCOUNT_MAX = 8,
    WAKE_MS = 200,
    PASS_ARENA_BYTES = 32 << 20,
    EVENT_BYTES_MAX = 4096
};

struct live {
    struct api *api;
    pthread_t thread;
    pthread_mutex_t mutex; /* what arrives, and stop: held for moments only, by I/O threads too */
    pthread_cond_t wake;
    struct live_stream *arriving;
    bool stopping;
    atomic_size_t count;
    /* the thread's own */
    struct db *db;
    struct live_stream *streams;
    struct live_heads heads; /* what all streams were marked for */
    int64_t batches;
};

/* ---- opening ----------------------------------------------------------------------------------
 */

static enum err_kind take_topic(struct work *work, struct live_stream *stream, const char *topic,
                                struct err *reterr)
{
    if (strcmp(topic, "tasks") == 0) {
        stream->wants_tasks = true;
        return ERR_NONE;
    }
    if (strcmp(topic, "messages") == 0) {
        stream->wants_messages = true;
        return ERR_NONE;
    }
    int64_t id = 0;
    bool matter = text_starts(topic, "matter:") &&
                  matter_id_parse(work->api->settings.engine, topic + strlen("matter:"), &id);
    if (!matter || stream->matter_count == TOPIC_MATTERS_MAX)
        return err_set(reterr, ERR_SYNTAX, "live.topic",
                       "topics are tasks, messages and up to %d of matter:ID", TOPIC_MATTERS_MAX);
    stream->matters[stream->matter_count++] = id;
    return ERR_NONE;
}

static enum err_kind take_topics(struct work *work, struct live_stream *stream, struct err *reterr)
{
    const char *rest = param_text(work->params, "topics");
    enum err_kind kind = *rest ? ERR_NONE : err_set(reterr, ERR_SYNTAX, "live.topic", "no topic");
    while (!kind && *rest) {
        size_t length = strcspn(rest, ",");
        const char *topic = arena_copy_bytes(&work->arena, rest, length);
        kind = topic ? take_topic(work, stream, topic, reterr) : arena_full(reterr);
        rest += length + (rest[length] == ',');
    }
    return kind;
}

/* "12.5.3": events, messages, moves. False: nothing, or nothing of ours. */
static bool parse_heads(const char *text, struct live_heads *ret)
{
    char *end = NULL;
    int64_t *const parts[] = {&ret->event, &ret->message, &ret->move};
    for (size_t i = 0; text && i < COUNT_OF(parts); i++) {
        *parts[i] = *text >= '0' && *text <= '9' ? strtoll(text, &end, 10) : -1;
        if (*parts[i] < 0 || *end != (i + 1 < COUNT_OF(parts) ? '.' : '\0'))
            return false;
        text = end + 1;
    }
    return text != NULL;
}

static void take_courts(struct live_stream *stream, const struct actor *actor)
{
    for (size_t i = 0; i < actor->grant_count; i++) {
        const char *court = actor->grants[i].court;
        stream->everywhere |= !*court || stream->court_count == COURTS_MAX;
        if (*court && stream->court_count < COURTS_MAX)
            (void) snprintf(stream->courts[stream->court_count++], COURT_BYTES, "%s", court);
    }
}

static enum err_kind make_stream(struct work *work, struct live_stream **ret, struct err *reterr)
{
    struct live_stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return arena_full(reterr);
    const struct actor *actor = &work->actor;
    (void) snprintf(stream->session_hash, sizeof stream->session_hash, "%s", work->session_hash);
    stream->by_key = work->by_key;
    stream->account_id = actor->account_id;
    stream->person_id = actor->person_id;
    stream->opened_us = stream->written_us = pause_now_us();
    stream->fresh = true;
    take_courts(stream, actor);
    enum err_kind kind = take_topics(work, stream, reterr);
    /* A browser's own header is newer than the address it began with. */
    const char *last = work->last_event_id ? work->last_event_id : param_text(work->params, "last");
    if (!kind && !parse_heads(last, &stream->seen))
        kind = live_heads_read(work->db, &work->arena, &stream->seen, reterr);
    if (kind)
        free(stream);
    else
        *ret = stream;
    return kind;
}

enum err_kind live_open(struct work *work, struct err *reterr)
{
    static const char begin[] = "retry: 3000\n\n";
    struct live *live = work->api->live;
    struct live_stream *stream = NULL;
    struct http_reply reply = {.status = 200,
                               .content_type = "text/event-stream",
                               .body = begin,
                               .body_bytes = strlen(begin)};
    http_reply_header(&reply, "Cache-Control", "no-store");
    http_reply_header(&reply, "X-Content-Type-Options", "nosniff");
    http_reply_header(&reply, "X-Accel-Buffering", "no"); /* a proxy passes each event on at once */
    enum err_kind kind = make_stream(work, &stream, reterr);
    if (kind)
        return kind;
    if (atomic_load(&live->count) >= STREAMS_MAX)
        kind = err_set(reterr, ERR_BUSY, "live.full", "%d streams are open", STREAMS_MAX);
    stream->http = kind ? NULL : http_stream_begin(work->exchange, &reply);
    if (!kind && !stream->http)
        kind = arena_full(reterr);
    if (kind) {
        free(stream);
        return kind;
    }
    (void) pthread_mutex_lock(&live->mutex);
    stream->next = live->arriving;
    live->arriving = stream;
    atomic_fetch_add(&live->count, 1);
    (void) pthread_mutex_unlock(&live->mutex);
    return ERR_NONE;
}

/* ---- telling ----------------------------------------------------------------------------------
 */

static void add_event(struct text *out, const struct live_heads *heads, const char *topic,
                      int64_t version)
{
    text_add_format(out, "id: %lld.%lld.%lld\nevent: changed\ndata: {\"topic\":\"%s\"",
                    (long long) heads->event, (long long) heads->message, (long long) heads->move,
                    topic);
    if (version)
        text_add_format(out, ",\"version\":%lld", (long long) version);
    text_add(out, "}\n\n");
}

/* The matters among the changed ones that may be seen now. */
static enum err_kind add_matters(struct work *work, struct live_stream *stream, struct text *out,
                                 const struct live_heads *heads, struct err *reterr)
{
    int64_t ids[TOPIC_MATTERS_MAX];
    struct matter *found[TOPIC_MATTERS_MAX];
    size_t count = 0, seen = 0;
    for (size_t m = 0; m < stream->matter_count; m++) {
        if (stream->matter_changed[m])
            ids[count++] = stream->matters[m];
    }
    struct reading reading = {.engine = work->api->settings.engine,
                              .db = work->db,
                              .arena = &work->arena,
                              .actor = work->actor,
                              .params = &value_null,
                              .now_us = court_now(work->api)};
    enum err_kind kind =
        count ? visible_matters(&reading, MATTER_BARE, ids, count, found, &seen, reterr) : ERR_NONE;
    for (size_t i = 0; !kind && i < seen; i++) {
        const char *topic =
            arena_printf(&work->arena, "matter:%s",
                         matter_id_print(work->api->settings.engine, found[i], &work->arena));
        if (!topic)
            return arena_full(reterr);
        add_event(out, heads, topic, found[i]->version);
    }
    return kind;
}

static bool is_marked(const struct live_stream *stream)
{
    bool marked =
        (stream->tasks && stream->wants_tasks) || (stream->messages && stream->wants_messages);
    for (size_t m = 0; m < stream->matter_count; m++)
        marked |= stream->matter_changed[m];
    return marked;
}

/* False: the stream is over: signed out, gone, or too slow. */
static bool tell(struct live *live, struct live_stream *stream, struct work *work)
{
    struct err err = {0};
    struct text out;
    text_init(&out, &work->arena, EVENT_BYTES_MAX);
    if (actor_again(work, stream->session_hash, stream->by_key, &err) || !work->actor.account_id ||
        add_matters(work, stream, &out, &live->heads, &err))
        return false;
    if (stream->tasks && stream->wants_tasks)
        add_event(&out, &live->heads, "tasks", 0);
    if (stream->messages && stream->wants_messages)
        add_event(&out, &live->heads, "messages", 0);
    const char *text = text_done(&out);
    stream->tasks = stream->messages = false;
    memset(stream->matter_changed, 0, sizeof stream->matter_changed);
    stream->seen = live->heads;
    return text && http_stream_write(stream->http, text, strlen(text));
}

/* One stream in one pass of the thread. False: it is over. */
static bool attend(struct live *live, struct live_stream *stream, int64_t now_us)
{
    static const char beat[] = ": still here\n\n";
    ARENA_SCOPED arena;
    arena_init(&arena, PASS_ARENA_BYTES);
    struct err err = {0};
    if (now_us - stream->opened_us > LIFE_US)
        return false; /* the browser comes again, and is asked for its session anew */
    if (stream->fresh && live_mark_missed(stream, live->db, &live->heads, &arena, &err))
        return false;
    bool due = stream->fresh || now_us - stream->written_us >= PAUSE_US;
    stream->fresh = false;
    if (due && is_marked(stream)) {
        struct work work = {.api = live->api, .db = live->db};
        arena_init(&work.arena, PASS_ARENA_BYTES);
        bool good = tell(live, stream, &work);
        arena_release(&work.arena);
        stream->written_us = now_us;
        return good;
    }
    if (now_us - stream->written_us < BEAT_US)
        return true;
    stream->written_us = now_us;
    return http_stream_write(stream->http, beat, strlen(beat));
}

static void end_stream(struct live *live, struct live_stream **at)
{
    struct live_stream *stream = *at;
    *at = stream->next;
    atomic_fetch_sub(&live->count, 1);
    http_stream_end(stream->http);
    free(stream);
}

static void attend_all(struct live *live)
{
    int64_t now_us = pause_now_us();
    for (struct live_stream **at = &live->streams; *at;) {
        if (attend(live, *at, now_us))
            at = &(*at)->next;
        else
            end_stream(live, at);
    }
}

/* Closed by the browser long ago, most likely: the newest, which stand in front, are in use. */
static void end_oldest_of(struct live *live, int64_t account_id)
{
    struct live_stream **oldest = NULL;
    size_t own = 0;
    for (struct live_stream **at = &live->streams; *at; at = &(*at)->next) {
        if ((*at)->account_id == account_id) {
            own++;
            oldest = at;
        }
    }
    if (own > STREAMS_OF_ACCOUNT_MAX)
        end_stream(live, oldest);
}

static void adopt(struct live *live)
{
    (void) pthread_mutex_lock(&live->mutex);
    struct live_stream *arriving = live->arriving;
    live->arriving = NULL;
    (void) pthread_mutex_unlock(&live->mutex);
    struct live_stream *in_order = NULL;
    while (arriving) { /* the last came to the front */
        struct live_stream *next = arriving->next;
        arriving->next = in_order;
        in_order = arriving;
        arriving = next;
    }
    while (in_order) {
        struct live_stream *stream = in_order;
        in_order = stream->next;
        stream->next = live->streams;
        live->streams = stream;
        end_oldest_of(live, stream->account_id);
    }
}

/* ---- life -------------------------------------------------------------------------------------
 */

static bool pause_live(struct live *live)
{
    (void) pthread_mutex_lock(&live->mutex);
    if (!live->stopping)
        (void) pause_wait(&live->wake, &live->mutex, WAKE_MS);
    bool stopping = live->stopping;
    (void) pthread_mutex_unlock(&live->mutex);
    return !stopping;
}

/* Streams that begin look by themselves what they missed: nothing before them is read. */
static enum err_kind look(struct live *live, struct arena *arena, struct err *reterr)
{
    int64_t batches = engine_counts(live->api->settings.engine).batches;
    bool none = live->streams == NULL;
    enum err_kind kind = ERR_NONE;
    if (none)
        kind = live_heads_read(live->db, arena, &live->heads, reterr);
    else if (batches != live->batches) /* nothing was committed: nothing is asked */
        kind = live_mark(live->streams, live->db, &live->heads, arena, reterr);
    if (!kind)
        live->batches = batches;
    return kind;
}

static void *live_run(void *context)
{
    struct live *live = context;
    while (pause_live(live)) {
        ARENA_SCOPED arena;
        arena_init(&arena, PASS_ARENA_BYTES);
        struct err err = {0};
        if (live_count(live) == 0)
            continue;
        if (look(live, &arena, &err)) {
            db_rollback(live->db); /* reopens a lost connection */
            continue;
        }
        adopt(live);
        attend_all(live);
    }
    return NULL;
}

enum err_kind live_start(struct api *api, struct live **ret, struct err *reterr)
{
    struct live *live = calloc(1, sizeof *live);
    if (!live)
        return arena_full(reterr);
    live->api = api;
    live->batches = -1;
    (void) pthread_mutex_init(&live->mutex, NULL);
    pause_init(&live->wake);
    enum err_kind kind = db_open(api->settings.store_url, DB_READ_ONLY, &live->db, reterr);
    if (!kind && pthread_create(&live->thread, NULL, live_run, live))
        kind = err_set(reterr, ERR_BUSY, "api.threads", "no thread can be started");
    if (kind) {
        db_close(live->db);
        free(live);
        return kind;
    }
    *ret = live;
    return ERR_NONE;
}

void live_stop(struct live *live)
{
    if (!live)
        return;
    (void) pthread_mutex_lock(&live->mutex);
    live->stopping = true;
    (void) pthread_cond_signal(&live->wake);
    (void) pthread_mutex_unlock(&live->mutex);
    (void) pthread_join(live->thread, NULL);
    adopt(live);
    while (live->streams)
        end_stream(live, &live->streams);
    db_close(live->db);
    (void) pthread_mutex_destroy(&live->mutex);
    (void) pthread_cond_destroy(&live->wake);
    free(live);
}

size_t live_count(struct live *live) { return atomic_load(&live->count); }

/* The stream itself is made by live_open(), once the request has passed. */
static enum err_kind nothing_to_read(struct reading *reading, struct json_writer *writer,
                                     struct err *reterr)
{
    (void) reading, (void) writer, (void) reterr;
    return ERR_NONE;
}

const struct operation live_operations[] = {
    {.name = "live",
     .method = "GET",
     .path = "/live",
     .permission = "signed_in",
     .summary = {"有变化时通知（事件流）", "Events: what has changed, as a stream"},
     .query = "topics last",
     .live = true,
     .read = nothing_to_read},
    {.name = NULL}};

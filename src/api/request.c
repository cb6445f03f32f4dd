/*
 * api/request: one request from its bytes to a call or a reading, and the answer back. The order of
 * questions is fixed: address, sender, permission, headers, body; nobody learns of a body's faults
 * who may not send it.
 */
#include "api/download.h"
#include "api/live.h"
#include "api/private.h"

#include "base/log.h"
#include "base/text.h"

#include <errno.h>

enum { DEVICE_BYTES_MAX = 200 };
enum { WORK_ARENA_BYTES = 32 << 20, REPLY_BYTES_MAX = 8 << 20 };

int64_t real_now(const struct api *api)
{
    const struct ports *ports = engine_ports(api->settings.engine);
    return ports->real_now_us(ports->context);
}

int64_t court_now(const struct api *api)
{
    const struct ports *ports = engine_ports(api->settings.engine);
    return ports->court_now_us(ports->context);
}

struct work *work_of_call(const struct call *call) { return call->done_context; }

struct work *work_of_reading(struct reading *reading)
{
    return (struct work *) (void *) ((char *) reading - offsetof(struct work, reading));
}

/* ---- answering ------------------------------------------------------------------------------ */

/* One line a request: the row's name, never the address, which may tell of a person's matter. */
static void log_request(const struct work *work, int status, const char *code, int64_t took_us)
{
    const struct operation *row = work->route ? work->route->operation : NULL;
    const struct log_field fields[] = {LOG_TEXT("operation", row ? row->name : "other"),
                                       LOG_TEXT("method", row ? row->method : ""),
                                       LOG_INT("status", status),
                                       LOG_INT("took_us", took_us),
                                       LOG_TEXT("actor", work->actor.kind ? work->actor.kind : ""),
                                       LOG_TEXT("code", code)};
    log_event(status >= 500 ? "error" : "info", "request", fields, COUNT_OF(fields));
}

static void count_and_log(const struct work *work, int status, const char *code)
{
    int64_t took_us = real_now(work->api) - work->began_us;
    metrics_count(work->api, work->route, status, took_us);
    log_request(work, status, code, took_us);
}

static void work_free(struct work *work)
{
    arena_release(&work->arena);
    free(work);
}

/* Counts, sends, and ends the work: `work` is gone afterwards. */
static void finish(struct work *work, struct http_reply *reply, const char *code)
{
    bool kept = work->route && work->route->operation->kept && reply->status < 400;
    http_reply_header(reply, "Cache-Control", kept ? "private, no-cache" : "no-store");
    http_reply_header(reply, "X-Content-Type-Options", "nosniff");
    count_and_log(work, reply->status, code);
    http_send(work->exchange, reply);
    work_free(work);
}

static const char memory_problem[] =
    "{\"type\":\"/errors/request.memory\",\"code\":\"request.memory\",\"status\":413,"
    "\"title\":\"一次提交的内容过多。\",\"title_en\":\"Too much at once.\"}";

static void tell_retry(struct work *work, struct http_reply *reply, int seconds)
{
    if (seconds)
        http_reply_header(reply, "Retry-After", arena_printf(&work->arena, "%d", seconds));
}

static void refuse(struct work *work, enum err_kind kind, const struct err *err,
                   const struct words *refusal, const struct field_errors *errors)
{
    /* A full arena cannot hold its own problem. */
    bool full = kind == ERR_LIMIT && err->code && strcmp(err->code, "request.memory") == 0;
    const char *body =
        full ? NULL
             : problem_print(&work->arena, hotline_of(work->api), kind, err, refusal, errors);
    struct http_reply reply = {.status = body ? problem_status(kind, err->code) : 413,
                               .content_type = "application/problem+json",
                               .body = body ? body : memory_problem};
    reply.body_bytes = strlen(reply.body);
    tell_retry(work, &reply, problem_retry_seconds(kind, err->code));
    if (err->code && strcmp(err->code, "path.method") == 0)
        http_reply_header(&reply, "Allow", err->text);
    if (err->code && strcmp(err->code, "court.elsewhere") == 0)
        http_reply_header(&reply, "Link",
                          arena_printf(&work->arena, "<%s>; rel=\"alternate\"", err->text));
    if (kind == ERR_UNIDENTIFIED)
        http_reply_header(&reply, "WWW-Authenticate", "Bearer");
    finish(work, &reply, err->code ? err->code : "");
    if (kind == ERR_STORE) {
        /* Internal faults are told in words, to engineers only. */
        const struct log_field fields[] = {LOG_TEXT("code", err->code),
                                           LOG_TEXT("text", err->text)};
        log_event("error", "fault", fields, COUNT_OF(fields));
    }
}

static void call_done(struct call *call, enum err_kind kind, const struct err *err)
{
    struct work *work = call->done_context;
    metrics_count_action(work->api, call, kind == ERR_NONE);
    if (kind) {
        refuse(work, kind, err, &call->refusal, kind == ERR_INVALID ? &call->errors : NULL);
        return;
    }
    const char *body = call->reply ? call->reply : "";
    struct http_reply reply = {.status = call->status ? call->status : 200,
                               .content_type = call->status >= 400 ? "application/problem+json"
                                                                   : "application/json",
                               .body = body,
                               .body_bytes = strlen(body)};
    const char *cookie = call->set_cookie;
    if (cookie && work->behind_tls)
        cookie = arena_printf(&work->arena, "%s; Secure", cookie);
    if (cookie)
        http_reply_header(&reply, "Set-Cookie", cookie);
    tell_retry(work, &reply, call->retry_seconds);
    finish(work, &reply, "");
}

/* What is sent so says the same to everybody, so that its packed length tells nothing. */
void reply_tag(struct http_reply *reply, const char *known_tags, bool takes_gzip,
               struct arena *arena)
{
    char hash[SM3_HEX];
    struct sm3 sum = sm3_of(reply->body, reply->body_bytes);
    text_hex(sum.bytes, SM3_BYTES, hash);
    const char *tag = arena_printf(arena, "\"%.32s%s\"", hash, takes_gzip ? "-gzip" : "");
    if (tag && known_tags && strstr(known_tags, tag)) {
        reply->status = 304;
        reply->body = "";
        reply->body_bytes = 0;
    } else if (takes_gzip)
        http_reply_gzip(reply, arena);
    http_reply_header(reply, "ETag", tag);
    http_reply_header(reply, "Vary", "Accept-Encoding");
}

static void run_read(struct work *work)
{
    struct reading *reading = &work->reading;
    struct json_writer writer;
    struct err err = {0};
    json_writer_init(&writer, &work->arena, REPLY_BYTES_MAX);
    enum err_kind kind = work->route->operation->read(reading, &writer, &err);
    const char *body = kind || reading->bytes ? NULL : json_done(&writer);
    if (!kind && !body && !reading->bytes)
        kind = arena_full(&err);
    if (kind) {
        if (kind == ERR_STORE || kind == ERR_BUSY)
            db_rollback(work->db); /* reopens a lost connection */
        refuse(work, kind, &err, NULL, NULL);
        return;
    }
    const char *etag = reading->etag ? arena_printf(&work->arena, "\"%s\"", reading->etag) : NULL;
    bool known = etag && text_equal(etag, work->if_none_match);
    if (known)
        body = "";
    struct http_reply reply = {.status = known ? 304 : 200,
                               .content_type = body ? "application/json" : reading->media_type,
                               .body = body ? body : reading->bytes,
                               .body_bytes = body ? strlen(body) : reading->byte_count};
    if (work->route->operation->kept)
        reply_tag(&reply, work->known_tag, work->takes_gzip, &work->arena);
    if (!body)
        http_reply_header(&reply, "Content-Security-Policy",
                          "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    if (etag)
        http_reply_header(&reply, "ETag", etag);
    if (!body)
        download_cut(&reply, work->range, work->if_range, etag, &work->arena);
    if (!body && reading->download_name)
        http_reply_header(&reply, "Content-Disposition",
                          download_disposition(reading->download_name, &work->arena));
    finish(work, &reply, "");
}

static void submit(struct work *work)
{
    struct err err = {0};
    enum err_kind kind = engine_submit(work->api->settings.engine, &work->call, &err);
    if (kind)
        refuse(work, kind, &err, NULL, NULL);
}

void work_run_slow(struct work *work)
{
    const struct operation *row = work->route->operation;
    work->reading.db = work->db;
    if (row->read) {
        run_read(work);
        return;
    }
    struct err err = {0};
    enum err_kind kind = row->prepare ? row->prepare(&work->call, &err) : ERR_NONE;
    if (kind)
        refuse(work, kind, &err, &work->call.refusal, &work->call.errors);
    else
        submit(work);
}

/* ---- asking --------------------------------------------------------------------------------- */

static bool is_write(const struct operation *row) { return row->read == NULL; }

/* Answered on the thread that took it, by its own reader. */
static bool is_quick_read(const struct operation *row)
{
    return row->read && !row->slow && !row->live;
}

/* In maintenance everything can be read and nothing sent in. */
static enum err_kind check_open(const struct work *work, struct err *reterr)
{
    const char *maintenance = work->api->settings.maintenance;
    return maintenance && is_write(work->route->operation) && !work->route->operation->always
               ? err_set(reterr, ERR_BUSY, "maintenance", "%.150s", maintenance)
               : ERR_NONE;
}

static enum err_kind hash_request(struct work *work, const struct http_request *request,
                                  struct err *reterr)
{
    const char *params = json_canonical(&work->arena, work->params);
    struct sm3_stream *stream = params ? sm3_stream_new() : NULL;
    if (!stream)
        return arena_full(reterr);
    sm3_stream_add(stream, request->method, strlen(request->method) + 1);
    sm3_stream_add(stream, request->path, strlen(request->path) + 1);
    sm3_stream_add(stream, params, strlen(params) + 1);
    sm3_stream_add(stream, request->body, request->body_bytes);
    work->call.request_hash = sm3_stream_end(stream);
    return ERR_NONE;
}

static enum err_kind find_matter(struct work *work, struct err *reterr)
{
    if (!text_starts(work->route->operation->path, "/matters/{id}"))
        return ERR_NONE;
    const char *id = value_text(value_get(work->params, "id"));
    if (!matter_id_parse(work->api->settings.engine, id, &work->call.matter_id))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
    return ERR_NONE;
}

static enum err_kind make_call(struct work *work, const struct http_request *request,
                               struct err *reterr)
{
    struct call *call = &work->call;
    int64_t since_us = real_now(work->api) - request->received_us;
    call->engine = work->api->settings.engine;
    call->arena = &work->arena;
    call->operation = work->route->operation;
    call->actor = work->actor;
    call->params = work->params;
    call->body = work->body;
    call->client_address = arena_copy(&work->arena, request->client_address);
    call->received_us = court_now(work->api) - since_us;
    call->done = call_done;
    call->done_context = work;
    enum err_kind kind = call->client_address ? find_matter(work, reterr) : arena_full(reterr);
    return kind ? kind : hash_request(work, request, reterr);
}

static void make_reading(struct work *work)
{
    work->reading = (struct reading){.engine = work->api->settings.engine,
                                     .db = work->db,
                                     .arena = &work->arena,
                                     .actor = work->actor,
                                     .params = work->params,
                                     .body = work->body,
                                     .raw = work->call.raw,
                                     .raw_bytes = work->call.raw_bytes,
                                     .now_us = court_now(work->api)};
}

static void dispatch(struct work *work)
{
    struct api *api = work->api;
    const struct operation *row = work->route->operation;
    struct err err = {0};
    if (row->live) {
        enum err_kind refused = live_open(work, &err);
        if (refused) {
            refuse(work, refused, &err, NULL, NULL);
            return;
        }
        count_and_log(work, 200, "");
        work_free(work);
        return;
    }
    if (is_quick_read(row)) {
        run_read(work);
        return;
    }
    http_suspend(work->exchange);
    enum err_kind kind = ERR_NONE;
    if (!row->slow)
        submit(work);
    else
        kind = pool_put(api, work, &err);
    if (kind)
        refuse(work, kind, &err, NULL, NULL);
}

static void handle_call(struct api *api, struct http_request *request)
{
    struct work *work = calloc(1, sizeof *work);
    if (!work) {
        reply_plain(request->exchange, 503, "application/problem+json", memory_problem);
        return;
    }
    work->api = api;
    work->exchange = request->exchange;
    work->began_us = real_now(api);
    work->db = api->readers[request->thread_index % IO_THREADS];
    work->oidc_cookie = http_cookie(request, OIDC_COOKIE);
    work->known_tag = http_header(request, "If-None-Match");
    work->takes_gzip = http_takes_gzip(request);
    work->behind_tls = request->secure;
    arena_init(&work->arena, WORK_ARENA_BYTES);
    work->client_address = arena_copy(&work->arena, request->client_address);
    const char *agent = http_header(request, "User-Agent");
    work->device = arena_printf(&work->arena, "%.*s", DEVICE_BYTES_MAX, agent ? agent : "");
    if (!work->device || !text_is_utf8(work->device, strlen(work->device)))
        work->device = ""; /* cut within a character, or no text at all */
    work->if_none_match = arena_copy(&work->arena, http_header(request, "If-None-Match"));
    work->last_event_id = arena_copy(&work->arena, http_header(request, "Last-Event-ID"));
    work->range = arena_copy(&work->arena, http_header(request, "Range"));
    work->if_range = arena_copy(&work->arena, http_header(request, "If-Range"));
    struct field_errors errors = {.count = 0};
    struct err err = {0};
    struct db *db = work->db; /* the work is gone when it is answered */
    enum err_kind kind = request_route(work, request, &err);
    if (!kind && is_quick_read(work->route->operation))
        db_hold(db);
    if (!kind)
        kind = actor_resolve(work, request, &err);
    if (!kind)
        kind = permission_check(work->route->operation->permission, &work->actor, &err);
    if (!kind)
        kind = check_open(work, &err);
    if (!kind && is_write(work->route->operation))
        kind = request_headers(work, request, &err);
    if (!kind)
        kind = request_body(work, request, &err);
    if (!kind)
        kind = request_form(work, &errors, &err);
    if (!kind && is_write(work->route->operation))
        kind = make_call(work, request, &err);
    if (!kind)
        make_reading(work);
    if (kind == ERR_STORE)
        db_rollback(work->db); /* reopens a lost connection */
    if (kind)
        refuse(work, kind, &err, NULL, &errors);
    else
        dispatch(work);
    db_release(db);
}

/* ---- everything that is no operation -------------------------------------------------------- */

void reply_plain(struct http_exchange *exchange, int status, const char *content_type,
                 const char *body)
{
    struct http_reply reply = {
        .status = status, .content_type = content_type, .body = body, .body_bytes = strlen(body)};
    http_reply_header(&reply, "Cache-Control", "no-store");
    http_reply_header(&reply, "X-Content-Type-Options", "nosniff");
    http_send(exchange, &reply);
}

void request_handle(void *context, struct http_request *request)
{
    struct api *api = context;
    const char *path = request->path;
    if (text_starts(path, API_PREFIX "/")) {
        handle_call(api, request);
    } else if (strcmp(path, "/healthz") == 0) {
        reply_plain(request->exchange, 200, "application/json", "{\"status\":\"ok\"}");
    } else if (strcmp(path, "/metrics") == 0) {
        const char *text = metrics_text(api, request->arena);
        reply_plain(request->exchange, text ? 200 : 503, "text/plain; version=0.0.4",
                    text ? text : "");
    } else if (strcmp(path, "/api/openapi.json") == 0) {
        reply_plain(request->exchange, 200, "application/json", api->description);
    } else {
        pages_send(api, request);
    }
}

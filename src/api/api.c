/* api/api: starting and stopping; which tables are routed. */
#include "api/private.h"

#include "api/live.h"
#include "api/operations.h"

enum {
    API_ARENA_BYTES = 128 << 20,
    ROWS_MAX = 512,
    BODY_BYTES_MAX = 21 << 20,
    JSON_BYTES_MAX = 1 << 20
};

static enum err_kind add_rows(const struct operation **rows, size_t *count,
                              const struct operation *table, size_t table_count, struct err *reterr)
{
    for (size_t i = 0; i < table_count && table[i].name; i++) {
        if (*count == ROWS_MAX)
            return err_set(reterr, ERR_LIMIT, "api.rows", "more than %d operations", ROWS_MAX);
        rows[(*count)++] = &table[i];
    }
    return ERR_NONE;
}

static enum err_kind build_routes(struct api *api, struct err *reterr)
{
    const struct operation *rows[ROWS_MAX];
    const struct operation *const tables[] = {
        session_operations,       account_operations,
        identity_operations,      matter_operations,
        document_operations,      upload_operations,
        page_operations,          register_operations,
        definition_operations,    task_operations,
        absence_operations,       filter_operations,
        calendar_operations,      feed_operations,
        outage_operations,        difference_operations,
        second_factor_operations, device_operations,
        key_operations,           proof_operations,
        right_operations,         level_operations,
        unit_operations,          audit_operations,
        search_operations,        job_operations,
        delegation_operations,    real_name_operations,
        contact_operations,       live_operations,
        share_operations,         message_check_operations,
        inbox_operations,         oidc_operations,
        envelope_operations,      api->settings.demo ? demo_operations : NULL};
    const struct operation *const engine_rows[] = {&operation_open,
                                                   &operation_act,
                                                   &operation_draft,
                                                   &operation_post,
                                                   &operation_setting,
                                                   &operation_settings,
                                                   &operation_holidays,
                                                   &operation_holidays_preview,
                                                   &operation_definition_check,
                                                   &operation_definition_publish,
                                                   &operation_definition_withdraw,
                                                   &operation_import,
                                                   &operation_envelope,
                                                   &operation_envelope_piece,
                                                   &operation_import_preview,
                                                   &operation_job_open,
                                                   &operation_job_act,
                                                   &operation_job_recount,
                                                   &operation_job_export,
                                                   &operation_job_cancel};
    const struct system *const *systems = engine_systems(api->settings.engine);
    const struct operation *rules = NULL;
    size_t count = 0, rule_count = 0;
    enum err_kind kind = law_operations(&api->arena, &rules, &rule_count, reterr);
    if (!kind)
        kind = add_rows(rows, &count, rules, rule_count, reterr);
    for (size_t i = 0; !kind && i < COUNT_OF(tables) && tables[i]; i++)
        kind = add_rows(rows, &count, tables[i], SIZE_MAX, reterr);
    for (size_t i = 0; !kind && i < COUNT_OF(engine_rows); i++)
        kind = add_rows(rows, &count, engine_rows[i], 1, reterr);
    for (size_t i = 0; !kind && systems[i]; i++)
        kind = add_rows(rows, &count, systems[i]->operations, systems[i]->operation_count, reterr);
    return kind ? kind : router_build(rows, count, &api->arena, &api->router, reterr);
}

/* Only uploads may be long: anything else is cut off before it is read. */
static size_t body_limit(void *context, const char *method, const char *path)
{
    const struct api *api = context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    const struct route *route = NULL;
    struct value *params = value_new_map(&arena);
    bool ours = strncmp(path, "/api/v1/", 8) == 0 && params;
    if (ours && router_match(&api->router, method, path + 7, &arena, params, &route, NULL))
        route = NULL;
    size_t raw = route ? route->operation->raw_bytes_max : 0;
    return raw > JSON_BYTES_MAX ? raw : JSON_BYTES_MAX;
}

static enum err_kind open_readers(struct api *api, struct err *reterr)
{
    for (size_t i = 0; i < COUNT_OF(api->readers); i++) {
        enum err_kind kind =
            db_open(api->settings.store_url, DB_READ_ONLY, &api->readers[i], reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

static enum err_kind prepare(struct api *api, struct err *reterr)
{
    enum err_kind kind = build_routes(api, reterr);
    if (kind)
        return kind;
    kind = metrics_start(api, reterr);
    if (kind)
        return kind;
    api->description = openapi_text(api, &api->arena);
    if (!api->description)
        return arena_full(reterr);
    kind = pages_load(api->settings.web_folder, &api->arena, &api->pages, reterr);
    if (!kind)
        kind = open_readers(api, reterr);
    if (!kind)
        kind = live_start(api, &api->live, reterr);
    return kind ? kind : pool_start(api, reterr);
}

enum err_kind api_start(const struct api_settings *settings, struct api **ret, struct err *reterr)
{
    struct api *api = calloc(1, sizeof *api);
    if (!api)
        return arena_full(reterr);
    api->settings = *settings;
    arena_init(&api->arena, API_ARENA_BYTES);
    (void) pthread_mutex_init(&api->mutex, NULL);
    const struct http_settings http = {.listen = settings->listen,
                                       .trusted_proxies = settings->trusted_proxies,
                                       .threads = IO_THREADS,
                                       .body_bytes_max = BODY_BYTES_MAX,
                                       .body_limit = body_limit,
                                       .connections_max = 4000,
                                       .connections_per_address_max = 200,
                                       .request_seconds_max = 30,
                                       .idle_seconds = 15,
                                       .handler = request_handle,
                                       .context = api};
    enum err_kind kind = prepare(api, reterr);
    if (!kind)
        kind = http_start(&http, &api->server, reterr);
    if (kind) {
        api_stop(api);
        return kind;
    }
    *ret = api;
    return ERR_NONE;
}

int api_port(const struct api *api) { return http_port(api->server); }

void api_stop(struct api *api)
{
    if (!api)
        return;
    live_stop(api->live);
    if (api->server)
        http_stop(api->server);
    pool_stop(api);
    for (size_t i = 0; i < COUNT_OF(api->readers); i++)
        db_close(api->readers[i]);
    arena_release(&api->arena);
    (void) pthread_mutex_destroy(&api->mutex);
    free(api);
}

/* api/metrics: counters a running server shows Prometheus (text format 0.0.4). */
#include "api/live.h"
#include "api/private.h"

#include "base/text.h"

void metrics_count(struct api *api, const struct route *route, int status, int64_t took_us)
{
    struct tally *tally = &api->tallies[route ? route->index : api->router.count];
    int class = status / 100 < 6 && status > 0 ? status / 100 : 0;
    (void) atomic_fetch_add(&tally->by_class[class], 1);
    (void) atomic_fetch_add(&tally->total_us, took_us);
}

enum err_kind metrics_start(struct api *api, struct err *reterr)
{
    const struct system *const *systems = engine_systems(api->settings.engine);
    size_t count = 0;
    api->tallies = arena_array(&api->arena, api->router.count + 1, sizeof *api->tallies);
    for (size_t i = 0; systems[i]; i++)
        count += engine_workflow(api->settings.engine, systems[i]->name)->action_count;
    api->actions = arena_array(&api->arena, count + 1, sizeof *api->actions);
    if (!api->tallies || !api->actions)
        return arena_full(reterr);
    for (size_t i = 0; systems[i]; i++) {
        const struct workflow *workflow = engine_workflow(api->settings.engine, systems[i]->name);
        for (size_t j = 0; j < workflow->action_count; j++) {
            struct action_tally *tally = &api->actions[api->action_count++];
            tally->system = workflow->system;
            tally->action = workflow->actions[j].name;
        }
    }
    return ERR_NONE;
}

void metrics_count_action(struct api *api, const struct call *call, bool done)
{
    const char *action = value_text(value_get(call->params, "action"));
    if (call->operation != &operation_act || !call->matter || !action)
        return;
    for (size_t i = 0; i < api->action_count; i++) {
        struct action_tally *tally = &api->actions[i];
        if (strcmp(tally->system, call->matter->workflow->system) == 0 &&
            strcmp(tally->action, action) == 0)
            (void) atomic_fetch_add(done ? &tally->done : &tally->refused, 1);
    }
}

static void write_actions(struct api *api, struct text *text)
{
    text_add(text, "# HELP fengqiao_matter_actions_total Actions people asked for, by result.\n"
                   "# TYPE fengqiao_matter_actions_total counter\n");
    for (size_t i = 0; i < api->action_count; i++) {
        struct action_tally *tally = &api->actions[i];
        const long long counts[] = {atomic_load(&tally->done), atomic_load(&tally->refused)};
        for (size_t j = 0; j < COUNT_OF(counts); j++) {
            if (counts[j])
                text_add_format(text,
                                "fengqiao_matter_actions_total{system=\"%s\",action=\"%s\","
                                "result=\"%s\"} %lld\n",
                                tally->system, tally->action, j ? "refused" : "done", counts[j]);
        }
    }
}

static void write_operations(struct api *api, struct text *text)
{
    text_add(text, "# HELP fengqiao_requests_total Requests answered, by operation and status.\n"
                   "# TYPE fengqiao_requests_total counter\n");
    for (size_t i = 0; i <= api->router.count; i++) {
        const char *name = i < api->router.count ? api->router.routes[i].operation->name : "other";
        for (int class = 1; class < 6; class ++) {
            long long count = atomic_load(&api->tallies[i].by_class[class]);
            if (count)
                text_add_format(text,
                                "fengqiao_requests_total{operation=\"%s\",status=\"%dxx\"} %lld\n",
                                name, class, count);
        }
    }
    text_add(text, "# HELP fengqiao_request_seconds_total Time spent on requests.\n"
                   "# TYPE fengqiao_request_seconds_total counter\n");
    for (size_t i = 0; i <= api->router.count; i++) {
        long long total_us = atomic_load(&api->tallies[i].total_us);
        if (total_us)
            text_add_format(text, "fengqiao_request_seconds_total{operation=\"%s\"} %lld.%06lld\n",
                            i < api->router.count ? api->router.routes[i].operation->name : "other",
                            total_us / SECOND_US, total_us % SECOND_US);
    }
}

const char *metrics_text(struct api *api, struct arena *arena)
{
    struct text text;
    text_init(&text, arena, 1 << 20);
    struct engine_counts counts = engine_counts(api->settings.engine);
    write_operations(api, &text);
    write_actions(api, &text);
    text_add_format(&text,
                    "# HELP fengqiao_batches_total Durable commits of the writer.\n"
                    "# TYPE fengqiao_batches_total counter\n"
                    "fengqiao_batches_total %lld\n"
                    "# HELP fengqiao_calls_total Writes decided.\n"
                    "# TYPE fengqiao_calls_total counter\n"
                    "fengqiao_calls_total %lld\n"
                    "# HELP fengqiao_calls_refused_total Writes that were refused.\n"
                    "# TYPE fengqiao_calls_refused_total counter\n"
                    "fengqiao_calls_refused_total %lld\n"
                    "# HELP fengqiao_queue_length Writes that wait for the writer.\n"
                    "# TYPE fengqiao_queue_length gauge\n"
                    "fengqiao_queue_length %lld\n"
                    "# HELP fengqiao_search_waiting Matters that wait to be indexed for search.\n"
                    "# TYPE fengqiao_search_waiting gauge\n"
                    "fengqiao_search_waiting %lld\n"
                    "# HELP fengqiao_live_streams Streams of events that are open.\n"
                    "# TYPE fengqiao_live_streams gauge\n"
                    "fengqiao_live_streams %zu\n",
                    (long long) counts.batches, (long long) counts.calls,
                    (long long) counts.refused, (long long) counts.queue_length,
                    (long long) counts.search_waiting, live_count(api->live));
    return text_done(&text);
}

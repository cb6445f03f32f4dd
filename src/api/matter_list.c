/*
 * api/matter_list: GET /matters, by kind, state, court, days of opening and who has a task of it,
 * in order of the last change (newest or oldest first: what has an index). Who sees what follows
 * from grants and participants: each grant is an index range of (court, system), read in one flight
 * and merged here by time of change. The statements join the same rule as matter_visible()
 * (tests/random holds the two against each other); every row is asked it again before it is shown.
 */
#include "api/page.h"
#include "base/text.h"

enum { RANGES_MAX = 1024 };

static const char *role_name(role_set bit)
{
    for (size_t i = 0; i < role_count; i++) {
        if (bit >> i & 1)
            return roles[i].name;
    }
    return "";
}

static void add_grants(struct reading *reading, struct db_flight *flight,
                       const struct matter_filter *filter)
{
    const struct system *const *systems = engine_systems(reading->engine);
    for (size_t i = 0; i < reading->actor.grant_count; i++) {
        const struct role_grant *grant = &reading->actor.grants[i];
        const char *role = role_name(grant->role);
        if (*grant->court && *filter->court && strcmp(grant->court, filter->court) != 0)
            continue;
        for (size_t s = 0; systems[s] && db_flight_count(flight) < RANGES_MAX; s++) {
            const char *system = systems[s]->name;
            const char *court = *grant->court ? grant->court : filter->court;
            /* A role that reads nothing of a system costs no statement. */
            if (!engine_role_reads(reading->engine, system, grant->role) ||
                !actor_reaches(&reading->actor, system) ||
                (*filter->system && strcmp(filter->system, system) != 0))
                continue;
            if (*court) {
                (void) list_matters_of_court(flight, role, court, system, false, filter);
                (void) list_matters_of_court(flight, role, court, system, true, filter);
            } else {
                (void) list_matters_of_system(flight, role, system, filter);
            }
        }
    }
}

static enum err_kind gather(struct reading *reading, const struct matter_filter *filter, bool mine,
                            struct merged_row **ret, size_t *ret_count, struct err *reterr)
{
    struct db_flight *flight = db_flight_new(reading->arena);
    const struct actor *actor = &reading->actor;
    if (!flight)
        return arena_full(reterr);
    if (!mine)
        add_grants(reading, flight, filter);
    if (actor->right_count)
        (void) list_matters_of_right(flight, actor->account_id, reading->now_us, filter);
    if (actor->account_id && strcmp(actor->kind, "public") == 0)
        (void) list_matters_of_owner(flight, actor->account_id, filter);
    if (actor->person_id)
        (void) list_matters_of_person(flight, actor->person_id, filter);
    if (mine && actor->grant_count)
        (void) list_matters_claimed(flight, actor->account_id, filter);
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    return kind ? kind
                : rows_merge(reading->arena, flight, 1, !filter->oldest, ret, ret_count, reterr);
}

struct matter_filter matters_of_reader(const struct reading *reading)
{
    const struct actor *actor = &reading->actor;
    return (struct matter_filter){.system = "",
                                  .court = "",
                                  .state = "",
                                  .clearance = actor->clearance,
                                  .kept_out = actor->right_count ? actor->account_id : 0};
}

enum err_kind matters_page(struct reading *reading, enum matter_parts parts,
                           const struct matter_filter *filter, bool mine, struct matter_page *ret,
                           struct err *reterr)
{
    struct merged_row *places = NULL;
    size_t count = 0;
    enum err_kind kind = engine_note_look(reading, 0, "list", reterr);
    if (!kind)
        kind = gather(reading, filter, mine, &places, &count, reterr);
    if (kind)
        return kind;
    size_t limit = (size_t) filter->page.limit - 1;
    *ret = (struct matter_page){.more = count > limit};
    if (ret->more) {
        count = limit;
        ret->last_us = places[count - 1].at_us;
        ret->last_id = places[count - 1].id;
    }
    int64_t ids[LIST_ROWS_MAX];
    for (size_t i = 0; i < count; i++)
        ids[i] = places[i].id;
    return visible_matters(reading, parts, ids, count, ret->matters, &ret->count, reterr);
}

/* What it is, the days it was opened on, who has a task of it, and the order. */
static enum err_kind read_filter(struct reading *reading, struct matter_filter *filter,
                                 struct err *reterr)
{
    const char *from = param_text(reading->params, "from"), *to = param_text(reading->params, "to"),
               *handler = param_text(reading->params, "handler"),
               *order = param_text(reading->params, "order");
    int32_t day = 0;
    filter->system = param_text(reading->params, "system");
    filter->court = param_text(reading->params, "court");
    filter->state = param_text(reading->params, "state");
    if (*from && !day_parse(from, &day))
        return err_field(reterr, ERR_INVALID, "date.format", "from", "no day");
    if (*from)
        filter->from_us = start_of_day(day);
    if (*to && !day_parse(to, &day))
        return err_field(reterr, ERR_INVALID, "date.format", "to", "no day");
    if (*to)
        filter->before_us = start_of_day(day + 1);
    if (*handler && !public_id_parse(engine_keys(reading->engine), 'A', handler, &filter->handler))
        return err_field(reterr, ERR_INVALID, "reference.format", "handler", "no account's id");
    filter->oldest = strcmp(order, "oldest") == 0;
    if (*order && !filter->oldest && strcmp(order, "newest") != 0)
        return err_field(reterr, ERR_INVALID, "choice.unknown", "order", "newest or oldest");
    return ERR_NONE;
}

enum err_kind matters_list(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct matter_filter filter = matters_of_reader(reading);
    struct matter_page page;
    bool mine = strcmp(param_text(reading->params, "mine"), "1") == 0;
    enum err_kind kind = read_filter(reading, &filter, reterr);
    const char *list = filter.oldest ? "matters oldest" : "matters";
    if (!kind)
        kind = page_read(reading, list, &filter.page, reterr);
    if (!kind)
        kind = matters_page(reading, MATTER_BARE, &filter, mine, &page, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < page.count; i++) {
        json_begin(writer);
        matter_write_row_members(reading->engine, writer, reading->arena, page.matters[i]);
        json_named_flag(writer, "asks", matter_asks(&reading->actor, page.matters[i]));
        json_end(writer);
    }
    json_end_list(writer);
    page_write_next(reading, writer, list, page.more, page.last_us, page.last_id);
    json_end(writer);
    return ERR_NONE;
}

/* engine/deadline: starting, stopping and waking clocks; each keeps its account in words. */
#include "base/text.h"
#include "engine/internal.h"

enum { WARN_HOUR = 9 };

/* "mediation.{track}": a setting, else a field of the matter. */
static const char *fill_name(struct call *call, const struct matter *matter, const char *name)
{
    const char *open = strchr(name, '{');
    const char *close = open ? strchr(open, '}') : NULL;
    if (!close)
        return name;
    const char *inner = arena_copy_bytes(call->arena, open + 1, (size_t) (close - open - 1));
    if (!inner)
        return NULL;
    const char *value = value_text(value_get(matter->fields, inner));
    if (!value)
        value = value_text(value_get(matter->settings, inner));
    if (!value)
        return NULL;
    const char *filled =
        arena_printf(call->arena, "%.*s%s%s", (int) (open - name), name, value, close + 1);
    return filled ? fill_name(call, matter, filled) : NULL;
}

int64_t deadline_next_wake(const struct deadline *deadline, int64_t start_us, int64_t due_us,
                           int64_t warned)
{
    int64_t wake = due_us;
    for (int64_t i = warned; deadline->warn[i]; i++) {
        long days = strtol(deadline->warn[i], NULL, 10);
        int64_t at = (days < 0 ? start_of_day(day_of_instant(due_us - 1) + (int32_t) days)
                               : start_of_day(day_of_instant(start_us) + (int32_t) days)) +
                     WARN_HOUR * HOUR_US;
        if (at < wake)
            wake = at;
        break; /* they are in order */
    }
    return wake;
}

static const char *account_json(struct call *call, const struct period_end *end,
                                const struct calendar *calendar)
{
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 32 * 1024);
    json_begin(&writer);
    json_named_text(&writer, "zh", end->account_zh);
    json_named_text(&writer, "en", end->account_en);
    json_named_text(&writer, "calendar", calendar->version);
    json_end(&writer);
    return json_done(&writer);
}

static enum err_kind find_period(struct call *call, const struct matter *matter,
                                 const struct deadline *deadline, int64_t start_us,
                                 struct period *ret, const char **ret_rule, struct err *reterr)
{
    const char *name =
        fill_name(call, matter, deadline->period ? deadline->period : deadline->length);
    const struct period *found =
        name && deadline->period ? period_find(name, day_of_instant(start_us)) : NULL;
    *ret_rule = name;
    if (found) {
        *ret = *found;
        return ERR_NONE;
    }
    if (!name || deadline->period || !period_parse_length(name, ret))
        return err_set(reterr, ERR_CONFLICT, "deadline.period", "'%s' gives no period",
                       deadline->name);
    ret->basis = deadline->basis;
    ret->zh = deadline->title.zh;
    ret->en = deadline->title.en;
    return ERR_NONE;
}

enum err_kind deadline_begin(struct call *call, struct matter *matter,
                             const struct deadline *deadline, int64_t participant_id,
                             struct err *reterr)
{
    int64_t start_us = call->received_us;
    int32_t day = 0;
    const char *from =
        deadline->from_field ? value_text(value_get(matter->fields, deadline->from_field)) : NULL;
    if (from && day_parse(from, &day))
        start_us = start_of_day(day);
    struct period period;
    struct period_end end;
    const char *rule = NULL;
    enum err_kind kind = find_period(call, matter, deadline, start_us, &period, &rule, reterr);
    if (!kind)
        kind = period_compute(&period, &call->engine->calendar, start_us, 0, call->arena, &end,
                              reterr);
    if (kind)
        return kind;
    const char *account = account_json(call, &end, &call->engine->calendar);
    struct value *open = value_new_map(call->arena), *told = NULL;
    if (!account || !open ||
        json_parse(account, strlen(account), &json_limits_file, call->arena, &told, NULL))
        return arena_full(reterr);
    struct deadline_row row = {.id = call_new_id(call, ID_DEADLINE),
                               .matter_id = matter->id,
                               .participant_id = participant_id,
                               .start_us = start_us,
                               .due_us = end.due_us,
                               .court = matter->court,
                               .name = deadline->name,
                               .state = end.provisional ? "provisional" : "running",
                               .rule = rule,
                               .basis = period.basis,
                               .account = account,
                               .provisional = end.provisional};
    /* A provisional end fires nothing: a person watches it until the table comes. */
    row.wake_us = end.provisional ? 0 : deadline_next_wake(deadline, start_us, end.due_us, 0);
    deadline_insert(call->writes, &row);
    bool good =
        value_set(call->arena, open, "id", value_new_int(call->arena, row.id)) &&
        value_set(call->arena, open, "participant_id",
                  value_new_int(call->arena, participant_id)) &&
        value_set(call->arena, open, "name", value_new_text(call->arena, deadline->name)) &&
        value_set(call->arena, open, "state", value_new_text(call->arena, row.state)) &&
        value_set(call->arena, open, "due_us", value_new_int(call->arena, end.due_us)) &&
        value_set(call->arena, open, "provisional", value_new_bool(call->arena, end.provisional)) &&
        value_set(call->arena, open, "account", told) &&
        value_set(call->arena, open, "basis", value_new_text(call->arena, period.basis)) &&
        value_add(call->arena, matter->deadlines, open);
    return good ? ERR_NONE : arena_full(reterr);
}

enum err_kind call_start_deadline(struct call *call, const char *name, int64_t participant_id,
                                  struct err *reterr)
{
    const struct deadline *deadline = workflow_deadline(call->matter->workflow, name);
    if (!deadline)
        return err_set(reterr, ERR_STORE, "deadline.unknown", "no deadline '%s'", name);
    return deadline_begin(call, call->matter, deadline, participant_id, reterr);
}

enum err_kind call_stop_deadline(struct call *call, const char *name, struct err *reterr)
{
    struct value *open = call->matter->deadlines;
    (void) reterr;
    deadline_stop(call->writes, call->matter->id, name, call->now_us);
    size_t kept = 0;
    for (size_t i = 0; i < open->count; i++) {
        if (!text_equal(value_text(value_get(open->items[i], "name")), name))
            open->items[kept++] = open->items[i];
    }
    open->count = kept;
    return ERR_NONE;
}

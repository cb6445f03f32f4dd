/* engine/deadline: starting, stopping and waking clocks; each keeps its account in words. */
#include "base/text.h"
#include "engine/internal.h"

enum { WARN_HOUR = 9 };

/* "mediation.{track}": a setting, else a field of the matter. */
static const char *fill_name(const struct call *call, const struct matter *matter, const char *name)
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

const char *deadline_rule(const struct call *call, const struct matter *matter,
                          const struct deadline *deadline)
{
    return fill_name(call, matter, deadline->period ? deadline->period : deadline->length);
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

enum err_kind deadline_period(const struct deadline *deadline, const char *rule, int64_t start_us,
                              struct period *ret, struct err *reterr)
{
    const struct period *found =
        rule && deadline->period ? period_find(rule, day_of_instant(start_us)) : NULL;
    if (found) {
        *ret = *found;
        return ERR_NONE;
    }
    if (!rule || deadline->period || !period_parse_length(rule, ret))
        return err_set(reterr, ERR_CONFLICT, "deadline.period", "'%s' gives no period",
                       deadline->name);
    ret->basis = deadline->basis;
    ret->zh = deadline->title.zh;
    ret->en = deadline->title.en;
    return ERR_NONE;
}

size_t deadline_spans(const struct value *spans, struct period_span *ret)
{
    size_t count = 0;
    for (size_t i = 0; i < spans->count && count < DEADLINE_SPANS_MAX; i++) {
        int32_t first = (int32_t) value_int(value_at(spans->items[i], 0), 0);
        int32_t last = (int32_t) value_int(value_at(spans->items[i], 1), first - 1);
        ret[count++] = (struct period_span){first, last};
    }
    return count;
}

/* Works the row's end out anew from its rule, start and spans; everything else of it stays. */
static enum err_kind work_out(struct call *call, const struct deadline *deadline,
                              const struct value *spans, struct deadline_row *row,
                              struct err *reterr)
{
    struct period period;
    struct period_end end;
    const struct calendar *calendar = engine_calendar(call->engine);
    struct period_span taken[DEADLINE_SPANS_MAX];
    size_t taken_count = deadline_spans(spans, taken);
    enum err_kind kind = deadline_period(deadline, row->rule, row->start_us, &period, reterr);
    if (!kind)
        kind = period_compute(&period, calendar, row->start_us,
                              period_days_excluded(period.unit, calendar, taken, taken_count),
                              call->arena, &end, reterr);
    if (kind)
        return kind;
    row->due_us = end.due_us;
    row->basis = period.basis;
    row->account = account_json(call, &end, calendar);
    row->provisional = end.provisional;
    row->state = end.provisional ? "provisional" : "running";
    /* A provisional end fires nothing: a person watches it until the table comes. */
    row->wake_us =
        end.provisional ? 0 : deadline_next_wake(deadline, row->start_us, end.due_us, row->warned);
    return row->account ? ERR_NONE : arena_full(reterr);
}

/* The row as the matter carries it: what load.c reads from disk. */
static bool show(struct call *call, struct value *open, const struct deadline_row *row)
{
    struct arena *arena = call->arena;
    struct value *told = NULL;
    if (json_parse(row->account, strlen(row->account), &json_limits_file, arena, &told, NULL))
        return false;
    return value_set_int(arena, open, "id", row->id) &&
           value_set_int(arena, open, "participant_id", row->participant_id) &&
           value_set_text(arena, open, "name", row->name) &&
           value_set_text(arena, open, "state", row->state) &&
           value_set_int(arena, open, "due_us", row->due_us) &&
           value_set_bool(arena, open, "provisional", row->provisional) &&
           value_set(arena, open, "account", told) &&
           value_set_text(arena, open, "rule", row->rule) &&
           value_set_int(arena, open, "start_us", row->start_us) &&
           value_set_int(arena, open, "warned", row->warned) &&
           value_set_text(arena, open, "basis", row->basis);
}

static struct deadline_row row_of(const struct value *open)
{
    return (struct deadline_row){.id = value_int(value_get(open, "id"), 0),
                                 .participant_id = value_int(value_get(open, "participant_id"), 0),
                                 .name = value_text(value_get(open, "name")),
                                 .state = value_text(value_get(open, "state")),
                                 .due_us = value_int(value_get(open, "due_us"), 0),
                                 .start_us = value_int(value_get(open, "start_us"), 0),
                                 .rule = value_text(value_get(open, "rule")),
                                 .basis = value_text(value_get(open, "basis")),
                                 .warned = value_int(value_get(open, "warned"), 0),
                                 .provisional = value_true(value_get(open, "provisional"))};
}

/* Writes the row and what the matter carries of it, with its new spans. */
static enum err_kind move(struct call *call, struct value *open, struct deadline_row *row,
                          struct value *spans, struct err *reterr)
{
    row->excluded = json_print(call->arena, spans);
    if (!row->excluded || !row->account || !show(call, open, row) ||
        !value_set(call->arena, open, "excluded", spans))
        return arena_full(reterr);
    deadline_move(call->writes, row);
    return ERR_NONE;
}

/* A clock that begins anew from the day it began before is the same period with another length (a
 * procedure that is converted, JI 258): what did not count before does not count now. */
static enum err_kind leave_out_again(struct call *call, const struct deadline *deadline,
                                     struct value *open, struct err *reterr)
{
    struct deadline_row row = row_of(open);
    const struct value *found = NULL;
    for (size_t i = 0; call->stopped && i < call->stopped->count; i++) {
        const struct deadline_row before = row_of(call->stopped->items[i]);
        if (text_equal(before.name, row.name) && before.start_us == row.start_us &&
            before.participant_id == row.participant_id)
            found = value_get(call->stopped->items[i], "excluded");
    }
    if (!found)
        return ERR_NONE;
    struct value *spans = value_copy(call->arena, found);
    if (!spans)
        return arena_full(reterr);
    enum err_kind kind = work_out(call, deadline, spans, &row, reterr);
    return kind ? kind : move(call, open, &row, spans, reterr);
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
    struct deadline_row row = {.id = call_new_id(call, ID_DEADLINE),
                               .matter_id = matter->id,
                               .participant_id = participant_id,
                               .start_us = start_us,
                               .court = matter->court,
                               .name = deadline->name,
                               .rule = deadline_rule(call, matter, deadline)};
    enum err_kind kind = work_out(call, deadline, &value_null, &row, reterr);
    if (kind)
        return kind;
    deadline_insert(call->writes, &row);
    struct value *open = value_new_map(call->arena);
    bool good = open && show(call, open, &row) &&
                value_set(call->arena, open, "excluded", value_new_list(call->arena)) &&
                value_add(call->arena, matter->deadlines, open);
    if (!good)
        return arena_full(reterr);
    return matter == call->matter ? leave_out_again(call, deadline, open, reterr) : ERR_NONE;
}

/* The last span has no end yet. It may be so while the clock is held, too: both end by themselves.
 */
static bool stands_still(const struct value *open)
{
    const struct value *spans = value_get(open, "excluded");
    return spans->count && value_is_null(value_at(spans->items[spans->count - 1], 1));
}

static bool is_held(const struct value *open)
{
    return text_equal(value_text(value_get(open, "state")), CLOCK_HELD);
}

/* The day it stops still counts; the first that does not is the next one (CPL 85: the day of the
 * event is not counted). The span stays open until the clock runs again. */
static enum err_kind stand_still(struct call *call, struct value *open, struct err *reterr)
{
    struct arena *arena = call->arena;
    struct value *spans = value_copy(arena, value_get(open, "excluded")),
                 *span = value_new_list(arena);
    int32_t first = day_of_instant(call->received_us) + 1;
    if (!spans || !span || !value_add(arena, span, value_new_int(arena, first)) ||
        !value_add(arena, span, value_new_text(arena, NULL)) || !value_add(arena, spans, span))
        return arena_full(reterr);
    struct deadline_row row = row_of(open);
    row.state = is_held(open) ? CLOCK_HELD : "suspended";
    row.account = json_print(arena, value_get(open, "account"));
    return move(call, open, &row, spans, reterr);
}

static void keep_from_firing(struct deadline_row *row, const char *state)
{
    row->state = state;
    row->wake_us = 0;
}

static enum err_kind run_again(struct call *call, const struct deadline *deadline,
                               struct value *open, struct err *reterr)
{
    struct value *spans = value_copy(call->arena, value_get(open, "excluded"));
    struct value *today = value_new_int(call->arena, day_of_instant(call->received_us));
    if (!spans || !today)
        return arena_full(reterr);
    spans->items[spans->count - 1]->items[1] = today;
    struct deadline_row row = row_of(open);
    enum err_kind kind = work_out(call, deadline, spans, &row, reterr);
    if (is_held(open))
        keep_from_firing(&row, CLOCK_HELD);
    return kind ? kind : move(call, open, &row, spans, reterr);
}

enum err_kind deadline_suspend(struct call *call, const struct deadline *deadline, bool suspend,
                               struct err *reterr)
{
    struct value *open = call->matter->deadlines;
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < open->count; i++) {
        struct value *row = open->items[i];
        if (!text_equal(value_text(value_get(row, "name")), deadline->name) ||
            stands_still(row) == suspend)
            continue;
        kind = suspend ? stand_still(call, row, reterr) : run_again(call, deadline, row, reterr);
    }
    return kind;
}

enum err_kind deadline_recount(struct call *call, const struct deadline *deadline,
                               struct value *open, bool *ret_moved, struct err *reterr)
{
    struct value *spans = value_copy(call->arena, value_get(open, "excluded"));
    struct deadline_row row = row_of(open);
    bool provisional = row.provisional;
    int64_t due_us = row.due_us;
    enum err_kind kind = spans ? work_out(call, deadline, spans, &row, reterr) : arena_full(reterr);
    *ret_moved = !kind && (row.due_us != due_us || row.provisional != provisional);
    return kind || !*ret_moved ? kind : move(call, open, &row, spans, reterr);
}

enum err_kind deadline_hold(struct call *call, struct value *open, struct err *reterr)
{
    struct deadline_row row = row_of(open);
    row.state = CLOCK_HELD;
    row.account = json_print(call->arena, value_get(open, "account"));
    struct value *spans = value_copy(call->arena, value_get(open, "excluded"));
    return spans ? move(call, open, &row, spans, reterr) : arena_full(reterr);
}

enum err_kind deadline_release(struct call *call, const struct deadline *deadline,
                               struct value *open, struct err *reterr)
{
    struct value *spans = value_copy(call->arena, value_get(open, "excluded"));
    struct deadline_row row = row_of(open);
    enum err_kind kind = spans ? work_out(call, deadline, spans, &row, reterr) : arena_full(reterr);
    if (stands_still(open))
        keep_from_firing(&row, "suspended");
    return kind ? kind : move(call, open, &row, spans, reterr);
}

/* Before a span that is open, which stays the last. */
enum err_kind deadline_leave_out(struct call *call, const struct deadline *deadline,
                                 struct value *open, struct period_span span, struct err *reterr)
{
    struct arena *arena = call->arena;
    struct value *spans = value_copy(arena, value_get(open, "excluded")),
                 *days = value_new_list(arena);
    if (!spans || !days || !value_add(arena, days, value_new_int(arena, span.first_day)) ||
        !value_add(arena, days, value_new_int(arena, span.last_day)) ||
        !value_add(arena, spans, days))
        return arena_full(reterr);
    if (stands_still(open)) {
        spans->items[spans->count - 1] = spans->items[spans->count - 2];
        spans->items[spans->count - 2] = days;
    }
    return value_set(arena, open, "excluded", spans)
               ? deadline_release(call, deadline, open, reterr)
               : arena_full(reterr);
}

bool deadline_runs(const struct value *open)
{
    const char *state = value_text(value_get(open, "state"));
    return !text_equal(state, "suspended") && !text_equal(state, CLOCK_HELD);
}

enum err_kind call_period_end(const struct call *call, const char *name, int32_t day,
                              struct period_end *ret, bool *ret_known, struct err *reterr)
{
    const struct period *period = period_find(name, day);
    *ret_known = period != NULL;
    return period ? period_compute(period, engine_calendar(call->engine), start_of_day(day), 0,
                                   call->arena, ret, reterr)
                  : ERR_NONE;
}

/* Remembered while the action lasts: the same clock may begin anew. */
static bool note_stopped(struct call *call, struct value *open)
{
    struct value *spans = value_copy(call->arena, value_get(open, "excluded"));
    if (!spans || !spans->count)
        return spans != NULL;
    if (stands_still(open))
        spans->items[spans->count - 1]->items[1] =
            value_new_int(call->arena, day_of_instant(call->received_us));
    if (!call->stopped)
        call->stopped = value_new_list(call->arena);
    return call->stopped && value_set(call->arena, open, "excluded", spans) &&
           value_add(call->arena, call->stopped, open);
}

enum err_kind call_stop_deadline(struct call *call, const char *name, struct err *reterr)
{
    struct value *open = call->matter->deadlines;
    deadline_stop(call->writes, call->matter->id, name, call->now_us);
    size_t kept = 0;
    for (size_t i = 0; i < open->count; i++) {
        if (!text_equal(value_text(value_get(open->items[i], "name")), name))
            open->items[kept++] = open->items[i];
        else if (!note_stopped(call, open->items[i]))
            return arena_full(reterr);
    }
    open->count = kept;
    return ERR_NONE;
}

void deadline_became(struct call *call, int64_t id, const char *state, bool closed)
{
    struct value *open = call->matter->deadlines;
    size_t kept = 0;
    for (size_t i = 0; i < open->count; i++) {
        struct value *row = open->items[i];
        bool meant = value_int(value_get(row, "id"), 0) == id;
        if (meant && closed)
            continue;
        if (meant)
            (void) !value_set_text(call->arena, row, "state", state);
        open->items[kept++] = row;
    }
    open->count = kept;
}

int64_t deadlines_earliest(const struct value *deadlines)
{
    int64_t earliest = 0;
    for (size_t i = 0; i < deadlines->count; i++) {
        const struct value *row = deadlines->items[i];
        int64_t due = value_int(value_get(row, "due_us"), 0);
        if (deadline_runs(row) && due && (!earliest || due < earliest))
            earliest = due;
    }
    return earliest;
}

int64_t matter_earliest_due(const struct matter *matter)
{
    return deadlines_earliest(matter->deadlines);
}

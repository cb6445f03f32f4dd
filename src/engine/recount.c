/*
 * engine/recount: after a new holiday table, every open clock is counted anew by a job
 * (bulk_recount.c); one that moves says so as an event of its matter. Clocks that stand still are
 * counted when they run again.
 */
#include "base/text.h"
#include "engine/internal.h"

#define EVENT_RECOUNTED "clock_recounted"

static enum err_kind take_spans(const char *json, struct arena *arena, struct period_span *ret,
                                size_t *ret_count, struct err *reterr)
{
    struct value *spans = NULL;
    *ret_count = 0;
    if (!json)
        return ERR_NONE;
    enum err_kind kind = json_parse(json, strlen(json), &json_limits_file, arena, &spans, reterr);
    if (!kind)
        *ret_count = deadline_spans(spans, ret);
    return kind;
}

/* One row of deadlines_open(): where its clock ends by `calendar`. */
static enum err_kind count_row(const struct engine *engine, const struct calendar *calendar,
                               const struct db_result *rows, size_t i, struct arena *arena,
                               struct clock_move *ret, struct err *reterr)
{
    struct period period;
    struct period_end end;
    struct period_span spans[DEADLINE_SPANS_MAX];
    size_t span_count = 0;
    int64_t start_us = db_cell_int(rows, i, 5), due_us = db_cell_int(rows, i, 6);
    struct clock_move move = {.arena = arena,
                              .id = db_cell_int(rows, i, 0),
                              .matter_id = db_cell_int(rows, i, 1),
                              .court = db_cell_text(rows, i, 2),
                              .workflow =
                                  engine_workflow_by_hash(engine, db_cell_text(rows, i, 9))};
    move.deadline =
        move.workflow ? workflow_deadline(move.workflow, db_cell_text(rows, i, 3)) : NULL;
    *ret = move;
    if (!move.deadline) /* a definition this program no longer has: left as it is */
        return ERR_NONE;
    enum err_kind kind = take_spans(db_cell_text(rows, i, 7), arena, spans, &span_count, reterr);
    if (!kind)
        kind = deadline_period(move.deadline, db_cell_text(rows, i, 4), start_us, &period, reterr);
    if (!kind)
        kind = period_compute(&period, calendar, start_us,
                              period_days_excluded(period.unit, calendar, spans, span_count), arena,
                              &end, reterr);
    if (kind)
        return kind;
    move.old_day = day_of_instant(due_us - 1);
    move.new_day = day_of_instant(end.due_us - 1);
    move.provisional = end.provisional;
    move.moves = end.due_us != due_us || end.provisional != (db_cell_int(rows, i, 8) != 0);
    *ret = move;
    return ERR_NONE;
}

static enum err_kind each_of_page(const struct engine *engine, struct db *db,
                                  const struct calendar *calendar, int64_t *after, bool *ret_more,
                                  clock_visitor visit, void *context, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct db_result rows;
    enum err_kind kind = deadlines_open(db, &arena, *after, &rows, reterr);
    *ret_more = !kind && rows.row_count == DEADLINES_A_PAGE;
    for (size_t i = 0; !kind && i < rows.row_count; i++) {
        struct clock_move move;
        kind = count_row(engine, calendar, &rows, i, &arena, &move, reterr);
        if (!kind)
            kind = visit(context, &move, reterr);
        *after = db_cell_int(&rows, i, 0);
    }
    return kind;
}

enum err_kind clocks_each(const struct engine *engine, struct db *db,
                          const struct calendar *calendar, clock_visitor visit, void *context,
                          struct err *reterr)
{
    int64_t after = 0;
    enum err_kind kind = ERR_NONE;
    for (bool more = true; more && !kind;)
        kind = each_of_page(engine, db, calendar, &after, &more, visit, context, reterr);
    return kind;
}

enum err_kind clocks_moving(const struct engine *engine, struct db *db, struct arena *arena,
                            struct clock_page *page, struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = deadlines_open(db, arena, page->after, &rows, reterr);
    for (size_t i = 0; !kind && i < rows.row_count && page->count < CLOCKS_MOVING_MAX; i++) {
        struct clock_move *move = &page->moves[page->count];
        kind = count_row(engine, engine_calendar(engine), &rows, i, arena, move, reterr);
        page->count += !kind && move->moves;
        page->after = db_cell_int(&rows, i, 0);
        page->looked++;
    }
    page->last = !kind && page->looked == rows.row_count && rows.row_count < DEADLINES_A_PAGE;
    return kind;
}

/* ---- moving one ----------------------------------------------------------------------------- */

/* The event keeps what moved, from when to when, by which table. */
static enum err_kind tell_event(struct call *call, const struct value *open, int64_t old_us,
                                struct err *reterr)
{
    struct arena *arena = call->arena;
    struct value *told = value_new_map(arena), *values = value_new_map(arena);
    const char *from = day_format(arena, day_of_instant(old_us - 1));
    const char *to = day_format(arena, day_of_instant(value_int(value_get(open, "due_us"), 1) - 1));
    const char *path = arena_printf(arena, "deadline.%s", value_text(value_get(open, "name")));
    bool good = told && values && from && to && path && value_set_text(arena, told, "from", from) &&
                value_set_text(arena, told, "to", to) &&
                value_set_text(arena, told, "calendar", engine_calendar(call->engine)->version) &&
                value_set(arena, values, path, told);
    call->event_values = values;
    return good ? ERR_NONE : arena_full(reterr);
}

static enum err_kind recount_apply(struct call *call, struct err *reterr)
{
    int64_t id = *(const int64_t *) call->state;
    struct matter *matter = call->matter;
    for (size_t i = 0; i < matter->deadlines->count; i++) {
        struct value *open = matter->deadlines->items[i];
        if (value_int(value_get(open, "id"), 0) != id || !deadline_runs(open))
            continue;
        int64_t old_us = value_int(value_get(open, "due_us"), 0);
        const struct deadline *deadline =
            workflow_deadline(matter->workflow, value_text(value_get(open, "name")));
        bool moved = false;
        enum err_kind kind =
            deadline ? deadline_recount(call, deadline, open, &moved, reterr) : ERR_NONE;
        if (!kind && moved)
            kind = tell_event(call, open, old_us, reterr);
        return kind || !moved ? kind
                              : call_finish(call, matter, EVENT_RECOUNTED, NATURE_RECORD,
                                            matter->state, NULL, reterr);
    }
    return ERR_NONE; /* it ended meanwhile */
}

const struct operation operation_recount = {.name = "clock_recount", .apply = recount_apply};

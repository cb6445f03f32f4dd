/*
 * systems/filing/filing_watch: one turn of the worker. Nothing is done until a day closes. Then its
 * events are counted, a page a turn, in the transaction that moves the cursor; what stood late at
 * the close is written down; and courts are judged, a page a turn, out of one read. An alarm is
 * opened before the cursor moves on and its row is there once, so a turn that breaks is only done
 * again.
 */
#include "systems/filing/filing_watch/filing_watch.h"

#include "base/text.h"

enum { SHOWN_DAYS = 10 };
#define CLOSING_US (18 * HOUR_US)

int32_t filing_closed_day(int64_t now_us) { return day_of_instant(now_us - CLOSING_US); }

struct turn {
    struct reading *reading;
    struct filing_cursor from, to;
    struct filing_tallies *tallies;
    struct db_result standing;
    int32_t stands_on; /* 0: the day is not counted to its end yet */
};

/* ---- counting ------------------------------------------------------------------------------- */

static enum err_kind counted_apply(struct call *call, struct err *reterr)
{
    const struct turn *turn = call->state;
    (void) reterr;
    filing_cursor_move(call->writes, &turn->from, &turn->to);
    for (size_t i = 0; i < turn->tallies->count; i++)
        filing_day_add(call->writes, &turn->tallies->items[i]);
    for (size_t i = 0; turn->stands_on && i < turn->standing.row_count; i++)
        filing_day_stand(call->writes, db_cell_text(&turn->standing, i, 0), turn->stands_on,
                         db_cell_int(&turn->standing, i, 1), db_cell_int(&turn->standing, i, 2));
    return ERR_NONE;
}

static const struct operation filing_counted = {.name = "filing_counted", .apply = counted_apply};

static bool take_events(struct turn *turn, const struct db_result *events)
{
    for (size_t i = 0; i < events->row_count; i++) {
        if (!filing_tally_add(turn->tallies, db_cell_text(events, i, 1), db_cell_text(events, i, 2),
                              db_cell_text(events, i, 3),
                              day_of_instant(db_cell_int(events, i, 4))))
            return false;
        turn->to.event_id = db_cell_int(events, i, 0);
    }
    return events->row_count < FILING_EVENTS_PAGE;
}

static enum err_kind count_page(struct turn *turn, int32_t closed, struct err *reterr)
{
    struct reading *reading = turn->reading;
    struct db_result events;
    turn->tallies = arena_alloc(reading->arena, sizeof *turn->tallies);
    if (!turn->tallies)
        return arena_full(reterr);
    turn->tallies->count = 0;
    enum err_kind kind =
        filing_events(reading->db, reading->arena, turn->from.event_id, &events, reterr);
    if (!kind && take_events(turn, &events)) {
        turn->stands_on = turn->to.counted_on = closed;
        turn->to.court = "";
        kind = filing_standing(reading->db, reading->arena, &turn->standing, reterr);
    }
    return kind ? kind
                : engine_clock_perform(reading->engine, reading->arena, &filing_counted, turn,
                                       reterr);
}

/* ---- judging -------------------------------------------------------------------------------- */

struct filing_day *filing_days_take(const struct db_result *rows, size_t first, size_t count,
                                    int32_t last, const struct calendar *calendar,
                                    int festival_percent, struct arena *arena, size_t *ret_count)
{
    int32_t begin = count ? (int32_t) db_cell_int(rows, first, 1) : last + 1;
    *ret_count = begin <= last ? (size_t) (last - begin + 1) : 0;
    struct filing_day *days = *ret_count ? arena_array(arena, *ret_count, sizeof *days) : NULL;
    if (!days)
        return NULL;
    for (size_t i = 0; i < *ret_count; i++)
        days[i] = (struct filing_day){.day = begin + (int32_t) i};
    for (size_t i = first; i < first + count; i++) {
        int64_t at = db_cell_int(rows, i, 1) - begin;
        if (at < 0 || at >= (int64_t) *ret_count)
            continue;
        days[at].received = (int32_t) db_cell_int(rows, i, 2);
        days[at].filed = (int32_t) db_cell_int(rows, i, 3);
        days[at].returned = (int32_t) db_cell_int(rows, i, 4);
        days[at].late = (int32_t) db_cell_int(rows, i, 5);
        days[at].held = (int32_t) db_cell_int(rows, i, 6);
    }
    filing_days_prepare(days, *ret_count, calendar, festival_percent);
    return days;
}

struct court_days {
    const char *court;
    struct filing_day *days;
    size_t count;
    struct filing_findings found;
};

static bool add_shown(struct arena *arena, const struct court_days *court, struct value *body)
{
    struct value *list = value_new_list(arena);
    size_t shown = 0;
    bool good = list != NULL;
    for (size_t back = 0; good && back < court->count && shown < SHOWN_DAYS; back++) {
        const struct filing_day *one = &court->days[court->count - 1 - back];
        struct value *row = value_new_map(arena);
        if (one->kind == FILING_DAY_OFF)
            continue;
        good = row && value_set_given(arena, row, "on", day_format(arena, one->day)) &&
               value_set_int(arena, row, "received_count", one->received) &&
               value_set_int(arena, row, "filed_count", one->filed) &&
               value_set_int(arena, row, "usual_count", (one->expected_hundredths + 50) / 100) &&
               value_add(arena, list, row);
        shown++;
    }
    return good && value_set(arena, body, "days", list);
}

static const char *words_of(struct arena *arena, const struct court_days *court,
                            enum filing_rule rule, const char *deviation)
{
    const struct filing_day *last = &court->days[court->count - 1];
    switch (rule) {
    case FILING_DROP:
        return arena_printf(arena, "立案%d件，偏离%s", (int) last->filed, deviation);
    case FILING_FLAT:
        return arena_printf(arena, "连续%d日都是%d件，偏离%s", (int) court->found.flat_days,
                            (int) court->found.flat_value, deviation);
    case FILING_AGEING:
        return arena_printf(arena, "超过七日未答复%d件", (int) last->late);
    case FILING_RETURN:
        return "退回、不予受理明显增多";
    case FILING_HELD:
    case FILING_RULES:
        break;
    }
    return arena_printf(arena, "立案前调解超过时限%d件", (int) last->held);
}

static enum err_kind raise_alarm(struct reading *reading, const struct court_days *court,
                                 enum filing_rule rule, struct err *reterr)
{
    struct arena *arena = reading->arena;
    const struct filing_day *last = &court->days[court->count - 1];
    struct value *body = value_new_map(arena);
    const char *day = day_format(arena, last->day), *name = filing_rule_names[rule],
               *deviation = filing_deviation_print(arena, &court->found.day),
               *week = filing_deviation_print(arena, &court->found.week);
    const char *key = arena_printf(arena, "filing:%s:%s:%d", court->court, name, (int) last->day),
               *words = deviation ? words_of(arena, court, rule, deviation) : NULL;
    bool good =
        body && day && week && key && words &&
        value_set_given(arena, body, "title", arena_printf(arena, "%s：%s", day, words)) &&
        value_set_text(arena, body, "court", court->court) &&
        value_set_text(arena, body, "rule", name) && value_set_text(arena, body, "day", day) &&
        value_set_text(arena, body, "deviation", deviation) &&
        value_set_text(arena, body, "week_deviation", week) &&
        value_set_bool(arena, body, "received_kept_up", court->found.received_kept_up) &&
        value_set_int(arena, body, "late_count", last->late) &&
        value_set_int(arena, body, "held_count_then", last->held) && add_shown(arena, court, body);
    if (good && rule == FILING_FLAT)
        good = value_set_int(arena, body, "flat_value", court->found.flat_value) &&
               value_set_int(arena, body, "flat_days_seen", court->found.flat_days);
    if (!good)
        return arena_full(reterr);
    enum err_kind kind =
        engine_clock_open(reading->engine, arena, "filing_watch", body, key, reterr);
    /* Its row was there: raised before, by a turn that broke. */
    return kind == ERR_CONFLICT ? ERR_NONE : kind;
}

static bool stands(const struct db_result *standing, const char *court, const char *rule)
{
    for (size_t i = 0; i < standing->row_count; i++) {
        if (text_equal(db_cell_text(standing, i, 0), court) &&
            text_equal(db_cell_text(standing, i, 1), rule))
            return true;
    }
    return false;
}

static enum err_kind judge_court(struct reading *reading, const struct db_result *rows,
                                 size_t first, size_t count, int32_t day,
                                 const struct db_result *standing, struct err *reterr)
{
    struct court_days court = {.court = db_cell_text(rows, first, 0)};
    int festival = 0;
    const struct workflow *workflow =
        engine_workflow_at(reading->engine, "filing_watch", court.court);
    const struct value *settings =
        engine_settings_of(reading->engine, workflow, court.court, reading->now_us, reading->arena);
    if (!settings)
        return arena_full(reterr);
    const struct filing_limits limits = filing_watch_limits(settings, &festival);
    court.days = filing_days_take(rows, first, count, day, engine_calendar(reading->engine),
                                  festival, reading->arena, &court.count);
    if (!court.days)
        return court.count ? arena_full(reterr) : ERR_NONE;
    filing_judge(court.days, court.count, &limits, &court.found);
    enum err_kind kind = ERR_NONE;
    for (int rule = 0; !kind && rule < FILING_RULES; rule++) {
        if (court.found.found[rule] && !stands(standing, court.court, filing_rule_names[rule]))
            kind = raise_alarm(reading, &court, (enum filing_rule) rule, reterr);
    }
    return kind;
}

static enum err_kind judged_apply(struct call *call, struct err *reterr)
{
    const struct turn *turn = call->state;
    (void) reterr;
    filing_cursor_move(call->writes, &turn->from, &turn->to);
    return ERR_NONE;
}

static const struct operation filing_judged = {.name = "filing_judged", .apply = judged_apply};

static size_t rows_of_court(const struct db_result *rows, size_t first)
{
    size_t count = 1;
    while (first + count < rows->row_count &&
           text_equal(db_cell_text(rows, first + count, 0), db_cell_text(rows, first, 0)))
        count++;
    return count;
}

/* The last court of a full page may go on in the next: it is judged there, whole. */
static enum err_kind judge_page(struct turn *turn, struct err *reterr)
{
    struct reading *reading = turn->reading;
    int32_t day = turn->from.counted_on;
    struct db_result rows, standing;
    enum { QUIET_DAYS = 10 }; /* after one was lifted */
    enum err_kind kind = filing_days_page(reading->db, reading->arena, turn->from.court,
                                          day - FILING_HISTORY_DAYS + 1, &rows, reterr);
    if (!kind)
        kind = filing_alarms_standing(reading->db, reading->arena, turn->from.court,
                                      day - QUIET_DAYS, &standing, reterr);
    bool full = !kind && rows.row_count == FILING_ROWS_PAGE;
    for (size_t at = 0, count; !kind && at < rows.row_count; at += count) {
        count = rows_of_court(&rows, at);
        if (full && at + count == rows.row_count)
            break;
        kind = judge_court(reading, &rows, at, count, day, &standing, reterr);
        turn->to.court = db_cell_text(&rows, at, 0);
    }
    if (kind)
        return kind;
    if (!full) {
        turn->to.judged_on = day;
        turn->to.court = "";
    }
    return engine_clock_perform(reading->engine, reading->arena, &filing_judged, turn, reterr);
}

enum err_kind filing_watch_turn(struct reading *reading, struct err *reterr)
{
    struct turn turn = {.reading = reading};
    int32_t closed = filing_closed_day(reading->now_us);
    enum err_kind kind = filing_cursor_read(reading->db, reading->arena, &turn.from, reterr);
    if (kind)
        return kind;
    turn.to = turn.from;
    if (turn.from.judged_on < turn.from.counted_on)
        return judge_page(&turn, reterr);
    return turn.from.counted_on < closed ? count_page(&turn, closed, reterr) : ERR_NONE;
}

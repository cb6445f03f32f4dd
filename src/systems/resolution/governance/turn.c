/*
 * systems/resolution/governance: one turn of the worker. First the event log is followed: what
 * changed is derived anew and the difference counted, in the transaction that moves the cursor.
 * Then disputes that wait are held against the thresholds of their court; a warning is opened
 * before the dispute stops waiting, and its row is there once, so a turn that breaks is only done
 * again.
 */
#include "systems/resolution/governance/governance.h"

#include "base/text.h"
#include "store/lists.h"

enum { DISPUTES_MAX = 48, UNITS_MAX = 5000 };

struct counted {
    struct source_facts facts;
    const char *was, *was_court; /* NULL: never counted */
};
struct turn {
    struct reading *reading;
    int64_t from, to;
    int64_t disputes[DISPUTES_MAX];
    size_t dispute_count;
    struct counted *counted;
    size_t counted_count;
    struct source_units units;
    const char *units_court;
};

/* ---- counting ------------------------------------------------------------------------------- */

static enum err_kind counted_apply(struct call *call, struct err *reterr)
{
    const struct turn *turn = call->state;
    enum err_kind kind = ERR_NONE;
    source_cursor_move(call->writes, turn->from, turn->to);
    for (size_t i = 0; !kind && i < turn->counted_count; i++)
        kind = source_dispute_put(call->writes, call->arena, &turn->counted[i].facts,
                                  turn->counted[i].was, turn->counted[i].was_court, reterr);
    return kind;
}

static const struct operation sources_counted = {.name = "sources_counted", .apply = counted_apply};

static bool is_known(const struct turn *turn, int64_t dispute_id)
{
    for (size_t i = 0; i < turn->dispute_count; i++) {
        if (turn->disputes[i] == dispute_id)
            return true;
    }
    return false;
}

static void take_events(struct turn *turn, const struct db_result *events)
{
    turn->to = turn->from;
    for (size_t i = 0; i < events->row_count; i++) {
        struct source_step step = {db_cell_text(events, i, 2), "", false, false};
        struct source_stand stand;
        int64_t dispute_id = db_cell_int(events, i, 1);
        if (source_stand_of(&step, 1, &stand) && !is_known(turn, dispute_id)) {
            if (turn->dispute_count == DISPUTES_MAX)
                return;
            turn->disputes[turn->dispute_count++] = dispute_id;
        }
        turn->to = db_cell_int(events, i, 0);
    }
}

static enum err_kind read_units(struct turn *turn, const char *court, struct err *reterr)
{
    struct reading *reading = turn->reading;
    struct db_result rows;
    if (turn->units_court && text_equal(turn->units_court, court))
        return ERR_NONE;
    enum err_kind kind =
        units_list(reading->db, reading->arena, court, "", "", UNITS_MAX, &rows, reterr);
    if (kind)
        return kind;
    struct unit_row *items = arena_array(reading->arena, rows.row_count + 1, sizeof *items);
    if (!items)
        return arena_full(reterr);
    turn->units = (struct source_units){items, 0};
    while (turn->units.count < rows.row_count &&
           unit_take(&rows, turn->units.count, &items[turn->units.count]))
        turn->units.count++;
    turn->units_court = court;
    return ERR_NONE;
}

/* A matter that cannot be read (a broken seal, an unknown definition) is left out and holds up no
 * other. */
static enum err_kind load_dispute(struct reading *reading, int64_t dispute_id,
                                  struct matter **matters, size_t *ret_count, struct err *reterr)
{
    struct db_result ids;
    enum err_kind kind =
        list_dispute_matters(reading->db, reading->arena, dispute_id, 0, &ids, reterr);
    *ret_count = 0;
    for (size_t i = 0; !kind && i < ids.row_count && *ret_count < STEPS_MAX; i++) {
        struct err err = {0};
        enum err_kind one =
            engine_load_matter(reading, db_cell_int(&ids, i, 0), &matters[*ret_count], &err);
        if (!one)
            (*ret_count)++;
        else if (err_is_passing(one))
            kind = err_set(reterr, one, err.code, "%s", err.text);
    }
    return kind;
}

static enum err_kind count_dispute(struct turn *turn, int64_t dispute_id, struct err *reterr)
{
    struct reading *reading = turn->reading;
    struct matter *matters[STEPS_MAX];
    struct counted *counted = &turn->counted[turn->counted_count];
    struct db_result was;
    size_t count = 0;
    bool counts = false;
    enum err_kind kind = load_dispute(reading, dispute_id, matters, &count, reterr);
    if (kind || !count)
        return kind;
    kind = read_units(turn, matters[count - 1]->court, reterr);
    if (!kind)
        kind = source_facts_of(reading->engine, reading->arena, matters, count, &turn->units,
                               &counts, &counted->facts, reterr);
    if (kind || !counts)
        return kind;
    kind = source_dispute_read(reading->db, reading->arena, dispute_id, &was, reterr);
    if (kind)
        return kind;
    counted->was = was.row_count ? db_cell_text(&was, 0, 0) : NULL;
    counted->was_court = was.row_count ? db_cell_text(&was, 0, 1) : NULL;
    turn->counted_count++;
    return ERR_NONE;
}

static enum err_kind count_changes(struct reading *reading, struct err *reterr)
{
    struct turn turn = {.reading = reading};
    struct db_result events;
    turn.counted = arena_array(reading->arena, DISPUTES_MAX, sizeof *turn.counted);
    enum err_kind kind = turn.counted
                             ? source_cursor_read(reading->db, reading->arena, &turn.from, reterr)
                             : arena_full(reterr);
    if (!kind)
        kind = source_events(reading->db, reading->arena, turn.from, &events, reterr);
    if (kind || !events.row_count)
        return kind;
    take_events(&turn, &events);
    for (size_t i = 0; !kind && i < turn.dispute_count; i++)
        kind = count_dispute(&turn, turn.disputes[i], reterr);
    return kind ? kind
                : engine_clock_perform(reading->engine, reading->arena, &sources_counted, &turn,
                                       reterr);
}

/* ---- warning -------------------------------------------------------------------------------- */

struct alarm {
    struct source_question question;
    const char *label;
    int64_t applicants, disputes;
};

static bool add_behind(struct reading *reading, const struct db_result *rows, struct value *body,
                       int64_t *ret_last)
{
    struct arena *arena = reading->arena;
    struct value *list = value_new_list(arena);
    bool good = list != NULL;
    *ret_last = 0;
    for (size_t i = 0; good && i < rows->row_count; i++) {
        struct matter *matter = NULL;
        struct value *row = value_new_map(arena);
        int64_t dispute_id = db_cell_int(rows, i, 0);
        *ret_last = dispute_id > *ret_last ? dispute_id : *ret_last;
        if (engine_load_matter(reading, db_cell_int(rows, i, 1), &matter, NULL))
            continue;
        const char *id = matter_id_print(reading->engine, matter, arena),
                   *on = day_format(arena, (int32_t) db_cell_int(rows, i, 2));
        good = row && id && on && value_set_text(arena, row, "matter", id) &&
               value_set_text(arena, row, "on", on) && value_add(arena, list, row);
    }
    return good && value_set(arena, body, "behind", list);
}

static enum err_kind raise_alarm(struct reading *reading, const struct alarm *alarm,
                                 struct err *reterr)
{
    struct arena *arena = reading->arena;
    const struct source_question *q = &alarm->question;
    struct db_result behind;
    struct value *body = value_new_map(arena);
    int64_t last = 0;
    enum err_kind kind = source_behind(reading->db, arena, q, &behind, reterr);
    if (kind)
        return kind;
    const char *title = arena_printf(arena, "%s：%lld日内%lld人、%lld件", alarm->label,
                                     (long long) (q->to - q->from + 1),
                                     (long long) alarm->applicants, (long long) alarm->disputes);
    bool good = body && title && add_behind(reading, &behind, body, &last) &&
                value_set_text(arena, body, "court", q->court) &&
                value_set_text(arena, body, "title", title) &&
                value_set_text(arena, body, "rule", q->rule) &&
                value_set_text(arena, body, "shared", alarm->label) &&
                value_set_text(arena, body, "shared_key", q->key) &&
                value_set_int(arena, body, "applicants", alarm->applicants) &&
                value_set_int(arena, body, "disputes", alarm->disputes) &&
                value_set_int(arena, body, "days", q->to - q->from + 1) &&
                value_set_int(arena, body, "last_dispute", last);
    const char *key =
        arena_printf(arena, "source:%.24s:%s:%lld", q->key, q->rule, (long long) last);
    if (!good || !key)
        return arena_full(reterr);
    kind = engine_clock_open(reading->engine, arena, "governance", body, key, reterr);
    /* Its row was there: raised before, by a turn that broke. */
    return kind == ERR_CONFLICT ? ERR_NONE : kind;
}

enum err_kind source_ask(struct db *db, struct arena *arena, struct source_question *question,
                         const struct source_threshold *threshold, struct source_answer *ret,
                         struct err *reterr)
{
    struct db_result warned, now, before;
    const struct source_question *q = question;
    *ret = (struct source_answer){0};
    enum err_kind kind = source_warned(db, arena, q->court, q->rule, q->key, &warned, reterr);
    if (kind || db_cell_int(&warned, 0, 0) || !threshold->count)
        return kind;
    question->from = q->to - (int32_t) threshold->days + 1;
    question->after = db_cell_int(&warned, 0, 1);
    const struct source_question usual = {q->court,    q->rule, q->key, q->from - USUAL_DAYS,
                                          q->from - 1, 0};
    kind = source_count(db, arena, question, &now, reterr);
    if (kind || db_cell_int(&now, 0, 0) < threshold->count)
        return kind;
    kind = source_count(db, arena, &usual, &before, reterr);
    ret->applicants = db_cell_int(&now, 0, 0);
    ret->disputes = db_cell_int(&now, 0, 1);
    /* Half of it was told already, under another rule. */
    ret->trips =
        !kind && 2 * db_cell_int(&now, 0, 2) < ret->disputes &&
        source_trips(threshold, ret->applicants, ret->disputes, db_cell_int(&before, 0, 1));
    return kind;
}

static enum err_kind look_at(struct reading *reading, const char *court,
                             const struct db_result *signals, size_t i,
                             const struct value *settings, struct err *reterr)
{
    const char *rule = db_cell_text(signals, i, 0);
    const struct source_threshold threshold = source_threshold_of(settings, rule);
    struct alarm alarm = {.question = {.court = court,
                                       .rule = rule,
                                       .key = db_cell_text(signals, i, 1),
                                       .to = (int32_t) db_cell_int(signals, i, 2)},
                          .label = db_cell_text(signals, i, 3)};
    struct source_answer answer;
    enum err_kind kind =
        source_ask(reading->db, reading->arena, &alarm.question, &threshold, &answer, reterr);
    alarm.applicants = answer.applicants;
    alarm.disputes = answer.disputes;
    return kind || !answer.trips ? kind : raise_alarm(reading, &alarm, reterr);
}

static enum err_kind look_at_dispute(struct reading *reading, int64_t dispute_id, const char *court,
                                     struct err *reterr)
{
    struct db_result signals;
    const struct workflow *workflow = engine_workflow_at(reading->engine, "governance", court);
    const struct value *settings =
        engine_settings_of(reading->engine, workflow, court, reading->now_us, reading->arena);
    enum err_kind kind =
        settings ? source_signals_of(reading->db, reading->arena, dispute_id, &signals, reterr)
                 : arena_full(reterr);
    for (size_t rule = 0; !kind && rule < RULE_COUNT; rule++) {
        for (size_t i = 0; !kind && i < signals.row_count; i++) {
            if (text_equal(db_cell_text(&signals, i, 0), source_rules[rule]))
                kind = look_at(reading, court, &signals, i, settings, reterr);
        }
    }
    return kind;
}

static enum err_kind looked_apply(struct call *call, struct err *reterr)
{
    const struct db_result *waiting = call->state;
    (void) reterr;
    for (size_t i = 0; i < waiting->row_count; i++)
        source_looked(call->writes, db_cell_int(waiting, i, 0));
    return ERR_NONE;
}

static const struct operation sources_looked = {.name = "sources_looked", .apply = looked_apply};

enum err_kind governance_turn(struct reading *reading, struct err *reterr)
{
    struct db_result waiting = {0};
    enum err_kind kind = count_changes(reading, reterr);
    if (!kind)
        kind = source_waiting(reading->db, reading->arena, &waiting, reterr);
    if (kind || !waiting.row_count)
        return kind;
    for (size_t i = 0; !kind && i < waiting.row_count; i++)
        kind = look_at_dispute(reading, db_cell_int(&waiting, i, 0), db_cell_text(&waiting, i, 1),
                               reterr);
    return kind ? kind
                : engine_clock_perform(reading->engine, reading->arena, &sources_looked, &waiting,
                                       reterr);
}

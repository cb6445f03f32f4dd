/*
 * engine/case_changes: what a court's own case system says of its cases, taken over into the
 * matters they are. Each saying has a revision: an older one is let by, the same one is taken once.
 * What cannot be taken stays with its reason, for people to clear up (docs/case-system.md).
 */
#include "base/log.h"
#include "base/text.h"
#include "engine/internal.h"
#include "store/case_outside.h"
#include "store/case_push.h"

/* One case, as it is being taken. */
struct said {
    struct engine *engine;
    struct db *db;
    struct arena *arena;
    const struct value *record;
    int32_t list_day;          /* of a daily list: said before is looked at again; 0: a change */
    const char *number_action; /* what takes a number into its matter; NULL: none was sent */
    struct outside_case row;
};

/* ---- its values -------------------------------------------------------------------------------
 */

static struct value *hearings_of(struct said *said)
{
    static const char *const names[] = {"id", "starts", "room", "state"};
    const struct value *from = value_get(said->record, "hearings");
    struct value *list = value_new_list(said->arena);
    for (size_t i = 0; list && i < from->count; i++) {
        struct value *row = value_new_map(said->arena);
        for (size_t n = 0; row && n < COUNT_OF(names); n++) {
            if (!value_set_given(said->arena, row, names[n],
                                 value_text(value_get(from->items[i], names[n]))))
                row = NULL;
        }
        if (!row || !value_add(said->arena, list, row))
            return NULL;
    }
    return list;
}

/* The form of take_outside; empty where nothing was said yet. */
static struct value *values_of(struct said *said)
{
    const struct value *record = said->record;
    struct value *body = value_new_map(said->arena), *hearings = hearings_of(said);
    bool good =
        body && hearings &&
        value_set_given(said->arena, body, "presiding_judge",
                        value_text(value_get(record, "judge"))) &&
        value_set_given(said->arena, body, "court_clerk", value_text(value_get(record, "clerk"))) &&
        value_set_given(said->arena, body, "trial_division",
                        value_text(value_get(record, "division"))) &&
        value_set_given(said->arena, body, "result",
                        value_text(value_path(record, "result.kind"))) &&
        value_set_given(said->arena, body, "result_on",
                        value_text(value_path(record, "result.on"))) &&
        (hearings->count == 0 || value_set(said->arena, body, "hearings", hearings));
    return good ? body : NULL;
}

static bool has_all(const struct matter *matter, const struct value *body)
{
    for (size_t i = 0; i < body->count; i++) {
        if (!value_equal(value_get(matter->fields, body->names[i]), body->items[i]))
            return false;
    }
    return true;
}

static enum err_kind take_values(struct said *said, const struct matter *matter, struct err *reterr)
{
    struct value *body = values_of(said);
    const char *key =
        arena_printf(said->arena, "outside:%s:%s:%lld:%d", said->row.court, said->row.reference,
                     (long long) said->row.revision, (int) said->list_day);
    if (!body || !key)
        return arena_full(reterr);
    if (has_all(matter, body))
        return ERR_NONE;
    enum err_kind kind = clock_act(said->engine, said->arena, matter->workflow, matter->id,
                                   "take_outside", body, key, court_now(said->engine), reterr);
    if (kind && !case_is_passing(kind))
        said->row.trouble = "not_possible";
    return case_is_passing(kind) ? kind : ERR_NONE;
}

/* ---- its number -------------------------------------------------------------------------------
 */

static enum err_kind take_number(struct said *said, const struct matter *matter, struct err *reterr)
{
    struct value *body = value_new_map(said->arena);
    const char *key = arena_printf(said->arena, "outside:%s:%s:%s", said->row.court,
                                   said->row.reference, said->row.number);
    if (!body || !key || !value_set_given(said->arena, body, "number", said->row.number))
        return arena_full(reterr);
    struct err err = {0};
    enum err_kind kind = clock_act(said->engine, said->arena, matter->workflow, matter->id,
                                   said->number_action, body, key, court_now(said->engine), &err);
    if (kind && !case_is_passing(kind))
        said->row.trouble = text_equal(err.code, "number.jump") ? "number_jump" : "number_refused";
    if (case_is_passing(kind) && reterr)
        *reterr = err;
    return case_is_passing(kind) ? kind : ERR_NONE;
}

static enum err_kind take_into(struct said *said, int64_t number_holder, struct err *reterr)
{
    struct reading reading = {.engine = said->engine,
                              .db = said->db,
                              .arena = said->arena,
                              .now_us = court_now(said->engine)};
    struct matter *matter = NULL;
    const char *number = said->row.number;
    enum err_kind kind = engine_load_matter(&reading, said->row.matter_id, &matter, reterr);
    if (kind)
        return kind;
    /* A matter that lies at another court by now is that court's. */
    if (!text_equal(matter->court, said->row.court))
        said->row.trouble = "not_possible";
    else if (number && number_holder && number_holder != matter->id)
        said->row.trouble = "number_taken";
    else if (number && matter->number && strcmp(number, matter->number) != 0)
        said->row.trouble = "number_differs";
    else if (number && !matter->number && said->number_action)
        kind = take_number(said, matter, reterr);
    if (kind || *said->row.trouble)
        return kind;
    /* Judge and hearings come again with the number, or with the next list. */
    if (!number && !matter->number && !matter->state_row->final)
        return ERR_NONE;
    return take_values(said, matter, reterr);
}

/* ---- one case ---------------------------------------------------------------------------------
 */

static enum err_kind apply_said(struct call *call, struct err *reterr)
{
    struct outside_case *row = call->state;
    struct case_number number;
    enum err_kind kind = ERR_NONE;
    /* Ours or not: what was given there is not given here. */
    if (row->number && case_number_parse(row->number, &number) && number_is_taken_over(&number) &&
        strcmp(number.court, row->court) == 0)
        kind = number_leap(call, &number, reterr);
    if (kind == ERR_CONFLICT && !*row->trouble)
        row->trouble = "number_jump";
    else if (kind && kind != ERR_CONFLICT)
        return kind; /* read again, and told in the state of the feed, until there is room */
    outside_case_put(call->writes, row);
    if (row->key && row->matter_id && strcmp(row->trouble, "doubled") != 0)
        case_push_seen(call->writes, row->court, row->key, row->reference, row->number,
                       call->now_us);
    return ERR_NONE;
}

static const struct operation case_said = {.name = "case_said", .apply = apply_said};

enum err_kind case_take(struct engine *engine, struct db *db, struct arena *arena,
                        const char *court, const struct value *record, int32_t list_day,
                        struct err *reterr)
{
    struct said said = {.engine = engine,
                        .db = db,
                        .arena = arena,
                        .record = record,
                        .list_day = list_day,
                        .row = {.court = court,
                                .reference = value_text(value_get(record, "reference")),
                                .key = value_text(value_get(record, "key")),
                                .number = value_text(value_get(record, "number")),
                                .record = json_canonical(arena, record),
                                .trouble = "",
                                .revision = value_int(value_get(record, "revision"), 0),
                                .seen_us = court_now(engine)}};
    const char *day = value_text(value_get(record, "registered"));
    struct db_flight *flight = db_flight_new(arena);
    if (!flight || !said.row.record || (day && !day_parse(day, &said.row.registered_day)))
        return arena_full(reterr);
    size_t first =
        outside_case_read(flight, court, said.row.reference, said.row.key, said.row.number);
    enum err_kind kind = db_flight_run(db, flight, reterr);
    if (kind)
        return kind;
    const struct db_result *last = db_flight_result(flight, first),
                           *pushed = db_flight_result(flight, first + 1),
                           *held = db_flight_result(flight, first + 2);
    int64_t known = db_cell_int(last, 0, 0), holder = db_cell_int(held, 0, 0);
    bool again = list_day && (said.row.key || holder);
    if (last->row_count && (known > said.row.revision ||
                            (known == said.row.revision && !again && !*db_cell_text(last, 0, 1))))
        return ERR_NONE; /* said before, or something newer was */
    said.row.matter_id = said.row.key ? db_cell_int(pushed, 0, 0) : holder;
    said.number_action = pushed->row_count ? db_cell_text(pushed, 0, 1) : NULL;
    if (said.row.key && !said.row.matter_id)
        said.row.trouble = "unknown_key";
    else if (db_flight_result(flight, first + 3)->row_count)
        said.row.trouble = "doubled";
    else if (said.row.matter_id)
        kind = take_into(&said, holder, reterr);
    return kind ? kind : clock_perform(engine, arena, &case_said, 0, &said.row, reterr);
}

/* ---- the feed ---------------------------------------------------------------------------------
 */

static enum err_kind apply_feed(struct call *call, struct err *reterr)
{
    (void) reterr;
    case_feed_put(call->writes, call->state);
    return ERR_NONE;
}

static const struct operation case_feed = {.name = "case_feed", .apply = apply_feed};

bool engine_numbers_outside(struct engine *engine, const char *court, int64_t now_us,
                            struct arena *arena)
{
    for (size_t i = 0; engine->settings.systems[i]; i++) {
        const struct workflow *workflow =
            engine_workflow_at(engine, engine->settings.systems[i]->name, court);
        const struct value *now =
            workflow ? engine_settings_of(engine, workflow, court, now_us, arena) : NULL;
        if (now && text_equal(value_text(value_get(now, "numbering")), "court_system"))
            return true;
    }
    return false;
}

/* One page of a court's changes. True: there is more to read at once. */
static bool read_changes(struct engine *engine, struct db *db, struct arena *arena,
                         const char *court, int32_t day)
{
    const struct case_port *port = engine->settings.ports->cases;
    struct case_feed_row feed = {.court = court};
    struct db_result kept;
    struct value *page = NULL;
    struct err err = {0};
    enum err_kind kind = case_feed_read(db, arena, court, &kept, &err);
    const char *after = !kind && kept.row_count ? db_cell_text(&kept, 0, 0) : "";
    if (!kind)
        kind = port->page(port->context, "changes", court, day, NULL, after, arena, &page, &err);
    const struct value *cases = kind ? &value_null : value_get(page, "cases");
    for (size_t i = 0; !kind && i < cases->count; i++)
        kind = case_take(engine, db, arena, court, cases->items[i], 0, &err);
    const char *next = kind ? NULL : value_text(value_get(page, "next"));
    feed.position = next ? next : after;
    feed.at_us = court_now(engine);
    feed.unreadable = kind ? 0 : value_int(value_get(page, "unreadable"), 0);
    feed.error = kind ? err.text : NULL;
    if (kind) {
        const struct log_field fields[] = {LOG_TEXT("court", court), LOG_TEXT("code", err.code),
                                           LOG_TEXT("what", err.text)};
        log_event("warning", "case_system", fields, COUNT_OF(fields));
    }
    return !clock_perform(engine, arena, &case_feed, 0, &feed, &err) && !kind &&
           strcmp(feed.position, after) != 0;
}

void cases_read(struct engine *engine, struct db *db, struct arena *arena)
{
    const struct case_port *port = engine->settings.ports->cases;
    int64_t now_us = real_now(engine);
    int32_t day = day_of_instant(court_now(engine));
    for (size_t n = registers_court_count(engine); port && n > 0; n--) {
        struct case_court *turn = NULL;
        const char *court = registers_court_turn(engine, engine->case_court++, &turn);
        if (now_us < turn->next_us)
            continue;
        turn->next_us = now_us + port->every_us(port->context, court, day);
        if (!port->serves(port->context, court, day) ||
            !engine_numbers_outside(engine, court, court_now(engine), arena))
            continue;
        if (read_changes(engine, db, arena, court, day))
            turn->next_us = now_us;
        return; /* the others in the next turns */
    }
}

/*
 * engine/case_compare: once a court day, from six o'clock on, the list of all cases of each court's
 * own case system is read, a page a turn. Each is taken over as a change would be, so that what was
 * missed heals; what disagrees even then is told, with who must act, until a later list agrees.
 */
#include "base/log.h"
#include "base/text.h"
#include "engine/internal.h"
#include "store/case_difference.h"

enum {
    LIST_HOUR = 6,
    LIST_DAYS = 400, /* cases registered since then are compared */
    LIST_PAGES_MAX = 500,
    LOOK_SECONDS = 1,
    RETRY_MINUTES = 5
};

/* What is recorded at the end of a list, in one call. */
struct outcome {
    struct case_list list;
    struct case_difference *found;
    size_t count;
    bool whole; /* nothing was cut off: what it has not found is no difference any more */
};

static enum err_kind apply_outcome(struct call *call, struct err *reterr)
{
    const struct outcome *outcome = call->state;
    (void) reterr;
    for (size_t i = 0; i < outcome->count; i++) {
        struct case_difference *row = &outcome->found[i];
        row->id = call_new_id(call, ID_CASE_DIFFERENCE);
        row->seen_us = call->now_us;
        case_difference_put(call->writes, row);
    }
    if (outcome->whole)
        case_differences_close(call->writes, outcome->list.court, call->now_us, call->now_us);
    case_list_put(call->writes, &outcome->list);
    return ERR_NONE;
}

static const struct operation case_outcome = {.name = "case_list_done", .apply = apply_outcome};

static const char *court_of(const struct engine *engine) { return engine->case_listing.court; }

/* Again at that time, unless the day has its list by then. */
static void set_turn(struct engine *engine, const char *court, int64_t at_us)
{
    for (size_t i = 0; i < registers_court_count(engine); i++) {
        struct case_court *turn = NULL;
        if (text_equal(registers_court_turn(engine, i, &turn), court))
            turn->list_us = at_us;
    }
}

static void finish(struct engine *engine, struct arena *arena, struct outcome *outcome)
{
    struct case_listing *listing = &engine->case_listing;
    struct err err = {0};
    outcome->list.court = court_of(engine);
    outcome->list.day = listing->day;
    outcome->list.at_us = court_now(engine);
    outcome->list.outside_count = listing->outside;
    outcome->list.difference_count = (int64_t) outcome->count;
    bool done = !clock_perform(engine, arena, &case_outcome, 0, outcome, &err) && outcome->whole;
    set_turn(engine, listing->court, real_now(engine) + (done ? 1 : RETRY_MINUTES) * MINUTE_US);
    listing->on = false;
}

/* Nothing is known of today: that alone is told, and what was found before stays. */
static void finish_without(struct engine *engine, struct arena *arena, const char *state,
                           const char *kind, const struct err *why)
{
    struct case_difference one = {
        .court = court_of(engine), .kind = kind, .subject = "list", .ours = "", .theirs = ""};
    struct outcome outcome = {
        .list = {.state = state, .error = why->code}, .found = &one, .count = 1, .whole = false};
    const struct log_field fields[] = {LOG_TEXT("court", court_of(engine)),
                                       LOG_TEXT("code", why->code), LOG_TEXT("what", why->text)};
    log_event("warning", "case_list", fields, COUNT_OF(fields));
    finish(engine, arena, &outcome);
}

static void finish_whole(struct engine *engine, struct db *db, struct arena *arena)
{
    const struct case_listing *listing = &engine->case_listing;
    const struct case_span span = {court_of(engine), listing->since, listing->began_us};
    struct db_result sorts[DIFFERENCE_SORTS];
    struct err err = {0};
    size_t room = 1;
    enum err_kind kind = case_differences_find(db, arena, &span, sorts, &err);
    for (size_t s = 0; !kind && s < DIFFERENCE_SORTS; s++)
        room += sorts[s].row_count;
    struct outcome outcome = {.list = {.state = "complete"},
                              .found = arena_array(arena, room, sizeof *outcome.found),
                              .whole = true};
    if (!kind && !outcome.found)
        kind = arena_full(&err);
    if (kind) {
        finish_without(engine, arena, "failed", "unreachable", &err);
        return;
    }
    for (size_t s = 0; s < DIFFERENCE_SORTS; s++) {
        /* Cut off: what is not named may well be there still. */
        if (sorts[s].row_count >= DIFFERENCES_MAX)
            outcome.whole = false;
        for (size_t i = 0; i < sorts[s].row_count; i++)
            outcome.found[outcome.count++] =
                (struct case_difference){.court = span.court,
                                         .kind = db_cell_text(&sorts[s], i, 0),
                                         .subject = db_cell_text(&sorts[s], i, 1),
                                         .matter_id = db_cell_int(&sorts[s], i, 2),
                                         .number = db_cell_text(&sorts[s], i, 3),
                                         .ours = db_cell_text(&sorts[s], i, 4),
                                         .theirs = db_cell_text(&sorts[s], i, 5)};
    }
    if (listing->unreadable)
        outcome.found[outcome.count++] = (struct case_difference){
            .court = span.court,
            .kind = "unreadable",
            .subject = "list",
            .ours = "",
            .theirs = arena_printf(arena, "%lld", (long long) listing->unreadable)};
    finish(engine, arena, &outcome);
}

/* ---- a page -----------------------------------------------------------------------------------
 */

struct listed {
    const char *court;
    int64_t list_us;
    const struct value *cases;
};

static enum err_kind apply_listed(struct call *call, struct err *reterr)
{
    const struct listed *listed = call->state;
    (void) reterr;
    for (size_t i = 0; i < listed->cases->count; i++) {
        const struct value *one = listed->cases->items[i];
        outside_case_listed(call->writes, listed->court, value_text(value_get(one, "reference")),
                            listed->list_us, value_int(value_get(one, "revision"), 0));
    }
    return ERR_NONE;
}

static const struct operation case_listed = {.name = "case_listed", .apply = apply_listed};

static void list_page(struct engine *engine, struct db *db, struct arena *arena)
{
    struct case_listing *listing = &engine->case_listing;
    const struct case_port *port = engine->settings.ports->cases;
    const char *since = day_format(arena, listing->since), *court = court_of(engine);
    struct value *page = NULL;
    struct err err = {0};
    enum err_kind kind = since ? port->page(port->context, "cases", court, listing->day, since,
                                            listing->after, arena, &page, &err)
                               : arena_full(&err);
    const struct value *cases = kind ? &value_null : value_get(page, "cases");
    for (size_t i = 0; !kind && i < cases->count; i++)
        kind = case_take(engine, db, arena, court, cases->items[i], listing->day, &err);
    struct listed listed = {court, listing->began_us, cases};
    if (!kind)
        kind = clock_perform(engine, arena, &case_listed, 0, &listed, &err);
    if (!kind && ++listing->pages > LIST_PAGES_MAX)
        kind = err_set(&err, ERR_BUSY, "case_list.pages", "more than %d pages", LIST_PAGES_MAX);
    if (kind) {
        finish_without(engine, arena, "failed", "unreachable", &err);
        return;
    }
    const char *next = value_text(value_get(page, "next"));
    listing->outside += (int64_t) cases->count;
    listing->unreadable += value_int(value_get(page, "unreadable"), 0);
    bool more = next && strcmp(next, listing->after) != 0;
    (void) snprintf(listing->after, sizeof listing->after, "%s", more ? next : "");
    if (!more)
        finish_whole(engine, db, arena);
}

/* ---- whose turn it is --------------------------------------------------------------------------
 */

static void begin(struct engine *engine, struct arena *arena, const char *court)
{
    const struct case_port *port = engine->settings.ports->cases;
    struct case_listing *listing = &engine->case_listing;
    int64_t now_us = court_now(engine);
    int32_t day = day_of_instant(now_us);
    *listing = (struct case_listing){.on = true,
                                     .day = day,
                                     .since = day - LIST_DAYS,
                                     .began_us = now_us,
                                     .looked_us = listing->looked_us};
    (void) snprintf(listing->court, sizeof listing->court, "%s", court);
    if (!port->serves(port->context, court, day))
        finish_without(engine, arena, "unconnected", "not_connected", &(struct err){.code = ""});
}

/* Asked for late in the evening, and the day is over: that day has no list any more. */
static void settle_older(struct engine *engine, struct arena *arena, const struct db_result *asked)
{
    struct outcome outcome = {.list = {.court = db_cell_text(asked, 0, 0),
                                       .day = (int32_t) db_cell_int(asked, 0, 1),
                                       .state = "failed",
                                       .error = "case_list.day_over",
                                       .at_us = court_now(engine)}};
    (void) clock_perform(engine, arena, &case_outcome, 0, &outcome, NULL);
}

static bool begin_asked(struct engine *engine, struct db *db, struct arena *arena)
{
    struct db_result asked;
    if (case_list_asked(db, arena, &asked, NULL) || asked.row_count == 0)
        return false;
    if (db_cell_int(&asked, 0, 1) < day_of_instant(court_now(engine)))
        settle_older(engine, arena, &asked);
    else
        begin(engine, arena, db_cell_text(&asked, 0, 0));
    return true;
}

static bool has_list(struct db *db, struct arena *arena, const char *court, int32_t day)
{
    struct db_result state;
    return case_list_state(db, arena, court, day, &state, NULL) ||
           (state.row_count && strcmp(db_cell_text(&state, 0, 0), "failed") != 0);
}

static void begin_next(struct engine *engine, struct db *db, struct arena *arena)
{
    int64_t now_us = court_now(engine), real_us = real_now(engine);
    int32_t day = day_of_instant(now_us);
    if (now_us - start_of_day(day) < LIST_HOUR * HOUR_US)
        return;
    for (size_t i = 0; i < registers_court_count(engine); i++) {
        struct case_court *turn = NULL;
        const char *court = registers_court_turn(engine, i, &turn);
        /* A day of its own: a demo's clock that was moved has its list at once. */
        if (real_us < turn->list_us && turn->list_day == day)
            continue;
        turn->list_us = real_us + MINUTE_US;
        turn->list_day = day;
        if (engine_numbers_outside(engine, court, now_us, arena) &&
            !has_list(db, arena, court, day)) {
            begin(engine, arena, court);
            return;
        }
    }
}

void cases_compare(struct engine *engine, struct db *db, struct arena *arena)
{
    struct case_listing *listing = &engine->case_listing;
    int64_t real_us = real_now(engine);
    if (!engine->settings.ports->cases)
        return;
    if (listing->on) {
        list_page(engine, db, arena);
    } else if (real_us >= listing->looked_us) {
        listing->looked_us = real_us + LOOK_SECONDS * SECOND_US;
        if (!begin_asked(engine, db, arena))
            begin_next(engine, db, arena);
    }
}

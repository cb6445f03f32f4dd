/*
 * api/calendar: GET /calendar. Running clocks by the day they end, and what is fixed for a moment
 * (hearings): of what is in the reader's hands
 * (they have a task of it, or take part in it), or of a court where they work. Each matter is asked
 * whether it is visible, as everywhere.
 */
#include "api/calendar.h"

#include "api/operations.h"
#include "api/page.h"
#include "base/text.h"

enum { DAYS_MAX = 62 };

/* The last day of a clock is over at its due time: 00:00 of the next one. */
static enum err_kind read_range(struct reading *reading, struct list_page *page,
                                struct calendar_range *ret, struct err *reterr)
{
    const char *from = param_text(reading->params, "from"), *to = param_text(reading->params, "to");
    int32_t first = 0, last = 0;
    if (!day_parse(from, &first))
        return err_field(reterr, ERR_INVALID, "date.format", "from", "no day");
    if (!day_parse(to, &last))
        return err_field(reterr, ERR_INVALID, "date.format", "to", "no day");
    if (last < first || last - first >= DAYS_MAX)
        return err_field(reterr, ERR_INVALID, "calendar.days", "to", "1 to %d days", DAYS_MAX);
    enum err_kind kind = page_read(reading, "calendar", page, reterr);
    *ret = (struct calendar_range){.after_us = page->at_us ? page->at_us : start_of_day(first) + 1,
                                   .after_id = page->id,
                                   .until_us = start_of_day(last + 1),
                                   .limit = page->limit,
                                   .account_id = reading->actor.account_id};
    return kind;
}

void calendar_of_mine(struct db_flight *flight, const struct actor *actor,
                      const struct calendar_range *range)
{
    (void) calendar_of_account(flight, range);
    (void) appointments_of_account(flight, range);
    if (actor->person_id) {
        (void) calendar_of_person(flight, actor->person_id, range);
        (void) appointments_of_person(flight, actor->person_id, range);
    }
}

static enum err_kind gather(struct reading *reading, const struct calendar_range *range,
                            struct db_flight *flight, struct err *reterr)
{
    const char *whose = param_text(reading->params, "whose"),
               *court = param_text(reading->params, "court");
    const struct actor *actor = &reading->actor;
    if (strcmp(whose, "court") == 0) {
        if (!*court || !works_at(actor, court))
            return err_set(reterr, ERR_DENIED, "permission.denied", "not your court");
        (void) calendar_of_court(flight, court, range);
        (void) appointments_of_court(flight, court, range);
    } else if (strcmp(whose, "mine") == 0) {
        calendar_of_mine(flight, actor, range);
    } else {
        return err_field(reterr, ERR_INVALID, "choice.unknown", "whose", "mine or court");
    }
    return db_flight_run(reading->db, flight, reterr);
}

struct words calendar_title(const struct matter *matter, const char *name, bool fixed)
{
    const struct deadline *deadline = fixed ? NULL : workflow_deadline(matter->workflow, name);
    const struct appointment *appointment =
        fixed ? workflow_appointment(matter->workflow, name) : NULL;
    return deadline      ? deadline->title
           : appointment ? appointment->title
                         : (struct words){name, name};
}

static void write_place(struct reading *reading, struct json_writer *writer,
                        const struct merged_row *place, const struct matter *matter)
{
    const char *name = db_cell_text(place->rows, place->row, 2);
    bool fixed = db_cell_int(place->rows, place->row, 0) < 0;
    int64_t until_us = db_cell_int(place->rows, place->row, 7);
    json_begin(writer);
    json_named_text(writer, "kind", fixed ? "appointment" : "clock");
    json_named_text(writer, "day",
                    day_format(reading->arena, day_of_instant(place->at_us - (fixed ? 0 : 1))));
    write_instant(reading, writer, "due", place->at_us);
    json_named_text(writer, "name", name);
    write_words(writer, "title", calendar_title(matter, name, fixed));
    write_instant(reading, writer, "until", until_us);
    json_named_text(writer, "place", db_cell_text(place->rows, place->row, 8));
    json_named_text(writer, "state", db_cell_text(place->rows, place->row, 4));
    json_named_flag(writer, "provisional", db_cell_int(place->rows, place->row, 5) != 0);
    json_named_flag(writer, "mine", db_cell_int(place->rows, place->row, 6) != 0);
    json_name(writer, "matter");
    matter_write_row(reading->engine, writer, reading->arena, matter);
    json_end(writer);
}

static enum err_kind calendar_read(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    struct list_page page;
    struct calendar_range range;
    struct merged_row *places = NULL;
    size_t count = 0, shown = 0;
    struct db_flight *flight = db_flight_new(reading->arena);
    enum err_kind kind = flight ? read_range(reading, &page, &range, reterr) : arena_full(reterr);
    if (!kind)
        kind = engine_note_look(reading, 0, "calendar", reterr);
    if (!kind)
        kind = gather(reading, &range, flight, reterr);
    if (!kind)
        kind =
            rows_merge(reading->arena, flight, CALENDAR_AT_COLUMN, false, &places, &count, reterr);
    if (kind)
        return kind;
    size_t limit = (size_t) page.limit - 1;
    bool more = count > limit;
    if (more)
        count = limit;
    int64_t ids[LIST_ROWS_MAX];
    struct matter *matters[LIST_ROWS_MAX];
    for (size_t i = 0; i < count; i++)
        ids[i] = db_cell_int(places[i].rows, places[i].row, 1);
    kind = visible_matters(reading, MATTER_BARE, ids, count, matters, &shown, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0, at = 0; i < count && at < shown; i++) {
        if (matters[at]->id == ids[i])
            write_place(reading, writer, &places[i], matters[at++]);
    }
    json_end_list(writer);
    page_write_next(reading, writer, "calendar", more, more ? places[count - 1].at_us : 0,
                    more ? places[count - 1].id : 0);
    json_end(writer);
    return ERR_NONE;
}

/* clang-format off */
const struct operation calendar_operations[] = {
    {.name = "calendar", .method = "GET", .path = "/calendar", .permission = "signed_in", .delegated = "read",
     .reply = "{items:[{kind:s day:s due:s name:s title:@Words until:s? place:s? state:s provisional:b mine:b matter:@MatterRow}] next:s?}",
     .summary = {"日历：期限届满和开庭等安排，手上的（mine）或者本院的（court），最多62天", "Clocks by the day they end, and appointments: of what one has in hand, or of one's court; at most 62 days"},
     .query = "from to whose court cursor limit", .read = calendar_read},
    {.name = NULL}};
/* clang-format on */

/* systems/resolution/booking: a room is booked by name or by industry; who booked first is first,
 * also in a room they changed to. Effects and the place in line are in line.c. */
#include "systems/resolution/booking/booking.h"

#include "base/text.h"
#include "engine/mediator.h"
#include "systems/resolution/booking/booking_store.h"

extern const struct embedded_file booking_definition[];

/* ---- rooms ---------------------------------------------------------------------------------- */

bool booking_full(const struct value *room)
{
    return value_int(value_get(room, "open"), 0) >= value_int(value_get(room, "capacity"), 0);
}

static const struct value *room_where(const struct value *rooms, const char *kind,
                                      const char *industry)
{
    for (size_t i = 0; rooms->type == VALUE_LIST && i < rooms->count; i++) {
        if (text_equal(value_text_of(rooms->items[i], "kind"), kind) &&
            (!industry || text_equal(value_text_of(rooms->items[i], "industry"), industry)))
            return rooms->items[i];
    }
    return &value_null;
}

const struct value *booking_centre(const struct value *rooms)
{
    return room_where(rooms, "centre", NULL);
}

const struct value *booking_route(const struct value *rooms, const char *industry)
{
    const struct value *station = room_where(rooms, "station", industry);
    return value_is_null(station) || booking_full(station) ? booking_centre(rooms) : station;
}

const struct value *booking_room_of(const struct value *rooms, int64_t id)
{
    for (size_t i = 0; id && rooms->type == VALUE_LIST && i < rooms->count; i++) {
        if (value_int(value_get(rooms->items[i], "id"), 0) == id)
            return rooms->items[i];
    }
    return &value_null;
}

/* ---- guards --------------------------------------------------------------------------------- */

static bool room_is_open(const struct facts *facts)
{
    return !value_is_null(value_get(facts->outside, "chosen"));
}

static int64_t own_room(const struct facts *facts)
{
    return value_int(value_get(facts->before, "room"), 0);
}

static bool room_other(const struct facts *facts)
{
    return value_int(value_path(facts->outside, "chosen.id"), 0) != own_room(facts);
}

static bool centre_there(const struct facts *facts)
{
    const struct value *centre = booking_centre(value_get(facts->outside, "rooms"));
    return !value_is_null(centre) && value_int(value_get(centre, "id"), 0) != own_room(facts);
}

static bool station_full(const struct facts *facts)
{
    const struct value *room = booking_room_of(value_get(facts->outside, "rooms"), own_room(facts));
    return value_is_null(room) ||
           (text_equal(value_text_of(room, "kind"), "station") && booking_full(room));
}

static const struct value *duty_of(const struct facts *facts)
{
    return value_get(facts->outside, "duty");
}

static bool mediator_of_room(const struct facts *facts) { return !value_is_null(duty_of(facts)); }

/* In turn, unless there is a reason that is written down. */
static bool is_first(const struct facts *facts)
{
    return value_int(value_get(facts->outside, "ahead"), 0) == 0 ||
           *value_text_of(facts->form, "urgent_reason");
}

static bool room_has_place(const struct facts *facts)
{
    const struct value *room = booking_room_of(value_get(facts->outside, "rooms"), own_room(facts));
    return value_int(value_get(facts->outside, "in_hand"), 0) <
           value_int(value_get(room, "capacity"), 0);
}

static bool is_supervisor(const struct facts *facts)
{
    return facts->subject && *value_text_of(facts->fields, "supervisor") &&
           text_equal(value_text_of(facts->subject->identity, "name"),
                      value_text_of(facts->fields, "supervisor"));
}

/* clang-format off */
static const struct guard guards[] = {
    {"booking_room_open", {"没有这间工作室，或者已经停办。请在“工作室和工作站”里另选一间，或者写行业代码。", "There is no such room, or it has closed. Choose another under \"Rooms and stations\", or give an industry code."}, NULL, room_is_open},
    {"booking_room_other", {"您已经在这一间排队，请选另一间。", "You are in line there already; choose another."}, NULL, room_other},
    {"booking_centre_there", {"本院没有可以接办的商事调解中心。", "This court has no commercial centre that could take it over."}, NULL, centre_there},
    {"booking_station_full", {"工作站还没有满，由工作站接办。", "The station still has room and takes it."}, NULL, station_full},
    {"booking_mediator_of_room", {"请选择本工作室的人。", "Choose somebody of this room."}, NULL, mediator_of_room},
    {"booking_first", {"前面还有人在排队。确实要先办的，请写明理由。", "Others are in line before. If this must come first, write why."}, NULL, is_first},
    {"booking_room_has_place", {"本工作室同时在办的件数已满，请先办结手上的。", "This room has as many in hand as it takes: finish one first."}, NULL, room_has_place},
    {"booking_is_supervisor", {"指导意见由带学徒的人写。", "The supervisor writes this."}, NULL, is_supervisor},
};
/* clang-format on */

/* ---- what is read --------------------------------------------------------------------------- */

struct booking_reads {
    struct mediator_reads mediator;
    size_t rooms, people, place;
    bool chooses;
};

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    struct booking_reads *reads = arena_alloc(call->arena, sizeof *reads);
    if (!reads)
        return arena_full(reterr);
    *reads = (struct booking_reads){.chooses = text_equal(action, "book") ||
                                               text_equal(action, "switch_room")};
    call->state = reads;
    call_mediator_load(call, &reads->mediator);
    reads->rooms = booking_rooms_read(call->reads, call->matter_id);
    reads->people = booking_people_read(call->reads, call->matter_id);
    reads->place = booking_place_read(call->reads, call->matter_id);
    return ERR_NONE;
}

static struct value *rooms_value(const struct db_result *rows, struct arena *arena)
{
    struct value *list = value_new_list(arena);
    for (size_t i = 0; list && i < rows->row_count; i++) {
        struct value *row = value_new_map(arena);
        bool good = row && value_set_int(arena, row, "id", db_cell_int(rows, i, 0)) &&
                    value_set_text(arena, row, "name", db_cell_text(rows, i, 1)) &&
                    value_set_text(arena, row, "kind", db_cell_text(rows, i, 2)) &&
                    value_set_text(arena, row, "industry", db_cell_text(rows, i, 3)) &&
                    value_set_int(arena, row, "capacity", db_cell_int(rows, i, 4)) &&
                    value_set_int(arena, row, "open", db_cell_int(rows, i, 5)) &&
                    value_add(arena, list, row);
        if (!good)
            return NULL;
    }
    return list;
}

/* By its number, or by the industry; nothing is there when neither leads anywhere. */
static const struct value *chosen_of(struct call *call, const struct value *rooms)
{
    const char *venue = body_text(call, "venue"), *industry = body_text(call, "industry");
    int64_t id = 0;
    if (!venue || !*venue)
        return industry && *industry ? booking_route(rooms, industry) : &value_null;
    return public_id_parse(engine_keys(call->engine),
                           engine_workflow(call->engine, "venue")->prefix, venue, &id)
               ? booking_room_of(rooms, id)
               : &value_null;
}

static struct value *people_value(const struct db_result *rows, struct arena *arena)
{
    struct value *list = value_new_list(arena);
    for (size_t i = 0; list && i < rows->row_count; i++) {
        struct value *row = value_new_map(arena);
        bool good = row && value_set_int(arena, row, "room", db_cell_int(rows, i, 0)) &&
                    value_set_int(arena, row, "person_id", db_cell_int(rows, i, 1)) &&
                    value_set_text(arena, row, "name", db_cell_text(rows, i, 2)) &&
                    value_add(arena, list, row);
        if (!good)
            return NULL;
    }
    return list;
}

/* What the named mediator is in the matter's room: the row of its people. */
static enum err_kind duty_of_named(struct call *call, const struct db_result *rows,
                                   struct err *reterr)
{
    int64_t room = value_int(value_get(call->matter->fields, "room"), 0),
            person = value_int(value_path(call->outside, "mediator.person_id"), 0);
    for (size_t i = 0; person && i < rows->row_count; i++) {
        struct value *fields = NULL;
        if (db_cell_int(rows, i, 0) != room || db_cell_int(rows, i, 1) != person)
            continue;
        const char *json = db_cell_text(rows, i, 3);
        enum err_kind kind =
            json_parse(json, strlen(json), &json_limits_file, call->arena, &fields, reterr);
        if (kind)
            return kind;
        const struct value *people = value_get(fields, "people");
        for (size_t k = 0; people->type == VALUE_LIST && k < people->count; k++) {
            if (text_equal(value_text_of(people->items[k], "name"), db_cell_text(rows, i, 2)))
                return value_set(call->arena, call->outside, "duty", people->items[k])
                           ? ERR_NONE
                           : arena_full(reterr);
        }
    }
    return ERR_NONE;
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct booking_reads *reads = call->state;
    (void) action;
    if (!reads)
        return ERR_NONE;
    if (!call->outside)
        call->outside = value_new_map(call->arena);
    enum err_kind kind = call_mediator_loaded(call, &reads->mediator, reterr);
    const struct db_result *people = db_flight_result(call->reads, reads->people),
                           *place = db_flight_result(call->reads, reads->place);
    struct value *rooms = rooms_value(db_flight_result(call->reads, reads->rooms), call->arena),
                 *staff = people_value(people, call->arena);
    bool good = call->outside && rooms && staff &&
                value_set(call->arena, call->outside, "rooms", rooms) &&
                value_set(call->arena, call->outside, "people", staff) &&
                value_set_int(call->arena, call->outside, "ahead", db_cell_int(place, 0, 0)) &&
                value_set_int(call->arena, call->outside, "in_hand", db_cell_int(place, 0, 1));
    if (kind || !good)
        return kind ? kind : arena_full(reterr);
    const struct value *chosen = reads->chooses ? chosen_of(call, rooms) : &value_null;
    if (!value_is_null(chosen) &&
        !value_set(call->arena, call->outside, "chosen", value_copy(call->arena, chosen)))
        return arena_full(reterr);
    return duty_of_named(call, people, reterr);
}

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *name = value_text_of(facts->fields, "venue_name");
    const char *title = *name ? arena_printf(arena, "预约%s", name) : "预约工作室";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"booking_title", compute_title}};

const struct system booking_system = {.name = "booking",
                                      .wing = "resolution",
                                      .definition = booking_definition,
                                      .guards = guards,
                                      .guard_count = COUNT_OF(guards),
                                      .effects = booking_effects,
                                      .effect_count = BOOKING_EFFECTS,
                                      .computes = computes,
                                      .compute_count = COUNT_OF(computes),
                                      .operations = booking_operations,
                                      .operation_count = BOOKING_OPERATIONS,
                                      .load = load,
                                      .loaded = loaded};

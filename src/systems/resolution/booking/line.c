/* systems/resolution/booking: its effects, and the place in line as people see it. */
#include "systems/resolution/booking/booking.h"

#include "base/text.h"
#include "store/matter.h"
#include "systems/resolution/booking/booking_store.h"

static enum err_kind take_group(struct call *call, const char *role, const char *group,
                                struct err *reterr)
{
    const struct value *rows = value_get(call->matter->fields, group);
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        if (call->matter->participants[i].active &&
            text_equal(call->matter->participants[i].role, role))
            return ERR_NONE; /* came with the mediation that opened this one */
    }
    for (size_t i = 0; i < rows->count; i++) {
        const struct value *person = value_get(rows->items[i], "person");
        enum err_kind kind = call_add_participant(
            call, role, value_is_null(person) ? value_get(rows->items[i], "organisation") : person,
            0, NULL, reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

static enum err_kind take_parties(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    enum err_kind kind = take_group(call, "applicant", "applicants", reterr);
    return kind ? kind : take_group(call, "respondent", "respondents", reterr);
}

/* The people of the room read it, and those of the room before no longer. */
static enum err_kind take_people(struct call *call, int64_t room, struct err *reterr)
{
    const struct value *people = value_get(call->outside, "people");
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        struct participant *before = &call->matter->participants[i];
        if (!before->active || !text_equal(before->role, "mediator"))
            continue;
        before->active = false;
        participant_set_state(call->writes, before->id, before->state, false);
    }
    for (size_t i = 0; !kind && i < people->count; i++) {
        struct value *identity = value_new_map(call->arena);
        if (value_int(value_get(people->items[i], "room"), 0) != room)
            continue;
        kind = identity && value_set_text(call->arena, identity, "name",
                                          value_text_of(people->items[i], "name"))
                   ? call_add_participant(call, "mediator", identity,
                                          value_int(value_get(people->items[i], "person_id"), 0),
                                          NULL, reterr)
                   : arena_full(reterr);
    }
    return kind;
}

static enum err_kind go_to(struct call *call, const struct value *room, const char *why,
                           struct err *reterr)
{
    char venue[PUBLIC_ID_BYTES];
    int64_t id = value_int(value_get(room, "id"), 0);
    struct value *row = value_new_map(call->arena);
    public_id(engine_keys(call->engine), engine_workflow(call->engine, "venue")->prefix, id, venue);
    bool good =
        row && value_set_text(call->arena, row, "name", value_text_of(room, "name")) &&
        value_set_text(call->arena, row, "why", why) &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us));
    enum err_kind kind = good ? call_add_row(call, "rooms", row, reterr) : arena_full(reterr);
    if (!kind)
        kind = call_set_text(call, "venue", venue, reterr);
    if (!kind)
        kind = call_set_text(call, "venue_name", value_text_of(room, "name"), reterr);
    if (!kind)
        kind = call_set_int(call, "room", id, reterr);
    return kind ? kind : take_people(call, id, reterr);
}

/* The moment of the first booking is the place in every line. */
static enum err_kind queue(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *room = value_get(call->outside, "chosen");
    const char *industry = call_field_text(call, "industry");
    bool passed_on = *industry && !text_equal(value_text_of(room, "industry"), industry);
    (void) with;
    enum err_kind kind = call_set_int(call, "line", call->received_us, reterr);
    if (!kind)
        kind = call_set_text(call, "booked_at", instant_format(call->arena, call->received_us),
                             reterr);
    return kind ? kind : go_to(call, room, passed_on ? "full" : "booked", reterr);
}

static enum err_kind move(struct call *call, const struct value *with, struct err *reterr)
{
    return go_to(call, value_get(call->outside, "chosen"), value_text_of(with, "why"), reterr);
}

static enum err_kind to_centre(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return go_to(call, booking_centre(value_get(call->outside, "rooms")), "full", reterr);
}

static enum err_kind take_supervisor(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    const char *supervisor = value_text(value_path(call->outside, "duty.supervisor"));
    (void) with;
    return call_set_text(call, "supervisor", supervisor ? supervisor : "", reterr);
}

/* Where no mediation is under way yet one begins, on the parties' own application (A). */
static enum err_kind open_mediation(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const same[] = {"cause", "amount",     "facts",
                                       "wish",  "applicants", "respondents"};
    struct value *fields = value_new_map(call->arena), *map = value_new_map(call->arena);
    (void) with;
    if (value_true(value_get(call->matter->fields, "in_mediation")))
        return ERR_NONE;
    bool good = fields && map && value_set_text(call->arena, fields, "variant", "A") &&
                value_set_text(call->arena, map, "applicant", "applicant") &&
                value_set_text(call->arena, map, "respondent", "respondent");
    for (size_t i = 0; good && i < COUNT_OF(same); i++) {
        const struct value *value = value_get(call->matter->fields, same[i]);
        good = value_is_null(value) ||
               value_set(call->arena, fields, same[i], value_copy(call->arena, value));
    }
    return good ? call_open_matter(call, "mediation", fields, map, NULL, reterr)
                : arena_full(reterr);
}

/* ---- the place in line ---------------------------------------------------------------------- */

static enum err_kind place_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    const char *id = value_text_of(reading->params, "id");
    struct matter *matter = NULL;
    struct db_result rows;
    int64_t matter_id = 0;
    if (!matter_id_parse(reading->engine, id, &matter_id) ||
        engine_load_matter(reading, matter_id, &matter, reterr) ||
        !matter_visible(&reading->actor, matter) ||
        !text_equal(matter->workflow->system, "booking"))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such booking");
    enum err_kind kind = booking_place(reading->db, reading->arena, matter_id, &rows, reterr);
    if (kind)
        return kind;
    bool waits = text_equal(matter->state, "queued");
    json_begin(writer);
    json_named_flag(writer, "waits", waits);
    json_named_int(writer, "place", waits ? db_cell_int(&rows, 0, 0) + 1 : 0);
    json_named_int(writer, "in_hand", db_cell_int(&rows, 0, 1));
    json_named_text(writer, "venue_name", value_text(value_get(matter->fields, "venue_name")));
    json_named_text(writer, "booked_at", value_text(value_get(matter->fields, "booked_at")));
    json_end(writer);
    return ERR_NONE;
}

/* clang-format off */
const struct operation booking_operations[BOOKING_OPERATIONS] = {
    {.name = "booking_place", .method = "GET", .path = "/matters/{id}/place", .permission = "public",
     .reply = "{waits:b place:i in_hand:i venue_name:s? booked_at:s?}",
     .summary = {"预约排在第几位", "The place of a booking in its line"}, .read = place_read},
};
/* clang-format on */

const struct effect booking_effects[BOOKING_EFFECTS] = {
    {"booking_take_parties", NULL, false, NULL, take_parties},
    {"booking_queue", NULL, false, NULL, queue},
    {"booking_move", NULL, false, NULL, move},
    {"booking_to_centre", NULL, false, NULL, to_centre},
    {"booking_take_supervisor", NULL, false, NULL, take_supervisor},
    {"booking_open_mediation", "人民法院在线调解规则第八条", false, NULL, open_mediation},
};

/* systems/resolution/venue: the register of rooms and stations, its public page, and which station
 * nobody has visited for long. */
#include "base/text.h"
#include "engine/entry.h"
#include "engine/mediator.h"
#include "store/matter.h"
#include "systems/resolution/venue/venue_store.h"

extern const struct embedded_file venue_definition[];

enum { SILENT_USUAL_DAYS = 14 };

static const struct value *person_named(const struct value *people, const char *name)
{
    for (size_t i = 0; people->type == VALUE_LIST && i < people->count; i++) {
        if (text_equal(value_text_of(people->items[i], "name"), name))
            return people->items[i];
    }
    return &value_null;
}

static bool is_duty(const struct value *person, const char *duty)
{
    return text_equal(value_text_of(person, "duty"), duty);
}

/* ---- guards --------------------------------------------------------------------------------- */

/* Disputes find a station by the code of its industry. */
static bool industry_given(const struct facts *facts)
{
    bool station = text_equal(value_text_of(facts->fields, "kind"), "station");
    return station == (*value_text_of(facts->fields, "industry") != '\0');
}

static bool person_new(const struct facts *facts)
{
    const char *name = value_text(value_path(facts->outside, "mediator.name"));
    return name && value_is_null(person_named(value_get(facts->before, "people"), name));
}

static bool supervised(const struct facts *facts)
{
    if (!text_equal(value_text_of(facts->form, "duty"), "apprentice"))
        return true;
    const struct value *person =
        person_named(value_get(facts->before, "people"), value_text_of(facts->form, "supervisor"));
    return !value_is_null(person) && !is_duty(person, "apprentice");
}

static bool person_known(const struct facts *facts)
{
    return !value_is_null(person_named(value_get(facts->before, "people"),
                                       value_text_of(facts->form, "person_name")));
}

static bool nobody_left_alone(const struct facts *facts)
{
    const struct value *people = value_get(facts->before, "people");
    for (size_t i = 0; people->type == VALUE_LIST && i < people->count; i++) {
        if (is_duty(people->items[i], "apprentice") &&
            text_equal(value_text_of(people->items[i], "supervisor"),
                       value_text_of(facts->form, "person_name")))
            return false;
    }
    return true;
}

static bool headed(const struct facts *facts)
{
    const struct value *people = value_get(facts->fields, "people");
    for (size_t i = 0; people->type == VALUE_LIST && i < people->count; i++) {
        if (is_duty(people->items[i], "head"))
            return true;
    }
    return false;
}

/* clang-format off */
static const struct guard guards[] = {
    {"venue_industry", {"行业工作站要写行业代码，其他类型不写。", "An industry station has an industry code, and no other kind has."}, NULL, industry_given},
    {"venue_person_new", {"这个人已经登记过，或者不在名册上。", "This person is entered already, or is not on the roster."}, NULL, person_new},
    {"venue_supervised", {"学徒要由本工作室的负责人或者调解员带，请写那个人的姓名。", "An apprentice is supervised by the head or a mediator of this room: give that name."}, NULL, supervised},
    {"venue_person_known", {"没有登记这个人，请照人员名单填写。", "Nobody of that name is entered; write it as in the list."}, NULL, person_known},
    {"venue_nobody_left_alone", {"这个人还带着学徒，请先为学徒另定带的人。", "This person supervises an apprentice: give them another supervisor first."}, NULL, nobody_left_alone},
    {"venue_headed", {"请先登记负责人。", "Enter the head first."}, NULL, headed},
};
/* clang-format on */

/* ---- effects -------------------------------------------------------------------------------- */

static enum err_kind add_person(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *mediator = value_get(call->outside, "mediator");
    const char *name = value_text_of(mediator, "name");
    struct value *row = value_new_map(call->arena), *identity = value_new_map(call->arena);
    (void) with;
    bool good = row && identity && value_set_text(call->arena, identity, "name", name) &&
                value_set_text(call->arena, row, "name", name) &&
                value_set_text(call->arena, row, "duty", value_text_of(call->facts.form, "duty")) &&
                value_set_given(call->arena, row, "supervisor", body_text(call, "supervisor"));
    enum err_kind kind = good ? call_add_row(call, "people", row, reterr) : arena_full(reterr);
    return kind
               ? kind
               : call_add_participant(call, "mediator", identity,
                                      value_int(value_get(mediator, "person_id"), 0), NULL, reterr);
}

static enum err_kind remove_person(struct call *call, const struct value *with, struct err *reterr)
{
    const char *name = value_text_of(call->facts.form, "person_name");
    const struct value *people = value_get(call->matter->fields, "people");
    struct value *left = value_new_list(call->arena);
    (void) with;
    for (size_t i = 0; left && i < people->count; i++) {
        if (!text_equal(value_text_of(people->items[i], "name"), name) &&
            !value_add(call->arena, left, value_copy(call->arena, people->items[i])))
            left = NULL;
    }
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        struct participant *one = &call->matter->participants[i];
        if (!one->active || !text_equal(value_text_of(one->identity, "name"), name))
            continue;
        one->active = false;
        participant_set_state(call->writes, one->id, one->state, false);
    }
    return left ? call_set_field(call, "people", left, reterr) : arena_full(reterr);
}

static const struct effect effects[] = {
    {"venue_add_person", NULL, false, NULL, add_person},
    {"venue_remove_person", NULL, false, NULL, remove_person},
};

/* ---- what is read --------------------------------------------------------------------------- */

static enum err_kind write_queues(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    struct db_result rows;
    unsigned prefix = engine_workflow(reading->engine, "venue")->prefix;
    enum err_kind kind = venue_queues(reading->db, reading->arena,
                                      value_text_of(reading->params, "court"), &rows, reterr);
    if (kind)
        return kind;
    json_name(writer, "queues");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        char id[PUBLIC_ID_BYTES];
        public_id(engine_keys(reading->engine), prefix, db_cell_int(&rows, i, 0), id);
        json_begin(writer);
        json_named_text(writer, "venue", id);
        json_named_int(writer, "waiting", db_cell_int(&rows, i, 1));
        json_named_int(writer, "in_hand", db_cell_int(&rows, i, 2));
        json_end(writer);
    }
    json_end_list(writer);
    return ERR_NONE;
}

static enum err_kind venues_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    static const char *const shown[] = {"name",   "kind",    "industry", "strengths",
                                        "place",  "hours",   "links",    "capacity",
                                        "people", "stories", NULL};
    static const struct entry_list list = {
        .system = "venue", .state = "open", .field = "kind", .fields = shown};
    json_begin(writer);
    enum err_kind kind = entries_write(reading, writer, &list, reterr);
    if (!kind)
        kind = write_queues(reading, writer, reterr);
    json_end(writer);
    return kind;
}

static int64_t silent_days_of(struct reading *reading, const char *court)
{
    const struct workflow *workflow = engine_workflow_at(reading->engine, "venue", court);
    const struct value *settings =
        engine_settings_of(reading->engine, workflow, court, reading->now_us, reading->arena);
    return value_int(value_get(settings, "silent_days"), SILENT_USUAL_DAYS);
}

/* Which station is silent: no visit was closed there for so many days (systems.md row 36). */
static enum err_kind board_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    const char *court = value_text_of(reading->params, "court");
    role_set sees = role_bit("roster_manager") | role_bit("tribunal_judge") |
                    role_bit("court_leader") | role_bit("supervisor");
    struct db_result rows;
    int32_t today = day_of_instant(reading->now_us);
    if (!(actor_roles(&reading->actor, court) & sees))
        return err_set(reterr, ERR_DENIED, "action.wrong_role", "this court's board is not yours");
    int64_t silent_days = silent_days_of(reading, court);
    enum err_kind kind = venue_visits(reading->db, reading->arena, court, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_int(writer, "silent_days", silent_days);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        const char *last = db_cell_text(&rows, i, 3);
        int32_t day = 0, opened = day_of_instant(db_cell_int(&rows, i, 4));
        bool visited = last && day_parse(last, &day);
        json_begin(writer);
        json_named_text(writer, "name", db_cell_text(&rows, i, 0));
        json_named_text(writer, "kind", db_cell_text(&rows, i, 1));
        json_named_int(writer, "visits", db_cell_int(&rows, i, 2));
        json_named_text(writer, "last", visited ? last : NULL);
        json_named_flag(writer, "silent", today - (visited ? day : opened) >= silent_days);
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

/* clang-format off */
static const struct operation operations[] = {
    {.name = "venues", .method = "GET", .path = "/venues", .permission = "public",
     .reply = "{" ENTRIES_REPLY " queues:[{venue:s waiting:i in_hand:i}]}",
     .summary = {"工作室和工作站：介绍和排队的人数", "Rooms and stations, and how many wait for each"}, .query = "court kind q cursor", .read = venues_read},
    {.name = "venue_board", .method = "GET", .path = "/venues/board", .permission = "roster_manager tribunal_judge court_leader supervisor",
     .reply = "{silent_days:i items:[{name:s kind:s visits:i last:s? silent:b}] next:s?}",
     .summary = {"工作站走访情况：多久没有走访的标出来，不排名", "Visits by station; which has been silent, nobody ranked"}, .query = "court", .read = board_read},
};
/* clang-format on */

const struct system venue_system = {.name = "venue",
                                    .wing = "resolution",
                                    .definition = venue_definition,
                                    .guards = guards,
                                    .guard_count = COUNT_OF(guards),
                                    .effects = effects,
                                    .effect_count = COUNT_OF(effects),
                                    .operations = operations,
                                    .operation_count = COUNT_OF(operations),
                                    .load = mediator_load,
                                    .loaded = mediator_loaded};

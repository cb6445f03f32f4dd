/* api/units: the units of the grass roots, who serves in them. What they do is systems/resolution.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/session.h"
#include "base/text.h"
#include "store/people.h"
#include "store/roster.h"
#include "store/unit.h"
#include "store/work.h"

enum { MEMBER_PREFIX = 'V' };

#define UNIT_ROW                                                                                   \
    "code:s name:s kind:s parent:s? court:s court_name:s households:i residents:i column:i row:i"

static void write_unit(struct reading *reading, struct json_writer *writer,
                       const struct unit_row *row)
{
    json_named_text(writer, "code", row->code);
    json_named_text(writer, "name", row->name);
    json_named_text(writer, "kind", row->kind);
    json_named_text(writer, "parent", row->parent);
    json_named_text(writer, "court", row->court);
    json_named_text(writer, "court_name", engine_court_name(reading->engine, row->court));
    json_named_int(writer, "households", row->households);
    json_named_int(writer, "residents", row->residents);
    json_named_int(writer, "column", row->tile_column);
    json_named_int(writer, "row", row->tile_row);
}

static enum err_kind units_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct db_result rows;
    struct unit_row row = {0};
    int64_t limit = 0;
    enum err_kind kind = page_limit(reading, &limit, reterr);
    if (!kind)
        kind = units_list(reading->db, reading->arena, param_text(reading->params, "court"),
                          param_text(reading->params, "parent"),
                          param_text(reading->params, "cursor"), limit, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; (int64_t) i + 1 < limit && unit_take(&rows, i, &row); i++) {
        json_begin(writer);
        write_unit(reading, writer, &row);
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", (int64_t) rows.row_count == limit ? row.code : NULL);
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind mine_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct db_result rows;
    struct unit_row row;
    enum err_kind kind =
        units_of_account(reading->db, reading->arena, reading->actor.account_id, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; unit_take(&rows, i, &row); i++) {
        json_begin(writer);
        write_unit(reading, writer, &row);
        json_named_text(writer, "duty", db_cell_text(&rows, i, UNIT_DUTY_COLUMN));
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

static bool keeps_units(const struct actor *actor, const char *court)
{
    return actor_roles(actor, court) & (role_bit("roster_manager") | role_bit("tribunal_judge"));
}

static enum err_kind members_read(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    struct db_result rows, units;
    struct unit_row unit;
    struct unit_member_row row;
    const char *code = param_text(reading->params, "code");
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = unit_chain_read(flight, code, 0);
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    if (kind)
        return kind;
    units = *db_flight_result(flight, place);
    if (!unit_take(&units, 0, &unit) || !keeps_units(&reading->actor, unit.court))
        return err_set(reterr, ERR_MISSING, "unit.unknown", "no such unit of yours");
    kind = unit_members_list(reading->db, reading->arena, code, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; unit_member_take(&rows, i, &row); i++) {
        json_begin(writer);
        write_public_id(reading, writer, "id", MEMBER_PREFIX, row.id);
        json_named_text(writer, "name", row.name);
        json_named_text(writer, "duty", row.duty);
        write_instant(reading, writer, "from", row.from_us);
        write_instant(reading, writer, "ended", row.ended_us);
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

struct member_adding {
    size_t account, unit, serving;
    struct unit_member_row row;
    bool needs_person;
};

static enum err_kind member_add_load(struct call *call, struct err *reterr)
{
    struct member_adding *adding = arena_alloc(call->arena, sizeof *adding);
    const char *code = param_text(call->params, "code");
    if (!adding)
        return arena_full(reterr);
    *adding = (struct member_adding){.row.unit_code = code};
    adding->account = account_by_login_read(call->reads, param_text(call->body, "login"));
    adding->unit = unit_chain_read(call->reads, code, 0);
    adding->serving = unit_chain_members_read(call->reads, code, 0);
    call->state = adding;
    return ERR_NONE;
}

static enum err_kind member_add_decide(struct call *call, struct err *reterr)
{
    struct member_adding *adding = call->state;
    struct account_row account = {0};
    struct unit_row unit = {0};
    struct unit_member_row other;
    const struct db_result *serving = db_flight_result(call->reads, adding->serving);
    adding->row.duty = param_text(call->body, "duty");
    if (!unit_take(db_flight_result(call->reads, adding->unit), 0, &unit))
        return err_set(reterr, ERR_MISSING, "unit.unknown", "no such unit");
    if (!keeps_units(&call->actor, unit.court))
        return err_set(reterr, ERR_DENIED, "action.wrong_role",
                       "units of this court are not yours");
    if (!account_take(db_flight_result(call->reads, adding->account), 0, &account))
        return err_field(reterr, ERR_INVALID, "account.unknown", "login", "no such account");
    for (size_t i = 0; unit_member_take(serving, i, &other); i++) {
        if (!other.depth && other.account_id == account.id &&
            text_equal(other.duty, adding->row.duty))
            return err_set(reterr, ERR_CONFLICT, "unit.serves", "serves there already");
    }
    if (serving->row_count >= UNIT_MEMBERS_MAX)
        return err_set(reterr, ERR_LIMIT, "unit.full", "at most %d serve there", UNIT_MEMBERS_MAX);
    adding->row.account_id = account.id;
    adding->row.person_id = account.person_id;
    adding->row.name = account.name;
    adding->needs_person = !account.person_id;
    return ERR_NONE;
}

static enum err_kind member_add_apply(struct call *call, struct err *reterr)
{
    struct member_adding *adding = call->state;
    struct unit_member_row *row = &adding->row;
    row->id = call_new_id(call, ID_UNIT_MEMBER);
    row->from_us = call->now_us;
    if (adding->needs_person) {
        row->person_id = call_new_id(call, ID_PERSON);
        account_person_insert(call->writes, row->person_id, row->name, row->account_id,
                              call->now_us);
    }
    unit_member_insert(call->writes, row);
    return call_reply_id(call, 201, MEMBER_PREFIX, row->id, reterr);
}

struct member_ending {
    struct row_wanted *wanted;
    size_t unit;
};

static enum err_kind member_end_load(struct call *call, struct err *reterr)
{
    struct row_wanted *wanted = wanted_row(call, MEMBER_PREFIX);
    struct member_ending *ending = arena_alloc(call->arena, sizeof *ending);
    if (!wanted || !ending)
        return arena_full(reterr);
    wanted->read = unit_member_read(call->reads, wanted->id);
    *ending = (struct member_ending){
        wanted, unit_chain_read(call->reads, param_text(call->params, "code"), 0)};
    call->state = ending;
    return ERR_NONE;
}

static enum err_kind member_end_decide(struct call *call, struct err *reterr)
{
    const struct member_ending *ending = call->state;
    struct unit_member_row row;
    struct unit_row unit;
    if (!unit_member_take(db_flight_result(call->reads, ending->wanted->read), 0, &row) ||
        !unit_take(db_flight_result(call->reads, ending->unit), 0, &unit) ||
        !text_equal(row.unit_code, unit.code) || !keeps_units(&call->actor, unit.court))
        return err_set(reterr, ERR_MISSING, "unit.unknown",
                       "nobody such serves in a unit of yours");
    return row.ended_us ? err_set(reterr, ERR_CONFLICT, "unit.ended", "ended already") : ERR_NONE;
}

static enum err_kind member_end_apply(struct call *call, struct err *reterr)
{
    const struct member_ending *ending = call->state;
    unit_member_end(call->writes, ending->wanted->id, call->now_us);
    return call_reply_id(call, 200, MEMBER_PREFIX, ending->wanted->id, reterr);
}

/* clang-format off */
static const struct option duties[] = {{"worker", {"网格员", "Grid worker"}}, {"mediator", {"村（社区）调解员", "Village mediator"}},
    {"lead", {"单位负责人", "Head of the unit"}}, {"police", {"派出所民警", "Police officer"}},
    {"women", {"妇联工作人员", "Women's federation"}}, {"civil", {"民政、社工", "Civil affairs, social work"}}};
static const struct field login_field = {.name = "login", .kind = FIELD_TEXT, .title = {"登录账号", "Login"}, .max = 60};
static const struct field duty_field = {.name = "duty", .kind = FIELD_CHOICE, .title = {"职责", "Duty"}, .options = duties, .option_count = COUNT_OF(duties)};
static const struct form_field member_form[] = {{&login_field, true}, {&duty_field, true}};

const struct operation unit_operations[] = {
    {.name = "unit_list", .method = "GET", .path = "/units", .permission = "signed_in",
     .reply = "{items:[{" UNIT_ROW "}] next:s?}",
     .summary = {"基层单位", "Units of the grass roots"}, .query = "court parent cursor limit", .read = units_read},
    {.name = "unit_mine", .method = "GET", .path = "/units/mine", .permission = "signed_in",
     .reply = "{items:[{" UNIT_ROW " duty:s}] next:s?}",
     .summary = {"我任职的基层单位", "The units where I serve"}, .query = "", .read = mine_read},
    {.name = "unit_members", .method = "GET", .path = "/units/{code}/members", .permission = "roster_manager tribunal_judge",
     .reply = "{items:[{id:s name:s duty:s from:s ended:s?}] next:s?}",
     .summary = {"基层单位人员", "Who serves in a unit"}, .query = "", .read = members_read},
    {.name = "unit_member_add", .method = "POST", .path = "/units/{code}/members", .permission = "roster_manager tribunal_judge", .reply = "{id:s}",
     .summary = {"登记基层单位人员", "Somebody serves in a unit"}, .form = member_form, .form_count = COUNT_OF(member_form),
     .load = member_add_load, .decide = member_add_decide, .apply = member_add_apply},
    {.name = "unit_member_end", .method = "POST", .path = "/units/{code}/members/{id}/end", .permission = "roster_manager tribunal_judge", .reply = "{id:s}",
     .summary = {"结束任职", "Somebody serves there no more"}, .load = member_end_load, .decide = member_end_decide, .apply = member_end_apply},
    {.name = NULL}};
/* clang-format on */

/* systems/resolution/partner: the register a court sees: the bodies, how each is linked here, what
 * became of what they were given, and the people who work for those without a system. */
#include "systems/resolution/partner/partner.h"

#include "base/text.h"
#include "store/partner.h"
#include "store/people.h"
#include "store/roster.h"
#include "store/work.h"

enum { PEOPLE_LISTED_MAX = PARTNER_BODIES_MAX * PARTNER_PEOPLE_MAX };

static unsigned person_prefix(void) { return public_id_prefix("PN", 2); }

#define KEEPERS "roster_manager diversion_officer"

static role_set keepers(void) { return role_bit("roster_manager") | role_bit("diversion_officer"); }

/* ---- reading -------------------------------------------------------------------------------- */

static size_t write_people(struct reading *reading, struct json_writer *writer, const char *code,
                           const struct db_result *people)
{
    struct partner_person_row row;
    size_t count = 0;
    json_name(writer, "people");
    json_begin_list(writer);
    for (size_t i = 0; partner_person_take(people, i, &row); i++) {
        char id[PUBLIC_ID_BYTES];
        if (strcmp(row.partner, code) != 0)
            continue;
        public_id(engine_keys(reading->engine), person_prefix(), row.id, id);
        json_begin(writer);
        json_named_text(writer, "id", id);
        json_named_text(writer, "name", row.name);
        json_end(writer);
        count++;
    }
    json_end_list(writer);
    return count;
}

/* pushed = open + settled + failed + back: the sums are what the lists show. */
static void write_tally(struct json_writer *writer, const char *code,
                        const struct db_result *tallies)
{
    static const char *const names[] = {"open", "settled", "failed", "back"};
    int64_t counts[COUNT_OF(names)] = {0};
    for (size_t i = 0; i < tallies->row_count; i++) {
        const char *state = db_cell_text(tallies, i, 1);
        if (strcmp(db_cell_text(tallies, i, 0), code) != 0)
            continue;
        bool back = text_has_word("refused returned withdrawn", state);
        size_t which = strcmp(state, "settled") == 0  ? 1
                       : strcmp(state, "failed") == 0 ? 2
                       : back                         ? 3
                                                      : 0;
        counts[which] += db_cell_int(tallies, i, 2);
    }
    for (size_t i = 0; i < COUNT_OF(names); i++)
        json_named_int(writer, names[i], counts[i]);
}

static void write_body(struct reading *reading, struct json_writer *writer,
                       const struct partner_body *body, const struct db_result *people,
                       const struct db_result *tallies)
{
    bool by_system = engine_peer_of(reading->engine, body->code) != NULL;
    json_begin(writer);
    json_named_text(writer, "code", body->code);
    json_named_text(writer, "name", body->zh);
    json_named_text(writer, "name_en", body->en);
    json_named_text(writer, "since", body->since);
    json_named_text(writer, "source", body->source);
    json_named_text(writer, "mapping", body->mapping);
    size_t count = write_people(reading, writer, body->code, people);
    json_named_text(writer, "link", by_system ? "system" : count ? "people" : NULL);
    write_tally(writer, body->code, tallies);
    json_end(writer);
}

static enum err_kind partners_read(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    const char *court = value_text_of(reading->params, "court");
    struct partner_body *bodies = NULL;
    struct db_result people, tallies;
    size_t count = 0;
    if (!(actor_roles(&reading->actor, court) & (keepers() | role_bit("court_leader"))))
        return err_set(reterr, ERR_DENIED, "permission.denied", "not of this court");
    enum err_kind kind =
        partner_bodies(reading->arena, day_of_instant(reading->now_us), &bodies, &count, reterr);
    if (!kind)
        kind = partner_people_list(reading->db, reading->arena, court, PEOPLE_LISTED_MAX, &people,
                                   reterr);
    if (!kind)
        kind = partner_tallies(reading->db, reading->arena, court, &tallies, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < count; i++)
        write_body(reading, writer, &bodies[i], &people, &tallies);
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

/* ---- people --------------------------------------------------------------------------------- */

/* All that is open there gets the people as they are from now on. */
static enum err_kind tell_open(struct call *call, size_t open, int64_t person_row, const char *what,
                               struct err *reterr)
{
    const struct db_result *rows = db_flight_result(call->reads, open);
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < rows->row_count; i++) {
        const char *key = arena_printf(call->arena, "partner:%s:%lld:%lld", what,
                                       (long long) person_row, (long long) db_cell_int(rows, i, 0));
        kind = key ? call_act_elsewhere(call, db_cell_int(rows, i, 0), db_cell_text(rows, i, 1),
                                        "people_changed", key, reterr)
                   : arena_full(reterr);
    }
    return kind;
}

struct person_adding {
    size_t account, serving, open;
    struct partner_person_row row;
    bool needs_person;
};

static enum err_kind add_load(struct call *call, struct err *reterr)
{
    struct person_adding *adding = arena_alloc(call->arena, sizeof *adding);
    if (!adding)
        return arena_full(reterr);
    *adding = (struct person_adding){.row.court = value_text_of(call->body, "court"),
                                     .row.partner = value_text_of(call->params, "code")};
    adding->account = account_by_login_read(call->reads, value_text_of(call->body, "login"));
    adding->serving = partner_people_read(call->reads, adding->row.court, adding->row.partner);
    adding->open = partner_open_read(call->reads, adding->row.court, adding->row.partner, 0);
    call->state = adding;
    return ERR_NONE;
}

static enum err_kind may_keep(const struct call *call, const char *court, struct err *reterr)
{
    return actor_roles(&call->actor, court) & keepers()
               ? ERR_NONE
               : err_set(reterr, ERR_DENIED, "action.wrong_role",
                         "partner bodies of this court are not yours to keep");
}

static enum err_kind add_decide(struct call *call, struct err *reterr)
{
    struct person_adding *adding = call->state;
    const struct db_result *serving = db_flight_result(call->reads, adding->serving);
    struct partner_body body;
    struct account_row account = {0};
    struct partner_person_row other;
    enum err_kind kind = may_keep(call, adding->row.court, reterr);
    if (kind)
        return kind;
    if (partner_body_find(call->arena, adding->row.partner, day_of_instant(call->now_us), NULL,
                          &body, reterr))
        return err_set(reterr, ERR_MISSING, "partner.unknown", "no such partner body");
    if (!account_take(db_flight_result(call->reads, adding->account), 0, &account))
        return err_field(reterr, ERR_INVALID, "account.unknown", "login", "no such account");
    for (size_t i = 0; partner_person_take(serving, i, &other); i++) {
        if (other.account_id == account.id)
            return err_set(reterr, ERR_CONFLICT, "partner.serves", "works for it already");
    }
    if (serving->row_count >= PARTNER_PEOPLE_MAX)
        return err_set(reterr, ERR_LIMIT, "partner.full", "at most %d people", PARTNER_PEOPLE_MAX);
    adding->row.account_id = account.id;
    adding->row.person_id = account.person_id;
    adding->row.name = account.name;
    adding->needs_person = !account.person_id;
    return ERR_NONE;
}

static enum err_kind add_apply(struct call *call, struct err *reterr)
{
    struct person_adding *adding = call->state;
    struct partner_person_row *row = &adding->row;
    char id[PUBLIC_ID_BYTES];
    row->id = call_new_id(call, ID_PARTNER_PERSON);
    row->from_us = call->now_us;
    if (adding->needs_person) {
        row->person_id = call_new_id(call, ID_PERSON);
        account_person_insert(call->writes, row->person_id, row->name, row->account_id,
                              call->now_us);
    }
    partner_person_insert(call->writes, row);
    public_id(engine_keys(call->engine), person_prefix(), row->id, id);
    call->status = 201;
    call->reply = arena_printf(call->arena, "{\"id\":\"%s\"}", id);
    return call->reply ? tell_open(call, adding->open, row->id, "came", reterr)
                       : arena_full(reterr);
}

struct person_ending {
    size_t person, open, others;
    struct partner_person_row row;
};

static enum err_kind end_load(struct call *call, struct err *reterr)
{
    struct person_ending *ending = arena_alloc(call->arena, sizeof *ending);
    int64_t id = 0;
    if (!ending)
        return arena_full(reterr);
    (void) !public_id_parse(engine_keys(call->engine), person_prefix(),
                            value_text_of(call->params, "id"), &id);
    *ending = (struct person_ending){.person = partner_person_read(call->reads, id),
                                     .open = partner_open_read(call->reads, NULL, NULL, id),
                                     .others = partner_others_read(call->reads, id)};
    call->state = ending;
    return ERR_NONE;
}

/* Nothing is left lying: the last one goes when nothing is open there. */
static enum err_kind end_decide(struct call *call, struct err *reterr)
{
    struct person_ending *ending = call->state;
    struct partner_person_row *row = &ending->row;
    if (!partner_person_take(db_flight_result(call->reads, ending->person), 0, row) ||
        row->ended_us || !text_equal(row->partner, value_text_of(call->params, "code")))
        return err_set(reterr, ERR_MISSING, "partner.unknown", "nobody such works for it");
    enum err_kind kind = may_keep(call, row->court, reterr);
    if (kind)
        return kind;
    bool last = db_cell_int(db_flight_result(call->reads, ending->others), 0, 0) == 0;
    return last && db_flight_result(call->reads, ending->open)->row_count
               ? err_set(reterr, ERR_CONFLICT, "partner.last", "disputes are open there")
               : ERR_NONE;
}

static enum err_kind end_apply(struct call *call, struct err *reterr)
{
    const struct person_ending *ending = call->state;
    partner_person_end(call->writes, ending->row.id, call->now_us);
    partner_person_part(call->writes, ending->row.id);
    call->status = 200;
    call->reply = "{\"ended\":true}";
    return tell_open(call, ending->open, ending->row.id, "went", reterr);
}

/* clang-format off */
static const struct field court_field = {.name = "court", .kind = FIELD_COURT, .title = {"法院", "Court"}};
static const struct field login_field = {.name = "login", .kind = FIELD_TEXT, .title = {"登录账号", "Login"}, .min = 1, .max = 60};
static const struct form_field add_form[] = {{&court_field, true}, {&login_field, true}};

const struct operation partner_operations[PARTNER_OPERATIONS] = {
    {.name = "partners", .method = "GET", .path = "/partners", .permission = KEEPERS " court_leader",
     .reply = "{items:[{code:s name:s name_en:s since:s source:s mapping:s people:[{id:s name:s}] link:s? open:i settled:i failed:i back:i}] next:s?}",
     .summary = {"总对总合作机构和对接情况", "Partner bodies, how each is linked, what became of what they were given"}, .query = "court", .read = partners_read},
    {.name = "partner_person_add", .method = "POST", .path = "/partners/{code}/people", .permission = KEEPERS,
     .reply = "{id:s}", .summary = {"登记为合作机构办理的人员", "Enters somebody who works for a partner body here"}, .form = add_form, .form_count = COUNT_OF(add_form),
     .load = add_load, .decide = add_decide, .apply = add_apply},
    {.name = "partner_person_end", .method = "POST", .path = "/partners/{code}/people/{id}/end", .permission = KEEPERS,
     .reply = "{ended:b}", .summary = {"结束某人为合作机构办理", "Somebody works for a partner body no longer"},
     .load = end_load, .decide = end_decide, .apply = end_apply},
};
/* clang-format on */

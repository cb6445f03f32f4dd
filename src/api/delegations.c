/*
 * api/delegations: a person lets another act for them within named rights until a day. Whoever acts
 * so is a helper (practice.md 4): reads, types, hands over what signs nothing and gives nothing
 * away. What needs the person, or an agent with an authority, stays theirs. docs/sign-in.md.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/session.h"
#include "base/text.h"
#include "store/delegation.h"
#include "store/notice.h"
#include "store/people.h"
#include "store/work.h"

enum { DELEGATION_DAYS_MAX = 366, OFFERS_PER_DAY_MAX = 10 };

/* What `delegated` of a row of the tables names. */
static const struct option rights[] = {
    {"read", {"查看事项、材料和消息", "See matters, papers and messages"}},
    {"write", {"填写草稿、上传材料", "Fill in drafts, upload papers"}},
    {"talk", {"留言", "Leave messages"}},
    {"act",
     {"办理不用本人签名、不处分权利的步骤",
      "Take steps that need no signature and give up no right"}}};

/* ---- offering one --------------------------------------------------------------------------- */

struct offer {
    struct delegation_row row;
    const char *phone;
    size_t account_place, count_place;
};

static bool names_right(const struct call *call, const char *right)
{
    const struct value *named = value_get(call->body, "rights");
    for (size_t i = 0; i < named->count; i++) {
        if (text_equal(value_text(named->items[i]), right))
            return true;
    }
    return false;
}

static const char *right_words(const struct call *call)
{
    struct text text;
    text_init(&text, call->arena, 200);
    for (size_t i = 0; i < COUNT_OF(rights); i++) {
        if (names_right(call, rights[i].name))
            text_add_format(&text, "%s%s", text.length ? " " : "", rights[i].name);
    }
    return text_done(&text);
}

static enum err_kind offer_load(struct call *call, struct err *reterr)
{
    struct offer *offer = arena_alloc(call->arena, sizeof *offer);
    const struct keys *keys = engine_keys(call->engine);
    const char *scopes = body_text(call, "scopes");
    if (!offer)
        return arena_full(reterr);
    call->state = offer;
    offer->phone = body_text(call, "phone");
    offer->row = (struct delegation_row){
        .account_id = call->actor.account_id,
        .name = body_text(call, "name"),
        .phone_index = secret_index(keys, PHONE_PURPOSE, offer->phone, call->arena),
        .rights = right_words(call),
        .systems = scopes ? scopes : ""};
    if (!offer->row.phone_index || !offer->row.rights)
        return arena_full(reterr);
    enum err_kind kind = scopes_known(call, reterr);
    if (!kind && !day_parse(body_text(call, "to"), &offer->row.to_day))
        kind = err_field(reterr, ERR_INVALID, "date.format", "to", "no day");
    if (!kind)
        kind = secret_seal(keys, PHONE_PURPOSE, offer->phone, call->arena, &offer->row.phone_sealed,
                           reterr);
    offer->account_place = account_by_phone_read(call->reads, offer->row.phone_index);
    offer->count_place = delegations_since_read(call->reads, call->actor.account_id,
                                                court_now(work_of_call(call)->api) - 24 * HOUR_US);
    return kind;
}

/* Nothing here depends on whether the phone is known: the answer tells nobody. */
static enum err_kind offer_decide(struct call *call, struct err *reterr)
{
    const struct offer *offer = call->state;
    int32_t today = day_of_instant(call->now_us);
    struct account_row account;
    if (!call->actor.person_id)
        return err_set(reterr, ERR_DENIED, "delegation.unchecked", "the giver is not checked");
    if (!*offer->row.rights)
        return err_field(reterr, ERR_INVALID, "required", "rights", "no right is named");
    if (offer->row.to_day < today || offer->row.to_day - today > DELEGATION_DAYS_MAX)
        return err_field(reterr, ERR_INVALID, "delegation.days", "to", "past, or beyond a year");
    if (account_take(db_flight_result(call->reads, offer->account_place), 0, &account) &&
        account.id == call->actor.account_id)
        return err_field(reterr, ERR_INVALID, "delegation.self", "phone", "one's own phone");
    return db_cell_int(db_flight_result(call->reads, offer->count_place), 0, 0) >=
                   OFFERS_PER_DAY_MAX
               ? err_set(reterr, ERR_RATE, "delegation.many", "too many in one day")
               : ERR_NONE;
}

static enum err_kind offer_apply(struct call *call, struct err *reterr)
{
    struct offer *offer = call->state;
    const char *sealed = NULL;
    enum err_kind kind = secret_seal(engine_keys(call->engine), ADDRESS_PURPOSE, offer->phone,
                                     call->arena, &sealed, reterr);
    if (kind)
        return kind;
    offer->row.id = call_new_id(call, ID_DELEGATION);
    offer->row.set_us = call->now_us;
    delegation_insert(call->writes, &offer->row);
    /* Without the giver's name and without a link: a text message is read by whoever holds the
     * telephone, and links look like fraud. */
    const char *hotline = hotline_of(work_of_call(call)->api);
    const struct message_row message = {
        .id = call_new_id(call, ID_MESSAGE),
        .created_us = call->now_us,
        .notice = "delegation_offered",
        .title_zh = "有人请您代为办事",
        .title_en = "Somebody asks you to act for them",
        .text_zh = arena_printf(call->arena,
                                "有人请您在法院平台上代为办理事务。请用本手机号登录，在“我的—代办”"
                                "中查看，由您决定是否接受。有疑问请拨打%s。",
                                hotline),
        .text_en = arena_printf(call->arena,
                                "Somebody asks you to act for them on the court's platform. Sign "
                                "in with this number and look under your account, acting for "
                                "others; it is yours to accept. Questions: %s.",
                                hotline)};
    if (!message.text_zh || !message.text_en)
        return arena_full(reterr);
    message_insert(call->writes, &message);
    call_deliver(call, &message, "sms", sealed, false);
    return call_reply_id(call, 201, 'V', offer->row.id, reterr);
}

/* ---- accepting and ending ------------------------------------------------------------------- */

static enum err_kind one_load(struct call *call, struct err *reterr)
{
    struct row_wanted *wanted = wanted_row(call, 'V');
    if (!wanted)
        return arena_full(reterr);
    wanted->read = delegation_read(call->reads, wanted->id, call->actor.account_id);
    return ERR_NONE;
}

static bool concerns(const struct db_result *row, int64_t account_id)
{
    return db_cell_int(row, 0, DELEGATION_GIVER) == account_id ||
           db_cell_int(row, 0, DELEGATION_DELEGATE) == account_id ||
           (!db_cell_int(row, 0, DELEGATION_DELEGATE) &&
            db_cell_int(row, 0, DELEGATION_PHONE_FITS));
}

static enum err_kind open_one(const struct call *call, const struct db_result **ret,
                              struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    *ret = db_flight_result(call->reads, wanted->read);
    if (!(*ret)->row_count || !concerns(*ret, call->actor.account_id))
        return err_set(reterr, ERR_MISSING, "delegation.unknown", "none that concerns you");
    return db_cell_int(*ret, 0, DELEGATION_ENDED)
               ? err_set(reterr, ERR_CONFLICT, "delegation.over", "ended already")
               : ERR_NONE;
}

static enum err_kind accept_decide(struct call *call, struct err *reterr)
{
    const struct db_result *row = NULL;
    enum err_kind kind = open_one(call, &row, reterr);
    if (kind)
        return kind;
    if (db_cell_int(row, 0, DELEGATION_GIVER) == call->actor.account_id)
        return err_set(reterr, ERR_MISSING, "delegation.unknown", "one's own offer");
    if (db_cell_int(row, 0, DELEGATION_ACCEPTED) ||
        db_cell_int(row, 0, DELEGATION_TO_DAY) < day_of_instant(call->now_us))
        return err_set(reterr, ERR_CONFLICT, "delegation.over", "accepted, or its day is past");
    if (!call->actor.person_id)
        return err_set(reterr, ERR_DENIED, "delegation.unchecked", "the reader is not checked");
    return text_equal(db_cell_text(row, 0, DELEGATION_NAME),
                      db_cell_text(row, 0, DELEGATION_READER_NAME))
               ? ERR_NONE
               : err_set(reterr, ERR_DENIED, "delegation.name", "meant for another name");
}

/* `zh` and `en` go on behind the name of who did it. */
static enum err_kind tell(struct call *call, int64_t account_id, const char *zh, const char *en,
                          struct err *reterr)
{
    struct message_row row = {.id = call_new_id(call, ID_MESSAGE),
                              .account_id = account_id,
                              .created_us = call->now_us,
                              .notice = "delegation",
                              .title_zh = "代办",
                              .title_en = "Acting for another",
                              .text_zh = arena_printf(call->arena, "%s%s", call->actor.name, zh),
                              .text_en = arena_printf(call->arena, "%s%s", call->actor.name, en)};
    if (!row.text_zh || !row.text_en)
        return arena_full(reterr);
    message_insert(call->writes, &row);
    call_deliver_mail(call, &row, false);
    return ERR_NONE;
}

static enum err_kind accept_apply(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    int64_t giver = db_cell_int(db_flight_result(call->reads, wanted->read), 0, DELEGATION_GIVER);
    delegation_accept(call->writes, wanted->id, call->actor.account_id, call->now_us);
    enum err_kind kind =
        tell(call, giver, "已接受您的委托，可以代您办理您指定的事务。您可以随时收回。",
             " accepted and may act for you as far as you said. You may end it any time.", reterr);
    return kind ? kind : call_reply_id(call, 200, 'V', wanted->id, reterr);
}

static enum err_kind end_decide(struct call *call, struct err *reterr)
{
    const struct db_result *row = NULL;
    return open_one(call, &row, reterr);
}

/* The matter an organisation's paper was checked in hears of it. */
static enum err_kind given_up(struct call *call, const struct db_result *row, struct err *reterr)
{
    int64_t matter = db_cell_int(row, 0, DELEGATION_MATTER);
    const char *key = arena_printf(call->arena, "given_up:%lld", (long long) matter);
    return key ? call_act_elsewhere(call, matter, db_cell_text(row, 0, DELEGATION_DEFINITION),
                                    "given_up", key, reterr)
               : arena_full(reterr);
}

/* The other one is told; an offer nobody took has no other one yet. */
static enum err_kind end_apply(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    const struct db_result *row = db_flight_result(call->reads, wanted->read);
    int64_t giver = db_cell_int(row, 0, DELEGATION_GIVER),
            delegate = db_cell_int(row, 0, DELEGATION_DELEGATE);
    int64_t matter = db_cell_int(row, 0, DELEGATION_MATTER);
    delegation_end(call->writes, wanted->id, call->actor.account_id, call->now_us);
    /* A licence nobody works by any more has no assistants either. */
    if (matter && text_equal(db_cell_text(row, 0, DELEGATION_GIVER_KIND), "lawyer"))
        seat_account_status(call->writes, wanted->id, "suspended");
    int64_t other = giver == call->actor.account_id ? delegate : giver;
    enum err_kind kind = other
                             ? tell(call, other, "已结束代办，从现在起不能再代为办理。",
                                    " ended it: from now on nothing is done for the other.", reterr)
                             : ERR_NONE;
    if (!kind && matter)
        kind = given_up(call, row, reterr);
    return kind ? kind : call_reply_id(call, 200, 'V', wanted->id, reterr);
}

/* ---- reading -------------------------------------------------------------------------------- */

static void write_rights(struct json_writer *writer, const char *words)
{
    json_name(writer, "rights");
    json_begin_list(writer);
    for (size_t i = 0; i < COUNT_OF(rights); i++) {
        if (text_has_word(words, rights[i].name))
            json_text(writer, rights[i].name);
    }
    json_end_list(writer);
}

static const char *state_of(const struct reading *reading, const struct db_result *rows, size_t row)
{
    bool past = db_cell_int(rows, row, 5) < day_of_instant(reading->now_us);
    bool on = text_equal(db_cell_text(rows, row, 15), "active"); /* a seat may be suspended */
    return db_cell_int(rows, row, 8)    ? "ended"
           : past                       ? "over"
           : !db_cell_int(rows, row, 7) ? "offered"
           : on                         ? "in_force"
                                        : "suspended";
}

static void write_delegation(struct reading *reading, struct json_writer *writer,
                             const struct db_result *rows, size_t row, void *context)
{
    static const struct field phone = {.name = "phone", .kind = FIELD_PHONE};
    bool mine = db_cell_int(rows, row, 1) == reading->actor.account_id;
    const char *plain = NULL;
    (void) context;
    if (!mine || secret_open(engine_keys(reading->engine), PHONE_PURPOSE,
                             db_cell_text(rows, row, 11), reading->arena, &plain, NULL))
        plain = NULL;
    const struct value *masked =
        plain ? field_mask(&phone, value_new_text(reading->arena, plain), reading->arena) : NULL;
    write_public_id(reading, writer, "id", 'V', db_cell_int(rows, row, 0));
    json_named_flag(writer, "mine", mine);
    json_named_text(writer, "name", db_cell_text(rows, row, 2));
    json_named_text(writer, "giver_name", db_cell_text(rows, row, 10));
    json_named_text(writer, "phone", masked ? value_text(masked) : NULL);
    write_rights(writer, db_cell_text(rows, row, 3));
    json_named_text(writer, "scopes", db_cell_text(rows, row, 4));
    json_named_text(writer, "to", day_format(reading->arena, (int32_t) db_cell_int(rows, row, 5)));
    json_named_text(writer, "state", state_of(reading, rows, row));
    write_instant(reading, writer, "offered_at", db_cell_int(rows, row, 9));
    write_instant(reading, writer, "accepted_at", db_cell_int(rows, row, 7));
    write_instant(reading, writer, "ended_at", db_cell_int(rows, row, 8));
    json_named_text(writer, "capacity", db_cell_text(rows, row, 12));
    json_named_text(
        writer, "matter",
        mine ? NULL
             : matter_id_of(reading, db_cell_int(rows, row, 13), db_cell_text(rows, row, 14)));
}

static enum err_kind delegations_read(struct reading *reading, struct json_writer *writer,
                                      struct err *reterr)
{
    struct list_page page;
    struct db_result rows;
    enum err_kind kind = page_read(reading, "delegations", &page, reterr);
    if (!kind)
        kind = delegations_of(reading->db, reading->arena, reading->actor.account_id, page.id,
                              page.limit, &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "delegations", &page, &rows, 0, write_delegation, NULL);
    return kind;
}

static struct words operation_words(struct reading *reading, const char *name)
{
    const struct router *router = &work_of_reading(reading)->api->router;
    for (size_t i = 0; i < router->count; i++) {
        if (text_equal(router->routes[i].operation->name, name))
            return router->routes[i].operation->summary;
    }
    return (struct words){name, name};
}

static void write_act(struct reading *reading, struct json_writer *writer,
                      const struct db_result *rows, size_t row, void *context)
{
    const char *operation = db_cell_text(rows, row, 1), *action = db_cell_text(rows, row, 2),
               *definition = db_cell_text(rows, row, 5);
    const struct workflow *workflow =
        definition ? engine_workflow_by_hash(reading->engine, definition) : NULL;
    (void) context;
    write_instant(reading, writer, "at", db_cell_int(rows, row, 4));
    json_named_text(writer, "name", db_cell_text(rows, row, 7));
    json_named_text(writer, "operation", operation);
    write_words(writer, "title",
                action && workflow ? action_words(workflow, action)
                                   : operation_words(reading, operation));
    json_named_text(writer, "matter", matter_id_of(reading, db_cell_int(rows, row, 3), definition));
    json_named_text(writer, "matter_title", db_cell_text(rows, row, 6));
}

/* What was done for the giver: for the giver, and for whoever did it. */
static enum err_kind acts_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct list_page page;
    struct db_result rows;
    int64_t id = 0;
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    (void) !public_id_parse(engine_keys(reading->engine), 'V', param_text(reading->params, "id"),
                            &id);
    size_t place = delegation_read(flight, id, reading->actor.account_id);
    enum err_kind kind = page_read(reading, "delegated_acts", &page, reterr);
    if (!kind)
        kind = db_flight_run(reading->db, flight, reterr);
    if (!kind && (!db_flight_result(flight, place)->row_count ||
                  !concerns(db_flight_result(flight, place), reading->actor.account_id)))
        kind = err_set(reterr, ERR_MISSING, "delegation.unknown", "none that concerns you");
    if (!kind)
        kind = delegated_acts(reading->db, reading->arena, id, page.id, page.limit, &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "delegated_acts", &page, &rows, 0, write_act, NULL);
    return kind;
}

/* ---- the table ------------------------------------------------------------------------------ */

/* clang-format off */
static const struct field fields[] = {
    {.name = "name", .kind = FIELD_TEXT, .min = 1, .max = 50, .title = {"由谁代办（姓名）", "Who acts for you"}},
    {.name = "phone", .kind = FIELD_PHONE, .title = {"对方的手机号", "Their mobile number"}},
    {.name = "rights", .kind = FIELD_MULTI_CHOICE, .title = {"可以代办什么", "What they may do"}, .options = rights, .option_count = COUNT_OF(rights)},
    {.name = "scopes", .kind = FIELD_TEXT, .max = 200, .title = {"限于哪些业务（空格分开，不填：全部）", "Systems it is for (blank-separated; not given: all)"}},
    {.name = "to", .kind = FIELD_DATE, .title = {"到哪天为止", "Until"}}};
static const struct form_field offer_form[] = {{&fields[0], true}, {&fields[1], true}, {&fields[2], true}, {&fields[3], false}, {&fields[4], true}};

const struct operation delegation_operations[] = {
    {.name = "delegation_list", .method = "GET", .path = "/delegations", .permission = "citizen", .delegated = "whole",
     .reply = "{items:[{id:s mine:b name:s giver_name:s phone:s? rights:[s] scopes:s to:s state:s offered_at:s accepted_at:s? ended_at:s? capacity:s? matter:s?}] next:s?}",
     .summary = {"代办：谁代您，您代谁", "Who acts for you, and for whom you act"}, .query = "cursor limit", .read = delegations_read},
    {.name = "delegation_offer", .method = "POST", .path = "/delegations", .permission = "citizen", .delegated = "whole", .reply = "{id:s}",
     .summary = {"请人代办", "Asks somebody to act for you"}, .form = offer_form, .form_count = COUNT_OF(offer_form),
     .load = offer_load, .decide = offer_decide, .apply = offer_apply},
    {.name = "delegation_accept", .method = "POST", .path = "/delegations/{id}/accept", .permission = "citizen", .reply = "{id:s}",
     .summary = {"接受代办", "Accepts to act for somebody"}, .load = one_load, .decide = accept_decide, .apply = accept_apply},
    {.name = "delegation_end", .method = "POST", .path = "/delegations/{id}/end", .permission = "citizen", .delegated = "whole", .reply = "{id:s}",
     .summary = {"收回、辞去或者谢绝代办", "Takes it back, gives it up, or declines it"}, .load = one_load, .decide = end_decide, .apply = end_apply},
    {.name = "delegation_acts", .method = "GET", .path = "/delegations/{id}/acts", .permission = "citizen", .delegated = "whole",
     .reply = "{items:[{at:s name:s? operation:s title:@Words? matter:s? matter_title:s?}] next:s?}",
     .summary = {"代办记录", "What was done by it"}, .query = "cursor limit", .read = acts_read},
    {.name = NULL}};
/* clang-format on */

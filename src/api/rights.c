/*
 * api/rights: rights in one case, beside grants at courts (store/right.h). A head of the court
 * gives somebody a role in one matter for a time, or keeps somebody out of a dispute; everybody of
 * the staff may keep themselves out (CPL 47: 自行回避). In an emergency staff may read one matter
 * for an hour: the leaders are told, the log holds it, notes and messages stay closed.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/session.h"
#include "base/text.h"
#include "store/notice.h"
#include "store/right.h"
#include "store/work.h"

enum { REASON_MIN = 5, REASON_MAX = 500, ROLE_DAYS_MAX = 731, GLASS_MINUTES = 60 };
enum { GLASS_LEVEL_MAX = 1 }; /* a closed case may be read in an emergency, a secret one never */

#define READERS HEADS " supervisor auditor security_admin"
#define STAFF                                                                                      \
    HEADS " window_clerk diversion_officer filing_judge trial_judge judge_assistant judge_clerk "  \
          "service_officer preservation_officer appraisal_officer hotline_operator "               \
          "petition_officer panel_member peoples_assessor enforcement_judge finance_clerk "        \
          "finance_reviewer finance_approver roster_manager "                                      \
          "supervisor"

struct right_wanted {
    int64_t account_id, right_id, from_us, to_us;
    size_t account_place, exclusion_place, right_place, leaders_place;
};

bool call_by_head(const struct call *call)
{
    role_set heads = role_bit("filing_head") | role_bit("division_head") | role_bit("court_leader");
    return (matter_roles(&call->actor, call->matter) & heads) != 0;
}

static enum err_kind unseen(struct err *reterr)
{
    return err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
}

/* Whom it is about: body "account", or whoever asks. */
static enum err_kind setting_load(struct call *call, struct err *reterr)
{
    struct right_wanted *wanted = arena_alloc(call->arena, sizeof *wanted);
    const char *account = value_text_of(call->body, "account");
    if (!wanted)
        return arena_full(reterr);
    call->state = wanted;
    wanted->account_id = call->actor.account_id;
    if (*account && !public_id_parse(engine_keys(call->engine), 'A', account, &wanted->account_id))
        return err_field(reterr, ERR_INVALID, "reference.format", "account", "no account's id");
    wanted->account_place = account_by_id_read(call->reads, wanted->account_id);
    wanted->exclusion_place = exclusion_read(call->reads, call->matter_id, wanted->account_id);
    return ERR_NONE;
}

static enum err_kind take_staff(struct call *call, struct err *reterr)
{
    const struct right_wanted *wanted = call->state;
    struct account_row account;
    if (!account_take(db_flight_result(call->reads, wanted->account_place), 0, &account) ||
        strcmp(account.kind, "staff") != 0 || strcmp(account.status, "active") != 0)
        return err_field(reterr, ERR_INVALID, "account.unknown", "account", "no staff account");
    return db_flight_result(call->reads, wanted->exclusion_place)->row_count
               ? err_set(reterr, ERR_CONFLICT, "right.excluded", "kept out of this dispute")
               : ERR_NONE;
}

static struct right_row row_of(struct call *call, const char *kind)
{
    const struct right_wanted *wanted = call->state;
    return (struct right_row){.id = call_new_id(call, ID_RIGHT),
                              .kind = kind,
                              .account_id = wanted->account_id,
                              .dispute_id = call->matter->dispute_id,
                              .court = call->matter->court,
                              .from_us = call->now_us,
                              .reason = value_text_of(call->body, "reason"),
                              .set_by = call->actor.account_id,
                              .set_us = call->now_us};
}

/* ---- a role in one matter ---------------------------------------------------------------------
 */

static enum err_kind role_decide(struct call *call, struct err *reterr)
{
    struct right_wanted *wanted = call->state;
    const struct role *role = role_find(value_text_of(call->body, "role"));
    const char *from = value_text_of(call->body, "from"), *to = value_text_of(call->body, "to");
    if (!matter_visible(&call->actor, call->matter))
        return unseen(reterr);
    if (!call_by_head(call))
        return err_set(reterr, ERR_DENIED, "right.not_head", "not a head of this court");
    if (wanted->account_id == call->actor.account_id)
        return err_set(reterr, ERR_DENIED, "role.own", "nobody grants a role to themselves");
    if (!role || role->kind != ROLE_STAFF || role_is_apart(role->name))
        return err_field(reterr, ERR_INVALID, "role.unknown", "role", "no role of a case");
    wanted->from_us = call->now_us;
    if ((*from && !instant_parse(from, &wanted->from_us)) || !instant_parse(to, &wanted->to_us) ||
        wanted->to_us <= wanted->from_us || wanted->to_us <= call->now_us ||
        wanted->to_us - wanted->from_us > ROLE_DAYS_MAX * DAY_US)
        return err_field(reterr, ERR_INVALID, "right.time", "to",
                         "ends after it begins, within %d "
                         "days",
                         ROLE_DAYS_MAX);
    return take_staff(call, reterr);
}

static enum err_kind role_apply(struct call *call, struct err *reterr)
{
    const struct right_wanted *wanted = call->state;
    struct right_row row = row_of(call, "role");
    row.matter_id = call->matter->id;
    row.role = value_text_of(call->body, "role");
    row.from_us = wanted->from_us;
    row.to_us = wanted->to_us;
    right_insert(call->writes, &row);
    return call_reply_id(call, 201, 'E', row.id, reterr);
}

/* ---- kept out of a dispute --------------------------------------------------------------------
 */

/* One may keep oneself out unseen: whoever knows of the conflict need not look at the matter. A
 * mediator's role lies in the matter, not in a grant, so it is asked here whether staff asks. */
static enum err_kind exclusion_decide(struct call *call, struct err *reterr)
{
    const struct right_wanted *wanted = call->state;
    bool own = wanted->account_id == call->actor.account_id;
    if (strcmp(call->actor.kind, "staff") != 0)
        return err_set(reterr, ERR_DENIED, "permission.denied", "not of the staff");
    if (!own && !matter_visible(&call->actor, call->matter))
        return unseen(reterr);
    if (!own && !call_by_head(call))
        return err_set(reterr, ERR_DENIED, "right.not_head", "not a head of this court");
    return take_staff(call, reterr);
}

static enum err_kind exclusion_apply(struct call *call, struct err *reterr)
{
    struct right_row row = row_of(call, "exclusion");
    right_insert(call->writes, &row);
    return call_reply_id(call, 201, 'E', row.id, reterr);
}

/* ---- the end of one ---------------------------------------------------------------------------
 */

static enum err_kind end_load(struct call *call, struct err *reterr)
{
    struct right_wanted *wanted = arena_alloc(call->arena, sizeof *wanted);
    if (!wanted)
        return arena_full(reterr);
    if (!public_id_parse(engine_keys(call->engine), 'E', param_text(call->params, "right"),
                         &wanted->right_id))
        wanted->right_id = 0;
    wanted->right_place = right_read(call->reads, wanted->right_id);
    call->state = wanted;
    return ERR_NONE;
}

static enum err_kind end_decide(struct call *call, struct err *reterr)
{
    const struct right_wanted *wanted = call->state;
    const struct db_result *row = db_flight_result(call->reads, wanted->right_place);
    if (!matter_visible(&call->actor, call->matter))
        return unseen(reterr);
    if (!row->row_count || db_cell_int(row, 0, 2) != call->matter->dispute_id)
        return err_set(reterr, ERR_MISSING, "right.unknown", "no such right in this case");
    if (!call_by_head(call) || db_cell_int(row, 0, 1) == call->actor.account_id)
        return err_set(reterr, ERR_DENIED, "right.not_head", "another head of this court ends it");
    return db_cell_int(row, 0, 3) ? err_set(reterr, ERR_CONFLICT, "right.ended", "over already")
                                  : ERR_NONE;
}

static enum err_kind end_apply(struct call *call, struct err *reterr)
{
    const struct right_wanted *wanted = call->state;
    right_end(call->writes, wanted->right_id, call->matter->dispute_id, call->actor.account_id,
              call->now_us);
    return call_reply_id(call, 200, 'E', wanted->right_id, reterr);
}

/* ---- breaking the glass -----------------------------------------------------------------------
 */

static enum err_kind glass_load(struct call *call, struct err *reterr)
{
    struct right_wanted *wanted = arena_alloc(call->arena, sizeof *wanted);
    if (!wanted)
        return arena_full(reterr);
    wanted->account_id = call->actor.account_id;
    wanted->leaders_place =
        leaders_read(call->reads, call->matter_id, day_of_instant(call->received_us));
    call->state = wanted;
    return ERR_NONE;
}

static enum err_kind glass_decide(struct call *call, struct err *reterr)
{
    if (actor_is_excluded(&call->actor, call->matter->dispute_id))
        return unseen(reterr);
    if (call->matter->level > GLASS_LEVEL_MAX)
        return err_set(reterr, ERR_DENIED, "glass.secret", "no glass opens a secret");
    return matter_visible(&call->actor, call->matter)
               ? err_set(reterr, ERR_CONFLICT, "glass.needless", "the matter is open to you")
               : ERR_NONE;
}

static enum err_kind tell(struct call *call, int64_t account_id, const char *id, struct err *reterr)
{
    const char *name = call->actor.name, *reason = value_text_of(call->body, "reason");
    struct message_row row = {
        .id = call_new_id(call, ID_MESSAGE),
        .matter_id = call->matter->id,
        .account_id = account_id,
        .created_us = call->now_us,
        .recipient = arena_printf(call->arena, "account:%lld", (long long) account_id),
        .notice = "glass_broken",
        .title_zh = "紧急查阅提醒",
        .title_en = "Emergency reading",
        .text_zh = arena_printf(call->arena, "%s紧急查阅了事项%s，为时%d分钟。理由：%s", name, id,
                                GLASS_MINUTES, reason),
        .text_en =
            arena_printf(call->arena, "%s opened matter %s in an emergency for %d minutes: %s",
                         name, id, GLASS_MINUTES, reason)};
    if (!row.text_zh || !row.text_en)
        return arena_full(reterr);
    message_insert(call->writes, &row);
    call_deliver_mail(call, &row, true);
    return ERR_NONE;
}

static enum err_kind glass_apply(struct call *call, struct err *reterr)
{
    const struct right_wanted *wanted = call->state;
    const struct db_result *leaders = db_flight_result(call->reads, wanted->leaders_place);
    const char *id = matter_id_print(call->engine, call->matter, call->arena);
    struct right_row row = row_of(call, "glass");
    row.matter_id = call->matter->id;
    row.to_us = call->now_us + GLASS_MINUTES * MINUTE_US;
    right_insert(call->writes, &row);
    enum err_kind kind =
        id ? access_add(call, row.matter_id, "break_glass", reterr) : arena_full(reterr);
    for (size_t i = 0; !kind && i < leaders->row_count; i++)
        kind = tell(call, db_cell_int(leaders, i, 0), id, reterr);
    return kind ? kind : call_reply_id(call, 201, 'E', row.id, reterr);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static void write_right(struct reading *reading, struct json_writer *writer,
                        const struct db_result *rows, size_t i, void *context)
{
    (void) context;
    write_public_id(reading, writer, "id", 'E', db_cell_int(rows, i, 0));
    json_named_text(writer, "kind", db_cell_text(rows, i, 1));
    json_named_text(writer, "name", db_cell_text(rows, i, 3));
    json_named_text(writer, "role", db_cell_text(rows, i, 4));
    write_words(writer, "role_title", role_words(db_cell_text(rows, i, 4)));
    write_instant(reading, writer, "from", db_cell_int(rows, i, 6));
    write_instant(reading, writer, "to", db_cell_int(rows, i, 7));
    json_named_text(writer, "reason", db_cell_text(rows, i, 8));
    json_named_text(writer, "set_by", db_cell_text(rows, i, 9));
    write_instant(reading, writer, "set_at", db_cell_int(rows, i, 10));
    write_instant(reading, writer, "ended_at", db_cell_int(rows, i, 11));
}

static enum err_kind rights_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct matter *matter = NULL;
    struct db_result rows;
    enum err_kind kind = visible_matter(reading, &matter, reterr);
    if (!kind)
        kind = rights_of_dispute(reading->db, reading->arena, matter->dispute_id, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    write_items(reading, writer, &rows, rows.row_count, write_right, NULL);
    json_end(writer);
    return ERR_NONE;
}

static void write_glass(struct reading *reading, struct json_writer *writer,
                        const struct db_result *rows, size_t i, void *context)
{
    write_right(reading, writer, rows, i, context);
    json_named_text(writer, "matter",
                    matter_id_of(reading, db_cell_int(rows, i, 5), db_cell_text(rows, i, 12)));
}

/* Of the court somebody answers for; at every court for whoever has it everywhere. */
static enum err_kind glasses_read(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    role_set may = role_bit("court_leader") | role_bit("supervisor") | role_bit("auditor") |
                   role_bit("security_admin");
    const char *court = NULL, *asked = param_text(reading->params, "court");
    struct list_page page;
    struct db_result rows;
    for (size_t i = 0; i < reading->actor.grant_count; i++) {
        const struct role_grant *grant = &reading->actor.grants[i];
        if ((grant->role & may) &&
            (!*grant->court || !*asked || strcmp(grant->court, asked) == 0) &&
            (!court || !*grant->court))
            court = *grant->court ? grant->court : asked;
    }
    if (!court)
        return err_set(reterr, ERR_DENIED, "permission.denied", "not of that court");
    enum err_kind kind = page_read(reading, "glasses", &page, reterr);
    if (!kind)
        kind = glasses_list(reading->db, reading->arena, court, page.id, page.limit, &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "glasses", &page, &rows, 0, write_glass, NULL);
    return kind;
}

/* clang-format off */
#define RIGHT_ROW "id:s kind:s name:s role:s? role_title:@Words? from:s to:s? reason:s set_by:s? set_at:s ended_at:s?"
static const struct field fields[] = {
    {.name = "account", .kind = FIELD_TEXT, .max = 20, .title = {"谁", "Who"}},
    {.name = "role", .kind = FIELD_TEXT, .max = 40, .title = {"角色", "Role"}},
    {.name = "from", .kind = FIELD_MOMENT, .title = {"从何时", "From"}},
    {.name = "to", .kind = FIELD_MOMENT, .title = {"到何时", "Until"}},
    {.name = "reason", .kind = FIELD_TEXT, .min = REASON_MIN, .max = REASON_MAX, .title = {"理由", "Reason"}}};
static const struct form_field role_form[] = {{&fields[0], true}, {&fields[1], true}, {&fields[2], false}, {&fields[3], true}, {&fields[4], true}};
static const struct form_field exclusion_form[] = {{&fields[0], false}, {&fields[4], true}};
static const struct form_field reason_form[] = {{&fields[4], true}};

const struct operation right_operations[] = {
    {.name = "right_list", .method = "GET", .path = "/matters/{id}/rights", .permission = READERS,
     .reply = "{items:[{" RIGHT_ROW "}]}",
     .summary = {"本案的角色、回避和紧急查阅", "Roles, exclusions and emergency readings of a case"}, .query = "", .read = rights_read},
    {.name = "right_role", .method = "POST", .path = "/matters/{id}/roles", .permission = HEADS, .reply = "{id:s}",
     .summary = {"给予本案的一个角色，有起止", "Gives a role in one matter, from and until"}, .form = role_form, .form_count = COUNT_OF(role_form),
     .load = setting_load, .decide = role_decide, .apply = role_apply},
    {.name = "right_exclude", .method = "POST", .path = "/matters/{id}/exclusions", .permission = "signed_in", .reply = "{id:s}",
     .summary = {"回避：不再看到和办理这件纠纷", "Keeps oneself, or for a head somebody, out of a dispute"}, .form = exclusion_form, .form_count = COUNT_OF(exclusion_form),
     .load = setting_load, .decide = exclusion_decide, .apply = exclusion_apply},
    {.name = "right_end", .method = "POST", .path = "/matters/{id}/rights/{right}/end", .permission = HEADS, .reply = "{id:s}",
     .summary = {"结束本案的角色或者回避", "Ends a role or an exclusion"},
     .load = end_load, .decide = end_decide, .apply = end_apply},
    {.name = "glass_break", .method = "POST", .path = "/matters/{id}/break-glass", .permission = STAFF, .reply = "{id:s}",
     .summary = {"紧急查阅一小时，说明理由，同时告知院领导", "Reads a matter for an hour in an emergency; the leaders are told why"}, .form = reason_form, .form_count = COUNT_OF(reason_form),
     .load = glass_load, .decide = glass_decide, .apply = glass_apply},
    {.name = "glass_list", .method = "GET", .path = "/glasses", .permission = "court_leader supervisor auditor security_admin",
     .reply = "{items:[{" RIGHT_ROW " matter:s?}] next:s?}",
     .summary = {"紧急查阅的记录", "Emergency readings, newest first"}, .query = "court cursor limit", .read = glasses_read},
    {.name = NULL}};
/* clang-format on */

/*
 * api/levels: how closed a dispute is, and who is cleared for it. A closed one (privacy, business
 * secrets: CPL 137) or a secret one is open to its parties, to whoever holds a role in the very
 * matter, and to staff cleared for it; for everybody else of the court it is not there.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/session.h"
#include "base/text.h"
#include "store/matter.h"
#include "store/right.h"
#include "store/work.h"

enum { REASON_MIN = 5, REASON_MAX = 500 };

static int64_t level_of(const struct call *call)
{
    const char *name = value_text(value_get(call->body, "level"));
    for (int64_t i = 0; name && i < LEVEL_COUNT; i++) {
        if (strcmp(level_names[i], name) == 0)
            return i;
    }
    return 0;
}

static enum err_kind reply_level(struct call *call, struct err *reterr)
{
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 1024);
    json_begin(&writer);
    json_named_text(&writer, "level", level_names[level_of(call)]);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

/* ---- of a dispute ------------------------------------------------------------------------------
 */

/* Never above one's own clearance: whoever closes a case can open it again. */
static enum err_kind level_decide(struct call *call, struct err *reterr)
{
    if (!matter_visible(&call->actor, call->matter))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
    if (!call_by_head(call))
        return err_set(reterr, ERR_DENIED, "right.not_head", "not a head of this court");
    return level_of(call) > call->actor.clearance
               ? err_set(reterr, ERR_DENIED, "level.clearance", "above one's own clearance")
               : ERR_NONE;
}

static enum err_kind level_apply(struct call *call, struct err *reterr)
{
    const struct matter *matter = call->matter;
    right_insert(call->writes,
                 &(struct right_row){.id = call_new_id(call, ID_RIGHT),
                                     .kind = level_names[level_of(call)],
                                     .account_id = call->actor.account_id,
                                     .dispute_id = matter->dispute_id,
                                     .court = matter->court,
                                     .from_us = call->now_us,
                                     .reason = value_text(value_get(call->body, "reason")),
                                     .set_by = call->actor.account_id,
                                     .set_us = call->now_us});
    dispute_set_level(call->writes, matter->dispute_id, level_of(call));
    enum err_kind kind = access_add(call, matter->id, "level", reterr);
    return kind ? kind : reply_level(call, reterr);
}

/* ---- of an account ----------------------------------------------------------------------------
 */

static enum err_kind clearance_load(struct call *call, struct err *reterr)
{
    struct row_wanted *wanted = wanted_row(call, 'A');
    if (!wanted)
        return arena_full(reterr);
    wanted->read = account_by_id_read(call->reads, wanted->id);
    return ERR_NONE;
}

static enum err_kind clearance_decide(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    struct account_row account;
    if (!account_take(db_flight_result(call->reads, wanted->read), 0, &account) ||
        strcmp(account.kind, "staff") != 0)
        return err_set(reterr, ERR_MISSING, "account.unknown", "no such account");
    return wanted->id == call->actor.account_id
               ? err_set(reterr, ERR_DENIED, "role.own", "nobody clears themselves")
               : ERR_NONE;
}

static enum err_kind clearance_apply(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    account_set_clearance(call->writes, wanted->id, level_of(call));
    enum err_kind kind = access_add(call, 0, "clearance", reterr);
    return kind ? kind : reply_level(call, reterr);
}

/* clang-format off */
static const struct option levels[] = {{"ordinary", {"普通", "Ordinary"}}, {"closed", {"不公开（个人隐私、商业秘密）", "Closed: privacy, business secrets"}},
                                       {"secret", {"涉密", "Secret"}}};
static const struct field fields[] = {
    {.name = "level", .kind = FIELD_CHOICE, .title = {"密级", "Level"}, .options = levels, .option_count = COUNT_OF(levels)},
    {.name = "reason", .kind = FIELD_TEXT, .min = REASON_MIN, .max = REASON_MAX, .title = {"理由", "Reason"}}};
static const struct form_field level_form[] = {{&fields[0], true}, {&fields[1], true}};

const struct operation level_operations[] = {
    {.name = "level_set", .method = "POST", .path = "/matters/{id}/level", .permission = HEADS, .reply = "{level:s}",
     .summary = {"设定一件纠纷的密级", "Sets how closed a dispute is"}, .form = level_form, .form_count = COUNT_OF(level_form),
     .decide = level_decide, .apply = level_apply},
    {.name = "clearance_set", .method = "POST", .path = "/accounts/{id}/clearance", .permission = "security_admin", .reply = "{level:s}",
     .summary = {"一个账号可以看到的最高密级", "The highest level an account is cleared for"}, .form = level_form, .form_count = 1,
     .load = clearance_load, .decide = clearance_decide, .apply = clearance_apply},
    {.name = NULL}};
/* clang-format on */

/* systems/resolution/price_list: what a body charges, published by itself, dated, and never changed
 * once it is published. */
#include "base/text.h"
#include "engine/entry.h"
#include "store/roster.h"

extern const struct embedded_file price_list_definition[];

/* It may hold from today on and not for ever. */
static bool days_in_order(const struct facts *facts)
{
    int32_t from = 0, until = 0;
    return day_parse(value_text_of(facts->form, "from"), &from) &&
           day_parse(value_text_of(facts->form, "until"), &until) && from <= until &&
           from >= day_of_instant(facts->received_us);
}

static bool own(const struct facts *facts) { return value_true(value_get(facts->outside, "mine")); }

/* clang-format off */
static const struct guard guards[] = {
    {"price_list_days", {"适用日期要从今天或者以后开始，并且不早于结束日期。", "It holds from today or later, and not beyond its last day."}, NULL, days_in_order},
    {"price_list_own", {"这份价目表不是您的组织填写的，请由填写的组织办理。", "Another body wrote this table; it is for them."}, NULL, own},
};
/* clang-format on */

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    int64_t account = actor_account(&call->actor);
    (void) action;
    if (!call->outside)
        call->outside = value_new_map(call->arena);
    return call->outside && value_set_bool(call->arena, call->outside, "mine",
                                           account && account == call->matter->owner_account)
               ? ERR_NONE
               : arena_full(reterr);
}

/* The free way stands first, whatever is asked for. */
static enum err_kind write_free(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    const char *court = value_text_of(reading->params, "court");
    struct db_result rows;
    enum err_kind kind = mediators_free_count(reading->db, reading->arena, court,
                                              day_of_instant(reading->now_us), &rows, reterr);
    if (kind)
        return kind;
    json_name(writer, "free");
    json_begin(writer);
    json_named_int(writer, "fee", 0);
    json_named_int(writer, "mediators", db_cell_int(&rows, 0, 0));
    json_named_text(writer, "zh", "法院名册上的调解员不收费，随时可以选。");
    json_named_text(writer, "en", "The mediators of the court's roster are free, at any time.");
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind prices_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    static const char *const shown[] = {
        "name",     "lines",   "from",    "until", "first_meeting_days",
        "hardship", "account", "contact", NULL};
    static const struct entry_list list = {
        .system = "price_list", .state = "published", .fields = shown, .until = "until"};
    json_begin(writer);
    enum err_kind kind = write_free(reading, writer, reterr);
    if (!kind)
        kind = entries_write(reading, writer, &list, reterr);
    json_end(writer);
    return kind;
}

static const struct operation operations[] = {
    {.name = "market_prices",
     .method = "GET",
     .path = "/market/prices",
     .permission = "public",
     .reply = "{free:{fee:i mediators:i zh:s en:s} " ENTRIES_REPLY "}",
     .summary = {"收费调解的价目表，和不收费的办法并列",
                 "Prices of bodies that charge, beside the free way"},
     .query = "court q cursor",
     .read = prices_read}};

const struct system price_list_system = {.name = "price_list",
                                         .wing = "resolution",
                                         .definition = price_list_definition,
                                         .guards = guards,
                                         .guard_count = COUNT_OF(guards),
                                         .operations = operations,
                                         .operation_count = COUNT_OF(operations),
                                         .loaded = loaded};

/* systems/resolution/market: one mediation for a fee: quoted out of a published table, accepted by
 * all, paid, begun; or back to the free roster, with what was paid given back. The mediation beside
 * it keeps its own clocks all the while. */
#include "systems/resolution/market/market.h"

#include "base/text.h"
#include "engine/entry.h"
#include "engine/mediator.h"
#include "store/roster.h"

extern const struct embedded_file market_definition[];

enum { MEETING_DAYS_MAX = 30 };

static bool is_party(const struct participant *one)
{
    return one->active &&
           (text_equal(one->role, "applicant") || text_equal(one->role, "respondent"));
}

static bool somebody_is(const struct facts *facts, const char *state)
{
    for (size_t i = 0; i < facts->participant_count; i++) {
        if (is_party(&facts->participants[i]) && text_equal(facts->participants[i].state, state))
            return true;
    }
    return false;
}

/* 民法典 483, 502: a contract is made by the acceptance; until then an offer may be changed. */
static bool unaccepted(const struct facts *facts) { return !somebody_is(facts, "accepted"); }

static bool nothing_owed(const struct facts *facts) { return !somebody_is(facts, "paid"); }

/* Whose share is nothing has nothing to pay. */
static bool all_settled(const struct facts *facts)
{
    for (size_t i = 0; i < facts->participant_count; i++) {
        const struct participant *party = &facts->participants[i];
        if (is_party(party) && !text_equal(party->state, "paid") &&
            !text_equal(party->state, "waived") &&
            market_owes_fen(facts->fields, facts->participants, facts->participant_count, party))
            return false;
    }
    return true;
}

static const struct value *line_of(const struct value *list, const struct value *form)
{
    return value_at(value_path(list, "fields.lines"),
                    (size_t) value_int(value_get(form, "line"), 1) - 1);
}

/* Published by the very body that quotes, in force today, and the one the parties wished for. */
static bool list_fits(const struct facts *facts)
{
    const struct value *list = value_get(facts->outside, "list");
    const char *wanted = value_text_of(facts->fields, "wanted_list");
    int32_t from = 0, until = 0, today = day_of_instant(facts->received_us);
    const char *first = value_text(value_path(list, "fields.from")),
               *last = value_text(value_path(list, "fields.until"));
    int64_t amount_to = value_int(value_get(line_of(list, facts->form), "amount_to"), INT64_MAX);
    return text_equal(value_text_of(list, "state"), "published") &&
           text_equal(value_text_of(list, "court"), value_text_of(facts->matter, "court")) &&
           value_true(value_get(list, "mine")) &&
           (!*wanted || text_equal(wanted, value_text_of(facts->form, "list"))) && first && last &&
           day_parse(first, &from) && day_parse(last, &until) && from <= today && today <= until &&
           value_int(value_get(line_of(list, facts->form), "fee"), 0) > 0 &&
           value_int(value_get(facts->fields, "amount"), 0) <= amount_to;
}

static bool meeting_ahead(const struct facts *facts)
{
    int32_t day = 0, today = day_of_instant(facts->received_us);
    return day_parse(value_text_of(facts->form, "first_meeting_on"), &day) && day > today &&
           day <= today + MEETING_DAYS_MAX;
}

static bool own_body(const struct facts *facts)
{
    int64_t account = value_int(value_get(facts->outside, "account"), 0);
    return account && account == value_int(value_get(facts->fields, "body_account"), 0);
}

static bool of_body(const struct facts *facts)
{
    const char *body = value_text(value_path(facts->outside, "mediator.body"));
    return body && text_equal(body, value_text_of(facts->fields, "body"));
}

static bool paid_past(const struct facts *facts)
{
    return facts_day_past(facts, "paid_on", value_text_of(facts->before, "accepted_on"));
}

/* clang-format off */
static const struct guard guards[] = {
    {"market_unaccepted", {"已经有当事人接受，价格和分担不能再改。需要改的，请各方改用免费调解后重新商量。", "A party has accepted: price and split are not changed any more. To change them, take the free way and begin anew."}, "中华人民共和国民法典第四百八十三条、第五百零二条", unaccepted},
    {"market_list_fits", {"请选择您的组织公布的、今天适用的价目表和合适的一行；当事人选了别的组织的，由那个组织报价。", "Choose a table your own body has published and that holds today, and a line that fits; where the parties chose another body, it quotes."}, NULL, list_fits},
    {"market_meeting_ahead", {"第一次见面要在今天以后、三十日以内。", "The first meeting lies within the next thirty days."}, NULL, meeting_ahead},
    {"market_own_body", {"这件收费调解不是您的组织报价的。", "Another body quoted for this; it is for them."}, NULL, own_body},
    {"market_of_body", {"请选择本组织在法院名册上的调解员。", "Choose a mediator of your own body on the court's roster."}, NULL, of_body},
    {"market_paid_past", {"日期不能晚于今天，也不能早于各方接受的日子。", "The day is not after today, nor before all accepted."}, NULL, paid_past},
    {"market_all_settled", {"还有当事人没有交费。", "Somebody has not paid yet."}, NULL, all_settled},
    {"market_nothing_owed", {"还有费用没有退还。", "Something is still to be paid back."}, NULL, nothing_owed},
};
/* clang-format on */

/* ---- what is read ---------------------------------------------------------------------------- */

struct market_reads {
    struct entry_reads list;
    struct mediator_reads mediator;
    size_t free;
    bool quotes;
};

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    struct market_reads *reads = arena_alloc(call->arena, sizeof *reads);
    if (!reads)
        return arena_full(reterr);
    *reads = (struct market_reads){.quotes = text_equal(action, "quote")};
    call->state = reads;
    call_mediator_load(call, &reads->mediator);
    if (!reads->quotes)
        return ERR_NONE;
    reads->free =
        mediators_free_read(call->reads, call->matter_id, day_of_instant(call->received_us));
    return call_entry_load(call, "list", "price_list", &reads->list, reterr);
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct market_reads *reads = call->state;
    (void) action;
    if (!reads)
        return ERR_NONE;
    if (!call->outside)
        call->outside = value_new_map(call->arena);
    enum err_kind kind = call_mediator_loaded(call, &reads->mediator, reterr);
    if (!kind)
        kind = call_entry_loaded(call, &reads->list, "list", reterr);
    int64_t free =
        reads->quotes ? db_cell_int(db_flight_result(call->reads, reads->free), 0, 0) : 0;
    bool good = call->outside && value_set_int(call->arena, call->outside, "free", free) &&
                value_set_int(call->arena, call->outside, "account", actor_account(&call->actor));
    return kind ? kind : good ? ERR_NONE : arena_full(reterr);
}

/* ---- effects -------------------------------------------------------------------------------- */

/* Written down here: what becomes of the table afterwards changes nothing (民法典 502). */
static enum err_kind take_price(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *list = value_get(call->outside, "list"),
                       *fields = value_get(list, "fields");
    static const char *const same[][2] = {
        {"name", "body"}, {"account", "pay_to"}, {"hardship", "hardship"}};
    int64_t free = value_int(value_get(call->outside, "free"), 0);
    const char *told = arena_printf(
        call->arena, "不花钱的办法：本院名册上有%lld名调解员可以免费调解，随时可以改用。",
        (long long) free);
    (void) with;
    enum err_kind kind =
        told ? call_set_text(call, "free_option", told, reterr) : arena_full(reterr);
    for (size_t i = 0; !kind && i < COUNT_OF(same); i++)
        kind = call_set_text(call, same[i][1], value_text_of(fields, same[i][0]), reterr);
    if (!kind)
        kind = call_set_int(call, "body_account", actor_account(&call->actor), reterr);
    return kind ? kind
                : call_set_int(call, "price",
                               value_int(value_get(line_of(list, call->facts.form), "fee"), 0),
                               reterr);
}

static enum err_kind note(struct call *call, const struct value *with, struct err *reterr)
{
    const struct participant *party = call->facts.subject;
    struct value *row = value_new_map(call->arena);
    bool good =
        row && party && value_set_text(call->arena, row, "what", value_text_of(with, "what")) &&
        value_set_text(call->arena, row, "who", value_text_of(party->identity, "name")) &&
        value_set_int(call->arena, row, "sum",
                      market_owes_fen(call->matter->fields, call->matter->participants,
                                      call->matter->participant_count, party)) &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us));
    return good ? call_add_row(call, "payments", row, reterr) : arena_full(reterr);
}

/* The mediation is told at once; who is still owed money is seen to afterwards. */
static enum err_kind over(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    enum err_kind kind = call_set_text(call, "stage", "over", reterr);
    const struct value *stage = value_get(call->matter->fields, "stage");
    if (!kind)
        kind = call_publish(call, "stage", stage, reterr);
    return kind ? kind : call_publish(call, "word", stage, reterr);
}

static const struct effect effects[] = {
    {"market_take_price", "中华人民共和国民法典第五百零二条", false, NULL, take_price},
    {"market_note", "市场化解纷试点", false, NULL, note},
    {"market_over", "中华人民共和国民法典第五百六十六条", true, NULL, over},
};

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *body = value_text_of(facts->fields, "body");
    const char *title = *body ? arena_printf(arena, "请%s收费调解", body) : "收费调解（等待报价）";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"market_title", compute_title}};

const struct system market_system = {.name = "market",
                                     .wing = "resolution",
                                     .definition = market_definition,
                                     .guards = guards,
                                     .guard_count = COUNT_OF(guards),
                                     .effects = effects,
                                     .effect_count = COUNT_OF(effects),
                                     .computes = computes,
                                     .compute_count = COUNT_OF(computes),
                                     .load = load,
                                     .loaded = loaded};

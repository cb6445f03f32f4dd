/* systems/resolution/performance: one item of an agreement until it is performed. The platform
 * reminds and records; whether to enforce or sue is for whoever is owed (practice.md 1). */
#include "engine/engine.h"

#include "base/text.h"

extern const struct embedded_file performance_definition[];

static const char *own_name(const struct facts *facts)
{
    return facts->subject ? value_text_of(facts->subject->identity, "name") : "";
}

static bool is_debtor(const struct facts *facts)
{
    return *own_name(facts) && text_equal(own_name(facts), value_text_of(facts->fields, "debtor"));
}

static bool is_creditor(const struct facts *facts)
{
    return *own_name(facts) &&
           text_equal(own_name(facts), value_text_of(facts->fields, "creditor"));
}

static bool is_either(const struct facts *facts) { return is_debtor(facts) || is_creditor(facts); }

static bool day_past(const struct facts *facts)
{
    return facts_day_past(facts, "performed_on", "");
}

static bool day_ahead(const struct facts *facts)
{
    int32_t day = 0;
    return day_parse(value_text_of(facts->form, "new_due_on"), &day) &&
           day > day_of_instant(facts->received_us);
}

/* Both agree: the second word comes from the other side. */
static bool other_proposed(const struct facts *facts)
{
    const char *proposer = value_text_of(facts->fields, "proposed_by");
    return *proposer && !text_equal(proposer, own_name(facts)) &&
           *value_text_of(facts->fields, "new_due_on");
}

/* clang-format off */
static const struct guard guards[] = {
    {"performance_is_debtor", {"这一项不是由您履行的。", "This item is not yours to perform."}, NULL, is_debtor},
    {"performance_is_creditor", {"这一项不是向您履行的，只有权利人可以确认、放弃。", "This item is not owed to you: only whoever is owed acknowledges or waives it."}, NULL, is_creditor},
    {"performance_is_either", {"这一项与您无关。", "This item does not concern you."}, NULL, is_either},
    {"performance_day_past", {"履行的日期不能晚于今天。", "The day it was done is not in the future."}, NULL, day_past},
    {"performance_day_ahead", {"新的日期要在今天以后。", "The new day lies ahead."}, NULL, day_ahead},
    {"performance_other_proposed", {"请等对方提出或者同意改期；自己提出的，要由对方同意。", "What you proposed yourself is for the other side to accept."}, "中华人民共和国民法典第五百四十三条", other_proposed},
};
/* clang-format on */

static enum err_kind note_proposal(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_set_text(call, "proposed_by", own_name(&call->facts), reterr);
}

static enum err_kind take_day(struct call *call, const struct value *with, struct err *reterr)
{
    const char *day_text = value_text_of(call->matter->fields, "new_due_on");
    int32_t day = 0;
    (void) with;
    if (!day_parse(day_text, &day))
        return err_set(reterr, ERR_STORE, "effect.date", "no day was proposed");
    enum err_kind kind = call_set_text(call, "due_on", day_text, reterr);
    if (!kind)
        kind = call_set_text(call, "count_from", day_format(call->arena, day - 1), reterr);
    return kind ? kind : call_set_text(call, "proposed_by", "", reterr);
}

static const struct effect effects[] = {
    {"performance_note_proposal", NULL, false, NULL, note_proposal},
    {"performance_take_day", "中华人民共和国民法典第五百四十三条", false, NULL, take_day},
};

/* "第2期（共3期）：徐小燕向罗志强付货款 5,000.00元" */
static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    int64_t item = value_int(value_get(facts->fields, "item"), 1),
            items = value_int(value_get(facts->fields, "items"), 1),
            amount_fen = value_int(value_get(facts->fields, "amount"), 0);
    const char *order = items > 1 ? arena_printf(arena, "第%lld项（共%lld项）：", (long long) item,
                                                 (long long) items)
                                  : "";
    const char *sum = amount_fen ? money_format(arena, amount_fen) : "";
    const char *title =
        order && sum
            ? arena_printf(arena, "%s%s向%s%s%s%s", order, value_text_of(facts->fields, "debtor"),
                           value_text_of(facts->fields, "creditor"),
                           value_text_of(facts->fields, "what"), sum, *sum ? "元" : "")
            : NULL;
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"performance_title", compute_title}};

const struct system performance_system = {
    .name = "performance",
    .wing = "resolution",
    .definition = performance_definition,
    .guards = guards,
    .guard_count = COUNT_OF(guards),
    .effects = effects,
    .effect_count = COUNT_OF(effects),
    .computes = computes,
    .compute_count = COUNT_OF(computes),
};

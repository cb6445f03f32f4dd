/* systems/filing/filing_watch 立案偏离度: its row, its settings, and what an alarm leaves behind.
 */
#include "systems/filing/filing_watch/filing_watch.h"

#include "base/text.h"

extern const struct embedded_file filing_watch_definition[];

static int number_of(const struct value *settings, const char *name)
{
    return (int) value_int(value_get(settings, name), 0);
}

struct filing_limits filing_watch_limits(const struct value *settings, int *ret_festival_percent)
{
    *ret_festival_percent = number_of(settings, "festival_percent");
    return (struct filing_limits){.min_volume = number_of(settings, "min_volume"),
                                  .day_percent = number_of(settings, "day_percent"),
                                  .week_percent = number_of(settings, "week_percent"),
                                  .year_end_percent = number_of(settings, "year_end_percent"),
                                  .significance = number_of(settings, "significance"),
                                  .flat_days = number_of(settings, "flat_days"),
                                  .ageing_count = number_of(settings, "ageing_count"),
                                  .held_count = number_of(settings, "held_count"),
                                  .return_percent = number_of(settings, "return_percent")};
}

const char *filing_deviation_print(struct arena *arena, const struct filing_deviation *deviation)
{
    int64_t tenths = deviation->hundredths / 10, size = tenths < 0 ? -tenths : tenths;
    return deviation->known ? arena_printf(arena, "%s%lld.%lld%%", tenths < 0 ? "-" : "+",
                                           (long long) (size / 10), (long long) (size % 10))
                            : "";
}

static enum err_kind keep(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    int32_t day = 0;
    (void) with;
    if (!day_parse(value_text_of(fields, "day"), &day))
        return err_field(reterr, ERR_INVALID, "date.format", "day", "no day");
    filing_alarm_insert(call, value_text_of(fields, "rule"), day);
    return ERR_NONE;
}

static enum err_kind lift(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    (void) reterr;
    filing_alarm_lift(call, value_text_of(call->facts.form, "finding"));
    return ERR_NONE;
}

/* Whoever explained it does not find the explanation good. */
static bool another_hand(const struct facts *facts)
{
    return !text_has_word(value_text_of(facts->fields, "hands"),
                          value_text_of(facts->outside, "account"));
}

static enum err_kind note_hand(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_add_word(call, "hands", value_text_of(call->outside, "account"), reterr);
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    struct value *outside = value_new_map(call->arena);
    const char *account =
        arena_printf(call->arena, "%lld", (long long) actor_account(&call->actor));
    (void) action;
    if (!outside || !account || !value_set_text(call->arena, outside, "account", account))
        return arena_full(reterr);
    call->outside = outside;
    return ERR_NONE;
}

/* clang-format off */
static const struct guard guards[] = {
    {"filing_watch_another_hand", {"复核的人不能是说明、整改的人。请换一个人复核。", "Whoever reviews is not whoever answered. Another person must review."}, NULL, another_hand}};
static const struct effect effects[] = {
    {"filing_watch_keep", "最高人民法院关于人民法院登记立案若干问题的规定第二条", true, NULL, keep},
    {"filing_watch_lift", "最高人民法院关于人民法院登记立案若干问题的规定第二条", false, NULL, lift},
    {"filing_watch_note_hand", NULL, false, NULL, note_hand}};
/* clang-format on */

const struct system filing_watch_system = {.name = "filing_watch",
                                           .wing = "filing",
                                           .definition = filing_watch_definition,
                                           .guards = guards,
                                           .guard_count = COUNT_OF(guards),
                                           .effects = effects,
                                           .effect_count = COUNT_OF(effects),
                                           .operations = filing_watch_operations,
                                           .operation_count = FILING_WATCH_OPERATIONS,
                                           .loaded = loaded,
                                           .turn = filing_watch_turn};

/* systems/resolution/advice_letter 司法建议 (法释〔2023〕11号): a letter, its reply and how often
 * it was asked for. */
#include "engine/engine.h"

extern const struct embedded_file advice_letter_definition[];

/* Whichever of the two days a form has. */
static bool day_past(const struct facts *facts)
{
    static const char *const days[] = {"served_on", "replied_on"};
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        const char *text = value_text(value_get(facts->form, days[i]));
        int32_t day = 0;
        if (text && (!day_parse(text, &day) || day > day_of_instant(facts->now_us)))
            return false;
    }
    return true;
}

/* clang-format off */
static const struct guard guards[] = {
    {"advice_day_past", {"签收、回复的日期不能晚于今天。请按回执上的日期填写。", "The day of receipt or reply is not after today. Enter the day the receipt shows."}, NULL, day_past}};
/* clang-format on */

static enum err_kind count_reminder(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_set_int(call, "reminders",
                        value_int(value_get(call->matter->fields, "reminders"), 0) + 1, reterr);
}

static const struct effect effects[] = {
    {"advice_count_reminder", "法释〔2023〕11号", false, NULL, count_reminder}};

const struct system advice_letter_system = {.name = "advice_letter",
                                            .wing = "resolution",
                                            .definition = advice_letter_definition,
                                            .guards = guards,
                                            .guard_count = COUNT_OF(guards),
                                            .effects = effects,
                                            .effect_count = COUNT_OF(effects)};

/* systems/resolution/advice_letter 司法建议 (法释〔2023〕11号): a letter, its reply and how often
 * it was asked for. */
#include "engine/engine.h"

extern const struct embedded_file advice_letter_definition[];

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
                                            .effects = effects,
                                            .effect_count = COUNT_OF(effects)};

/* systems/resolution/evaluation: a letter by an expert who is not the mediator, for the parties
 * alone (OMR 18: what is said in mediation goes no further). */
#include "base/text.h"
#include "engine/mediator.h"

extern const struct embedded_file evaluation_definition[];

static bool not_the_mediator(const struct facts *facts)
{
    const char *name = value_text(value_path(facts->outside, "mediator.name"));
    return name && !text_equal(name, value_text_of(facts->fields, "case_mediator"));
}

static bool range_in_order(const struct facts *facts)
{
    return value_int(value_get(facts->form, "range_low"), 0) <=
           value_int(value_get(facts->form, "range_high"), INT64_MAX);
}

/* clang-format off */
static const struct guard guards[] = {
    {"evaluation_not_the_mediator", {"本纠纷的调解员不能做评估专家，请另选一位。", "The mediator of the dispute is no expert of it: choose another."}, "最高人民法院关于人民法院特邀调解的规定第十六条", not_the_mediator},
    {"evaluation_range", {"最低不能高于最高。", "The range begins below its end."}, NULL, range_in_order},
};
/* clang-format on */

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *expert = value_text_of(facts->fields, "mediator_name");
    const char *title = *expert ? arena_printf(arena, "中立评估（专家%s）", expert) : "中立评估";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"evaluation_title", compute_title}};

const struct system evaluation_system = {.name = "evaluation",
                                         .wing = "resolution",
                                         .definition = evaluation_definition,
                                         .guards = guards,
                                         .guard_count = COUNT_OF(guards),
                                         .computes = computes,
                                         .compute_count = COUNT_OF(computes),
                                         .load = mediator_load,
                                         .loaded = mediator_loaded};

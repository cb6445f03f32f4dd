/* systems/resolution/mediator_feedback: what parties say of a mediator (OMR 29). It is no part of
 * the mediation, so that neither the mediator nor the other side learns of it. */
#include "engine/engine.h"
#include "systems/resolution/mediator_feedback/feedback_store.h"

extern const struct embedded_file mediator_feedback_definition[];

static bool was_party(const struct facts *facts)
{
    return *value_text_of(facts->outside, "mediator") != '\0';
}

static bool once(const struct facts *facts)
{
    return value_int(value_get(facts->outside, "given"), 0) == 0;
}

/* clang-format off */
static const struct guard guards[] = {
    {"feedback_was_party", {"只有参加过这件调解的当事人，在调解结束后可以评价。请核对编号；没有结束的，可以投诉。", "Only a party rates, once the mediation has ended. Check its number; before that you may complain."}, NULL, was_party},
    {"feedback_once", {"您已经评价过这件调解。还有不满意的，可以投诉。", "You have rated this mediation. If you are still dissatisfied, you may complain."}, NULL, once},
};
/* clang-format on */

struct rating {
    size_t mediator, given;
};

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    const char *mediation = value_text(value_get(call->body, "mediation"));
    int64_t id = 0;
    if (strcmp(action, "rate") != 0 || !mediation || !call->actor.person_id ||
        !public_id_parse(engine_keys(call->engine), 'M', mediation, &id))
        return ERR_NONE;
    struct rating *rating = arena_alloc(call->arena, sizeof *rating);
    if (!rating)
        return arena_full(reterr);
    *rating = (struct rating){
        .mediator = feedback_mediator_read(call->reads, id, call->actor.person_id),
        .given = feedback_given_read(call->reads, mediation, call->actor.account_id)};
    call->state = rating;
    return ERR_NONE;
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct rating *rating = call->state;
    (void) action;
    if (!rating)
        return ERR_NONE;
    const struct db_result *rows = db_flight_result(call->reads, rating->mediator);
    if (!call->outside)
        call->outside = value_new_map(call->arena);
    bool good = call->outside &&
                value_set_text(call->arena, call->outside, "mediator",
                               rows->row_count ? db_cell_text(rows, 0, 0) : "") &&
                value_set_int(call->arena, call->outside, "given",
                              db_cell_int(db_flight_result(call->reads, rating->given), 0, 0));
    return good ? ERR_NONE : arena_full(reterr);
}

static enum err_kind take_mediator(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_set_text(call, "mediator_name", value_text_of(call->outside, "mediator"), reterr);
}

static const struct effect effects[] = {
    {"feedback_take_mediator", "人民法院在线调解规则第二十九条", false, NULL, take_mediator}};

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *name = value_text_of(facts->fields, "mediator_name");
    bool complains = value_get(facts->fields, "what")->count > 0;
    const char *title = *name ? arena_printf(arena, "对调解员%s的%s", name,
                                             complains                                ? "投诉"
                                             : *value_text_of(facts->fields, "score") ? "评价"
                                                                                      : "意见")
                              : "对调解员的评价或者投诉";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"feedback_title", compute_title}};

const struct system mediator_feedback_system = {.name = "mediator_feedback",
                                                .wing = "resolution",
                                                .definition = mediator_feedback_definition,
                                                .guards = guards,
                                                .guard_count = COUNT_OF(guards),
                                                .effects = effects,
                                                .effect_count = COUNT_OF(effects),
                                                .computes = computes,
                                                .compute_count = COUNT_OF(computes),
                                                .load = load,
                                                .loaded = loaded};

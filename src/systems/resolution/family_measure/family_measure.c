/* systems/resolution/family_measure: one measure or visit of a family warning. */
#include "base/text.h"
#include "engine/engine.h"

extern const struct embedded_file family_measure_definition[];

/* Whose duty a sheet is: the tribunal's own judges, for a visit whoever is near, else who holds
 * that duty; the head of the unit may always. */
static bool duty_fits(const struct call *call)
{
    const char *duty = value_text(value_get(call->matter->fields, "duty"));
    const struct value *members = value_get(call->outside, "members");
    int64_t account = actor_account(&call->actor);
    if (text_equal(duty, "tribunal"))
        return actor_roles(&call->actor, call->matter->court) & role_bit("tribunal_judge");
    for (size_t i = 0; i < members->count; i++) {
        const char *held = value_text(value_get(members->items[i], "duty"));
        if (value_int(value_get(members->items[i], "account_id"), 0) != account)
            continue;
        if (text_equal(held, duty) || text_equal(held, "lead") ||
            (text_equal(duty, "visit") && text_has_word("worker mediator women civil", held)))
            return true;
    }
    return false;
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    enum err_kind kind = unit_loaded(call, action, reterr);
    if (kind || !call->state)
        return kind;
    return value_set_bool(call->arena, call->outside, "duty_fits", duty_fits(call))
               ? ERR_NONE
               : arena_full(reterr);
}

static bool duty_is_yours(const struct facts *facts)
{
    return value_true(value_get(facts->outside, "duty_fits"));
}

static enum err_kind tell_visit(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    (void) with;
    if (!text_equal(value_text(value_get(fields, "duty")), "visit"))
        return ERR_NONE;
    return call_publish(call, "visit_result", value_get(fields, "result"), reterr);
}

static enum err_kind take_lead(struct call *call, const struct value *with, struct err *reterr)
{
    const char *apart = value_text(value_path(call->matter->fields, "apart.name"));
    (void) with;
    return call_unit_take_part(call, "lead", apart, reterr);
}

/* clang-format off */
static const struct guard guards[] = {
    {"family_duty_is_yours", {"这一项由别的单位办理，请由承担这项职责的人记录。", "This one is another's duty: whoever holds it notes the result."}, NULL, duty_is_yours}};
static const struct effect effects[] = {
    {"family_tell_visit", NULL, false, NULL, tell_visit},
    {"family_take_lead", "中华人民共和国反家庭暴力法第四条", true, NULL, take_lead}};
/* clang-format on */

const struct system family_measure_system = {.name = "family_measure",
                                             .wing = "resolution",
                                             .definition = family_measure_definition,
                                             .guards = guards,
                                             .guard_count = COUNT_OF(guards),
                                             .effects = effects,
                                             .effect_count = COUNT_OF(effects),
                                             .load = unit_load,
                                             .loaded = loaded};

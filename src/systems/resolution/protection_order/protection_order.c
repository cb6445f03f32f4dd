/* systems/resolution/protection_order: the personal safety protection order (反家庭暴力法 23 to 34,
 * 法释〔2022〕17号). No fee, no security, no suit (法释〔2016〕15号): nothing here asks for them.
 */
#include "base/text.h"
#include "engine/engine.h"
#include "law/protection.h"

extern const struct embedded_file protection_order_definition[];

static const char *text_of(const struct value *map, const char *path)
{
    const char *text = value_text(value_path(map, path));
    return text ? text : "";
}

/* ---- guards --------------------------------------------------------------------------------- */

static bool applicant_may(const struct facts *facts)
{
    const char *cannot = value_text(value_get(facts->fields, "cannot"));
    return protection_may_apply(text_of(facts->fields, "applied_by"), cannot,
                                value_true(value_get(facts->fields, "willing")));
}

static bool two_people(const struct facts *facts)
{
    const char *one = text_of(facts->fields, "applicant.id_number"),
               *other = text_of(facts->fields, "respondent.id_number");
    return !*one || strcmp(one, other) != 0;
}

/* 反家庭暴力法 32: served on both, told to the police and the committee of the place. */
static bool all_told(const struct facts *facts)
{
    static const char *const wanted[] = {"applicant", "respondent", "police", "committee"};
    const struct value *told = value_get(facts->form, "told");
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        if (!value_has_text(told, wanted[i]))
            return false;
    }
    return true;
}

static bool may_object(const struct facts *facts)
{
    const struct value *clock = facts_clock(facts, "reconsider", 0);
    return !value_is_null(clock) && strcmp(value_text_of(clock, "state"), "overdue") != 0;
}

static bool under_review(const struct facts *facts)
{
    return !value_is_null(facts_clock(facts, "review", 0));
}

/* clang-format off */
static const struct guard guards[] = {
    {"protection_applicant_may", {"本人申请的要出于自愿；代为申请的，只能是法律规定的近亲属和机构，并写明本人为什么不能申请。", "The person applies by their own will; on their behalf only whom the law names, with the reason."},
     "中华人民共和国反家庭暴力法第二十三条；法释〔2022〕17号第二条", applicant_may},
    {"protection_two_people", {"申请人和被申请人的证件号码相同，请核对。", "Both numbers are the same: please check."}, "中华人民共和国反家庭暴力法第二十七条", two_people},
    {"protection_all_told", {"保护令要送达申请人、被申请人、公安机关以及居（村）民委员会，请全部完成后记录。", "It is served on both and told to the police and the committee: note it once all are done."},
     "中华人民共和国反家庭暴力法第三十二条", all_told},
    {"protection_may_object", {"申请复议的五日已经届满，或者已经申请过一次。可以申请变更或者撤销。", "The five days are over, or it was asked for once. A change or revocation may be asked for."},
     "中华人民共和国反家庭暴力法第三十一条", may_object},
    {"protection_under_review", {"没有正在进行的复议。", "Nothing is being reconsidered."}, "中华人民共和国反家庭暴力法第三十一条", under_review},
};
/* clang-format on */

/* ---- effects -------------------------------------------------------------------------------- */

static bool takes_part(const struct call *call, const char *role)
{
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        if (call->matter->participants[i].active &&
            strcmp(call->matter->participants[i].role, role) == 0)
            return true;
    }
    return false;
}

static enum err_kind set_title(struct call *call, struct err *reterr)
{
    const char *day = day_format(call->arena, day_of_instant(call->received_us));
    const char *title = day ? arena_printf(call->arena, "人身安全保护令申请 · %s", day) : NULL;
    return title ? call_set_text(call, "title", title, reterr) : arena_full(reterr);
}

/* The applicant takes part under their own name when they applied themselves: then their account
 * shows it. Applied for by others, it does not appear on a telephone somebody else may hold. */
static enum err_kind begin(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    bool self = strcmp(text_of(fields, "applied_by"), "self") == 0;
    (void) with;
    enum err_kind kind = set_title(call, reterr);
    if (!kind && self && !takes_part(call, "applicant"))
        kind = call_add_participant(call, "applicant", value_get(fields, "applicant"), 0, NULL,
                                    reterr);
    return kind;
}

static enum err_kind bind(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    const char *kept_out = arena_printf(call->arena, "%s %s", text_of(fields, "applicant.name"),
                                        text_of(fields, "respondent.name"));
    enum err_kind kind = kept_out ? ERR_NONE : arena_full(reterr);
    (void) with;
    if (!kind && !takes_part(call, "respondent"))
        kind = call_add_participant(call, "respondent", value_get(fields, "respondent"), 0, NULL,
                                    reterr);
    return kind ? kind : call_unit_take_part(call, "police lead women", kept_out, reterr);
}

static const struct effect effects[] = {
    {"protection_begin", "中华人民共和国反家庭暴力法第二十三条", false, NULL, begin},
    {"protection_bind", "中华人民共和国反家庭暴力法第三十二条", false, NULL, bind},
};

const struct system protection_order_system = {.name = "protection_order",
                                               .wing = "resolution",
                                               .definition = protection_order_definition,
                                               .guards = guards,
                                               .guard_count = COUNT_OF(guards),
                                               .effects = effects,
                                               .effect_count = COUNT_OF(effects),
                                               .load = unit_load,
                                               .loaded = unit_loaded};

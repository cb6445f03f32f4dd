/* systems/resolution/confirmation: its guards, what is worked out from the fields, and what is read
 * for them. Effects are in effects.c. */
#include "systems/resolution/confirmation/confirmation.h"

#include "base/text.h"
#include "law/mediation.h"

extern const struct embedded_file confirmation_definition[];

static const char *const excluded_kinds[] = {"status", "ownership", "other_procedure"};

/* The facts a mediation of this platform left on the dispute; nobody types them. */
static bool came_from_mediation(const struct facts *facts)
{
    return *value_text_of(facts->published, "mediation.effective_on") != '\0';
}

/* ---- applying ------------------------------------------------------------------------------- */

static bool effect_day_kept(const struct facts *facts)
{
    const char *said = value_text_of(facts->fields, "effective_on");
    int32_t day = 0;
    if (came_from_mediation(facts) &&
        strcmp(said, value_text_of(facts->published, "mediation.effective_on")) != 0)
        return false;
    return day_parse(said, &day) && day <= day_of_instant(facts->received_us);
}

static bool papers_there(const struct facts *facts)
{
    return came_from_mediation(facts) || (*value_text_of(facts->fields, "body_name") &&
                                          value_get(facts->fields, "agreement_files")->count > 0 &&
                                          value_get(facts->fields, "body_proof")->count > 0);
}

static bool kind_confirmable(const struct facts *facts)
{
    for (size_t i = 0; i < COUNT_OF(excluded_kinds); i++) {
        if (value_has_text(value_get(facts->fields, "content"), excluded_kinds[i]))
            return false;
    }
    return true;
}

/* Told what stands against it, the parties may still ask: it is a court that refuses. */
static bool kind_admitted(const struct facts *facts)
{
    return kind_confirmable(facts) || value_true(value_get(facts->form, "insist"));
}

bool confirmation_before_its_end(const struct facts *facts)
{
    return value_int(value_get(facts->outside, "apply_end_us"), 0) > facts->received_us;
}

static bool in_time(const struct facts *facts)
{
    return confirmation_before_its_end(facts) || (value_true(value_get(facts->form, "insist")) &&
                                                  *value_text_of(facts->form, "late_reason"));
}

static bool signature_serves(const struct facts *facts)
{
    const char *mode = value_text(value_path(facts->form, "signature.mode"));
    const char *cause = value_text(value_get(facts->fields, "cause"));
    return !text_equal(mode, "screen") || mediation_electronic_signature_serves(cause ? cause : "");
}

static bool joined_on_paper(const struct facts *facts)
{
    const char *mode = value_text(value_path(facts->form, "signature.mode"));
    return mode && strcmp(mode, "screen") != 0 && value_get(facts->form, "signed_paper")->count > 0;
}

/* ---- deciding ------------------------------------------------------------------------------- */

static bool late_excused(const struct facts *facts)
{
    return !value_true(value_get(facts->fields, "late")) ||
           (value_true(value_get(facts->form, "late_excused")) &&
            *value_text_of(facts->form, "reasons"));
}

static bool right_court_named(const struct facts *facts)
{
    const char *named = value_text_of(facts->form, "right_court");
    bool wrong = value_has_text(value_get(facts->form, "refusal_grounds"), "wrong_court");
    return !wrong || (*named && strcmp(named, value_text_of(facts->matter, "court")) != 0);
}

static bool supplement_over(const struct facts *facts)
{
    return facts_clock_over(facts, "supplement");
}

static bool heard_together(const struct facts *facts)
{
    static const char *const asked[] = {"all_present", "voluntary", "understood", "no_harm"};
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        if (!value_true(value_get(facts->fields, asked[i])))
            return false;
    }
    return true;
}

/* ---- after the ruling ----------------------------------------------------------------------- */

/* The paper that came out is the one this decision was written in. */
static bool ruling_is_out(const struct facts *facts)
{
    static const char *const papers[][2] = {{"valid", "confirmation_ruling"},
                                            {"rejected", "confirmation_rejection_ruling"},
                                            {"not_accepted", "confirmation_refusal_ruling"},
                                            {"withdrawn", "confirmation_withdrawal_ruling"},
                                            {"revoked", "confirmation_objection_ruling"},
                                            {"kept", "confirmation_objection_ruling"}};
    const char *out = value_text_of(facts->published, "court_paper.ready");
    for (size_t i = 0; i < COUNT_OF(papers); i++) {
        if (strcmp(value_text_of(facts->fields, "decision"), papers[i][0]) == 0)
            return strcmp(out, papers[i][1]) == 0;
    }
    return false;
}

static bool service_day(const struct facts *facts)
{
    int32_t served = 0, decided = 0;
    return day_parse(value_text_of(facts->form, "served_on"), &served) &&
           day_parse(value_text_of(facts->fields, "decided_on"), &decided) && decided <= served &&
           served <= day_of_instant(facts->now_us);
}

static bool party_in_time(const struct facts *facts)
{
    const struct value *clock =
        facts->subject ? facts_clock(facts, "object", facts->subject->id) : &value_null;
    return strcmp(value_text_of(facts->fields, "decision"), "valid") == 0 &&
           value_int(value_get(clock, "due_us"), 0) > facts->received_us;
}

static bool concerned_in_time(const struct facts *facts)
{
    return facts_day_past(facts, "known_on", "") &&
           value_int(value_get(facts->outside, "concerned_end_us"), 0) > facts->received_us;
}

/* Whoever performs cannot have the other enforced against; where the agreement lists no items, the
 * enforcement judge looks. */
static bool is_creditor(const struct facts *facts)
{
    const struct value *rows = value_get(facts->fields, "obligations");
    const char *name = facts->subject ? value_text_of(facts->subject->identity, "name") : "";
    for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++) {
        if (strcmp(value_text_of(rows->items[i], "creditor"), name) == 0)
            return true;
    }
    return facts->subject && (rows->type != VALUE_LIST || rows->count == 0);
}

static bool objections_over(const struct facts *facts)
{
    return value_is_null(facts_clock(facts, "object", 0));
}

#define CPL_205 "中华人民共和国民事诉讼法第二百零五条"
#define JI      "最高人民法院关于适用民事诉讼法的解释"

/* clang-format off */
static const struct guard guards[] = {
    {"confirmation_effect_day_kept", {"协议生效日期是签名和盖章齐全的那一天，不能改动，也不能晚于今天。", "The day of effect is the day of the last signature and seal: it is not changed, and not in the future."}, CPL_205, effect_day_kept},
    {"confirmation_papers_there", {"请写明主持调解的组织，并附上调解协议和该组织主持调解的证明。", "Name the body that mediated, and add the agreement and the proof that it mediated."}, JI "第三百五十四条", papers_there},
    {"confirmation_kind_admitted", {"确认或者解除婚姻、亲子、收养等身份关系，确认物权、知识产权归属，以及适用其他特别程序的内容，法院不能确认。请到有关部门办理或者起诉；仍要求法院审查的，请勾选“仍请法院审查”，由法院裁定。",
     "Status relations, title to things or intellectual property, and matters of other special procedures cannot be confirmed. Turn to the authority in charge, or sue; if you still want the court to rule, tick that you know this."}, JI "第三百五十五条", kind_admitted},
    {"confirmation_in_time", {"自调解协议生效之日起已超过三十日，不能再申请司法确认。协议仍然有效；有争议的，您可以起诉。因不可抗力等正当理由耽误的，请写明原因并勾选“仍请法院审查”，由法院决定。",
     "More than thirty days have passed since the agreement took effect. It still binds you; if it is disputed you may sue. If an obstacle held you up, say so and tick that you still ask the court."}, CPL_205 "；第八十六条", in_time},
    {"confirmation_signature_serves", {"涉及婚姻、收养、继承的，请在窗口或者当面在纸上签名。", "On marriage, adoption or succession please sign on paper, at the window or before the mediator."}, "中华人民共和国电子签名法第三条", signature_serves},
    {"confirmation_joined_on_paper", {"请选择纸上签名、盖章或者捺印，并上传签名的申请书；口头申请的，上传当事人签名的笔录。", "Choose paper, seal or fingerprint and upload the signed application, or the signed record of an oral one."}, JI "第三百五十三条", joined_on_paper},
    {"confirmation_late_excused", {"申请已超过三十日。认为有正当理由的，请选择准许顺延并写明理由；否则裁定不予受理。", "It came after the thirty days: extend the period with reasons, or do not accept it."}, CPL_205 "；第八十六条", late_excused},
    {"confirmation_kind_confirmable", {"协议含有身份关系、确权或者适用其他特别程序的内容，应当裁定不予受理。", "It contains status relations, title, or matters of another procedure: it is not accepted."}, JI "第三百五十五条", kind_confirmable},
    {"confirmation_right_court_named", {"不属于本院管辖的，请写明有管辖权的法院并告知申请人。", "Name the court that has jurisdiction."}, JI "第三百五十五条", right_court_named},
    {"confirmation_supplement_over", {"补充期限还没有到。", "The time to supply more is not over."}, JI "第三百五十七条", supplement_over},
    {"confirmation_heard_together", {"裁定确认前，应当通知各方共同到场核实，并确认各方自愿、清楚后果、没有损害他人。", "Before confirming, hear all parties together, and find it voluntary, understood and harmless."}, JI "第三百五十六条", heard_together},
    {"confirmation_ruling_is_out", {"裁定书还没有制发。", "The ruling is not issued yet."}, NULL, ruling_is_out},
    {"confirmation_service_day", {"收到裁定的日期不能早于裁定日期，也不能晚于今天。", "The day of receipt is not before the ruling, and not in the future."}, NULL, service_day},
    {"confirmation_party_in_time", {"当事人的异议应当自收到裁定之日起十五日内提出，对异议的裁定不能再提异议。您认为裁定有错误的，可以向作出裁定的法院反映。", "A party objects within fifteen days of receiving the ruling, and once. If you think it is wrong, turn to the court that made it."}, JI "第三百七十二条", party_in_time},
    {"confirmation_concerned_in_time", {"利害关系人的异议应当自知道或者应当知道权益受侵害之日起六个月内提出。", "Others concerned object within six months of the day they knew or should have known."}, JI "第三百七十二条", concerned_in_time},
    {"confirmation_is_creditor", {"只有协议约定的权利人可以申请执行。", "Only whoever is owed by the agreement may apply for enforcement."}, "中华人民共和国民事诉讼法第二百零六条", is_creditor},
    {"confirmation_objections_over", {"还有当事人的异议期没有届满，不能归档。", "A party may still object: it is not archived yet."}, JI "第三百七十二条", objections_over},
};
/* clang-format on */

/* ---- worked out from the fields ------------------------------------------------------------- */

static bool says_any(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strstr(text, words[i]))
            return true;
    }
    return false;
}

/* Does anybody of the group live in the division, by its first six digits? */
static bool lives_in(const struct value *rows, const char *division)
{
    for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++) {
        const char *home = value_text(value_path(rows->items[i], "person.address.division"));
        if (!home)
            home = value_text(value_path(rows->items[i], "organisation.address.division"));
        if (home && strncmp(home, division, 6) == 0)
            return true;
    }
    return false;
}

static bool court_is_doubtful(const struct value *fields, bool by_platform, const char *division)
{
    const char *ground = value_text_of(fields, "ground");
    if (!division || strlen(division) < 6)
        return false;
    if (strcmp(ground, "invited") == 0)
        return !by_platform;
    if (strcmp(ground, "domicile") == 0)
        return !lives_in(value_get(fields, "applicants"), division) &&
               !lives_in(value_get(fields, "respondents"), division);
    return strcmp(ground, "body_place") == 0 &&
           strncmp(value_text_of(fields, "body_division"), division, 6) != 0;
}

unsigned confirmation_doubts(const struct value *fields, bool by_platform, const char *division)
{
    static const char *const of_status[] = {"离婚", "解除婚姻", "婚姻关系", "亲子关系", "收养关系"},
                             *const of_title[] = {"所有权", "产权归", "归其所有", "确权", "归属"},
                             *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    const struct value *content = value_get(fields, "content");
    const char *terms = value_text_of(fields, "terms"),
               *performance = value_text_of(fields, "performance");
    unsigned faults = 0;
    if (value_true(value_get(fields, "late")))
        faults |= CONFIRM_LATE;
    if (!*value_text_of(fields, "body_name"))
        faults |= CONFIRM_ORGANISATION;
    if (court_is_doubtful(fields, by_platform, division))
        faults |= CONFIRM_WRONG_COURT;
    if (value_has_text(content, "status") || says_any(terms, of_status, COUNT_OF(of_status)))
        faults |= CONFIRM_STATUS;
    if (value_has_text(content, "other_procedure"))
        faults |= CONFIRM_OTHER_PROCEDURE;
    if (value_has_text(content, "ownership") || says_any(terms, of_title, COUNT_OF(of_title)))
        faults |= CONFIRM_OWNERSHIP;
    if (value_get(fields, "obligations")->count == 0 &&
        !says_any(performance, digits, COUNT_OF(digits)))
        faults |= CONFIRM_UNCLEAR;
    return faults;
}

/* "申请确认…不予受理（民事诉讼法解释第三百五十五条第三项）", a line each; for the court only. */
static enum err_kind compute_findings(const struct facts *facts, struct arena *arena,
                                      struct value **ret, struct err *reterr)
{
    const char *division =
        facts->registers
            ? engine_court_division(facts->registers, value_text_of(facts->matter, "court"))
            : NULL;
    const struct confirmation_answer answer = confirmation_check(
        confirmation_doubts(facts->fields, came_from_mediation(facts), division));
    struct text lines;
    text_init(&lines, arena, 8 * 1024);
    for (size_t i = 0; i < answer.reason_count; i++)
        text_add_format(&lines, "%s%s（%s）", i ? "\n" : "", answer.reasons[i].zh,
                        answer.reasons[i].basis);
    const char *whole = text_done(&lines);
    *ret = whole ? value_new_text(arena, whole) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const char *party_names(const struct facts *facts, struct arena *arena)
{
    const char *names = "";
    for (size_t i = 0; names && i < facts->participant_count; i++) {
        const struct participant *party = &facts->participants[i];
        if (party->active && strcmp(party->role, "applicant") == 0)
            names = arena_printf(arena, "%s%s%s", names, *names ? "与" : "",
                                 value_text_of(party->identity, "name"));
    }
    return names;
}

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *cause = value_text(value_get(facts->fields, "cause"));
    const char *named = cause && facts->registers ? engine_cause_name(facts->registers, cause) : "";
    const char *names = party_names(facts, arena);
    const char *title = names ? arena_printf(arena, "%s%s司法确认", names, named) : NULL;
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"confirmation_title", compute_title},
                                               {"confirmation_findings", compute_findings}};

/* ---- the ends of two periods, worked out before deciding --------------------------------------
 */

static enum err_kind end_of(struct call *call, const char *period, const char *from,
                            const char *name, struct err *reterr)
{
    int32_t day = 0;
    bool known = false;
    struct period_end end;
    enum err_kind kind =
        day_parse(from, &day) ? call_period_end(call, period, day, &end, &known, reterr) : ERR_NONE;
    if (kind || !known)
        return kind; /* no day, or before the rule: the guard refuses */
    if (!call->outside)
        call->outside = value_new_map(call->arena);
    return call->outside && value_set_int(call->arena, call->outside, name, end.due_us)
               ? ERR_NONE
               : arena_full(reterr);
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    if (strcmp(action, "record_objection") == 0)
        return end_of(call, "confirmation.object.third", value_text_of(call->body, "known_on"),
                      "concerned_end_us", reterr);
    if (!text_starts(action, "prepare") && !strstr(action, "join"))
        return ERR_NONE;
    const char *said = value_text(value_get(call->body, "effective_on"));
    return end_of(call, "confirmation.apply",
                  said ? said : value_text_of(call->matter->fields, "effective_on"), "apply_end_us",
                  reterr);
}

const struct system confirmation_system = {.name = "confirmation",
                                           .wing = "resolution",
                                           .definition = confirmation_definition,
                                           .guards = guards,
                                           .guard_count = COUNT_OF(guards),
                                           .effects = confirmation_effects,
                                           .effect_count = CONFIRMATION_EFFECTS,
                                           .computes = computes,
                                           .compute_count = COUNT_OF(computes),
                                           .loaded = loaded};

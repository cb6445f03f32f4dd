/* systems/resolution/mediation: its guards and title, and what is read for them. Effects are in
 * effects.c, the roster's endpoints in roster.c. */
#include "systems/resolution/mediation/mediation.h"

#include "engine/mediator.h"
#include "law/mediation.h"
#include "store/partner.h"

extern const struct embedded_file mediation_definition[];

bool mediation_is_party(const struct participant *participant)
{
    static const char *const sides[] = {"applicant", "respondent", "third_party"};
    for (size_t i = 0; participant->active && i < COUNT_OF(sides); i++) {
        if (strcmp(participant->role, sides[i]) == 0)
            return true;
    }
    return false;
}

static bool runs(const struct facts *facts, const char *name)
{
    return !value_is_null(facts_clock(facts, name, 0));
}

/* ---- beginning ------------------------------------------------------------------------------ */

/* Opinion of 2024-12-27: from 2025-01-01 a complaint is registered first; referral before
 * registration stays only where a court switches it on. */
static bool variant_in_force(const struct facts *facts)
{
    char variant = value_text_of(facts->fields, "variant")[0];
    bool court_allows = value_true(value_get(facts->settings, "referral_before_registration"));
    if (variant == 'C' || variant == 'D')
        return *value_text_of(facts->fields, "case_number") ||
               !value_is_null(value_get(facts->published, "filing.number"));
    return variant == 'A' || mediation_variant(day_of_instant(facts->received_us), true, false,
                                               false, court_allows) == 'B';
}

static bool has_party(const struct facts *facts, const char *role, const char *group)
{
    for (size_t i = 0; i < facts->participant_count; i++) {
        if (facts->participants[i].active && strcmp(facts->participants[i].role, role) == 0)
            return true;
    }
    return value_get(facts->fields, group)->count > 0;
}

static bool parties_known(const struct facts *facts)
{
    return has_party(facts, "applicant", "applicants") &&
           has_party(facts, "respondent", "respondents");
}

static const char *number_of(const struct value *row)
{
    const char *person = value_text(value_path(row, "person.id_number"));
    return person ? person : value_text(value_path(row, "organisation.credit_code"));
}

/* 特邀规定 18: nobody settles with themselves. By number only: a family may share a telephone. */
static bool sides_differ(const struct facts *facts)
{
    const struct value *ours = value_get(facts->fields, "applicants"),
                       *theirs = value_get(facts->fields, "respondents");
    for (size_t i = 0; ours->type == VALUE_LIST && i < ours->count; i++) {
        const char *number = number_of(ours->items[i]);
        for (size_t k = 0; number && theirs->type == VALUE_LIST && k < theirs->count; k++) {
            const char *other = number_of(theirs->items[k]);
            if (other && strcmp(number, other) == 0)
                return false;
        }
    }
    return true;
}

/* The period after registration depends on the procedure (特邀规定 27). */
static bool procedure_known(const struct facts *facts)
{
    char variant = value_text_of(facts->fields, "variant")[0];
    return variant == 'A' || variant == 'B' || *value_text_of(facts->fields, "procedure");
}

/* ---- consent -------------------------------------------------------------------------------- */

/* A letter is kept; of a talk the record says when, who, and how the identity was checked. */
static bool answer_on_record(const struct facts *facts)
{
    bool by_letter = strcmp(value_text_of(facts->form, "consent_way"), "letter") == 0;
    return !by_letter || value_get(facts->form, "consent_document")->count > 0;
}

static bool answer_period_over(const struct facts *facts)
{
    return facts_clock_over(facts, "answer");
}

static bool all_still_agree(const struct facts *facts)
{
    size_t parties = 0;
    for (size_t i = 0; i < facts->participant_count; i++) {
        if (!mediation_is_party(&facts->participants[i]))
            continue;
        parties++;
        const char *state = facts->participants[i].state;
        if (strcmp(state, "agreed") != 0 && strcmp(state, "agreed_longer") != 0 &&
            strcmp(state, "agreed_appraisal") != 0 && strcmp(state, "facts_asked") != 0 &&
            strcmp(state, "facts_signed") != 0)
            return false;
    }
    return parties > 1;
}

/* ---- the mediator --------------------------------------------------------------------------- */

bool mediation_mediator_serves(const struct facts *facts)
{
    const struct value *row = value_get(facts->outside, "mediator");
    int64_t today = day_of_instant(facts->now_us), until = value_int(value_get(row, "valid_to"), 0);
    return strcmp(value_text_of(row, "status"), "active") == 0 &&
           strcmp(value_text_of(row, "court"), value_text_of(facts->matter, "court")) == 0 &&
           value_int(value_get(row, "valid_from"), INT64_MAX) <= today &&
           (!until || today <= until) &&
           value_int(value_get(row, "open_count"), 0) < value_int(value_get(row, "load_max"), 0) &&
           value_int(value_get(row, "person_id"), 0) != 0;
}

/* 特邀规定 15: nobody mediates their own dispute. Of one name only, and no number to tell them
 * apart: a doubt, so another mediator is taken. */
bool mediation_mediator_without_conflict(const struct facts *facts)
{
    const struct value *row = value_get(facts->outside, "mediator");
    int64_t person_id = value_int(value_get(row, "person_id"), 0);
    for (size_t i = 0; i < facts->participant_count; i++) {
        const struct participant *other = &facts->participants[i];
        if (!other->active || strcmp(other->role, "mediator") == 0)
            continue;
        if (other->person_id && other->person_id == person_id)
            return false;
        bool same_name =
            strcmp(value_text_of(other->identity, "name"), value_text_of(row, "name")) == 0;
        if (same_name && !other->person_id)
            return false;
    }
    return true;
}

/* OMR 10: they choose together, so the second word comes from the other side, on the same name. */
static bool other_side_proposed(const struct facts *facts)
{
    const char *proposer = value_text_of(facts->before, "proposed_by");
    return *proposer && facts->subject && strcmp(facts->subject->role, proposer) != 0 &&
           strcmp(value_text_of(facts->before, "mediator"),
                  value_text_of(facts->form, "mediator")) == 0;
}

static bool disclosure_accepted(const struct facts *facts)
{
    return strcmp(value_text_of(facts->form, "disclosure"), "none") == 0 ||
           value_true(value_get(facts->form, "disclosure_accepted"));
}

static const struct participant *party_named(const struct facts *facts, const char *name)
{
    for (size_t i = 0; i < facts->participant_count; i++) {
        const struct participant *party = &facts->participants[i];
        if (mediation_is_party(party) && strcmp(value_text_of(party->identity, "name"), name) == 0)
            return party;
    }
    return NULL;
}

/* Each item names one of either side, and a day that has not passed. */
static bool plan_in_order(const struct facts *facts)
{
    const struct value *rows = value_get(facts->fields, "obligations");
    for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++) {
        const struct participant *debtor =
                                     party_named(facts, value_text_of(rows->items[i], "debtor")),
                                 *creditor =
                                     party_named(facts, value_text_of(rows->items[i], "creditor"));
        int32_t due = 0;
        if (!debtor || !creditor || strcmp(debtor->role, creditor->role) == 0 ||
            !day_parse(value_text_of(rows->items[i], "due_on"), &due) ||
            due < day_of_instant(facts->received_us))
            return false;
    }
    return true;
}

static bool period_runs(const struct facts *facts)
{
    return runs(facts, "period") || runs(facts, "extension");
}

/* ---- signing -------------------------------------------------------------------------------- */

static const char *cause_of(const struct facts *facts)
{
    const char *cause = value_text(value_get(facts->fields, "cause"));
    return cause ? cause : value_text(value_get(facts->matter, "cause"));
}

static bool signature_serves(const struct facts *facts)
{
    const char *mode = value_text(value_path(facts->form, "signature.mode"));
    return !mode || strcmp(mode, "screen") != 0 ||
           mediation_electronic_signature_serves(cause_of(facts));
}

static bool signed_on_paper(const struct facts *facts)
{
    const char *mode = value_text(value_path(facts->form, "signature.mode"));
    return mode && strcmp(mode, "screen") != 0 && value_get(facts->form, "signed_paper")->count > 0;
}

static bool seal_in_order(const struct facts *facts)
{
    bool has_body = *value_text_of(facts->fields, "mediator_body") != '\0';
    bool sealed = strcmp(value_text_of(facts->form, "seal_kind"), "body") == 0;
    return sealed ? value_get(facts->fields, "signed_paper")->count > 0 : !has_body;
}

/* clang-format off */
static const struct guard guards[] = {
    {"mediation_variant_in_force",
     {"自2025年1月1日起，法院收到起诉状应当先登记立案再委托调解。没有起诉的请选“当事人申请调解”；立案后的调解请填写案号。",
      "From 2025-01-01 a complaint is registered before it is mediated. Without a complaint choose \"own application\"; after registration give the case number."},
     "关于严格依法规范民事案件立案与调解工作的意见（2024年12月27日）", variant_in_force},
    {"mediation_parties_known", {"请填写申请人和被申请人。", "Name the applicant and the other side."}, "人民法院在线调解规则第八条", parties_known},
    {"mediation_sides_differ", {"申请人和被申请人是同一人，不能调解。请核对公民身份号码或者统一社会信用代码；怀疑虚假调解的，停止办理并报告法院。", "The same person stands on both sides. Check the numbers; if a sham is suspected, stop and report it."},
     "最高人民法院关于人民法院特邀调解的规定第十八条", sides_differ},
    {"mediation_procedure_known", {"立案后的调解请选择适用程序，调解期限由此决定。", "After registration choose the procedure: the period depends on it."},
     "最高人民法院关于人民法院特邀调解的规定第二十七条", procedure_known},
    {"mediation_answer_on_record", {"书面答复请附上回信扫描件。", "For an answer by letter attach the scanned letter."}, "人民法院在线调解规则第四条", answer_on_record},
    {"mediation_answer_period_over", {"答复期限还没有到，请等候答复，或者打电话询问。", "The time to answer is not over: wait, or call."}, "人民法院在线调解规则第十五条", answer_period_over},
    {"mediation_all_still_agree", {"有当事人不再同意调解，不能拟写协议。", "A party no longer agrees, so no agreement is drafted."}, "人民法院在线调解规则第四条", all_still_agree},
    {"mediation_mediator_serves", {"该调解员不在本院名册、已暂停、任期已满或者在办数量已满，请另选一位。", "This mediator is not on this court's roster, is suspended, out of term, or has a full load: choose another."},
     "最高人民法院关于人民法院特邀调解的规定第十一条", mediation_mediator_serves},
    {"mediation_mediator_without_conflict", {"该调解员是本纠纷的参与人，或者与参与人同名而无法排除是同一人，请另选一位。", "This mediator takes part in the dispute, or bears a party's name and cannot be told apart: choose another."},
     "最高人民法院关于人民法院特邀调解的规定第十五条", mediation_mediator_without_conflict},
    {"mediation_other_side_proposed", {"请选择对方提出的调解员；要换别人的，请另行提出。", "Choose the mediator the other side proposed, or propose another."}, "人民法院在线调解规则第十条", other_side_proposed},
    {"mediation_disclosure_accepted", {"披露的情形须各方知情并同意；否则请退回，由法院另行指定。", "All parties must know and accept what is disclosed; otherwise return it to the court."},
     "人民法院在线调解规则第十三条", disclosure_accepted},
    {"mediation_plan_in_order", {"要履行的各项：请写各方当事人的姓名或者名称（与登记的一致），由一方向另一方履行，日期不能早于今天。", "Each item names parties as they are recorded, one of either side, and a day that has not passed."},
     "最高人民法院关于人民法院特邀调解的规定第二十四条", plan_in_order},
    {"mediation_period_runs", {"调解期限已到，不能再修改协议。请各方签名，或者结束调解。", "The period is over: sign the draft or end the mediation."}, "人民法院在线调解规则第二十四条", period_runs},
    {"mediation_signature_serves", {"婚姻、收养、继承等事项的协议不适用屏幕签名，请在调解员面前或者窗口在纸上签名。", "Agreements on marriage, adoption or succession are not signed on screen: sign on paper before the mediator or at the window."},
     "中华人民共和国电子签名法第三条", signature_serves},
    {"mediation_signed_on_paper", {"请选择纸上签名、盖章或者捺印，并上传签名后的扫描件。", "Choose paper, seal or fingerprint and upload the scan of the signed paper."}, "人民法院在线调解规则第十九条", signed_on_paper},
    {"mediation_partner_linked", {"这家机构还没有与本院对接：既没有系统对接，也没有登记办理人员。请选择其他机构。", "This body is not linked to the court: no system, and nobody entered for it. Please choose another."}, "“总对总”在线诉调对接", mediation_partner_linked},
    {"mediation_facts_unsigned", {"还没有记载无争议事实，或者已经签过名。没有记载的，请等调解员记载；签过的不用再签。", "No undisputed facts are recorded, or this party has signed them. Wait until the mediator records them; who has signed need not sign again."}, "人民法院在线调解规则第二十二条", mediation_facts_unsigned},
    {"mediation_institutions_named", {"请列出参加抽取的鉴定机构，同一家只写一次。", "Name the institutions to draw from, each once."}, "最高人民法院关于人民法院委托鉴定的规定第三条", mediation_institutions_named},
    {"mediation_has_elements", {"这类纠纷没有单独的要素表，请把情况写在纠纷经过里；案由不对的，请告诉法院更正。", "There are no elements for this kind of dispute: tell it under what happened; a wrong cause is put right by the court."}, "民事起诉状、答辩状示范文本（法〔2025〕82号）", mediation_has_elements},
    {"mediation_suit_open", {"劳动争议要先申请劳动仲裁，请到劳动争议仲裁委员会申请，自知道权利被侵害之日起一年内提出。已经有仲裁结果的，请在要素里填写仲裁的案号和结果；有工资欠条、只要求付这笔工资的，请勾选该项。", "Labour disputes go to labour arbitration first, within a year from when the wrong was known. If there was an arbitration, give its number and result among the elements; if the employer signed a note of wages owed, tick that."},
     "中华人民共和国劳动争议调解仲裁法第五条", mediation_suit_open},
    {"mediation_seal_in_order", {"调解组织的调解员主持的，协议须加盖组织印章并上传扫描件；个人调解员选“没有调解组织”。", "Where the mediator belongs to a body, its seal and the scan are needed; an individual mediator has none."},
     "最高人民法院关于人民法院特邀调解的规定第二十四条", seal_in_order},
};
/* clang-format on */

/* ---- title ---------------------------------------------------------------------------------- */

static const char *first_name(const struct facts *facts, const char *role, const char *group)
{
    for (size_t i = 0; i < facts->participant_count; i++) {
        if (facts->participants[i].active && strcmp(facts->participants[i].role, role) == 0)
            return value_text_of(facts->participants[i].identity, "name");
    }
    const struct value *row = value_at(value_get(facts->fields, group), 0);
    const char *person = value_text(value_path(row, "person.name"));
    return person ? person : value_text_of(value_get(row, "organisation"), "name");
}

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *applicant = first_name(facts, "applicant", "applicants"),
               *respondent = first_name(facts, "respondent", "respondents");
    const char *cause = cause_of(facts);
    const char *name =
        cause && facts->registers ? engine_cause_name(facts->registers, cause) : "纠纷";
    const char *title = *applicant && *respondent
                            ? arena_printf(arena, "%s与%s%s调解", applicant, respondent, name)
                            : arena_printf(arena, "%s调解", name);
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"mediation_title", compute_title}};

/* ---- the roster's row, read before deciding ---------------------------------------------------
 */

struct mediation_reads {
    struct unit_reads unit;
    struct mediator_reads mediator;
    size_t people;
    bool asks_unit, asks_partner;
};

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    const char *door = mediation_door_of(action);
    struct mediation_reads *reads = arena_alloc(call->arena, sizeof *reads);
    if (!reads)
        return arena_full(reterr);
    *reads = (struct mediation_reads){.asks_unit = strcmp(action, "send_to_unit") == 0,
                                      .asks_partner = strcmp(action, "send_to_partner") == 0};
    if (reads->asks_partner) {
        call->state = reads;
        reads->people =
            partner_people_of_matter(call->reads, body_text(call, "partner"), call->matter_id);
        return ERR_NONE;
    }
    if (reads->asks_unit) {
        call->state = reads;
        return call_unit_load(call, &reads->unit, reterr);
    }
    if (door)
        call_mediator_named_load(call, door, &reads->mediator);
    else
        call_mediator_load(call, &reads->mediator);
    call->state = reads;
    return ERR_NONE;
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct mediation_reads *reads = call->state;
    (void) action;
    if (reads && reads->asks_unit)
        return call_unit_loaded(call, &reads->unit, reterr);
    if (reads && reads->asks_partner) {
        bool linked = db_flight_result(call->reads, reads->people)->row_count > 0 ||
                      engine_peer_of(call->engine, body_text(call, "partner"));
        call->outside = value_new_map(call->arena);
        return call->outside && value_set_bool(call->arena, call->outside, "linked", linked)
                   ? ERR_NONE
                   : arena_full(reterr);
    }
    return reads ? call_mediator_loaded(call, &reads->mediator, reterr) : ERR_NONE;
}

const struct system mediation_system = {.name = "mediation",
                                        .wing = "resolution",
                                        .definition = mediation_definition,
                                        .guards = guards,
                                        .guard_count = COUNT_OF(guards),
                                        .effects = mediation_effects,
                                        .effect_count = MEDIATION_EFFECTS,
                                        .computes = computes,
                                        .compute_count = COUNT_OF(computes),
                                        .operations = mediation_operations,
                                        .operation_count = MEDIATION_OPERATIONS,
                                        .load = load,
                                        .loaded = loaded};

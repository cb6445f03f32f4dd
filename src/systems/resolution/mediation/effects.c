/* systems/resolution/mediation: its effects. What the clock may carry out only records, releases or
 * ends what nobody wished to go on with; it never sues (practice.md 1, 2). */
#include "systems/resolution/mediation/mediation.h"

#include "store/matter.h"
#include "store/roster.h"
#include "systems/resolution/mediation/mediation_store.h"

static const char *name_of(const struct participant *participant)
{
    const char *name = value_text(value_get(participant->identity, "name"));
    return name ? name : "";
}

/* ---- beginning ------------------------------------------------------------------------------ */

static bool has_role(const struct matter *matter, const char *role)
{
    for (size_t i = 0; i < matter->participant_count; i++) {
        if (matter->participants[i].active && strcmp(matter->participants[i].role, role) == 0)
            return true;
    }
    return false;
}

static enum err_kind take_group(struct call *call, const char *role, const char *group,
                                struct err *reterr)
{
    const struct value *rows = value_get(call->matter->fields, group);
    if (has_role(call->matter, role))
        return ERR_NONE; /* came with the matter that opened this one */
    for (size_t i = 0; i < rows->count; i++) {
        const struct value *person = value_get(rows->items[i], "person");
        const struct value *identity =
            value_is_null(person) ? value_get(rows->items[i], "organisation") : person;
        enum err_kind kind = call_add_participant(call, role, identity, 0, NULL, reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

static enum err_kind take_parties(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    enum err_kind kind = take_group(call, "applicant", "applicants", reterr);
    return kind ? kind : take_group(call, "respondent", "respondents", reterr);
}

/* 特邀规定 27: seven days under summary procedure, of which small claims is a kind. */
static enum err_kind take_rule(struct call *call, const struct value *with, struct err *reterr)
{
    const char *variant = call_field_text(call, "variant"),
               *procedure = call_field_text(call, "procedure");
    const char *rule = variant;
    (void) with;
    if (*variant == 'C' || *variant == 'D')
        rule = arena_printf(call->arena, "%s.%s", variant,
                            strcmp(procedure, "ordinary") == 0 ? "ordinary" : "summary");
    enum err_kind kind = rule ? call_set_text(call, "rule", rule, reterr) : arena_full(reterr);
    const char *number = value_text(value_get(call->matter->published, "filing.number"));
    if (!kind && number && !*call_field_text(call, "case_number"))
        kind = call_set_text(call, "case_number", number, reterr);
    return kind;
}

/* Only a referral before registration (B) has a number of its own; the court chooses the series. */
static enum err_kind take_number(struct call *call, const struct value *with, struct err *reterr)
{
    const char *series = value_text(value_get(call->matter->settings, "pre_suit_series"));
    const char *number = NULL;
    (void) with;
    if (*call_field_text(call, "variant") != 'B' || *call_field_text(call, "number"))
        return ERR_NONE;
    enum err_kind kind = call_issue_number(call, series ? series : "诉前调", &number, reterr);
    return kind ? kind : call_set_text(call, "number", number, reterr);
}

/* Who applied, or said yes when the complaint was registered, has agreed. During trial (D) nobody
 * has yet: both sides are asked. */
static enum err_kind applicants_agreed(struct call *call, const struct value *with,
                                       struct err *reterr)
{
    (void) with;
    enum err_kind kind = ERR_NONE;
    bool both_are_asked = *call_field_text(call, "variant") == 'D';
    for (size_t i = 0; !kind && !both_are_asked && i < call->matter->participant_count; i++) {
        const struct participant *party = &call->matter->participants[i];
        if (party->active && strcmp(party->role, "applicant") == 0)
            kind = call_set_participant_state(call, party->id, "agreed", reterr);
    }
    return kind;
}

/* ---- records of each party ------------------------------------------------------------------ */

static bool put_papers(struct call *call, struct value *row, const char *group)
{
    const struct value *papers = value_get(call->facts.form, group);
    return value_is_null(papers) ||
           value_set(call->arena, row, "document", value_copy(call->arena, papers));
}

static enum err_kind note_answer(struct call *call, const struct value *with, struct err *reterr)
{
    const char *way = value_text(value_get(call->facts.form, "consent_way")),
               *note = value_text(value_get(call->facts.form, "consent_note")),
               *answer = value_text(value_get(with, "answer"));
    if (!note)
        note = value_text(value_get(call->facts.form, "decline_reason"));
    if (!way)
        way = call->actor.participant_id ? "link" : call->actor.grant_count ? "window" : "account";
    struct value *row = value_new_map(call->arena);
    bool good =
        row && answer && call->facts.subject &&
        value_set_text(call->arena, row, "party", name_of(call->facts.subject)) &&
        value_set_text(call->arena, row, "answer", answer) &&
        value_set_text(call->arena, row, "way", way) &&
        (!note || value_set_text(call->arena, row, "note", note)) &&
        put_papers(call, row, "consent_document") &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us));
    if (!good)
        return arena_full(reterr);
    enum err_kind kind = call_add_row(call, "consents", row, reterr);
    /* Hears it the platform itself: once all have agreed the choice of a mediator begins. */
    if (!kind && strcmp(answer, "agreed") == 0)
        kind = call_publish(call, "consent", value_get(row, "party"), reterr);
    return kind;
}

struct value *mediation_signature_row(struct call *call)
{
    const struct value *signature = value_get(call->facts.form, "signature");
    const char *mode = value_text(value_get(signature, "mode")),
               *name = value_text(value_get(signature, "name"));
    const char *party =
        call->facts.subject ? name_of(call->facts.subject) : call_field_text(call, "mediator_name");
    if (!*party)
        party = name ? name : "";
    struct value *row = value_new_map(call->arena);
    bool good =
        row && value_set_text(call->arena, row, "party", party) &&
        value_set_text(call->arena, row, "mode", mode ? mode : "paper") &&
        put_papers(call, row, "signed_paper") &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us));
    return good ? row : NULL;
}

static enum err_kind note_signature(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *row = mediation_signature_row(call);
    (void) with;
    return row ? call_add_row(call, "signatures", row, reterr) : arena_full(reterr);
}

static enum err_kind drop_signatures(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    struct value *none = value_new_list(call->arena);
    (void) with;
    return none ? call_set_field(call, "signatures", none, reterr) : arena_full(reterr);
}

/* ---- the mediator --------------------------------------------------------------------------- */

static enum err_kind note_proposal(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    enum err_kind kind = call_set_text(
        call, "proposed_by", call->facts.subject ? call->facts.subject->role : "", reterr);
    const char *name = value_text(value_path(call->outside, "mediator.name"));
    return kind ? kind : call_set_text(call, "mediator_name", name ? name : "", reterr);
}

enum err_kind mediation_take_mediator(struct call *call, const struct value *with,
                                      struct err *reterr)
{
    const struct value *row = value_get(call->outside, "mediator");
    const char *name = value_text(value_get(row, "name")),
               *body = value_text(value_get(row, "body"));
    struct value *identity = value_new_map(call->arena);
    (void) with;
    if (!name || !identity || !value_set_text(call->arena, identity, "name", name))
        return arena_full(reterr);
    mediator_count(call->writes, value_int(value_get(row, "id"), 0), 1);
    enum err_kind kind = call_set_text(call, "mediator_name", name, reterr);
    if (!kind)
        kind = call_set_text(call, "mediator_body", body ? body : "", reterr);
    return kind ? kind
                : call_add_participant(call, "mediator", identity,
                                       value_int(value_get(row, "person_id"), 0), NULL, reterr);
}

/* The load counts only while somebody is the mediator: from the assignment to the end. */
static bool free_load(struct call *call, bool stays)
{
    bool served = false;
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        struct participant *participant = &call->matter->participants[i];
        if (!participant->active || strcmp(participant->role, "mediator") != 0)
            continue;
        served = true;
        if (!stays) {
            participant->active = false;
            participant_set_state(call->writes, participant->id, participant->state, false);
        }
    }
    int64_t id = 0;
    const char *mediator = call_field_text(call, "mediator");
    if (served && public_id_parse(engine_keys(call->engine), MEDIATOR_PREFIX, mediator, &id))
        mediator_count(call->writes, id, -1);
    return served;
}

static enum err_kind release_mediator(struct call *call, const struct value *with,
                                      struct err *reterr)
{
    static const char *const forget[] = {"mediator", "mediator_name", "mediator_body",
                                         "proposed_by"};
    (void) with;
    (void) free_load(call, false);
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < COUNT_OF(forget); i++)
        kind = call_set_text(call, forget[i], "", reterr);
    return kind;
}

/* ---- ends ----------------------------------------------------------------------------------- */

/* The one fact that leaves a mediation: how it ended. Offers and notes never do (OMR 18). */
static enum err_kind end_mediation(struct call *call, const struct value *with, struct err *reterr)
{
    const char *outcome = value_text(value_get(with, "outcome"));
    if (!outcome || !*outcome)
        outcome = strcmp(call_field_text(call, "agreement_kind"), "partial") == 0 ? "partly_agreed"
                                                                                  : "agreed";
    (void) free_load(call, true);
    sealed_ranges_forget(call->writes, call->matter->id);
    enum err_kind kind = call_set_text(call, "outcome", outcome, reterr);
    return kind ? kind
                : call_publish(call, "outcome", value_get(call->matter->fields, "outcome"), reterr);
}

static const char *role_named(const struct matter *matter, const char *name)
{
    for (size_t i = 0; i < matter->participant_count; i++) {
        const struct participant *party = &matter->participants[i];
        if (mediation_is_party(party) && strcmp(name_of(party), name) == 0)
            return party->role;
    }
    return "";
}

/* Who owes stands as the respondent of an item, whichever side they were on here. */
static struct value *roles_of_item(struct call *call, const char *debtor, const char *creditor)
{
    struct value *map = value_new_map(call->arena);
    bool good = map &&
                value_set_text(call->arena, map, role_named(call->matter, creditor), "applicant") &&
                value_set_text(call->arena, map, role_named(call->matter, debtor), "respondent") &&
                value_set_text(call->arena, map, "mediator", "mediator");
    return good ? map : NULL;
}

/* 特邀规定 25: what was agreed is followed, one matter an item. */
static enum err_kind open_plan(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *rows = value_get(call->matter->fields, "obligations");
    enum err_kind kind = ERR_NONE;
    (void) with;
    for (size_t i = 0; !kind && rows->type == VALUE_LIST && i < rows->count; i++) {
        struct value *fields = value_copy(call->arena, rows->items[i]);
        const char *debtor = value_text(value_get(rows->items[i], "debtor")),
                   *due = value_text(value_get(rows->items[i], "due_on"));
        struct value *map =
            roles_of_item(call, debtor ? debtor : "", value_text_of(rows->items[i], "creditor"));
        int32_t day = 0;
        bool good =
            fields && map && due && day_parse(due, &day) &&
            value_set_text(call->arena, fields, "count_from", day_format(call->arena, day - 1)) &&
            value_set_int(call->arena, fields, "item", (int64_t) i + 1) &&
            value_set_int(call->arena, fields, "items", (int64_t) rows->count);
        kind = good ? call_open_matter(call, "performance", fields, map, NULL, reterr)
                    : arena_full(reterr);
    }
    return kind;
}

static enum err_kind report_if_begun(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    (void) with;
    if (!*call_field_text(call, "accepted_on"))
        return ERR_NONE;
    struct value *values = call_paper_values(call, &value_null, reterr);
    const char *ended = day_format(call->arena, day_of_instant(call->now_us));
    bool good =
        values &&
        value_set_text(call->arena, values, "mediator", call_field_text(call, "mediator_name")) &&
        value_set_text(call->arena, values, "accepted", call_field_text(call, "accepted_on")) &&
        value_set_text(call->arena, values, "ended", ended) &&
        value_set_text(call->arena, values, "reasons", "有当事人不愿意继续调解。");
    if (good && *call_field_text(call, "mediator_body"))
        good = value_set_text(call->arena, values, "body", call_field_text(call, "mediator_body"));
    if (good && *call_field_text(call, "agreed_facts"))
        good = value_set_text(call->arena, values, "undisputed",
                              call_field_text(call, "agreed_facts"));
    return good ? call_draft_paper(call, "mediation_failure_report", values,
                                   call_applying_side(call), true, reterr)
                : arena_full(reterr);
}

static enum err_kind tell_over(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    struct value *over = value_new_bool(call->arena, true);
    return over ? call_publish(call, "over", over, reterr) : arena_full(reterr);
}

/* clang-format off */
const struct effect mediation_effects[MEDIATION_EFFECTS] = {
    {"mediation_take_parties", "人民法院在线调解规则第八条", false, NULL, take_parties},
    {"mediation_take_rule", "最高人民法院关于人民法院特邀调解的规定第二十七条", false, NULL, take_rule},
    {"mediation_take_number", "关于人民法院案件案号的若干规定", false, NULL, take_number},
    {"mediation_applicants_agreed", "人民法院在线调解规则第四条", false, NULL, applicants_agreed},
    {"mediation_note_answer", "人民法院在线调解规则第四条", false, NULL, note_answer},
    {"mediation_note_signature", "人民法院在线调解规则第十九条", false, NULL, note_signature},
    {"mediation_drop_signatures", "人民法院在线调解规则第十九条", false, NULL, drop_signatures},
    {"mediation_note_proposal", "人民法院在线调解规则第十条", false, NULL, note_proposal},
    {"mediation_take_mediator", "人民法院在线调解规则第十条", false, NULL, mediation_take_mediator},
    {"mediation_release_mediator", "人民法院在线调解规则第十二条", true, NULL, release_mediator},
    {"mediation_open_plan", "最高人民法院关于人民法院特邀调解的规定第二十五条", false, NULL, open_plan},
    {"mediation_report_if_begun", "人民法院在线调解规则第二十一条", false, NULL, report_if_begun},
    {"mediation_end", "人民法院在线调解规则第二十五条", true, NULL, end_mediation},
    {"mediation_drop_fact_signatures", "人民法院在线调解规则第二十二条", false, NULL, mediation_drop_fact_signatures},
    {"mediation_note_fact_signature", "人民法院在线调解规则第十八条", false, NULL, mediation_note_fact_signature},
    {"mediation_new_seed", "最高人民法院关于人民法院委托鉴定的规定第三条", false, NULL, call_new_seed},
    {"mediation_draw_institution", "最高人民法院关于人民法院委托鉴定的规定第三条", false, NULL, mediation_draw_institution},
    {"mediation_note_appraisal_refusal", "人民法院在线调解规则第四条", false, NULL, mediation_note_appraisal_refusal},
    {"mediation_point_on", "中华人民共和国劳动争议调解仲裁法第五条", true, NULL, mediation_point_on},
    {"mediation_add_third", "人民法院在线调解规则第四条", false, NULL, mediation_add_third},
    {"mediation_third_leaves", "人民法院在线调解规则第四条", false, NULL, mediation_third_leaves},
    {"mediation_tell_over", "人民法院在线调解规则第二十四条", true, NULL, tell_over},
    {"mediation_to_partner", "个人信息保护法第六条", false, NULL, mediation_to_partner},
    {"mediation_note_method", NULL, true, NULL, mediation_note_method},
    {"mediation_take_named", "人民法院在线调解规则第十条", true, NULL, mediation_take_named},
    {"mediation_from_partner", "人民法院在线调解规则第二十条", true, NULL, mediation_from_partner},
};
/* clang-format on */

/* systems/resolution/confirmation: its effects. Nothing is enforced, refused or confirmed by a
 * clock; the rulings are drafts until a judge signs them off (court_paper). */
#include "systems/resolution/confirmation/confirmation.h"

#include "base/text.h"

static const char *name_of(const struct participant *participant)
{
    const char *name = value_text(value_get(participant->identity, "name"));
    return name ? name : "";
}

/* ---- applying ------------------------------------------------------------------------------- */

/* Both sides of the mediation are applicants here; who came with the mediation is there already. */
static enum err_kind take_parties(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const groups[] = {"applicants", "respondents"};
    (void) with;
    if (call->matter->participant_count)
        return ERR_NONE;
    for (size_t g = 0; g < COUNT_OF(groups); g++) {
        const struct value *rows = value_get(call->matter->fields, groups[g]);
        for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++) {
            const struct value *person = value_get(rows->items[i], "person");
            enum err_kind kind = call_add_participant(
                call, "applicant",
                value_is_null(person) ? value_get(rows->items[i], "organisation") : person, 0, NULL,
                reterr);
            if (kind)
                return kind;
        }
    }
    return ERR_NONE;
}

/* A joint application is made on the day the last party has made it. */
static enum err_kind note_application(struct call *call, const struct value *with,
                                      struct err *reterr)
{
    const struct value *signature = value_get(call->facts.form, "signature"),
                       *paper = value_get(call->facts.form, "signed_paper");
    const char *mode = value_text(value_get(signature, "mode"));
    const char *today = day_format(call->arena, day_of_instant(call->received_us));
    struct value *row = value_new_map(call->arena);
    (void) with;
    bool good =
        row && today && call->facts.subject &&
        value_set_text(call->arena, row, "party", name_of(call->facts.subject)) &&
        value_set_text(call->arena, row, "mode", mode ? mode : "paper") &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us)) &&
        (value_is_null(paper) ||
         value_set(call->arena, row, "document", value_copy(call->arena, paper)));
    if (!good)
        return arena_full(reterr);
    enum err_kind kind = call_add_row(call, "joined", row, reterr);
    if (!kind)
        kind = call_set_text(call, "applied_on", today, reterr);
    if (!kind && !confirmation_before_its_end(&call->facts))
        kind = call_set_bool(call, "late", true, reterr);
    /* Hears it the platform itself: once all have applied, the court has it. */
    return kind ? kind : call_publish(call, "joined", value_get(row, "party"), reterr);
}

/* ---- numbers and rulings -------------------------------------------------------------------- */

/* practice.md 1: 诉前调确 where the court referred the dispute, unless it set otherwise; else the
 * series of special procedures. */
static enum err_kind take_number(struct call *call, const struct value *with, struct err *reterr)
{
    const char *variant = value_text(value_get(call->matter->published, "mediation.variant"));
    const char *series = value_text(value_get(call->matter->settings, "referred_series"));
    const char *number = NULL;
    (void) with;
    if (call->matter->number)
        return ERR_NONE;
    enum err_kind kind = call_issue_number(
        call, text_equal(variant, "B") && series ? series : "民特", &number, reterr);
    if (kind)
        return kind;
    call->matter->number = number;
    return call_set_text(call, "number", number, reterr);
}

/* The chosen grounds in the words of the law, each with its article. */
static const char *grounds_told(struct call *call)
{
    static const char *const fields[] = {"refusal_grounds", "rejection_grounds"};
    unsigned faults = 0;
    for (size_t f = 0; f < COUNT_OF(fields); f++) {
        const struct value *chosen = value_get(call->facts.form, fields[f]);
        for (unsigned i = 0; confirmation_fault_words[i]; i++) {
            if (value_has_text(chosen, confirmation_fault_words[i]))
                faults |= 1u << i;
        }
    }
    const struct confirmation_answer answer = confirmation_check(faults);
    struct text told;
    text_init(&told, call->arena, 8 * 1024);
    for (size_t i = 0; faults && i < answer.reason_count; i++)
        text_add_format(&told, "%s%s（%s）", i ? "；" : "", answer.reasons[i].zh,
                        answer.reasons[i].basis);
    return text_done(&told);
}

/* "准许…撤回…申请。" and the like: the operative part where it depends on what was decided. */
static const char *outcome_line(struct call *call, const char *names)
{
    const char *decision = call_field_text(call, "decision"), *number = call->matter->number;
    if (strcmp(decision, "revoked") == 0)
        return arena_printf(call->arena, "撤销本院%s民事裁定。", number);
    if (strcmp(decision, "kept") == 0)
        return arena_printf(call->arena, "驳回%s的异议。", call_field_text(call, "objector"));
    if (value_true(value_get(call->matter->fields, "withdrawal_asked")))
        return arena_printf(call->arena, "准许%s撤回确认调解协议效力的申请。", names);
    return arena_printf(call->arena, "%s确认调解协议效力的申请，按撤回申请处理。", names);
}

static bool put_given(struct call *call, struct value *values, const char *name, const char *text)
{
    return text && (!*text || value_set_text(call->arena, values, name, text));
}

static enum err_kind draft_ruling(struct call *call, const struct value *with, struct err *reterr)
{
    const char *name = value_text(value_get(with, "template"));
    struct value *values = call_paper_values(call, with, reterr);
    const char *names = values ? value_text(value_get(values, "applicants_names")) : NULL;
    const char *court = call_field_text(call, "right_court");
    int64_t accepted_us = call->matter->registered_us;
    bool good =
        values && name && put_given(call, values, "grounds", grounds_told(call)) &&
        put_given(call, values, "outcome_line", outcome_line(call, names ? names : "")) &&
        put_given(call, values, "right_court_name",
                  *court ? engine_court_name(call->engine, court) : "") &&
        put_given(call, values, "accepted_on",
                  accepted_us ? day_format(call->arena, day_of_instant(accepted_us)) : "") &&
        put_given(call, values, "effective_ruling_on", call_field_text(call, "valid_on"));
    if (good && strcmp(call_field_text(call, "decision"), "revoked") == 0)
        good = value_set_bool(call->arena, values, "revoked", true);
    enum err_kind kind =
        good ? call_draft_paper(call, name, values, NULL, false, reterr) : arena_full(reterr);
    /* An objection's ruling names the day of the one it is about. */
    if (!kind && strcmp(call_field_text(call, "decision"), "valid") == 0)
        kind = call_set_text(call, "valid_on", call_field_text(call, "decided_on"), reterr);
    return kind;
}

/* ---- service, objections, ends -------------------------------------------------------------- */

static enum err_kind note_service(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    struct value *party =
        value_new_text(call->arena, call->facts.subject ? name_of(call->facts.subject) : "");
    bool own = value_is_null(value_get(call->facts.form, "served_on"));
    enum err_kind kind = party ? ERR_NONE : arena_full(reterr);
    if (!kind && own)
        kind = call_set_text(call, "served_on",
                             day_format(call->arena, day_of_instant(call->received_us)), reterr);
    if (!kind && own)
        kind = call_set_text(call, "served_way", "electronic", reterr);
    return kind ? kind : call_publish(call, "served", party, reterr);
}

static enum err_kind note_objector(struct call *call, const struct value *with, struct err *reterr)
{
    const char *kind_of = value_text(value_get(with, "kind"));
    enum err_kind kind = call_set_text(call, "objector_kind", kind_of ? kind_of : "", reterr);
    if (!kind && call->facts.subject)
        kind = call_set_text(call, "objector", name_of(call->facts.subject), reterr);
    return kind;
}

/* Who asks, and against whom: all the others. */
static enum err_kind note_creditor(struct call *call, const struct value *with, struct err *reterr)
{
    const char *debtors = "";
    (void) with;
    for (size_t i = 0; debtors && i < call->matter->participant_count; i++) {
        const struct participant *party = &call->matter->participants[i];
        if (party->active && party->id != call->facts.subject->id)
            debtors =
                arena_printf(call->arena, "%s%s%s", debtors, *debtors ? "、" : "", name_of(party));
    }
    if (!debtors)
        return arena_full(reterr);
    enum err_kind kind = call_set_text(call, "creditor", name_of(call->facts.subject), reterr);
    return kind ? kind : call_set_text(call, "debtors", debtors, reterr);
}

static enum err_kind end_confirmation(struct call *call, const struct value *with,
                                      struct err *reterr)
{
    const char *outcome = value_text(value_get(with, "outcome"));
    enum err_kind kind = call_set_text(call, "outcome", outcome ? outcome : "", reterr);
    return kind ? kind
                : call_publish(call, "outcome", value_get(call->matter->fields, "outcome"), reterr);
}

#define JI "最高人民法院关于适用民事诉讼法的解释"

const struct effect confirmation_effects[CONFIRMATION_EFFECTS] = {
    {"confirmation_take_parties", JI "第三百五十一条", false, NULL, take_parties},
    {"confirmation_note_application", "中华人民共和国民事诉讼法第二百零五条", false, NULL,
     note_application},
    {"confirmation_take_number", "关于人民法院案件案号的若干规定", false, NULL, take_number},
    {"confirmation_ruling", "中华人民共和国民事诉讼法第二百零六条", false, NULL, draft_ruling},
    {"confirmation_note_service", JI "第三百七十二条", false, NULL, note_service},
    {"confirmation_note_objector", JI "第三百七十二条", false, NULL, note_objector},
    {"confirmation_note_creditor", "中华人民共和国民事诉讼法第二百零六条", false, NULL,
     note_creditor},
    {"confirmation_end", NULL, true, NULL, end_confirmation},
};

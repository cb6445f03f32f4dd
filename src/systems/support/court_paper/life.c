/*
 * court_paper/life: a value is changed, somebody else checks, the right role signs off. What needs
 * the sealed values or who acts is found out in court_paper_loaded(), before anything is decided;
 * guards only read it.
 */
#include "systems/support/court_paper/court_paper.h"

#include "base/text.h"
#include "paper/paper.h"

#define UNDO_US (10 * MINUTE_US)

enum { CHANGES_MAX = 200, HANDS_BYTES_MAX = 200 };

static const struct paper_template *template_of(const struct value *fields)
{
    const char *name = value_text(value_get(fields, "template"));
    return name ? paper_template_find(name) : NULL;
}

static bool names_hold(const char *const *names, const char *name)
{
    for (; names && *names && name; names++) {
        if (strcmp(*names, name) == 0)
            return true;
    }
    return false;
}

/* ---- what is known before deciding ---------------------------------------------------------- */

/* "" or what speaks against changing that value to this text. */
static const char *change_refusal(const struct paper_template *template, const char *const *names,
                                  const struct value *values, const struct value *body)
{
    const char *name = value_text(value_get(body, "value_name"));
    if (!names_hold(names, name))
        return "unknown";
    if (!paper_value_is_plain(value_get(values, name)))
        return "list";
    const char *text = value_text(value_get(body, "value_text"));
    bool empty = !text || !*text;
    return empty && names_hold(paper_template_needs(template), name) ? "needed" : "";
}

static bool is_complete(const struct call *call, const struct paper_template *template,
                        const struct value *values)
{
    const char *text = NULL;
    const struct paper_request request = {
        .template = template, .values = values, .created_day = day_of_instant(call->now_us)};
    return !paper_text(&request, call->arena, &text, NULL);
}

/* Was it this hand, and only now? */
static bool own_click(const struct call *call, const char *hand)
{
    const char *at = value_text(value_get(call->matter->fields, "click_at"));
    return at && text_equal(value_text(value_get(call->matter->fields, "click_hand")), hand) &&
           call->now_us - strtoll(at, NULL, 10) <= UNDO_US;
}

/* What is corrected has to stand in the paper, and only a ruling or notice that was signed off. */
static bool slip_stands(const struct call *call, const struct paper_template *template,
                        const struct value *values)
{
    const char *wrong = value_text(value_get(call->body, "slip_wrong")), *text = NULL;
    const struct paper_request request = {
        .template = template, .values = values, .created_day = day_of_instant(call->now_us)};
    return wrong && *wrong && !paper_text(&request, call->arena, &text, NULL) &&
           strstr(text, wrong) != NULL;
}

/* Does the actor hold a role here that the template lets sign? */
static bool signs(const struct call *call, const struct paper_template *template)
{
    const struct value *signers = paper_template_signers(template);
    role_set held = matter_roles(&call->actor, call->matter), wanted = 0;
    for (size_t i = 0; i < signers->count; i++) {
        const char *name = value_text(value_at(signers, i));
        wanted |= name ? role_bit(name) : 0;
    }
    return (held & wanted) != 0;
}

static bool put_flag(struct call *call, const char *name, bool flag)
{
    return value_set_bool(call->arena, call->outside, name, flag);
}

enum err_kind court_paper_loaded(struct call *call, const char *action, struct err *reterr)
{
    struct value *values = NULL;
    char hex[SM3_HEX], hand[24];
    const struct paper_template *template = template_of(call->matter->fields);
    if (!text_has_word("change_value check sign_off undo_check undo_sign_off correct", action))
        return ERR_NONE;
    call->outside = value_new_map(call->arena);
    if (!call->outside)
        return arena_full(reterr);
    if (!template)
        return err_set(reterr, ERR_STORE, "paper.template", "no such template");
    enum err_kind kind =
        engine_paper_values(call->engine, call->matter, call->arena, &values, hex, reterr);
    if (kind)
        return kind;
    const char *const *names = paper_template_names(template, call->arena);
    (void) snprintf(hand, sizeof hand, "%lld", (long long) actor_account(&call->actor));
    bool own = text_has_word(value_text(value_get(call->matter->fields, "hands")), hand);
    return value_set(call->arena, call->outside, "values", values) &&
                   value_set_text(call->arena, call->outside, "change",
                                  change_refusal(template, names, values, call->body)) &&
                   put_flag(call, "other_hand", !own) &&
                   put_flag(call, "complete", is_complete(call, template, values)) &&
                   put_flag(call, "own_click", own_click(call, hand)) &&
                   put_flag(call, "slip_stands", slip_stands(call, template, values)) &&
                   put_flag(call, "signs", signs(call, template))
               ? ERR_NONE
               : arena_full(reterr);
}

/* ---- guards --------------------------------------------------------------------------------- */

/* The clock reports a finished paper: only of one a person signed, or that needs no signature. */
static bool signed_or_at_once(const struct facts *facts)
{
    return strcmp(facts->state, "signed") == 0 || value_true(value_get(facts->fields, "at_once"));
}

static bool change_is_not(const struct facts *facts, const char *word)
{
    const char *change = value_text(value_get(facts->outside, "change"));
    return change && strcmp(change, word) != 0;
}

static bool value_known(const struct facts *facts) { return change_is_not(facts, "unknown"); }

static bool value_editable(const struct facts *facts)
{
    return change_is_not(facts, "list") && change_is_not(facts, "needed");
}

static bool other_hand(const struct facts *facts)
{
    return value_true(value_get(facts->outside, "other_hand"));
}

static bool complete(const struct facts *facts)
{
    return value_true(value_get(facts->outside, "complete"));
}

static bool is_own_click(const struct facts *facts)
{
    return value_true(value_get(facts->outside, "own_click"));
}

static bool slip_in_text(const struct facts *facts)
{
    return value_true(value_get(facts->outside, "slip_stands"));
}

static bool right_role(const struct facts *facts)
{
    return value_true(value_get(facts->outside, "signs"));
}

const struct guard court_paper_guards[COURT_PAPER_GUARDS] = {
    {"court_paper_signed_or_at_once",
     {"文书还没有签发。请先由法官签发。",
      "The paper has not been signed off. A judge signs first."},
     NULL,
     signed_or_at_once},
    {"court_paper_value_known",
     {"这份文书的模板里没有这一项。请从列出的各项中选择。",
      "The template has no such value. Please choose one of those listed."},
     NULL,
     value_known},
    {"court_paper_value_editable",
     {"这一项不能在文书里改：表格和当事人信息取自事项，有误的在制发后用补正裁定更正；必填的不能留空"
      "。",
      "This cannot be changed in the paper: tables and parties are those of the matter, and a slip "
      "in them is corrected by a ruling once the paper is issued; what is needed cannot be empty."},
     NULL,
     value_editable},
    {"court_paper_other_hand",
     {"拟稿、修改过这份文书的人不能审核。请由另一位工作人员审核。",
      "Whoever drafted or changed this paper does not check it. Please let somebody else check."},
     NULL,
     other_hand},
    {"court_paper_complete",
     {"文书还缺少内容。请先补全再审核。",
      "Something is missing in the paper. Please complete it first."},
     NULL,
     complete},
    {"court_paper_own_click",
     {"只有刚才办理的人可以撤回，十分钟以内。已经用印的，请用补正裁定。",
      "Only whoever did it takes it back, within ten minutes. What is sealed is corrected by a "
      "ruling."},
     NULL,
     is_own_click},
    {"court_paper_slip_in_text",
     {"文书里没有这段原文。请照文书原样写出有误的文字。",
      "These words do not stand in the paper. Please write them exactly as they stand there."},
     "民事诉讼法司法解释第二百四十五条",
     slip_in_text},
    {"court_paper_right_role",
     {"这种文书不由您的角色签发。请交给有权签发的人。",
      "Papers of this kind are not signed off in your role. Please hand it to whoever may."},
     "人民法院民事裁判文书制作规范",
     right_role},
};

/* ---- effects -------------------------------------------------------------------------------- */

/* A list of lines stays one. */
static struct value *typed_value(struct call *call, const struct value *before, const char *text)
{
    if (before->type != VALUE_LIST)
        return value_new_text(call->arena, text);
    struct value *list = value_new_list(call->arena);
    while (list && *text) {
        size_t length = strcspn(text, "\n");
        struct value *line =
            length ? value_new_text(call->arena, arena_copy_bytes(call->arena, text, length))
                   : NULL;
        if (length && (!line || !value_add(call->arena, list, line)))
            return NULL;
        text += length + (text[length] == '\n');
    }
    return list;
}

/* What was typed over what, by whom, when and why: kept with the paper. */
static enum err_kind keep_change(struct call *call, const struct value *before, struct err *reterr)
{
    struct arena *arena = call->arena;
    const struct value *form = call->facts.form;
    struct value *list = NULL, *row = value_new_map(arena);
    const char *at = instant_format(arena, call->now_us);
    enum err_kind kind = engine_paper_changes(call->engine, call->matter, arena, &list, reterr);
    if (kind)
        return kind;
    if (list->count >= CHANGES_MAX)
        return err_set(reterr, ERR_LIMIT, "paper.changes", "more than %d changes", CHANGES_MAX);
    bool good =
        row && at &&
        value_set(arena, row, "name", value_copy(arena, value_get(form, "value_name"))) &&
        value_set(arena, row, "before", value_copy(arena, before)) &&
        value_set(arena, row, "after", value_copy(arena, value_get(form, "value_text"))) &&
        value_set(arena, row, "reason", value_copy(arena, value_get(form, "value_reason"))) &&
        value_set_text(arena, row, "by", call->actor.name) &&
        value_set_text(arena, row, "at", at) && value_add(arena, list, row);
    return good ? call_paper_write_changes(call, list, reterr) : arena_full(reterr);
}

/* Whoever changes it is one of its hands: another checks it. */
static enum err_kind add_hand(struct call *call, struct err *reterr)
{
    const char *hands = value_text(value_get(call->matter->fields, "hands"));
    char hand[24];
    (void) snprintf(hand, sizeof hand, "%lld", (long long) actor_account(&call->actor));
    if (text_has_word(hands, hand))
        return ERR_NONE;
    const char *all = hands ? arena_printf(call->arena, "%s %s", hands, hand) : hand;
    if (!all)
        return arena_full(reterr);
    if (strlen(all) > HANDS_BYTES_MAX)
        return err_set(reterr, ERR_LIMIT, "paper.changes", "too many people changed it");
    return call_set_text(call, "hands", all, reterr);
}

static enum err_kind apply_change(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    const struct value *form = call->facts.form;
    const char *name = value_text(value_get(form, "value_name")),
               *text = value_text(value_get(form, "value_text"));
    struct value *values = value_copy(call->arena, value_get(call->outside, "values"));
    if (!values)
        return arena_full(reterr);
    const struct value *before = value_copy(call->arena, value_get(values, name));
    if (!before)
        return arena_full(reterr);
    struct value *after =
        text && *text ? typed_value(call, before, text) : value_new_text(call->arena, NULL);
    if (!after || !value_set(call->arena, values, name, after))
        return arena_full(reterr);
    enum err_kind kind = keep_change(call, before, reterr);
    if (!kind)
        kind = add_hand(call, reterr);
    if (!kind)
        kind = call_paper_write(call, values, reterr);
    /* What was typed may be personal: it lies with the change, not in the open. */
    static const char *const typed[] = {"value_name", "value_text", "value_reason"};
    for (size_t i = 0; !kind && i < COUNT_OF(typed); i++)
        kind = call_set_text(call, typed[i], NULL, reterr);
    return kind;
}

/* Who may take it back, and until when: nobody else, and not for long. */
static enum err_kind note_click(struct call *call, struct err *reterr)
{
    char hand[24], at[24];
    (void) snprintf(hand, sizeof hand, "%lld", (long long) actor_account(&call->actor));
    (void) snprintf(at, sizeof at, "%lld", (long long) call->now_us);
    enum err_kind kind = call_set_text(call, "click_hand", hand, reterr);
    return kind ? kind : call_set_text(call, "click_at", at, reterr);
}

static enum err_kind apply_checked(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    enum err_kind kind = call_set_text(call, "checked_by", call->actor.name, reterr);
    return kind ? kind : note_click(call, reterr);
}

/* The paper bears neither day nor signer any more. */
static enum err_kind unsign(struct call *call, struct err *reterr)
{
    const char *signer = value_text(value_get(call->matter->fields, "signed_by"));
    struct value *values = value_copy(call->arena, value_get(call->outside, "values")),
                 *nothing = value_new_text(call->arena, NULL);
    bool good = values && nothing && value_set(call->arena, values, "date", nothing) &&
                (!text_equal(value_text(value_get(values, "judge")), signer) ||
                 value_set(call->arena, values, "judge", nothing));
    return good ? call_paper_write(call, values, reterr) : arena_full(reterr);
}

/* A check or a sign-off that does not count any more: taken back, or the paper was sent back. */
static enum err_kind apply_undo(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const of_check[] = {"checked_by", NULL}, *const of_sign[] = {
                                                                    "signed_by", "signed_on", NULL};
    bool sign = text_equal(value_text(value_get(with, "what")), "sign_off");
    const char *const *names = sign ? of_sign : of_check;
    enum err_kind kind = sign ? unsign(call, reterr) : ERR_NONE;
    for (; !kind && *names; names++)
        kind = call_set_text(call, *names, NULL, reterr);
    return kind ? kind : call_set_text(call, "click_hand", NULL, reterr);
}

static bool put_value(struct call *call, struct value *values, const char *name, const char *text)
{
    return value_set_text(call->arena, values, name, text);
}

/* The paper bears the day and the name of whoever signed it off, where its template has them. */
static enum err_kind apply_sign(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    const struct paper_template *template = template_of(call->matter->fields);
    const char *day = day_format(call->arena, day_of_instant(call->now_us));
    const char *const *names = template ? paper_template_names(template, call->arena) : NULL;
    struct value *values = value_copy(call->arena, value_get(call->outside, "values"));
    bool good = day && names && values && put_value(call, values, "date", day);
    if (good && names_hold(names, "judge") && value_is_null(value_get(values, "judge")))
        good = put_value(call, values, "judge", call->actor.name);
    if (!good)
        return arena_full(reterr);
    enum err_kind kind = call_paper_write(call, values, reterr);
    if (!kind)
        kind = call_set_text(call, "signed_by", call->actor.name, reterr);
    if (!kind)
        kind = call_set_text(call, "signed_on", day, reterr);
    return kind ? kind : note_click(call, reterr);
}

static enum err_kind apply_render(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_paper_make(call, call->matter->id,
                           value_int(value_get(call->matter->settings, "sign_off_hold"), 0),
                           value_text(value_get(call->matter->fields, "click_at")), reterr);
}

/* A slip is corrected by a ruling of its own (JI 245); the paper stays as it was sealed. */
static enum err_kind apply_correct(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const kept[] = {"court",      "plaintiffs_names", "defendants_names",
                                       "cause_name", "number",           "clerk"};
    (void) with;
    struct arena *arena = call->arena;
    const struct value *fields = call->matter->fields, *old = value_get(call->outside, "values");
    const struct paper_template *template = template_of(fields);
    struct value *values = value_new_map(arena);
    bool good = values && template;
    for (size_t i = 0; good && i < COUNT_OF(kept); i++)
        good = value_set(arena, values, kept[i], value_copy(arena, value_get(old, kept[i])));
    good =
        good &&
        value_set_text(arena, values, "paper_title", paper_template_title(template, "zh")) &&
        value_set(arena, values, "paper_number",
                  value_copy(arena, value_get(fields, "case_number"))) &&
        value_set(arena, values, "paper_date", value_copy(arena, value_get(old, "date"))) &&
        value_set(arena, values, "slip_wrong",
                  value_copy(arena, value_get(fields, "slip_wrong"))) &&
        value_set(arena, values, "slip_right", value_copy(arena, value_get(fields, "slip_right")));
    if (!good)
        return arena_full(reterr);
    return call_draft_paper(call, "correction_ruling", values, NULL, false, reterr);
}

/* The system that waits for a ruling hears which paper is out; receipts and notices are waited for
 * by nobody. */
static enum err_kind apply_tell(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    if (value_true(value_get(call->matter->fields, "at_once")))
        return ERR_NONE;
    return call_publish(call, "ready", value_get(call->matter->fields, "template"), reterr);
}

const struct effect court_paper_effects[COURT_PAPER_EFFECTS] = {
    {"court_paper_change", NULL, false, NULL, apply_change},
    {"court_paper_checked", NULL, false, NULL, apply_checked},
    {"court_paper_sign", NULL, false, NULL, apply_sign},
    {"court_paper_undo", NULL, false, NULL, apply_undo},
    {"court_paper_correct", "民事诉讼法司法解释第二百四十五条", false, NULL, apply_correct},
    {"court_paper_render", NULL, false, NULL, apply_render},
    {"court_paper_tell", NULL, true, NULL, apply_tell},
};

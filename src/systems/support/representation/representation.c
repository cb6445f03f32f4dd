/*
 * representation: who acts for an organisation with their own account. A legal representative or
 * head conducts the case for it (CPL 51), an employee as its agent (CPL 61; JI 88). The proof is
 * handed in once and checked by the court's people; what comes of it is a delegation of the
 * organisation's (store/delegation.h).
 */
#include "engine/engine.h"

#include "base/text.h"
#include "store/delegation.h"
#include "store/work.h"

enum { TERM_DAYS_MAX = 366 };

extern const struct embedded_file representation_definition[];

static const char *capacity_of(const struct value *fields)
{
    return value_text_of(fields, "capacity");
}

static bool is_head(const struct value *fields)
{
    return strcmp(capacity_of(fields), "legal_representative") == 0;
}

static const char *credit_code_of(const struct value *fields)
{
    return value_text(value_path(fields, "organisation.credit_code"));
}

/* ---- guards --------------------------------------------------------------------------------- */

static bool numbered(const struct facts *facts) { return credit_code_of(facts->fields) != NULL; }

static bool term(const struct facts *facts)
{
    int32_t until = 0, today = day_of_instant(facts->received_us);
    return day_parse(value_text_of(facts->fields, "until"), &until) && until >= today &&
           until - today <= TERM_DAYS_MAX;
}

/* Whoever hands it in is who acts, by their own checked name: nobody is entered for another. */
static bool checked(const struct facts *facts)
{
    return value_true(value_get(facts->outside, "checked"));
}

static bool head_is_own(const struct facts *facts)
{
    return !is_head(facts->fields) ||
           text_equal(
               value_text_of(value_get(facts->fields, "organisation"), "legal_representative"),
               value_text_of(facts->outside, "name"));
}

static bool rights_named(const struct facts *facts)
{
    return is_head(facts->fields) || value_get(facts->fields, "rights")->count > 0;
}

/* clang-format off */
static const struct guard guards[] = {
    {"representation_numbered", {"请填写单位的统一社会信用代码。", "Please fill in the organisation's unified social credit code."}, NULL, numbered},
    {"representation_checked", {"请先完成实名核验，再为单位办理。", "Your identity has to be checked first."}, "人民法院在线诉讼规则第七条", checked},
    {"representation_head", {"填写的法定代表人不是您本人。请核对姓名；您是工作人员的，请改选职务。", "The legal representative named is not you: check the name, or choose the other capacity."}, "中华人民共和国民事诉讼法第五十一条", head_is_own},
    {"representation_term", {"截止日期要在今天以后一年以内。", "The last day lies within a year from today."}, NULL, term},
    {"representation_rights", {"请选择授权范围。", "Please choose what the authority covers."}, "中华人民共和国民事诉讼法第六十二条", rights_named},
};
/* clang-format on */

/* ---- effects -------------------------------------------------------------------------------- */

static const char *rights_of(const struct call *call)
{
    const struct value *named = value_get(call->matter->fields, "rights");
    struct text text;
    if (is_head(call->matter->fields))
        return "read write talk act whole";
    text_init(&text, call->arena, 100);
    for (size_t i = 0; i < named->count; i++)
        text_add_format(&text, "%s%s", i ? " " : "", value_text(named->items[i]));
    return text_done(&text);
}

/* An organisation has one legal representative: whoever was entered before has ended. */
static enum err_kind supersede(struct call *call, struct err *reterr)
{
    const struct value *heads = value_get(call->facts.outside, "heads");
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < heads->count; i++) {
        int64_t matter = value_int(value_get(heads->items[i], "matter"), 0);
        const char *key = arena_printf(call->arena, "superseded:%lld:%lld", (long long) matter,
                                       (long long) call->matter->id);
        kind = key ? call_act_elsewhere(call, matter, value_text_of(heads->items[i], "definition"),
                                        "superseded", key, reterr)
                   : arena_full(reterr);
    }
    return kind;
}

static enum err_kind grant(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *fields = call->matter->fields,
                       *organisation = value_get(fields, "organisation");
    const char *company = value_text_of(organisation, "name"), *company_index = NULL;
    char id[PUBLIC_ID_BYTES];
    int32_t until = 0;
    (void) with;
    enum err_kind kind = call_ensure_person(call, organisation, &company_index, reterr);
    const struct seat_delegation row = {
        .id = call_new_id(call, ID_DELEGATION),
        .delegate_id = call->matter->owner_account,
        .matter_id = call->matter->id,
        .set_us = call->now_us,
        .to_day = day_parse(value_text_of(fields, "until"), &until) ? until : 0,
        .kind = "company",
        .person_index = company_index,
        .name = value_text_of(fields, "applicant_name"),
        .capacity = capacity_of(fields),
        .rights = rights_of(call)};
    if (!kind && (!company_index || !row.rights))
        kind = arena_full(reterr);
    if (kind)
        return kind;
    seat_account_ensure(call->writes, call_new_id(call, ID_ACCOUNT), "company", company,
                        company_index, call->now_us);
    seat_delegation_insert(call->writes, &row);
    public_id(engine_keys(call->engine), 'V', row.id, id);
    kind = call_set_text(call, "delegation", id, reterr);
    if (!kind)
        kind = call_set_text(call, "last_day", value_text_of(fields, "until"), reterr);
    return kind || !is_head(fields) ? kind : supersede(call, reterr);
}

static enum err_kind end(struct call *call, const struct value *with, struct err *reterr)
{
    int64_t id = 0;
    (void) with;
    (void) reterr;
    if (public_id_parse(engine_keys(call->engine), 'V',
                        value_text_of(call->matter->fields, "delegation"), &id))
        delegation_end_if_open(call->writes, id, call->actor.account_id, call->now_us);
    return ERR_NONE;
}

static const struct effect effects[] = {
    {"representation_note_applicant", "中华人民共和国民事诉讼法第五十一条", false, NULL,
     call_note_applicant},
    {"representation_grant", "中华人民共和国民事诉讼法第五十一条、第六十一条", false, NULL, grant},
    {"representation_end", NULL, true, NULL, end},
};

/* ---- who hands it in, and who was entered before -------------------------------------------- */

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    const char *id = value_text_of(call->params, "id");
    int64_t matter = 0;
    if (strcmp(action, "grant") != 0 ||
        !public_id_parse(engine_keys(call->engine), public_id_prefix_of(id), id, &matter))
        return ERR_NONE;
    size_t *place = arena_alloc(call->arena, sizeof *place);
    if (!place)
        return arena_full(reterr);
    *place = company_heads_read(call->reads, matter);
    call->state = place;
    return ERR_NONE;
}

static bool note_heads(struct call *call, const struct db_result *rows)
{
    struct value *heads = value_new_list(call->arena);
    bool good = heads != NULL;
    for (size_t i = 0; good && i < rows->row_count; i++) {
        struct value *one = value_new_map(call->arena);
        good = one && value_set_int(call->arena, one, "matter", db_cell_int(rows, i, 0)) &&
               value_set_text(call->arena, one, "definition", db_cell_text(rows, i, 1)) &&
               value_add(call->arena, heads, one);
    }
    return good && value_set(call->arena, call->outside, "heads", heads);
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct actor *actor = &call->actor;
    const size_t *place = call->state;
    call->outside = value_new_map(call->arena);
    bool good = call->outside &&
                value_set_bool(call->arena, call->outside, "checked",
                               actor->person_id && !actor->delegation_id) &&
                value_set_text(call->arena, call->outside, "name", actor->name);
    if (good && strcmp(action, "grant") == 0 && place)
        good = note_heads(call, db_flight_result(call->reads, *place));
    return good ? ERR_NONE : arena_full(reterr);
}

/* "鄂南建材有限公司：余建平" */
static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *company = value_text(value_path(facts->fields, "organisation.name")),
               *who = value_text(value_get(facts->fields, "applicant_name"));
    const char *title = company && who ? arena_printf(arena, "%s：%s", company, who)
                        : company      ? company
                                       : "单位办事人核对";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"representation_title", compute_title}};

const struct system representation_system = {.name = "representation",
                                             .wing = "support",
                                             .definition = representation_definition,
                                             .guards = guards,
                                             .guard_count = COUNT_OF(guards),
                                             .effects = effects,
                                             .effect_count = COUNT_OF(effects),
                                             .computes = computes,
                                             .compute_count = COUNT_OF(computes),
                                             .load = load,
                                             .loaded = loaded};

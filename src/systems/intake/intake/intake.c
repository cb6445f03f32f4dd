/* systems/intake: a dispute in the person's own words, what the platform suggests, and the matters
 * it opens with what was told, so that nothing is asked twice. */
#include "systems/intake/intake/intake.h"

#include "base/text.h"
#include "systems/intake/intake/triage.h"

extern const struct embedded_file intake_definition[];

static bool put(struct call *call, struct value *map, const char *name, const struct value *value)
{
    return value_is_null(value) ||
           value_set(call->arena, map, name, value_copy(call->arena, value));
}

/* ---- guards --------------------------------------------------------------------------------- */

/* One cannot have a dispute with oneself: mostly the clerk's own number typed twice. */
static bool two_people(const struct facts *facts)
{
    const char *mine = value_text(value_path(facts->fields, "me.id_number"));
    const struct value *others = value_get(facts->fields, "others");
    for (size_t i = 0; mine && *mine && i < others->count; i++) {
        if (text_equal(mine, value_text(value_path(others->items[i], "person.id_number"))))
            return false;
    }
    return true;
}

static bool read_back(const struct facts *facts)
{
    return value_true(value_get(facts->fields, "read_back"));
}

/* clang-format off */
static const struct guard guards[] = {
    {"intake_two_people",
     {"您和对方的证件号码相同，请核对。", "Your id number and the other side's are the same: please check."},
     "中华人民共和国民事诉讼法第一百二十二条", two_people},
    {"intake_read_back",
     {"代为登记的，请先向当事人宣读内容，确认无误后再提交。", "Read what was written back to the person and confirm it before submitting."},
     "中华人民共和国民事诉讼法第一百二十三条", read_back},
};
/* clang-format on */

/* ---- suggesting ----------------------------------------------------------------------------- */

static bool add_reason(struct arena *arena, struct value *list, const char *about,
                       struct words reason)
{
    struct value *row = value_new_map(arena);
    return row && value_set_text(arena, row, "about", about) &&
           value_set_text(arena, row, "zh", reason.zh) &&
           value_set_text(arena, row, "en", reason.en) && value_add(arena, list, row);
}

static struct words cause_reason(const struct triage_cause *cause, struct arena *arena)
{
    if (!*cause->words)
        return (struct words){"您选择的类别里最常见的案由，请核对。",
                              "The most frequent cause of the kind you chose; please check."};
    return (struct words){arena_printf(arena, "您的叙述中提到：%s。", cause->words),
                          arena_printf(arena, "What you told mentions: %s.", cause->words)};
}

/* Domicile of the other side where told, else the place told; and the other way round. Which of the
 * special courts it is the division does not tell: no suggestion rather than a wrong one. */
static const char *find_court(const struct engine *engine, const struct value *fields,
                              const struct jurisdiction *ground)
{
    if (ground->special)
        return NULL;
    const struct value *other = value_at(value_get(fields, "others"), 0);
    const char *home = value_text(value_path(other, "person.address.division")),
               *seat = value_text(value_path(other, "organisation.address.division")),
               *place = value_text(value_path(fields, "place.division"));
    const char *domicile = engine_court_of_division(engine, home ? home : seat);
    const char *local = engine_court_of_division(engine, place);
    if (ground->at_place)
        return local ? local : domicile;
    return domicile ? domicile : local;
}

static enum err_kind put_reasons(struct call *call, const struct triage_cause *causes, size_t count,
                                 const struct jurisdiction *ground, struct words door,
                                 const char *court, struct err *reterr)
{
    static const struct words agreed = {
        "书面约定了由哪个法院管辖的，一般从约定（民事诉讼法第三十五条）。",
        "A court chosen in writing comes first as a rule (CPL 35)."};
    struct value *list = value_new_list(call->arena);
    bool good = list != NULL;
    for (size_t i = 0; good && i < count; i++)
        good = add_reason(call->arena, list, engine_cause_name(call->engine, causes[i].code),
                          cause_reason(&causes[i], call->arena));
    good =
        good &&
        add_reason(call->arena, list, court ? engine_court_name(call->engine, court) : "管辖法院",
                   (struct words){ground->zh, ground->en}) &&
        (!ground->may_agree || add_reason(call->arena, list, "约定管辖", agreed)) &&
        add_reason(call->arena, list, "途径", door);
    return good ? call_set_field(call, "suggestion_reasons", list, reterr) : arena_full(reterr);
}

static enum err_kind apply_suggest(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    const char *kind_of = value_text_of(fields, "kind");
    struct triage_cause causes[TRIAGE_CAUSES_MAX];
    size_t count = 0;
    (void) with;
    const char *told = arena_printf(call->arena, "%s\n%s", value_text_of(fields, "story"),
                                    value_text_of(fields, "wish"));
    if (!told)
        return arena_full(reterr);
    enum err_kind kind = triage_causes(told, kind_of, call->arena, causes, &count, reterr);
    const char *cause = !kind && count ? causes[0].code : NULL;
    struct triage_answers answers = triage_answers_read(fields);
    struct triage_door door = triage_door(&answers, cause);
    const struct jurisdiction *ground = jurisdiction_of_cause(cause);
    const char *court = find_court(call->engine, fields, ground);
    if (!kind && cause)
        kind = call_set_text(call, "suggested_cause", cause, reterr);
    if (!kind && court)
        kind = call_set_text(call, "suggested_court", court, reterr);
    if (!kind)
        kind = call_set_text(call, "suggested_door", door.name, reterr);
    return kind ? kind : put_reasons(call, causes, count, ground, door.reason, court, reterr);
}

/* What the person did not choose otherwise is as suggested. */
static enum err_kind apply_take_suggestions(struct call *call, const struct value *with,
                                            struct err *reterr)
{
    static const char *const pairs[][2] = {{"cause", "suggested_cause"},
                                           {"target_court", "suggested_court"}};
    (void) with;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        const char *suggested = value_text(value_get(call->matter->fields, pairs[i][1]));
        if (!suggested || value_text(value_get(call->matter->fields, pairs[i][0])))
            continue;
        enum err_kind kind = call_set_text(call, pairs[i][0], suggested, reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

/* ---- opening what comes next ---------------------------------------------------------------- */

static struct value *own_row(struct call *call)
{
    struct value *rows = value_new_list(call->arena), *row = value_new_map(call->arena);
    const struct value *ours = call->matter->fields;
    bool good = rows && row && put(call, row, "kind", value_get(ours, "applicant_kind")) &&
                put(call, row, "person", value_get(ours, "me")) &&
                put(call, row, "organisation", value_get(ours, "my_organisation")) &&
                value_add(call->arena, rows, row);
    return good ? rows : NULL;
}

static bool put_common(struct call *call, struct value *fields)
{
    const struct value *ours = call->matter->fields;
    return put(call, fields, "cause", value_get(ours, "cause")) &&
           put(call, fields, "amount", value_get(ours, "amount")) &&
           put(call, fields, "facts", value_get(ours, "story")) &&
           put(call, fields, "court", value_get(ours, "target_court"));
}

static struct value *role_map(struct arena *arena, const char *first, const char *second)
{
    struct value *map = value_new_map(arena);
    bool good = map && value_set_text(arena, map, "applicant", first) &&
                value_set_text(arena, map, "respondent", second);
    return good ? map : NULL;
}

static enum err_kind apply_open_mediation(struct call *call, const struct value *with,
                                          struct err *reterr)
{
    const struct value *ours = call->matter->fields;
    struct value *fields = value_new_map(call->arena);
    struct value *role_names = role_map(call->arena, "applicant", "respondent");
    (void) with;
    bool good = fields && role_names && put_common(call, fields) &&
                put(call, fields, "wish", value_get(ours, "wish")) &&
                put(call, fields, "files", value_get(ours, "files")) &&
                put(call, fields, "wage_note", value_get(ours, "wage_note")) &&
                value_set_text(call->arena, fields, "variant", "A") &&
                value_set(call->arena, fields, "applicants", own_row(call)) &&
                put(call, fields, "respondents", value_get(ours, "others"));
    return good ? call_open_matter(call, "mediation", fields, role_names, NULL, reterr)
                : arena_full(reterr);
}

static enum err_kind apply_open_filing(struct call *call, const struct value *with,
                                       struct err *reterr)
{
    const struct value *ours = call->matter->fields, *me = value_get(ours, "me");
    if (value_is_null(me))
        me = value_get(ours, "my_organisation");
    struct value *fields = value_new_map(call->arena);
    struct value *role_names = role_map(call->arena, "plaintiff", "defendant");
    const struct jurisdiction *ground = jurisdiction_of_cause(value_text(value_get(ours, "cause")));
    (void) with;
    bool good = fields && role_names && put_common(call, fields) &&
                put(call, fields, "claims", value_get(ours, "wish")) &&
                put(call, fields, "complaint_file", value_get(ours, "files")) &&
                value_set_text(call->arena, fields, "jurisdiction_ground", ground->ground) &&
                value_set(call->arena, fields, "plaintiffs", own_row(call)) &&
                put(call, fields, "defendants", value_get(ours, "others")) &&
                put(call, fields, "service_name", value_get(me, "name")) &&
                put(call, fields, "service_address", value_get(me, "address")) &&
                put(call, fields, "service_phone", value_get(me, "phone"));
    return good ? call_open_matter(call, "filing", fields, role_names, NULL, reterr)
                : arena_full(reterr);
}

/* A court must be known before a matter is opened there; which one, the person or staff say. */
static enum err_kind validate_cause(const struct facts *facts, const struct value *with,
                                    struct err *reterr)
{
    (void) with;
    if (*value_text_of(facts->fields, "cause") || *value_text_of(facts->fields, "suggested_cause"))
        return ERR_NONE;
    return err_field(reterr, ERR_INVALID, "required", "cause", "no cause chosen or suggested");
}

static const struct effect effects[] = {
    {"intake_note_duplicates", "最高人民法院关于适用民事诉讼法的解释第二百四十七条", false, NULL,
     intake_note_duplicates},
    {"intake_drop_duplicates", NULL, false, NULL, intake_drop_duplicates},
    {"intake_suggest", NULL, false, NULL, apply_suggest},
    {"intake_take_suggestions", NULL, false, validate_cause, apply_take_suggestions},
    {"intake_open_mediation", "最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定第十二条",
     false, NULL, apply_open_mediation},
    {"intake_open_filing", "中华人民共和国民事诉讼法第一百二十三条", false, NULL,
     apply_open_filing},
};

/* ---- title ---------------------------------------------------------------------------------- */

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const struct value *other = value_at(value_get(facts->fields, "others"), 0);
    const char *person = value_text(value_path(other, "person.name")),
               *organisation = value_text(value_path(other, "organisation.name"));
    const char *me = value_text(value_path(facts->fields, "me.name"));
    if (!me)
        me = value_text(value_path(facts->fields, "my_organisation.name"));
    const char *theirs = person ? person : organisation;
    const char *cause = value_text(value_get(facts->fields, "cause"));
    cause = cause ? cause : value_text(value_get(facts->fields, "suggested_cause"));
    const char *about =
        cause && facts->registers ? engine_cause_name(facts->registers, cause) : "纠纷";
    const char *title = me && theirs ? arena_printf(arena, "%s与%s%s", me, theirs, about)
                                     : arena_copy(arena, "新的纠纷登记");
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"intake_title", compute_title}};

const struct system intake_system = {.name = "intake",
                                     .wing = "intake",
                                     .definition = intake_definition,
                                     .guards = guards,
                                     .guard_count = COUNT_OF(guards),
                                     .effects = effects,
                                     .effect_count = COUNT_OF(effects),
                                     .computes = computes,
                                     .compute_count = COUNT_OF(computes),
                                     .operations = intake_operations,
                                     .operation_count = INTAKE_OPERATIONS,
                                     .load = intake_load};

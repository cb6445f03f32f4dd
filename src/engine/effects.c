/* engine/effects: the steps and guards any definition may name; docs/definitions.md tells people.
 */
#include "base/text.h"
#include "engine/internal.h"

struct value *effect_value(struct call *call, const struct value *wanted)
{
    const char *text = value_text(wanted);
    if (text && strcmp(text, "@today") == 0)
        return value_new_text(call->arena, day_format(call->arena, day_of_instant(call->now_us)));
    if (text && strcmp(text, "@now") == 0)
        return value_new_text(call->arena, instant_format(call->arena, call->now_us));
    if (text && strcmp(text, "@court") == 0)
        return value_new_text(call->arena, call->matter->court);
    if (text && strcmp(text, "@actor") == 0)
        return value_new_text(call->arena, call->actor.name);
    if (text && text[0] == '=')
        return value_copy(call->arena, value_path(call->matter->fields, text + 1));
    return value_copy(call->arena, wanted);
}

struct value *effect_values(struct call *call, const struct value *named)
{
    struct value *values = value_new_map(call->arena);
    for (size_t i = 0; values && i < named->count; i++) {
        struct value *value = effect_value(call, named->items[i]);
        if (!value ||
            (!value_is_null(value) && !value_set(call->arena, values, named->names[i], value)))
            values = NULL;
    }
    return values;
}

static enum err_kind apply_set(struct call *call, const struct value *with, struct err *reterr)
{
    for (size_t i = 0; i < with->count; i++) {
        if (strcmp(with->names[i], "do") == 0 || strcmp(with->names[i], "note") == 0)
            continue;
        struct value *value = effect_value(call, with->items[i]);
        enum err_kind kind =
            value ? call_set_field(call, with->names[i], value, reterr) : arena_full(reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

/* {"do": "add_row", "group": "lines", "row": {"at": "@now", "court": "@court", "zh": "…"}} */
static enum err_kind apply_add_row(struct call *call, const struct value *with, struct err *reterr)
{
    const char *group = value_text(value_get(with, "group"));
    struct value *row = effect_values(call, value_get(with, "row"));
    return row ? call_add_row(call, group ? group : "", row, reterr) : arena_full(reterr);
}

static enum err_kind apply_set_date(struct call *call, const struct value *with, struct err *reterr)
{
    const char *which = value_text(value_get(with, "which"));
    return call_set_date(call, which ? which : "", call->received_us, reterr);
}

/* An agent's authority goes with the agent, into every matter of the dispute they are taken along
 * to: whose powers change is another agent for the record, and the other side sees it. A lawyer's
 * licence goes along: as an agent they are who holds it (call_ensure_person()). */
static const struct value *with_authority(const struct value *person, const struct value *row,
                                          struct arena *arena)
{
    static const char *const names[] = {"authority", "powers", "licence"};
    struct value *whole = value_copy(arena, person);
    for (size_t i = 0; whole && i < COUNT_OF(names); i++) {
        const struct value *told = value_get(row, names[i]);
        struct value *copy = value_is_null(told) ? NULL : value_copy(arena, told);
        if (copy && !value_set(arena, whole, names[i], copy))
            return person;
    }
    return whole ? whole : person;
}

/* A row of a group holds a person or an organisation; a person field is one itself. */
const struct value *party_identity(const struct value *row, struct arena *arena)
{
    const struct value *person = value_get(row, "person");
    const struct value *organisation = value_get(row, "organisation");
    if (!value_is_null(person) && !value_is_null(value_get(row, "authority")))
        return with_authority(person, row, arena);
    return !value_is_null(person) ? person : !value_is_null(organisation) ? organisation : row;
}

static bool is_named(const struct participant *participant, const struct value *source,
                     struct arena *arena)
{
    for (size_t i = 0; i < source->count && source->type == VALUE_LIST; i++) {
        if (value_equal(party_identity(source->items[i], arena), participant->identity))
            return true;
    }
    return source->type == VALUE_MAP && value_equal(source, participant->identity);
}

/* Whom the corrected form no longer names, or names otherwise, is no participant any more: the row
 * stays as history, the access ends. */
static void part_from(struct call *call, const char *role, const struct value *source)
{
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        struct participant *participant = &call->matter->participants[i];
        if (!participant->active || strcmp(participant->role, role) != 0 ||
            is_named(participant, source, call->arena))
            continue;
        participant->active = false;
        participant_set_state(call->writes, participant->id, participant->state, false);
    }
}

static bool takes_part(const struct call *call, const char *role, const struct value *identity)
{
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        const struct participant *participant = &call->matter->participants[i];
        if (participant->active && strcmp(participant->role, role) == 0 &&
            value_equal(participant->identity, identity))
            return true;
    }
    return false;
}

static enum err_kind take_part(struct call *call, const char *role, const struct value *identity,
                               struct err *reterr)
{
    return takes_part(call, role, identity)
               ? ERR_NONE
               : call_add_participant(call, role, identity, 0, NULL, reterr);
}

/* The participants of a role become those the field names; who is there already stays. */
static enum err_kind apply_add_participants(struct call *call, const struct value *with,
                                            struct err *reterr)
{
    const char *role = value_text(value_get(with, "role")),
               *from = value_text(value_get(with, "from"));
    const struct role *known = role ? role_find(role) : NULL;
    const struct value *source = from ? value_get(call->matter->fields, from) : &value_null;
    if (!known)
        return err_set(reterr, ERR_STORE, "effect.role", "add_participants names no role");
    if (value_is_null(source))
        return ERR_NONE; /* the field was not asked for: nobody is parted from */
    part_from(call, known->name, source);
    if (source->type == VALUE_MAP)
        return take_part(call, known->name, source, reterr);
    for (size_t i = 0; i < source->count; i++) {
        enum err_kind kind =
            take_part(call, known->name, party_identity(source->items[i], call->arena), reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

static enum err_kind apply_participant_state(struct call *call, const struct value *with,
                                             struct err *reterr)
{
    const char *role = value_text(value_get(with, "role")),
               *state = value_text(value_get(with, "state"));
    for (size_t i = 0; role && state && i < call->matter->participant_count; i++) {
        const struct participant *participant = &call->matter->participants[i];
        if (strcmp(participant->role, role) != 0 || !participant->active)
            continue;
        enum err_kind kind = call_set_participant_state(call, participant->id, state, reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

static enum err_kind apply_open(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *fields = value_new_map(call->arena);
    const struct value *map = value_get(with, "map"),
                       *participants = value_get(with, "participants");
    if (!fields)
        return arena_full(reterr);
    for (size_t i = 0; i < map->count; i++) {
        const char *ours = value_text(map->items[i]);
        const struct value *value =
            ours ? value_path(call->matter->fields, ours) : value_get(map->items[i], "const");
        if (!value_is_null(value) &&
            !value_set(call->arena, fields, map->names[i], value_copy(call->arena, value)))
            return arena_full(reterr);
    }
    const char *system = value_text(value_get(with, "system"));
    return call_open_matter(call, system ? system : "", fields,
                            value_is_null(participants) ? NULL : participants, NULL, reterr);
}

static enum err_kind apply_issue_number(struct call *call, const struct value *with,
                                        struct err *reterr)
{
    const char *type = value_text(value_get(with, "type")), *number = NULL;
    enum err_kind kind = call_issue_number(call, type ? type : "", &number, reterr);
    if (kind)
        return kind;
    call->matter->number = number;
    struct value *text = value_new_text(call->arena, number);
    return text ? call_set_field(call, "number", text, reterr) : arena_full(reterr);
}

/* The number another system gave, which the form has laid into the matter. */
static enum err_kind apply_take_number(struct call *call, const struct value *with,
                                       struct err *reterr)
{
    const char *number = value_text(value_get(call->matter->fields, "number"));
    (void) with;
    call->matter->number = number;
    return call_take_number(call, number, reterr);
}

static enum err_kind apply_publish(struct call *call, const struct value *with, struct err *reterr)
{
    const char *name = value_text(value_get(with, "name")),
               *field = value_text(value_get(with, "field"));
    const struct value *value =
        field ? value_path(call->matter->fields, field) : value_get(with, "value");
    return call_publish(call, name ? name : "", value, reterr);
}

static enum err_kind apply_notify(struct call *call, const struct value *with, struct err *reterr)
{
    const char *notice = value_text(value_get(with, "notice"));
    return call_notify(call, notice ? notice : "", reterr);
}

/* ---- papers: what every template may name --------------------------------------------------- */

static const char *join_names(struct call *call, const char *role)
{
    struct text names;
    text_init(&names, call->arena, 16 * 1024);
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        const struct participant *participant = &call->matter->participants[i];
        const char *name = value_text(value_get(participant->identity, "name"));
        if (strcmp(participant->role, role) == 0 && participant->active && name)
            text_add_format(&names, "%s%s", names.length ? "、" : "", name);
    }
    return text_done(&names);
}

static bool put(struct call *call, struct value *values, const char *name, const char *text)
{
    return !text || !*text || value_set_text(call->arena, values, name, text);
}

struct value *call_paper_values(struct call *call, const struct value *with, struct err *reterr)
{
    const struct matter *matter = call->matter;
    const struct engine *engine = call->engine;
    struct value *values = value_copy(call->arena, matter->fields);
    const char *plaintiffs = join_names(call, "plaintiff"),
               *applicants = join_names(call, "applicant");
    const char *defendants = join_names(call, "defendant"),
               *respondents = join_names(call, "respondent");
    int64_t due = matter_earliest_due(matter);
    bool good = values && plaintiffs && applicants && defendants && respondents;
    good =
        good && put(call, values, "court", engine_court_name(engine, matter->court)) &&
        put(call, values, "number", matter->number) && put(call, values, "title", matter->title) &&
        put(call, values, "cause_name",
            matter->cause ? engine_cause_name(engine, matter->cause) : NULL) &&
        put(call, values, "plaintiffs_names", *plaintiffs ? plaintiffs : applicants) &&
        put(call, values, "defendants_names", *defendants ? defendants : respondents) &&
        put(call, values, "applicants_names", applicants) &&
        put(call, values, "respondents_names", respondents) &&
        put(call, values, "mediator_names", join_names(call, "mediator")) &&
        put(call, values, "third_party_names", join_names(call, "third_party")) &&
        put(call, values, "today", day_format_zh(call->arena, day_of_instant(call->now_us))) &&
        put(call, values, "received_on",
            day_format_zh(call->arena, day_of_instant(matter->submitted_us ? matter->submitted_us
                                                                           : call->received_us))) &&
        put(call, values, "due",
            due ? day_format_zh(call->arena, day_of_instant(due - 1)) : NULL) &&
        put(call, values, "amount_text",
            matter->amount_fen ? money_format(call->arena, matter->amount_fen) : NULL);
    const struct value *map = value_get(with, "map");
    for (size_t i = 0; good && i < map->count; i++) {
        struct value *value = effect_value(call, map->items[i]);
        good = value && value_set(call->arena, values, map->names[i], value);
    }
    if (!good) {
        (void) !arena_full(reterr);
        return NULL;
    }
    return values;
}

struct value *call_applying_side(struct call *call)
{
    static const char *const sides[] = {"plaintiff", "applicant", "agent", "payer"};
    struct value *map = value_new_map(call->arena);
    for (size_t i = 0; map && i < COUNT_OF(sides); i++) {
        if (!value_set_text(call->arena, map, sides[i], sides[i]))
            return NULL;
    }
    return map;
}

/* "to": "all" gives every participant a copy; otherwise a paper goes to the side that applied. */
static enum err_kind apply_draft_paper(struct call *call, const struct value *with,
                                       struct err *reterr)
{
    const char *name = value_text(value_get(with, "template"));
    bool all = text_equal(value_text(value_get(with, "to")), "all");
    struct value *values = call_paper_values(call, with, reterr);
    struct value *side = call_applying_side(call);
    if (!values || !side)
        return values ? arena_full(reterr) : ERR_LIMIT;
    return call_draft_paper(call, name ? name : "", values, all ? NULL : side,
                            value_true(value_get(with, "seal")), reterr);
}

/* ---- tables --------------------------------------------------------------------------------- */

static const struct effect set = {"set", NULL, true, NULL, apply_set};
static const struct effect set_date = {"set_date", NULL, false, NULL, apply_set_date};
static const struct effect add_participants = {"add_participants", NULL, false, NULL,
                                               apply_add_participants};
static const struct effect participant_state = {"participant_state", NULL, true, NULL,
                                                apply_participant_state};
static const struct effect open_matter = {"open", NULL, true, NULL, apply_open};
static const struct effect issue_number = {"issue_number", "关于人民法院案件案号的若干规定", false,
                                           NULL, apply_issue_number};
static const struct effect take_number = {"take_number", "关于人民法院案件案号的若干规定", true,
                                          NULL, apply_take_number};
static const struct effect publish = {"publish", NULL, true, NULL, apply_publish};
static const struct effect notify = {"notify", NULL, true, NULL, apply_notify};
static const struct effect add_row = {"add_row", NULL, true, NULL, apply_add_row};
static const struct effect draft_paper = {"draft_paper", NULL, true, NULL, apply_draft_paper};

const struct effect *const engine_effects[] = {&set,
                                               &set_date,
                                               &add_participants,
                                               &participant_state,
                                               &open_matter,
                                               &issue_number,
                                               &take_number,
                                               &push_case,
                                               &publish,
                                               &notify,
                                               &draft_paper,
                                               &send_envelope,
                                               &add_row,
                                               &name_mediator_effect,
                                               NULL};
const struct guard *const engine_guards[] = {&unit_known, NULL};

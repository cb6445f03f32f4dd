/*
 * systems/resolution/governance: what of a dispute is counted, and what it has in common with
 * others. Keys of people are keyed hashes, labels of people are masked: nothing here judges
 * anybody.
 */
#include "systems/resolution/governance/governance.h"

#include "base/text.h"

enum { TALLIES_BYTES_MAX = 8192, NAME_BYTES_MIN = 6, PHONE_SHOWN = 4, PERSON_LETTERS_MAX = 6 };
#define KEY_PURPOSE "governance.signal"

/* A dispute being read: its parties and its place as the last matter that has them says. */
struct gathering {
    const struct engine *engine;
    struct arena *arena;
    const struct source_units *units;
    struct source_facts *facts;
    const struct unit_row *village, *township;
    const struct value *respondent, *applicant;
    const char *county, *cause, *kind_label, *account;
    int64_t registered_us;
    struct source_stand stand;
};

static const struct unit_row *unit_of(const struct source_units *units, const char *code)
{
    for (size_t i = 0; code && *code && i < units->count; i++) {
        if (strcmp(units->items[i].code, code) == 0)
            return &units->items[i];
    }
    return NULL;
}

static bool is_village(const struct unit_row *unit)
{
    return strcmp(unit->kind, "village") == 0 || strcmp(unit->kind, "community") == 0;
}

/* Upwards: a grid lies in its village, a village in its township. */
static void take_unit(struct gathering *gathering, const struct unit_row *unit)
{
    for (int depth = 0; unit && depth < UNIT_DEPTH_MAX; depth++) {
        if (is_village(unit) && !gathering->village)
            gathering->village = unit;
        if (strcmp(unit->kind, "township") == 0 && !gathering->township)
            gathering->township = unit;
        unit = unit_of(gathering->units, unit->parent);
    }
}

/* The longest name that stands in an address; a name of one character stands anywhere. */
static const struct unit_row *named_in(const struct source_units *units, const char *detail)
{
    const struct unit_row *found = NULL;
    for (size_t i = 0; i < units->count; i++) {
        const struct unit_row *unit = &units->items[i];
        bool place = is_village(unit) || strcmp(unit->kind, "township") == 0;
        if (!place || strlen(unit->name) < NAME_BYTES_MIN || !strstr(detail, unit->name))
            continue;
        if (!found || (is_village(unit) && !is_village(found)) ||
            (is_village(unit) == is_village(found) && strlen(unit->name) > strlen(found->name)))
            found = unit;
    }
    return found;
}

static void take_address(struct gathering *gathering, const struct value *address)
{
    const char *detail = value_text(value_get(address, "detail")),
               *division = value_text(value_get(address, "division"));
    if (!gathering->county && division && *division)
        gathering->county = division;
    if (!gathering->village && !gathering->township && detail)
        take_unit(gathering, named_in(gathering->units, detail));
}

static bool is_side(const char *role, bool respondent)
{
    return respondent ? strcmp(role, "respondent") == 0 || strcmp(role, "defendant") == 0
                      : strcmp(role, "applicant") == 0 || strcmp(role, "plaintiff") == 0;
}

static const struct value *party_of(const struct matter *matter, bool respondent)
{
    for (size_t i = 0; i < matter->participant_count; i++) {
        if (matter->participants[i].active && is_side(matter->participants[i].role, respondent))
            return matter->participants[i].identity;
    }
    return NULL;
}

static const char *field_of(const struct matter *matter, const char *name)
{
    return value_text(value_get(matter->fields, name));
}

static void take_kind(struct gathering *gathering, const struct matter *matter)
{
    const struct field *field = workflow_field(matter->workflow, "kind");
    const char *kind = field_of(matter, "kind"), *cause = matter->cause;
    if (!cause || !*cause)
        cause = field_of(matter, "suggested_cause");
    if (cause && *cause) {
        gathering->cause = cause;
        gathering->kind_label = engine_cause_name(gathering->engine, cause);
        return;
    }
    for (size_t i = 0; kind && !gathering->cause && field && i < field->option_count; i++) {
        if (strcmp(field->options[i].name, kind) == 0) {
            gathering->cause = arena_printf(gathering->arena, "kind.%s", kind);
            gathering->kind_label = field->options[i].title.zh;
        }
    }
}

/* An identity does not say which it is. What may be a person is masked: a long name is taken for an
 * organisation's only where nothing of a person stands beside it and no dot or Latin letter in it.
 */
static bool is_organisation(const struct value *identity)
{
    static const char *const personal[] = {"id_kind", "id_number", "other_number", "gender",
                                           "birth_date"};
    const char *name = value_text_of(identity, "name");
    if (!value_is_null(value_get(identity, "credit_code")) ||
        !value_is_null(value_get(identity, "legal_representative")))
        return true;
    for (size_t i = 0; i < COUNT_OF(personal); i++) {
        if (!value_is_null(value_get(identity, personal[i])))
            return false;
    }
    return text_length(name) > PERSON_LETTERS_MAX && (unsigned char) name[0] >= 0x80 &&
           !strstr(name, "·");
}

static void gather(struct gathering *gathering, const struct matter *matter)
{
    const struct value *respondent = party_of(matter, true), *applicant = party_of(matter, false);
    const char *account = field_of(matter, "refund_account");
    gathering->facts->court = matter->court;
    gathering->facts->matter_id = matter->id;
    gathering->respondent = respondent ? respondent : gathering->respondent;
    gathering->applicant = applicant ? applicant : gathering->applicant;
    gathering->account = account ? account : gathering->account;
    if (matter->registered_us && strcmp(matter->workflow->system, "filing") == 0)
        gathering->registered_us = matter->registered_us;
    take_kind(gathering, matter);
    take_unit(gathering, unit_of(gathering->units, field_of(matter, "village")));
    take_unit(gathering, unit_of(gathering->units, field_of(matter, "unit")));
    take_address(gathering, value_get(matter->fields, "place"));
    /* Where people live comes before where a firm has its seat. */
    const struct value *const sides[] = {applicant, respondent};
    for (size_t i = 0; i < 2 * COUNT_OF(sides); i++) {
        if (is_organisation(sides[i % 2]) == (i >= COUNT_OF(sides)))
            take_address(gathering, value_get(sides[i % 2], "address"));
    }
}

const char *source_mask_name(struct arena *arena, const char *name)
{
    const char *rest = name;
    (void) text_next(&rest);
    return arena_printf(arena, "%.*s**", (int) (rest - name), name);
}

static const char *number_of(const struct value *identity)
{
    const char *number = value_text(value_get(identity, "id_number"));
    if (!number)
        number = value_text(value_get(identity, "credit_code"));
    return number ? number : value_text_of(identity, "other_number");
}

/* An organisation is its registered name: no two in a place have the same. A person without a
 * number is a name at a place: names alone are shared by thousands. */
static const char *who_of(struct gathering *gathering, const struct value *identity,
                          bool *ret_organisation)
{
    const char *number = number_of(identity), *name = value_text_of(identity, "name");
    bool organisation = is_organisation(identity);
    *ret_organisation = organisation;
    if (!*name && !*number)
        return NULL;
    if (organisation || !*number)
        return arena_printf(gathering->arena, "%s|%s", name,
                            organisation          ? ""
                            : gathering->township ? gathering->township->code
                            : gathering->county   ? gathering->county
                                                  : "");
    return number;
}

static const char *key_of(struct gathering *gathering, const char *rule, const char *plain)
{
    const char *text = arena_printf(gathering->arena, "%s:%s", rule, plain);
    return text ? secret_index(engine_keys(gathering->engine), KEY_PURPOSE, text, gathering->arena)
                : NULL;
}

static void add_tally(struct gathering *gathering, const char *axis, const char *month,
                      const char *key, const char *label)
{
    struct source_facts *facts = gathering->facts;
    if (facts->tally_count < TALLIES_MAX)
        facts->tallies[facts->tally_count++] =
            (struct source_tally){axis, month, key ? key : "", label ? label : ""};
}

static bool add_signal(struct gathering *gathering, const char *rule, const char *plain,
                       const char *who, const char *label)
{
    struct source_facts *facts = gathering->facts;
    if (!plain || !*plain || !who || facts->signal_count == SIGNALS_MAX)
        return true;
    const char *key = key_of(gathering, rule, plain);
    facts->signals[facts->signal_count++] = (struct source_signal){rule, key, who, label};
    return key && label;
}

static const char *tail_of(const char *digits)
{
    size_t length = strlen(digits);
    return length > PHONE_SHOWN ? digits + length - PHONE_SHOWN : "";
}

/* What respondent and applicant share with those of other disputes. */
static bool add_signals(struct gathering *gathering)
{
    struct arena *arena = gathering->arena;
    bool organisation = false, other = false;
    const char *against = who_of(gathering, gathering->respondent, &organisation),
               *by = who_of(gathering, gathering->applicant, &other);
    const char *who = by ? key_of(gathering, "who", by) : NULL;
    const char *name = value_text_of(gathering->respondent, "name");
    bool good = add_signal(gathering, "respondent", against, who,
                           organisation ? name : source_mask_name(arena, name));
    /* An organisation's telephone and seat say no more than its name does. */
    const struct value *const sides[] = {organisation ? NULL : gathering->respondent,
                                         gathering->applicant};
    for (size_t i = 0; good && i < COUNT_OF(sides); i++) {
        const char *phone = value_text(value_get(sides[i], "phone")),
                   *detail = value_text(value_path(sides[i], "address.detail"));
        if (phone)
            good = add_signal(gathering, "phone", phone, who,
                              arena_printf(arena, "电话尾号%s", tail_of(phone)));
        if (good && detail)
            good = add_signal(gathering, "address", detail, who, "同一地址");
    }
    if (good && gathering->account)
        good = add_signal(gathering, "account", gathering->account, who,
                          arena_printf(arena, "账户尾号%s", tail_of(gathering->account)));
    if (good && gathering->cause && gathering->township)
        good = add_signal(
            gathering, "cause_place",
            arena_printf(arena, "%s|%s", gathering->cause, gathering->township->code), who,
            arena_printf(arena, "%s %s", gathering->township->name, gathering->kind_label));
    return good;
}

static const char *month_of(struct arena *arena, int32_t day)
{
    const char *text = day_format(arena, day);
    return text ? arena_copy_bytes(arena, text, MONTH_LETTERS) : NULL;
}

static bool add_tallies(struct gathering *gathering)
{
    struct arena *arena = gathering->arena;
    const struct source_facts *facts = gathering->facts;
    const char *month = month_of(arena, facts->day);
    char *stand = arena_alloc(arena, 8);
    bool organisation = false;
    const char *against = who_of(gathering, gathering->respondent, &organisation),
               *name = value_text_of(gathering->respondent, "name");
    if (!month || !stand)
        return false;
    source_stand_key(&gathering->stand, stand);
    add_tally(gathering, "line", month, stand, "");
    add_tally(gathering, "kind", month, gathering->cause, gathering->kind_label);
    const struct unit_row *village = gathering->village, *township = gathering->township;
    add_tally(gathering, "village", month, village ? village->code : "",
              village ? village->name : "");
    add_tally(gathering, "township", month, township ? township->code : "",
              township ? township->name : "");
    add_tally(gathering, "county", month, gathering->county, gathering->county);
    if (against) {
        const char *key = key_of(gathering, "respondent", against);
        const char *label = organisation ? name : source_mask_name(arena, name);
        if (!key || !label)
            return false;
        add_tally(gathering, "respondent", month, key, label);
    }
    if (gathering->stand.suit) {
        month = month_of(arena, day_of_instant(gathering->registered_us));
        if (!month)
            return false;
        add_tally(gathering, "suit", month, township ? township->code : "",
                  township ? township->name : "");
    }
    return true;
}

/* Nothing is counted that nobody handed in. */
static bool is_draft(const struct matter *matter) { return strcmp(matter->state, "draft") == 0; }

enum err_kind source_facts_of(const struct engine *engine, struct arena *arena,
                              struct matter *const *matters, size_t count,
                              const struct source_units *units, bool *ret_counts,
                              struct source_facts *ret, struct err *reterr)
{
    struct gathering gathering = {.engine = engine, .arena = arena, .units = units, .facts = ret};
    struct source_step steps[STEPS_MAX];
    size_t taken = 0;
    bool secret = false;
    int64_t first_us = 0;
    *ret = (struct source_facts){.dispute_id = count ? matters[0]->dispute_id : 0};
    for (size_t i = 0; i < count && taken < STEPS_MAX; i++) {
        const struct matter *matter = matters[i];
        const char *variant = field_of(matter, "variant");
        struct source_step step = {matter->workflow->system, variant ? variant : "",
                                   matter->registered_us != 0, matter->state_row->final};
        struct source_stand alone;
        if (is_draft(matter) || !source_stand_of(&step, 1, &alone))
            continue;
        steps[taken++] = step;
        secret |= matter->level > 0;
        if (!first_us || matter->opened_us < first_us)
            first_us = matter->opened_us;
        gather(&gathering, matter);
    }
    *ret_counts = source_stand_of(steps, taken, &gathering.stand);
    if (!*ret_counts)
        return ERR_NONE;
    ret->day = day_of_instant(first_us);
    /* A dispute that is closed to others is a number in a sum, and stands in no warning. */
    bool good = add_tallies(&gathering) && (secret || add_signals(&gathering));
    return good ? ERR_NONE : arena_full(reterr);
}

/* ---- as a text ------------------------------------------------------------------------------ */

static void add_cell(struct text *text, const char *cell, char end)
{
    for (; *cell; cell++)
        text_add_bytes(text, *cell == '\t' || *cell == '\n' ? " " : cell, 1);
    text_add_bytes(text, &end, 1);
}

const char *source_tallies_print(const struct source_facts *facts, struct arena *arena)
{
    struct text text;
    text_init(&text, arena, TALLIES_BYTES_MAX);
    for (size_t i = 0; i < facts->tally_count; i++) {
        add_cell(&text, facts->tallies[i].axis, '\t');
        add_cell(&text, facts->tallies[i].month, '\t');
        add_cell(&text, facts->tallies[i].key, '\t');
        add_cell(&text, facts->tallies[i].label, '\n');
    }
    return text_done(&text);
}

static const char *cell_until(struct arena *arena, const char **cursor, char end)
{
    const char *stop = strchr(*cursor, end);
    if (!stop)
        return NULL;
    const char *cell = arena_copy_bytes(arena, *cursor, (size_t) (stop - *cursor));
    *cursor = stop + 1;
    return cell;
}

size_t source_tallies_parse(const char *text, struct arena *arena,
                            struct source_tally ret[TALLIES_MAX])
{
    size_t count = 0;
    while (*text && count < TALLIES_MAX) {
        struct source_tally *one = &ret[count];
        one->axis = cell_until(arena, &text, '\t');
        one->month = one->axis ? cell_until(arena, &text, '\t') : NULL;
        one->key = one->month ? cell_until(arena, &text, '\t') : NULL;
        one->label = one->key ? cell_until(arena, &text, '\n') : NULL;
        if (!one->label)
            return count;
        count++;
    }
    return count;
}

/* rule/rule: the table of tables, and what holds of every row: binding, lines, answers. */
#include "rule/private.h"

static const struct rule *const groups[] = {
    fee_rules,  claim_rules, period_rules,    number_rules, case_rules,  service_rules,
    care_rules, text_rules,  indicator_rules, draw_rules,   injury_rules};

const char *rule_type_name(enum rule_type type)
{
    static const char *const names[] = {
        [RULE_TEXT] = "text",      [RULE_INT] = "integer",   [RULE_FEN] = "fen",
        [RULE_FLAG] = "flag",      [RULE_WORD] = "word",     [RULE_WORDS] = "words",
        [RULE_DAY] = "day",        [RULE_MOMENT] = "moment", [RULE_STEPS] = "steps",
        [RULE_REASONS] = "reasons"};
    return names[type];
}

const struct rule *rule_at(size_t place)
{
    for (size_t g = 0; g < COUNT_OF(groups); g++) {
        for (const struct rule *rule = groups[g]; rule->name; rule++) {
            if (place-- == 0)
                return rule;
        }
    }
    return NULL;
}

const struct rule *rule_find(const char *name)
{
    for (size_t g = 0; g < COUNT_OF(groups); g++) {
        for (const struct rule *rule = groups[g]; rule->name; rule++) {
            if (strcmp(rule->name, name) == 0 || (rule->alias && strcmp(rule->alias, name) == 0))
                return rule;
        }
    }
    return NULL;
}

bool rule_takes(const char *name, const char *input)
{
    const struct rule *rule = rule_find(name);
    for (const struct rule_field *field = rule ? rule->in : NULL; field && field->name; field++) {
        if (!input || strcmp(field->name, input) == 0)
            return true;
    }
    return rule && !input;
}

/* Nothing computed from these leaves 64 bits. */
static const int64_t FEN_MAX = INT64_C(1000000000000000), INT_MAX_GIVEN = INT64_C(1000000000000);

/* ---- binding -------------------------------------------------------------------------------- */

static bool find_word(const char *const *words, const char *word, size_t *ret)
{
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0) {
            *ret = i;
            return true;
        }
    }
    return false;
}

/* A day, "2026-11-24T10:20", with seconds or not, with an offset or not. */
static bool parse_moment(const char *text, struct rule_value *ret)
{
    enum { BARE = sizeof "2026-11-24T10:20" - 1, SECONDS = sizeof "2026-11-24T10:20:30" - 1 };
    int32_t day = 0;
    char full[48];
    if (day_parse(text, &day)) {
        ret->is_day = true;
        ret->integer = start_of_day(day);
        return true;
    }
    size_t length = strlen(text);
    if (length == BARE || length == SECONDS) {
        (void) snprintf(full, sizeof full, "%s%s+08:00", text, length == BARE ? ":00" : "");
        text = full;
    }
    return instant_parse(text, &ret->integer);
}

static const char *wrong_type(const struct rule_field *field)
{
    switch (field->type) {
    case RULE_INT:
    case RULE_FEN:
        return "type.number";
    case RULE_FLAG:
        return "type.yes_no";
    case RULE_WORDS:
        return "type.list";
    case RULE_TEXT:
    case RULE_WORD:
    case RULE_DAY:
    case RULE_MOMENT:
    case RULE_STEPS:
    case RULE_REASONS:
        break;
    }
    return "type.text";
}

static enum err_kind bind_text(const struct rule_field *field, const char *text,
                               struct rule_value *ret, struct err *reterr)
{
    int32_t day = 0;
    bool good = true;
    ret->text = text;
    switch (field->type) {
    case RULE_TEXT:
        return ERR_NONE;
    case RULE_WORD:
        return find_word(field->words, text, &ret->word)
                   ? ERR_NONE
                   : err_field(reterr, ERR_INVALID, "choice.unknown", field->name, "no such word");
    case RULE_DAY:
        good = day_parse(text, &day);
        ret->integer = day;
        break;
    case RULE_MOMENT:
        good = parse_moment(text, ret);
        break;
    case RULE_INT:
    case RULE_FEN:
    case RULE_FLAG:
    case RULE_WORDS:
    case RULE_STEPS:
    case RULE_REASONS:
        return err_field(reterr, ERR_INVALID, wrong_type(field), field->name, "not a text");
    }
    return good ? ERR_NONE
                : err_field(reterr, ERR_INVALID, "date.format", field->name,
                            "a day like 2026-11-24, or a moment like 2026-11-24T10:20");
}

static enum err_kind bind_list(const struct rule_field *field, const struct json_flat_field *given,
                               struct rule_value *ret, struct err *reterr)
{
    size_t word = 0;
    if (field->type != RULE_WORDS)
        return err_field(reterr, ERR_INVALID, wrong_type(field), field->name, "not a list");
    for (size_t i = 0; field->words && i < given->count; i++) {
        if (!find_word(field->words, given->list[i], &word))
            return err_field(reterr, ERR_INVALID, "choice.unknown", field->name, "no such word");
    }
    ret->list = given->list;
    ret->count = given->count;
    return ERR_NONE;
}

static enum err_kind bind_number(const struct rule_field *field,
                                 const struct json_flat_field *given, struct rule_value *ret,
                                 struct err *reterr)
{
    bool is_flag = given->type == FLAT_FLAG;
    if (is_flag ? field->type != RULE_FLAG : field->type != RULE_INT && field->type != RULE_FEN)
        return err_field(reterr, ERR_INVALID, wrong_type(field), field->name,
                         "another type is expected");
    int64_t most = field->type == RULE_FEN ? FEN_MAX : INT_MAX_GIVEN;
    int64_t least = field->type == RULE_FEN ? 0 : -INT_MAX_GIVEN;
    if (given->integer < least || given->integer > most)
        return err_field(reterr, ERR_INVALID, "rule.range", field->name, "%lld to %lld",
                         (long long) least, (long long) most);
    ret->integer = given->integer;
    return ERR_NONE;
}

static const struct rule_field *find_field(const struct rule *rule, const char *name)
{
    for (const struct rule_field *field = rule->in; field->name; field++) {
        if (strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

static enum err_kind bind_field(const struct rule *rule, const struct json_flat_field *given,
                                struct rule_value *ret, struct err *reterr)
{
    const struct rule_field *field = find_field(rule, given->name);
    if (!field)
        return err_field(reterr, ERR_INVALID, "unknown", given->name, "rule %s has no such field",
                         rule->name);
    if (given->type == FLAT_NULL)
        return ERR_NONE;
    struct rule_value *value = &ret[field - rule->in];
    value->given = true;
    return given->type == FLAT_TEXT   ? bind_text(field, given->text, value, reterr)
           : given->type == FLAT_LIST ? bind_list(field, given, value, reterr)
                                      : bind_number(field, given, value, reterr);
}

static enum err_kind check_required(const struct rule *rule, const struct rule_value *values,
                                    struct err *reterr)
{
    for (const struct rule_field *field = rule->in; field->name; field++) {
        if (field->required && !values[field - rule->in].given)
            return err_field(reterr, ERR_INVALID, "required", field->name, "it must be given");
    }
    return ERR_NONE;
}

enum err_kind rule_bind(const struct rule *rule, const struct json_flat *given,
                        struct rule_value *ret, struct err *reterr)
{
    memset(ret, 0, RULE_FIELDS_MAX * sizeof *ret);
    for (size_t i = 0; i < given->count; i++) {
        const char *name = given->fields[i].name;
        if (strcmp(name, "rule") == 0 || strcmp(name, "id") == 0)
            continue;
        enum err_kind kind = bind_field(rule, &given->fields[i], ret, reterr);
        if (kind)
            return kind;
    }
    return check_required(rule, ret, reterr);
}

/* "a,b" into a list. */
static enum err_kind split(const char *text, struct arena *arena, struct json_flat_field *ret,
                           struct err *reterr)
{
    char *rest = arena_copy(arena, text);
    const char **list = arena_array(arena, JSON_FLAT_LIST_MAX, sizeof *list);
    if (!rest || !list)
        return arena_full(reterr);
    ret->type = FLAT_LIST;
    ret->list = list;
    for (char *end = rest; *rest && ret->count < JSON_FLAT_LIST_MAX; rest = end) {
        end = rest + strcspn(rest, ",");
        list[ret->count++] = rest;
        if (*end)
            *end++ = '\0';
    }
    return ERR_NONE;
}

static enum err_kind read_text(const struct rule_field *field, const char *text,
                               struct arena *arena, struct json_flat_field *ret, struct err *reterr)
{
    char *end = NULL;
    *ret = (struct json_flat_field){.name = field->name, .type = FLAT_TEXT, .text = text};
    switch (field->type) {
    case RULE_INT:
    case RULE_FEN:
        ret->type = FLAT_INT;
        ret->integer = strtoll(text, &end, 10);
        return *text && !*end
                   ? ERR_NONE
                   : err_field(reterr, ERR_INVALID, "type.number", field->name, "no number");
    case RULE_FLAG:
        ret->type = FLAT_FLAG;
        ret->integer = strcmp(text, "true") == 0;
        return ret->integer || strcmp(text, "false") == 0
                   ? ERR_NONE
                   : err_field(reterr, ERR_INVALID, "type.yes_no", field->name, "true or false");
    case RULE_WORDS:
        return split(text, arena, ret, reterr);
    case RULE_TEXT:
    case RULE_WORD:
    case RULE_DAY:
    case RULE_MOMENT:
    case RULE_STEPS:
    case RULE_REASONS:
        break;
    }
    return ERR_NONE;
}

enum err_kind rule_bind_texts(const struct rule *rule, const char *const *names,
                              const char *const *texts, size_t count, struct arena *arena,
                              struct rule_value *ret, struct err *reterr)
{
    memset(ret, 0, RULE_FIELDS_MAX * sizeof *ret);
    for (size_t i = 0; i < count; i++) {
        const struct rule_field *field = find_field(rule, names[i]);
        struct json_flat_field given = {.name = names[i]};
        enum err_kind kind = field ? read_text(field, texts[i], arena, &given, reterr) : ERR_NONE;
        if (!kind)
            kind = bind_field(rule, &given, ret, reterr);
        if (kind)
            return kind;
    }
    return check_required(rule, ret, reterr);
}

/* ---- answers -------------------------------------------------------------------------------- */

const struct rule_wage *rule_wage_before(const struct rule_world *world, const char *province,
                                         int64_t year)
{
    const struct rule_wage *best = NULL;
    for (size_t i = 0; i < world->wage_count; i++) {
        const struct rule_wage *row = &world->wages[i];
        if (strcmp(row->province, province) == 0 && row->year < year &&
            (!best || row->year > best->year))
            best = row;
    }
    return best;
}

const struct rule_income *rule_income_before(const struct rule_world *world, const char *province,
                                             int64_t year)
{
    const struct rule_income *best = NULL;
    for (size_t i = 0; i < world->income_count; i++) {
        const struct rule_income *row = &world->incomes[i];
        if (strcmp(row->province, province) == 0 && row->year < year &&
            (!best || row->year > best->year))
            best = row;
    }
    return best;
}

void answer_basis(const struct rule_call *call, const char *first, const char *second)
{
    json_name(call->writer, "basis");
    json_begin_list(call->writer);
    if (first && *first)
        json_text(call->writer, first);
    if (second && *second)
        json_text(call->writer, second);
    json_end_list(call->writer);
}

void answer_begin_steps(const struct rule_call *call)
{
    json_name(call->writer, "steps");
    json_begin_list(call->writer);
}

void answer_add_step(const struct rule_call *call, const char *zh, const char *en)
{
    json_begin(call->writer);
    json_named_text(call->writer, "zh", zh);
    json_named_text(call->writer, "en", en);
    json_end(call->writer);
}

void answer_end_steps(const struct rule_call *call) { json_end_list(call->writer); }

void answer_step(const struct rule_call *call, const char *zh, const char *en)
{
    answer_begin_steps(call);
    answer_add_step(call, zh, en);
    answer_end_steps(call);
}

static bool basis_is_new(const struct track_reason *reasons, size_t place)
{
    for (size_t i = 0; i < place; i++) {
        if (strcmp(reasons[i].basis, reasons[place].basis) == 0)
            return false;
    }
    return true;
}

void answer_reasons(const struct rule_call *call, const struct track_reason *reasons, size_t count)
{
    struct json_writer *writer = call->writer;
    json_name(writer, "reasons");
    json_begin_list(writer);
    for (size_t i = 0; i < count; i++) {
        json_begin(writer);
        json_named_text(writer, "zh", reasons[i].zh);
        json_named_text(writer, "en", reasons[i].en);
        json_named_text(writer, "basis", reasons[i].basis);
        json_end(writer);
    }
    json_end_list(writer);
    json_name(writer, "basis");
    json_begin_list(writer);
    for (size_t i = 0; i < count; i++) {
        if (basis_is_new(reasons, i))
            json_text(writer, reasons[i].basis);
    }
    json_end_list(writer);
    answer_begin_steps(call);
    for (size_t i = 0; i < count; i++)
        answer_add_step(call, reasons[i].zh, reasons[i].en);
    answer_end_steps(call);
}

const char *answer_moment(struct arena *arena, int64_t at_us)
{
    struct text text;
    int32_t day = day_of_instant(at_us);
    int64_t second = (at_us - start_of_day(day)) / SECOND_US;
    const char *date = day_format(arena, day);
    text_init(&text, arena, 48);
    text_add(&text, date ? date : "");
    text_add(&text, "T");
    text_add_int(&text, second / 3600, 2);
    text_add(&text, ":");
    text_add_int(&text, second / 60 % 60, 2);
    text_add(&text, ":");
    text_add_int(&text, second % 60, 2);
    text_add(&text, "+08:00");
    return text_done(&text);
}

/* law/ calls a sum "base"; here its field is "base_fen". */
static void name_field(const struct rule *rule, struct err *err)
{
    char name[sizeof err->field];
    (void) snprintf(name, sizeof name, "%.80s_fen", err->field);
    if (!find_field(rule, err->field) && find_field(rule, name))
        memcpy(err->field, name, sizeof name);
}

enum err_kind rule_run(const struct rule *rule, const struct rule_world *world,
                       const struct rule_value *values, struct arena *arena,
                       struct json_writer *writer, struct err *reterr)
{
    struct rule_call call = {.world = world, .values = values, .arena = arena, .writer = writer};
    enum err_kind kind = rule->run(&call, reterr);
    if (kind && reterr)
        name_field(rule, reterr);
    return kind;
}

/* ---- lines ---------------------------------------------------------------------------------- */

static enum err_kind read_line(const struct json_flat *flat, const struct rule **ret,
                               struct err *reterr)
{
    for (size_t i = 0; i < flat->count; i++) {
        const struct json_flat_field *field = &flat->fields[i];
        if (strcmp(field->name, "rule") != 0)
            continue;
        *ret = field->type == FLAT_TEXT ? rule_find(field->text) : NULL;
        return *ret ? ERR_NONE
                    : err_field(reterr, ERR_INVALID, "rule.unknown", "rule", "no such rule");
    }
    return err_field(reterr, ERR_INVALID, "required", "rule", "which rule?");
}

static void echo_id(const struct json_flat *flat, struct json_writer *writer)
{
    for (size_t i = 0; i < flat->count; i++) {
        const struct json_flat_field *field = &flat->fields[i];
        if (strcmp(field->name, "id") != 0)
            continue;
        json_name(writer, "id");
        if (field->type == FLAT_INT)
            json_int(writer, field->integer);
        else
            json_text(writer, field->type == FLAT_TEXT ? field->text : NULL);
    }
}

void rule_run_line(const struct rule_world *world, char *line, size_t size_bytes,
                   struct arena *arena, struct json_writer *writer)
{
    struct json_flat flat;
    struct rule_value values[RULE_FIELDS_MAX];
    const struct rule *rule = NULL;
    struct err err;
    struct json_writer before = *writer;
    enum err_kind kind = json_flat_read(line, size_bytes, arena, &flat, &err);
    if (!kind)
        kind = read_line(&flat, &rule, &err);
    if (!kind)
        kind = rule_bind(rule, &flat, values, &err);
    if (!kind) {
        json_begin(writer);
        json_named_flag(writer, "ok", true);
        echo_id(&flat, writer);
        kind = rule_run(rule, world, values, arena, writer, &err);
        json_end(writer);
    }
    if (!kind)
        return;
    /* What was written of a broken answer goes; the buffer may have grown meanwhile. */
    before.text.bytes = writer->text.bytes;
    before.text.capacity = writer->text.capacity;
    *writer = before;
    json_begin(writer);
    json_named_flag(writer, "ok", false);
    echo_id(&flat, writer);
    json_named_text(writer, "code", err.code);
    json_named_text(writer, "field", err.field);
    json_named_text(writer, "text", err.text);
    json_end(writer);
}

/*
 * api/law_read: the rules of rule/ over HTTP. Each row of its table becomes an operation, GET
 * /law/NAME, with the rule's fields as query parameters and a reply of its fields; lists are
 * separated by commas.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "base/text.h"
#include "rule/rule.h"
#include "store/work.h"

enum { RULES_PER_ADDRESS_MAX = 3000, REPLY_BYTES_MAX = 4096, QUERY_BYTES_MAX = 1024 };

#define NAME_PREFIX "law_"

/* ---- the rows ------------------------------------------------------------------------------- */

static const char *reply_type(enum rule_type type)
{
    static const char *const types[] = {[RULE_TEXT] = "s",
                                        [RULE_INT] = "i",
                                        [RULE_FEN] = "i",
                                        [RULE_FLAG] = "b",
                                        [RULE_WORD] = "s",
                                        [RULE_WORDS] = "[s]",
                                        [RULE_DAY] = "s",
                                        [RULE_MOMENT] = "s",
                                        [RULE_STEPS] = "[{zh:s en:s}]",
                                        [RULE_REASONS] = "[{zh:s en:s basis:s}]"};
    return types[type];
}

static const char *reply_of(const struct rule *rule, struct arena *arena)
{
    struct text text;
    text_init(&text, arena, REPLY_BYTES_MAX);
    text_add(&text, "{");
    for (const struct rule_field *field = rule->out; field->name; field++) {
        text_add(&text, field->required ? " " : " ~");
        text_add(&text, field->name);
        text_add(&text, ":");
        text_add(&text, reply_type(field->type));
    }
    text_add(&text, "}");
    return text_done(&text);
}

static const char *query_of(const struct rule *rule, struct arena *arena)
{
    struct text text;
    text_init(&text, arena, QUERY_BYTES_MAX);
    for (const struct rule_field *field = rule->in; field->name; field++) {
        text_add(&text, field == rule->in ? "" : " ");
        text_add(&text, field->name);
    }
    return text_done(&text);
}

enum err_kind law_operations(struct arena *arena, const struct operation **ret, size_t *ret_count,
                             struct err *reterr)
{
    size_t count = 0;
    while (rule_at(count))
        count++;
    struct operation *rows = arena_array(arena, count, sizeof *rows);
    if (!rows)
        return arena_full(reterr);
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = rule_at(i);
        rows[i] = (struct operation){.name = arena_printf(arena, NAME_PREFIX "%s", rule->name),
                                     .method = "GET",
                                     .path = arena_printf(arena, "/law/%s", rule->name),
                                     .permission = "public",
                                     .summary = {rule->zh, rule->en},
                                     .query = query_of(rule, arena),
                                     .reply = reply_of(rule, arena),
                                     .read = law_rule};
        if (!rows[i].name || !rows[i].path || !rows[i].query || !rows[i].reply)
            return arena_full(reterr);
    }
    *ret = rows;
    *ret_count = count;
    return ERR_NONE;
}

/* ---- the description ------------------------------------------------------------------------ */

static void write_words_of(struct json_writer *writer, const struct rule_field *field)
{
    if (!field->words)
        return;
    json_name(writer, "enum");
    json_begin_list(writer);
    for (size_t i = 0; field->words[i]; i++)
        json_text(writer, field->words[i]);
    json_end_list(writer);
}

static void write_field_schema(struct json_writer *writer, const struct rule_field *field)
{
    bool is_int = field->type == RULE_INT || field->type == RULE_FEN,
         is_list = field->type == RULE_WORDS;
    json_begin(writer);
    json_named_text(writer, "type",
                    is_int                     ? "integer"
                    : field->type == RULE_FLAG ? "boolean"
                    : is_list                  ? "array"
                                               : "string");
    if (field->type == RULE_FEN)
        json_named_int(writer, "minimum", 0);
    if (field->type == RULE_DAY)
        json_named_text(writer, "format", "date");
    if (is_list) {
        json_name(writer, "items");
        json_begin(writer);
        json_named_text(writer, "type", "string");
    }
    write_words_of(writer, field);
    if (is_list)
        json_end(writer);
    json_end(writer);
}

bool law_write_parameters(struct json_writer *writer, const struct operation *row)
{
    const struct rule *rule =
        row->read == law_rule ? rule_find(row->name + sizeof NAME_PREFIX - 1) : NULL;
    for (const struct rule_field *field = rule ? rule->in : NULL; field && field->name; field++) {
        json_begin(writer);
        json_named_text(writer, "name", field->name);
        json_named_text(writer, "in", "query");
        json_named_flag(writer, "required", field->required);
        json_named_text(writer, "description", field->en);
        if (field->type == RULE_WORDS) { /* a,b */
            json_named_text(writer, "style", "form");
            json_named_flag(writer, "explode", false);
        }
        json_name(writer, "schema");
        write_field_schema(writer, field);
        json_end(writer);
    }
    return rule != NULL;
}

/* ---- the world rules look into -------------------------------------------------------------- */

static enum err_kind load_figures(struct reading *reading, struct rule_world *world,
                                  struct err *reterr)
{
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = wages_read(flight, date_of_day(world->today).year),
           of_incomes = incomes_read(flight, date_of_day(world->today).year);
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    if (kind)
        return kind;
    const struct db_result *rows = db_flight_result(flight, place);
    const struct db_result *lines = db_flight_result(flight, of_incomes);
    struct rule_wage *wages = arena_array(reading->arena, rows->row_count + 1, sizeof *wages);
    struct rule_income *incomes =
        arena_array(reading->arena, lines->row_count + 1, sizeof *incomes);
    if (!wages || !incomes)
        return arena_full(reterr);
    for (size_t i = 0; i < lines->row_count; i++) {
        (void) snprintf(incomes[i].province, sizeof incomes[i].province, "%s",
                        db_cell_text(lines, i, 0));
        incomes[i].income_fen = db_cell_int(lines, i, 1);
        incomes[i].consumption_fen = db_cell_int(lines, i, 2);
        incomes[i].year = (int) db_cell_int(lines, i, 3);
        incomes[i].source = db_cell_text(lines, i, 4);
    }
    for (size_t i = 0; i < rows->row_count; i++) {
        (void) snprintf(wages[i].province, sizeof wages[i].province, "%s",
                        db_cell_text(rows, i, 0));
        wages[i].wage_fen = db_cell_int(rows, i, 1);
        wages[i].year = (int) db_cell_int(rows, i, 2);
    }
    world->wages = wages;
    world->wage_count = rows->row_count;
    world->incomes = incomes;
    world->income_count = lines->row_count;
    return ERR_NONE;
}

static const char *court_name(void *context, const char *code)
{
    return engine_court_name(context, code);
}

/* ---- the reads ------------------------------------------------------------------------------ */

enum err_kind law_rule(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct work *work = work_of_reading(reading);
    const struct rule *rule = rule_find(work->route->operation->name + sizeof NAME_PREFIX - 1);
    const char *names[RULE_FIELDS_MAX], *texts[RULE_FIELDS_MAX];
    struct rule_value values[RULE_FIELDS_MAX];
    struct rule_world world = {.calendar = engine_calendar(reading->engine),
                               .today = day_of_instant(reading->now_us),
                               .court_name = court_name,
                               .context = reading->engine};
    size_t count = 0;
    enum err_kind kind =
        rate_check(work->api, "law", work->client_address, RULES_PER_ADDRESS_MAX, reterr);
    for (const struct rule_field *field = rule->in; field->name; field++) {
        const char *text = param_text(reading->params, field->name);
        if (!*text)
            continue;
        names[count] = field->name;
        texts[count++] = text;
    }
    if (!kind && *param_text(reading->params, "province"))
        kind = load_figures(reading, &world, reterr);
    if (!kind)
        kind = rule_bind_texts(rule, names, texts, count, reading->arena, values, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    kind = rule_run(rule, &world, values, reading->arena, writer, reterr);
    json_end(writer);
    return kind;
}

static void write_fields(struct json_writer *writer, const char *name,
                         const struct rule_field *field)
{
    json_name(writer, name);
    json_begin_list(writer);
    for (; field->name; field++) {
        json_begin(writer);
        json_named_text(writer, "name", field->name);
        json_named_text(writer, "type", rule_type_name(field->type));
        json_named_flag(writer, "required", field->required);
        write_words(writer, "title", (struct words){field->zh, field->en});
        json_name(writer, "words");
        json_begin_list(writer);
        for (size_t i = 0; field->words && field->words[i]; i++)
            json_text(writer, field->words[i]);
        json_end_list(writer);
        json_end(writer);
    }
    json_end_list(writer);
}

enum err_kind law_rules(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    (void) reading;
    (void) reterr;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; rule_at(i); i++) {
        const struct rule *rule = rule_at(i);
        json_begin(writer);
        json_named_text(writer, "name", rule->name);
        write_words(writer, "title", (struct words){rule->zh, rule->en});
        write_fields(writer, "in", rule->in);
        write_fields(writer, "out", rule->out);
        json_named_text(writer, "example", rule->example);
        json_end(writer);
    }
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

enum err_kind law_periods(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    int32_t today = day_of_instant(reading->now_us);
    (void) reterr;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < period_count; i++) {
        const struct period *row = &periods[i];
        if (period_find(row->name, today) != row)
            continue;
        json_begin(writer);
        json_named_text(writer, "name", row->name);
        write_words(writer, "title", (struct words){row->zh, row->en});
        json_named_int(writer, "length", row->length);
        json_named_text(writer, "unit", period_unit_name(row->unit));
        write_words(writer, "start_event",
                    (struct words){row->start_event_zh, row->start_event_en});
        json_named_flag(writer, "before", row->before);
        json_named_flag(writer, "shifts", row->shifts);
        json_named_flag(writer, "statutory", row->statutory);
        json_named_flag(writer, "invariable", row->invariable);
        json_named_text(writer, "basis", row->basis);
        json_end(writer);
    }
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

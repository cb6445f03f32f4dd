/* command/law_page: see law_page.h. */
#include "command/law_page.h"

static const char head[] =
    "# The rules of the law, by line\n"
    "\n"
    "`fengqiao law --batch` reads one JSON object a line and writes one a line, in the same order: "
    "`\"rule\"` and the rule's\n"
    "fields in, `{\"ok\":true,…}` or `{\"ok\":false,\"code\":…,\"field\":…,\"text\":…}` out. An "
    "`\"id\"` (number or text) comes back. Nothing is\n"
    "kept between lines, so ten million take the memory of one. `GET /api/v1/law/RULE` answers the "
    "same fields as query parameters (lists\n"
    "separated by commas), `fengqiao law RULE` the same as options, amounts in yuan. This page is "
    "made by `fengqiao law --page`.\n"
    "\n"
    "Sums are whole fen; days are `2026-11-24`, moments RFC 3339 (without an offset: Shanghai). "
    "Unknown fields, wrong types, unknown words\n"
    "are refused, never guessed. A wrong identifier is an answer: `\"valid\":false` with its "
    "`\"reason\"`. `basis` names the articles, `steps` and\n"
    "`reasons` say in Chinese and English how the answer was reached. Holidays and wages are those "
    "of `reference/`; a year without a\n"
    "holiday table gives `\"provisional\":true`.\n"
    "\n"
    "Codes: `json.syntax` `json.flat` `json.limit` (the line), `rule.unknown`, `required` "
    "`unknown` `type.text` `type.number` `type.yes_no`\n"
    "`type.list` `choice.unknown` `date.format` `rule.range` `rule.count` (a field), `fee.base` "
    "`fee.reduction` `fee.paid` `period.unknown`\n"
    "`period.too_long` `wage.unknown` `income.unknown` `injury.day` `injury.dependant` (the law "
    "has no answer).\n";

const char *law_field_words(const struct rule_field *field, struct arena *arena)
{
    static const char *const plain[] = {[RULE_TEXT] = "text",
                                        [RULE_INT] = "number",
                                        [RULE_FEN] = "fen",
                                        [RULE_FLAG] = "true|false",
                                        [RULE_WORD] = "word",
                                        [RULE_WORDS] = "list of words",
                                        [RULE_DAY] = "2026-11-24",
                                        [RULE_MOMENT] = "2026-11-24T10:20",
                                        [RULE_STEPS] = "list of {zh, en}",
                                        [RULE_REASONS] = "list of {zh, en, basis}"};
    struct text text;
    if (!field->words)
        return plain[field->type];
    text_init(&text, arena, 4096);
    text_add(&text, field->type == RULE_WORDS ? "list of " : "");
    for (size_t i = 0; field->words[i]; i++) {
        text_add(&text, i ? "|" : "");
        text_add(&text, field->words[i]);
    }
    return text_done(&text);
}

static void print_fields(const char *title, const struct rule_field *field, struct arena *arena)
{
    (void) printf("\n%s\n\n", title);
    for (; field->name; field++) {
        const char *words = law_field_words(field, arena);
        (void) printf("- `%s`%s %s; %s; %s\n", field->name, field->required ? "" : "?",
                      words ? words : "", field->zh, field->en);
    }
}

static bool print_example(const struct rule_world *world, const struct rule *rule,
                          struct arena *arena)
{
    struct json_writer writer;
    bool fields = strcmp(rule->example, "{}") != 0;
    char *line = arena_printf(arena, "{\"rule\":\"%s\"%s%s", rule->name, fields ? "," : "",
                              rule->example + 1);
    char *copy = arena_copy(arena, line);
    json_writer_init(&writer, arena, 1 << 20);
    if (!copy)
        return false;
    rule_run_line(world, copy, strlen(copy), arena, &writer);
    const char *answer = json_done(&writer);
    (void) printf("\n```json\n%s\n%s\n```\n", line, answer ? answer : "");
    return answer != NULL;
}

bool law_print_page(const struct rule_world *world)
{
    bool good = fputs(head, stdout) >= 0;
    for (size_t i = 0; good && rule_at(i); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 4 << 20);
        const struct rule *rule = rule_at(i);
        (void) printf("\n## %s\n\n%s. %s.%s%s%s\n", rule->name, rule->zh, rule->en,
                      rule->alias ? " For people also `" : "", rule->alias ? rule->alias : "",
                      rule->alias ? "`." : "");
        print_fields("In (`?`: may be left out)", rule->in, &arena);
        print_fields("Out", rule->out, &arena);
        good = print_example(world, rule, &arena);
    }
    return good;
}

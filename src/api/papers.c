/*
 * api/papers: what a court paper says while it is made, value by value: its text, where it came
 * from, and what was typed over it. Identity numbers stand in it, so every look is in the access
 * log before anything is shown.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "base/text.h"
#include "paper/paper.h"

struct sheet {
    struct matter *paper;
    const struct paper_template *template;
    struct value *values, *changes, *sources;
    const struct workflow *system; /* it was drafted in; NULL: unknown here */
};

/* As the matter it was drafted in calls it, else the template, else the paper itself. */
static struct words title_of(const struct sheet *sheet, const char *name)
{
    const struct field *field = sheet->system ? workflow_field(sheet->system, name) : NULL;
    const char *zh = paper_value_title(sheet->template, name, "zh"),
               *en = paper_value_title(sheet->template, name, "en");
    if (!field && zh && en)
        return (struct words){zh, en};
    if (!field)
        field = workflow_field(sheet->paper->workflow, name);
    return field ? field->title : (struct words){name, name};
}

/* "filing.claims", "@court", "@": words for it. */
static struct words source_words(const struct sheet *sheet, const char *source,
                                 struct reading *reading)
{
    const char *dot = source ? strchr(source, '.') : NULL;
    struct words none = {NULL, NULL}, title;
    if (!source)
        return none;
    if (source[0] == '@')
        return source[1] ? (struct words){"平台：登记册、当事人、期限",
                                          "The platform: registers, participants, clocks"}
                         : (struct words){"办理中形成", "Put together by a step of the matter"};
    title = title_of(sheet, dot ? dot + 1 : source);
    const char *zh = arena_printf(reading->arena, "%s：%s",
                                  sheet->system ? sheet->system->title.zh : "", title.zh),
               *en = arena_printf(reading->arena, "%s: %s",
                                  sheet->system ? sheet->system->title.en : "", title.en);
    return (struct words){zh, en};
}

/* Which system a paper was drafted in, by the prefix of its matter's public id. */
static const struct workflow *system_of(struct reading *reading, const struct matter *paper)
{
    const char *id = value_text(value_get(paper->fields, "for_matter"));
    const struct system *const *systems = engine_systems(reading->engine);
    unsigned prefix = public_id_prefix_of(id);
    for (size_t i = 0; prefix && systems[i]; i++) {
        const struct workflow *workflow =
            engine_workflow_at(reading->engine, systems[i]->name, paper->court);
        if (workflow && workflow->prefix == prefix)
            return workflow;
    }
    return NULL;
}

static enum err_kind load_sheet(struct reading *reading, struct sheet *ret, struct err *reterr)
{
    char hex[SM3_HEX];
    enum err_kind kind = visible_matter(reading, &ret->paper, reterr);
    if (!kind)
        kind = engine_paper_values(reading->engine, ret->paper, reading->arena, &ret->values, hex,
                                   reterr);
    if (!kind)
        kind = engine_paper_changes(reading->engine, ret->paper, reading->arena, &ret->changes,
                                    reterr);
    if (kind)
        return kind;
    const char *name = value_text(value_get(ret->paper->fields, "template")),
               *sources = value_text(value_get(ret->paper->fields, "sources"));
    ret->template = name ? paper_template_find(name) : NULL;
    ret->system = system_of(reading, ret->paper);
    if (!ret->template)
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no paper");
    if (sources && json_parse(sources, strlen(sources), &json_limits_file, reading->arena,
                              &ret->sources, reterr))
        return ERR_STORE;
    return engine_note_access(reading, ret->paper->id, "paper_values", reterr);
}

/* As it is edited: a list of lines one a line, a code as the template prints it. */
static const char *text_of(struct reading *reading, const struct sheet *sheet,
                           const struct value *value)
{
    struct text text;
    const char *word = paper_template_word(sheet->template, value_text(value));
    if (word)
        return word;
    if (value->type != VALUE_LIST || !paper_value_is_plain(value))
        return paper_value_text(reading->arena, value);
    text_init(&text, reading->arena, 256 * 1024);
    for (size_t i = 0; i < value->count; i++)
        text_add_format(&text, "%s%s", i ? "\n" : "", value->items[i]->text);
    return text_done(&text);
}

static size_t write_changes(struct reading *reading, struct json_writer *writer,
                            const struct sheet *sheet, const char *name)
{
    static const char *const told[] = {"after", "reason", "by", "at"};
    size_t count = 0;
    json_name(writer, "changes");
    json_begin_list(writer);
    for (size_t i = 0; i < sheet->changes->count; i++) {
        const struct value *change = value_at(sheet->changes, i);
        if (!text_equal(value_text(value_get(change, "name")), name))
            continue;
        json_begin(writer);
        json_named_text(writer, "before", text_of(reading, sheet, value_get(change, "before")));
        for (size_t k = 0; k < COUNT_OF(told); k++)
            json_named_text(writer, told[k], value_text(value_get(change, told[k])));
        json_end(writer);
        count++;
    }
    json_end_list(writer);
    return count;
}

static void write_value(struct reading *reading, struct json_writer *writer,
                        const struct sheet *sheet, const char *name)
{
    const struct value *value = value_get(sheet->values, name);
    const char *source = value_text(value_get(sheet->sources, name));
    bool needed = false;
    for (const char *const *need = paper_template_needs(sheet->template); *need; need++)
        needed |= strcmp(*need, name) == 0;
    json_begin(writer);
    json_named_text(writer, "name", name);
    write_words(writer, "title", title_of(sheet, name));
    json_named_text(writer, "source", source);
    write_words(writer, "source_title", source_words(sheet, source, reading));
    json_named_text(writer, "text", text_of(reading, sheet, value));
    json_named_flag(writer, "plain", paper_value_is_plain(value));
    json_named_flag(writer, "needed", needed);
    json_named_flag(writer, "changed", write_changes(reading, writer, sheet, name) > 0);
    json_end(writer);
}

/* A code is not listed beside its name (cause, cause_name): the paper prints the name. */
static bool has_name(struct reading *reading, const struct sheet *sheet, const char *name)
{
    const char *other = arena_printf(reading->arena, "%s_name", name);
    return other && !value_is_null(value_get(sheet->values, other));
}

/* The value without which it cannot be made: "evidence[2].name" is of `evidence`. */
static struct words missing_words(const struct sheet *sheet, const struct err *missing,
                                  struct reading *reading)
{
    size_t length = strcspn(missing->field, ".[");
    const char *name = arena_copy_bytes(reading->arena, missing->field, length);
    return name && *name ? title_of(sheet, name) : (struct words){"内容", "something"};
}

enum err_kind paper_values_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct sheet sheet = {0};
    struct err missing = {0};
    const char *text = NULL;
    enum err_kind kind = load_sheet(reading, &sheet, reterr);
    const char *const *names = kind ? NULL : paper_template_names(sheet.template, reading->arena);
    if (!names)
        return kind ? kind : arena_full(reterr);
    const struct paper_request request = {.template = sheet.template,
                                          .values = sheet.values,
                                          .created_day = day_of_instant(reading->now_us)};
    kind = paper_text(&request, reading->arena, &text, &missing);
    const struct value *signers = paper_template_signers(sheet.template);
    json_begin(writer);
    json_named_text(writer, "template", paper_template_name(sheet.template));
    json_named_flag(writer, "editable", strcmp(sheet.paper->state, "draft") == 0);
    json_named_text(writer, "text", kind ? NULL : text);
    write_words(writer, "missing",
                kind ? missing_words(&sheet, &missing, reading) : (struct words){NULL, NULL});
    json_name(writer, "signers");
    json_begin_list(writer);
    for (size_t i = 0; i < signers->count; i++)
        json_text(writer, value_text(value_at(signers, i)));
    json_end_list(writer);
    json_name(writer, "values");
    json_begin_list(writer);
    for (; *names; names++) {
        if (!has_name(reading, &sheet, *names))
            write_value(reading, writer, &sheet, *names);
    }
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

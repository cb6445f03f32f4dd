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

/* What the platform itself knows, and every template may name. */
static const struct known {
    const char *name;
    struct words title;
} known[] = {{"court", {"法院", "Court"}},
             {"number", {"案号", "Case number"}},
             {"title", {"事项名称", "Title of the matter"}},
             {"cause_name", {"案由", "Cause"}},
             {"plaintiffs_names", {"原告", "Plaintiffs"}},
             {"applicants_names", {"申请人", "Applicants"}},
             {"defendants_names", {"被告", "Defendants"}},
             {"respondents_names", {"被申请人", "Respondents"}},
             {"mediator_names", {"调解员", "Mediators"}},
             {"today", {"拟稿日期", "Day of the draft"}},
             {"date", {"文书日期", "Date of the paper"}},
             {"received_on", {"收到日期", "Day of receipt"}},
             {"due", {"期限届满日", "End of the period"}},
             {"amount_text", {"标的额", "Amount"}},
             {"judge", {"审判员", "Judge"}},
             {"clerk", {"书记员", "Clerk"}},
             {"reasons", {"理由", "Reasons"}},
             {"appeal_court", {"上诉法院", "Court of appeal"}}};

static struct words title_of(const struct sheet *sheet, const char *name)
{
    const struct field *field = sheet->system ? workflow_field(sheet->system, name) : NULL;
    for (size_t i = 0; !field && i < COUNT_OF(known); i++) {
        if (strcmp(known[i].name, name) == 0)
            return known[i].title;
    }
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
    for (size_t i = 0; id && systems[i]; i++) {
        const struct workflow *workflow =
            engine_workflow_at(reading->engine, systems[i]->name, paper->court);
        if (workflow && workflow->prefix == id[0])
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

static bool is_plain(const struct value *value)
{
    bool plain = value->type != VALUE_MAP;
    for (size_t i = 0; plain && value->type == VALUE_LIST && i < value->count; i++)
        plain = value->items[i]->type == VALUE_TEXT;
    return plain;
}

/* As it is edited: a list of lines one a line. */
static const char *text_of(struct reading *reading, const struct value *value)
{
    struct text text;
    if (value->type != VALUE_LIST || !is_plain(value))
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
        json_named_text(writer, "before", text_of(reading, value_get(change, "before")));
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
    json_named_text(writer, "text", text_of(reading, value));
    json_named_flag(writer, "plain", is_plain(value));
    json_named_flag(writer, "needed", needed);
    json_named_flag(writer, "changed", write_changes(reading, writer, sheet, name) > 0);
    json_end(writer);
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
    json_named_text(writer, "missing", kind ? missing.text : NULL);
    json_name(writer, "signers");
    json_begin_list(writer);
    for (size_t i = 0; i < signers->count; i++)
        json_text(writer, value_text(value_at(signers, i)));
    json_end_list(writer);
    json_name(writer, "values");
    json_begin_list(writer);
    for (; *names; names++)
        write_value(reading, writer, &sheet, *names);
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

/* systems/intake/ask: POST /triage, the suggestion for whoever only wants to know. Keeps nothing.
 */
#include "systems/intake/intake/intake.h"

#include "base/text.h"
#include "systems/intake/intake/triage.h"

/* clang-format off */
static const struct field text_field = {.name = "text", .kind = FIELD_LONG_TEXT, .title = {"发生了什么事", "What happened"}, .min = 4, .max = 5000};
/* Kinds and their questions stand in the definition alone: intake.json, `kind` and the yes-no fields shown with it. */
static const struct field kind_field = {.name = "kind", .kind = FIELD_TEXT, .title = {"哪一类事情", "What kind of matter"}, .max = 40};
static const struct field answer_fields[] = {
    {.name = "question", .kind = FIELD_TEXT, .title = {"问题", "Question"}, .required = true, .max = 40},
    {.name = "yes", .kind = FIELD_YES_NO, .title = {"是不是", "Is it so?"}, .required = true}};
static const struct field answers_field = {.name = "answers", .kind = FIELD_GROUP, .title = {"对问题的回答", "Answers to the questions"}, .max = 20,
    .fields = answer_fields, .field_count = COUNT_OF(answer_fields)};
static const struct field amount_field = {.name = "amount", .kind = FIELD_MONEY, .title = {"涉及金额", "Amount"}, .max = INT64_C(1000000000000)};
static const struct field division_field = {.name = "division", .kind = FIELD_TEXT, .title = {"地区", "Division"}, .max = 12};
static const struct form_field form[] = {{&text_field, true}, {&kind_field, false}, {&answers_field, false}, {&amount_field, false}, {&division_field, false}};
/* clang-format on */

static void write_words(struct json_writer *writer, const char *zh, const char *en,
                        struct words words)
{
    json_named_text(writer, zh, words.zh);
    json_named_text(writer, en, words.en);
}

static void write_causes(struct reading *reading, struct json_writer *writer,
                         const struct triage_cause *causes, size_t count)
{
    json_name(writer, "causes");
    json_begin_list(writer);
    for (size_t i = 0; i < count; i++) {
        json_begin(writer);
        json_named_text(writer, "code", causes[i].code);
        json_named_text(writer, "name", engine_cause_name(reading->engine, causes[i].code));
        json_named_int(writer, "score", causes[i].score);
        json_named_text(writer, "words", causes[i].words);
        json_end(writer);
    }
    json_end_list(writer);
}

/* ---- questions of a kind: the definition's ----------------------------------------------------
 */

static bool kind_known(const struct workflow *workflow, const char *name)
{
    const struct field *kind = workflow_field(workflow, "kind");
    for (size_t i = 0; kind && i < kind->option_count; i++) {
        if (strcmp(kind->options[i].name, name) == 0)
            return true;
    }
    return false;
}

/* A question of yes or no that the definition asks when this is the kind. */
static bool asks(const struct field *field, const char *kind)
{
    if (field->kind != FIELD_YES_NO || !field->show_field || !text_equal(field->show_field, "kind"))
        return false;
    for (const char *const *shown = field->show_in; *shown; shown++) {
        if (text_equal(*shown, kind))
            return true;
    }
    return false;
}

/* The answers as the fields an opened matter would hold, so that both get the same door. */
static enum err_kind take_answers(const struct reading *reading, const struct workflow *workflow,
                                  const char *kind, struct triage_answers *ret, struct err *reterr)
{
    const struct value *answers = value_get(reading->body, "answers");
    struct value *fields = value_new_map(reading->arena);
    if (kind && !kind_known(workflow, kind))
        return err_field(reterr, ERR_INVALID, "choice.unknown", "kind", "no such kind");
    bool good = fields && value_set_text(reading->arena, fields, "kind", kind);
    for (size_t i = 0; good && i < answers->count; i++) {
        const char *question = value_text(value_get(answers->items[i], "question"));
        const struct field *field = workflow_field(workflow, question);
        if (!field || !asks(field, kind))
            return err_field(reterr, ERR_INVALID, "choice.unknown", "answers",
                             "not asked about this kind");
        good = value_set(reading->arena, fields, question,
                         value_copy(reading->arena, value_get(answers->items[i], "yes")));
    }
    if (!good)
        return arena_full(reterr);
    *ret = triage_answers_read(fields);
    return ERR_NONE;
}

static void write_questions(struct json_writer *writer, const struct workflow *workflow,
                            const char *kind)
{
    json_name(writer, "questions");
    json_begin_list(writer);
    for (size_t i = 0; kind && i < workflow->field_count; i++) {
        const struct field *field = &workflow->fields[i];
        if (!asks(field, kind))
            continue;
        json_begin(writer);
        json_named_text(writer, "name", field->name);
        write_words(writer, "title", "title_en", field->title);
        json_end(writer);
    }
    json_end_list(writer);
}

static enum err_kind ask(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    const struct value *body = reading->body;
    const char *text = value_text(value_get(body, "text")),
               *kind_of = value_text(value_get(body, "kind"));
    struct triage_cause causes[TRIAGE_CAUSES_MAX];
    size_t count = 0;
    const struct workflow *workflow = engine_workflow(reading->engine, "intake");
    struct triage_answers answers;
    enum err_kind kind = take_answers(reading, workflow, kind_of, &answers, reterr);
    if (!kind)
        kind = triage_causes(text ? text : "", kind_of, reading->arena, causes, &count, reterr);
    if (kind)
        return kind;
    const char *cause = count ? causes[0].code : NULL;
    const struct jurisdiction *ground = jurisdiction_of_cause(cause);
    struct words rule = {ground->zh, ground->en};
    struct triage_door door = triage_door(&answers, cause);
    const char *division = value_text(value_get(body, "division"));
    const char *court =
        ground->special ? NULL : engine_court_of_division(reading->engine, division);
    json_begin(writer);
    write_causes(reading, writer, causes, count);
    json_name(writer, "courts");
    json_begin_list(writer);
    if (court) {
        json_begin(writer);
        json_named_text(writer, "code", court);
        json_named_text(writer, "name", engine_court_name(reading->engine, court));
        write_words(writer, "reason", "reason_en", rule);
        json_end(writer);
    }
    json_end_list(writer);
    write_words(writer, "court_rule", "court_rule_en", rule);
    json_named_flag(writer, "exclusive", ground->exclusive);
    json_name(writer, "door");
    json_begin(writer);
    json_named_text(writer, "name", door.name);
    write_words(writer, "reason", "reason_en", door.reason);
    json_end(writer);
    write_questions(writer, workflow, kind_of);
    json_end(writer);
    return ERR_NONE;
}

const struct operation intake_operations[INTAKE_OPERATIONS] = {
    {.name = "triage",
     .method = "POST",
     .path = "/triage",
     .permission = "public",
     .reply =
         "{causes:[{code:s name:s score:i words:s}] courts:[{code:s name:s reason:s reason_en:s}] "
         "court_rule:s court_rule_en:s exclusive:b door:{name:s reason:s reason_en:s} "
         "questions:[{name:s title:s title_en:s}]}",
     .summary = {"建议案由、法院和途径", "Suggests cause of action, court and door"},
     .form = form,
     .form_count = COUNT_OF(form),
     .read = ask}};

/* systems/intake/ask: POST /triage, the suggestion for whoever only wants to know. Keeps nothing.
 */
#include "systems/intake/intake/intake.h"

#include "systems/intake/intake/triage.h"

/* clang-format off */
static const struct option answer_options[] = {
    {"arbitrated", {"已经申请劳动仲裁", "Labour arbitration was asked for"}}, {"violence", {"有家庭暴力或者现实危险", "Domestic violence or danger"}}};

static const struct field text_field = {.name = "text", .kind = FIELD_LONG_TEXT, .title = {"发生了什么事", "What happened"}, .min = 4, .max = 5000};
/* One of the options of the definition's field `kind`, where they stand. */
static const struct field kind_field = {.name = "kind", .kind = FIELD_TEXT, .title = {"哪一类事情", "What kind of matter"}, .max = 40};
static const struct field answers_field = {.name = "answers", .kind = FIELD_MULTI_CHOICE, .title = {"符合的情形", "What is so"},
    .options = answer_options, .option_count = COUNT_OF(answer_options)};
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

static bool answered(const struct value *body, const char *name)
{
    const struct value *answers = value_get(body, "answers");
    for (size_t i = 0; i < answers->count; i++) {
        const char *given = value_text(answers->items[i]);
        if (given && strcmp(given, name) == 0)
            return true;
    }
    return false;
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

static bool kind_known(const struct engine *engine, const char *name)
{
    const struct workflow *workflow = engine_workflow(engine, "intake");
    const struct field *kind = workflow ? workflow_field(workflow, "kind") : NULL;
    for (size_t i = 0; kind && i < kind->option_count; i++) {
        if (strcmp(kind->options[i].name, name) == 0)
            return true;
    }
    return false;
}

static enum err_kind ask(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    const struct value *body = reading->body;
    const char *text = value_text(value_get(body, "text")),
               *kind_of = value_text(value_get(body, "kind"));
    struct triage_cause causes[TRIAGE_CAUSES_MAX];
    size_t count = 0;
    if (kind_of && !kind_known(reading->engine, kind_of))
        return err_field(reterr, ERR_INVALID, "choice.unknown", "kind", "no such kind");
    enum err_kind kind =
        triage_causes(text ? text : "", kind_of, reading->arena, causes, &count, reterr);
    if (kind)
        return kind;
    const char *cause = count ? causes[0].code : NULL;
    struct triage_answers answers = {kind_of, answered(body, "arbitrated"),
                                     answered(body, "violence")};
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
         "court_rule:s court_rule_en:s exclusive:b door:{name:s reason:s reason_en:s}}",
     .summary = {"建议案由、法院和途径", "Suggests cause of action, court and door"},
     .form = form,
     .form_count = COUNT_OF(form),
     .read = ask}};

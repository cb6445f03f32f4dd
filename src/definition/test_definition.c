#include "tests/test.h"

#include "base/text.h"
#include "crypto/crypto.h"
#include "definition/definition.h"
#include "json/json.h"

static bool yes(const struct facts *facts) { return facts != NULL; }
static const struct guard ready = {"ready", {"还没有准备好。", "Not ready."}, NULL, yes};
static const struct guard *const guards[] = {&ready, NULL};
static const struct effect remind = {.name = "remind", .clock_may = true};
static const struct effect rule = {.name = "rule", .clock_may = false};
static const struct effect *const effects[] = {&remind, &rule, NULL};
static bool period_known_here(const char *period)
{
    return strcmp(period, "filing.decide") == 0 || strcmp(period, "m.A") == 0 ||
           strcmp(period, "m.B") == 0;
}
static bool rule_takes_here(const char *name, const char *input)
{
    return strcmp(name, "sum_fee") == 0 && (!input || strcmp(input, "amount_fen") == 0);
}
static const struct vocabulary vocabulary = {guards, effects, NULL, period_known_here,
                                             rule_takes_here};

/* %s stands where an example breaks something; the first of each pair is the good text. */
static const char good[] =
    "{\"system\":\"small\",\"version\":1,\"wing\":\"filing\",\"prefix\":\"S\",\"basis\":\"法\","
    "\"note\":\"n\","
    "\"title\":{\"zh\":\"小\",\"en\":\"Small\"},\"summary\":{\"zh\":\"小\",\"en\":\"Small\"},"
    "\"openers\":[\"citizen\"],"
    "\"fields\":[{\"name\":\"v\",\"type\":\"choice\",\"title\":{\"zh\":\"变\",\"en\":\"V\"},"
    "\"options\":[{\"name\":\"A\",\"title\":{\"zh\":\"甲\",\"en\":\"A\"}},{\"name\":\"B\","
    "\"title\":{\"zh\":\"乙\",\"en\":\"B\"}}]},"
    "{\"name\":\"sum\",\"type\":\"money\",\"title\":{\"zh\":\"钱\",\"en\":\"Sum\"},\"min\":1,"
    "\"max\":100}],"
    "\"participants\":[{\"role\":\"applicant\",\"party\":true,\"states\":[\"asked\"]}],"
    "\"states\":[{\"name\":\"draft\",\"initial\":true,\"waits_for\":\"applicant\",\"clockless\":"
    "\"own\",\"title\":{\"zh\":\"稿\",\"en\":\"D\"},\"status\":{\"zh\":\"写\",\"en\":\"W\"}},"
    "{\"name\":\"open\",\"waits_for\":\"filing_judge\",\"title\":{\"zh\":\"开\",\"en\":\"O\"},"
    "\"status\":{\"zh\":\"等\",\"en\":\"W\"}},"
    "{\"name\":\"done\",\"final\":true,\"title\":{\"zh\":\"完\",\"en\":\"D\"},\"status\":{\"zh\":"
    "\"完\",\"en\":\"D\"}}],"
    "\"actions\":[{\"name\":\"go\",\"nature\":\"move\",\"from\":[\"draft\"],\"to\":\"open\",\"by\":"
    "[\"applicant\"],\"form\":[\"v!\",\"sum\"],\"guard\":{\"all\":[\"ready\",{\"not\":{\"field\":"
    "\"v\",\"is\":\"B\"}}]},\"starts\":[\"decide\"],\"title\":{\"zh\":\"走\",\"en\":\"Go\"}},"
    "{\"name\":\"end\",\"nature\":\"move\",\"from\":[\"open\"],\"to\":\"done\",\"by\":[\"clock\"],"
    "\"effects\":[\"remind\"],\"title\":{\"zh\":\"完\",\"en\":\"End\"},\"notify\":[\"told\"]}],"
    "\"deadlines\":[{\"name\":\"decide\",\"period\":\"m.{v}\",\"title\":{\"zh\":\"期\",\"en\":"
    "\"P\"},\"warn\":[\"5d\"],\"warn_notice\":\"told\",\"due\":{\"action\":\"end\"}}],"
    "\"notices\":[{\"name\":\"told\",\"to\":[\"applicant\"],\"title\":{\"zh\":\"告\",\"en\":\"T\"},"
    "\"text\":{\"zh\":\"告\",\"en\":\"T\"}}]}";

static enum err_kind load(const char *json, struct arena *arena, struct workflow **ret,
                          struct finding *findings, size_t *count, struct err *err)
{
    return definition_load(json, strlen(json), &vocabulary, arena, ret, findings, 16, count, err);
}

static void a_sound_definition_is_read(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 4 << 20);
    struct workflow *workflow = NULL;
    struct finding findings[16];
    size_t count = 0;
    struct err err = {0};
    if (load(good, &arena, &workflow, findings, &count, &err))
        fail_msg("%s", err.text);
    assert_int_equal(strlen(workflow->hash), 64);
    assert_ptr_equal(workflow_deadline(workflow, "decide")->due, workflow_action(workflow, "end"));
    assert_true(workflow_action(workflow, "go")->form[0].required);
    assert_false(workflow_action(workflow, "go")->form[1].required);
    assert_non_null(strstr(definition_diagram(workflow, "zh", &arena), "</svg>"));
    assert_non_null(strstr(definition_matrix(workflow, "en", &arena), "| D | Go | Applicant |"));
}

/* Each replaces one piece of the sound text and must be found, with its path. */
static void each_mistake_is_named_with_its_path(void **context)
{
    (void) context;
    static const struct {
        const char *from, *to, *path, *text;
    } examples[] = {
        {"\"to\":\"open\"", "\"to\":\"opne\"", "actions[0]", "unknown state 'opne'"},
        {"\"from\":[\"open\"]", "\"from\":[]", "actions[1]", "names no state"},
        {"\"by\":[\"applicant\"],\"form\"", "\"by\":[\"emperor\"],\"form\"", "actions[0]",
         "unknown role 'emperor'"},
        {"\"v!\"", "\"w!\"", "actions[0]", "unknown field 'w!'"},
        {"\"by\":[\"applicant\"],\"form\"", "\"by\":[\"applicant\"],\"signs\":[\"v\"],\"form\"",
         "actions[0]", "'signs' without a signature"},
        {"\"by\":[\"applicant\"],\"form\"", "\"by\":[\"applicant\"],\"signs\":[\"w\"],\"form\"",
         "actions[0]", "'signs' names no field: 'w'"},
        {"\"ready\"", "\"redy\"", "actions[0].guard.all[0]", "unknown guard 'redy'"},
        {"\"field\":\"v\"", "\"field\":\"w\"", "actions[0].guard.all[1]", "unknown field 'w'"},
        {"\"is\":\"B\"", "\"iss\":\"B\"", "actions[0].guard.all[1]", "unknown name 'iss'"},
        {"\"starts\":[\"decide\"]", "\"starts\":[\"decied\"]", "actions[0]", "unknown deadline"},
        {"\"remind\"", "\"remnid\"", "actions[1]", "unknown effect 'remnid'"},
        {"\"remind\"", "\"rule\"", "actions[1]", "the clock may not carry out 'rule'"},
        {"\"notify\":[\"told\"]", "\"notify\":[\"tld\"]", "actions[1]", "unknown notice"},
        {"\"period\":\"m.{v}\"", "\"period\":\"n.{v}\"", "deadlines[0]", "the law has no period"},
        {"\"due\":{\"action\":\"end\"}", "\"due\":{\"action\":\"edn\"}", "deadlines[0]",
         "unknown action 'edn'"},
        {"\"due\":{\"action\":\"end\"}", "\"due\":{}", "deadlines[0]",
         "exactly one of due.action and due.list"},
        {"\"warn_notice\":\"told\",", "", "deadlines[0]", "a warning without a notice"},
        {"\"type\":\"money\"", "\"type\":\"monney\"", "fields[1]", "unknown field type"},
        {"\"min\":1,\"max\":100", "\"min\":101,\"max\":100", "fields[1]", "min above max"},
        {"\"en\":\"Sum\"", "\"xx\":\"Sum\"", "fields[1].title", "unknown name 'xx'"},
        {"{\"zh\":\"钱\",\"en\":\"Sum\"}", "{\"zh\":\"钱\"}", "fields[1]",
         "English text is missing"},
        {"\"prefix\":\"S\"", "\"prefix\":\"small\"", "", "one or two capital letters"},
        {"\"prefix\":\"S\"", "\"prefix\":\"X\"", "", "'prefix' X is that of documents"},
        {"\"role\":\"applicant\"", "\"role\":\"auditor\"", "participants[0]",
         "no participant's role"},
        {"\"initial\":true", "\"initial\":false", "states", "exactly one state is initial"},
        {"\"clockless\":\"own\",", "", "states[0]", "has no clock and does not say why"},
        {"\"waits_for\":\"filing_judge\",", "", "states[1]", "waits for nobody"},
        {"\"to\":[\"applicant\"]", "\"to\":[]", "notices[0]", "nobody receives"},
        {"\"nature\":\"move\",\"from\":[\"open\"]", "\"nature\":\"decision\",\"from\":[\"open\"]",
         "actions[1]", "never decide"},
        {"\"version\":1", "\"version\":0", "", "'version' must be 1"},
        {"\"openers\"", "\"opners\"", "", "unknown name 'opners'"},
        {"\"to\":\"done\"", "\"to\":\"open\"", "states[2]", "nothing leads to 'done'"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 8 << 20);
        const char *place = strstr(good, examples[i].from);
        assert_non_null(place);
        const char *broken = arena_printf(&arena, "%.*s%s%s", (int) (place - good), good,
                                          examples[i].to, place + strlen(examples[i].from));
        struct workflow *workflow = NULL;
        struct finding findings[16];
        size_t count = 0;
        struct err err = {0};
        assert_int_equal(load(broken, &arena, &workflow, findings, &count, &err), ERR_INVALID);
        bool found = false;
        for (size_t j = 0; j < count && j < 16; j++)
            found |= strcmp(findings[j].path, examples[i].path) == 0 &&
                     strstr(findings[j].text, examples[i].text);
        if (!found)
            fail_msg("%s -> %s: found %s: %s", examples[i].from, examples[i].to, findings[0].path,
                     findings[0].text);
    }
}

static const struct option kinds[] = {{"person", {"人", "p"}}, {"org", {"单位", "o"}}};
static const char *const only_person[] = {"person", NULL};
static const struct field inner[] = {
    {.name = "kind", .kind = FIELD_CHOICE, .required = true, .options = kinds, .option_count = 2},
    {.name = "person",
     .kind = FIELD_PERSON,
     .required = true,
     .show_field = "kind",
     .show_in = only_person},
};
static const char *const labour[] = {"07.19", NULL};
static const struct field fields[] = {
    {.name = "sum", .kind = FIELD_MONEY, .min = 1, .max = 1000},
    {.name = "on", .kind = FIELD_DATE},
    {.name = "phone", .kind = FIELD_PHONE},
    {.name = "people", .kind = FIELD_GROUP, .min = 1, .max = 2, .fields = inner, .field_count = 2},
    {.name = "number", .kind = FIELD_CASE_NUMBER},
    {.name = "story", .kind = FIELD_LONG_TEXT, .min = 3},
    {.name = "cause", .kind = FIELD_TEXT},
    {.name = "job", .kind = FIELD_TEXT, .show_field = "cause", .show_in = labour},
};
static const struct form_field form[] = {
    {&fields[0], true},  {&fields[1], false}, {&fields[2], false}, {&fields[3], false},
    {&fields[4], false}, {&fields[5], false}, {&fields[6], false}, {&fields[7], false}};

static void forms_are_checked_and_made_canonical(void **context)
{
    (void) context;
    static const struct {
        const char *body, *path, *code, *kept;
    } examples[] = {
        {"{\"sum\":5,\"phone\":\"１３８ 0013-8000\"}", NULL, NULL,
         "{\"sum\":5,\"phone\":\"13800138000\"}"},
        {"{\"sum\":5,\"number\":\"(2026)鄂1202民初7号\"}", NULL, NULL,
         "{\"sum\":5,\"number\":\"（2026）鄂1202民初7号\"}"},
        {"{}", "sum", "required", NULL},
        {"{\"sum\":null}", "sum", "required", NULL},
        {"{\"sum\":\"5\"}", "sum", "type.money", NULL},
        {"{\"sum\":1001}", "sum", "money.range", NULL},
        {"{\"sum\":5,\"on\":\"2026-02-30\"}", "on", "date.format", NULL},
        {"{\"sum\":5,\"phone\":\"123\"}", "phone", "phone.format", NULL},
        {"{\"sum\":5,\"x\":1}", "x", "unknown", NULL},
        {"{\"sum\":5,\"people\":{}}", NULL, NULL, "{\"sum\":5}"},
        {"{\"sum\":5,\"people\":[{\"kind\":\"org\",\"person\":{\"name\":\"\"}}]}", NULL, NULL,
         "{\"sum\":5,\"people\":[{\"kind\":\"org\"}]}"},
        {"{\"sum\":5,\"people\":[{\"kind\":\"person\"}]}", "people[0].person", "required", NULL},
        {"{\"sum\":5,\"people\":[{\"kind\":\"person\",\"person\":{\"name\":\"周敏\",\"id_kind\":"
         "\"resident_id\",\"id_number\":\"421202198503120419\"}}]}",
         "people[0].person.id_number", "resident_id.checksum", NULL},
        {"{\"sum\":5,\"people\":[{\"kind\":\"cat\"}]}", "people[0].kind", "choice.unknown", NULL},
        {"{\"sum\":5,\"people\":[1]}", "people[0]", "type.map", NULL},
        {"{\"sum\":5,\"people\":[{\"kind\":\"org\"},{\"kind\":\"org\"},{\"kind\":\"org\"}]}",
         "people", "group.count", NULL},
        {"{\"sum\":5,\"story\":\"短\"}", "story", "text.too_short", NULL},
        {"{\"sum\":5,\"cause\":\"07.19.205\",\"job\":\"钳工\"}", NULL, NULL,
         "{\"sum\":5,\"cause\":\"07.19.205\",\"job\":\"钳工\"}"},
        {"{\"sum\":5,\"cause\":\"07.191\",\"job\":\"钳工\"}", NULL, NULL,
         "{\"sum\":5,\"cause\":\"07.191\"}"},
        {"[]", "", "type.map", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 4 << 20);
        struct value *body = NULL;
        assert_int_equal(json_parse(examples[i].body, strlen(examples[i].body),
                                    &json_limits_request, &arena, &body, NULL),
                         0);
        struct field_context about = {.arena = &arena, .today = 20781};
        struct field_errors errors = {.count = 0};
        struct value *kept = form_check(form, COUNT_OF(form), body, false, &about, &errors);
        assert_non_null(kept);
        if (!examples[i].code) {
            if (errors.count)
                fail_msg("%s: %s at %s", examples[i].body, errors.items[0].code,
                         errors.items[0].path);
            assert_string_equal(json_print(&arena, kept), examples[i].kept);
        } else {
            assert_true(errors.count >= 1);
            assert_string_equal(errors.items[0].path, examples[i].path);
            assert_string_equal(errors.items[0].code, examples[i].code);
        }
        errors.count = 0;
        if (text_equal(examples[i].code, "required")) {
            assert_non_null(form_check(form, COUNT_OF(form), body, true, &about, &errors));
            assert_int_equal(errors.count, 0); /* a draft may lack anything */
        }
    }
}

static void personal_values_are_masked_wherever_they_stand(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 4 << 20);
    static const char text[] =
        "{\"phone\":\"13800138000\",\"people\":[{\"kind\":\"person\",\"person\":{\"name\":\"周敏\","
        "\"id_number\":\"421202198503120418\",\"phone\":\"13900001111\"}}]}";
    struct value *values = NULL;
    assert_int_equal(json_parse(text, strlen(text), &json_limits_request, &arena, &values, NULL),
                     0);
    const struct value *masked = fields_mask(fields, COUNT_OF(fields), values, &arena);
    assert_string_equal(
        json_print(&arena, masked),
        "{\"phone\":\"138****8000\",\"people\":[{\"kind\":\"person\",\"person\":{\"name\":\"周敏\","
        "\"id_number\":\"421202********0418\",\"phone\":\"139****1111\"}}]}");
    assert_string_equal(value_text(value_get(values, "phone")), "13800138000");
    assert_string_equal(
        value_text(value_path(field_schema(&fields[3], &arena), "items.properties.person.type")),
        "object");
}

static int start(void **context)
{
    (void) context;
    return crypto_start() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_definition_is_read),
        cmocka_unit_test(each_mistake_is_named_with_its_path),
        cmocka_unit_test(forms_are_checked_and_made_canonical),
        cmocka_unit_test(personal_values_are_masked_wherever_they_stand),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}

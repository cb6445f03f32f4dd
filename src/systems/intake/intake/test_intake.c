/* Intake: the definition compiles without a finding; its guards by a table of examples. */
#include "tests/test.h"

#include "crypto/crypto.h"
#include "systems/intake/intake/triage.h"
#include "systems/systems.h"

extern const struct system intake_system;

static struct workflow *load(struct arena *arena)
{
    struct vocabulary vocabulary;
    struct workflow *workflow = NULL;
    struct finding findings[8];
    struct err err = {0};
    size_t count = 0;
    assert_int_equal(engine_vocabulary(systems, arena, &vocabulary, &err), ERR_NONE);
    enum err_kind kind =
        definition_load(intake_system.definition->bytes, intake_system.definition->size_bytes,
                        &vocabulary, arena, &workflow, findings, COUNT_OF(findings), &count, &err);
    if (kind)
        fail_msg("%s: %s %s", err.text, count ? findings[0].path : "",
                 count ? findings[0].text : "");
    return workflow;
}

static void definition_compiles(void **state)
{
    ARENA_SCOPED arena;
    (void) state;
    arena_init(&arena, 64 << 20);
    const struct workflow *workflow = load(&arena);
    assert_string_equal(workflow_initial(workflow)->name, "draft");
    /* Whoever speaks for another reads back; the person and a partner's system do not. */
    assert_true(workflow_action(workflow, "tell_on_behalf")->by & role_bit("window_clerk"));
    assert_false(workflow_action(workflow, "tell")->by & role_bit("window_clerk"));
    assert_true(workflow_action(workflow, "tell")->by & role_bit("partner"));
}

static bool is_option(const struct field *field, const char *name, size_t length)
{
    for (size_t i = 0; i < field->option_count; i++) {
        if (strlen(field->options[i].name) == length &&
            memcmp(field->options[i].name, name, length) == 0)
            return true;
    }
    return false;
}

/* Kinds and questions stand in the definition; the words and the door in C speak of those alone. */
static void kinds_and_questions_stand_once(void **state)
{
    static const char *const questions[] = {"arbitrated", "wage_note", "violence"};
    ARENA_SCOPED arena;
    (void) state;
    arena_init(&arena, 64 << 20);
    const struct workflow *workflow = load(&arena);
    const struct field *kind = workflow_field(workflow, "kind");
    for (const struct triage_row *row = triage_rows; row->code; row++) {
        for (const char *at = row->kinds; *at; at += strspn(at, " ")) {
            size_t length = strcspn(at, " ");
            if (!is_option(kind, at, length))
                fail_msg("%s: the definition has no kind %s", row->code, at);
            at += length;
        }
    }
    for (size_t i = 0; i < COUNT_OF(questions); i++) {
        const struct field *field = workflow_field(workflow, questions[i]);
        assert_true(field && field->kind == FIELD_YES_NO);
        assert_string_equal(field->show_field, "kind");
        struct value *fields = value_new_map(&arena);
        assert_true(value_set_bool(&arena, fields, questions[i], true));
        struct triage_answers answers = triage_answers_read(fields);
        assert_int_equal(answers.arbitrated + answers.wage_note + answers.violence, 1);
    }
}

static const struct guard *find(const char *name)
{
    for (size_t i = 0; i < intake_system.guard_count; i++) {
        if (strcmp(intake_system.guards[i].name, name) == 0)
            return &intake_system.guards[i];
    }
    fail_msg("no guard %s", name);
    return NULL;
}

static void guards_answer(void **state)
{
    static const struct {
        const char *guard, *fields;
        bool allows;
    } examples[] = {
        {"intake_two_people",
         "{\"me\":{\"id_number\":\"A\"},\"others\":[{\"person\":{\"id_number\":\"A\"}}]}", false},
        {"intake_two_people",
         "{\"me\":{\"id_number\":\"A\"},\"others\":[{\"person\":{\"id_number\":\"B\"}}]}", true},
        {"intake_two_people", "{\"me\":{},\"others\":[{\"person\":{}}]}", true},
        {"intake_read_back", "{\"read_back\":true}", true},
        {"intake_read_back", "{\"read_back\":false}", false},
        {"intake_read_back", "{}", false},
    };
    (void) state;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        struct value *fields = NULL;
        arena_init(&arena, 1 << 20);
        assert_int_equal(json_parse(examples[i].fields, strlen(examples[i].fields),
                                    &json_limits_file, &arena, &fields, NULL),
                         ERR_NONE);
        struct facts facts = {.fields = fields};
        assert_int_equal(find(examples[i].guard)->allows(&facts), examples[i].allows);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(definition_compiles),
                                       cmocka_unit_test(kinds_and_questions_stand_once),
                                       cmocka_unit_test(guards_answer)};
    return crypto_start() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}

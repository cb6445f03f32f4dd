#include "tests/test.h"

#include "base/moment.h"
#include "workflow/workflow.h"

/* A small definition as a table: what definition/ fills from JSON. */
static bool fee_is_paid(const struct facts *facts)
{
    return value_true(value_get(facts->fields, "paid"));
}
static const struct guard fee_paid = {
    "fee_paid", {"请先交费。", "Pay the fee first."}, NULL, fee_is_paid};
static const struct condition needs_fee = {.kind = CONDITION_GUARD, .guard = &fee_paid};
static const struct condition all_agree = {.kind = CONDITION_EACH,
                                           .role = "party",
                                           .state = "agreed",
                                           .refusal = {"还有人没有同意。", "Not all agree."}};

#define WORDS                                                                                      \
    {                                                                                              \
        "字", "word"                                                                               \
    }
static const struct state states[] = {
    {.name = "draft",
     .title = WORDS,
     .status = WORDS,
     .initial = true,
     .waits_for = "applicant",
     .clockless = "own"},
    {.name = "filed", .title = WORDS, .status = WORDS, .waits_for = "filing_judge"},
    {.name = "done", .title = WORDS, .status = WORDS, .final = true},
};
static const struct state *from_draft[] = {&states[0]};
static const struct state *from_filed[] = {&states[1]};
static const char *const asked[] = {"asked", NULL};
static struct action actions[4];
static const struct deadline deadline = {.name = "decide",
                                         .title = WORDS,
                                         .period = "filing.decide",
                                         .due_list = "late",
                                         .due_to = "filing_judge"};
static const struct deadline *starts[] = {&deadline};
static struct workflow workflow;

static int make(void **context)
{
    (void) context;
    actions[0] = (struct action){.name = "file",
                                 .title = WORDS,
                                 .nature = NATURE_MOVE,
                                 .from = from_draft,
                                 .from_count = 1,
                                 .to = &states[1],
                                 .by = role_bit("applicant"),
                                 .guard = &needs_fee,
                                 .starts = starts,
                                 .start_count = 1};
    actions[1] = (struct action){.name = "agree",
                                 .title = WORDS,
                                 .nature = NATURE_MOVE,
                                 .from = from_filed,
                                 .from_count = 1,
                                 .by = role_bit("respondent"),
                                 .subject_role = "party",
                                 .subject_from = asked,
                                 .subject_to = "agreed",
                                 .subject_self = true};
    actions[2] = (struct action){.name = "close",
                                 .title = WORDS,
                                 .nature = NATURE_DECISION,
                                 .from = from_filed,
                                 .from_count = 1,
                                 .to = &states[2],
                                 .by = role_bit("filing_judge"),
                                 .guard = &all_agree};
    actions[3] = (struct action){.name = "remind",
                                 .title = WORDS,
                                 .nature = NATURE_RECORD,
                                 .from = from_filed,
                                 .from_count = 1,
                                 .by = role_bit("clock")};
    workflow = (struct workflow){.system = "small",
                                 .title = WORDS,
                                 .summary = WORDS,
                                 .states = states,
                                 .state_count = 3,
                                 .actions = actions,
                                 .action_count = 4,
                                 .deadlines = &deadline,
                                 .deadline_count = 1};
    return 0;
}

static void decides_as_the_table_says(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct value *paid = value_new_map(&arena), *unpaid = value_new_map(&arena);
    assert_true(value_set_bool(&arena, paid, "paid", true));
    struct participant parties[] = {
        {.id = 1, .role = "applicant", .state = "agreed", .active = true},
        {.id = 2, .role = "respondent", .state = "asked", .active = true}};
    const struct {
        const char *title, *state;
        const struct value *fields;
        const struct participant *subject;
        const char *action, *role;
        enum err_kind kind;
        const char *then;
    } examples[] = {
        {"a paid draft can be filed", "draft", paid, NULL, "file", "applicant", ERR_NONE, "file"},
        {"an unpaid draft cannot", "draft", unpaid, NULL, "file", "applicant", ERR_CONFLICT,
         "action.guard"},
        {"a judge cannot file", "draft", paid, NULL, "file", "filing_judge", ERR_DENIED,
         "action.wrong_role"},
        {"filing twice is refused", "filed", paid, NULL, "file", "applicant", ERR_CONFLICT,
         "action.wrong_state"},
        {"an unknown action", "draft", paid, NULL, "fly", "applicant", ERR_MISSING,
         "action.unknown"},
        {"agreeing needs a participant", "filed", paid, NULL, "agree", "respondent", ERR_INVALID,
         "action.subject"},
        {"who was asked may agree", "filed", paid, &parties[1], "agree", "respondent", ERR_NONE,
         "agree"},
        {"who has agreed may not again", "filed", paid, &parties[0], "agree", "respondent",
         ERR_CONFLICT, "action.subject_state"},
        {"closing needs everybody", "filed", paid, NULL, "close", "filing_judge", ERR_CONFLICT,
         "action.guard"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct facts facts = {.state = examples[i].state,
                              .fields = examples[i].fields,
                              .participants = parties,
                              .participant_count = 2,
                              .subject = examples[i].subject};
        const struct action *chosen = NULL;
        const char *role = NULL;
        struct words refusal = {0};
        struct err err = {0};
        print_message("  %s\n", examples[i].title);
        enum err_kind kind =
            workflow_decide(&workflow, &facts, examples[i].action, role_bit(examples[i].role),
                            &chosen, &role, &refusal, &err);
        assert_int_equal(kind, examples[i].kind);
        assert_string_equal(chosen ? chosen->name : err.code, examples[i].then);
        if (kind == ERR_CONFLICT && strcmp(err.code, "action.guard") == 0)
            assert_non_null(refusal.zh);
    }
}

static bool always(const struct facts *facts) { return facts != NULL; }

static void a_refusal_is_of_the_first_part_that_decided(void **context)
{
    (void) context;
    static const struct guard open_guard = {"open", {"开", "open"}, NULL, always};
    const struct facts facts = {.fields = &value_null};
    const struct condition paid = {.kind = CONDITION_GUARD, .guard = &fee_paid};
    const struct condition open = {.kind = CONDITION_GUARD, .guard = &open_guard};
    const struct condition silent = {.kind = CONDITION_NOT, .parts = &open, .part_count = 1};
    const struct condition spoken = {.kind = CONDITION_EACH,
                                     .role = "party",
                                     .state = "agreed",
                                     .refusal = {"还有人没有同意。", "Not all agree."}};
    const struct condition either[] = {paid, open}, neither[] = {paid, spoken};
    const struct condition agreed = {.kind = CONDITION_ANY, .parts = either, .part_count = 2};
    const struct condition both[] = {agreed, silent};
    const struct condition all = {.kind = CONDITION_ALL, .parts = both, .part_count = 2};
    const struct condition any = {.kind = CONDITION_ANY, .parts = neither, .part_count = 2};
    struct words refusal = {NULL, NULL};
    assert_false(condition_holds(&all, &facts, &refusal));
    assert_null(refusal.zh); /* the fee is not why */
    assert_false(condition_holds(&any, &facts, &refusal));
    assert_string_equal(refusal.en, "Pay the fee first.");
}

static void whatever_is_not_in_the_table_is_refused(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    for (size_t s = 0; s < workflow.state_count; s++) {
        for (size_t a = 0; a < workflow.action_count; a++) {
            for (size_t r = 0; r < role_count; r++) {
                bool from = false;
                for (size_t f = 0; f < actions[a].from_count; f++)
                    from |= actions[a].from[f] == &states[s];
                if (from && (actions[a].by >> r & 1))
                    continue;
                struct facts facts = {.state = states[s].name, .fields = &value_null};
                const struct action *chosen = NULL;
                const char *role = NULL;
                assert_int_not_equal(workflow_decide(&workflow, &facts, actions[a].name,
                                                     UINT64_C(1) << r, &chosen, &role, NULL, NULL),
                                     ERR_NONE);
                assert_false(action_offered(&actions[a], &states[s], UINT64_C(1) << r));
            }
        }
    }
}

static bool finds(const char *text)
{
    struct finding findings[32];
    size_t count = workflow_check(&workflow, findings, COUNT_OF(findings));
    for (size_t i = 0; i < count && i < COUNT_OF(findings); i++) {
        if (strstr(findings[i].text, text))
            return true;
    }
    return false;
}

static void checks_find_what_is_wrong(void **context)
{
    (void) make(context);
    struct finding findings[8];
    assert_int_equal(workflow_check(&workflow, findings, 8), 0);
    actions[3].nature = NATURE_DECISION;
    assert_true(finds("never decide or pay"));
    (void) make(context);
    actions[2].by = 0;
    assert_true(finds("nobody may do"));
    (void) make(context);
    actions[2].to = NULL;
    assert_true(finds("nothing leads to 'done'") && finds("no way leads from 'draft'"));
    (void) make(context);
    actions[0].start_count = 0;
    assert_true(finds("nothing starts 'decide'") && finds("'filed' has no clock"));
    (void) make(context);
    actions[1].name = "file";
    assert_true(finds("there twice"));
    (void) make(context);
    actions[1].title.en = NULL;
    assert_true(finds("English text is missing"));
    (void) make(context);
}

static void definitions_agree_on_their_facts(void **context)
{
    (void) context;
    static const char *const to_reader[] = {"reader", NULL};
    static const struct published_fact outcome = {"outcome", to_reader};
    static struct subscription subscribes;
    static const struct condition compares = {.kind = CONDITION_COMPARE,
                                              .field = "fact.speaker.outcome"};
    static const struct condition inside = {
        .kind = CONDITION_NOT, .parts = &compares, .part_count = 1};
    static struct action acts = {.name = "go"};
    struct workflow speaker = {
        .system = "speaker", .prefix = 'S', .publishes = &outcome, .publish_count = 1};
    struct workflow reader = {.system = "reader",
                              .prefix = 'R',
                              .subscribes = &subscribes,
                              .subscribe_count = 1,
                              .actions = &acts,
                              .action_count = 1};
    const struct workflow *both[] = {&speaker, &reader};
    static const struct {
        const char *fact, *reader;
        unsigned prefix;
        const struct condition *guard;
        const char *finding; /* "path: text", or NULL */
    } examples[] = {
        {"speaker.outcome", "reader", 'R', &inside, NULL},
        {"speaker.lost", "reader", 'R', NULL,
         "reader: subscribes[0]: 'speaker.lost' is not published to 'reader'"},
        {"nobody.outcome", "reader", 'R', NULL,
         "reader: subscribes[0]: no system publishes 'nobody.outcome'"},
        {"outcome", "reader", 'R', NULL, "reader: subscribes[0]: no system publishes 'outcome'"},
        {"speaker.outcome", "other", 'R', NULL,
         "other: subscribes[0]: 'speaker.outcome' is not published to 'other'"},
        {"speaker.outcome", "reader", 'S', NULL, "reader: prefix: 'speaker' has it already"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct finding findings[4];
        char found[400] = "";
        subscribes = (struct subscription){.fact = examples[i].fact};
        acts.guard = examples[i].guard;
        reader.system = examples[i].reader;
        reader.prefix = examples[i].prefix;
        size_t count = workflow_check_together(both, 2, findings, COUNT_OF(findings));
        if (count)
            (void) snprintf(found, sizeof found, "%s: %s", findings[0].path, findings[0].text);
        assert_int_equal(count, examples[i].finding != NULL);
        assert_string_equal(found, examples[i].finding ? examples[i].finding : "");
    }
    /* A guard that names a fact which is not told to it is found inside its parts. */
    struct finding findings[4];
    subscribes = (struct subscription){.fact = "speaker.outcome"};
    acts.guard = &inside;
    reader.system = "other";
    reader.prefix = 'R';
    assert_int_equal(workflow_check_together(both, 2, findings, 4), 2);
    assert_string_equal(findings[1].path, "other: actions[0].guard");
    assert_true(workflow_tells(&speaker, "outcome", "reader"));
    assert_false(workflow_tells(&speaker, "outcome", "other"));
}

static void roles_are_distinct_bits(void **context)
{
    (void) context;
    role_set seen = 0;
    for (size_t i = 0; i < role_count; i++) {
        role_set bit = role_bit(roles[i].name);
        assert_true(bit && !(seen & bit));
        seen |= bit;
        assert_ptr_equal(role_find(roles[i].name), &roles[i]);
        assert_non_null(roles[i].title.zh);
    }
    for (size_t i = 0; i < OFFICES_APART; i++) {
        assert_int_equal(role_find(offices_apart[i])->kind, ROLE_STAFF);
        assert_true(role_is_apart(offices_apart[i]));
    }
    assert_false(role_is_apart("filing_judge"));
    assert_int_equal(role_bit("emperor"), 0);
    assert_null(role_find("emperor"));
}

static void a_past_day_lies_between_two(void **context)
{
    (void) context;
    static const struct {
        const char *told, *not_before; /* told NULL: no day in the form */
        bool past;
    } examples[] = {
        {NULL, "", false},
        {"2026-11-31", "", false},
        {"2026-11-24", "", true}, /* the day itself */
        {"2026-11-25", "", false},
        {"2026-11-20", "2026-11-20", true},
        {"2026-11-19", "2026-11-20", false},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        int64_t now_us = 0;
        arena_init(&arena, 1 << 12);
        struct value *form = value_new_map(&arena);
        assert_true(instant_parse("2026-11-24T23:59:00+08:00", &now_us));
        assert_true(!examples[i].told || value_set_text(&arena, form, "on", examples[i].told));
        const struct facts facts = {.form = form, .received_us = now_us};
        assert_int_equal(facts_day_past(&facts, "on", examples[i].not_before), examples[i].past);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decides_as_the_table_says),
        cmocka_unit_test(a_refusal_is_of_the_first_part_that_decided),
        cmocka_unit_test(whatever_is_not_in_the_table_is_refused),
        cmocka_unit_test(checks_find_what_is_wrong),
        cmocka_unit_test(definitions_agree_on_their_facts),
        cmocka_unit_test(roles_are_distinct_bits),
        cmocka_unit_test(a_past_day_lies_between_two),
    };
    return cmocka_run_group_tests(tests, make, NULL);
}

/* OLR (法释〔2021〕12号) and OMR (法释〔2021〕23号) as predicates over facts. */
#include "tests/test.h"

#include "law/online.h"

enum { FACTS_MAX = 8 };

static struct online_answer ask(struct arena *arena, const struct online_rule *rule,
                                const char *const *facts)
{
    struct online_answer answer = {0};
    size_t count = 0;
    while (facts[count])
        count++;
    assert_non_null(rule);
    assert_int_equal(online_check(rule, facts, count, arena, &answer, NULL), ERR_NONE);
    return answer;
}

static void a_rule_holds_by_its_facts(void **context)
{
    (void) context;
    /* clang-format off */
    static const struct {
        const char *rule, *facts[FACTS_MAX];
        bool holds;
        const char *missing, *barring; /* the first of each; NULL: none */
    } examples[] = {
        {"OL1", {"consent_to_step"}, true, NULL, NULL},
        {"OL1", {"consent_to_step", "forced"}, false, NULL, "forced"},
        {"OL1", {NULL}, false, "consent_to_step", NULL},
        {"OL2", {"chose_online"}, true, NULL, NULL},
        {"OL2", {NULL}, false, "chose_online", NULL},
        {"OL12", {"difficult_together", "written_request", "all_agree", "evidence_exchanged", "facts_undisputed", "summary"}, true, NULL, NULL},
        {"OL12", {"difficult_together", "written_request", "all_agree", "evidence_exchanged", "facts_undisputed"}, false, "small_claims", NULL},
        {"OL13", {NULL}, true, NULL, NULL},
        {"OL13", {"state_secret"}, false, NULL, "state_secret"},
        {"OM11", {"all_signed", "natural_persons_only"}, true, NULL, NULL},
        {"OM11", {"sealed"}, false, "all_signed", NULL}, /* three parties, two signed: not yet */
        {"OM15", {"in_period"}, true, NULL, NULL},
        {"OM16", {"refused"}, false, NULL, "refused"},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 14);
        print_message("  %zu %s\n", i, examples[i].rule);
        struct online_answer answer =
            ask(&arena, online_rule_of(examples[i].rule), examples[i].facts);
        assert_int_equal(answer.holds, examples[i].holds);
        assert_int_equal(answer.missing_count > 0, examples[i].missing != NULL);
        assert_int_equal(answer.barring_count > 0, examples[i].barring != NULL);
        if (examples[i].missing)
            assert_string_equal(answer.missing[0], examples[i].missing);
        if (examples[i].barring)
            assert_string_equal(answer.barring[0], examples[i].barring);
    }
}

static bool has_words(const char *text) { return text && *text; }

static void every_rule_is_whole_and_named_once(void **context)
{
    (void) context;
    size_t count = 0;
    for (const struct online_rule *rule = online_rules; rule->id; rule++, count++) {
        assert_ptr_equal(online_rule_of(rule->id), rule);
        assert_true(has_words(rule->zh) && has_words(rule->en) && has_words(rule->basis));
        assert_true(has_words(rule->otherwise_zh) && has_words(rule->otherwise_en));
        assert_true(rule->all_of || rule->any_of || rule->none_of);
    }
    assert_int_equal(count, 19 + 18);
    assert_null(online_rule_of("OL20"));
    assert_true(online_fact_known("consent_to_step"));
    assert_true(online_fact_known("chose_online"));
    assert_true(online_fact_known("forced"));
    assert_false(online_fact_known("consent"));
}

static void a_long_rule_names_as_many_as_fit(void **context)
{
    (void) context;
    static const struct online_rule rule = {.id = "X",
                                            .all_of = "a b c d e f g h i j k l m n o p q r s"};
    static const char *const none[] = {NULL};
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 14);
    struct online_answer answer = ask(&arena, &rule, none);
    assert_int_equal(answer.missing_count, ONLINE_MISSING_MAX);
    assert_false(answer.holds);
}

static void little_memory_is_said(void **context)
{
    (void) context;
    static const char *const facts[] = {"forced"};
    bool refused = false, done = false;
    for (const struct online_rule *rule = online_rules; rule->id; rule++) {
        for (size_t limit = 0; limit < 1024; limit += 16) {
            ARENA_SCOPED arena;
            struct online_answer answer;
            arena_init(&arena, limit);
            enum err_kind kind = online_check(rule, facts, 1, &arena, &answer, NULL);
            refused = refused || kind == ERR_LIMIT;
            done = done || kind == ERR_NONE;
            assert_true(kind == ERR_LIMIT || kind == ERR_NONE);
        }
    }
    assert_true(refused && done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_holds_by_its_facts),
        cmocka_unit_test(every_rule_is_whole_and_named_once),
        cmocka_unit_test(a_long_rule_names_as_many_as_fit),
        cmocka_unit_test(little_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

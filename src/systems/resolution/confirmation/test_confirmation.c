/* Guards and doubts of confirmation, by examples. */
#include "tests/test.h"

#include "systems/resolution/confirmation/confirmation.h"
#include "json/json.h"

extern const struct system confirmation_system;

static struct value *parsed(struct arena *arena, const char *json)
{
    struct value *value = NULL;
    struct err err = {0};
    if (json_parse(json, strlen(json), &json_limits_file, arena, &value, &err))
        fail_msg("%s: %s", json, err.text);
    return value;
}

static bool allowed(const char *name, const struct facts *facts)
{
    for (size_t i = 0; i < confirmation_system.guard_count; i++) {
        if (strcmp(confirmation_system.guards[i].name, name) == 0)
            return confirmation_system.guards[i].allows(facts);
    }
    fail_msg("no guard '%s'", name);
    return false;
}

/* JI 355, 358; CPL 205. */
static void what_the_fields_say_against_it(void **context)
{
    static const struct {
        const char *fields;
        bool by_platform;
        unsigned faults;
    } examples[] = {
        {"{\"body_name\":\"某调委会\",\"terms\":\"付款五万元\",\"performance\":\"2026-12-1前\","
         "\"ground\":\"invited\"}",
         true, 0},
        {"{\"body_name\":\"某调委会\",\"terms\":\"付款\",\"performance\":\"尽快付清\",\"ground\":"
         "\"invited\"}",
         true, CONFIRM_UNCLEAR},
        {"{\"terms\":\"双方同意离婚\",\"performance\":\"3日内\",\"ground\":\"invited\"}", true,
         CONFIRM_STATUS | CONFIRM_ORGANISATION},
        {"{\"body_name\":\"b\",\"terms\":\"房屋所有权归乙方\",\"performance\":\"3日内\",\"ground\":"
         "\"invited\"}",
         true, CONFIRM_OWNERSHIP},
        {"{\"body_name\":\"b\",\"content\":[\"ownership\",\"other_procedure\"],\"performance\":"
         "\"3日\",\"ground\":\"invited\"}",
         true, CONFIRM_OWNERSHIP | CONFIRM_OTHER_PROCEDURE},
        {"{\"body_name\":\"b\",\"performance\":\"3日\",\"ground\":\"invited\"}", false,
         CONFIRM_WRONG_COURT},
        {"{\"body_name\":\"b\",\"performance\":\"3日\",\"ground\":\"body_place\",\"body_division\":"
         "\"421202001\"}",
         false, 0},
        {"{\"body_name\":\"b\",\"performance\":\"3日\",\"ground\":\"body_place\",\"body_division\":"
         "\"420102\"}",
         false, CONFIRM_WRONG_COURT},
        {"{\"body_name\":\"b\",\"performance\":\"3日\",\"ground\":\"domicile\",\"respondents\":[{"
         "\"person\":{\"address\":{\"division\":\"421202001\"}}}]}",
         false, 0},
        {"{\"body_name\":\"b\",\"performance\":\"3日\",\"ground\":\"domicile\",\"respondents\":[{"
         "\"organisation\":{\"address\":{\"division\":\"420102\"}}}]}",
         false, CONFIRM_WRONG_COURT},
        {"{\"body_name\":\"b\",\"performance\":\"3日\",\"ground\":\"object\",\"late\":true}", false,
         CONFIRM_LATE},
    };
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        unsigned faults = confirmation_doubts(parsed(&arena, examples[i].fields),
                                              examples[i].by_platform, "421202");
        if (faults != examples[i].faults)
            fail_msg("row %zu: %x, not %x", i, faults, examples[i].faults);
    }
    assert_int_equal(confirmation_doubts(parsed(&arena, examples[7].fields), false, NULL), 0);
}

static const char court_json[] = "{\"court\":\"鄂1202\"}";

static void guards_by_examples(void **context)
{
    static const struct {
        const char *guard, *fields, *form, *published, *outside, *deadlines;
        bool allows;
    } examples[] = {
        /* CPL 205: the mediation's own day stands, whatever is typed */
        {"confirmation_effect_day_kept", "{\"effective_on\":\"2026-11-20\"}", "{}",
         "{\"mediation.effective_on\":\"2026-11-20\"}", "{}", "[]", true},
        {"confirmation_effect_day_kept", "{\"effective_on\":\"2026-11-22\"}", "{}",
         "{\"mediation.effective_on\":\"2026-11-20\"}", "{}", "[]", false},
        {"confirmation_effect_day_kept", "{\"effective_on\":\"2026-11-25\"}", "{}", "{}", "{}",
         "[]", false},
        {"confirmation_effect_day_kept", "{}", "{}", "{}", "{}", "[]", false},
        /* CPL 205, 86 */
        {"confirmation_in_time", "{}", "{}", "{}", "{\"apply_end_us\":9000000000000000}", "[]",
         true},
        {"confirmation_in_time", "{}", "{}", "{}", "{\"apply_end_us\":5}", "[]", false},
        {"confirmation_in_time", "{}", "{\"insist\":true}", "{}", "{\"apply_end_us\":5}", "[]",
         false},
        {"confirmation_in_time", "{}", "{\"insist\":true,\"late_reason\":\"台风\"}", "{}",
         "{\"apply_end_us\":5}", "[]", true},
        {"confirmation_late_excused", "{\"late\":true}", "{\"late_excused\":true}", "{}", "{}",
         "[]", false},
        {"confirmation_late_excused", "{\"late\":true}",
         "{\"late_excused\":true,\"reasons\":\"台风断路\"}", "{}", "{}", "[]", true},
        /* JI 355 */
        {"confirmation_kind_admitted", "{\"content\":[\"payment\"]}", "{}", "{}", "{}", "[]", true},
        {"confirmation_kind_admitted", "{\"content\":[\"status\"]}", "{}", "{}", "{}", "[]", false},
        {"confirmation_kind_admitted", "{\"content\":[\"status\"]}", "{\"insist\":true}", "{}",
         "{}", "[]", true},
        {"confirmation_kind_confirmable", "{\"content\":[\"payment\",\"ownership\"]}", "{}", "{}",
         "{}", "[]", false},
        {"confirmation_right_court_named", "{}", "{\"refusal_grounds\":[\"wrong_court\"]}", "{}",
         "{}", "[]", false},
        {"confirmation_right_court_named", "{}",
         "{\"refusal_grounds\":[\"wrong_court\"],\"right_court\":\"鄂1202\"}", "{}", "{}", "[]",
         false},
        {"confirmation_right_court_named", "{}",
         "{\"refusal_grounds\":[\"wrong_court\"],\"right_court\":\"鄂1281\"}", "{}", "{}", "[]",
         true},
        /* JI 354 */
        {"confirmation_papers_there", "{\"body_name\":\"b\",\"agreement_files\":[\"N1\"]}", "{}",
         "{}", "{}", "[]", false},
        {"confirmation_papers_there",
         "{\"body_name\":\"b\",\"agreement_files\":[\"N1\"],\"body_proof\":[\"N2\"]}", "{}", "{}",
         "{}", "[]", true},
        /* JI 356 */
        {"confirmation_heard_together",
         "{\"all_present\":true,\"voluntary\":true,\"understood\":true,\"no_harm\":true}", "{}",
         "{}", "{}", "[]", true},
        {"confirmation_heard_together",
         "{\"all_present\":false,\"voluntary\":true,\"understood\":true,\"no_harm\":true}", "{}",
         "{}", "{}", "[]", false},
        /* JI 357 */
        {"confirmation_supplement_over", "{}", "{}", "{}", "{}",
         "[{\"name\":\"supplement\",\"due_us\":9000000000000000}]", false},
        {"confirmation_supplement_over", "{}", "{}", "{}", "{}",
         "[{\"name\":\"supplement\",\"due_us\":5}]", true},
        /* JI 372 */
        {"confirmation_concerned_in_time", "{}", "{\"known_on\":\"2026-11-20\"}", "{}",
         "{\"concerned_end_us\":9000000000000000}", "[]", true},
        {"confirmation_concerned_in_time", "{}", "{\"known_on\":\"2026-11-20\"}", "{}", "{}", "[]",
         false},
        {"confirmation_objections_over", "{}", "{}", "{}", "{}", "[{\"name\":\"object\"}]", false},
        {"confirmation_objections_over", "{}", "{}", "{}", "{}", "[]", true},
        {"confirmation_service_day", "{\"decided_on\":\"2026-11-20\"}",
         "{\"served_on\":\"2026-11-19\"}", "{}", "{}", "[]", false},
        {"confirmation_service_day", "{\"decided_on\":\"2026-11-20\"}",
         "{\"served_on\":\"2026-11-21\"}", "{}", "{}", "[]", true},
        {"confirmation_ruling_is_out", "{\"decision\":\"valid\"}", "{}",
         "{\"court_paper.ready\":\"confirmation_refusal_ruling\"}", "{}", "[]", false},
        {"confirmation_ruling_is_out", "{\"decision\":\"kept\"}", "{}",
         "{\"court_paper.ready\":\"confirmation_objection_ruling\"}", "{}", "[]", true},
        /* 电子签名法 3 */
        {"confirmation_signature_serves", "{\"cause\":\"02.02.014\"}",
         "{\"signature\":{\"mode\":\"screen\"}}", "{}", "{}", "[]", false},
        {"confirmation_joined_on_paper", "{}", "{\"signature\":{\"mode\":\"paper\"}}", "{}", "{}",
         "[]", false},
    };
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        int64_t now_us = start_of_day(day_of_date((struct civil_date){2026, 11, 24})) + HOUR_US;
        const struct facts facts = {.fields = parsed(&arena, examples[i].fields),
                                    .form = parsed(&arena, examples[i].form),
                                    .published = parsed(&arena, examples[i].published),
                                    .outside = parsed(&arena, examples[i].outside),
                                    .deadlines = parsed(&arena, examples[i].deadlines),
                                    .matter = parsed(&arena, court_json),
                                    .now_us = now_us,
                                    .received_us = now_us};
        if (allowed(examples[i].guard, &facts) != examples[i].allows)
            fail_msg("row %zu: %s", i, examples[i].guard);
    }
}

/* CPL 206: enforcement is for whoever is owed. */
static void only_the_creditor_asks(void **context)
{
    static const struct {
        const char *name, *fields;
        bool allows;
    } examples[] = {
        {"罗志强", "{\"obligations\":[{\"creditor\":\"罗志强\",\"debtor\":\"徐小燕\"}]}", true},
        {"徐小燕", "{\"obligations\":[{\"creditor\":\"罗志强\",\"debtor\":\"徐小燕\"}]}", false},
        {"徐小燕", "{}", true}};
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct value *identity = value_new_map(&arena);
        assert_true(identity && value_set_text(&arena, identity, "name", examples[i].name));
        const struct participant subject = {.id = 7, .role = "applicant", .identity = identity};
        const struct facts facts = {.fields = parsed(&arena, examples[i].fields),
                                    .subject = &subject};
        assert_int_equal(allowed("confirmation_is_creditor", &facts), examples[i].allows);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_the_fields_say_against_it),
                                       cmocka_unit_test(guards_by_examples),
                                       cmocka_unit_test(only_the_creditor_asks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

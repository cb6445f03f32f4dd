/* systems/filing/cross_review and cross_filing: what crosses something of the other side on its
 * way becomes a record the definition allows where the matter stands. */
#include "tests/test.h"

#include "engine/engine.h"
#include "json/json.h"

extern const struct system cross_filing_system, cross_review_system;

static void what_crosses_becomes_a_record(void **context)
{
    (void) context;
    static const struct {
        const struct system *system;
        const char *state, *originals, *sent, *becomes;
    } examples[] = {
        {&cross_review_system, "waiting", "[]", "withdrawn_there", "withdrawn_there"},
        {&cross_review_system, "correcting", "[]", "withdrawn_there", "withdrawn_there"},
        {&cross_review_system, "registering", "[]", "withdrawn_there", "withdrawal_crossed"},
        {&cross_review_system, "accepted", "[]", "withdrawn_there", "withdrawal_crossed"},
        {&cross_review_system, "refused", "[]", "withdrawn_there", "withdrawal_noted"},
        {&cross_review_system, "done", "[]", "withdrawn_there", "withdrawal_noted"},
        {&cross_review_system, "accepted", "[]", "originals_posted", "originals_posted"},
        {&cross_filing_system, "sent", "[{}]", "accepted_there", "accepted_there"},
        {&cross_filing_system, "sent", "[]", "accepted_there", "accepted_bare"},
        {&cross_filing_system, "withdrawn", "[{}]", "accepted_there", "accepted_crossed"},
        {&cross_filing_system, "sent", "[]", "refused_there", "refused_there"},
        {&cross_filing_system, "withdrawn", "[]", "refused_there", "answer_crossed"},
        {&cross_filing_system, "withdrawn", "[]", "correction_asked", "answer_crossed"},
        {&cross_filing_system, "withdrawn", "[]", "not_registered_there", "answer_crossed"},
        {&cross_filing_system, "withdrawn", "[]", "number_told", "number_told"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        struct value *originals = NULL, *fields = value_new_map(&arena);
        struct err err = {0};
        const char *json = examples[i].originals;
        assert_int_equal(
            json_parse(json, strlen(json), &json_limits_file, &arena, &originals, &err), 0);
        assert_true(value_set(&arena, fields, "originals", originals));
        const struct matter matter = {.state = examples[i].state, .fields = fields};
        assert_string_equal(examples[i].system->arrives_as(&matter, examples[i].sent),
                            examples[i].becomes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_crosses_becomes_a_record)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

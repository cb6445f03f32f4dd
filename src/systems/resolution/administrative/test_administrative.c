/* Administrative disputes: who and when, by examples. */
#include "tests/test.h"

#include "systems/systems.h"
#include "json/json.h"

extern const struct system administrative_system;

/* 2026-11-25 12:00 in Beijing. */
#define NOW INT64_C(1795579200000000)

static struct value *parse(struct arena *arena, const char *json)
{
    struct value *value = NULL;
    char text[512];
    (void) snprintf(text, sizeof text, "%s", json);
    for (char *at = text; *at; at++)
        *at = *at == '\'' ? '"' : *at;
    assert_int_equal(json_parse(text, strlen(text), &json_limits_file, arena, &value, NULL),
                     ERR_NONE);
    return value;
}

static void guards_by_examples(void **context)
{
    (void) context;
    static const struct {
        const char *guard, *fields, *form;
        bool allowed;
    } examples[] = {
        {"administrative_known", "{}", "{'known_on':'2026-11-25'}", true},
        {"administrative_known", "{}", "{'known_on':'2026-11-26'}", false},
        {"administrative_met", "{}", "{'meeting_on':'2026-11-23'}", true},
        {"administrative_met", "{}", "{'meeting_on':'2026-12-01'}", false},
        {"administrative_reply_over", "{}", "{}", true}, /* not open: it fell due */
        {"administrative_two_people", "{'me':{'phone':'1'},'contact':{'phone':'2'}}", "{}", true},
        {"administrative_two_people", "{'me':{'phone':'1'},'contact':{'phone':'1'}}", "{}", false},
        {"administrative_two_people", "{'me':{'id_number':'7'},'contact':{'id_number':'7'}}", "{}",
         false},
        {"administrative_two_people", "{'me':{'name':'甲'},'contact':{'name':'甲'}}", "{}", true},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        struct facts facts = {.fields = parse(&arena, examples[i].fields),
                              .form = parse(&arena, examples[i].form),
                              .deadlines = &value_null,
                              .now_us = NOW,
                              .received_us = NOW};
        const struct guard *guard = NULL;
        for (size_t k = 0; k < administrative_system.guard_count; k++) {
            if (strcmp(administrative_system.guards[k].name, examples[i].guard) == 0)
                guard = &administrative_system.guards[k];
        }
        assert_non_null(guard);
        if (guard->allows(&facts) != examples[i].allowed)
            fail_msg("row %zu: %s", i, examples[i].guard);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(guards_by_examples)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Partner bodies: the register is whole, the form of a mediation offers exactly those, and a
 * mapping passes on what it names and nothing else. */
#include "tests/test.h"

#include "systems/resolution/partner/partner.h"
#include "systems/systems.h"
#include "json/json.h"

extern const struct system mediation_system;

static struct value *parse(struct arena *arena, const char *json)
{
    struct value *value = NULL;
    struct err err = {0};
    char text[1024];
    (void) snprintf(text, sizeof text, "%s", json);
    for (char *at = text; *at; at++)
        *at = *at == '\'' ? '"' : *at;
    if (json_parse(text, strlen(text), &json_limits_file, arena, &value, &err))
        fail_msg("%s: %s", text, err.text);
    return value;
}

static int32_t day(const char *text)
{
    int32_t found = 0;
    assert_true(day_parse(text, &found));
    return found;
}

/* Systems do not know each other: that both name the same bodies is held here. */
static void the_eleven_are_there(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 22);
    struct partner_body *bodies = NULL;
    struct value *mediation = NULL;
    struct err err = {0};
    size_t count = 0;
    assert_int_equal(partner_bodies(&arena, day("2026-11-24"), &bodies, &count, &err), ERR_NONE);
    assert_int_equal(count, 11);
    assert_int_equal(json_parse(mediation_system.definition->bytes,
                                mediation_system.definition->size_bytes, &json_limits_file, &arena,
                                &mediation, &err),
                     ERR_NONE);
    const struct value *fields = value_get(mediation, "fields"), *options = NULL;
    for (size_t i = 0; i < fields->count; i++) {
        if (strcmp(value_text_of(fields->items[i], "name"), "partner") == 0)
            options = value_get(fields->items[i], "options");
    }
    assert_non_null(options);
    assert_int_equal(options->count, count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(value_text_of(options->items[i], "name"), bodies[i].code);
        assert_string_equal(value_text(value_path(options->items[i], "title.zh")), bodies[i].zh);
        assert_true(strlen(bodies[i].source) > 10);
    }
}

static void a_version_begins_on_its_day(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct partner_body body;
    struct err err = {0};
    static const struct {
        const char *day, *wanted, *mapping;
    } cases[] = {{"2023-12-31", NULL, "labour 1"},
                 {"2024-01-01", NULL, "labour 2"},
                 {"2026-01-01", "labour 1", "labour 1"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(
            partner_body_find(&arena, "acftu", day(cases[i].day), cases[i].wanted, &body, &err),
            ERR_NONE);
        assert_string_equal(body.mapping, cases[i].mapping);
    }
    assert_int_equal(partner_body_find(&arena, "nobody", day("2026-01-01"), NULL, &body, &err),
                     ERR_STORE);
}

/* A number of identity or an address that stands in the source has no way out. */
static void what_no_mapping_names_stays(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct partner_body body;
    struct value *out = NULL;
    struct err err = {0};
    const struct value *fields = parse(
        &arena, "{'cause':'04','amount':100,'facts':'f','wish':'w','mapping':'labour 2','files':"
                "['X1'],'parties':[{'side':'respondent','name':'n','phone':'p','id_number':"
                "'422301198803150029','address':'a'}]}");
    assert_int_equal(partner_body_find(&arena, "acftu", day("2026-01-01"), NULL, &body, &err),
                     ERR_NONE);
    assert_int_equal(partner_map(&arena, value_get(body.out, "push"), fields, &out, &err),
                     ERR_NONE);
    const struct value *wanted =
        parse(&arena, "{'ay':'04','bdje':100,'jfjg':'f','sq':'w','dsr':[{'ssdw':'2','xm':'n',"
                      "'lxdh':'p'}]}");
    assert_true(value_equal(out, wanted));
}

static void what_comes_is_put_into_our_words(void **state)
{
    (void) state;
    static const struct {
        const char *action, *body, *wanted; /* NULL: refused */
    } cases[] = {
        {"accept", "{'tjy':'钱国庆','slbh':'A1'}", "{'mediator':'钱国庆','their_number':'A1'}"},
        {"result", "{'tjjg':'1','xynr':'t'}", "{'result':'settled','terms':'t'}"},
        {"result", "{'tjjg':'3'}", NULL},
        {"accept", "{'tjy':'钱国庆','id_number':'1'}", NULL},
        {"accept", "{'mediator':'钱国庆'}", NULL},
        {"accept", "['tjy']", NULL},
        {"call_back", "{}", NULL}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 20);
        struct matter matter = {.fields =
                                    parse(&arena, "{'partner':'acftu','mapping':'labour 2'}")};
        struct value *body = parse(&arena, cases[i].body);
        struct err err = {0};
        enum err_kind kind = partner_translate(&matter, cases[i].action, &arena, &body, &err);
        assert_int_equal(kind, cases[i].wanted ? ERR_NONE : ERR_INVALID);
        if (cases[i].wanted)
            assert_true(value_equal(body, parse(&arena, cases[i].wanted)));
        else
            assert_string_equal(err.code, "envelope.mapping");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_eleven_are_there),
        cmocka_unit_test(a_version_begins_on_its_day),
        cmocka_unit_test(what_no_mapping_names_stays),
        cmocka_unit_test(what_comes_is_put_into_our_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Filing and court papers: the definitions compile without a finding; guards by tables. */
#include "tests/test.h"

#include "crypto/crypto.h"
#include "systems/systems.h"
#include "json/json.h"

extern const struct system filing_system, court_paper_system;

static struct value *parse(struct arena *arena, const char *json)
{
    struct value *value = NULL;
    struct err err = {0};
    char text[2048];
    (void) snprintf(text, sizeof text, "%s", json);
    for (char *at = text; *at; at++)
        *at = *at == '\'' ? '"' : *at;
    if (json_parse(text, strlen(text), &json_limits_file, arena, &value, &err))
        fail_msg("%s: %s", text, err.text);
    return value;
}

static const struct guard *find(const struct system *system, const char *name)
{
    for (size_t i = 0; i < system->guard_count; i++) {
        if (strcmp(system->guards[i].name, name) == 0)
            return &system->guards[i];
    }
    fail_msg("no guard %s", name);
    return NULL;
}

#define NOW INT64_C(1795579200000000) /* 2026-11-24 12:00 in Beijing */

struct example {
    const char *guard, *fields, *before, *deadlines, *court;
    bool allowed;
};

/* clang-format off */
static const struct example examples[] = {
    {"risk_notice_accepted", "{'risk_notice_read':true}", "{}", "[]", "鄂1202", true},
    {"risk_notice_accepted", "{'risk_notice_read':false}", "{}", "[]", "鄂1202", false},
    /* CPL 123 */
    {"oral_read_back", "{'complaint_kind':'written'}", "{}", "[]", "鄂1202", true},
    {"oral_read_back", "{'complaint_kind':'oral'}", "{}", "[]", "鄂1202", false},
    {"oral_read_back", "{'complaint_kind':'oral','read_back':true}", "{}", "[]", "鄂1202", true},
    {"complainant_signed", "{'plaintiffs':[{'person':{'name':'陈某'}}],'signature':{'name':'陈某'}}", "{}", "[]", "鄂1202", true},
    {"complainant_signed", "{'plaintiffs':[{'person':{'name':'陈某'}}],'signature':{'name':'陈小某'}}", "{}", "[]", "鄂1202", false},
    {"complainant_signed", "{'plaintiffs':[{'organisation':{'name':'甲公司','legal_representative':'李某'}}],'signature':{'name':'李某'}}", "{}", "[]", "鄂1202", true},
    {"complainant_signed", "{'plaintiffs':[{'person':{'name':'陈某'}}],'agents':[{'person':{'name':'周某'}}],'signature':{'name':'周某'}}", "{}", "[]", "鄂1202", true},
    /* CPL 61, 62; JI 89 */
    /* CPL 63 */
    {"agency_any", "{}", "{}", "[]", "鄂1202", false},
    {"agency_any", "{'agents':[]}", "{}", "[]", "鄂1202", false},
    {"agency_any", "{'agents':[{}]}", "{}", "[]", "鄂1202", true},
    {"agency_changes", "{'agents':[]}", "{'agents':[]}", "[]", "鄂1202", false},
    {"agency_changes", "{'agents':[]}", "{'agents':[{'authority':'general'}]}", "[]", "鄂1202", true},
    {"agency_changes", "{'agents':[{'authority':'special','powers':['waive']}]}", "{'agents':[{'authority':'general'}]}", "[]", "鄂1202", true},
    {"agency_is_partys", "{'agents':[]}", "{'agents':[{'authority':'general'}]}", "[]", "鄂1202", true}, /* the party */
    {"agents_within_law", "{}", "{}", "[]", "鄂1202", true},
    {"agents_within_law", "{'agents':[{},{},{}]}", "{}", "[]", "鄂1202", false},
    {"agents_within_law", "{'agents':[{'authority':'special'}]}", "{}", "[]", "鄂1202", false},
    {"agents_within_law", "{'agents':[{'authority':'special','powers':['settle']}]}", "{}", "[]", "鄂1202", true},
    {"agents_within_law", "{'agents':[{'authority':'general','licence':'14212200610123456'}]}", "{}", "[]", "鄂1202", true},
    {"agents_within_law", "{'agents':[{'authority':'general','licence':'24212200610123456'}]}", "{}", "[]", "鄂1202", false},
    /* 登记立案规定 7: one notice */
    {"only_new_defects", "{'defects':[{}]}", "{}", "[]", "鄂1202", true},
    {"only_new_defects", "{'defects':[{}],'notices_given':1}", "{}", "[]", "鄂1202", false},
    {"only_new_defects", "{'defects':[{'made_by_correction':true}],'notices_given':1}", "{}", "[]", "鄂1202", true},
    {"correction_expired", "{}", "{}", "[{'name':'correction','due_us':1795579200000001}]", "鄂1202", false},
    {"correction_expired", "{}", "{}", "[{'name':'correction','due_us':1795579200000000}]", "鄂1202", true},
    /* CPL 127: explained first */
    {"explained_first", "{'ground':'wrong_court'}", "{}", "[]", "鄂1202", false},
    {"explained_first", "{'ground':'wrong_court','insisted':true}", "{}", "[]", "鄂1202", true},
    {"explained_first", "{'ground':'no_clear_defendant'}", "{}", "[]", "鄂1202", true},
    {"explained_first", "{'ground':'not_corrected'}", "{}", "[]", "鄂1202", false},
    {"explained_first", "{'ground':'not_corrected','notices_given':1}", "{}", "[]", "鄂1202", true},
    /* CPL 160, 165 */
    {"procedure_allowed", "{'procedure':'ordinary'}", "{}", "[]", "鄂12", true},
    {"procedure_allowed", "{'procedure':'summary'}", "{}", "[]", "鄂12", false},
    {"procedure_allowed", "{'procedure':'summary'}", "{}", "[]", "鄂1202", true},
    {"procedure_allowed", "{'procedure':'small_claims'}", "{}", "[]", "鄂1202", false},
    {"procedure_allowed", "{'procedure':'small_claims','amount':600000}", "{}", "[]", "鄂1202", false}, /* no wage known */
    /* 登记立案规定 8 */
    {"decide_period_over", "{}", "{}", "[{'name':'decide','due_us':1795579200000001}]", "鄂1202", false},
    {"decide_period_over", "{}", "{}", "[{'name':'decide','due_us':1795579199999999}]", "鄂1202", true},
    {"number_of_this_court", "{'number':'（2026）鄂1202民初7号'}", "{}", "[]", "鄂1202", true},
    {"number_of_this_court", "{'number':'（2026）鄂1221民初7号'}", "{}", "[]", "鄂1202", false},
    {"number_of_this_court", "{'number':'（2026）鄂1202民终7号'}", "{}", "[]", "鄂1202", false},
    {"number_of_this_court", "{'number':'（2026）鄂1202民初7号之一'}", "{}", "[]", "鄂1202", false},
    {"mediation_not_tried", "{}", "{}", "[]", "鄂1202", true},
    {"mediation_not_tried", "{'mediation_outcome':'not_agreed'}", "{}", "[]", "鄂1202", false},
};

static const struct example papers[] = {
    {"court_paper_signed_or_at_once", "{}", "{}", "[]", "鄂1202", false},
    {"court_paper_signed_or_at_once", "{'at_once':true}", "{}", "[]", "鄂1202", true},
    /* what could not be found out speaks against it */
    {"court_paper_value_known", "{}", "{}", "[]", "鄂1202", false},
    {"court_paper_value_editable", "{}", "{}", "[]", "鄂1202", false},
    {"court_paper_other_hand", "{}", "{}", "[]", "鄂1202", false},
    {"court_paper_complete", "{}", "{}", "[]", "鄂1202", false},
    {"court_paper_right_role", "{}", "{}", "[]", "鄂1202", false},
    {"court_paper_own_click", "{}", "{}", "[]", "鄂1202", false},
    {"court_paper_slip_in_text", "{}", "{}", "[]", "鄂1202", false},
};
/* clang-format on */

static void check(const struct system *system, const struct example *table, size_t count,
                  const char *state)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 4 << 20);
    for (size_t i = 0; i < count; i++) {
        struct value *matter = value_new_map(&arena);
        assert_true(value_set_text(&arena, matter, "court", table[i].court));
        struct facts facts = {.fields = parse(&arena, table[i].fields),
                              .before = parse(&arena, table[i].before),
                              .deadlines = parse(&arena, table[i].deadlines),
                              .matter = matter,
                              .outside = &value_null,
                              .state = state,
                              .now_us = NOW,
                              .received_us = NOW};
        if (find(system, table[i].guard)->allows(&facts) != table[i].allowed)
            fail_msg("example %zu: %s %s", i, table[i].guard, table[i].fields);
    }
}

static void test_guards(void **state)
{
    (void) state;
    check(&filing_system, examples, COUNT_OF(examples), "correction");
    check(&court_paper_system, papers, COUNT_OF(papers), "draft");
    /* CPL 157: signed off before it is sealed */
    static const struct example signed_off[] = {
        {"court_paper_signed_or_at_once", "{}", "{}", "[]", "鄂1202", true}};
    check(&court_paper_system, signed_off, 1, "signed");
}

/* Whether a number is taken was looked up outside, before deciding. */
static void test_a_number_is_free_as_the_register_says(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const struct guard *guard = find(&filing_system, "number_is_free");
    const struct facts free = {.outside = parse(&arena, "{'number_taken':false}")},
                       taken = {.outside = parse(&arena, "{'number_taken':true}")},
                       offered = {.outside = &value_null};
    assert_true(guard->allows(&free));
    assert_false(guard->allows(&taken));
    assert_true(guard->allows(&offered));
}

static void test_definitions(void **state)
{
    (void) state;
    const struct system *const loaded[] = {&filing_system, &court_paper_system};
    for (size_t i = 0; i < COUNT_OF(loaded); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 64 << 20);
        struct vocabulary vocabulary;
        struct workflow *workflow = NULL;
        struct finding findings[8];
        struct err err = {0};
        size_t count = 0;
        assert_int_equal(engine_vocabulary(systems, &arena, &vocabulary, &err), ERR_NONE);
        const struct embedded_file *file = loaded[i]->definition;
        if (definition_load(file->bytes, file->size_bytes, &vocabulary, &arena, &workflow, findings,
                            COUNT_OF(findings), &count, &err))
            fail_msg("%s: %s %s", err.text, count ? findings[0].path : "",
                     count ? findings[0].text : "");
    }
}

static int64_t fee_by(struct arena *arena, const char *fields, const char *settings)
{
    struct value *fee = NULL;
    struct err err = {0};
    struct facts facts = {.fields = parse(arena, fields), .settings = parse(arena, settings)};
    for (size_t i = 0; i < filing_system.compute_count; i++) {
        if (strcmp(filing_system.computes[i].name, "filing_fee") == 0)
            assert_int_equal(filing_system.computes[i].compute(&facts, arena, &fee, &err),
                             ERR_NONE);
    }
    return value_int(fee, -1);
}

static int64_t fee_of(struct arena *arena, const char *fields)
{
    return fee_by(arena, fields, "{}");
}

/* 诉讼费用交纳办法 13, last paragraph: within a range the province's sum, which the court has set.
 */
static void test_provinces_fee(void **state)
{
    (void) state;
    static const struct {
        const char *fields, *settings;
        int64_t fee_fen;
    } fees[] = {
        {"{'cause':'02.02.014','procedure':'ordinary'}", "{}", 5000},
        {"{'cause':'02.02.014','procedure':'ordinary'}", "{'fee_divorce':300,'fee_ip':1000}",
         30000},
        {"{'cause':'02.02.014','amount':50000000,'procedure':'ordinary'}", "{'fee_divorce':300}",
         180000}, /* F11 */
        {"{'cause':'01.01.004','amount':8000000,'procedure':'ordinary'}", "{'fee_personality':500}",
         80000}, /* F12 */
        {"{'cause':'02.01.001','procedure':'summary'}", "{'fee_non_property':100}", 5000},
        {"{'cause':'05.14.157','procedure':'ordinary'}", "{'fee_ip':800}", 80000},
        {"{'cause':'05.14.157','amount':10000000,'procedure':'ordinary'}", "{'fee_ip':800}",
         230000},
        {"{'cause':'07.17.186','procedure':'ordinary'}", "{'fee_divorce':300}", 1000},
    };
    for (size_t i = 0; i < COUNT_OF(fees); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 20);
        assert_int_equal(fee_by(&arena, fees[i].fields, fees[i].settings), fees[i].fee_fen);
    }
}

/* 诉讼费用交纳办法 13(1), 16: a loan of 60,000 yuan costs 1,300, halved under summary procedure. */
static void test_fee(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(
        fee_of(&arena, "{'cause':'04.10.108.03','amount':6000000,'procedure':'ordinary'}"), 130000);
    assert_int_equal(
        fee_of(&arena, "{'cause':'04.10.108.03','amount':6000000,'procedure':'summary'}"), 65000);
    assert_int_equal(
        fee_of(&arena, "{'cause':'04.10.108.03','amount':6000000,'procedure':'small_claims'}"),
        65000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guards), cmocka_unit_test(test_a_number_is_free_as_the_register_says),
        cmocka_unit_test(test_definitions), cmocka_unit_test(test_fee),
        cmocka_unit_test(test_provinces_fee)};
    if (!crypto_start())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}

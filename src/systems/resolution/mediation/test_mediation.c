/* Mediation: the definition compiles without a finding; each guard by a table of examples. */
#include "tests/test.h"

#include "systems/resolution/mediation/range.h"
#include "systems/systems.h"
#include "json/json.h"

extern const struct system mediation_system;

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

static const struct guard *find(const char *name)
{
    for (size_t i = 0; i < mediation_system.guard_count; i++) {
        if (strcmp(mediation_system.guards[i].name, name) == 0)
            return &mediation_system.guards[i];
    }
    fail_msg("no guard %s", name);
    return NULL;
}

/* 2026-11-24 12:00 in Beijing. */
#define NOW INT64_C(1795579200000000)

struct example {
    const char *guard, *fields, *form, *outside, *settings;
    bool allowed;
};

/* clang-format off */
static const struct example examples[] = {
    /* opinion of 2024-12-27: registered first, then entrusted */
    {"mediation_variant_in_force", "{'variant':'A'}", "{}", "{}", "{}", true},
    {"mediation_variant_in_force", "{'variant':'B'}", "{}", "{}", "{'referral_before_registration':false}", false},
    {"mediation_variant_in_force", "{'variant':'B'}", "{}", "{}", "{'referral_before_registration':true}", true},
    {"mediation_variant_in_force", "{'variant':'C'}", "{}", "{}", "{}", false},
    {"mediation_variant_in_force", "{'variant':'C','case_number':'（2026）鄂1202民初1号'}", "{}", "{}", "{}", true},
    /* 特邀规定 27: the period after registration needs the procedure */
    {"mediation_procedure_known", "{'variant':'A'}", "{}", "{}", "{}", true},
    {"mediation_procedure_known", "{'variant':'C'}", "{}", "{}", "{}", false},
    {"mediation_procedure_known", "{'variant':'D','procedure':'summary'}", "{}", "{}", "{}", true},
    {"mediation_answer_on_record", "{}", "{'consent_way':'telephone'}", "{}", "{}", true},
    {"mediation_answer_on_record", "{}", "{'consent_way':'letter'}", "{}", "{}", false},
    {"mediation_answer_on_record", "{}", "{'consent_way':'letter','consent_document':['X1']}", "{}", "{}", true},
    /* 特邀规定 11, 15: on the roster, with room, and nobody's own dispute */
    {"mediation_mediator_serves", "{}", "{}", "{}", "{}", false},
    {"mediation_mediator_serves", "{}", "{}", "{'mediator':{'status':'active','court':'鄂1202','valid_from':0,'open_count':2,'load_max':3,'person_id':9}}", "{}", true},
    {"mediation_mediator_serves", "{}", "{}", "{'mediator':{'status':'active','court':'鄂1202','valid_from':0,'open_count':3,'load_max':3,'person_id':9}}", "{}", false},
    {"mediation_mediator_serves", "{}", "{}", "{'mediator':{'status':'suspended','court':'鄂1202','valid_from':0,'open_count':0,'load_max':3,'person_id':9}}", "{}", false},
    {"mediation_mediator_serves", "{}", "{}", "{'mediator':{'status':'active','court':'鄂1221','valid_from':0,'open_count':0,'load_max':3,'person_id':9}}", "{}", false},
    {"mediation_mediator_serves", "{}", "{}", "{'mediator':{'status':'active','court':'鄂1202','valid_from':0,'valid_to':10,'open_count':0,'load_max':3,'person_id':9}}", "{}", false},
    {"mediation_mediator_without_conflict", "{}", "{}", "{'mediator':{'name':'周某','person_id':9}}", "{}", true},
    {"mediation_mediator_without_conflict", "{}", "{}", "{'mediator':{'name':'周某','person_id':7}}", "{}", false},
    {"mediation_mediator_without_conflict", "{}", "{}", "{'mediator':{'name':'吴某','person_id':9}}", "{}", false},
    {"mediation_mediator_without_conflict", "{}", "{}", "{'mediator':{'name':'陈某','person_id':9}}", "{}", true},
    /* OMR 13 */
    {"mediation_disclosure_accepted", "{}", "{'disclosure':'none'}", "{}", "{}", true},
    {"mediation_disclosure_accepted", "{}", "{'disclosure':'kinship'}", "{}", "{}", false},
    {"mediation_disclosure_accepted", "{}", "{'disclosure':'kinship','disclosure_accepted':true}", "{}", "{}", true},
    /* 电子签名法 3: family and succession by hand */
    {"mediation_signature_serves", "{'cause':'0201'}", "{'signature':{'mode':'screen'}}", "{}", "{}", false},
    {"mediation_signature_serves", "{'cause':'0201'}", "{'signature':{'mode':'paper'}}", "{}", "{}", true},
    {"mediation_signature_serves", "{'cause':'0404'}", "{'signature':{'mode':'screen'}}", "{}", "{}", true},
    {"mediation_signed_on_paper", "{}", "{'signature':{'mode':'paper'}}", "{}", "{}", false},
    {"mediation_signed_on_paper", "{}", "{'signature':{'mode':'screen'},'signed_paper':['X1']}", "{}", "{}", false},
    {"mediation_signed_on_paper", "{}", "{'signature':{'mode':'fingerprint'},'signed_paper':['X1']}", "{}", "{}", true},
    /* 劳动争议调解仲裁法 5; 劳动争议解释一 15: arbitration first, but for a note of wages owed */
    {"mediation_suit_open", "{'cause':'04.10.089'}", "{}", "{}", "{}", true},
    {"mediation_suit_open", "{'cause':'07.19.205'}", "{}", "{}", "{}", false},
    {"mediation_suit_open", "{'cause':'07.19'}", "{}", "{}", "{}", false},
    {"mediation_suit_open", "{'cause':'07.190'}", "{}", "{}", "{}", true},
    {"mediation_suit_open", "{'cause':'07.19.205','employment':[{'job':'钳工'}]}", "{}", "{}", "{}", false},
    {"mediation_suit_open", "{'cause':'07.19.205','employment':[{'arbitration':'第61号'}]}", "{}", "{}", "{}", true},
    {"mediation_suit_open", "{'cause':'07.19.205','wage_note':true}", "{}", "{}", "{}", true},
    /* 法〔2025〕82号: only what has elements is asked for them */
    {"mediation_has_elements", "{'cause':'10.35.411'}", "{}", "{}", "{}", true},
    {"mediation_has_elements", "{'cause':'05.14.165.02'}", "{}", "{}", "{}", true},
    {"mediation_has_elements", "{'cause':'03.06.055'}", "{}", "{}", "{}", false},
    {"mediation_institutions_named", "{'institutions':[]}", "{}", "{}", "{}", false},
    {"mediation_institutions_named", "{'institutions':[{'name':'甲所'},{'name':'乙所'}]}", "{}", "{}", "{}", true},
    {"mediation_institutions_named", "{'institutions':[{'name':'甲所'},{'name':'甲所'}]}", "{}", "{}", "{}", false},
    /* 特邀规定 24: the body's seal */
    {"mediation_seal_in_order", "{'mediator_body':''}", "{'seal_kind':'none'}", "{}", "{}", true},
    {"mediation_seal_in_order", "{'mediator_body':'温泉街道人民调解委员会'}", "{'seal_kind':'none'}", "{}", "{}", false},
    {"mediation_seal_in_order", "{'mediator_body':'温泉街道人民调解委员会','signed_paper':['X1']}", "{'seal_kind':'body'}", "{}", "{}", true},
    {"mediation_seal_in_order", "{'mediator_body':'温泉街道人民调解委员会'}", "{'seal_kind':'body'}", "{}", "{}", false},
};
/* clang-format on */

static void test_guards(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 4 << 20);
    struct participant parties[] = {{.id = 1,
                                     .role = "applicant",
                                     .state = "agreed",
                                     .person_id = 7,
                                     .active = true,
                                     .identity = parse(&arena, "{'name':'陈某'}")},
                                    {.id = 2,
                                     .role = "respondent",
                                     .state = "asked",
                                     .active = true,
                                     .identity = parse(&arena, "{'name':'吴某'}")}};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const struct example *example = &examples[i];
        struct facts facts = {.fields = parse(&arena, example->fields),
                              .before = &value_null,
                              .form = parse(&arena, example->form),
                              .outside = parse(&arena, example->outside),
                              .settings = parse(&arena, example->settings),
                              .published = &value_null,
                              .deadlines = &value_null,
                              .matter = parse(&arena, "{'court':'鄂1202'}"),
                              .participants = parties,
                              .participant_count = COUNT_OF(parties),
                              .now_us = NOW,
                              .received_us = NOW};
        if (find(example->guard)->allows(&facts) != example->allowed)
            fail_msg("example %zu: %s %s %s", i, example->guard, example->fields, example->form);
    }
}

/* Only C words that are here are named, every text is there in both languages, and the clock only
 * records and moves. */
static void test_definition(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct vocabulary vocabulary;
    struct workflow *workflow = NULL;
    struct finding findings[8];
    struct err err = {0};
    size_t count = 0;
    assert_int_equal(engine_vocabulary(systems, &arena, &vocabulary, &err), ERR_NONE);
    enum err_kind kind =
        definition_load(mediation_system.definition->bytes, mediation_system.definition->size_bytes,
                        &vocabulary, &arena, &workflow, findings, COUNT_OF(findings), &count, &err);
    if (kind)
        fail_msg("%s: %s %s", err.text, count ? findings[0].path : "",
                 count ? findings[0].text : "");
    assert_string_equal(workflow_initial(workflow)->waits_for, "diversion_officer");
}

/* OMR 10: the second word comes from the other side, on the same name. */
static void test_choosing_together(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct participant applicant = {.role = "applicant", .active = true, .identity = &value_null},
                       respondent = {.role = "respondent", .active = true, .identity = &value_null};
    struct facts facts = {
        .before = parse(&arena, "{'proposed_by':'applicant','mediator':'R1'}"),
        .form = parse(&arena, "{'mediator':'R1'}"),
        .subject = &respondent,
    };
    const struct guard *guard = find("mediation_other_side_proposed");
    assert_true(guard->allows(&facts));
    facts.subject = &applicant;
    assert_false(guard->allows(&facts));
    facts.subject = &respondent;
    facts.form = parse(&arena, "{'mediator':'R2'}");
    assert_false(guard->allows(&facts));
}

/* OMR 18: what is learned is a band; the same band from other secrets is the same to the byte. */
static void ranges_give_a_band_and_nothing_else(void **context)
{
    static const struct {
        struct money_range one, other;
        const char *band;
    } bands[] = {
        {{100, 200}, {150, 300}, "overlap"}, {{100, 200}, {200, 300}, "overlap"},
        {{100, 200}, {201, 300}, "near"},    {{400, 500}, {100, 300}, "near"},
        {{401, 500}, {100, 300}, "apart"},   {{600, 700}, {100, 300}, "apart"},
        {{601, 700}, {100, 300}, "far"},     {{900, 1000}, {0, 0}, "far"},
    };
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < COUNT_OF(bands); i++) {
        assert_string_equal(range_band(bands[i].one, bands[i].other, 1000), bands[i].band);
        assert_string_equal(range_band(bands[i].other, bands[i].one, 1000), bands[i].band);
    }
    const struct money_range small = {1, 2}, large = {999999999999, 1000000000000};
    assert_int_equal(strlen(range_print(small, &arena)), strlen(range_print(large, &arena)));
}

/* practice.md 1: what may leave a mediation, and nothing else. A new fact or a new map is a change
 * of this list, thought over. */
static const char facts_out[] =
    " outcome unit_wanted partner_wanted variant effective_on undisputed_facts consent over "
    "begun ready ";
static const char fields_out[] =
    /* what the parties handed in themselves, and what all of them signed */
    " cause amount facts wish files applicants respondents case_number unit agreed_facts "
    "price_list "
    /* elements: the applicant's own statement, which no mediator writes */
    "accident employment bank_loans marriage property_fees "
    /* a confirmation: the agreement, which is no talk any more */
    "terms performance obligations mediator_name mediator_body effective_on signed_paper ";

static bool listed(const char *list, const char *name)
{
    char word[64];
    (void) snprintf(word, sizeof word, " %.60s ", name);
    return strstr(list, word) != NULL;
}

static void nothing_said_in_the_talks_leaves_them(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 22);
    struct value *root = NULL;
    struct err err = {0};
    assert_int_equal(json_parse(mediation_system.definition->bytes,
                                mediation_system.definition->size_bytes, &json_limits_file, &arena,
                                &root, &err),
                     ERR_NONE);
    const struct value *facts = value_get(root, "publishes"), *actions = value_get(root, "actions");
    for (size_t i = 0; i < facts->count; i++)
        assert_true(listed(facts_out, value_text_of(facts->items[i], "name")));
    size_t seen = 0;
    for (size_t i = 0; i < actions->count; i++) {
        const struct value *effects = value_get(actions->items[i], "effects");
        for (size_t j = 0; effects->type == VALUE_LIST && j < effects->count; j++) {
            const struct value *map = value_get(effects->items[j], "map");
            if (strcmp(value_text_of(effects->items[j], "do"), "open") != 0)
                continue;
            for (size_t k = 0; k < map->count; k++, seen++) {
                const char *ours = value_text(map->items[k]);
                if (ours && !listed(fields_out, ours))
                    fail_msg("%s leaves the mediation", ours);
            }
        }
    }
    assert_true(seen > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_said_in_the_talks_leaves_them),
        cmocka_unit_test(ranges_give_a_band_and_nothing_else), cmocka_unit_test(test_guards),
        cmocka_unit_test(test_definition), cmocka_unit_test(test_choosing_together)};
    if (!crypto_start())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}

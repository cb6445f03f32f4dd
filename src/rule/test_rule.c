/* The table: every row keeps its promise, whatever is given is held against it, a bad line is
 * answered. The worked examples of the law are tests/law/examples.ndjson. */
#include "tests/test.h"

#include "crypto/crypto.h"
#include "rule/rule.h"

static struct calendar_day days[] = {{0, DAY_HOLIDAY, "国庆节"}, {0, DAY_HOLIDAY, "国庆节"}};
static const struct calendar calendar = {.days = days, .count = COUNT_OF(days), .version = "test"};
static const struct rule_income incomes[] = {{"420000", 2022, 4262600, 2912100, "x"},
                                             {"420000", 2023, 4499000, 3150000, "y"}};
static const struct rule_wage wages[] = {
    {"420000", 2023, 10000000}, {"420000", 2021, 9000000}, {"110000", 2024, 20000000}};

static const char *court_name(void *context, const char *code)
{
    return strcmp(code, context) == 0 ? "咸安法院" : NULL;
}

static struct rule_world world = {.calendar = &calendar,
                                  .incomes = incomes,
                                  .income_count = COUNT_OF(incomes),
                                  .wages = wages,
                                  .wage_count = COUNT_OF(wages),
                                  .court_name = court_name};

static int32_t day_at(const char *text)
{
    int32_t day = 0;
    assert_true(day_parse(text, &day));
    return day;
}

static int make_world(void **context)
{
    (void) context;
    static char code[] = "鄂1202";
    days[0].day = day_at("2026-10-01");
    days[1].day = day_at("2026-10-02");
    world.today = day_at("2026-11-25");
    world.context = code;
    return crypto_start() ? 0 : -1;
}

/* The answer to one line, good until the next call. */
static const char *answer(const char *text)
{
    static struct arena arena;
    static char line[RULE_LINE_BYTES_MAX + 8];
    struct json_writer writer;
    arena_release(&arena);
    arena_init(&arena, 4 << 20);
    size_t size_bytes = strlen(text);
    assert_true(size_bytes < sizeof line);
    memcpy(line, text, size_bytes + 1);
    json_writer_init(&writer, &arena, 1 << 20);
    rule_run_line(&world, line, size_bytes, &arena, &writer);
    const char *told = json_done(&writer);
    assert_non_null(told);
    return told;
}

static void every_row_keeps_its_promise(void **context)
{
    (void) context;
    const struct rule *rule = NULL;
    size_t count = 0;
    for (; (rule = rule_at(count)); count++) {
        char question[1024], member[80];
        (void) snprintf(question, sizeof question, "{\"rule\":\"%s\"%s%s", rule->name,
                        rule->example[1] == '}' ? "" : ",", rule->example + 1);
        const char *got = answer(question);
        print_message("  %s\n", rule->name);
        assert_ptr_equal(rule_find(rule->name), rule);
        assert_true(!rule->alias || rule_find(rule->alias) == rule);
        assert_true(rule->zh && rule->en);
        if (strncmp(got, "{\"ok\":true,", 11) != 0)
            fail_msg("%s: %s", question, got);
        size_t fields = 0;
        for (const struct rule_field *field = rule->in; field->name; field++, fields++)
            assert_true(field->zh && field->en && (field->type != RULE_WORD || field->words));
        assert_true(fields <= RULE_FIELDS_MAX);
        for (const struct rule_field *field = rule->out; field->name; field++) {
            (void) snprintf(member, sizeof member, "\"%s\":", field->name);
            assert_true(field->zh && field->en && rule_type_name(field->type));
            if (field->required && !strstr(got, member))
                fail_msg("%s has no %s: %s", rule->name, member, got);
        }
    }
    assert_true(count >= 30);
    assert_null(rule_find("nothing"));
}

static void a_bad_line_says_what_and_where(void **context)
{
    (void) context;
    /* clang-format off */
    static const struct {
        const char *line, *code, *field;
    } examples[] = {
        {"nonsense", "json.syntax", ""},
        {"", "json.syntax", ""},
        {"[]", "json.flat", ""},
        {"{\"rule\":{}}", "json.flat", ""},
        {"{\"rule\":\"fee\",\"amount_fen\":1.5}", "json.syntax", ""},
        {"{\"rule\":\"fee\",\"rule\":\"fee\"}", "json.syntax", ""},
        {"{}", "required", "rule"},
        {"{\"rule\":1}", "rule.unknown", "rule"},
        {"{\"rule\":\"nothing\"}", "rule.unknown", "rule"},
        {"{\"rule\":\"fee\",\"colour\":1}", "unknown", "colour"},
        {"{\"rule\":\"phone\"}", "required", "text"},
        {"{\"rule\":\"phone\",\"text\":null}", "required", "text"},
        {"{\"rule\":\"phone\",\"text\":1}", "type.text", "text"},
        {"{\"rule\":\"phone\",\"text\":[\"1\"]}", "type.text", "text"},
        {"{\"rule\":\"fee\",\"amount_fen\":\"1\"}", "type.number", "amount_fen"},
        {"{\"rule\":\"fee\",\"amount_fen\":true}", "type.number", "amount_fen"},
        {"{\"rule\":\"fee\",\"merged\":1}", "type.yes_no", "merged"},
        {"{\"rule\":\"procedure\",\"excluded\":\"status\"}", "type.list", "excluded"},
        {"{\"rule\":\"procedure\",\"excluded\":[\"rain\"]}", "choice.unknown", "excluded"},
        {"{\"rule\":\"fee\",\"kind\":\"war\"}", "choice.unknown", "kind"},
        {"{\"rule\":\"fee\",\"amount_fen\":-1}", "rule.range", "amount_fen"},
        {"{\"rule\":\"fee\",\"amount_fen\":1000000000000001}", "rule.range", "amount_fen"},
        {"{\"rule\":\"fee\",\"kind\":\"divorce\",\"base_fen\":1}", "fee.base", "base_fen"},
        {"{\"rule\":\"deadline\",\"start\":\"2026-02-30\",\"length\":1,\"unit\":\"day\"}", "date.format", "start"},
        {"{\"rule\":\"deadline\",\"start\":\"2026-02-20\",\"length\":99999,\"unit\":\"day\"}", "rule.range", "length"},
        {"{\"rule\":\"deadline\",\"start\":\"2026-02-20\",\"length\":1,\"unit\":\"day\",\"excluded_days\":-1}", "rule.range", "excluded_days"},
        {"{\"rule\":\"court_level\",\"amount_fen\":1,\"day\":\"2026-01-01T00:00:00Z\"}", "date.format", "day"},
        {"{\"rule\":\"period\",\"name\":\"nothing\",\"start\":\"2026-02-20\"}", "period.unknown", "name"},
        {"{\"rule\":\"procedure\",\"province\":\"990000\"}", "wage.unknown", "province"},
        {"{\"rule\":\"relief\",\"kind\":\"reduction\",\"ground\":\"disaster\",\"natural_person\":true,\"fee_fen\":1,\"percent\":20}", "fee.reduction", "percent"},
        {"{\"rule\":\"remedy\",\"decision\":\"sunshine\"}", "choice.unknown", "decision"},
        {"{\"rule\":\"indicator\",\"name\":\"satisfaction_rate\",\"counts\":[\"satisfied\"]}", "rule.count", "counts"},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        char wanted[160];
        (void) snprintf(wanted, sizeof wanted, "{\"ok\":false,\"code\":\"%s\",\"field\":\"%s\",",
                        examples[i].code, examples[i].field);
        const char *got = answer(examples[i].line);
        if (strncmp(got, wanted, strlen(wanted)) != 0)
            fail_msg("%s\n  gives %s\n  not   %s", examples[i].line, got, wanted);
    }
}

/* Whoever sends by the thousand tells answers apart by an id of their own. */
static void an_id_comes_back(void **context)
{
    (void) context;
    static const struct {
        const char *line, *begins;
    } examples[] = {
        {"{\"id\":7,\"rule\":\"phone\",\"text\":\"13800138000\"}", "{\"ok\":true,\"id\":7,"},
        {"{\"rule\":\"phone\",\"text\":\"13800138000\",\"id\":\"甲\"}",
         "{\"ok\":true,\"id\":\"甲\","},
        {"{\"rule\":\"phone\",\"text\":\"1\",\"id\":null}", "{\"ok\":true,\"id\":null,"},
        {"{\"rule\":\"nothing\",\"id\":8}", "{\"ok\":false,\"id\":8,\"code\":\"rule.unknown\""},
        {"{\"rule\":\"fee\",\"kind\":\"divorce\",\"base_fen\":1,\"id\":9}",
         "{\"ok\":false,\"id\":9,"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const char *got = answer(examples[i].line);
        if (strncmp(got, examples[i].begins, strlen(examples[i].begins)) != 0)
            fail_msg("%s\n  gives %s", examples[i].line, got);
    }
}

/* 人身损害赔偿解释 22: the figures of the year before, the latest there are, or those handed in. */
static void incomes_are_those_of_the_year_before(void **context)
{
    static const struct {
        const char *line, *told;
    } examples[] = {{"{\"rule\":\"injury\",\"day\":\"2026-03-02\",\"year\":2026,\"grade\":10,"
                     "\"age\":41,\"province\":\"420000\"}",
                     "\"disability_fen\":8998000,\"income_year\":2023"},
                    {"{\"rule\":\"injury\",\"day\":\"2023-03-02\",\"year\":2023,\"grade\":10,"
                     "\"age\":41,\"province\":\"420000\",\"dependants\":[\"8:2\"]}",
                     "\"disability_fen\":8525200,\"support_fen\":1456050,\"income_year\":2022"},
                    {"{\"rule\":\"injury\",\"day\":\"2026-03-02\",\"grade\":10,\"age\":41,\"income_"
                     "fen\":5000000}",
                     "\"disability_fen\":10000000,\"basis\""},
                    {"{\"rule\":\"injury\",\"day\":\"2026-03-02\",\"grade\":10,\"age\":41,"
                     "\"province\":\"110000\",\"year\":2026}",
                     "\"code\":\"income.unknown\",\"field\":\"income_fen\""},
                    {"{\"rule\":\"injury\",\"day\":\"2026-03-02\",\"grade\":0,\"age\":41}",
                     "\"code\":\"rule.range\",\"field\":\"grade\""},
                    {"{\"rule\":\"injury\",\"day\":\"2026-03-02\",\"share_percent\":101}",
                     "\"code\":\"rule.range\",\"field\":\"share_percent\""},
                    {"{\"rule\":\"injury\",\"day\":\"2026-03-02\",\"grade\":10}",
                     "\"code\":\"required\",\"field\":\"age\""},
                    {"{\"rule\":\"injury\",\"day\":\"2026-03-02\",\"dependants\":[\"8\"]}",
                     "\"code\":\"injury.dependant\""},
                    {"{\"rule\":\"injury\",\"day\":\"2026-03-02\",\"dependants\":[\"8:2x\"]}",
                     "\"code\":\"injury.dependant\""},
                    {"{\"rule\":\"injury\",\"day\":\"2021-03-02\"}", "\"code\":\"injury.day\""}};
    (void) context;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const char *said = answer(examples[i].line);
        if (!strstr(said, examples[i].told))
            fail_msg("%s: %s", examples[i].line, said);
    }
}

/* JI 272: last year's wage; until it is published, the latest there is. */
static void a_wage_is_found_by_province_and_year(void **context)
{
    (void) context;
    static const struct {
        const char *line, *holds; /* a piece of the answer */
    } examples[] = {
        {"{\"rule\":\"procedure\",\"amount_fen\":1,\"province\":\"420000\",\"year\":2024}",
         "\"wage_fen\":10000000,\"wage_year\":2023"},
        {"{\"rule\":\"procedure\",\"amount_fen\":1,\"province\":\"420000\",\"year\":2023}",
         "\"wage_fen\":9000000,\"wage_year\":2021"},
        {"{\"rule\":\"procedure\",\"amount_fen\":1,\"province\":\"420000\",\"year\":2021}",
         "\"wage.unknown\""},
        {"{\"rule\":\"procedure\",\"amount_fen\":1,\"province\":\"110000\"}", "\"wage_year\":2024"},
        {"{\"rule\":\"procedure\",\"amount_fen\":1,\"province\":\"110000\",\"day\":\"2024-06-01\"}",
         "\"wage.unknown\""},
        {"{\"rule\":\"case_number\",\"text\":\"(2026)鄂1202民初1号\"}",
         "\"court_name\":\"咸安法院\""},
        {"{\"rule\":\"case_number\",\"text\":\"(2026)鄂1281民初1号\"}",
         "\"court\":\"鄂1281\",\"special\""},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const char *got = answer(examples[i].line);
        if (!strstr(got, examples[i].holds))
            fail_msg("%s\n  gives %s", examples[i].line, got);
    }
}

/* As addresses and command lines have them: texts, and lists parted by commas. */
static void texts_are_bound_by_their_field(void **context)
{
    (void) context;
    static const struct {
        const char *rule, *name, *text, *code; /* NULL: taken */
    } examples[] = {
        {"acceptance_fee", "amount_fen", "35000000", NULL},
        {"acceptance_fee", "amount_fen", "", "type.number"},
        {"acceptance_fee", "amount_fen", "35x", "type.number"},
        {"acceptance_fee", "amount_fen", "99999999999999999999", "rule.range"},
        {"acceptance_fee", "merged", "true", NULL},
        {"acceptance_fee", "merged", "false", NULL},
        {"acceptance_fee", "merged", "1", "type.yes_no"},
        {"acceptance_fee", "kind", "labour", NULL},
        {"acceptance_fee", "kind", "", "choice.unknown"},
        {"acceptance_fee", "colour", "red", "unknown"},
        {"procedure", "excluded", "status,title", NULL},
        {"procedure", "excluded", "", NULL},
        {"procedure", "excluded", "status,,title", "choice.unknown"},
        {"procedure", "day", "2026-11-25", NULL},
        {"procedure", "day", "25.11.2026", "date.format"},
        {"case_number_parse", "text", "x", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        struct rule_value values[RULE_FIELDS_MAX];
        struct err err = {0};
        arena_init(&arena, 1 << 16);
        enum err_kind kind = rule_bind_texts(rule_find(examples[i].rule), &examples[i].name,
                                             &examples[i].text, 1, &arena, values, &err);
        print_message("  %s %s\n", examples[i].name, examples[i].text);
        assert_int_equal(kind != ERR_NONE, examples[i].code != NULL);
        if (kind)
            assert_string_equal(err.code, examples[i].code);
    }
}

static void a_moment_has_many_spellings(void **context)
{
    (void) context;
    static const struct {
        const char *text, *due; /* of 48 hours; NULL: refused */
    } examples[] = {
        {"2026-11-20T10:20", "2026-11-22T11:00:00+08:00"}, /* T19 */
        {"2026-11-20T10:20:30", "2026-11-22T11:00:00+08:00"},
        {"2026-11-20T10:20:30+08:00", "2026-11-22T11:00:00+08:00"},
        {"2026-11-20T02:20:30Z", "2026-11-22T11:00:00+08:00"},
        {"2026-11-20T10", NULL},
        {"2026-11-20T25:20", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        char line[200];
        (void) snprintf(line, sizeof line,
                        "{\"rule\":\"deadline\",\"start\":\"%s\",\"length\":48,\"unit\":\"hour\"}",
                        examples[i].text);
        const char *got = answer(line), *wanted = examples[i].due ? examples[i].due : "date.format";
        if (!strstr(got, wanted))
            fail_msg("%s\n  gives %s", line, got);
    }
}

/* Too little memory is an answer too, whole and well-formed, or none that is said to be one. */
static void little_memory_never_gives_half_an_answer(void **context)
{
    (void) context;
    for (size_t place = 0; rule_at(place); place++) {
        for (size_t limit = 256; limit < 32768; limit = limit * 5 / 4) {
            ARENA_SCOPED arena;
            struct json_writer writer;
            char line[1024];
            arena_init(&arena, limit);
            (void) snprintf(line, sizeof line, "{\"rule\":\"%s\",%s", rule_at(place)->name,
                            rule_at(place)->example + 1);
            json_writer_init(&writer, &arena, 1 << 16);
            rule_run_line(&world, line, strlen(line), &arena, &writer);
            const char *told = json_done(&writer);
            if (told)
                assert_true(told[0] == '{' && told[strlen(told) - 1] == '}');
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_keeps_its_promise),
        cmocka_unit_test(a_bad_line_says_what_and_where),
        cmocka_unit_test(an_id_comes_back),
        cmocka_unit_test(a_wage_is_found_by_province_and_year),
        cmocka_unit_test(incomes_are_those_of_the_year_before),
        cmocka_unit_test(texts_are_bound_by_their_field),
        cmocka_unit_test(a_moment_has_many_spellings),
        cmocka_unit_test(little_memory_never_gives_half_an_answer),
    };
    return cmocka_run_group_tests(tests, make_world, NULL);
}

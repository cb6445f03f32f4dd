/* What a clerk of the court would hold against the light: words, names, dates, pages. */
#include "tests/test.h"

#include "base/embedded.h"
#include "paper/set.h"
#include "json/json.h"

#define COURT "甲市乙区人民法院"

/* Cairo 1.16 leaks 768 bytes for each CFF font it embeds (its subsetter's array of dictionaries).
 */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libcairo.so\nleak:libfontconfig.so"; }

extern const struct embedded_file paper_sample[];

static struct arena arena;

static int start(void **context)
{
    (void) context;
    struct err err = {0};
    enum err_kind kind = paper_start(&err);
    if (kind)
        print_error("%s: %s\n", err.code, err.text);
    return kind != ERR_NONE;
}

static int stop(void **context)
{
    (void) context;
    paper_stop();
    return 0;
}

static int fresh(void **context)
{
    (void) context;
    arena_init(&arena, 256u << 20);
    return 0;
}

static int release(void **context)
{
    (void) context;
    arena_release(&arena);
    return 0;
}

static struct value *read_json(const char *json)
{
    struct value *value = NULL;
    assert_int_equal(json_parse(json, strlen(json), &json_limits_file, &arena, &value, NULL),
                     ERR_NONE);
    return value;
}

static struct paper_request request_for(const char *name, const struct value *values)
{
    const struct paper_template *template = paper_template_find(name);
    assert_non_null(template);
    return (struct paper_request){
        .template = template,
        .values = values,
        .created_day = day_of_date((struct civil_date){2026, 11, 24}),
    };
}

static const char *text_of(const char *name, const struct value *values)
{
    struct paper_request request = request_for(name, values);
    const char *text = NULL;
    struct err err = {0};
    if (paper_text(&request, &arena, &text, &err))
        fail_msg("%s: %s %s", name, err.code, err.field);
    return text;
}

static size_t count_of(const void *bytes, size_t size_bytes, const char *word)
{
    size_t count = 0;
    const char *at = bytes, *end = at + size_bytes;
    while ((at = memmem(at, (size_t) (end - at), word, strlen(word)))) {
        count++;
        at += strlen(word);
    }
    return count;
}

static size_t pages_of(const struct paper_request *request)
{
    const void *pdf = NULL;
    size_t pdf_bytes = 0;
    struct err err = {0};
    if (paper_render(request, &arena, &pdf, &pdf_bytes, &err))
        fail_msg("%s %s", err.code, err.text);
    assert_memory_equal(pdf, "%PDF-1.5", 8);
    return count_of(pdf, pdf_bytes, "/Type /Page ");
}

static struct value *set_text(struct value *map, const char *name, const char *text)
{
    assert_true(value_set_text(&arena, map, name, text));
    return map;
}

static void every_template_is_told_and_drawn(void **context)
{
    (void) context;
    const struct value *values = read_json(paper_sample[0].bytes);
    size_t count = 0;
    for (const struct paper_template *template; (template = paper_template_at(count)); count++) {
        const char *name = paper_template_name(template);
        const char *text = text_of(name, values);
        print_message("  %s\n", name);
        assert_true(strlen(text) > 150);
        assert_null(strchr(text, '{'));
        assert_null(strstr(text, "缴纳")); /* courts write 交纳 */
        /* never of a filing; of an application it is the law's word (CPL 206, 130, 50) */
        if (!strstr(name, "confirmation_") && !text_starts(name, "application_"))
            assert_null(strstr(text, "驳回"));
        assert_true(strlen(paper_template_title(template, "en")) > 3);
        assert_non_null(paper_template_title(template, "zh"));
        struct paper_request request = request_for(name, values);
        assert_in_range(pages_of(&request), 1, 3);
        request.seal_text = COURT;
        request.check_url = "https://court.example/check/P7K29Q?d=0123456789abcdef0123456789abcdef"
                            "0123456789abcdef0123456789abcdef";
        assert_in_range(pages_of(&request), 1, 3);
    }
    assert_int_equal(count, 34);
    assert_null(paper_template_find("no_such_paper"));
}

static void words_are_those_of_the_law(void **context)
{
    (void) context;
    static const struct {
        const char *title, *template, *words;
    } examples[] = {
        {"names are joined", "acceptance_notice", "诉李𠮷、甲市某某建材有限公司民间借贷纠纷一案"},
        {"the case number stands under the title", "acceptance_notice",
         "受理案件通知书\n（2026）甲0102民初1287号\n"},
        {"money is written out in yuan", "fee_notice",
         "费用项目：案件受理费；计算依据：交费办法第十三条第一项；金额：1,300.00元"},
        {"fees are totalled", "fee_notice", "费用项目：合计；金额：1,300.00元"},
        {"unpaid after notice: withdrawn by ruling (JI 213)", "fee_notice", "第二百一十三条"},
        {"refusal names remedy, court and days (CPL 171)", "refusal_ruling",
         "十日内，向本院递交上诉状，上诉于上一级人民法院"},
        {"refusal calls the party 起诉人", "refusal_ruling",
         "起诉人：张镕喆，男，1980年2月3日出生，住所地甲市乙区和平路8号2单元501室。"},
        {"rulings are dated in Chinese numerals", "refusal_ruling", "二〇二六年十一月二十四日"},
        {"correction lists field and page", "correction_notice",
         "序号：1；项目：被起诉人住所地\n起诉状第1页；存在的问题：没有写明住所地，无法送达。"},
        {"correction says the period", "correction_notice", "之日起7日内（2026年12月1日前）补正"},
        {"return keeps the right to insist", "return_notice", "坚持起诉的"},
        {"explanation names the right court", "jurisdiction_explanation", "丙市丁区人民法院提出"},
        {"not taken elsewhere does not end the right to sue (CPL 126)", "cross_notice",
         "仍然可以直接向有管辖权的人民法院提交起诉材料"},
        {"the receipt says when the court must answer", "receipt", "本院要在2026年12月1日前答复您"},
        {"the agreement numbers its terms", "mediation_agreement", "2．双方就本纠纷再无其他争议。"},
        {"confirmation within thirty days (CPL 205)", "mediation_agreement", "三十日内，共同"},
        {"the failure report holds no concessions (OMR 18)", "mediation_failure_report",
         "不记载当事人为达成协议作出的让步"},
        {"undisputed facts are numbered in Chinese", "undisputed_facts", "二、2026年1月6日"},
        {"the invitation says it is voluntary (OMR 3)", "mediation_invitation", "调解完全自愿"},
        {"the evidence period (证据规定 50)", "evidence_notice", "举证期限为15日"},
        {"the index numbers what it lists", "archive_index", "序号：1；材料名称：借条"},
        {"the index counts what it lists", "archive_index", "共1件。"},
        {"a slip is named and corrected (JI 245)", "correction_ruling",
         "不予受理民事裁定书中“六万圆”补正为“六万元”"},
        {"what an outage held (CPL 86)", "outage_certificate", "期限的最后一日现为2026年12月1日"},
        {"a ruling on an application names its articles", "application_ruling",
         "依照民事诉讼法第八十六条规定，裁定如下"},
        {"more time for evidence is decided on (JI 100)", "application_request_decision",
         "决定如下"},
        {"a recusal is decided on, not ruled on (CPL 49)", "application_decision", "决定如下"},
        {"electronic service by consent (CPL 90)", "service_address_confirmation",
         "是否同意电子送达：同意"},
    };
    const struct value *values = read_json(paper_sample[0].bytes);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        print_message("  %s\n", examples[i].title);
        const char *text = text_of(examples[i].template, values);
        if (!strstr(text, examples[i].words))
            fail_msg("%s not in:\n%s", examples[i].words, text);
    }
}

static void a_missing_value_is_named(void **context)
{
    (void) context;
    const struct paper_template *template;
    for (size_t i = 0; (template = paper_template_at(i)); i++) {
        for (const char *const *need = paper_template_needs(template); *need; need++) {
            struct value *values = read_json(paper_sample[0].bytes);
            assert_true(value_set_text(&arena, values, *need, NULL));
            struct paper_request request = request_for(paper_template_name(template), values);
            const char *text = NULL;
            struct err err = {0};
            print_message("  %s without %s\n", paper_template_name(template), *need);
            assert_int_equal(paper_text(&request, &arena, &text, &err), ERR_INVALID);
            assert_string_equal(err.code, "paper.value_missing");
            assert_string_equal(err.field, *need);
        }
    }

    struct value *values = read_json(paper_sample[0].bytes);
    assert_true(
        value_set(&arena, values, "defects", read_json("[{\"field\":\"a\",\"how\":\"b\"}]")));
    struct paper_request request = request_for("correction_notice", values);
    const char *text = NULL;
    struct err err = {0};
    assert_int_equal(paper_text(&request, &arena, &text, &err), ERR_INVALID);
    assert_string_equal(err.field, "defects[0].what");
}

/* Whoever edits a paper reads what each value is called, never the name in the code. */
static void every_value_has_a_title(void **context)
{
    (void) context;
    size_t without = 0;
    const struct paper_template *template = NULL;
    for (size_t i = 0; (template = paper_template_at(i)); i++) {
        const char *const *names = paper_template_names(template, &arena);
        assert_non_null(names);
        for (; *names; names++) {
            if (paper_value_title(template, *names, "zh") &&
                paper_value_title(template, *names, "en"))
                continue;
            print_message("%s: '%s' has no title\n", paper_template_name(template), *names);
            without++;
        }
    }
    assert_int_equal(without, 0);
}

static void codes_are_not_printed_as_words(void **context)
{
    (void) context;
    struct value *values = set_text(read_json(paper_sample[0].bytes), "ground", "wrong_court");
    const char *text = text_of("refusal_ruling", set_text(values, "cause", "9130"));
    assert_non_null(strstr(text, "上述情形属于：不属于本院管辖（第一百二十七条第四项）。"));
    assert_null(strstr(text, "9130"));
    text = text_of("refusal_ruling", set_text(values, "cause_name", "买卖合同纠纷"));
    assert_non_null(strstr(text, "就买卖合同纠纷向本院"));
    text = text_of("refusal_ruling", set_text(values, "ground", "new_ground"));
    assert_null(strstr(text, "new_ground"));
    text = text_of("jurisdiction_explanation", set_text(values, "right_court", "0102"));
    assert_null(strstr(text, "0102提出"));
    assert_non_null(strstr(text, "二、你方可以向有权处理的机关"));
}

/* What the engine lays in when a matter knows its people as participants only. */
static void joined_names_and_lines_serve_as_well(void **context)
{
    (void) context;
    const struct value *values = read_json(
        "{\"court\":\"" COURT
        "\",\"applicants_names\":\"张某\",\"respondents_names\":\"李某、王某\","
        "\"mediator_names\":\"赵某\",\"facts\":\"借款。\",\"terms\":\"归还本金。\\n\\n再无争议。\","
        "\"performance\":\"转账。\",\"today\":\"2026年11月20日\"}");
    const char *text = text_of("mediation_agreement", values);
    assert_non_null(
        strstr(text, "被申请人：李某、王某。\n双方当事人因纠纷，自愿申请调解。调解员赵某"));
    assert_non_null(strstr(text, "1．归还本金。\n2．再无争议。\n"));
    assert_non_null(strstr(text, "2026年11月20日"));
    values = read_json("{\"me\":{\"name\":\"张某\"},\"title\":\"漏水\"}");
    text = text_of("receipt", values);
    assert_non_null(strstr(text, "您于2026年11月24日提交的“漏水”材料，平台已经"));
}

static void a_value_cannot_pose_as_template_or_turn_the_line(void **context)
{
    (void) context;
    struct value *values = set_text(read_json(paper_sample[0].bytes), "reasons",
                                    "{judge}\x01 {?x} \u202Eabc\u2066\u200F 完");
    const char *text = text_of("refusal_ruling", values);
    assert_non_null(strstr(text, "本院经审查认为：{judge} {?x} abc 完\n"));
}

static void the_same_paper_has_the_same_bytes(void **context)
{
    (void) context;
    struct paper_request request = request_for("fee_notice", read_json(paper_sample[0].bytes));
    request.seal_text = COURT;
    request.check_url = "https://court.example/check/1";
    const void *first, *second, *later;
    size_t first_bytes, second_bytes, later_bytes;
    assert_int_equal(paper_render(&request, &arena, &first, &first_bytes, NULL), ERR_NONE);
    struct paper_request other = request_for("rights_notice", request.values);
    assert_int_equal(paper_render(&other, &arena, &later, &later_bytes, NULL), ERR_NONE);
    assert_int_equal(paper_render(&request, &arena, &second, &second_bytes, NULL), ERR_NONE);
    assert_int_equal(first_bytes, second_bytes);
    assert_memory_equal(first, second, first_bytes);
    request.created_day++;
    assert_int_equal(paper_render(&request, &arena, &later, &later_bytes, NULL), ERR_NONE);
    assert_true(later_bytes != first_bytes || memcmp(first, later, first_bytes));
}

static void what_no_font_draws_is_marked_by_its_number(void **context)
{
    (void) context;
    PangoContext *pango = context_new();
    const char *names = "镕喆堃昇赟𠮷㛃王Wáng·买买提";
    assert_string_equal(text_drawable(pango, &arena, BODY_FONT, names), names);
    /* An unassigned code point of plane 3: no font has it. */
    assert_string_equal(text_drawable(pango, &arena, BODY_FONT, "张\U0003FFF0某"),
                        "张〔U+3FFF0〕某");
    g_object_unref(pango);
}

static char *repeat(const char *piece, size_t count)
{
    struct text text;
    text_init(&text, &arena, 4u << 20);
    for (size_t i = 0; i < count; i++)
        text_add(&text, piece);
    text_add(&text, "。");
    assert_non_null(text_done(&text));
    return text.bytes;
}

static void long_text_goes_over_pages(void **context)
{
    (void) context;
    struct value *values = read_json(paper_sample[0].bytes);
    set_text(values, "reasons", repeat("起诉人与本案没有直接利害关系，", 200));
    struct paper_request request = request_for("refusal_ruling", values);
    assert_in_range(pages_of(&request), 5, 7); /* 3,000 characters, 616 a page */

    /* One row of a table taller than a page, and a table of 300 rows. */
    struct value *list = value_new_list(&arena);
    for (size_t i = 0; i < 300; i++) {
        struct value *row = value_new_map(&arena);
        set_text(set_text(row, "field", "证据目录"), "how", "写明");
        set_text(row, "what", i == 7 ? repeat("内容不明，", 300) : "不清楚");
        assert_true(value_add(&arena, list, row));
    }
    assert_true(value_set(&arena, values, "defects", list));
    request = request_for("correction_notice", values);
    assert_in_range(pages_of(&request), 12, 40);
}

static void more_than_the_bounds_is_refused(void **context)
{
    (void) context;
    struct value *values = read_json(paper_sample[0].bytes);
    set_text(values, "reasons", repeat("一\n", 20000));
    struct paper_request request = request_for("refusal_ruling", values);
    const void *pdf;
    size_t pdf_bytes;
    struct err err = {0};
    assert_int_equal(paper_render(&request, &arena, &pdf, &pdf_bytes, &err), ERR_LIMIT);
    assert_string_equal(err.code, "paper.too_long");

    request = request_for("receipt", read_json(paper_sample[0].bytes));
    request.check_url = repeat("https://court.example/", 100);
    assert_int_equal(paper_render(&request, &arena, &pdf, &pdf_bytes, &err), ERR_INVALID);
    assert_string_equal(err.code, "paper.check_url");
}

/* The drafting rules: no page may hold signature and seal alone. */
static void a_signature_never_stands_alone(void **context)
{
    (void) context;
    for (size_t length = 1; length < 60; length++) {
        struct value *values = read_json(paper_sample[0].bytes);
        set_text(values, "reasons", repeat("事由\n", length));
        struct paper_request request = request_for("refusal_ruling", values);
        struct content content;
        struct setting setting;
        assert_int_equal(content_make(&request, &arena, &content, NULL), ERR_NONE);
        assert_int_equal(setting_make(&content, &arena, &setting, NULL), ERR_NONE);
        size_t text_lines = 0;
        bool seen_seal = false;
        for (size_t i = 0; i < setting.placed_count; i++) {
            const struct placed *at = &setting.placed[i];
            assert_true(at->y + at->row->height <= TEXT_HEIGHT + 0.01);
            if (at->page + 1 != setting.page_count || at->row->blank)
                continue;
            seen_seal = seen_seal || at->row->seal;
            text_lines++;
        }
        setting_free(&setting);
        assert_true(seen_seal);
        assert_true(text_lines >= 5); /* judge, date, clerk and two lines of the ruling */
    }
}

static void big_print_is_bigger(void **context)
{
    (void) context;
    struct value *values = read_json(paper_sample[0].bytes);
    struct paper_request request = request_for("rights_notice", values);
    size_t pages = pages_of(&request);
    assert_true(value_set_bool(&arena, values, "big_print", true));
    assert_true(pages_of(&request) > pages);
}

static void numbers_and_days_are_read_as_courts_do(void **context)
{
    (void) context;
    static const struct {
        int64_t number;
        const char *zh;
    } examples[] = {{0, "〇"},    {1, "一"},      {10, "十"},     {11, "十一"},
                    {20, "二十"}, {31, "三十一"}, {99, "九十九"}, {2026, "二〇二六"}};
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_string_equal(number_zh(&arena, examples[i].number), examples[i].zh);

    static const struct {
        const char *json;
        enum paper_filter filter;
        const char *text;
    } values[] = {
        {"\"2026-10-01\"", FILTER_DAY_ZH, "二〇二六年十月一日"},
        {"\"2026-12-31T17:05:00Z\"", FILTER_MOMENT, "2027年1月1日1时05分"},
        {"\"2026-12-31T17:05:00Z\"", FILTER_DAY, "2027年1月1日"},
        {"\"2026年10月1日\"", FILTER_DAY_ZH, "二〇二六年十月一日"},
        {"\"2026年13月1日\"", FILTER_DAY_ZH, "2026年13月1日"},
        {"\"收到之日\"", FILTER_DAY, "收到之日"},
        {"5", FILTER_YUAN, "0.05元"},
        {"\"60,000.00\"", FILTER_YUAN, "60,000.00元"},
        {"\"60,000.00元\"", FILTER_YUAN, "60,000.00元"},
        {"7", FILTER_DAYS, "7日"},
        {"\"7日\"", FILTER_DAYS, "7日"},
        {"[1,2,3]", FILTER_COUNT, "3"},
        {"[\"甲\",\"乙\"]", FILTER_NONE, "甲、乙"},
        {"[\"甲。\",\"乙。\"]", FILTER_NONE, "甲。\n乙。"},
        {"true", FILTER_NONE, "是"},
        {"\"summary\"", FILTER_WORDS, NULL},
        {"\"  \\n\"", FILTER_NONE, NULL},
        {"[]", FILTER_NONE, NULL},
        {"[[[[[[\"deep\"]]]]]]", FILTER_NONE, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        bool full = false;
        const char *text = value_print(&arena, read_json(values[i].json), values[i].filter, &full);
        assert_false(full);
        if (values[i].text)
            assert_string_equal(text, values[i].text);
        else
            assert_null(text);
    }
}

static void a_broken_template_is_refused(void **context)
{
    (void) context;
    static const char *const broken[] = {
        "",
        "{}",
        "{\"title\":{\"zh\":\"a\"},\"blocks\":[{\"p\":\"x\"}]}",
        "{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[]}",
        "{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[{\"p\":\"{open\"}]}",
        "{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[{\"p\":\"{?a}never closed\"}]}",
        "{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[{\"p\":\"{/}\"}]}",
        "{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[{\"p\":\"{a|nofilter}\"}]}",
        "{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[{\"p\":\"{A b}\"}]}",
        "{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[{\"p\":\"x\",\"flush\":\"y\"}]}",
        "{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[{\"q\":\"x\"}]}",
        "{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[{\"table\":\"x\"}]}",
        "{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[{\"form\":[[\"a\"]]}]}",
        "{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[{\"p\":\"x\"}],\"colour\":\"red\"}",
        ("{\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"blocks\":[{\"table\":\"x\","
         "\"columns\":[{\"title\":\"a\",\"text\":\"b\",\"width\":0}]}]}"),
    };
    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        struct embedded_file file = {"bad.json", broken[i], strlen(broken[i])};
        struct paper_template template = {0};
        struct err err = {0};
        enum err_kind kind = template_read(&file, &arena, &template, &err);
        print_message("  %s: %s\n", broken[i], err.field);
        assert_true(kind == ERR_INVALID || kind == ERR_SYNTAX);
    }
}

static void survives_every_memory_limit(void **context)
{
    (void) context;
    struct value *values = read_json(paper_sample[0].bytes);
    struct paper_request request = request_for("correction_notice", values);
    request.seal_text = COURT;
    request.check_url = "https://court.example/check/1";
    bool done = false;
    for (size_t limit_bytes = 0; !done; limit_bytes += limit_bytes < 20000 ? 400 : 20000) {
        ARENA_SCOPED small;
        arena_init(&small, limit_bytes);
        const void *pdf;
        size_t pdf_bytes;
        enum err_kind kind = paper_render(&request, &small, &pdf, &pdf_bytes, NULL);
        assert_true(kind == ERR_NONE || kind == ERR_LIMIT);
        done = kind == ERR_NONE;
        assert_true(limit_bytes < 4u << 20);
    }
}

#define PAPER_TEST(function) cmocka_unit_test_setup_teardown(function, fresh, release)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAPER_TEST(every_template_is_told_and_drawn),
        PAPER_TEST(words_are_those_of_the_law),
        PAPER_TEST(a_missing_value_is_named),
        PAPER_TEST(codes_are_not_printed_as_words),
        PAPER_TEST(every_value_has_a_title),
        PAPER_TEST(joined_names_and_lines_serve_as_well),
        PAPER_TEST(a_value_cannot_pose_as_template_or_turn_the_line),
        PAPER_TEST(the_same_paper_has_the_same_bytes),
        PAPER_TEST(what_no_font_draws_is_marked_by_its_number),
        PAPER_TEST(long_text_goes_over_pages),
        PAPER_TEST(more_than_the_bounds_is_refused),
        PAPER_TEST(a_signature_never_stands_alone),
        PAPER_TEST(big_print_is_bigger),
        PAPER_TEST(numbers_and_days_are_read_as_courts_do),
        PAPER_TEST(a_broken_template_is_refused),
        PAPER_TEST(survives_every_memory_limit),
    };
    return cmocka_run_group_tests(tests, start, stop);
}

/* The file of connections, and what a case system may answer, by tables. */
#include "tests/test.h"

#include "base/moment.h"
#include "gateway/case_system.h"
#include "json/json.h"

#include <unistd.h>

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    for (; *text; text++)
        assert_int_not_equal(fputc(*text == '\'' ? '"' : *text, file), EOF);
    assert_int_equal(fclose(file), 0);
}

static void a_file_is_read_or_its_mistake_is_named(void **state)
{
    (void) state;
    static const struct {
        const char *text, *field; /* NULL: it is good */
    } rows[] = {
        {"[]", NULL},
        {"[{'name':'a','url':'https://x.example/api/','courts':['鄂12*']}]", NULL},
        {"[{'name':'a','url':'http://127.0.0.1:8/"
         "','courts':['鄂1202'],'seconds':1,'from':'2026-01-01','to':'2026-12-31'}]",
         NULL},
        {"{}", ""},
        {"[{'url':'https://x.example','courts':['鄂12']}]", "name"},
        {"[{'name':'a','url':'http://x.example','courts':['鄂12']}]", "url"}, /* in the clear */
        {"[{'name':'a','url':'file:///etc/passwd','courts':['鄂12']}]", "url"},
        {"[{'name':'a','url':'https://x.example','courts':[]}]", "courts"},
        {"[{'name':'a','url':'https://x.example','courts':['鄂*12']}]", "courts"},
        {"[{'name':'a','url':'https://x.example','courts':['鄂12'],'seconds':0}]", "seconds"},
        {"[{'name':'a','url':'https://x.example','courts':['鄂12'],'every':3601}]", "every"},
        {"[{'name':'a','url':'https://x.example','courts':['鄂12'],'from':'2026-02-30'}]", "from"},
        {"[{'name':'a','url':'https://"
         "x.example','courts':['鄂12'],'from':'2026-02-02','to':'2026-02-01'}]",
         "from"},
        {"[{'name':'a','url':'https://x.example','courts':['鄂12'],'adress':'x'}]", "adress"},
        {"[{'name':'a','url':'https://x.example','courts':['鄂12'],'token_file':'/dev/null'}]",
         "token_file"},
    };
    char path[] = "/tmp/fengqiao-connections-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 8 << 20);
        struct case_systems *systems = NULL;
        struct err err = {0};
        put(path, rows[i].text);
        enum err_kind kind = case_systems_read(path, &arena, &systems, &err);
        if (!kind != !rows[i].field || (kind && strcmp(err.field, rows[i].field) != 0))
            fail_msg("row %zu: %s %s %s", i, err.code, err.field, err.text);
    }
    (void) close(file);
    (void) unlink(path);
}

static int32_t day(const char *text)
{
    int32_t day = 0;
    assert_true(day_parse(text, &day));
    return day;
}

static void a_connection_serves_its_courts_on_its_days(void **state)
{
    (void) state;
    struct case_systems systems = {.count = 2,
                                   .rows = {{.name = "one",
                                             .courts = {"鄂1202"},
                                             .court_count = 1,
                                             .from_day = day("2026-01-01"),
                                             .to_day = day("2026-06-30")},
                                            {.name = "two",
                                             .courts = {"鄂12*"},
                                             .court_count = 1,
                                             .from_day = INT32_MIN,
                                             .to_day = INT32_MAX}}};
    static const struct {
        const char *court, *day, *name;
    } rows[] = {{"鄂1202", "2026-01-01", "one"},
                {"鄂1202", "2026-06-30", "one"},
                {"鄂1202", "2026-07-01", "two"},
                {"鄂1281", "2026-01-01", "two"},
                {"鄂01", "2026-01-01", NULL}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct case_connection *found =
            case_system_of(&systems, rows[i].court, day(rows[i].day));
        if (!found != !rows[i].name || (found && strcmp(found->name, rows[i].name) != 0))
            fail_msg("row %zu: %s", i, found ? found->name : "nobody");
    }
    assert_null(case_system_of(NULL, "鄂1202", 0));
}

static void half_a_reply_is_not_believed(void **state)
{
    (void) state;
    static const struct {
        const char *json, *reference, *number; /* reference NULL: garbage */
    } rows[] = {
        {"{\"reference\":\"A-1\",\"number\":\"（2026）鄂1202民初7号\"}", "A-1",
         "（2026）鄂1202民初7号"},
        {"{\"reference\":\"A-1\",\"number\":\"(2026)鄂1202民初7号\",\"more\":1}", "A-1",
         "（2026）鄂1202民初7号"},
        {"{\"reference\":\"A-1\"}", "A-1", NULL},
        {"{\"reference\":\"A-1\",\"number\":null}", "A-1", NULL},
        {"{\"reference\":\"A-1\",\"number\":\"7\"}", NULL, NULL},
        {"{\"reference\":\"A-1\",\"number\":7}", NULL, NULL},
        {"{\"reference\":\"A-1\",\"num", NULL, NULL},
        {"{\"reference\":\"\"}", NULL, NULL},
        {"{\"reference\":\"A 1\"}", NULL, NULL},
        {"{\"reference\":1}", NULL, NULL},
        {"{\"reference\":\"A\",\"reference\":\"B\"}", NULL, NULL},
        {"[]", NULL, NULL},
        {"", NULL, NULL},
        {"<html>", NULL, NULL},
        {"\xff\xfe", NULL, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 8 << 20);
        struct value *reply = NULL;
        struct err err = {0};
        enum err_kind kind =
            case_reply_sent(rows[i].json, strlen(rows[i].json), &arena, &reply, &err);
        if (kind != (rows[i].reference ? ERR_NONE : ERR_BUSY))
            fail_msg("row %zu: %s", i, err.text);
        if (kind)
            continue;
        assert_string_equal(value_text(value_get(reply, "reference")), rows[i].reference);
        const char *number = value_text(value_get(reply, "number"));
        assert_true(!number == !rows[i].number);
        assert_true(!number || strcmp(number, rows[i].number) == 0);
    }
}

#define CASE "{\"reference\":\"A-1\",\"court\":\"鄂1202\",\"revision\":2"

static void a_bad_case_holds_up_no_other(void **state)
{
    (void) state;
    static const struct {
        const char *one;
        bool good;
    } rows[] = {
        {CASE "}", true},
        {CASE
         ",\"number\":\"(2026)鄂1202民初7号\",\"registered\":\"2026-11-24\",\"judge\":\"孙法官\"}",
         true},
        {CASE ",\"hearings\":[{\"id\":\"H1\",\"starts\":\"2026-12-10T09:00:00+08:00\",\"room\":"
              "\"三庭\",\"state\":\"planned\"}]}",
         true},
        {CASE ",\"result\":{\"kind\":\"judgment\",\"on\":\"2027-01-05\"}}", true},
        {CASE ",\"hearings\":[{\"id\":\"H1\",\"starts\":\"soon\",\"state\":\"planned\"}]}", false},
        {CASE ",\"hearings\":[{\"id\":\"H1\",\"starts\":\"2026-12-10T09:00:00+08:00\",\"state\":"
              "\"maybe\"}]}",
         false},
        {CASE ",\"hearings\":{}}", false},
        {CASE ",\"result\":{\"kind\":\"won\",\"on\":\"2027-01-05\"}}", false},
        {CASE ",\"result\":{\"kind\":\"judgment\"}}", false},
        {CASE ",\"number\":\"7\"}", false},
        {CASE ",\"registered\":\"24.11.2026\"}", false},
        {CASE ",\"judge\":7}", false},
        {CASE ",\"key\":\"with blank\"}", false},
        {"{\"reference\":\"A-1\",\"court\":\"鄂1281\",\"revision\":2}", false},
        {"{\"reference\":\"A-1\",\"court\":\"鄂1202\",\"revision\":0}", false},
        {"{\"court\":\"鄂1202\",\"revision\":1}", false},
        {"7", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 8 << 20);
        struct value *page = NULL;
        const char *json =
            arena_printf(&arena, "{\"cases\":[%s,%s],\"next\":\"9\"}", rows[i].one, CASE "}");
        assert_int_equal(case_reply_page(json, strlen(json), "鄂1202", &arena, &page, NULL),
                         ERR_NONE);
        if (value_get(page, "cases")->count != (rows[i].good ? 2u : 1u) ||
            value_int(value_get(page, "unreadable"), 9) != (rows[i].good ? 0 : 1))
            fail_msg("row %zu: %s", i, json_print(&arena, page));
    }
}

static void a_page_is_a_page(void **state)
{
    (void) state;
    static const struct {
        const char *json;
        enum err_kind kind;
    } rows[] = {
        {"{\"cases\":[],\"next\":null}", ERR_NONE}, {"{\"cases\":[],\"next\":\"7\"}", ERR_NONE},
        {"{\"cases\":{},\"next\":null}", ERR_BUSY}, {"{\"next\":null}", ERR_BUSY},
        {"{\"cases\":[],\"next\":7}", ERR_BUSY},    {"{\"cases\":[],\"next\":\"a b\"}", ERR_BUSY},
        {"{\"cases\":[],\"next\":nu", ERR_BUSY},    {"[]", ERR_BUSY}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 8 << 20);
        struct value *page = NULL;
        if (case_reply_page(rows[i].json, strlen(rows[i].json), "鄂1202", &arena, &page, NULL) !=
            rows[i].kind)
            fail_msg("row %zu", i);
    }
}

static void a_reason_is_short_and_plain(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 8 << 20);
    static const char said[] = "{\"reason\":\"案由\\n已停用\"}", none[] = "{}", html[] = "<p>";
    assert_string_equal(case_reply_reason(said, strlen(said), &arena), "案由 已停用");
    assert_string_equal(case_reply_reason(none, strlen(none), &arena), "no reason was given");
    assert_string_equal(case_reply_reason(html, strlen(html), &arena), "no reason was given");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_or_its_mistake_is_named),
        cmocka_unit_test(a_connection_serves_its_courts_on_its_days),
        cmocka_unit_test(half_a_reply_is_not_believed),
        cmocka_unit_test(a_bad_case_holds_up_no_other),
        cmocka_unit_test(a_page_is_a_page),
        cmocka_unit_test(a_reason_is_short_and_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

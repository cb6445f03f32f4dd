/* Routing: fixed words win, other methods are named, nothing else is found. And the catalogue. */
#include "tests/test.h"

#include "api/problem.h"
#include "api/router.h"
#include "base/text.h"

static const struct operation rows[] = {
    {.name = "open", .method = "POST", .path = "/{system}", .permission = "signed_in"},
    {.name = "act", .method = "POST", .path = "/matters/{id}/{action}", .permission = "public"},
    {.name = "post", .method = "POST", .path = "/matters/{id}/posts", .permission = "signed_in"},
    {.name = "posts", .method = "GET", .path = "/matters/{id}/posts", .permission = "signed_in"},
    {.name = "begin", .method = "POST", .path = "/session", .permission = "public"},
    {.name = "show", .method = "GET", .path = "/session", .permission = "public"},
    {.name = "code", .method = "POST", .path = "/session/code", .permission = "public"},
    {.name = "detail", .method = "GET", .path = "/matters/{id}", .permission = "signed_in"},
    {.name = "list", .method = "GET", .path = "/matters", .permission = "signed_in"}};

static void build(struct arena *arena, struct router *ret)
{
    const struct operation *pointers[COUNT_OF(rows)];
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        pointers[i] = &rows[i];
    arena_init(arena, 1 << 20);
    assert_int_equal(router_build(pointers, COUNT_OF(rows), arena, ret, NULL), ERR_NONE);
}

static void test_match(void **state)
{
    (void) state;
    static const struct {
        const char *method, *path, *name; /* name NULL: refused */
        const char *id, *methods;
    } examples[] = {
        {"POST", "/matters/F1/posts", "post", "F1", NULL},
        {"POST", "/matters/F1/accept", "act", "F1", NULL},
        {"GET", "/matters/F1/posts", "posts", "F1", NULL},
        {"GET", "/matters/F1", "detail", "F1", NULL},
        {"GET", "/matters", "list", NULL, NULL},
        {"POST", "/session", "begin", NULL, NULL},
        {"POST", "/session/code", "code", NULL, NULL},
        {"POST", "/filing", "open", NULL, NULL},
        {"DELETE", "/session", NULL, NULL, "GET POST"},
        {"PUT", "/matters/F1/posts", NULL, NULL, "GET POST"},
        {"GET", "/matters/", NULL, NULL, NULL},
        {"GET", "/", NULL, NULL, NULL},
        {"GET", "/a/b/c/d/e/f/g/h/i/j", NULL, NULL, NULL},
        {"POST", "/matters//accept", NULL, NULL, NULL},
    };
    ARENA_SCOPED arena;
    struct router router;
    build(&arena, &router);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct value *params = value_new_map(&arena);
        const struct route *route = NULL;
        struct err err = {0};
        enum err_kind kind = router_match(&router, examples[i].method, examples[i].path, &arena,
                                          params, &route, &err);
        if (!examples[i].name) {
            assert_int_equal(kind, examples[i].methods ? ERR_CONFLICT : ERR_MISSING);
            assert_string_equal(err.code, examples[i].methods ? "path.method" : "path.unknown");
            continue;
        }
        assert_int_equal(kind, ERR_NONE);
        assert_string_equal(route->operation->name, examples[i].name);
        if (examples[i].id)
            assert_string_equal(value_text(value_get(params, "id")), examples[i].id);
    }
}

static void test_refused_tables(void **state)
{
    (void) state;
    static const struct operation twice[] = {
        {.name = "a", .method = "GET", .path = "/x/{id}", .permission = "public"},
        {.name = "b", .method = "GET", .path = "/x/{other}", .permission = "public"}};
    static const struct operation nobody = {.name = "c", .method = "GET", .path = "/y"};
    const struct operation *const both[] = {&twice[0], &twice[1]}, *const one[] = {&nobody};
    ARENA_SCOPED arena;
    struct router router;
    struct err err = {0};
    arena_init(&arena, 1 << 20);
    assert_int_equal(router_build(both, 2, &arena, &router, &err), ERR_CONFLICT);
    assert_string_equal(err.code, "api.route_twice");
    assert_int_equal(router_build(one, 1, &arena, &router, &err), ERR_CONFLICT);
    assert_string_equal(err.code, "api.no_permission");
}

static void test_words(void **state)
{
    (void) state;
    assert_true(text_has_word("limit cursor", "cursor"));
    assert_true(text_has_word("limit cursor", "limit"));
    assert_false(text_has_word("limit cursor", "cur"));
    assert_false(text_has_word("limit cursor", ""));
    assert_false(text_has_word(NULL, "limit"));
}

static void check_row(const struct problem_row *row)
{
    const char *const words[] = {row->code, row->title.zh, row->title.en, row->next.zh,
                                 row->next.en};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        assert_true(words[i] && *words[i]);
    assert_true(row->status == 0 || (row->status >= 400 && row->status < 600));
    assert_null(strstr(row->title.zh, "你")); /* zh says 您 */
    assert_null(strstr(row->next.zh, "你"));
}

static void test_catalogue(void **state)
{
    (void) state;
    for (size_t i = 0; i < ERR_KIND_COUNT; i++)
        check_row(&problem_kinds[i]);
    for (const struct problem_row *row = problem_rows; row->code; row++) {
        check_row(row);
        assert_ptr_equal(problem_find(ERR_STORE, row->code), row); /* no code twice */
    }
    for (const struct field_sentence *row = field_sentences; row->code; row++)
        assert_true(row->text.zh && row->text.en);
    static const struct {
        enum err_kind kind;
        const char *code;
        int status;
    } examples[] = {{ERR_INVALID, "form.invalid", 422},
                    {ERR_SYNTAX, "json.syntax", 400},
                    {ERR_SYNTAX, "body.type", 415},
                    {ERR_CONFLICT, "path.method", 405},
                    {ERR_STALE, "matter.stale", 412},
                    {ERR_RATE, "session.locked", 429},
                    {ERR_UNCERTAIN, "db.commit_unknown", 504},
                    {ERR_CONFLICT, "new.code", 409},
                    {ERR_STORE, NULL, 500}};
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_int_equal(problem_status(examples[i].kind, examples[i].code), examples[i].status);
}

static void test_print(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    struct value *problem = NULL;
    struct field_errors errors = {
        .items = {{"rows[0].sum", "text.too_long", {"40", NULL}}, {"x", "never.heard", {0}}},
        .count = 2};
    struct err err = {.kind = ERR_INVALID, .code = "form.invalid"};
    arena_init(&arena, 1 << 20);
    const char *json = problem_print(&arena, HOTLINE, ERR_INVALID, &err, NULL, &errors);
    assert_non_null(json);
    assert_int_equal(json_parse(json, strlen(json), &json_limits_request, &arena, &problem, NULL),
                     ERR_NONE);
    assert_string_equal(value_text(value_path(problem, "type")), "/errors/form.invalid");
    assert_string_equal(value_text(value_path(problem, "errors[0].text")),
                        "内容太长，最多40个字。");
    assert_string_equal(value_text(value_path(problem, "errors[0].args[0]")), "40");
    assert_non_null(value_text(value_path(problem, "errors[1].text_en")));
    struct words refusal = {"请先缴费。", "Please pay first."};
    err = (struct err){.kind = ERR_CONFLICT, .code = "action.guard"};
    json = problem_print(&arena, HOTLINE, ERR_CONFLICT, &err, &refusal, NULL);
    assert_non_null(strstr(json, "\"title\":\"请先缴费。\""));
    /* A court with a number of its own names it everywhere. */
    refusal = (struct words){"请拨打12368。", "Call 12368."};
    err = (struct err){.kind = ERR_MISSING, .code = "paper.code"};
    json = problem_print(&arena, "0715-8130000", ERR_MISSING, &err, &refusal, NULL);
    assert_non_null(strstr(json, "\"title\":\"请拨打0715-8130000。\""));
    assert_non_null(strstr(json, "ask the court (0715-8130000)"));
    assert_null(strstr(json, HOTLINE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_match), cmocka_unit_test(test_refused_tables),
        cmocka_unit_test(test_words), cmocka_unit_test(test_catalogue),
        cmocka_unit_test(test_print)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What whom is shown: lists, details, time lines, documents and logs, read through the tables of
 * this room on a real SQLite file, without HTTP. */
#include "engine/test_world.h"

#include "api/operations.h"
#include "base/text.h"
#include "store/people.h"

#include <unistd.h>

enum { BLOBS_MAX = 4 };

struct world {
    struct test_world base; /* first: the ports' context is both */
    struct db *db;          /* a reader */
    struct arena arena;
    struct sm3 blobs[BLOBS_MAX];
    char bytes[BLOBS_MAX][64];
    size_t sizes[BLOBS_MAX], blob_count;
    const struct value *reply;
    struct reading reading;
    struct err err;
};

static enum err_kind put(void *context, const struct sm3 *sm3, const void *bytes, size_t size_bytes,
                         struct err *reterr)
{
    struct world *world = context;
    (void) reterr;
    assert_true(world->blob_count < BLOBS_MAX && size_bytes < sizeof world->bytes[0]);
    memcpy(world->bytes[world->blob_count], bytes, size_bytes);
    world->sizes[world->blob_count] = size_bytes;
    world->blobs[world->blob_count++] = *sm3;
    return ERR_NONE;
}

static enum err_kind get(void *context, const struct sm3 *sm3, struct arena *arena,
                         const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    struct world *world = context;
    (void) arena;
    for (size_t i = 0; i < world->blob_count; i++) {
        if (sm3_equal(&world->blobs[i], sm3)) {
            *ret = world->bytes[i];
            *ret_size_bytes = world->sizes[i];
            return ERR_NONE;
        }
    }
    return err_set(reterr, ERR_MISSING, "blob.missing", "none");
}

static int begin(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    arena_init(&world->arena, 256 << 20);
    test_world_make(&world->base);
    world->base.ports.blob_put = put;
    world->base.ports.blob_get = get;
    test_world_start(&world->base, 0);
    assert_int_equal(db_open(world->base.url, DB_READ_ONLY, &world->db, &world->err), ERR_NONE);
    *state = world;
    return 0;
}

static int end(void **state)
{
    struct world *world = *state;
    db_close(world->db);
    test_world_end(&world->base);
    arena_release(&world->arena);
    free(world);
    return 0;
}

/* ---- who asks ------------------------------------------------------------------------------- */

static struct actor owner(void)
{
    return (struct actor){.account_id = 11, .kind = "public", .name = "张三", .language = "zh"};
}
static struct actor stranger(void)
{
    return (struct actor){.account_id = 12, .kind = "public", .name = "李四", .language = "zh"};
}
static struct actor staff(const char *role, const char *court, struct role_grant *grant)
{
    *grant = (struct role_grant){role_bit(role), court};
    return (struct actor){.account_id = 21,
                          .kind = "staff",
                          .name = "孙法官",
                          .language = "zh",
                          .grants = grant,
                          .grant_count = 1};
}

static const struct operation *row_named(const char *name)
{
    const struct operation *const tables[] = {matter_operations,   document_operations,
                                              register_operations, definition_operations,
                                              task_operations,     audit_operations};
    for (size_t t = 0; t < COUNT_OF(tables); t++) {
        for (const struct operation *row = tables[t]; row->name; row++) {
            if (strcmp(row->name, name) == 0)
                return row;
        }
    }
    fail_msg("no operation '%s'", name);
    return NULL;
}

/* Parameters as "id=F…&limit=2". */
static struct value *params_of(struct world *world, const char *text)
{
    struct value *params = value_new_map(&world->arena);
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, "&"), name = strcspn(at, "=");
        assert_true(
            value_set_text(&world->arena, params, arena_copy_bytes(&world->arena, at, name),
                           arena_copy_bytes(&world->arena, at + name + 1, length - name - 1)));
        at += length + (at[length] == '&');
    }
    return params;
}

static enum err_kind read_as(struct world *world, struct actor actor, const char *name,
                             const char *params)
{
    struct json_writer writer;
    struct value *reply = NULL;
    world->reading = (struct reading){.engine = world->base.engine,
                                      .db = world->db,
                                      .arena = &world->arena,
                                      .actor = actor,
                                      .params = params_of(world, params),
                                      .body = &value_null,
                                      .now_us = world->base.now_us};
    json_writer_init(&writer, &world->arena, 4 << 20);
    world->err = (struct err){0};
    enum err_kind kind = row_named(name)->read(&world->reading, &writer, &world->err);
    if (!kind && !world->reading.bytes) {
        const char *json = json_done(&writer);
        assert_non_null(json);
        assert_int_equal(
            json_parse(json, strlen(json), &json_limits_file, &world->arena, &reply, &world->err),
            ERR_NONE);
    }
    world->reply = reply;
    return kind;
}

static const char *told(struct world *world, const char *path)
{
    const char *text = value_text(value_path(world->reply, path));
    return text ? text : "";
}

static size_t items(struct world *world) { return value_get(world->reply, "items")->count; }

static const char *fail_text(struct world *world)
{
    return world->err.text[0] ? world->err.text : "no error";
}

static enum err_kind write_as(struct world *world, struct actor actor,
                              const struct operation *operation, const char *params,
                              const char *body, int64_t matter_id, const void *raw,
                              size_t raw_bytes)
{
    struct value *value = NULL, *reply = NULL;
    assert_int_equal(
        json_parse(body, strlen(body), &json_limits_file, &world->arena, &value, &world->err),
        ERR_NONE);
    struct call call = {.engine = world->base.engine,
                        .arena = &world->arena,
                        .operation = operation,
                        .actor = actor,
                        .params = params_of(world, params),
                        .body = value,
                        .raw = raw,
                        .raw_bytes = raw_bytes,
                        .client_address = "",
                        .if_match = -1,
                        .received_us = world->base.now_us,
                        .matter_id = matter_id};
    world->err = (struct err){0};
    enum err_kind kind = operation->prepare ? operation->prepare(&call, &world->err) : ERR_NONE;
    if (!kind)
        kind = engine_perform(world->base.engine, &call, &world->err);
    if (!kind && call.reply)
        assert_int_equal(json_parse(call.reply, strlen(call.reply), &json_limits_file,
                                    &world->arena, &reply, NULL),
                         ERR_NONE);
    world->reply = reply;
    return kind;
}

/* A matter of the owner's; its public id. */
static const char *opened(struct world *world, const char *name)
{
    const char *body = arena_printf(
        &world->arena, "{\"name\":\"%s\",\"court\":\"鄂1202\",\"card\":\"11010519491231002X\"}",
        name);
    world->base.now_us += SECOND_US;
    if (write_as(world, owner(), &operation_open, "system=small", body, 0, NULL, 0))
        fail_msg("%s: %s", world->err.code, fail_text(world));
    return told(world, "id");
}

static void submitted(struct world *world, const char *id)
{
    int64_t key = 0;
    assert_true(matter_id_parse(world->base.engine, id, &key));
    world->base.now_us += SECOND_US;
    if (write_as(world, owner(), &operation_act,
                 arena_printf(&world->arena, "id=%s&action=submit", id),
                 "{\"name\":\"借款纠纷\",\"sum\":6000000,\"card\":\"11010519491231002X\"}", key,
                 NULL, 0))
        fail_msg("%s: %s", world->err.code, fail_text(world));
}

/* ---- tests ---------------------------------------------------------------------------------- */

static void matters_are_shown_to_those_they_concern(void **state)
{
    struct world *world = *state;
    struct role_grant grant;
    const char *id = opened(world, "借款纠纷");
    /* role: NULL is the owner, "" another person */
    const struct {
        const char *what, *params, *role, *court;
        size_t rows;
    } examples[] = {
        {"their own", "", NULL, NULL, 1},
        {"mine", "mine=1", NULL, NULL, 1},
        {"another person", "", "", NULL, 0},
        {"the judge of the court", "", "filing_judge", "鄂1202", 1},
        {"every court", "", "filing_judge", "", 1},
        {"another court", "", "filing_judge", "鄂1203", 0},
        {"a role without part in it", "", "admin", "", 0},
        {"of this state", "state=draft", NULL, NULL, 1},
        {"of another state", "state=review", NULL, NULL, 0},
        {"of another system", "system=filing", NULL, NULL, 0},
        {"of this court", "court=鄂1202", NULL, NULL, 1},
        {"of another court", "court=鄂1203", NULL, NULL, 0},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct actor actor = !examples[i].role ? owner()
                             : !*examples[i].role
                                 ? stranger()
                                 : staff(examples[i].role, examples[i].court, &grant);
        if (read_as(world, actor, "matter_list", examples[i].params))
            fail_msg("%s: %s", examples[i].what, fail_text(world));
        if (items(world) != examples[i].rows)
            fail_msg("%s: %zu rows", examples[i].what, items(world));
    }
    assert_int_equal(
        read_as(world, owner(), "matter_read", arena_printf(&world->arena, "id=%s", id)), ERR_NONE);
    assert_string_equal(told(world, "fields.card"), "110105********002X");
    assert_non_null(world->reading.etag);
    assert_int_equal(
        read_as(world, stranger(), "matter_read", arena_printf(&world->arena, "id=%s", id)),
        ERR_MISSING);
}

static void pages_follow_each_other(void **state)
{
    struct world *world = *state;
    char seen[3][24];
    const char *cursor = "";
    for (int i = 0; i < 3; i++)
        (void) opened(world, "甲乙");
    for (int page = 0; page < 3; page++) {
        const char *params =
            *cursor ? arena_printf(&world->arena, "limit=1&cursor=%s", cursor) : "limit=1";
        assert_int_equal(read_as(world, owner(), "matter_list", params), ERR_NONE);
        assert_int_equal(items(world), 1);
        (void) snprintf(seen[page], sizeof seen[page], "%s", told(world, "items[0].id"));
        cursor = told(world, "next");
        for (int before = 0; before < page; before++)
            assert_string_not_equal(seen[before], seen[page]);
    }
    assert_string_equal(cursor, "");
    assert_int_equal(read_as(world, owner(), "matter_list", "limit=1"), ERR_NONE);
    cursor = told(world, "next");
    assert_int_equal(strlen(cursor), 32);
    /* Of another list, and one that was changed. */
    assert_int_equal(
        read_as(world, owner(), "message_list", arena_printf(&world->arena, "cursor=%s", cursor)),
        ERR_INVALID);
    assert_string_equal(world->err.code, "page.cursor");
    char *changed = arena_copy(&world->arena, cursor);
    changed[3] = changed[3] == 'a' ? 'b' : 'a';
    assert_int_equal(
        read_as(world, owner(), "matter_list", arena_printf(&world->arena, "cursor=%s", changed)),
        ERR_INVALID);
    static const char *const limits[] = {"0", "101", "-1", "1x", "9999"};
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        assert_int_equal(read_as(world, owner(), "matter_list",
                                 arena_printf(&world->arena, "limit=%s", limits[i])),
                         ERR_INVALID);
}

static void a_look_at_whole_numbers_is_logged_first(void **state)
{
    struct world *world = *state;
    struct role_grant grant;
    const char *id = opened(world, "借款纠纷"),
               *unmask = arena_printf(&world->arena, "id=%s&unmask=1", id);
    submitted(world, id);
    assert_int_equal(
        read_as(world, staff("filing_head", "鄂1202", &grant), "matter_fields", unmask),
        ERR_DENIED);
    assert_int_equal(read_as(world, stranger(), "matter_fields", unmask), ERR_MISSING);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(
            read_as(world, staff("filing_judge", "鄂1202", &grant), "matter_fields", unmask),
            ERR_NONE);
        assert_string_equal(told(world, "fields.card"), "11010519491231002X");
    }
    assert_int_equal(read_as(world, staff("auditor", "", &grant), "audit_access", ""), ERR_NONE);
    assert_int_equal(items(world), 3); /* the look itself, once a minute, and two at the numbers */
    assert_string_equal(told(world, "items[0].matter"), id);
    assert_string_equal(told(world, "items[0].what"), "fields");
    assert_string_equal(told(world, "items[2].what"), "view");
    assert_int_equal(read_as(world, staff("auditor", "", &grant), "audit_verify", ""), ERR_NONE);
    assert_true(value_true(value_get(world->reply, "ok")));
    assert_int_equal(value_int(value_get(world->reply, "access_rows"), 0), 3);
    /* A row struck out of the middle is found. */
    DB_SCOPED *db = NULL;
    assert_int_equal(db_open(world->base.url, DB_READ_WRITE, &db, &world->err), ERR_NONE);
    assert_int_equal(db_run(db, &world->arena, "UPDATE access_log SET account_id = 99 WHERE id = 1",
                            DB_NO_ARGS, NULL, &world->err),
                     ERR_NONE);
    assert_int_equal(read_as(world, staff("auditor", "", &grant), "audit_verify", ""), ERR_NONE);
    assert_false(value_true(value_get(world->reply, "ok")));
}

static void a_task_is_claimed_once(void **state)
{
    struct world *world = *state;
    struct role_grant grant, other;
    const char *id = opened(world, "借款纠纷");
    submitted(world, id);
    struct actor judge = staff("filing_judge", "鄂1202", &grant),
                 colleague = staff("filing_judge", "鄂1202", &other);
    colleague.account_id = 22;
    assert_int_equal(read_as(world, judge, "task_list", ""), ERR_NONE);
    assert_int_equal(items(world), 1);
    assert_string_equal(told(world, "items[0].matter.id"), id);
    assert_string_equal(told(world, "items[0].purpose"), "review");
    const char *task = told(world, "items[0].id");
    assert_int_equal(read_as(world, owner(), "task_list", ""), ERR_NONE);
    assert_int_equal(items(world), 0); /* it waits for the court, not for who opened it */
    const char *claim = arena_printf(&world->arena, "id=%s", task);
    assert_int_equal(write_as(world, owner(), row_named("task_claim"), claim, "{}", 0, NULL, 0),
                     ERR_MISSING);
    assert_int_equal(write_as(world, judge, row_named("task_claim"), claim, "{}", 0, NULL, 0),
                     ERR_NONE);
    assert_int_equal(write_as(world, judge, row_named("task_claim"), claim, "{}", 0, NULL, 0),
                     ERR_NONE);
    assert_int_equal(write_as(world, colleague, row_named("task_claim"), claim, "{}", 0, NULL, 0),
                     ERR_CONFLICT);
    assert_string_equal(world->err.code, "task.claimed");
    assert_int_equal(read_as(world, judge, "matter_list", "mine=1"), ERR_NONE);
    assert_int_equal(items(world), 1);
    assert_int_equal(read_as(world, colleague, "matter_list", "mine=1"), ERR_NONE);
    assert_int_equal(items(world), 0);
}

static void notes_and_drafts_stay_with_their_authors(void **state)
{
    struct world *world = *state;
    struct role_grant grant;
    const char *id = opened(world, "借款纠纷"), *of = arena_printf(&world->arena, "id=%s", id),
               *draft = arena_printf(&world->arena, "id=%s&action=submit", id);
    struct actor judge = staff("filing_judge", "鄂1202", &grant);
    int64_t key = 0;
    assert_true(matter_id_parse(world->base.engine, id, &key));
    static const char *const posts[] = {
        "{\"text\":\"大家好\",\"audience\":\"joint\",\"kind\":\"message\"}",
        "{\"text\":\"底线是五万\",\"audience\":\"private\",\"kind\":\"note\"}"};
    for (size_t i = 0; i < COUNT_OF(posts); i++)
        assert_int_equal(write_as(world, owner(), &operation_post, of, posts[i], key, NULL, 0),
                         ERR_NONE);
    assert_int_equal(read_as(world, owner(), "post_list", of), ERR_NONE);
    assert_int_equal(items(world), 2);
    assert_int_equal(read_as(world, judge, "post_list", of), ERR_NONE);
    assert_int_equal(items(world), 1);
    assert_string_equal(told(world, "items[0].audience"), "joint");
    assert_int_equal(read_as(world, stranger(), "post_list", of), ERR_MISSING);
    assert_int_equal(write_as(world, owner(), &operation_draft, draft,
                              "{\"body\":{\"name\":\"稿\"},\"revision\":0}", key, NULL, 0),
                     ERR_NONE);
    assert_int_equal(read_as(world, owner(), "draft_read", draft), ERR_NONE);
    assert_string_equal(told(world, "body.name"), "稿");
    assert_int_equal(read_as(world, judge, "draft_read", draft), ERR_NONE);
    assert_string_equal(told(world, "body.name"), "");
    assert_int_equal(value_int(value_get(world->reply, "revision"), -1), 0);
    assert_int_equal(read_as(world, owner(), "matter_events", of), ERR_NONE);
    assert_int_equal(items(world), 1);
    assert_string_equal(told(world, "items[0].action_title.en"), "Opened");
}

static void a_document_is_its_uploaders_until_sent_in(void **state)
{
    struct world *world = *state;
    static const char pdf[] = "%PDF-1.5\n%\xe2\xe3\xcf\xd3\n";
    assert_int_equal(write_as(world, owner(), row_named("document_upload"),
                              "name=借条.pdf&kind=evidence", "{}", 0, pdf, sizeof pdf - 1),
                     ERR_NONE);
    const char *of = arena_printf(&world->arena, "id=%s", told(world, "id"));
    assert_string_equal(told(world, "media_type"), "application/pdf");
    assert_int_equal(read_as(world, owner(), "document_content", of), ERR_NONE);
    assert_int_equal(world->reading.byte_count, sizeof pdf - 1);
    assert_memory_equal(world->reading.bytes, pdf, sizeof pdf - 1);
    assert_string_equal(world->reading.download_name, "借条.pdf");
    assert_int_equal(read_as(world, stranger(), "document_content", of), ERR_MISSING);
    assert_int_equal(read_as(world, stranger(), "document_read", of), ERR_MISSING);
    const struct {
        const char *params, *bytes, *code;
    } wrong[] = {{"name=", "%PDF-1.5", "document.name"},
                 {"name=../x", "%PDF-1.5", "document.name"},
                 {"name=x", "", "file.empty"},
                 {"name=x", "<html><script>", "file.type"}};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_int_not_equal(write_as(world, owner(), row_named("document_upload"), wrong[i].params,
                                      "{}", 0, wrong[i].bytes, strlen(wrong[i].bytes)),
                             ERR_NONE);
        assert_string_equal(world->err.code, wrong[i].code);
    }
}

static void the_outbox_is_open_in_a_demo_only(void **state)
{
    struct world *world = *state;
    struct role_grant grant;
    assert_int_equal(read_as(world, stranger(), "outbox_list", ""), ERR_DENIED);
    assert_int_equal(read_as(world, staff("auditor", "", &grant), "outbox_list", ""), ERR_NONE);
    DB_SCOPED *db = NULL;
    assert_int_equal(db_open(world->base.url, DB_READ_WRITE, &db, &world->err), ERR_NONE);
    assert_int_equal(db_run(db, &world->arena,
                            "INSERT INTO store_fact (name, value) VALUES ('demo', '1')", DB_NO_ARGS,
                            NULL, &world->err),
                     ERR_NONE);
    assert_int_equal(read_as(world, stranger(), "outbox_list", ""), ERR_NONE);
}

static void a_dispute_is_one_time_line(void **state)
{
    struct world *world = *state;
    const char *id = opened(world, "借款纠纷");
    submitted(world, id);
    assert_int_equal(
        read_as(world, owner(), "matter_read", arena_printf(&world->arena, "id=%s", id)), ERR_NONE);
    const char *of = arena_printf(&world->arena, "id=%s", told(world, "dispute"));
    assert_int_equal(read_as(world, owner(), "dispute_read", of), ERR_NONE);
    assert_int_equal(value_get(world->reply, "matters")->count, 1);
    assert_int_equal(value_get(world->reply, "events")->count, 2);
    assert_string_equal(told(world, "events[1].action"), "submit");
    assert_int_equal(read_as(world, stranger(), "dispute_read", of), ERR_MISSING);
}

/* More than one page of the store's own. */
static void a_large_file_has_its_whole_index(void **state)
{
    struct world *world = *state;
    struct role_grant grant;
    static const char sql[] =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234) INSERT "
        "INTO document (id, matter_id, account_id, sm3, size_bytes, media_type, name, kind, side, "
        "created_us, scan, look) SELECT 5000 + n.i, m.id, 1, 'ab', 1, 'image/png', 'x', '', '', "
        "n.i, 'off', 'none' FROM n, matter m";
    const char *id = opened(world, "借款纠纷"), *cursor = "";
    DB_SCOPED *db = NULL;
    size_t seen = 0;
    submitted(world, id);
    assert_int_equal(db_open(world->base.url, DB_READ_WRITE, &db, NULL), ERR_NONE);
    assert_int_equal(db_run(db, &world->arena, sql, DB_NO_ARGS, NULL, NULL), ERR_NONE);
    while (!seen || *cursor) {
        const char *page = arena_printf(&world->arena, "id=%s%s%s", id, cursor, "&limit=100");
        if (read_as(world, staff("filing_judge", "鄂1202", &grant), "archive_index", page))
            fail_msg("%s", fail_text(world));
        assert_int_equal(value_int(value_path(world->reply, "items[0].place"), 0), seen + 1);
        seen += items(world);
        const char *next = told(world, "next");
        cursor = *next ? arena_printf(&world->arena, "&cursor=%s", next) : "";
    }
    assert_int_equal(seen, 1234);
}

#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {WORLD_TEST(matters_are_shown_to_those_they_concern),
                                       WORLD_TEST(pages_follow_each_other),
                                       WORLD_TEST(a_large_file_has_its_whole_index),
                                       WORLD_TEST(a_look_at_whole_numbers_is_logged_first),
                                       WORLD_TEST(a_task_is_claimed_once),
                                       WORLD_TEST(notes_and_drafts_stay_with_their_authors),
                                       WORLD_TEST(a_document_is_its_uploaders_until_sent_in),
                                       WORLD_TEST(the_outbox_is_open_in_a_demo_only),
                                       WORLD_TEST(a_dispute_is_one_time_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

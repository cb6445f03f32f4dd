/* A small world for tests: see test_world.h. */
#include "engine/test_world.h"

#include "store/setup.h"

#include <unistd.h>

/* clang-format off: a definition reads best as one. Quotes are ' here and become " below. */
static const char small[] =
    "{'system':'small','version':1,'wing':'filing','prefix':'S','basis':'test','title':{'zh':'小','"
    "en':'Small'},"
    "'summary':{'zh':'小','en':'Small'},'title_field':'name','amount_field':'sum','openers':['"
    "citizen','cell'],'readers':['filing_head'],"
    "'fields':[{'name':'name','type':'text','max':40,'title':{'zh':'名','en':'Name'}},"
    "{'name':'sum','type':'money','min':1,'max':100000000,'title':{'zh':'钱','en':'Sum'}},"
    "{'name':'card','type':'resident_id','title':{'zh':'证','en':'Id'}},"
    "{'name':'other','type':'court','title':{'zh':'院','en':'Court'}},"
    "{'name':'number','type':'case_number','title':{'zh':'案号','en':'Number'}}],"
    "'participants':[{'role':'plaintiff','party':true,'min':0,'max':2}],"
    "'states':[{'name':'draft','initial':true,'waits_for':'plaintiff','clockless':'own','title':{'"
    "zh':'稿','en':'D'},'status':{'zh':'写','en':'W'}},"
    "{'name':'review','waits_for':'filing_judge','title':{'zh':'审','en':'R'},'status':{'zh':'{due}"
    "前','en':'by {due}'}},"
    "{'name':'done','final':true,'title':{'zh':'完','en':'D'},'status':{'zh':'完','en':'D'}},"
    "{'name':'lapsed','final':true,'title':{'zh':'过','en':'L'},'status':{'zh':'过','en':'L'}}],"
    "'actions':[{'name':'submit','nature':'move','from':['draft'],'to':'review','by':['plaintiff'],"
    "'form':['name!','sum!','card'],"
    "'effects':[{'do':'set_date','which':'submitted'}],'starts':['decide'],'title':{'zh':'交','en':"
    "'Submit'}},"
    "{'name':'approve','nature':'decision','from':['review'],'to':'done','by':['filing_judge'],'"
    "effects':[{'do':'issue_number','type':'民初'}],"
    "'stops':['decide'],'title':{'zh':'准','en':'Approve'}},"
    "{'name':'pause','nature':'record','from':['review'],'by':['filing_judge'],'suspends':['decide'"
    "],"
    "'title':{'zh':'停','en':'Pause'}},"
    "{'name':'go_on','nature':'record','from':['review'],'by':['filing_judge'],'resumes':['decide']"
    ","
    "'title':{'zh':'续','en':'Go on'}},"
    "{'name':'rename','nature':'record','from':['draft'],'by':['cell'],'form':['name!'],"
    "'title':{'zh':'改','en':'Rename'}},"
    "{'name':'hand','nature':'record','from':['review'],'by':['filing_judge'],'form':['other!'],"
    "'effects':[{'do':'send','to':'other','open':'small','fields':{'name':'=name'}},"
    "{'do':'send','to':'other','act':'rename','fields':{'name':'twice'}}],'title':{'zh':'送','en':"
    "'Hand'}},"
    "{'name':'lapse','nature':'move','from':['review'],'to':'lapsed','by':['clock'],'internal':"
    "true,'title':{'zh':'过','en':'Lapse'}}],"
    "'deadlines':[{'name':'decide','length':'2d','basis':'test','title':{'zh':'期','en':'P'},'due':"
    "{'action':'lapse'}},{'name':'age','length':'3d','basis':'test','title':{'zh':'龄','en':'A'},'"
    "due':{'list':'old','to':'filing_judge'}}],"
    "'opening':{'starts':['age']},'notices':[]}";
/* clang-format on */

static struct embedded_file definition[] = {{"small.json", NULL, 0}};
static const struct system small_system = {
    .name = "small", .wing = "filing", .definition = definition};
const struct system *const test_systems[] = {&small_system, NULL};

static int64_t now(void *context)
{
    return __atomic_load_n(&((struct test_world *) context)->now_us, __ATOMIC_SEQ_CST);
}

static void set(void *context, int64_t now_us)
{
    __atomic_store_n(&((struct test_world *) context)->now_us, now_us, __ATOMIC_SEQ_CST);
}

static enum err_kind blob_put(void *context, const struct sm3 *sm3, const void *bytes,
                              size_t size_bytes, struct err *reterr)
{
    (void) context, (void) sm3, (void) bytes, (void) size_bytes, (void) reterr;
    return ERR_NONE;
}

static enum err_kind deliver(void *context, const struct outgoing *outgoing, struct err *reterr)
{
    (void) context, (void) outgoing, (void) reterr;
    return ERR_NONE;
}

static void choose_store(struct test_world *world)
{
    const char *store = getenv("FENGQIAO_TEST_STORE");
    if (!store) {
        (void) snprintf(world->url, sizeof world->url, "sqlite:%s/store.db", world->folder);
        return;
    }
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(db_open(store, DB_READ_WRITE, &db, NULL), ERR_NONE);
    assert_int_equal(
        db_run(db, &arena, "DROP SCHEMA IF EXISTS test_world CASCADE", DB_NO_ARGS, NULL, NULL),
        ERR_NONE);
    assert_int_equal(db_run(db, &arena, "CREATE SCHEMA test_world", DB_NO_ARGS, NULL, NULL),
                     ERR_NONE);
    (void) snprintf(world->url, sizeof world->url, "%s?options=-csearch_path%%3Dtest_world", store);
}

static void fill_store(struct test_world *world)
{
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    struct err err = {0};
    size_t ran = 0;
    arena_init(&arena, 1 << 20);
    if (db_open(world->url, DB_READ_WRITE, &db, &err) || store_migrate(db, &arena, &ran, &err))
        fail_msg("%s: %s", err.code, err.text);
    static const char *const rows[] = {
        "INSERT INTO court (code, name, level, grade, kind, source) VALUES ('鄂1202', "
        "'咸安区人民法院', 'basic', 4, 'basic', 'test')",
        "INSERT INTO court (code, name, level, grade, kind, source) VALUES ('鄂1203', "
        "'邻院', 'basic', 4, 'basic', 'test')",
        /* 2026-10-01: a year without any row is a year without a table, where nothing fires */
        "INSERT INTO holiday (day, name, kind) VALUES (20727, '国庆节', 'holiday')"};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(db_run(db, &arena, rows[i], DB_NO_ARGS, NULL, &err), ERR_NONE);
}

void test_world_make(struct test_world *world)
{
    struct err err = {0};
    char *json = strdup(small);
    for (char *c = json; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    definition[0].bytes = json;
    definition[0].size_bytes = strlen(json);
    (void) snprintf(world->folder, sizeof world->folder, "/tmp/fengqiao-test-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    choose_store(world);
    (void) snprintf(world->keys_path, sizeof world->keys_path, "%s/keys", world->folder);
    assert_true(crypto_start());
    assert_int_equal(keys_create(world->keys_path, &err), ERR_NONE);
    assert_int_equal(keys_load(world->keys_path, &world->keys, &err), ERR_NONE);
    assert_true(instant_parse("2026-11-24T09:00:00+08:00", &world->now_us));
    world->ports = (struct ports){.context = world,
                                  .court_now_us = now,
                                  .real_now_us = now,
                                  .court_set_us = set,
                                  .blob_put = blob_put,
                                  .deliver = deliver};
    fill_store(world);
}

void test_world_start(struct test_world *world, int workers)
{
    struct err err = {0};
    const struct engine_settings settings = {.store_url = world->url,
                                             .data_folder = world->folder,
                                             .keys = world->keys,
                                             .ports = &world->ports,
                                             .systems = test_systems,
                                             .workers = workers,
                                             .queue_max = 100,
                                             .batch_max = 16};
    if (engine_start(&settings, &world->engine, &err))
        fail_msg("%s: %s", err.code, err.text);
}

void test_world_end(struct test_world *world)
{
    static const char *const names[] = {"store.db", "store.db-wal", "store.db-shm", "keys", "lock"};
    char path[200];
    engine_stop(world->engine);
    keys_free(world->keys);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        (void) snprintf(path, sizeof path, "%s/%s", world->folder, names[i]);
        (void) unlink(path);
    }
    (void) rmdir(world->folder);
    free((char *) (uintptr_t) definition[0].bytes);
}

int64_t test_world_count(const struct test_world *world, const char *sql)
{
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    struct db_result found;
    arena_init(&arena, 1 << 20);
    assert_int_equal(db_open(world->url, DB_READ_ONLY, &db, NULL), ERR_NONE);
    assert_int_equal(db_run(db, &arena, sql, DB_NO_ARGS, &found, NULL), ERR_NONE);
    return db_cell_int(&found, 0, 0);
}

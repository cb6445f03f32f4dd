/* Search: what the index finds is what reading every text finds, on random data over many blocks;
 * and the tokens of a reader meet those of a matter where the check of that matter says yes. */
#include "engine/test_world.h"

#include "base/text.h"
#include "engine/search_token.h"

#include <unistd.h>

enum { TITLE_BYTES = 9 << 20 };
enum { DOCS = 600, TURNS = 12, QUESTIONS = 400, ARENA_BYTES = 512 << 20 };

static uint64_t seed = 20261129;

static size_t draw(size_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t) (seed >> 33) % below;
}

/* ---- the index against reading everything -----------------------------------------------------
 */

struct doc {
    int64_t id;
    char body[200];
    uint64_t tokens[3];
    bool there;
};

static struct doc docs[DOCS];

static void write_body(struct doc *doc)
{
    /* Few characters, so that pairs meet in wrong places too. */
    static const char *const letters[] = {"甲", "乙", "丙", "丁", "戊", "3", "7", "，", "借", "款"};
    doc->body[0] = '\0';
    size_t count = 3 + draw(20), length = 0;
    for (size_t i = 0; i < count; i++)
        length += (size_t) snprintf(doc->body + length, sizeof doc->body - length, "%s",
                                    letters[draw(COUNT_OF(letters))]);
    for (size_t i = 0; i < COUNT_OF(doc->tokens); i++)
        doc->tokens[i] = search_token((unsigned) i, draw(4));
}

static void store_docs(struct db *db, const size_t *which, size_t count)
{
    struct search_entry entries[DOCS];
    size_t from = 0;
    struct err err = {0};
    for (size_t i = 0; i < count; i++) {
        const struct doc *doc = &docs[which[i]];
        entries[i] = (struct search_entry){doc->id, doc->there ? doc->body : NULL, doc->tokens,
                                           doc->there ? 3 : 0};
    }
    while (from < count) {
        ARENA_SCOPED arena;
        arena_init(&arena, ARENA_BYTES);
        struct search_plan plan;
        struct db_flight *flight = db_flight_new(&arena);
        if (search_plan(db, &arena, entries + from, count - from, 1 + draw(500), &plan, &err) ||
            search_write(flight, &arena, &plan, &err) || db_begin(db, &err) ||
            db_flight_run(db, flight, &err) || db_commit(db, &err))
            fail_msg("%s: %s", err.code, err.text);
        assert_true(plan.entry_count >= 1);
        from += plan.entry_count;
    }
}

struct question {
    struct search_query query;
    uint64_t pairs[8], numbers[4], some[2], none[1];
    struct search_group groups[13];
    const char *runs[4];
};

/* Words cut out of a body, sometimes of none; rights and an exclusion. */
static void make_question(struct arena *arena, struct question *question)
{
    struct doc other;
    *question = (struct question){0};
    write_body(&other);
    const char *from = draw(4) ? docs[draw(DOCS)].body : other.body;
    for (size_t skip = draw(4); skip; skip--)
        (void) text_next(&from);
    const char *words = arena_copy_bytes(arena, from, 0), *to = from;
    for (size_t i = 2 + draw(4); i; i--)
        (void) text_next(&to);
    words = arena_copy_bytes(arena, from, (size_t) (to - from));
    size_t groups = 0;
    uint64_t pair = 0;
    for (const char *at = words; bigram_next(&at, &pair) && groups < 7; groups++) {
        question->pairs[groups] = pair;
        question->groups[groups] = (struct search_group){&question->pairs[groups], 1};
    }
    question->some[0] = search_token(0, draw(4));
    question->some[1] = search_token(1, draw(4));
    question->none[0] = search_token(2, draw(4));
    question->groups[groups++] = (struct search_group){question->some, 2};
    size_t runs = bigram_runs(arena, words, question->runs, 4), numbers = 0;
    for (size_t i = 0; i < runs; i++) {
        struct bigram_numbers at = {question->runs[i], false};
        uint64_t number = 0;
        bool inner = false;
        while (numbers < 4 && bigram_number(&at, &number, &inner)) {
            if (!inner)
                continue;
            question->numbers[numbers] = search_token(SEARCH_NUMBER, number);
            question->groups[groups++] = (struct search_group){&question->numbers[numbers++], 1};
        }
    }
    question->query = (struct search_query){.groups = question->groups,
                                            .group_count = groups,
                                            .none = {question->none, draw(2)},
                                            .runs = question->runs,
                                            .run_count = runs,
                                            .limit = 1 + draw(30)};
}

static bool has(const struct doc *doc, uint64_t token)
{
    return doc->tokens[0] == token || doc->tokens[1] == token || doc->tokens[2] == token;
}

static bool answers(const struct doc *doc, const struct question *question)
{
    if (!doc->there || (!has(doc, question->some[0]) && !has(doc, question->some[1])) ||
        (question->query.none.count && has(doc, question->none[0])))
        return false;
    for (size_t i = 0; i < question->query.run_count; i++) {
        if (!bigram_find(doc->body, question->runs[i]))
            return false;
    }
    return true;
}

/* Page after page; docs lie in order of their keys. */
static void ask(struct db *db)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct question question;
    struct err err = {0};
    make_question(&arena, &question);
    size_t expected = DOCS;
    for (bool more = true; more;) {
        struct search_hit hits[40];
        size_t count = 0;
        int64_t next = 0;
        if (search_find(db, &arena, &question.query, hits, &count, &next, &err))
            fail_msg("%s: %s", err.code, err.text);
        for (size_t i = 0; i < count; i++) {
            while (expected-- > 0 && !answers(&docs[expected], &question)) {
            }
            assert_true(expected < DOCS);
            assert_int_equal(hits[i].matter_id, docs[expected].id);
            assert_string_equal(hits[i].body, docs[expected].body);
        }
        more = next != 0;
        question.query.before_id = next;
    }
    while (expected-- > 0)
        assert_false(answers(&docs[expected], &question));
}

static void the_index_finds_what_reading_finds(void **state)
{
    struct test_world *world = *state;
    DB_SCOPED *db = NULL;
    size_t which[DOCS];
    struct err err = {0};
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, &err), ERR_NONE);
    for (size_t i = 0; i < DOCS; i++) {
        /* Crowded blocks, where rows become maps, and lonely ones far away. */
        docs[i].id = (i ? docs[i - 1].id : 0) + (draw(20) ? 1 : 1 + (int64_t) draw(40000));
        docs[i].there = true;
        write_body(&docs[i]);
        which[i] = i;
    }
    store_docs(db, which, DOCS);
    for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < QUESTIONS / TURNS; i++)
            ask(db);
        size_t count = 0;
        for (size_t i = 0; i < DOCS; i++) {
            if (draw(6))
                continue;
            docs[i].there = draw(4) != 0;
            write_body(&docs[i]);
            which[count++] = i;
        }
        store_docs(db, which, count);
    }
    for (size_t i = 0; i < DOCS; i++)
        docs[which[i] = i].there = false;
    store_docs(db, which, DOCS);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM search_posting"), 0);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM search_entry"), 0);
}

/* ---- tokens against the single check -----------------------------------------------------------
 */

static const char *const courts[] = {"鄂1202", "鄂1281", "鄂12"};
static const char *const party_roles[] = {"plaintiff", "defendant", "agent", "mediator"};
static const char *const staff_roles[] = {"filing_judge", "filing_head", "court_leader", "admin"};

struct scene {
    struct matter matter;
    struct participant participants[3];
    struct actor actor;
    struct role_grant grants[3];
    struct case_right rights[3];
    struct db_value cells[12];
    struct db_result rows;
};

static void make_matter(struct scene *scene, const struct workflow *workflow)
{
    const struct state *row = &workflow->states[draw(workflow->state_count)];
    scene->matter = (struct matter){.id = 1 + (int64_t) draw(2),
                                    .dispute_id = 1 + (int64_t) draw(2),
                                    .owner_account = (int64_t) draw(3),
                                    .level = (int64_t) draw(LEVEL_COUNT),
                                    .workflow = workflow,
                                    .court = courts[draw(COUNT_OF(courts))],
                                    .state = row->name,
                                    .state_row = row,
                                    .participants = scene->participants,
                                    .participant_count = draw(4)};
    for (size_t i = 0; i < scene->matter.participant_count; i++)
        scene->participants[i] =
            (struct participant){.id = 1 + (int64_t) i,
                                 .role = party_roles[draw(COUNT_OF(party_roles))],
                                 .state = "",
                                 .person_id = (int64_t) draw(3),
                                 .active = draw(3) != 0,
                                 .identity = &value_null};
}

static void make_actor(struct scene *scene)
{
    bool staff = draw(2) != 0;
    scene->actor = (struct actor){.account_id = 1 + (int64_t) draw(2),
                                  .person_id = (int64_t) draw(3),
                                  .kind = staff ? "staff" : "public",
                                  .grants = scene->grants,
                                  .grant_count = staff ? draw(4) : 0,
                                  .rights = scene->rights,
                                  .right_count = staff ? draw(3) : 0,
                                  .clearance = (int64_t) draw(LEVEL_COUNT)};
    for (size_t i = 0; i < scene->actor.grant_count; i++)
        scene->grants[i] = (struct role_grant){role_bit(staff_roles[draw(COUNT_OF(staff_roles))]),
                                               draw(4) ? courts[draw(COUNT_OF(courts))] : ""};
    /* The same rights as the actor holds them and as rows of the dispute. */
    scene->rows = (struct db_result){.column_count = 4, .cells = scene->cells};
    for (size_t i = 0; i < scene->actor.right_count; i++) {
        const char *role = staff_roles[draw(COUNT_OF(staff_roles))];
        bool exclusion = draw(3) == 0;
        struct case_right *right = &scene->rights[i];
        *right = (struct case_right){exclusion ? "exclusion" : "role", 1 + (int64_t) draw(2),
                                     exclusion ? 0 : 1 + (int64_t) draw(2),
                                     exclusion ? 0 : role_bit(role)};
        if (right->dispute_id != scene->matter.dispute_id)
            right->matter_id = right->matter_id ? 9 : 0; /* a matter lies in one dispute */
        if (right->dispute_id != scene->matter.dispute_id)
            continue;
        struct db_value *cell = &scene->cells[4 * scene->rows.row_count++];
        cell[0] = db_text(right->kind);
        cell[1] = db_int(scene->actor.account_id);
        cell[2] = db_id(right->matter_id);
        cell[3] = db_text(exclusion ? NULL : role);
    }
}

static bool meet(const struct token_list *left, const struct token_list *right)
{
    for (size_t i = 0; i < left->count; i++) {
        for (size_t j = 0; j < right->count; j++) {
            if (left->items[i] == right->items[j])
                return true;
        }
    }
    return false;
}

static void tokens_are_the_single_check(void **state)
{
    struct test_world *world = *state;
    size_t seen = 0, kept_out = 0;
    test_world_start(world, 0);
    const struct workflow *workflow = engine_workflow(world->engine, "small");
    for (int i = 0; i < 200000; i++) {
        static struct scene scene;
        uint64_t items[3][200];
        struct token_list of_matter = {items[0], 0, 200}, of_reader = {items[1], 0, 200},
                          excluded = {items[2], 0, 200};
        make_matter(&scene, workflow);
        make_actor(&scene);
        assert_true(matter_tokens(&scene.matter, &scene.rows, &of_matter));
        assert_true(reader_tokens(&scene.actor, &of_reader));
        assert_true(exclusion_tokens(&scene.actor, &excluded));
        bool found = meet(&of_matter, &of_reader) && !meet(&of_matter, &excluded);
        bool visible = matter_visible(&scene.actor, &scene.matter);
        if (found != visible)
            fail_msg("scene %d: %s but %s", i, found ? "found" : "not found",
                     visible ? "visible" : "not visible");
        seen += visible;
        kept_out += meet(&of_matter, &of_reader) && !visible;
    }
    assert_true(seen > 20000);
    assert_true(kept_out > 1000);
}

/* A text too long is cut at a character, and a reader's page is bounded. */
static void bounds_hold(void **state)
{
    struct test_world *world = *state;
    DB_SCOPED *db = NULL;
    static uint64_t many[SEARCH_TERMS_MAX + 1];
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    assert_int_equal(db_open(world->url, DB_READ_ONLY, &db, NULL), ERR_NONE);
    const struct search_group group = {many, COUNT_OF(many)};
    const struct search_query query = {.groups = &group, .group_count = 1, .limit = 1};
    struct search_hit hit;
    struct err err = {0};
    size_t count = 0;
    int64_t next = 0;
    assert_int_equal(search_find(db, &arena, &query, &hit, &count, &next, &err), ERR_LIMIT);
    assert_string_equal(err.code, "search.terms");
}

/* ---- the worker --------------------------------------------------------------------------------
 */

static void add_matter(struct db_flight *flight, int64_t id, const char *hash, const char *fields)
{
    dispute_insert(flight, id, "", "test", 1, 0);
    matter_insert(flight, &(struct matter_row){.id = id,
                                               .dispute_id = id,
                                               .version = 1,
                                               .system = "small",
                                               .definition_hash = hash,
                                               .court = "鄂1202",
                                               .state = "draft",
                                               .title = "借款纠纷",
                                               .fields = fields,
                                               .listed = true,
                                               .opened_us = 1,
                                               .updated_us = 1,
                                               .head_hash = ""});
    search_queue_matter(flight, id);
}

/* A broken seal, an unknown definition: left out; a text beyond all bounds: cut. What waits behind
 * them is indexed. */
static void what_cannot_be_read_holds_up_nobody(void **state)
{
    struct test_world *world = *state;
    DB_SCOPED *db = NULL;
    ARENA_SCOPED arena;
    struct err err = {0};
    arena_init(&arena, ARENA_BYTES);
    struct db_flight *flight = db_flight_new(&arena);
    test_world_start(world, 1);
    const char *hash = engine_workflow(world->engine, "small")->hash;
    assert_int_equal(db_open(world->url, DB_READ_WRITE, &db, &err), ERR_NONE);
    add_matter(flight, 1, hash, "{}");
    add_matter(flight, 2, hash, "{\"card\":\"no seal\"}");
    add_matter(flight, 3, "unknown", "{}");
    char *title = arena_alloc(&arena, TITLE_BYTES + 1);
    assert_non_null(title);
    memset(title, 'a', TITLE_BYTES);
    memcpy(title, "很长", strlen("很长"));
    title[TITLE_BYTES] = '\0';
    add_matter(flight, 4, hash, "{}");
    (void) db_flight_add(flight, "UPDATE matter SET title = $1 WHERE id = 4",
                         DB_ARGS(db_text(title)), 1);
    add_matter(flight, 5, hash, "{}");
    if (db_begin(db, &err) || db_flight_run(db, flight, &err) || db_commit(db, &err))
        fail_msg("%s: %s", err.code, err.text);
    for (int i = 0; i < 100 && test_world_count(world, "SELECT count(*) FROM search_queue"); i++)
        (void) usleep(50000);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM search_queue"), 0);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM search_entry"), 3);
    assert_int_equal(test_world_count(world, "SELECT count(*) FROM search_entry WHERE matter_id IN "
                                             "(1, 4, 5)"),
                     3);
    assert_int_equal(engine_counts(world->engine).search_waiting, 0);
}

static int make(void **state)
{
    struct test_world *world = calloc(1, sizeof *world);
    test_world_make(world);
    *state = world;
    return 0;
}

static int end(void **state)
{
    test_world_end(*state);
    free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_index_finds_what_reading_finds, make, end),
        cmocka_unit_test_setup_teardown(tokens_are_the_single_check, make, end),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_holds_up_nobody, make, end),
        cmocka_unit_test_setup_teardown(bounds_hold, make, end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

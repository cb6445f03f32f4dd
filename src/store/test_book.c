/*
 * The ledger in a store: random entries in random order, the good and the bad, and after each of
 * them every rule of store/check.h holds. FENGQIAO_TEST_STORE names the store; without it a SQLite
 * file in a folder of its own.
 */
#include "tests/test.h"

#include "base/text.h"
#include "store/book.h"
#include "store/check.h"
#include "store/setup.h"

#include <unistd.h>

enum { MATTERS = 4, STEPS = 400 };

static char folder[] = "/tmp/fengqiao-book-XXXXXX";
static struct db *db;
static struct arena arena;

/* What the ledger should hold, kept beside it by the plainest arithmetic. */
static struct {
    int64_t due, paid, relieved, approved, refunded;
} model[MATTERS];
static char last_hash[SM3_HEX];
static int64_t last_id;

static void run(const char *sql)
{
    struct err err = {0};
    if (db_run(db, &arena, sql, DB_NO_ARGS, NULL, &err))
        fail_msg("%s: %s", sql, err.text);
}

static bool post(int64_t matter_id, const char *source, const struct book_line *lines, size_t count)
{
    struct err err = {0};
    struct book_entry entry = {.id = last_id + 1,
                               .matter_id = matter_id,
                               .at_us = 1764000000000000,
                               .day = 20416,
                               .court = "鄂1202",
                               .kind = "test",
                               .source = source,
                               .previous_hash = arena_copy(&arena, last_hash)};
    for (size_t i = 0; i < count; i++) {
        if (lines[i].amount_fen)
            entry.lines[entry.line_count++] = lines[i];
    }
    if (book_entry_check(&entry, &err))
        return false;
    entry.hash = book_hash(&entry, &arena);
    struct db_flight *flight = db_flight_new(&arena);
    assert_non_null(flight);
    assert_int_equal(db_begin(db, &err), ERR_NONE);
    book_post(flight, &entry);
    enum err_kind kind = db_flight_run(db, flight, &err);
    if (!kind)
        kind = db_commit(db, &err);
    if (kind) {
        db_rollback(db);
        return false;
    }
    last_id = entry.id;
    (void) snprintf(last_hash, sizeof last_hash, "%s", entry.hash);
    return true;
}

static struct book_balances balances(int64_t matter_id)
{
    struct err err = {0};
    struct book_balances ret;
    struct db_flight *flight = db_flight_new(&arena);
    size_t place = book_read(flight, matter_id);
    assert_int_equal(db_flight_run(db, flight, &err), ERR_NONE);
    book_take(db_flight_result(flight, place), &ret);
    return ret;
}

static void every_rule_holds(void)
{
    for (const struct store_rule *rule = store_rules; rule->name; rule++) {
        int64_t broken = 0;
        const char *example = "";
        struct err err = {0};
        if (strncmp(rule->name, "ledger", 6) != 0 || strcmp(rule->name, "ledger_of_no_matter") == 0)
            continue; /* no matters stand in this store */
        assert_int_equal(store_rule_check(db, rule, &arena, &broken, &example, &err), ERR_NONE);
        if (broken)
            fail_msg("%s: %s", rule->name, example);
    }
}

static int64_t below(uint64_t *seed, int64_t bound)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t) (*seed >> 33) % bound;
}

/* One step of a life in any order; true: the ledger took it. */
static bool step(int kind, size_t m, int64_t fen, const char *source)
{
    int64_t id = (int64_t) m + 1, left = model[m].due - model[m].relieved - model[m].paid;
    int64_t to_debt = left > 0 ? (fen < left ? fen : left) : 0;
    if (kind == 0) { /* a fee is fixed */
        struct book_line lines[] = {{BOOK_RECEIVABLE, fen}, {BOOK_FEE, -fen}};
        if (left < 0 || !post(id, source, lines, 2))
            return false;
        model[m].due += fen;
    } else if (kind == 1) { /* money comes */
        struct book_line lines[] = {
            {BOOK_BANK, fen}, {BOOK_RECEIVABLE, -to_debt}, {BOOK_HELD, to_debt - fen}};
        if (!post(id, source, lines, 3))
            return false;
        model[m].paid += fen;
    } else if (kind == 2) { /* relief is granted */
        struct book_line lines[] = {{BOOK_RELIEF, fen}, {BOOK_RECEIVABLE, -fen}};
        if (!post(id, source, lines, 2))
            return false;
        model[m].relieved += fen;
    } else if (kind == 3) { /* a refund is approved */
        struct book_line lines[] = {{BOOK_HELD, fen}, {BOOK_PAYABLE, -fen}};
        if (!post(id, source, lines, 2))
            return false;
        model[m].approved += fen;
    } else { /* and paid */
        struct book_line lines[] = {{BOOK_PAYABLE, fen}, {BOOK_BANK, -fen}};
        if (!post(id, source, lines, 2))
            return false;
        model[m].refunded += fen;
    }
    return true;
}

static void any_order_balances(void **context)
{
    uint64_t seed = 20261130;
    int64_t taken = 0, refused = 0;
    (void) context;
    for (int i = 0; i < STEPS; i++) {
        size_t m = (size_t) below(&seed, MATTERS);
        int kind = (int) below(&seed, 5);
        int64_t fen = 1 + below(&seed, 100000);
        const char *source = arena_printf(&arena, "test:%d", i);
        bool good = step(kind, m, fen, source);
        taken += good;
        refused += !good;
        struct book_balances now = balances((int64_t) m + 1);
        int64_t over = model[m].paid - (model[m].due - model[m].relieved);
        assert_int_equal(now.fen[BOOK_BANK], model[m].paid - model[m].refunded);
        assert_int_equal(now.fen[BOOK_PAYABLE], model[m].refunded - model[m].approved);
        assert_int_equal(now.fen[BOOK_FEE], -model[m].due);
        assert_int_equal(now.fen[BOOK_RECEIVABLE] + now.fen[BOOK_HELD], model[m].approved - over);
        assert_true(model[m].refunded <= model[m].paid);
        if (good)
            assert_false(step(kind, m, fen, source)); /* the same source, never again */
        if (i % 20 == 0)
            every_rule_holds();
    }
    every_rule_holds();
    assert_true(taken > STEPS / 4 && refused > STEPS / 20);
    int64_t entries = 0, broken = 0;
    struct err err = {0};
    assert_int_equal(book_verify(db, &entries, &broken, &err), ERR_NONE);
    assert_int_equal(entries, taken);
    assert_int_equal(broken, 0);
}

static void what_is_no_entry_is_refused(void **context)
{
    static const struct {
        struct book_line lines[3];
        size_t count;
    } bad[] = {
        {{{BOOK_BANK, 5}}, 1},
        {{{BOOK_BANK, 5}, {BOOK_FEE, -4}}, 2},
        {{{BOOK_BANK, 5}, {BOOK_BANK, -5}}, 2},
        {{{BOOK_BANK, BOOK_FEN_MAX + 1}, {BOOK_HELD, -BOOK_FEN_MAX - 1}}, 2},
    };
    (void) context;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(post(1, "bad", bad[i].lines, bad[i].count));
    assert_false(post(1, "", (struct book_line[]){{BOOK_BANK, 5}, {BOOK_HELD, -5}}, 2));
    assert_false(post(0, "x", (struct book_line[]){{BOOK_BANK, 5}, {BOOK_HELD, -5}}, 2));
}

/* Whoever reaches the database itself is told by the chain and by the rules. */
static void what_was_changed_is_found(void **context)
{
    static const struct {
        const char *harm, *mend;
    } harms[] = {
        {"UPDATE ledger_posting SET amount_fen = amount_fen + 1 WHERE entry_id = 3 AND line = 0",
         "UPDATE ledger_posting SET amount_fen = amount_fen - 1 WHERE entry_id = 3 AND line = 0"},
        {"UPDATE ledger_entry SET matter_id = matter_id + 1 WHERE id = 3",
         "UPDATE ledger_entry SET matter_id = matter_id - 1 WHERE id = 3"},
        {"UPDATE ledger_entry SET source = source || 'x' WHERE id = 3",
         "UPDATE ledger_entry SET source = substr(source, 1, length(source) - 1) WHERE id = 3"},
    };
    (void) context;
    for (size_t i = 0; i < COUNT_OF(harms); i++) {
        int64_t entries = 0, broken = 0;
        struct err err = {0};
        run(harms[i].harm);
        assert_int_equal(book_verify(db, &entries, &broken, &err), ERR_NONE);
        assert_int_equal(broken, 3);
        run(harms[i].mend);
        assert_int_equal(book_verify(db, &entries, &broken, &err), ERR_NONE);
        assert_int_equal(broken, 0);
    }
    every_rule_holds();
}

static int open_store(void **context)
{
    const char *given = getenv("FENGQIAO_TEST_STORE");
    char url[512];
    struct err err = {0};
    size_t ran = 0;
    (void) context;
    if (!crypto_start() || !mkdtemp(folder))
        return -1;
    arena_init(&arena, 256 << 20);
    (void) snprintf(url, sizeof url, "%s", given ? given : "");
    if (!given)
        (void) snprintf(url, sizeof url, "sqlite:%s/test.sqlite", folder);
    if (db_open(url, DB_READ_WRITE, &db, &err) || store_migrate(db, &arena, &ran, &err)) {
        print_error("%s\n", err.text);
        return -1;
    }
    run("DELETE FROM ledger_posting");
    run("DELETE FROM ledger_entry");
    run("DELETE FROM ledger_account");
    return 0;
}

static int close_store(void **context)
{
    static const char *const files[] = {"test.sqlite", "test.sqlite-wal", "test.sqlite-shm"};
    (void) context;
    db_close(db);
    arena_release(&arena);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char path[600];
        (void) snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        (void) unlink(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_order_balances),
                                       cmocka_unit_test(what_is_no_entry_is_refused),
                                       cmocka_unit_test(what_was_changed_is_found)};
    return cmocka_run_group_tests(tests, open_store, close_store);
}

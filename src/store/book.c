/* store/book: see book.h. Nothing here changes or removes an entry or a posting. */
#include "store/book.h"

#include "base/text.h"

enum { PARTS_BYTES_MAX = 8192, PAGE = 2000 };

/* clang-format off */
const struct book_account_row book_accounts[BOOK_ACCOUNT_COUNT] = {
    [BOOK_BANK]       = {"bank",       {"银行存款", "At the bank"},                    true},
    [BOOK_RECEIVABLE] = {"receivable", {"应收诉讼费", "Still to be paid"},             true},
    [BOOK_RELIEF]     = {"relief",     {"减交、免交", "Reduced or waived"},            true},
    [BOOK_FEE]        = {"fee",        {"应交诉讼费", "Fees as fixed"},                false},
    [BOOK_HELD]       = {"held",       {"待退款项", "Paid beyond what is due"},        false},
    [BOOK_PAYABLE]    = {"payable",    {"应付退费", "Approved for refund"},            false},
};
/* clang-format on */

enum err_kind book_entry_check(const struct book_entry *entry, struct err *reterr)
{
    int64_t sum_fen = 0;
    bool good = entry->line_count >= 2 && entry->line_count <= BOOK_LINES_MAX &&
                entry->matter_id > 0 && entry->source && *entry->source &&
                strlen(entry->source) <= BOOK_SOURCE_MAX;
    for (size_t i = 0; good && i < entry->line_count; i++) {
        int64_t fen = entry->lines[i].amount_fen;
        good = fen != 0 && fen <= BOOK_FEN_MAX && fen >= -BOOK_FEN_MAX;
        for (size_t j = 0; j < i; j++)
            good = good && entry->lines[j].account != entry->lines[i].account;
        sum_fen += good ? fen : 0;
    }
    return good && sum_fen == 0 ? ERR_NONE
                                : err_set(reterr, ERR_STORE, "ledger.entry",
                                          "an entry of kind %.40s that is none", entry->kind);
}

/* The order of the hashed parts is part of the proof; append only. */
const char *book_hash(const struct book_entry *entry, struct arena *arena)
{
    struct text text;
    text_init(&text, arena, PARTS_BYTES_MAX);
    text_add_format(&text, "%zu:%s;", strlen(entry->previous_hash), entry->previous_hash);
    text_add_format(&text, "i%lld;i%lld;i%d;i%lld;", (long long) entry->id,
                    (long long) entry->matter_id, (int) entry->day, (long long) entry->at_us);
    text_add_format(&text, "%zu:%s;%zu:%s;", strlen(entry->court), entry->court,
                    strlen(entry->kind), entry->kind);
    text_add_format(&text, "%zu:%s;", strlen(entry->source), entry->source);
    for (size_t i = 0; i < entry->line_count; i++)
        text_add_format(&text, "%s=%lld;", book_accounts[entry->lines[i].account].name,
                        (long long) entry->lines[i].amount_fen);
    const char *parts = text_done(&text);
    char *hex = parts ? arena_alloc(arena, SM3_HEX) : NULL;
    if (hex) {
        struct sm3 hash = sm3_of(parts, text.length);
        text_hex(hash.bytes, SM3_BYTES, hex);
    }
    return hex;
}

enum err_kind book_last(struct db *db, struct arena *arena, const char **ret, struct err *reterr)
{
    static const char sql[] = "SELECT hash FROM ledger_entry ORDER BY id DESC LIMIT 1";
    struct db_result found;
    enum err_kind kind = db_run(db, arena, sql, DB_NO_ARGS, &found, reterr);
    *ret = !kind && found.row_count ? db_cell_text(&found, 0, 0) : "";
    return kind;
}

/* ---- posting --------------------------------------------------------------------------------- */

/* The account moves only to where it may be: the guard that no call, clerk or replay gets past. */
static void post_line(struct db_flight *flight, const struct book_entry *entry, size_t i)
{
    static const char account[] = "INSERT INTO ledger_account (court, matter_id, kind, "
                                  "balance_fen) VALUES ($1, $2, $3, 0) ON CONFLICT (matter_id, "
                                  "kind) DO NOTHING";
    static const char posting[] =
        "INSERT INTO ledger_posting (entry_id, line, kind, amount_fen) VALUES ($1, $2, $3, $4)";
    static const char debit[] = "UPDATE ledger_account SET balance_fen = balance_fen + $3 WHERE "
                                "matter_id = $1 AND kind = $2 AND balance_fen + $3 >= 0";
    static const char credit[] = "UPDATE ledger_account SET balance_fen = balance_fen + $3 WHERE "
                                 "matter_id = $1 AND kind = $2 AND balance_fen + $3 <= 0";
    const struct book_line *line = &entry->lines[i];
    const struct book_account_row *row = &book_accounts[line->account];
    (void) db_flight_add(
        flight, account,
        DB_ARGS(db_text(entry->court), db_int(entry->matter_id), db_text(row->name)), -1);
    (void) db_flight_add(flight, posting,
                         DB_ARGS(db_int(entry->id), db_int((int64_t) i), db_text(row->name),
                                 db_int(line->amount_fen)),
                         1);
    (void) db_flight_add(
        flight, row->debit ? debit : credit,
        DB_ARGS(db_int(entry->matter_id), db_text(row->name), db_int(line->amount_fen)), 1);
}

void book_post(struct db_flight *flight, const struct book_entry *entry)
{
    /* Last, and only where what stands there by now is balanced: seen by the database itself. */
    static const char sql[] =
        "INSERT INTO ledger_entry (id, court, matter_id, kind, source, day, at_us, previous_hash, "
        "hash) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE (SELECT sum(p.amount_fen) FROM "
        "ledger_posting p WHERE p.entry_id = $1) = 0 AND (SELECT count(*) FROM ledger_posting p "
        "WHERE p.entry_id = $1) = $10";
    for (size_t i = 0; i < entry->line_count; i++)
        post_line(flight, entry, i);
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(entry->id), db_text(entry->court), db_int(entry->matter_id),
                                 db_text(entry->kind), db_text(entry->source), db_int(entry->day),
                                 db_int(entry->at_us), db_text(entry->previous_hash),
                                 db_text(entry->hash), db_int((int64_t) entry->line_count)),
                         1);
}

/* ---- reading --------------------------------------------------------------------------------- */

size_t book_read(struct db_flight *flight, int64_t matter_id)
{
    return db_flight_add(flight,
                         "SELECT kind, balance_fen FROM ledger_account WHERE matter_id = $1",
                         DB_ARGS(db_int(matter_id)), -1);
}

bool book_account_find(const char *name, enum book_account *ret)
{
    for (int i = 0; name && i < BOOK_ACCOUNT_COUNT; i++) {
        if (strcmp(book_accounts[i].name, name) == 0) {
            *ret = (enum book_account) i;
            return true;
        }
    }
    return false;
}

void book_take(const struct db_result *rows, struct book_balances *ret)
{
    *ret = (struct book_balances){0};
    for (size_t i = 0; i < rows->row_count; i++) {
        enum book_account account;
        if (book_account_find(db_cell_text(rows, i, 0), &account))
            ret->fen[account] = db_cell_int(rows, i, 1);
    }
}

size_t book_court_read(struct db_flight *flight, int64_t matter_id)
{
    static const char sql[] =
        "SELECT a.kind, CAST(sum(a.balance_fen) AS BIGINT) FROM ledger_account a JOIN matter m ON "
        "m.court = a.court WHERE m.id = $1 GROUP BY a.kind ORDER BY a.kind LIMIT 50";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id)), -1);
}

size_t book_parent_read(struct db_flight *flight, int64_t matter_id)
{
    static const char sql[] = "SELECT a.kind, a.balance_fen FROM ledger_account a JOIN matter m ON "
                              "m.parent_id = a.matter_id WHERE m.id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id)), -1);
}

size_t book_source_read(struct db_flight *flight, const char *source)
{
    return db_flight_add(flight, "SELECT id FROM ledger_entry WHERE source = $1",
                         DB_ARGS(db_text(source)), -1);
}

enum err_kind book_trial_balance(struct db *db, struct arena *arena, const char *court,
                                 struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT p.kind, CAST(sum(CASE WHEN p.amount_fen > 0 THEN p.amount_fen ELSE 0 END) AS "
        "BIGINT), CAST(sum(CASE WHEN p.amount_fen < 0 THEN -p.amount_fen ELSE 0 END) AS BIGINT), "
        "CAST(sum(p.amount_fen) AS BIGINT), (SELECT count(*) FROM ledger_account a WHERE a.kind = "
        "p.kind AND a.balance_fen <> 0 AND ($1 = '' OR a.court = $1)) FROM ledger_posting p JOIN "
        "ledger_entry e ON e.id = p.entry_id WHERE $1 = '' OR e.court = $1 GROUP BY p.kind ORDER "
        "BY p.kind LIMIT 50";
    return db_run(db, arena, sql, DB_ARGS(db_text(court)), ret, reterr);
}

enum err_kind book_entries(struct db *db, struct arena *arena, int64_t matter_id, int64_t limit,
                           struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT e.id, e.kind, e.source, e.day, e.at_us, p.kind, p.amount_fen FROM ledger_entry e "
        "JOIN ledger_posting p ON p.entry_id = e.id WHERE e.matter_id = $1 ORDER BY e.id, p.line "
        "LIMIT $2";
    return db_run(db, arena, sql, DB_ARGS(db_int(matter_id), db_int(limit)), ret, reterr);
}

/* ---- the chain --------------------------------------------------------------------------------
 */

/* The lines of an entry, out of rows ordered by entry and line, from `*next` on. */
static void take_lines(const struct db_result *rows, size_t *next, struct book_entry *entry)
{
    entry->line_count = 0;
    for (; *next < rows->row_count && db_cell_int(rows, *next, 0) <= entry->id; (*next)++) {
        enum book_account account;
        if (db_cell_int(rows, *next, 0) == entry->id && entry->line_count < BOOK_LINES_MAX &&
            book_account_find(db_cell_text(rows, *next, 1), &account))
            entry->lines[entry->line_count++] =
                (struct book_line){account, db_cell_int(rows, *next, 2)};
    }
}

static bool entry_holds(const struct db_result *page, size_t i, const struct db_result *lines,
                        size_t *next, const char *previous, int64_t last, struct arena *arena)
{
    struct book_entry entry = {.id = db_cell_int(page, i, 0),
                               .court = db_cell_text(page, i, 1),
                               .matter_id = db_cell_int(page, i, 2),
                               .kind = db_cell_text(page, i, 3),
                               .source = db_cell_text(page, i, 4),
                               .day = (int32_t) db_cell_int(page, i, 5),
                               .at_us = db_cell_int(page, i, 6),
                               .previous_hash = db_cell_text(page, i, 7),
                               .hash = db_cell_text(page, i, 8)};
    struct err err = {0};
    take_lines(lines, next, &entry);
    const char *hash = book_hash(&entry, arena);
    return hash && text_equal(entry.hash, hash) && text_equal(entry.previous_hash, previous) &&
           entry.id == last + 1 && !book_entry_check(&entry, &err);
}

enum err_kind book_verify(struct db *db, int64_t *ret_entries, int64_t *ret_broken,
                          struct err *reterr)
{
    static const char entries[] =
        "SELECT id, court, matter_id, kind, source, day, at_us, previous_hash, hash FROM "
        "ledger_entry WHERE id > $1 ORDER BY id LIMIT 2000";
    static const char postings[] = "SELECT entry_id, kind, amount_fen FROM ledger_posting WHERE "
                                   "entry_id > $1 AND entry_id <= $2 ORDER BY entry_id, line "
                                   "LIMIT 20000";
    char previous[SM3_HEX] = "";
    int64_t last = 0;
    *ret_entries = *ret_broken = 0;
    for (bool more = true; more && !*ret_broken;) {
        ARENA_SCOPED arena;
        arena_init(&arena, 64 << 20);
        struct db_result page, lines;
        size_t next = 0;
        enum err_kind kind = db_run(db, &arena, entries, DB_ARGS(db_int(last)), &page, reterr);
        int64_t end = !kind && page.row_count ? db_cell_int(&page, page.row_count - 1, 0) : last;
        if (!kind)
            kind = db_run(db, &arena, postings, DB_ARGS(db_int(last), db_int(end)), &lines, reterr);
        if (kind)
            return kind;
        more = page.row_count == PAGE;
        for (size_t i = 0; i < page.row_count && !*ret_broken; i++) {
            if (!entry_holds(&page, i, &lines, &next, previous, last, &arena))
                *ret_broken = db_cell_int(&page, i, 0);
            last = db_cell_int(&page, i, 0);
            (*ret_entries)++;
            (void) snprintf(previous, sizeof previous, "%s", db_cell_text(&page, i, 8));
        }
    }
    return ERR_NONE;
}

/* store/search: see search.h. The queue and the writing; finding is search_find.c. */
#include "store/search.h"

#include "store/matter.h"
#include "store/search_bits.h"

enum { READS_A_FLIGHT = 2000 };

/* ---- what waits ------------------------------------------------------------------------------ */

#define AGAIN " ON CONFLICT (matter_id) DO UPDATE SET stamp = search_queue.stamp + 1"

void search_queue_matter(struct db_flight *flight, int64_t matter_id)
{
    static const char sql[] = "INSERT INTO search_queue (matter_id, stamp) VALUES ($1, 1)" AGAIN;
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(matter_id)), -1);
}

void search_queue_dispute(struct db_flight *flight, int64_t dispute_id)
{
    /* WHERE before ON CONFLICT: SQLite would read ON as a join's. */
    static const char sql[] = "INSERT INTO search_queue (matter_id, stamp) SELECT id, 1 FROM "
                              "matter WHERE dispute_id = $1" AGAIN;
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(dispute_id)), -1);
}

void search_queue_all(struct db_flight *flight)
{
    static const char *const sql[] = {
        "DELETE FROM search_posting", "DELETE FROM search_entry",
        "INSERT INTO search_queue (matter_id, stamp) SELECT id, 1 FROM matter WHERE id > 0" AGAIN};
    for (size_t i = 0; i < COUNT_OF(sql); i++)
        (void) db_flight_add(flight, sql[i], DB_NO_ARGS, -1);
}

enum err_kind search_waiting(struct db *db, struct arena *arena, int64_t limit,
                             struct db_result *ret, struct err *reterr)
{
    return db_run(db, arena,
                  "SELECT matter_id, stamp FROM search_queue ORDER BY matter_id DESC LIMIT $1",
                  DB_ARGS(db_int(limit)), ret, reterr);
}

enum err_kind search_waiting_count(struct db *db, struct arena *arena, int64_t *ret,
                                   struct err *reterr)
{
    struct db_result found;
    enum err_kind kind =
        db_run(db, arena, "SELECT count(*) FROM search_queue", DB_NO_ARGS, &found, reterr);
    *ret = kind ? 0 : db_cell_int(&found, 0, 0);
    return kind;
}

void search_done(struct db_flight *flight, int64_t matter_id, int64_t stamp)
{
    (void) db_flight_add(flight, "DELETE FROM search_queue WHERE matter_id = $1 AND stamp = $2",
                         DB_ARGS(db_int(matter_id), db_int(stamp)), -1);
}

size_t search_beside_read(struct db_flight *flight, int64_t matter_id, int64_t dispute_id)
{
    static const char rights[] =
        "SELECT kind, account_id, matter_id, role FROM case_right WHERE dispute_id = $1 AND kind "
        "IN ('role', 'exclusion') AND ended_us IS NULL ORDER BY id LIMIT 1000";
    static const char documents[] =
        "SELECT name, kind FROM document WHERE matter_id = $1 AND kind <> '" DOCUMENT_OF_POST
        "' ORDER BY id LIMIT 500";
    size_t first = db_flight_add(flight, rights, DB_ARGS(db_int(dispute_id)), -1);
    static const char pages[] =
        "SELECT substr(t.text, 1, 3000), d.kind FROM document d JOIN document_text t ON t.sm3 = "
        "d.sm3 WHERE d.matter_id = $1 AND d.words <> 'none' AND d.kind <> '" DOCUMENT_OF_POST
        "' ORDER BY d.id, t.page LIMIT 20";
    (void) db_flight_add(flight, documents, DB_ARGS(db_int(matter_id)), -1);
    (void) db_flight_add(flight, pages, DB_ARGS(db_int(matter_id)), -1);
    return first;
}

/* ---- terms of an entry ----------------------------------------------------------------------- */

static int by_number(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *) left, b = *(const uint64_t *) right;
    return a < b ? -1 : a > b;
}

bool search_terms(struct arena *arena, const char *body, const uint64_t *tokens, size_t count,
                  struct search_terms *ret)
{
    uint64_t pair = 0;
    size_t kept = 0;
    struct bigram_numbers numbers = {body, false};
    bool inner = false;
    /* A pair and a number for each character at most, and none has less than one byte. */
    ret->items = arena_array(arena, 2 * strlen(body) + count + 1, sizeof *ret->items);
    ret->count = 0;
    if (!ret->items)
        return false;
    while (bigram_next(&body, &pair))
        ret->items[ret->count++] = pair;
    while (bigram_number(&numbers, &pair, &inner))
        ret->items[ret->count++] = search_token(SEARCH_NUMBER, pair);
    for (size_t i = 0; i < count; i++)
        ret->items[ret->count++] = tokens[i];
    qsort(ret->items, ret->count, sizeof *ret->items, by_number);
    for (size_t i = 0; i < ret->count; i++) {
        if (i == 0 || ret->items[i] != ret->items[kept - 1])
            ret->items[kept++] = ret->items[i];
    }
    ret->count = kept;
    return true;
}

const uint64_t *search_read_tokens(struct arena *arena, const struct db_value *cell,
                                   size_t *ret_count)
{
    *ret_count = cell->size_bytes / 8;
    uint64_t *tokens = arena_array(arena, *ret_count + 1, sizeof *tokens);
    for (size_t i = 0; tokens && i < 8 * *ret_count; i++)
        tokens[i / 8] = tokens[i / 8] << 8 | (uint8_t) cell->text[i];
    return tokens;
}

static const uint8_t *write_tokens(struct arena *arena, const uint64_t *tokens, size_t count)
{
    uint8_t *bytes = arena_alloc(arena, 8 * count + 1);
    for (size_t i = 0; bytes && i < 8 * count; i++)
        bytes[i] = (uint8_t) (tokens[i / 8] >> (56 - 8 * (i % 8)));
    return bytes;
}

/* ---- what changes ---------------------------------------------------------------------------- */

struct change {
    int64_t id; /* of the row */
    uint16_t place;
    bool added;
};

struct planning {
    struct db *db;
    struct arena *arena;
    struct change *changes;
    size_t count, capacity;
};

static int by_row(const void *left, const void *right)
{
    const struct change *a = left, *b = right;
    return a->id < b->id ? -1 : a->id > b->id ? 1 : a->place - b->place;
}

static bool add_change(struct planning *planning, uint64_t term, int64_t matter_id, bool added)
{
    if (planning->count == planning->capacity) {
        size_t more = planning->capacity ? 2 * planning->capacity : 1024;
        struct change *changes = arena_array(planning->arena, more, sizeof *changes);
        if (!changes)
            return false;
        if (planning->count)
            memcpy(changes, planning->changes, planning->count * sizeof *changes);
        planning->changes = changes;
        planning->capacity = more;
    }
    planning->changes[planning->count++] =
        (struct change){.id = posting_id(term, matter_id >> BLOCK_BITS),
                        .place = (uint16_t) (matter_id & (BLOCK_DOCS - 1)),
                        .added = added};
    return true;
}

/* Both in order: what only one of them has. */
static bool add_differences(struct planning *planning, int64_t matter_id,
                            const struct search_terms *was, const struct search_terms *now)
{
    size_t w = 0, n = 0;
    bool good = true;
    while (good && (w < was->count || n < now->count)) {
        if (n == now->count || (w < was->count && was->items[w] < now->items[n]))
            good = add_change(planning, was->items[w++], matter_id, false);
        else if (w == was->count || now->items[n] < was->items[w])
            good = add_change(planning, now->items[n++], matter_id, true);
        else
            w++, n++;
    }
    return good;
}

static bool add_entry(struct planning *planning, const struct search_entry *entry,
                      const struct db_result *old)
{
    struct search_terms was = {0}, now = {0};
    size_t token_count = 0;
    if (old->row_count) {
        const uint64_t *tokens =
            search_read_tokens(planning->arena, db_cell(old, 0, 1), &token_count);
        if (!tokens ||
            !search_terms(planning->arena, db_cell_text(old, 0, 0), tokens, token_count, &was))
            return false;
    }
    if (entry->body &&
        !search_terms(planning->arena, entry->body, entry->tokens, entry->token_count, &now))
        return false;
    return add_differences(planning, entry->matter_id, &was, &now);
}

/* Rows of the index as they will be: read in flights, changed in memory. */
static enum err_kind make_rows(struct planning *planning, struct search_plan *plan,
                               struct err *reterr)
{
    for (size_t first = 0, at = 0; first < plan->row_count; first += READS_A_FLIGHT) {
        size_t count = plan->row_count - first < READS_A_FLIGHT ? plan->row_count - first
                                                                : (size_t) READS_A_FLIGHT;
        ARENA_SCOPED arena;
        arena_init(&arena, 64 << 20);
        struct db_flight *flight = db_flight_new(&arena);
        if (!flight)
            return arena_full(reterr);
        for (size_t i = 0; i < count; i++)
            (void) db_flight_add(flight, "SELECT docs FROM search_posting WHERE id = $1",
                                 DB_ARGS(db_int(plan->rows[first + i].id)), -1);
        enum err_kind kind = db_flight_run(planning->db, flight, reterr);
        if (kind)
            return kind;
        for (size_t i = 0; i < count; i++) {
            struct search_row *row = &plan->rows[first + i];
            const struct db_result *old = db_flight_result(flight, i);
            struct search_bits bits = {0};
            if (old->row_count)
                bits_read(&bits, db_cell(old, 0, 0));
            for (; at < planning->count && planning->changes[at].id == row->id; at++) {
                if (planning->changes[at].added)
                    bits_set(&bits, planning->changes[at].place);
                else
                    bits_clear(&bits, planning->changes[at].place);
            }
            row->docs = bits_write(&bits, planning->arena, &row->docs_bytes);
            if (!row->docs)
                return arena_full(reterr);
        }
    }
    return ERR_NONE;
}

static enum err_kind name_rows(struct planning *planning, struct search_plan *plan,
                               struct err *reterr)
{
    qsort(planning->changes, planning->count, sizeof *planning->changes, by_row);
    plan->rows = arena_array(planning->arena, planning->count + 1, sizeof *plan->rows);
    if (!plan->rows)
        return arena_full(reterr);
    for (size_t i = 0; i < planning->count; i++) {
        if (i == 0 || planning->changes[i].id != planning->changes[i - 1].id)
            plan->rows[plan->row_count++].id = planning->changes[i].id;
    }
    return make_rows(planning, plan, reterr);
}

enum err_kind search_plan(struct db *db, struct arena *arena, const struct search_entry *entries,
                          size_t count, size_t changes_max, struct search_plan *ret,
                          struct err *reterr)
{
    struct planning planning = {.db = db, .arena = arena};
    struct db_flight *flight = db_flight_new(arena);
    *ret = (struct search_plan){.entries = entries};
    if (!flight)
        return arena_full(reterr);
    for (size_t i = 0; i < count; i++)
        (void) db_flight_add(flight, "SELECT body, tokens FROM search_entry WHERE matter_id = $1",
                             DB_ARGS(db_int(entries[i].matter_id)), -1);
    enum err_kind kind = db_flight_run(db, flight, reterr);
    if (kind)
        return kind;
    for (; ret->entry_count < count; ret->entry_count++) {
        size_t before = planning.count;
        if (!add_entry(&planning, &entries[ret->entry_count],
                       db_flight_result(flight, ret->entry_count)))
            return arena_full(reterr);
        if (planning.count > changes_max && ret->entry_count) {
            planning.count = before;
            break;
        }
    }
    return planning.count ? name_rows(&planning, ret, reterr) : ERR_NONE;
}

static void write_entry(struct db_flight *flight, const struct search_entry *entry,
                        const uint8_t *tokens)
{
    static const char put[] =
        "INSERT INTO search_entry (matter_id, body, tokens) VALUES ($1, $2, $3) ON CONFLICT "
        "(matter_id) DO UPDATE SET body = excluded.body, tokens = excluded.tokens";
    if (entry->body)
        (void) db_flight_add(flight, put,
                             DB_ARGS(db_int(entry->matter_id), db_text(entry->body),
                                     db_bytes(tokens, 8 * entry->token_count)),
                             -1);
    else
        (void) db_flight_add(flight, "DELETE FROM search_entry WHERE matter_id = $1",
                             DB_ARGS(db_int(entry->matter_id)), -1);
}

enum err_kind search_write(struct db_flight *flight, struct arena *arena,
                           const struct search_plan *plan, struct err *reterr)
{
    static const char put[] = "INSERT INTO search_posting (id, docs) VALUES ($1, $2) ON CONFLICT "
                              "(id) DO UPDATE SET docs = excluded.docs";
    for (size_t i = 0; i < plan->row_count; i++) {
        const struct search_row *row = &plan->rows[i];
        if (row->docs_bytes)
            (void) db_flight_add(flight, put,
                                 DB_ARGS(db_int(row->id), db_bytes(row->docs, row->docs_bytes)), 1);
        else
            (void) db_flight_add(flight, "DELETE FROM search_posting WHERE id = $1",
                                 DB_ARGS(db_int(row->id)), -1);
    }
    for (size_t i = 0; i < plan->entry_count; i++) {
        const struct search_entry *entry = &plan->entries[i];
        const uint8_t *tokens = write_tokens(arena, entry->tokens, entry->token_count);
        if (!tokens)
            return arena_full(reterr);
        write_entry(flight, entry, tokens);
    }
    return ERR_NONE;
}

/*
 * store/search_find: one search. Each round reads, of every term, the next rows of the index at or
 * below a block, all in one flight; then walks the blocks that are known of every term, and goes on
 * below them. A term whose next row lies far below lets all others jump there.
 */
#include "store/search.h"

#include "base/text.h"
#include "store/search_bits.h"

enum { ROUND_BYTES = 64 << 20, ROWS_FIRST = 2, ROWS_MOST = 64, COMPARED_LEAST = 16 };

struct window {
    const struct db_result *rows;
    size_t at;      /* the next row to look at */
    bool truncated; /* there may be more below its last row */
};

struct walk {
    struct db *db;
    struct arena *arena; /* of the caller: what is found */
    const struct search_query *query;
    struct search_hit *hits;
    size_t hit_count, examined;
    int64_t before_id; /* what lies below is not examined yet */
    /* of one round */
    struct arena round;
    struct window windows[SEARCH_TERMS_MAX]; /* group after group, then `none` */
    int64_t waiting[COMPARED_LEAST + 256];   /* candidates to compare */
    size_t waiting_count;
};

static int64_t block_at(const struct window *window, size_t row)
{
    return block_of_posting(db_cell_int(window->rows, row, 0));
}

/* -1: no row there. */
static int64_t next_block(const struct window *window)
{
    return window->at < window->rows->row_count ? block_at(window, window->at) : -1;
}

static void add_reads(struct db_flight *flight, const struct search_group *group, int64_t at,
                      int64_t rows)
{
    static const char sql[] = "SELECT id, docs FROM search_posting WHERE id >= $1 AND id <= $2 "
                              "ORDER BY id DESC LIMIT $3";
    for (size_t i = 0; i < group->count; i++)
        (void) db_flight_add(flight, sql,
                             DB_ARGS(db_int(posting_id(group->terms[i], 0)),
                                     db_int(posting_id(group->terms[i], at)), db_int(rows)),
                             -1);
}

static enum err_kind read_round(struct walk *walk, int64_t at, size_t rows, struct err *reterr)
{
    const struct search_query *query = walk->query;
    arena_release(&walk->round);
    arena_init(&walk->round, ROUND_BYTES);
    struct db_flight *flight = db_flight_new(&walk->round);
    if (!flight)
        return arena_full(reterr);
    for (size_t g = 0; g < query->group_count; g++)
        add_reads(flight, &query->groups[g], at, (int64_t) rows);
    add_reads(flight, &query->none, at, (int64_t) rows);
    enum err_kind kind = db_flight_run(walk->db, flight, reterr);
    for (size_t i = 0; !kind && i < db_flight_count(flight); i++) {
        const struct db_result *found = db_flight_result(flight, i);
        walk->windows[i] = (struct window){found, 0, found->row_count == rows};
    }
    return kind;
}

/* The highest block a group has a row in, -1: none. */
static int64_t group_top(const struct window *windows, size_t count)
{
    int64_t top = -1;
    for (size_t i = 0; i < count; i++) {
        if (next_block(&windows[i]) > top)
            top = next_block(&windows[i]);
    }
    return top;
}

/* The lowest block that is known of all of them. */
static int64_t known_down_to(const struct window *windows, size_t count)
{
    int64_t floor = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t last =
            windows[i].truncated ? block_at(&windows[i], windows[i].rows->row_count - 1) : 0;
        if (last > floor)
            floor = last;
    }
    return floor;
}

/* Adds what the windows know of the block, and moves them below it. */
static void gather(struct window *windows, size_t count, int64_t block, struct search_bits *bits)
{
    memset(bits, 0, sizeof *bits);
    for (size_t i = 0; i < count; i++) {
        struct window *window = &windows[i];
        while (next_block(window) > block)
            window->at++;
        if (next_block(window) == block)
            bits_read(bits, db_cell(window->rows, window->at++, 1));
    }
}

/* ---- comparing with the text ----------------------------------------------------------------- */

static bool holds_all(const char *body, const struct search_query *query)
{
    for (size_t i = 0; i < query->run_count; i++) {
        if (!bigram_find(body, query->runs[i]))
            return false;
    }
    return true;
}

static bool is_over(const struct walk *walk)
{
    return walk->hit_count == walk->query->limit || walk->examined >= SEARCH_EXAMINED_MAX;
}

/* Candidates in their order, until the page is full. */
static enum err_kind compare(struct walk *walk, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ROUND_BYTES);
    struct db_flight *flight = db_flight_new(&arena);
    if (!flight)
        return arena_full(reterr);
    for (size_t i = 0; i < walk->waiting_count; i++)
        (void) db_flight_add(flight, "SELECT body FROM search_entry WHERE matter_id = $1",
                             DB_ARGS(db_int(walk->waiting[i])), -1);
    enum err_kind kind = db_flight_run(walk->db, flight, reterr);
    for (size_t i = 0; !kind && i < walk->waiting_count && !is_over(walk); i++) {
        const struct db_result *found = db_flight_result(flight, i);
        const char *body = found->row_count ? db_cell_text(found, 0, 0) : NULL;
        walk->before_id = walk->waiting[i];
        walk->examined++;
        if (!body || !holds_all(body, walk->query))
            continue;
        struct search_hit *hit = &walk->hits[walk->hit_count++];
        *hit = (struct search_hit){walk->waiting[i], arena_copy(walk->arena, body)};
        if (!hit->body)
            return arena_full(reterr);
    }
    walk->waiting_count = 0;
    return kind;
}

static enum err_kind examine_block(struct walk *walk, int64_t block, const struct search_bits *bits,
                                   struct err *reterr)
{
    for (size_t i = BLOCK_DOCS; i-- > 0 && !is_over(walk);) {
        int64_t id = block << BLOCK_BITS | (int64_t) i;
        if (!bits_get(bits, i) || (walk->query->before_id && id >= walk->query->before_id))
            continue;
        size_t wanted = walk->query->limit - walk->hit_count;
        walk->waiting[walk->waiting_count++] = id;
        if (walk->waiting_count < COUNT_OF(walk->waiting) &&
            walk->waiting_count < (wanted > COMPARED_LEAST ? wanted : (size_t) COMPARED_LEAST))
            continue;
        enum err_kind kind = compare(walk, reterr);
        if (kind)
            return kind;
    }
    return walk->waiting_count && !is_over(walk) ? compare(walk, reterr) : ERR_NONE;
}

/* ---- walking --------------------------------------------------------------------------------- */

static enum err_kind walk_block(struct walk *walk, int64_t block, struct err *reterr)
{
    const struct search_query *query = walk->query;
    struct window *windows = walk->windows;
    struct search_bits all, some;
    memset(&all, 0xFF, sizeof all);
    for (size_t g = 0; g < query->group_count; windows += query->groups[g].count, g++) {
        gather(windows, query->groups[g].count, block, &some);
        for (size_t w = 0; w < BLOCK_WORDS; w++)
            all.words[w] &= some.words[w];
    }
    gather(windows, query->none.count, block, &some);
    for (size_t w = 0; w < BLOCK_WORDS; w++)
        all.words[w] &= ~some.words[w];
    return examine_block(walk, block, &all, reterr);
}

/* The highest block that may hold anything, by what the windows say; -1: none does. */
static int64_t top_of(const struct walk *walk)
{
    const struct window *windows = walk->windows;
    int64_t top = BLOCKS_MAX;
    for (size_t g = 0; g < walk->query->group_count; g++) {
        int64_t own = group_top(windows, walk->query->groups[g].count);
        top = own < top ? own : top;
        windows += walk->query->groups[g].count;
    }
    return top;
}

static enum err_kind walk_down(struct walk *walk, size_t term_count, struct err *reterr)
{
    const struct search_query *query = walk->query;
    int64_t at = query->before_id ? (query->before_id - 1) >> BLOCK_BITS : BLOCKS_MAX - 1;
    size_t rows = ROWS_FIRST;
    enum err_kind kind = ERR_NONE;
    while (at >= 0) {
        kind = read_round(walk, at, rows, reterr);
        if (kind)
            return kind;
        int64_t floor = known_down_to(walk->windows, term_count), top = top_of(walk);
        at = top < floor ? top : floor - 1;
        for (int64_t block = top; !kind && block >= floor && !is_over(walk);
             block = top_of(walk) < block ? top_of(walk) : block - 1)
            kind = walk_block(walk, block, reterr);
        if (kind || is_over(walk))
            return kind;
        rows = 4 * rows < ROWS_MOST ? 4 * rows : (size_t) ROWS_MOST;
    }
    walk->before_id = 0;
    return kind;
}

enum err_kind search_find(struct db *db, struct arena *arena, const struct search_query *query,
                          struct search_hit *ret, size_t *ret_count, int64_t *ret_before_id,
                          struct err *reterr)
{
    size_t term_count = query->none.count;
    for (size_t g = 0; g < query->group_count; g++)
        term_count += query->groups[g].count;
    *ret_count = 0;
    *ret_before_id = 0;
    if (term_count > SEARCH_TERMS_MAX)
        return err_set(reterr, ERR_LIMIT, "search.terms", "%zu terms in one search", term_count);
    struct walk *walk = arena_alloc(arena, sizeof *walk);
    if (!walk)
        return arena_full(reterr);
    *walk = (struct walk){
        .db = db, .arena = arena, .query = query, .hits = ret, .before_id = query->before_id};
    enum err_kind kind = walk_down(walk, term_count, reterr);
    arena_release(&walk->round);
    *ret_count = kind ? 0 : walk->hit_count;
    *ret_before_id = kind ? 0 : walk->before_id;
    return kind;
}

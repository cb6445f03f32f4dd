/* store/search_check: see search.h. It only reads. */
#include "store/search_bits.h"

#include "base/text.h"

enum { PAGE = 500, HELD_MAX = 4 << 20, PARTS_BITS_MAX = 12 }; /* 64 MiB at a time */

/* Of one block, and of one part of all terms: every term with the place of a matter that holds it.
 * A block whose terms are too many for memory is read once for each part. */
struct held {
    uint64_t term;
    uint16_t place;
};

struct checking {
    struct db *db;
    struct held *held;
    size_t count;
    uint64_t part; /* of 1 << part_bits */
    int part_bits;
    bool full;            /* there were more than HELD_MAX */
    int64_t rows, broken; /* rows the bodies ask for; rows that are wrong */
    int64_t example;
};

static int by_term(const void *left, const void *right)
{
    const struct held *a = left, *b = right;
    return a->term < b->term ? -1 : a->term > b->term ? 1 : a->place - b->place;
}

static void hold(struct checking *checking, uint64_t term, uint16_t place)
{
    uint64_t mixed = text_hash_step(term, (uint32_t) (term >> 32));
    if (checking->part_bits && mixed >> (64 - checking->part_bits) != checking->part)
        return;
    if (checking->count == HELD_MAX)
        checking->full = true;
    else
        checking->held[checking->count++] = (struct held){term, place};
}

static bool hold_entry(struct checking *checking, const struct db_result *rows, size_t i)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 16 << 20);
    struct search_terms terms = {0};
    size_t count = 0;
    const uint64_t *tokens = search_read_tokens(&arena, db_cell(rows, i, 2), &count);
    bool good = tokens && search_terms(&arena, db_cell_text(rows, i, 1), tokens, count, &terms);
    for (size_t t = 0; good && t < terms.count; t++)
        hold(checking, terms.items[t], (uint16_t) (db_cell_int(rows, i, 0) & (BLOCK_DOCS - 1)));
    return good;
}

/* The row of one term as it lies there against the places from `*at` on. */
static enum err_kind check_row(struct checking *checking, int64_t block, size_t *at,
                               struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct search_bits wanted = {0}, there = {0};
    struct db_result found;
    uint64_t term = checking->held[*at].term;
    for (; *at < checking->count && checking->held[*at].term == term; (*at)++)
        bits_set(&wanted, checking->held[*at].place);
    enum err_kind kind =
        db_run(checking->db, &arena, "SELECT docs FROM search_posting WHERE id = $1",
               DB_ARGS(db_int(posting_id(term, block))), &found, reterr);
    if (kind)
        return kind;
    if (found.row_count)
        bits_read(&there, db_cell(&found, 0, 0));
    checking->rows += found.row_count != 0;
    if (memcmp(&wanted, &there, sizeof wanted) != 0) {
        checking->broken++;
        checking->example = posting_id(term, block);
    }
    return ERR_NONE;
}

static enum err_kind read_part(struct checking *checking, int64_t block, struct err *reterr)
{
    static const char sql[] = "SELECT matter_id, body, tokens FROM search_entry WHERE matter_id >= "
                              "$1 AND matter_id < $2 ORDER BY matter_id LIMIT $3";
    int64_t from = block << BLOCK_BITS, to = (block + 1) << BLOCK_BITS;
    enum err_kind kind = ERR_NONE;
    checking->count = 0;
    checking->full = false;
    for (bool more = true; !kind && more && !checking->full;) {
        ARENA_SCOPED arena;
        arena_init(&arena, 64 << 20);
        struct db_result rows;
        kind = db_run(checking->db, &arena, sql, DB_ARGS(db_int(from), db_int(to), db_int(PAGE)),
                      &rows, reterr);
        more = !kind && rows.row_count == PAGE;
        for (size_t i = 0; !kind && i < rows.row_count; i++) {
            from = db_cell_int(&rows, i, 0) + 1;
            if (!hold_entry(checking, &rows, i))
                kind = arena_full(reterr);
        }
    }
    return kind;
}

/* A part that is too large is halved, with what is left of the block: one part smaller, twice the
 * place. */
static enum err_kind check_block(struct checking *checking, int64_t block, struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    checking->part = 0;
    checking->part_bits = 0;
    while (!kind && checking->part < UINT64_C(1) << checking->part_bits) {
        kind = read_part(checking, block, reterr);
        if (!kind && checking->full) {
            checking->part *= 2;
            if (++checking->part_bits > PARTS_BITS_MAX)
                return err_set(reterr, ERR_LIMIT, "search.check", "one block has too many terms");
            continue;
        }
        if (checking->count)
            qsort(checking->held, checking->count, sizeof *checking->held, by_term);
        for (size_t at = 0; !kind && at < checking->count;)
            kind = check_row(checking, block, &at, reterr);
        checking->part++;
    }
    return kind;
}

static enum err_kind next_block(struct db *db, int64_t from, int64_t *ret, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct db_result found;
    enum err_kind kind =
        db_run(db, &arena, "SELECT min(matter_id) FROM search_entry WHERE matter_id >= $1",
               DB_ARGS(db_int(from << BLOCK_BITS)), &found, reterr);
    *ret = !kind && db_cell(&found, 0, 0)->type == DB_INT ? db_cell_int(&found, 0, 0) >> BLOCK_BITS
                                                          : -1;
    return kind;
}

enum err_kind search_check(struct db *db, struct arena *arena, int64_t *ret_broken,
                           const char **ret_example, struct err *reterr)
{
    ARENA_SCOPED held;
    arena_init(&held, (size_t) HELD_MAX * sizeof(struct held) + 4096);
    struct checking checking = {.db = db,
                                .held = arena_array(&held, HELD_MAX, sizeof *checking.held)};
    if (!checking.held)
        return arena_full(reterr);
    struct db_result found;
    int64_t block = 0;
    enum err_kind kind = next_block(db, 0, &block, reterr);
    while (!kind && block >= 0) {
        kind = check_block(&checking, block, reterr);
        if (!kind)
            kind = next_block(db, block + 1, &block, reterr);
    }
    if (!kind)
        kind = db_run(db, arena, "SELECT count(*) FROM search_posting", DB_NO_ARGS, &found, reterr);
    if (kind)
        return kind;
    /* Every row that was asked for has been seen: what is beyond them nobody asks for. */
    *ret_broken = checking.broken + db_cell_int(&found, 0, 0) - checking.rows;
    *ret_example = arena_printf(arena, "row %lld", (long long) checking.example);
    return *ret_example ? ERR_NONE : arena_full(reterr);
}

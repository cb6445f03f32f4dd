/* store/verify: walks blocks and chains in order of key, page by page, and names the first broken
 * row. */
#include "store/access.h"
#include "store/book.h"
#include "store/event.h"

#include "base/moment.h"
#include "base/text.h"
#include "crypto/timestamp.h"
#include "store/day_root.h"

#include <stdarg.h>

enum { PAGE = 2000, EVENTS_A_BLOCK_MAX = 4096 };

static const char select_events[] =
    "SELECT id, matter_id, sequence, account_id, role, action, nature, court_us, received_us, "
    "from_state, to_state, participant_id, "
    "documents, commitments, previous_hash, hash, block_id FROM event WHERE id > $1 ORDER BY id "
    "LIMIT 2000";
static const char select_blocks[] = "SELECT id, first_event, last_event, root, previous_hash, hash "
                                    "FROM block WHERE id > $1 ORDER BY id LIMIT 2000";
static const char select_leaves[] =
    "SELECT hash FROM event WHERE id >= $1 AND id <= $2 ORDER BY id LIMIT 4097";
static const char select_previous[] =
    "SELECT hash FROM event WHERE matter_id = $1 AND sequence = $2";
static const char select_heads[] = "SELECT block_id, hash, signature FROM signed_head WHERE "
                                   "block_id > $1 ORDER BY block_id LIMIT 2000";
static const char select_block_hash[] = "SELECT hash FROM block WHERE id = $1";
static const char select_tips[] =
    "SELECT m.id, m.event_count, m.head_hash, (SELECT count(*) FROM event e WHERE e.matter_id = "
    "m.id), "
    "(SELECT e.hash FROM event e WHERE e.matter_id = m.id AND e.sequence = m.event_count) FROM "
    "matter m WHERE m.id > $1 ORDER BY m.id LIMIT 2000";
static const char select_values[] = "SELECT v.event_id, v.path, e.id FROM event_value v LEFT JOIN "
                                    "event e ON e.id = v.event_id WHERE e.id IS NULL LIMIT 1";

/* The walk goes on after the first broken row, since only the blocks tell how far back it reaches.
 */
struct walk {
    struct verify_report report;
    int64_t bad_block; /* the first that does not hold; 0: none */
};

static void PRINTF_LIKE(3, 4) broken(struct walk *walk, int64_t block_id, const char *format, ...)
{
    if (block_id && (!walk->bad_block || block_id < walk->bad_block))
        walk->bad_block = block_id;
    if (walk->report.broken)
        return;
    va_list args;
    va_start(args, format);
    (void) vsnprintf(walk->report.where, sizeof walk->report.where, format, args);
    va_end(args);
    walk->report.broken = true;
}

static struct event_row event_at(const struct db_result *page, size_t i)
{
    return (struct event_row){.id = db_cell_int(page, i, 0),
                              .matter_id = db_cell_int(page, i, 1),
                              .sequence = db_cell_int(page, i, 2),
                              .account_id = db_cell_int(page, i, 3),
                              .role = db_cell_text(page, i, 4),
                              .action = db_cell_text(page, i, 5),
                              .nature = db_cell_text(page, i, 6),
                              .court_us = db_cell_int(page, i, 7),
                              .received_us = db_cell_int(page, i, 8),
                              .from_state = db_cell_text(page, i, 9),
                              .to_state = db_cell_text(page, i, 10),
                              .participant_id = db_cell_int(page, i, 11),
                              .documents = db_cell_text(page, i, 12),
                              .commitments = db_cell_text(page, i, 13),
                              .previous_hash = db_cell_text(page, i, 14),
                              .hash = db_cell_text(page, i, 15),
                              .block_id = db_cell_int(page, i, 16)};
}

/* The hash before: of the same matter's previous event; "" for the first. */
static enum err_kind previous_is_right(struct db *db, struct arena *arena,
                                       const struct event_row *event, bool *ret, struct err *reterr)
{
    *ret = *event->previous_hash == '\0';
    if (event->sequence == 1)
        return ERR_NONE;
    struct db_result found;
    enum err_kind kind =
        db_run(db, arena, select_previous,
               DB_ARGS(db_int(event->matter_id), db_int(event->sequence - 1)), &found, reterr);
    *ret = !kind && found.row_count == 1 &&
           text_equal(db_cell_text(&found, 0, 0), event->previous_hash);
    return kind;
}

static enum err_kind verify_events(struct db *db, struct walk *walk, struct err *reterr)
{
    int64_t last = 0;
    for (bool more = true; more && !walk->report.broken;) {
        ARENA_SCOPED arena;
        arena_init(&arena, 512 << 20);
        struct db_result page;
        enum err_kind kind =
            db_run(db, &arena, select_events, DB_ARGS(db_int(last)), &page, reterr);
        more = !kind && page.row_count == PAGE;
        for (size_t i = 0; !kind && i < page.row_count && !walk->report.broken; i++) {
            struct event_row event = event_at(&page, i);
            const char *hash = event_hash(&event, &arena);
            bool chained = false;
            if (!hash)
                return arena_full(reterr);
            kind = previous_is_right(db, &arena, &event, &chained, reterr);
            if (!text_equal(hash, event.hash))
                broken(walk, event.block_id,
                       "event %lld of matter %lld: its content does not give its hash",
                       (long long) event.sequence, (long long) event.matter_id);
            else if (!chained)
                broken(walk, event.block_id,
                       "event %lld of matter %lld: the event before it is missing or another",
                       (long long) event.sequence, (long long) event.matter_id);
            last = event.id;
            walk->report.events++;
        }
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

static enum err_kind verify_block(struct db *db, struct arena *arena, const struct db_result *page,
                                  size_t i, const char *previous, struct walk *walk,
                                  struct err *reterr)
{
    int64_t id = db_cell_int(page, i, 0), first = db_cell_int(page, i, 1),
            last = db_cell_int(page, i, 2);
    struct db_result found;
    enum err_kind kind =
        db_run(db, arena, select_leaves, DB_ARGS(db_int(first), db_int(last)), &found, reterr);
    if (kind)
        return kind;
    struct sm3 *leaves = arena_array(arena, found.row_count + 1, sizeof *leaves);
    char root[SM3_HEX];
    if (!leaves)
        return arena_full(reterr);
    for (size_t j = 0; j < found.row_count; j++) {
        if (!text_unhex(db_cell_text(&found, j, 0), leaves[j].bytes, SM3_BYTES))
            broken(walk, id, "block %lld: an event's hash is malformed", (long long) id);
    }
    struct sm3 computed = merkle_root(leaves, found.row_count, arena);
    text_hex(computed.bytes, SM3_BYTES, root);
    const char *hash = block_hash(db_cell_text(page, i, 4), root, first, last, arena);
    if (!hash)
        return arena_full(reterr);
    if ((int64_t) found.row_count != last - first + 1 ||
        !text_equal(root, db_cell_text(page, i, 3)))
        broken(walk, id, "block %lld: its events (%lld to %lld) do not give its root",
               (long long) id, (long long) first, (long long) last);
    else if (!text_equal(hash, db_cell_text(page, i, 5)) ||
             !text_equal(previous, db_cell_text(page, i, 4)))
        broken(walk, id, "block %lld: it does not follow the block before it", (long long) id);
    return ERR_NONE;
}

/* Nothing behind the first bad block can be certain. */
static bool is_certain_so_far(const struct walk *walk, int64_t block_id)
{
    return !walk->bad_block || block_id < walk->bad_block;
}

static enum err_kind verify_blocks(struct db *db, struct walk *walk, struct err *reterr)
{
    int64_t last = 0;
    char previous[SM3_HEX] = "";
    for (bool more = true; more && is_certain_so_far(walk, last + 1);) {
        ARENA_SCOPED arena;
        arena_init(&arena, 512 << 20);
        struct db_result page;
        enum err_kind kind =
            db_run(db, &arena, select_blocks, DB_ARGS(db_int(last)), &page, reterr);
        more = !kind && page.row_count == PAGE;
        for (size_t i = 0; !kind && i < page.row_count && is_certain_so_far(walk, last + 1); i++) {
            kind = verify_block(db, &arena, &page, i, previous, walk, reterr);
            if (db_cell_int(&page, i, 0) != last + 1)
                broken(walk, last + 1, "block %lld is missing", (long long) last + 1);
            last = db_cell_int(&page, i, 0);
            (void) snprintf(previous, sizeof previous, "%s", db_cell_text(&page, i, 5));
            walk->report.blocks++;
        }
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

static enum err_kind verify_heads(struct db *db, const char *public_pem, struct walk *walk,
                                  struct err *reterr)
{
    int64_t last = 0;
    bool done = false;
    for (bool more = true; more && !done;) {
        ARENA_SCOPED arena;
        arena_init(&arena, 64 << 20);
        struct db_result page, found;
        enum err_kind kind = db_run(db, &arena, select_heads, DB_ARGS(db_int(last)), &page, reterr);
        more = !kind && page.row_count == PAGE;
        for (size_t i = 0; !kind && i < page.row_count && !done; i++) {
            last = db_cell_int(&page, i, 0);
            const char *hash = db_cell_text(&page, i, 1);
            kind = db_run(db, &arena, select_block_hash, DB_ARGS(db_int(last)), &found, reterr);
            if (kind)
                break;
            done = true;
            if (!is_certain_so_far(walk, last))
                break;
            if (found.row_count != 1 || !text_equal(db_cell_text(&found, 0, 0), hash))
                broken(walk, last, "signed head of block %lld: the block is missing or another",
                       (long long) last);
            else if (!sign_verify(public_pem, hash, strlen(hash), db_cell_text(&page, i, 2)))
                broken(walk, last, "signed head of block %lld: the signature does not hold",
                       (long long) last);
            else {
                walk->report.certain_up_to_block = last;
                done = false;
            }
        }
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

static enum err_kind verify_tips(struct db *db, struct walk *walk, struct err *reterr)
{
    int64_t last = 0;
    for (bool more = true; more && !walk->report.broken;) {
        ARENA_SCOPED arena;
        arena_init(&arena, 64 << 20);
        struct db_result page;
        enum err_kind kind = db_run(db, &arena, select_tips, DB_ARGS(db_int(last)), &page, reterr);
        if (kind)
            return kind;
        more = page.row_count == PAGE;
        for (size_t i = 0; i < page.row_count && !walk->report.broken; i++) {
            last = db_cell_int(&page, i, 0);
            if (db_cell_int(&page, i, 1) != db_cell_int(&page, i, 3) ||
                !text_equal(db_cell_text(&page, i, 2), db_cell_text(&page, i, 4)))
                broken(walk, 0, "matter %lld: its last event is missing or another",
                       (long long) last);
            walk->report.matters++;
        }
    }
    return ERR_NONE;
}

/* Each root is computed again from the heads of its day; a stamp must be of that root. */
static enum err_kind verify_days(struct db *db, struct walk *walk, struct err *reterr)
{
    ARENA_SCOPED rows_arena;
    arena_init(&rows_arena, 256 << 20);
    struct db_result rows;
    enum err_kind kind = day_roots_list(db, &rows_arena, INT32_MAX, DB_ROWS_MAX - 1, &rows, reterr);
    for (size_t i = 0; !kind && i < rows.row_count && !walk->report.broken; i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 256 << 20);
        struct day_root_row root;
        struct timestamp_facts facts;
        const char *told = db_cell_text(&rows, i, 2), *stamp = db_cell_text(&rows, i, 3);
        int32_t number = (int32_t) db_cell_int(&rows, i, 0);
        const char *day = day_format(&arena, number);
        const char *text = day ? day_root_text(day, told, &arena) : NULL;
        kind = text ? day_root_compute(db, &arena, number, &root, reterr) : arena_full(reterr);
        if (kind)
            break;
        if (!text_equal(told, root.root) || db_cell_int(&rows, i, 1) != root.head_count)
            broken(walk, 0, "day %s: its heads do not give its root", day);
        else if (stamp && !timestamp_holds(stamp, text, strlen(text), NULL, &facts))
            broken(walk, 0, "day %s: the time stamp of its root does not hold", day);
        walk->report.days++;
    }
    return kind;
}

static enum err_kind verify_values(struct db *db, struct walk *walk, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct db_result stray;
    enum err_kind kind = db_run(db, &arena, select_values, DB_NO_ARGS, &stray, reterr);
    if (!kind && stray.row_count)
        broken(walk, 0, "event %lld: its values are there, the event is not",
               (long long) db_cell_int(&stray, 0, 0));
    return kind;
}

/* A chain of its own: it says nothing of the blocks. */
static enum err_kind verify_access(struct db *db, struct walk *walk, struct err *reterr)
{
    int64_t bad = 0;
    enum err_kind kind = access_verify(db, &walk->report.access_rows, &bad, reterr);
    if (!kind && bad)
        broken(walk, 0, "access log row %lld: it does not follow the one before", (long long) bad);
    return kind;
}

/* The ledger's chain, entry by entry, each balanced. */
static enum err_kind verify_ledger(struct db *db, struct walk *walk, struct err *reterr)
{
    int64_t bad = 0;
    enum err_kind kind = book_verify(db, &walk->report.ledger_entries, &bad, reterr);
    if (!kind && bad)
        broken(walk, 0, "ledger entry %lld: it does not balance, or does not follow the one before",
               (long long) bad);
    return kind;
}

enum err_kind store_verify(struct db *db, const char *public_pem, struct verify_report *ret,
                           struct err *reterr)
{
    struct walk walk = {0};
    enum err_kind kind = verify_events(db, &walk, reterr);
    if (!kind)
        kind = verify_blocks(db, &walk, reterr);
    if (!kind)
        kind = verify_tips(db, &walk, reterr);
    if (!kind)
        kind = verify_values(db, &walk, reterr);
    if (!kind)
        kind = verify_heads(db, public_pem, &walk, reterr);
    if (!kind)
        kind = verify_days(db, &walk, reterr);
    if (!kind)
        kind = verify_access(db, &walk, reterr);
    if (!kind)
        kind = verify_ledger(db, &walk, reterr);
    if (!kind)
        *ret = walk.report;
    return kind;
}

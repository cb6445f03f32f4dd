/* store/proof: reading it out of the log; proof_check.c checks it. */
#include "store/proof.h"

#include "base/moment.h"
#include "base/text.h"
#include "store/day_root.h"
#include "store/event.h"

enum { EVENTS_MAX = 5000, BLOCKS_MAX = 5000 };

static const char select_events[] =
    "SELECT id, sequence, account_id, role, action, nature, court_us, received_us, from_state, "
    "to_state, participant_id, documents, commitments, previous_hash, hash, block_id FROM event "
    "WHERE matter_id = $1 ORDER BY sequence LIMIT 5001";
static const char select_leaves[] =
    "SELECT id, hash FROM event WHERE id >= $1 AND id <= $2 ORDER BY id LIMIT 4097";
static const char select_blocks[] =
    "SELECT id, first_event, last_event, root, previous_hash, hash FROM block WHERE id >= $1 AND "
    "id <= $2 ORDER BY id LIMIT 5001";
static const char select_head[] = "SELECT block_id, hash, signature, day FROM signed_head "
                                  "WHERE block_id >= $1 ORDER BY block_id LIMIT 1";

struct proving {
    struct db *db;
    struct json_writer *writer;
    struct arena *arena;
    int64_t matter_id;
    /* of the block the last event was in */
    int64_t block_id;
    struct sm3 *leaves;
    size_t leaf_count;
    int64_t first_event;
};

static enum err_kind too_long(struct err *reterr)
{
    return err_set(reterr, ERR_LIMIT, "proof.too_long", "too many events or blocks for one proof");
}

static enum err_kind load_leaves(struct proving *proving, int64_t block_id, struct err *reterr)
{
    struct db_result block, leaves;
    if (proving->block_id == block_id)
        return ERR_NONE;
    enum err_kind kind = db_run(proving->db, proving->arena, select_blocks,
                                DB_ARGS(db_int(block_id), db_int(block_id)), &block, reterr);
    if (!kind && block.row_count == 0)
        kind = err_set(reterr, ERR_STORE, "proof.block", "a block is missing");
    if (kind)
        return kind;
    proving->first_event = db_cell_int(&block, 0, 1);
    kind = db_run(proving->db, proving->arena, select_leaves,
                  DB_ARGS(db_int(proving->first_event), db_int(db_cell_int(&block, 0, 2))), &leaves,
                  reterr);
    if (kind)
        return kind;
    proving->leaves = arena_array(proving->arena, leaves.row_count + 1, sizeof(struct sm3));
    if (!proving->leaves)
        return arena_full(reterr);
    for (size_t i = 0; i < leaves.row_count; i++) {
        if (!text_unhex(db_cell_text(&leaves, i, 1), proving->leaves[i].bytes, SM3_BYTES))
            return err_set(reterr, ERR_STORE, "proof.block", "an event's hash is malformed");
    }
    proving->leaf_count = leaves.row_count;
    proving->block_id = block_id;
    return ERR_NONE;
}

static void write_path(struct proving *proving, const char *name, const struct sm3 *leaves,
                       size_t leaf_count, size_t place, struct arena *arena)
{
    struct merkle_step steps[MERKLE_STEPS_MAX];
    size_t count = merkle_path(leaves, leaf_count, place, arena, steps);
    json_name(proving->writer, name);
    json_begin_list(proving->writer);
    for (size_t i = 0; i < count; i++) {
        char hex[SM3_HEX];
        text_hex(steps[i].hash.bytes, SM3_BYTES, hex);
        json_begin(proving->writer);
        json_named_text(proving->writer, "side", steps[i].left ? "left" : "right");
        json_named_text(proving->writer, "hash", hex);
        json_end(proving->writer);
    }
    json_end_list(proving->writer);
}

static enum err_kind write_event(struct proving *proving, const struct db_result *rows, size_t i,
                                 struct err *reterr)
{
    static const struct {
        const char *name;
        size_t column;
        bool number;
    } members[] = {{"sequence", 1, true},     {"account", 2, true},     {"role", 3, false},
                   {"action", 4, false},      {"nature", 5, false},     {"court_us", 6, true},
                   {"received_us", 7, true},  {"from", 8, false},       {"to", 9, false},
                   {"participant", 10, true}, {"documents", 11, false}, {"commitments", 12, false},
                   {"previous", 13, false},   {"hash", 14, false},      {"block", 15, true}};
    struct json_writer *writer = proving->writer;
    enum err_kind kind = load_leaves(proving, db_cell_int(rows, i, 15), reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_int(writer, "matter_key", proving->matter_id);
    for (size_t m = 0; m < COUNT_OF(members); m++) {
        if (members[m].number)
            json_named_int(writer, members[m].name, db_cell_int(rows, i, members[m].column));
        else
            json_named_text(writer, members[m].name, db_cell_text(rows, i, members[m].column));
    }
    write_path(proving, "path", proving->leaves, proving->leaf_count,
               (size_t) (db_cell_int(rows, i, 0) - proving->first_event), proving->arena);
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind write_blocks(struct proving *proving, const struct db_result *events,
                                  struct db_result *heads, size_t *ret_heads, struct err *reterr)
{
    int64_t written = 0, count = 0; /* the last block that stands there already */
    for (size_t i = 0; i < events->row_count; i++) {
        struct db_result head, blocks;
        int64_t block = db_cell_int(events, i, 15);
        if (block <= written)
            continue;
        enum err_kind kind =
            db_run(proving->db, proving->arena, select_head, DB_ARGS(db_int(block)), &head, reterr);
        int64_t last = !kind && head.row_count ? db_cell_int(&head, 0, 0) : block;
        if (!kind)
            kind = db_run(proving->db, proving->arena, select_blocks,
                          DB_ARGS(db_int(block), db_int(last)), &blocks, reterr);
        if (!kind && (count += (int64_t) blocks.row_count) > BLOCKS_MAX)
            kind = too_long(reterr);
        if (kind)
            return kind;
        for (size_t b = 0; b < blocks.row_count; b++) {
            json_begin(proving->writer);
            json_named_int(proving->writer, "id", db_cell_int(&blocks, b, 0));
            json_named_int(proving->writer, "first", db_cell_int(&blocks, b, 1));
            json_named_int(proving->writer, "last", db_cell_int(&blocks, b, 2));
            json_named_text(proving->writer, "root", db_cell_text(&blocks, b, 3));
            json_named_text(proving->writer, "previous", db_cell_text(&blocks, b, 4));
            json_named_text(proving->writer, "hash", db_cell_text(&blocks, b, 5));
            json_end(proving->writer);
        }
        written = last;
        if (head.row_count)
            heads[(*ret_heads)++] = head;
    }
    return ERR_NONE;
}

/* Heads of one day: each with its path to the day's root, once that is closed. Only the writing
 * stays: a day may have 86,400 heads. */
static enum err_kind write_day_heads(struct proving *proving, const struct db_result *heads,
                                     size_t count, const struct day_root_row *root,
                                     struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 256 << 20);
    struct day_leaves leaves = {0};
    struct json_writer *writer = proving->writer;
    enum err_kind kind =
        root->day ? day_leaves_read(proving->db, &arena, root->day, &leaves, reterr) : ERR_NONE;
    for (size_t i = 0, place = 0; !kind && i < count; i++) {
        int64_t block = db_cell_int(&heads[i], 0, 0);
        while (place < leaves.count && leaves.blocks[place] < block)
            place++;
        json_begin(writer);
        json_named_int(writer, "block", block);
        json_named_text(writer, "hash", db_cell_text(&heads[i], 0, 1));
        json_named_text(writer, "signature", db_cell_text(&heads[i], 0, 2));
        if (place < leaves.count) {
            json_named_text(writer, "day", day_format(proving->arena, root->day));
            write_path(proving, "day_path", leaves.hashes, leaves.count, place, &arena);
        }
        json_end(writer);
    }
    return kind;
}

static void write_day(struct proving *proving, const struct day_root_row *root)
{
    struct json_writer *writer = proving->writer;
    json_begin(writer);
    json_named_text(writer, "day", day_format(proving->arena, root->day));
    json_named_text(writer, "root", root->root);
    json_named_text(writer, "stamp", root->stamp);
    json_end(writer);
}

/* "heads", then "days": the roots they lead to. */
static enum err_kind write_days(struct proving *proving, const struct db_result *heads,
                                size_t count, struct err *reterr)
{
    struct day_root_row *roots = arena_array(proving->arena, count + 1, sizeof *roots);
    size_t root_count = 0;
    enum err_kind kind = roots ? ERR_NONE : arena_full(reterr);
    json_name(proving->writer, "heads");
    json_begin_list(proving->writer);
    for (size_t i = 0, end = 0; !kind && i < count; i = end) {
        int32_t day = (int32_t) db_cell_int(&heads[i], 0, 3);
        for (end = i; end < count && db_cell_int(&heads[end], 0, 3) == day;)
            end++;
        kind = day_root_find(proving->db, proving->arena, day, &roots[root_count], reterr);
        if (!kind)
            kind = write_day_heads(proving, heads + i, end - i, &roots[root_count], reterr);
        root_count += !kind && roots[root_count].day;
    }
    json_end_list(proving->writer);
    json_name(proving->writer, "days");
    json_begin_list(proving->writer);
    for (size_t i = 0; !kind && i < root_count; i++)
        write_day(proving, &roots[i]);
    json_end_list(proving->writer);
    return kind;
}

enum err_kind proof_write(struct db *db, int64_t matter_id, struct json_writer *writer,
                          struct arena *arena, struct err *reterr)
{
    struct proving proving = {.db = db, .writer = writer, .arena = arena, .matter_id = matter_id};
    struct db_result events;
    enum err_kind kind =
        db_run(db, arena, select_events, DB_ARGS(db_int(matter_id)), &events, reterr);
    if (!kind && events.row_count > EVENTS_MAX)
        kind = too_long(reterr);
    struct db_result *heads = kind ? NULL : arena_array(arena, events.row_count + 1, sizeof *heads);
    size_t head_count = 0;
    if (kind || !heads)
        return kind ? kind : arena_full(reterr);
    json_name(writer, "events");
    json_begin_list(writer);
    for (size_t i = 0; !kind && i < events.row_count; i++)
        kind = write_event(&proving, &events, i, reterr);
    json_end_list(writer);
    json_name(writer, "blocks");
    json_begin_list(writer);
    if (!kind)
        kind = write_blocks(&proving, &events, heads, &head_count, reterr);
    json_end_list(writer);
    return kind ? kind : write_days(&proving, heads, head_count, reterr);
}

enum err_kind proof_values(struct db *db, struct arena *arena, int64_t matter_id,
                           struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT e.sequence, v.path, v.salt, v.value FROM event e JOIN event_value v ON v.event_id "
        "= e.id WHERE e.matter_id = $1 ORDER BY e.sequence, v.path LIMIT 5000";
    return db_run(db, arena, sql, DB_ARGS(db_int(matter_id)), ret, reterr);
}

enum err_kind head_before(struct db *db, struct arena *arena, int64_t before_us,
                          struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT block_id, hash, signature, signed_us FROM signed_head WHERE "
                              "signed_us < $1 ORDER BY signed_us DESC LIMIT 1";
    return db_run(db, arena, sql, DB_ARGS(db_int(before_us)), ret, reterr);
}

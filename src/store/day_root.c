/* store/day_root: see day_root.h. */
#include "store/day_root.h"

#include "base/moment.h"
#include "base/text.h"
#include "store/event.h"

#define DAY_ROOT_FORMAT "fengqiao-day-root-1"

static const char select_heads[] =
    "SELECT block_id, hash FROM signed_head WHERE day = $1 ORDER BY block_id LIMIT 100000";

enum err_kind day_root_left(struct db *db, struct arena *arena, int32_t today, int32_t *ret_day,
                            struct err *reterr)
{
    static const char sql[] = "SELECT min(day) FROM signed_head WHERE day > (SELECT "
                              "coalesce(max(day), 0) FROM day_root) AND day < $1";
    struct db_result rows;
    enum err_kind kind = db_run(db, arena, sql, DB_ARGS(db_int(today)), &rows, reterr);
    *ret_day = kind ? 0 : (int32_t) db_cell_int(&rows, 0, 0);
    return kind;
}

enum err_kind day_leaves_read(struct db *db, struct arena *arena, int32_t day,
                              struct day_leaves *ret, struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = db_run(db, arena, select_heads, DB_ARGS(db_int(day)), &rows, reterr);
    if (kind)
        return kind;
    *ret =
        (struct day_leaves){.hashes = arena_array(arena, rows.row_count + 1, sizeof *ret->hashes),
                            .blocks = arena_array(arena, rows.row_count + 1, sizeof *ret->blocks),
                            .count = rows.row_count};
    if (!ret->hashes || !ret->blocks)
        return arena_full(reterr);
    for (size_t i = 0; i < rows.row_count; i++) {
        ret->blocks[i] = db_cell_int(&rows, i, 0);
        if (!text_unhex(db_cell_text(&rows, i, 1), ret->hashes[i].bytes, SM3_BYTES))
            return err_set(reterr, ERR_STORE, "day_root.head", "a head's hash is malformed");
    }
    return ERR_NONE;
}

enum err_kind day_root_compute(struct db *db, struct arena *arena, int32_t day,
                               struct day_root_row *ret, struct err *reterr)
{
    struct day_leaves leaves;
    enum err_kind kind = day_leaves_read(db, arena, day, &leaves, reterr);
    char *root = kind ? NULL : arena_alloc(arena, SM3_HEX);
    if (kind || !root)
        return kind ? kind : arena_full(reterr);
    struct sm3 top = merkle_root(leaves.hashes, leaves.count, arena);
    text_hex(top.bytes, SM3_BYTES, root);
    *ret = (struct day_root_row){.day = day, .head_count = (int64_t) leaves.count, .root = root};
    return ERR_NONE;
}

void day_root_insert(struct db_flight *flight, const struct day_root_row *row)
{
    static const char sql[] =
        "INSERT INTO day_root (day, head_count, root, closed_us) SELECT $1, $2, $3, $4 WHERE "
        "(SELECT count(*) FROM signed_head WHERE day = $1) = $2";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->day), db_int(row->head_count), db_text(row->root),
                                 db_int(row->closed_us)),
                         1);
}

void day_root_stamp(struct db_flight *flight, const struct day_root_row *row)
{
    static const char sql[] =
        "UPDATE day_root SET stamp = $2, stamped_us = $3 WHERE day = $1 AND stamp IS NULL";
    (void) db_flight_add(
        flight, sql, DB_ARGS(db_int(row->day), db_text(row->stamp), db_int(row->stamped_us)), -1);
}

static void take(const struct db_result *rows, struct day_root_row *ret)
{
    *ret = (struct day_root_row){0};
    if (rows->row_count)
        *ret = (struct day_root_row){.day = (int32_t) db_cell_int(rows, 0, 0),
                                     .head_count = db_cell_int(rows, 0, 1),
                                     .root = db_cell_text(rows, 0, 2),
                                     .stamp = db_cell_text(rows, 0, 3),
                                     .stamped_us = db_cell_int(rows, 0, 4)};
}

enum err_kind day_root_find(struct db *db, struct arena *arena, int32_t day,
                            struct day_root_row *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT day, head_count, root, stamp, stamped_us FROM day_root WHERE day = $1";
    struct db_result rows;
    enum err_kind kind = db_run(db, arena, sql, DB_ARGS(db_int(day)), &rows, reterr);
    if (!kind)
        take(&rows, ret);
    return kind;
}

enum err_kind day_root_unstamped(struct db *db, struct arena *arena, struct day_root_row *ret,
                                 struct err *reterr)
{
    static const char sql[] = "SELECT day, head_count, root, stamp, stamped_us FROM day_root WHERE "
                              "stamp IS NULL ORDER BY day LIMIT 1";
    struct db_result rows;
    enum err_kind kind = db_run(db, arena, sql, DB_NO_ARGS, &rows, reterr);
    if (!kind)
        take(&rows, ret);
    return kind;
}

enum err_kind day_roots_list(struct db *db, struct arena *arena, int32_t before_day, int64_t limit,
                             struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT day, head_count, root, stamp, stamped_us FROM day_root WHERE "
                              "day < $1 ORDER BY day DESC LIMIT $2";
    return db_run(db, arena, sql, DB_ARGS(db_int(before_day), db_int(limit)), ret, reterr);
}

const char *day_root_text(const char *day, const char *root, struct arena *arena)
{
    return arena_printf(arena, DAY_ROOT_FORMAT "\n%s\n%s\n", day, root);
}

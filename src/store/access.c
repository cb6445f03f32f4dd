/* store/access: the order of the hashed parts is part of the proof; append only. */
#include "store/access.h"

#include "base/text.h"

enum { PARTS_BYTES_MAX = 8192, PAGE = 5000 };

static void add_part(struct text *text, const char *part)
{
    text_add_format(text, "%zu:%s;", strlen(part), part);
}

static void add_number(struct text *text, int64_t number)
{
    text_add_format(text, "i%lld;", (long long) number);
}

const char *access_hash(const struct access_row *row, struct arena *arena)
{
    struct text text;
    text_init(&text, arena, PARTS_BYTES_MAX);
    add_part(&text, row->previous_hash);
    add_number(&text, row->id);
    add_number(&text, row->account_id);
    add_number(&text, row->matter_id);
    add_part(&text, row->what);
    add_number(&text, row->seen_us);
    const char *parts = text_done(&text);
    char *hex = parts ? arena_alloc(arena, SM3_HEX) : NULL;
    if (hex) {
        struct sm3 hash = sm3_of(parts, text.length);
        text_hex(hash.bytes, SM3_BYTES, hex);
    }
    return hex;
}

enum err_kind access_last(struct db *db, struct arena *arena, const char **ret, struct err *reterr)
{
    static const char sql[] = "SELECT hash FROM access_log ORDER BY id DESC LIMIT 1";
    struct db_result found;
    enum err_kind kind = db_run(db, arena, sql, DB_NO_ARGS, &found, reterr);
    *ret = !kind && found.row_count ? db_cell_text(&found, 0, 0) : "";
    return kind;
}

void access_insert(struct db_flight *flight, const struct access_row *row)
{
    static const char sql[] = "INSERT INTO access_log (id, account_id, matter_id, what, seen_us, "
                              "previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_int(row->account_id), db_id(row->matter_id),
                                 db_text(row->what), db_int(row->seen_us),
                                 db_text(row->previous_hash), db_text(row->hash)),
                         1);
}

enum err_kind access_first(struct db *db, struct arena *arena, int64_t account_id,
                           const int64_t *papers, size_t count, int64_t *ret_us, struct err *reterr)
{
    static const char sql[] = "SELECT seen_us FROM access_log WHERE matter_id = $1 AND account_id "
                              "= $2 AND what = 'paper' ORDER BY id LIMIT 1";
    struct db_flight *flight = db_flight_new(arena);
    if (!flight)
        return arena_full(reterr);
    for (size_t i = 0; i < count; i++)
        (void) db_flight_add(flight, sql, DB_ARGS(db_int(papers[i]), db_int(account_id)), -1);
    enum err_kind kind = count ? db_flight_run(db, flight, reterr) : ERR_NONE;
    for (size_t i = 0; !kind && i < count; i++) {
        const struct db_result *found = db_flight_result(flight, i);
        ret_us[i] = found->row_count ? db_cell_int(found, 0, 0) : 0;
    }
    return kind;
}

enum err_kind access_verify(struct db *db, int64_t *ret_rows, int64_t *ret_broken,
                            struct err *reterr)
{
    static const char sql[] =
        "SELECT id, account_id, matter_id, what, seen_us, previous_hash, hash FROM access_log "
        "WHERE id > $1 ORDER BY id LIMIT 5000";
    char previous[SM3_HEX] = "";
    int64_t last = 0;
    *ret_rows = *ret_broken = 0;
    for (bool more = true; more && !*ret_broken;) {
        ARENA_SCOPED arena;
        arena_init(&arena, 64 << 20);
        struct db_result page;
        enum err_kind kind = db_run(db, &arena, sql, DB_ARGS(db_int(last)), &page, reterr);
        if (kind)
            return kind;
        more = page.row_count == PAGE;
        for (size_t i = 0; i < page.row_count && !*ret_broken; i++) {
            struct access_row row = {db_cell_int(&page, i, 0),  db_cell_int(&page, i, 1),
                                     db_cell_int(&page, i, 2),  db_cell_int(&page, i, 4),
                                     db_cell_text(&page, i, 3), db_cell_text(&page, i, 5),
                                     db_cell_text(&page, i, 6)};
            const char *hash = access_hash(&row, &arena);
            if (!hash)
                return arena_full(reterr);
            if (!text_equal(row.previous_hash, previous) || !text_equal(row.hash, hash) ||
                row.id != last + 1)
                *ret_broken = row.id;
            last = row.id;
            (*ret_rows)++;
            (void) snprintf(previous, sizeof previous, "%s", row.hash);
        }
    }
    return ERR_NONE;
}

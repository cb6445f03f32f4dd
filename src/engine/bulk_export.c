/*
 * engine/bulk_export: the job "export": the matters whoever ordered it may see, as a table. Each is
 * asked matter_visible() with the rights of the moment; one that is open to them in an emergency
 * only stands in no list and in no table. The table holds what lists show. Its pieces wait in the
 * store, sealed, until the last one makes a document of them, which is its orderer's alone; then
 * they are gone. Its progress counts what was exported: how many matters there are is told nobody
 * who does not see them.
 */
#include "base/text.h"
#include "engine/bulk.h"
#include "export/table.h"
#include "law/fee.h"

enum {
    PAGE_ROWS = MATTERS_LOADED_MAX,
    PART_BYTES_MAX = 900 * 1024,
    SEALED_BYTES_MAX = 256 << 20, /* of all pieces */
    TABLE_BYTES_MAX = 128 << 20,
    ROWS_MAX = 200000,
    CELL_ENDS = 0x1F, /* unit and record separator */
    ROW_ENDS = 0x1E
};

#define PART_PURPOSE "job.part"

static const struct table_column columns[] = {
    {"编号", TABLE_TEXT, 24}, {"业务", TABLE_TEXT, 18},        {"案号", TABLE_TEXT, 26},
    {"标题", TABLE_TEXT, 40}, {"状态", TABLE_TEXT, 14},        {"法院", TABLE_TEXT, 26},
    {"案由", TABLE_TEXT, 24}, {"标的额（元）", TABLE_YUAN, 0}, {"开始", TABLE_DAY, 0},
    {"提交", TABLE_DAY, 0},   {"登记", TABLE_DAY, 0},          {"办结", TABLE_DAY, 0},
    {"期限", TABLE_DAY, 0}};

static const char *param(const struct bulk_run *run, const char *name)
{
    const char *text = value_text(value_get(run->params, name));
    return text ? text : "";
}

/* What was ordered, as it was checked then: days and an account that cannot be read ask for any. */
static struct bulk_filter ordered(const struct bulk_run *run)
{
    struct bulk_filter filter = {
        .system = param(run, "system"), .court = param(run, "court"), .state = param(run, "state")};
    int32_t day = 0;
    if (day_parse(param(run, "from"), &day))
        filter.from_us = start_of_day(day);
    if (day_parse(param(run, "to"), &day))
        filter.before_us = start_of_day(day + 1);
    if (!public_id_parse(run->engine->settings.keys, 'A', param(run, "handler"), &filter.handler))
        filter.handler = 0;
    return filter;
}

static const char *day_or_none(struct arena *arena, int64_t at_us)
{
    return at_us ? day_format(arena, day_of_instant(at_us)) : "";
}

/* A piece of the table: each cell and each row ends with a mark that no cell holds. It is the same
 * for a workbook and for CSV. */
static void add_cell(struct text *piece, const char *cell)
{
    for (const char *at = cell ? cell : ""; *at; at++)
        text_add_bytes(piece, *at == CELL_ENDS || *at == ROW_ENDS ? " " : at, 1);
    text_add_bytes(piece, (const char[]){CELL_ENDS}, 1);
}

static void add_matter(const struct bulk_run *run, struct text *piece, const struct matter *matter,
                       struct arena *arena)
{
    int64_t due_us = matter_earliest_due(matter);
    const char *const cells[COUNT_OF(columns)] = {
        matter_id_print(run->engine, matter, arena),
        matter->workflow->title.zh,
        matter->number,
        matter->title,
        matter->state_row->title.zh,
        engine_court_name(run->engine, matter->court),
        matter->cause ? engine_cause_name(run->engine, matter->cause) : "",
        matter->amount_fen ? money_format(arena, matter->amount_fen) : "",
        day_or_none(arena, matter->opened_us),
        day_or_none(arena, matter->submitted_us),
        day_or_none(arena, matter->registered_us),
        day_or_none(arena, matter->closed_us),
        day_or_none(arena, due_us ? due_us - 1 : 0)};
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        add_cell(piece, cells[i]);
    text_add_bytes(piece, (const char[]){ROW_ENDS}, 1);
}

/* The rows of a piece, which is cut up, into the table. */
static void put_piece(struct table *table, char *piece)
{
    while (*piece) {
        const char *cells[COUNT_OF(columns)];
        for (size_t i = 0; i < COUNT_OF(cells); i++) {
            char *end = strchr(piece, CELL_ENDS);
            if (!end)
                return;
            *end = '\0';
            cells[i] = piece;
            piece = end + 1;
        }
        table_row(table, cells);
        piece += *piece == ROW_ENDS;
    }
}

/* The pieces in the store and the last one; one of them is open at a time. */
static enum err_kind put_pieces(struct bulk_run *run, struct table *table, char *last,
                                struct err *reterr)
{
    struct db_result parts;
    ARENA_SCOPED sealed;
    arena_init(&sealed, SEALED_BYTES_MAX);
    enum err_kind kind = bulk_parts(run->db, &sealed, run->id, &parts, reterr);
    for (size_t i = 0; !kind && i < parts.row_count; i++) {
        ARENA_SCOPED arena;
        const char *plain = NULL;
        arena_init(&arena, 8 * PART_BYTES_MAX);
        kind = secret_open(run->engine->settings.keys, PART_PURPOSE, db_cell_text(&parts, i, 0),
                           &arena, &plain, reterr);
        char *piece = kind ? NULL : arena_copy(&arena, plain);
        if (piece)
            put_piece(table, piece);
        else if (!kind)
            kind = arena_full(reterr);
    }
    if (!kind)
        put_piece(table, last);
    return kind;
}

/* All pieces and the last one, as the document they were made for. */
static enum err_kind make_document(struct bulk_run *run, struct bulk_slice *slice, char *last,
                                   struct err *reterr)
{
    const struct ports *ports = run->engine->settings.ports;
    struct arena *arena = slice->arena;
    struct err other = {0};
    enum table_form form = TABLE_SHEET;
    const void *bytes = NULL;
    size_t size_bytes = 0;
    struct bulk_made *made = arena_alloc(arena, sizeof *made);
    char *hex = arena_alloc(arena, SM3_HEX);
    enum err_kind kind =
        made && hex ? table_form_read(param(run, "format"), &form, reterr) : arena_full(reterr);
    if (kind)
        return kind;
    struct table *table = table_begin(arena, form, "事项", columns, COUNT_OF(columns),
                                      court_now(run->engine), TABLE_BYTES_MAX);
    if (!table)
        return arena_full(reterr);
    kind = put_pieces(run, table, last, reterr);
    enum err_kind ended = table_end(table, &bytes, &size_bytes, kind ? &other : reterr);
    if (kind || ended)
        return kind ? kind : ended;
    struct sm3 hash = sm3_of(bytes, size_bytes);
    text_hex(hash.bytes, SM3_BYTES, hex);
    *made =
        (struct bulk_made){hex, table_media_type(form), run->name, "export", (int64_t) size_bytes};
    slice->made = made;
    return ports->blob_put(ports->context, &hash, bytes, size_bytes, reterr);
}

static enum err_kind slice_export(struct bulk_run *run, struct bulk_slice *slice,
                                  struct err *reterr)
{
    struct arena *arena = slice->arena;
    struct reading reading = {
        .engine = run->engine, .db = run->db, .arena = arena, .actor = run->actor};
    struct db_result rows;
    struct text piece;
    int64_t ids[PAGE_ROWS];
    struct matter *matters[PAGE_ROWS];
    size_t count = 0;
    reading.now_us = court_now(run->engine);
    text_init(&piece, arena, PART_BYTES_MAX);
    const struct bulk_filter filter = ordered(run);
    enum err_kind kind =
        bulk_matters(run->db, arena, run->cursor, &filter, PAGE_ROWS, &rows, reterr);
    for (size_t i = 0; !kind && i < rows.row_count; i++)
        ids[i] = db_cell_int(&rows, i, 0);
    if (!kind)
        kind = engine_load_matters(&reading, ids, rows.row_count, MATTER_WHOLE, matters, &count,
                                   reterr);
    for (size_t i = 0; !kind && i < count; i++) {
        if (!matter_visible(&run->actor, matters[i]) || matter_by_glass(&run->actor, matters[i]))
            continue;
        add_matter(run, &piece, matters[i], arena);
        slice->good++;
    }
    const char *text = text_done(&piece);
    if (kind || !text)
        return kind ? kind : arena_full(reterr);
    slice->cursor = rows.row_count ? ids[rows.row_count - 1] : run->cursor;
    slice->seen = run->seen + slice->good;
    slice->finished = rows.row_count < PAGE_ROWS;
    slice->total = slice->finished ? slice->seen : 0;
    if (slice->seen > ROWS_MAX)
        return err_set(reterr, ERR_LIMIT, "job.too_large", "more than %d matters", ROWS_MAX);
    if (slice->finished)
        return make_document(run, slice, (char *) (uintptr_t) text, reterr);
    return *text ? secret_seal(run->engine->settings.keys, PART_PURPOSE, text, arena,
                               &slice->part_sealed, reterr)
                 : ERR_NONE;
}

/* Every slice reads its own page. */
const struct bulk_kind bulk_export = {.name = "export", .slice = slice_export};

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
#include "law/fee.h"

enum { PAGE_ROWS = MATTERS_LOADED_MAX, PART_BYTES_MAX = 900 * 1024, ROWS_MAX = 200000 };

#define PART_PURPOSE "job.part"

static const char header[] =
    "\xEF\xBB\xBF编号,业务,案号,标题,状态,法院,案由,标的额（元）,开始,提交,登记,办结,期限\r\n";

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

static void add_matter(const struct bulk_run *run, struct text *table, const struct matter *matter,
                       struct arena *arena)
{
    int64_t due_us = matter_earliest_due(matter);
    const char *first = matter_id_print(run->engine, matter, arena);
    text_add(table, first ? first : "");
    const char *const cells[] = {matter->workflow->title.zh,
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
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        text_add(table, ",");
        text_add_cell(table, cells[i]);
    }
    text_add(table, "\r\n");
}

/* All pieces and the last one, as the document they were made for. */
static enum err_kind make_document(struct bulk_run *run, struct bulk_slice *slice, const char *last,
                                   struct err *reterr)
{
    const struct ports *ports = run->engine->settings.ports;
    struct arena *arena = slice->arena;
    struct db_result parts;
    struct text whole;
    struct bulk_made *made = arena_alloc(arena, sizeof *made);
    char *hex = arena_alloc(arena, SM3_HEX);
    enum err_kind kind =
        made && hex ? bulk_parts(run->db, arena, run->id, &parts, reterr) : arena_full(reterr);
    text_init(&whole, arena, 128 << 20);
    text_add(&whole, header);
    for (size_t i = 0; !kind && i < parts.row_count; i++) {
        const char *plain = NULL;
        kind = secret_open(run->engine->settings.keys, PART_PURPOSE, db_cell_text(&parts, i, 0),
                           arena, &plain, reterr);
        if (!kind)
            text_add(&whole, plain);
    }
    text_add(&whole, last);
    const char *bytes = text_done(&whole);
    if (kind || !bytes)
        return kind ? kind : arena_full(reterr);
    struct sm3 hash = sm3_of(bytes, whole.length);
    text_hex(hash.bytes, SM3_BYTES, hex);
    *made = (struct bulk_made){hex, "text/csv", run->name, "export", (int64_t) whole.length};
    slice->made = made;
    return ports->blob_put(ports->context, &hash, bytes, whole.length, reterr);
}

static enum err_kind slice_export(struct bulk_run *run, struct bulk_slice *slice,
                                  struct err *reterr)
{
    struct arena *arena = slice->arena;
    struct reading reading = {
        .engine = run->engine, .db = run->db, .arena = arena, .actor = run->actor};
    struct db_result rows;
    struct text table;
    int64_t ids[PAGE_ROWS];
    struct matter *matters[PAGE_ROWS];
    size_t count = 0;
    reading.now_us = court_now(run->engine);
    text_init(&table, arena, PART_BYTES_MAX);
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
        add_matter(run, &table, matters[i], arena);
        slice->good++;
    }
    const char *text = text_done(&table);
    if (kind || !text)
        return kind ? kind : arena_full(reterr);
    slice->cursor = rows.row_count ? ids[rows.row_count - 1] : run->cursor;
    slice->seen = run->seen + slice->good;
    slice->finished = rows.row_count < PAGE_ROWS;
    slice->total = slice->finished ? slice->seen : 0;
    if (slice->seen > ROWS_MAX)
        return err_set(reterr, ERR_LIMIT, "job.too_large", "more than %d matters", ROWS_MAX);
    if (slice->finished)
        return make_document(run, slice, text, reterr);
    return *text ? secret_seal(run->engine->settings.keys, PART_PURPOSE, text, arena,
                               &slice->part_sealed, reterr)
                 : ERR_NONE;
}

/* Every slice reads its own page. */
const struct bulk_kind bulk_export = {.name = "export", .slice = slice_export};

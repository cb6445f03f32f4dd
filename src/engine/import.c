/*
 * engine/import: newer registers: courts, causes, divisions, wages. The whole file is held against
 * its columns first; what it would change can be looked at; then a job puts it, a line a row
 * (bulk_import.c). Holidays have their own way, since they move clocks: calendar.c.
 */
#include "engine/import.h"

#include "base/text.h"

enum { FILE_BYTES_MAX = 8 << 20, ROWS_MAX = 50000, SHOWN_MAX = 200, NAME_LETTERS_MAX = 120 };

const char *const import_change_names[4] = {"same", "added", "changed", "orphan"};

/* ---- the file by itself ---------------------------------------------------------------------- */

struct key {
    const char *text;
    size_t line;
};

/* All keys of a file, sorted, each with the first line it stands in. */
struct keys_found {
    struct key *items;
    size_t count;
};

static int by_text(const void *left, const void *right)
{
    const struct key *a = left, *b = right;
    int order = strcmp(a->text, b->text);
    return order ? order : a->line < b->line ? -1 : a->line > b->line;
}

static bool add_error(struct field_errors *errors, struct arena *arena, size_t line,
                      const char *column, const char *code)
{
    const char *path = arena_printf(arena, "%zu.%s", line, column);
    if (path && errors->count < FIELD_ERRORS_MAX)
        errors->items[errors->count] = (struct field_error){path, code, {0}};
    errors->count++;
    return path != NULL;
}

static enum err_kind read_keys(const struct reference_table *table, struct csv *csv,
                               struct arena *arena, struct field_errors *errors,
                               struct keys_found *ret, struct err *reterr)
{
    struct key *keys = arena_array(arena, ROWS_MAX, sizeof *keys);
    size_t count = 0;
    enum err_kind kind = keys ? ERR_NONE : arena_full(reterr);
    for (bool more = true; !kind;) {
        struct reference_row row;
        kind = reference_next(table, csv, &row, &more, reterr);
        if (kind || !more)
            break;
        if (count == ROWS_MAX)
            return err_set(reterr, ERR_LIMIT, "import.rows", "more than %d rows", ROWS_MAX);
        keys[count] = (struct key){reference_key(&row, arena), row.line};
        bool good = keys[count++].text != NULL;
        if (row.wrong)
            good = good && add_error(errors, arena, row.line, row.wrong, "reference.value");
        if (!good)
            return arena_full(reterr);
    }
    if (!kind && !count)
        return err_set(reterr, ERR_INVALID, "import.rows", "the file has no rows");
    if (!kind)
        qsort(keys, count, sizeof *keys, by_text);
    *ret = (struct keys_found){keys, count};
    return kind;
}

/* Columns, cells, and no key twice. ERR_INVALID "form.invalid" with errors "LINE.COLUMN". */
static enum err_kind check_file(const struct reference_table *table, const void *raw,
                                size_t raw_bytes, struct arena *arena, struct field_errors *errors,
                                struct keys_found *ret, struct err *reterr)
{
    struct csv csv;
    char *text = arena_copy_bytes(arena, raw, raw_bytes);
    if (!text)
        return arena_full(reterr);
    if (strlen(text) != raw_bytes)
        return err_set(reterr, ERR_INVALID, "csv.encoding", "the file holds a NUL");
    enum err_kind kind = reference_start(text, raw_bytes, "file", table, &csv, reterr);
    if (!kind)
        kind = read_keys(table, &csv, arena, errors, ret, reterr);
    for (size_t i = 1; !kind && i < ret->count; i++) {
        if (strcmp(ret->items[i].text, ret->items[i - 1].text) == 0 &&
            !add_error(errors, arena, ret->items[i].line, reference_column(table, 0),
                       "import.twice"))
            return arena_full(reterr);
    }
    if (!kind && errors->count)
        kind = err_set(reterr, ERR_INVALID, "form.invalid", "%zu cells are wrong", errors->count);
    return kind;
}

/* ---- against the store ----------------------------------------------------------------------- */

static enum import_change compare(const struct reference_row *row, const struct db_result *now)
{
    if (!now->row_count)
        return IMPORT_ADDED;
    for (size_t i = 0; i < row->cell_count; i++) {
        if (reference_differs(row, i, now))
            return IMPORT_CHANGED;
    }
    return IMPORT_SAME;
}

static bool in_page(const struct import_page *page, size_t before, const char *code)
{
    for (size_t i = 0; i < before; i++) {
        if (page->change[i] != IMPORT_ORPHAN && strcmp(page->rows[i].given[0], code) == 0)
            return true;
    }
    return false;
}

enum err_kind import_page_read(const struct reference_table *table, struct csv *csv, struct db *db,
                               struct arena *arena,
                               bool (*earlier)(void *context, const char *code), void *context,
                               struct import_page *ret, struct err *reterr)
{
    size_t places[BULK_SLICE_LINES], parents[BULK_SLICE_LINES];
    struct db_flight *flight = db_flight_new(arena);
    enum err_kind kind = flight ? ERR_NONE : arena_full(reterr);
    ret->count = 0;
    for (bool more = true; !kind && ret->count < BULK_SLICE_LINES;) {
        struct reference_row *row = &ret->rows[ret->count];
        kind = reference_next(table, csv, row, &more, reterr);
        if (kind || !more)
            break;
        places[ret->count] = reference_row_read(flight, row);
        parents[ret->count++] = reference_parent(row) ? reference_parent_read(flight, row) : 0;
    }
    if (!kind)
        kind = db_flight_run(db, flight, reterr);
    for (size_t i = 0; !kind && i < ret->count; i++) {
        const char *parent = reference_parent(&ret->rows[i]);
        bool known = !parent || db_flight_result(flight, parents[i])->row_count ||
                     in_page(ret, i, parent) || (earlier && earlier(context, parent));
        ret->now[i] = db_flight_result(flight, places[i]);
        ret->change[i] = known ? compare(&ret->rows[i], ret->now[i]) : IMPORT_ORPHAN;
    }
    return kind;
}

/* ---- looking at it first --------------------------------------------------------------------- */

struct preview {
    struct reading *reading;
    struct json_writer *writer;
    const struct keys_found *keys;
    size_t line; /* of the page's first row: what stands before it will be there */
    int64_t counts[4], shown;
};

static bool stands_before(void *context, const char *code)
{
    const struct preview *preview = context;
    struct key wanted = {code, 0};
    size_t low = 0, high = preview->keys->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (by_text(&preview->keys->items[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < preview->keys->count && strcmp(preview->keys->items[low].text, code) == 0 &&
           preview->keys->items[low].line < preview->line;
}

static void show_row(struct preview *preview, const struct import_page *page, size_t i)
{
    struct json_writer *writer = preview->writer;
    struct arena *arena = preview->reading->arena;
    const struct reference_row *row = &page->rows[i];
    enum import_change change = page->change[i];
    json_begin(writer);
    json_named_int(writer, "line", (int64_t) row->line);
    json_named_text(writer, "key", reference_key(row, arena));
    json_named_text(writer, "change", import_change_names[change]);
    json_name(writer, "cells");
    json_begin_list(writer);
    for (size_t c = 0; c < row->cell_count; c++) {
        bool there = page->now[i]->row_count > 0;
        if (there && !reference_differs(row, c, page->now[i]))
            continue;
        json_begin(writer);
        json_named_text(writer, "column", reference_column(row->table, c));
        json_named_text(writer, "was", there ? reference_now(row, c, page->now[i], arena) : NULL);
        json_named_text(writer, "now", row->given[c]);
        json_end(writer);
    }
    json_end_list(writer);
    json_end(writer);
}

static enum err_kind show_pages(struct preview *preview, const struct reference_table *table,
                                struct err *reterr)
{
    struct reading *reading = preview->reading;
    struct csv csv;
    char *text = arena_copy_bytes(reading->arena, reading->raw, reading->raw_bytes);
    enum err_kind kind =
        text ? reference_start(text, reading->raw_bytes, "file", table, &csv, reterr)
             : arena_full(reterr);
    for (bool more = true; !kind && more;) {
        ARENA_SCOPED arena;
        arena_init(&arena, 32 << 20);
        struct import_page *page = arena_alloc(&arena, sizeof *page);
        if (!page)
            return arena_full(reterr);
        preview->line = csv.next_line;
        kind = import_page_read(table, &csv, reading->db, &arena, stands_before, preview, page,
                                reterr);
        more = !kind && page->count == BULK_SLICE_LINES;
        for (size_t i = 0; !kind && i < page->count; i++) {
            preview->counts[page->change[i]]++;
            if (page->change[i] == IMPORT_SAME || preview->shown == SHOWN_MAX)
                continue;
            preview->shown++;
            show_row(preview, page, i);
        }
    }
    return kind;
}

static const struct reference_table *find_table(const struct value *params)
{
    const char *name = value_text(value_get(params, "table"));
    return name ? reference_table_find(name) : NULL;
}

static enum err_kind preview_read(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    const struct reference_table *table = find_table(reading->params);
    struct field_errors errors = {.count = 0};
    struct keys_found keys = {0};
    struct preview preview = {.reading = reading, .writer = writer, .keys = &keys};
    enum err_kind kind = actor_check_shared(&reading->actor, reterr);
    if (kind)
        return kind;
    if (!table)
        return err_field(reterr, ERR_INVALID, "import.table", "table", "no such register");
    kind =
        check_file(table, reading->raw, reading->raw_bytes, reading->arena, &errors, &keys, reterr);
    bool wrong = kind == ERR_INVALID && errors.count;
    if (kind && !wrong)
        return kind;
    json_begin(writer);
    json_name(writer, "errors");
    json_begin_list(writer);
    for (size_t i = 0; i < errors.count && i < FIELD_ERRORS_MAX; i++) {
        json_begin(writer);
        json_named_text(writer, "path", errors.items[i].path);
        json_named_text(writer, "code", errors.items[i].code);
        json_end(writer);
    }
    json_end_list(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    kind = wrong ? ERR_NONE : show_pages(&preview, table, reterr);
    json_end_list(writer);
    json_named_int(writer, "rows", (int64_t) keys.count);
    for (size_t i = 0; i < COUNT_OF(import_change_names); i++)
        json_named_int(writer, import_change_names[i], preview.counts[i]);
    json_named_int(writer, "wrong", (int64_t) errors.count);
    json_end(writer);
    return kind;
}

/* ---- ordering it ----------------------------------------------------------------------------- */

static enum err_kind import_prepare(struct call *call, struct err *reterr)
{
    const struct ports *ports = call->engine->settings.ports;
    const struct reference_table *table = find_table(call->params);
    const char *name = value_text(value_get(call->params, "name"));
    struct job_order *order = arena_alloc(call->arena, sizeof *order);
    struct keys_found keys = {0};
    if (!order)
        return arena_full(reterr);
    *order = (struct job_order){0};
    call->state = order;
    enum err_kind kind = actor_check_shared(&call->actor, reterr);
    if (kind)
        return kind;
    if (!table)
        return err_field(reterr, ERR_INVALID, "import.table", "table", "no such register");
    if (!name || !job_name_fits(name))
        return err_field(reterr, ERR_INVALID, "document.name", "name",
                         "1 to %d letters, no folders", NAME_LETTERS_MAX);
    kind = check_file(table, call->raw, call->raw_bytes, call->arena, &call->errors, &keys, reterr);
    if (kind)
        return kind;
    struct sm3 hash = sm3_of(call->raw, call->raw_bytes);
    text_hex(hash.bytes, SM3_BYTES, order->sm3);
    order->lines = (int64_t) keys.count;
    order->params = arena_printf(call->arena, "{\"table\":\"%s\"}", reference_table_name(table));
    if (!order->params)
        return arena_full(reterr);
    return ports->blob_put(ports->context, &hash, call->raw, call->raw_bytes, reterr);
}

static enum err_kind import_load(struct call *call, struct err *reterr)
{
    (void) reterr;
    job_order_read(call, call->state);
    return ERR_NONE;
}

static enum err_kind import_decide(struct call *call, struct err *reterr)
{
    return job_order_bound(call, call->state, reterr);
}

static enum err_kind import_apply(struct call *call, struct err *reterr)
{
    const struct job_order *order = call->state;
    const char *what = arena_printf(call->arena, "import %s: %.16s",
                                    value_text_of(call->params, "table"), order->sm3);
    struct bulk_job job = {
        .kind = "import", .scopes = "", .name = value_text_of(call->params, "name")};
    if (!what)
        return arena_full(reterr);
    job_put_lines(call, order, &job);
    enum err_kind kind = access_add(call, 0, what, reterr);
    return kind ? kind : job_reply(call, job.id, job.total, reterr);
}

const struct operation operation_import_preview = {
    .name = "import_preview",
    .method = "POST",
    .path = "/jobs/import/preview",
    .permission = "admin",
    .reply = "{errors:[{path:s code:s}] items:[{line:i key:s change:s cells:[{column:s was:s? "
             "now:s?}]}] rows:i same:i added:i changed:i orphan:i wrong:i}",
    .summary = {"一份新的法院、案由、区划或者工资表会改变什么",
                "What a newer table of courts, causes, divisions or wages would change"},
    .query = "table",
    .raw_bytes_max = FILE_BYTES_MAX,
    .slow = true,
    .read = preview_read};
const struct operation operation_import = {
    .name = "import",
    .method = "POST",
    .path = "/jobs/import",
    .permission = "admin",
    .reply = "{id:s total:i}",
    .summary = {"导入新的法院、案由、区划或者工资表",
                "Brings a register up to date: courts, causes, divisions, wages"},
    .query = "table name",
    .raw_bytes_max = FILE_BYTES_MAX,
    .slow = true,
    .prepare = import_prepare,
    .load = import_load,
    .decide = import_decide,
    .apply = import_apply};

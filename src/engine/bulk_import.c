/* engine/bulk_import: the job "import": a register is brought up to date, a line a row that is new
 * or another now. A page that was cut off finds what it did standing there and does the rest. */
#include "base/text.h"
#include "engine/import.h"

struct importing {
    const struct reference_table *table;
    struct csv csv;
};

static enum err_kind begin(struct bulk_run *run, struct err *reterr)
{
    struct importing *importing = arena_alloc(run->arena, sizeof *importing);
    const char *name = value_text(value_get(run->params, "table"));
    struct reference_row row;
    char *text = NULL;
    size_t size_bytes = 0;
    if (!importing)
        return arena_full(reterr);
    importing->table = name ? reference_table_find(name) : NULL;
    run->state = importing;
    if (!importing->table)
        return err_set(reterr, ERR_INVALID, "import.table", "no register '%s'", name ? name : "");
    enum err_kind kind = bulk_input(run, &text, &size_bytes, reterr);
    if (!kind)
        kind =
            reference_start(text, size_bytes, run->name, importing->table, &importing->csv, reterr);
    for (bool more = true; !kind && more && (int64_t) importing->csv.line < run->cursor;)
        kind = reference_next(importing->table, &importing->csv, &row, &more, reterr);
    return kind;
}

static enum err_kind put_apply(struct call *call, struct err *reterr)
{
    (void) reterr;
    reference_row_put(call->writes, call->state, day_of_instant(call->now_us));
    return ERR_NONE;
}

static const struct operation operation_put = {.name = "register_put", .apply = put_apply};

static enum err_kind put_rows(struct bulk_run *run, struct bulk_slice *slice,
                              struct import_page *page, struct err *reterr)
{
    struct call calls[BULK_SLICE_LINES];
    struct bulk_step steps[BULK_SLICE_LINES];
    enum err_kind kinds[BULK_SLICE_LINES];
    struct err errs[BULK_SLICE_LINES];
    size_t count = 0;
    for (size_t i = 0; i < page->count; i++) {
        int64_t line = (int64_t) page->rows[i].line;
        if (page->change[i] == IMPORT_ORPHAN)
            slice->refused[slice->refused_count++] =
                (struct bulk_refusal){line, false, 0, "import.parent", NULL};
        if (page->change[i] == IMPORT_ORPHAN || page->change[i] == IMPORT_SAME)
            continue;
        steps[count] = (struct bulk_step){run->id, line, run->fence,
                                          true,    true, import_change_names[page->change[i]]};
        calls[count] = bulk_call(run, slice->arena, &operation_put, &steps[count]);
        calls[count].state = &page->rows[i];
        count++;
    }
    engine_perform_all(run->engine, calls, count, kinds, errs);
    for (size_t i = 0; i < count; i++) {
        if (kinds[i]) { /* nothing of a checked row can be refused */
            *reterr = errs[i];
            return kinds[i];
        }
    }
    return ERR_NONE;
}

static enum err_kind slice_import(struct bulk_run *run, struct bulk_slice *slice,
                                  struct err *reterr)
{
    struct importing *importing = run->state;
    struct import_page *page = arena_alloc(slice->arena, sizeof *page);
    if (!page)
        return arena_full(reterr);
    enum err_kind kind = import_page_read(importing->table, &importing->csv, run->db, slice->arena,
                                          NULL, NULL, page, reterr);
    if (!kind)
        kind = put_rows(run, slice, page, reterr);
    slice->cursor = !kind && page->count ? (int64_t) page->rows[page->count - 1].line : run->cursor;
    slice->seen = run->seen + (int64_t) page->count;
    slice->finished = page->count < BULK_SLICE_LINES;
    return kind;
}

const struct bulk_kind bulk_import = {"import", true, true, begin, slice_import};

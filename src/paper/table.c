/* paper/table: a table's rows, line by line, so that a long row may go over to the next page. */
#include "paper/set.h"

#define TABLE_SIZE     12.0
#define TABLE_LEADING  19.0
#define TABLE_PADDING  5.0
#define KEEP_LINES_MAX 12 /* a row of more lines may be cut by the end of the page */

static struct set_table *table_new(struct setting *setting, const struct block *block)
{
    struct set_table *table = arena_alloc(setting->arena, sizeof *table);
    if (!table)
        return NULL;
    int64_t weights = 0;
    for (size_t c = 0; c < block->column_count; c++)
        weights += block->columns[c].weight;
    table->block = block;
    double x = MARGIN_LEFT;
    for (size_t c = 0; c < block->column_count; c++) {
        table->edges[c] = x;
        x += TEXT_WIDTH * (double) block->columns[c].weight / (double) weights;
    }
    table->edges[block->column_count] = MARGIN_LEFT + TEXT_WIDTH;
    return table;
}

/* One cell as lines, its row's lines being `first` and after; shorter cells stand in the middle. */
static void place_cell(struct setting *setting, PangoLayout *layout, size_t first, size_t lines,
                       double x, double size)
{
    size_t own = (size_t) pango_layout_get_line_count(layout);
    size_t skip = (lines - own) / 2;
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    size_t i = 0;
    do {
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(iter, NULL, &logical);
        struct row *row = &setting->rows[first + skip + i];
        row->lines[row->line_count++] = (struct set_line){
            pango_layout_iter_get_line_readonly(iter), x + (double) logical.x / PANGO_SCALE, size};
        i++;
    } while (pango_layout_iter_next_line(iter) && i < own);
    pango_layout_iter_free(iter);
}

static const PangoAlignment aligns[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};

MUST_CHECK static enum err_kind set_row(struct setting *setting, const struct set_table *table,
                                        const struct piece_row *cells)
{
    const struct block *block = table->block;
    struct manner manner = body_manner(setting);
    manner.size = TABLE_SIZE * setting->scale;
    manner.leading = TABLE_LEADING * setting->scale;
    manner.justify = false;
    PangoLayout *layouts[COLUMNS_MAX] = {0};
    size_t lines = 1;
    for (size_t c = 0; c < block->column_count; c++) {
        bool label = cells->head || (block->kind == BLOCK_FORM && !c);
        manner.width = table->edges[c + 1] - table->edges[c] - 2 * CELL_PADDING;
        manner.bold = cells->head;
        manner.font = cells->head ? TITLE_FONT : BODY_FONT;
        manner.align = label ? PANGO_ALIGN_CENTER : aligns[block->columns[c].align];
        layouts[c] = layout_add(setting, &manner, cells->cells[c]);
        if (!layouts[c])
            return arena_full(setting->reterr);
        size_t own = (size_t) pango_layout_get_line_count(layouts[c]);
        lines = own > lines ? own : lines;
    }

    size_t first = setting->row_count;
    for (size_t i = 0; i < lines; i++) {
        struct row *row = row_add(setting, manner.leading);
        if (!row)
            return arena_full(setting->reterr);
        row->table = table;
        row->is_head = cells->head;
        row->opens = i == 0;
        row->pad_top = i == 0 ? TABLE_PADDING : 0;
        row->height += row->pad_top + (i + 1 == lines ? TABLE_PADDING : 0);
        row->keep = cells->head || (i + 1 < lines && lines <= KEEP_LINES_MAX);
    }
    for (size_t c = 0; c < block->column_count; c++)
        place_cell(setting, layouts[c], first, lines, table->edges[c] + CELL_PADDING, manner.size);
    return ERR_NONE;
}

MUST_CHECK static enum err_kind keep_head(struct setting *setting, struct set_table *table,
                                          size_t first)
{
    table->head_count = setting->row_count - first;
    table->head = arena_array(setting->arena, table->head_count, sizeof *table->head);
    if (!table->head)
        return arena_full(setting->reterr);
    memcpy(table->head, &setting->rows[first], table->head_count * sizeof *table->head);
    return ERR_NONE;
}

enum err_kind set_rows_of_table(struct setting *setting, const struct piece *piece)
{
    struct set_table *table = table_new(setting, piece->block);
    if (!table)
        return arena_full(setting->reterr);
    struct row *gap = row_add(setting, 6);
    if (!gap)
        return arena_full(setting->reterr);
    gap->blank = true;
    for (size_t i = 0; i < piece->row_count; i++) {
        size_t first = setting->row_count;
        enum err_kind kind = set_row(setting, table, &piece->rows[i]);
        if (!kind && piece->rows[i].head)
            kind = keep_head(setting, table, first);
        if (kind)
            return kind;
    }
    gap = row_add(setting, 6);
    if (!gap)
        return arena_full(setting->reterr);
    gap->blank = true;
    return ERR_NONE;
}

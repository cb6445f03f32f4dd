/* paper/draw: placed rows -> PDF. */
#include "paper/set.h"

#include <cairo-pdf.h>

#define INK      0.05
#define RULE     0.6
#define RAISE_EM 0.38 /* from the base line up to the middle of a Chinese character */

static void use_ink(cairo_t *cairo) { cairo_set_source_rgb(cairo, INK, INK, INK); }

static void draw_rule(cairo_t *cairo, double x1, double y1, double x2, double y2)
{
    cairo_new_path(cairo);
    cairo_set_line_width(cairo, RULE);
    cairo_move_to(cairo, x1, y1);
    cairo_line_to(cairo, x2, y2);
    cairo_stroke(cairo);
}

static void draw_table_rules(cairo_t *cairo, const struct row *row, double y, bool first, bool last)
{
    const struct set_table *table = row->table;
    size_t columns = table->block->column_count;
    double left = table->edges[0], right = table->edges[columns];
    for (size_t c = 0; c <= columns; c++)
        draw_rule(cairo, table->edges[c], y, table->edges[c], y + row->height);
    if (row->opens || first)
        draw_rule(cairo, left, y, right, y);
    if (last)
        draw_rule(cairo, left, y + row->height, right, y + row->height);
}

static void draw_row(cairo_t *cairo, const struct row *row, double y)
{
    double line_height = row->table ? row->height : row->height - row->pad_top;
    double middle = y + line_height / 2;
    if (row->table) /* the last line of a cell has its padding below */
        middle = y + row->pad_top + (row->lines[0].size * 19.0 / 12.0) / 2;
    for (size_t i = 0; i < row->line_count; i++) {
        cairo_move_to(cairo, row->lines[i].x, middle + RAISE_EM * row->lines[i].size);
        pango_cairo_show_layout_line(cairo, row->lines[i].line);
    }
    double right = MARGIN_LEFT + TEXT_WIDTH;
    if (row->rule_x > 0 && row->rule_x + 20 < right)
        draw_rule(cairo, row->rule_x, middle + 10, right, middle + 10);
}

static void draw_page_number(cairo_t *cairo, PangoContext *context, size_t page, size_t count)
{
    char text[64];
    (void) snprintf(text, sizeof text, "第%zu页　共%zu页", page, count);
    PangoLayout *layout = layout_new(context, TITLE_FONT, false, 10.5, text);
    int width;
    pango_layout_get_size(layout, &width, NULL);
    cairo_move_to(cairo, MARGIN_LEFT + (TEXT_WIDTH - (double) width / PANGO_SCALE) / 2,
                  PAGE_HEIGHT - 62);
    pango_cairo_show_layout(cairo, layout);
    g_object_unref(layout);
}

/* A paper that is not the court's bears no seal but that of the body that issues it. */
static const char *seal_of(const struct paper_request *request)
{
    bool own = request->template->sealed ||
               text_equal(request->seal_text, value_text(value_get(request->values, "body")));
    return own ? request->seal_text : NULL;
}

static void draw_page(cairo_t *cairo, const struct paper_request *request,
                      const struct setting *setting, size_t page)
{
    const char *seal = seal_of(request);
    if (!seal && request->template->sealed)
        mark_draft(cairo, setting->context);
    for (size_t i = 0; i < setting->placed_count; i++) {
        const struct placed *at = &setting->placed[i];
        if (at->page != page)
            continue;
        double y = MARGIN_TOP + at->y;
        if (at->row->seal && seal)
            mark_seal(cairo, setting->context, seal, at->row->seal_x,
                      y + at->row->height / 2 - at->row->seal_rise);
    }
    use_ink(cairo);
    for (size_t i = 0; i < setting->placed_count; i++) {
        const struct placed *at = &setting->placed[i];
        if (at->page != page)
            continue;
        const struct placed *before = i ? at - 1 : NULL;
        const struct placed *after = i + 1 < setting->placed_count ? at + 1 : NULL;
        const struct set_table *table = at->row->table;
        double y = MARGIN_TOP + at->y;
        if (table)
            draw_table_rules(cairo, at->row, y,
                             !before || before->page != page || before->row->table != table,
                             !after || after->page != page || after->row->table != table);
        draw_row(cairo, at->row, y);
    }
    draw_page_number(cairo, setting->context, page + 1, setting->page_count);
}

/* Cairo 1.16 leaks when a stream fails: the text remembers, and is asked at the end. */
static cairo_status_t write_bytes(void *closure, const unsigned char *bytes, unsigned int length)
{
    text_add_bytes(closure, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

/* The day is the caller's, so that the same paper has the same bytes whenever it is rendered. */
static void set_metadata(cairo_surface_t *surface, const struct paper_request *request)
{
    struct civil_date date = date_of_day(request->created_day);
    char created[64];
    (void) snprintf(created, sizeof created, "%04d-%02d-%02dT00:00:00+08:00", date.year, date.month,
                    date.day);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, request->template->heading);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, created);
}

enum err_kind draw_pages(const struct paper_request *request, const struct setting *setting,
                         struct text *pdf, struct err *reterr)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(write_bytes, pdf, PAGE_WIDTH, PAGE_HEIGHT);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    set_metadata(surface, request);
    cairo_t *cairo = cairo_create(surface);
    enum err_kind kind = ERR_NONE;
    for (size_t page = 0; page < setting->page_count && !kind; page++) {
        draw_page(cairo, request, setting, page);
        if (request->check_url && page + 1 == setting->page_count)
            kind = mark_check(cairo, setting->context, request->check_url, reterr);
        cairo_show_page(cairo);
    }
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (kind)
        return kind;
    if (pdf->failed)
        return arena_full(reterr);
    if (status != CAIRO_STATUS_SUCCESS)
        return err_set(reterr, ERR_STORE, "paper.not_drawn", "%s", cairo_status_to_string(status));
    return ERR_NONE;
}

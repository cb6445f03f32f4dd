/* paper/paper: the room's door. */
#include "paper/set.h"

#define TEMPLATES_MAX      64
#define PDF_BYTES_MAX      (32u << 20)
#define TEXT_BYTES_MAX     (2u << 20)
#define TEMPLATE_BYTES_MAX (8u << 20)

extern const struct embedded_file paper_templates[];
extern const size_t paper_templates_count;

static struct arena template_arena;
static struct paper_template templates[TEMPLATES_MAX];
static size_t template_count;

/* Every name must come out right: the house's type has to be there before the first paper is. */
MUST_CHECK static enum err_kind check_fonts(struct err *reterr)
{
    static const char hard_names[] = "镕喆堃昇赟𠮷㛃";
    PangoContext *context = context_new();
    PangoLayout *layout = layout_new(context, BODY_FONT, false, BODY_SIZE, hard_names);
    int unknown = pango_layout_get_unknown_glyphs_count(layout);
    g_object_unref(layout);
    g_object_unref(context);
    if (!unknown)
        return ERR_NONE;
    return err_set(reterr, ERR_MISSING, "paper.fonts",
                   "%d characters common in names cannot be drawn: install fonts-noto-cjk and "
                   "fonts-noto-cjk-extra",
                   unknown);
}

enum err_kind paper_start(struct err *reterr)
{
    if (template_count)
        return ERR_NONE;
    if (paper_templates_count > TEMPLATES_MAX)
        return err_set(reterr, ERR_LIMIT, "paper.template", "more than %d templates",
                       TEMPLATES_MAX);
    arena_init(&template_arena, TEMPLATE_BYTES_MAX);
    for (size_t i = 0; i < paper_templates_count; i++) {
        enum err_kind kind =
            template_read(&paper_templates[i], &template_arena, &templates[i], reterr);
        if (kind) {
            arena_release(&template_arena);
            return kind;
        }
    }
    enum err_kind kind = check_fonts(reterr);
    if (kind) {
        arena_release(&template_arena);
        return kind;
    }
    template_count = paper_templates_count;
    return ERR_NONE;
}

void paper_stop(void)
{
    template_count = 0;
    arena_release(&template_arena);
    /* Not cairo_debug_reset_static_data(): it aborts while any face is still in a cache. */
    pango_cairo_font_map_set_default(NULL);
}

const struct paper_template *paper_template_find(const char *name)
{
    for (size_t i = 0; i < template_count; i++) {
        if (text_equal(templates[i].name, name))
            return &templates[i];
    }
    return NULL;
}

const struct paper_template *paper_template_at(size_t index)
{
    return index < template_count ? &templates[index] : NULL;
}

const char *paper_template_name(const struct paper_template *template) { return template->name; }

const char *paper_template_title(const struct paper_template *template, const char *lang)
{
    return text_equal(lang, "en") ? template->title_en : template->title_zh;
}

const char *const *paper_template_needs(const struct paper_template *template)
{
    return (const char *const *) template->needs;
}

enum err_kind paper_render(const struct paper_request *request, struct arena *arena,
                           const void **ret_pdf, size_t *ret_pdf_bytes, struct err *reterr)
{
    struct content content = {0};
    enum err_kind kind = content_make(request, arena, &content, reterr);
    if (kind)
        return kind;

    struct setting setting = {0};
    struct text pdf;
    text_init(&pdf, arena, PDF_BYTES_MAX);
    kind = setting_make(&content, arena, &setting, reterr);
    if (!kind)
        kind = draw_pages(request, &setting, &pdf, reterr);
    setting_free(&setting);
    if (kind)
        return kind;
    *ret_pdf = pdf.bytes;
    *ret_pdf_bytes = pdf.length;
    return ERR_NONE;
}

/* ---- plain text ------------------------------------------------------------------------------ */

/* "项目：案件受理费；金额：1,300.00元" reads aloud better than columns. */
static void write_rows(const struct piece *piece, struct text *text)
{
    const struct block *block = piece->block;
    bool is_form = block->kind == BLOCK_FORM;
    for (size_t i = 0; i < piece->row_count; i++) {
        if (piece->rows[i].head)
            continue;
        bool written = false;
        for (size_t c = is_form ? 1 : 0; c < block->column_count; c++) {
            const char *cell = piece->rows[i].cells[c];
            if (!*cell)
                continue;
            text_add_format(text, "%s%s：%s", written ? "；" : "",
                            is_form ? piece->rows[i].cells[0] : block->columns[c].title, cell);
            written = true;
        }
        text_add(text, written ? "\n" : "");
    }
}

enum err_kind paper_text(const struct paper_request *request, struct arena *arena, const char **ret,
                         struct err *reterr)
{
    struct content content = {0};
    enum err_kind kind = content_make(request, arena, &content, reterr);
    if (kind)
        return kind;

    struct text text;
    text_init(&text, arena, TEXT_BYTES_MAX);
    for (const struct piece *piece = content.first; piece; piece = piece->next) {
        if (piece->rows)
            write_rows(piece, &text);
        else if (*piece->text)
            text_add_format(&text, "%s\n", piece->text);
    }
    *ret = text_done(&text);
    return *ret ? ERR_NONE : arena_full(reterr);
}

/* paper/set: content -> rows. Pages are place.c's, ink is draw.c's. */
#include "paper/set.h"

#include "base/text.h"

/* What stays together at the end: two lines of text, names, court and date. */
struct signing {
    bool open, stamped;
    size_t from; /* first row */
};

struct set_layout {
    PangoLayout *layout;
    struct set_layout *next;
};

PangoContext *context_new(void)
{
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("zh-cn"));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    return context;
}

PangoLayout *layout_new(PangoContext *context, const char *font, bool bold, double size,
                        const char *text)
{
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *type = pango_font_description_new();
    pango_font_description_set_family_static(type, font);
    pango_font_description_set_weight(type, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(type, size * PANGO_SCALE);
    pango_layout_set_font_description(layout, type);
    pango_font_description_free(type);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout, text, -1);
    return layout;
}

static bool can_draw(PangoLayout *layout, const char *text, int length)
{
    pango_layout_set_text(layout, text, length);
    return pango_layout_get_unknown_glyphs_count(layout) == 0;
}

const char *text_drawable(PangoContext *context, struct arena *arena, const char *font,
                          const char *text)
{
    PangoLayout *layout = layout_new(context, font, false, BODY_SIZE, "");
    if (can_draw(layout, text, -1)) {
        g_object_unref(layout);
        return text;
    }

    struct text marked;
    text_init(&marked, arena, 12 * strlen(text) + 16);
    for (const char *cursor = text; *cursor;) {
        const char *start = cursor;
        uint32_t c = text_next(&cursor);
        if (c < 0x80 || can_draw(layout, start, (int) (cursor - start)))
            text_add_bytes(&marked, start, (size_t) (cursor - start));
        else
            text_add_format(&marked, "〔U+%04X〕", (unsigned) c);
    }
    g_object_unref(layout);
    return text_done(&marked);
}

/* ---- rows ----------------------------------------------------------------------------------- */

struct row *row_add(struct setting *setting, double height)
{
    if (setting->row_count == setting->row_capacity) {
        size_t capacity = setting->row_capacity ? 2 * setting->row_capacity : 64;
        struct row *rows = arena_array(setting->arena, capacity, sizeof *rows);
        if (!rows)
            return NULL;
        if (setting->row_count)
            memcpy(rows, setting->rows, setting->row_count * sizeof *rows);
        setting->rows = rows;
        setting->row_capacity = capacity;
    }
    struct row *row = &setting->rows[setting->row_count++];
    *row = (struct row){.height = height};
    return row;
}

struct manner body_manner(const struct setting *setting)
{
    double size = BODY_SIZE * setting->scale;
    return (struct manner){
        .font = BODY_FONT,
        .justify = true,
        .size = size,
        .leading = BODY_LEADING * setting->scale,
        .x = MARGIN_LEFT,
        .width = TEXT_WIDTH,
        .align = PANGO_ALIGN_LEFT,
    };
}

PangoLayout *layout_add(struct setting *setting, const struct manner *manner, const char *text)
{
    struct set_layout *kept = arena_alloc(setting->arena, sizeof *kept);
    const char *drawable = text_drawable(setting->context, setting->arena, manner->font, text);
    if (!kept || !drawable)
        return NULL;
    PangoLayout *layout =
        layout_new(setting->context, manner->font, manner->bold, manner->size, drawable);
    pango_layout_set_width(layout, (int) (manner->width * PANGO_SCALE));
    pango_layout_set_indent(layout, (int) (manner->indent * PANGO_SCALE));
    pango_layout_set_justify(layout, manner->justify);
    pango_layout_set_alignment(layout, manner->align);
    *kept = (struct set_layout){layout, setting->layouts};
    setting->layouts = kept;
    return layout;
}

MUST_CHECK static enum err_kind set_text(struct setting *setting, const struct manner *manner,
                                         const char *text)
{
    PangoLayout *layout = layout_add(setting, manner, text);
    if (!layout)
        return arena_full(setting->reterr);

    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    bool failed = false;
    do {
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(iter, NULL, &logical);
        struct row *row = row_add(setting, manner->leading);
        failed = !row;
        if (!row)
            break;
        row->lines[0] =
            (struct set_line){pango_layout_iter_get_line_readonly(iter),
                              manner->x + (double) logical.x / PANGO_SCALE, manner->size};
        row->line_count = 1;
    } while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
    return failed ? arena_full(setting->reterr) : ERR_NONE;
}

MUST_CHECK static enum err_kind set_blank(struct setting *setting, double height)
{
    struct row *row = row_add(setting, height);
    if (!row)
        return arena_full(setting->reterr);
    row->blank = true;
    return ERR_NONE;
}

static double width_of(PangoLayout *layout)
{
    int width;
    pango_layout_get_size(layout, &width, NULL);
    return (double) width / PANGO_SCALE;
}

/* ---- the head of the paper ------------------------------------------------------------------- */

MUST_CHECK static enum err_kind set_head(struct setting *setting, const struct piece *piece)
{
    struct manner manner = body_manner(setting);
    manner.justify = false;
    if (piece->kind == PIECE_NUMBER) {
        manner.align = PANGO_ALIGN_RIGHT;
        enum err_kind kind = *piece->text ? set_text(setting, &manner, piece->text) : ERR_NONE;
        return kind ? kind : set_blank(setting, 10);
    }
    if (!*piece->text)
        return ERR_NONE;
    manner.font = TITLE_FONT;
    manner.bold = true;
    manner.size = 22;
    manner.leading = 38;
    manner.align = PANGO_ALIGN_CENTER;
    enum err_kind kind = set_text(setting, &manner, piece->text);
    if (kind || piece->kind == PIECE_ISSUER)
        return kind;
    return set_blank(setting, 16);
}

/* ---- signature ------------------------------------------------------------------------------- */

/* 审判员　某某: right-aligned, two characters from the edge. */
MUST_CHECK static enum err_kind set_sign(struct setting *setting, const char *text)
{
    struct manner manner = body_manner(setting);
    manner.justify = false;
    manner.align = PANGO_ALIGN_RIGHT;
    manner.width -= 2 * manner.size;
    return set_text(setting, &manner, text);
}

static bool is_stamp(const struct piece *piece)
{
    return piece && piece->kind == PIECE_BLOCK && piece->block->kind == BLOCK_STAMP;
}

MUST_CHECK static enum err_kind set_centred(struct setting *setting, const struct manner *manner,
                                            double centre, const char *text)
{
    struct manner own = *manner;
    PangoLayout *layout = layout_add(setting, &own, text);
    if (!layout)
        return arena_full(setting->reterr);
    pango_layout_set_width(layout, -1);
    struct row *row = row_add(setting, manner->leading);
    if (!row)
        return arena_full(setting->reterr);
    row->lines[0] = (struct set_line){pango_layout_get_line_readonly(layout, 0),
                                      centre - width_of(layout) / 2, manner->size};
    row->line_count = 1;
    return ERR_NONE;
}

/*
 * Court and date are centred on each other, the date four characters from the right edge unless the
 * court's name is longer (GB/T 9704, 7.3.5.1). The seal lies over both, the date a little below its
 * middle. Moves `*piece` to the last of the group.
 */
MUST_CHECK static enum err_kind set_stamp(struct setting *setting, const struct piece **piece)
{
    struct manner manner = body_manner(setting);
    manner.justify = false;
    double widest = 0, last = 0;
    for (const struct piece *at = *piece; is_stamp(at); at = at->next) {
        PangoLayout *layout = layout_add(setting, &manner, at->text);
        if (!layout)
            return arena_full(setting->reterr);
        pango_layout_set_width(layout, -1);
        last = width_of(layout);
        widest = last > widest ? last : widest;
    }

    double from_right = 4 * manner.size + last / 2;
    if (from_right < widest / 2)
        from_right = widest / 2;
    double centre = MARGIN_LEFT + TEXT_WIDTH - from_right;
    size_t first_row = setting->row_count;
    for (;; *piece = (*piece)->next) {
        enum err_kind kind = set_centred(setting, &manner, centre, (*piece)->text);
        if (kind)
            return kind;
        if (!is_stamp((*piece)->next))
            break;
    }
    struct row *row = &setting->rows[setting->row_count - 1];
    row->seal = true;
    row->seal_x = centre;
    row->seal_rise = setting->row_count - first_row > 1 ? manner.leading / 2 : 6;
    return ERR_NONE;
}

/*
 * Called before each line of a signature. No page may hold a signature alone: the two lines before
 * it come along. Lines to write on behind the stamp (a reply, a receipt) are a group of their own.
 */
static void keep_signature(struct setting *setting, enum block_kind kind, struct signing *signing)
{
    struct row *rows = setting->rows;
    size_t count = setting->row_count;
    if (signing->stamped && kind == BLOCK_LINE) {
        rows[count - 1].keep = rows[count - 1].keep || !rows[count - 1].blank;
        return;
    }
    if (!signing->open) {
        signing->from = count;
        for (size_t text_lines = 0; signing->from > 0 && text_lines < 2; signing->from--)
            text_lines += !rows[signing->from - 1].blank;
    }
    signing->open = true;
    signing->stamped = signing->stamped || kind == BLOCK_STAMP;
    for (size_t i = signing->from; i < count; i++)
        rows[i].keep = true;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

/* A label and a rule to write on, or what was already written. */
MUST_CHECK static enum err_kind set_line(struct setting *setting, const char *text)
{
    struct manner manner = body_manner(setting);
    manner.justify = false;
    manner.leading += 10;
    enum err_kind kind = set_text(setting, &manner, text);
    if (kind)
        return kind;
    struct row *row = &setting->rows[setting->row_count - 1];
    PangoRectangle logical;
    pango_layout_line_get_extents(row->lines[0].line, NULL, &logical);
    row->rule_x = row->lines[0].x + (double) logical.width / PANGO_SCALE + 4;
    return ERR_NONE;
}

MUST_CHECK static enum err_kind set_running(struct setting *setting, const struct piece *piece)
{
    struct manner manner = body_manner(setting);
    enum block_kind kind = piece->block->kind;
    if (kind == BLOCK_PARAGRAPH || kind == BLOCK_HEAD)
        manner.indent = 2 * manner.size;
    if (kind == BLOCK_TO)
        manner.justify = false;
    if (kind == BLOCK_HEAD)
        manner.bold = true;
    size_t first = setting->row_count;
    enum err_kind failed = set_text(setting, &manner, piece->text);
    if (failed)
        return failed;
    if (kind == BLOCK_HEAD) {
        for (size_t i = first; i < setting->row_count; i++)
            setting->rows[i].keep = true;
    }
    return ERR_NONE;
}

MUST_CHECK static enum err_kind set_block(struct setting *setting, const struct piece **piece,
                                          struct signing *signing)
{
    enum block_kind kind = (*piece)->block->kind;
    if (kind == BLOCK_TABLE || kind == BLOCK_FORM)
        return set_rows_of_table(setting, *piece);
    if (kind == BLOCK_SPACE)
        return set_blank(setting, BODY_LEADING * setting->scale);
    if (!*(*piece)->text)
        return ERR_NONE;
    if (kind != BLOCK_LINE && kind != BLOCK_SIGN && kind != BLOCK_STAMP)
        return set_running(setting, *piece);

    keep_signature(setting, kind, signing);
    if (kind == BLOCK_LINE)
        return set_line(setting, (*piece)->text);
    if (kind == BLOCK_SIGN)
        return set_sign(setting, (*piece)->text);
    size_t first = setting->row_count;
    enum err_kind failed = set_stamp(setting, piece);
    for (size_t i = first; i + 1 < setting->row_count; i++)
        setting->rows[i].keep = true;
    return failed;
}

MUST_CHECK static enum err_kind set_all(struct setting *setting, const struct content *content)
{
    struct signing signing = {0};
    for (const struct piece *piece = content->first; piece; piece = piece->next) {
        enum err_kind kind = piece->kind == PIECE_BLOCK ? set_block(setting, &piece, &signing)
                                                        : set_head(setting, piece);
        if (kind)
            return kind;
    }
    return place_rows(setting);
}

enum err_kind setting_make(const struct content *content, struct arena *arena, struct setting *ret,
                           struct err *reterr)
{
    *ret = (struct setting){
        .arena = arena,
        .context = context_new(),
        .scale = content->big_print ? 1.375 : 1, /* 22 pt: 2号 */
        .reterr = reterr,
    };
    return set_all(ret, content);
}

void setting_free(struct setting *setting)
{
    for (struct set_layout *at = setting->layouts; at; at = at->next)
        g_object_unref(at->layout);
    setting->layouts = NULL;
    if (setting->context)
        g_object_unref(setting->context);
    setting->context = NULL;
}

/*
 * paper/set: words -> lines on pages, and pages -> PDF. Inside paper/ only; the only files that
 * know Pango and Cairo are set.c, draw.c and mark.c. Lengths are points (1/72 inch).
 *
 * Page: A4; 28 characters of 16 pt a line and 22 lines of 28 pt, as GB/T 9704 and the SPC's
 * drafting rules for civil papers (法〔2016〕221号) have it: top 37 mm, left 28 mm.
 */
#ifndef PAPER_SET_H
#define PAPER_SET_H

#include "base/text.h"
#include "paper/content.h"

#include <pango/pangocairo.h>

#define PAGE_WIDTH   595.28
#define PAGE_HEIGHT  841.89
#define MARGIN_LEFT  79.0
#define MARGIN_TOP   105.0
#define TEXT_WIDTH   448.0
#define TEXT_HEIGHT  620.0
#define BODY_SIZE    16.0
#define BODY_LEADING 28.0
#define CELL_PADDING 5.0

#define PAGES_MAX    200

#define BODY_FONT    "FandolFang,Noto Serif CJK SC"
#define TITLE_FONT   "Noto Serif CJK SC"

/** One line of a layout, where it stands. */
struct set_line {
    PangoLayoutLine *line; /* owned by a layout of the setting */
    double x;
    double size; /* of its type, to find the base line */
};

struct set_table {
    const struct block *block;
    double edges[COLUMNS_MAX + 1]; /* x of the rules between columns */
    struct row *head;              /* repeated on each page, NULL: none */
    size_t head_count;
};

/** One line of the page: of text, or of one row of a table. */
struct row {
    double height, pad_top;
    bool keep;  /* stays on the page of the next row */
    bool blank; /* dropped at the top of a page */
    struct set_line lines[COLUMNS_MAX];
    size_t line_count;
    const struct set_table *table; /* NULL: running text */
    bool opens, is_head;           /* first line of its table row; of the head */
    double rule_x;                 /* > 0: a rule to write on, from here to the right */
    bool seal;                     /* the seal lies over this line */
    double seal_x, seal_rise;      /* its centre: x, and how far above the middle of the line */
};

struct placed {
    const struct row *row;
    double y;
    size_t page;
};

struct setting {
    struct arena *arena;
    PangoContext *context;
    double scale; /* 1, or more in big print */
    struct row *rows;
    size_t row_count, row_capacity;
    struct placed *placed;
    size_t placed_count, placed_capacity;
    size_t page_count;
    struct set_layout *layouts; /* to let go at the end */
    struct err *reterr;
};

/** How a text is set. */
struct manner {
    const char *font;
    bool bold, justify;
    double size, leading, indent, x, width;
    PangoAlignment align;
};

/* What set.c, table.c and place.c do for each other. */
struct manner body_manner(const struct setting *setting);
/** A row at the end; NULL: memory ran out. It moves when the next one is added. */
MUST_CHECK struct row *row_add(struct setting *setting, double height);
/** A layout the setting lets go at its end. NULL: memory ran out. */
MUST_CHECK PangoLayout *layout_add(struct setting *setting, const struct manner *manner,
                                   const char *text);
MUST_CHECK enum err_kind set_rows_of_table(struct setting *setting, const struct piece *piece);
MUST_CHECK enum err_kind place_rows(struct setting *setting);

/** Sets `content` into rows and places them on pages. setting_free() after, also on failure. */
MUST_CHECK enum err_kind setting_make(const struct content *content, struct arena *arena,
                                      struct setting *ret, struct err *reterr);
void setting_free(struct setting *setting);

/** A layout in the house's type. The caller lets it go. */
PangoLayout *layout_new(PangoContext *context, const char *font, bool bold, double size,
                        const char *text);
/** The text with every character no installed font can draw as 〔U+1F600〕. NULL: memory ran out.
 */
MUST_CHECK const char *text_drawable(PangoContext *context, struct arena *arena, const char *font,
                                     const char *text);
/** A context whose positions do not depend on a screen. The caller lets it go. */
PangoContext *context_new(void);

/** Draws all pages. */
MUST_CHECK enum err_kind draw_pages(const struct paper_request *request,
                                    const struct setting *setting, struct text *pdf,
                                    struct err *reterr);

/* mark.c */
void mark_draft(cairo_t *cairo, PangoContext *context);
void mark_seal(cairo_t *cairo, PangoContext *context, const char *text, double x, double y);
/** ERR_INVALID "paper.check_url" when it does not fit a QR code. */
MUST_CHECK enum err_kind mark_check(cairo_t *cairo, PangoContext *context, const char *url,
                                    struct err *reterr);

#endif

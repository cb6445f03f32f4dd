/* paper/mark: what is no text: draft mark, seal, check code. The printed seal is a picture; what
 * proves a paper is the signature over its hash in the event log and the check code. */
#include "paper/set.h"

#include <math.h>
#include <qrencode.h>

#define SEAL_RADIUS     59.5 /* 42 mm across: seals of basic and intermediate courts */
#define SEAL_CHARS_MAX  40
#define CHECK_SIZE      72.0
#define CHECK_URL_BYTES 1000

void mark_draft(cairo_t *cairo, PangoContext *context)
{
    PangoLayout *layout = layout_new(context, TITLE_FONT, true, 150, "草稿");
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    cairo_save(cairo);
    cairo_translate(cairo, PAGE_WIDTH / 2, PAGE_HEIGHT / 2);
    cairo_rotate(cairo, -G_PI / 4);
    cairo_set_source_rgb(cairo, 0.9, 0.9, 0.9);
    cairo_move_to(cairo, -(double) width / PANGO_SCALE / 2, -(double) height / PANGO_SCALE / 2);
    pango_cairo_show_layout(cairo, layout);
    cairo_restore(cairo);
    g_object_unref(layout);
}

static void draw_star(cairo_t *cairo, double radius)
{
    cairo_new_path(cairo);
    for (int i = 0; i < 10; i++) {
        double angle = -G_PI / 2 + i * G_PI / 5;
        double length = i % 2 ? radius * 0.382 : radius;
        cairo_line_to(cairo, length * cos(angle), length * sin(angle));
    }
    cairo_close_path(cairo);
    cairo_fill(cairo);
}

/* One character of the ring, upright towards the outside, at `angle` from the top. */
static void draw_ring_character(cairo_t *cairo, PangoContext *context, const char *character,
                                double angle, double size, double squeeze)
{
    PangoLayout *layout = layout_new(context, TITLE_FONT, true, size, character);
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    cairo_save(cairo);
    cairo_rotate(cairo, angle);
    cairo_translate(cairo, 0, -(SEAL_RADIUS - 5 - size / 2));
    cairo_scale(cairo, squeeze, 1);
    cairo_move_to(cairo, -(double) width / PANGO_SCALE / 2, -(double) height / PANGO_SCALE / 2);
    pango_cairo_show_layout(cairo, layout);
    cairo_restore(cairo);
    g_object_unref(layout);
}

void mark_seal(cairo_t *cairo, PangoContext *context, const char *text, double x, double y)
{
    size_t count = text_length(text);
    if (count > SEAL_CHARS_MAX)
        count = SEAL_CHARS_MAX;
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_set_source_rgb(cairo, 0.80, 0.07, 0.09);
    cairo_new_path(cairo); /* else a line comes over from the last text */
    cairo_set_line_width(cairo, 3.0);
    cairo_arc(cairo, 0, 0, SEAL_RADIUS - 1.5, 0, 2 * G_PI);
    cairo_stroke(cairo);
    draw_star(cairo, SEAL_RADIUS * 0.30);

    /* Short names take their own width, long ones at most 290 degrees, squeezed as seals are. */
    double size = count > 14 ? 13 : 15.5;
    double radius = SEAL_RADIUS - 5 - size / 2;
    double step = (size + 2) / radius;
    double most = 290.0 / 180 * G_PI / (double) (count > 1 ? count - 1 : 1);
    double squeeze = 1;
    if (step > most) {
        squeeze = most / step;
        step = most;
    }
    double angle = -step * ((double) count - 1) / 2;
    const char *cursor = text;
    for (size_t i = 0; i < count; i++) {
        char one[8] = {0};
        const char *start = cursor;
        (void) text_next(&cursor);
        memcpy(one, start, (size_t) (cursor - start));
        draw_ring_character(cairo, context, one, angle, size, squeeze);
        angle += step;
    }
    cairo_restore(cairo);
    cairo_new_path(cairo);
}

enum err_kind mark_check(cairo_t *cairo, PangoContext *context, const char *url, struct err *reterr)
{
    QRcode *code =
        strlen(url) <= CHECK_URL_BYTES ? QRcode_encodeString8bit(url, 0, QR_ECLEVEL_M) : NULL;
    if (!code)
        return err_field(reterr, ERR_INVALID, "paper.check_url", "check_url",
                         "the check link does not fit a QR code");

    double top = PAGE_HEIGHT - CHECK_SIZE - 22;
    double module = CHECK_SIZE / code->width;
    cairo_save(cairo);
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE);
    cairo_new_path(cairo);
    for (int i = 0; i < code->width * code->width; i++) {
        int column = i % code->width, line = i / code->width;
        if (code->data[i] & 1)
            cairo_rectangle(cairo, MARGIN_LEFT + column * module, top + line * module, module,
                            module);
    }
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_fill(cairo);
    cairo_restore(cairo);
    QRcode_free(code);

    PangoLayout *layout = layout_new(context, TITLE_FONT, false, 9, "扫码核验\n本文书");
    cairo_move_to(cairo, MARGIN_LEFT + CHECK_SIZE + 6, top + CHECK_SIZE - 28);
    pango_cairo_show_layout(cairo, layout);
    g_object_unref(layout);
    return ERR_NONE;
}

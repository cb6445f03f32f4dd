/* paper/code: a link as a QR code for screens and print, in the smallest form there is: one path.
 */
#include "base/text.h"
#include "paper/paper.h"

#include <qrencode.h>

enum { LINK_BYTES_MAX = 500, SVG_BYTES_MAX = 256 * 1024, QUIET_MODULES = 4 };

/* Runs of dark modules of one line, as strokes one module high. */
static void add_line(struct text *svg, const QRcode *code, int line)
{
    for (int column = 0; column < code->width;) {
        int first = column;
        while (column < code->width && (code->data[line * code->width + column] & 1))
            column++;
        if (column > first)
            text_add_format(svg, "M%d %dh%dv1h-%dz", first + QUIET_MODULES, line + QUIET_MODULES,
                            column - first, column - first);
        else
            column++;
    }
}

enum err_kind paper_code_svg(const char *link, struct arena *arena, const char **ret,
                             struct err *reterr)
{
    struct text svg;
    QRcode *code =
        strlen(link) <= LINK_BYTES_MAX ? QRcode_encodeString8bit(link, 0, QR_ECLEVEL_M) : NULL;
    if (!code)
        return err_set(reterr, ERR_INVALID, "code.long", "the link does not fit a QR code");
    int side = code->width + 2 * QUIET_MODULES;
    text_init(&svg, arena, SVG_BYTES_MAX);
    text_add_format(&svg,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                    "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>"
                    "<path d=\"",
                    side, side, side, side);
    for (int line = 0; line < code->width; line++)
        add_line(&svg, code, line);
    text_add(&svg, "\"/></svg>");
    QRcode_free(code);
    *ret = text_done(&svg);
    return *ret ? ERR_NONE : arena_full(reterr);
}

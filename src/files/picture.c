/* files/picture: see picture.h. */
#include "files/picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* Told before any pixel is decoded: the decoder of photographs is asked for no more than we keep,
 * which saves most of the memory. A PNG is drawn line by line, and made smaller afterwards. */
struct wanted {
    int side_max, lines; /* lines: how many were drawn so far */
    bool is_png, too_large;
};

static bool fit(int side_max, int width, int height, int *ret_width, int *ret_height)
{
    int longer = width > height ? width : height;
    int64_t w = (int64_t) width * side_max / longer, h = (int64_t) height * side_max / longer;
    *ret_width = w ? (int) w : 1;
    *ret_height = h ? (int) h : 1;
    return longer > side_max;
}

static void take_lines(GdkPixbufLoader *loader, int x, int y, int width, int height, void *context)
{
    struct wanted *wanted = context;
    (void) loader, (void) x, (void) width;
    wanted->lines = y + height > wanted->lines ? y + height : wanted->lines;
}

static void take_size(GdkPixbufLoader *loader, int width, int height, void *context)
{
    struct wanted *wanted = context;
    wanted->too_large = width < 1 || height < 1 || width > PICTURE_SIDE_MAX ||
                        height > PICTURE_SIDE_MAX || (int64_t) width * height > PICTURE_PIXELS_MAX;
    if (wanted->too_large)
        gdk_pixbuf_loader_set_size(loader, 1, 1);
    else if (!wanted->is_png && fit(wanted->side_max, width, height, &width, &height))
        gdk_pixbuf_loader_set_size(loader, width, height);
}

/* ---- is all of it there? The decoders draw what they have, and a page cut in half is no page. ---
 */

/* Chunks up to the one that ends it (PNG 5.3). */
static bool png_is_whole(const uint8_t *at, size_t size_bytes)
{
    for (size_t place = 8; place + 12 <= size_bytes;) {
        size_t length = ((size_t) at[place] << 24) + ((size_t) at[place + 1] << 16) +
                        ((size_t) at[place + 2] << 8) + at[place + 3];
        if (memcmp(at + place + 4, "IEND", 4) == 0)
            return true;
        if (length > size_bytes - place - 12)
            return false;
        place += 12 + length;
    }
    return false;
}

/* An end behind the beginning of the scan (ITU-T T.81 B.1): one inside the notes does not count. */
static bool jpeg_is_whole(const uint8_t *at, size_t size_bytes)
{
    static const uint8_t end[] = {0xff, 0xd9};
    for (size_t place = 2; place + 4 <= size_bytes && at[place] == 0xff;) {
        if (at[place + 1] == 0xda)
            return memmem(at + place, size_bytes - place, end, sizeof end) != NULL;
        place += 2 + ((size_t) at[place + 2] << 8) + at[place + 3];
    }
    return false;
}

/* As long as its head says: RIFF, what follows, WEBP (WebP container, RIFF header). */
static bool webp_is_whole(const uint8_t *at, size_t size_bytes)
{
    if (size_bytes < 12)
        return false;
    size_t length = at[4] + ((size_t) at[5] << 8) + ((size_t) at[6] << 16) + ((size_t) at[7] << 24);
    return length >= 4 && length <= size_bytes - 8;
}

/* HEIC: its decoder itself refuses one whose pieces reach beyond its end. */
static bool is_whole(const void *bytes, size_t size_bytes, const char *media_type)
{
    return strcmp(media_type, "image/png") == 0    ? png_is_whole(bytes, size_bytes)
           : strcmp(media_type, "image/jpeg") == 0 ? jpeg_is_whole(bytes, size_bytes)
           : strcmp(media_type, "image/webp") == 0 ? webp_is_whole(bytes, size_bytes)
                                                   : true;
}

bool picture_is_known(const char *media_type)
{
    GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_mime_type(media_type, NULL);
    if (!loader)
        return false;
    (void) gdk_pixbuf_loader_close(loader, NULL); /* it complains of one left open */
    g_object_unref(loader);
    return true;
}

static GdkPixbuf *decode(const void *bytes, size_t size_bytes, const char *media_type,
                         struct wanted *wanted)
{
    GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_mime_type(media_type, NULL);
    if (!loader)
        return NULL;
    (void) g_signal_connect(loader, "size-prepared", G_CALLBACK(take_size), wanted);
    (void) g_signal_connect(loader, "area-updated", G_CALLBACK(take_lines), wanted);
    bool good = gdk_pixbuf_loader_write(loader, bytes, size_bytes, NULL);
    good = gdk_pixbuf_loader_close(loader, NULL) && good;
    GdkPixbuf *held = gdk_pixbuf_loader_get_pixbuf(loader);
    good = good && held && !wanted->too_large &&
           (!wanted->is_png || wanted->lines == gdk_pixbuf_get_height(held));
    GdkPixbuf *upright = good ? gdk_pixbuf_apply_embedded_orientation(held) : NULL;
    g_object_unref(loader);
    return upright;
}

/* Takes `from` over. */
static GdkPixbuf *smaller(GdkPixbuf *from, int side_max)
{
    int width = 0, height = 0;
    if (!from ||
        !fit(side_max, gdk_pixbuf_get_width(from), gdk_pixbuf_get_height(from), &width, &height))
        return from;
    GdkPixbuf *made = gdk_pixbuf_scale_simple(from, width, height, GDK_INTERP_BILINEAR);
    g_object_unref(from);
    return made;
}

/* Takes `from` over. */
static GdkPixbuf *turned(GdkPixbuf *from, int turn)
{
    if (!from || turn == 0)
        return from;
    /* The library counts against the clock. */
    GdkPixbuf *made =
        gdk_pixbuf_rotate_simple(from, turn == 90    ? GDK_PIXBUF_ROTATE_CLOCKWISE
                                       : turn == 180 ? GDK_PIXBUF_ROTATE_UPSIDEDOWN
                                                     : GDK_PIXBUF_ROTATE_COUNTERCLOCKWISE);
    g_object_unref(from);
    return made;
}

/* Takes `from` over. Paper is white. */
static GdkPixbuf *on_white(GdkPixbuf *from)
{
    if (!from || !gdk_pixbuf_get_has_alpha(from))
        return from;
    GdkPixbuf *made = gdk_pixbuf_composite_color_simple(
        from, gdk_pixbuf_get_width(from), gdk_pixbuf_get_height(from), GDK_INTERP_NEAREST, 255, 64,
        0xffffff, 0xffffff);
    g_object_unref(from);
    return made;
}

enum err_kind picture_make(const void *bytes, size_t size_bytes, const char *media_type, int turn,
                           int side_max, int quality, void **ret, size_t *ret_size_bytes,
                           struct err *reterr)
{
    struct wanted wanted = {.side_max = side_max, .is_png = strcmp(media_type, "image/png") == 0};
    char quality_text[8];
    gchar *jpeg = NULL;
    gsize jpeg_bytes = 0;
    GdkPixbuf *page =
        is_whole(bytes, size_bytes, media_type)
            ? on_white(
                  turned(smaller(decode(bytes, size_bytes, media_type, &wanted), side_max), turn))
            : NULL;
    if (wanted.too_large)
        return err_set(reterr, ERR_INVALID, "picture.broken", "more than %d pixels",
                       PICTURE_PIXELS_MAX);
    (void) snprintf(quality_text, sizeof quality_text, "%d", quality);
    bool good = page && gdk_pixbuf_save_to_buffer(page, &jpeg, &jpeg_bytes, "jpeg", NULL, "quality",
                                                  quality_text, NULL);
    if (page)
        g_object_unref(page);
    if (!good)
        return err_set(reterr, ERR_INVALID, "picture.broken", "it cannot be decoded");
    *ret = jpeg;
    *ret_size_bytes = jpeg_bytes;
    return ERR_NONE;
}

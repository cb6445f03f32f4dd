/* command/viewing: see viewing.h. */
#include "command/viewing.h"

#include "gateway/viewer.h"

static enum err_kind view_picture(void *context, bool thumbnail, const char *media_type, int turn,
                                  const void *bytes, size_t size_bytes, struct arena *arena,
                                  const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    return viewer_picture(context, thumbnail, media_type, turn, bytes, size_bytes, arena, ret,
                          ret_size_bytes, reterr);
}

static enum err_kind view_pages(void *context, const void *bytes, size_t size_bytes, int64_t *ret,
                                struct err *reterr)
{
    (void) context;
    return viewer_pdf_pages(bytes, size_bytes, ret, reterr);
}

static enum err_kind view_pdf(void *context, bool thumbnail, int64_t page, const void *bytes,
                              size_t size_bytes, struct arena *arena, const void **ret,
                              size_t *ret_size_bytes, struct err *reterr)
{
    (void) context;
    return viewer_pdf_picture(thumbnail, page, bytes, size_bytes, arena, ret, ret_size_bytes,
                              reterr);
}

static enum err_kind view_text(void *context, int64_t page, const void *bytes, size_t size_bytes,
                               struct arena *arena, const void **ret, size_t *ret_size_bytes,
                               struct err *reterr)
{
    (void) context;
    return viewer_pdf_text(page, bytes, size_bytes, arena, ret, ret_size_bytes, reterr);
}

static enum err_kind view_page(void *context, int64_t page, const void *bytes, size_t size_bytes,
                               struct arena *arena, const void **ret, size_t *ret_size_bytes,
                               struct err *reterr)
{
    (void) context;
    return viewer_pdf_page(page, bytes, size_bytes, arena, ret, ret_size_bytes, reterr);
}

static enum err_kind recognise(void *context, const void *bytes, size_t size_bytes,
                               struct arena *arena, const void **ret, size_t *ret_size_bytes,
                               struct err *reterr)
{
    (void) context;
    return viewer_recognise(bytes, size_bytes, arena, ret, ret_size_bytes, reterr);
}

const struct viewer_port *viewing_port(struct arena *arena)
{
    struct viewer_port *port = arena_alloc(arena, sizeof *port);
    if (port)
        *port = (struct viewer_port){.context = (void *) (uintptr_t) viewer_program(arena),
                                     .picture = view_picture,
                                     .pdf_pages = view_pages,
                                     .pdf_picture = view_pdf,
                                     .pdf_text = view_text,
                                     .pdf_page = view_page,
                                     .recognise = recognise};
    return port;
}

/* api/share: a matter's own address as a QR code, to print and to show. The address opens nothing
 * by itself: whoever follows it signs in and sees what their rights show. */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "paper/paper.h"

/* Where no public address is set, the one that is listened on: for trying out. */
static const char *address_of(struct reading *reading, const char *id)
{
    const struct api *api = work_of_reading(reading)->api;
    const char *base = engine_public_url(reading->engine), *listen = api->settings.listen;
    const char *colon = strrchr(listen, ':');
    return base && *base
               ? arena_printf(reading->arena, "%s/matters/%s", base, id)
               : arena_printf(reading->arena, "http://%.*s:%d/matters/%s",
                              (int) (colon ? colon - listen : 0), listen, api_port(api), id);
}

static enum err_kind code_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct matter *matter = NULL;
    const char *svg = NULL;
    (void) writer;
    enum err_kind kind = visible_matter(reading, &matter, reterr);
    if (kind)
        return kind;
    const char *id = matter_id_print(reading->engine, matter, reading->arena);
    const char *address = id ? address_of(reading, id) : NULL;
    if (!address)
        return arena_full(reterr);
    kind = paper_code_svg(address, reading->arena, &svg, reterr);
    if (kind)
        return kind;
    reading->bytes = svg;
    reading->byte_count = strlen(svg);
    reading->media_type = "image/svg+xml";
    return ERR_NONE;
}

const struct operation share_operations[] = {
    {.name = "matter_code",
     .method = "GET",
     .path = "/matters/{id}/code",
     .permission = "public",
     .delegated = "read",
     .summary = {"事项网址的二维码", "A matter's address as QR code (SVG)"},
     .query = "",
     .read = code_read},
    {0}};

/* gateway/spool: messages as files a court's SMS gateway picks up. It never calls out by itself. */
#include "gateway/file.h"
#include "gateway/gateway.h"
#include "json/json.h"

enum err_kind spool_deliver(const char *folder, const char *channel, const char *address,
                            const char *title, const char *text, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    char token[23];
    random_token(token);
    struct json_writer writer;
    json_writer_init(&writer, &arena, 256 * 1024);
    json_begin(&writer);
    json_named_text(&writer, "channel", channel);
    json_named_text(&writer, "address", address);
    json_named_text(&writer, "title", title);
    json_named_text(&writer, "text", text);
    json_end(&writer);
    const char *json = json_done(&writer);
    const char *outgoing = arena_printf(&arena, "%s/outgoing", folder);
    const char *name = arena_printf(&arena, "%s.json", token);
    if (!json || !outgoing || !name)
        return arena_full(reterr);
    enum err_kind kind = folder_make(folder, reterr);
    if (!kind)
        kind = folder_make(outgoing, reterr);
    return kind ? kind : file_write_durably(outgoing, name, json, strlen(json), reterr);
}

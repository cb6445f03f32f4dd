/* gateway/spool: messages as files a court's own program picks up. It never calls out by itself. */
#include "gateway/gateway.h"
#include "gateway/outgoing.h"
#include "json/json.h"

enum err_kind spool_send(const char *folder, const char *channel, const struct letter *letter,
                         struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    struct json_writer writer;
    json_writer_init(&writer, &arena, 256 * 1024);
    json_begin(&writer);
    json_named_text(&writer, "channel", channel);
    json_named_text(&writer, "address", letter->address);
    json_named_text(&writer, "sender", letter->sender);
    json_named_text(&writer, "title", letter->title);
    json_named_text(&writer, "text", letter->text);
    json_named_text(&writer, "reference", letter->reference);
    json_end(&writer);
    const char *json = json_done(&writer);
    const char *outgoing = arena_printf(&arena, "%s/outgoing", folder);
    /* Sent again after a crash, it replaces itself. */
    const char *name = arena_printf(&arena, "%s.json", letter->reference);
    if (!json || !outgoing || !name)
        return arena_full(reterr);
    enum err_kind kind = folder_make(folder, reterr);
    if (!kind)
        kind = folder_make(outgoing, reterr);
    return kind ? kind : file_write_durably(outgoing, name, json, strlen(json), reterr);
}

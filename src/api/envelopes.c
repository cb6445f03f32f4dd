/*
 * api/envelopes: what is on its way to other installations: what waits, and what was refused there
 * until an administrator sends it again. What they say stays sealed.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "base/text.h"
#include "store/envelope.h"

static void write_envelope(struct reading *reading, struct json_writer *writer,
                           const struct db_result *rows, size_t row, void *context)
{
    const char *to_court = db_cell_text(rows, row, ENVELOPE_TO_COURT);
    (void) context;
    json_named_text(writer, "key", db_cell_text(rows, row, ENVELOPE_KEY));
    json_named_int(writer, "sequence", db_cell_int(rows, row, ENVELOPE_SEQUENCE));
    json_named_text(writer, "matter",
                    matter_id_of(reading, db_cell_int(rows, row, ENVELOPE_MATTER),
                                 db_cell_text(rows, row, ENVELOPE_DEFINITION)));
    json_named_text(writer, "court", db_cell_text(rows, row, ENVELOPE_COURT));
    json_named_text(writer, "to_court", to_court);
    json_named_text(writer, "to_court_name", engine_court_name(reading->engine, to_court));
    json_named_text(writer, "peer", engine_peer_of(reading->engine, to_court));
    json_named_text(writer, "kind", db_cell_text(rows, row, ENVELOPE_KIND));
    json_named_text(writer, "name", db_cell_text(rows, row, ENVELOPE_NAME));
    json_named_text(writer, "state", db_cell_text(rows, row, ENVELOPE_STATE));
    json_named_int(writer, "attempts", db_cell_int(rows, row, ENVELOPE_ATTEMPTS));
    json_named_text(writer, "error", db_cell_text(rows, row, ENVELOPE_ERROR));
    write_instant(reading, writer, "created_at", db_cell_int(rows, row, ENVELOPE_CREATED));
}

static enum err_kind envelopes_read(struct reading *reading, struct json_writer *writer,
                                    struct err *reterr)
{
    const char *state = param_text(reading->params, "state");
    struct list_page page = {0};
    struct db_result rows;
    enum err_kind kind = actor_check_shared(&reading->actor, reterr);
    if (!kind && *state && strcmp(state, "waiting") != 0 && strcmp(state, "dead") != 0)
        kind = err_field(reterr, ERR_INVALID, "choice.unknown", "state", "waiting or dead");
    if (!kind)
        kind = page_read(reading, "envelopes", &page, reterr);
    if (!kind)
        kind =
            list_envelopes(reading->db, reading->arena, state, page.id, page.limit, &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "envelopes", &page, &rows, ENVELOPE_ID, write_envelope,
                        NULL);
    return kind;
}

/* ---- sending one again ------------------------------------------------------------------------
 */

static enum err_kind again_load(struct call *call, struct err *reterr)
{
    size_t *read = arena_alloc(call->arena, sizeof *read);
    if (!read)
        return arena_full(reterr);
    *read = envelope_state_read(call->reads, param_text(call->params, "key"));
    call->state = read;
    return ERR_NONE;
}

static enum err_kind again_decide(struct call *call, struct err *reterr)
{
    const struct db_result *row = db_flight_result(call->reads, *(size_t *) call->state);
    enum err_kind kind = actor_check_shared(&call->actor, reterr);
    if (kind)
        return kind;
    if (!row->row_count)
        return err_set(reterr, ERR_MISSING, "envelope.unknown", "no such envelope");
    return text_equal(db_cell_text(row, 0, 0), "dead")
               ? ERR_NONE
               : err_set(reterr, ERR_CONFLICT, "envelope.not_dead", "it waits or is done");
}

static enum err_kind again_apply(struct call *call, struct err *reterr)
{
    const char *key = param_text(call->params, "key");
    const char *what = arena_printf(call->arena, "envelope sent again: %s", key);
    if (!what)
        return arena_full(reterr);
    envelope_again(call->writes, key);
    call->status = 202;
    call->reply = "{\"state\":\"waiting\"}";
    return access_add(call, 0, what, reterr);
}

/* clang-format off */
const struct operation envelope_operations[] = {
    {.name = "envelopes", .method = "GET", .path = "/envelopes", .permission = "admin",
     .reply = "{items:[{key:s sequence:i matter:s? court:s to_court:s to_court_name:s peer:s? kind:s name:s state:s attempts:i error:s? created_at:s}] next:s?}",
     .summary = {"发往其他法院、尚未办成的信封", "Envelopes to other courts that are not carried out yet"},
     .query = "state cursor limit", .read = envelopes_read},
    {.name = "envelope_again", .method = "POST", .path = "/envelopes/{key}/again", .permission = "admin",
     .reply = "{state:s}", .summary = {"重新发送被拒收的信封", "Sends an envelope again that was refused"},
     .load = again_load, .decide = again_decide, .apply = again_apply},
    {.name = NULL}};
/* clang-format on */

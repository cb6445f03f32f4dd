/*
 * engine/envelope_in: what arrives. Whoever's signature holds is the peer, and no more than that:
 * the call is an ordinary one, in the role the peer has here, and the definition says whether that
 * role may do it. That it was done is written with it, under the envelope's key: sent twice, it is
 * done once, whatever breaks in between.
 */
#include "base/text.h"
#include "engine/envelope.h"
#include "store/envelope.h"

void envelope_step_done(struct call *call)
{
    const struct envelope_step *step = call->envelope;
    const struct envelope *envelope = step->envelope;
    if (text_equal(envelope->kind, "open")) {
        const struct counterpart row = {.thread = envelope->thread,
                                        .court = envelope->to_court,
                                        .other_court = envelope->court,
                                        .matter_id = call->matter->id,
                                        .created_us = call->now_us};
        counterpart_insert(call->writes, &row);
    }
    for (size_t i = 0; i < step->paper_count; i++)
        envelope_document_join(call->writes, step->papers[i], call->matter->id);
    const struct envelope_taken row = {.id = call_new_id(call, ID_ENVELOPE_IN),
                                       .sequence = envelope->sequence,
                                       .matter_id = call->matter->id,
                                       .received_us = call->received_us,
                                       .peer = envelope->from,
                                       .key = envelope->key,
                                       .thread = envelope->thread,
                                       .court = envelope->to_court,
                                       .from_court = envelope->court,
                                       .kind = envelope->kind,
                                       .name = envelope->name,
                                       .body_sm3 = envelope->body_sm3};
    envelope_take(call->writes, &row);
}

const char *call_sender(const struct call *call)
{
    return call->envelope ? call->envelope->envelope->court : NULL;
}

/* ---- one envelope -----------------------------------------------------------------------------
 */

struct arrival {
    struct engine *engine;
    struct db *db;
    struct arena *arena;
    const struct envelope *envelope;
    struct value *body;
    int64_t matter_id; /* 0: one is opened */
};

static enum err_kind check_once(struct arrival *arrival, bool *ret_again, struct err *reterr)
{
    const struct envelope *envelope = arrival->envelope;
    struct db_result found;
    int64_t last = 0;
    *ret_again = false;
    enum err_kind kind = envelope_taken_find(arrival->db, arrival->arena, envelope->from,
                                             envelope->key, &found, reterr);
    if (kind)
        return kind;
    if (found.row_count) {
        *ret_again = text_equal(db_cell_text(&found, 0, 0), envelope->body_sm3);
        return *ret_again ? ERR_NONE
                          : err_set(reterr, ERR_CONFLICT, "envelope.changed",
                                    "this key came before with another body");
    }
    kind = envelope_taken_last(arrival->db, envelope->thread, envelope->court, &last, reterr);
    if (!kind && envelope->sequence != last + 1)
        kind = err_set(reterr, ERR_CONFLICT, "envelope.order", "%lld is next in this thread",
                       (long long) last + 1);
    return kind;
}

/* A peer speaks for its own courts alone, to courts of ours, and in threads of the two. */
static enum err_kind check_courts(struct arrival *arrival, struct err *reterr)
{
    const struct envelope *envelope = arrival->envelope;
    const char *theirs = engine_peer_of(arrival->engine, envelope->court);
    struct db_result found;
    enum err_kind kind = engine_court_is_ours(arrival->engine, envelope->to_court, reterr);
    if (kind)
        return kind;
    if (envelope->to && !text_equal(theirs, envelope->from))
        return err_set(reterr, ERR_DENIED, "envelope.peer", "the court is not that peer's");
    kind = counterpart_find(arrival->db, arrival->arena, envelope->thread, envelope->to_court,
                            &found, reterr);
    if (kind)
        return kind;
    bool opens = text_equal(envelope->kind, "open"),
         known = found.row_count && text_equal(db_cell_text(&found, 0, 1), envelope->court);
    if (opens ? found.row_count > 0 : !known)
        return err_set(reterr, ERR_MISSING, "envelope.thread",
                       "no such thread between these courts, or it is open already");
    arrival->matter_id = opens ? 0 : db_cell_int(&found, 0, 0);
    return ERR_NONE;
}

static enum err_kind name_params(struct arrival *arrival, struct value *params, struct err *reterr)
{
    const struct envelope *envelope = arrival->envelope;
    struct matter *matter = NULL;
    struct reading reading = {.engine = arrival->engine,
                              .db = arrival->db,
                              .arena = arrival->arena,
                              .now_us = court_now(arrival->engine)};
    if (!arrival->matter_id)
        return value_set_text(arrival->arena, params, "system", envelope->name)
                   ? ERR_NONE
                   : arena_full(reterr);
    enum err_kind kind = engine_load_matter(&reading, arrival->matter_id, &matter, reterr);
    if (kind)
        return kind;
    const struct system *system = engine_system(arrival->engine, matter->workflow->system);
    if (system && system->translate && envelope->to)
        kind = system->translate(matter, envelope->name, arrival->arena, &arrival->body, reterr);
    if (kind)
        return kind;
    const char *id = matter_id_print(arrival->engine, matter, arrival->arena);
    return id && value_set_text(arrival->arena, params, "id", id) &&
                   value_set_text(arrival->arena, params, "action", envelope->name)
               ? ERR_NONE
               : arena_full(reterr);
}

static enum err_kind perform(struct arrival *arrival, const int64_t *papers, struct err *reterr)
{
    const struct envelope *envelope = arrival->envelope;
    const struct peer_port *port = arrival->engine->settings.ports->peers;
    const char *role = envelope->to ? port->role(port->context, envelope->from) : "cell";
    const struct role_grant grant = {role ? role_bit(role) : 0, envelope->to_court};
    const struct envelope_step step = {envelope, papers, envelope->papers->count};
    struct value *params = value_new_map(arrival->arena);
    const char *key = arena_printf(arrival->arena, "%s:%s", envelope->from, envelope->key);
    enum err_kind kind = params && key ? name_params(arrival, params, reterr) : arena_full(reterr);
    if (kind)
        return kind;
    /* The thread itself is the right to this one matter, however closed it is. */
    struct call call = {.arena = arrival->arena,
                        .operation = arrival->matter_id ? &operation_act : &operation_open,
                        .actor = {.kind = "peer",
                                  .name = engine_court_name(arrival->engine, envelope->court),
                                  .language = "zh",
                                  .grants = &grant,
                                  .grant_count = 1,
                                  .clearance = LEVEL_COUNT - 1},
                        .params = params,
                        .body = arrival->body,
                        .if_match = -1,
                        .received_us = court_now(arrival->engine),
                        .matter_id = arrival->matter_id,
                        .idempotency_key = key,
                        .request_hash = sm3_of(envelope->body, strlen(envelope->body)),
                        .envelope = &step};
    kind = engine_perform(arrival->engine, &call, reterr);
    /* Another with the same key or place was a moment ahead: asked again, it is told so. */
    if (kind == ERR_CONFLICT && text_equal(reterr->code, "db.unique"))
        return err_set(reterr, ERR_BUSY, "envelope.again", "it is being carried out just now");
    /* Which fields were wrong is what the sender's administrator needs to know. */
    if (kind == ERR_INVALID && call.errors.count)
        return err_field(reterr, kind, "form.invalid", call.errors.items[0].path, "%.60s",
                         call.errors.items[0].code);
    return kind;
}

enum err_kind envelope_carry_out(struct engine *engine, struct db *db, struct arena *arena,
                                 const struct envelope *envelope, bool *ret_again,
                                 struct err *reterr)
{
    struct arrival arrival = {.engine = engine, .db = db, .arena = arena, .envelope = envelope};
    const int64_t *papers = NULL;
    enum err_kind kind = check_once(&arrival, ret_again, reterr);
    if (kind || *ret_again)
        return kind;
    kind = check_courts(&arrival, reterr);
    if (!kind)
        kind = json_parse(envelope->body, strlen(envelope->body), &json_limits_request, arena,
                          &arrival.body, reterr);
    if (!kind && !arrival.matter_id &&
        !text_equal(value_text(value_get(arrival.body, "court")), envelope->to_court))
        kind = err_set(reterr, ERR_INVALID, "envelope.court", "opened at another court than named");
    if (!kind)
        kind = envelope_papers_bring(engine, arena, envelope, arrival.body, &papers, reterr);
    return kind ? kind : perform(&arrival, papers, reterr);
}

/* ---- over HTTP --------------------------------------------------------------------------------
 */

static enum err_kind receive(struct reading *reading, struct json_writer *writer,
                             struct err *reterr)
{
    struct envelope envelope;
    bool again = false;
    if (reading->engine->settings.held)
        return err_set(reterr, ERR_BUSY, "maintenance", "nothing is taken in just now");
    enum err_kind kind = envelope_read(reading->engine, reading->raw, reading->raw_bytes,
                                       reading->arena, &envelope, reterr);
    if (!kind)
        kind = envelope_carry_out(reading->engine, reading->db, reading->arena, &envelope, &again,
                                  reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_text(writer, "key", envelope.key);
    json_named_flag(writer, "again", again);
    json_end(writer);
    return ERR_NONE;
}

/* Everybody may knock: what lets in is the signature, and then what the definition lets the peer's
 * role do. */
const struct operation operation_envelope = {
    .name = "envelope",
    .method = "POST",
    .path = "/envelopes",
    .permission = "public",
    .reply = "{key:s again:b}",
    .summary = {"接收其他平台发来的信封（须有对方签名）",
                "Takes an envelope of another installation, signed by it"},
    .read = receive,
    .raw_bytes_max = ENVELOPE_BYTES_MAX,
    .slow = true,
    .outside = true};

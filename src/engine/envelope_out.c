/*
 * engine/envelope_out: what leaves. The row is written in the transaction of the event that says
 * so; a worker signs it and hands it to the peer, with back-off and for ever while the peer is out
 * of reach, until it is carried out there or refused. What the peer refuses is dead: an
 * administrator sends it again once its cause is gone, and those behind it in its thread wait.
 */
#include "base/log.h"
#include "base/text.h"
#include "engine/envelope.h"
#include "store/envelope.h"

enum { A_TURN = 10, LEASE_SECONDS = 120 };

/* ---- written with the event -------------------------------------------------------------------
 */

/* How many different documents a body names, at most one more than may go along. */
static size_t count_papers(const struct keys *keys, const struct value *value, int64_t *ids,
                           size_t count)
{
    int64_t id = 0;
    if (value->type == VALUE_TEXT && public_id_parse(keys, 'X', value->text, &id)) {
        for (size_t i = 0; i < count; i++) {
            if (ids[i] == id)
                return count;
        }
        ids[count++] = id;
    }
    for (size_t i = 0; i < value->count && count <= ENVELOPE_PAPERS_MAX; i++)
        count = count_papers(keys, value->items[i], ids, count);
    return count;
}

static enum err_kind put(struct call *call, const char *court, const char *kind, const char *name,
                         const struct value *fields, struct err *reterr)
{
    const char *json = json_print(call->arena, fields), *sealed = NULL;
    char key[23];
    int64_t ids[ENVELOPE_PAPERS_MAX + 1];
    random_token(key);
    if (!json)
        return arena_full(reterr);
    if (count_papers(call->engine->settings.keys, fields, ids, 0) > ENVELOPE_PAPERS_MAX)
        return err_set(reterr, ERR_LIMIT, "envelope.papers", "more than %d documents",
                       ENVELOPE_PAPERS_MAX);
    if (strlen(json) > ENVELOPE_BODY_MAX)
        return err_set(reterr, ERR_LIMIT, "envelope.size", "more than %d bytes", ENVELOPE_BODY_MAX);
    enum err_kind sealing = secret_seal(call->engine->settings.keys, ENVELOPE_PURPOSE, json,
                                        call->arena, &sealed, reterr);
    if (sealing)
        return sealing;
    const struct envelope_row row = {.id = call_new_id(call, ID_ENVELOPE_OUT),
                                     .matter_id = call->matter->id,
                                     .created_us = call->now_us,
                                     .key = arena_copy(call->arena, key),
                                     .to_court = court,
                                     .kind = kind,
                                     .name = name,
                                     .body = sealed};
    if (!row.key)
        return arena_full(reterr);
    envelope_put(call->writes, &row);
    return ERR_NONE;
}

enum err_kind call_send_open(struct call *call, const char *court, const char *system,
                             struct value *fields, struct err *reterr)
{
    char thread[23];
    random_token(thread);
    const struct counterpart row = {.thread = arena_copy(call->arena, thread),
                                    .court = call->matter->court,
                                    .other_court = court,
                                    .matter_id = call->matter->id,
                                    .created_us = call->now_us};
    if (!row.thread || !value_set_text(call->arena, fields, "court", court))
        return arena_full(reterr);
    counterpart_insert(call->writes, &row);
    return put(call, court, "open", system, fields, reterr);
}

enum err_kind call_send_act(struct call *call, const char *court, const char *action,
                            struct value *fields, struct err *reterr)
{
    return put(call, court, "act", action, fields, reterr);
}

/* {"do": "send", "to": "second_court", "open": "second_instance", "fields": {"title": "=title"}},
 * or "act" with an action's name. */
static enum err_kind apply_send(struct call *call, const struct value *with, struct err *reterr)
{
    const char *place = value_text(value_get(with, "to")),
               *court = place ? value_text(value_path(call->matter->fields, place)) : NULL,
               *system = value_text(value_get(with, "open")),
               *action = value_text(value_get(with, "act"));
    if (!court || (!system && !action))
        return err_set(reterr, ERR_CONFLICT, "envelope.court", "'%.40s' names no court",
                       place ? place : "");
    struct value *fields = effect_values(call, value_get(with, "fields"));
    if (!fields)
        return arena_full(reterr);
    return system ? call_send_open(call, court, system, fields, reterr)
                  : call_send_act(call, court, action, fields, reterr);
}

const struct effect send_envelope = {"send", NULL, true, NULL, apply_send};

/* ---- handed over -------------------------------------------------------------------------------
 */

struct sending {
    struct engine *engine;
    struct db *db;
    struct arena *arena;
    const struct db_result *row;
    struct envelope envelope;
    struct err err;
};

static enum err_kind apply_done(struct call *call, struct err *reterr)
{
    (void) reterr;
    envelope_done(call->writes, call->state);
    return ERR_NONE;
}

static const struct operation sending_done = {.name = "envelope_done", .apply = apply_done};

static void record(struct sending *sending, const char *state)
{
    struct engine *engine = sending->engine;
    struct envelope_result result = {
        .id = db_cell_int(sending->row, 0, ENVELOPE_ID),
        .fence = db_cell_int(sending->row, 0, ENVELOPE_FENCE),
        .state = state,
        .error = sending->err.code
                     ? arena_printf(sending->arena, "%s: %s", sending->err.code, sending->err.text)
                     : NULL,
        .done_us = text_equal(state, "done") ? court_now(engine) : 0,
        .retry_us =
            real_now(engine) + retry_wait_us(db_cell_int(sending->row, 0, ENVELOPE_ATTEMPTS))};
    if (sending->err.code) {
        const struct log_field fields[] = {LOG_TEXT("key", sending->envelope.key),
                                           LOG_TEXT("state", state),
                                           LOG_TEXT("code", sending->err.code)};
        log_event("warning", "envelope", fields, COUNT_OF(fields));
    }
    struct err err = {0}; /* not recorded: sent again when the lease ends, and taken once */
    (void) !clock_perform(engine, sending->arena, &sending_done, 0, &result, &err);
}

static enum err_kind fill(struct sending *sending, struct err *reterr)
{
    const struct engine *engine = sending->engine;
    const struct db_result *row = sending->row;
    const struct peer_port *port = engine->settings.ports->peers;
    struct envelope *envelope = &sending->envelope;
    struct value *body = NULL;
    *envelope = (struct envelope){.from = port ? port->own_name(port->context) : "",
                                  .key = db_cell_text(row, 0, ENVELOPE_KEY),
                                  .thread = db_cell_text(row, 0, ENVELOPE_THREAD),
                                  .sequence = db_cell_int(row, 0, ENVELOPE_SEQUENCE),
                                  .court = db_cell_text(row, 0, ENVELOPE_COURT),
                                  .to_court = db_cell_text(row, 0, ENVELOPE_TO_COURT),
                                  .kind = db_cell_text(row, 0, ENVELOPE_KIND),
                                  .name = db_cell_text(row, 0, ENVELOPE_NAME)};
    envelope->to = engine_peer_of(engine, envelope->to_court);
    enum err_kind kind =
        secret_open(engine->settings.keys, ENVELOPE_PURPOSE, db_cell_text(row, 0, ENVELOPE_BODY),
                    sending->arena, &envelope->body, reterr);
    if (!kind)
        kind = json_parse(envelope->body, strlen(envelope->body), &json_limits_request,
                          sending->arena, &body, reterr);
    if (!kind)
        kind = envelope_papers_named(engine, sending->db, sending->arena, body, &envelope->papers,
                                     reterr);
    struct sm3 hash = sm3_of(envelope->body, envelope->body ? strlen(envelope->body) : 0);
    text_hex(hash.bytes, SM3_BYTES, envelope->body_sm3);
    return kind;
}

/* A problem's code, and the field it names; never more than fits. */
static void refused(struct sending *sending, long status, const char *reply)
{
    struct value *problem = NULL;
    struct err err = {0};
    (void) !json_parse(reply, strlen(reply), &json_limits_request, sending->arena, &problem, &err);
    const char *field = value_text(value_path(problem, "errors[0].path"));
    (void) err_set(&sending->err, ERR_BUSY, "envelope.refused", "%ld %.60s %.100s", status,
                   value_text_of(problem, "code"), field ? field : "");
}

/* Its peer may be ahead of us or behind while one of both is restored: that passes. */
static bool passes(long status, const char *reply)
{
    return status >= 500 || status == 429 || strstr(reply, "\"envelope.order\"") != NULL;
}

static const char *send_out(struct sending *sending)
{
    const struct peer_port *port = sending->engine->settings.ports->peers;
    const char *json = NULL, *reply = "";
    long status = 0;
    enum err_kind kind =
        envelope_print(sending->engine, &sending->envelope, sending->arena, &json, &sending->err);
    if (!kind)
        kind = port->post(port->context, sending->envelope.to, json, sending->arena, &status,
                          &reply, &sending->err);
    if (kind)
        return "waiting";
    if (status == 200)
        return "done";
    refused(sending, status, reply);
    return passes(status, reply) ? "waiting" : "dead";
}

static const char *send_within(struct sending *sending)
{
    bool again = false;
    enum err_kind kind = envelope_carry_out(sending->engine, sending->db, sending->arena,
                                            &sending->envelope, &again, &sending->err);
    return !kind ? "done" : err_is_passing(kind) ? "waiting" : "dead";
}

void envelopes_send(struct engine *engine, struct db *db, struct arena *arena)
{
    for (int i = 0; i < A_TURN; i++) {
        struct db_result row;
        int64_t now_us = real_now(engine);
        if (envelope_lease(db, arena, now_us, now_us + LEASE_SECONDS * SECOND_US, &row, NULL) ||
            row.row_count == 0)
            return;
        struct sending sending = {.engine = engine, .db = db, .arena = arena, .row = &row};
        enum err_kind kind = fill(&sending, &sending.err);
        record(&sending, kind                  ? (err_is_passing(kind) ? "waiting" : "dead")
                         : sending.envelope.to ? send_out(&sending)
                                               : send_within(&sending));
    }
}

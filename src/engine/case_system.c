/*
 * engine/case_system: what goes out to a court's own case system, and the number that comes back.
 * An effect leaves a row in the outbox in the same transaction as the decision; a worker sends it,
 * again and again with the same key until the case system has it or refuses it. A number that came
 * is kept in the row before the matter takes it, so that a crash in between loses nothing.
 */
#include "base/log.h"
#include "base/text.h"
#include "engine/internal.h"
#include "store/case_push.h"

/* A lease is longer than an exchange may take (gateway/case_system.h). */
enum { PUSHES_A_TURN = 5, LEASE_SECONDS = 90, JSON_BYTES_MAX = 4 << 20 };

/* ---- the effect -------------------------------------------------------------------------------
 */

static enum err_kind apply_push_case(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    const struct matter *matter = call->matter;
    const char *kind = value_text(value_get(with, "kind")),
               *action = value_text(value_get(with, "number_to"));
    const struct value *fields = value_get(with, "fields");
    if (!kind || !action || fields->type != VALUE_LIST)
        return err_set(reterr, ERR_STORE, "effect.push_case", "names no kind, number_to, fields");
    const char *id = matter_id_print(call->engine, matter, call->arena);
    struct case_push_row row = {.id = call_new_id(call, ID_CASE_PUSH),
                                .matter_id = matter->id,
                                .created_us = call->now_us,
                                .court = matter->court,
                                .kind = kind,
                                .key =
                                    arena_printf(call->arena, "fengqiao-%s-%s", id ? id : "", kind),
                                .fields = json_print(call->arena, fields),
                                .number_action = action};
    if (!id || !row.key || !row.fields)
        return arena_full(reterr);
    case_push_insert(call->writes, &row);
    return ERR_NONE;
}

const struct effect push_case = {"push_case", NULL, false, NULL, apply_push_case};

/* ---- what is sent -----------------------------------------------------------------------------
 */

struct push {
    struct engine *engine;
    struct arena *arena;
    const char *court, *kind, *key, *fields, *action, *state;
    int64_t attempts;
    struct matter *matter;
    struct case_push_result result;
};

/* The same text for the same key: nothing of the moment is in it. */
static enum err_kind write_case(const struct push *push, const char **ret, struct err *reterr)
{
    const struct matter *matter = push->matter;
    struct value *names = NULL;
    struct json_writer writer;
    const char *id = matter_id_print(push->engine, matter, push->arena);
    enum err_kind kind = json_parse(push->fields, strlen(push->fields), &json_limits_file,
                                    push->arena, &names, reterr);
    if (kind)
        return kind;
    json_writer_init(&writer, push->arena, JSON_BYTES_MAX);
    json_begin(&writer);
    json_named_text(&writer, "key", push->key);
    json_named_text(&writer, "kind", push->kind);
    json_named_text(&writer, "matter", id);
    json_named_text(&writer, "court", push->court);
    json_named_text(&writer, "title", matter->title);
    json_named_text(&writer, "cause_name",
                    matter->cause ? engine_cause_name(push->engine, matter->cause) : NULL);
    json_named_text(&writer, "submitted_at",
                    matter->submitted_us ? instant_format(push->arena, matter->submitted_us)
                                         : NULL);
    json_named_text(&writer, "registered_at",
                    matter->registered_us ? instant_format(push->arena, matter->registered_us)
                                          : NULL);
    json_name(&writer, "fields");
    json_begin(&writer);
    for (size_t i = 0; i < names->count; i++) {
        const char *name = value_text(names->items[i]);
        const struct value *value = name ? value_get(matter->fields, name) : &value_null;
        if (!value_is_null(value))
            json_named_value(&writer, name, value);
    }
    json_end(&writer);
    json_end(&writer);
    *ret = json_done(&writer);
    return *ret ? ERR_NONE : arena_full(reterr);
}

/* ---- one row ----------------------------------------------------------------------------------
 */

static enum err_kind apply_push_done(struct call *call, struct err *reterr)
{
    (void) reterr;
    case_push_done(call->writes, call->state);
    return ERR_NONE;
}

static const struct operation push_done = {.name = "case_push_done", .apply = apply_push_done};

static enum err_kind record(struct push *push, const char *state, bool finished, const char *error)
{
    push->result.state = state;
    push->result.error = error;
    push->result.answered_us = finished ? court_now(push->engine) : 0;
    push->result.retry_us = real_now(push->engine) + retry_wait_us(push->attempts);
    return clock_perform(push->engine, push->arena, &push_done, 0, &push->result, NULL);
}

static void log_trouble(const struct push *push, const struct err *err)
{
    const struct log_field fields[] = {LOG_TEXT("key", push->key), LOG_TEXT("code", err->code),
                                       LOG_TEXT("what", err->text)};
    log_event("warning", "case_system", fields, COUNT_OF(fields));
}

/* The number that came goes into the matter, once. What the matter's guard refuses stays for people
 * to clear up. */
static void take_number(struct push *push)
{
    struct err err = {0};
    struct value *body = value_new_map(push->arena);
    const char *key = arena_printf(push->arena, "push:%s:%s", push->key, push->result.number);
    if (!body || !value_set_text(push->arena, body, "number", push->result.number))
        return;
    enum err_kind kind =
        clock_act(push->engine, push->arena, push->matter->workflow, push->matter->id, push->action,
                  body, key, court_now(push->engine), &err);
    if (kind)
        log_trouble(push, &err);
    if (case_is_passing(kind))
        (void) !record(push, "numbered", false, err.text);
    else
        (void) !record(push, "answered", true, kind ? err.code : NULL);
}

/* False: the case system is not to be asked again in this turn. */
static bool send_case(struct push *push)
{
    const struct case_port *port = push->engine->settings.ports->cases;
    struct value *reply = NULL;
    struct err err = {0};
    const char *json = NULL;
    enum err_kind kind = write_case(push, &json, &err);
    if (!kind)
        kind = port->send(port->context, push->court, day_of_instant(court_now(push->engine)),
                          push->key, json, push->arena, &reply, &err);
    if (kind)
        log_trouble(push, &err);
    if (kind == ERR_CONFLICT)
        return !record(push, "refused", true, err.text);
    if (kind) {
        (void) !record(push, "waiting", false, err.text);
        return false;
    }
    push->result.reference = value_text(value_get(reply, "reference"));
    push->result.number = value_text(value_get(reply, "number"));
    if (!push->result.number)
        return !record(push, "answered", true, NULL);
    if (record(push, "numbered", false, NULL))
        return false; /* not kept: sent again, and answered with the same number */
    take_number(push);
    return true;
}

static bool push_row(struct engine *engine, struct db *db, struct arena *arena,
                     const struct db_result *rows)
{
    const struct case_port *port = engine->settings.ports->cases;
    struct push push = {.engine = engine,
                        .arena = arena,
                        .court = db_cell_text(rows, 0, 2),
                        .kind = db_cell_text(rows, 0, 3),
                        .key = db_cell_text(rows, 0, 4),
                        .fields = db_cell_text(rows, 0, 5),
                        .action = db_cell_text(rows, 0, 6),
                        .attempts = db_cell_int(rows, 0, 8),
                        .state = db_cell_text(rows, 0, 9),
                        .result = {.id = db_cell_int(rows, 0, 0),
                                   .fence = db_cell_int(rows, 0, 7),
                                   .reference = db_cell_text(rows, 0, 10),
                                   .number = db_cell_text(rows, 0, 11)}};
    struct reading reading = {
        .engine = engine, .db = db, .arena = arena, .now_us = court_now(engine)};
    struct err err = {0};
    if (engine_load_matter(&reading, db_cell_int(rows, 0, 1), &push.matter, &err)) {
        log_trouble(&push, &err);
        return true; /* tried again when the lease ends */
    }
    if (strcmp(push.state, "numbered") == 0) {
        take_number(&push);
        return true;
    }
    /* Typed by hand meanwhile: the case stands there already, and sending it would double it. */
    if (push.matter->number)
        return !record(&push, "dropped", true, "the number had come by hand");
    if (!port->serves(port->context, push.court, day_of_instant(reading.now_us)))
        return !record(&push, "waiting", false, "no connection is set for this court");
    return send_case(&push);
}

void cases_push(struct engine *engine, struct db *db, struct arena *arena)
{
    bool on = engine->settings.ports->cases != NULL;
    for (int i = 0; on && i < PUSHES_A_TURN; i++) {
        struct db_result rows;
        int64_t now_us = real_now(engine);
        on = !case_push_lease(db, arena, now_us, now_us + LEASE_SECONDS * SECOND_US, &rows, NULL) &&
             rows.row_count > 0 && push_row(engine, db, arena, &rows);
    }
}

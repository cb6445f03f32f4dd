/* systems/resolution/mediation: the endpoints of the roster. It is kept by the litigation service
 * centre, each court its own (特邀规定 5 to 11). */
#include "systems/resolution/mediation/mediation.h"

#include "store/people.h"
#include "store/roster.h"
#include "store/work.h"

enum { PAGE_DEFAULT = 50, PAGE_MAX = 100 };

static const char *param(const struct value *params, const char *name)
{
    const char *text = value_text(value_get(params, name));
    return text ? text : "";
}

static int64_t page_limit(const struct value *params)
{
    long limit = strtol(param(params, "limit"), NULL, 10);
    return limit < 1 ? PAGE_DEFAULT : limit > PAGE_MAX ? PAGE_MAX : limit;
}

/* The cursor is the public id of the last row shown. */
static enum err_kind after_cursor(struct reading *reading, char prefix, int64_t *ret,
                                  struct err *reterr)
{
    const char *cursor = param(reading->params, "cursor");
    *ret = 0;
    if (*cursor && !public_id_parse(engine_keys(reading->engine), prefix, cursor, ret))
        return err_field(reterr, ERR_INVALID, "cursor.wrong", "cursor", "no such cursor");
    return ERR_NONE;
}

static void write_next(struct reading *reading, struct json_writer *writer, char prefix,
                       int64_t last_id)
{
    char id[PUBLIC_ID_BYTES] = "";
    if (last_id)
        public_id(engine_keys(reading->engine), prefix, last_id, id);
    json_end_list(writer);
    json_named_text(writer, "next", last_id ? id : NULL);
    json_end(writer);
}

/* ---- mediators ------------------------------------------------------------------------------ */

static void write_codes(struct json_writer *writer, const struct engine *engine, const char *name,
                        const char *codes, bool in_words)
{
    char code[24];
    json_name(writer, name);
    json_begin_list(writer);
    for (size_t length; codes && *codes; codes += length) {
        codes += strspn(codes, " ,");
        length = strcspn(codes, " ,");
        if (!length)
            break;
        (void) snprintf(code, sizeof code, "%.*s", (int) length, codes);
        json_text(writer, in_words ? engine_cause_name(engine, code) : code);
    }
    json_end_list(writer);
}

static void write_mediator(const struct engine *engine, struct json_writer *writer,
                           const struct mediator_row *row)
{
    char id[PUBLIC_ID_BYTES], body[PUBLIC_ID_BYTES] = "";
    public_id(engine_keys(engine), MEDIATOR_PREFIX, row->id, id);
    if (row->body_id)
        public_id(engine_keys(engine), BODY_PREFIX, row->body_id, body);
    json_begin(writer);
    json_named_text(writer, "id", id);
    json_named_text(writer, "name", row->name);
    json_named_text(writer, "kind", row->kind);
    json_named_text(writer, "court", row->court);
    json_named_text(writer, "court_name", engine_court_name(engine, row->court));
    json_named_text(writer, "body", row->body_id ? body : NULL);
    json_named_text(writer, "body_name", row->body_name);
    json_named_text(writer, "division", row->division_code);
    write_codes(writer, engine, "cause_codes", row->cause_codes, false);
    write_codes(writer, engine, "cause_names", row->cause_codes, true);
    json_named_text(writer, "languages", row->languages);
    json_named_int(writer, "load_max", row->load_max);
    json_named_int(writer, "open_count", row->open_count);
    json_named_text(writer, "status", row->status);
    json_named_int(writer, "version", row->version);
    json_end(writer);
}

enum err_kind roster_mediators_read(struct reading *reading, struct json_writer *writer,
                                    struct err *reterr)
{
    struct db_result rows;
    int64_t after = 0, limit = page_limit(reading->params), last = 0;
    enum err_kind kind = after_cursor(reading, MEDIATOR_PREFIX, &after, reterr);
    if (!kind)
        kind = mediators_list(reading->db, reading->arena, param(reading->params, "court"),
                              param(reading->params, "status"), after, limit + 1, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    struct mediator_row row;
    for (size_t i = 0; (int64_t) i < limit && mediator_take(&rows, i, &row); i++) {
        write_mediator(reading->engine, writer, &row);
        last = row.id;
    }
    write_next(reading, writer, MEDIATOR_PREFIX, (int64_t) rows.row_count > limit ? last : 0);
    return ERR_NONE;
}

static enum err_kind may_keep(const struct call *call, const char *court, struct err *reterr)
{
    return actor_roles(&call->actor, court) & role_bit("roster_manager")
               ? ERR_NONE
               : err_set(reterr, ERR_DENIED, "action.wrong_role",
                         "the roster of this court is not yours to keep");
}

static bool court_known(const struct call *call, const char *court)
{
    struct field_context context = engine_field_context(call->engine, call->arena, call->now_us);
    return context.court_exists(context.registers, court);
}

struct mediator_adding {
    size_t account, body;
    bool has_account, has_body;
    struct mediator_row row;
};

enum err_kind roster_mediator_add_load(struct call *call, struct err *reterr)
{
    struct mediator_adding *adding = arena_alloc(call->arena, sizeof *adding);
    const char *login = value_text(value_get(call->body, "login")),
               *body = value_text(value_get(call->body, "body"));
    int64_t body_id = 0;
    if (!adding)
        return arena_full(reterr);
    *adding = (struct mediator_adding){.has_account = login != NULL, .has_body = body != NULL};
    if (body && !public_id_parse(engine_keys(call->engine), BODY_PREFIX, body, &body_id))
        return err_field(reterr, ERR_INVALID, "body.unknown", "body", "no such body");
    if (login)
        adding->account = account_by_login_read(call->reads, login);
    if (body)
        adding->body = body_read(call->reads, body_id);
    call->state = adding;
    return ERR_NONE;
}

enum err_kind roster_mediator_add_decide(struct call *call, struct err *reterr)
{
    struct mediator_adding *adding = call->state;
    const char *court = param(call->body, "court");
    struct account_row account = {0};
    struct body_row body = {0};
    if (!court_known(call, court))
        return err_field(reterr, ERR_INVALID, "court.unknown", "court", "no such court");
    enum err_kind kind = may_keep(call, court, reterr);
    if (kind)
        return kind;
    if (adding->has_account &&
        !account_take(db_flight_result(call->reads, adding->account), 0, &account))
        return err_field(reterr, ERR_INVALID, "account.unknown", "login", "no such account");
    if (adding->has_body && (!body_take(db_flight_result(call->reads, adding->body), 0, &body) ||
                             strcmp(body.court, court) != 0))
        return err_field(reterr, ERR_INVALID, "body.unknown", "body", "no such body at this court");
    adding->row = (struct mediator_row){.account_id = account.id,
                                        .person_id = account.person_id,
                                        .body_id = body.id,
                                        .body_name = body.name,
                                        .load_max = value_int(value_get(call->body, "load_max"), 1),
                                        .version = 1,
                                        .valid_from = day_of_instant(call->now_us),
                                        .court = court,
                                        .name = param(call->body, "name"),
                                        .kind = param(call->body, "kind"),
                                        .cause_codes = param(call->body, "cause_codes"),
                                        .division_code = param(call->body, "division"),
                                        .languages = param(call->body, "languages"),
                                        .status = "active"};
    return ERR_NONE;
}

static enum err_kind reply_mediator(struct call *call, const struct mediator_row *row, int status,
                                    struct err *reterr)
{
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 64 * 1024);
    write_mediator(call->engine, &writer, row);
    call->status = status;
    call->reply = json_done(&writer);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

enum err_kind roster_mediator_add_apply(struct call *call, struct err *reterr)
{
    struct mediator_adding *adding = call->state;
    struct mediator_row *row = &adding->row;
    row->id = call_new_id(call, ID_MEDIATOR);
    if (row->account_id && !row->person_id) {
        row->person_id = call_new_id(call, ID_PERSON);
        mediator_person_insert(call->writes, row->person_id, row->name, row->account_id,
                               call->now_us);
    }
    mediator_insert(call->writes, row);
    return reply_mediator(call, row, 201, reterr);
}

enum err_kind roster_mediator_change_load(struct call *call, struct err *reterr)
{
    size_t *place = arena_alloc(call->arena, sizeof *place);
    int64_t id = 0;
    if (!place)
        return arena_full(reterr);
    if (!public_id_parse(engine_keys(call->engine), MEDIATOR_PREFIX, param(call->params, "id"),
                         &id))
        return err_set(reterr, ERR_MISSING, "mediator.unknown", "no such mediator");
    *place = mediator_read(call->reads, id);
    call->state = place;
    return ERR_NONE;
}

enum err_kind roster_mediator_change_decide(struct call *call, struct err *reterr)
{
    const size_t *place = call->state;
    struct mediator_row *row = arena_alloc(call->arena, sizeof *row);
    if (!row)
        return arena_full(reterr);
    if (!mediator_take(db_flight_result(call->reads, *place), 0, row))
        return err_set(reterr, ERR_MISSING, "mediator.unknown", "no such mediator");
    if (call->if_match >= 0 && call->if_match != row->version)
        return err_set(reterr, ERR_STALE, "matter.stale", "the entry is at version %lld",
                       (long long) row->version);
    call->state = row;
    return may_keep(call, row->court, reterr);
}

enum err_kind roster_mediator_change_apply(struct call *call, struct err *reterr)
{
    struct mediator_row *row = call->state;
    const char *status = value_text(value_get(call->body, "status")),
               *languages = value_text(value_get(call->body, "languages")),
               *causes = value_text(value_get(call->body, "cause_codes"));
    row->status = status ? status : row->status;
    row->languages = languages ? languages : row->languages;
    row->cause_codes = causes ? causes : row->cause_codes;
    row->load_max = value_int(value_get(call->body, "load_max"), row->load_max);
    mediator_update(call->writes, row, row->version++);
    return reply_mediator(call, row, 200, reterr);
}

/* ---- bodies --------------------------------------------------------------------------------- */

static void write_body(const struct engine *engine, struct json_writer *writer,
                       const struct body_row *row)
{
    char id[PUBLIC_ID_BYTES];
    public_id(engine_keys(engine), BODY_PREFIX, row->id, id);
    json_begin(writer);
    json_named_text(writer, "id", id);
    json_named_text(writer, "name", row->name);
    json_named_text(writer, "kind", row->kind);
    json_named_text(writer, "court", row->court);
    json_named_text(writer, "division", row->division_code);
    json_named_text(writer, "status", row->status);
    json_named_int(writer, "version", row->version);
    json_end(writer);
}

enum err_kind roster_bodies_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct db_result rows;
    int64_t after = 0, limit = page_limit(reading->params), last = 0;
    enum err_kind kind = after_cursor(reading, BODY_PREFIX, &after, reterr);
    if (!kind)
        kind = bodies_list(reading->db, reading->arena, param(reading->params, "court"), after,
                           limit + 1, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    struct body_row row;
    for (size_t i = 0; (int64_t) i < limit && body_take(&rows, i, &row); i++) {
        write_body(reading->engine, writer, &row);
        last = row.id;
    }
    write_next(reading, writer, BODY_PREFIX, (int64_t) rows.row_count > limit ? last : 0);
    return ERR_NONE;
}

enum err_kind roster_body_add_decide(struct call *call, struct err *reterr)
{
    const char *court = param(call->body, "court");
    if (!court_known(call, court))
        return err_field(reterr, ERR_INVALID, "court.unknown", "court", "no such court");
    return may_keep(call, court, reterr);
}

enum err_kind roster_body_add_apply(struct call *call, struct err *reterr)
{
    struct body_row row = {.id = call_new_id(call, ID_BODY),
                           .version = 1,
                           .name = param(call->body, "name"),
                           .kind = param(call->body, "kind"),
                           .court = param(call->body, "court"),
                           .division_code = param(call->body, "division"),
                           .status = "active"};
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 16 * 1024);
    body_insert(call->writes, &row);
    write_body(call->engine, &writer, &row);
    call->status = 201;
    call->reply = json_done(&writer);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

/* systems/resolution/roster: the endpoints of the register. It is kept by the litigation service
 * centre, each court its own (特邀规定 5 to 11). */
#include "systems/resolution/roster/roster.h"

#include "store/people.h"
#include "store/roster.h"
#include "store/work.h"

enum { PAGE_DEFAULT = 50, PAGE_MAX = 100 };

static int64_t page_limit(const struct value *params)
{
    long limit = strtol(value_text_of(params, "limit"), NULL, 10);
    return limit < 1 ? PAGE_DEFAULT : limit > PAGE_MAX ? PAGE_MAX : limit;
}

/* The cursor is the public id of the last row shown. */
static enum err_kind after_cursor(struct reading *reading, unsigned prefix, int64_t *ret,
                                  struct err *reterr)
{
    const char *cursor = value_text_of(reading->params, "cursor");
    *ret = 0;
    if (*cursor && !public_id_parse(engine_keys(reading->engine), prefix, cursor, ret))
        return err_field(reterr, ERR_INVALID, "cursor.wrong", "cursor", "no such cursor");
    return ERR_NONE;
}

static void write_next(struct reading *reading, struct json_writer *writer, unsigned prefix,
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

/* The last day of the term; null: without end. */
static void write_term(struct json_writer *writer, int64_t last_day)
{
    char text[16];
    struct civil_date date = date_of_day((int32_t) last_day);
    (void) snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
    json_named_text(writer, "term_to", last_day ? text : NULL);
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
    json_named_text(writer, "hours", row->hours);
    json_named_text(writer, "charging", row->charging);
    json_named_int(writer, "load_max", row->load_max);
    json_named_int(writer, "open_count", row->open_count);
    json_named_text(writer, "status", row->status);
    write_term(writer, row->valid_to);
    json_named_int(writer, "version", row->version);
    json_end(writer);
}

typedef void mediator_writer(const struct engine *engine, struct json_writer *writer,
                             const struct mediator_row *row);

static void write_mediators(struct reading *reading, struct json_writer *writer,
                            const struct db_result *rows, int64_t limit, mediator_writer *write)
{
    struct mediator_row row;
    int64_t last = 0;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; (int64_t) i < limit && mediator_take(rows, i, &row); i++) {
        write(reading->engine, writer, &row);
        last = row.id;
    }
    write_next(reading, writer, MEDIATOR_PREFIX, (int64_t) rows->row_count > limit ? last : 0);
}

static enum err_kind mediators_read(struct reading *reading, struct json_writer *writer,
                                    struct err *reterr)
{
    struct db_result rows;
    int64_t after = 0, limit = page_limit(reading->params);
    enum err_kind kind = after_cursor(reading, MEDIATOR_PREFIX, &after, reterr);
    if (!kind)
        kind = mediators_list(reading->db, reading->arena, value_text_of(reading->params, "court"),
                              value_text_of(reading->params, "status"), after, limit + 1, &rows,
                              reterr);
    if (kind)
        return kind;
    write_mediators(reading, writer, &rows, limit, write_mediator);
    return ERR_NONE;
}

/* What everybody may read: no load, no account, no version. */
static void write_public(const struct engine *engine, struct json_writer *writer,
                         const struct mediator_row *row)
{
    char id[PUBLIC_ID_BYTES];
    public_id(engine_keys(engine), MEDIATOR_PREFIX, row->id, id);
    json_begin(writer);
    json_named_text(writer, "id", id);
    json_named_text(writer, "name", row->name);
    json_named_text(writer, "kind", row->kind);
    json_named_text(writer, "court", row->court);
    json_named_text(writer, "court_name", engine_court_name(engine, row->court));
    json_named_text(writer, "body_name", row->body_name);
    write_codes(writer, engine, "cause_names", row->cause_codes, true);
    json_named_text(writer, "languages", row->languages);
    json_named_text(writer, "hours", row->hours);
    json_named_text(writer, "skills", row->skills);
    json_named_text(writer, "charging", row->charging);
    json_named_text(writer, "status", row->status);
    json_end(writer);
}

static enum err_kind public_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct db_result rows;
    int64_t after = 0, limit = page_limit(reading->params);
    const char *words = value_text_of(reading->params, "q");
    const char *like = arena_printf(reading->arena, "%%%s%%", words);
    if (!like)
        return arena_full(reterr);
    enum err_kind kind = after_cursor(reading, MEDIATOR_PREFIX, &after, reterr);
    if (!kind)
        kind =
            mediators_public(reading->db, reading->arena, value_text_of(reading->params, "court"),
                             *words ? like : "", after, limit + 1, &rows, reterr);
    if (kind)
        return kind;
    write_mediators(reading, writer, &rows, limit, write_public);
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

static enum err_kind mediator_add_load(struct call *call, struct err *reterr)
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

static enum err_kind mediator_add_decide(struct call *call, struct err *reterr)
{
    struct mediator_adding *adding = call->state;
    const char *court = value_text_of(call->body, "court");
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
                                        .name = value_text_of(call->body, "name"),
                                        .kind = value_text_of(call->body, "kind"),
                                        .cause_codes = value_text_of(call->body, "cause_codes"),
                                        .division_code = value_text_of(call->body, "division"),
                                        .languages = value_text_of(call->body, "languages"),
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

static enum err_kind mediator_add_apply(struct call *call, struct err *reterr)
{
    struct mediator_adding *adding = call->state;
    struct mediator_row *row = &adding->row;
    row->id = call_new_id(call, ID_MEDIATOR);
    if (row->account_id && !row->person_id) {
        row->person_id = call_new_id(call, ID_PERSON);
        account_person_insert(call->writes, row->person_id, row->name, row->account_id,
                              call->now_us);
    }
    mediator_insert(call->writes, row);
    return reply_mediator(call, row, 201, reterr);
}

struct mediator_changing {
    size_t entry, open; /* places of what was read */
    struct mediator_row row;
};

static enum err_kind mediator_change_load(struct call *call, struct err *reterr)
{
    struct mediator_changing *changing = arena_alloc(call->arena, sizeof *changing);
    int64_t id = 0;
    if (!changing)
        return arena_full(reterr);
    if (!public_id_parse(engine_keys(call->engine), MEDIATOR_PREFIX,
                         value_text_of(call->params, "id"), &id))
        return err_set(reterr, ERR_MISSING, "mediator.unknown", "no such mediator");
    *changing = (struct mediator_changing){.entry = mediator_read(call->reads, id),
                                           .open = mediator_matters_read(call->reads, id)};
    call->state = changing;
    return ERR_NONE;
}

static enum err_kind mediator_change_decide(struct call *call, struct err *reterr)
{
    struct mediator_changing *changing = call->state;
    const struct mediator_row *row = &changing->row;
    if (!mediator_take(db_flight_result(call->reads, changing->entry), 0, &changing->row))
        return err_set(reterr, ERR_MISSING, "mediator.unknown", "no such mediator");
    if (call->if_match >= 0 && call->if_match != row->version)
        return err_set(reterr, ERR_STALE, "matter.stale", "the entry is at version %lld",
                       (long long) row->version);
    if (strcmp(value_text_of(call->body, "status"), "removed") == 0 &&
        !*value_text_of(call->body, "reason"))
        return err_field(reterr, ERR_INVALID, "required", "reason", "a removal gives its reason");
    const char *term = value_text(value_get(call->body, "term_to"));
    int32_t until = 0;
    if (term && (!day_parse(term, &until) || until <= day_of_instant(call->now_us)))
        return err_field(reterr, ERR_INVALID, "mediator.term", "term_to", "a term ends later");
    if (strcmp(row->status, "noticed") == 0)
        return err_set(reterr, ERR_CONFLICT, "mediator.noticed", "still under public notice");
    return may_keep(call, row->court, reterr);
}

/* Row 10: suspended today, assigned nothing tomorrow; what is open goes back to the court. */
static enum err_kind hand_over(struct call *call, const struct mediator_changing *changing,
                               struct err *reterr)
{
    const struct db_result *open = db_flight_result(call->reads, changing->open);
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < open->row_count; i++) {
        int64_t matter = db_cell_int(open, i, 0);
        const char *key =
            arena_printf(call->arena, "suspended:%lld:%lld:%lld", (long long) changing->row.id,
                         (long long) changing->row.version, (long long) matter);
        kind = key ? call_act_elsewhere(call, matter, db_cell_text(open, i, 1),
                                        "mediator_suspended", key, reterr)
                   : arena_full(reterr);
    }
    return kind;
}

static enum err_kind mediator_change_apply(struct call *call, struct err *reterr)
{
    struct mediator_changing *changing = call->state;
    struct mediator_row *row = &changing->row;
    const char *status = value_text(value_get(call->body, "status")),
               *languages = value_text(value_get(call->body, "languages")),
               *causes = value_text(value_get(call->body, "cause_codes")),
               *hours = value_text(value_get(call->body, "hours"));
    bool leaves = status && strcmp(status, "active") != 0 && strcmp(row->status, "active") == 0;
    row->status = status ? status : row->status;
    row->languages = languages ? languages : row->languages;
    row->cause_codes = causes ? causes : row->cause_codes;
    row->hours = hours ? hours : row->hours;
    row->status_reason =
        *value_text_of(call->body, "reason") ? value_text_of(call->body, "reason") : NULL;
    row->load_max = value_int(value_get(call->body, "load_max"), row->load_max);
    int32_t until = 0; /* 特邀规定 8: renewed for another term */
    if (day_parse(value_text_of(call->body, "term_to"), &until))
        row->valid_to = until;
    mediator_update(call->writes, row, row->version);
    enum err_kind kind = leaves ? hand_over(call, changing, reterr) : ERR_NONE;
    row->version++;
    return kind ? kind : reply_mediator(call, row, 200, reterr);
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

static enum err_kind bodies_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct db_result rows;
    int64_t after = 0, limit = page_limit(reading->params), last = 0;
    enum err_kind kind = after_cursor(reading, BODY_PREFIX, &after, reterr);
    if (!kind)
        kind = bodies_list(reading->db, reading->arena, value_text_of(reading->params, "court"),
                           after, limit + 1, &rows, reterr);
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

static enum err_kind body_add_decide(struct call *call, struct err *reterr)
{
    const char *court = value_text_of(call->body, "court");
    if (!court_known(call, court))
        return err_field(reterr, ERR_INVALID, "court.unknown", "court", "no such court");
    return may_keep(call, court, reterr);
}

static enum err_kind body_add_apply(struct call *call, struct err *reterr)
{
    struct body_row row = {.id = call_new_id(call, ID_BODY),
                           .version = 1,
                           .name = value_text_of(call->body, "name"),
                           .kind = value_text_of(call->body, "kind"),
                           .court = value_text_of(call->body, "court"),
                           .division_code = value_text_of(call->body, "division"),
                           .status = "active"};
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 16 * 1024);
    body_insert(call->writes, &row);
    write_body(call->engine, &writer, &row);
    call->status = 201;
    call->reply = json_done(&writer);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

/* ---- tables --------------------------------------------------------------------------------- */

/* clang-format off */
static const struct option mediator_kinds[] = {{"invited", {"特邀调解员", "Invited"}}, {"full_time", {"专职调解员", "Full-time"}},
    {"part_time", {"兼职调解员", "Part-time"}}, {"volunteer", {"志愿调解员", "Volunteer"}}};
static const struct option body_kinds[] = {{"peoples_committee", {"人民调解委员会", "People's mediation committee"}}, {"industry", {"行业调解组织", "Industry body"}},
    {"commercial", {"商事调解组织", "Commercial body"}}, {"lawyers", {"律师调解工作室", "Lawyers' mediation office"}}, {"other", {"其他调解组织", "Other body"}}};
static const struct option statuses[] = {{"active", {"在册", "Active"}}, {"suspended", {"暂停", "Suspended"}}, {"removed", {"除名", "Removed"}}};
static const struct field name_field = {.name = "name", .kind = FIELD_TEXT, .title = {"姓名或者名称", "Name"}, .min = 1, .max = 100};
static const struct field court_field = {.name = "court", .kind = FIELD_COURT, .title = {"法院", "Court"}};
static const struct field kind_field = {.name = "kind", .kind = FIELD_CHOICE, .title = {"类型", "Kind"}, .options = mediator_kinds, .option_count = COUNT_OF(mediator_kinds)};
static const struct field body_kind_field = {.name = "kind", .kind = FIELD_CHOICE, .title = {"类型", "Kind"}, .options = body_kinds, .option_count = COUNT_OF(body_kinds)};
static const struct field body_field = {.name = "body", .kind = FIELD_TEXT, .title = {"调解组织", "Mediation body"}, .max = 20};
static const struct field login_field = {.name = "login", .kind = FIELD_TEXT, .title = {"登录账号", "Login"}, .max = 60};
static const struct field division_field = {.name = "division", .kind = FIELD_TEXT, .title = {"地区", "Division"}, .max = 12};
static const struct field causes_field = {.name = "cause_codes", .kind = FIELD_TEXT, .title = {"擅长案由", "Causes"}, .max = 200};
static const struct field languages_field = {.name = "languages", .kind = FIELD_TEXT, .title = {"语言", "Languages"}, .max = 100};
static const struct field load_field = {.name = "load_max", .kind = FIELD_NUMBER, .title = {"同时办理上限", "Most at a time"}, .min = 1, .max = 200};
static const struct field status_field = {.name = "status", .kind = FIELD_CHOICE, .title = {"状态", "Status"}, .options = statuses, .option_count = COUNT_OF(statuses)};
static const struct form_field mediator_form[] = {{&name_field, true}, {&court_field, true}, {&kind_field, true}, {&body_field, false}, {&login_field, false},
    {&division_field, false}, {&causes_field, false}, {&languages_field, false}, {&load_field, true}};
static const struct field hours_field = {.name = "hours", .kind = FIELD_TEXT, .title = {"方便调解的时间", "Hours"}, .max = 100};
static const struct field reason_field = {.name = "reason", .kind = FIELD_TEXT, .title = {"理由", "Reason"}, .max = 500};
static const struct field term_field = {.name = "term_to", .kind = FIELD_DATE, .title = {"续聘，任期到", "Renewed, term until"}};
static const struct form_field change_form[] = {{&term_field, false}, {&status_field, false}, {&load_field, false}, {&languages_field, false}, {&causes_field, false}, {&hours_field, false}, {&reason_field, false}};
static const struct form_field body_form[] = {{&name_field, true}, {&court_field, true}, {&body_kind_field, true}, {&division_field, false}};

const struct operation roster_operations[ROSTER_OPERATIONS] = {
    {.name = "roster_mediators", .method = "GET", .path = "/roster/mediators", .permission = "signed_in",
     .reply = "{items:[@Mediator] next:s?}",
     .summary = {"调解员名册", "The roster of mediators"}, .query = "court status cursor limit", .read = mediators_read},
    {.name = "roster_mediator_add", .method = "POST", .path = "/roster/mediators", .permission = "roster_manager",
     .reply = "@Mediator",
     .summary = {"调解员入册", "Puts a mediator on the roster"}, .form = mediator_form, .form_count = COUNT_OF(mediator_form),
     .load = mediator_add_load, .decide = mediator_add_decide, .apply = mediator_add_apply},
    {.name = "roster_mediator_change", .method = "PATCH", .path = "/roster/mediators/{id}", .permission = "roster_manager",
     .reply = "@Mediator",
     .summary = {"暂停、恢复或者修改名册", "Suspends, takes back or changes an entry"}, .form = change_form, .form_count = COUNT_OF(change_form),
     .load = mediator_change_load, .decide = mediator_change_decide, .apply = mediator_change_apply},
    {.name = "roster_bodies", .method = "GET", .path = "/roster/bodies", .permission = "signed_in",
     .reply = "{items:[@Body] next:s?}",
     .summary = {"调解组织名册", "The roster of mediation bodies"}, .query = "court cursor limit", .read = bodies_read},
    {.name = "roster_body_add", .method = "POST", .path = "/roster/bodies", .permission = "roster_manager",
     .reply = "@Body",
     .summary = {"调解组织入册", "Puts a body on the roster"}, .form = body_form, .form_count = COUNT_OF(body_form),
     .decide = body_add_decide, .apply = body_add_apply},
    {.name = "roster_public", .method = "GET", .path = "/roster/public", .permission = "public",
     .reply = "{items:[{id:s name:s kind:s court:s court_name:s body_name:s? cause_names:[s] languages:s? hours:s? skills:s? charging:s? status:s}] next:s?}",
     .summary = {"公开的调解员名册和公示", "The public roster, and who is under public notice"}, .query = "court q cursor limit", .read = public_read},
};
/* clang-format on */

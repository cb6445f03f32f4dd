/* api/accounts: one's own profile, and administration: accounts, grants, keys. No matter is seen.
 */
#include "api/operations.h"
#include "api/session.h"

#include "base/text.h"
#include "store/matter.h"
#include "store/work.h"

enum { LIST_MAX = 100 };

/* ---- profile -------------------------------------------------------------------------------- */

struct profile {
    bool checked; /* the identity service says that name and number are one person's */
    size_t account_place, person_place, other_place;
    const char *id_index;
    struct account_row account;
};

/* The outside world is asked here, on a pool thread: never by the writer. */
static enum err_kind profile_prepare(struct call *call, struct err *reterr)
{
    struct profile *profile = arena_alloc(call->arena, sizeof *profile);
    const char *name = body_text(call, "name"), *id_number = body_text(call, "id_number");
    const struct ports *ports = engine_ports(call->engine);
    if (!profile)
        return arena_full(reterr);
    call->state = profile;
    profile->checked = name && id_number && ports->identity_matches &&
                       ports->identity_matches(ports->context, name, id_number);
    return ERR_NONE;
}

static enum err_kind profile_load(struct call *call, struct err *reterr)
{
    struct profile *profile = call->state;
    const char *id_number = body_text(call, "id_number");
    profile->account_place = account_by_id_read(call->reads, call->actor.account_id);
    if (!id_number)
        return ERR_NONE;
    if (!body_text(call, "name"))
        return err_field(reterr, ERR_INVALID, "required", "name", "name goes with id_number");
    profile->id_index = secret_index(engine_keys(call->engine), ID_PURPOSE, id_number, call->arena);
    if (!profile->id_index)
        return arena_full(reterr);
    profile->person_place = person_by_index_read(call->reads, profile->id_index);
    profile->other_place =
        account_of_person_read(call->reads, profile->id_index, call->actor.account_id);
    return ERR_NONE;
}

static enum err_kind profile_decide(struct call *call, struct err *reterr)
{
    struct profile *profile = call->state;
    const char *name = body_text(call, "name");
    if (!account_take(db_flight_result(call->reads, profile->account_place), 0, &profile->account))
        return err_set(reterr, ERR_UNIDENTIFIED, "session.none", "the account is gone");
    const struct account_row *account = &profile->account;
    /* A claim may be corrected; what was checked stands. */
    bool checked = text_equal(account->verified, "checked");
    if (!profile->id_index)
        return name && checked && !text_equal(name, account->name)
                   ? err_set(reterr, ERR_CONFLICT, "identity.fixed", "the name is on record")
                   : ERR_NONE;
    const struct db_result *person = db_flight_result(call->reads, profile->person_place);
    int64_t person_id = person->row_count ? db_cell_int(person, 0, 0) : 0;
    if (checked && account->person_id != person_id)
        return err_set(reterr, ERR_CONFLICT, "identity.fixed", "another identity is on record");
    if (person_id && !text_equal(db_cell_text(person, 0, 1), name))
        return err_field(reterr, ERR_INVALID, "identity.mismatch", "name",
                         "the person is known by another name");
    if (db_flight_result(call->reads, profile->other_place)->row_count)
        return err_set(reterr, ERR_CONFLICT, "identity.taken", "another account holds the person");
    return ERR_NONE;
}

static enum err_kind profile_apply(struct call *call, struct err *reterr)
{
    struct profile *profile = call->state;
    struct account_row *account = &profile->account;
    const char *name = body_text(call, "name"), *language = body_text(call, "language");
    const char *mode = body_text(call, "mode"), *sealed = NULL;
    if (profile->id_index) {
        enum err_kind kind =
            secret_seal(engine_keys(call->engine), ID_PURPOSE, body_text(call, "id_number"),
                        call->arena, &sealed, reterr);
        if (kind)
            return kind;
        person_ensure(call->writes, call_new_id(call, ID_PERSON), "person", name, "resident_id",
                      sealed, profile->id_index, NULL, NULL, call->now_us);
        account->verified = profile->checked ? "checked" : "named";
    }
    account_update(call->writes, account->id, language, mode, name, profile->id_index);
    if (profile->id_index && profile->checked)
        account_check(call->writes, account->id, call->now_us, 0);
    account->name = name ? name : account->name;
    account->language = language ? language : account->language;
    account->mode = mode ? mode : account->mode;
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 16 * 1024);
    json_begin(&writer);
    json_name(&writer, "account");
    json_begin(&writer);
    account_write(call->engine, &writer, account);
    json_end(&writer);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

/* ---- administration ------------------------------------------------------------------------- */

static void write_grants(struct reading *reading, struct json_writer *writer,
                         const struct db_result *grants, int64_t account_id)
{
    json_name(writer, "roles");
    json_begin_list(writer);
    for (size_t i = 0; i < grants->row_count; i++) {
        if (db_cell_int(grants, i, 0) != account_id)
            continue;
        const char *name = db_cell_text(grants, i, 2), *court = db_cell_text(grants, i, 3);
        const struct role *role = role_find(name);
        char id[PUBLIC_ID_BYTES];
        public_id(engine_keys(reading->engine), 'G', db_cell_int(grants, i, 1), id);
        int32_t to_day = (int32_t) db_cell_int(grants, i, 5);
        json_begin(writer);
        json_named_text(writer, "id", id);
        json_named_text(writer, "role", name);
        json_named_text(writer, "title", role ? role->title.zh : name);
        json_named_text(writer, "title_en", role ? role->title.en : name);
        json_named_text(writer, "court", court);
        json_named_text(writer, "court_name",
                        *court ? engine_court_name(reading->engine, court) : NULL);
        json_named_text(writer, "from",
                        day_format(reading->arena, (int32_t) db_cell_int(grants, i, 4)));
        json_named_text(writer, "to", to_day ? day_format(reading->arena, to_day) : NULL);
        json_end(writer);
    }
    json_end_list(writer);
}

static bool read_page(struct reading *reading, int64_t *ret_after, int64_t *ret_limit)
{
    const char *limit = value_text(value_get(reading->params, "limit"));
    const char *cursor = value_text(value_get(reading->params, "cursor"));
    char *end = NULL;
    *ret_limit = limit ? strtoll(limit, &end, 10) : 50;
    *ret_after = 0;
    if (limit && (*end || *ret_limit < 1 || *ret_limit > LIST_MAX))
        return false;
    return !cursor || public_id_parse(engine_keys(reading->engine), 'A', cursor, ret_after);
}

static enum err_kind accounts_show(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    int64_t after = 0, limit = 0;
    struct db_result rows, grants = {0};
    if (!read_page(reading, &after, &limit))
        return err_set(reterr, ERR_SYNTAX, "query.unknown", "limit or cursor cannot be read");
    const char *of_kind = value_text(value_get(reading->params, "kind"));
    of_kind = of_kind ? of_kind : "";
    enum err_kind kind =
        accounts_list(reading->db, reading->arena, of_kind, after, limit + 1, &rows, reterr);
    size_t shown = rows.row_count > (size_t) limit ? (size_t) limit : rows.row_count;
    if (!kind && shown)
        kind = grants_list(reading->db, reading->arena, of_kind, db_cell_int(&rows, 0, 0),
                           db_cell_int(&rows, shown - 1, 0), &grants, reterr);
    if (kind)
        return kind;
    char next[PUBLIC_ID_BYTES] = "";
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < shown; i++) {
        struct account_row account;
        if (!account_take(&rows, i, &account))
            break;
        json_begin(writer);
        account_write(reading->engine, writer, &account);
        json_named_text(writer, "status", account.status);
        write_grants(reading, writer, &grants, account.id);
        json_end(writer);
        public_id(engine_keys(reading->engine), 'A', account.id, next);
    }
    json_end_list(writer);
    json_named_text(writer, "next", rows.row_count > shown ? next : NULL);
    json_end(writer);
    return ERR_NONE;
}

struct new_account {
    char password_hash[PASSWORD_HASH_BYTES];
    size_t login_place;
    bool machine;
};

enum err_kind scopes_known(struct call *call, struct err *reterr)
{
    const char *scopes = body_text(call, "scopes");
    while (scopes && *scopes) {
        size_t length = strcspn(scopes, " ");
        const char *system = arena_copy_bytes(call->arena, scopes, length);
        if (!system)
            return arena_full(reterr);
        if (length && !engine_workflow(call->engine, system))
            return err_field(reterr, ERR_INVALID, "system.unknown", "scopes", "no system '%.40s'",
                             system);
        scopes += length + (scopes[length] == ' ');
    }
    return ERR_NONE;
}

static enum err_kind add_prepare(struct call *call, struct err *reterr)
{
    struct new_account *state = arena_alloc(call->arena, sizeof *state);
    const char *password = body_text(call, "password"), *login = body_text(call, "login");
    if (!state)
        return arena_full(reterr);
    call->state = state;
    state->machine = text_equal(body_text(call, "kind"), "machine");
    if (state->machine)
        return scopes_known(call, reterr);
    if (!login || !password)
        return err_field(reterr, ERR_INVALID, "required", login ? "password" : "login",
                         "staff sign in with login and password");
    return password_hash(password, state->password_hash, reterr);
}

static enum err_kind add_load(struct call *call, struct err *reterr)
{
    struct new_account *state = call->state;
    const char *login = body_text(call, "login");
    (void) reterr;
    if (state->machine)
        call->idempotency_key = NULL; /* its reply holds the key: never kept for replay */
    state->login_place = account_by_login_read(call->reads, login ? login : "");
    return ERR_NONE;
}

static enum err_kind add_decide(struct call *call, struct err *reterr)
{
    const struct new_account *state = call->state;
    return db_flight_result(call->reads, state->login_place)->row_count
               ? err_set(reterr, ERR_CONFLICT, "account.login_taken", "the login is taken")
               : ERR_NONE;
}

static enum err_kind add_apply(struct call *call, struct err *reterr)
{
    const struct new_account *state = call->state;
    struct account_row account = {.id = call_new_id(call, ID_ACCOUNT),
                                  .kind = state->machine ? "machine" : "staff",
                                  .login = body_text(call, "login"),
                                  .name = body_text(call, "name"),
                                  .language = "zh",
                                  .mode = "normal",
                                  .verified = "none"};
    account_insert(call->writes, account.id, account.kind, account.login,
                   state->machine ? NULL : state->password_hash, account.name, NULL, NULL, 0, false,
                   call->now_us);
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 16 * 1024);
    json_begin(&writer);
    account_write(call->engine, &writer, &account);
    json_named_text(&writer, "status", "active");
    if (state->machine) {
        char key[23], hash[SM3_HEX];
        random_token(key);
        token_hash(key, hash);
        const char *scopes = body_text(call, "scopes");
        api_key_insert(call->writes, hash, account.id, account.name, scopes ? scopes : "",
                       KEY_QUOTA_USUAL, real_now(work_of_call(call)->api));
        json_named_text(&writer, "key", key); /* shown this once */
    }
    json_end(&writer);
    return call_reply(call, 201, &writer, reterr);
}

struct granting {
    size_t account_place, office_place;
    int64_t account_id;
    int32_t from_day, to_day;
    bool apart; /* one of offices_apart */
};

static enum err_kind grant_days(struct call *call, struct granting *state, struct err *reterr)
{
    const char *from = body_text(call, "from"), *to = body_text(call, "to");
    state->from_day = day_of_instant(call->received_us);
    if (from && !day_parse(from, &state->from_day))
        return err_field(reterr, ERR_INVALID, "date.format", "from", "no day");
    if (to && (!day_parse(to, &state->to_day) || state->to_day < state->from_day))
        return err_field(reterr, ERR_INVALID, "date.format", "to", "no day, or before the first");
    return ERR_NONE;
}

static enum err_kind grant_load(struct call *call, struct err *reterr)
{
    struct granting *state = arena_alloc(call->arena, sizeof *state);
    const char *id = value_text(value_get(call->params, "id"));
    if (!state)
        return arena_full(reterr);
    call->state = state;
    if (!public_id_parse(engine_keys(call->engine), 'A', id, &state->account_id))
        return err_set(reterr, ERR_MISSING, "account.unknown", "no such account");
    enum err_kind kind = grant_days(call, state, reterr);
    if (kind)
        return kind;
    const char *role = body_text(call, "role");
    state->account_place = account_by_id_read(call->reads, state->account_id);
    state->apart = role_is_apart(role);
    if (state->apart)
        state->office_place = office_grants_read(call->reads, state->account_id, role,
                                                 state->from_day, state->to_day);
    return ERR_NONE;
}

static enum err_kind grant_decide(struct call *call, struct err *reterr)
{
    const struct granting *state = call->state;
    const struct role *role = role_find(body_text(call, "role"));
    struct account_row account;
    if (!account_take(db_flight_result(call->reads, state->account_place), 0, &account))
        return err_set(reterr, ERR_MISSING, "account.unknown", "no such account");
    if (!role || (role->kind != ROLE_STAFF && role->kind != ROLE_MACHINE))
        return err_field(reterr, ERR_INVALID, "role.unknown", "role", "no role that is granted");
    if (state->account_id == call->actor.account_id)
        return err_set(reterr, ERR_DENIED, "role.own", "nobody grants a role to themselves");
    if (state->apart && db_flight_result(call->reads, state->office_place)->row_count)
        return err_set(reterr, ERR_CONFLICT, "role.apart", "the account is of another office");
    return ERR_NONE;
}

static enum err_kind grant_apply(struct call *call, struct err *reterr)
{
    const struct granting *state = call->state;
    const char *court = body_text(call, "court"), *role = body_text(call, "role");
    int64_t grant_id = call_new_id(call, ID_GRANT);
    char id[PUBLIC_ID_BYTES];
    grant_insert(call->writes, grant_id, state->account_id, role, court ? court : "",
                 state->from_day, state->to_day, call->actor.account_id, call->now_us);
    if (state->apart)
        office_guard(call->writes, state->account_id, role, state->from_day, state->to_day);
    public_id(engine_keys(call->engine), 'G', grant_id, id);
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 4096);
    json_begin(&writer);
    json_named_text(&writer, "id", id);
    json_named_text(&writer, "role", role);
    json_named_text(&writer, "court", court ? court : "");
    json_named_text(&writer, "from", day_format(call->arena, state->from_day));
    json_named_text(&writer, "to", state->to_day ? day_format(call->arena, state->to_day) : NULL);
    json_end(&writer);
    return call_reply(call, 201, &writer, reterr);
}

/* ---- the table ------------------------------------------------------------------------------ */

static const struct option languages[] = {{"zh", {"中文", "Chinese"}}, {"en", {"英文", "English"}}};
static const struct option modes[] = {{"normal", {"标准", "Normal"}},
                                      {"elder", {"大字", "Large print"}},
                                      {"contrast", {"高对比度", "High contrast"}}};
static const struct option kinds[] = {{"staff", {"工作人员", "Staff"}},
                                      {"machine", {"系统", "Machine"}}};
static const struct field language = {.name = "language",
                                      .kind = FIELD_CHOICE,
                                      .title = {"语言", "Language"},
                                      .options = languages,
                                      .option_count = COUNT_OF(languages)};
static const struct field mode = {.name = "mode",
                                  .kind = FIELD_CHOICE,
                                  .title = {"显示方式", "Reading mode"},
                                  .options = modes,
                                  .option_count = COUNT_OF(modes)};
static const struct field name = {
    .name = "name", .kind = FIELD_TEXT, .title = {"姓名", "Name"}, .min = 1, .max = 50};
static const struct field id_number = {
    .name = "id_number", .kind = FIELD_RESIDENT_ID, .title = {"身份证号", "Identity number"}};
static const struct field kind_field = {.name = "kind",
                                        .kind = FIELD_CHOICE,
                                        .title = {"账号类型", "Kind"},
                                        .options = kinds,
                                        .option_count = COUNT_OF(kinds)};
static const struct field login = {
    .name = "login", .kind = FIELD_TEXT, .title = {"登录名", "Login"}, .min = 3, .max = 40};
static const struct field password = {
    .name = "password", .kind = FIELD_TEXT, .title = {"密码", "Password"}, .min = 10, .max = 100};
static const struct field scopes_field = {.name = "scopes",
                                          .kind = FIELD_TEXT,
                                          .title = {"密钥可用的系统", "Systems of the key"},
                                          .max = 400};
static const struct field role_field = {
    .name = "role", .kind = FIELD_TEXT, .title = {"角色", "Role"}, .min = 1, .max = 40};
static const struct field court = {
    .name = "court", .kind = FIELD_COURT, .title = {"法院", "Court"}};
static const struct field from = {
    .name = "from", .kind = FIELD_DATE, .title = {"开始日期", "From"}};
static const struct field to = {.name = "to", .kind = FIELD_DATE, .title = {"结束日期", "To"}};

static const struct form_field profile_form[] = {
    {&language, false}, {&mode, false}, {&name, false}, {&id_number, false}};
static const struct form_field account_form[] = {{&kind_field, true},
                                                 {&login, false},
                                                 {&name, true},
                                                 {&password, false},
                                                 {&scopes_field, false}};
static const struct form_field grant_form[] = {
    {&role_field, true}, {&court, false}, {&from, false}, {&to, false}};

const struct operation account_operations[] = {
    {.name = "account_update",
     .method = "PATCH",
     .path = "/account",
     .permission = "signed_in",
     .reply = "{account:@Account}",
     .summary = {"更新个人资料", "Changes one's profile"},
     .form = profile_form,
     .form_count = COUNT_OF(profile_form),
     .slow = true,
     .prepare = profile_prepare,
     .load = profile_load,
     .decide = profile_decide,
     .apply = profile_apply},
    {.name = "accounts_list",
     .method = "GET",
     .path = "/accounts",
     .permission = "admin security_admin",
     .reply = "{items:[{id:s kind:s login:s? name:s language:s mode:s verified:s status:s "
              "roles:[o]}] next:s?}",
     .summary = {"账号列表", "Accounts"},
     .query = "kind limit cursor",
     .read = accounts_show},
    {.name = "account_add",
     .method = "POST",
     .path = "/accounts",
     .permission = "admin",
     .reply = "{id:s kind:s login:s? name:s language:s mode:s verified:s status:s ~key:s}",
     .summary = {"新建账号", "Makes an account"},
     .form = account_form,
     .form_count = COUNT_OF(account_form),
     .load = add_load,
     .decide = add_decide,
     .apply = add_apply,
     .slow = true,
     .hashes = true,
     .prepare = add_prepare},
    {.name = "grant_add",
     .method = "POST",
     .path = "/accounts/{id}/grants",
     .permission = "admin security_admin",
     .reply = "{id:s role:s court:s from:s to:s?}",
     .summary = {"授予角色", "Grants a role at a court"},
     .form = grant_form,
     .form_count = COUNT_OF(grant_form),
     .load = grant_load,
     .decide = grant_decide,
     .apply = grant_apply},
    {0}};

/*
 * command/user: see user.h. It writes beside no server: the writer keeps the next keys in memory.
 * While a server runs, an administrator does the same by the API (POST /accounts).
 */
#include "command/user.h"

#include "base/moment.h"
#include "base/text.h"
#include "command/place.h"
#include "store/people.h"
#include "store/setup.h"
#include "store/work.h"
#include "workflow/workflow.h"
#include "json/json.h"

#include <time.h>

enum { SHOWN_MAX = 1000 };

struct task {
    struct arena *arena;
    struct db *db;
    int argc;
    char **argv;
    const char *login;
    struct json_writer writer;
};

static int64_t now_us(void)
{
    struct timespec now;
    (void) clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

static enum err_kind write_all(struct task *task, struct db_flight *flight, struct err *reterr)
{
    enum err_kind kind = db_begin(task->db, reterr);
    if (kind)
        return kind;
    kind = db_flight_run(task->db, flight, reterr);
    if (!kind)
        kind = db_commit(task->db, reterr);
    if (kind)
        db_rollback(task->db);
    return kind;
}

static enum err_kind find_account(struct task *task, struct account_row *ret, bool *ret_there,
                                  struct err *reterr)
{
    struct db_flight *flight = db_flight_new(task->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = account_by_login_read(flight, task->login);
    enum err_kind kind = db_flight_run(task->db, flight, reterr);
    *ret_there = !kind && account_take(db_flight_result(flight, place), 0, ret);
    return kind;
}

static enum err_kind add(struct task *task, struct err *reterr)
{
    struct account_row account;
    bool there = false;
    char password[23], hash[PASSWORD_HASH_BYTES];
    int64_t ids[ID_TABLE_COUNT];
    const char *name = option_text(task->argc, task->argv, "--name");
    struct db_flight *flight = db_flight_new(task->arena);
    enum err_kind kind = flight ? find_account(task, &account, &there, reterr) : arena_full(reterr);
    if (!kind && there)
        kind = err_set(reterr, ERR_CONFLICT, "account.login_taken", "the login is taken");
    random_token(password);
    if (!kind)
        kind = password_hash(password, hash, reterr);
    if (!kind)
        kind = ids_load(task->db, ids, reterr);
    if (kind)
        return kind;
    account_insert(flight, ids[ID_ACCOUNT] + 1, "staff", task->login, hash,
                   name ? name : task->login, NULL, NULL, 0, false, now_us());
    kind = write_all(task, flight, reterr);
    json_named_text(&task->writer, "login", task->login);
    json_named_text(&task->writer, "password", password);
    return kind;
}

static enum err_kind find_court(struct task *task, const char *code, struct err *reterr)
{
    bool there = false;
    enum err_kind kind = store_has_court(task->db, task->arena, code, &there, reterr);
    return kind || there ? kind
                         : err_set(reterr, ERR_INVALID, "court.unknown",
                                   "no court has the code '%.30s'", code);
}

static enum err_kind office_is_free(struct task *task, int64_t account_id, const char *role,
                                    int32_t until, struct err *reterr)
{
    struct db_flight *flight = db_flight_new(task->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = office_grants_read(flight, account_id, role, day_of_instant(now_us()), until);
    enum err_kind kind = db_flight_run(task->db, flight, reterr);
    if (kind || !db_flight_result(flight, place)->row_count)
        return kind;
    return err_set(reterr, ERR_CONFLICT, "role.apart",
                   "the account is '%.20s' then: no account holds two of admin, security_admin "
                   "and auditor",
                   db_cell_text(db_flight_result(flight, place), 0, 0));
}

static enum err_kind grant(struct task *task, const char *role, struct err *reterr)
{
    struct account_row account;
    bool there = false;
    int32_t until = 0;
    int64_t ids[ID_TABLE_COUNT];
    const char *court = option_text(task->argc, task->argv, "--court");
    const char *to = option_text(task->argc, task->argv, "--until");
    const struct role *known = role ? role_find(role) : NULL;
    if (!known || known->kind != ROLE_STAFF)
        return err_set(reterr, ERR_INVALID, "role.unknown", "no role of staff is called '%.60s'",
                       role ? role : "");
    if (to && !day_parse(to, &until))
        return err_set(reterr, ERR_INVALID, "date.format", "--until takes a day like 2027-06-30");
    if (to && until < day_of_instant(now_us()))
        return err_set(reterr, ERR_INVALID, "date.past", "--until %.20s is over", to);
    struct db_flight *flight = db_flight_new(task->arena);
    enum err_kind kind = flight ? find_account(task, &account, &there, reterr) : arena_full(reterr);
    if (!kind && !there)
        kind = err_set(reterr, ERR_MISSING, "account.unknown", "no account has that login");
    if (!kind && role_is_apart(role))
        kind = office_is_free(task, account.id, role, until, reterr);
    if (!kind && court)
        kind = find_court(task, court, reterr);
    if (!kind)
        kind = ids_load(task->db, ids, reterr);
    if (kind)
        return kind;
    grant_insert(flight, ids[ID_GRANT] + 1, account.id, role, court ? court : "",
                 day_of_instant(now_us()), until, 0, now_us());
    json_named_text(&task->writer, "login", task->login);
    json_named_text(&task->writer, "role", role);
    json_named_text(&task->writer, "court", court ? court : "");
    return write_all(task, flight, reterr);
}

static enum err_kind list(struct task *task, struct err *reterr)
{
    struct db_result rows;
    struct account_row account;
    int64_t after = 0;
    enum err_kind kind = ERR_NONE;
    json_name(&task->writer, "accounts");
    json_begin_list(&task->writer);
    for (bool more = true; more && !kind;) {
        kind = accounts_list(task->db, task->arena, "", after, SHOWN_MAX, &rows, reterr);
        more = !kind && rows.row_count == SHOWN_MAX;
        for (size_t i = 0; !kind && account_take(&rows, i, &account); i++) {
            after = account.id;
            if (strcmp(account.kind, "public") == 0)
                continue;
            json_begin(&task->writer);
            json_named_text(&task->writer, "login", account.login);
            json_named_text(&task->writer, "name", account.name);
            json_named_text(&task->writer, "kind", account.kind);
            json_named_text(&task->writer, "status", account.status);
            json_end(&task->writer);
        }
    }
    json_end_list(&task->writer);
    return kind;
}

static enum err_kind run(struct task *task, const char *verb, struct place *place,
                         struct err *reterr)
{
    bool reads = strcmp(verb, "list") == 0;
    enum err_kind kind = reads ? db_open(place->store_url, DB_READ_ONLY, &task->db, reterr)
                               : place_open_alone(place, &task->db, reterr);
    if (kind)
        return kind;
    json_writer_init(&task->writer, task->arena, 4 << 20);
    json_begin(&task->writer);
    kind = reads                      ? list(task, reterr)
           : strcmp(verb, "add") == 0 ? add(task, reterr)
                                      : grant(task, task->argv[3], reterr);
    json_end(&task->writer);
    return kind;
}

/* "login: head" lines of what the JSON says, for people. */
static void print_plain(struct arena *arena, const char *json)
{
    struct value *told = NULL;
    if (json_parse(json, strlen(json), &json_limits_file, arena, &told, NULL))
        return;
    const struct value *accounts = value_get(told, "accounts");
    for (size_t i = 0; i < accounts->count; i++)
        (void) printf("%-24s %-10s %-8s %s\n", value_text(value_get(accounts->items[i], "login")),
                      value_text(value_get(accounts->items[i], "kind")),
                      value_text(value_get(accounts->items[i], "status")),
                      value_text(value_get(accounts->items[i], "name")));
    for (size_t i = 0; value_is_null(accounts) && i < told->count; i++)
        (void) printf("%s: %s\n", told->names[i], value_text(told->items[i]));
}

int command_user(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct place place = {0};
    struct err err = {0};
    const char *folder = option_text(argc, argv, "--data"), *verb = argc > 1 ? argv[1] : "";
    bool lists = strcmp(verb, "list") == 0, adds = strcmp(verb, "add") == 0,
         grants = strcmp(verb, "grant") == 0;
    bool named = argc > 2 && argv[2][0] != '-', roled = argc > 3 && argv[3][0] != '-';
    if (!folder || !(lists || (adds && named) || (grants && named && roled))) {
        (void) fprintf(stderr,
                       "user takes: list | add LOGIN | grant LOGIN ROLE, and --data FOLDER\n");
        return 2;
    }
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &place, &err))
        return command_failed(&err);
    struct task task = {.arena = &arena, .argc = argc, .argv = argv, .login = named ? argv[2] : ""};
    enum err_kind kind = run(&task, verb, &place, &err);
    db_close(task.db);
    place_close(&place);
    if (kind)
        return command_failed(&err);
    const char *json = json_done(&task.writer);
    if (option_given(argc, argv, "--json"))
        (void) printf("%s\n", json ? json : "{}");
    else if (json)
        print_plain(&arena, json);
    return 0;
}

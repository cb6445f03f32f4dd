/* command/password: see password.h. */
#include "command/password.h"

#include "command/place.h"
#include "db/db.h"
#include "store/setup.h"
#include "json/json.h"

static enum err_kind put_password(const char *url, const char *login, const char *password,
                                  struct arena *arena, struct err *reterr)
{
    char hash[PASSWORD_HASH_BYTES];
    DB_SCOPED *db = NULL;
    struct db_flight *flight = db_flight_new(arena);
    if (!flight)
        return arena_full(reterr);
    enum err_kind kind = password_hash(password, hash, reterr);
    if (!kind)
        kind = db_open(url, DB_READ_WRITE, &db, reterr);
    if (!kind)
        kind = db_begin(db, reterr);
    if (kind)
        return kind;
    account_password_put(flight, login, hash);
    kind = db_flight_run(db, flight, reterr);
    if (kind == ERR_STALE)
        kind = err_set(reterr, ERR_MISSING, "account.unknown", "no account has the login %.100s",
                       login);
    if (!kind)
        kind = db_commit(db, reterr);
    if (kind)
        db_rollback(db);
    return kind;
}

static void print_password(const char *login, const char *password, bool as_json,
                           struct arena *arena)
{
    struct json_writer writer;
    if (!as_json) {
        (void) printf("login %s, new password %s\n", login, password);
        return;
    }
    json_writer_init(&writer, arena, 64 * 1024);
    json_begin(&writer);
    json_named_text(&writer, "login", login);
    json_named_text(&writer, "password", password);
    json_end(&writer);
    const char *json = json_done(&writer);
    (void) printf("%s\n", json ? json : "{}");
}

int command_password(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 16 << 20);
    const char *folder = option_text(argc, argv, "--data");
    const char *login = argc > 1 && argv[1][0] != '-' ? argv[1] : NULL;
    struct place place = {0};
    struct err err = {0};
    char password[23];
    if (!folder || !login) {
        (void) fprintf(stderr, "password needs LOGIN and --data FOLDER\n");
        return 2;
    }
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &place, &err))
        return command_failed(&err);
    random_token(password);
    enum err_kind kind = put_password(place.store_url, login, password, &arena, &err);
    place_close(&place);
    if (kind)
        return command_failed(&err);
    print_password(login, password, option_given(argc, argv, "--json"), &arena);
    return 0;
}

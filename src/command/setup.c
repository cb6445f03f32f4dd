/*
 * command/setup: makes a data folder: keys, schema, reference tables, first accounts; the folder's
 * file last. Repeating it after a cut is safe: every step is done only where it is missing.
 */
#include "command/setup.h"

#include "base/moment.h"
#include "command/demo.h"
#include "command/place.h"
#include "command/reference.h"
#include "command/seal.h"
#include "gateway/gateway.h"
#include "store/people.h"
#include "store/reference.h"
#include "store/setup.h"
#include "json/json.h"

#include <unistd.h>

struct setup {
    struct arena *arena;
    const char *folder, *store_url, *named_store, *reference;
    bool demo;
    struct place place; /* locked while the steps run */
    struct db *db;
    size_t migrations_run;
    struct reference_counts counts;
    char password[23]; /* of the first administrator, printed once */
    bool made_accounts;
};

static enum err_kind make_keys(struct setup *setup, struct err *reterr)
{
    const char *path = arena_printf(setup->arena, "%s/keys", setup->folder);
    if (!path)
        return arena_full(reterr);
    enum err_kind kind = folder_make(setup->folder, reterr);
    if (kind)
        return kind;
    return access(path, F_OK) == 0 ? ERR_NONE : keys_create(path, reterr);
}

static enum err_kind add_administrator(struct setup *setup, struct db_flight *flight,
                                       int64_t now_us, struct err *reterr)
{
    char hash[PASSWORD_HASH_BYTES];
    random_token(setup->password);
    enum err_kind kind = password_hash(setup->password, hash, reterr);
    if (kind)
        return kind;
    account_insert(flight, 1, "staff", "admin", hash, "系统管理员", NULL, NULL, 0, false, now_us);
    grant_insert(flight, 1, 1, "admin", "", day_of_instant(now_us), 0, 0, now_us);
    return ERR_NONE;
}

static enum err_kind add_accounts(struct setup *setup, struct err *reterr)
{
    bool there = false;
    struct timespec now;
    (void) clock_gettime(CLOCK_REALTIME, &now);
    int64_t now_us = now.tv_sec * SECOND_US + now.tv_nsec / 1000;
    enum err_kind kind = store_has_accounts(setup->db, setup->arena, &there, reterr);
    if (kind || there)
        return kind;
    struct db_flight *flight = db_flight_new(setup->arena);
    if (!flight)
        return arena_full(reterr);
    kind = setup->demo ? demo_add(flight, now_us, reterr)
                       : add_administrator(setup, flight, now_us, reterr);
    if (!kind)
        kind = db_begin(setup->db, reterr);
    if (kind)
        return kind;
    kind = db_flight_run(setup->db, flight, reterr);
    if (!kind)
        kind = db_commit(setup->db, reterr);
    if (kind)
        db_rollback(setup->db);
    setup->made_accounts = !kind;
    return kind;
}

static enum err_kind write_conf(struct setup *setup, struct err *reterr)
{
    const char *named =
        setup->named_store ? arena_printf(setup->arena, "store %s\n", setup->named_store) : "";
    const char *text =
        named ? arena_printf(setup->arena, "%sdemo %d\n", named, setup->demo ? 1 : 0) : NULL;
    return text ? file_write_durably(setup->folder, "fengqiao.conf", text, strlen(text), reterr)
                : arena_full(reterr);
}

static enum err_kind run_steps(struct setup *setup, struct err *reterr)
{
    enum err_kind kind = make_keys(setup, reterr);
    if (!kind)
        kind = place_open_alone(&setup->place, &setup->db, reterr);
    if (!kind)
        kind = store_migrate(setup->db, setup->arena, &setup->migrations_run, reterr);
    if (!kind)
        kind = reference_load(setup->db, setup->reference, &setup->counts, reterr);
    if (!kind)
        kind = add_accounts(setup, reterr);
    db_close(setup->db);
    if (!kind && setup->demo)
        kind = seal_make_demo(setup->folder, reterr);
    if (!kind)
        kind = write_conf(setup, reterr);
    place_close(&setup->place);
    return kind;
}

static void print_plain(const struct setup *setup)
{
    const struct reference_counts *counts = &setup->counts;
    (void) printf("  schema: %zu migrations run\n", setup->migrations_run);
    (void) printf("  reference: %zu courts, %zu causes, %zu divisions, %zu holidays\n",
                  counts->courts, counts->causes, counts->divisions, counts->holidays);
    if (setup->made_accounts && !setup->demo)
        (void) printf("  first administrator: login admin, password %s (change it at once)\n",
                      setup->password);
    (void) printf("  ready: fengqiao serve --data %s\n", setup->folder);
}

static void print_json(const struct setup *setup)
{
    struct json_writer writer;
    json_writer_init(&writer, setup->arena, 64 * 1024);
    json_begin(&writer);
    json_named_text(&writer, "folder", setup->folder);
    json_named_flag(&writer, "demo", setup->demo);
    json_named_int(&writer, "migrations_run", (int64_t) setup->migrations_run);
    json_named_int(&writer, "courts", (int64_t) setup->counts.courts);
    json_named_int(&writer, "causes", (int64_t) setup->counts.causes);
    json_named_int(&writer, "divisions", (int64_t) setup->counts.divisions);
    json_named_int(&writer, "holidays", (int64_t) setup->counts.holidays);
    if (setup->made_accounts && !setup->demo) {
        json_named_text(&writer, "administrator", "admin");
        json_named_text(&writer, "password", setup->password);
    }
    json_end(&writer);
    const char *json = json_done(&writer);
    (void) printf("%s\n", json ? json : "{}");
}

int command_setup(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 256 << 20);
    struct err err = {0};
    const char *folder = option_text(argc, argv, "--data");
    const char *store = option_text(argc, argv, "--store");
    const char *reference = option_text(argc, argv, "--reference");
    if (!folder) {
        (void) fprintf(stderr, "setup needs --data FOLDER\n");
        return 2;
    }
    struct setup setup = {.arena = &arena,
                          .folder = folder,
                          .named_store = store,
                          .store_url = store ? store : place_default_store(folder, &arena),
                          .reference = reference ? reference : reference_folder(),
                          .demo = option_given(argc, argv, "--demo")};
    setup.place = (struct place){.folder = folder, .store_url = setup.store_url};
    if (!crypto_start() || !setup.store_url || run_steps(&setup, &err))
        return command_failed(&err);
    if (option_given(argc, argv, "--json"))
        print_json(&setup);
    else
        print_plain(&setup);
    return 0;
}

int command_migrate(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    const char *folder = option_text(argc, argv, "--data");
    struct place place = {0};
    struct err err = {0};
    size_t ran = 0;
    if (!folder) {
        (void) fprintf(stderr, "migrate needs --data FOLDER\n");
        return 2;
    }
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &place, &err))
        return command_failed(&err);
    DB_SCOPED *db = NULL;
    enum err_kind kind = place_open_alone(&place, &db, &err);
    if (!kind)
        kind = store_migrate(db, &arena, &ran, &err);
    place_close(&place);
    if (kind)
        return command_failed(&err);
    (void) printf(option_given(argc, argv, "--json") ? "{\"migrations_run\":%zu}\n"
                                                     : "%zu migrations run\n",
                  ran);
    return 0;
}

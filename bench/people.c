/*
 * bench/people: accounts with sessions that are signed in, so that a load generator pays for no
 * password: `public` of the public, and of each named role `staff` who hold it at every court.
 * Prints lines GROUP COOKIE CSRF, GROUP being `public` or the role.
 *
 *   build/bench/people --data FOLDER [--store URL] [--public 250]
 *                      [--roles "filing_judge …" --staff 20]
 */
#include "store/people.h"
#include "base/moment.h"
#include "base/text.h"
#include "command/place.h"
#include "store/work.h"

#include <stdio.h>

enum { BYTES_MAX = 64 << 20, SESSION_DAYS = 30 };

struct adding {
    struct db_flight *flight;
    struct arena *arena;
    int64_t account, grant, now_us;
};

static void sign_in(struct adding *adding, const char *group)
{
    char token[23], csrf[23], hash[SM3_HEX];
    random_token(token);
    random_token(csrf);
    token_hash(token, hash);
    session_insert(adding->flight, hash, adding->account, csrf, adding->now_us,
                   adding->now_us + SESSION_DAYS * DAY_US, "bench");
    (void) printf("%s fengqiao_session=%s %s\n", group, token, csrf);
}

static void add_public(struct adding *adding, long count)
{
    for (long i = 0; i < count; i++) {
        account_insert(adding->flight, ++adding->account, "public", NULL, NULL,
                       arena_printf(adding->arena, "测试%ld", i), NULL, NULL, 0, true,
                       adding->now_us);
        sign_in(adding, "public");
    }
}

static void add_staff(struct adding *adding, const char *role, long count)
{
    int32_t today = day_of_instant(adding->now_us);
    for (long i = 0; i < count; i++) {
        account_insert(adding->flight, ++adding->account, "staff",
                       arena_printf(adding->arena, "bench_%s_%ld", role, i), NULL,
                       arena_printf(adding->arena, "%s %ld", role, i), NULL, NULL, 0, true,
                       adding->now_us);
        grant_insert(adding->flight, ++adding->grant, adding->account, role, "", today - 3000, 0, 0,
                     adding->now_us);
        sign_in(adding, role);
    }
}

static enum err_kind add_all(struct db *db, struct arena *arena, int argc, char **argv,
                             struct err *reterr)
{
    const char *public = option_text(argc, argv, "--public"),
               *roles = option_text(argc, argv, "--roles"),
               *staff = option_text(argc, argv, "--staff");
    struct timespec now;
    (void) clock_gettime(CLOCK_REALTIME, &now);
    int64_t ids[ID_TABLE_COUNT];
    enum err_kind kind = ids_load(db, ids, reterr);
    if (kind)
        return kind;
    struct adding adding = {.flight = db_flight_new(arena),
                            .arena = arena,
                            .account = ids[ID_ACCOUNT],
                            .grant = ids[ID_GRANT],
                            .now_us = now.tv_sec * SECOND_US};
    if (!adding.flight)
        return arena_full(reterr);
    add_public(&adding, public ? strtol(public, NULL, 10) : 250);
    char *copy = arena_copy(arena, roles ? roles : ""), *rest = NULL;
    for (char *role = copy ? strtok_r(copy, " ", &rest) : NULL; role;
         role = strtok_r(NULL, " ", &rest))
        add_staff(&adding, role, staff ? strtol(staff, NULL, 10) : 20);
    kind = db_begin(db, reterr);
    if (!kind)
        kind = db_flight_run(db, adding.flight, reterr);
    return kind ? kind : db_commit(db, reterr);
}

int main(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, BYTES_MAX);
    struct place place = {0};
    struct db *db = NULL;
    struct err err = {0};
    const char *folder = option_text(argc, argv, "--data");
    if (!folder) {
        (void) fprintf(stderr, "people --data FOLDER [--store URL] [--public COUNT] [--roles ROLES "
                               "--staff COUNT]\n");
        return 2;
    }
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &place, &err) ||
        place_open_alone(&place, &db, &err) || add_all(db, &arena, argc, argv, &err))
        return command_failed(&err);
    db_close(db);
    place_close(&place);
    return 0;
}
